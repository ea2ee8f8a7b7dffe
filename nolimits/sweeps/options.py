"""`nolimits sweep` on the command line: what may be asked for."""

from __future__ import annotations

import argparse
from pathlib import Path

VERDICTS, THESES, FACTS, SECTIONS = WHATS = ("verdicts", "theses", "facts", "sections")
EVERY = "all"
READ, NONE = "read", "none"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the options of a sweep to a parser."""
    add = parser.add_argument
    add("what", choices=WHATS, metavar="WHAT", help=f"{', '.join(WHATS)}")
    add("names", nargs="*", default=[], metavar="NAME", help="such as m021, trade:turnover or trade (default: all)")
    add("--cutoffs", default="latest", metavar="DAYS", help="monthly, weekly, or DAY,DAY (default: the newest)")
    add("--vary", action="append", default=[], metavar="SECTION.PARAM=A,B", help="of facts and sections: each value")
    add("--leave-out", choices=(READ, NONE), default=NONE, help="read: also without each source that is read")
    add("--kinds", action="append", default=[], metavar="KIND,KIND", help="only sources of these kinds; all for all")
    add("--tolerances", default="1", metavar="X,Y", help="factors on the tolerances of tests, such as 0.5,1,2")
    add("--out", type=Path, metavar="FILE", help="the table, without its ending (default: _build/sweeps/WHAT)")
    add("--scheduler", type=_address, metavar="ADDRESS", help="of a Dask cluster, such as tcp://127.0.0.1:8786")
    add("--plan", action="store_true", help="say what would be done and how long it would take")


def _address(given: str) -> str:
    if not given.strip():
        raise argparse.ArgumentTypeError("there is no address: name a cluster's, such as tcp://127.0.0.1:8786")
    return given

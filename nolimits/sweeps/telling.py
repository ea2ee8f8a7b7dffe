"""A sweep as it was asked for on the command line, and what is told of it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from nolimits import manuscript
from nolimits.book.build import BUILD
from nolimits.book.parameters import BuildError
from nolimits.data.nouns import many
from nolimits.sweeps.options import READ, WHATS
from nolimits.sweeps.sweep import SWEEPS, Order, Plan, plan, sweep
from nolimits.sweeps.table import KINDS, places
from nolimits.sweeps.wanting import grid_of
from nolimits.takeaway import Say

MINUTE, HOUR = 60, 3600
ONE = dict(zip(WHATS, ("verdict", "thesis", "fact", "section"), strict=True))


def run_sweep(options: argparse.Namespace, book: Path, say: Say) -> int:
    """Do what the options ask, and give the exit code: 1 where a run of a section failed.

    Raises BuildError for what cannot be meant, before anything is done.
    """
    grid = grid_of(options, manuscript.contents(book))
    out = _out(options.out) if options.out else (book / BUILD / SWEEPS / grid.what).absolute()
    order = Order(grid, out, options.jobs or os.cpu_count() or 1, options.scheduler or "")
    if options.plan:
        print(_plan_text(plan(book, order, say), order, leave_out=options.leave_out == READ))
        return 0
    found = sweep(book, order, say)
    what = "nothing had to be done" if not found.new else f"{many(found.new, 'part')} done"
    print(f"{many(found.rows, 'row')}, {what}; all but the seconds has the hash {found.digest}")
    print(*places(out), sep="\n")
    if found.failed:
        say(f"nolimits: {many(found.failed, 'row')} with a failure in the column `word`: the next sweep tries again")
    return 1 if found.failed else 0


def _out(named: Path) -> Path:
    """The table's place without its ending. Raises BuildError, before anything is done, for where none can be."""
    where, right = f"--out {named}", f"name the table without its ending, such as {named / 'table'}"
    if named.name in ("", "..") or named.is_dir():
        raise BuildError(f"{where}: a folder: {right}")
    if named.suffix in (f".{kind}" for kind in KINDS):
        raise BuildError(f"{where}: the table is written as {' and '.join(KINDS)}: write --out {named.with_suffix('')}")
    out = named.absolute()
    if taken := next((place for place in places(out) if place.is_dir()), None):
        raise BuildError(f"{where}: {taken} is a folder: move it, or name the table otherwise")
    around = next(place for place in out.parents if place.exists())
    if not (around.is_dir() and os.access(around, os.W_OK)):
        raise BuildError(f"{where}: {around} is no folder that you may write to: name one that is")
    return out


def _plan_text(found: Plan, order: Order, *, leave_out: bool) -> str:
    grid = order.grid
    told = (
        f"{many(len(grid.questions), ONE[grid.what], grid.what)} on {many(len(grid.cutoffs), 'day')}"
        f" in {many(len(grid.variants), 'way')}: {many(found.cases, 'case')}, {found.left:,} left to do"
    )
    if leave_out and found.left:
        told += f"; with each source left out about {found.left * found.rows:,.0f} rows"
    return f"{told}\nabout {_time(found.seconds)} with {order.jobs} at once"


def _time(seconds: float) -> str:
    if seconds < MINUTE:
        return f"{seconds:.0f} seconds"
    return f"{seconds / MINUTE:.0f} minutes" if seconds < HOUR else f"{seconds / HOUR:.1f} hours"

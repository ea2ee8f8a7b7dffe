"""A sweep as it was asked for on the command line, and what is told of it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from nolimits import manuscript
from nolimits.book.build import BUILD
from nolimits.data.nouns import many
from nolimits.sweeps.options import READ, WHATS
from nolimits.sweeps.sweep import SWEEPS, Order, Plan, plan, sweep
from nolimits.sweeps.wanting import grid_of
from nolimits.takeaway import Say

MINUTE, HOUR = 60, 3600
ONE = dict(zip(WHATS, ("verdict", "thesis", "fact", "section"), strict=True))


def run_sweep(options: argparse.Namespace, book: Path, say: Say) -> int:
    """Do what the options ask, and give the exit code: 1 where a run of a section failed."""
    grid = grid_of(options, manuscript.contents(book))
    out = (options.out or book / BUILD / SWEEPS / grid.what).absolute()
    order = Order(grid, out, options.jobs or os.cpu_count() or 1, options.scheduler)
    if options.plan:
        print(_plan_text(plan(book, order, say), order, leave_out=options.leave_out == READ))
        return 0
    found = sweep(book, order, say)
    what = "nothing had to be done" if not found.new else f"{many(found.new, 'part')} done"
    print(f"{many(found.rows, 'row')}, {what}; all but the seconds has the hash {found.digest}")
    print(f"{out}.csv\n{out}.parquet")
    if found.failed:
        say(f"nolimits: {many(found.failed, 'row')} with a failure in the column `word`: the next sweep tries again")
    return 1 if found.failed else 0


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

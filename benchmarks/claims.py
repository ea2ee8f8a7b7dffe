"""All statements weighed at sixty monthly cutoffs, on one core and on two, and how much they rest on at the newest.

.venv/bin/python benchmarks/claims.py [RUNS]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context

from nolimits.claims import claims, weigh
from nolimits.claims.strength import strength
from nolimits.data import View
from nolimits.data.periods import month

CUTOFFS = 60


def month_ends() -> list[str]:
    """The ends of the last sixty months, the newest first."""
    newest = View().cutoff
    year, number = int(newest[:4]), int(newest[5:7])
    return [month(year + (number - 1 - back) // 12, (number - 1 - back) % 12 + 1).end for back in range(CUTOFFS)]


def weigh_all(cutoffs: list[str], part: slice = slice(None)) -> None:
    """Weigh every statement, or a part of them, at every cutoff."""
    for view in [View(cutoff) for cutoff in cutoffs]:
        for claim in list(claims(view.evidence).values())[part]:
            weigh(claim, view)


def weigh_on_two(cutoffs: list[str]) -> None:
    """Weigh every statement at every cutoff, half of them in each of two processes, as a sweep does."""
    halves = [get_context("fork").Process(target=weigh_all, args=(cutoffs, slice(one, None, 2))) for one in range(2)]
    for half in halves:
        half.start()
    for half in halves:
        half.join()


def grade_all() -> None:
    """Weigh every statement at the newest cutoff, and how much each verdict rests on."""
    view = View()
    for claim in claims(view.evidence).values():
        strength(weigh(claim, view), view)


def seconds(act: Callable[[], None], runs: int) -> str:
    """How long an act takes, in the median, by the clock and on the processor."""
    told = []
    for clock in (time.perf_counter, time.process_time):
        found = []
        for _ in range(runs):
            # the tables keep what tests gave, and a run must not find what an earlier one left
            View().evidence.memo.clear()
            started = clock()
            act()
            found.append(clock() - started)
        told.append(f"{statistics.median(found):.2f} s")
    return f"median {told[0]} by the clock and {told[1]} on the processor, of {runs}"


def main(runs: int) -> None:
    """Measure and print."""
    ends, number = month_ends(), len(claims(View().evidence))
    print(f"{number} statements at {CUTOFFS} cutoffs: {seconds(lambda: weigh_all(ends), runs)}")
    print(f"the same in two processes: {seconds(lambda: weigh_on_two(ends), runs).partition(' and ')[0]}")
    print(f"{number} statements with their strength at one: {seconds(grade_all, runs)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)

"""All statements weighed at sixty monthly cutoffs, in one process on one core; prints the seconds it takes.

.venv/bin/python benchmarks/claims.py [RUNS]
"""

from __future__ import annotations

import statistics
import sys
import time

from nolimits.claims import claims, weigh
from nolimits.data import View
from nolimits.data.periods import month

CUTOFFS = 60


def main(runs: int) -> None:
    """Measure and print."""
    newest = View()
    year, number = int(newest.cutoff[:4]), int(newest.cutoff[5:7])
    ends = [month(year + (number - 1 - back) // 12, (number - 1 - back) % 12 + 1).end for back in range(CUTOFFS)]
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        # new views each time: nothing that an earlier run found out is used again
        views = [View(end) for end in ends]
        words = [weigh(claim, view).word for view in views for claim in claims(view.evidence).values()]
        seconds.append(time.perf_counter() - started)
    median = statistics.median(seconds)
    print(f"{len(words) // CUTOFFS} statements at {CUTOFFS} cutoffs: median {median:.2f} s of {runs}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)

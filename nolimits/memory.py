"""How often Python looks for objects that nothing but themselves holds."""

from __future__ import annotations

import gc

PACE = (50_000, 20, 10)  # new objects, and how many times as seldom those that have outlived one and two looks


def collect_rarely() -> None:
    """Look for them rarely in this process and in those forked from it, and never among those that are there now.

    Most of what a book is made of stays until it is made. At Python's own pace a fifth of the time in which it is bound
    goes into looking through all of it again and again.
    """
    gc.freeze()
    gc.set_threshold(*PACE)

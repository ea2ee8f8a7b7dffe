"""Of many cases a few stand for all in `make test`; the others are kept for the full suite."""

from collections.abc import Iterable, Sequence

import pytest


def first(number: int, cases: Iterable) -> list:
    """Cases of one argument, those after the first few marked as of the full suite."""
    found = list(cases)
    return [*found[:number], *(pytest.param(case, marks=pytest.mark.full) for case in found[number:])]


def in_turn(ones: Sequence, others: Sequence) -> list:
    """All pairs of two lists; of each of the first, the pair with one of the second, in turn, stands for the others."""
    return [
        pytest.param(one, other, marks=() if place == number % len(others) else pytest.mark.full)
        for number, one in enumerate(ones)
        for place, other in enumerate(others)
    ]

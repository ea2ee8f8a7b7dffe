"""Of many cases a few stand for all in `make test`; the others are kept for the full suite."""

from collections.abc import Iterable

import pytest


def first(number: int, cases: Iterable) -> list:
    """Cases of one argument, those after the first few marked as of the full suite."""
    found = list(cases)
    return [*found[:number], *(pytest.param(case, marks=pytest.mark.full) for case in found[number:])]

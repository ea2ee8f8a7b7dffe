"""Counted nouns, `1 row`, `1,204 rows`, `1 figure contradicts`, and things told in a row, `a, b and c`."""

from __future__ import annotations

from collections.abc import Iterable


def many(number: int, one: str, more: str = "") -> str:
    """A number with its noun, which may bring a verb: `one` is said of 1, `more` (else `one` and an s) of others."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def listed(parts: Iterable[str], last: str = " and ") -> str:
    """Words in a row, at least one: `a, b and c`; `last` stands before the last of several."""
    given = list(parts)
    return given[0] if len(given) == 1 else f"{', '.join(given[:-1])}{last}{given[-1]}"

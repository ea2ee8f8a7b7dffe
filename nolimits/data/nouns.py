"""Counted nouns: `1 row`, `1,204 rows`, `1 figure contradicts`; wherever words tell how many there are of a thing."""

from __future__ import annotations


def many(number: int, one: str, more: str = "") -> str:
    """A number with its noun, which may bring a verb: `one` is said of 1, `more` (else `one` and an s) of others."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"

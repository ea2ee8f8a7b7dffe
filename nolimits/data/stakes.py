"""Whose word a source passes on: the party that has a stake in it, or nobody's."""

from __future__ import annotations

from collections.abc import Iterable

from nolimits.data.tables import Row

NOBODY = "none"  # what `interest` says of a source that passes on no party's word alone


def party(source: Row) -> str:
    """The party whose word alone a row of `sources` passes on; empty where it is no party's, or not told."""
    found = source.get("interest", "")
    return "" if found == NOBODY else found


def alone(parties: Iterable[str]) -> str:
    """The one party that all words are of; empty where there are several, or one is no party's."""
    found = set(parties)
    return next(iter(found)) if len(found) == 1 else ""

"""Whose word a source passes on: the party that has a stake in it, or nobody's."""

from __future__ import annotations

from nolimits.data.tables import Row

NOBODY = "none"  # what `interest` says of a source that passes on no party's word alone


def party(source: Row) -> str:
    """The party whose word alone a row of `sources` passes on; empty where it is no party's, or not told."""
    found = source.get("interest", "")
    return "" if found == NOBODY else found

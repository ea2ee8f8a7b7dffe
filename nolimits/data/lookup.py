"""Looking up rows by key and entries by their cells, with a hint where there is none."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from nolimits.data.errors import DataError
from nolimits.data.registers import Entry
from nolimits.data.tables import Row

Wanted = str | Iterable[str]


def find_row(key: str, known: Mapping[str, Row], what: str) -> Row:
    """The row of a key among those that are known; raises DataError for an unknown one, naming near ones."""
    try:
        return known[key]
    except KeyError:
        near = difflib.get_close_matches(key, known, n=3)
        hint = f"perhaps {' or '.join(near)}" if near else f"see {what}s.csv"
        raise DataError(f"no {what} is called {key!r}: {hint}") from None


def matches(entry: Entry, wanted: Mapping[str, Wanted]) -> bool:
    """Whether an entry has one of the wanted values in each column; raises DataError for no such column."""
    for column, value in wanted.items():
        if column not in entry:
            raise DataError(f"there is no column {column!r}: the columns are {', '.join(entry)}")
        if entry[column] not in ({value} if isinstance(value, str) else set(value)):
            return False
    return True

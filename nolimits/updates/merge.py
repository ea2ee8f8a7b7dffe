"""Rows that come in beside those that are there: new, the same, an addition to one, or against one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nolimits.checks.problem import visible
from nolimits.data import Row
from nolimits.data.tables import read_rows, sort_key
from nolimits.updates.intake import columns_of, key_of
from nolimits.updates.rows import Incoming, Place, Refusal

Resource = Mapping[str, Any]
FIGURE = ("value", "low", "high", "qualifier")


@dataclass
class Merge:
    """What comes of rows that come in, for one table; `added` are new, `filled` add to a row that is there.

    `filled` and `replaced` are pairs of the row as it is and the row that comes in, with all its cells; `twice` are
    rows that the files hold once more, each with the place of the first, which alone is taken.
    """

    resource: Resource
    present: tuple[Row, ...]
    folder: Path
    added: list[Incoming] = field(default_factory=list)
    filled: list[tuple[Row, Incoming]] = field(default_factory=list)
    replaced: list[tuple[Row, Incoming]] = field(default_factory=list)
    same: int = 0
    twice: list[tuple[Incoming, Place]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The table's name."""
        return str(self.resource["name"])

    @property
    def rows(self) -> list[tuple[Row, Incoming | None]]:
        """The table as it would be, in its order, each row with that from which it came in, if it did."""
        changed = {id(row): one for row, one in (*self.filled, *self.replaced)}
        every: list[tuple[Row, Incoming | None]] = [
            (one.cells if (one := changed.get(id(row))) else row, one) for row in self.present
        ]
        every += [(one.cells, one) for one in self.added]
        place = sort_key(self.resource)
        return sorted(every, key=lambda pair: place(pair[0]))

    @property
    def changes(self) -> list[Incoming]:
        """The rows that come in."""
        return [*self.added, *(one for _, one in (*self.filled, *self.replaced))]

    def drop(self, gone: set[int]) -> None:
        """Take out rows that are refused, by identity."""
        self.added = [one for one in self.added if id(one) not in gone]
        self.filled = [pair for pair in self.filled if id(pair[1]) not in gone]
        self.replaced = [pair for pair in self.replaced if id(pair[1]) not in gone]


def merge(folder: Path, resource: Resource, rows: Sequence[Incoming], *, replace: bool = False) -> Merge:
    """The rows of one table that come in, beside those that are there; `replace` lets a row take another's place."""
    found = Merge(resource, read_rows(resource["name"], folder), folder)
    key = key_of(resource)
    newest = _newest(found.present) if any(one.restates for one in rows) else {}
    present = {tuple(row[column] for column in key): row for row in found.present}
    for name, group in _by_key(rows, key).items():
        first = group[0]
        others = [one for one in group[1:] if one.cells != first.cells]
        if others:
            for one in group:
                other = others[0] if one is first else first
                right = f"one row of a key: {other.place} says otherwise"
                found.refused.append(
                    _refusal(one.place, resource, ";".join(name), "given twice and not the same", right)
                )
            continue
        # what a mapping makes of each file anew is no row of any
        found.twice += [(one, first.place) for one in group[1:] if not one.serves]
        if first.restates and newest.get(_period(first.cells)) == _figure(first.cells):
            found.same += 1
        elif (row := present.get(name)) is None:
            found.added.append(first)
        else:
            _beside(found, row, first, replace)
    return found


def _newest(rows: Iterable[Row]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The figure that became known last, by indicator and period."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        if row["known_on"] >= found.get(_period(row), row)["known_on"]:
            found[_period(row)] = row
    return {period: _figure(row) for period, row in found.items()}


def _period(row: Row) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in ("indicator", "period_start", "period_end"))


def _figure(row: Row) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in FIGURE)


def _by_key(rows: Iterable[Incoming], key: tuple[str, ...]) -> dict[tuple[str, ...], list[Incoming]]:
    found: dict[tuple[str, ...], list[Incoming]] = {}
    for one in rows:
        found.setdefault(one.key(key), []).append(one)
    return found


def _beside(found: Merge, row: Row, one: Incoming, replace: bool) -> None:
    """A row beside the one of its key that is there."""
    # a cell that comes in empty says nothing, and takes nothing away
    cells = {column: one.cells[column] or row[column] for column in columns_of(found.resource)}
    differing = [column for column in cells if cells[column] != row[column]]
    figure = "indicator" in row and any(column in FIGURE for column in differing)
    if not differing:
        found.same += 1
    elif all(not row[column] for column in differing) and not figure:
        found.filled.append((row, Incoming(one.table, cells, one.place)))
    elif replace and not figure:
        found.replaced.append((row, Incoming(one.table, cells, one.place)))
    else:
        right = "another source or day, or a correction: what a source stated is not written over" if figure else ""
        right = right or "leave the row as it is, or let this one take its place with --replace"
        for column in (name for name in differing if row[name] or figure):
            what = f"contradicts the row that is there, which has {visible(row[column])}"
            found.refused.append(Refusal(one.place, one.table, column, what, visible(one.cells[column]), right))


def _refusal(place: Place, resource: Resource, found: str, what: str, right: str) -> Refusal:
    return Refusal(place, resource["name"], key_of(resource)[0], what, visible(found), right)

"""Rows that come in, each with the place that it came from, and rows that are refused, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nolimits.data import Row


@dataclass(frozen=True)
class Place:
    """Where a row came from: the file and sheet as a refusal names them, and the number of the row.

    `part` says which of several figures of the row it is: the column of a wide table.
    """

    sheet: str
    row: int
    part: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.row}{f', column {self.part}' if self.part else ''}"


@dataclass(eq=False)
class Incoming:
    """One row for one table of the data package, its cells as that table holds them.

    A row that `restates` tells a figure only if it is another than the newest one of its period; one that `serves`,
    such as a source that a mapping makes, comes in only if another row names it. `either` are the columns of numbers
    with a point that in their file may part thousands.
    """

    table: str
    cells: Row
    place: Place
    restates: bool = False
    serves: bool = False
    either: frozenset[str] = frozenset()

    def key(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Its key."""
        return tuple(self.cells[column] for column in columns)


@dataclass(frozen=True)
class Refusal:
    """One reason why a row does not go in: what is wrong in which column, what was found there, what would be right."""

    place: Place
    table: str
    column: str
    what: str
    found: str
    right: str

    def __str__(self) -> str:
        parts = (str(self.place), self.table, self.column, self.what, self.found, self.right)
        return ": ".join(part for part in parts if part)


def refusals_in_order(refused: Iterable[Refusal], sheets: Sequence[str]) -> list[Refusal]:
    """Refusals in the order of the sheets as they were read, and of their rows; what is no row of one last."""
    first = {name: at for at, name in reversed(list(enumerate(sheets)))}
    return sorted(refused, key=lambda one: (first.get(one.place.sheet, len(sheets)), one.place.row, one.place.part))

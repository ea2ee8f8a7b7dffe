"""One row of a table as read, with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False, slots=True)
class TableRow:
    """A row: the physical line on which it begins, its cells by column, and the columns whose cells are unusable."""

    line: int
    cells: dict[str, str]
    faulty: frozenset[str] = frozenset()

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def line_of(self, column: str) -> int:
        """The physical line of a cell: a quoted cell before it may hold line breaks."""
        line = self.line
        for name, cell in self.cells.items():
            if name == column:
                break
            line += cell.count("\n")
        return line

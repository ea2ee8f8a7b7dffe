"""Hand what was fetched on to the tables, by the way that all rows take which come in."""

from __future__ import annotations

import csv
import dataclasses
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nolimits.data import Period, Row
from nolimits.feeds.vintages import Arrival
from nolimits.updates import Options, Update, update
from nolimits.updates.rows import Place

TABLES = ("indicators", "sources", "observations", "unused")


@dataclass(frozen=True)
class FetchPlace(Place):
    """The place of a fetched row: its source and series as a sheet, its last month (202405) as a row, its period."""

    def __str__(self) -> str:
        return f"{self.sheet}, {self.part}"


def hand_on(
    arrivals: Sequence[Arrival], folder: Path, options: Options, say: Callable[[str], None], book: Path | None
) -> Update:
    """What arrivals would do to the tables of a folder, to be told and then written; writes nothing itself.

    `book` is the root of the book, where pages are to be looked at.
    """
    rows = {name: [row for one in arrivals for row in getattr(one, name)] for name in TABLES}
    with tempfile.TemporaryDirectory(prefix="nolimits-") as place:
        files = [_lay(Path(place) / f"{name}.csv", rows[name]) for name in TABLES if rows[name]]
        made = update(folder, files, options, say, book)
    made.refused = [
        dataclasses.replace(one, place=_place(one.table, rows[one.table][one.place.row - 2])) for one in made.refused
    ]
    return made


def _lay(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _place(table: str, row: Row) -> Place:
    """Where a row came from: the file that brought it here is of no use to anybody."""
    if table != "observations":
        return FetchPlace("fetched", 0, next(iter(row.values())))
    period = Period(row["period_start"], row["period_end"])
    return FetchPlace(f"{row['source']}: {row['indicator']}", int(period.end[:7].replace("-", "")), period.name)

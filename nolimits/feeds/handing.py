"""Hand what was fetched on to the tables, by the way that all rows take which come in."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from nolimits.feeds.vintages import Arrival
from nolimits.updates import Options, Update, update

TABLES = ("indicators", "sources", "observations", "unused")


def hand_on(
    arrivals: Sequence[Arrival], folder: Path, options: Options, say: Callable[[str], None], book: Path | None
) -> Update:
    """What arrivals would do to the tables of a folder, to be told and then written; writes nothing itself.

    `book` is the root of the book, where pages are to be looked at.
    """
    with tempfile.TemporaryDirectory(prefix="nolimits-") as place:
        files: list[Path] = []
        for name in TABLES:
            if rows := [row for one in arrivals for row in getattr(one, name)]:
                files.append(Path(place) / f"{name}.csv")
                with files[-1].open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                    writer.writeheader()
                    writer.writerows(rows)
        return update(folder, files, options, say, book)

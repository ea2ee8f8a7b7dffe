"""The tables as they lie on disk: their rows as text, and the descriptor that explains them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nolimits.data.texts import mapping_of
from nolimits.data.whereabouts import DESCRIPTOR

Row = dict[str, str]


def package(where: Path) -> dict[str, Any]:
    """The data package's descriptor (Frictionless), parsed. Raises DataError where there is none that can be read."""
    return mapping_of(where / DESCRIPTOR, f"{where.name}/{DESCRIPTOR}")


def read_rows(name: str, where: Path) -> tuple[Row, ...]:
    """All rows of a table as text, in file order; an empty cell is an empty string.

    `name` is the table's name (`observations`); raises FileNotFoundError where it has no file.
    """
    with (where / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def sort_key(resource: Mapping[str, Any]) -> Callable[[Mapping[str, str]], tuple[tuple[int, str], ...]]:
    """By what the rows of a table are sorted: its key, column by column, whole numbers as numbers."""
    schema = resource["schema"]
    key = [schema["primaryKey"]] if isinstance(schema["primaryKey"], str) else schema["primaryKey"]
    whole = {field["name"] for field in schema["fields"] if field["type"] == "integer"}

    def place(row: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
        return tuple((int(row[one]), "") if one in whole and row[one].isdecimal() else (0, row[one]) for one in key)

    return place

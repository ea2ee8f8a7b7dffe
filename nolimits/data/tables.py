"""The tables as they lie on disk: where they are, their rows as text, and the descriptor that explains them."""

from __future__ import annotations

import csv
import os
import pickle
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DESCRIPTOR = "datapackage.yaml"
Row = dict[str, str]


class DataError(ValueError):
    """Something asked of the data that they cannot answer: says what, and what would be right."""


def folder() -> Path:
    """The data folder: `NOLIMITS_DATA`, else `data/` of this or the nearest enclosing folder, else the book's own.

    A notebook runs from the repository, from `notebooks/` or from a staged copy; each finds the same tables.
    """
    if named := os.environ.get("NOLIMITS_DATA"):
        return Path(named)
    here = Path.cwd()
    for parent in (here, *here.parents):
        if (parent / "data" / DESCRIPTOR).is_file():
            return parent / "data"
    return Path(__file__).resolve().parents[2] / "data"


def package(where: Path) -> dict[str, Any]:
    """The data package's descriptor (Frictionless), parsed. Raises FileNotFoundError where there is none."""
    read: dict[str, Any] = pickle.loads(_parsed((where / DESCRIPTOR).read_text(encoding="utf-8")))
    return read


@lru_cache(maxsize=8)
def _parsed(text: str) -> bytes:
    """A descriptor as read from YAML, packed so that each reader has one of its own; YAML takes forty times as long."""
    return pickle.dumps(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


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

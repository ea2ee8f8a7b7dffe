"""The tables as they lie on disk: where they are, their rows as text, and typed data frames."""

from __future__ import annotations

import csv
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    import pandas

DESCRIPTOR = "datapackage.yaml"
PANDAS_TYPES = {"string": "string", "integer": "Int64", "number": "Float64", "date": "string", "any": "string"}


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


def package(where: Path | None = None) -> dict[str, Any]:
    """The data package's descriptor (Frictionless), parsed. Raises FileNotFoundError where there is none."""
    path = (where or folder()) / DESCRIPTOR
    return _parsed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _parsed(path: Path, _changed: int) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def rows(name: str, where: Path | None = None) -> tuple[dict[str, str], ...]:
    """All rows of a table as text, in file order; an empty cell is an empty string.

    `name` is the table's name (`observations`); raises FileNotFoundError where it has no file.
    """
    path = (where or folder()) / f"{name}.csv"
    return _rows(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _rows(path: Path, _changed: int) -> tuple[dict[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def table(name: str, where: Path | None = None) -> pandas.DataFrame:
    """A table as a pandas data frame with the data package's types; days stay ISO text, which sorts as time does."""
    import pandas

    resource = next(resource for resource in package(where)["resources"] if resource["name"] == name)
    types = {field["name"]: PANDAS_TYPES[field["type"]] for field in resource["schema"]["fields"]}
    return pandas.read_csv((where or folder()) / resource["path"], dtype=types, keep_default_na=False, na_values=[""])

"""Where a book lies: the folder that is named, else this or the nearest enclosing one. Nobody else looks for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from nolimits.data.errors import DataError

TOC, CONFIG, TABLES = "_toc.yml", "_config.yml", "data"
DESCRIPTOR = "datapackage.yaml"
NAMED = "NOLIMITS_DATA"  # names the tables' folder to what runs elsewhere, as a staged notebook does
RIGHT = f"the folder that holds {TOC} and {TABLES}/"


def root(named: Path | None = None) -> Path:
    """The folder of the book: the one that is named, else this or the nearest enclosing one that is a book's.

    A book's folder holds `_toc.yml` and `data/`. Raises DataError where it is none.
    """
    if named:
        return _with_tables(named.absolute(), f"--book {named}: there is no book: name {RIGHT}")
    here = Path.cwd()
    return _with_tables(_around(_is_book) or here, _nowhere(here))


def folder() -> Path:
    """The folder of the tables: `NOLIMITS_DATA`, else `data/` of this or the nearest enclosing folder.

    A notebook runs from the book's folder, from `notebooks/` or from a staged copy; each finds the same tables. Raises
    DataError where there are none.
    """
    if there := os.environ.get(NAMED):
        return Path(there)
    if found := _around(lambda place: (place / TABLES / DESCRIPTOR).is_file()):
        return found / TABLES
    raise DataError(_nowhere(Path.cwd()))


def from_root(path: Path) -> str:
    """How a file of the tables is named: from its book's folder, or else from this one where it lies below it."""
    full, here = Path(os.path.abspath(path)), os.getcwd()
    if book := book_of(full.parent):
        return full.relative_to(book).as_posix()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else str(path)


def book_of(tables: Path) -> Path | None:
    """The book whose tables a folder holds; None where it is no book's."""
    return tables.parent if (tables.parent / TOC).is_file() else None


def _nowhere(here: Path) -> str:
    return f"{here} is not in a book: go to {RIGHT}, or name it (--book DIR, or in Python View(folder='DIR/{TABLES}'))"


def _with_tables(place: Path, fault: str) -> Path:
    if not _is_book(place):
        raise DataError(fault)
    if not (place / TABLES).is_dir():
        right = "`jupyter-book build` binds a book without tables"
        raise DataError(f"{place} is a book without {TABLES}/, the tables that this one is made from: {right}")
    return place


def _is_book(place: Path) -> bool:
    return (place / TOC).is_file() and ((place / TABLES).is_dir() or (place / CONFIG).is_file())


def _around(wanted: Callable[[Path], bool]) -> Path | None:
    """This folder or the nearest enclosing one that is as wanted."""
    here = Path.cwd()
    return next(filter(wanted, (here, *here.parents)), None)

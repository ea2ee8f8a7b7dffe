"""The door to the tables: each read is noted for whoever keeps what was made, and refused where nothing may be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from nolimits.data.errors import DataError

Value = TypeVar("Value")

TRACE = "NOLIMITS_TRACE"  # names the file to which reads are noted
_shut: ContextVar[str] = ContextVar("_shut", default="")
_noting: ContextVar[tuple[set[str], ...]] = ContextVar("_noting", default=())


def read(name: str) -> None:
    """Note that a table, or an indicator's rows, are read; raises DataError where the door is shut."""
    if who := _shut.get():
        raise DataError(f"{who} reads {name!r}: take what it needs from the tables before")
    noting = _noting.get()
    if noting and all(name in names for names in noting):
        return  # told before, to the file as well: tests read the same name thousands of times
    for names in noting:
        names.add(name)
    if trace := os.environ.get(TRACE):
        _note(trace, name)


def read_all(names: Collection[str]) -> None:
    """Note that several are read, as `read` does."""
    if not _shut.get() and (noting := _noting.get()) and all(told.issuperset(names) for told in noting):
        return
    for name in names:
        read(name)


@cache
def _note(trace: str, name: str) -> None:
    """Once for each name is enough."""
    with Path(trace).open("a", encoding="utf-8") as file:
        file.write(f"{name}\n")


@contextmanager
def noted() -> Iterator[set[str]]:
    """The names under which something is read meanwhile."""
    names: set[str] = set()
    before = _noting.set((*_noting.get(), names))
    try:
        yield names
    finally:
        _noting.reset(before)


def memoise(memo: dict[str, Any], key: str, make: Callable[[], Value]) -> Value:
    """A value that is made once; what was read for it is noted each time, for whoever asks later rests on it, too."""
    if key not in memo:
        with noted() as names:
            memo[key] = make(), names
        return memo[key][0]
    value, names = memo[key]
    read_all(names)
    found: Value = value
    return found


@contextmanager
def shut(who: str) -> Iterator[None]:
    """Nobody reads a table meanwhile: what `who` makes follows from what it was given alone."""
    before = _shut.set(who)
    try:
        yield
    finally:
        _shut.reset(before)

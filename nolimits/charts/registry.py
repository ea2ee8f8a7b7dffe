"""The kinds of chart: each is a function in a file of `kinds` or `registers` that registers itself with `@chart`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeVar

from nolimits.charts.exhibit import ChartError, Exhibit

Kind = TypeVar("Kind", bound=Callable[..., Exhibit])
KINDS: dict[str, Callable[..., Exhibit]] = {}


def chart(kind: Kind) -> Kind:
    """Make a function a kind of chart, called by its own name: `charts.lines`. Raises ChartError where one has it."""
    name = kind.__name__
    if name in KINDS and KINDS[name].__module__ != kind.__module__:
        raise ChartError(f"two kinds of chart are called {name}: {KINDS[name].__module__} and {kind.__module__}")
    KINDS[name] = kind
    return kind


def load(package: str, folders: Iterable[str]) -> None:
    """Import every file of a package, so that its kinds register themselves."""
    for module in iter_modules(folders):
        import_module(f"{package}.{module.name}")

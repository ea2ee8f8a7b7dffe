"""The kinds of chart: each is a function in a file of `kinds` or `registers` that registers itself with `@chart`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from importlib import import_module
from inspect import Parameter, signature
from pkgutil import iter_modules
from typing import Any

from nolimits.charts.exhibit import ChartError, Drawing, Exhibit, Words, finish
from nolimits.data import View

PACKAGES = "nolimits.charts.kinds", "nolimits.charts.registers"
KINDS: dict[str, Callable[..., Exhibit]] = {}
FILED = {"indicators": "keys"}  # parameters that an exhibit holds under another name


def chart(kind: Callable[..., Drawing]) -> Callable[..., Exhibit]:
    """Make a function a kind of chart, called by its own name: `charts.lines`.

    What it is called with are the parameters of the exhibit, the words apart; what it collects by name are filters of
    a register: one value, several, or several parted by `|`, as in expressions. Raises ChartError where another kind
    has its name.
    """
    name, shape = kind.__name__, signature(kind)
    if name in KINDS and KINDS[name].__module__ != kind.__module__:
        raise ChartError(f"two kinds of chart are called {name}: {KINDS[name].__module__} and {kind.__module__}")
    collected = [one.name for one in shape.parameters.values() if one.kind is Parameter.VAR_KEYWORD]

    @wraps(kind)
    def call(view: View, *given: Any, **named: Any) -> Exhibit:
        words = {word: named.pop(word) for word in Words.__annotations__ if word in named}
        asked = shape.bind(view, *given, **named)
        asked.apply_defaults()
        for filters in collected:
            asked.arguments[filters] = {column: _values(value) for column, value in asked.arguments[filters].items()}
        options = {FILED.get(option, option): value for option, value in list(asked.arguments.items())[1:]}
        return finish(view, kind(*asked.args, **asked.kwargs), kind=name, parameters=options, **words)

    KINDS[name] = call
    return call


def _values(given: Any) -> str | tuple[str, ...]:
    if isinstance(given, str):
        return tuple(given.split("|")) if "|" in given else given
    return tuple(given)


def all_kinds() -> Mapping[str, Callable[..., Exhibit]]:
    """All kinds of chart by name; every file of `kinds` and `registers` is imported, so that its kinds register."""
    for package in PACKAGES:
        folders = import_module(package).__path__
        for module in iter_modules(folders):
            import_module(f"{package}.{module.name}")
    return KINDS

"""Parameters of a notebook: what they may be, and whether what was put in is of the type that the notebook declares."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping

from nolimits.data.errors import DataError

Parameter = bool | int | float | str
RIGHT: Mapping[type, str] = {
    bool: "True or False",
    int: "a whole number such as 2018",
    float: "a number such as 1.5",
    str: "a text such as 'latest'",
}

UNBOUNDED = "beyond all bounds: write a finite number, a whole one of at most 64 bits"
LARGEST = 2**63  # from here on a whole number is another one to many readers of JSON


def is_bounded(value: Parameter) -> bool:
    """Whether whoever reads JSON reads a value as it is: finite, and within 64 bits where it is a whole number."""
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or -LARGEST <= value < LARGEST


def hold_types(given: Mapping[str, object]) -> None:
    """Raise DataError for the first parameter that is of another type than the notebook that runs declares for it.

    Papermill passes on what it is told: `-p rolling false` is a text, which is true to Python.
    """
    declared = getattr(sys.modules.get("__main__"), "__annotations__", {})
    for name, value in given.items():
        told = declared.get(name)  # a type, or its name
        if kind := next((one for one in RIGHT if told in (one, one.__name__)), None):
            hold(f"the parameter {name}", value, kind)


def hold(name: str, value: object, kind: type) -> None:
    """Raise DataError where a value is not of a type."""
    if not _is(value, kind):
        raise DataError(f"{name} is {value!r}: write {RIGHT[kind]}")


def _is(value: object, kind: type) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)

"""What an expression gives: a figure, a truth or a text, each with the rows that it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from nolimits.data import Figure
from nolimits.data.quantities import exactly


class ExpressionError(ValueError):
    """An expression that cannot be read or asked: `at` is the place in it, counted from 0."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True)
class Truth:
    """True, False or None for unknown, and the rows that it rests on."""

    value: bool | None
    rows: tuple = ()


@dataclass(frozen=True)
class Text:
    """A word or a day, None where it was not known, and the rows that it rests on."""

    value: str | None
    rows: tuple = ()


Answer = Figure | Truth | Text


def number(value: float, unit: str = "") -> Figure:
    """A constant; without a unit it takes that of what it is compared with or added to."""
    return Figure(exactly(value), unit, None)


def rows_of(*answers: Answer) -> tuple:
    """The rows behind some answers, each once."""
    found = [row for answer in answers for row in answer.rows]
    # register rows are plain dicts and cannot be hashed: identity tells them apart
    return tuple({id(row): row for row in found}.values())

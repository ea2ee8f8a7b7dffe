"""What an expression gives: a figure, a truth or a text, each with the rows that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nolimits.data import Fact, Figure
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
    rows: tuple[Fact, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it is certain."""
        return self.value is not None


@dataclass(frozen=True)
class Text:
    """A word or a day, None where it was not known, and the rows that it rests on."""

    value: str | None
    rows: tuple[Fact, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is a word at all."""
        return self.value is not None


Answer = Figure | Truth | Text


def constant(value: float, unit: str = "") -> Figure:
    """A constant; without a unit it takes that of what it is compared with or added to."""
    return Figure(exactly(value), unit, None)


def rows_of(*answers: Answer) -> tuple[Fact, ...]:
    """The rows behind some answers, each once."""
    return distinct(row for answer in answers for row in answer.rows)


def distinct(rows: Iterable[Fact]) -> tuple[Fact, ...]:
    """Rows without repetition, in order; entries of registers are mappings and are told apart by identity."""
    return tuple({id(row): row for row in rows}.values())

"""What a sweep asks: questions by days by ways of asking, in units of work whose order is that of the table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from nolimits.data import Parameter
from nolimits.sweeps.options import SECTIONS

Item = TypeVar("Item")
DAYS_AT_ONCE = 12  # of one question: what a day has in common with the next is worked out once


@dataclass(frozen=True)
class Variant:
    """One way of asking: parameters as `section.name`, a factor on all tolerances, kinds of sources (none: all)."""

    parameters: tuple[tuple[str, Parameter], ...] = ()
    tolerance: float = 1.0
    kinds: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As the table tells it: `name=value` with `;` between, empty where all is as in the book."""
        told = [f"{name}={value}" for name, value in self.parameters]
        told += [f"tolerance={_number(self.tolerance)}"] if self.tolerance != 1 else []
        told += [f"kinds={'|'.join(self.kinds)}"] if self.kinds else []
        return ";".join(told)

    def of(self, section: str) -> dict[str, Parameter]:
        """The parameters of a section by their own names."""
        return {name.partition(".")[2]: value for name, value in self.parameters if name.startswith(f"{section}.")}


@dataclass(frozen=True)
class WorkUnit:
    """What is done at one go: a question on some days in some ways; where `leave_out` says so, also without each source
    that it rests on, one at a time.
    """

    what: str
    question: str
    cutoffs: tuple[str, ...]
    variants: tuple[Variant, ...]
    leave_out: bool

    @property
    def cases(self) -> int:
        """How many cases it has, those with a source left out not counted: which these are only the rows tell."""
        return len(self.cutoffs) * len(self.variants)

    @property
    def key(self) -> str:
        """A name that tells it from every other unit."""
        variants = [[*one.parameters, one.tolerance, *one.kinds] for one in self.variants]
        told = [self.what, self.question, self.cutoffs, variants, self.leave_out]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Grid:
    """A whole sweep: every question on every day in every way."""

    what: str
    questions: tuple[str, ...]
    cutoffs: tuple[str, ...]
    variants: tuple[Variant, ...] = (Variant(),)
    leave_out: bool = False

    @property
    def cases(self) -> int:
        """How many cases it has, those with a source left out not counted."""
        return len(self.questions) * len(self.cutoffs) * len(self.variants)

    def units(self) -> Iterator[WorkUnit]:
        """The units of work; of a section, a run each."""
        alone = self.what == SECTIONS
        for question in self.questions:
            for days in _in_parts(self.cutoffs, 1 if alone else DAYS_AT_ONCE):
                for variants in _in_parts(self.variants, 1 if alone else len(self.variants)):
                    yield WorkUnit(self.what, question, tuple(days), tuple(variants), self.leave_out)


def _number(value: float) -> str:
    """A number as short as it can be while no other one is told alike."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def _in_parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))

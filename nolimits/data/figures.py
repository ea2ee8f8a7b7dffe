"""Answers of a view: a figure with its rows, a state with the acts that led to it, and a figure as one flat row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nolimits.data.observations import Observation, plausible
from nolimits.data.periods import Period
from nolimits.data.quantities import Quantity, quantity
from nolimits.data.registers import Entry
from nolimits.data.units import Unit

Fact = Observation | Entry  # a row of evidence, of whichever table
COUNTED = "rows of"  # how a figure was got that counts entries of a register


@dataclass(frozen=True)
class Figure:
    """An answer: a quantity with its unit, its period, the rows that it rests on and how it was got.

    `quantity` is None where the figure was not known; `how` is `stated` or says what was computed. `about` is the
    indicator that it is a figure of, where it is one of one. A `change` tells how far something rose or fell.
    `aggregate` is that of its row where the period is longer than a year.
    """

    quantity: Quantity | None
    unit: str
    period: Period | None
    rows: tuple[Fact, ...] = ()
    how: str = "stated"
    about: str = ""
    change: bool = False
    aggregate: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a figure at all."""
        return self.quantity is not None

    @property
    def sure(self) -> Quantity:
        """The quantity of a known figure; raises ValueError for one that is not known."""
        if self.quantity is None:
            raise ValueError(f"no figure is known of {self.about or 'this'}")
        return self.quantity

    @property
    def span(self) -> Period:
        """The period of a figure that has one; raises ValueError for one that has none."""
        if self.period is None:
            raise ValueError(f"a figure of {self.about or 'this'} has no period")
        return self.period

    @property
    def forecast(self) -> bool:
        """Whether it rests on a row that was known before its period ended."""
        return any(isinstance(row, Observation) and row.forecast for row in self.rows)

    @property
    def counts(self) -> bool:
        """Whether it says how many entries there are, whatever these state."""
        return self.how.startswith(COUNTED)

    @property
    def known_on(self) -> str:
        """The day on which the last of its rows became public; empty where nothing is known."""
        return max((row.known_on for row in self.rows), default="")


@dataclass(frozen=True)
class Status:
    """The state of a thing as of the cutoff: `since` is the day of the act that led to it, `acts` are in order."""

    key: str
    status: str
    since: str
    acts: tuple[Entry, ...]

    @property
    def last(self) -> Entry | None:
        """The newest act."""
        return self.acts[-1] if self.acts else None


def paper_figure(entry: Entry, units: Mapping[str, Unit]) -> Figure | None:
    """The figure in an entry of the papers' statements as the paper printed it; None where it has none."""
    given = quantity(entry["qualifier"], entry["value"], entry["low"], entry["high"])
    if given is None:
        return None
    start, end = entry["period_start"], entry["period_end"]
    span = Period(start, end) if start and end else None
    exact = plausible(given, units.get(entry["unit"], Unit(entry["unit"])))
    return Figure(exact, entry["unit"], span, (entry,), "printed", about=f"claim:{entry['claim']}")


def record(name: str, figure: Figure) -> dict[str, Any]:
    """A known figure as one flat row: what a table or a CSV of it holds."""
    return {
        "indicator": name,
        "period_start": figure.span.start,
        "period_end": figure.span.end,
        "value": figure.sure.value,
        "low": figure.sure.low,
        "high": figure.sure.high,
        "unit": figure.unit,
        "forecast": figure.forecast,
        "how": figure.how,
        "known_on": figure.known_on,
        "sources": ";".join(dict.fromkeys(row.source for row in figure.rows if row.source)),
    }

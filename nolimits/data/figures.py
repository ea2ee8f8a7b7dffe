"""Answers: a figure with its rows, a state with its milestones, and a figure as one flat row."""

from __future__ import annotations

from dataclasses import dataclass

from nolimits.data.observations import Observation, plausible
from nolimits.data.periods import Period
from nolimits.data.quantities import Quantity, quantity


def known_on(row: Observation | dict[str, str]) -> str:
    """The day on which a row of any table became known; empty for a table that knows no days."""
    return row.known_on if isinstance(row, Observation) else row.get("known_on", "")


def source_of(row: Observation | dict[str, str]) -> str:
    """The key of a row's source; empty for a row that names none."""
    return row.source if isinstance(row, Observation) else row.get("source", "")


@dataclass(frozen=True)
class Figure:
    """An answer: a quantity with its unit, its period, the rows that it rests on and how it was got.

    `quantity` is None where the figure was not known; `how` is `stated` or says what was computed.
    """

    quantity: Quantity | None
    unit: str
    period: Period | None
    rows: tuple[Observation, ...] = ()
    how: str = "stated"
    about: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a figure at all."""
        return self.quantity is not None

    @property
    def forecast(self) -> bool:
        """Whether it rests on a row that was known before its period ended."""
        return any(isinstance(row, Observation) and row.forecast for row in self.rows)

    @property
    def known_on(self) -> str:
        """The day on which the last of its rows became public; empty where nothing is known."""
        return max(map(known_on, self.rows), default="")


@dataclass(frozen=True)
class Status:
    """A project's state as of the cutoff: `since` the day of the act that led to it."""

    project: str
    status: str
    since: str
    milestones: tuple[dict[str, str], ...]

    @property
    def last(self) -> dict[str, str] | None:
        """The newest milestone."""
        return self.milestones[-1] if self.milestones else None


def printed(row: dict[str, str]) -> Figure | None:
    """The figure in a row of `claims.csv` as the paper printed it; None where it has none."""
    if (told := quantity(row["qualifier"], row["value"], row["low"], row["high"])) is None:
        return None
    span = Period(row["period_start"], row["period_end"]) if row["period_start"] and row["period_end"] else None
    return Figure(plausible(told, row), row["unit"], span, (row,), "printed", about=f"claim:{row['claim']}")


def record(name: str, figure: Figure) -> dict[str, object]:
    """A figure as one flat row: what a table or a CSV of it holds."""
    return {
        "indicator": name,
        "period_start": figure.period.start,
        "period_end": figure.period.end,
        "value": figure.quantity.value,
        "low": figure.quantity.low,
        "high": figure.quantity.high,
        "unit": figure.unit,
        "forecast": figure.forecast,
        "how": figure.how,
        "known_on": figure.known_on,
        "sources": ";".join(dict.fromkeys(filter(None, map(source_of, figure.rows)))),
    }

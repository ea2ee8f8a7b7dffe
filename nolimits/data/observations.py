"""Observations and the choice of the one that stands: one row is one figure, as one source stated it on one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nolimits.data.periods import Period, day
from nolimits.data.quantities import Quantity, exactly, quantity
from nolimits.data.tables import Row
from nolimits.data.units import PLAIN, Unit

KINDS_OF_SOURCE = ("official", "wire", "research", "company", "media")
VINTAGE = 75  # days: what became known further apart, and not as long after its period either, is of two vintages
KEY = ("indicator", "period_start", "period_end", "known_on", "source")


@dataclass(frozen=True)
class Observation:
    """One row of `observations.csv`; `quantity` is in the indicator's unit.

    `known_on` is the day on which the figure was public, `found_on` that of the page or copy in which it was found, the
    column `known_on` of its row: they differ where the row names an earlier day and what proves it. `rank` is the place
    of its source's kind in `KINDS_OF_SOURCE`, `aggregate` says of a period longer than a year whether the figure is its
    total, its yearly mean or a stock at its end.
    """

    indicator: str
    period: Period
    known_on: str
    source: str
    quantity: Quantity
    qualifier: str
    note: str
    unit: str
    rank: int
    aggregate: str = ""
    found_on: str = ""

    @property
    def official(self) -> bool:
        """Whether an authority or a statistical office stated it."""
        return self.rank == 0

    @property
    def forecast(self) -> bool:
        """Whether the figure was known before its period ended."""
        return self.known_on < self.period.end

    @property
    def key(self) -> tuple[str, ...]:
        """The key of its row."""
        return (self.indicator, self.period.start, self.period.end, self.found_on or self.known_on, self.source)

    @property
    def anchor(self) -> str:
        """The row's permanent place on the pages of figures."""
        return ".".join(self.key)


def of_one_vintage(one: Observation, other: Observation) -> bool:
    """Whether two figures became known within 75 days of one another, or about as long after their periods.

    A year told in January and its first months told in April before are both first releases; a year told anew in the
    next summer is not of their vintage.
    """
    known = abs(_days(one.known_on, other.known_on))
    late = abs(_days(one.known_on, one.period.end) - _days(other.known_on, other.period.end))
    return min(known, late) <= VINTAGE


def _days(after: str, before: str) -> int:
    return (day(after) - day(before)).days


def public_on(row: Row) -> str:
    """The day on which a row of a dated table was public, that from which a view shows it; empty where it has none."""
    return row.get("first_public", "") or row.get("known_on", "")


def observations_of(
    rows: Iterable[Row], indicators: Mapping[str, Row], sources: Mapping[str, Row], units: Mapping[str, Unit]
) -> dict[str, tuple[Observation, ...]]:
    """The figures that rows state, by indicator, in the order of the rows; a row without a figure is left out."""
    grouped: dict[str, list[Observation]] = {name: [] for name in indicators}
    for row in rows:
        stated = quantity(row["qualifier"], row["value"], row["low"], row["high"])
        if stated is None:
            continue
        about = indicators[row["indicator"]]
        made = Observation(
            indicator=row["indicator"],
            period=Period(row["period_start"], row["period_end"]),
            known_on=public_on(row),
            source=row["source"],
            quantity=plausible(stated, units.get(about["unit"], PLAIN), about["minimum"], about["maximum"]),
            qualifier=row["qualifier"],
            note=row["note"],
            unit=about["unit"],
            rank=KINDS_OF_SOURCE.index(sources[row["source"]]["kind"]),
            aggregate=row.get("aggregate", ""),
            found_on=row["known_on"],
        )
        grouped[made.indicator].append(made)
    return {name: tuple(found) for name, found in grouped.items()}


def plausible(stated: Quantity, unit: Unit, minimum: str = "", maximum: str = "") -> Quantity:
    """A figure's interval as far as it makes sense: counts are whole, and no doubt reaches beyond declared bounds."""
    if unit.whole and stated.value is not None and stated.width <= 1:
        return exactly(stated.value)
    low = max(stated.low, float(minimum or "-inf"))
    high = min(stated.high, float(maximum or "inf"))
    # an open end stays open: a bound that tells slips from figures says nothing of how far "over" goes;
    # a figure beyond its bounds stays as stated, for the check of the tables to report
    return Quantity(low, high, stated.value) if stated.bounded and low <= high else stated


def by_precedence(takes: Iterable[Observation]) -> list[Observation]:
    """Takes on one period, best first: official, newest, by kind of source, width and key; the order is total."""
    by_key = sorted(takes, key=lambda take: (take.rank, take.quantity.width, take.source))
    by_day = sorted(by_key, key=lambda take: take.known_on, reverse=True)
    return sorted(by_day, key=lambda take: not take.official)


def best_take(takes: Iterable[Observation]) -> Observation | None:
    """The take that stands for one period of one indicator, None where there is none.

    Once there is an outturn, forecasts no longer count. An official take stands before all others. Among official ones,
    and else among the others, it is the newest known, unless an older one of the same class lies within its interval:
    that is the same figure said more precisely. An open interval ("over 320") is never made precise by an older figure
    that happens to lie in it. Of several takes that state the very same, the better kind of source is named, then the
    one that was first.
    """
    takes = tuple(takes)
    if len(takes) < 2:  # as mostly
        return takes[0] if takes else None
    order = by_precedence(takes)
    order = [take for take in order if not take.forecast] or order
    best = order[0]
    for older in (take for take in order[1:] if take.official == best.official):
        same = older.quantity.within(best.quantity) and best.quantity.bounded
        if same and older.quantity.width < best.quantity.width:
            best = older
    equal = [take for take in order if take.quantity == best.quantity]
    return min(equal, key=lambda take: (take.rank, take.known_on, take.source))

"""Observations and the choice of the one that stands: one row is one figure, as one source stated it on one day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nolimits.data import tables
from nolimits.data.periods import Period
from nolimits.data.quantities import Quantity, exactly, quantity

KINDS_OF_SOURCE = ("official", "wire", "research", "company", "media")
DATED_TABLES = ("observations", "events", "measures", "milestones")
WHOLE = ("count", "rank", "units", "year")
KEY = ("indicator", "period_start", "period_end", "known_on", "source")


@dataclass(frozen=True)
class Observation:
    """One row of `observations.csv`; `quantity` is in the indicator's unit."""

    indicator: str
    period: Period
    known_on: str
    source: str
    quantity: Quantity
    qualifier: str
    note: str
    unit: str
    rank: int

    @property
    def forecast(self) -> bool:
        """Whether the figure was known before its period ended."""
        return self.known_on < self.period.end

    @property
    def anchor(self) -> str:
        """The row's permanent place on the pages of figures."""
        return ".".join((self.indicator, self.period.start, self.period.end, self.known_on, self.source))


@dataclass(frozen=True)
class Book:
    """All observations of a data folder, by indicator, corrections taken out.

    `oldest` is the day on which the first figure was known, `newest` that of the newest row of any dated table.
    """

    indicators: dict[str, dict[str, str]]
    sources: dict[str, dict[str, str]]
    observations: dict[str, tuple[Observation, ...]]
    set_aside: dict[tuple[str, ...], str]
    oldest: str
    newest: str


def book(where: Path | None = None) -> Book:
    """The observations of a folder; read once for each state of its files."""
    where = where or tables.folder()
    named = ("indicators", "sources", "corrections", *DATED_TABLES)
    return _book(where, tuple((where / f"{name}.csv").stat().st_mtime_ns for name in named))


@lru_cache(maxsize=4)
def _book(where: Path, _changed: tuple[int, ...]) -> Book:
    indicators = {row["indicator"]: row for row in tables.rows("indicators", where)}
    sources = {row["source"]: row for row in tables.rows("sources", where)}
    set_aside = {tuple(row[name] for name in KEY): row["reason"] for row in tables.rows("corrections", where)}
    grouped: dict[str, list[Observation]] = {name: [] for name in indicators}
    for row in tables.rows("observations", where):
        if tuple(row[name] for name in KEY) not in set_aside and (made := _observation(row, indicators, sources)):
            grouped[made.indicator].append(made)
    days = [row["known_on"] for name in DATED_TABLES for row in tables.rows(name, where)]
    oldest = min(row["known_on"] for row in tables.rows("observations", where))
    by_name = {name: tuple(rows) for name, rows in grouped.items()}
    return Book(indicators, sources, by_name, set_aside, oldest, max(days))


def _observation(row: dict[str, str], indicators: dict, sources: dict) -> Observation | None:
    about = indicators[row["indicator"]]
    stated = quantity(row["qualifier"], row["value"], row["low"], row["high"])
    if stated is None:
        return None
    return Observation(
        indicator=row["indicator"],
        period=Period(row["period_start"], row["period_end"]),
        known_on=row["known_on"],
        source=row["source"],
        quantity=plausible(stated, about),
        qualifier=row["qualifier"],
        note=row["note"],
        unit=about["unit"],
        rank=KINDS_OF_SOURCE.index(sources[row["source"]]["kind"]),
    )


def plausible(stated: Quantity, about: dict[str, str]) -> Quantity:
    """A figure's interval as far as it makes sense: counts are whole, and no doubt reaches beyond declared bounds."""
    if about["unit"] in WHOLE and stated.value is not None and stated.width <= 1:
        return exactly(stated.value)
    low = max(stated.low, float(about.get("minimum") or "-inf"))
    high = min(stated.high, float(about.get("maximum") or "inf"))
    # an open end stays open: a bound that tells slips from figures says nothing of how far "over" goes;
    # a figure beyond its bounds stays as stated, for the check of the tables to report
    return Quantity(low, high, stated.value) if stated.bounded and low <= high else stated


def ranked(takes: Iterable[Observation]) -> list[Observation]:
    """Takes on one period, best first: newest, then kind of source, then narrower, then key; the order is total."""
    by_key = sorted(takes, key=lambda take: (take.rank, take.quantity.width, take.source))
    return sorted(by_key, key=lambda take: take.known_on, reverse=True)


def standing(takes: Iterable[Observation]) -> Observation | None:
    """The take that stands for one period of one indicator, None where there is none.

    The newest known, unless an older one lies within its interval: that is the same figure said more precisely.
    Of several takes that state the very same, the better kind of source is named, then the one that was first.
    Once there is an outturn, forecasts no longer count.
    """
    order = ranked(takes)
    order = [take for take in order if not take.forecast] or order
    if not order:
        return None
    best = order[0]
    for older in order[1:]:
        if older.quantity.within(best.quantity) and older.quantity.width < best.quantity.width:
            best = older
    same = [take for take in order if take.quantity == best.quantity]
    return min(same, key=lambda take: (take.rank, take.known_on, take.source))

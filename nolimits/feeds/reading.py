"""What clients share in reading answers: cells that must be there, units that must fit, days that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from nolimits.data import Period
from nolimits.data.periods import month_length
from nolimits.feeds.datum import FeedDatum, feed_number
from nolimits.feeds.declaration import Feed, FeedSeries
from nolimits.feeds.errors import FeedError


def cell(row: Any, column: str, where: str) -> Any:
    """A cell of an answer; raises FeedError that lists the columns where there is none of that name."""
    if isinstance(row, Mapping) and column in row:
        return row[column]
    there = ", ".join(map(str, row)) if isinstance(row, Mapping) else repr(row)[:60]
    raise FeedError(f"{where} has no column {column!r}: there are {there}")


def word(series: FeedSeries, name: str, feed: Feed) -> str:
    """A word of the declaration that the client needs."""
    if found := series.ask.get(name, ""):
        return found
    raise FeedError(f"feeds/{feed.name}.yaml: the series of {series.indicator} lacks ask: {name}")


def same_unit(found: object, series: FeedSeries, where: str) -> None:
    """Raise FeedError where an answer names another unit than the declaration; an answer that names none passes."""
    named = str("" if found is None else found).strip()
    if named and named != series.theirs:
        raise FeedError(f"{where} is counted in {named!r}: {series.indicator} was declared in {series.theirs!r}")


def datum(
    series: FeedSeries, period: Period, value: object, where: str, names: Mapping[str, str] | None = None
) -> Iterator[FeedDatum]:
    """The figure of a cell in our unit; nothing where the cell says that there is none."""
    if (read := feed_number(value, where)) is not None:
        told = dict(names or {})
        yield FeedDatum(series.indicator.format(**told), period, _scale(read, series.power), told)


def _scale(read: Decimal, power: int) -> Decimal:
    # by the exponent alone, so that not one digit changes
    sign, digits, exponent = read.as_tuple()
    return Decimal((sign, digits, int(exponent) + power))


def thin(data: Iterable[FeedDatum], series: FeedSeries, day: str) -> Iterator[FeedDatum]:
    """Of daily figures those that a series keeps, in order of days; of months only those that have ended by the day.

    The level at which the answer begins is no turn: since when it holds is not seen.
    """
    ordered = sorted(data, key=lambda one: one.period)
    for number_of, one in enumerate(ordered):
        if series.keep == "turns":
            if number_of and one.value != ordered[number_of - 1].value and one.period.end <= day:
                yield one
        elif series.keep == "month-end":
            following = ordered[number_of + 1].period.start[:7] if number_of + 1 < len(ordered) else ""
            if following != one.period.start[:7] and _month_end(one.period.start) < day:
                yield one
        else:
            yield one


def _month_end(day: str) -> str:
    return f"{day[:7]}-{month_length(int(day[:4]), int(day[5:7])):02}"

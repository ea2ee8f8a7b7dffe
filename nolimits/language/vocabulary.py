"""The words of the language: each function takes the view first, and its docstring's first line is shown to writers."""

from __future__ import annotations

from nolimits.language import arithmetic, entries, series
from nolimits.language.binding import Function

FUNCTIONS: tuple[Function, ...] = (
    series.value,
    series.growth,
    series.sum12,
    series.change,
    series.per_year,
    series.per_month,
    series.peak,
    series.trough,
    series.above,
    series.below,
    series.periods,
    series.total,
    arithmetic.rise,
    arithmetic.ratio,
    arithmetic.share,
    arithmetic.mean,
    arithmetic.largest,
    arithmetic.smallest,
    arithmetic.near,
    arithmetic.known,
    arithmetic.year,
    arithmetic.month,
    arithmetic.years,
    entries.count,
    entries.first,
    entries.last,
    entries.by_key,
    entries.said,
    entries.status,
    entries.since,
    entries.plan,
    entries.cost,
    entries.followed,
    entries.by_chance,
    entries.tail,
    entries.steps,
)
VOCABULARY = {function.__name__: function for function in FUNCTIONS} | {"abs": arithmetic.absolute}

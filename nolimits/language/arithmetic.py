"""The vocabulary of numbers: how one stands to another, and what can be said of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nolimits.data import DataError, Figure, View
from nolimits.data import quantities as q
from nolimits.data.nouns import many
from nolimits.data.periods import day
from nolimits.data.quantities import exactly, percent_change
from nolimits.language.answers import Answer, ExpressionError, Text, Truth, rows_of
from nolimits.language.binding import Level, Number

COMPUTED = "computed from two figures"


def same_unit(a: str, b: str) -> str:
    """The unit that two figures share, where a plain number takes the other's; ExpressionError for two units."""
    if a and b and a != b:
        raise ExpressionError(f"units are mixed: {a} with {b}")
    return a or b


def rise(view: View, earlier: Figure, later: Figure) -> Figure:
    """rise(earlier, later): change from one number to another, in percent of the first."""
    same_unit(earlier.unit, later.unit)
    both = earlier.quantity and later.quantity
    result = percent_change(earlier.sure, later.sure) if both else None
    rows = rows_of(later, earlier)
    return Figure(result, "percent", later.period, rows, COMPUTED, later.about, change=True)


def ratio(view: View, a: Figure, b: Figure) -> Figure:
    """ratio(a, b): how many times b goes into a."""
    result = a.sure / b.sure if a.quantity and b.quantity else None
    unit = "ratio" if a.unit == b.unit else f"{a.unit or 'one'} per {b.unit or 'one'}"
    return Figure(result, unit, a.period, rows_of(a, b), COMPUTED, a.about)


def share(view: View, part: Figure, whole: Figure) -> Figure:
    """share(part, whole): part in percent of whole, of one unit."""
    same_unit(part.unit, whole.unit)
    result = part.sure / whole.sure * exactly(100) if part.quantity and whole.quantity else None
    return Figure(result, "percent", part.period, rows_of(part, whole), COMPUTED, part.about)


def mean(view: View, *parts: Figure) -> Figure:
    """mean(a, b, …): the mean of numbers of one unit; unknown if one is."""
    unit, sure = _alike(parts)
    result = q.sum_of(sure) / exactly(len(parts)) if len(sure) == len(parts) else None
    return Figure(result, unit, None, rows_of(*parts), f"mean of {many(len(parts), 'figure')}", parts[0].about)


def _alike(parts: Sequence[Figure]) -> tuple[str, list[q.Quantity]]:
    """The unit of several numbers, and those quantities that are known."""
    if not parts or len({part.unit for part in parts if part.unit}) > 1:
        raise ExpressionError("units are mixed: numbers of one unit are wanted")
    unit = next((part.unit for part in parts if part.unit), "")
    return unit, [part.quantity for part in parts if part.quantity]


def largest(view: View, *parts: Figure) -> Figure:
    """largest(a, b, …): the largest of numbers of one unit; unknown if one is."""
    return _chosen(parts, 1)


def smallest(view: View, *parts: Figure) -> Figure:
    """smallest(a, b, …): the smallest of numbers of one unit; unknown if one is."""
    return _chosen(parts, -1)


def _chosen(parts: Sequence[Figure], sign: int) -> Figure:
    unit, sure = _alike(parts)
    if len(sure) < len(parts):
        return Figure(None, unit, None, rows_of(*parts))
    return max(parts, key=lambda part: sign * part.sure.centre)


def absolute(view: View, figure: Figure) -> Figure:
    """abs(x): a number without its sign."""
    return replace(figure, quantity=abs(figure.quantity) if figure.quantity else None)


def near(view: View, a: Figure, b: Figure, within: Number = 2) -> Truth:
    """near(a, b, within=2): whether a is within so many percent of b, ends included."""
    same_unit(a.unit, b.unit)
    if not (a.quantity and b.quantity):
        return Truth(None, rows_of(a, b))
    # a hair more than the tolerance, so that arithmetic in binary does not turn an end into a miss
    room = exactly(abs(b.quantity.centre) * within / 100 * (1 + 1e-9))
    return Truth(q.at_most(abs(a.quantity - exactly(b.quantity.centre)), room), rows_of(a, b))


def known(view: View, x: Answer) -> Truth:
    """known(x): whether x was known by the cutoff; never unknown itself."""
    return Truth(x.known, x.rows)


def year(view: View, x: Answer) -> Figure:
    """year(x): the year in which a figure's period, or a day, ends; a plain number such as 2014 is one."""
    if isinstance(x, Truth):
        raise ExpressionError("a number or a day is wanted here")
    if isinstance(x, Text):
        if x.value is None:
            return Figure(None, "year", None, x.rows)
        return Figure(exactly(_year_of(x.value)), "year", None, x.rows)
    if x.quantity and not x.unit and not x.rows:
        return replace(x, unit="year")
    known = exactly(x.period.year) if x.quantity and x.period else None
    return Figure(known, "year", x.period, x.rows, about=x.about)


def _year_of(text: str) -> int:
    try:
        return day(text).year
    except DataError as error:
        raise ExpressionError(str(error)) from None


def month(view: View, x: Level) -> Text:
    """month(x): the month in which a figure's period ends, so that another figure can be asked for the same month."""
    if x.period is None:
        raise ExpressionError("a figure of one period is wanted here")
    return Text(x.period.end[:7], x.rows)


def years(view: View, earlier: Text, later: Text) -> Figure:
    """years(day, day): the years between two days."""
    rows = rows_of(earlier, later)
    if earlier.value is None or later.value is None:
        return Figure(None, "years", None, rows)
    try:
        span = (day(later.value) - day(earlier.value)).days / 365.25
    except DataError as error:
        raise ExpressionError(str(error)) from None
    return Figure(exactly(span), "years", None, rows, "between two days")

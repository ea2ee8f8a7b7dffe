"""Figures that follow from others: a month from two sums or from two parts, a sum since January, twelve months."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product, takewhile
from typing import Protocol

from nolimits.data.errors import DataError
from nolimits.data.evidence import Evidence
from nolimits.data.figures import Figure
from nolimits.data.observations import Observation, of_one_vintage
from nolimits.data.periods import Period, month, period, since_january
from nolimits.data.quantities import Quantity, mark_mixed, sum_of
from nolimits.data.tables import Row
from nolimits.data.units import Unit

ROLLED = "since January + last year − last year's same months"
MIXED = ", of different vintages"  # of what a figure was got that is but about right
LEVEL = "level"  # what an indicator measures where it measures no change


class Figures(Protocol):
    """What is asked of a view here."""

    evidence: Evidence

    def about(self, indicator: str) -> Row: ...  # noqa: D102
    def unit_of(self, indicator: str) -> Unit: ...  # noqa: D102
    def periods(self, indicator: str) -> dict[Period, list[Observation]]: ...  # noqa: D102
    def stated(self, indicator: str, span: Period) -> Figure: ...  # noqa: D102
    def value(self, indicator: str, span: Period) -> Figure: ...  # noqa: D102


def summable(view: Figures, indicator: str) -> bool:
    """Whether an indicator's figures may be added up over time: no price, rate, share, rank or capacity, no stock."""
    return view.unit_of(indicator).summable and view.about(indicator)["frequency"] != "point"


def month_of(view: Figures, indicator: str, span: Period) -> Figure:
    """A month as the difference of two sums since January of its year, never across a gap; else from two parts."""
    number, unit = int(span.end[5:7]), view.about(indicator)["unit"]
    if number == 1 or not view.unit_of(indicator).summable:
        return _from_parts(view, indicator, span)
    before, after = (view.stated(indicator, since_january(span.year, last)) for last in (number - 1, number))
    if before.quantity is None or after.quantity is None:
        return _from_parts(view, indicator, span)
    rest, how = _remainder(view, after, before, "difference of two year-to-date figures")
    return Figure(rest, unit, span, after.rows + before.rows, how, about=indicator)


def _remainder(view: Figures, whole: Figure, part: Figure, how: str) -> tuple[Quantity, str]:
    """What is left of one figure beside another, and how it was got.

    Where one was revised and the other was not, the revision is all in what is left: that is told as *about*.
    """
    left = whole.sure - part.sure
    return (left, how) if _of_one_vintage(view, whole, part) else (mark_mixed(left, left), f"{how}{MIXED}")


def _of_one_vintage(view: Figures, whole: Figure, part: Figure) -> bool:
    """Whether each row of the one has a row of the other's vintage, be it another take that states the very same.

    What was expected is of no vintage, and told as a forecast.
    """
    takes = ([row for row in one.rows if isinstance(row, Observation) and not row.forecast] for one in (whole, part))
    return all(
        any(of_one_vintage(*pair) for pair in product(*(_same(view, row) for row in rows))) for rows in product(*takes)
    )


def _same(view: Figures, row: Observation) -> list[Observation]:
    """The takes that state what a row states."""
    return [take for take in view.periods(row.indicator)[row.period] if take.quantity == row.quantity]


def year_of(view: Figures, indicator: str, span: Period) -> Figure:
    """A calendar year as the sum of its twelve months, each of them known; prices, shares and stocks have none."""
    if not summable(view, indicator):
        return Figure(None, view.about(indicator)["unit"], span, about=indicator)
    return _sum_of_months(view, indicator, month(span.year, 12), span)


def since_january_of(view: Figures, indicator: str, span: Period) -> Figure:
    """The last sum since January of the same year that a source states, and the months known after it."""
    unit = view.about(indicator)["unit"]
    unknown = Figure(None, unit, span, about=indicator)
    before = _sum_before(view, indicator, span) if summable(view, indicator) else None
    if before is None:
        return unknown
    later = range(int(before.end[5:7]) + 1, int(span.end[5:7]) + 1)
    parts = [view.stated(indicator, before), *(view.value(indicator, month(span.year, number)) for number in later)]
    known = [part.quantity for part in parts if part.quantity is not None]
    if len(known) < len(parts):
        return unknown
    rows = tuple(row for part in parts for row in part.rows)
    return Figure(sum_of(known), unit, span, rows, "last sum since January + months after it", about=indicator)


def _sum_before(view: Figures, indicator: str, span: Period) -> Period | None:
    """The last period since January of the same year, and shorter, of which a source states the outturn."""
    shorter = (one for one in _outturns(view, indicator) if one.year == span.year and one.end < span.end)
    return next((one for one in shorter if one.kind == "ytd"), None)


def _outturns(view: Figures, indicator: str) -> Iterator[Period]:
    """The periods of which a source states what came of them, the newest first."""
    return (span for span in reversed(view.periods(indicator)) if not view.stated(indicator, span).forecast)


def _from_parts(view: Figures, indicator: str, span: Period) -> Figure:
    """A month of a whole as the sum or difference of its two parts."""
    unknown = Figure(None, view.about(indicator)["unit"], span, about=indicator)
    rule = _parts(view, indicator)
    if rule is None:
        return unknown
    first, second = (view.stated(rule[part], span) for part in ("first", "second"))
    if first.quantity is None or second.quantity is None:
        return unknown
    made, how = first.quantity + second.quantity, "sum of two parts"
    if rule["operation"] == "minus":
        made, how = _remainder(view, first, second, "difference of two parts")
    return Figure(made, unknown.unit, span, first.rows + second.rows, how, about=indicator)


def _parts(view: Figures, indicator: str) -> Row | None:
    """Of which two indicators one is made, as the table of identities says; None where it says nothing."""
    return view.evidence.wholes.get(indicator)


def periods_made(view: Figures, indicator: str, kind: str) -> set[Period]:
    """The periods of a kind of which a figure may follow from others, whether or not it does."""
    spans = set(view.periods(indicator))
    if kind == "year":
        return {since_january(s.year, 12) for s in spans if s.kind == "month" and s.end[5:7] == "12"}
    if kind not in ("month", "ytd"):
        return set()
    rule = _parts(view, indicator)
    months = {s for s in view.periods(rule["first"]) if s.kind == "month"} if rule else set()
    if kind == "month":
        return months | {month(s.year, int(s.end[5:7])) for s in spans if s.kind in ("ytd", "year")}
    months |= {s for s in spans if s.kind == "month"}
    return {since_january(s.year, number) for s in months if 1 < (number := int(s.end[5:7])) < 12}


# by kind of period, how a figure that no source states follows from those that sources state
FROM_OTHERS = {"month": month_of, "ytd": since_january_of, "year": year_of}


def rolling_sum(view: Figures, indicator: str, last: Period | str) -> Figure:
    """As `View.sum12`; `last` is a month, or text for the latest for which the sum can be had."""
    unit = view.about(indicator)["unit"]
    if not summable(view, indicator):
        raise DataError(f"{indicator} is in {unit}, which cannot be summed over months: name a flow")
    if isinstance(last, Period):
        if last.months is None:
            raise DataError(f"twelve months end with a month, such as 2025-09, not with {last.name}")
        return _sum_until(view, indicator, last)
    spans = {*view.periods(indicator), *periods_made(view, indicator, "ytd")}
    ends = {s.end[:7] for s in spans if s.kind in ("ytd", "year", "month")}
    forecast = Figure(None, unit, None, about=indicator)
    for end in sorted(ends, reverse=True):
        found = _sum_until(view, indicator, period(end))
        if found.known and not found.forecast:
            return found
        if found.known and not forecast.known:
            forecast = found
    return forecast


def _sum_until(view: Figures, indicator: str, end: Period) -> Figure:
    """The sum of the twelve months that end with a month; of several ways to it, one without a forecast."""
    number = int(end.end[5:7])
    start = month(end.year - (number < 12), number % 12 + 1).start
    span = Period(start, end.end)
    ways = [_sum_of_spans(view, indicator, end, span), _sum_of_months(view, indicator, end, span)]
    known = [figure for figure in ways if figure.known]
    return next((figure for figure in known if not figure.forecast), known[0] if known else ways[0])


def _sum_of_spans(view: Figures, indicator: str, end: Period, span: Period) -> Figure:
    """Since January, plus last year, less last year's same months."""
    number, unit = int(end.end[5:7]), view.about(indicator)["unit"]
    so_far = since_january(end.year, number)
    spans = [so_far] if number == 12 else [so_far, since_january(end.year - 1, 12), so_far.back()]
    parts = [view.stated(indicator, one) for one in spans]
    if number < 12 and not parts[0].known:
        parts[0] = since_january_of(view, indicator, so_far)
    known = [part.quantity for part in parts if part.quantity is not None]
    if len(known) < len(parts):
        return Figure(None, unit, span, about=indicator)
    added, how = sum_of([*known[:2], *(-less for less in known[2:])]), ROLLED if number < 12 else "stated"
    if number < 12 and not _of_one_vintage(view, *parts[1:]):
        added, how = mark_mixed(added, known[1] - known[2]), f"{how}{MIXED}"
    rows = tuple(row for part in parts for row in part.rows)
    return Figure(added, unit, span, rows, how, about=indicator)


def _sum_of_months(view: Figures, indicator: str, end: Period, span: Period) -> Figure:
    """The sum of twelve known months."""
    unit = view.about(indicator)["unit"]
    every = (view.value(indicator, _month_back(end, back)) for back in range(12))
    months = list(takewhile(lambda figure: figure.known, every))  # most years lack a month, and mostly the last
    if len(months) < 12:
        return Figure(None, unit, span, about=indicator)
    rows = tuple(row for figure in months for row in figure.rows)
    return Figure(sum_of(figure.sure for figure in months), unit, span, rows, "sum of twelve months", about=indicator)


def _month_back(end: Period, back: int) -> Period:
    number = end.year * 12 + int(end.end[5:7]) - 1 - back
    return month(number // 12, number % 12 + 1)

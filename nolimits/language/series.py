"""The vocabulary of figures over time: values, growth, sums, extremes, counts of periods."""

from __future__ import annotations

from collections.abc import Sequence

from nolimits.data import Fact, Figure, View, period
from nolimits.data import quantities as q
from nolimits.data.quantities import Quantity, exactly
from nolimits.data.sums import summable
from nolimits.language.answers import ExpressionError, rows_of
from nolimits.language.arithmetic import same_unit
from nolimits.language.binding import Day, Level, Span, Word

MEAN, STOCK = "mean", "stock"


def value(view: View, indicator: Word, span: Span = "latest", on: Day | None = None) -> Figure:
    """value(indicator, period, on=day): the figure for a period or for `latest`, `latest year` …; as known on a day."""
    return (view.on(on) if on else view).value(indicator, span)


def growth(view: View, indicator: Word, span: Span = "latest") -> Figure:
    """growth(indicator, period): change on the same period a year earlier, in percent."""
    return view.growth(indicator, span)


def sum12(view: View, indicator: Word, last: Span = "latest") -> Figure:
    """sum12(indicator, month): the sum of the twelve months that end with a month."""
    return view.sum12(indicator, last)


def change(view: View, indicator: Word, earlier: Span, later: Span = "latest") -> Figure:
    """change(indicator, earlier, later): difference of two periods' figures, in the indicator's unit."""
    then, now = view.value(indicator, earlier), view.value(indicator, later)
    result = now.quantity - then.quantity if now.quantity and then.quantity else None
    rows = rows_of(now, then)
    return Figure(result, now.unit, now.period, rows, "difference of two figures", now.about, change=True)


def per_year(view: View, figure: Figure) -> Figure:
    """per_year(x): a total brought to the length of a year; a yearly mean is one already."""
    return _at_pace(view, figure, 12, "brought to a year")


def per_month(view: View, figure: Figure) -> Figure:
    """per_month(x): a total brought to the length of a month; of a yearly mean, a twelfth."""
    return _at_pace(view, figure, 1, "brought to a month")


def _at_pace(view: View, figure: Figure, length: int, how: str) -> Figure:
    """A total over whole months at the length of so many of them."""
    if not figure.known:
        return figure
    months = figure.period.months if figure.period else None
    if figure.aggregate == MEAN:
        months = 12
    if months is None or figure.aggregate == STOCK or not view.unit(figure.unit).summable:
        raise ExpressionError("only a total over whole months can be brought to another length")
    brought = figure.sure * exactly(length / months)
    return Figure(brought, figure.unit, figure.period, figure.rows, how, figure.about)


def _extreme(view: View, indicator: str, kind: str, sign: int) -> Figure:
    outturns = [figure for figure in view.series(indicator, kind, whole=True) if not figure.forecast]
    if not outturns:
        return Figure(None, view.about(indicator)["unit"], None, about=indicator)
    # of equals the first: that is when it was reached
    in_order = sorted(outturns, key=lambda figure: figure.span)
    return max(in_order, key=lambda figure: sign * figure.sure.centre)


def peak(view: View, indicator: Word, kind: Word = "year") -> Figure:
    """peak(indicator, 'year'): the highest figure among periods of a kind: year, month, ytd, point or span.

    Of equals it is the first.
    """
    return _extreme(view, indicator, kind, 1)


def trough(view: View, indicator: Word, kind: Word = "year") -> Figure:
    """trough(indicator, 'year'): the lowest figure among periods of a kind."""
    return _extreme(view, indicator, kind, -1)


def _outturns(view: View, indicator: str, kind: str, since: str | None, until: str | None) -> list[Figure]:
    """Known figures of a kind of period between two periods, ends included, forecasts left out."""
    first = period(since).start if since else ""
    last = period(until).end if until else "9999"
    known = view.series(indicator, kind, whole=True)
    return [f for f in known if not f.forecast and first <= f.span.start and f.span.end <= last]


def _tally(figures: Sequence[Figure], truths: Sequence[bool | None], how: str) -> Figure:
    """How many are true: an interval where some are unknown; unknown where nothing is known at all."""
    sure, open_ = sum(truth is True for truth in truths), sum(truth is None for truth in truths)
    counted = Quantity(sure, sure + open_, None if open_ else sure) if figures else None
    return Figure(counted, "count", None, _rows(figures), how, figures[0].about if figures else "")


def _rows(figures: Sequence[Figure]) -> tuple[Fact, ...]:
    return tuple(row for figure in figures for row in figure.rows)


def above(
    view: View, indicator: Word, level: Level, kind: Word, since: Span | None = None, until: Span | None = None
) -> Figure:
    """above(indicator, level, 'month', since=2022): in how many known periods it was above a level."""
    same_unit(level.unit, view.unit_of(indicator).name)
    found = _outturns(view, indicator, kind, since, until)
    return _tally(found, [q.less(level.sure, figure.sure) for figure in found], "periods above a level")


def below(
    view: View, indicator: Word, level: Level, kind: Word, since: Span | None = None, until: Span | None = None
) -> Figure:
    """below(indicator, level, 'month', since=2022): in how many known periods it was below a level."""
    same_unit(level.unit, view.unit_of(indicator).name)
    found = _outturns(view, indicator, kind, since, until)
    return _tally(found, [q.less(figure.sure, level.sure) for figure in found], "periods below a level")


def periods(view: View, indicator: Word, kind: Word, since: Span | None = None, until: Span | None = None) -> Figure:
    """periods(indicator, 'month', since=2022): for how many periods a figure was known."""
    found = _outturns(view, indicator, kind, since, until)
    return Figure(exactly(len(found)), "count", None, _rows(found), "periods known", indicator)


def total(view: View, indicator: Word, kind: Word, since: Span | None = None, until: Span | None = None) -> Figure:
    """total(indicator, 'year', since=2022): the sum of the known figures; unknown where there are none."""
    unit = view.unit_of(indicator)
    if not summable(view, indicator):
        raise ExpressionError(f"{indicator} is in {unit.name}, which cannot be added up: name a flow")
    found = _outturns(view, indicator, kind, since, until)
    if any(figure.aggregate in (MEAN, STOCK) for figure in found):
        raise ExpressionError(f"a figure of {indicator} is a yearly mean or a stock, which cannot be added up")
    summed = q.sum_of(figure.sure for figure in found) if found else None
    change = any(figure.change for figure in found)
    return Figure(summed, unit.name, None, _rows(found), "sum of known figures", indicator, change)

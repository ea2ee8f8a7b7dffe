"""Upright bars over periods: levels, changes, and two directions against each other. Bars start at nought."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nolimits.charts import gather, style
from nolimits.charts.exhibit import ChartError, Drawing
from nolimits.charts.gather import Point, Series
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, numerals, scales, trace
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.periods import months_above, period_names
from nolimits.charts.sheet.plot import Plot, columns
from nolimits.charts.sheet.text import measure
from nolimits.charts.stated import legend_keys, paper_marks
from nolimits.data import Figure, Period, View, period
from nolimits.data.periods import month, whole_year
from nolimits.language import wording

GROUP = 0.74  # of the room of a period that its bars take up
FALL = "amber"


@dataclass(frozen=True)
class Bar:
    """A bar where it is drawn: the middle and the width in units of periods, and what it shows."""

    x: float
    width: float
    point: Point
    series: Series
    tone: str


@chart
def bars(
    view: View,
    *indicators: str,
    kind: str = "year",
    periods: Sequence[str | int] = (),
    same: str = "",
    growth: bool = False,
    changes: bool = False,
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
    stated: Sequence[str | tuple[Any, ...]] = (),
    unit: str = "",
    foreseen: str = gather.FORESEEN,
) -> Drawing:
    """Up to four indicators by period, side by side.

    The periods are all of a `kind`, or those named (such as `2024`, `latest ytd`), or the `same` months of every year
    (`same="latest ytd"`). `growth` draws the change on a year earlier, in percent; `changes` prints it below the level
    of a single indicator. Forecasts are hatched, and `foreseen` says what they are; `stated` marks are hollow, as for
    `stated.paper_marks`. `unit` names that of expressions. Raises ChartError for more than four indicators or for two
    units.
    """
    gather.check_count(indicators)
    if growth and (computed := [key for key in indicators if gather.is_expression(key)]):
        raise ChartError(f"growth is of an indicator, not of the expression {computed[0]!r}")
    slots = _slots(view, indicators, kind, periods, same, growth)
    found = _find_series(view, indicators, slots, labels, tones, growth=growth, unit=unit)
    if changes and (growth or len(found) > 1):
        raise ChartError("changes are printed below the levels of one indicator: name one, without growth")
    rates = _changes(view, found[0]) if changes else {}
    found, data = gather.number_records(found, more=lambda point: _change(rates, point))
    told = paper_marks(view, stated, found[0].unit, first=len(data)) if data else []
    data += [one.datum for one in told]
    slots = _with(slots, [one.point.figure.span for one in told])
    printed = {span: f"{signed_text(rate.sure.centre)}%" for span, rate in rates.items()}
    signed = growth and len(found) == 1
    put = list(_group_bars(found, slots, signed))
    keys = [*_keys(found, signed), *_foreseen(found, foreseen), *legend_keys(told)]

    def draw(canvas: Canvas) -> None:
        canvas.keys(_unit_above(found, slots), keys)
        upright(canvas, put, slots, [one.point for one in told], printed, signed=signed)

    rows = [row for datum in data for row in datum.rows] + [row for rate in rates.values() for row in rate.rows]
    return Drawing(draw, data, trace.unit(found), rows)


@chart
def mirrored(
    view: View,
    *,
    up: str,
    down: str,
    kind: str = "year",
    periods: Sequence[str | int] = (),
    same: str = "",
    balance: bool = True,
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
) -> Drawing:
    """Two flows mirrored at nought, one upwards and one downwards, with their difference as diamonds.

    The difference is printed below each period where there is room. Periods as for `bars`. Raises ChartError for two
    units.
    """
    keys = (up, down)
    slots = _slots(view, keys, kind, periods, same)
    found, data = gather.number_records(_find_series(view, keys, slots, labels, tones))
    rows = [row for datum in data for row in datum.rows]
    (net,), more = gather.number_records([_balance(found)] if balance else [replace(found[0], points=())], len(data))
    data += more
    put = [
        Bar(slots.index(p.figure.span), GROUP, _flip(p, sign), one, one.tone)
        for one, sign in zip(found, (1, -1), strict=True)
        for p in one.points
    ]
    ways = [Key(f"{one.label} ({way})", one.tone, "patch") for one, way in zip(found, ("up", "down"), strict=True)]
    ways += [Key("balance", "ink", "hollow", "D")] * bool(net.points)
    printed = {p.figure.span: signed_text(p.y) for p in net.points}

    def draw(canvas: Canvas) -> None:
        canvas.keys(_unit_above(found, slots), [*ways, *_foreseen(found, gather.FORESEEN)])
        upright(canvas, put, slots, net.points, printed, mirror=True)

    return Drawing(draw, data, trace.unit(found), rows)


# --- which periods, and what is known of them


def _slots(
    view: View, keys: Sequence[str], kind: str, periods: Sequence[str | int], same: str, growth: bool = False
) -> list[Period]:
    """The periods as an author names them, else the same span of every year, else all of a kind."""
    if periods:
        return gather.periods_of(view, keys, periods)
    return _same_periods(view, keys, same) or _all_periods(view, keys, kind, growth)


def _find_series(
    view: View,
    keys: Sequence[str],
    slots: Iterable[Period],
    labels: Mapping[str, str] | None,
    tones: Mapping[str, str] | None,
    *,
    growth: bool = False,
    unit: str = "",
) -> list[Series]:
    """The series of some keys for some periods: their figures, or their growth."""
    found = []
    for key, role in zip(keys, gather.roles_of(view, keys, tones), strict=True):
        figures = [gather.growth_of(view, key, span) if growth else gather.at(view, key, span) for span in slots]
        points = gather.points(view, key, gather.in_unit(figures, unit))
        own = "percent" if growth else unit
        found.append(gather.series_of(view, key, gather.label(view, key, labels), role, points, own))
    gather.check_units(found)
    return found


def _all_periods(view: View, keys: Sequence[str], kind: str, growth: bool) -> list[Period]:
    """Every period of a kind between the first and the last that are known, so that a missing one is a gap."""
    gather.check_kind(kind)
    names = [name for key in keys for name in gather.indicators_in(key)]
    if growth:
        names += [rate for name in names if (rate := view.evidence.growths.get(name))]
    spans = gather.spans(view, names, kind)
    if growth:
        spans = [span for span in spans if any(gather.growth_of(view, key, span).known for key in keys)]
    if len(spans) < 2 or kind not in ("year", "month"):
        return spans
    if kind == "year":
        return [whole_year(year) for year in range(spans[0].year, spans[-1].year + 1)]
    first, last = (span.year * 12 + int(span.end[5:7]) - 1 for span in (spans[0], spans[-1]))
    return [month(number // 12, number % 12 + 1) for number in range(first, last + 1)]


def _same_periods(view: View, keys: Sequence[str], same: str) -> list[Period]:
    """The same span of every year from the view's start on, up to the one asked for."""
    if not same:
        return []
    first = gather.indicators_in(keys[0])[0]
    last = view.value(first, same).period if same.startswith("latest") else period(same)
    if last is None:
        return []
    spans = [last.back(years) for years in range(last.year - max(view.start, last.year - 30), -1, -1)]
    known = [i for i, span in enumerate(spans) if any(gather.at(view, key, span).known for key in keys)]
    return spans[known[0] :] if known else []


def _with(slots: list[Period], more: Iterable[Period]) -> list[Period]:
    """The periods, and those of stated figures that are not among them, in order of time."""
    added = {*more}.difference(slots)
    return gather.periods_in_order([*slots, *added]) if added else slots


def _changes(view: View, one: Series) -> dict[Period, Figure]:
    """The change on a year earlier of every bar for which it is known."""
    rates = {point.figure.span: gather.growth_of(view, one.key, point.figure.span) for point in one.points}
    return {span: rate for span, rate in rates.items() if rate.known and rate.sure.bounded}


def _change(rates: Mapping[Period, Figure], point: Point) -> dict[str, Any]:
    """The column of a record that holds the change printed below its bar."""
    if not rates:
        return {}
    rate = rates.get(point.figure.span)
    return {"change_percent": gather.tidy(rate.sure.centre) if rate else None}


def _balance(found: Sequence[Series]) -> Series:
    """The difference of two series where both are known."""
    downwards = {point.figure.period: point for point in found[1].points}
    points = []
    for point in found[0].points:
        if below := downwards.get(point.figure.period):
            one, other = point.figure, below.figure
            figure = Figure(one.sure - other.sure, one.unit, one.period, one.rows + other.rows, "difference of the two")
            points.append(replace(gather.point(figure), planned=point.planned or below.planned))
    return replace(found[0], key="", label="balance", tone="ink", points=tuple(points))


# --- where it stands


def _group_bars(found: Sequence[Series], slots: Sequence[Period], signed: bool) -> Iterable[Bar]:
    width = GROUP / len(found)
    held = [point.figure.period for one in found for point in one.points]
    paired = len(set(held)) < len(held)  # where no period has two bars, each stands in the middle of its own
    for i, one in enumerate(found):
        for point in one.points:
            x = slots.index(point.figure.span) + (width * (i + 0.5) - GROUP / 2 if paired else 0)
            tone = (FALL if point.y < 0 else "both") if signed else one.tone
            yield Bar(x, width * (0.94 if len(found) > 1 else 1), point, one, tone)


def _flip(point: Point, sign: int) -> Point:
    return point if sign > 0 else replace(point, y=-point.y, low=-point.high, high=-point.low)


def _keys(found: Sequence[Series], signed: bool) -> Iterable[Key]:
    if len(found) > 1:
        for one in found:
            if one.points:
                hatched = all(point.forecast for point in one.points)
                yield Key(one.label, one.tone, "hatch" if hatched else "patch")
            else:
                yield trace.unknown_key(one)
    elif signed:
        yield Key("rise", "both", "patch")
        yield Key("fall", FALL, "patch")


def _foreseen(found: Sequence[Series], text: str) -> list[Key]:
    return [Key(text, "other", "hatch")] * any(one.foreseen for one in found)


def _unit_above(found: Sequence[Series], slots: Sequence[Period]) -> str:
    """The unit, and the months where every period spans the same ones."""
    return ", ".join(filter(None, (trace.unit(found), months_above(slots))))


def signed_text(value: float) -> str:
    """A number with its sign, one decimal."""
    text = wording.number(value, 1)
    return text if value < 0 else f"+{text}"


def upright(
    canvas: Canvas,
    put: Sequence[Bar],
    slots: Sequence[Period],
    claimed: Sequence[Point],
    printed: Mapping[Period, str],
    *,
    mirror: bool = False,
    signed: bool = False,
) -> None:
    """Bars, their doubt, their figures where all of them fit, and names of the periods below."""
    tall = 2.6 if canvas.narrow else 3.2
    hollow = [replace(point, x=slots.index(point.figure.span)) for point in claimed if point.figure.period in slots]
    points = [*(bar.point for bar in put), *hollow]
    whole = gather.counts_only(bar.series for bar in put)
    y = trace.upwards(points, canvas, tall, zero=True, whole=whole)
    plot = columns(canvas, y, tall, len(slots), lambda slot: period_names(slots, slot, canvas.narrow, printed))
    if mirror:
        plot.axes.set_yticks(y.ticks, scales.tick_names(map(abs, y.ticks)))
    for bar in put:
        hatch, place = marks.HATCH if bar.point.forecast else "", (bar.x - bar.width / 2, 0, bar.width, bar.point.y)
        marks.box(plot.axes, place, bar.tone, hatch, order=2, clip=True, gid=f"data {bar.series.key}", n=bar.point.n)
        trace.doubt(plot.axes, [replace(bar.point, x=bar.x)], "ink", y.high - y.low, thin=True)
    _figures(plot, put, [] if mirror else hollow, signed)
    trace.hollows(plot.axes, hollow, plot.inches)
    canvas.top += plot.below


def _figures(plot: Plot, put: Sequence[Bar], hollow: Sequence[Point], signed: bool) -> None:
    """The figure above each bar, clear of whiskers, arrows and hollow marks, if there is room for all."""
    places = numerals.decimals_for(bar.point.y for bar in put)
    texts = [numerals.in_print(b.point.figure.sure, b.point.figure.rows, places, signed=signed) for b in put]
    rooms = [plot.slot * bar.width / GROUP - 0.03 for bar in put]
    texts = [
        text.replace("about ", "about\n") if measure(text) > room else text
        for text, room in zip(texts, rooms, strict=True)
    ]
    if any(measure(text) > room for text, room in zip(texts, rooms, strict=True)):
        return
    inch, tops, bottoms = plot.inch, [plot.y.high], [plot.y.low]
    for bar, text in zip(put, texts, strict=True):
        up = bar.point.y >= 0
        gap = 0.05 * inch if up else -0.05 * inch
        at = _clear(bar, hollow, inch, up, (measure(text) + trace.MARK) / 2 / plot.slot) + gap
        (tops if up else bottoms).append(at + gap * (4 + 3.6 * text.count("\n")))
        plot.axes.text(bar.x, at, text, ha="center", va="bottom" if up else "top", fontsize=style.SMALL, zorder=5)
    plot.axes.set_ylim(min(bottoms), max(tops))


def _clear(bar: Bar, hollow: Sequence[Point], inch: float, up: bool, reach: float) -> float:
    """The height beyond which nothing of a bar is drawn, in units of the axis; `reach`: half its figure and a mark."""
    sign, point = (1 if up else -1), bar.point
    ends = [point.y]
    if trace.doubtful(point, inch):
        end = point.high if up else point.low
        ends.append(end if math.isfinite(end) else point.y + sign * 0.3 * inch)
    beside = (
        mark
        for mark in hollow
        if abs(mark.x - bar.x) < bar.width / 2
        or (abs(mark.x - bar.x) < reach and -0.07 < sign * (mark.y - point.y) / inch < 0.27)
    )
    ends += [mark.y + sign * (0.3 if math.isinf(mark.high if up else mark.low) else 0.07) * inch for mark in beside]
    return max(ends) if up else min(ends)

"""Years laid over one another: what had come together since January, month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nolimits.charts import gather, style
from nolimits.charts.exhibit import ChartError, Drawing
from nolimits.charts.gather import Point, Series
from nolimits.charts.kinds.lines import line_end, name_beside
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, numerals, scales, trace
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.plot import name_ends, plot
from nolimits.charts.sheet.text import measure
from nolimits.data import Figure, View

MOST_PRINTED = 8  # points: of so many each has its figure beside it


@chart
def courses(
    view: View,
    indicator: str,
    *years: int,
    ends: str = "",
    labels: Mapping[str, str] | None = None,
    foreseen: str = gather.FORESEEN,
) -> Drawing:
    """One to four years laid over one another: each figure since 1 January at the month with which it ends.

    `ends` is the indicator that holds whole years where these are counted apart. A line leads from one month to the
    next; months without a figure are bridged by dots. `labels` name the years by `"2025"`; `foreseen` as for `lines`.
    Raises ChartError for no year, for more than four, and for ends in another unit.
    """
    gather.check_count([str(year) for year in years])
    unit = view.about(indicator)["unit"]
    if ends and view.about(ends)["unit"] != unit:
        raise ChartError(f"{ends} and {indicator} are in different units: name whole years in the same unit")
    names = {str(year): str(year) for year in years} | {str(key): text for key, text in (labels or {}).items()}
    found = []
    for year, role, marker in zip(years, style.SEQUENCES[len(years) - 1], style.MARKERS, strict=False):
        key, points = str(year), _course(view, [indicator, *filter(None, [ends])], year)
        name = gather.label(view, key, names)
        found.append(gather.series_of(view, key, name, role, points, unit, marker=marker, kind="ytd"))
    found, data = gather.number_records(found, own=False)

    def draw(canvas: Canvas) -> None:
        _draw(canvas, [one for one in found if one.points], foreseen)

    return Drawing(draw, data, trace.unit(found))


def _course(view: View, indicators: Sequence[str], year: int) -> tuple[Point, ...]:
    """What had come together since 1 January of a year, at most one figure for each month; the first indicator's."""
    by_month: dict[int, tuple[str, Figure]] = {}
    for name in indicators:
        for figure in view.series(name, whole=True):
            span = figure.span
            if span.start == f"{year}-01-01" and span.kind in ("month", "ytd", "year"):
                by_month.setdefault(int(span.end[5:7]), (name, figure))
    drawn = [
        replace(point, x=month / 12, figure=replace(figure, about=name))
        for month, (name, figure) in sorted(by_month.items())
        for point in gather.points(view, name, [figure])
    ]
    return tuple(drawn)


def _draw(canvas: Canvas, found: Sequence[Series], foreseen: str) -> None:
    points, tall = [point for one in found for point in one.points], 2.7 if canvas.narrow else 3.3
    y = trace.upwards(points, canvas, tall, zero=True, whole=gather.counts_only(found))
    left = y.room() + 0.08
    whole = [one for one in found if one.points[-1].x == 1]
    tails = [] if canvas.narrow else [(one.points[-1].y, line_end(one), one.tone) for one in whole]
    right = max((measure(text) + 0.14 for _, text, _ in tails), default=0.0)
    bridged = any(len(trace.runs(one.points, one.kind)) > 1 for one in found)
    keys = [Key(one.label, one.tone, "line", one.marker) for one in found if canvas.narrow]
    keys += [Key("dotted: months without a figure", "muted", "none")] * bridged
    keys += [Key(foreseen, "muted", "dash")] * any(one.foreseen for one in found)
    canvas.keys(trace.unit(found), [*keys, *trace.vague(found, (y.high - y.low) / tall)])
    sheet = plot(canvas, scales.months_axis(canvas.width - left - right), y, tall, (left, right))
    for one in found:
        trace.bridges(sheet.axes, one)
        trace.trace(sheet.axes, one, y.high - y.low)
    if len(points) <= MOST_PRINTED:
        for point in (point for one in found for point in one.points[: None if canvas.narrow else -1]):
            text = numerals.in_print(point.figure.sure, point.figure.rows)
            way = 0.16 if point.y == max(other.y for other in points if other.x == point.x) else -0.16
            marks.beside(sheet.axes, point.x, point.y + way * sheet.inch, text, ha="right")
    for one in (one for one in found if one not in whole and not canvas.narrow):
        name_beside(sheet, one, points, line_end(one))
    name_ends(canvas, sheet, tails, right)
    canvas.top += sheet.below

"""Years laid over one another: what had come together since January, month by month."""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Unpack

from matplotlib.axes import Axes

from nolimits.charts import gather, glyphs, scales, style
from nolimits.charts.canvas import Canvas, Key, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.gather import Point, Series
from nolimits.charts.kinds.series import name_beside, name_ends, tail
from nolimits.charts.registry import chart
from nolimits.data import Figure, View

HEIGHTS = {"wide": 3.3, "frame": 3.3, "narrow": 2.7}
MARGIN = 0.5  # months left free before January and after December
DOTS = (0, (1, 2.2))


@chart
def courses(
    view: View,
    indicator: str,
    *years: int,
    ends: str = "",
    labels: Mapping[str, str] | None = None,
    foreseen: str = gather.FORESEEN,
    **words: Unpack[Words],
) -> Exhibit:
    """One to four years laid over one another: each figure since 1 January at the month with which it ends.

    `ends` is the indicator that holds whole years where these are counted apart. A line leads from one month to the
    next; months without a figure are bridged by dots. `labels` name the years by `"2025"`; `foreseen` as for `lines`.
    Raises ChartError for no year, for more than four, and for ends in another unit.
    """
    gather.check_count([str(year) for year in years])
    unit = view.about(indicator)["unit"]
    if ends and view.about(ends)["unit"] != unit:
        raise ChartError(f"{ends} and {indicator} are in different units: name whole years in the same unit")
    names, roles = {str(key): text for key, text in (labels or {}).items()}, style.SEQUENCES[len(years) - 1]
    found = [
        gather.series_of(
            view,
            Series(
                str(year),
                gather.label(view, str(year), {str(year): str(year)} | names),
                role,
                unit,
                _course(view, [indicator, *filter(None, [ends])], year),
                marker,
                "ytd",
            ),
        )
        for year, role, marker in zip(years, roles, style.MARKERS, strict=False)
    ]
    records = gather.mark_records(found)

    def draw(canvas: Canvas) -> None:
        if not any(one.points for one in found):
            canvas.calm(glyphs.nothing_known(view))
        else:
            _draw(canvas, [one for one in found if one.points], foreseen)

    return finish(
        view,
        draw,
        records,
        gather.rows_behind(found),
        kind="courses",
        unit=glyphs.unit(found),
        parameters={"indicator": indicator, "years": years, "ends": ends, "labels": labels, "foreseen": foreseen},
        **words,
    )


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
    points, tall = [point for one in found for point in one.points], HEIGHTS[canvas.variant]
    y = scales.levels(
        [end for point in points for end in glyphs.bounds(point)],
        zero=True,
        most=5 if canvas.narrow else 6,
        whole=gather.counts_only(found),
    )
    y = glyphs.headroom(y, points, tall)
    left = y.room() + 0.08
    whole = [one for one in found if one.points[-1].x == 1]
    tails = [] if canvas.narrow else [tail(one) for one in whole]
    right = max((measure(text, style.SMALL)[0] + 0.14 for text in tails), default=0.0)
    bridged = any(len(glyphs.runs(one.points, one.kind)) > 1 for one in found)
    canvas.keys(
        glyphs.unit(found),
        [
            *(Key(one.label, one.tone, "line", one.marker) for one in found if canvas.narrow),
            *[Key("dotted: months without a figure", "muted", "none")] * bridged,
            *[Key(foreseen, "muted", "dash")] * any(one.foreseen for one in found),
        ],
    )
    x = _months(canvas.width - left - right)
    axes = canvas.axes(left, tall, right)
    glyphs.dress(axes, x, y)
    for one in found:
        _bridges(axes, one)
        glyphs.trace(axes, one, y.high - y.low)
    inches = (x.high - x.low) / (canvas.width - left - right), (y.high - y.low) / tall
    if not canvas.narrow:
        for one in found:
            if one not in whole:
                name_beside(axes, one, points, inches, tail(one))
    edges = [(one.points[-1].y, text, one.tone) for one, text in zip(whole, tails, strict=False)]
    name_ends(canvas, axes, y, edges, right)
    canvas.top += tall + glyphs.foot(x)


def _bridges(axes: Axes, one: Series) -> None:
    """Dots over the months between two figures, lest the eye lose the year; they say nothing of the level there."""
    for before, after in itertools.pairwise(glyphs.runs(one.points, one.kind)):
        axes.plot(
            [before[-1].x, after[0].x],
            [before[-1].y, after[0].y],
            color=style.LIGHT[one.tone],
            linestyle=DOTS,
            linewidth=1.2,
            zorder=1.8,
        )


def _months(inches: float) -> scales.Scale:
    """An axis of twelve months: every name, or as many as there is room for, the last among them."""
    need = measure("May", style.SMALL)[0] + 0.1
    every = next(n for n in (1, 2, 3, 4, 6, 12) if inches / (11 + 2 * MARGIN) * n >= need)
    shown = [month for month in range(1, 13) if month % every == 0]
    return scales.Scale(
        (1 - MARGIN) / 12,
        (12 + MARGIN) / 12,
        tuple(month / 12 for month in shown),
        tuple(calendar.month_abbr[month] for month in shown),
    )

"""Lines: series over time, and what became of one figure as it was restated."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Unpack

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nolimits import prose
from nolimits.charts import gather, glyphs, numerals, scales, style
from nolimits.charts.canvas import Canvas, Key, even, measure, spread, wrap
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.gather import Point, Series
from nolimits.charts.glyphs import PaperMark
from nolimits.charts.registry import chart
from nolimits.data import Figure, Observation, Period, View, period
from nolimits.data.observations import standing
from nolimits.language import wording

LABEL_WIDTH = 1.55
EDGE = 0.12  # room for a mark, or half a year's name, beyond the end of time
ENDED = 0.2  # share of the axis: a series that stops further from the newest is named where it stops
HEIGHTS = {"wide": 3.3, "frame": 3.3, "narrow": 2.7}


@chart
def lines(
    view: View,
    *indicators: str,
    kind: str = "year",
    rolling: bool = False,
    steps: bool = False,
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
    marks: Sequence[tuple[str | int, str]] = (),
    bands: Sequence[tuple[float, float, str]] = (),
    stated: Sequence[str | tuple[Any, ...]] = (),
    zero: bool = False,
    unit: str = "",
    foreseen: str = gather.FORESEEN,
    **words: Unpack[Words],
) -> Exhibit:
    """Up to four series over time.

    `kind` is `year`, `month`, `ytd` (whole years among them), `point`, `span`, or `any`, which draws every figure at
    the end of its period; `rolling` draws sums of twelve months. `marks` are days or periods with a text, drawn as
    upright lines unless they lie after the cutoff; `bands` are (low, high, text) across the plot, in the unit drawn;
    `stated` are hollow marks for what a paper states, as for `glyphs.stated`. `labels` and `tones` override names and
    colours; `foreseen` says what hollow and dashed means here, such as "deals struck ahead". A key may be an expression
    over `period`, whose unit `unit` then names. Raises ChartError for more than four series or for two units.
    """
    found = gather.series(
        view, indicators, "month" if rolling else kind, rolling=rolling, labels=labels, tones=tones, unit=unit
    )
    shown = any(one.points for one in found)
    told = glyphs.paper_marks(view, stated, found[0].unit, found[0].kind) if shown else []
    dated = sorted(
        (glyphs.moment_of(when), prose.plain(text, view)) for when, text in marks if period(when).start <= view.cutoff
    )
    strips = [(low, high, prose.plain(text, view)) for low, high, text in bands]
    records = gather.records(found) + [one.record for one in told]
    rows = (*gather.rows_behind(found), *glyphs.paper_sources(told))

    def draw(canvas: Canvas) -> None:
        if not shown:
            canvas.calm(glyphs.nothing_known(view))
        else:
            _draw_lines(canvas, found, dated, strips, told, steps=steps, zero=zero, foreseen=foreseen)

    return finish(
        view,
        draw,
        records,
        rows,
        kind="lines",
        unit=glyphs.unit(found),
        parameters={
            "keys": indicators,
            "kind": kind,
            "rolling": rolling,
            "steps": steps,
            "marks": marks,
            "bands": bands,
            "stated": stated,
            "zero": zero,
            "unit": unit,
            "foreseen": foreseen,
            "labels": labels,
            "tones": tones,
        },
        **words,
    )


def _draw_lines(
    canvas: Canvas,
    found: Sequence[Series],
    dated: list[tuple[float, str]],
    strips: list[tuple[float, float, str]],
    told: Sequence[PaperMark],
    *,
    steps: bool,
    zero: bool,
    foreseen: str,
    until: float | None = None,
) -> None:
    """The plot; `until` is the day to which the figure that stands last is held, where nothing ever parts a line."""
    shown = [one for one in found if one.points]
    points = [point for one in shown for point in one.points]
    claimed = [one.point for one in told]
    values = [end for point in [*points, *claimed] for end in glyphs.bounds(point)]
    tall = HEIGHTS[canvas.variant]
    y = scales.levels(
        [*values, *(end for strip in strips for end in strip[:2])],
        zero=zero,
        most=5 if canvas.narrow else 6,
        whole=gather.counts_only(shown),
    )
    y = glyphs.headroom(y, [*points, *claimed], tall)
    left = y.room() + 0.08
    low, high = glyphs.reach([*points, *claimed], shown[0].kind, [] if until is None else [until])
    newest = max(point.x for point in points)
    ended = [one for one in shown if until is None and newest - one.points[-1].x > max(ENDED * (high - low), 0.5)]
    current = [one for one in shown if one not in ended]
    tails = [] if canvas.narrow else [tail(one) for one in current]
    strip_tails = [] if canvas.narrow else ["\n".join(wrap(text, LABEL_WIDTH, style.SMALL)) for *_, text in strips]
    right = max((measure(text, style.SMALL)[0] + 0.14 for text in tails + strip_tails), default=EDGE)
    canvas.keys(
        glyphs.unit(found),
        [*_keys(canvas, found, strips, told, ended), *glyphs.ahead(foreseen, found, held=until is not None)],
    )
    x = scales.year_ticks(low, high, canvas.width - left - right, canvas.narrow)
    canvas.top += flags(canvas, [(at, text) for at, text in dated if low <= at <= high], left, right, (low, high))
    axes = canvas.axes(left, tall, right)
    glyphs.dress(axes, x, y, [point.x for point in points])
    for bottom, top, _ in strips:
        if bottom == top:
            # dashes are for what is foreseen
            axes.axhline(bottom, color=style.LIGHT["other"], linewidth=1.2, zorder=1)
        else:
            axes.axhspan(bottom, top, color=style.LIGHT["other"], alpha=0.16, linewidth=0)
    for at, _ in dated:
        axes.axvline(at, color=style.LIGHT["axis"], linewidth=0.9, linestyle=(0, (1, 1.5)), zorder=1)
    for one in shown:
        glyphs.trace(axes, one, y.high - y.low, steps=steps, until=until)
    inches = (high - low) / (canvas.width - left - right), (y.high - y.low) / tall
    for point in glyphs.apart(claimed, *inches):
        glyphs.hollow(axes, point)
    if not canvas.narrow:
        for one in ended:
            _name_where_it_ends(axes, one, [*points, *_along(shown)], inches)
    edges = [(one.points[-1].y, text, one.tone) for one, text in zip(current, tails, strict=False)]
    edges += [((a + b) / 2, text, "muted") for (a, b, _), text in zip(strips, strip_tails, strict=False)]
    name_ends(canvas, axes, y, edges, right)
    canvas.top += tall + glyphs.foot(x)


def _along(shown: Iterable[Series]) -> Iterable[Point]:
    """Places on the lines between their points, close enough together for a label to be kept off the line."""
    for one in shown:
        for run in glyphs.runs(one.points, one.kind):
            for a, b in itertools.pairwise(run):
                yield from (replace(a, x=a.x + (b.x - a.x) * i / 8, y=a.y + (b.y - a.y) * i / 8) for i in range(1, 8))


def _name_where_it_ends(axes: Axes, one: Series, points: Sequence[Point], inches: tuple[float, float]) -> None:
    """The name of a series that stopped long ago, with the year of its newest figure."""
    span = one.points[-1].figure.span
    text = f"{tail(one)}, {span.name}" if span.kind == "span" else f"{tail(one)} in {span.year}"
    name_beside(axes, one, points, inches, text)


def name_beside(axes: Axes, one: Series, points: Sequence[Point], inches: tuple[float, float], text: str) -> None:
    """A text beside the newest figure of a series, where fewest marks are near; no grid line runs through it.

    `inches` are how many units of the axes make an inch, across and upwards.
    """
    across, upwards = inches
    last = one.points[-1]
    wide, high = measure(text, style.SMALL)
    line = measure("1", style.SMALL)[1]
    places = [
        (0.14, 0.0),
        *((dx, dy * (high / 2 + 0.12)) for dx in (-wide / 2, 0.1, -wide - 0.1) for dy in (1, -1)),
        (-wide - 0.1, 0.0),
    ]

    def crowd(place: tuple[float, float]) -> tuple[bool, int]:
        left, middle = last.x + place[0] * across, last.y + place[1] * upwards
        bottom, top = axes.get_ylim()
        near = sum(
            left - 0.08 * across < point.x < left + (wide + 0.08) * across
            and abs(point.y - middle) < (high / 2 + 0.06) * upwards
            for point in points
        )
        outside = not (
            axes.get_xlim()[0] < left
            and left + wide * across < axes.get_xlim()[1]
            and bottom < middle - high / 2 * upwards
            and middle + high / 2 * upwards < top
        )
        return outside, near

    dx, dy = min(places, key=crowd)
    left, middle = last.x + dx * across, last.y + dy * upwards
    lines = text.split("\n")
    # one ground under all lines: a ground of its own would hide what hangs down from the line above
    axes.add_patch(
        Rectangle(
            (left, middle - high / 2 * upwards),
            wide * across,
            high * upwards,
            facecolor=style.LIGHT["paper"],
            linewidth=0,
            zorder=2.5,
        )
    )
    for i, words in enumerate(lines):
        at = middle + ((len(lines) - 1) / 2 - i) * line * upwards
        glyphs.beside(axes, left, at, words, tone=one.tone)


def _keys(
    canvas: Canvas,
    found: Sequence[Series],
    strips: list[tuple[float, float, str]],
    told: Sequence[PaperMark],
    ended: Sequence[Series],
) -> Iterable[Key]:
    """What needs a key: in the narrow variant all series; everywhere those that are missing, stated figures, bands."""
    for one in found:
        if not one.points:
            yield Key(f"{one.label}: nothing known yet", "muted", "none")
        elif canvas.narrow:
            until = f", to {one.points[-1].figure.span.year}" if one in ended else ""
            yield Key(one.label + until, one.tone, "line", one.marker)
    if canvas.narrow:
        yield from (Key(text, "other", "rule" if low == high else "band") for low, high, text in strips)
    yield from glyphs.legend_keys(told)


def tail(one: Series) -> str:
    """What stands at the right end of a line: its name and its newest figure."""
    newest = one.points[-1]
    figure = (
        wording.number(newest.y, 0)
        if one.unit == "index"
        else numerals.in_print(newest.figure.sure, newest.figure.rows)
    )
    name = even(one.label, LABEL_WIDTH, style.SMALL)
    return "\n".join([*name, figure])


def name_ends(
    canvas: Canvas, axes: Axes, y: scales.Scale, edges: Sequence[tuple[float, str, str]], right: float
) -> None:
    """Texts at the right end of a plot, each near its height, none over another."""
    tall = HEIGHTS[canvas.variant]
    inch = tall / (y.high - y.low)
    sizes = [measure(text, style.SMALL)[1] + 0.03 for _, text, _ in edges]
    wanted = [(y.high - at) * inch for at, *_ in edges]
    for (_, text, tone), centre in zip(edges, spread(wanted, sizes, -0.08, tall + 0.2), strict=True):
        canvas.write(canvas.width - right + 0.12, canvas.top + centre, text, size=style.SMALL, tone=tone, va="center")


def flags(
    canvas: Canvas, dated: Sequence[tuple[float, str]], left: float, right: float, span: tuple[float, float]
) -> float:
    """Texts above their upright lines, in as many rows as they need; the height that these take up, in inches."""
    widest = 1.0 if canvas.narrow else 1.35
    inch = (canvas.width - left - right) / (span[1] - span[0])
    rows: list[list[tuple[float, float]]] = []
    put = []
    for at, text in dated:
        words = "\n".join(wrap(text, widest, style.SMALL))
        wide, tall = measure(words, style.SMALL)
        middle = left + (at - span[0]) * inch
        x = min(max(middle - wide / 2, 0.0), canvas.width - wide)
        row = next(
            (i for i, taken in enumerate(rows) if all(x > b + 0.08 or x + wide < a - 0.08 for a, b in taken)), len(rows)
        )
        if row == len(rows):
            rows.append([])
        rows[row].append((x, x + wide))
        put.append((row, x, words, tall))
    heights = [max(tall for row, *_, tall in put if row == i) for i in range(len(rows))]
    for row, x, words, tall in put:
        lower = sum(heights[row:])
        canvas.write(x, canvas.top + sum(heights) - lower + heights[row] - tall, words, size=style.SMALL, tone="muted")
    return sum(heights) + (0.08 if rows else 0.0)


@chart
def vintages(
    view: View,
    indicator: str,
    *periods: str | int,
    outturn: str = "",
    labels: Mapping[str, str] | None = None,
    bands: Sequence[tuple[float, float, str]] = (),
    zero: bool = False,
    foreseen: str = gather.FORESEEN,
    **words: Unpack[Words],
) -> Exhibit:
    """What was said of one to four periods, by the day on which it was said: steps, forecasts hollow, outturns filled.

    What was said stands until it is replaced, a plan of which no outturn is known to the cutoff. `outturn` is the
    indicator that holds the result where plans and results are counted apart. `labels` name the periods by their short
    form; `bands` and `foreseen` as for `lines`. Raises ChartError for no period, for more than four, or for an outturn
    in another unit.
    """
    gather.check_count([str(one) for one in periods])
    roles = style.SEQUENCES[len(periods) - 1]  # a year is no country
    strips = [(low, high, prose.plain(text, view)) for low, high, text in bands]
    names = {str(one): label for one, label in (labels or {}).items()}
    if outturn and view.about(outturn)["unit"] != view.about(indicator)["unit"]:
        raise ChartError(f"{outturn} and {indicator} are in different units: name an outturn in the plan's unit")
    found = [
        gather.series_of(
            view,
            Series(
                str(one),
                prose.plain(names.get(str(one), period(one).name), view),
                role,
                view.about(indicator)["unit"],
                _restated(view, indicator, outturn, period(one)),
                marker,
            ),
        )
        for one, role, marker in zip(periods, roles, style.MARKERS, strict=False)
    ]
    records = gather.mark_records(found)

    def draw(canvas: Canvas) -> None:
        if not any(one.points for one in found):
            canvas.calm(glyphs.nothing_known(view))
        else:
            _draw_lines(
                canvas,
                found,
                [],
                strips,
                [],
                steps=True,
                zero=zero,
                foreseen=foreseen,
                until=scales.moment(view.cutoff),
            )

    return finish(
        view,
        draw,
        records,
        gather.rows_behind(found),
        kind="vintages",
        unit=glyphs.unit(found),
        parameters={
            "indicator": indicator,
            "periods": periods,
            "outturn": outturn,
            "zero": zero,
            "bands": bands,
            "foreseen": foreseen,
            "labels": labels,
        },
        **words,
    )


def _restated(view: View, indicator: str, outturn: str, span: Period) -> tuple[Point, ...]:
    """The figure that stood for a period on each day on which it changed, placed in time by that day."""
    points: list[Point] = []
    for name in filter(None, (indicator, outturn)):
        takes = view.takes(name, span)
        stood: Observation | None = None
        for day in sorted({take.known_on for take in takes}):
            best = standing(take for take in takes if take.known_on <= day)
            if best is None or (stood and best.quantity == stood.quantity):
                continue
            stood = best
            figure = Figure(best.quantity, best.unit, span, (best,), about=name)
            one = gather.points(view, name, [figure])[0]
            points.append(replace(one, x=scales.moment(day)))
    return tuple(sorted(points, key=lambda point: point.x))

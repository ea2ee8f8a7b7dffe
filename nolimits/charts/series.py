"""Lines: series over time, and what became of one figure as it was restated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Unpack

from matplotlib.axes import Axes

from nolimits import prose
from nolimits.charts import gather, glyphs, scales, style
from nolimits.charts.canvas import Canvas, Key, even, measure, spread, wrap
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.gather import Point, Series
from nolimits.data import Figure, Period, View, period
from nolimits.data.observations import standing

LABEL_WIDTH = 1.55
EDGE = 0.12  # room for a mark, or half a year's name, beyond the end of time
MOST_MARKERS = 26
VISIBLE = 0.012  # of the axis: an interval narrower than this would be hidden by its own mark
HEIGHTS = {"wide": 3.3, "frame": 3.3, "narrow": 2.7}


def lines(view: View, *indicators: str, kind: str = "year", rolling: bool = False, steps: bool = False,
          labels: Mapping[str, str] | None = None, tones: Mapping[str, str] | None = None,
          marks: Sequence[tuple[str | int, str]] = (), bands: Sequence[tuple[float, float, str]] = (),
          stated: Sequence[str | tuple] = (), zero: bool = False, unit: str = "",
          **words: Unpack[Words]) -> Exhibit:  # fmt: skip
    """Up to four series over time.

    `kind` is `year`, `month`, `ytd`, `point` or `span`; `rolling` draws sums of twelve months. `marks` are days or
    periods with a text, drawn as upright lines; `bands` are (low, high, text) across the plot, in the unit drawn;
    `stated` are hollow marks for what a paper states: a claim's key, (claim, label), or (period, value or expression,
    label). `labels` and `tones` override names and colours. A key may be an expression over `period`, whose unit
    `unit` then names. Raises ChartError for more than four series or for two units.
    """
    found = gather.series(
        view, indicators, "month" if rolling else kind, rolling=rolling, labels=labels, tones=tones, unit=unit
    )
    shown = any(one.points for one in found)
    told = [glyphs.stated(view, one, found[0].unit) for one in stated] if shown else []
    claimed = [(one.point, one.name) for one in told]
    dated = sorted((glyphs.moment(when), prose.plain(view, text)) for when, text in marks)
    strips = [(low, high, prose.plain(view, text)) for low, high, text in bands]
    records = gather.records(found) + [one.record for one in told]
    rows = (*gather.rows(found), *glyphs.papers(told))

    def draw(canvas: Canvas) -> None:
        if not shown:
            canvas.calm(glyphs.nothing(view))
        else:
            _draw_lines(canvas, found, dated, strips, claimed, steps=steps, zero=zero)

    return finish(
        view, draw, records, rows, kind="lines", unit=glyphs.unit(found),
        parameters={"keys": indicators, "kind": kind, "rolling": rolling, "steps": steps, "marks": marks,
                    "bands": bands, "stated": stated, "zero": zero, "unit": unit,
                    "labels": labels, "tones": tones}, **words,
    )  # fmt: skip


def _draw_lines(canvas: Canvas, found: Sequence[Series], dated: list, strips: list, claimed: list, *, steps: bool,
                zero: bool, joined: bool = False) -> None:  # fmt: skip
    shown = [one for one in found if one.points]
    values = [y for one in shown for point in one.points for y in glyphs.ends(point)]
    values += [point.y for point, _ in claimed] + [end for low, high, _ in strips for end in (low, high)]
    y = scales.levels(values, zero=zero, most=5 if canvas.narrow else 6)
    left = y.room() + 0.08
    tails = [] if canvas.narrow else [tail(one) for one in shown]
    strip_tails = [] if canvas.narrow else ["\n".join(wrap(text, LABEL_WIDTH, style.SMALL)) for *_, text in strips]
    right = max((measure(text, style.SMALL)[0] + 0.14 for text in tails + strip_tails), default=EDGE)
    canvas.keys(glyphs.unit(found), list(_keys(canvas, found, strips, claimed)))
    low, high = glyphs.reach([point.x for one in shown for point in one.points] + [point.x for point, _ in claimed])
    x = scales.years(low, high, canvas.width - left - right, canvas.narrow)
    canvas.top += flags(canvas, [(at, text) for at, text in dated if low <= at <= high], left, right, (low, high))
    axes = canvas.axes(left, HEIGHTS[canvas.variant], right)
    glyphs.dress(axes, x, y)
    for bottom, top, _ in strips:
        axes.axhspan(bottom, top, color=style.LIGHT["other"], alpha=0.16, linewidth=0)
    for at, _ in dated:
        axes.axvline(at, color=style.LIGHT["axis"], linewidth=0.9, linestyle=(0, (1, 1.5)), zorder=1)
    for one in shown:
        glyphs.trace(axes, one, y.high - y.low, steps=steps, joined=joined)
    for point, _ in claimed:
        glyphs.hollow(axes, point)
    edges = [(one.points[-1].y, text, one.tone) for one, text in zip(shown, tails, strict=False)]
    edges += [((a + b) / 2, text, "muted") for (a, b, _), text in zip(strips, strip_tails, strict=False)]
    name_ends(canvas, axes, y, edges, right)
    canvas.top += HEIGHTS[canvas.variant] + glyphs.foot(x)


def _keys(canvas: Canvas, found: Sequence[Series], strips: list, claimed: list) -> Iterable[Key]:
    """What needs a key: in the narrow variant all series; everywhere those that are missing, stated figures, bands."""
    for one in found:
        if not one.points:
            yield Key(f"{one.label}: nothing known yet", "muted", "none")
        elif canvas.narrow:
            yield Key(one.label, one.tone, "line", one.marker)
    if canvas.narrow:
        yield from (Key(text, "other", "band") for *_, text in strips)
    for name in dict.fromkeys(name for _, name in claimed):
        yield Key(name, "ink", "hollow", "D")
    if any(point.forecast for one in found for point in one.points):
        yield Key("forecast or plan", "muted", "dash")


def tail(one: Series) -> str:
    """What stands at the right end of a line: its name and its newest figure."""
    newest = one.points[-1]
    figure = (
        prose.number(newest.y, 0) if one.unit == "index" else gather.said(newest.figure.quantity, newest.figure.rows)
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


def vintages(view: View, indicator: str, *periods: str | int, outturn: str = "",
             labels: Mapping[str, str] | None = None,
             zero: bool = False, **words: Unpack[Words]) -> Exhibit:  # fmt: skip
    """What was said of one to four periods, by the day on which it was said: steps, forecasts hollow, outturns filled.

    `outturn` is the indicator that holds the result where plans and results are counted apart. `labels` name the
    periods by their short form. Raises ChartError for no period, more than four, or an outturn in another unit.
    """
    gather.check_count(periods)
    roles = (
        ("russia", "amber", "cyan", "both") if style.tone(indicator) == "russia" else ("china", "both", "amber", "cyan")
    )
    names = {str(one): label for one, label in (labels or {}).items()}
    if outturn and view.about(outturn)["unit"] != view.about(indicator)["unit"]:
        raise ChartError(f"{outturn} and {indicator} are in different units: name an outturn in the plan's unit")
    found = [
        Series(str(one), prose.plain(view, names.get(str(one), period(one).name)), role, view.about(indicator)["unit"],
               _restated(view, indicator, outturn, period(one)), marker)
        for one, role, marker in zip(periods, roles, style.MARKERS, strict=False)
    ]  # fmt: skip
    records = [
        gather.entry(point.figure.about, point.figure, one.label, point.y, mark=gather.mark(point))
        for one in found for point in one.points
    ]  # fmt: skip

    def draw(canvas: Canvas) -> None:
        if not any(one.points for one in found):
            canvas.calm(glyphs.nothing(view))
        else:
            _draw_lines(canvas, found, [], [], [], steps=True, zero=zero, joined=True)

    return finish(
        view, draw, records, gather.rows(found), kind="vintages", unit=glyphs.unit(found),
        parameters={"indicator": indicator, "periods": periods, "outturn": outturn, "zero": zero,
                    "labels": labels}, **words,
    )  # fmt: skip


def _restated(view: View, indicator: str, outturn: str, span: Period) -> tuple[Point, ...]:
    """The figure that stood for a period on each day on which it changed, placed in time by that day."""
    points: list[Point] = []
    for name in filter(None, (indicator, outturn)):
        takes = view.takes(name, span)
        stood = None
        for day in sorted({take.known_on for take in takes}):
            best = standing(take for take in takes if take.known_on <= day)
            if stood and best.quantity == stood.quantity:
                continue
            stood = best
            figure = Figure(best.quantity, best.unit, span, (best,), about=name)
            one = gather.points(view, name, [figure])[0]
            points.append(replace(one, x=scales.moment(day)))
    return tuple(sorted(points, key=lambda point: point.x))

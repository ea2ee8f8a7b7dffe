"""Lines: series over time."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.patches import Rectangle

from nolimits import prose
from nolimits.charts import gather, style
from nolimits.charts.exhibit import Drawing
from nolimits.charts.gather import Point, Series
from nolimits.charts.occasions import occasions
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, numerals, scales, trace
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.plot import Plot, flag_days, name_ends, plot
from nolimits.charts.sheet.text import even, height, measure, tall, wrap
from nolimits.charts.stated import PaperMark, legend_keys, paper_marks
from nolimits.data import Period, View
from nolimits.language import wording

LABEL_WIDTH = 1.55
EDGE = 0.12  # room for a mark, or half a year's name, beyond the end of time
ENDED = 0.2  # share of the axis: a series that stops further from the newest is named where it stops
Band = tuple[float, float, str]  # low, high, text


@dataclass(frozen=True)
class LinePlot:
    """What a plot of lines shows: series, dated marks, bands across, and stated figures."""

    found: Sequence[Series]
    dated: Sequence[tuple[float, str]] = ()
    bands: Sequence[Band] = ()
    told: Sequence[PaperMark] = ()
    steps: bool = False
    zero: bool = False
    foreseen: str = gather.FORESEEN

    @property
    def known_series(self) -> list[Series]:
        """The series of which something is known."""
        return [one for one in self.found if one.points]

    @property
    def points(self) -> list[Point]:
        """All points, the stated ones last."""
        return [*(point for one in self.known_series for point in one.points), *(one.point for one in self.told)]


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
    bands: Sequence[Band] = (),
    stated: Sequence[str | tuple[Any, ...]] = (),
    zero: bool = False,
    unit: str = "",
    foreseen: str = gather.FORESEEN,
) -> Drawing:
    """Up to four series over time.

    `kind` is `year`, `month`, `ytd` (whole years among them), `point`, `span`, or `any`, which draws every figure at
    the end of its period; `rolling` draws sums of twelve months. `marks` are days or periods with a text, drawn as
    upright lines unless they lie after the cutoff; `bands` are (low, high, text) across the plot, in the unit drawn;
    `stated` are hollow marks for what a paper states, as for `stated.paper_marks`. `labels` and `tones` override names
    and colours; `foreseen` says what hollow and dashed means here, such as "deals struck ahead". A key may be an
    expression over `period`, whose unit `unit` then names. Raises ChartError for more than four series or for two
    units.
    """
    span = "month" if rolling else kind
    found = gather.series(view, indicators, span, rolling=rolling, labels=labels, tones=tones, unit=unit)
    found, data = gather.number_records(found)
    told = paper_marks(view, stated, found[0].unit, found[0].kind, first=len(data)) if data else []
    across = [(low, high, prose.plain(text, view)) for low, high, text in bands]
    shown = LinePlot(found, occasions(view, marks), across, told, steps, zero, foreseen)
    every = [*data, *(one.datum for one in told)]
    note = _gaps(shown.known_series) if rolling else ""
    return Drawing(lambda canvas: _draw(canvas, shown), every, trace.unit(found), note=note)


def _gaps(shown: Sequence[Series]) -> str:
    """That lines of rolling sums are dotted over gaps, and how many months each has; empty where none has a gap."""
    if all(len(one.points) == _months(one.points) for one in shown):
        return ""
    months = _months([point for one in shown for point in one.points])
    known = wording.some_names([f"{len(one.points)} ({one.label})" for one in shown], len(shown))
    return f"Dots lead over months for which no sum is known: of {months} months it is known for {known}."


def _months(points: Sequence[Point]) -> int:
    """The months from the first to the last of some points."""
    days = [point.x for point in points]
    return round(12 * (max(days) - min(days))) + 1 if days else 0


def _draw(canvas: Canvas, lines: LinePlot) -> None:
    shown, points, high_up = lines.known_series, lines.points, 2.7 if canvas.narrow else 3.3
    bands, whole = [end for band in lines.bands for end in band[:2]], gather.counts_only(shown)
    y = trace.upwards(points, canvas, high_up, bands, zero=lines.zero, whole=whole)
    low, high = trace.reach(points, shown[0].kind)
    newest = max(point.x for one in shown for point in one.points)
    gap = max(ENDED * (high - low), 0.5)
    ended = [one for one in shown if newest - one.points[-1].x > gap]
    ends = [] if canvas.narrow else _ends([one for one in shown if one not in ended], dated=bool(ended))
    if not canvas.narrow:
        ends += [((a + b) / 2, "\n".join(wrap(text, LABEL_WIDTH)), "muted") for a, b, text in lines.bands]
    left, right = y.room() + 0.08, max((measure(text) + 0.14 for _, text, _ in ends), default=EDGE)
    keys = [*_keys(canvas, lines, ended), *trace.ahead(lines.foreseen, lines.found)]
    canvas.keys(trace.unit(lines.found), [*keys, *trace.vague(shown, (y.high - y.low) / high_up)])
    x = scales.year_ticks(low, high, canvas.width - left - right, canvas.narrow)
    flag_days(canvas, [one for one in lines.dated if low <= one[0] <= high], (x.low, x.high), (left, right))
    days = [point.x for one in shown for point in one.points]
    sheet = plot(canvas, x, y, high_up, (left, right), days)
    _ground(sheet, lines)
    for one in shown:
        trace.trace(sheet.axes, one, y.high - y.low, steps=lines.steps)
        if one.kind == "rolling":  # a single month would be bridged by what it is not
            trace.bridges(sheet.axes, one)
    trace.hidden_ends(sheet.axes, shown, *sheet.inches)
    trace.hollows(sheet.axes, [one.point for one in lines.told], sheet.inches, around=True)
    for one in [] if canvas.narrow else ended:
        near = [*(point for other in shown for point in other.points), *_along(shown)]
        name_beside(sheet, one, near, f"{line_end(one)}, {_shortly(one.points[-1].figure.span)}")
    name_ends(canvas, sheet, ends, right)
    canvas.top += sheet.below


def _ends(shown: Sequence[Series], *, dated: bool) -> list[tuple[float, str, str]]:
    """What stands at the right ends of lines, with height and colour; if `dated` or unlike, their periods."""
    spans = [one.points[-1].figure.span for one in shown]
    unlike = dated or len({span.end for span in spans}) > 1
    texts = [line_end(one) + (f", {_shortly(span)}" if unlike else "") for one, span in zip(shown, spans, strict=True)]
    return [(one.points[-1].y, text, one.tone) for one, text in zip(shown, texts, strict=True)]


def _shortly(span: Period) -> str:
    """A period by its end, as far as it is longer than a month and no year."""
    return span.name if " to " not in span.name else f"to {span.name.rpartition(' to ')[2]}"


def _ground(sheet: Plot, lines: LinePlot) -> None:
    """What lies below the lines: bands, and days that matter."""
    other = style.LIGHT["other"]
    for bottom, top, _ in lines.bands:
        if bottom == top:
            sheet.axes.axhline(bottom, color=other, linewidth=1.2, zorder=1)  # dashes are for what is foreseen
        else:
            sheet.axes.axhspan(bottom, top, color=other, alpha=0.16, linewidth=0)
    for at, _ in lines.dated:
        marks.day_line(sheet.axes, at)


def _keys(canvas: Canvas, lines: LinePlot, ended: Sequence[Series]) -> Iterable[Key]:
    """What needs a key: if narrow, several series, or steps; everywhere what is missing, stated, or a band."""
    alone = len(lines.found) == 1 and not lines.told and not lines.steps
    for one in lines.found:
        if not one.points:
            yield trace.unknown_key(one)
        elif canvas.narrow and not alone:
            until = f", to {one.points[-1].figure.span.year}" if one in ended else ""
            newest = f", {_newest(one)}" if len(lines.found) == 1 else ""
            yield Key(one.label + newest + until, one.tone, "line", one.marker)
    if canvas.narrow:
        yield from (Key(text, "other", "rule" if low == high else "band") for low, high, text in lines.bands)
    yield from legend_keys(lines.told)


def line_end(one: Series) -> str:
    """What stands at the right end of a line: its name and its newest figure."""
    return "\n".join([*even(one.label, LABEL_WIDTH), _newest(one)])


def _newest(one: Series) -> str:
    newest = one.points[-1]
    sure, rows = newest.figure.sure, newest.figure.rows
    return wording.number(newest.y, 0) if one.unit == "index" else numerals.in_print(sure, rows)


def _along(shown: Iterable[Series]) -> Iterable[Point]:
    """Places on the lines between their points, close enough together for a label to be kept off the line."""
    for one in shown:
        for run in trace.runs(one.points, one.kind):
            for a, b in itertools.pairwise(run):
                yield from (replace(a, x=a.x + (b.x - a.x) * i / 8, y=a.y + (b.y - a.y) * i / 8) for i in range(1, 8))


def name_beside(sheet: Plot, one: Series, points: Sequence[Point], text: str) -> None:
    """A text beside the newest figure of a series, where fewest marks are near; no grid line runs through it."""
    axes, (across, upwards), last = sheet.axes, sheet.inches, one.points[-1]
    wide, high, line = measure(text), tall(text), height(1)
    places = [
        (0.14, 0.0),
        *((dx, dy * (high / 2 + 0.12)) for dx in (-wide / 2, 0.1, -wide - 0.1) for dy in (1, -1)),
        (-wide - 0.1, 0.0),
    ]

    def crowd(place: tuple[float, float]) -> tuple[bool, int]:
        left, middle = last.x + place[0] * across, last.y + place[1] * upwards
        (start, end), (bottom, top) = axes.get_xlim(), axes.get_ylim()
        near = sum(
            left - 0.08 * across < point.x < left + (wide + 0.08) * across
            and abs(point.y - middle) < (high / 2 + 0.06) * upwards
            for point in points
        )
        inside = start < left and left + wide * across < end
        inside = inside and bottom < middle - high / 2 * upwards and middle + high / 2 * upwards < top
        return not inside, near

    dx, dy = min(places, key=crowd)
    left, middle = last.x + dx * across, last.y + dy * upwards
    # one ground under all lines: a ground of its own would hide what hangs down from the line above
    corner, paper = (left, middle - high / 2 * upwards), style.LIGHT["paper"]
    axes.add_patch(Rectangle(corner, wide * across, high * upwards, facecolor=paper, linewidth=0, zorder=2.5))
    words = text.split("\n")
    for i, word in enumerate(words):
        at = middle + ((len(words) - 1) / 2 - i) * line * upwards
        marks.beside(axes, left, at, word, tone=one.tone)

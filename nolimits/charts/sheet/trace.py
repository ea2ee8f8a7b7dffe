"""Series as lines through their points: dashed to forecasts, broken at gaps, with the doubt that can be seen."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes

from nolimits.charts import style
from nolimits.charts.gather import Point, Series
from nolimits.charts.letters import POINTS
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.marks import ARROW, DASHES, arrow, dot, dots, spot
from nolimits.charts.sheet.scales import Scale, levels

MOST_MARKERS = 26
MARKER = 5.2  # points across
WIDER = 4.2  # points by which a mark is wider that shows around another
RING = 2.9  # where such a mark stands, below all others
MARK = 0.13  # inches that the hollow mark of a stated figure takes up
STEPS = {"year": 1.0, "month": 1 / 12, "ytd": 1 / 12, "rolling": 1 / 12, "any": 1 / 12}  # years from point to point
BRIDGE = (0, (1, 2.2))  # dots over what is missing
VAGUE = "“about”, or a range"
VISIBLE = 0.012  # of the axis: an interval narrower than this would be hidden by its own mark


def unit(found: Iterable[Series]) -> str:
    """The unit of a panel, in words."""
    return next((one.axis for one in found if one.unit), "")


def bounds(point: Point) -> list[float]:
    """The finite numbers that a point needs room for: of a printed figure itself, of a vague one its interval too."""
    if _is_printed(point):
        return [point.y]
    return [end for end in (point.y, point.low, point.high) if math.isfinite(end)]


def headroom(y: Scale, points: Iterable[Point], tall: float) -> Scale:
    """A scale on which the arrows of open intervals stay inside a plot so many inches tall."""
    beyond, points = 1.2 * ARROW / POINTS / tall * (y.high - y.low), tuple(points)
    high = max([y.high, *(point.y + beyond for point in points if math.isinf(point.high))])
    return replace(y, low=min([y.low, *(point.y - beyond for point in points if math.isinf(point.low))]), high=high)


def upwards(points: Sequence[Point], canvas: Canvas, tall: float, more: Sequence[float] = (), **look: bool) -> Scale:
    """A scale of so many inches for points with their intervals and for `more` values; `zero`, `whole` as `levels`."""
    values = [end for point in points for end in bounds(point)]
    return headroom(levels([*values, *more], most=5 if canvas.narrow else 6, **look), points, tall)


def reach(points: Iterable[Point], kind: str) -> tuple[float, float]:
    """The span of time that shows all points: whole years, or months with a little room where it is short.

    Figures of years or of longer spans are never among months.
    """
    places = [point.x for point in points]
    low, high = min(places), max(places)
    if kind == "span" and high - low < 2:
        low, high = low - 2, high + 1  # a span is set at its end: show that years led there
    if high - low < 1.6 and kind not in ("year", "span") and not (low.is_integer() and high.is_integer()):
        return low - 1 / 24 - 0.02, high + 1 / 24 + 0.02
    return math.floor(low + 0.5) - 0.5, math.ceil(high - 0.5) + 0.5


def runs(points: Sequence[Point], kind: str) -> list[list[Point]]:
    """Points without a gap between them: what is missing parts them, and a bound is no value that a line leads to."""
    found: list[list[Point]] = []
    for point in points:
        if found and _follows(found[-1][-1], point, kind):
            found[-1].append(point)
        else:
            found.append([point])
    return found


def _follows(before: Point, after: Point, kind: str) -> bool:
    if is_open(before) or is_open(after):
        return False
    same_year = before.figure.span.year == after.figure.span.year
    return after.x - before.x <= STEPS.get(kind, 1.0) * 1.3 and (kind != "ytd" or same_year)


def is_open(point: Point) -> bool:
    """Whether a point is but a bound: "over 40"."""
    return math.isinf(point.high - point.low)


def trace(axes: Axes, one: Series, extent: float, *, steps: bool = False) -> None:
    """A series: solid through outturns, dashed to forecasts, broken at gaps, with the doubt that can be seen.

    `steps` holds each figure until the next.
    """
    color, look = style.LIGHT[one.tone], "steps-post" if steps else "default"
    parts = runs(one.points, one.kind)
    for run in parts:
        for before, after in itertools.pairwise(run):
            if after.forecast or before.forecast:
                ends = [before.x, after.x], [before.y, after.y]
                axes.plot(*ends, color=color, linestyle=DASHES, linewidth=1.6, drawstyle=look)
        for foreseen, some in itertools.groupby(run, key=lambda point: point.forecast):
            if not foreseen:
                x, y = zip(*((point.x, point.y) for point in some), strict=True)
                axes.plot(x, y, color=color, drawstyle=look, gid=f"data {one.key}")
        doubt(axes, run, one.tone, extent)
    alone = [run[0] for run in parts if len(run) == 1]
    few = len(one.points) <= MOST_MARKERS
    marked = [p for p in one.points if few or p in alone or p is one.points[-1]]
    for forecast in (False, True):
        these = [point for point in marked if point.forecast is forecast]
        face: Any = {"hollow": True, "width": 1.4} if forecast else {"edge": "paper", "width": 0.8}
        places = [point.x for point in these], [point.y for point in these]
        dots(axes, *places, one.marker, MARKER, one.tone, gid=f"data {one.key}", **face)
    for point in one.points:
        spot(axes, point.n, point.x, point.y)


def hidden_ends(axes: Axes, found: Sequence[Series], across: float, upwards: float) -> None:
    """The mark at the end of a line once more, as a ring around one that hides it; so many units make an inch."""
    size = MARKER / POINTS
    for i, one in enumerate(found):
        at, later = one.points[-1], [other.points[-1] for other in found[i + 1 :]]
        near = [abs(p.x - at.x) < size * across and abs(p.y - at.y) < size * upwards / 2 for p in later]
        if hiding := sum(near):
            look: Any = {"hollow": at.forecast, "edge": "paper" * (not at.forecast), "width": 0.8, "order": RING}
            dot(axes, at.x, at.y, one.marker, MARKER + hiding * WIDER, one.tone, **look)


def bridges(axes: Axes, one: Series) -> None:
    """Dots over the gaps of a series, lest the eye lose it; they say nothing of the level there."""
    for before, after in itertools.pairwise(runs(one.points, one.kind)):
        ends = [before[-1].x, after[0].x], [before[-1].y, after[0].y]
        axes.plot(*ends, color=style.LIGHT[one.tone], linestyle=BRIDGE, linewidth=1.2, zorder=1.8)


def doubtful(point: Point, extent: float) -> bool:
    """Whether a point's interval is to be seen: half a unit in the last place is how numbers are printed, not doubt."""
    return not _is_printed(point) and point.high - point.low > VISIBLE * extent


def _is_printed(point: Point) -> bool:
    found = point.figure.rows
    return len(found) == 1 and getattr(found[0], "qualifier", "") == "exact"


def doubt(axes: Axes, points: Sequence[Point], tone: str, extent: float, *, thin: bool = False) -> None:
    """Intervals wide enough to be seen: whiskers, and arrows where an end is open."""
    width, alpha, order = (1.2, None, 3) if thin else (4.5, 0.28, 1.8)
    for point in points:
        if not doubtful(point, extent):
            continue
        if math.isfinite(point.high - point.low):
            ends = point.x, point.low, point.high
            axes.vlines(*ends, color=style.LIGHT[tone], linewidth=width, alpha=alpha, zorder=order)
        for end, way in ((point.high, 1), (point.low, -1)):
            if math.isinf(end):
                arrow(axes, point.x, point.y, (0, ARROW * way), tone)


def hollows(axes: Axes, points: Sequence[Point], inches: tuple[float, float], *, around: bool = False) -> None:
    """The marks of figures that papers state, side by side: diamonds, and hollow arrows on a foot for bounds.

    `inches` are the units that make an inch, across and upwards. `around`: diamonds stand wider, below other marks, so
    that what is stated shows around what was counted.
    """
    for point in _apart(points, *inches):
        if bound := is_open(point):
            arrow(axes, point.x, point.y, (0, ARROW if math.isinf(point.high) else -ARROW), "ink", hollow=True)
        elif point.figure.sure.value is None:
            axes.vlines(point.x, point.low, point.high, color=style.LIGHT["ink"], linewidth=1.2, zorder=3.5)
        look = ("_", 9) if bound else ("D", MARKER + WIDER if around else 7)
        order = RING if around and not bound else 4.0
        dot(axes, point.x, point.y, *look, "ink", hollow=True, width=1.5, order=order, gid="data ", n=point.n)


def ahead(text: str, found: Sequence[Series]) -> list[Key]:
    """The key of what is foreseen, if anything is: a dashed line, or a hollow mark where none leads to another."""
    some = [one for one in found if one.foreseen]
    joined = [run for one in some for run in runs(one.points, one.kind) if len(run) > 1]
    dashed = any(point.forecast for run in joined for point in run)
    return [Key(text, "muted", "dash" if dashed else "hollow", one.marker) for one in some[:1]]


def unknown_key(one: Series) -> Key:
    """The key of a series of which nothing can be drawn."""
    return Key(f"{one.label}: nothing known yet", "muted", "none")


def vague(found: Iterable[Series], inch: float) -> list[Key]:
    """The key of the pale bars behind vague figures; none where their marks hide all. `inch`: so many units upwards."""
    every = (point for one in found for point in one.points)
    least = 1.3 * MARKER / POINTS * inch
    seen = any(not (_is_printed(point) or is_open(point)) and point.high - point.low > least for point in every)
    return [Key(VAGUE, "muted", "band")] if seen else []


def _apart(points: Sequence[Point], across: float, upwards: float) -> list[Point]:
    """Marks that would lie on one another, set side by side; so many units of the axes make an inch."""
    heaps: list[list[Point]] = []
    for one in points:
        near = (own for own in heaps if abs(own[0].x - one.x) < MARK * across)
        heap = next((own for own in near if abs(own[0].y - one.y) < MARK * upwards), None)
        heap.append(one) if heap else heaps.append([one])
    return [
        replace(one, x=own[0].x + (i - (len(own) - 1) / 2) * MARK * 1.15 * across)
        for own in heaps
        for i, one in enumerate(own)
    ]

"""Marks that mean the same in every chart: solid is known, hollow is stated or foreseen, a gap is a gap."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from nolimits import claims, prose
from nolimits.charts import gather, scales, style
from nolimits.charts.canvas import Key
from nolimits.charts.exhibit import ChartError, Paper
from nolimits.charts.gather import Point, Series
from nolimits.data import Figure, Period, View, day_name, period
from nolimits.data.quantities import quantity

MOST_MARKERS = 26
ARROW = 16  # points that an arrow reaches beyond the mark of an open interval
MARK = 0.13  # inches that the hollow mark of a stated figure takes up
STEPS = {"year": 1.0, "month": 1 / 12, "ytd": 1 / 12, "rolling": 1 / 12, "any": 1 / 12}  # years from point to point
VISIBLE = 0.012  # of the axis: an interval narrower than this would be hidden by its own mark
CLAIM = re.compile(r"[a-z]\d{3}")
DASHES = (0, (3, 2))
MIDDLE = 0.33  # of the size: from where digits stand to their middle


def unit(found: Iterable[Series]) -> str:
    """The unit of a panel, in words."""
    return next((one.axis for one in found if one.unit), "")


def nothing_known(view: View) -> str:
    """What a chart says of which nothing was known yet."""
    return f"Nothing of this was known by {day_name(view.cutoff)}."


@dataclass(frozen=True)
class PaperMark:
    """A figure that a paper states, where it is drawn; `source` is the paper's key, empty where none is named.

    `known_on` is the first day of the window in which the paper was published.
    """

    point: Point
    name: str
    about: str = ""
    source: str = ""
    known_on: str = ""

    @property
    def record(self) -> dict[str, object]:
        """Its record."""
        return gather.entry(self.about, self.point.figure, self.name, self.point.y, mark="stated") | {
            "known_on": self.known_on,
            "sources": self.source,
        }


def moment_of(when: str | int) -> float:
    """Where a period in its short form stands in time."""
    return scales.place(period(when))


def paper_marks(view: View, given: Iterable[str | Sequence[Any]], unit: str = "", kind: str = "") -> list[PaperMark]:
    """Hollow marks as an author asks for them, without those of papers that were not published by the cutoff.

    A mark is a claim's key, (claim, label), or (period, figure, label) with the paper's key of `documents.csv` as a
    fourth: without one it waits for the first of the papers. The figure is a number, an expression, or a bound such as
    "under 6". Raises ChartError for a claim without a figure and a period, for another unit than the chart's, for an
    unknown figure and for an unknown paper.
    """
    marks = (_mark(view, [one] if isinstance(one, str) else list(one), unit, kind) for one in given)
    return [mark for mark in marks if mark]


def _mark(view: View, parts: list[Any], unit: str, kind: str) -> PaperMark | None:
    if isinstance(parts[0], str) and CLAIM.fullmatch(parts[0]):
        return _of_claim(view, parts[0], prose.plain(parts[1], view) if len(parts) > 1 else "", unit, kind)
    when, value, name, *named = parts
    papers = view.evidence.documents
    if unknown := set(named) - set(papers):
        raise ChartError(f"no paper is called {unknown.pop()!r}: the papers are {', '.join(papers)}")
    since = min(papers[key]["published_to"] for key in named or papers)
    if view.cutoff < since:
        return None
    span = period(when)
    figure = _bound(value, unit, span) or gather.ask(view, value if isinstance(value, str) else f"{value}", span)
    if not figure.known:
        raise ChartError(f"the stated figure {value!r} for {span.name} is not known: write the number")
    source = papers[named[0]]["source"] if named else ""
    return PaperMark(gather.point(figure, kind), prose.plain(name, view), source=source, known_on=since)


def _bound(value: object, unit: str, span: Period) -> Figure | None:
    """A bound as an author writes it: `over 40`, `under 6`."""
    word, _, number = str(value).partition(" ")
    if word not in ("over", "under"):
        return None
    return Figure(quantity(word, "", number, number), unit, span, how="printed")


def paper_sources(told: Iterable[PaperMark]) -> list[Paper]:
    """The papers behind stated marks, each once."""
    return [Paper(source) for source in dict.fromkeys(one.source for one in told) if source]


def _of_claim(view: View, key: str, name: str, unit: str, kind: str) -> PaperMark | None:
    claim = claims.claim(key, view)
    if claim.stated is None or claim.stated.period is None:
        raise ChartError(f"claim {key} states no figure for a period: it cannot be a mark")
    if unit and claim.stated.unit != unit:
        raise ChartError(f"claim {key} is in {claim.stated.unit}, the chart in {unit}")
    paper = view.evidence.documents[claim.document]
    if view.cutoff < paper["published_to"]:
        return None
    name = name or f"stated by {paper['author'] or paper['publisher']}"
    point = gather.point(replace(claim.stated, rows=()), kind)
    return PaperMark(point, name, claim.stated.about, paper["source"], paper["published_to"])


def bounds(point: Point) -> list[float]:
    """The finite numbers that a point needs room for: of a printed figure itself, of a vague one its interval too."""
    if _printed(point):
        return [point.y]
    return [end for end in (point.y, point.low, point.high) if math.isfinite(end)]


def headroom(y: scales.Scale, points: Iterable[Point], tall: float) -> scales.Scale:
    """A scale on which the arrows of open intervals stay inside a plot so many inches tall."""
    arrow = 1.2 * ARROW / 72 / tall * (y.high - y.low)
    points = tuple(points)
    high = max([y.high, *(point.y + arrow for point in points if math.isinf(point.high))])
    return replace(y, low=min([y.low, *(point.y - arrow for point in points if math.isinf(point.low))]), high=high)


def reach(points: Iterable[Point], kind: str = "", more: Iterable[float] = ()) -> tuple[float, float]:
    """The span of time that shows all points: whole years, or months with a little room where it is short.

    Figures of years or of longer spans are never among months.
    """
    places = [*(point.x for point in points), *more]
    low, high = min(places), max(places)
    if kind == "span" and high - low < 2:
        low, high = low - 2, high + 1  # a span is set at its end: show that years led there
    if high - low < 1.6 and kind not in ("year", "span") and not (low.is_integer() and high.is_integer()):
        return low - 1 / 24 - 0.02, high + 1 / 24 + 0.02
    return math.floor(low + 0.5) - 0.5, math.ceil(high - 0.5) + 0.5


def dress(axes: Axes, x: scales.Scale, y: scales.Scale, places: Iterable[float] = ()) -> None:
    """Limits, ticks and grid; a stronger line at nought where it lies inside.

    `places` are where marks stand in time: if they are days, a tick is the turn of a year or month, not its middle.
    """
    axes.set_xlim(x.low, x.high)
    axes.set_ylim(y.low, y.high)
    axes.set_xticks(x.ticks, x.names)
    axes.set_yticks(y.ticks, y.names)
    if turns := x.turns(places):
        axes.set_xticks(turns, minor=True)
        axes.tick_params(axis="x", length=0)
        axes.tick_params(axis="x", which="minor", length=3.5, width=0.8)
    level(axes)
    if y.low < 0 < y.high:
        axes.axhline(0, color=style.LIGHT["axis"], linewidth=0.9, zorder=1.5)
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(axis="x", which="both", length=0)


def level(axes: Axes) -> None:
    """Names of the ticks set so that their digits, not their line, stand at the height of the tick."""
    lower = ScaledTranslation(0, -MIDDLE * style.SMALL / 72, axes.figure.dpi_scale_trans)
    for tick in axes.yaxis.get_major_ticks():
        tick.label1.set_verticalalignment("baseline")
        tick.label1.set_transform(tick.label1.get_transform() + lower)


def beside(
    axes: Axes, x: float, y: float, text: str, *, tone: str = "ink", ha: str = "left", cover: bool = False
) -> None:
    """A text whose digits are centred on a height of the axis; with `cover`, no grid line runs through it."""
    ground = {"facecolor": style.LIGHT["paper"], "linewidth": 0, "pad": 1} if cover else None
    axes.annotate(
        text,
        (x, y),
        (0, -MIDDLE * style.SMALL),
        textcoords="offset points",
        ha=ha,
        va="baseline",
        fontsize=style.SMALL,
        color=style.LIGHT[tone],
        annotation_clip=False,
        bbox=ground,
        zorder=6,
    )


def foot(x: scales.Scale) -> float:
    """Inches below the axes that the names of the ticks need."""
    return 0.12 + max((name.count("\n") + 1 for name in x.names), default=0) * 0.165


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


def trace(axes: Axes, one: Series, extent: float, *, steps: bool = False, until: float | None = None) -> None:
    """A series: solid through outturns, dashed to forecasts, broken at gaps, with the doubt that can be seen.

    `steps` holds each figure until the next. With `until` there are no gaps: what was said stands until it is restated,
    a forecast until that moment.
    """
    color, paper = style.LIGHT[one.tone], style.LIGHT["paper"]
    draw_style = "steps-post" if steps else "default"
    parts = runs(one.points, one.kind) if until is None else [list(one.points)]
    if until is not None and one.points[-1].forecast:
        axes.hlines(one.points[-1].y, one.points[-1].x, until, color=color, linestyle=DASHES, linewidth=1.6)
    for run in parts:
        for before, after in itertools.pairwise(run):
            if after.forecast or before.forecast:
                axes.plot(
                    [before.x, after.x],
                    [before.y, after.y],
                    color=color,
                    linestyle=DASHES,
                    linewidth=1.6,
                    drawstyle=draw_style,
                )
        for foreseen, some in itertools.groupby(run, key=lambda point: point.forecast):
            if not foreseen:
                x, y = zip(*((point.x, point.y) for point in some), strict=True)
                axes.plot(x, y, color=color, drawstyle=draw_style, gid=f"data {one.key}")
        doubt(axes, run, color, extent)
    alone = [run[0] for run in parts if len(run) == 1]
    few = len(one.points) <= MOST_MARKERS
    marked = [p for p in one.points if few or p in alone or p is one.points[-1]]
    for forecast, face in ((False, color), (True, paper)):
        these = [point for point in marked if point.forecast is forecast]
        axes.plot(
            [p.x for p in these],
            [p.y for p in these],
            linestyle="none",
            marker=one.marker,
            markersize=5.2,
            color=color,
            markerfacecolor=face,
            markeredgecolor=paper if not forecast else color,
            markeredgewidth=0.8 if not forecast else 1.4,
            gid=f"data {one.key}",
            zorder=3,
            clip_on=False,
        )


def doubtful(point: Point, extent: float) -> bool:
    """Whether a point's interval is to be seen: half a unit in the last place is how numbers are printed, not doubt."""
    return not _printed(point) and point.high - point.low > VISIBLE * extent


def _printed(point: Point) -> bool:
    found = point.figure.rows
    return len(found) == 1 and getattr(found[0], "qualifier", "") == "exact"


def doubt(axes: Axes, points: Sequence[Point], color: str, extent: float, *, thin: bool = False) -> None:
    """Intervals wide enough to be seen: whiskers, and arrows where an end is open."""
    for point in points:
        if not doubtful(point, extent):
            continue
        if math.isfinite(point.high - point.low):
            axes.vlines(
                point.x,
                point.low,
                point.high,
                color=color,
                linewidth=1.2 if thin else 4.5,
                alpha=None if thin else 0.28,
                zorder=3 if thin else 1.8,
            )
        for end, way in ((point.high, 1), (point.low, -1)):
            if math.isinf(end):
                arrow(axes, point.x, point.y, (0, ARROW * way), color)


def arrow(axes: Axes, x: float, y: float, way: tuple[float, float], color: str, *, hollow: bool = False) -> None:
    """An arrow from a place of the axes towards an open end, so many points long."""
    look = {
        "arrowstyle": "<|-",
        "edgecolor": color,
        "facecolor": style.LIGHT["paper"] if hollow else color,
        "linewidth": 1.4,
        "shrinkA": 0,
        "shrinkB": 2,
        "mutation_scale": 12 if hollow else 8,
    }
    axes.annotate("", (x, y), way, textcoords="offset points", arrowprops=look, annotation_clip=False, zorder=4)


def hollow(axes: Axes, point: Point) -> None:
    """The mark of a figure that a paper states: a diamond, or a hollow arrow on a foot for "over" and "under"."""
    ink, paper, bound = style.LIGHT["ink"], style.LIGHT["paper"], is_open(point)
    if bound:
        arrow(axes, point.x, point.y, (0, ARROW if math.isinf(point.high) else -ARROW), ink, hollow=True)
    elif point.figure.sure.value is None:
        axes.vlines(point.x, point.low, point.high, color=ink, linewidth=1.2, zorder=3.5)
    axes.plot(
        [point.x],
        [point.y],
        linestyle="none",
        marker="_" if bound else "D",
        markersize=9 if bound else 7,
        color=ink,
        markerfacecolor=paper,
        markeredgewidth=1.5,
        zorder=4,
        gid="data ",
        clip_on=False,
    )


def legend_keys(told: Sequence[PaperMark]) -> Iterable[Key]:
    """The keys of stated figures: a diamond, or an arrow head where all of one name are bounds."""
    for name in dict.fromkeys(one.name for one in told):
        own = [one.point for one in told if one.name == name]
        bound = all(is_open(point) for point in own)
        marker = "D" if not bound else "^" if math.isinf(own[0].high) else "v"
        yield Key(name, "ink", "hollow", marker)


def ahead(text: str, found: Sequence[Series], *, held: bool = False) -> list[Key]:
    """The key of what is foreseen, if anything is: a dashed line, or a hollow mark where none leads to another."""
    some = [one for one in found if one.foreseen]
    joined = [run for one in some for run in runs(one.points, one.kind) if len(run) > 1]
    dashed = held or any(point.forecast for run in joined for point in run)
    return [Key(text, "muted", "dash" if dashed else "hollow", one.marker) for one in some[:1]]


def apart(points: Sequence[Point], across: float, upwards: float) -> list[Point]:
    """Marks that would lie on one another, set side by side; so many units of the axes make an inch."""
    spots: list[list[Point]] = []
    for one in points:
        spot = next(
            (own for own in spots if abs(own[0].x - one.x) < MARK * across and abs(own[0].y - one.y) < MARK * upwards),
            None,
        )
        spot.append(one) if spot else spots.append([one])
    return [
        replace(one, x=own[0].x + (i - (len(own) - 1) / 2) * MARK * 1.15 * across)
        for own in spots
        for i, one in enumerate(own)
    ]

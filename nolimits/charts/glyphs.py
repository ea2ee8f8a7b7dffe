"""Marks that mean the same in every chart: solid is known, hollow is stated or foreseen, a gap is a gap."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from nolimits import claims, prose
from nolimits.charts import gather, scales, style
from nolimits.charts.exhibit import ChartError
from nolimits.charts.gather import Point, Series
from nolimits.data import Period, View, day_name, period, rows

MOST_MARKERS = 26
VISIBLE = 0.012  # of the axis: an interval narrower than this would be hidden by its own mark
CLAIM = re.compile(r"[a-z]\d{3}")
DASHES = (0, (3, 2))
MIDDLE = 0.33  # of the size: from where digits stand to their middle


def unit(found: Iterable[Series]) -> str:
    """The unit of a panel, in words."""
    return next((gather.unit_name(one.unit) for one in found if one.unit), "")


def nothing(view: View) -> str:
    """What a chart says of which nothing was known yet."""
    return f"Nothing of this was known by {day_name(view.cutoff)}."


@dataclass(frozen=True)
class Stated:
    """A figure that a paper states, where it is drawn; `source` is the paper's key, empty where the author typed it."""

    point: Point
    name: str
    about: str = ""
    source: str = ""

    @property
    def record(self) -> dict[str, object]:
        """Its record."""
        return gather.entry(self.about, self.point.figure, self.name, self.point.y, mark="stated") | {
            "sources": self.source
        }


def moment(when: str | int) -> float:
    """Where a period in its short form stands in time."""
    return scales.place(period(when))


def stated(view: View, given: str | Sequence, unit: str = "") -> Stated:
    """A hollow mark as an author asks for it: a claim's key, (claim, label), or (period, number or expression, label).

    Raises ChartError for a claim without a figure and a period, in another unit than the chart's, or an unknown figure.
    """
    parts = [given] if isinstance(given, str) else list(given)
    if isinstance(parts[0], str) and CLAIM.fullmatch(parts[0]):
        return _of_claim(view, parts[0], prose.plain(view, parts[1]) if len(parts) > 1 else "", unit)
    when, value, name = parts
    span = period(when)
    figure = gather.asked(view, value if isinstance(value, str) else repr(float(value)), span)
    if not figure.known:
        raise ChartError(f"the stated figure {value!r} for {span.name} is not known: write the number")
    return Stated(gather.point(figure), prose.plain(view, name))


def papers(told: Iterable[Stated]) -> list[dict[str, str]]:
    """The papers behind stated marks, each once, as rows with a source."""
    return [{"source": source} for source in dict.fromkeys(one.source for one in told) if source]


def _of_claim(view: View, key: str, name: str, unit: str) -> Stated:
    claim = claims.claim(key, view)
    if claim.stated is None or claim.stated.period is None:
        raise ChartError(f"claim {key} states no figure for a period: it cannot be a mark")
    if unit and claim.stated.unit != unit:
        raise ChartError(f"claim {key} is in {claim.stated.unit}, the chart in {unit}")
    paper = next(row for row in rows("documents", view.folder) if row["document"] == claim.row["document"])
    name = name or f"stated by {paper['author'] or paper['publisher']}"
    return Stated(gather.point(replace(claim.stated, rows=())), name, claim.stated.about, paper["source"])


def ends(point: Point) -> list[float]:
    """The finite numbers that a point needs room for."""
    return [end for end in (point.y, point.low, point.high) if math.isfinite(end)]


def reach(places: Sequence[float]) -> tuple[float, float]:
    """The span of time that shows all places: whole years, or months with a little room where it is short."""
    low, high = min(places), max(places)
    if high - low < 1.6 and not (low.is_integer() and high.is_integer()):
        return low - 1 / 24 - 0.02, high + 1 / 24 + 0.02
    return math.floor(low + 0.5) - 0.5, math.ceil(high - 0.5) + 0.5


def dress(axes: Axes, x: scales.Scale, y: scales.Scale) -> None:
    """Limits, ticks and grid; a stronger line at nought where it lies inside."""
    axes.set_xlim(x.low, x.high)
    axes.set_ylim(y.low, y.high)
    axes.set_xticks(x.ticks, x.names)
    axes.set_yticks(y.ticks, y.names)
    level(axes)
    if y.low < 0 < y.high:
        axes.axhline(0, color=style.LIGHT["axis"], linewidth=0.9, zorder=1.5)
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(axis="x", length=0)


def level(axes: Axes) -> None:
    """Names of the ticks set so that their digits, not their line, stand at the height of the tick."""
    lower = ScaledTranslation(0, -MIDDLE * style.SMALL / 72, axes.figure.dpi_scale_trans)
    for tick in axes.yaxis.get_major_ticks():
        tick.label1.set_va("baseline")
        tick.label1.set_transform(tick.label1.get_transform() + lower)


def beside(axes: Axes, x: float, y: float, text: str, *, tone: str = "ink", ha: str = "left",
           cover: bool = False) -> None:  # fmt: skip
    """A text whose digits are centred on a height of the axis; with `cover`, no grid line runs through it."""
    ground = {"facecolor": style.LIGHT["paper"], "linewidth": 0, "pad": 1} if cover else None
    axes.annotate(text, (x, y), (0, -MIDDLE * style.SMALL), textcoords="offset points", ha=ha, va="baseline",
                  fontsize=style.SMALL, color=style.LIGHT[tone], annotation_clip=False, bbox=ground,
                  zorder=6)  # fmt: skip


def foot(x: scales.Scale) -> float:
    """Inches below the axes that the names of the ticks need."""
    return 0.12 + max((name.count("\n") + 1 for name in x.names), default=0) * 0.165


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """Points without a gap between them: a missing year, month or year to date parts them."""
    found: list[list[Point]] = []
    for point in points:
        if found and _follows(found[-1][-1], point):
            found[-1].append(point)
        else:
            found.append([point])
    return found


def _follows(before: Point, after: Point) -> bool:
    kind = after.figure.period.kind
    step = {"year": 1.0, "month": 1 / 12, "ytd": 1 / 12, "span": 1.0}.get(kind, 1.0)
    if kind == "span" and before.figure.period.kind == "span" and before.x < after.x:
        step = 1 / 12 if _twelve(before.figure.period) and _twelve(after.figure.period) else 1.0
    if kind == "year" and _twelve(before.figure.period) and before.figure.period.kind == "span":
        step = 1 / 12
    same_year = before.figure.period.year == after.figure.period.year
    return after.x - before.x <= step * 1.3 and (kind != "ytd" or same_year)


def _twelve(span: Period) -> bool:
    return (int(span.end[:4]) * 12 + int(span.end[5:7])) - (int(span.start[:4]) * 12 + int(span.start[5:7])) == 11


def trace(axes: Axes, one: Series, extent: float, *, steps: bool = False, joined: bool = False) -> None:
    """A series: solid through outturns, dashed to forecasts, broken at gaps, with the doubt that can be seen.

    `steps` holds each figure until the next; `joined` knows no gaps: what was said stands until it is restated.
    """
    color, paper = style.LIGHT[one.tone], style.LIGHT["paper"]
    draw_style = "steps-post" if steps else "default"
    parts = [list(one.points)] if joined else runs(one.points)
    for run in parts:
        for before, after in itertools.pairwise(run):
            if after.forecast or before.forecast:
                axes.plot([before.x, after.x], [before.y, after.y], color=color, linestyle=DASHES, linewidth=1.6,
                          drawstyle=draw_style)  # fmt: skip
        for foreseen, some in itertools.groupby(run, key=lambda point: point.forecast):
            if not foreseen:
                x, y = zip(*((point.x, point.y) for point in some), strict=True)
                axes.plot(x, y, color=color, drawstyle=draw_style, gid=f"data {one.key}")
        doubt(axes, run, color, extent)
    alone = [run[0] for run in parts if len(run) == 1]
    few = len(one.points) <= MOST_MARKERS
    marked = [p for p in one.points if few or p in alone or p is one.points[-1]]
    for forecast, face in ((False, color), (True, paper)):
        some = [point for point in marked if point.forecast is forecast]
        axes.plot([p.x for p in some], [p.y for p in some], linestyle="none", marker=one.marker, markersize=5.2,
                  color=color, markerfacecolor=face, markeredgecolor=paper if not forecast else color,
                  markeredgewidth=0.8 if not forecast else 1.4, gid=f"data {one.key}", zorder=3,
                  clip_on=False)  # fmt: skip


def doubtful(point: Point, extent: float) -> bool:
    """Whether a point's interval is to be seen: half a unit in the last place is how numbers are printed, not doubt."""
    rows = point.figure.rows
    printed = len(rows) == 1 and getattr(rows[0], "qualifier", "") == "exact"
    return not printed and point.high - point.low > VISIBLE * extent


def doubt(axes: Axes, points: Sequence[Point], color: str, extent: float, *, thin: bool = False) -> None:
    """Intervals wide enough to be seen: whiskers, and arrows where an end is open."""
    for point in points:
        if not doubtful(point, extent):
            continue
        if math.isfinite(point.high - point.low):
            axes.vlines(point.x, point.low, point.high, color=color, linewidth=1.2 if thin else 4.5,
                        alpha=None if thin else 0.28, zorder=3 if thin else 1.8)  # fmt: skip
        for end, way in ((point.high, 1), (point.low, -1)):
            if math.isinf(end):
                arrow = {
                    "arrowstyle": "<|-",
                    "color": color,
                    "linewidth": 1.4,
                    "shrinkA": 0,
                    "shrinkB": 2,
                    "mutation_scale": 8,
                }
                axes.annotate("", (point.x, point.y), (0, 16 * way), textcoords="offset points", arrowprops=arrow,
                              annotation_clip=False)  # fmt: skip


def hollow(axes: Axes, point: Point) -> None:
    """The mark of a figure that a paper states."""
    axes.plot([point.x], [point.y], linestyle="none", marker="D", markersize=7, color=style.LIGHT["ink"],
              markerfacecolor=style.LIGHT["paper"], markeredgewidth=1.5, zorder=4, gid="data ",
              clip_on=False)  # fmt: skip

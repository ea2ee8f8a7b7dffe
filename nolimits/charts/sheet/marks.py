"""Single marks, which mean the same in every chart: solid is known, hollow is stated or foreseen.

Each that stands for a record of the chart says for which (`n`): so its place in the picture can be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import ScaledTranslation

from nolimits.charts import style
from nolimits.charts.letters import POINTS
from nolimits.charts.sheet import scales
from nolimits.charts.sheet.spots import Sheet, Spot

DASHES, DOTS = (0, (3, 2)), (0, (1, 1.5))
ARROW = 16  # points that an arrow reaches beyond the mark of an open interval
MIDDLE = 0.33  # of the size: from where digits stand to their middle
HATCH = "////"
PALE = 0.4  # of the ink that is left to what may hold no longer
Box = tuple[float, float, float, float]  # left, top, width, height


def spot(axes: Axes, n: int, x: float, y: float, wide: float = 0.0, tall: float = 0.0) -> None:
    """Notes where the mark of a record stands, in the axes' own units."""
    if n >= 0:
        cast(Sheet, axes.figure).spots.append(Spot(axes, n, x, y, wide, tall))


def dots(
    axes: Axes,
    x: Sequence[float],
    y: Sequence[float],
    marker: str,
    size: float,
    tone: str,
    *,
    hollow: bool = False,
    edge: str = "",
    width: float = 0.0,
    order: float = 3.0,
    clip: bool = False,
    alpha: float | None = None,
    gid: str | None = None,
) -> None:
    """Markers that look the same, `size` points wide with an edge in `edge` (else their own colour)."""
    axes.plot(
        x,
        y,
        linestyle="none",
        marker=marker,
        markersize=size,
        color=style.LIGHT[tone],
        markerfacecolor=style.LIGHT["paper" if hollow else tone],
        markeredgecolor=style.LIGHT[edge or tone],
        markeredgewidth=width,
        alpha=alpha,
        gid=gid,
        clip_on=clip,
        zorder=order,
    )


def dot(axes: Axes, x: float, y: float, *look: Any, n: int = -1, **more: Any) -> None:
    """One marker, which stands for a record; it looks as `dots` do."""
    dots(axes, [x], [y], *look, **more)
    spot(axes, n, x, y)


def box(
    axes: Axes,
    place: Box,
    tone: str,
    hatch: str = "",
    *,
    pale: bool = False,
    seam: float = 0.0,
    order: float = 1.0,
    clip: bool = False,
    gid: str | None = None,
    n: int = -1,
) -> None:
    """A filled rectangle from a corner of it, set off from its neighbours by a seam of paper."""
    look = {"facecolor": style.LIGHT[tone], "edgecolor": style.LIGHT["paper"], "hatch": hatch or None}
    alpha = PALE if pale else None
    _rectangle(axes, place, n, linewidth=seam, alpha=alpha, clip_on=clip, zorder=order, gid=gid, **look)
    if pale:  # lest it be taken for a lighter colour
        outline(axes, place, tone, order=order, clip=clip)


def outline(
    axes: Axes,
    place: Box,
    tone: str = "ink",
    width: float = 1.2,
    *,
    order: float = 1.0,
    clip: bool = True,
    gid: str | None = None,
    n: int = -1,
) -> None:
    """A hollow rectangle: what was planned, announced or let go."""
    look = {"facecolor": "none", "edgecolor": style.LIGHT[tone], "linewidth": width}
    _rectangle(axes, place, n, clip_on=clip, zorder=order, gid=gid, **look)


def _rectangle(axes: Axes, place: Box, n: int, **look: Any) -> None:
    x, y, wide, tall = place
    axes.add_artist(Rectangle((x, y), wide, tall, **look))  # unlike add_patch, without a look at the limits, as set
    spot(axes, n, x, y, wide, tall)


def boxes(axes: Axes, places: Iterable[Box], tone: str, hatch: str, *, pale: bool) -> None:
    """Filled rectangles that look the same, as one shape."""
    corners = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)] for x, y, w, h in places]
    path = Path.make_compound_path(*(Path(one, closed=True) for one in corners))
    look = {"facecolor": style.LIGHT[tone], "edgecolor": style.LIGHT["paper"], "hatch": hatch or None}
    axes.add_artist(PathPatch(path, linewidth=0, clip_on=False, alpha=PALE if pale else None, **look))


def uprights(axes: Axes, places: Iterable[float], tall: float, tone: str, order: float = 2) -> None:
    """Upright lines that look the same, as one shape."""
    if ends := [(x, y) for x in places for y in (0, tall)]:
        path = Path(ends, [Path.MOVETO, Path.LINETO] * (len(ends) // 2))
        look = {"facecolor": "none", "edgecolor": style.LIGHT[tone], "linewidth": 0.8, "zorder": order}
        axes.add_artist(PathPatch(path, clip_on=False, **look))


def day_line(axes: Axes, at: float) -> None:
    """A day that matters, as a dotted upright."""
    axes.axvline(at, color=style.LIGHT["axis"], linewidth=0.9, linestyle=DOTS, zorder=1)


def base_line(axes: Axes, y: float) -> None:
    """The level from which a plot is read."""
    axes.axhline(y, color=style.LIGHT["axis"], linewidth=0.9, zorder=1.5)


def arrow(axes: Axes, x: float, y: float, way: tuple[float, float], tone: str, *, hollow: bool = False) -> None:
    """An arrow from a place of the axes towards an open end, so many points long."""
    look = {
        "arrowstyle": "<|-",
        "edgecolor": style.LIGHT[tone],
        "facecolor": style.LIGHT["paper" if hollow else tone],
        "linewidth": 1.4,
        "shrinkA": 0,
        "shrinkB": 2,
        "mutation_scale": 12 if hollow else 8,
    }
    axes.annotate("", (x, y), way, textcoords="offset points", arrowprops=look, annotation_clip=False, zorder=4)


def beside(
    axes: Axes, x: float, y: float, text: str, *, tone: str = "ink", ha: str = "left", cover: bool = False
) -> None:
    """A text whose digits are centred on a height of the axis; with `cover`, no grid line runs through it."""
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
        bbox={"facecolor": style.LIGHT["paper"], "linewidth": 0, "pad": 1} if cover else None,
        zorder=6,
    )


def dress(axes: Axes, x: scales.Scale, y: scales.Scale, places: Iterable[float]) -> None:
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
    # the digits of a tick's name, not its line, stand at the height of the tick
    lower = ScaledTranslation(0, -MIDDLE * style.SMALL / POINTS, axes.figure.dpi_scale_trans)
    for tick in axes.yaxis.get_major_ticks():
        tick.label1.set_verticalalignment("baseline")
        tick.label1.set_transform(tick.label1.get_transform() + lower)
    if y.low < 0 < y.high:
        base_line(axes, 0)
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(axis="x", which="both", length=0)


def foot(x: scales.Scale) -> float:
    """Inches below the axes that the names of the ticks need."""
    return 0.12 + max((name.count("\n") + 1 for name in x.names), default=0) * 0.165

"""Sideways charts, one row an item: names, bars and their figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from nolimits.charts import gather, style
from nolimits.charts.sheet import marks, numerals, trace
from nolimits.charts.sheet.canvas import Canvas
from nolimits.charts.sheet.text import even, height, measure, widest
from nolimits.data import Figure

MOST_ROWS = 16
NAME_WIDTH = 2.5
BAR = 0.2


@dataclass(frozen=True)
class BarRow:
    """One row of a sideways chart: its name in lines, its top and its middle, in inches from the top of the plot."""

    lines: tuple[str, ...]
    top: float
    middle: float


def lay_rows(canvas: Canvas, names: Sequence[str], bar: float) -> tuple[list[BarRow], float, float]:
    """Rows for names, the inches that the names take up at the left, and the height of all."""
    rows, top = [], 0.0
    for name in names:
        lines = tuple(even(name, canvas.width if canvas.narrow else NAME_WIDTH))
        tall = height(len(lines))
        if canvas.narrow:
            rows.append(BarRow(lines, top, top + tall + bar / 2 + 0.03))
            top += tall + bar + 0.18
        else:
            extent = max(tall, bar) + 0.1
            rows.append(BarRow(lines, top + extent / 2, top + extent / 2))
            top += extent
    left = 0.0 if canvas.narrow else widest(line for row in rows for line in row.lines) + 0.1
    return rows, left, top


def write_name(canvas: Canvas, row: BarRow, left: float) -> None:
    """The name of a row, left of its marks or, on a narrow sheet, above them."""
    if canvas.narrow:
        canvas.write(0, canvas.top + row.top, row.lines)
    else:
        canvas.write(left - 0.1, canvas.top + row.middle, row.lines, ha="right", va="center")


def sideways(axes: Axes, low: float, high: float, tall: float) -> None:
    """Dress axes for rows: values along, rows downwards; lengths in inches."""
    axes.set_xlim(low, high)
    axes.set_ylim(tall, 0)
    axes.grid(visible=False, axis="y")
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])


def finite(figure: Figure) -> list[float]:
    """The finite ends and the centre of a figure, in its unit."""
    return [end for end in (figure.sure.centre, figure.sure.low, figure.sure.high) if math.isfinite(end)]


def room_for(texts: Sequence[str]) -> float:
    """Inches that figures beside their marks need, with the arrows of bounds."""
    return max(measure(text) + 0.26 * (text[0] in "<>") for text in texts)


@dataclass(frozen=True)
class Item:
    """One bar of a ranking: its name, its figure and its colour; `n` is the place of its record.

    `aside` stands behind the figure; what is `pale` may hold no longer.
    """

    name: str
    figure: Figure
    tone: str
    n: int = -1
    aside: str = ""
    pale: bool = False


def draw_ranking(canvas: Canvas, items: Sequence[Item]) -> None:
    """Items as bars sideways, in the order in which they come."""
    rows, left, tall = lay_rows(canvas, [item.name for item in items], BAR)
    known = [item.figure for item in items if item.figure.known]
    places = numerals.decimals_for(figure.sure.centre for figure in known)
    texts = [_figure(item, places) for item in items]
    room = room_for(texts) + 0.14
    values = [0.0, *(end for figure in known for end in finite(figure))]
    low, high = min(values), max(values) or 1.0
    inch = (high - low) / (canvas.width - left - room * (1 + (low < 0)))
    axes = canvas.axes(left, tall)
    sideways(axes, low - (room * inch if low < 0 else 0), high + room * inch, tall)
    for row, item, text in zip(rows, items, texts, strict=True):
        write_name(canvas, row, left)
        over = 0.0 if canvas.narrow else 0.03  # on a phone the name stands close above its bar
        ends = row.middle - BAR / 2 - over, row.middle + BAR / 2 + 0.03
        axes.vlines(0, *ends, color=style.LIGHT["axis"], linewidth=0.9)
        side, ink, end = 1, "muted", 0.0
        if item.figure.known:
            ink, end = "ink", _bar(axes, row.middle, item, high - low)
            side = -1 if end < 0 or (end == 0 and math.isinf(item.figure.sure.low)) else 1
            if not item.figure.sure.bounded:
                end = _open_end(axes, end, row.middle, item.figure, side, inch)
        marks.beside(axes, end + side * 0.06 * inch, row.middle, text, tone=ink, ha="right" if side < 0 else "left")
    canvas.top += tall + 0.06


def _figure(item: Item, places: int) -> str:
    """The figure of a bar in print, and what stands behind it."""
    known = item.figure.known
    figure = numerals.in_print(item.figure.sure, item.figure.rows, places) if known else numerals.UNKNOWN
    return ", ".join(filter(None, [figure, item.aside]))


def _bar(axes: Axes, y: float, item: Item, extent: float) -> float:
    """A sideways bar with its doubt; the place beyond which nothing of it is drawn."""
    figure, centre = item.figure, item.figure.sure.centre
    hatch = marks.HATCH if figure.forecast else ""
    marks.box(
        axes, (0, y - BAR / 2, centre, BAR), item.tone, hatch, pale=item.pale, order=2, clip=True, gid="data", n=item.n
    )
    one = gather.point(figure) if figure.period else None
    if one is None or not trace.doubtful(one, extent) or not figure.sure.bounded:
        return centre
    axes.hlines(y, one.low, one.high, color=style.LIGHT["ink"], linewidth=1.2, zorder=3)
    return one.low if centre < 0 else one.high


def _open_end(axes: Axes, end: float, y: float, figure: Figure, side: int, inch: float) -> float:
    """The arrow of a bound, and where it ends: it leads on from the bar, or from without back to it."""
    way = -1 if math.isinf(figure.sure.low) else 1
    beyond = end + side * 0.24 * inch
    marks.arrow(axes, end if way == side else beyond, y, (way * marks.ARROW, 0), "ink")
    return beyond

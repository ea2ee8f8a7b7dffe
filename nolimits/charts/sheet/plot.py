"""Upright plots: axes with their names around them, columns over slots, stacks, and names at the ends of lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas
from nolimits.charts.sheet.text import measure, pack_boxes, spread, tall, wrap

READABLE = 0.2  # inches that a part of a stack must be high for its figure to stand in it
SEAM = 0.8  # points of paper between two parts of a stack


@dataclass(frozen=True)
class Plot:
    """Axes with their scales; `tall` is their height in inches, `slot` the inches of one unit across."""

    axes: Axes
    x: scales.Scale
    y: scales.Scale
    tall: float
    slot: float

    @property
    def inch(self) -> float:
        """Units that make an inch upwards."""
        return (self.y.high - self.y.low) / self.tall

    @property
    def inches(self) -> tuple[float, float]:
        """Units that make an inch, across and upwards."""
        return 1 / self.slot, self.inch

    @property
    def below(self) -> float:
        """Inches from the top of the axes to below the names of their ticks."""
        return self.tall + marks.foot(self.x)


def plot(
    canvas: Canvas,
    x: scales.Scale,
    y: scales.Scale,
    tall: float,
    sides: tuple[float, float],
    places: Iterable[float] = (),
    *,
    top: float | None = None,
) -> Plot:
    """Axes at the cursor, `sides` inches away from the left and the right; `places` as for `marks.dress`."""
    left, right = sides
    axes = canvas.axes(left, tall, right, top=top)
    marks.dress(axes, x, y, places)
    return Plot(axes, x, y, tall, (canvas.width - left - right) / (x.high - x.low))


def columns(
    canvas: Canvas, y: scales.Scale, tall: float, count: int, names: Callable[[float], list[tuple[int, str]]]
) -> Plot:
    """A plot over so many slots; `names` are asked for those below them, given the inches that a slot is wide."""
    left = y.room() + 0.08
    slot = (canvas.width - left) / count
    named = names(slot)
    right = max(0.0, measure(named[-1][1]) / 2 - slot / 2)
    found = plot(canvas, scales.slots(named, count), y, tall, (left, right))
    found.axes.tick_params(axis="x", length=0)
    return found


def stack_starts(sizes: Iterable[tuple[Hashable, float]]) -> Iterator[float]:
    """Where each part of some stacks begins, given (stack, size): gains go upwards, losses downwards."""
    ends: defaultdict[tuple[Hashable, bool], float] = defaultdict(float)
    for stack, size in sizes:
        yield ends[stack, size >= 0]
        ends[stack, size >= 0] += size


def part(
    found: Plot,
    place: marks.Box,
    tone: str,
    text: str,
    *,
    room: float,
    rule: float | None = None,
    gid: str = "data ",
    n: int = -1,
) -> None:
    """One part of a stack, with its figure where there is `room` for it and no `rule` runs through."""
    left, start, wide, size = place
    marks.box(found.axes, place, tone, seam=SEAM, order=2, clip=True, gid=gid, n=n)
    middle = start + size / 2
    free = rule is None or abs(middle - rule) / found.inch > READABLE / 2
    if text and free and abs(size) / found.inch > READABLE and measure(text) < room:
        marks.beside(found.axes, left + wide / 2, middle, text, tone="paper", ha="center")


def name_ends(
    canvas: Canvas,
    found: Plot,
    ends: Sequence[tuple[float, str, str]],
    right: float,
    *,
    aside: float = 0.12,
    over: float = 0.08,
) -> None:
    """Texts (height, text, tone) at the right end of a plot, each near its height, none over another."""
    sizes = [tall(text) + 0.03 for _, text, _ in ends]
    wanted = [(found.y.high - at) / found.inch for at, *_ in ends]
    centres = spread(wanted, sizes, -over, found.tall + 0.2)
    for (_, text, tone), centre in zip(ends, centres, strict=True):
        canvas.write(canvas.width - right + aside, canvas.top + centre, text, tone=tone, va="center")


def flag_days(
    canvas: Canvas, days: Sequence[tuple[float, str]], span: tuple[float, float], sides: tuple[float, float]
) -> None:
    """The texts of days that matter, above a plot of time to come, in as many rows as they need.

    `span` are the ends of its axis, `sides` the inches to its left and right. The cursor stands below the texts then.
    """
    inch = (canvas.width - sum(sides)) / (span[1] - span[0])
    texts = ["\n".join(wrap(text, 1.0 if canvas.narrow else 1.35)) for _, text in days]
    boxes = []
    for (at, _), text in zip(days, texts, strict=True):
        wide = measure(text)
        start = min(max(sides[0] + (at - span[0]) * inch - wide / 2, 0.0), canvas.width - wide)
        boxes.append((start, start + wide))
    rows = pack_boxes(boxes, 0.08)
    heights = [max(tall(text) for text, own in zip(texts, rows, strict=True) if own == row) for row in sorted({*rows})]
    for (start, _), text, row in zip(boxes, texts, rows, strict=True):
        lower = sum(heights[row:])
        canvas.write(start, canvas.top + sum(heights) - lower + heights[row] - tall(text), text, tone="muted")
    canvas.top += sum(heights) + (0.08 if rows else 0.0)

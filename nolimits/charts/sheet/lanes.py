"""Days on lanes of time: an axis of days, and marks that give way to one another, some numbered and told below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from matplotlib.axes import Axes

from nolimits.charts import style
from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas
from nolimits.charts.sheet.plot import flag_days
from nolimits.charts.sheet.text import halves, height, measure, pack_boxes, wrap

STEP, AIR = 0.175, 0.11  # inches: height of a row of marks, air above and below those of a lane


def timeline(
    canvas: Canvas, place: tuple[float, float, float], span: tuple[float, float], *, day: str = "", above: bool = False
) -> tuple[Axes, float]:
    """An axis of time over a field measured in inches downwards; with it, the inches from its top to below its names.

    `place` is (left, right, height) in inches, `span` the ends in years (`scales.moment`); `day` draws the cutoff as an
    upright line; `above` names the years at the top as well, for tall fields. The cursor stands at the field's top.
    """
    left, right, tall = place
    years = scales.year_ticks(*span, canvas.width - left - right, canvas.narrow).within(left, right, canvas.width)
    names = height(max((name.count("\n") + 1 for name in years.names), default=1))
    canvas.top += 0.08 + names if above else 0.0
    axes = canvas.axes(left, tall, right)
    axes.grid(False)
    axes.set_xlim(*span)
    axes.set_ylim(tall, 0)
    axes.set_yticks([])
    axes.set_xticks(years.ticks, years.names)
    axes.tick_params(axis="x", length=0, labeltop=above)
    if span[1] - span[0] >= 2.2:
        turns = [year + 0.5 for year in range(int(span[0]) - 1, int(span[1]) + 1) if span[0] < year + 0.5 < span[1]]
        marks.uprights(axes, turns, tall, "grid", order=0)
    if day and span[0] < scales.moment(day) < span[1]:
        marks.day_line(axes, scales.moment(day))
    return axes, tall + 0.14 + names


@dataclass(frozen=True)
class Act:
    """A dated row of a register where it is drawn; `n` is the place of its record.

    `number` is that under which it is told (nought: it is not), `line` its row of marks within its lane. The number
    stands after the mark, or `before` it where the sheet ends.
    """

    row: Mapping[str, str]
    n: int = -1
    number: int = 0
    line: int = 0
    before: bool = False

    @property
    def x(self) -> float:
        """Its day on the axis of time."""
        return scales.moment(self.row["date"])


def acts_of(rows: Iterable[Mapping[str, str]], told: Callable[[Mapping[str, str]], bool]) -> list[Act]:
    """Rows as acts in their order, those that are told with a number, from one on."""
    following = count(1)
    return [Act(row, n, next(following) if told(row) else 0) for n, row in enumerate(rows)]


@dataclass(frozen=True)
class Lane:
    """How lanes are laid: the width of a mark and what a number needs beside its own (inches)."""

    mark: float
    gap: float
    right: float = 0.0
    centred: bool = False  # whether the name stands beside the first row of marks, else from its top


def lay_lanes(
    canvas: Canvas,
    lanes: Mapping[str, Sequence[Act]],
    names: Mapping[str, Sequence[str]],
    span: tuple[float, float],
    lay: Lane,
    draw: Callable[[Axes, Act, float], None],
    days: Sequence[tuple[float, str]] = (),
) -> None:
    """Lanes one below the other: their names, and each act drawn by `draw` where nothing touches it.

    `days` are those that matter, with their texts.
    """
    low, high = span
    left = max(measure(line) for lane in lanes for line in names[lane]) + 0.14
    inch = (canvas.width - left - lay.right) / (high - low)
    placed = {lane: pack_lane(own, low, inch, canvas.width - left, lay) for lane, own in lanes.items()}
    talls = {
        lane: max(max(act.line for act in own) * STEP + lay.mark, 0.0 if lay.centred else height(len(names[lane])))
        + 2 * AIR
        for lane, own in placed.items()
    }
    tall, y = sum(talls.values()), 0.0
    flag_days(canvas, days, span, (left, lay.right))
    axes, below = timeline(canvas, (left, lay.right, tall), span)
    for at, _ in days:
        marks.day_line(axes, at)
    for lane, own in placed.items():
        first = y + AIR + lay.mark / 2
        where, va = (first, "center") if lay.centred else (y + AIR - 0.02, "top")
        canvas.write(0, canvas.top + where, names[lane], va=va)
        for act in own:
            at = first + act.line * STEP
            draw(axes, act, at)
            if act.number:
                x = left + (act.x - low) * inch + (-1 if act.before else 1) * (lay.mark / 2 + 0.02)
                canvas.write(x, canvas.top + at, str(act.number), va="center", ha="right" if act.before else "left")
        y += talls[lane]
        if y < tall - 1e-9:
            axes.axhline(y, color=style.LIGHT["grid"], linewidth=0.8, zorder=0)
    canvas.top += below


def pack_lane(own: Sequence[Act], low: float, inch: float, room: float, lay: Lane) -> list[Act]:
    """The acts of a lane, each on the first row in which neither its mark nor its number touches another."""
    boxes, befores = [], []
    for act in own:
        x = (act.x - low) * inch
        number = measure(str(act.number)) + lay.gap if act.number else 0.0
        before = x + lay.mark / 2 + number > room
        befores.append(before)
        boxes.append((x - lay.mark / 2 - before * number, x + lay.mark / 2 + (not before) * number))
    lines = pack_boxes(boxes)
    return [replace(act, line=line, before=before) for act, line, before in zip(own, lines, befores, strict=True)]


def tell(canvas: Canvas, acts: Sequence[Act]) -> None:
    """What the numbers stand for, in two columns where there is room."""
    told = [act for act in acts if act.number]
    if not told:
        return
    columns = 1 if canvas.narrow else 2
    width, step = canvas.grid(columns)
    indent = measure("00") + 0.1
    texts = [wrap(f"{scales.short_day(act.row['date'])}: {act.row['description']}", width - indent) for act in told]
    talls = [height(len(lines)) + 0.06 for lines in texts]
    cut = len(told) if columns == 1 else halves(talls)
    canvas.seam("note")
    canvas.top += 0.1
    lowest = canvas.top
    for own, x in ((range(cut), 0.0), (range(cut, len(told)), step)):
        y = canvas.top
        for i in own:
            canvas.write(x + indent - 0.1, y, str(told[i].number), weight="strong", ha="right")
            canvas.write(x + indent, y, texts[i], tone="muted")
            y += talls[i]
            if columns == 1:
                canvas.seam("note", y - canvas.top)
        lowest = max(lowest, y)
    canvas.top = lowest

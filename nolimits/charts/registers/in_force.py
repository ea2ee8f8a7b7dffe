"""How many measures were in force, step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from nolimits.charts import gather, style
from nolimits.charts.exhibit import Datum, Drawing
from nolimits.charts.registers.common import datum, day_after, group_by, one_of
from nolimits.charts.registers.gantt import OPENING, name_of
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.plot import Plot, name_ends, plot
from nolimits.charts.sheet.text import height, measure
from nolimits.data import Entry, View
from nolimits.language.wording import capital

GROUPS = ("imposed_by", "kind", "effect")
EFFECTS = {"restricts": "both", "opens": "cyan"}
UNIT = "measures in force"
FIRST = 3.4  # points: how wide the first line is of several
PANEL, GAP, EDGE = 0.75, 0.2, 0.1  # inches: height of a small panel, air between two, room for half a year's name


@dataclass(frozen=True)
class Step:
    """How many there are from a day on, what changed, and the place of its record."""

    day: str
    count: int
    changed: str
    n: int = -1

    @property
    def x(self) -> float:
        """Its day on the axis of time."""
        return scales.moment(self.day)


GroupSteps = Mapping[str, Sequence[Step]]  # the steps of each group


@chart
def in_force(view: View, *, by: str = "imposed_by", panels: str = "", **filters: Any) -> Drawing:
    """How many measures were in force on each day, as steps, by `imposed_by`, `kind` or `effect` (restricts or opens).

    A measure of which no end is known counts to the cutoff; one that ends on the day on which another begins ends
    before it. Of more than four groups the smallest are drawn as one.
    With `panels="kind"` the same is drawn once more for each kind, below and smaller, on one scale. Filters are columns
    of `measures.csv`. Raises ChartError for another `by` or `panels`.
    """
    one_of("by", by, GROUPS)
    one_of("panels", panels, ("", "kind"))
    begun = [
        row for row in view.register("measures", **filters) if row["effective"] and row["effective"] <= view.cutoff
    ]
    first = max(f"{view.start}-01-01", min((row["effective"] for row in begun), default=""))
    kinds = group_by(begun, lambda row: row["kind"]) if panels else {}
    order = sorted(kinds, key=lambda kind: (kind == OPENING, -len(kinds[kind]), kind))
    data: list[Datum] = []
    drawn = []
    for of, rows in ({}, begun), *(({"kind": name_of(kind)}, kinds[kind]) for kind in order):
        counted = {}
        for name, own in _groups(rows, by).items():
            counted[name] = [Step(*step, n) for n, step in enumerate(_counts(own, begun, first, view), len(data))]
            for step in counted[name]:
                told = {"by": by, "group": name, "date": step.day, "in_force": step.count, "changed": step.changed}
                says = f"{name}, {of.get('kind', 'measures')} in force from {scales.short_day(step.day)}: {step.count}"
                data.append(datum(told | of, (row for row in own if row["effective"] <= step.day), says))
        drawn.append((of.get("kind", ""), counted))
    (_, all_kinds), *small = drawn

    def draw(canvas: Canvas) -> None:
        tones = _tones(view, all_kinds, by)
        _draw(canvas, all_kinds, tones, view)
        if small:
            _draw_small(canvas, small, tones, view)

    without = () if panels else ("panels",)
    return Drawing(draw, data, UNIT, begun, "measure of this kind was in force as far as was", without=without)


def _tones(view: View, groups: Iterable[str], by: str) -> dict[str, str]:
    own, names = {"imposed_by": gather.side_tones(view), "effect": EFFECTS}.get(by, {}), list(groups)
    return dict(zip(names, style.tones(names, {name: own[name] for name in names if name in own}), strict=True))


def _groups(rows: Sequence[Entry], by: str) -> dict[str, list[Entry]]:
    def name(row: Entry) -> str:
        if by == "effect":
            return "opens" if row["kind"] == OPENING else "restricts"
        return name_of(row["kind"]) if by == "kind" else row["imposed_by"]

    sizes = Counter(name(row) for row in rows)
    kept = sorted(sizes, key=lambda group: (-sizes[group], group))
    kept = kept if len(kept) <= 4 else kept[:3]
    groups = group_by(rows, lambda row: name(row) if name(row) in kept else "all others")
    return {group: groups[group] for group in [*kept, "all others"] if group in groups}


def _counts(rows: Sequence[Entry], every: Sequence[Entry], first: str, view: View) -> list[tuple[str, int, str]]:
    """(day, how many of `rows` from then on, what changed), from the first day shown to the cutoff."""
    acts = [(row["effective"], 1, row["measure"]) for row in rows]
    ended = [(end, row["measure"]) for row in rows if (end := row["until"]) and end < view.cutoff]
    # a last day on which another begins is its first: two days that stand for one month are no spike; another of any
    # group, so that all groupings agree
    begun = {(row["effective"], row["measure"]) for row in every}
    days = Counter(day for day, _ in begun)
    acts += [(end if days[end] > ((end, name) in begun) else day_after(end), -1, name) for end, name in ended]
    number = sum(change for day, change, _ in acts if day <= first)
    steps = [(first, number, "")]
    for day, own in groupby(sorted(act for act in acts if act[0] > first), key=lambda act: act[0]):
        changes = list(own)
        number += sum(change for _, change, _ in changes)
        # told in words: a spreadsheet would run a cell that begins with a sign
        moved = ";".join(f"{name} {'begins' if change > 0 else 'ends'}" for _, change, name in changes)
        steps.append((day, number, moved))
    return [*steps, (view.cutoff, number, "")] if steps[-1][0] < view.cutoff else steps


def _draw(canvas: Canvas, counted: GroupSteps, tones: Mapping[str, str], view: View) -> None:
    y = scales.levels([step.count for steps in counted.values() for step in steps], zero=True, whole=True)
    newest = {name: steps[-1].count for name, steps in counted.items()}
    ends = [(number, f"{name}\n{number}", tones[name]) for name, number in newest.items() if not canvas.narrow]
    right = 0.1 if canvas.narrow else max(measure(text) for _, text, _ in ends) + 0.2
    low, high = min(steps[0].x for steps in counted.values()), scales.moment(view.cutoff)
    left = y.room() + 0.08
    years = scales.year_ticks(min(low, high - 1), high, canvas.width - left - right, canvas.narrow)
    keys = [Key(f"{name} {number}", tones[name], "rule") for name, number in newest.items() if canvas.narrow]
    canvas.keys(UNIT, keys)
    x = years.within(left, right, canvas.width)
    sheet = plot(canvas, x, y, 2.4 if canvas.narrow else 2.8, (left, right), [low, high])
    _steps(sheet, counted, tones)
    name_ends(canvas, sheet, ends, right, aside=0.1, over=0.1)
    canvas.top += sheet.below


def _steps(sheet: Plot, counted: GroupSteps, tones: Mapping[str, str]) -> None:
    for nth, (name, steps) in enumerate(counted.items()):
        places = [step.x for step in steps], [step.count for step in steps]
        width = FIRST if nth == 0 < len(counted) - 1 else None  # so that it shows below one of the same height
        sheet.axes.step(*places, where="post", color=style.LIGHT[tones[name]], linewidth=width, gid=f"data {name}")
        for step in steps:
            marks.spot(sheet.axes, step.n, step.x, step.count)


def _draw_small(canvas: Canvas, small: Sequence[tuple[str, GroupSteps]], tones: Mapping[str, str], view: View) -> None:
    """The same steps kind by kind, on one scale."""
    groups = [steps for _, own in small for steps in own.values()]
    y = scales.levels([0, max(step.count for steps in groups for step in steps)], zero=True, most=3, whole=True)
    low, high = min(steps[0].x for steps in groups), scales.moment(view.cutoff)
    columns = 2 if canvas.narrow or len(small) in (2, 4) else 3
    (wide, step), left = canvas.grid(columns, GAP), y.room() + 0.08
    x = scales.year_ticks(min(low, high - 1), high, wide - left - EDGE, narrow=True).within(left, EDGE, wide)
    head = height(2) + 0.05
    canvas.top += 0.12
    for i, (kind, own) in enumerate(small):
        at = (i % columns) * step
        newest = ", ".join(f"{name} {own[name][-1].count}" for name in tones if name in own)
        canvas.write(at, canvas.top, capital(kind), weight="strong")
        canvas.write(at, canvas.top + height(1), newest, tone="muted")
        sides = (at + left, canvas.width - at - wide + EDGE)
        sheet = plot(canvas, x, y, PANEL, sides, [low, high], top=canvas.top + head)
        _steps(sheet, own, tones)
        if i % columns == columns - 1 or i == len(small) - 1:
            canvas.top += head + sheet.below + 0.08

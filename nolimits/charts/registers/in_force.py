"""How many measures were in force, step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Unpack

from matplotlib.axes import Axes

from nolimits.charts import gather, glyphs, scales, style
from nolimits.charts.canvas import Canvas, Key, height, measure, spread
from nolimits.charts.exhibit import Exhibit, finish
from nolimits.charts.registers import layout
from nolimits.charts.registers.layout import Row
from nolimits.charts.registers.measures import EDGE, EFFECTS, GAP, KINDS, OPENING, PANEL, MeasureWords, Step
from nolimits.charts.registry import chart
from nolimits.data import View

GROUPS = ("imposed_by", "kind", "effect")


@chart
def in_force(view: View, *, by: str = "imposed_by", panels: str = "", **words: Unpack[MeasureWords]) -> Exhibit:
    """How many measures were in force on each day, as steps, by `imposed_by`, `kind` or `effect` (restricts or opens).

    A measure of which no end is known counts to the cutoff. Of more than four groups the smallest are drawn as one.
    With `panels="kind"` the same is drawn once more for each kind, below and smaller, on one scale. Filters are columns
    of `measures.csv`. Raises ChartError for another `by` or `panels`.
    """
    layout.one_of("by", by, GROUPS)
    layout.one_of("panels", panels, ("", "kind"))
    filters, said = layout.split_filters(words)
    begun = [
        row for row in view.register("measures", **filters) if row["effective"] and row["effective"] <= view.cutoff
    ]
    first = max(f"{view.start}-01-01", min((row["effective"] for row in begun), default=""))
    counted = {name: _counts(rows, first, view) for name, rows in _groups(begun, by).items()}
    kinds = layout.group_by(begun, lambda row: row["kind"]) if panels else {}
    small = {
        KINDS.get(kind, layout.spaced_out(kind)): {
            name: _counts(rows, first, view) for name, rows in _groups(kinds[kind], by).items()
        }
        for kind in sorted(kinds, key=lambda kind: (kind == OPENING, -len(kinds[kind]), kind))
    }
    told = {KINDS.get(kind, layout.spaced_out(kind)): rows for kind, rows in kinds.items()}
    records = [
        {"by": by, "group": name, "date": day, "in_force": count, "changed": changed}
        | of
        | layout.behind(row for row in _groups(rows, by)[name] if row["effective"] <= day)
        for of, rows, groups in (({}, begun, counted), *(({"kind": kind}, told[kind], small[kind]) for kind in small))
        for name, steps in groups.items()
        for day, count, changed in steps
    ]

    def draw(canvas: Canvas) -> None:
        if not counted:
            canvas.calm(layout.nothing_known_of(view, "measure of this kind was in force as far as was"))
            return
        tones = _tones(view, counted, by)
        _draw_counts(canvas, counted, tones, view)
        if small:
            _draw_small(canvas, small, tones, view)

    return finish(
        view,
        draw,
        records,
        begun,
        kind="in_force",
        unit="measures in force",
        parameters={"by": by, "filters": filters} | ({"panels": panels} if panels else {}),
        **said,
    )


def _tones(view: View, groups: Iterable[str], by: str) -> dict[str, str]:
    own, names = {"imposed_by": gather.side_tones(view), "effect": EFFECTS}.get(by, {}), list(groups)
    return dict(zip(names, style.tones(names, {name: own[name] for name in names if name in own}), strict=True))


def _groups(rows: Sequence[Row], by: str) -> dict[str, list[Row]]:
    def name(row: Row) -> str:
        if by == "effect":
            return "opens" if row["kind"] == OPENING else "restricts"
        return KINDS.get(row["kind"], layout.spaced_out(row["kind"])) if by == "kind" else row["imposed_by"]

    sizes = Counter(name(row) for row in rows)
    kept = sorted(sizes, key=lambda group: (-sizes[group], group))
    kept = kept if len(kept) <= 4 else kept[:3]
    groups = layout.group_by(rows, lambda row: name(row) if name(row) in kept else "all others")
    return {group: groups[group] for group in [*kept, "all others"] if group in groups}


def _counts(rows: Sequence[Row], first: str, view: View) -> list[Step]:
    """(day, how many from then on, what changed), from the first day shown to the cutoff."""
    acts = [(row["effective"], 1, row["measure"]) for row in rows]
    ended = [(end, row["measure"]) for row in rows if (end := row["until"]) and end < view.cutoff]
    acts += [(layout.day_after(end), -1, name) for end, name in ended]
    count = sum(change for day, change, _ in acts if day <= first)
    steps = [(first, count, "")]
    for day, own in groupby(sorted(act for act in acts if act[0] > first), key=lambda act: act[0]):
        changes = list(own)
        count += sum(change for _, change, _ in changes)
        steps.append((day, count, ";".join(("+" if change > 0 else "−") + name for _, change, name in changes)))
    return [*steps, (view.cutoff, count, "")] if steps[-1][0] < view.cutoff else steps


def _draw_counts(canvas: Canvas, counted: Mapping[str, Sequence[Step]], tones: Mapping[str, str], view: View) -> None:
    tails = {name: f"{name}\n{steps[-1][1]}" for name, steps in counted.items()}
    y = scales.levels([count for steps in counted.values() for _, count, _ in steps], zero=True, whole=True)
    right = 0.1 if canvas.narrow else max(measure(text, style.SMALL)[0] for text in tails.values()) + 0.2
    left = y.room() + 0.08
    low = scales.moment(min(steps[0][0] for steps in counted.values()))
    high = scales.moment(view.cutoff)
    years = scales.year_ticks(min(low, high - 1), high, canvas.width - left - right, canvas.narrow)
    x = layout.fitting(years, left, right, canvas.width)
    canvas.keys(
        "measures in force",
        [Key(f"{name} {steps[-1][1]}", tones[name], "rule") for name, steps in counted.items() if canvas.narrow],
    )
    tall = 2.4 if canvas.narrow else 2.8
    axes = canvas.axes(left, tall, right)
    glyphs.dress(axes, x, y, [low, high])
    _steps(axes, counted, tones)
    wanted = [(y.high - steps[-1][1]) / (y.high - y.low) * tall for steps in counted.values()]
    sizes = [measure(text, style.SMALL)[1] + 0.03 for text in tails.values()]
    centres = [] if canvas.narrow else spread(wanted, sizes, -0.1, tall + 0.2)
    for name, centre in zip(counted, centres, strict=False):
        canvas.write(
            canvas.width - right + 0.1,
            canvas.top + centre,
            tails[name],
            size=style.SMALL,
            tone=tones[name],
            va="center",
        )
    canvas.top += tall + glyphs.foot(x)


def _steps(axes: Axes, counted: Mapping[str, Sequence[Step]], tones: Mapping[str, str]) -> None:
    for name, steps in counted.items():
        axes.step(
            [scales.moment(day) for day, *_ in steps],
            [count for _, count, _ in steps],
            where="post",
            color=style.LIGHT[tones[name]],
            gid=f"data {name}",
        )


def _draw_small(
    canvas: Canvas, small: Mapping[str, Mapping[str, Sequence[Step]]], tones: Mapping[str, str], view: View
) -> None:
    """The same steps kind by kind, on one scale."""
    groups = [steps for own in small.values() for steps in own.values()]
    most = max(count for steps in groups for _, count, _ in steps)
    y = scales.levels([0, most], zero=True, most=3, whole=True)
    low, high = min(scales.moment(steps[0][0]) for steps in groups), scales.moment(view.cutoff)
    columns = 2 if canvas.narrow else 3
    wide, left = (canvas.width - GAP * (columns - 1)) / columns, y.room() + 0.08
    years = scales.year_ticks(min(low, high - 1), high, wide - left - EDGE, narrow=True)
    x = layout.fitting(years, left, EDGE, wide)
    head = height(2, style.SMALL) + 0.05
    canvas.top += 0.12
    for i, (kind, own) in enumerate(small.items()):
        at = (i % columns) * (wide + GAP)
        newest = ", ".join(f"{name} {own[name][-1][1]}" for name in tones if name in own)
        canvas.write(at, canvas.top, f"{kind[:1].upper()}{kind[1:]}", size=style.SMALL, weight="strong")
        canvas.write(at, canvas.top + height(1, style.SMALL), newest, size=style.SMALL, tone="muted")
        axes = canvas.axes(at + left, PANEL, canvas.width - at - wide + EDGE, top=canvas.top + head)
        glyphs.dress(axes, x, y, [low, high])
        _steps(axes, own, tones)
        if i % columns == columns - 1 or i == len(small) - 1:
            canvas.top += head + PANEL + glyphs.foot(x) + 0.08

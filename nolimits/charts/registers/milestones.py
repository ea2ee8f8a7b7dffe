"""The course of projects: their milestones on lanes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nolimits.charts import scales, style
from nolimits.charts.canvas import Canvas, Key, height, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.registers import layout
from nolimits.charts.registers.layout import Row
from nolimits.charts.registers.projects import LANE, PLAN, STATES, look_of
from nolimits.charts.registry import chart
from nolimits.data import View

# the classes of milestones: what the key says, marker, whether it is filled, size
MARKS: dict[str, tuple[str, str, bool, float]] = {
    "run": ("in operation, or larger", "D", True, 5.4),
    "stop": ("sanctions or retreat", "X", True, 6.0),
    "late": ("delay", ">", True, 6.0),
    "denial": ("denial", "X", False, 6.0),
    "build": ("building starts", "^", True, 6.2),
    "money": ("contract or financing", "s", True, 5.2),
    "word": ("agreement", "s", False, 4.8),
    "news": ("other news", "o", False, 3.8),
}


# each milestone's class, in the order in which labels are given room
CLASSES = {
    "commissioned": "run",
    "first_delivery": "run",
    "cancelled": "stop",
    "withdrawn": "stop",
    "construction_start": "build",
    "contract": "money",
    "suspended": "stop",
    "capacity_reached": "run",
    "financing": "money",
    "agreement": "word",
    "expansion": "run",
    "mou": "word",
    "delayed": "late",
    "sanctioned": "stop",
    "denied": "denial",
    "announced": "news",
}


NAMES = {
    "first_delivery": "first delivery",
    "construction_start": "building starts",
    "mou": "memorandum",
    "capacity_reached": "full capacity",
    "sanctioned": "sanctions",
}


@chart
def milestones(view: View, *projects: str, **words: Unpack[Words]) -> Exhibit:
    """What happened to chosen projects, dated, on a band of their states; the first plan for completion is hollow.

    Raises DataError for a project that does not exist and ChartError where none is named.
    """
    if not projects:
        raise ChartError("name at least one project, such as 'pos2'")
    about = {row["project"]: row for row in view.projects()}
    acts = {name: _since(view.status(name).acts, view.start) for name in projects}
    shown = [name for name in projects if acts[name]]
    records = [
        {"project": name, "name": about[name]["name"], "planned_completion": about[name]["planned_completion"]}
        | {column: act[column] for column in ("date", "milestone", "status", "description", "known_on", "source")}
        for name in shown
        for act in acts[name]
    ]

    def draw(canvas: Canvas) -> None:
        if not shown:
            canvas.calm(layout.nothing_known_of(view, "milestone of these projects was"))
        else:
            _draw_milestones(canvas, [about[name] for name in shown], acts, view)

    return finish(
        view,
        draw,
        records,
        [act for name in shown for act in acts[name]],
        kind="milestones",
        parameters={"projects": projects},
        **words,
    )


def planned_span(row: Row) -> tuple[float, float] | None:
    """The years of the first plan for completion, as a span of `scales.moment`; None where none is known."""
    years = [int(part) for part in row["planned_completion"].split("-") if part.isdigit()]
    return (min(years) - 0.5, max(years) + 0.5) if years else None


def _since(acts: Sequence[Row], start: int) -> list[Row]:
    """The acts from a year on, and the one before them, whose state still held then."""
    later = [act for act in acts if act["date"] >= str(start)]
    return [*acts[: len(acts) - len(later)][-1:], *later]


def _draw_milestones(canvas: Canvas, rows: Sequence[Row], acts: Mapping[str, Sequence[Row]], view: View) -> None:
    today = scales.moment(view.cutoff)
    days = [scales.moment(act["date"]) for row in rows for act in acts[row["project"]]]
    plans = [plan for row in rows if (plan := planned_span(row))]
    low = max(min([*days, *(plan[0] for plan in plans)]) - 0.1, view.start - 0.5)
    high = max([today + 0.1, *(min(plan[1], today + 4) for plan in plans)])
    low, high = low - (high - low) * 0.012, high + (high - low) * 0.015  # room for half a mark at either end
    _milestone_keys(canvas, [act for row in rows for act in acts[row["project"]]], any(plan[1] > low for plan in plans))
    lanes = [_lane(canvas, row, acts[row["project"]], low, canvas.width / (high - low)) for row in rows]
    tall = sum(lane["tall"] for lane in lanes)
    axes, below = layout.timeline(canvas, (0.0, 0.0, tall), (low, high))
    y = 0.0
    for row, lane in zip(rows, lanes, strict=True):
        _draw_lane(canvas, axes, (row, acts[row["project"]]), lane, (y, low, high, today))
        y += lane["tall"]
    canvas.top += below


def _milestone_keys(canvas: Canvas, acts: Sequence[Row], plans: bool) -> None:
    states, classes = {act["status"] for act in acts}, {CLASSES.get(act["milestone"], "news") for act in acts}
    layout.swatches(canvas, [(layout.spaced_out(name), *STATES[name]) for name in STATES if name in states])
    canvas.top -= 0.05
    keys = [
        Key(text, "ink", "marker" if filled else "hollow", marker)
        for name, (text, marker, filled, _) in MARKS.items()
        if name in classes
    ]
    canvas.keys("", [*keys, *([Key("completion as first planned", "ink", "outline")] if plans else [])])


def _lane(canvas: Canvas, row: Row, acts: Sequence[Row], low: float, inch: float) -> dict[str, Any]:
    """The texts of a lane and where they stand, in inches from its top and from the left of the field."""
    name = layout.brief(row["name"], canvas.width, 2, style.BASE)
    plan = f"first planned for {row['planned_completion'].replace('-', '–')}" if planned_span(row) else ""
    beside = measure(name[-1], style.BASE, "strong")[0] + 0.16
    below = bool(plan) and beside + measure(plan, style.SMALL)[0] > canvas.width
    head = height(len(name), style.BASE) + (height(1, style.SMALL) if below else 0.0)
    texts = _labels(canvas, acts, low, inch)
    lines = max((line + 1 for line, *_ in texts), default=0)
    return {
        "name": name,
        "plan": (plan, 0.0 if below else beside),
        "head": head,
        "band": head + 0.2,
        "texts": texts,
        "tall": head + 0.2 + 0.16 + height(lines, style.SMALL) + 0.2,
    }


def _labels(canvas: Canvas, acts: Sequence[Row], low: float, inch: float) -> list[tuple[int, float, float, str]]:
    """(line, left, mark, text) for the milestones that find room below the band, the weightiest first."""
    taken: list[list[tuple[float, float]]] = [[], []]
    texts: list[tuple[int, float, float, str]] = []
    weight = {name: i for i, name in enumerate(CLASSES)}
    for act in sorted(acts, key=lambda act: (weight.get(act["milestone"], len(weight)), act["date"])):
        text = f"{NAMES.get(act['milestone'], layout.spaced_out(act['milestone']))} {act['date'][:4]}"
        x, wide = (scales.moment(act["date"]) - low) * inch, measure(text, style.SMALL)[0]
        if x < 0 or act["milestone"] == "announced" or any(text == other for *_, other in texts):
            continue
        left = min(max(x - wide / 2, 0.0), canvas.width - wide)
        free = [all(left > b + 0.1 or left + wide < a - 0.1 for a, b in spans) for spans in taken]
        # a line from a mark to its text on the second line must not cut a text on the first, nor the other way round
        clear = all(not a - 0.04 < x < b + 0.04 for a, b in taken[0])
        over = any(line == 1 and left - 0.04 < mark < left + wide + 0.04 for line, _, mark, _ in texts)
        line = 0 if free[0] and not over else 1 if free[1] and clear else None
        if line is not None:
            taken[line].append((left, left + wide))
            texts.append((line, left, x, text))
    return texts


def _draw_lane(
    canvas: Canvas,
    axes: Axes,
    project: tuple[Row, Sequence[Row]],
    lane: dict[str, Any],
    field: tuple[float, float, float, float],
) -> None:
    (row, acts), (y, low, high, today) = project, field
    canvas.write(0, canvas.top + y, "\n".join(lane["name"]), size=style.BASE, weight="strong")
    plan, beside = lane["plan"]
    if plan:
        bottom = canvas.top + y + lane["head"]
        canvas.write(beside, bottom, plan, size=style.SMALL, tone="muted", va="bottom")
    band = y + lane["band"]
    turns = [(scales.moment(act["date"]), act["status"]) for act in acts]
    for (begin, state), (end, _) in zip(turns, [*turns[1:], (today, "")], strict=True):
        begin, end = max(begin, low), min(end, today)
        if end > begin:
            layout.swatch(axes, begin, band - LANE / 2, end - begin, LANE, *look_of(state))
    span = planned_span(row)
    if span and span[1] > low:
        left, right = max(span[0], low), min(span[1], high)
        axes.add_patch(
            Rectangle(
                (left, band - PLAN),
                right - left,
                2 * PLAN,
                facecolor="none",
                linewidth=1.2,
                edgecolor=style.LIGHT["ink"],
                gid=f"data {row['project']}",
                zorder=2,
            )
        )
    inch = canvas.width / (high - low)
    for line, _, mark, _ in lane["texts"]:
        foot = band + 0.16 + height(line, style.SMALL)
        axes.vlines(low + mark / inch, band, foot, color=style.LIGHT["axis"], linewidth=0.7)
    for act in acts:
        _mark(axes, act, band)
    for line, left, _, text in lane["texts"]:
        canvas.write(left, canvas.top + band + 0.16 + height(line, style.SMALL), text, size=style.SMALL, tone="muted")


def _mark(axes: Axes, act: Row, y: float) -> None:
    _, marker, filled, size = MARKS[CLASSES.get(act["milestone"], "news")]
    ink, paper = style.LIGHT["ink"], style.LIGHT["paper"]
    axes.plot(
        [scales.moment(act["date"])],
        [y],
        linestyle="none",
        marker=marker,
        markersize=size,
        zorder=3 if filled else 2.5,
        color=ink,
        markeredgecolor=paper if filled else ink,
        markeredgewidth=0.9,
        markerfacecolor=ink if filled else paper,
        gid=f"data {act['project']}",
    )

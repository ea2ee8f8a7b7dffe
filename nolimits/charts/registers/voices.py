"""Who said what of a project: its acts on a lane for each side, to tell a claim from its confirmation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from matplotlib.axes import Axes

from nolimits.charts import scales, style
from nolimits.charts.canvas import Canvas, Key, height, measure, wrap
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.registers import layout
from nolimits.charts.registers.events import Dot, draw_texts
from nolimits.charts.registers.layout import Row
from nolimits.charts.registers.milestones import CLASSES, MARKS
from nolimits.charts.registry import chart
from nolimits.data import View

OTHERS = "others"
MARK, STEP, PAD = 0.14, 0.175, 0.11  # inches: width of a mark, height of a row of marks, air in a lane


@dataclass(frozen=True)
class Utterance:
    """An act where it is drawn: its lane, the number under which it is told (nought: it is not), its row of marks."""

    row: Row
    lane: str
    number: int
    line: int = 0


@chart
def voices(
    view: View, project: str, *, lanes: Mapping[str, Sequence[str]], told: Iterable[str] = (), **words: Unpack[Words]
) -> Exhibit:
    """The acts of one project from the view's `start` on, on lanes of time by who told of them.

    `lanes` name the sources (keys of `sources.csv`) whose acts stand on each lane, or the day of an act where a source
    tells of several; all other acts stand on a lane of `others`. Acts that are more than news, and those of the sources
    in `told`, are numbered and told below. Raises ChartError for a source or a day that no act of the project has,
    DataError for a project that does not exist.
    """
    view.status(project)
    every = [entry for entry in view.evidence.entries("milestones") if entry["project"] == project]
    known = {entry[column] for entry in every for column in ("source", "date")}
    named = {source for sources in (*lanes.values(), tuple(told)) for source in sources}
    if named - known:
        raise ChartError(f"no act of {project} comes from {', '.join(sorted(named - known))}: see milestones.csv")
    found = _numbered(
        [row for row in view.acts("projects", project) if row["date"] >= str(view.start)], lanes, set(told)
    )
    columns = ("date", "milestone", "status", "description", "known_on", "source")
    records = [
        {"project": project, "lane": one.lane, "number": one.number or None} | {name: one.row[name] for name in columns}
        for one in found
    ]

    def draw(canvas: Canvas) -> None:
        if not found:
            canvas.calm(layout.nothing_known_of(view, "act of this project was"))
        else:
            _draw_lanes(canvas, found, [*lanes, OTHERS], scales.moment(view.cutoff))
            draw_texts(canvas, [Dot(one.row, one.number) for one in found if one.number])

    return finish(
        view,
        draw,
        records,
        [one.row for one in found],
        kind="voices",
        parameters={
            "project": project,
            "lanes": {name: list(own) for name, own in lanes.items()},
            "told": sorted(told),
        },
        **words,
    )


def _numbered(acts: Sequence[Row], lanes: Mapping[str, Sequence[str]], told: set[str]) -> list[Utterance]:
    number, found = 0, []
    for row in acts:
        lane = next((name for name, own in lanes.items() if {row["source"], row["date"]} & set(own)), OTHERS)
        wanted = _class(row) != "news" or row["source"] in told
        number += wanted
        found.append(Utterance(row, lane, number if wanted else 0))
    return found


def _class(row: Row) -> str:
    return CLASSES.get(row["milestone"], "news")


def _draw_lanes(canvas: Canvas, found: Sequence[Utterance], order: Sequence[str], today: float) -> None:
    classes = {_class(one.row) for one in found}
    canvas.keys(
        "",
        [
            Key(text, "ink", "marker" if filled else "hollow", marker)
            for name, (text, marker, filled, _) in MARKS.items()
            if name in classes
        ],
    )
    names = {lane: wrap(lane, 0.8 if canvas.narrow else 1.3, style.SMALL) for lane in order}
    shown = [lane for lane in order if any(one.lane == lane for one in found)]
    left = max(measure(line, style.SMALL)[0] for lane in shown for line in names[lane]) + 0.14
    days = [scales.moment(one.row["date"]) for one in found]
    low, high = min(days), max(*days, today)
    low, high = low - (high - low) * 0.02 - 0.1, high + (high - low) * 0.035 + 0.1
    inch = (canvas.width - left) / (high - low)
    placed = {
        lane: _packed([one for one in found if one.lane == lane], low, inch, canvas.width - left) for lane in shown
    }
    talls = {lane: _tall(own, len(names[lane])) for lane, own in placed.items()}
    tall, y = sum(talls.values()), 0.0
    axes, below = layout.timeline(canvas, (left, 0.0, tall), (low, high))
    for lane, own in placed.items():
        canvas.write(0, canvas.top + y + PAD - 0.02, "\n".join(names[lane]), size=style.SMALL)
        for one, box in own:
            at = y + PAD + MARK / 2 + one.line * STEP
            _mark(axes, one.row, at)
            if one.number:
                x = left + box[0] + (0.0 if box[2] else MARK + 0.02)
                canvas.write(x, canvas.top + at, str(one.number), size=style.SMALL, va="center")
        y += talls[lane]
        if y < tall - 1e-9:
            axes.axhline(y, color=style.LIGHT["grid"], linewidth=0.8, zorder=0)
    canvas.top += below


def _tall(own: Sequence[tuple[Utterance, tuple[float, float, bool]]], lines: int) -> float:
    marks = max(one.line for one, _ in own) * STEP + MARK
    return max(marks, height(lines, style.SMALL)) + 2 * PAD


def _packed(
    own: Sequence[Utterance], low: float, inch: float, room: float
) -> list[tuple[Utterance, tuple[float, float, bool]]]:
    """The acts of a lane on rows where neither mark nor number touches another; with each its box, and whether the
    number stands before the mark."""
    boxes = []
    for one in own:
        x = (scales.moment(one.row["date"]) - low) * inch
        number = measure(str(one.number), style.SMALL)[0] + 0.05 if one.number else 0.0
        before = x + MARK / 2 + number > room
        boxes.append((x - MARK / 2 - before * number, x + MARK / 2 + (not before) * number, before))
    lines = layout.pack([box[:2] for box in boxes])
    return [
        (Utterance(one.row, one.lane, one.number, line), box) for one, line, box in zip(own, lines, boxes, strict=True)
    ]


def _mark(axes: Axes, row: Row, y: float) -> None:
    _, marker, filled, size = MARKS[_class(row)]
    ink, paper = style.LIGHT["ink"], style.LIGHT["paper"]
    axes.plot(
        [scales.moment(row["date"])],
        [y],
        linestyle="none",
        marker=marker,
        markersize=size + 0.6,
        zorder=3,
        color=ink,
        markeredgecolor=paper if filled else ink,
        markeredgewidth=0.9,
        clip_on=False,
        markerfacecolor=ink if filled else paper,
        gid=f"data {row['project']}",
    )

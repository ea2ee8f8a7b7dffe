"""The course of projects: their milestones on lanes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from nolimits.charts import style
from nolimits.charts.exhibit import ChartError, Datum, Drawing
from nolimits.charts.registers.common import (
    STATES,
    is_silent,
    look_of,
    pick_cells,
    planned_years,
    projects_since,
    silence,
    state_keys,
    value_in_words,
)
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.lanes import timeline
from nolimits.charts.sheet.text import brief, height, measure
from nolimits.data import Entry, View

ProjectActs = tuple[Entry, Sequence[tuple[int, Entry]]]  # a project, its acts with the places of their records
BAND, PLAN, MARK = 0.13, 0.11, 0.09  # inches: thickness of the band of states, half the height of a plan, a mark
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


def class_of(act: Mapping[str, str]) -> str:
    """The class of a milestone: what was delivered or enlarged before a project ran is news of it."""
    name = CLASSES.get(act["milestone"], "news")
    return "news" if name == "run" and act["status"] != "operating" else name


def class_keys(acts: Iterable[Entry]) -> list[Key]:
    """The keys of the classes that are among some acts."""
    classes = {class_of(act) for act in acts}
    return [
        Key(text, "ink", "marker" if filled else "hollow", marker)
        for name, (text, marker, filled, _) in MARKS.items()
        if name in classes
    ]


def mark_act(axes: Axes, act: Mapping[str, str], y: float, n: int, *, larger: float = 0.0, **more: Any) -> None:
    """The mark of an act on its day; hollow ones lie below."""
    _, marker, filled, size = MARKS[class_of(act)]
    look: dict[str, Any] = {"hollow": not filled, "edge": "paper" if filled else "ink", "width": 0.9, "clip": True}
    look |= {"order": 3 if filled else 2.5, "gid": f"data {act['project']}"} | more
    marks.dot(axes, scales.moment(act["date"]), y, marker, size + larger, "ink", n=n, **look)


@dataclass(frozen=True)
class MilestoneName:
    """The name of a milestone below its band: its line, where it begins, and where its mark is (inches)."""

    line: int
    left: float
    mark: tuple[float, float]
    text: str


@dataclass(frozen=True)
class Course:
    """A project's lane: its acts with their places among the records and above its band, its texts (all in inches)."""

    row: Entry
    acts: Sequence[tuple[int, Entry, float]]
    name: Sequence[str]
    plan: tuple[str, float]
    head: float
    texts: Sequence[MilestoneName]

    @property
    def band(self) -> float:
        """From its top to the middle of its band."""
        return self.head + 0.2 + max(up for *_, up in self.acts)

    @property
    def tall(self) -> float:
        """Its height."""
        lines = max((one.line + 1 for one in self.texts), default=0)
        return self.band + 0.16 + height(lines) + 0.2


@chart
def milestones(view: View, *projects: str, stale: int = 2) -> Drawing:
    """What happened to chosen projects, dated, on a band of their states; the first plan for completion is hollow.

    The band of a project that is still open, and of which nothing was reported for `stale` years, is pale from its
    last act on.
    Raises DataError for a project that does not exist and ChartError where none is named.
    """
    if not projects:
        raise ChartError("name at least one project, such as 'pos2'")
    about = {row["project"]: row for row in view.projects()}
    columns = ("date", "milestone", "status", "description", "known_on", "source")
    named = ("project", "name", "planned_completion")
    shown: list[ProjectActs] = []
    data: list[Datum] = []
    for name in dict.fromkeys(projects):
        if own := projects_since(view.status(name).acts, view.start):
            shown.append((about[name], list(enumerate(own, len(data)))))
            data += [Datum(pick_cells(about[name], named) | pick_cells(act, columns), (act,)) for act in own]

    pale = frozenset(row["project"] for row, _ in shown if is_silent(row, view.cutoff, stale))

    nothing = "milestone of these projects was"
    return Drawing(lambda canvas: _draw(canvas, shown, view, pale, stale), data, nothing=nothing)


def planned_span(row: Entry) -> tuple[float, float] | None:
    """The years of the first plan for completion, as a span of `scales.moment`; None where none is known."""
    years = planned_years(row)
    return (min(years) - 0.5, max(years) + 0.5) if years else None


def _draw(canvas: Canvas, shown: Sequence[ProjectActs], view: View, pale: Collection[str], stale: int) -> None:
    today = scales.moment(view.cutoff)
    acts = [act for _, own in shown for _, act in own]
    plans = [plan for row, _ in shown if (plan := planned_span(row))]
    first = min(*(scales.moment(act["date"]) for act in acts), *(plan[0] for plan in plans), today)
    low = max(first - 0.1, view.start - 0.5)
    high = max([today + 0.1, *(min(plan[1], today + 4) for plan in plans)])
    low, high = low - (high - low) * 0.012, high + (high - low) * 0.015  # room for half a mark at either end
    quiet = [row["status"] for row, _ in shown if row["project"] in pale]
    canvas.swatches(state_keys((act["status"] for act in acts), STATES), silence(stale, quiet))
    canvas.top -= 0.05
    planned = any(plan[1] > low for plan in plans)
    canvas.keys("", [*class_keys(acts), *[Key("completion as first planned", "ink", "outline")] * planned])
    lanes = [_course(canvas, row, own, low, canvas.width / (high - low)) for row, own in shown]
    axes, below = timeline(canvas, (0.0, 0.0, sum(lane.tall for lane in lanes)), (low, high))
    y = 0.0
    for lane in lanes:
        _draw_course(canvas, axes, lane, y, (low, high, today), lane.row["project"] in pale)
        y += lane.tall
        canvas.seam("project", y - 0.1)
    canvas.top += below


def _course(canvas: Canvas, row: Entry, acts: Sequence[tuple[int, Entry]], low: float, inch: float) -> Course:
    name = brief(row["name"], canvas.width, 2, style.BASE)
    plan = f"first planned for {row['planned_completion'].replace('-', '–')}" if planned_span(row) else ""
    beside = measure(name[-1], style.BASE, "strong") + 0.16
    below = bool(plan) and beside + measure(plan) > canvas.width
    head = height(len(name), style.BASE) + (height(1) if below else 0.0)
    places = [(scales.moment(act["date"]) - low) * inch for _, act in acts]
    ups = _rise([class_of(act) for _, act in acts], places)
    placed = [(n, act, up) for (n, act), up in zip(acts, ups, strict=True)]
    texts = _texts(canvas, [(act, x, up) for (_, act, up), x in zip(placed, places, strict=True)])
    return Course(row, placed, name, (plan, 0.0 if below else beside), head, texts)


def _rise(classes: Sequence[str], places: Sequence[float]) -> list[float]:
    """How far above its band each mark stands, in inches: none hides one of another class, the weightiest lie on it."""
    rows: list[list[int]] = [[] for _ in MARKS]  # one for each class will do
    for n in sorted(range(len(places)), key=lambda n: list(MARKS).index(classes[n])):
        free = (r for r in rows if all(classes[m] == classes[n] or abs(places[m] - places[n]) > MARK for m in r))
        next(free).append(n)
    ups = {n: i * MARK * 1.15 for i, row in enumerate(rows) for n in row}
    return [ups[n] for n in range(len(places))]


def _texts(canvas: Canvas, acts: Iterable[tuple[Entry, float, float]]) -> list[MilestoneName]:
    """The milestones that find room below the band, the weightiest first."""
    taken: list[list[tuple[float, float]]] = [[], []]
    texts: list[MilestoneName] = []
    weight = {name: i for i, name in enumerate(CLASSES)}
    for act, x, up in sorted(acts, key=lambda one: (weight.get(one[0]["milestone"], len(weight)), one[0]["date"])):
        text = f"{NAMES.get(act['milestone'], value_in_words(act['milestone']))} {act['date'][:4]}"
        wide = measure(text)
        if x < 0 or class_of(act) == "news" or any(text == other.text for other in texts):
            continue
        left = min(max(x - wide / 2, 0.0), canvas.width - wide)
        free = [all(left > b + 0.1 or left + wide < a - 0.1 for a, b in spans) for spans in taken]
        # a line from a mark to its text on the second line must not cut a text on the first, nor the other way round
        clear = all(not a - 0.04 < x < b + 0.04 for a, b in taken[0])
        over = any(one.line == 1 and left - 0.04 < one.mark[0] < left + wide + 0.04 for one in texts)
        line = 0 if free[0] and not over else 1 if free[1] and clear else None
        if line is not None:
            taken[line].append((left, left + wide))
            texts.append(MilestoneName(line, left, (x, up), text))
    return texts


def _draw_course(
    canvas: Canvas, axes: Axes, lane: Course, y: float, span: tuple[float, float, float], pale: bool
) -> None:
    low, high, today = span
    canvas.write(0, canvas.top + y, lane.name, size=style.BASE, weight="strong")
    plan, beside = lane.plan
    if plan:
        canvas.write(beside, canvas.top + y + lane.head, plan, tone="muted", va="bottom")
    band = y + lane.band
    turns = [(scales.moment(act["date"]), act["status"]) for _, act, _ in lane.acts]
    for n, ((begin, state), (end, _)) in enumerate(zip(turns, [*turns[1:], (today, "")], strict=True), start=1):
        begin, end = max(begin, low), min(end, today)
        if end > begin:
            place = (begin, band - BAND / 2, end - begin, BAND)
            marks.box(axes, place, *look_of(state), pale=pale and n == len(turns))
    years = planned_span(lane.row)
    if years and years[1] > low:
        left, right = max(years[0], low), min(years[1], high)
        marks.outline(axes, (left, band - PLAN, right - left, 2 * PLAN), order=2, gid=f"data {lane.row['project']}")
    inch = canvas.width / (high - low)
    for one in lane.texts:
        foot = band + 0.16 + height(one.line)
        axes.vlines(low + one.mark[0] / inch, band - one.mark[1], foot, color=style.LIGHT["axis"], linewidth=0.7)
    for n, act, up in lane.acts:
        mark_act(axes, act, band - up, n)
    for one in lane.texts:
        canvas.write(one.left, canvas.top + band + 0.16 + height(one.line), one.text, tone="muted")

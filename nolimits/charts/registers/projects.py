"""Projects: a board of where all of them stand, and what was planned against what happened."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nolimits.charts import scales, style
from nolimits.charts.canvas import Canvas, Key, height, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.registers import layout
from nolimits.charts.registers.layout import Row
from nolimits.data import View
from nolimits.data.periods import years_before

# from a thought to a running plant, then the three ways to stop; each with its colour and hatch
STATES: dict[str, tuple[str, str]] = {
    "idea": ("heat2", ""),
    "negotiating": ("heat3", ""),
    "agreed": ("heat4", ""),
    "under_construction": ("heat5", ""),
    "operating": ("cyan", ""),
    "stalled": ("other", "////"),
    "withdrawn": ("rest", ""),
    "cancelled": ("both", ""),
}
GROUPS = ("sector", "status")
SECTORS = {"lng": "LNG"}


class ProjectWords(Words, total=False):
    """The words of an exhibit, and filters by column of `projects.csv` or by status: a value, or several."""

    project: str | Iterable[str]
    sector: str | Iterable[str]
    status: str | Iterable[str]


@dataclass(frozen=True)
class Tile:
    """One project on the board: `news` is the day of what last happened to it."""

    row: Row
    news: str
    stale: bool


def board(view: View, *, by: str = "sector", stale: int = 2, **words: Unpack[ProjectWords]) -> Exhibit:
    """All projects with their status as of the cutoff, grouped by `sector` or `status`, and how many stand where.

    A bar above counts the projects of each status, in fixed order from an idea to operation, then those that stopped.
    Each project shows when something last happened; it is pale where that is older than `stale` years. Filters are
    columns of `projects.csv`, or `status`. Raises ChartError for another `by`.
    """
    layout.one_of("by", by, GROUPS)
    filters, said = layout.parted(words)
    tiles = [_tile(row, view, stale) for row in view.projects() if _wanted(row, filters)]
    groups = layout.grouped(_arranged(tiles, by), lambda tile: tile.row[by])
    records = [
        {name: tile.row[name] for name in ("project", "name", "sector", "status", "since")}
        | {"last_news": tile.news, "stale": tile.stale}
        | layout.behind(view.milestones(tile.row["project"]))
        for own in groups.values()
        for tile in own
    ]

    def draw(canvas: Canvas) -> None:
        if not tiles:
            canvas.calm(layout.nothing(view, "project was"))
        else:
            pale = stale if any(tile.stale for tile in tiles) else 0
            _draw_totals(canvas, Counter(tile.row["status"] for tile in tiles), pale)
            _draw_board(canvas, groups, by)

    behind = [act for tile in tiles for act in view.milestones(tile.row["project"])]
    return finish(
        view,
        draw,
        records,
        behind,
        kind="board",
        unit="projects",
        parameters={"by": by, "stale": stale, "filters": filters},
        **said,
    )


def _tile(row: Row, view: View, stale: int) -> Tile:
    return Tile(row, row["news"], row["news"] < years_before(view.cutoff, stale))


def _wanted(row: Row, filters: Mapping[str, object]) -> bool:
    for column, value in filters.items():
        if column not in row:
            raise ChartError(f"projects have no column {column!r}: the columns are {', '.join(row)}")
        if row[column] not in ({value} if isinstance(value, str) else set(value)):
            return False
    return True


def _place(status: str) -> int:
    return list(STATES).index(status) if status in STATES else len(STATES)


def _arranged(tiles: Iterable[Tile], by: str) -> list[Tile]:
    """Statuses in their order, sectors by their number of projects; within a group by status, then name."""
    tiles = list(tiles)
    sizes = Counter(tile.row["sector"] for tile in tiles)
    return sorted(
        tiles,
        key=lambda tile: (
            (_place(tile.row["status"]), "") if by == "status" else (-sizes[tile.row["sector"]], tile.row["sector"]),
            _place(tile.row["status"]),
            tile.row["name"],
        ),
    )


def _look(status: str) -> tuple[str, str]:
    return STATES.get(status, ("rest", ""))


def _draw_totals(canvas: Canvas, counts: Counter[str], stale: int) -> None:
    """How many projects have each status: in words, and as one bar; after how many years one is pale, if any is."""
    order = sorted(counts, key=_place)
    layout.swatches(canvas, [(f"{layout.spaced(name)} {counts[name]}", *_look(name)) for name in order])
    axes, one, at = layout.field(canvas, 0.17), canvas.width / sum(counts.values()), 0.0
    for name in order:
        layout.swatch(axes, at, 0, counts[name] * one, 0.17, *_look(name), gid=f"data {name}")
        at += counts[name] * one
    layout.uprights(axes, [i * one for i in range(1, sum(counts.values()))], 0.17, "paper")
    canvas.top += 0.27
    if stale:
        text = f"Right: when something last happened. Pale: nothing for {layout.years(stale)}."
        canvas.paragraph(text, size=style.SMALL, tone="muted")
        canvas.top += 0.08


def _draw_board(canvas: Canvas, groups: Mapping[str, Sequence[Tile]], by: str) -> None:
    """The groups, one below the other, in two columns where there is room."""
    columns, gap = (1, 0.0) if canvas.narrow else (2, 0.34)
    width = (canvas.width - gap * (columns - 1)) / columns
    sizes = {name: _group_height(own, width, by) for name, own in groups.items()}
    parts = _columns(sizes, columns)
    tall = max(sum(sizes[name] for name in names) for names in parts)
    axes = layout.field(canvas, tall)
    signs: dict[tuple[str, bool], list] = defaultdict(list)
    for i, names in enumerate(parts):
        y = 0.0
        for name in names:
            place = (i * (width + gap), y, width)
            for look, box in _draw_group(canvas, axes, place, name, groups[name], by):
                signs[look].append(box)
            y += sizes[name]
    for (status, pale), boxes in signs.items():
        layout.blocks(axes, boxes, *_look(status), pale=pale)
    canvas.top += tall


def _columns(sizes: Mapping[str, float], columns: int) -> list[list[str]]:
    """Groups in reading order, parted where the taller column is lowest."""
    names = list(sizes)
    if columns == 1 or len(names) == 1:
        return [names]
    talls = [sizes[name] for name in names]
    cut = min(range(1, len(names)), key=lambda i: max(sum(talls[:i]), sum(talls[i:])))
    return [names[:cut], names[cut:]]


HEADING = height(1, style.BASE) + 0.07
DATE = 0.62  # inches for a month and a year


def _name_room(width: float, by: str) -> float:
    state = 0.0 if by == "status" else 1.16
    return width - 0.18 - state - DATE


def _lines(tile: Tile, width: float, by: str) -> list[str]:
    return layout.brief(layout.plain_name(tile.row["name"]), _name_room(width, by) - 0.06, 3)


def _group_height(own: Sequence[Tile], width: float, by: str) -> float:
    return HEADING + 0.16 + sum(height(len(_lines(tile, width, by)), style.SMALL) + 0.05 for tile in own)


def _draw_group(
    canvas: Canvas, axes: Axes, place: tuple[float, float, float], name: str, own: Sequence[Tile], by: str
) -> list[tuple[tuple[str, bool], tuple[float, float, float, float]]]:
    """The texts of a group; with them the signs of its projects: their looks, and the boxes that they fill."""
    x, y, width = place
    signs = []
    heading = SECTORS.get(name, layout.spaced(name))
    canvas.write(x, canvas.top + y, f"{heading[:1].upper()}{heading[1:]}", size=style.BASE, weight="strong")
    axes.hlines(y + HEADING - 0.035, x, x + width, color=style.LIGHT["axis"], linewidth=0.7)
    y += HEADING
    above = ""  # a state that the row above has as well is not said again
    for tile in own:
        lines, tone = _lines(tile, width, by), "other" if tile.stale else "ink"
        middle = y + height(1, style.SMALL) / 2
        signs.append(((tile.row["status"], tile.stale), (x, middle - 0.06, 0.12, 0.12)))
        at = canvas.top + y
        canvas.write(x + 0.18, at, "\n".join(lines), size=style.SMALL, tone=tone)
        if by != "status" and tile.row["status"] != above:
            above = tile.row["status"]
            state = layout.spaced(above)
            canvas.write(x + 0.18 + _name_room(width, by), at, state, size=style.SMALL, tone=tone)
        canvas.write(x + width, at, layout.month_name(tile.news), size=style.SMALL, tone=tone, ha="right")
        y += height(len(lines), style.SMALL) + 0.05
    return signs


# --- planned and actual


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
LANE, PLAN = 0.13, 0.11  # inches: thickness of the band of states, and half the height of a plan


def milestones(view: View, *projects: str, **words: Unpack[Words]) -> Exhibit:
    """What happened to chosen projects, dated, on a band of their states; the first plan for completion is hollow.

    Raises DataError for a project that does not exist and ChartError where none is named.
    """
    if not projects:
        raise ChartError("name at least one project, such as 'pos2'")
    about = {row["project"]: row for row in view.projects()}
    acts = {name: _since(view.status(name).milestones, view.start) for name in projects}
    shown = [name for name in projects if acts[name]]
    records = [
        {"project": name, "name": about[name]["name"], "planned_completion": about[name]["planned_completion"]}
        | {column: act[column] for column in ("date", "milestone", "status", "description", "known_on", "source")}
        for name in shown
        for act in acts[name]
    ]

    def draw(canvas: Canvas) -> None:
        if not shown:
            canvas.calm(layout.nothing(view, "milestone of these projects was"))
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


def planned(row: Row) -> tuple[float, float] | None:
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
    plans = [plan for row in rows if (plan := planned(row))]
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
    layout.swatches(canvas, [(layout.spaced(name), *STATES[name]) for name in STATES if name in states])
    canvas.top -= 0.05
    keys = [
        Key(text, "ink", "marker" if filled else "hollow", marker)
        for name, (text, marker, filled, _) in MARKS.items()
        if name in classes
    ]
    canvas.keys("", [*keys, *([Key("completion as first planned", "ink", "outline")] if plans else [])])


def _lane(canvas: Canvas, row: Row, acts: Sequence[Row], low: float, inch: float) -> dict:
    """The texts of a lane and where they stand, in inches from its top and from the left of the field."""
    name = layout.brief(row["name"], canvas.width, 2, style.BASE)
    plan = f"first planned for {row['planned_completion'].replace('-', '–')}" if planned(row) else ""
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
        text = f"{NAMES.get(act['milestone'], layout.spaced(act['milestone']))} {act['date'][:4]}"
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
    canvas: Canvas, axes: Axes, project: tuple[Row, Sequence[Row]], lane: dict, field: tuple[float, float, float, float]
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
            layout.swatch(axes, begin, band - LANE / 2, end - begin, LANE, *_look(state))
    span = planned(row)
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

"""Projects: a board of where all of them stand, and what was planned against what happened."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from matplotlib.axes import Axes

from nolimits.charts import style
from nolimits.charts.canvas import Canvas, height
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.registers import layout
from nolimits.charts.registers.layout import Row
from nolimits.charts.registry import chart
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


@chart
def board(view: View, *, by: str = "sector", stale: int = 2, **words: Unpack[ProjectWords]) -> Exhibit:
    """All projects with their status as of the cutoff, grouped by `sector` or `status`, and how many stand where.

    A bar above counts the projects of each status, in fixed order from an idea to operation, then those that stopped.
    Each project shows when something last happened; it is pale where that is older than `stale` years. Filters are
    columns of `projects.csv`, or `status`. Raises ChartError for another `by`.
    """
    layout.one_of("by", by, GROUPS)
    filters, said = layout.split_filters(words)
    tiles = [_tile(row, view, stale) for row in view.projects() if _wanted(row, filters)]
    groups = layout.group_by(_arranged(tiles, by), lambda tile: tile.row[by])
    records = [
        {name: tile.row[name] for name in ("project", "name", "sector", "status", "since")}
        | {"last_news": tile.news, "stale": tile.stale}
        | layout.behind(view.acts("projects", tile.row["project"]))
        for own in groups.values()
        for tile in own
    ]

    def draw(canvas: Canvas) -> None:
        if not tiles:
            canvas.calm(layout.nothing_known_of(view, "project was"))
        else:
            pale = stale if any(tile.stale for tile in tiles) else 0
            _draw_totals(canvas, Counter(tile.row["status"] for tile in tiles), pale)
            _draw_board(canvas, groups, by)

    behind = [act for tile in tiles for act in view.acts("projects", tile.row["project"])]
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


def _wanted(row: Row, filters: Mapping[str, Any]) -> bool:
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


def look_of(status: str) -> tuple[str, str]:
    """Colour and hatching of a state of projects."""
    return STATES.get(status, ("rest", ""))


def _draw_totals(canvas: Canvas, counts: Counter[str], stale: int) -> None:
    """How many projects have each status: in words, and as one bar; after how many years one is pale, if any is."""
    order = sorted(counts, key=_place)
    layout.swatches(canvas, [(f"{layout.spaced_out(name)} {counts[name]}", *look_of(name)) for name in order])
    axes, one, at = layout.field(canvas, 0.17), canvas.width / sum(counts.values()), 0.0
    for name in order:
        layout.swatch(axes, at, 0, counts[name] * one, 0.17, *look_of(name), gid=f"data {name}")
        at += counts[name] * one
    layout.uprights(axes, [i * one for i in range(1, sum(counts.values()))], 0.17, "paper")
    canvas.top += 0.27
    if stale:
        text = f"Right: when something last happened. Pale: nothing for {layout.in_years(stale)}."
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
    signs: dict[tuple[str, bool], list[Any]] = defaultdict(list)
    for i, names in enumerate(parts):
        y = 0.0
        for name in names:
            place = (i * (width + gap), y, width)
            for look, box in _draw_group(canvas, axes, place, name, groups[name], by):
                signs[look].append(box)
            y += sizes[name]
    for (status, pale), boxes in signs.items():
        layout.fill_boxes(axes, boxes, *look_of(status), pale=pale)
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
    heading = SECTORS.get(name, layout.spaced_out(name))
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
            state = layout.spaced_out(above)
            canvas.write(x + 0.18 + _name_room(width, by), at, state, size=style.SMALL, tone=tone)
        canvas.write(x + width, at, layout.month_name(tile.news), size=style.SMALL, tone=tone, ha="right")
        y += height(len(lines), style.SMALL) + 0.05
    return signs


# --- planned and actual


LANE, PLAN = 0.13, 0.11  # inches: thickness of the band of states, and half the height of a plan

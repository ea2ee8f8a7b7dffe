"""Projects: a board of where all of them stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from nolimits.charts import style
from nolimits.charts.exhibit import ChartError, Drawing
from nolimits.charts.registers.common import (
    STATES,
    all_acts,
    datum,
    group_by,
    in_years,
    look_of,
    one_of,
    pick_cells,
    value_in_words,
)
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas
from nolimits.charts.sheet.text import brief, halves, height, strip_brackets
from nolimits.data import Entry, View
from nolimits.data.periods import years_before
from nolimits.language.wording import capital

GROUPS = ("sector", "status")
SECTORS = {"lng": "LNG"}
HEADING = height(1, style.BASE) + 0.07
DATE, STATE, SIGN, TOTALS = 0.62, 1.16, 0.18, 0.17  # inches: a month and a year, a state, a sign; the bar of totals


@dataclass(frozen=True)
class Tile:
    """One project on the board, and the place of its record."""

    row: Entry
    stale: bool
    n: int = -1


@chart
def board(view: View, *, by: str = "sector", stale: int = 2, **filters: Any) -> Drawing:
    """All projects with their status as of the cutoff, grouped by `sector` or `status`, and how many stand where.

    A bar above counts the projects of each status, in fixed order from an idea to operation, then those that stopped.
    Each project shows when something last happened; it is pale where that is older than `stale` years. Filters are
    columns of `projects.csv`, or `status`. Raises ChartError for another `by`.
    """
    one_of("by", by, GROUPS)
    rows, since = [row for row in view.projects() if _passes(row, filters)], years_before(view.cutoff, stale)
    tiles = [Tile(row, row["news"] < since, n) for n, row in enumerate(_arrange(rows, by))]
    groups = group_by(tiles, lambda tile: tile.row[by])
    data = [
        datum(
            pick_cells(tile.row, ("project", "name", "sector", "status", "since"))
            | {"last_news": tile.row["news"], "stale": tile.stale},
            all_acts(view, [tile.row]),
            f"{tile.row['name']}: {value_in_words(tile.row['status'])}, last news {scales.short_day(tile.row['news'])}",
        )
        for tile in tiles
    ]

    def draw(canvas: Canvas) -> None:
        _draw_totals(canvas, Counter(row["status"] for row in rows), stale if any(one.stale for one in tiles) else 0)
        _draw_board(canvas, groups, by)

    return Drawing(draw, data, "projects", all_acts(view, rows), nothing="project was")


def _passes(row: Entry, filters: Mapping[str, Any]) -> bool:
    for column, value in filters.items():
        if column not in row:
            raise ChartError(f"projects have no column {column!r}: the columns are {', '.join(row)}")
        if row[column] not in ({value} if isinstance(value, str) else set(value)):
            return False
    return True


def _place(status: str) -> int:
    return list(STATES).index(status) if status in STATES else len(STATES)


def _arrange(rows: Sequence[Entry], by: str) -> list[Entry]:
    """Statuses in their order, sectors by their number of projects; within a group by status, then name."""
    sizes = Counter(row["sector"] for row in rows)
    return sorted(
        rows,
        key=lambda row: (
            (_place(row["status"]), "") if by == "status" else (-sizes[row["sector"]], row["sector"]),
            _place(row["status"]),
            row["name"],
        ),
    )


def _draw_totals(canvas: Canvas, counts: Counter[str], stale: int) -> None:
    """How many projects have each status: in words, and as one bar; after how many years one is pale, if any is."""
    order = sorted(counts, key=_place)
    canvas.swatches([(f"{value_in_words(name)} {counts[name]}", *look_of(name)) for name in order])
    axes, one, at = canvas.field(TOTALS), canvas.width / counts.total(), 0.0
    for name in order:
        marks.box(axes, (at, 0, counts[name] * one, TOTALS), *look_of(name), gid=f"data {name}")
        at += counts[name] * one
    marks.uprights(axes, [i * one for i in range(1, counts.total())], TOTALS, "paper")
    canvas.top += 0.27
    if stale:
        canvas.paragraph(f"Right: when something last happened. Pale: nothing for {in_years(stale)}.", tone="muted")
        canvas.top += 0.08


def _draw_board(canvas: Canvas, groups: Mapping[str, Sequence[Tile]], by: str) -> None:
    """The groups, one below the other, in two columns where there is room."""
    columns = 1 if canvas.narrow else 2
    width, step = canvas.grid(columns)
    talls = [_height(own, width, by) for own in groups.values()]
    cut = len(groups) if columns == 1 or len(groups) == 1 else halves(talls, most=len(groups) - 1)
    tall = max(sum(talls[:cut]), sum(talls[cut:]))
    axes = canvas.field(tall)
    signs: dict[tuple[str, bool], list[marks.Box]] = defaultdict(list)
    for i, name in enumerate(groups):
        x, y = (0.0, sum(talls[:i])) if i < cut else (step, sum(talls[cut:i]))
        for tile, box in _draw_group(canvas, axes, (x, y, width), name, groups[name], by):
            signs[tile.row["status"], tile.stale].append(box)
            marks.spot(axes, tile.n, *box)
            if columns == 1:
                canvas.seam("project", box[1] - (height(1) / 2 - 0.06) + height(len(_lines(tile, width, by))) + 0.03)
    for (status, pale), boxes in signs.items():
        marks.boxes(axes, boxes, *look_of(status), pale=pale)
    canvas.top += tall


def _name_room(width: float, by: str) -> float:
    return width - SIGN - (0.0 if by == "status" else STATE) - DATE


def _lines(tile: Tile, width: float, by: str) -> list[str]:
    return brief(strip_brackets(tile.row["name"]), _name_room(width, by) - 0.06, 3)


def _height(own: Sequence[Tile], width: float, by: str) -> float:
    return HEADING + 0.16 + sum(height(len(_lines(tile, width, by))) + 0.05 for tile in own)


def _draw_group(
    canvas: Canvas, axes: Axes, place: tuple[float, float, float], name: str, own: Sequence[Tile], by: str
) -> Iterable[tuple[Tile, marks.Box]]:
    """The texts of a group; with them the boxes that the signs of its projects fill."""
    x, y, width = place
    heading = capital(SECTORS.get(name, value_in_words(name)))
    canvas.write(x, canvas.top + y, heading, size=style.BASE, weight="strong")
    axes.hlines(y + HEADING - 0.035, x, x + width, color=style.LIGHT["axis"], linewidth=0.7)
    y += HEADING
    above = ""  # a state that the row above has as well is not said again
    for tile in own:
        lines, tone, at = _lines(tile, width, by), "other" if tile.stale else "ink", canvas.top + y
        canvas.write(x + SIGN, at, lines, tone=tone)
        if by != "status" and tile.row["status"] != above:
            above = tile.row["status"]
            canvas.write(x + SIGN + _name_room(width, by), at, value_in_words(above), tone=tone)
        canvas.write(x + width, at, scales.month_name(tile.row["news"]), tone=tone, ha="right")
        yield tile, (x, y + height(1) / 2 - 0.06, 0.12, 0.12)
        y += height(len(lines)) + 0.05

"""Market access: what the register of measures says of each product at the end of each year, as tiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from nolimits import prose
from nolimits.charts.exhibit import ChartError, Drawing
from nolimits.charts.registers.common import datum
from nolimits.charts.registers.gantt import OPENING
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.periods import short_year
from nolimits.charts.sheet.text import even, height, measure, thin_names
from nolimits.data import Entry, View

BANS = ("import_ban", "safety_ban")
# each state of access: what the key says, colour, hatch; the last is drawn as an outline
ACCESS = {
    "barred": ("barred", "both", ""),
    "in part": ("let in, but in part barred", "cyan", "////"),
    "limited": ("let in with duty, quota or licence", "amber", "||||"),
    "admitted": ("let in", "cyan", ""),
    "lifted": ("limit ended, no opening on record", "cyan", ""),
}
MOST_ROWS, NAME, TILE = 20, 2.6, 0.24  # names, and inches: most of a name's width, height of a tile
Tiles = Mapping[tuple[str, str], tuple[int, str]]  # by name and day: the place of its record, and the state


@chart
def access(view: View, rows: Mapping[str, str | Sequence[str]]) -> Drawing:
    """What of each product was let in at the end of each year: rows {name: measure or measures of measures.csv}.

    A tile says what the measures of a row that were in force on that day add up to: a ban is `barred`, beside an
    opening `in part`; a duty, quota, licence or fee is `limited`; an opening alone is `admitted`; a limit that is over,
    with nothing since, is `lifted`. Where no measure had begun there is no tile. The last column is the cutoff; all is
    as known by then. Raises ChartError for a measure that does not exist and for more than twenty rows.
    """
    if not 1 <= len(rows) <= MOST_ROWS:
        raise ChartError(f"a table of access holds 1 to {MOST_ROWS} rows, not {len(rows)}")
    wanted = {name: (keys,) if isinstance(keys, str) else tuple(keys) for name, keys in rows.items()}
    every = view.evidence.keys("measures")
    if unknown := sorted({key for keys in wanted.values() for key in keys} - every):
        raise ChartError(f"no measure is called {unknown[0]!r}: see measures.csv")
    known = {row["measure"]: row for row in view.register("measures")}
    days = [f"{year}-12-31" for year in range(view.start, int(view.cutoff[:4]))] + [view.cutoff]
    names = {name: prose.plain(name, view) for name in wanted}
    found = [
        (names[name], day, *state_on([known[key] for key in keys if key in known], day))
        for name, keys in wanted.items()
        for day in days
    ]
    found = [one for one in found if one[2]]
    tiles = {(name, day): (n, state) for n, (name, day, state, _) in enumerate(found)}
    data = [
        datum(
            {"label": name, "date": day, "state": state, "measures": ";".join(row["measure"] for row in behind)},
            behind,
            f"{name}, {scales.short_day(day)}: {ACCESS[state][0]}",
        )
        for name, day, state, behind in found
    ]
    used = {row["measure"]: row for *_, behind in found for row in behind}

    def draw(canvas: Canvas) -> None:
        seen = {state for _, state in tiles.values()}
        keys = [
            Key(text, tone, "outline" if state == "lifted" else "patch", hatch=hatch)
            for state, (text, tone, hatch) in ACCESS.items()
            if state in seen
        ]
        canvas.keys("", keys)
        _draw(canvas, list(names.values()), days, tiles)

    measures = list(used.values())
    return Drawing(draw, data, rows=measures, nothing="measure on these goods was", parameters={"rows": wanted})


def state_on(own: Sequence[Entry], day: str) -> tuple[str, list[Entry]]:
    """What measures add up to on a day, and those that say so; an empty state where none had begun."""
    begun = [row for row in own if row["effective"] and row["effective"] <= day]
    alive = [row for row in begun if not (end := row["until"]) or end >= day]
    bans = [row for row in alive if row["kind"] in BANS]
    opened = [row for row in alive if row["kind"] == OPENING]
    limits = [row for row in alive if row["kind"] not in BANS and row["kind"] != OPENING]
    if bans:
        return ("in part", bans + opened) if opened else ("barred", bans)
    if limits:
        return "limited", limits
    return ("admitted", opened) if opened else ("lifted" if begun else "", begun)


def _draw(canvas: Canvas, names: Sequence[str], days: Sequence[str], tiles: Tiles) -> None:
    lines = [even(name, canvas.width if canvas.narrow else NAME) for name in names]
    left = 0.0 if canvas.narrow else max(measure("\n".join(own)) for own in lines) + 0.14
    wide = (canvas.width - left) / len(days)
    places, y = [], 0.0
    for own in lines:
        text = height(len(own))
        spare = max(text - TILE, 0) / 2
        at = y + text + 0.04 if canvas.narrow else y + spare
        places.append((y if canvas.narrow else at + TILE / 2, at))
        y = at + TILE + (0.1 if canvas.narrow else 0.07 + spare)
    _years(canvas, days, left, wide)
    axes = canvas.field(y)
    for name, own, (written, at) in zip(names, lines, places, strict=True):
        if canvas.narrow:
            canvas.write(0, canvas.top + written, own)
        else:
            canvas.write(left - 0.14, canvas.top + written, own, ha="right", va="center")
        for i, day in enumerate(days):
            if (name, day) in tiles:
                _tile(axes, (left + i * wide + 0.025, at, wide - 0.05, TILE), *tiles[name, day])
    canvas.top += y


def _tile(axes: Axes, box: marks.Box, n: int, state: str) -> None:
    _, tone, hatch = ACCESS[state]
    x, y, wide, tall = box
    if state == "lifted":
        inner = (x + 0.01, y + 0.01, wide - 0.02, tall - 0.02)
        marks.outline(axes, inner, tone, clip=False, gid=f"data {state}", n=n)
    else:
        marks.box(axes, box, tone, hatch, gid=f"data {state}", n=n)


def _years(canvas: Canvas, days: Sequence[str], left: float, wide: float) -> None:
    """The years above the tiles, as many as there is room for; the last column is the month of the cutoff."""
    names = [short_year(int(day[:4]), canvas.narrow) for day in days[:-1]]
    names.append(scales.month_name(days[-1]).replace(" ", "\n"))
    bottom = canvas.top + height(2)
    for i in thin_names(names, wide, 0.04, (1, 2, 3, 5, 10, 20, 50)):
        middle = min(left + (i + 0.5) * wide, canvas.width - measure(names[i]) / 2)
        canvas.write(middle, bottom, names[i], tone="muted", ha="center", va="bottom")
    canvas.top = bottom + 0.05

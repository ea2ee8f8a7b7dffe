"""Market access: what the register of measures says of each product at the end of each year, as tiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Unpack

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nolimits import prose
from nolimits.charts import style
from nolimits.charts.canvas import Canvas, Key, even, height, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.registers import layout
from nolimits.charts.registers.layout import Row
from nolimits.charts.registers.measures import OPENING
from nolimits.charts.registry import chart
from nolimits.data import View

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


@chart
def access(view: View, rows: Mapping[str, str | Sequence[str]], **words: Unpack[Words]) -> Exhibit:
    """What of each product was let in at the end of each year: rows {name: measure or measures of measures.csv}.

    A tile says what the measures of a row that were in force on that day add up to: a ban is `barred`, beside an
    opening `in part`; a duty, quota, licence or fee is `limited`; an opening alone is `admitted`; a limit that is over,
    with nothing since, is `lifted`. Where no measure had begun there is no tile. The last column is the cutoff; all is
    as known by then. Raises ChartError for a measure that does not exist and for more than twenty rows.
    """
    if not 1 <= len(rows) <= MOST_ROWS:
        raise ChartError(f"a table of access holds 1 to {MOST_ROWS} rows, not {len(rows)}")
    wanted = {name: (keys,) if isinstance(keys, str) else tuple(keys) for name, keys in rows.items()}
    _check(view, [key for keys in wanted.values() for key in keys])
    known = {row["measure"]: row for row in view.register("measures")}
    days = [f"{year}-12-31" for year in range(view.start, int(view.cutoff[:4]))] + [view.cutoff]
    tiles = {}
    for name, keys in wanted.items():
        own = [known[key] for key in keys if key in known]
        for day in days:
            state, behind = state_on(own, day, view)
            if state:
                tiles[prose.plain(name, view), day] = (state, behind)
    records = [
        {"label": name, "date": day, "state": state, "measures": ";".join(row["measure"] for row in behind)}
        | layout.behind(behind)
        for (name, day), (state, behind) in tiles.items()
    ]
    used = {row["measure"]: row for _, behind in tiles.values() for row in behind}

    def draw(canvas: Canvas) -> None:
        if not tiles:
            canvas.calm(layout.nothing_known_of(view, "measure on these goods was"))
        else:
            states = {place: state for place, (state, _) in tiles.items()}
            _draw_tiles(canvas, [prose.plain(name, view) for name in rows], days, states)

    return finish(view, draw, records, used.values(), kind="access", unit="", parameters={"rows": wanted}, **words)


def _check(view: View, keys: Sequence[str]) -> None:
    every = view.evidence.keys("measures")
    if unknown := sorted(set(keys) - every):
        raise ChartError(f"no measure is called {unknown[0]!r}: see measures.csv")


def state_on(own: Sequence[Row], day: str, view: View) -> tuple[str, list[Row]]:
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


def _draw_tiles(
    canvas: Canvas, names: Sequence[str], days: Sequence[str], states: Mapping[tuple[str, str], str]
) -> None:
    seen = set(states.values())
    canvas.keys(
        "",
        [
            Key(text, tone, "outline" if state == "lifted" else "patch", hatch=hatch)
            for state, (text, tone, hatch) in ACCESS.items()
            if state in seen
        ],
    )
    room = canvas.width if canvas.narrow else NAME
    lines = {name: even(name, room, style.SMALL) for name in names}
    left = 0.0 if canvas.narrow else max(measure("\n".join(own), style.SMALL)[0] for own in lines.values()) + 0.14
    wide = (canvas.width - left) / len(days)
    top, y = canvas.top + height(2, style.SMALL) + 0.05, 0.0
    places = []
    for name in names:
        text = height(len(lines[name]), style.SMALL)
        at = y + text + 0.04 if canvas.narrow else y + max(text - TILE, 0) / 2
        places.append((name, y if canvas.narrow else at + TILE / 2, at))
        y = at + TILE + (0.1 if canvas.narrow else 0.07 + max(text - TILE, 0) / 2)
    _columns(canvas, days, left, wide)
    canvas.top = top
    axes = layout.field(canvas, y)
    for name, written, at in places:
        label = "\n".join(lines[name])
        if canvas.narrow:
            canvas.write(0, top + written, label, size=style.SMALL)
        else:
            canvas.write(left - 0.14, top + written, label, size=style.SMALL, ha="right", va="center")
        for i, day in enumerate(days):
            if state := states.get((name, day)):
                _tile(axes, (left + i * wide + 0.025, at, wide - 0.05, TILE), state)
    canvas.top = top + y


def _tile(axes: Axes, box: tuple[float, float, float, float], state: str) -> None:
    _, tone, hatch = ACCESS[state]
    x, y, wide, tall = box
    if state == "lifted":
        axes.add_artist(
            Rectangle(
                (x + 0.01, y + 0.01),
                wide - 0.02,
                tall - 0.02,
                facecolor="none",
                linewidth=1.2,
                edgecolor=style.LIGHT[tone],
                gid=f"data {state}",
                clip_on=False,
            )
        )
    else:
        layout.swatch(axes, x, y, wide, tall, tone, hatch, gid=f"data {state}")


def _columns(canvas: Canvas, days: Sequence[str], left: float, wide: float) -> None:
    """The years above the tiles, as many as there is room for; the last column is the month of the cutoff."""
    year = "’{:02}" if canvas.narrow else "{}"
    names = [year.format(int(day[:4]) % 100 if canvas.narrow else int(day[:4])) for day in days[:-1]]
    names.append(layout.month_name(days[-1]).replace(" ", "\n"))
    need = max(measure(name, style.SMALL)[0] for name in names) + 0.04
    every = next(n for n in (1, 2, 3, 5, 10, 20, 50) if wide * n >= need or n == 50)
    for i, name in enumerate(names):
        if (len(names) - 1 - i) % every == 0:
            middle = min(left + (i + 0.5) * wide, canvas.width - measure(name, style.SMALL)[0] / 2)
            canvas.write(
                middle,
                canvas.top + height(2, style.SMALL),
                name,
                size=style.SMALL,
                tone="muted",
                ha="center",
                va="bottom",
            )

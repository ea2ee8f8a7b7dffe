"""Dated events on lanes of time, with what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from nolimits.charts.exhibit import ChartError, Datum, Drawing
from nolimits.charts.registers.common import Row, group_by, one_of, picked, spaced_out
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.lanes import Act, Lane, acts_of, lay_lanes, tell
from nolimits.charts.sheet.text import brief
from nolimits.data import View
from nolimits.data.lookup import matches

LANES = ("actor", "kind", "direction", "section")
# for cooperation between the two: colour, marker, and what the key says
DIRECTIONS = {
    "supports": ("cyan", "^", "supports cooperation"),
    "limits": ("amber", "v", "limits it"),
    "neutral": ("other", "o", "neither"),
}
CONTESTED = ("claim", "denial")
MOST_TOLD = 16
LAY = Lane(mark=0.135, gap=0.03, right=0.05, centred=True)


@chart
def strip(view: View, *, by: str = "actor", told: Iterable[str] | None = None, **filters: Any) -> Drawing:
    """Dated events as marks on lanes of time, by `actor`, `kind`, `direction` or `section`.

    Colour and marker say whether an event supports or limits cooperation; claims and denials are hollow, for neither is
    a fact. Up to sixteen events are numbered and told below; of more, only those named in `told` (keys of
    `events.csv`). Filters are columns of `events.csv`. Raises ChartError for another `by` or for a `told` that the
    filters leave out.
    """
    one_of("by", by, LANES)
    rows = [row for row in view.register("events", **filters) if row["date"][:4] >= str(view.start)]
    chosen = tuple(told) if told is not None else None
    numbered = _told(rows, chosen, view, filters)
    acts = acts_of(rows, lambda row: row["event"] in numbered)
    columns = ("event", "date", "actor", "kind", "direction", "description", "known_on", "source")
    data = [
        Datum({"number": act.number or None, **picked(row, columns), "contested": row["kind"] in CONTESTED}, (row,))
        for act, row in zip(acts, rows, strict=True)
    ]
    held = group_by(acts, lambda act: act.row[by])  # the largest lane first, `other` last
    lanes = {name: held[name] for name in sorted(held, key=lambda name: (name == "other", -len(held[name]), name))}

    def draw(canvas: Canvas) -> None:
        canvas.keys("", list(_keys(acts)))
        names = {name: brief(spaced_out(name), 0.9 if canvas.narrow else 1.2, 2) for name in lanes}
        lay_lanes(canvas, lanes, names, _reach(acts, scales.moment(view.cutoff)), LAY, _dot)
        tell(canvas, acts)

    return Drawing(draw, data, nothing="event of this kind was", parameters={"told": chosen})


def _told(rows: Sequence[Row], told: tuple[str, ...] | None, view: View, filters: Mapping[str, Any]) -> tuple[str, ...]:
    """The events that are told: those that an author names, else all if they are few."""
    if told is None:
        return tuple(row["event"] for row in rows) if len(rows) <= MOST_TOLD else ()
    if unknown := set(told) - {one["event"] for one in view.evidence.entries("events") if matches(one, filters)}:
        raise ChartError(f"told names {', '.join(sorted(unknown))}, which the filters leave out: see events.csv")
    return told


def _keys(acts: Sequence[Act]) -> Iterable[Key]:
    for name, (tone, marker, text) in DIRECTIONS.items():
        if any(act.row["direction"] == name for act in acts):
            yield Key(text, tone, "marker", marker)
    if any(act.row["kind"] in CONTESTED for act in acts):
        yield Key("claim or denial, not settled", "muted", "hollow", "o")


def _reach(acts: Sequence[Act], today: float) -> tuple[float, float]:
    high = max(*(act.x for act in acts), today)
    low = min(*(act.x for act in acts), high - 1)
    return low - (high - low) * 0.025, high + (high - low) * 0.03


def _dot(axes: Axes, act: Act, y: float) -> None:
    tone, marker, _ = DIRECTIONS.get(act.row["direction"], DIRECTIONS["neutral"])
    contested = act.row["kind"] in CONTESTED
    look = {"hollow": contested, "width": 1.4 if contested else 0.5, "order": 2}
    marks.dot(axes, act.x, y, marker, 7.4, tone, gid=f"data {act.row['event']}", n=act.n, **look)

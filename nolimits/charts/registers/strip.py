"""Dated events on lanes of time, with what they say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from matplotlib.axes import Axes

from nolimits.charts.exhibit import ChartError, Datum, Drawing
from nolimits.charts.occasions import occasions
from nolimits.charts.registers.common import group_by, one_of, pick_cells, value_in_words
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.lanes import Act, Lane, acts_of, lay_lanes, tell
from nolimits.charts.sheet.text import brief
from nolimits.data import Entry, View
from nolimits.data.lookup import matches
from nolimits.data.registers import drop_parts

LANES = ("actor", "kind", "direction", "section")
# for cooperation between the two: colour, marker, and what the key says
DIRECTIONS = {
    "supports": ("cyan", "^", "supports cooperation"),
    "limits": ("amber", "v", "limits it"),
    "neutral": ("other", "o", "neither"),
}
CONTESTED = ("claim", "denial")
MOST_TOLD = 24
LAY = Lane(mark=0.135, gap=0.03, right=0.05, centred=True)


@chart
def strip(
    view: View,
    *,
    by: str = "actor",
    lanes: Mapping[str, Sequence[str]] | None = None,
    told: Iterable[str] | None = None,
    without: Collection[str] = (),
    marks: Sequence[tuple[str | int, str]] = (),
    **filters: Any,
) -> Drawing:
    """Dated events as marks on lanes of time, by `actor`, `kind`, `direction` or `section`.

    `lanes` put events together otherwise: a name for those of some values of that column, or for single ones (keys of
    `events.csv`); the others stand on lanes of their own. Colour and marker say whether an event supports or limits
    cooperation; claims and denials are hollow, for neither is a fact. Up to twenty-four events are numbered and told
    below; of more, only those named in `told`. `marks` are days with a text, drawn as upright lines unless they lie
    after the cutoff. An event that is part of another, or another report of it, has no mark beside that one.
    Filters are columns of `events.csv`; `without` are events that pass them and are left out. Raises ChartError for
    another `by`, and for a `told`, `lanes` or `without` that name what the filters leave out.
    """
    one_of("by", by, LANES)
    matching = [one for one in view.evidence.entries("events") if matches(one, filters)]
    _check_names("without", without, {one["event"] for one in matching})
    seen = (row for row in view.register("events", **filters) if row["date"][:4] >= str(view.start))
    rows, every = (drop_parts(one for one in found if one["event"] not in without) for found in (seen, matching))
    chosen = tuple(told) if told is not None else None
    _check_names("told", chosen or (), {one["event"] for one in every})
    _check_names("lanes", chain(*(lanes or {}).values()), {one[column] for one in every for column in ("event", by)})
    numbered = _events_to_tell(rows, chosen)
    acts = acts_of(rows, lambda row: row["event"] in numbered)
    columns = ("event", "date", "actor", "kind", "direction", "description", "known_on", "source")
    data = [
        Datum({"number": act.number or None, **pick_cells(row, columns), "contested": row["kind"] in CONTESTED}, (row,))
        for act, row in zip(acts, rows, strict=True)
    ]
    held, days = _lanes_of(acts, by, lanes or {}), occasions(view, marks)

    def draw(canvas: Canvas) -> None:
        canvas.keys("", list(_keys(acts)))
        names = {name: brief(value_in_words(name), 0.9 if canvas.narrow else 1.2, 3) for name in held}
        lay_lanes(canvas, held, names, _reach(acts, days, scales.moment(view.cutoff)), LAY, _dot, days)
        tell(canvas, acts)

    unused = () if without else ("without",)
    return Drawing(draw, data, nothing="event of this kind was", parameters={"told": chosen}, without=unused)


def _lanes_of(acts: Sequence[Act], by: str, named: Mapping[str, Sequence[str]]) -> dict[str, list[Act]]:
    """The acts of each lane: those that an author names, then the others, the largest first and `other` last."""
    own = {key: name for name, keys in named.items() for key in keys}
    found = group_by(acts, lambda act: own.get(act.row["event"]) or own.get(act.row[by]) or act.row[by])
    rank = {name: place for place, name in enumerate(named)}
    order = sorted(found, key=lambda name: (rank.get(name, len(rank)), name == "other", -len(found[name]), name))
    return {name: found[name] for name in order}


def _check_names(option: str, names: Iterable[str], allowed: Collection[str]) -> None:
    """Raises ChartError where an option names what is not there."""
    if unknown := set(names) - set(allowed):
        raise ChartError(f"{option} names {', '.join(sorted(unknown))}, which the filters leave out: see events.csv")


def _events_to_tell(rows: Sequence[Entry], told: tuple[str, ...] | None) -> tuple[str, ...]:
    """The events that are told: those that an author names, else all if they are few."""
    if told is None:
        return tuple(row["event"] for row in rows) if len(rows) <= MOST_TOLD else ()
    return told


def _keys(acts: Sequence[Act]) -> Iterable[Key]:
    for name, (tone, marker, text) in DIRECTIONS.items():
        contested = [act.row["kind"] in CONTESTED for act in acts if act.row["direction"] == name]
        if contested:
            yield Key(text, tone, "hollow" if all(contested) else "marker", marker)
    if any(act.row["kind"] in CONTESTED for act in acts):
        yield Key("hollow: claim or denial, not settled", "muted", "none")


def _reach(acts: Sequence[Act], days: Sequence[tuple[float, str]], today: float) -> tuple[float, float]:
    shown = [*(act.x for act in acts), *(at for at, _ in days)]
    high = max(*shown, today)
    low = min(*shown, high - 1)
    return low - (high - low) * 0.025, high + (high - low) * 0.03


def _dot(axes: Axes, act: Act, y: float) -> None:
    tone, marker, _ = DIRECTIONS.get(act.row["direction"], DIRECTIONS["neutral"])
    contested = act.row["kind"] in CONTESTED
    look = {"hollow": contested, "width": 1.4 if contested else 0.5, "order": 2}
    marks.dot(axes, act.x, y, marker, 7.4, tone, gid=f"data {act.row['event']}", n=act.n, **look)

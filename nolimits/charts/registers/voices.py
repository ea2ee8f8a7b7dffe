"""Who said what of a project: its acts on a lane for each side, to tell a claim from its confirmation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matplotlib.axes import Axes

from nolimits.charts.exhibit import ChartError, Datum, Drawing
from nolimits.charts.registers.common import pick_cells
from nolimits.charts.registers.milestones import class_keys, class_of, mark_act
from nolimits.charts.registry import chart
from nolimits.charts.sheet import scales
from nolimits.charts.sheet.canvas import Canvas
from nolimits.charts.sheet.lanes import Act, Lane, acts_of, lay_lanes, tell
from nolimits.charts.sheet.text import wrap
from nolimits.data import Entry, View

OTHERS = "others"
LAY = Lane(mark=0.14, gap=0.05)


@chart
def voices(view: View, project: str, *, lanes: Mapping[str, Sequence[str]], told: Iterable[str] = ()) -> Drawing:
    """The acts of one project from the view's `start` on, on lanes of time by who told of them.

    `lanes` name the sources (keys of `sources.csv`) whose acts stand on each lane, or the day of an act where a source
    tells of several; all other acts stand on a lane of `others`. Acts that are more than news, and those of the sources
    in `told`, are numbered and told below. Raises ChartError for a source or a day that no act of the project has,
    DataError for a project that does not exist.
    """
    view.status(project)
    every, wanted = [entry for entry in view.evidence.entries("milestones") if entry["project"] == project], set(told)
    known = {entry[column] for entry in every for column in ("source", "date")}
    if unknown := {source for own in lanes.values() for source in own}.union(wanted) - known:
        raise ChartError(f"no act of {project} comes from {', '.join(sorted(unknown))}: see milestones.csv")
    rows = [row for row in view.acts("projects", project) if row["date"] >= str(view.start)]
    acts = acts_of(rows, lambda row: class_of(row) != "news" or row["source"] in wanted)
    held = [_lane(row, lanes) for row in rows]
    placed = {lane: [act for act, own in zip(acts, held, strict=True) if own == lane] for lane in (*lanes, OTHERS)}
    placed = {lane: own for lane, own in placed.items() if own}
    columns = ("date", "milestone", "status", "description", "known_on", "source")
    data = [
        Datum({"project": project, "lane": lane, "number": act.number or None, **pick_cells(row, columns)}, (row,))
        for act, lane, row in zip(acts, held, rows, strict=True)
    ]

    def draw(canvas: Canvas) -> None:
        canvas.keys("", class_keys(rows))
        names = {lane: wrap(lane, 0.8 if canvas.narrow else 1.3) for lane in placed}
        days = [act.x for act in acts]
        low, high = min(days), max(*days, scales.moment(view.cutoff))
        span = low - (high - low) * 0.02 - 0.1, high + (high - low) * 0.035 + 0.1
        lay_lanes(canvas, placed, names, span, LAY, _mark)
        tell(canvas, acts)

    return Drawing(draw, data, nothing="act of this project was", parameters={"told": sorted(wanted)})


def _lane(row: Entry, lanes: Mapping[str, Sequence[str]]) -> str:
    return next((name for name, own in lanes.items() if {row["source"], row["date"]} & set(own)), OTHERS)


def _mark(axes: Axes, act: Act, y: float) -> None:
    mark_act(axes, act.row, y, act.n, larger=0.6, order=3, clip=False)

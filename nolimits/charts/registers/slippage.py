"""Plans and what came of them: the first planned year against the start, and what projects were to cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nolimits.charts import gather, scales, style
from nolimits.charts.canvas import Canvas, Key, measure
from nolimits.charts.exhibit import Exhibit, Words, finish
from nolimits.charts.kinds import rows
from nolimits.charts.registers import layout
from nolimits.charts.registers.layout import Row
from nolimits.charts.registers.outcomes import ORDER
from nolimits.charts.registers.projects import STATES
from nolimits.charts.registry import chart
from nolimits.data import View

STOPPED = ("stalled", "withdrawn", "cancelled")
PLAN, ROW = 0.075, 0.2  # inches: half the height of a plan, and the thickness of a row


@dataclass(frozen=True)
class Slip:
    """A project beside its first plan: the first and the last year planned, and the day on which it came to run.

    `end` is the day on which it stalled or ended, empty where it runs or is still open.
    """

    row: Row
    first: int
    last: int
    start: str
    end: str
    today: str

    @property
    def late(self) -> int:
        """Years from the last year planned to the year of the start, or to the cutoff where it has not started."""
        return int((self.start or self.end or self.today)[:4]) - self.last

    @property
    def frame(self) -> tuple[float, float]:
        """The years planned, as a span of `scales.moment`."""
        return self.first - 0.5, self.last + 0.5

    @property
    def silent(self) -> bool:
        """Whether nothing was reported of it after the years planned, so that it may run or have ended unnoticed."""
        return not (self.start or self.end) and int(self.row["news"][:4]) <= self.last

    @property
    def outcome(self) -> str:
        """In words: what came of the plan."""
        if self.end:
            return self.row["status"]
        early = self.first - int(self.start[:4]) if self.start else 0
        if self.late <= 0 and early <= 0:
            return "in time"
        if self.silent:
            return f"last report {self.row['news'][:4]}"
        years = f"{max(self.late, early)} year{'s' if max(self.late, early) > 1 else ''}"
        if early > 0:
            return f"{years} early"
        return f"{years} late" if self.start else f"open, {years} late"


@chart
def slippage(view: View, **words: Unpack[Words]) -> Exhibit:
    """First plan and start of every project whose first planned year has passed by the cutoff, the latest last.

    The frame is what was planned, the diamond the first act after which the project runs; a cross says that it stalled
    or ended before, an arrow that it is still open, a dot that nothing was reported after the plan. Projects without a
    plan on record are left out.
    """
    slips = sorted((slip for row in view.projects() if (slip := _slip(row, view))), key=_rank)
    records = [
        {
            "project": slip.row["project"],
            "name": slip.row["name"],
            "planned_completion": slip.row["planned_completion"],
            "started": slip.start,
            "stopped": slip.end,
            "status": slip.row["status"],
            "years_late": slip.late,
            "outcome": slip.outcome,
        }
        | layout.behind(view.acts("projects", slip.row["project"]))
        for slip in slips
    ]
    behind = [act for slip in slips for act in view.acts("projects", slip.row["project"])]

    def draw(canvas: Canvas) -> None:
        if not slips:
            canvas.calm(layout.nothing_known_of(view, "project that was due was"))
        else:
            _draw_slips(canvas, slips, scales.moment(view.cutoff))

    return finish(view, draw, records, [*behind, *(slip.row for slip in slips)], kind="slippage", unit="years", **words)


def _slip(row: Row, view: View) -> Slip | None:
    years = [int(part) for part in row["planned_completion"].split("-") if part.isdigit()]
    if not years or max(years) >= int(view.cutoff[:4]):
        return None
    start = next((act["date"] for act in view.acts("projects", row["project"]) if act["status"] == "operating"), "")
    # of a project that ran when it was first heard of, a later year is a plan for its growth, not for its start
    if row["begun_as"] == "operating" and start[:4] < str(min(years)):
        return None
    end = "" if start or row["status"] not in STOPPED else row["since"]
    return Slip(row, min(years), max(years), start, end, view.cutoff)


def _rank(slip: Slip) -> tuple[int, int, str]:
    """Those that run by how late they came, then those that are open, those not heard of since, those that ended."""
    return (0 if slip.start else 3 if slip.end else 2 if slip.silent else 1, slip.late, slip.row["name"])


def _draw_slips(canvas: Canvas, slips: Sequence[Slip], today: float) -> None:
    keys = [Key("as first planned", "ink", "outline")]
    keys += [Key("runs", "cyan", "marker", "D")] * any(slip.start for slip in slips)
    keys += [Key("not yet", "amber", "marker", ">")] * any(_look(slip)[1] == ">" for slip in slips)
    keys += [Key("no report after the plan", "other", "marker", "o")] * any(slip.silent for slip in slips)
    keys += [Key("stalled or ended before it ran", "both", "marker", "X")] * any(slip.end for slip in slips)
    canvas.keys("", keys)
    places, left, tall = rows.lay_rows(canvas, [layout.plain_name(slip.row["name"]) for slip in slips], ROW)
    right = max(measure(slip.outcome, style.SMALL)[0] for slip in slips) + 0.12
    low = min(min(slip.frame[0], _moment(slip)) for slip in slips) - 0.3
    axes, below = layout.timeline(canvas, (left, right, tall), (low, today + 0.3), above=True)
    for place, slip in zip(places, slips, strict=True):
        rows.write_name(canvas, place, left)
        _draw_slip(axes, slip, place.middle)
        canvas.write(canvas.width, canvas.top + place.middle, slip.outcome, size=style.SMALL, ha="right", va="center")
    canvas.top += below


def _moment(slip: Slip) -> float:
    return scales.moment(slip.start or slip.end or (slip.row["news"] if slip.silent else slip.today))


def _draw_slip(axes: Axes, slip: Slip, y: float) -> None:
    begin, end = slip.frame
    at, (tone, marker) = _moment(slip), _look(slip)
    color = style.LIGHT[tone]
    if at > end:
        axes.hlines(y, end, at, color=color, linewidth=2.2, alpha=0.55, zorder=1.8)
    elif at < begin:
        axes.hlines(y, at, begin, color=color, linewidth=1, linestyle=(0, (1, 1.5)), zorder=1.8)
    axes.add_patch(
        Rectangle(
            (begin, y - PLAN),
            end - begin,
            2 * PLAN,
            facecolor="none",
            edgecolor=style.LIGHT["ink"],
            linewidth=1.2,
            zorder=2,
        )
    )
    axes.plot(
        [at],
        [y],
        linestyle="none",
        marker=marker,
        markersize=6,
        color=color,
        zorder=3,
        clip_on=False,
        markeredgecolor=style.LIGHT["paper"],
        markeredgewidth=0.7,
        gid=f"data {slip.row['project']}",
    )


def _look(slip: Slip) -> tuple[str, str]:
    if slip.start:
        return "cyan", "D"
    return ("both", "X") if slip.end else ("other", "o") if slip.silent else ("amber", ">")


@chart
def costs(view: View, *, least: float = 0.0, **words: Unpack[Words]) -> Exhibit:
    """What projects were to cost, in USD bn, the dearest first; the colour is the state as of the cutoff.

    The bar of a range ends in its middle, that of a lower bound has an arrow. Projects below `least` are left out, as
    are those without a cost in dollars; of more than sixteen the dearest are drawn.
    """
    priced = [
        (row, gather.ask(view, f"plan('{row['project']}', 'cost')"))
        for row in view.projects()
        if row["cost_low_usd_bn"] and float(row["cost_low_usd_bn"]) >= least
    ]
    priced.sort(key=lambda item: (-item[1].sure.centre, item[0]["name"]))
    priced = priced[: rows.MOST_ROWS]
    records = [
        {
            "project": row["project"],
            "name": row["name"],
            "status": row["status"],
            "low": row["cost_low_usd_bn"],
            "high": row["cost_high_usd_bn"],
            "unit": "USD bn",
        }
        | layout.behind([dict(row) | {"known_on": view.source(row["source"])["published"]}])
        for row, _ in priced
    ]
    behind = [
        *(row for row, _ in priced),
        *(act for row, _ in priced for act in view.acts("projects", row["project"])[-1:]),
    ]

    def draw(canvas: Canvas) -> None:
        if not priced:
            canvas.calm(layout.nothing_known_of(view, "cost of a project was"))
            return
        states = {row["status"] for row, _ in priced}
        layout.swatches(canvas, [(layout.spaced_out(name), STATES[name][0], "") for name in ORDER if name in states])
        canvas.keys("USD billion", [])
        rows.ranking(canvas, [(layout.plain_name(row["name"]), one, STATES[row["status"]][0]) for row, one in priced])

    return finish(view, draw, records, behind, kind="costs", unit="USD bn", parameters={"least": least}, **words)

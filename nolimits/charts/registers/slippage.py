"""Plans and what came of them: the first planned year against the start, and what projects were to cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from nolimits.charts import gather, style
from nolimits.charts.exhibit import Drawing
from nolimits.charts.registers.common import (
    STATES,
    STOPPED,
    all_acts,
    datum,
    is_silent,
    pick_cells,
    planned_years,
    silence,
    state_keys,
)
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.lanes import timeline
from nolimits.charts.sheet.rows import MOST_ROWS, Item, draw_ranking, lay_rows, write_name
from nolimits.charts.sheet.text import strip_brackets, widest
from nolimits.data import Entry, View
from nolimits.language import wording

PLAN, ROW = 0.075, 0.2  # inches: half the height of a plan, and the thickness of a row


@dataclass(frozen=True)
class Slip:
    """A project beside its first plan: the first and the last year planned, and the day on which it came to run.

    `end` is the day on which it stalled or ended, empty where it runs or is still open.
    """

    row: Entry
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

    @property
    def look(self) -> tuple[int, str, str]:
        """Its rank among outcomes, colour and marker: started, not yet, not heard of since, stopped."""
        if self.start:
            return 0, "cyan", "D"
        return (3, "both", "X") if self.end else (2, "other", "o") if self.silent else (1, "amber", ">")

    @property
    def at(self) -> float:
        """The day on which its mark stands."""
        return scales.moment(self.start or self.end or (self.row["news"] if self.silent else self.today))


@chart
def slippage(view: View) -> Drawing:
    """First plan and start of every project whose first planned year has passed by the cutoff, the latest last.

    The frame is what was planned, the diamond the first act after which the project runs; a cross says that it stalled
    or ended before, an arrow that it is still open, a dot that nothing was reported after the plan. Projects without a
    plan on record are left out.
    """
    found = [slip for row in view.projects() if (slip := _slip(row, view))]
    slips = sorted(found, key=lambda slip: (slip.look[0], slip.late, slip.row["name"]))
    data = [
        datum(
            pick_cells(slip.row, ("project", "name", "planned_completion", "status"))
            | {"started": slip.start, "stopped": slip.end, "years_late": slip.late, "outcome": slip.outcome},
            all_acts(view, [slip.row]),
            f"{slip.row['name']}: first planned for {slip.row['planned_completion'].replace('-', '–')}, {slip.outcome}",
        )
        for slip in slips
    ]
    rows, today = [slip.row for slip in slips], scales.moment(view.cutoff)
    behind, nothing = [*all_acts(view, rows), *rows], "project that was due was"
    return Drawing(lambda canvas: _draw(canvas, slips, today), data, "years", behind, nothing)


def _slip(row: Entry, view: View) -> Slip | None:
    years = planned_years(row)
    if not years or max(years) >= int(view.cutoff[:4]):
        return None
    start = next((act["date"] for act in all_acts(view, [row]) if act["status"] == "operating"), "")
    # of a project that ran when it was first heard of, a later year is a plan for its growth, not for its start
    if row["begun_as"] == "operating" and start[:4] < str(min(years)):
        return None
    end = "" if start or row["status"] not in STOPPED else row["since"]
    return Slip(row, min(years), max(years), start, end, view.cutoff)


def _draw(canvas: Canvas, slips: Sequence[Slip], today: float) -> None:
    looks = {slip.look for slip in slips}
    names = ("started", "not yet", "no report after the plan", "stalled or ended before")
    signs = [Key(names[rank], tone, "marker", marker) for rank, tone, marker in sorted(looks)]
    canvas.keys("", [Key("as first planned", "ink", "outline"), *signs])
    places, left, tall = lay_rows(canvas, [strip_brackets(slip.row["name"]) for slip in slips], ROW)
    right = widest(slip.outcome for slip in slips) + 0.12
    low = min(min(slip.frame[0], slip.at) for slip in slips) - 0.3
    axes, below = timeline(canvas, (left, right, tall), (low, today + 0.3), above=True)
    for n, (place, slip) in enumerate(zip(places, slips, strict=True)):
        write_name(canvas, place, left)
        _draw_slip(axes, slip, place.middle, n)
        canvas.write(canvas.width, canvas.top + place.middle, slip.outcome, ha="right", va="center")
        canvas.seam("project", place.middle + ROW / 2 + 0.05)
    canvas.top += below


def _draw_slip(axes: Axes, slip: Slip, y: float, n: int) -> None:
    (begin, end), at, (_, tone, marker) = slip.frame, slip.at, slip.look
    color = style.LIGHT[tone]
    if at > end:
        axes.hlines(y, end, at, color=color, linewidth=2.2, alpha=0.55, zorder=1.8)
    elif at < begin:
        axes.hlines(y, at, begin, color=color, linewidth=1, linestyle=marks.DOTS, zorder=1.8)
    marks.outline(axes, (begin, y - PLAN, end - begin, 2 * PLAN), order=2)
    marks.dot(axes, at, y, marker, 6, tone, edge="paper", width=0.7, gid=f"data {slip.row['project']}", n=n)


@chart
def costs(view: View, *, least: float = 0.0, stale: int = 2) -> Drawing:
    """What projects were to cost, in USD bn, the dearest first; the colour is the state as of the cutoff.

    The bar of a range ends in its middle, that of a lower bound has an arrow. A project that neither runs nor has ended
    and of which nothing was reported for `stale` years is pale, with the year of its last act. Projects below `least`
    are left out, as are those without a cost in dollars; of more than sixteen the dearest are drawn.
    """
    priced = [
        (row, gather.ask(view, f"plan('{row['project']}', 'cost')"))
        for row in view.projects()
        if row["cost_low_usd_bn"] and float(row["cost_low_usd_bn"]) >= least
    ]
    priced = sorted(priced, key=lambda item: (-item[1].sure.centre, item[0]["name"]))[:MOST_ROWS]
    silent = [is_silent(row, view.cutoff, stale) for row, _ in priced]
    data = [
        datum(
            pick_cells(row, ("project", "name", "status"))
            | {"low": row["cost_low_usd_bn"], "high": row["cost_high_usd_bn"], "unit": "USD bn"}
            | {"last_news": row["news"], "stale": quiet},
            [row.having(known_on=view.source(row["source"])["published"])],
            f"{row['name']}: {wording.figure(one, view)}, as planned",
        )
        for (row, one), quiet in zip(priced, silent, strict=True)
    ]
    rows = [row for row, _ in priced]
    behind = [*rows, *(act for row in rows for act in all_acts(view, [row])[-1:])]
    signs = [(text, tone, "") for text, tone, _ in state_keys(row["status"] for row in rows)]
    asides = [f"last act {row['news'][:4]}" * quiet for row, quiet in zip(rows, silent, strict=True)]
    items = [
        Item(strip_brackets(row["name"]), one, STATES[row["status"]][0], n, asides[n], silent[n])
        for n, (row, one) in enumerate(priced)
    ]

    def draw(canvas: Canvas) -> None:
        quiet = [row["status"] for row, is_quiet in zip(rows, silent, strict=True) if is_quiet]
        canvas.swatches(signs, silence(stale, quiet))
        canvas.keys("USD billion", [])
        draw_ranking(canvas, items)

    return Drawing(draw, data, "USD bn", behind, nothing="cost of a project was")

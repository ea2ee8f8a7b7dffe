"""What became of projects: the share of each state under several ways of counting, and when they began."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from nolimits.charts import glyphs, scales, style
from nolimits.charts.canvas import Canvas, Key, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.kinds import rows
from nolimits.charts.registers import layout
from nolimits.charts.registers.layout import Row
from nolimits.charts.registers.projects import STATES
from nolimits.charts.registry import chart
from nolimits.data import View
from nolimits.data.periods import years_before
from nolimits.language import wording

# what counts as realised may come first: from a running plant back to a thought, then the three ways to stop
ORDER = ("operating", "under_construction", "agreed", "negotiating", "idea", "stalled", "withdrawn", "cancelled")
STAKE = "percent share"  # the unit of a project that is the purchase of a stake
BAR = 0.24
HEIGHTS = {"wide": 2.7, "frame": 2.7, "narrow": 2.4}


@dataclass(frozen=True)
class Counting:
    """One way of counting projects: its name, of how much, and what each state holds of it (projects or USD bn)."""

    name: str
    held: Mapping[str, float]
    unit: str = "projects"

    @property
    def whole(self) -> float:
        """All that is counted."""
        return sum(self.held.values())

    def share(self, states: Iterable[str]) -> float:
        """What some states hold, in percent of all."""
        return 100 * sum(self.held.get(state, 0) for state in states) / self.whole


@chart
def outcomes(
    view: View, *, realised: str = "operating", since: int = 2014, fresh: int = 2, **words: Unpack[Words]
) -> Exhibit:
    """The share of projects in each state under several ways of counting them, one strip each.

    Beside all of them: those begun in `since` or later, those with news in the last `fresh` years, those that
    were on record before they ran, those that are no purchase of a stake, enlargements of running ones counted as
    projects of their own, and all weighted by what they were to cost at the least. `realised` are the states, parted by
    `|`, whose share is printed at the right. Raises ChartError for a state that does not exist.
    """
    counted = tuple(realised.split("|"))
    if unknown := set(counted) - set(STATES):
        raise ChartError(f"realised names {', '.join(sorted(unknown))}, which is no state: {', '.join(STATES)}")
    found = [one for one in _countings(view, since, fresh) if one.whole]
    acts = (act for row in view.projects() if (act := view.status(row["project"]).last))
    last = layout.group_by(acts, lambda act: act["status"])
    records = [
        {
            "counting": one.name,
            "state": state,
            "held": round(one.held[state], 3),
            "unit": one.unit,
            "of": round(one.whole, 3),
            "share_percent": round(one.share([state]), 2),
            "realised": state in counted,
        }
        | layout.behind(last[state])
        for one in found
        for state in ORDER
        if one.held.get(state)
    ]

    def draw(canvas: Canvas) -> None:
        if not found:
            canvas.calm(layout.nothing_known_of(view, "project was"))
        else:
            _draw_outcomes(canvas, found, counted)

    behind = [act for row in view.projects() for act in view.acts("projects", row["project"])]
    return finish(
        view,
        draw,
        records,
        [*behind, *(row for row in view.projects() if row["cost_low_usd_bn"])],
        kind="outcomes",
        unit="percent",
        parameters={"realised": realised, "since": since, "fresh": fresh},
        **words,
    )


def _countings(view: View, since: int, fresh: int) -> list[Counting]:
    every = view.projects()
    newest = years_before(view.cutoff, fresh)
    larger = sum(
        act["milestone"] == "expansion" and act["status"] == "operating" for act in view.register("milestones")
    )
    tests: dict[str, Callable[[Row], bool]] = {
        "each project counts as one": lambda row: True,
        f"begun in {since} or later": lambda row: row["begun"] >= str(since),
        f"with news in the last {'year' if fresh == 1 else layout.in_years(fresh)}": lambda row: row["news"] >= newest,
        "on record before they ran": lambda row: row["begun_as"] != "operating",
        "purchases of stakes left out": lambda row: row["capacity_unit"] != STAKE,
    }
    found = [Counting(name, Counter(row["status"] for row in every if test(row))) for name, test in tests.items()]
    added = Counter(row["status"] for row in every) + Counter({"operating": larger})
    priced: dict[str, float] = defaultdict(float)
    for row in every:
        priced[row["status"]] += float(row["cost_low_usd_bn"] or 0)
    return [
        *found,
        Counting("enlargements counted as projects too", added),
        Counting("weighted by cost, where it is known", priced, "USD bn"),
    ]


def _of(one: Counting) -> str:
    amount = wording.number(one.whole, 0)
    return f"{amount} projects" if one.unit == "projects" else f"USD {amount} bn"


def _draw_outcomes(canvas: Canvas, found: Sequence[Counting], counted: Sequence[str]) -> None:
    states = {state for one in found for state, held in one.held.items() if held}
    layout.swatches(canvas, [(layout.spaced_out(name), *STATES[name]) for name in ORDER if name in states])
    told = " or ".join(layout.spaced_out(name) for name in ORDER if name in counted)
    canvas.paragraph(f"Right: the share that counts as realised ({told}).", size=style.SMALL, tone="muted")
    canvas.top += 0.08
    places, left, tall = rows.lay_rows(canvas, [f"{one.name} ({_of(one)})" for one in found], BAR)
    right = measure("100%", style.SMALL, "strong")[0] + 0.1
    axes = canvas.axes(left, tall, right)
    axes.set_axis_off()
    axes.set_xlim(0, 100)
    axes.set_ylim(tall, 0)
    for place, one in zip(places, found, strict=True):
        rows.write_name(canvas, place, left)
        at = 0.0
        for state in ORDER:
            if wide := one.share([state]) if one.held.get(state) else 0.0:
                layout.swatch(axes, at, place.middle - BAR / 2, wide, BAR, *STATES[state], gid=f"data {state}")
                at += wide
        parts = [sum(one.share([s]) for s in ORDER[: i + 1]) for i in range(len(ORDER) - 1)]
        axes.vlines(
            [x for x in parts if 0 < x < 100],
            place.middle - BAR / 2,
            place.middle + BAR / 2,
            color=style.LIGHT["paper"],
            linewidth=0.9,
            zorder=3,
        )
        text = wording.number(one.share(counted), 0) + "%"
        canvas.write(
            canvas.width, canvas.top + place.middle, text, size=style.SMALL, weight="strong", ha="right", va="center"
        )
    canvas.top += tall


@chart
def entries(view: View, *, turn: str = "", **words: Unpack[Words]) -> Exhibit:
    """In which years projects were first heard of, stacked by the state that they have as of the cutoff.

    Diamonds count the enlargements of projects that were running. `turn` is a day drawn as an upright line. Years
    before the view's `start` are left out.
    """
    begun = [row for row in view.projects() if row["begun"] >= str(view.start)]
    larger = [
        act
        for act in view.register("milestones", milestone="expansion")
        if act["status"] == "operating" and act["date"] >= str(view.start)
    ]
    held = Counter((int(row["begun"][:4]), row["status"]) for row in begun)
    more = Counter(int(act["date"][:4]) for act in larger)
    firsts = layout.group_by(begun, lambda row: (int(row["begun"][:4]), row["status"]))
    acts = {place: [view.status(row["project"]).acts[0] for row in rows] for place, rows in firsts.items()}
    grown = layout.group_by(larger, lambda act: int(act["date"][:4]))
    records = [
        {"year": year, "what": state, "number": number} | layout.behind(acts[year, state])
        for (year, state), number in sorted(held.items())
    ]
    records += [
        {"year": year, "what": "enlargements", "number": number} | layout.behind(grown[year])
        for year, number in sorted(more.items())
    ]
    behind = [*(view.status(row["project"]).acts[0] for row in begun), *larger]

    def draw(canvas: Canvas) -> None:
        if not records:
            canvas.calm(layout.nothing_known_of(view, "project of these years was"))
        else:
            _draw_entries(canvas, held, more, turn, int(view.cutoff[:4]))

    return finish(view, draw, records, behind, kind="entries", unit="projects", parameters={"turn": turn}, **words)


def _draw_entries(canvas: Canvas, held: Counter[tuple[int, str]], more: Counter[int], turn: str, last: int) -> None:
    states = {state for _, state in held}
    layout.swatches(canvas, [(layout.spaced_out(name), *STATES[name]) for name in ORDER if name in states])
    canvas.top -= 0.05
    canvas.keys("projects", [Key("enlargements of running ones", "ink", "hollow", "D")] if more else [])
    first = min([*(year for year, _ in held), *more])
    sums = Counter({year: sum(held[year, state] for state in states) for year in range(first, last + 1)})
    tall = HEIGHTS[canvas.variant]
    y = scales.levels([*sums.values(), *more.values()], zero=True, most=5, whole=True)
    left = y.room() + 0.08
    inch = (canvas.width - left) / (last + 1 - first)
    shown = bool(turn) and first - 0.5 < scales.moment(turn) < last + 0.5
    if shown:
        at = left + (scales.moment(turn) - first + 0.5) * inch
        canvas.write(at, canvas.top, layout.short_day(turn), size=style.SMALL, tone="muted", ha="center")
        canvas.top += 0.2
    x = scales.year_ticks(first - 0.5, last + 0.5, canvas.width - left, canvas.narrow)
    axes = canvas.axes(left, tall)
    glyphs.dress(axes, x, y)
    axes.tick_params(axis="x", length=0)
    for year in range(first, last + 1):
        at = 0.0
        for state in ORDER:
            if number := held[year, state]:
                layout.swatch(axes, year - 0.37, at, 0.74, number, *STATES[state], gid=f"data {state}")
                at += number
        axes.hlines(range(1, sums[year]), year - 0.37, year + 0.37, color=style.LIGHT["paper"], linewidth=0.7, zorder=2)
    if shown:
        axes.axvline(scales.moment(turn), color=style.LIGHT["axis"], linewidth=0.9, linestyle=(0, (1, 1.5)), zorder=1)
    axes.plot(
        list(more),
        list(more.values()),
        linestyle="none",
        marker="D",
        markersize=5.2,
        zorder=4,
        clip_on=False,
        markerfacecolor=style.LIGHT["paper"],
        markeredgecolor=style.LIGHT["ink"],
        markeredgewidth=1.2,
        gid="data enlargements",
    )
    canvas.top += tall + glyphs.foot(x)

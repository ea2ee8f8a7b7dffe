"""What became of projects: the share of each state under several ways of counting, and when they began."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from nolimits.charts import style
from nolimits.charts.exhibit import ChartError, Drawing
from nolimits.charts.registers.common import (
    ORDER,
    STATES,
    all_acts,
    datum,
    group_by,
    in_years,
    numbers,
    state_keys,
    value_in_words,
)
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.plot import plot, stack_starts
from nolimits.charts.sheet.rows import lay_rows, write_name
from nolimits.charts.sheet.text import measure
from nolimits.data import Entry, View
from nolimits.data.nouns import many
from nolimits.data.periods import years_before
from nolimits.language import wording

STAKE = "percent share"  # the unit of a project that is the purchase of a stake
Groups = Mapping[str, Sequence[Entry]]  # rows by state
LARGER = "enlargements"
BAR, COLUMN = 0.24, 0.74  # inches of a strip; share of a year's room that its column takes up


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

    @property
    def label(self) -> str:
        """Its name, and of how much it is."""
        amount = wording.number(self.whole, 0)
        return f"{self.name} ({f'{amount} projects' if self.unit == 'projects' else f'USD {amount} bn'})"

    def share(self, states: Iterable[str]) -> float:
        """What some states hold, in percent of all."""
        return 100 * sum(self.held.get(state, 0) for state in states) / self.whole


@chart
def outcomes(view: View, *, realised: str = "operating", since: int = 2014, fresh: int = 2) -> Drawing:
    """The share of projects in each state under several ways of counting them, one strip each.

    Beside all of them: those begun in `since` or later, those with news in the last `fresh` years, those that
    were on record before they ran, those that are no purchase of a stake, enlargements of running ones counted as
    projects of their own, and all weighted by what they were to cost at the least. `realised` are the states, parted by
    `|`, whose share is printed at the right. Raises ChartError for a state that does not exist.
    """
    counted = tuple(realised.split("|"))
    if unknown := set(counted) - set(STATES):
        raise ChartError(f"realised names {', '.join(sorted(unknown))}, which is no state: {', '.join(STATES)}")
    found = [(one, acts) for one, acts in _countings(view, since, fresh) if one.whole]
    data = [
        datum(
            {
                "counting": one.name,
                "state": state,
                "held": round(one.held[state], 3),
                "unit": one.unit,
                "of": round(one.whole, 3),
                "share_percent": round(one.share([state]), 2),
                "realised": state in counted,
            },
            acts[state],
            f"{one.label}: {value_in_words(state)} {wording.number(one.share([state]), 0)}%",
        )
        for one, acts in found
        for state in ORDER
        if one.held.get(state)
    ]
    projects, strips, places = view.projects(), [one for one, _ in found], numbers(data, "counting", "state")
    rows = [*all_acts(view, projects), *(row for row in projects if row["cost_low_usd_bn"])]
    return Drawing(lambda canvas: _draw(canvas, strips, counted, places), data, "percent", rows, "project was")


def _countings(view: View, since: int, fresh: int) -> list[tuple[Counting, Groups]]:
    """The ways of counting, each with the acts by which what it counts came into each state."""
    every = view.projects()
    newest = years_before(view.cutoff, fresh)
    tests: dict[str, Callable[[Entry], bool]] = {
        "each project counts as one": lambda row: True,
        f"begun in {since} or later": lambda row: row["begun"] >= str(since),
        f"with news in the last {'year' if fresh == 1 else in_years(fresh)}": lambda row: row["news"] >= newest,
        "on record before they ran": lambda row: row["begun_as"] != "operating",
        "purchases of stakes left out": lambda row: row["capacity_unit"] != STAKE,
    }
    last = {row["project"]: view.acts("projects", row["project"])[-1] for row in every}
    found = [_count_states(name, [last[row["project"]] for row in every if test(row)]) for name, test in tests.items()]
    found.append(_count_states("enlargements counted as projects too", [*last.values(), *_larger(view)]))
    costs = {row["project"]: float(row["cost_low_usd_bn"]) for row in every if row["cost_low_usd_bn"]}
    return [*found, _count_states("weighted by cost, where it is known", [last[name] for name in costs], costs)]


def _count_states(
    name: str, acts: Iterable[Entry], costs: Mapping[str, float] | None = None
) -> tuple[Counting, Groups]:
    """A counting of what some acts led to, by state: as one each, or as what the projects cost, in USD bn."""
    by = group_by(acts, lambda act: act["status"])
    if costs is None:
        return Counting(name, {state: len(own) for state, own in by.items()}), by
    return Counting(name, {state: sum(costs[act["project"]] for act in own) for state, own in by.items()}, "USD bn"), by


def _larger(view: View) -> list[Entry]:
    """The acts by which running projects were enlarged."""
    return [act for act in view.register("milestones", milestone="expansion") if act["status"] == "operating"]


def _draw(
    canvas: Canvas, found: Sequence[Counting], counted: Sequence[str], numbered: Mapping[tuple[str, str], int]
) -> None:
    canvas.swatches(state_keys(state for one in found for state, held in one.held.items() if held))
    told = " or ".join(value_in_words(name) for name in ORDER if name in counted)
    canvas.paragraph(f"Right: the share that counts as realised ({told}).", tone="muted")
    canvas.top += 0.08
    places, left, tall = lay_rows(canvas, [one.label for one in found], BAR)
    right = measure("100%", style.SMALL, "strong") + 0.1
    axes = canvas.field(tall, left, right, across=100)
    for place, one in zip(places, found, strict=True):
        write_name(canvas, place, left)
        at, top = 0.0, place.middle - BAR / 2
        for state in ORDER:
            if one.held.get(state):
                wide = one.share([state])
                n = numbered[one.name, state]
                marks.box(axes, (at, top, wide, BAR), *STATES[state], gid=f"data {state}", n=n)
                at += wide
        seams = [x for x in accumulate(one.share([state]) for state in ORDER[:-1]) if 0 < x < 100]
        axes.vlines(seams, top, top + BAR, color=style.LIGHT["paper"], linewidth=0.9, zorder=3)
        text = wording.number(one.share(counted), 0) + "%"
        canvas.write(canvas.width, canvas.top + place.middle, text, weight="strong", ha="right", va="center")
    canvas.top += tall


@chart
def entries(view: View, *, turn: str = "") -> Drawing:
    """In which years projects were first heard of, stacked by the state that they have as of the cutoff.

    Diamonds count the enlargements of projects that were running. `turn` is a day drawn as an upright line. Years
    before the view's `start` are left out.
    """
    begun = [row for row in view.projects() if row["begun"] >= str(view.start)]
    larger = [act for act in _larger(view) if act["date"] >= str(view.start)]
    firsts = {row["project"]: view.status(row["project"]).acts[0] for row in begun}
    held = group_by(begun, lambda row: (int(row["begun"][:4]), row["status"]))
    grown = group_by(larger, lambda act: int(act["date"][:4]))
    data = [
        datum(
            {"year": year, "what": state, "number": len(rows)},
            [firsts[row["project"]] for row in rows],
            f"{year}: {len(rows)} begun, now {value_in_words(state)}",
        )
        for (year, state), rows in sorted(held.items(), key=lambda item: item[0])
    ]
    data += [
        datum(
            {"year": year, "what": LARGER, "number": len(own)}, own, f"{year}: {many(len(own), 'running one')} enlarged"
        )
        for year, own in grown.items()
    ]
    counts = {key: (n, data[n].record["number"]) for key, n in numbers(data, "year", "what").items()}
    behind = [*(firsts[row["project"]] for row in begun), *larger]

    def draw(canvas: Canvas) -> None:
        _draw_entries(canvas, counts, turn, int(view.cutoff[:4]))

    return Drawing(draw, data, "projects", behind, nothing="project of these years was")


def _draw_entries(canvas: Canvas, counts: Mapping[tuple[int, str], tuple[int, int]], turn: str, last: int) -> None:
    """Columns of states by year; each of the `counts` comes with the number of its record."""
    held = {key: one for key, one in counts.items() if key[1] in STATES}
    more = {year: one for (year, what), one in counts.items() if what == LARGER}
    canvas.swatches(state_keys(state for _, state in held))
    canvas.top -= 0.05
    canvas.keys("projects", [Key("enlargements of running ones", "ink", "hollow", "D")] if more else [])
    first = min([*(year for year, _ in held), *more])
    sums = Counter(dict.fromkeys(range(first, last + 1), 0))
    for (year, _), (_, number) in held.items():
        sums[year] += number
    y = scales.levels([*sums.values(), *(number for _, number in more.values())], zero=True, most=5, whole=True)
    left = y.room() + 0.08
    day = scales.moment(turn) if turn else 0.0
    if shown := first - 0.5 < day < last + 0.5:
        at = left + (day - first + 0.5) * (canvas.width - left) / (last + 1 - first)
        canvas.write(at, canvas.top, scales.short_day(turn), tone="muted", ha="center")
        canvas.top += 0.2
    x = scales.year_ticks(first - 0.5, last + 0.5, canvas.width - left, canvas.narrow)
    sheet = plot(canvas, x, y, 2.4 if canvas.narrow else 2.7, (left, 0.0))
    sheet.axes.tick_params(axis="x", length=0)
    parts = [(year, state, *held[year, state]) for year in sums for state in ORDER if (year, state) in held]
    for start, (year, state, n, number) in zip(stack_starts((part[0], part[3]) for part in parts), parts, strict=True):
        place = (year - COLUMN / 2, start, COLUMN, number)
        marks.box(sheet.axes, place, *STATES[state], gid=f"data {state}", n=n)
    for year, number in sums.items():
        ends = year - COLUMN / 2, year + COLUMN / 2
        sheet.axes.hlines(range(1, number), *ends, color=style.LIGHT["paper"], linewidth=0.7, zorder=2)
    if shown:
        marks.day_line(sheet.axes, day)
    look: dict[str, Any] = {"hollow": True, "width": 1.2, "order": 4, "gid": "data enlargements"}
    marks.dots(sheet.axes, list(more), [number for _, number in more.values()], "D", 5.2, "ink", **look)
    for year, (n, number) in more.items():
        marks.spot(sheet.axes, n, year, number)
    canvas.top += sheet.below

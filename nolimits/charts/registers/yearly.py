"""Dated rows of a register counted by year, as stacked columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nolimits import prose
from nolimits.charts import gather, style
from nolimits.charts.exhibit import ChartError, Datum, Drawing
from nolimits.charts.registers.common import datum, group_by, one_of, value_in_words
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.periods import short_year
from nolimits.charts.sheet.plot import columns, part, stack_starts
from nolimits.charts.sheet.text import thin_names
from nolimits.data import Entry, View
from nolimits.data.registers import drop_parts

MOST_GROUPS = 4
COLUMN = 0.62  # of the room of a year that its column takes up
Stacks = Sequence[tuple[str, Sequence[tuple[int, int]]]]  # colour; how many there are in each year, and its record


@chart
def yearly(
    view: View,
    register: str = "events",
    *,
    by: str = "",
    since: int | None = None,
    filters: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
) -> Drawing:
    """How many rows of a register are dated in each year from `since` (else the view's start) to the cutoff.

    `register` is one whose entries have a day, such as `events`; `by` is a column that
    parts each year into up to four groups, the largest at the bottom. `filters` are values of columns, several apart
    by `|` as in expressions; an entry that is part of another counts
    with that one. `labels` and `tones` name and colour the groups. The year of the cutoff says how far it
    reaches. Raises ChartError for another register, an unknown colour and for more than four groups.
    """
    one_of("register", register, [one.name for one in view.evidence.registers.values() if one.day])
    gather.check_tones(view, tones or {})
    column, first = view.about_register(register).day, view.start if since is None else since
    wanted = {name: values.split("|") for name, values in (filters or {}).items()}
    every = view.register(register, **wanted)
    rows = drop_parts(row for row in every if f"{first}" <= row[column] <= view.cutoff)
    if rows:
        one_of("by", by, ("", *rows[0]))
    years = range(first, int(view.cutoff[:4]) + 1) if rows else range(0)
    found, chosen = _part_by_year(rows, column, by), gather.tones_of(view, tones or {})
    names = {name: prose.plain((labels or {}).get(name, value_in_words(name)), view) for name in found}
    roles = {name: chosen.get(name) or style.FREE_TONES[i] for i, name in enumerate(found)}
    data: list[Datum] = []
    counts: dict[str, list[tuple[int, int]]] = {name: [] for name in found}
    for year in years:
        for name, held in found.items():
            own = held.get(year, [])
            counts[name].append((len(own), len(data)))
            keys = ";".join(row[row.register.key] for row in own)
            told = {"year": year, "until": min(f"{year}-12-31", view.cutoff), "group": names[name]}
            data.append(datum(told | {"count": len(own), "rows": keys}, own, f"{names[name]}, {year}: {len(own)}"))
    stacks = [(roles[name], own) for name, own in counts.items()]
    signs = [Key(names[name], roles[name], "patch") for name in found] if len(found) > 1 else []

    def draw(canvas: Canvas) -> None:
        canvas.keys("number", signs)
        _draw(canvas, years, stacks, view.cutoff)

    nothing = f"row of the register ({register}) that is meant here was"
    return Drawing(draw, data, "number", rows, nothing)


def _part_by_year(rows: Sequence[Entry], column: str, by: str) -> dict[str, dict[int, list[Entry]]]:
    """The rows of each group by year, the largest group first."""
    groups = group_by(rows, lambda row: row[by] if by else "all")
    if len(groups) > MOST_GROUPS:
        raise ChartError(f"{by} parts the rows into {len(groups)} groups: {MOST_GROUPS} at most, so narrow the filters")
    order = sorted(groups, key=lambda name: (-len(groups[name]), name))
    return {name: group_by(groups[name], lambda row: int(row[column][:4])) for name in order}


def _draw(canvas: Canvas, years: Sequence[int], stacks: Stacks, cutoff: str) -> None:
    totals = [sum(count for count, _ in own) for own in zip(*(counts for _, counts in stacks), strict=True)]
    tall = 2.1 if canvas.narrow else 2.4
    y = scales.levels(totals, zero=True, most=4 if canvas.narrow else 5, whole=True)
    y = replace(y, high=y.high + 0.2 / tall * y.high)  # room for a figure above the tallest column
    sheet = columns(canvas, y, tall, len(years), lambda slot: _names(years, slot, canvas.narrow, cutoff))
    parts = [(i, *one, tone) for tone, counts in stacks for i, one in enumerate(counts) if one[0]]
    for start, (i, count, n, tone) in zip(stack_starts((i, count) for i, count, *_ in parts), parts, strict=True):
        text = str(count) if len(stacks) > 1 else ""
        place = (i - COLUMN / 2, start, COLUMN, count)
        part(sheet, place, tone, text, room=sheet.slot * COLUMN, n=n)
    for i, count in enumerate(totals):
        tone = "ink" if count else "muted"
        marks.beside(sheet.axes, i, count + 0.1 * sheet.inch, str(count), tone=tone, ha="center")
    canvas.top += sheet.below


def _names(years: Sequence[int], slot: float, narrow: bool, cutoff: str) -> list[tuple[int, str]]:
    """Names of the years, as many as there is room for; that of the cutoff says how far it reaches."""
    names = [short_year(year, narrow) for year in years]
    shown = thin_names(names, slot)
    if not cutoff.endswith("12-31"):
        names[-1] += f"\nto {scales.short_day(cutoff).rpartition(' ')[0]}"
    return [(i, names[i]) for i in shown]

"""Dated rows of a register counted by year, as stacked columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Unpack

from matplotlib.axes import Axes

from nolimits import prose
from nolimits.charts import gather, glyphs, scales, style
from nolimits.charts.canvas import Canvas, Key, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.registers import layout
from nolimits.charts.registers.layout import Row
from nolimits.charts.registry import chart
from nolimits.data import Entry, View

MOST_GROUPS = 4
COLUMN = 0.62  # of the room of a year that its column takes up
HEIGHTS = {"wide": 2.4, "frame": 2.4, "narrow": 2.1}


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
    **words: Unpack[Words],
) -> Exhibit:
    """How many rows of a register are dated in each year from `since` (else the view's start) to the cutoff.

    `register` is one whose entries have a day, such as `events`; `by` is a column that
    parts each year into up to four groups, the largest at the bottom. `filters` are values of columns, several apart
    by `|` as in expressions; `labels` and `tones` name and colour the groups. The year of the cutoff says how far it
    reaches. Raises ChartError for another register, an unknown colour and for more than four groups.
    """
    dated = [one.name for one in view.evidence.registers.values() if one.day]
    layout.one_of("register", register, dated)
    gather.check_tones(view, tones or {})
    column, first = view.about_register(register).day, view.start if since is None else since
    wanted = {name: values.split("|") for name, values in (filters or {}).items()}
    rows = [row for row in view.register(register, **wanted) if f"{first}" <= row[column] <= view.cutoff]
    if rows:
        layout.one_of("by", by, ("", *rows[0]))
    years = range(first, int(view.cutoff[:4]) + 1) if rows else range(0)
    found = _parted(rows, column, by)
    names = {name: prose.plain((labels or {}).get(name, layout.spaced_out(name)), view) for name in found}
    roles = {name: gather.tones_of(view, tones or {}).get(name) or style.FREE_TONES[i] for i, name in enumerate(found)}
    records = [
        {
            "year": year,
            "until": min(f"{year}-12-31", view.cutoff),
            "group": names[name],
            "count": len(own.get(year, ())),
            "rows": ";".join(map(_key, own.get(year, ()))),
        }
        | layout.behind(own.get(year, ()))
        for year in years
        for name, own in found.items()
    ]

    def draw(canvas: Canvas) -> None:
        if not rows:
            canvas.calm(layout.nothing_known_of(view, f"row of the register ({register}) that is meant here was"))
            return
        keys = [Key(names[name], roles[name], "patch") for name in found] if len(found) > 1 else []
        canvas.keys("number", keys)
        stacks = [(roles[name], [len(own.get(year, ())) for year in years]) for name, own in found.items()]
        _columns(canvas, years, stacks, view)

    return finish(
        view,
        draw,
        records,
        rows,
        kind="yearly",
        unit="number",
        parameters={
            "register": register,
            "by": by,
            "since": since,
            "filters": filters,
            "labels": labels,
            "tones": tones,
        },
        **words,
    )


def _parted(rows: Sequence[Row], column: str, by: str) -> dict[str, dict[int, list[Row]]]:
    """The rows of each group by year, the largest group first."""
    groups = layout.group_by(rows, lambda row: row[by] if by else "all")
    if len(groups) > MOST_GROUPS:
        raise ChartError(f"{by} parts the rows into {len(groups)} groups: {MOST_GROUPS} at most, so narrow the filters")
    order = sorted(groups, key=lambda name: (-len(groups[name]), name))
    return {name: layout.group_by(groups[name], lambda row: int(row[column][:4])) for name in order}


def _key(row: Entry) -> str:
    """What names a row on the page of registers."""
    return row[row.register.key]


def _columns(canvas: Canvas, years: Sequence[int], stacks: Sequence[tuple[str, list[int]]], view: View) -> None:
    totals = [sum(counts) for counts in zip(*(counts for _, counts in stacks), strict=True)]
    tall = HEIGHTS[canvas.variant]
    y = scales.levels(totals, zero=True, most=4 if canvas.narrow else 5, whole=True)
    left = y.room() + 0.08
    slot = (canvas.width - left) / len(years)
    named = _names(years, slot, canvas.narrow, view.cutoff)
    right = max(0.0, measure(named[-1][1], style.SMALL)[0] / 2 - slot / 2)
    slot = (canvas.width - left - right) / len(years)
    axes = canvas.axes(left, tall, right)
    high = y.high + 0.2 / tall * y.high  # room for a figure above the tallest column
    x = scales.Scale(-0.5, len(years) - 0.5, tuple(float(i) for i, _ in named), tuple(name for _, name in named))
    glyphs.dress(axes, x, scales.Scale(y.low, high, y.ticks, y.names))
    axes.tick_params(axis="x", length=0)
    _stacked(axes, stacks, tall / high, slot)
    for i, count in enumerate(totals):
        glyphs.beside(axes, i, count + 0.1 * high / tall, str(count), tone="ink" if count else "muted", ha="center")
    canvas.top += tall + glyphs.foot(x)


def _stacked(axes: Axes, stacks: Sequence[tuple[str, list[int]]], inch: float, slot: float) -> None:
    """The parts of the columns, each with its number where there is room; `inch` is the height of one row."""
    ends = [0] * len(stacks[0][1])
    for tone, counts in stacks:
        for i, count in enumerate(counts):
            if count:
                axes.bar(
                    i,
                    count,
                    COLUMN,
                    ends[i],
                    color=style.LIGHT[tone],
                    edgecolor=style.LIGHT["paper"],
                    linewidth=0.8,
                    gid="data ",
                    zorder=2,
                )
                if len(stacks) > 1 and count * inch > 0.2 and measure(str(count), style.SMALL)[0] < slot * COLUMN:
                    glyphs.beside(axes, i, ends[i] + count / 2, str(count), tone="paper", ha="center")
                ends[i] += count


def _names(years: Sequence[int], slot: float, narrow: bool, cutoff: str) -> list[tuple[int, str]]:
    """Names of the years, as many as there is room for; that of the cutoff says how far it reaches."""
    names = [f"’{year % 100:02}" if narrow else str(year) for year in years]
    if not cutoff.endswith("12-31"):
        names[-1] += f"\nto {layout.short_day(cutoff).rpartition(' ')[0]}"
    need = max(measure(name.partition("\n")[0], style.SMALL)[0] for name in names) + 0.06
    every = next(n for n in (1, 2, 3, 4, 6, 12, 24, 60) if slot * n >= need)
    return [(i, name) for i, name in enumerate(names) if (len(names) - 1 - i) % every == 0]

"""Dated events on lanes of time, with what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

from matplotlib.axes import Axes

from nolimits.charts import scales, style
from nolimits.charts.canvas import Canvas, Key, height, measure, wrap
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.registers import layout
from nolimits.charts.registers.layout import Row
from nolimits.charts.registry import chart
from nolimits.data import View

LANES = ("actor", "kind", "direction", "section")
# for cooperation between the two: colour, marker, and what the key says
DIRECTIONS = {
    "supports": ("cyan", "^", "supports cooperation"),
    "limits": ("amber", "v", "limits it"),
    "neutral": ("other", "o", "neither"),
}
CONTESTED = ("claim", "denial")
MOST_TOLD = 16
MARK, STEP, LANE_PAD = 0.135, 0.175, 0.11  # inches: width of a mark, height of a row of marks, air in a lane


class EventWords(Words, total=False):
    """The words of an exhibit, and filters by column of `events.csv`: a value, or several."""

    event: str | Iterable[str]
    section: str | Iterable[str]
    actor: str | Iterable[str]
    kind: str | Iterable[str]
    direction: str | Iterable[str]


@dataclass(frozen=True)
class Dot:
    """An event where it is drawn: `number` where its text is told below, `line` its place within its lane.

    The number stands after the mark, or `before` it where the sheet ends.
    """

    row: Row
    number: int = 0
    line: int = 0
    before: bool = False

    @property
    def contested(self) -> bool:
        """Whether it is an allegation or the answer to one."""
        return self.row["kind"] in CONTESTED


@chart
def strip(view: View, *, by: str = "actor", told: Iterable[str] | None = None, **words: Unpack[EventWords]) -> Exhibit:
    """Dated events as marks on lanes of time, by `actor`, `kind`, `direction` or `section`.

    Colour and marker say whether an event supports or limits cooperation; claims and denials are hollow, for neither is
    a fact. Up to sixteen events are numbered and told below; of more, only those named in `told` (keys of
    `events.csv`). Filters are columns of `events.csv`. Raises ChartError for another `by` or for a `told` that the
    filters leave out.
    """
    layout.one_of("by", by, LANES)
    filters, said = layout.split_filters(words)
    rows = [row for row in view.register("events", **filters) if row["date"][:4] >= str(view.start)]
    chosen = tuple(told) if told is not None else None
    dots = _numbered(rows, chosen, view, filters)
    names = ("event", "date", "actor", "kind", "direction", "description", "known_on", "source")
    records = [
        {"number": dot.number or None} | {name: dot.row[name] for name in names} | {"contested": dot.contested}
        for dot in dots
    ]

    def draw(canvas: Canvas) -> None:
        if not dots:
            canvas.calm(layout.nothing_known_of(view, "event of this kind was"))
        else:
            _draw_strip(canvas, dots, by, view)
            draw_texts(canvas, [dot for dot in dots if dot.number])

    return finish(
        view,
        draw,
        records,
        rows,
        kind="strip",
        unit="",
        parameters={"by": by, "told": chosen, "filters": filters},
        **said,
    )


def _ever(view: View, filters: Mapping[str, str | tuple[str, ...]]) -> list[Row]:
    """The events that filters leave, whenever they became known."""
    wanted = {name: {values} if isinstance(values, str) else set(values) for name, values in filters.items()}
    every = view.evidence.entries("events")
    return [entry for entry in every if all(entry[name] in values for name, values in wanted.items())]


def _numbered(rows: Sequence[Row], told: tuple[str, ...] | None, view: View, filters: Mapping[str, Any]) -> list[Dot]:
    if told is None:
        told = tuple(row["event"] for row in rows) if len(rows) <= MOST_TOLD else ()
    elif unknown := set(told) - {entry["event"] for entry in _ever(view, filters)}:
        raise ChartError(f"told names {', '.join(sorted(unknown))}, which the filters leave out: see events.csv")
    count, dots = 0, []
    for row in rows:
        count += row["event"] in told
        dots.append(Dot(row, count if row["event"] in told else 0))
    return dots


def _draw_strip(canvas: Canvas, dots: Sequence[Dot], by: str, view: View) -> None:
    canvas.keys("", list(_keys(dots)))
    lanes = _lanes(dots, by)
    names = {name: layout.brief(layout.spaced_out(name), 0.9 if canvas.narrow else 1.2, 2) for name in lanes}
    left = max(measure("\n".join(lines), style.SMALL)[0] for lines in names.values()) + 0.14
    low, high = _reach(dots, view)
    inch = (canvas.width - left - 0.05) / (high - low)
    placed = {name: _packed(own, low, inch, canvas.width - left) for name, own in lanes.items()}
    talls = {name: max(dot.line for dot in own) * STEP + MARK + 2 * LANE_PAD for name, own in placed.items()}
    tall = sum(talls.values())
    axes, below = layout.timeline(canvas, (left, 0.05, tall), (low, high))
    y = 0.0
    for name, own in placed.items():
        canvas.write(0, canvas.top + y + LANE_PAD + MARK / 2, "\n".join(names[name]), size=style.SMALL, va="center")
        for dot in own:
            at = y + LANE_PAD + MARK / 2 + dot.line * STEP
            _draw_dot(axes, dot, at)
            if dot.number:
                x = left + (scales.moment(dot.row["date"]) - low) * inch + (-1 if dot.before else 1) * (MARK / 2 + 0.02)
                canvas.write(
                    x,
                    canvas.top + at,
                    str(dot.number),
                    size=style.SMALL,
                    tone="ink",
                    va="center",
                    ha="right" if dot.before else "left",
                )
        y += talls[name]
        if y < tall - 1e-9:
            axes.axhline(y, color=style.LIGHT["grid"], linewidth=0.8, zorder=0)
    canvas.top += below


def _keys(dots: Sequence[Dot]) -> Iterable[Key]:
    for name, (tone, marker, text) in DIRECTIONS.items():
        if any(dot.row["direction"] == name for dot in dots):
            yield Key(text, tone, "marker", marker)
    if any(dot.contested for dot in dots):
        yield Key("claim or denial, not settled", "muted", "hollow", "o")


def _lanes(dots: Iterable[Dot], by: str) -> dict[str, list[Dot]]:
    """Lanes by their number of events, `other` last."""
    dots = list(dots)
    sizes = Counter(dot.row[by] for dot in dots)
    lanes = layout.group_by(dots, lambda dot: dot.row[by])
    return {name: lanes[name] for name in sorted(lanes, key=lambda name: (name == "other", -sizes[name], name))}


def _reach(dots: Sequence[Dot], view: View) -> tuple[float, float]:
    days = [scales.moment(dot.row["date"]) for dot in dots]
    high = max(*days, scales.moment(view.cutoff)) if len(days) > 1 else max(days[0], scales.moment(view.cutoff))
    low = min(min(days), high - 1)
    return low - (high - low) * 0.025, high + (high - low) * 0.03


def _packed(own: Sequence[Dot], low: float, inch: float, room: float) -> list[Dot]:
    """The dots of a lane, each on the first line in which neither its mark nor its number touches another."""
    boxes, befores = [], []
    for dot in own:
        x = (scales.moment(dot.row["date"]) - low) * inch
        number = measure(str(dot.number), style.SMALL)[0] + 0.03 if dot.number else 0.0
        before = x + MARK / 2 + number > room
        befores.append(before)
        boxes.append((x - MARK / 2 - before * number, x + MARK / 2 + (not before) * number))
    lines = layout.pack(boxes)
    return [replace(dot, line=line, before=before) for dot, line, before in zip(own, lines, befores, strict=True)]


def _draw_dot(axes: Axes, dot: Dot, y: float) -> None:
    tone, marker, _ = DIRECTIONS.get(dot.row["direction"], DIRECTIONS["neutral"])
    color = style.LIGHT[tone]
    axes.plot(
        [scales.moment(dot.row["date"])],
        [y],
        linestyle="none",
        marker=marker,
        markersize=7.4,
        color=color,
        markerfacecolor=style.LIGHT["paper"] if dot.contested else color,
        markeredgecolor=color,
        markeredgewidth=1.4 if dot.contested else 0.5,
        gid=f"data {dot.row['event']}",
        clip_on=False,
    )


def draw_texts(canvas: Canvas, told: Sequence[Dot]) -> None:
    """What the numbers stand for, in two columns where there is room."""
    if not told:
        return
    columns, gap = (1, 0.0) if canvas.narrow else (2, 0.34)
    width = (canvas.width - gap * (columns - 1)) / columns
    indent = measure("00", style.SMALL)[0] + 0.1
    said = [f"{layout.short_day(dot.row['date'])}: {dot.row['description']}" for dot in told]
    texts = [wrap(text, width - indent, style.SMALL) for text in said]
    talls = [height(len(lines), style.SMALL) + 0.06 for lines in texts]
    cut = len(told) if columns == 1 else _cut(talls)
    canvas.top += 0.1
    start, lowest = canvas.top, canvas.top
    for first, last, x in ((0, cut, 0.0), (cut, len(told), width + gap)):
        y = start
        for dot, lines, tall in zip(told[first:last], texts[first:last], talls[first:last], strict=True):
            canvas.write(x + indent - 0.1, y, str(dot.number), size=style.SMALL, weight="strong", ha="right")
            canvas.write(x + indent, y, "\n".join(lines), size=style.SMALL, tone="muted")
            y += tall
        lowest = max(lowest, y)
    canvas.top = lowest


def _cut(talls: Sequence[float]) -> int:
    """Where to part a list so that the taller of two columns is as short as can be."""
    return min(range(1, len(talls) + 1), key=lambda i: max(sum(talls[:i]), sum(talls[i:])))

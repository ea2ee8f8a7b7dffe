"""What the pictures of registers share: texts cut to their room, an axis of days, and marks that give way."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as MplPath

from nolimits.charts import scales, style
from nolimits.charts.canvas import Canvas, height, measure, wrap
from nolimits.charts.exhibit import ChartError, Words
from nolimits.data import Entry, View, day_name

Row = Entry
T = TypeVar("T")
K = TypeVar("K")
ELLIPSIS = "…"
WORDS = frozenset(Words.__annotations__)
BRACKETS = re.compile(r"\s*\([^()]*\)")


def split_filters(given: Mapping[str, object]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keyword arguments of a chart, parted into filters of a register and words of an exhibit.

    A filter is one value, several, or several parted by `|`, as in expressions.
    """
    wanted = {name: value for name, value in given.items() if name not in WORDS}
    filters = {name: _values(value) for name, value in wanted.items()}
    return filters, {name: value for name, value in given.items() if name in WORDS}


def _values(given: Any) -> str | tuple[str, ...]:
    if isinstance(given, str):
        return tuple(given.split("|")) if "|" in given else given
    return tuple(given)


def behind(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Two columns of a record: when the newest of the rows behind it became known, and the sources of all of them."""
    held = list(rows)
    return {
        "known_on": max((row.get("known_on", "") for row in held), default=""),
        "sources": ";".join(dict.fromkeys(row["source"] for row in held)),
    }


def one_of(name: str, value: object, allowed: Iterable[str]) -> None:
    """Raises ChartError where an option has a value that it cannot have."""
    if value not in (allowed := tuple(allowed)):
        raise ChartError(f"{name}={value!r} is not an option: {', '.join(allowed)}")


def brief(text: str, width: float, lines: int, size: float = style.SMALL) -> list[str]:
    """A text in at most so many lines of `width` inches: what stands in brackets goes first, then the end."""
    # a compound that is wider than the room may break after its hyphen
    words = [word.replace("-", "- ") if measure(word, size)[0] > width else word for word in text.split()]
    whole = wrap(" ".join(words), width, size)
    if len(whole) > lines:
        whole = wrap(BRACKETS.sub("", " ".join(words)), width, size)
    if len(whole) > lines:
        whole = [*whole[: lines - 1], _cut(" ".join(whole[lines - 1 :]), width, size)]
    return [line if measure(line, size)[0] <= width else _cut(line, width, size) for line in whole]


def _cut(line: str, width: float, size: float) -> str:
    words = line.split()
    while len(words) > 1 and measure(" ".join(words).rstrip(",;:") + ELLIPSIS, size)[0] > width:
        words.pop()
    kept = " ".join(words).rstrip(",;:")
    while len(kept) > 1 and measure(kept + ELLIPSIS, size)[0] > width:
        kept = kept[:-1]
    return kept + ELLIPSIS


def plain_name(name: str) -> str:
    """A name without what stands in brackets."""
    return BRACKETS.sub("", name)


def timeline(
    canvas: Canvas, place: tuple[float, float, float], span: tuple[float, float], *, day: str = "", above: bool = False
) -> tuple[Axes, float]:
    """An axis of time over a field measured in inches downwards; with it, the inches from its top to below its names.

    `place` is (left, right, height) in inches, `span` the ends in years (`scales.moment`); `day` draws the cutoff as an
    upright line; `above` names the years at the top as well, for tall fields. The cursor stands at the field's top.
    """
    left, right, tall = place
    years = fitting(scales.year_ticks(*span, canvas.width - left - right, canvas.narrow), left, right, canvas.width)
    names = height(_deepest(years), style.SMALL)
    canvas.top += 0.08 + names if above else 0.0
    axes = canvas.axes(left, tall, right)
    axes.grid(False)
    axes.set_xlim(*span)
    axes.set_ylim(tall, 0)
    axes.set_yticks([])
    axes.set_xticks(years.ticks, years.names)
    axes.tick_params(axis="x", length=0, labeltop=above)
    if span[1] - span[0] >= 2.2:
        turns = [year + 0.5 for year in range(int(span[0]) - 1, int(span[1]) + 1) if span[0] < year + 0.5 < span[1]]
        uprights(axes, turns, tall, "grid", zorder=0)
    if day and span[0] < scales.moment(day) < span[1]:
        axes.axvline(scales.moment(day), color=style.LIGHT["axis"], linewidth=0.9, linestyle=(0, (1, 1.5)), zorder=1)
    return axes, tall + 0.14 + names


def _deepest(years: scales.Scale) -> int:
    return max((name.count("\n") + 1 for name in years.names), default=1)


def fitting(years: scales.Scale, left: float, right: float, width: float) -> scales.Scale:
    """The scale without ticks whose name would reach over the edge of the sheet."""
    inch = (width - left - right) / (years.high - years.low)
    kept = []
    for tick, name in zip(years.ticks, years.names, strict=True):
        middle, half = left + (tick - years.low) * inch, measure(name, style.SMALL)[0] / 2
        if middle - half >= -0.01 and middle + half <= width + 0.01:
            kept.append((tick, name))
    return replace(years, ticks=tuple(tick for tick, _ in kept), names=tuple(name for _, name in kept))


def field(canvas: Canvas, tall: float) -> Axes:
    """Axes without ticks over the whole width, measured in inches from the cursor rightwards and downwards."""
    axes = canvas.axes(0, tall)
    axes.set_axis_off()
    axes.set_xlim(0, canvas.width)
    axes.set_ylim(tall, 0)
    return axes


def swatch(
    axes: Axes,
    x: float,
    y: float,
    wide: float,
    tall: float,
    tone: str,
    hatch: str = "",
    *,
    pale: bool = False,
    gid: str = "",
) -> None:
    """A filled rectangle from its left upper corner."""
    patch = Rectangle(
        (x, y),
        wide,
        tall,
        facecolor=style.LIGHT[tone],
        hatch=hatch or None,
        linewidth=0,
        clip_on=False,
        edgecolor=style.LIGHT["paper"],
        alpha=0.4 if pale else None,
        gid=gid or None,
    )
    axes.add_artist(patch)  # unlike add_patch, without a look at the limits, which are set


def fill_boxes(
    axes: Axes, boxes: Iterable[tuple[float, float, float, float]], tone: str, hatch: str = "", *, pale: bool = False
) -> None:
    """Filled rectangles (left, top, width, height) that look the same, as one shape."""
    path = MplPath.make_compound_path(*(_box(*box) for box in boxes))
    axes.add_artist(
        PathPatch(
            path,
            facecolor=style.LIGHT[tone],
            hatch=hatch or None,
            linewidth=0,
            clip_on=False,
            edgecolor=style.LIGHT["paper"],
            alpha=0.4 if pale else None,
        )
    )


def _box(x: float, y: float, wide: float, tall: float) -> MplPath:
    corners = [(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall), (x, y)]
    return MplPath(corners, closed=True)


def uprights(
    axes: Axes, places: Iterable[float], tall: float, tone: str, width: float = 0.8, zorder: float = 2
) -> None:
    """Upright lines that look the same, as one shape."""
    ends = [(x, y) for x in places for y in (0, tall)]
    if ends:
        path = MplPath(ends, [MplPath.MOVETO, MplPath.LINETO] * (len(ends) // 2))
        axes.add_artist(
            PathPatch(
                path, facecolor="none", edgecolor=style.LIGHT[tone], linewidth=width, clip_on=False, zorder=zorder
            )
        )


def swatches(canvas: Canvas, entries: Sequence[tuple[str, str, str]]) -> None:
    """A key of (text, tone, hatch): fields of colour with their meaning in ink, over as many rows as they need."""
    row, sign, gap = height(1, style.SMALL) + 0.05, 0.2, 0.2
    places, x, y = [], 0.0, 0.0
    for text, *_ in entries:
        wide = sign + measure(text, style.SMALL)[0]
        if x and x + wide > canvas.width:
            x, y = 0.0, y + row
        places.append((x, y))
        x += wide + gap
    tall = y + row
    axes = field(canvas, tall)
    for (text, tone, hatch), (x, y) in zip(entries, places, strict=True):
        swatch(axes, x, y + 0.02, 0.13, 0.13, tone, hatch)
        canvas.write(x + sign, canvas.top + y, text, size=style.SMALL)
    canvas.top += tall + 0.08


def tip(axes: Axes, x: float, y: float, marker: str, tone: str) -> None:
    """A small arrow head where a bar goes on beyond what is drawn."""
    axes.plot(
        [x],
        [y],
        linestyle="none",
        marker=marker,
        markersize=6,
        color=style.LIGHT[tone],
        markeredgewidth=0,
        clip_on=False,
        zorder=3,
    )


def pack(boxes: Sequence[tuple[float, float]], gap: float = 0.02) -> list[int]:
    """The row of each box (left, right) such that none touches another: the first row in which there is room."""
    ends: list[list[tuple[float, float]]] = []
    rows = []
    for left, right in boxes:
        free = (i for i, taken in enumerate(ends) if all(left > b + gap or right < a - gap for a, b in taken))
        row = next(free, len(ends))
        if row == len(ends):
            ends.append([])
        ends[row].append((left, right))
        rows.append(row)
    return rows


def group_by(rows: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Rows by the value of a key, groups in the order in which they first appear."""
    found: dict[K, list[T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def spaced_out(name: str) -> str:
    """A value of an enumeration in words: `under_construction` is `under construction`."""
    return name.replace("_", " ")


def in_years(number: int) -> str:
    """`a year`, `two years`, `7 years`."""
    words = {1: "a year", 2: "two years", 3: "three years", 4: "four years", 5: "five years"}
    return words.get(number, f"{number} years")


def month_name(iso: str) -> str:
    """`Jan 2026`."""
    return f"{calendar.month_abbr[int(iso[5:7])]} {iso[:4]}"


def short_day(iso: str) -> str:
    """`14 Jan 2026`."""
    return f"{int(iso[8:])} {month_name(iso)}"


def day_after(iso: str) -> str:
    """The next day."""
    return (datetime.date.fromisoformat(iso) + datetime.timedelta(days=1)).isoformat()


def nothing_known_of(view: View, what: str) -> str:
    """What a register says of which nothing was known."""
    return f"No {what} known by {day_name(view.cutoff)}."

"""Sideways charts, one row an item: ranked bars, two or three moments of a figure, and a table of tiles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

from matplotlib.axes import Axes

from nolimits.charts import gather, glyphs, numerals, style
from nolimits.charts.canvas import Canvas, Key, even, height, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.registry import chart
from nolimits.data import Figure, Observation, Period, View, period

MOST_ROWS = 16
NAME_WIDTH = 2.5


@dataclass(frozen=True)
class BarRow:
    """One row of a sideways chart: its name in lines, its top and its middle, in inches from the top of the plot."""

    lines: tuple[str, ...]
    top: float
    middle: float


@chart
def ranked(
    view: View,
    *indicators: str,
    at: str | int = "latest year",
    sort: bool = True,
    unit: str = "",
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
    rows: Mapping[str, str] | None = None,
    tone: str = "",
    foreseen: str = gather.FORESEEN,
    **words: Unpack[Words],
) -> Exhibit:
    """Several indicators (or expressions) of one unit, each a bar, the largest first.

    `at` is a period, or `latest`, `latest year` …, with which each is drawn at its own newest, and says which. What was
    not known stays in the list and says so; `unit` names that of expressions, `foreseen` what is hatched. `rows`
    {name: key} may stand for indicators and labels; `tones` are then by name as well; `tone` is the colour of bars that
    they do not name. Raises ChartError for two units or more than sixteen bars.
    """
    if rows:
        if unknown := set(tones or {}) - set(rows):
            raise ChartError(f"no row is called {unknown.pop()!r}, for which tones has a colour: {', '.join(rows)}")
        indicators, labels = tuple(rows.values()), {key: name for name, key in rows.items()}
        tones = {rows[name]: role for name, role in (tones or {}).items()}
    if not 1 <= len(indicators) <= MOST_ROWS:
        raise ChartError(f"a ranking holds 1 to {MOST_ROWS} bars, not {len(indicators)}")
    gather.check_tones(view, {**(tones or {}), **({"": tone} if tone else {})})
    figures = {key: _at(view, key, at) for key in indicators}
    unit = unit or one_unit(view, figures.values())
    found = sorted(figures.items(), key=lambda item: _rank(item[1], sort))
    chosen, own_side = gather.tones_of(view, tones or {}), gather.sides_of(view, indicators)
    usual = gather.tones_of(view, {"": tone})[""]
    roles = {key: chosen.get(key) or usual or own_side.get(key, "both") for key in indicators}
    own = {figure.period for figure in figures.values() if figure.known}
    names = {key: gather.label(view, key, labels or {}) + _when(figure, own) for key, figure in found}
    records = [
        gather.entry(key, one, names[key], one.sure.centre, mark=mark_of(one)) for key, one in found if one.known
    ]

    def draw(canvas: Canvas) -> None:
        if not own:
            canvas.calm(glyphs.nothing_known(view))
            return
        shared = next(iter(own)) if len(own) == 1 else None
        hatched = any(figure.forecast for figure in figures.values())
        canvas.keys(f"{unit}, {shared.name}" if shared else unit, [Key(foreseen, "other", "hatch")] * hatched)
        ranking(canvas, [(names[key], figure, roles[key]) for key, figure in found])

    return finish(
        view,
        draw,
        records,
        [row for _, one in found for row in one.rows],
        kind="ranked",
        unit=unit,
        parameters={
            "keys": indicators,
            "at": at,
            "sort": sort,
            "unit": unit,
            "foreseen": foreseen,
            "labels": labels,
            "tones": tones,
            "tone": tone,
        },
        **words,
    )


def _at(view: View, key: str, at: str | int) -> Figure:
    latest = str(at).startswith("latest")
    if gather.is_expression(key):
        return _spanned(gather.ask(view, key, None if latest else period(at)))
    return view.value(key, at)


def _spanned(figure: Figure) -> Figure:
    """A figure computed from several periods, such as a sum, with the span from the first of them to the last."""
    spans = [row.period for row in figure.rows if isinstance(row, Observation)]
    if figure.period is not None or not spans:
        return figure
    return replace(figure, period=Period(min(span.start for span in spans), max(span.end for span in spans)))


def one_unit(view: View, figures: Iterable[Figure]) -> str:
    """The unit that some figures share, in words; ChartError where they have several."""
    units = {view.unit(figure.unit).axis for figure in figures}
    if len(units) > 1:
        raise ChartError(f"one chart holds one unit, not {' and '.join(sorted(units))}")
    return next(iter(units), "")


def _rank(figure: Figure, sort: bool) -> tuple[bool, float]:
    return not figure.known, -figure.sure.centre if figure.known and sort else 0.0


def _when(figure: Figure, own: set[Any]) -> str:
    return f", {figure.period.name}" if len(own) > 1 and figure.known and figure.period else ""


def mark_of(figure: Figure) -> str:
    """How a figure is drawn: `foreseen` or `outturn`."""
    return "foreseen" if figure.forecast else "outturn"


def lay_rows(canvas: Canvas, names: Sequence[str], bar: float) -> tuple[list[BarRow], float, float]:
    """Rows for names, the inches that the names take up at the left, and the height of all."""
    column = canvas.width if canvas.narrow else NAME_WIDTH
    rows, top = [], 0.0
    for name in names:
        lines = even(name, column, style.SMALL)
        tall = height(len(lines), style.SMALL)
        if canvas.narrow:
            rows.append(BarRow(tuple(lines), top, top + tall + bar / 2 + 0.03))
            top += tall + bar + 0.18
        else:
            extent = max(tall, bar) + 0.1
            rows.append(BarRow(tuple(lines), top + extent / 2, top + extent / 2))
            top += extent
    left = 0.0 if canvas.narrow else max(measure(line, style.SMALL)[0] for row in rows for line in row.lines) + 0.1
    return rows, left, top


def write_name(canvas: Canvas, row: BarRow, left: float) -> None:
    """The name of a row, left of its marks or, on a narrow sheet, above them."""
    text = "\n".join(row.lines)
    if canvas.narrow:
        canvas.write(0, canvas.top + row.top, text, size=style.SMALL)
    else:
        canvas.write(left - 0.1, canvas.top + row.middle, text, size=style.SMALL, ha="right", va="center")


def ranking(canvas: Canvas, items: Sequence[tuple[str, Figure, str]]) -> None:
    """Items as bars sideways, longest first as they come: name, figure, colour."""
    bar = 0.2
    rows, left, tall = lay_rows(canvas, [name for name, *_ in items], bar)
    places = numerals.fitting(figure.sure.centre for _, figure, _ in items if figure.known)
    texts = [numerals.in_print(f.sure, f.rows, places) if f.known else "not known yet" for _, f, _ in items]
    room = max(measure(text, style.SMALL)[0] + 0.26 * (text[0] in "<>") for text in texts) + 0.14
    values = [0.0, *(end for _, f, _ in items if f.known for end in span_of(f))]
    low, high = min(values), max(values) or 1.0
    inner = canvas.width - left - room * (1 + (low < 0))
    inch = (high - low) / inner
    axes = canvas.axes(left, tall)
    sideways(axes, low - (room * inch if low < 0 else 0), high + room * inch, tall)
    for row, (_, figure, tone), text in zip(rows, items, texts, strict=True):
        write_name(canvas, row, left)
        over = 0.0 if canvas.narrow else 0.03  # on a phone the name stands close above its bar
        axes.vlines(
            0, row.middle - bar / 2 - over, row.middle + bar / 2 + 0.03, color=style.LIGHT["axis"], linewidth=0.9
        )
        end = _bar(axes, row.middle, figure, tone, bar, high - low) if figure.known else 0.0
        side = -1 if end < 0 or (end == 0 and figure.known and math.isinf(figure.sure.low)) else 1
        if figure.known and not figure.sure.bounded:
            end = _open_end(axes, end, row.middle, figure, side, inch)
        ink = "ink" if figure.known else "muted"
        glyphs.beside(axes, end + side * 0.06 * inch, row.middle, text, tone=ink, ha="right" if side < 0 else "left")
    canvas.top += tall + 0.06


def _open_end(axes: Axes, end: float, y: float, figure: Figure, side: int, inch: float) -> float:
    """The arrow of a bound, and where it ends: it leads on from the bar, or from without back to it."""
    way = -1 if math.isinf(figure.sure.low) else 1
    beyond = end + side * 0.24 * inch
    glyphs.arrow(axes, end if way == side else beyond, y, (way * glyphs.ARROW, 0), style.LIGHT["ink"])
    return beyond


def span_of(figure: Figure) -> list[float]:
    """The finite ends and the centre of a figure, in its unit."""
    ends = (figure.sure.centre, figure.sure.low, figure.sure.high)
    return [end for end in ends if math.isfinite(end)]


def sideways(axes: Axes, low: float, high: float, tall: float) -> None:
    """Dress axes for rows: values along, rows downwards; lengths in inches."""
    axes.set_xlim(low, high)
    axes.set_ylim(tall, 0)
    axes.grid(visible=False, axis="y")
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])


def _bar(axes: Axes, y: float, figure: Figure, tone: str, thick: float, extent: float) -> float:
    """A sideways bar with its doubt; the place beyond which nothing of it is drawn."""
    centre, one = figure.sure.centre, gather.point(figure) if figure.period else None
    axes.barh(
        y,
        centre,
        thick,
        color=style.LIGHT[tone],
        hatch="////" if figure.forecast else None,
        edgecolor=style.LIGHT["paper"],
        linewidth=0,
        gid="data",
        zorder=2,
    )
    if one is None or not glyphs.doubtful(one, extent) or not figure.sure.bounded:
        return centre
    axes.hlines(y, one.low, one.high, color=style.LIGHT["ink"], linewidth=1.2, zorder=3)
    return one.low if centre < 0 else one.high

"""Sideways charts, one row an item: ranked bars, two or three moments of a figure, and a table of tiles."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Unpack

from matplotlib.axes import Axes

from nolimits import prose
from nolimits.charts import gather, glyphs, scales, style
from nolimits.charts.bars import short
from nolimits.charts.canvas import Canvas, Key, even, height, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.data import Figure, Observation, Period, View, period

MOST_ROWS = 16
NAME_WIDTH = 2.5
MOMENTS = (("o", "pale"), ("s", "pale"), ("o", "marker"))  # marker and sign of the first, the middle, the last
MOMENT = 7.5  # points across the mark of the last moment
PALE = 0.55  # how much of its colour the mark of an earlier moment keeps, and of its size two thirds
HEATS = ("heat1", "heat2", "heat3", "heat4", "heat5")
DARK_HEATS = ("heat5",)


@dataclass(frozen=True)
class Row:
    """One row of a sideways chart: its name in lines, its top and its middle, in inches from the top of the plot."""

    lines: tuple[str, ...]
    top: float
    middle: float


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
    gather.check_tones((tones or {}) | ({"": tone} if tone else {}))
    figures = {key: _at(view, key, at) for key in indicators}
    unit = unit or _one_unit(figures.values())
    found = sorted(figures.items(), key=lambda item: _rank(item[1], sort))
    roles = {key: (tones or {}).get(key) or tone or style.tone(key) or "both" for key in indicators}
    own = {figure.period for figure in figures.values() if figure.known}
    names = {key: gather.label(view, key, labels or {}) + _when(figure, own) for key, figure in found}
    records = [
        gather.entry(key, one, names[key], one.quantity.centre, mark=_mark(one)) for key, one in found if one.known
    ]

    def draw(canvas: Canvas) -> None:
        if not own:
            canvas.calm(glyphs.nothing(view))
            return
        shared = next(iter(own)) if len(own) == 1 else None
        hatched = any(figure.forecast for figure in figures.values())
        canvas.keys(f"{unit}, {shared.name}" if shared else unit, [Key(foreseen, "other", "hatch")] * hatched)
        _ranking(canvas, [(names[key], figure, roles[key]) for key, figure in found])

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
        return _spanned(gather.asked(view, key, None if latest else period(at)))
    return view.value(key, at)


def _spanned(figure: Figure) -> Figure:
    """A figure computed from several periods, such as a sum, with the span from the first of them to the last."""
    spans = [row.period for row in figure.rows if isinstance(row, Observation)]
    if figure.period is not None or not spans:
        return figure
    return replace(figure, period=Period(min(span.start for span in spans), max(span.end for span in spans)))


def _one_unit(figures: Sequence[Figure]) -> str:
    units = {gather.unit_name(figure.unit) for figure in figures}
    if len(units) > 1:
        raise ChartError(f"one chart holds one unit, not {' and '.join(sorted(units))}")
    return next(iter(units), "")


def _rank(figure: Figure, sort: bool) -> tuple[bool, float]:
    return not figure.known, -figure.quantity.centre if figure.known and sort else 0.0


def _when(figure: Figure, own: set) -> str:
    return f", {figure.period.name}" if len(own) > 1 and figure.known and figure.period else ""


def _mark(figure: Figure) -> str:
    return "foreseen" if figure.forecast else "outturn"


def _rows(canvas: Canvas, names: Sequence[str], bar: float) -> tuple[list[Row], float, float]:
    """Rows for names, the inches that the names take up at the left, and the height of all."""
    column = canvas.width if canvas.narrow else NAME_WIDTH
    rows, top = [], 0.0
    for name in names:
        lines = even(name, column, style.SMALL)
        tall = height(len(lines), style.SMALL)
        if canvas.narrow:
            rows.append(Row(tuple(lines), top, top + tall + bar / 2 + 0.03))
            top += tall + bar + 0.18
        else:
            extent = max(tall, bar) + 0.1
            rows.append(Row(tuple(lines), top + extent / 2, top + extent / 2))
            top += extent
    left = 0.0 if canvas.narrow else max(measure(line, style.SMALL)[0] for row in rows for line in row.lines) + 0.1
    return rows, left, top


def _name(canvas: Canvas, row: Row, left: float) -> None:
    text = "\n".join(row.lines)
    if canvas.narrow:
        canvas.write(0, canvas.top + row.top, text, size=style.SMALL)
    else:
        canvas.write(left - 0.1, canvas.top + row.middle, text, size=style.SMALL, ha="right", va="center")


def _ranking(canvas: Canvas, items: Sequence[tuple[str, Figure, str]]) -> None:
    bar = 0.2
    rows, left, tall = _rows(canvas, [name for name, *_ in items], bar)
    places = gather.fitting(figure.quantity.centre for _, figure, _ in items if figure.known)
    texts = [gather.said(f.quantity, f.rows, places) if f.known else "not known yet" for _, f, _ in items]
    room = max(measure(text, style.SMALL)[0] + 0.26 * (text[0] in "<>") for text in texts) + 0.14
    values = [0.0, *(end for _, f, _ in items if f.known for end in _span(f))]
    low, high = min(values), max(values) or 1.0
    inner = canvas.width - left - room * (1 + (low < 0))
    inch = (high - low) / inner
    axes = canvas.axes(left, tall)
    _sideways(axes, low - (room * inch if low < 0 else 0), high + room * inch, tall)
    for row, (_, figure, tone), text in zip(rows, items, texts, strict=True):
        _name(canvas, row, left)
        over = 0.0 if canvas.narrow else 0.03  # on a phone the name stands close above its bar
        axes.vlines(
            0, row.middle - bar / 2 - over, row.middle + bar / 2 + 0.03, color=style.LIGHT["axis"], linewidth=0.9
        )
        end = _bar(axes, row.middle, figure, tone, bar, high - low) if figure.known else 0.0
        side = -1 if end < 0 or (end == 0 and figure.known and math.isinf(figure.quantity.low)) else 1
        if figure.known and not figure.quantity.bounded:
            end = _open_end(axes, end, row.middle, figure, side, inch)
        ink = "ink" if figure.known else "muted"
        glyphs.beside(axes, end + side * 0.06 * inch, row.middle, text, tone=ink, ha="right" if side < 0 else "left")
    canvas.top += tall + 0.06


def _open_end(axes: Axes, end: float, y: float, figure: Figure, side: int, inch: float) -> float:
    """The arrow of a bound, and where it ends: it leads on from the bar, or from without back to it."""
    way = -1 if math.isinf(figure.quantity.low) else 1
    beyond = end + side * 0.24 * inch
    glyphs.arrow(axes, end if way == side else beyond, y, (way * glyphs.ARROW, 0), style.LIGHT["ink"])
    return beyond


def _span(figure: Figure) -> list[float]:
    ends = (figure.quantity.centre, figure.quantity.low, figure.quantity.high)
    return [end for end in ends if math.isfinite(end)]


def _sideways(axes: Axes, low: float, high: float, tall: float) -> None:
    axes.set_xlim(low, high)
    axes.set_ylim(tall, 0)
    axes.grid(visible=False, axis="y")
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])


def _bar(axes: Axes, y: float, figure: Figure, tone: str, thick: float, extent: float) -> float:
    """A sideways bar with its doubt; the place beyond which nothing of it is drawn."""
    centre, one = figure.quantity.centre, gather.point(figure) if figure.period else None
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
    if one is None or not glyphs.doubtful(one, extent) or not figure.quantity.bounded:
        return centre
    axes.hlines(y, one.low, one.high, color=style.LIGHT["ink"], linewidth=1.2, zorder=3)
    return one.low if centre < 0 else one.high


def dumbbell(
    view: View,
    rows: Sequence[tuple[str, ...]],
    *,
    moments: Sequence[str] = ("plan", "outturn"),
    zero: bool = False,
    tone: str = "",
    unit: str = "",
    **words: Unpack[Words],
) -> Exhibit:
    """Two or three moments of a figure in each row: (name, expression, expression[, expression]).

    `moments` say what they are, such as `("plan", "revised plan", "outturn")`: the marks of those before the last are
    smaller and paler. `unit` names that of expressions.
    Raises ChartError for two units, for rows of another length than `moments`, and for more than sixteen rows.
    """
    if not 1 <= len(rows) <= MOST_ROWS:
        raise ChartError(f"a chart of moments holds 1 to {MOST_ROWS} rows, not {len(rows)}")
    if len(moments) not in (2, 3) or any(len(row) != len(moments) + 1 for row in rows):
        raise ChartError(f"each row is a name and {len(moments)} expressions, one for each of {', '.join(moments)}")
    gather.check_tones({"tone": tone} if tone else {})
    found = [(prose.plain(view, name), [gather.asked(view, text) for text in texts]) for name, *texts in rows]
    unit = unit or _one_unit([figure for _, figures in found for figure in figures])
    role = tone or style.tone(rows[0][1]) or "both"
    shown = [
        (name, text, moment, figure)
        for (name, figures), (_, *texts) in zip(found, rows, strict=True)
        for moment, text, figure in zip(moments, texts, figures, strict=True)
        if figure.known
    ]
    records = [
        {
            "label": name,
            "moment": moment,
            "expression": text,
            "drawn": gather.tidy(figure.quantity.centre),
            "low": gather.tidy(figure.quantity.low),
            "high": gather.tidy(figure.quantity.high),
            "unit": figure.unit,
            "period": figure.period.name if figure.period else "",
            "forecast": figure.forecast,
            "known_on": figure.known_on,
            "how": figure.how,
            "sources": ";".join(dict.fromkeys(row.source for row in figure.rows)),
        }
        for name, text, moment, figure in shown
    ]

    def draw(canvas: Canvas) -> None:
        if not shown:
            canvas.calm(glyphs.nothing(view))
            return
        canvas.keys(unit, [_moment_key(moment, role, i, len(moments)) for i, moment in enumerate(moments)])
        _moments(canvas, found, role, zero)

    return finish(
        view,
        draw,
        records,
        [row for *_, figure in shown for row in figure.rows],
        kind="dumbbell",
        unit=unit,
        parameters={"rows": rows, "moments": moments, "zero": zero, "unit": unit, "tone": tone},
        **words,
    )


def _style(i: int, of: int) -> tuple[str, str]:
    return MOMENTS[2] if i == of - 1 else MOMENTS[i]


def _moment_key(moment: str, role: str, i: int, of: int) -> Key:
    marker, sign = _style(i, of)
    return Key(moment, role, sign, marker)


def _moments(canvas: Canvas, found: Sequence[tuple[str, Sequence[Figure]]], role: str, zero: bool) -> None:
    rows, left, tall = _rows(canvas, [name for name, _ in found], 0.22)
    values = [end for _, figures in found for figure in figures if figure.known for end in _span(figure)]
    x = scales.levels(values, zero=zero, most=4 if canvas.narrow else 6)
    places = gather.fitting(values)
    texts = [gather.said(f.quantity, f.rows, places) for _, figures in found for f in figures if f.known]
    room = max(measure(text, style.SMALL)[0] + 0.26 * (text[0] in "<>") for text in texts) + 0.16
    inch = (x.high - x.low) / (canvas.width - left - 2 * room)
    axes = canvas.axes(left, tall)
    _sideways(axes, x.low - room * inch, x.high + room * inch, tall)
    axes.set_xticks(x.ticks, x.names)
    axes.tick_params(axis="x", length=0)
    axes.grid(visible=not canvas.narrow, axis="x")
    for row, (_, figures) in zip(rows, found, strict=True):
        _name(canvas, row, left)
        _moment_row(axes, row.middle, figures, role, places, inch)
    canvas.top += tall + 0.28


def _moment_row(axes: Axes, y: float, figures: Sequence[Figure], role: str, places: int, inch: float) -> None:
    color = style.LIGHT[role]
    shown = [(figure.quantity.centre, i, figure) for i, figure in enumerate(figures) if figure.known]
    if not shown:
        glyphs.beside(axes, axes.get_xlim()[0], y, "not known yet", tone="muted", cover=True)
        return
    axes.hlines(y, min(shown)[0], max(shown)[0], color=color, linewidth=2.2, alpha=0.45, zorder=1.5)
    for (at, i, figure), aside in zip(shown, _aside([at for at, *_ in shown], inch), strict=True):
        middle = y + aside
        if figure.quantity.bounded and figure.quantity.width > glyphs.VISIBLE * inch * 6:
            axes.hlines(middle, *_ends(figure), color=color, linewidth=5, alpha=0.28, zorder=1.8)
        if not figure.quantity.bounded:
            way = -glyphs.ARROW if math.isinf(figure.quantity.low) else glyphs.ARROW
            glyphs.arrow(axes, at, middle, (way, 0), color)
        _moment(axes, at, middle, color, *_style(i, len(figures)))
    low, high = min(shown, key=lambda one: one[0]), max(shown, key=lambda one: one[0])
    for (at, _, figure), sign in ((low, -1), (high, 1)) if low[0] != high[0] else ((high, 1),):
        edge = {-1: figure.quantity.low, 1: figure.quantity.high}[sign]
        at = at + sign * 0.2 * inch if math.isinf(edge) else sign * max(sign * at, sign * edge)
        text = gather.said(figure.quantity, figure.rows, places)
        glyphs.beside(axes, at + sign * 0.1 * inch, y, text, ha="left" if sign > 0 else "right")


def _ends(figure: Figure) -> tuple[float, float]:
    return figure.quantity.low, figure.quantity.high


def _aside(places: Sequence[float], inch: float) -> list[float]:
    """How far, in inches, each mark stands below the middle of its row: nought, unless one would lie on another."""
    order = sorted(places)
    close = any(after - before < 0.09 * inch for before, after in itertools.pairwise(order))
    return [(i - (len(places) - 1) / 2) * 0.1 if close else 0.0 for i in range(len(places))]


def _moment(axes: Axes, at: float, y: float, color: str, marker: str, sign: str) -> None:
    """The mark of a moment; a pale one lets no line below it shine through."""
    look = {"linestyle": "none", "marker": marker, "markeredgewidth": 0}
    if sign == "pale":
        axes.plot([at], [y], markersize=MOMENT * 0.67, color=style.LIGHT["paper"], zorder=3, **look)
        axes.plot([at], [y], markersize=MOMENT * 0.67, color=color, alpha=PALE, zorder=3.1, gid="data", **look)
    else:
        axes.plot([at], [y], markersize=MOMENT + 1, color=color, zorder=3.2, gid="data", **look)


def heat(
    view: View,
    rows: Mapping[str, str],
    *,
    kind: str = "year",
    periods: Sequence[str | int] = (),
    unit: str = "",
    **words: Unpack[Words],
) -> Exhibit:
    """A table of tiles: a row for each name with its indicator or expression over `period`, a column for each period.

    The darker a tile, the larger the figure; a figure that was not known has no tile. Raises ChartError for two units.
    """
    if not 1 <= len(rows) <= MOST_ROWS:
        raise ChartError(f"a table of tiles holds 1 to {MOST_ROWS} rows, not {len(rows)}")
    names = [
        name for key in rows.values() for name in (gather.named(view, key) if gather.is_expression(key) else [key])
    ]
    columns = gather.chosen(view, names, periods) if periods else gather.spans(view, names, kind)
    found = {
        (prose.plain(view, name), i): (key, gather.at(view, key, span))
        for name, key in rows.items()
        for i, span in enumerate(columns)
    }
    known = {place: one for place, one in found.items() if one[1].known}
    unit = unit or _one_unit([figure for _, figure in known.values()])
    records = [
        gather.entry(key, one, name, one.quantity.centre, mark=_mark(one)) for (name, _), (key, one) in known.items()
    ]

    def draw(canvas: Canvas) -> None:
        if not known:
            canvas.calm(glyphs.nothing(view))
            return
        canvas.keys(unit, [])
        _tiles(
            canvas,
            [prose.plain(view, name) for name in rows],
            [short(span, canvas.narrow) for span in columns],
            {place: figure for place, (_, figure) in known.items()},
        )

    return finish(
        view,
        draw,
        records,
        [row for _, figure in known.values() for row in figure.rows],
        kind="heat",
        unit=unit,
        parameters={"rows": dict(rows), "kind": kind, "periods": periods, "unit": unit},
        **words,
    )


def _tiles(
    canvas: Canvas, names: Sequence[str], columns: Sequence[str], known: Mapping[tuple[str, int], Figure]
) -> None:
    rows, left, tall = _rows(canvas, names, 0.3)
    wide = (canvas.width - left) / len(columns)
    values = [figure.quantity.centre for figure in known.values()]
    low, high = min(values), max(values)
    places = gather.fitting(values)
    texts = {place: gather.said(figure.quantity, figure.rows, places) for place, figure in known.items()}
    fit = all(measure(text, style.SMALL)[0] < wide - 0.06 for text in texts.values())
    axes = canvas.axes(left, tall)
    _sideways(axes, -0.5, len(columns) - 0.5, tall)
    every = next(
        n for n in (1, 2, 3, 4, 6, 12, 24) if max(measure(c, style.SMALL)[0] for c in columns) + 0.05 < wide * n
    )
    ticks = [i for i in range(len(columns)) if (len(columns) - 1 - i) % every == 0]
    axes.set_xticks(ticks, [columns[i] for i in ticks])
    axes.tick_params(axis="x", length=0)
    for row, name in zip(rows, names, strict=True):
        _name(canvas, row, left)
        for i in range(len(columns)):
            if figure := known.get((name, i)):
                share = (figure.quantity.centre - low) / (high - low) if high > low else 0.5
                tone = HEATS[min(int(share * len(HEATS)), len(HEATS) - 1)]
                axes.barh(row.middle, 0.96, 0.3, left=i - 0.48, color=style.LIGHT[tone], gid="tile")
                if fit:
                    ink = "paper" if tone in DARK_HEATS else "ink"
                    glyphs.beside(axes, i, row.middle, texts[name, i], tone=ink, ha="center")
    canvas.top += tall + 0.14 + 0.17 * max(name.count("\n") + 1 for name in columns)

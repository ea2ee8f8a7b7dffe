"""Dumbbells: one row each, its values at two or three moments."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any, Unpack

from matplotlib.axes import Axes

from nolimits import prose
from nolimits.charts import gather, glyphs, numerals, scales, style
from nolimits.charts.canvas import Canvas, Key, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.kinds.rows import MOST_ROWS, lay_rows, one_unit, sideways, span_of, write_name
from nolimits.charts.registry import chart
from nolimits.data import Figure, View

MOMENTS = (("o", "pale"), ("s", "pale"), ("o", "marker"))  # marker and sign of the first, the middle, the last


MOMENT = 7.5  # points across the mark of the last moment


PALE = 0.55  # how much of its colour the mark of an earlier moment keeps, and of its size two thirds


@chart
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
    gather.check_tones(view, {"tone": tone} if tone else {})
    found = [(prose.plain(name, view), [gather.ask(view, text) for text in texts]) for name, *texts in rows]
    unit = unit or one_unit(view, [figure for _, figures in found for figure in figures])
    first = rows[0][1]
    role = gather.tones_of(view, {"": tone})[""] or gather.sides_of(view, [first]).get(first, "both")
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
            "drawn": gather.tidy(figure.sure.centre),
            "low": gather.tidy(figure.sure.low),
            "high": gather.tidy(figure.sure.high),
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
            canvas.calm(glyphs.nothing_known(view))
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
    rows, left, tall = lay_rows(canvas, [name for name, _ in found], 0.22)
    values = [end for _, figures in found for figure in figures if figure.known for end in span_of(figure)]
    x = scales.levels(values, zero=zero, most=4 if canvas.narrow else 6)
    places = numerals.fitting(values)
    texts = [numerals.in_print(f.sure, f.rows, places) for _, figures in found for f in figures if f.known]
    room = max(measure(text, style.SMALL)[0] + 0.26 * (text[0] in "<>") for text in texts) + 0.16
    inch = (x.high - x.low) / (canvas.width - left - 2 * room)
    axes = canvas.axes(left, tall)
    sideways(axes, x.low - room * inch, x.high + room * inch, tall)
    axes.set_xticks(x.ticks, x.names)
    axes.tick_params(axis="x", length=0)
    axes.grid(visible=not canvas.narrow, axis="x")
    for row, (_, figures) in zip(rows, found, strict=True):
        write_name(canvas, row, left)
        _moment_row(axes, row.middle, figures, role, places, inch)
    canvas.top += tall + 0.28


def _moment_row(axes: Axes, y: float, figures: Sequence[Figure], role: str, places: int, inch: float) -> None:
    color = style.LIGHT[role]
    shown = [(figure.sure.centre, i, figure) for i, figure in enumerate(figures) if figure.known]
    if not shown:
        glyphs.beside(axes, axes.get_xlim()[0], y, "not known yet", tone="muted", cover=True)
        return
    axes.hlines(y, min(shown)[0], max(shown)[0], color=color, linewidth=2.2, alpha=0.45, zorder=1.5)
    for (at, i, figure), aside in zip(shown, _aside([at for at, *_ in shown], inch), strict=True):
        middle = y + aside
        if figure.sure.bounded and figure.sure.width > glyphs.VISIBLE * inch * 6:
            axes.hlines(middle, *_ends(figure), color=color, linewidth=5, alpha=0.28, zorder=1.8)
        if not figure.sure.bounded:
            way = -glyphs.ARROW if math.isinf(figure.sure.low) else glyphs.ARROW
            glyphs.arrow(axes, at, middle, (way, 0), color)
        _moment(axes, at, middle, color, *_style(i, len(figures)))
    low, high = min(shown, key=lambda one: one[0]), max(shown, key=lambda one: one[0])
    for (at, _, figure), sign in ((low, -1), (high, 1)) if low[0] != high[0] else ((high, 1),):
        edge = {-1: figure.sure.low, 1: figure.sure.high}[sign]
        at = at + sign * 0.2 * inch if math.isinf(edge) else sign * max(sign * at, sign * edge)
        text = numerals.in_print(figure.sure, figure.rows, places)
        glyphs.beside(axes, at + sign * 0.1 * inch, y, text, ha="left" if sign > 0 else "right")


def _ends(figure: Figure) -> tuple[float, float]:
    return figure.sure.low, figure.sure.high


def _aside(places: Sequence[float], inch: float) -> list[float]:
    """How far, in inches, each mark stands below the middle of its row: nought, unless one would lie on another."""
    order = sorted(places)
    close = any(after - before < 0.09 * inch for before, after in itertools.pairwise(order))
    return [(i - (len(places) - 1) / 2) * 0.1 if close else 0.0 for i in range(len(places))]


def _moment(axes: Axes, at: float, y: float, color: str, marker: str, sign: str) -> None:
    """The mark of a moment; a pale one lets no line below it shine through."""
    look: dict[str, Any] = {"linestyle": "none", "marker": marker, "markeredgewidth": 0}
    if sign == "pale":
        axes.plot([at], [y], markersize=MOMENT * 0.67, color=style.LIGHT["paper"], zorder=3, **look)
        axes.plot([at], [y], markersize=MOMENT * 0.67, color=color, alpha=PALE, zorder=3.1, gid="data", **look)
    else:
        axes.plot([at], [y], markersize=MOMENT + 1, color=color, zorder=3.2, gid="data", **look)

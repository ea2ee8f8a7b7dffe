"""Dumbbells: one row each, its values at two or three moments."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from nolimits import prose
from nolimits.charts import gather, style
from nolimits.charts.exhibit import ChartError, Datum, Drawing
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, numerals, scales, trace
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.rows import MOST_ROWS, finite, lay_rows, room_for, sideways, write_name
from nolimits.data import Figure, View

MOMENTS = (("o", "pale"), ("s", "pale"), ("o", "marker"))  # marker and sign of the first, the middle, the last
MOMENT = 7.5  # points across the mark of a moment
PALE = 0.55  # how much of its colour the mark of an earlier moment keeps, and of its size two thirds


@dataclass(frozen=True)
class RowMoment:
    """A known figure of a row at one of its moments; `look` is its marker and sign."""

    figure: Figure
    asked: str
    moment: str
    look: tuple[str, str]
    n: int

    @property
    def at(self) -> float:
        """Where it stands."""
        return self.figure.sure.centre


@chart
def dumbbell(
    view: View,
    rows: Sequence[tuple[str, ...]],
    *,
    moments: Sequence[str] = ("plan", "outturn"),
    zero: bool = False,
    tone: str = "",
    unit: str = "",
) -> Drawing:
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
    looks, counted = (*MOMENTS[: len(moments) - 1], MOMENTS[2]), itertools.count()
    asked = [(prose.plain(name, view), [(text, gather.ask(view, text)) for text in texts]) for name, *texts in rows]
    unit = unit or gather.one_unit(view, [figure for _, own in asked for _, figure in own])
    found = []
    for name, own in asked:
        told = zip(own, moments, looks, strict=True)
        known = [(one, moment, look) for one, moment, look in told if one[1].known]
        found.append((name, [RowMoment(one, text, moment, look, next(counted)) for (text, one), moment, look in known]))
    shown = [(name, one) for name, known in found for one in known]
    role = gather.tones_of(view, {"": tone})[""] or gather.sides_of(view, [rows[0][1]]).get(rows[0][1], "both")

    def draw(canvas: Canvas) -> None:
        keys = zip(moments, looks, strict=True)
        canvas.keys(unit, [Key(moment, role, sign, marker) for moment, (marker, sign) in keys])
        _draw(canvas, found, role, zero)

    return Drawing(draw, [_datum(name, one) for name, one in shown], unit, parameters={"unit": unit})


def _datum(name: str, one: RowMoment) -> Datum:
    figure = one.figure
    record = {
        "label": name,
        "moment": one.moment,
        "expression": one.asked,
        "drawn": gather.tidy(one.at),
        "low": gather.tidy(figure.sure.low),
        "high": gather.tidy(figure.sure.high),
        "unit": figure.unit,
        "period": figure.period.name if figure.period else "",
        "forecast": figure.forecast,
        "known_on": figure.known_on,
        "how": figure.how,
        "sources": ";".join(dict.fromkeys(row.source for row in figure.rows)),
    }
    return Datum(record, tuple(figure.rows), figure)


def _draw(canvas: Canvas, found: Sequence[tuple[str, Sequence[RowMoment]]], role: str, zero: bool) -> None:
    rows, left, tall = lay_rows(canvas, [name for name, _ in found], 0.22)
    figures = [one.figure for _, known in found for one in known]
    values = [end for figure in figures for end in finite(figure)]
    x = scales.levels(values, zero=zero, most=4 if canvas.narrow else 6)
    places = numerals.decimals_for(values)
    room = room_for([numerals.in_print(figure.sure, figure.rows, places) for figure in figures]) + 0.16
    inch = (x.high - x.low) / (canvas.width - left - 2 * room)
    axes = canvas.axes(left, tall)
    sideways(axes, x.low - room * inch, x.high + room * inch, tall)
    axes.set_xticks(x.ticks, x.names)
    axes.tick_params(axis="x", length=0)
    axes.grid(visible=not canvas.narrow, axis="x")
    for row, (_, known) in zip(rows, found, strict=True):
        write_name(canvas, row, left)
        if known:
            _row(axes, row.middle, known, role, places, inch)
        else:
            marks.beside(axes, axes.get_xlim()[0], row.middle, numerals.UNKNOWN, tone="muted", cover=True)
    canvas.top += tall + 0.28


def _row(axes: Axes, y: float, known: Sequence[RowMoment], role: str, places: int, inch: float) -> None:
    """The marks of a row with their figures: of its lowest and its highest beside them, of one between below it."""
    low, high = min(known, key=lambda one: one.at), max(known, key=lambda one: one.at)
    color = style.LIGHT[role]
    axes.hlines(y, low.at, high.at, color=color, linewidth=2.2, alpha=0.45, zorder=1.5)
    for one, aside in zip(known, _aside([one.at for one in known], inch), strict=True):
        middle, sure = y + aside, one.figure.sure
        if sure.bounded and sure.width > trace.VISIBLE * inch * 6:
            axes.hlines(middle, sure.low, sure.high, color=color, linewidth=5, alpha=0.28, zorder=1.8)
        if not sure.bounded:
            marks.arrow(axes, one.at, middle, (-marks.ARROW if math.isinf(sure.low) else marks.ARROW, 0), role)
        _moment(axes, one, middle, role)
    for one in known:
        if low.at < one.at < high.at:
            text = numerals.in_print(one.figure.sure, one.figure.rows, places)
            marks.beside(axes, one.at, y + 0.14, text, ha="center")
    for one, sign in ((low, -1), (high, 1)) if low.at != high.at else ((high, 1),):
        sure = one.figure.sure
        edge = sure.low if sign < 0 else sure.high
        at = one.at + sign * 0.2 * inch if math.isinf(edge) else sign * max(sign * one.at, sign * edge)
        text = numerals.in_print(sure, one.figure.rows, places)
        marks.beside(axes, at + sign * 0.1 * inch, y, text, ha="left" if sign > 0 else "right")


def _aside(places: Sequence[float], inch: float) -> list[float]:
    """How far, in inches, each mark stands below the middle of its row: nought, unless one would lie on another."""
    close = any(after - before < 0.09 * inch for before, after in itertools.pairwise(sorted(places)))
    return [(i - (len(places) - 1) / 2) * 0.1 if close else 0.0 for i in range(len(places))]


def _moment(axes: Axes, one: RowMoment, y: float, role: str) -> None:
    """The mark of a moment; a pale one lets no line below it shine through."""
    marker, sign = one.look
    if sign == "pale":
        marks.dot(axes, one.at, y, marker, MOMENT * 0.67, "paper", clip=True)
        marks.dot(axes, one.at, y, marker, MOMENT * 0.67, role, alpha=PALE, order=3.1, clip=True, gid="data", n=one.n)
    else:
        marks.dot(axes, one.at, y, marker, MOMENT + 1, role, order=3.2, clip=True, gid="data", n=one.n)

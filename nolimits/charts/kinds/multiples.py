"""Small multiples: the same picture for several subjects, over one span of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nolimits import prose
from nolimits.charts import gather, style
from nolimits.charts.exhibit import ChartError, Datum, Drawing
from nolimits.charts.gather import Series
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, numerals, scales, trace
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.plot import plot
from nolimits.charts.sheet.text import height, wrap
from nolimits.data import View, period
from nolimits.language import wording

MOST_PANELS = 12
GAP, ROW_GAP = 0.25, 0.14
EDGE = 0.1  # room for a mark, or half a year's name, beyond the end of time


class Panel(NamedTuple):
    """One panel: its title and its series."""

    title: str
    some: Sequence[Series]


@chart
def multiples(
    view: View,
    panels: Mapping[str, str | Sequence[str]],
    *,
    kind: str = "year",
    rolling: bool = False,
    index: str | int | None = None,
    steps: bool = False,
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    foreseen: str = gather.FORESEEN,
) -> Drawing:
    """Panels {title: indicator or indicators} over a shared span of time, each with its own axis from nought.

    With `index`, a period that is set to 100, all panels share one axis and units may differ; 0 sets none, nor does a
    period of which nothing is known. Each panel's title is followed by its unit and newest figure; `units` names, by
    title, that of expressions. `kind` and `foreseen` are as for `lines`. Raises ChartError for more than twelve panels,
    or four series in one.
    """
    if not 1 <= len(panels) <= MOST_PANELS:
        raise ChartError(f"small multiples hold 1 to {MOST_PANELS} panels, not {len(panels)}")

    def gathered(title: str, base: str | int | None) -> list[Series]:
        keys, unit = panels[title], (units or {}).get(title, "")
        some = [keys] if isinstance(keys, str) else keys
        return gather.series(view, some, kind, rolling=rolling, labels=labels, tones=tones, index=base, unit=unit)

    found = [gathered(title, index or None) for title in panels]
    if index and not any(one.points for some in found for one in some):
        index, found = None, [gathered(title, None) for title in panels]
    shown: list[Panel] = []
    data: list[Datum] = []
    for title, some in zip(panels, found, strict=True):
        name = prose.plain(title, view)
        known, more = gather.number_records(some, len(data), panel=name)
        shown.append(Panel(name, known))
        data += more
    base = period(index).name if index else ""
    counted = dict.fromkeys(filter(None, (trace.unit(some) for _, some in shown)))

    def draw(canvas: Canvas) -> None:
        _draw(canvas, shown, base, steps, foreseen)

    return Drawing(draw, data, f"{base} = 100" if base else "; ".join(counted), parameters={"index": index})


def _draw(canvas: Canvas, panels: Sequence[Panel], base: str, steps: bool, foreseen: str) -> None:
    every = [one for _, some in panels for one in some]
    several = any(len(some) > 1 for _, some in panels)
    keys = {one.label: Key(one.label, one.tone, "line", one.marker) for one in every if one.points}
    points, most = [point for one in every for point in one.points], 4 if canvas.narrow else 5
    ends = [end for point in points for end in trace.bounds(point)]
    shared = scales.levels([*ends, 100], most=most) if base else None
    own = [(some, shared or _own(some, most)) for _, some in panels]
    tall = 1.15 if canvas.narrow else 1.35
    vague = [key for some, y in own for key in trace.vague(some, (y.high - y.low) / tall)]
    extra = [*trace.ahead(foreseen, every), *vague[:1]]
    canvas.keys(f"{base} = 100" if base else "", [*(keys.values() if several else ()), *extra])
    columns = min(len(panels), 2 if canvas.narrow or len(panels) in (2, 4) else 3)
    wide, step = canvas.grid(columns, GAP)
    span = trace.reach(points, panels[0].some[0].kind)
    for start in range(0, len(panels), columns):
        row = panels[start : start + columns]
        heads = [(wrap(title, wide, style.TITLE, "strong"), wrap(_newest(some, base), wide)) for title, some in row]
        head = max(height(len(title), style.TITLE) + height(len(below)) for title, below in heads) + 0.12
        feet = []
        for i, ((_, some), (title, below)) in enumerate(zip(row, heads, strict=True)):
            left = i * step
            canvas.write(left, canvas.top, title, size=style.TITLE, weight="strong")
            canvas.write(left, canvas.top + height(len(title), style.TITLE), below, tone="muted")
            y = trace.headroom(shared or _own(some, most), [p for one in some for p in one.points], tall)
            room = y.room() + 0.08
            x = scales.year_ticks(*span, wide - room - EDGE, True)
            sides, places = (left + room, canvas.width - left - wide + EDGE), [point.x for point in points]
            sheet = plot(canvas, x, y, tall, sides, places, top=canvas.top + head)
            if base:
                marks.base_line(sheet.axes, 100)
            for one in some:
                trace.trace(sheet.axes, one, y.high - y.low, steps=steps)
            feet.append(marks.foot(x))
        canvas.top += head + tall + max(feet) + ROW_GAP
    canvas.top -= ROW_GAP


def _own(some: Sequence[Series], most: int) -> scales.Scale:
    values = [end for one in some for point in one.points for end in trace.bounds(point)]
    if not values:
        return scales.Scale(0.0, 1.0, (), ())
    return scales.levels(values, zero=True, most=most, whole=gather.counts_only(some))


def _newest(some: Sequence[Series], base: str) -> str:
    """The unit and the newest figure of a panel; of two series both, if they end alike, of more none."""
    unit = "" if base else trace.unit(some)
    known = [one for one in some if one.points]
    if not known:
        return "; ".join(filter(None, (unit, f"not known for {base}" if base else "nothing known yet")))
    ends = [one.points[-1] for one in known]
    span = ends[0].figure.span
    if len(some) > 2 or any(end.figure.span != span for end in ends):
        return unit
    own = [numerals.in_print(p.figure.sure, p.figure.rows, numerals.decimals_for([p.y])) for p in ends]
    own = [wording.number(point.y, 0) for point in ends] if base else own
    names = [f"{one.label} " * (len(some) > 1) for one in known]
    figure = ", ".join(name + text for name, text in zip(names, own, strict=True))
    when = span.name if span.kind != "span" else f"to {span.name.rpartition(' to ')[2]}"
    joined = f"{figure}{unit}" if unit == "%" else f"{unit}: {figure}" if unit else figure
    return f"{joined}, {when}"

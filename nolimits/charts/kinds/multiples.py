"""Small multiples: the same picture for several subjects, over one span of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Unpack

from nolimits import prose
from nolimits.charts import gather, glyphs, numerals, scales, style
from nolimits.charts.canvas import Canvas, Key, height, wrap
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.gather import Series
from nolimits.charts.registry import chart
from nolimits.data import View, period
from nolimits.language import wording

MOST_PANELS = 12
GAP, ROW_GAP = 0.25, 0.14
EDGE = 0.1  # room for a mark, or half a year's name, beyond the end of time
HEIGHTS = {"wide": 1.35, "frame": 1.35, "narrow": 1.15}


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
    **words: Unpack[Words],
) -> Exhibit:
    """Panels {title: indicator or indicators} over a shared span of time, each with its own axis from nought.

    With `index`, a period that is set to 100, all panels share one axis and units may differ; 0 sets none, nor does a
    period of which nothing is known. Each panel's title is followed by its unit and newest figure; `units` names, by
    title, that of expressions. `kind` and `foreseen` are as for `lines`. Raises ChartError for more than twelve panels,
    or four series in one.
    """
    if not 1 <= len(panels) <= MOST_PANELS:
        raise ChartError(f"small multiples hold 1 to {MOST_PANELS} panels, not {len(panels)}")

    def gathered(base: str | int | None) -> list[tuple[str, list[Series]]]:
        return [
            (
                prose.plain(title, view),
                gather.series(
                    view,
                    [keys] if isinstance(keys, str) else keys,
                    kind,
                    rolling=rolling,
                    labels=labels,
                    tones=tones,
                    index=base,
                    unit=(units or {}).get(title, ""),
                ),
            )
            for title, keys in panels.items()
        ]

    found = gathered(index or None)
    if index and not any(one.points for _, some in found for one in some):
        index, found = None, gathered(None)
    records = [record for title, some in found for record in gather.records(some, title)]
    base = period(index).name if index else ""
    counted = dict.fromkeys(filter(None, (glyphs.unit(some) for _, some in found)))

    def draw(canvas: Canvas) -> None:
        if not any(one.points for _, some in found for one in some):
            canvas.calm(glyphs.nothing_known(view))
        else:
            _panels(canvas, found, base, steps, foreseen)

    return finish(
        view,
        draw,
        records,
        [row for _, some in found for row in gather.rows_behind(some)],
        kind="multiples",
        unit=f"{base} = 100" if base else "; ".join(counted),
        parameters={
            "panels": dict(panels),
            "kind": kind,
            "rolling": rolling,
            "index": index,
            "steps": steps,
            "foreseen": foreseen,
            "labels": labels,
            "tones": tones,
            "units": units,
        },
        **words,
    )


def _panels(canvas: Canvas, found: Sequence[tuple[str, list[Series]]], base: str, steps: bool, foreseen: str) -> None:
    several = any(len(some) > 1 for _, some in found)
    keys = {one.label: Key(one.label, one.tone, "line", one.marker) for _, some in found for one in some if one.points}
    extra = glyphs.ahead(foreseen, [one for _, some in found for one in some])
    canvas.keys(f"{base} = 100" if base else "", [*(keys.values() if several else ()), *extra])
    columns = min(len(found), 2 if canvas.narrow or len(found) in (2, 4) else 3)
    wide = (canvas.width - GAP * (columns - 1)) / columns
    points = [point for _, some in found for one in some for point in one.points]
    span = glyphs.reach(points, found[0][1][0].kind)
    most = 4 if canvas.narrow else 5
    shared = (
        scales.levels([end for point in points for end in glyphs.bounds(point)] + [100], most=most) if base else None
    )
    for start in range(0, len(found), columns):
        row = found[start : start + columns]
        heads = [
            (wrap(title, wide, style.TITLE, "strong"), wrap(_newest(some, base), wide, style.SMALL))
            for title, some in row
        ]
        tall = max(height(len(a), style.TITLE) + height(len(b), style.SMALL) for a, b in heads) + 0.12
        below_axes = 0.0
        for i, ((_, some), (title, below)) in enumerate(zip(row, heads, strict=True)):
            left = i * (wide + GAP)
            canvas.write(left, canvas.top, "\n".join(title), size=style.TITLE, weight="strong")
            canvas.write(
                left, canvas.top + height(len(title), style.TITLE), "\n".join(below), size=style.SMALL, tone="muted"
            )
            place = (left, wide, canvas.top + tall)
            own, places = shared or _own(some, most), [point.x for point in points]
            foot = _panel(canvas, some, place, span, own, steps, bool(base), places)
            below_axes = max(below_axes, foot)
        canvas.top += tall + HEIGHTS[canvas.variant] + below_axes + ROW_GAP
    canvas.top -= ROW_GAP


def _own(some: Sequence[Series], most: int) -> scales.Scale:
    values = [end for one in some for point in one.points for end in glyphs.bounds(point)]
    if not values:
        return scales.Scale(0.0, 1.0, (), ())
    return scales.levels(values, zero=True, most=most, whole=gather.counts_only(some))


def _newest(some: Sequence[Series], base: str) -> str:
    """The unit and the newest figure of a panel."""
    unit = "" if base else glyphs.unit(some)
    known = [one for one in some if one.points]
    if not known:
        missing = f"not known for {base}" if base else "nothing known yet"
        return f"{unit}; {missing}" if unit else missing
    if len(some) > 1:
        return unit
    last = known[0].points[-1]
    figure = (
        wording.number(last.y, 0)
        if base
        else numerals.in_print(last.figure.sure, last.figure.rows, numerals.fitting([last.y]))
    )
    when = (
        last.figure.span.name
        if last.figure.span.kind != "span"
        else f"to {last.figure.span.name.rpartition(' to ')[2]}"
    )
    joined = f"{figure}{unit}" if unit == "%" else f"{unit}: {figure}" if unit else figure
    return f"{joined}, {when}"


def _panel(
    canvas: Canvas,
    some: Sequence[Series],
    place: tuple[float, float, float],
    span: tuple[float, float],
    y: scales.Scale,
    steps: bool,
    indexed: bool,
    places: Sequence[float],
) -> float:
    """One panel; the inches below its axes that the names of its ticks take up."""
    left, wide, top = place
    y = glyphs.headroom(y, [point for one in some for point in one.points], HEIGHTS[canvas.variant])
    room = y.room() + 0.08
    x = scales.year_ticks(*span, wide - room - EDGE, True)
    axes = canvas.axes(left + room, HEIGHTS[canvas.variant], canvas.width - left - wide + EDGE, top=top)
    glyphs.dress(axes, x, y, places)
    if indexed:
        axes.axhline(100, color=style.LIGHT["axis"], linewidth=0.9, zorder=1.5)
    for one in some:
        glyphs.trace(axes, one, y.high - y.low, steps=steps)
    return glyphs.foot(x)

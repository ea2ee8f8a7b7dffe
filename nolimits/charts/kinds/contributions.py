"""How much each part of a whole adds to its yearly change, in percentage points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Unpack

from matplotlib.axes import Axes

from nolimits.charts import gather, glyphs, scales, style
from nolimits.charts.canvas import POINTS, Canvas, Key, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.gather import Series
from nolimits.charts.kinds.bars import HEIGHTS, Bar, period_names
from nolimits.charts.registry import chart
from nolimits.data import Figure, Period, View
from nolimits.data.quantities import Quantity, exactly
from nolimits.language import wording

UNIT = "percentage points"
HOW = "increase in percent of the whole of a year earlier"
READABLE = 0.2  # inches that a part must be high for its figure to stand in it
WIDTH = 0.6  # of the room of a period


@chart
def contributions(
    view: View,
    whole: str,
    *parts: str,
    kind: str = "year",
    more: Sequence[str | int] = (),
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
    stated: Sequence[str | tuple[Any, ...]] = (),
    **words: Unpack[Words],
) -> Exhibit:
    """What up to four parts add to the yearly change of their whole, stacked from nought; the change itself as a rule.

    The figures of a year earlier follow from level and rate of change, so that a stated rate keeps the base that it was
    stated on. A period is drawn if that can be worked out for the whole and every part, and of a year between two such
    the rule alone. The periods are all of a `kind` and those of `more` (such as `latest ytd`), in order of time;
    `stated` marks are hollow, as for `glyphs.stated`.
    Raises ChartError for no part, for more than four, and for one in another unit than the whole.
    """
    gather.check_count(parts)
    gather.check_tones(view, tones or {})
    units = {view.about(key)["unit"] for key in (whole, *parts)}
    if len(units) > 1:
        raise ChartError(f"parts are counted in the unit of their whole, not in {' and '.join(sorted(units))}")
    slots = _slots(view, whole, parts, kind, more)
    change = Series(
        whole,
        gather.label(view, whole, labels or {}),
        "ink",
        "percent",
        gather.points(view, whole, [gather.growth_of(view, whole, span) for span in slots]),
    )
    parted = [point.figure.span for point in change.points if _parted(view, whole, parts, point.figure.span)]
    found = [
        Series(
            key,
            gather.label(view, key, labels or {}),
            role,
            UNIT,
            gather.points(view, key, [_share(view, whole, key, span) for span in parted]),
        )
        for key, role in zip(parts, gather.roles_of(view, parts, tones or {}), strict=True)
    ]
    told = glyphs.paper_marks(view, stated, "percent") if change.points else []
    slots = sorted({*slots, *(one.point.figure.span for one in told)}, key=lambda span: (span.end, span.start))
    records = gather.records([*found, change]) + [one.record for one in told]
    rows = (*gather.rows_behind([*found, change]), *glyphs.paper_sources(told))

    def draw(canvas: Canvas) -> None:
        if not change.points:
            canvas.calm(glyphs.nothing_known(view))
            return
        keys = [Key(one.label, one.tone, "patch") for one in found]
        canvas.keys(UNIT, [*keys, Key(change.label, "ink", "rule"), *glyphs.legend_keys(told)])
        _stacks(canvas, list(_bars(found, slots)), change, slots, told)

    return finish(
        view,
        draw,
        records,
        rows,
        kind="contributions",
        unit=UNIT,
        parameters={
            "whole": whole,
            "parts": parts,
            "kind": kind,
            "more": more,
            "stated": stated,
            "labels": labels,
            "tones": tones,
        },
        **words,
    )


def _slots(view: View, whole: str, parts: Sequence[str], kind: str, more: Sequence[str | int]) -> list[Period]:
    """The periods of which all can be worked out; a year between two of them that cannot be is a gap."""
    gather.check_kind(kind)
    asked = {*gather.spans(view, (whole, *parts), kind), *gather.periods_of(view, (whole,), more)}
    full = [span for span in asked if _parted(view, whole, parts, span)]
    years = [span.year for span in full if span.kind == "year"]
    between = [span for span in asked if span.kind == "year" and years and min(years) < span.year < max(years)]
    return sorted({*full, *between}, key=lambda span: (span.end, span.start))


def _parted(view: View, whole: str, parts: Sequence[str], span: Period) -> bool:
    """Whether what every part adds can be worked out."""
    return all(_share(view, whole, key, span).known for key in parts)


def _share(view: View, whole: str, part: str, span: Period) -> Figure:
    """The increase of a part in percent of the whole of a year earlier."""
    now = [view.value(key, span) for key in (whole, part)]
    rates = [gather.growth_of(view, key, span) for key in (whole, part)]
    if not all(figure.known and figure.sure.bounded for figure in (*now, *rates)):
        return Figure(None, UNIT, span, about=part)
    before = [figure.sure / (rate.sure / exactly(100) + exactly(1)) for figure, rate in zip(now, rates, strict=True)]
    added = (now[1].sure - before[1]) / before[0] * exactly(100)
    rows = tuple(dict.fromkeys(row for figure in (*now, *rates) for row in figure.rows))
    return Figure(added, UNIT, span, rows, HOW, about=part)


def _bars(found: Sequence[Series], slots: Sequence[Period]) -> Iterable[tuple[Bar, float]]:
    """A bar for each part with the height that it starts from: gains are stacked upwards, losses downwards."""
    ends = dict.fromkeys(((span, sign) for span in slots for sign in (True, False)), 0.0)
    for one in found:
        for point in one.points:
            place = (point.figure.span, point.y >= 0)
            yield Bar(slots.index(place[0]), WIDTH, point, one, one.tone), ends[place]
            ends[place] += point.y


def _stacks(
    canvas: Canvas,
    put: Sequence[tuple[Bar, float]],
    change: Series,
    slots: Sequence[Period],
    told: Sequence[glyphs.PaperMark],
) -> None:
    tall = HEIGHTS[canvas.variant]
    hollow = [replace(one.point, x=slots.index(one.point.figure.span)) for one in told]
    values = [*(start + bar.point.y for bar, start in put), *(point.y for point in (*change.points, *hollow))]
    y = scales.levels(values, zero=True, most=5 if canvas.narrow else 6)
    left = y.room() + 0.08
    slot = (canvas.width - left) / len(slots)
    printed = {point.figure.span: _signed(point.figure.sure) + "%" for point in change.points}
    named = period_names(slots, slot, canvas.narrow, printed)
    x = scales.Scale(-0.5, len(slots) - 0.5, tuple(i for i, _ in named), tuple(name for _, name in named))
    axes = canvas.axes(left, tall, max(0.0, measure(named[-1][1], style.SMALL)[0] / 2 - slot / 2))
    glyphs.dress(axes, x, y)
    axes.tick_params(axis="x", length=0)
    rules = {float(slots.index(point.figure.span)): point.y for point in change.points}
    for bar, start in put:
        _part(axes, bar, start, slot, (y.high - y.low) / tall, rules[bar.x])
    for point in change.points:
        _rule(axes, slots.index(point.figure.span), point.y, slot, change.key)
    for point in glyphs.apart(hollow, 1 / slot, (y.high - y.low) / tall):
        glyphs.hollow(axes, point)
    canvas.top += tall + glyphs.foot(x)


def _part(axes: Axes, bar: Bar, start: float, slot: float, inch: float, rule: float) -> None:
    """One part of a stack, with its figure where there is room for it and the rule does not run through."""
    axes.bar(
        bar.x,
        bar.point.y,
        bar.width,
        start,
        color=style.LIGHT[bar.tone],
        edgecolor=style.LIGHT["paper"],
        linewidth=0.8,
        zorder=2,
        gid=f"data {bar.series.key}",
    )
    text, middle = _signed(bar.point.figure.sure), start + bar.point.y / 2
    free = abs(bar.point.y) / inch > READABLE and abs(middle - rule) / inch > READABLE / 2
    if free and measure(text, style.SMALL)[0] < slot * bar.width - 0.04:
        glyphs.beside(axes, bar.x, middle, text, tone="paper", ha="center")


def _rule(axes: Axes, x: float, y: float, slot: float, key: str) -> None:
    """The change of the whole: a rule across its stack and a little beyond, set off from the bars by their paper."""
    wide = (WIDTH + 0.2) * slot * POINTS
    for color, thick, name in (("paper", 4.4, None), ("ink", 2.2, f"data {key}")):
        axes.plot(
            [x],
            [y],
            linestyle="none",
            marker="_",
            markersize=wide,
            markeredgewidth=thick,
            color=style.LIGHT[color],
            zorder=3,
            gid=name,
        )


def _signed(given: Quantity) -> str:
    text = wording.number(given.centre, 1)
    return text if given.centre < 0 else f"+{text}"

"""How much each part of a whole adds to its yearly change, in percentage points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from nolimits.charts import gather
from nolimits.charts.exhibit import ChartError, Drawing
from nolimits.charts.gather import Series
from nolimits.charts.kinds.bars import signed_text
from nolimits.charts.letters import POINTS
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, scales, trace
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.periods import period_names
from nolimits.charts.sheet.plot import columns, part, stack_starts
from nolimits.charts.stated import PaperMark, legend_keys, paper_marks
from nolimits.data import Figure, Period, View
from nolimits.data.quantities import exactly

UNIT = "percentage points"
HOW = "increase in percent of the whole of a year earlier"
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
) -> Drawing:
    """What up to four parts add to the yearly change of their whole, stacked from nought; the change itself as a rule.

    The figures of a year earlier follow from level and rate of change, so that a stated rate keeps the base that it was
    stated on. A period is drawn if that can be worked out for the whole and every part, and of a year between two such
    the rule alone. The periods are all of a `kind` and those of `more` (such as `latest ytd`), in order of time;
    `stated` marks are hollow, as for `stated.paper_marks`.
    Raises ChartError for no part, for more than four, and for one in another unit than the whole.
    """
    gather.check_count(parts)
    roles = gather.roles_of(view, parts, tones)
    units = {view.about(key)["unit"] for key in (whole, *parts)}
    if len(units) > 1:
        raise ChartError(f"parts are counted in the unit of their whole, not in {' and '.join(sorted(units))}")
    gather.check_kind(kind)
    asked = {*gather.spans(view, (whole, *parts), kind), *gather.periods_of(view, (whole,), more)}
    shares = {span: [_share(view, whole, key, span) for key in parts] for span in asked}
    full = {span for span, own in shares.items() if all(figure.known for figure in own)}
    slots = _slots(asked, full)
    rates = gather.points(view, whole, [gather.growth_of(view, whole, span) for span in slots])
    parted = [shares[one.figure.span] for one in rates if one.figure.span in full]
    added = [gather.points(view, key, [own[i] for own in parted]) for i, key in enumerate(parts)]
    found = [
        Series(key, gather.label(view, key, labels), role, UNIT, points)
        for key, role, points in zip(parts, roles, added, strict=True)
    ]
    change = Series(whole, gather.label(view, whole, labels), "ink", "percent", rates)
    (*found, change), data = gather.number_records([*found, change])
    told = paper_marks(view, stated, "percent", first=len(data)) if change.points else []
    slots = gather.periods_in_order([*slots, *(one.point.figure.span for one in told)])
    keys = [*(Key(one.label, one.tone, "patch") for one in found), Key(change.label, "ink", "rule")]

    def draw(canvas: Canvas) -> None:
        canvas.keys(UNIT, [*keys, *legend_keys(told)])
        _draw(canvas, found, change, slots, told)

    return Drawing(draw, [*data, *(one.datum for one in told)], UNIT)


def _slots(asked: Set[Period], full: Set[Period]) -> list[Period]:
    """The periods of which all can be worked out; a year between two of them that cannot be is a gap."""
    years = [span.year for span in full if span.kind == "year"]
    between = [span for span in asked if span.kind == "year" and years and min(years) < span.year < max(years)]
    return gather.periods_in_order([*full, *between])


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


def _draw(
    canvas: Canvas, found: Sequence[Series], change: Series, slots: Sequence[Period], told: Sequence[PaperMark]
) -> None:
    points = [(one, point, slots.index(point.figure.span)) for one in found for point in one.points]
    starts = list(stack_starts((x, point.y) for _, point, x in points))
    hollow = [replace(one.point, x=slots.index(one.point.figure.span)) for one in told]
    values = [start + point.y for start, (_, point, _) in zip(starts, points, strict=True)]
    values += [point.y for point in (*change.points, *hollow)]
    y, tall = scales.levels(values, zero=True, most=5 if canvas.narrow else 6), 2.6 if canvas.narrow else 3.2
    printed = {point.figure.span: signed_text(point.figure.sure.centre) + "%" for point in change.points}
    plot = columns(canvas, y, tall, len(slots), lambda slot: period_names(slots, slot, canvas.narrow, printed))
    rules = {slots.index(point.figure.span): point for point in change.points}
    for start, (one, point, x) in zip(starts, points, strict=True):
        place, text = (x - WIDTH / 2, start, WIDTH, point.y), signed_text(point.figure.sure.centre)
        room, rule = plot.slot * WIDTH - 0.04, rules[x].y
        part(plot, place, one.tone, text, room=room, rule=rule, gid=f"data {one.key}", n=point.n)
    for x, point in rules.items():
        # across its stack and a little beyond, set off from the bars by paper
        wide = (WIDTH + 0.2) * plot.slot * POINTS
        marks.dot(plot.axes, x, point.y, "_", wide, "paper", width=4.4, clip=True)
        marks.dot(plot.axes, x, point.y, "_", wide, "ink", width=2.2, clip=True, gid=f"data {change.key}", n=point.n)
    trace.hollows(plot.axes, hollow, plot.inches)
    canvas.top += plot.below

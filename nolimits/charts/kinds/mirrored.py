"""Mirrored bars: two directions up and down, and their balance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Unpack

from nolimits.charts import gather, glyphs
from nolimits.charts.canvas import Canvas, Key
from nolimits.charts.exhibit import Exhibit, Words, finish
from nolimits.charts.gather import Point, Series
from nolimits.charts.kinds.bars import (
    GROUP,
    Bar,
    all_periods,
    chosen_series,
    same_periods,
    signed_text,
    unit_above,
    upright,
)
from nolimits.charts.registry import chart
from nolimits.data import Figure, View


@chart
def mirrored(
    view: View,
    *,
    up: str,
    down: str,
    kind: str = "year",
    periods: Sequence[str | int] = (),
    same: str = "",
    balance: bool = True,
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
    **words: Unpack[Words],
) -> Exhibit:
    """Two flows mirrored at nought, one upwards and one downwards, with their difference as diamonds.

    The difference is printed below each period where there is room. Periods as for `bars`. Raises ChartError for two
    units.
    """
    keys = (up, down)
    roles = gather.roles_of(view, keys, tones or {})
    gather.check_tones(view, tones or {})
    chosen = (
        gather.periods_of(view, keys, periods)
        if periods
        else same_periods(view, keys, same) or all_periods(view, keys, kind, False)
    )
    found = [
        chosen_series(view, key, chosen, False, gather.label(view, key, labels or {}), role, "")
        for key, role in zip(keys, roles, strict=True)
    ]
    gather.check_units(found)
    net = _balance(found) if balance else replace(found[0], key="", label="balance", tone="ink", points=())
    records = gather.records(found)
    records += [record | {"how": "difference of the two"} for record in gather.records([net])]

    def draw(canvas: Canvas) -> None:
        if not any(one.points for one in found):
            canvas.calm(glyphs.nothing_known(view))
            return
        put = [
            Bar(chosen.index(p.figure.span), GROUP, _mirrored(p, sign), one, one.tone)
            for one, sign in zip(found, (1, -1), strict=True)
            for p in one.points
        ]
        above = Key(f"{found[0].label} (up)", found[0].tone, "patch")
        below = Key(f"{found[1].label} (down)", found[1].tone, "patch")
        more = [Key("balance", "ink", "hollow", "D")] * bool(net.points)
        more += [Key(gather.FORESEEN, "other", "hatch")] * any(one.foreseen for one in found)
        canvas.keys(unit_above(found, chosen), [above, below, *more])
        printed = {p.figure.span: signed_text(p.y) for p in net.points}
        upright(canvas, put, chosen, net.points, printed, mirror=True)

    return finish(
        view,
        draw,
        records,
        gather.rows_behind(found),
        kind="mirrored",
        unit=glyphs.unit(found),
        parameters={
            "up": up,
            "down": down,
            "kind": kind,
            "periods": periods,
            "same": same,
            "balance": balance,
            "labels": labels,
            "tones": tones,
        },
        **words,
    )


def _balance(found: Sequence[Series]) -> Series:
    """The difference of two series where both are known."""
    downwards = {point.figure.period: point for point in found[1].points}
    points = []
    for point in found[0].points:
        if below := downwards.get(point.figure.period):
            one, other = point.figure, below.figure
            figure = Figure(one.sure - other.sure, one.unit, one.period, one.rows + other.rows, "difference")
            points.append(replace(gather.point(figure), planned=point.planned or below.planned))
    return replace(found[0], key="", label="balance", tone="ink", points=tuple(points))


def _mirrored(point: Point, sign: int) -> Point:
    return point if sign > 0 else replace(point, y=-point.y, low=-point.high, high=-point.low)

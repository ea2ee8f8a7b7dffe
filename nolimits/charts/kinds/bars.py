"""Upright bars over periods: levels, changes, and two directions against each other. Bars start at nought."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

from matplotlib.axes import Axes

from nolimits.charts import gather, glyphs, numerals, scales, style
from nolimits.charts.canvas import Canvas, Key, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.gather import Point, Series
from nolimits.charts.glyphs import PaperMark
from nolimits.charts.registry import chart
from nolimits.data import Figure, Period, View, period
from nolimits.data.periods import month, month_length, whole_year
from nolimits.language import wording

GROUP = 0.74  # of the room of a period that its bars take up
FALL = "amber"
HEIGHTS = {"wide": 3.2, "frame": 3.2, "narrow": 2.6}


@dataclass(frozen=True)
class Bar:
    """A bar where it is drawn: the middle, the width and the height, in units of periods and of the axis."""

    x: float
    width: float
    point: Point
    series: Series
    tone: str


@chart
def bars(
    view: View,
    *indicators: str,
    kind: str = "year",
    periods: Sequence[str | int] = (),
    same: str = "",
    growth: bool = False,
    changes: bool = False,
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
    stated: Sequence[str | tuple[Any, ...]] = (),
    unit: str = "",
    foreseen: str = gather.FORESEEN,
    **words: Unpack[Words],
) -> Exhibit:
    """Up to four indicators by period, side by side.

    The periods are all of a `kind`, or those named (such as `2024`, `latest ytd`), or the `same` months of every year
    (`same="latest ytd"`). `growth` draws the change on a year earlier, in percent; `changes` prints it below the level
    of a single indicator. Forecasts are hatched, and `foreseen` says what they are; `stated` marks are hollow, as for
    `glyphs.stated`. `unit` names that of expressions. Raises ChartError for more than four indicators or for two units.
    """
    gather.check_count(indicators)
    roles = gather.roles_of(view, indicators, tones or {})
    gather.check_tones(view, tones or {})
    if growth and (computed := [key for key in indicators if gather.is_expression(key)]):
        raise ChartError(f"growth is of an indicator, not of the expression {computed[0]!r}")
    chosen = (
        gather.periods_of(view, indicators, periods)
        if periods
        else same_periods(view, indicators, same) or all_periods(view, indicators, kind, growth)
    )
    found = [
        chosen_series(view, key, chosen, growth, gather.label(view, key, labels or {}), role, unit)
        for key, role in zip(indicators, roles, strict=True)
    ]
    gather.check_units(found)
    if changes and (growth or len(found) > 1):
        raise ChartError("changes are printed below the levels of one indicator: name one, without growth")
    told = glyphs.paper_marks(view, stated, found[0].unit) if any(one.points for one in found) else []
    chosen = _with(chosen, [one.point.figure.span for one in told])
    rates = _changes(view, found[0]) if changes else {}
    printed = {span: f"{signed_text(rate.sure.centre)}%" for span, rate in rates.items()}
    records = [
        gather.entry(one.key, p.figure, one.label, p.y, mark=gather.mark(p), **_change(rates, p))
        for one in found
        for p in one.points
    ]
    records += [one.record for one in told]
    rows = (
        *gather.rows_behind(found),
        *(row for rate in rates.values() for row in rate.rows),
        *glyphs.paper_sources(told),
    )

    def draw(canvas: Canvas) -> None:
        if not any(one.points for one in found):
            canvas.calm(glyphs.nothing_known(view))
            return
        signed = growth and len(found) == 1
        put = list(_grouped(found, chosen, signed))
        canvas.keys(unit_above(found, chosen), list(_keys(found, told, signed, foreseen)))
        upright(canvas, put, chosen, [one.point for one in told], printed, signed=signed)

    return finish(
        view,
        draw,
        records,
        rows,
        kind="bars",
        unit=glyphs.unit(found),
        parameters={
            "keys": indicators,
            "kind": kind,
            "periods": periods,
            "same": same,
            "growth": growth,
            "changes": changes,
            "stated": stated,
            "unit": unit,
            "foreseen": foreseen,
            "labels": labels,
            "tones": tones,
        },
        **words,
    )


def chosen_series(
    view: View, key: str, chosen: Iterable[Period], growth: bool, name: str, role: str, unit: str
) -> Series:
    """The series of one key for some periods: its figures, or their growth where `growth` is set."""
    figures = [gather.growth_of(view, key, span) if growth else gather.at(view, key, span) for span in chosen]
    points = gather.points(view, key, gather.in_unit(figures, unit))
    own = unit or (points[0].figure.unit if points else gather.unit_of(view, key))
    return gather.series_of(view, Series(key, name, role, "percent" if growth else own, points))


def _indicators(view: View, keys: Iterable[str]) -> list[str]:
    return [name for key in keys for name in (gather.indicators_in(view, key) if gather.is_expression(key) else [key])]


def all_periods(view: View, keys: Sequence[str], kind: str, growth: bool) -> list[Period]:
    """Every period of a kind between the first and the last that are known, so that a missing one is a gap."""
    gather.check_kind(kind)
    names = _indicators(view, keys)
    if growth:
        names += [rate for name in names if (rate := view.evidence.growths.get(name))]
    spans = gather.spans(view, names, kind)
    if growth:
        spans = [span for span in spans if any(gather.growth_of(view, key, span).known for key in keys)]
    if len(spans) < 2 or kind not in ("year", "month"):
        return spans
    if kind == "year":
        return [whole_year(year) for year in range(spans[0].year, spans[-1].year + 1)]
    first, last = (span.year * 12 + int(span.end[5:7]) - 1 for span in (spans[0], spans[-1]))
    return [month(number // 12, number % 12 + 1) for number in range(first, last + 1)]


def same_periods(view: View, keys: Sequence[str], same: str) -> list[Period]:
    """The same span of every year from the view's start on, up to the one asked for."""
    if not same:
        return []
    names = _indicators(view, keys)
    last = view.value(names[0], same).period if same.startswith("latest") else period(same)
    if last is None:
        return []
    spans = [last.back(years) for years in range(last.year - max(view.start, last.year - 30), -1, -1)]
    known = [i for i, span in enumerate(spans) if any(gather.at(view, key, span).known for key in keys)]
    return spans[known[0] :] if known else []


def _with(chosen: list[Period], more: Iterable[Period]) -> list[Period]:
    """The periods, and those of stated figures that are not among them, in order of time."""
    added = [span for span in dict.fromkeys(more) if span not in chosen]
    return sorted([*chosen, *added], key=lambda span: (span.end, span.start)) if added else chosen


def _changes(view: View, one: Series) -> dict[Period, Figure]:
    """The change on a year earlier of every bar for which it is known."""
    rates = {point.figure.span: gather.growth_of(view, one.key, point.figure.span) for point in one.points}
    return {span: rate for span, rate in rates.items() if rate.known and rate.sure.bounded}


def _change(rates: Mapping[Period, Figure], point: Point) -> dict[str, Any]:
    """The column of a record that holds the change printed below its bar."""
    if not rates:
        return {}
    rate = rates.get(point.figure.span)
    return {"change_percent": gather.tidy(rate.sure.centre) if rate else None}


def signed_text(value: float) -> str:
    """A number with its sign, one decimal."""
    text = wording.number(value, 1)
    return text if value < 0 else f"+{text}"


def _grouped(found: Sequence[Series], slots: Sequence[Period], signed: bool) -> Iterable[Bar]:
    width = GROUP / len(found)
    held = [point.figure.period for one in found for point in one.points]
    paired = len(set(held)) < len(held)  # where no period has two bars, each stands in the middle of its own
    for i, one in enumerate(found):
        for point in one.points:
            x = slots.index(point.figure.period) + (width * (i + 0.5) - GROUP / 2 if paired else 0)
            tone = (FALL if point.y < 0 else "both") if signed else one.tone
            yield Bar(x, width * (0.94 if len(found) > 1 else 1), point, one, tone)


def _keys(found: Sequence[Series], told: Sequence[PaperMark], signed: bool, foreseen: str) -> Iterable[Key]:
    if len(found) > 1:
        for one in found:
            missing = not one.points
            look = "none" if missing else "hatch" if all(point.forecast for point in one.points) else "patch"
            yield Key(
                f"{one.label}: nothing known yet" if missing else one.label, "muted" if missing else one.tone, look
            )
    elif signed:
        yield Key("rise", "both", "patch")
        yield Key("fall", FALL, "patch")
    if any(one.foreseen for one in found):
        yield Key(foreseen, "other", "hatch")
    yield from glyphs.legend_keys(told)


def upright(
    canvas: Canvas,
    put: Sequence[Bar],
    slots: Sequence[Period],
    claimed: Sequence[Point],
    printed: Mapping[Period, str],
    *,
    mirror: bool = False,
    signed: bool = False,
) -> None:
    """Bars, their doubt, their figures where all of them fit, and names of the periods below."""
    tall = HEIGHTS[canvas.variant]
    hollow = [replace(point, x=slots.index(point.figure.period)) for point in claimed if point.figure.period in slots]
    points = [*(bar.point for bar in put), *hollow]
    y = scales.levels(
        [end for point in points for end in glyphs.bounds(point)],
        zero=True,
        most=5 if canvas.narrow else 6,
        whole=gather.counts_only(bar.series for bar in put),
    )
    y = glyphs.headroom(y, points, tall)
    left = y.room() + 0.08
    slot = (canvas.width - left) / len(slots)
    named = period_names(slots, slot, canvas.narrow, printed)
    right = max(0.0, measure(named[-1][1], style.SMALL)[0] / 2 - slot / 2)
    x = scales.Scale(-0.5, len(slots) - 0.5, tuple(i for i, _ in named), tuple(name for _, name in named))
    if mirror:
        y = scales.Scale(y.low, y.high, y.ticks, tuple(scales.tick_names(map(abs, y.ticks))))
    axes = canvas.axes(left, tall, right)
    glyphs.dress(axes, x, y)
    axes.tick_params(axis="x", length=0)
    for bar in put:
        _bar(axes, bar, y.high - y.low)
    _figures(axes, put, slot, y, tall, [] if mirror else hollow, signed)
    for point in glyphs.apart(hollow, 1 / slot, (y.high - y.low) / tall):
        glyphs.hollow(axes, point)
    canvas.top += tall + glyphs.foot(x)


def _bar(axes: Axes, bar: Bar, extent: float) -> None:
    axes.bar(
        bar.x,
        bar.point.y,
        bar.width,
        color=style.LIGHT[bar.tone],
        hatch="////" if bar.point.forecast else None,
        edgecolor=style.LIGHT["paper"],
        linewidth=0,
        zorder=2,
        gid=f"data {bar.series.key}",
    )
    glyphs.doubt(axes, [replace(bar.point, x=bar.x)], style.LIGHT["ink"], extent, thin=True)


def _figures(
    axes: Axes, put: Sequence[Bar], slot: float, y: scales.Scale, tall: float, hollow: Sequence[Point], signed: bool
) -> None:
    """The figure above each bar, clear of whiskers, arrows and hollow marks, if there is room for all."""
    places = numerals.fitting(bar.point.y for bar in put)
    texts = [numerals.in_print(b.point.figure.sure, b.point.figure.rows, places, signed=signed) for b in put]
    rooms = [slot * bar.width / GROUP - 0.03 for bar in put]
    texts = [
        text.replace("about ", "about\n") if measure(text, style.SMALL)[0] > room else text
        for text, room in zip(texts, rooms, strict=True)
    ]
    if any(measure(text, style.SMALL)[0] > room for text, room in zip(texts, rooms, strict=True)):
        return
    inch = (y.high - y.low) / tall
    tops, bottoms = [y.high], [y.low]
    for bar, text in zip(put, texts, strict=True):
        up = bar.point.y >= 0
        gap = 0.05 * inch if up else -0.05 * inch
        reach = (measure(text, style.SMALL)[0] + glyphs.MARK) / 2 / slot
        at = _clear(bar, hollow, inch, up, reach) + gap
        (tops if up else bottoms).append(at + gap * (4 + 3.6 * text.count("\n")))
        axes.text(bar.x, at, text, ha="center", va="bottom" if up else "top", fontsize=style.SMALL, zorder=5)
    axes.set_ylim(min(bottoms), max(tops))


def _clear(bar: Bar, hollow: Sequence[Point], inch: float, up: bool, reach: float) -> float:
    """The height beyond which nothing of a bar is drawn, in units of the axis; `reach`: half its figure and a mark."""
    sign, point = (1 if up else -1), bar.point
    ends = [point.y]
    if glyphs.doubtful(point, inch):
        end = point.high if up else point.low
        ends.append(end if math.isfinite(end) else point.y + sign * 0.3 * inch)
    beside = (
        mark
        for mark in hollow
        if abs(mark.x - bar.x) < bar.width / 2
        or (abs(mark.x - bar.x) < reach and -0.07 < sign * (mark.y - point.y) / inch < 0.27)
    )
    ends += [mark.y + sign * (0.3 if math.isinf(mark.high if up else mark.low) else 0.07) * inch for mark in beside]
    return max(ends) if up else min(ends)


def unit_above(found: Sequence[Series], slots: Sequence[Period]) -> str:
    """The unit, and the months where every period spans the same ones."""
    if not _same_months(slots):
        return glyphs.unit(found)
    first, last = (calendar.month_name[int(day[5:7])] for day in (slots[0].start, slots[0].end))
    return f"{glyphs.unit(found)}, {first if first == last else f'{first} to {last}'}"


def _same_months(slots: Sequence[Period]) -> bool:
    """Whether the periods are the same whole months of one year each."""
    if not all(span.start[:4] == span.end[:4] and _whole_months(span) for span in slots):
        return False
    months = {(span.start[4:7], span.end[4:7]) for span in slots}
    return len(months) == 1 and len(slots) > 1 and slots[0].kind in ("month", "ytd", "span")


def _whole_months(span: Period) -> bool:
    last = month_length(span.year, int(span.end[5:7]))
    return span.start.endswith("-01") and span.end.endswith(f"-{last:02}")


def period_names(
    slots: Sequence[Period], slot: float, narrow: bool, printed: Mapping[Period, str]
) -> list[tuple[int, str]]:
    """Names of the periods, every one or as many as there is room for; with what is printed below them if all fit."""
    plain = [whole_year(span.year) for span in slots] if _same_months(slots) else list(slots)
    names = [short_period(span, narrow) for span in plain]
    broken = [name.replace("–\n", "–").replace("–", "–\n") for name in names]
    if _every(broken, slot) < _every(names, slot):
        names = broken
    extra = [printed.get(span, "") for span in slots]
    with_extra = any(extra) and all(measure(text, style.SMALL)[0] < slot - 0.03 for text in extra)
    every = _every(names, slot)
    chosen = [i for i in range(len(slots)) if (len(slots) - 1 - i) % every == 0]
    if all(span.kind == "month" for span in plain):
        years = {span.year: i for i in reversed(chosen) if (span := plain[i])}
        names = [name if years.get(plain[i].year) == i else name.partition("\n")[0] for i, name in enumerate(names)]
    return [(i, f"{names[i]}\n{extra[i]}" if with_extra else names[i]) for i in chosen]


def _every(names: Sequence[str], slot: float) -> int:
    """Of how many names one has room."""
    need = max(measure(name, style.SMALL)[0] for name in names) + 0.06
    return next(n for n in (1, 2, 3, 4, 6, 12, 24, 60) if slot * n >= need)


def short_period(span: Period, narrow: bool) -> str:
    """A period as it stands below a bar: `2024`, `’24`, `Jan`+`2025`, `Jan–Sep`+`2025`, `1 Jan–11 Dec`+`2025`."""
    if span.kind == "year":
        return f"’{span.year % 100:02}" if narrow else str(span.year)
    first, last = (calendar.month_abbr[int(iso[5:7])] for iso in (span.start, span.end))
    if span.kind == "month":
        return f"{last}\n{span.year}"
    if span.kind == "point" or not _whole_months(span):
        first, last = f"{int(span.start[8:])} {first}", f"{int(span.end[8:])} {last}"
    if span.kind == "point":
        return f"{last}\n{span.year}"
    if span.start[:4] == span.end[:4]:
        return f"{first}–{last}\n{span.year}"
    if span.start[5:] == "01-01" and span.end[5:] == "12-31":
        return f"{span.start[:4]}–\n{span.end[:4]}"
    return f"{first} {span.start[:4]}–\n{last} {span.end[:4]}"

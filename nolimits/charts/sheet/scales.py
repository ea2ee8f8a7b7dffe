"""Axes worked out before they are drawn: round ticks, their words, and time as a number."""

from __future__ import annotations

import calendar
import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from matplotlib.ticker import MaxNLocator

from nolimits.charts.sheet.periods import short_year
from nolimits.charts.sheet.text import label_step, measure, widest
from nolimits.data import Period
from nolimits.language import wording

ROOM_ABOVE = 0.06  # share of the range left free above the highest mark
MIDST = 0.01  # share of a year or month by which a mark may stand off its middle and still be that of the whole
LEAST = 0.05  # an axis spans at least this share of its figures, lest a rounding look like a leap
ZERO_BELOW = 0.6  # a range that starts below this share of its top starts at nought


@dataclass(frozen=True)
class Scale:
    """An axis: its ends, its ticks and what they are called; on one of time `step` is the years from name to name."""

    low: float
    high: float
    ticks: tuple[float, ...]
    names: tuple[str, ...]
    step: float = 0.0

    def turns(self, places: Iterable[float]) -> list[float]:
        """Where one year or month ends and the next begins; none where all places are the middles of such spans."""
        whole = [(place + 0.5) / self.step - 0.5 for place in places] if self.step else []
        if all(abs(one - round(one)) < MIDST for one in whole):
            return []
        first, last = math.ceil((self.low + 0.5) / self.step), math.floor((self.high + 0.5) / self.step)
        return [one * self.step - 0.5 for one in range(first, last + 1)]

    def room(self) -> float:
        """Inches that the widest tick's name needs."""
        return widest(self.names)

    def within(self, left: float, right: float, width: float) -> Scale:
        """The scale without ticks whose name would reach over the edge of a sheet `width` inches wide."""
        inch = (width - left - right) / (self.high - self.low)
        kept = [
            (tick, name)
            for tick, name in zip(self.ticks, self.names, strict=True)
            if (half := measure(name) / 2) - 0.01 <= left + (tick - self.low) * inch <= width - half + 0.01
        ]
        return replace(self, ticks=tuple(tick for tick, _ in kept), names=tuple(name for _, name in kept))


def levels(values: Iterable[float], *, zero: bool = False, most: int = 5, whole: bool = False) -> Scale:
    """A scale for values: round ticks, nought among them where bars ask for it or the range comes near.

    `whole` is for counts: no tick stands at a half.
    """
    finite = [value for value in values if math.isfinite(value)]
    low, high = min(finite, default=0.0), max(finite, default=1.0)
    if zero or 0 < low <= ZERO_BELOW * high:
        low = min(low, 0.0)
    if zero or 0 > high >= ZERO_BELOW * low:
        high = max(high, 0.0)
    if high - low < LEAST * max(abs(low), abs(high)):
        slack = (LEAST * max(abs(low), abs(high)) - (high - low)) / 2
        low, high = low - slack, high + slack
    if low == high:
        high = low + 1.0
    if whole and high - low < 2:
        low, high = float(math.floor(low)), float(math.ceil(high))
    reach = high - low
    top = high + ROOM_ABOVE * reach if high > 0 else high
    bottom = low - ROOM_ABOVE * reach if low < 0 or low > ZERO_BELOW * high else low
    steps = [1, 2, 5, 10] if whole else [1, 2, 2.5, 5, 10]
    ticks = MaxNLocator(nbins=most, steps=steps, integer=whole).tick_values(bottom, top)
    ticks = tuple(float(tick) for tick in ticks if bottom - 1e-9 * reach <= tick <= top + 1e-9 * reach)
    return Scale(bottom, top, ticks, tuple(tick_names(ticks)))


def tick_names(ticks: Iterable[float]) -> list[str]:
    """Numbers of one axis, all with as many decimals as the finest of them needs."""
    ticks = list(ticks)
    decimals = max((_decimals(tick) for tick in ticks), default=0)
    return [f"{wording.MINUS * (tick < 0)}{abs(tick):,.{decimals}f}" if tick else "0" for tick in ticks]


def _decimals(tick: float) -> int:
    return len(f"{tick:.6f}".rstrip("0").partition(".")[2])


def moment(iso: str) -> float:
    """A day as a number: 1 July 2024 is 2024, and the year reaches from 2023.5 to 2024.5."""
    day = datetime.date.fromisoformat(iso)
    length = 366 if calendar.isleap(day.year) else 365
    return day.year - 0.5 + (day.timetuple().tm_yday - 0.5) / length


def place(span: Period) -> float:
    """Where a period stands on an axis of time: a year, a month or a day at its middle, anything else at its end."""
    match span.kind:
        case "year":
            return float(span.year)
        case "month":
            return span.year - 0.5 + (int(span.end[5:7]) - 0.5) / 12
        case "point":
            return moment(span.start)
    return moment(span.end)


def year_ticks(low: float, high: float, inches: float, narrow: bool) -> Scale:
    """An axis of time: a name for each year, or for each month of a short span, as many as there is room for."""
    if high - low < 2.2 and not (high - low).is_integer():
        return _months(low, high, inches)
    first, last = math.ceil(low), math.floor(high)
    every = label_step(measure(short_year(2020, narrow)) + 0.12, inches / (high - low), (1, 2, 3, 4, 5, 10, 20, 50))
    ticks = [year for year in range(first, last + 1) if (last - year) % every == 0]
    return Scale(low, high, tuple(map(float, ticks)), tuple(short_year(tick, narrow) for tick in ticks), 1.0)


def _months(low: float, high: float, inches: float) -> Scale:
    first, last = math.ceil((low + 0.5) * 12 - 0.5), math.floor((high + 0.5) * 12 - 0.5)
    every = label_step(measure("2025") + 0.14, inches / ((high - low) * 12), (1, 2, 3, 4, 6, 12))
    ticks = [m for m in range(first, last + 1) if m % 12 % every == 0]
    named = [calendar.month_abbr[m % 12 + 1] + (f"\n{m // 12}" if m % 12 == 0 or m == ticks[0] else "") for m in ticks]
    return Scale(low, high, tuple((m + 0.5) / 12 - 0.5 for m in ticks), tuple(named), 1 / 12)


def months_axis(inches: float) -> Scale:
    """An axis of one year from 0 to 1, its months at their ends: every name, or as many as there is room for."""
    every = label_step(measure("May") + 0.1, inches / 12, (1, 2, 3, 4, 6, 12))
    shown = [month for month in range(1, 13) if month % every == 0]
    names = tuple(calendar.month_abbr[month] for month in shown)
    return Scale(0.5 / 12, 12.5 / 12, tuple(month / 12 for month in shown), names)


def slots(named: Iterable[tuple[int, str]], count: int) -> Scale:
    """An axis of so many slots, each a unit wide, some of which are named."""
    shown = list(named)
    return Scale(-0.5, count - 0.5, tuple(float(i) for i, _ in shown), tuple(name for _, name in shown))


def month_name(iso: str) -> str:
    """`Jan 2026`."""
    return f"{calendar.month_abbr[int(iso[5:7])]} {iso[:4]}"


def short_day(iso: str) -> str:
    """`14 Jan 2026`."""
    return f"{int(iso[8:])} {month_name(iso)}"

"""Quantities as intervals: what a vague figure says, arithmetic that keeps the doubt, comparison in three values.

Interval arithmetic after R. E. Moore, Interval Analysis (1966); three-valued logic after S. C. Kleene (1938).
True and False are certain, None is unknown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

INFINITE = math.inf
ABOUT_SHARE = 0.02


@dataclass(frozen=True)
class Quantity:
    """A closed interval [low, high] and the central figure as printed, None where an end is open.

    One that is `mixed` was made of figures of different vintages, and so is whatever is made of it: it is told as
    *about*, though no source says so. Where an end is open, `closed` tells whether the bound may be the figure itself,
    as in "at least 40", or may not, as in "over 40".
    """

    low: float
    high: float
    value: float | None = None
    mixed: bool = field(default=False, compare=False, repr=False)  # rows are told apart by what they print
    closed: bool = field(default=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise ValueError(f"an interval must run upwards, not from {self.low} to {self.high}")
        if self.low == INFINITE or self.high == -INFINITE or not math.isfinite(self.value or 0):
            raise OverflowError("the number is too large to be reckoned with")

    @property
    def width(self) -> float:
        """Length of the interval, in the quantity's unit."""
        return self.high - self.low

    @property
    def bounded(self) -> bool:
        """Whether both ends are finite."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    @property
    def centre(self) -> float:
        """One number to draw or sort by: the printed figure, else the middle, else the finite end."""
        if self.value is not None:
            return self.value
        if self.bounded:
            return (self.low + self.high) / 2
        return self.low if math.isfinite(self.low) else self.high

    def within(self, other: Quantity) -> bool:
        """Whether this says the same as `other`, only more precisely."""
        return other.low <= self.low and self.high <= other.high

    def meets(self, other: Quantity) -> bool:
        """Whether one number may be both."""
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Quantity) -> Quantity:
        value = _both(self, other, lambda a, b: a + b)
        return Quantity(self.low + other.low, self.high + other.high, value, **_made_of(self, other))

    def __neg__(self) -> Quantity:
        return Quantity(-self.high, -self.low, None if self.value is None else -self.value, self.mixed, self.closed)

    def __sub__(self, other: Quantity) -> Quantity:
        return self + -other

    def __mul__(self, other: Quantity) -> Quantity:
        ends = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        made = _made_of(self, other) | ({"closed": True} if 0 in (self.low, self.high, other.low, other.high) else {})
        return Quantity(min(ends), max(ends), _both(self, other, lambda a, b: a * b), **made)

    def __truediv__(self, other: Quantity) -> Quantity:
        if other.low <= 0 <= other.high:
            return Quantity(-INFINITE, INFINITE)
        value = None if other.value is None else 1 / other.value
        return self * Quantity(1 / other.high, 1 / other.low, value, other.mixed, other.closed)

    def __abs__(self) -> Quantity:
        if self.low >= 0:
            return self
        if self.high <= 0:
            return -self
        value = None if self.value is None else abs(self.value)
        return Quantity(0.0, max(-self.low, self.high), value, self.mixed, closed=True)  # nought is among them


def _made_of(a: Quantity, b: Quantity) -> dict[str, bool]:
    # "at least" is true of what is more, "over" is not true of what is just as much
    return {"mixed": a.mixed or b.mixed, "closed": a.closed or b.closed}


def _both(a: Quantity, b: Quantity, operation: Callable[[float, float], float]) -> float | None:
    return None if a.value is None or b.value is None else operation(a.value, b.value)


def _product(a: float, b: float) -> float:
    # nothing times an open end is nothing: the open end is large but finite
    return 0.0 if a == 0 or b == 0 else a * b


def exactly(number: float) -> Quantity:
    """A number known without doubt, such as a constant of an expression."""
    return Quantity(float(number), float(number), float(number))


def percent_change(earlier: Quantity, later: Quantity) -> Quantity:
    """How far one figure lies above another, in per cent of that; below it where negative."""
    return (later / earlier - exactly(1)) * exactly(100)


def mark_mixed(made: Quantity, rest: Quantity) -> Quantity:
    """A figure with a rest in it that was made of figures of different vintages.

    It is at least as wide as the rest would be if a source told that as *about*.
    """
    if made.value is None or rest.value is None:
        return replace(made, mixed=True)
    spread = ABOUT_SHARE * abs(rest.value)
    return Quantity(min(made.low, made.value - spread), max(made.high, made.value + spread), made.value, True)


def half_place(printed: str) -> float:
    """Half a unit in the last printed place: 0.0005 for `244.819`, 0.5 for `79`."""
    mantissa, _, exponent = printed.lower().partition("e")
    decimals = len(mantissa.partition(".")[2]) - int(exponent or 0)
    return 0.5 * 10.0**-decimals


# qualifiers that leave an end open: the cell that holds the other, and whether that is counted in
OPEN = {"over": ("low", False), "at_least": ("low", True), "under": ("high", False), "up_to": ("high", True)}


def qualifier_words(qualifier: str) -> str:
    """A qualifier as it is said: `at least`."""
    return qualifier.replace("_", " ")


def bound_words(one: Quantity) -> str:
    """What is said before the bound of a quantity with one open end."""
    end = "low" if math.isinf(one.high) else "high"
    return next(qualifier_words(name) for name, told in OPEN.items() if told == (end, one.closed))


def quantity(qualifier: str, value: str, low: str = "", high: str = "") -> Quantity | None:
    """The interval that a row's cells state; None for a row that states no figure.

    `exact` is half a unit in the last printed place either way, `about` that or 2 %, whichever is wider,
    `over` and `at_least` are [low, infinity), `under` and `up_to` are (-infinity, high], `range` is [low, high]. The
    former of each two exclude their bound, which matters to how they are told, not to what is reckoned with them.
    Raises ValueError for an unknown qualifier or cells that are not numbers.
    """
    match qualifier:
        case "exact" | "about" if value:
            number = float(value)
            spread = half_place(value)
            if qualifier == "about":
                spread = max(spread, abs(number) * ABOUT_SHARE)
            return Quantity(number - spread, number + spread, number)
        case "over" | "at_least":
            return Quantity(float(low), INFINITE, closed=qualifier == "at_least")
        case "under" | "up_to":
            return Quantity(-INFINITE, float(high), closed=qualifier == "up_to")
        case "range":
            return Quantity(float(low), float(high))
        case "" | "exact" | "about":
            return None
    raise ValueError(f"unknown qualifier {qualifier!r}: exact, about, over, at_least, under, up_to or range")


def sum_of(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of quantities of one unit; nothing sums to exactly 0."""
    return sum(quantities, start=exactly(0))


def less(a: Quantity, b: Quantity) -> bool | None:
    """Whether a < b: certain only where the intervals do not overlap."""
    if a.high < b.low:
        return True
    return False if a.low >= b.high else None


def at_most(a: Quantity, b: Quantity) -> bool | None:
    """Whether a <= b."""
    if a.high <= b.low:
        return True
    return False if a.low > b.high else None


def equal(a: Quantity, b: Quantity) -> bool | None:
    """Whether a = b: certain only of two points, or of intervals that do not touch."""
    if a.low == a.high == b.low == b.high:
        return True
    return False if a.high < b.low or b.high < a.low else None


def negate(a: bool | None) -> bool | None:
    """Not, where the opposite of unknown is unknown."""
    return None if a is None else not a


def every(truths: Iterable[bool | None]) -> bool | None:
    """And: false as soon as one is false, unknown if one is unknown, else true."""
    seen = list(truths)
    if any(truth is False for truth in seen):
        return False
    return None if any(truth is None for truth in seen) else True


def some(truths: Iterable[bool | None]) -> bool | None:
    """Or: true as soon as one is true, unknown if one is unknown, else false."""
    return negate(every(negate(truth) for truth in truths))

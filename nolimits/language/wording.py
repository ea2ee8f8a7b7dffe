"""Figures in English: numbers with their units, periods, and where they come from."""

from __future__ import annotations

import math
from collections.abc import Sequence

from nolimits.data import PLAIN, Fact, Figure, Observation, Unit, View, day_name
from nolimits.data.nouns import many
from nolimits.data.quantities import ABOUT_SHARE, Quantity, bound_words

MINUS = "−"
SIGNIFICANT = 4
ROUNDING = 1e-9  # what floating point may add to a share
LEAST = 2  # significant digits that a figure keeps, however doubtful it is
AS_PRINTED = ("stated", "printed")  # how a figure was got that a row or a paper states as it is told
RANK, YEAR = "rank", "year"  # units whose numbers are told in words of their own
ORDINALS = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}


def capital(text: str) -> str:
    """A text with a capital letter first."""
    return f"{text[:1].upper()}{text[1:]}"


def number(value: float, decimals: int | None = None) -> str:
    """A number for reading: thousands parted by commas, a true minus sign, four significant digits at most.

    Decimals below nought round before the point: of −2 the last two digits are noughts.
    """
    if math.isinf(value):
        return "any amount"
    if decimals is None:
        decimals = _printed_decimals(value)
    decimals = min(decimals, max(0, SIGNIFICANT - _size(value)))
    text = f"{abs(round(value, decimals)):,.{max(0, decimals)}f}"
    return MINUS + text if value < 0 and float(text.replace(",", "")) else text


def _size(value: float) -> int:
    """How many digits a number has before its point, at least none."""
    return max(0, math.floor(math.log10(abs(value))) + 1) if value else 1


def _printed_decimals(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def say_number(quantity: Quantity, unit: Unit = PLAIN, *, vague: bool = False, most: int = SIGNIFICANT) -> str:
    """A quantity with its unit and at `most` so many decimals: `USD 244.8 bn`, `over 500`, `14 to 18%`, `about 31`."""
    if unit.name == RANK and quantity.value is not None:
        return ORDINALS.get(int(quantity.value), f"number {number(quantity.value)}")
    if unit.name == YEAR:
        return f"{'about ' if vague else ''}{quantity.centre:.0f}"
    if quantity.value is not None:
        decimals = None if vague else min(_sure_decimals(quantity), most if unit.decimals is None else unit.decimals)
        return ("about " if vague else "") + _with_unit(number(quantity.value, decimals), unit)
    if math.isinf(quantity.high) and math.isinf(quantity.low):
        return number(quantity.low)
    if not quantity.bounded:
        bound = quantity.low if math.isinf(quantity.high) else quantity.high
        return f"{bound_words(quantity)} {_with_unit(number(bound), unit)}"
    return _with_unit(f"{number(quantity.low)} to {number(quantity.high)}", unit)


def _with_unit(text: str, unit: Unit) -> str:
    """A number as printed between the words of its unit, its sign before them; a per cent sign stands close."""
    sign, size = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
    before = f"{unit.before} " if unit.before else ""
    after = unit.after if unit.after.startswith("%") or not unit.after else f" {unit.after}"
    return f"{sign}{before}{size}{after}"


def _sure_decimals(quantity: Quantity) -> int:
    """As many decimals as the interval's width can bear, less than none of a doubtful figure, of which two digits stay.

    A constant has those that it was written with.
    """
    if quantity.width == 0 or math.isinf(quantity.width):
        return _printed_decimals(quantity.centre)
    least = min(0, LEAST - _size(quantity.centre)) if _doubtful(quantity) else 0
    return max(_borne(quantity), least)


def _borne(quantity: Quantity) -> int:
    return round(-math.log10(quantity.width))


def _doubtful(quantity: Quantity) -> bool:
    """Whether not even the last whole digit can be borne, and the doubt exceeds that of a figure told as *about*."""
    if quantity.width == 0 or not quantity.bounded:
        return False
    return _borne(quantity) < 0 and quantity.width / 2 > ABOUT_SHARE * abs(quantity.centre) * (1 + ROUNDING)


def figure(given: Figure, view: View) -> str:
    """A figure in words, or that it was not known by the cutoff."""
    if given.quantity is None:
        return unknown(view)
    # a computed share or rate is no more telling with a second decimal
    most = 1 if given.unit == "percent" and given.how != "stated" else SIGNIFICANT
    return say_figure(given, view.unit(given.unit), most)


def say_figure(given: Figure, unit: Unit = PLAIN, most: int = SIGNIFICANT) -> str:
    """A known figure with its unit; *about* where the row says so, any of the rows from which it is computed, where
    these are of different vintages, or where the interval of what is computed is too wide for a whole number.

    What a row states is told as printed, what is computed with the digits that its interval bears.
    """
    computed = given.how not in AS_PRINTED
    vague = given.sure.mixed or (not given.counts and any(map(vaguely, given.rows)))
    text = say_number(given.sure, unit, vague=vague and not computed, most=most)
    vague = vague or (computed and _doubtful(given.sure))
    return text if not vague or given.sure.value is None or text.startswith("about ") else f"about {text}"


def vaguely(row: Fact) -> bool:
    """Whether a row states its figure with the word *about*."""
    qualifier = row.qualifier if isinstance(row, Observation) else row.get("qualifier", "")
    return qualifier == "about"


def unknown(view: View) -> str:
    """What stands in for a figure that was not known: `not known by 10 September 2025`."""
    return f"not known by {day_name(view.cutoff)}"


def origin(rows: Sequence[Fact], view: View, how: str = "stated") -> str:
    """Where a figure comes from, for a tooltip: figures, publishers and days known."""
    takes = [row for row in rows if isinstance(row, Observation)]
    if not rows:
        return unknown(view)
    if not takes:
        return f"{many(len(rows), 'row')}, known by {day_name(view.cutoff)}"
    parts = [_take(row, view) for row in takes[:3]]
    if more := len(takes[3:]):
        parts.append(f"and {many(more, 'more row')}")
    return (f"{how}: " if how != "stated" else "") + "; ".join(parts)


def some_names(names: Sequence[str], most: int) -> str:
    """Names in a row, of more than `most` only those and how many more: `A and B`, `A, B and 3 more`; at least one."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _take(row: Observation, view: View) -> str:
    unit, value = view.unit(row.unit), row.quantity.value
    if value is None:
        said = say_number(row.quantity, unit)
    else:  # with all its digits
        said = f"{'about ' if vaguely(row) else ''}{_with_unit(f'{value:g}'.replace('-', MINUS), unit)}"
    publisher = view.source(row.source)["publisher"]
    forecast = "forecast, " if row.forecast else ""
    return f"{said}, {row.period.name}: {forecast}{publisher}, known {day_name(row.known_on)}"

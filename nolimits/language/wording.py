"""Figures in English: numbers with their units, periods, and where they come from."""

from __future__ import annotations

import math

from nolimits.data import Figure, Observation, View, day_name
from nolimits.data.quantities import Quantity

MINUS = "−"
SIGNIFICANT = 4
DECIMALS = {"ratio": 1}
UNITS = {
    "percent": ("", "%"),
    "ratio": ("", " times"),
    "count": ("", ""),
    "": ("", ""),
    "thousand units": ("", " thousand"),
    "million m3": ("", " million m³"),
    "USD per tcm": ("USD ", " per thousand m³"),
    "USD per t": ("USD ", " per tonne"),
    "USD per barrel": ("USD ", " per barrel"),
    "kb/d": ("", " thousand barrels a day"),
    "bcm per year": ("", " bcm a year"),
    "Mt per year": ("", " Mt a year"),
    "t": ("", " tonnes"),
    "RUB thousand": ("RUB ", " thousand"),
}
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


def number(value: float, decimals: int | None = None) -> str:
    """A number for reading: thousands parted by commas, a true minus sign, four significant digits at most."""
    if math.isinf(value):
        return "any amount"
    if decimals is None:
        decimals = _printed_decimals(value)
    size = math.floor(math.log10(abs(value))) + 1 if value else 1
    decimals = max(0, min(decimals, SIGNIFICANT - max(size, 0)))
    text = f"{abs(value):,.{decimals}f}"
    return MINUS + text if value < 0 and float(text.replace(",", "")) else text


def _printed_decimals(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def spoken(quantity: Quantity, unit: str = "", *, vague: bool = False, most: int = SIGNIFICANT) -> str:
    """A quantity with its unit and at `most` so many decimals: `USD 244.8 bn`, `over 500`, `14 to 18%`, `about 31`."""
    if unit == "rank" and quantity.value is not None:
        return ORDINALS.get(int(quantity.value), f"number {number(quantity.value)}")
    if unit == "year":
        return f"{'about ' if vague else ''}{quantity.centre:.0f}"
    before, after = UNITS.get(unit, _currency(unit))
    if quantity.value is not None:
        decimals = None if vague else min(_sure_decimals(quantity), DECIMALS.get(unit, most))
        return ("about " if vague else "") + _signed(quantity.value, decimals, before, after)
    if math.isinf(quantity.high):
        return f"over {_signed(quantity.low, None, before, after)}"
    if math.isinf(quantity.low):
        return f"under {_signed(quantity.high, None, before, after)}"
    return f"{_signed(quantity.low, None, before, '')} to {number(quantity.high)}{after}"


def _currency(unit: str) -> tuple[str, str]:
    money, _, scale = unit.partition(" ")
    return (f"{money} ", f" {scale}") if money in ("USD", "RUB", "CNY", "EUR", "GBP") else ("", f" {unit}")


def _signed(value: float, decimals: int | None, before: str, after: str) -> str:
    text = number(value, decimals)
    return f"{MINUS}{before}{text[1:]}{after}" if text.startswith(MINUS) else f"{before}{text}{after}"


def _sure_decimals(quantity: Quantity) -> int:
    """As many decimals as the interval's width can bear; a constant has those that it was written with."""
    if quantity.width == 0 or math.isinf(quantity.width):
        return _printed_decimals(quantity.value)
    return max(0, round(-math.log10(quantity.width)))


def figure(given: Figure, view: View) -> str:
    """A figure in words, or that it was not known by the cutoff."""
    if not given.known:
        return unknown(view)
    vague = len(given.rows) == 1 and getattr(given.rows[0], "qualifier", "") == "about"
    # a computed share or rate is no more telling with a second decimal
    most = 1 if given.unit == "percent" and given.how != "stated" else SIGNIFICANT
    return spoken(given.quantity, given.unit, vague=vague, most=most)


def unknown(view: View) -> str:
    """What stands in for a figure that was not known: `not known by 10 September 2025`."""
    return f"not known by {day_name(view.cutoff)}"


def origin(rows: tuple, view: View, how: str = "stated") -> str:
    """Where a figure comes from, for a tooltip: figures, publishers and days known."""
    takes = [row for row in rows if isinstance(row, Observation)]
    if not rows:
        return unknown(view)
    if not takes:
        return f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}, known by {day_name(view.cutoff)}"
    parts = [_take(row, view) for row in takes[:3]]
    if len(takes) > 3:
        parts.append(f"and {len(takes) - 3} more rows")
    return (f"{how}: " if how != "stated" else "") + "; ".join(parts)


def _take(row: Observation, view: View) -> str:
    vague = row.qualifier == "about"
    said = ("about " if vague else "") + f"{row.quantity.value:g}" if row.quantity.value is not None else ""
    if not said:
        said = spoken(row.quantity)
    publisher = view.source(row.source)["publisher"]
    forecast = "forecast, " if row.forecast else ""
    return f"{said} {row.unit}, {row.period.name}: {forecast}{publisher}, known {day_name(row.known_on)}"

"""Cells as people and programs write them, as a table holds them: days as ISO text, numbers plain, text trimmed.

Nothing is guessed: where two days or two numbers can be meant, the cell is refused with both.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from nolimits.checks import damage
from nolimits.checks.problem import visible
from nolimits.updates.asides import Share, Spoilt
from nolimits.updates.sheets import Cell

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
DIGITS = 15  # significant digits that a spreadsheet keeps
NAMED = re.compile(r"(\d{1,2})[. ]+([A-Za-z]{3,9})\.?,? +(\d{4})|([A-Za-z]{3,9})\.? (\d{1,2}),? +(\d{4})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00:00(?:\.0+)?(?:Z|\+00:00)?)?")
DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})")
SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
PLAIN = re.compile(r"-?\d+(\.\d+)?")
COMMA = re.compile(r"-?\d+,\d+")
GROUPS = re.compile(r"-?\d{1,3}( \d{3})+([.,]\d+)?")
THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")  # or three digits behind a point: alone it cannot be told
# thousands, by whether a comma is the decimal sign
GROUPED = {True: re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+"), False: re.compile(r"-?[1-9]\d{0,2}(,\d{3})+")}
DECIMAL_COMMA = re.compile(r"-?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:[. ]\d{3})+,\d+)")
BOTH = re.compile(r"-?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:,\d{3})+\.\d+)")


class UnfitError(ValueError):
    """A cell that cannot be taken: what is wrong with it, and what would be right."""

    def __init__(self, what: str, right: str) -> None:
        super().__init__(f"{what}: {right}")
        self.what, self.right = what, right


@dataclass(frozen=True)
class Style:
    """How a file writes numbers: with a decimal comma where some number in it can be nothing else, or it was `told`."""

    comma: bool = False
    told: bool = False


def style(cells: Iterable[Cell]) -> Style:
    """How the numbers of a file are written; what may be thousands of one with commas says nothing of it."""
    texts = [_text(one).translate(MINUS) for one in cells if isinstance(one, str)]
    clear = [one for one in texts if DECIMAL_COMMA.fullmatch(one)]
    dots = [one for one in texts if PLAIN.fullmatch(one) and "." in one and not THOUSANDS.fullmatch(one)]
    return Style(bool(clear) and not dots)


def may_be_thousands(cells: Iterable[Cell]) -> bool:
    """Whether a point may part thousands in a column: behind each that is there stand three digits."""
    dotted = [said for one in cells if isinstance(one, str) and "." in (said := _text(one).translate(MINUS))]
    return bool(dotted) and all(THOUSANDS.fullmatch(one) for one in dotted)


def refuse_valueless(cell: Cell) -> None:
    """Raise UnfitError for a cell of a workbook that has no value of its own."""
    if isinstance(cell, Spoilt):
        raise UnfitError(cell.what, cell.right)


def fit(field: Mapping[str, Any], cell: Cell, how: Style) -> str:
    """A cell as the table holds it; raises UnfitError."""
    refuse_valueless(cell)
    if isinstance(cell, Share):
        share, percent = plain_number(float(cell), how), plain_number(float(cell) * 100, how)
        right = f"{percent} or {share}, whichever is meant: give the column the format of a number"
        raise UnfitError(f"a number that is shown as a percentage, {percent}%", right)
    if isinstance(cell, str) and not _text(cell):
        return ""
    match field["type"]:
        case "date":
            return iso_day(cell)
        case "number" | "integer":
            return plain_number(cell, how)
    return text(cell)


# --- text


def _text(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.translate(SPACES)).strip()


def text(cell: Cell) -> str:
    """Text without spaces around it; a whole number of a spreadsheet without its point."""
    match cell:
        case str():
            said = _text(cell)
            if damage.is_garbled(said):
                right = "the text as it was, from a copy from before it was read in a wrong encoding"
                raise UnfitError("letters garbled by a wrong encoding", right)
            return said
        case bool():
            raise UnfitError("a spreadsheet turned it into TRUE or FALSE", "text: give the column the format of text")
        case int() | float():
            return plain_number(cell, Style())
    raise UnfitError("a spreadsheet turned it into a day or an hour", "text: give the column the format of text")


# --- days


def iso_day(cell: Cell) -> str:
    """A day as ISO text, of a spreadsheet's day or of text in which only one day can be meant."""
    match cell:
        case datetime.datetime():
            if cell.time() != datetime.time():
                raise UnfitError("an hour beside the day", "a day alone, such as 2025-12-31")
            return cell.date().isoformat()
        case datetime.date():
            return cell.isoformat()
        case bool() | datetime.time() | datetime.timedelta():
            raise UnfitError("not a day", "a day such as 2025-12-31")
        case int() | float():
            return _day_of(f"{cell:.15g}")
    return _day_of(_text(cell))


def _day_of(said: str) -> str:
    if found := ISO.fullmatch(said) or YEAR_FIRST.fullmatch(said):
        return _date(found[1], found[2], found[3])
    if found := DAY_FIRST.fullmatch(said):
        return _date(found[3], found[2], found[1])
    if found := SLASHES.fullmatch(said):
        return _slashes(said, *(int(one) for one in found.groups()))
    if found := NAMED.fullmatch(said):
        date, name, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        if (short := name[:3].lower()) in MONTHS:
            return _date(year, str(MONTHS.index(short) + 1), date)
    cause = damage.cause("date", said)
    if cause == "day number":
        meant = damage.day_of_number(said)
        raise UnfitError(damage.CAUSES[cause], f"a day such as {meant}, if that is meant: format the column as a date")
    if cause:
        raise UnfitError(damage.CAUSES[cause], damage.REMEDIES[cause])
    raise UnfitError("not a day", "a day that exists, such as 2025-12-31 or 31.12.2025")


def _date(year: str, month: str, date: str) -> str:
    try:
        return datetime.date(int(year), int(month), int(date)).isoformat()
    except ValueError:
        raise UnfitError("a day that does not exist", "a day that exists, such as 2025-12-31") from None


def _slashes(said: str, first: int, second: int, year: int) -> str:
    if first == second or second > 12:
        return _date(str(year), str(first), str(second))
    if first > 12:
        return _date(str(year), str(second), str(first))
    either = f"{year:04}-{second:02}-{first:02} or {year:04}-{first:02}-{second:02}"
    raise UnfitError("a day that can be read in two ways", f"{either}, whichever is meant")


# --- numbers


def plain_number(cell: Cell, how: Style) -> str:
    """A plain number without zeros behind its point; every digit that a spreadsheet shows is kept."""
    match cell:
        case bool() | datetime.date() | datetime.time() | datetime.timedelta():
            right = "a number: give the column the format of a number"
            raise UnfitError("a spreadsheet turned it into something else than a number", right)
        case int():
            return str(cell)
        case float():
            if not math.isfinite(cell):
                raise UnfitError("not a number", "a plain number such as 244.819")
            # a sum made by a spreadsheet ends in digits that it does not show
            return plain_decimal(Decimal(f"{cell:.{DIGITS}g}"))
    said = _text(cell).translate(MINUS)
    if how.told and GROUPED[how.comma].fullmatch(said):
        return _decimal(re.sub("[.,]", "", said))
    if PLAIN.fullmatch(said) and not (how.comma and THOUSANDS.fullmatch(said)):
        return _decimal(said)
    if BOTH.fullmatch(said):
        mark = max(said.rfind(","), said.rfind("."))
        return _decimal(f"{re.sub('[.,]', '', said[:mark])}.{said[mark + 1 :]}")
    if GROUPS.fullmatch(said):
        return _decimal(said.replace(" ", "").replace(",", "."))
    if COMMA.fullmatch(said) and (how.comma or len(said.partition(",")[2]) != 3 or said.lstrip("-").startswith("0,")):
        return _decimal(said.replace(",", "."))
    if COMMA.fullmatch(said) or PLAIN.fullmatch(said):
        whole, part = re.sub("[.,]", "", said), said.replace(",", ".")
        raise UnfitError("a number that can be read in two ways", f"{part} or {whole}, whichever is meant")
    if cause := damage.cause("number", said):
        raise UnfitError(damage.CAUSES[cause], damage.REMEDIES[cause])
    raise UnfitError("not a number", "a plain number such as 244.819")


def _decimal(said: str) -> str:
    if re.match(r"-?0\d", said):
        raise UnfitError("a number that begins with 0", "a plain number such as 244.819")
    try:
        return plain_decimal(Decimal(said))
    except InvalidOperation:
        raise UnfitError("not a number", "a plain number such as 244.819") from None


def plain_decimal(value: Decimal) -> str:
    """A decimal without an exponent and without zeros behind its point."""
    said = format(value, "f")
    said = said.rstrip("0").rstrip(".") if "." in said else said
    return "0" if said in ("-0", "") else said


def in_refusal(cell: Cell) -> str:
    """A cell as a refusal shows it."""
    return visible(f"{cell:.15g}" if isinstance(cell, float) else str(cell))

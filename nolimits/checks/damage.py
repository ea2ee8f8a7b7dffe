"""What programs do to tables: spreadsheets, editors and pandas leave marks by which the cause can be told.

A file that went through one of them breaks in thousands of cells at once. So the cause is told once, first, and with
the way to mend it, instead of all that follows from it.
"""

from __future__ import annotations

import datetime
import re

SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
MANY = 3  # cells of a column with one cause: from here on it is the file that was changed, and no slip of a hand
BROKEN_LINES = 20  # lines that are no UTF-8: likewise
CAUSES = {
    "day number": "a spreadsheet turned days into numbers",
    "shortened day": "a spreadsheet cut days to a month and two digits",
    "local day": "days are written as a spreadsheet shows them",
    "short day": "a program took the leading zeros from days",
    "power of ten": "a spreadsheet wrote numbers as powers of ten, and their last digits may be lost",
    "decimal comma": "a spreadsheet wrote decimal commas",
    "thousands": "a spreadsheet parted the thousands",
}
REMEDIES = {
    "day number": "days as YYYY-MM-DD: give the column the format of a date, or of text, before saving",
    "shortened day": "days as YYYY-MM-DD, from a copy from before the spreadsheet: what was cut off cannot be known",
    "local day": "days as YYYY-MM-DD: `nolimits format` writes them so where only one day can be meant",
    "short day": "days as YYYY-MM-DD: `nolimits format` writes them so",
    "power of ten": "numbers with all their digits, from a copy from before the spreadsheet",
    "decimal comma": "decimal points: `nolimits format` writes them so where only one number can be meant",
    "thousands": "numbers without marks between the thousands: `nolimits format` takes out the spaces",
}
DAYS = {
    "day number": re.compile(r"[1-9][0-9]{4}(\.[0-9]+)?"),
    "shortened day": re.compile(r"[A-Za-z]{3,9}[- ][0-9]{2}|[0-9]{1,2}[- ][A-Za-z]{3,9}"),
    "local day": re.compile(r"[0-9]{1,2}[./][0-9]{1,2}[./](?:[0-9]{2}|[0-9]{4})|[0-9]{4}[./][0-9]{1,2}[./][0-9]{1,2}"),
    "short day": re.compile(r"(?!.{10})[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"),
}
NUMBERS = {
    "power of ten": re.compile(r"[-+]?[0-9]+([.,][0-9]+)?[eE][-+]?[0-9]+"),
    "decimal comma": re.compile(r"-?[0-9]+,[0-9]+"),
    "thousands": re.compile(r"-?[0-9]{1,3}([ \u00a0\u202f][0-9]{3})+([.,][0-9]+)?"),
}
EPOCH = datetime.date(1899, 12, 30)  # day 0 of spreadsheets
GARBLED = re.compile("[\u00c3\u00d0\u00d1\u00c2][\u0080-\u00bf\u2018-\u203a\u20ac]|\u00e2\u20ac")
# what two bytes of one Cyrillic letter become when they are read as one byte each
GARBLED_TWICE = re.compile("(?:[\u0420\u0421][\u0400-\u040f\u0450-\u045f\u00a0-\u00bf\u2018-\u203a]){2}")


def cause(kind: str, cell: str) -> str:
    """By what a cell of a column of dates or numbers was changed: a key of `CAUSES`, empty where nothing shows."""
    marks = DAYS if kind == "date" else NUMBERS if kind in ("number", "integer") else {}
    return next((name for name, mark in marks.items() if mark.fullmatch(cell)), "")


def day_of_number(cell: str) -> str:
    """The day that a spreadsheet's number stands for, as ISO text; by its older calendar it may be another one."""
    return (EPOCH + datetime.timedelta(days=int(float(cell)))).isoformat()


def is_garbled(cell: str) -> bool:
    """Whether a cell looks like UTF-8 that was read in a one-byte encoding and saved again."""
    return bool(GARBLED.search(cell) or GARBLED_TWICE.search(cell))


def separator(header: str, columns: list[str]) -> str:
    """The sign that parts the cells of a header of some columns, where it is another than the comma; empty if none."""
    if header.replace('"', "").split(",")[0] in columns or "," in header.replace('"', "").split(";")[0]:
        return ""
    for sign in SEPARATORS:
        cells = header.replace('"', "").split(sign)
        if len(cells) > 1 and set(cells) & set(columns):
            return sign
    return ""


def one_byte(data: bytes) -> str:
    """The one-byte encoding in which text that is no UTF-8 was most likely written; empty where none shows.

    Told by runs of letters: in Windows-1251 they are Cyrillic words; single odd letters among Latin ones may be of any.
    """
    try:
        text = data.decode("cp1251")
    except UnicodeDecodeError:
        return ""
    odd = [one for one in text if ord(one) > 127]
    words = re.findall("(?<![A-Za-z])[\u0401\u0410-\u044f\u0451]{2,}(?![A-Za-z])", text)
    return "cp1251" if odd and sum(map(len, words)) >= 0.6 * len(odd) else ""

"""One figure as a publisher's answer holds it: its indicator, its period and its number, digit for digit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from nolimits.data import DataError, Period
from nolimits.data.periods import month, period, whole_year
from nolimits.feeds.errors import FeedError

LENGTHS = ("day", "month", "quarter", "year")
_WRITTEN = (
    (re.compile(r"(\d{4})-?M(\d{2})"), r"\1-\2"),  # 2024M05 and 2024-M05
    (re.compile(r"(\d{4})(\d{2})"), r"\1-\2"),  # 202405
    (re.compile(r"(\d{4})Q([1-4])"), r"\1-Q\2"),
    (re.compile(r"(\d{2})\.(\d{2})\.(\d{4})"), r"\3-\2-\1"),  # 31.05.2024
    (re.compile(r"(\d{4}-\d{2}-\d{2})[T ].*"), r"\1"),  # a day with an hour
)
_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "..", "...", "…"})
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_SPACES = re.compile(r"[\s\u00a0\u202f]")


@dataclass(frozen=True)
class FeedDatum:
    """A figure of one indicator for one period, in our unit; `names` are words of the answer about it."""

    indicator: str
    period: Period
    value: Decimal
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def printed(self) -> str:
        """The number as the tables write it: no exponent, no zeros at the end."""
        text = f"{self.value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text


def feed_number(cell: object, where: str) -> Decimal | None:
    """The number in a cell of an answer, with a decimal point or comma; None where it says that there is none.

    `where` names the cell in the FeedError that anything else raises.
    """
    text = _SPACES.sub("", str("" if cell is None else cell)).replace("−", "-")
    if text.lower() in _MISSING:
        return None
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        if _NUMBER.fullmatch(text) and (read := Decimal(text)).is_finite():
            return read
    except InvalidOperation:
        pass
    raise FeedError(f"{where} is {str(cell)!r}: a number was expected there")


def feed_span(text: object, length: str, where: str) -> Period:
    """The period that a publisher writes, as `length` says it is meant: a day within a month stands for that month.

    Raises FeedError for what is no period, and for one of another length.
    """
    written = str(text).strip()
    for pattern, ours in _WRITTEN:
        if found := pattern.fullmatch(written):
            written = found.expand(ours)
            break
    try:
        read = period(written)
    except DataError:
        raise FeedError(f"{where} is {str(text)!r}: a {length} was expected there") from None
    if read.kind == "point" and length in ("month", "year"):
        year, number_of_month = int(read.start[:4]), int(read.start[5:7])
        return month(year, number_of_month) if length == "month" else whole_year(year)
    if _length(read) != length:
        raise FeedError(f"{where} is {str(text)!r}: a {length} was expected there, not a {_length(read)}")
    return read


def _length(read: Period) -> str:
    return {"point": "day", "month": "month", "year": "year"}.get(read.kind) or (
        "quarter" if read.months == 3 else "span"
    )

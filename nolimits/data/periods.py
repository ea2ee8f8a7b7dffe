"""Periods: the words for them, the days they span, and the period before."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from nolimits.data.errors import DataError

MONTHS = list(calendar.month_name)
KINDS = ("year", "month", "ytd", "point", "span")
_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_PART = re.compile(r"(\d{4})-([HQ])([1-4])")


@lru_cache(maxsize=65536)
def day(text: str) -> datetime.date:
    """A day from ISO text; raises DataError for a malformed or impossible date."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise DataError(f"{text!r} is not a day: write a date that exists as YYYY-MM-DD, such as 2025-09-10")


def day_name(iso: str) -> str:
    """`10 September 2025`."""
    date = day(iso)
    return f"{date.day} {MONTHS[date.month]} {date.year}"


@dataclass(frozen=True, order=True)
class Period:
    """A span of days, both ends included, as ISO text."""

    start: str
    end: str

    @property
    def year(self) -> int:
        """The calendar year in which it ends."""
        return int(self.end[:4])

    @property
    def kind(self) -> str:
        """`point`, `month`, `year`, `ytd` (since 1 January, whole months, shorter than a year) or `span`."""
        return _kind(self.start, self.end)

    @property
    def name(self) -> str:
        """`2024`, `January to September 2025`, `December 2025`, `3 July 2025`, `2015 to 2019`."""
        start, end = day(self.start), day(self.end)
        match self.kind:
            case "point":
                return day_name(self.start)
            case "year":
                return str(end.year)
            case "month":
                return f"{MONTHS[end.month]} {end.year}"
        if not (start.day == 1 and end.day == month_length(end.year, end.month)):
            return f"{day_name(self.start)} to {day_name(self.end)}"
        if start.year == end.year:
            return f"{MONTHS[start.month]} to {MONTHS[end.month]} {end.year}"
        if start.month == 1 and end.month == 12:
            return f"{start.year} to {end.year}"
        return f"{MONTHS[start.month]} {start.year} to {MONTHS[end.month]} {end.year}"

    @property
    def months(self) -> int | None:
        """How many whole calendar months it spans; None where an end lies within a month."""
        start, end = day(self.start), day(self.end)
        if start.day != 1 or end.day != month_length(end.year, end.month):
            return None
        return (end.year - start.year) * 12 + end.month - start.month + 1

    def back(self, years: int = 1) -> Period:
        """The same span of an earlier year; a month's end stays a month's end."""
        return Period(_shift(self.start, years), _shift(self.end, years))


@lru_cache(maxsize=16384)
def _kind(first: str, last: str) -> str:
    start, end = day(first), day(last)
    if start == end:
        return "point"
    whole = start.day == 1 and end.day == month_length(end.year, end.month)
    if whole and (start.year, start.month) == (end.year, end.month):
        return "month"
    if whole and start.year == end.year and start.month == 1:
        return "year" if end.month == 12 else "ytd"
    return "span"


def month_length(year: int, month: int) -> int:
    """Days of a month."""
    return calendar.monthrange(year, month)[1]


def _shift(iso: str, years: int) -> str:
    date = day(iso)
    year, last = date.year - years, date.day == month_length(date.year, date.month)
    length = month_length(year, date.month)
    return f"{year:04}-{date.month:02}-{length if last else min(date.day, length):02}"


def years_before(iso: str, years: int) -> str:
    """A day so many years earlier, for comparison with other days."""
    return f"{int(iso[:4]) - years:04}{iso[4:]}"


def months_before(iso: str, months: int) -> str:
    """A day so many months earlier, for comparison with other days."""
    year, month = divmod(int(iso[:4]) * 12 + int(iso[5:7]) - 1 - months, 12)
    return f"{year:04}-{month + 1:02}{iso[7:]}"


@lru_cache(maxsize=8192)
def month(year: int, number: int) -> Period:
    """One calendar month."""
    return Period(f"{year:04}-{number:02}-01", f"{year:04}-{number:02}-{month_length(year, number):02}")


@lru_cache(maxsize=8192)
def since_january(year: int, number: int) -> Period:
    """From 1 January to the end of a month."""
    return Period(f"{year:04}-01-01", month(year, number).end)


def whole_year(year: int) -> Period:
    """One calendar year."""
    return since_january(year, 12)


def epoch(iso: str) -> int:
    """The beginning of a day, in seconds since 1970: when all was made that is made for the day."""
    return int(datetime.datetime.fromisoformat(iso).replace(tzinfo=datetime.UTC).timestamp())


def as_period(span: Period | str | int) -> Period:
    """A period, given as one or in its short form; raises DataError."""
    return span if isinstance(span, Period) else period(span)


def period(text: str | int) -> Period:
    """A period from its short form; raises DataError.

    `2025`, `2025-09`, `2025-H1`, `2025-Q3`, `2025-09-10`, or two of them as `2025-01..2025-09`.
    """
    first, dots, last = str(text).strip().partition("..")
    if dots:
        span = Period(_one(first).start, _one(last).end)
        if span.start > span.end:
            raise DataError(f"the period {text!r} ends before it starts: write the earlier end first")
        return span
    return _one(first)


def _one(text: str) -> Period:
    if found := _YEAR.fullmatch(text):
        return whole_year(int(found[1]))
    if (found := _MONTH.fullmatch(text)) and 1 <= int(found[2]) <= 12:
        return month(int(found[1]), int(found[2]))
    if (found := _PART.fullmatch(text)) and (length := 6 if found[2] == "H" else 3) * int(found[3]) <= 12:
        last = length * int(found[3])
        return Period(month(int(found[1]), last - length + 1).start, month(int(found[1]), last).end)
    try:
        return Period(day(text).isoformat(), text)
    except DataError:
        raise DataError(
            f"{text!r} is not a period: write 2025, 2025-09, 2025-H1, 2025-Q3, 2025-09-10 or 2025-01..2025-09"
        ) from None

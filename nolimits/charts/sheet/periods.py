"""What stands below a plot over periods: their names, as many as there is room for."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence

from nolimits.charts.sheet.text import EVERY, label_step, measure, thin_names, widest
from nolimits.data import Period
from nolimits.data.periods import month_length, whole_year


def short_year(year: int, narrow: bool) -> str:
    """A year as it stands below an axis: `2024`, on a narrow sheet `’24`."""
    return f"’{year % 100:02}" if narrow else str(year)


def short_period(span: Period, narrow: bool) -> str:
    """A period as it stands below a bar: `2024`, `’24`, `Jan`+`2025`, `Jan–Sep`+`2025`, `1 Jan–11 Dec`+`2025`."""
    if span.kind == "year":
        return short_year(span.year, narrow)
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


def period_names(
    slots: Sequence[Period], slot: float, narrow: bool, printed: Mapping[Period, str]
) -> list[tuple[int, str]]:
    """Names of the periods, every one or as many as there is room for; with what is printed below them if all fit."""
    plain = [whole_year(span.year) for span in slots] if same_months(slots) else list(slots)
    names = [short_period(span, narrow) for span in plain]
    broken = [name.replace("–\n", "–").replace("–", "–\n") for name in names]
    if label_step(widest(broken) + 0.06, slot, EVERY) < label_step(widest(names) + 0.06, slot, EVERY):
        names = broken
    chosen = thin_names(names, slot)
    if all(span.kind == "month" for span in plain):
        years = {span.year: i for i in reversed(chosen) if (span := plain[i])}
        names = [name if years.get(plain[i].year) == i else name.partition("\n")[0] for i, name in enumerate(names)]
    extra = [printed.get(span, "") for span in slots]
    if any(extra) and all(measure(text) < slot - 0.03 for text in extra):
        names = [f"{name}\n{below}" for name, below in zip(names, extra, strict=True)]
    return [(i, names[i]) for i in chosen]


def months_above(slots: Sequence[Period]) -> str:
    """The months, such as `January to March`, where every period spans the same ones; else nothing."""
    if not same_months(slots):
        return ""
    first, last = (calendar.month_name[int(day[5:7])] for day in (slots[0].start, slots[0].end))
    return first if first == last else f"{first} to {last}"


def same_months(slots: Sequence[Period]) -> bool:
    """Whether the periods are the same whole months of one year each."""
    if not all(span.start[:4] == span.end[:4] and _whole_months(span) for span in slots):
        return False
    months = {(span.start[4:7], span.end[4:7]) for span in slots}
    return len(months) == 1 and len(slots) > 1 and slots[0].kind in ("month", "ytd", "span")


def _whole_months(span: Period) -> bool:
    last = month_length(span.year, int(span.end[5:7]))
    return span.start.endswith("-01") and span.end.endswith(f"-{last:02}")

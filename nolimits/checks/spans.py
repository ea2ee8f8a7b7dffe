"""Rules of spans: what is summed of a part of a span is no more than what is summed of all of it.

They hold of figures that can be added up over time and never fall below nothing, as their indicator's bounds say: a
deficit or a balance may well be smaller by the end of a year than by the end of June. Compared are outturns, as
intervals, every take of the part with every take of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from nolimits.checks.identities import (
    PeriodRows,
    figure_column,
    figure_text,
    keys_set_aside,
    quantity_of,
    stated_series,
)
from nolimits.checks.problem import Finding
from nolimits.checks.reading import Table
from nolimits.checks.row import TableRow
from nolimits.data.door import memoise
from nolimits.data.periods import Period, day

Tables = Mapping[str, Table]
SINCE_JANUARY = ("ytd", "year")
ADDED = ("", "total")  # what a figure of a long period is where it can be held against a part of it


def no_part_is_above_its_whole(tables: Tables) -> Iterator[Finding]:
    """What a month, a quarter or another part of a span comes to is no more than what all of the span comes to.

    Applies to flows that are never below nothing, and to outturns alone; both figures may be vague.
    """
    yield from _findings(tables, lambda part, whole: not _sums(part, whole), "a part above its whole")


def sums_since_january_rise(tables: Tables) -> Iterator[Finding]:
    """A sum since January is no less than the sum of fewer months of the same year.

    Applies as the rule of parts does. A falling sum is a month that was typed as a sum, or another count.
    """
    yield from _findings(tables, _sums, "a sum since January that falls")


def _sums(part: Period, whole: Period) -> bool:
    return part.kind in SINCE_JANUARY and whole.kind in SINCE_JANUARY


def _findings(tables: Tables, wanted: Callable[[Period, Period], bool], what: str) -> Iterator[Finding]:
    for series in _flows(tables):
        told: set[int] = set()
        for part, whole in _pairs(series):
            if not wanted(part, whole):
                continue
            for row in _against(series[part], series[whole]):
                if id(row) in told:
                    continue  # once, against the shortest span that is at odds with it
                told.add(id(row))
                largest = max(series[whole], key=lambda one: quantity_of(one).high)
                smallest = min(series[part], key=lambda one: quantity_of(one).low)
                one, other = (row, largest) if row in series[part] else (smallest, row)
                found = f"{figure_text(one)} of {part.name}, against {figure_text(other)} of {whole.name}"
                right = f"at most {figure_text(other)}" if row is one else f"at least {figure_text(one)}"
                yield Finding("observations", row, figure_column(row), what, found, f"{right}, or another period")


def _flows(tables: Tables) -> list[PeriodRows]:
    """The outturns of each indicator that can be added up and is never below nothing, by period; worked out once."""
    return memoise(tables["observations"].memo, "flows", lambda: list(_make_flows(tables)))


def _make_flows(tables: Tables) -> Iterator[PeriodRows]:
    summable = {row["unit"] for row in tables["units"].sound if row["summable"] == "yes"}
    observations = tables["observations"]
    aside = keys_set_aside(tables)
    flows = {
        row["indicator"]
        for row in tables["indicators"].sound
        if row["unit"] in summable and row["frequency"] != "point" and float(row["minimum"] or "-inf") >= 0
    }
    for indicator, series in stated_series(tables).items():
        if indicator in flows:
            outturns = {
                period: [
                    row
                    for row in rows
                    if row["known_on"] >= period.end
                    and row["aggregate"] in ADDED
                    and observations.key_of(row) not in aside
                ]
                for period, rows in series.items()
            }
            yield {period: rows for period, rows in outturns.items() if rows}


def _pairs(series: PeriodRows) -> Iterator[tuple[Period, Period]]:
    """Each two periods of which one lies within the other, the shorter wholes first."""
    spans = (one for one in series if one.kind not in ("month", "point"))
    wholes = sorted(spans, key=lambda one: (day(one.end) - day(one.start), one.end))
    for part in series:
        within = (one for one in wholes if one != part and one.start <= part.start and part.end <= one.end)
        yield from ((part, whole) for whole in within)


def _against(parts: list[TableRow], wholes: list[TableRow]) -> list[TableRow]:
    """The rows that agree with no take of the other span; of two spans that never agree, the newest row alone."""
    most, least = max(quantity_of(row).high for row in wholes), min(quantity_of(row).low for row in parts)
    above = [row for row in parts if quantity_of(row).low > most]
    below = [row for row in wholes if quantity_of(row).high < least]
    if above and len(above) == len(parts):
        return [max(parts + wholes, key=lambda row: (row["known_on"], row["period_end"], row["source"]))]
    return above + below

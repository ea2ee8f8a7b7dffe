"""Rules of vintages: takes on one period that differ by more than figures of their unit are revised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from nolimits.checks.identities import figure_column, quantity_of, said, series_of, stretch
from nolimits.checks.problem import Finding
from nolimits.checks.reading import Table
from nolimits.checks.row import TableRow
from nolimits.data.quantities import Quantity

POINTS = "percent"  # the unit of which revisions are counted in points, not in per cent of the figure


def takes_of_one_period_agree(tables: Mapping[str, Table]) -> Iterator[Finding]:
    """Takes on one period differ from one to the next by no more than figures of their unit are revised.

    What differs by more mostly counts otherwise, and is another indicator. Forecasts, open bounds and rows that are set
    aside are left out; of units for which `units.csv` says nothing there is no rule.
    """
    revised = {row["unit"]: float(row["revised"]) for row in tables["units"].sound if row["revised"]}
    units = {row["indicator"]: row["unit"] for row in tables["indicators"].sound}
    aside = {tables["corrections"].key_of(row) for row in tables["corrections"].sound if row["action"] == "ignore"}
    for indicator, series in series_of(tables).items():
        unit = units.get(indicator, "")
        for period, rows in series.items() if unit in revised else ():
            takes = [row for row in rows if _compared(row, period.end, tables["observations"], aside)]
            takes.sort(key=lambda row: (row["known_on"], row["source"]))
            for before, after in pairwise(takes):
                gap = _gap(quantity_of(before), quantity_of(after), unit)
                if gap > revised[unit]:
                    found = f"from {said(before)} of {before['known_on']} to {said(after)}"
                    right = (
                        f"at most {revised[unit]:g} {'points' if unit == POINTS else '%'} away, or another indicator"
                    )
                    what = "two counts under one indicator"
                    yield Finding("observations", after, figure_column(after), what, found, right)


def _compared(row: TableRow, end: str, table: Table, aside: set[str]) -> bool:
    return row["known_on"] >= end and quantity_of(row).bounded and table.key_of(row) not in aside


def _gap(a: Quantity, b: Quantity, unit: str) -> float:
    """How far two intervals lie apart: in points for per cent, else in per cent of the larger."""
    apart = stretch(a, b)
    return apart if unit == POINTS or not apart else 100 * apart / max(abs(a.centre), abs(b.centre))

"""Rules of vintages: takes on one period, and rates beside levels, that differ by more than revisions of their unit."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import pairwise

from nolimits.checks.identities import figure_column, figure_text, keys_set_aside, quantity_of, stated_series, stretch
from nolimits.checks.problem import Finding
from nolimits.checks.reading import Table
from nolimits.checks.row import TableRow
from nolimits.data.observations import KEY, Observation, best_take, observations_of, of_one_vintage
from nolimits.data.periods import Period
from nolimits.data.quantities import Quantity, percent_change
from nolimits.data.units import units_of

POINTS = "percent"  # the unit of which revisions are counted in points, not in per cent of the figure


def takes_of_one_period_agree(tables: Mapping[str, Table]) -> Iterator[Finding]:
    """Takes on one period differ from one to the next by no more than figures of their unit are revised.

    What differs by more mostly counts otherwise, and is another indicator. Forecasts, open bounds and rows that are set
    aside are left out; of units for which `units.csv` says nothing there is no rule.
    """
    revised = {row["unit"]: float(row["revised"]) for row in tables["units"].sound if row["revised"]}
    units = {row["indicator"]: row["unit"] for row in tables["indicators"].sound}
    aside = keys_set_aside(tables)
    for indicator, series in stated_series(tables).items():
        unit = units.get(indicator, "")
        for period, rows in series.items() if unit in revised else ():
            takes = [row for row in rows if _is_comparable(row, period.end, tables["observations"], aside)]
            takes.sort(key=lambda row: (row["known_on"], row["source"]))
            for before, after in pairwise(takes):
                gap = _gap(quantity_of(before), quantity_of(after), unit)
                if gap > revised[unit]:
                    found = f"from {figure_text(before)} of {before['known_on']} to {figure_text(after)}"
                    right = (
                        f"at most {revised[unit]:g} {'points' if unit == POINTS else '%'} away, or another indicator"
                    )
                    what = "two counts under one indicator"
                    yield Finding("observations", after, figure_column(after), what, found, right)


def _is_comparable(row: TableRow, end: str, table: Table, aside: set[str]) -> bool:
    return row["known_on"] >= end and quantity_of(row).bounded and table.key_of(row) not in aside


def _gap(a: Quantity, b: Quantity, unit: str) -> float:
    """How far two intervals lie apart: in points for per cent, else in per cent of the larger."""
    apart = stretch(a, b)
    return apart if unit == POINTS or not apart else 100 * apart / max(abs(a.centre), abs(b.centre))


def rates_stand_beside_levels_of_their_vintage(tables: Mapping[str, Table]) -> Iterator[Finding]:
    """A stated change that stands beside levels of another vintage is theirs, within what its unit is revised by.

    Of another vintage is what became known more than 75 days before or after. A rate of the time beside levels that
    were revised since is right of its day, and to be explained: whoever reads both reckons another rate.
    """
    revised = {row["unit"]: float(row["revised"]) for row in tables["units"].sound if row["revised"]}
    rates = [row for row in tables["indicators"].sound if row["level"] and row["unit"] in revised]
    takes = _best_takes(tables, {name for row in rates for name in (row["indicator"], row["level"])})
    for about in rates:
        levels = takes.get(about["level"], {})
        for period, (rate, row) in takes.get(about["indicator"], {}).items():
            now, then = levels.get(period), levels.get(period.back())
            if now is None or then is None or any(one.forecast for one in (rate, now[0], then[0])):
                continue
            if of_one_vintage(rate, now[0]):
                continue
            made = percent_change(then[0].quantity, now[0].quantity)
            if stretch(rate.quantity, made) > revised[about["unit"]]:
                found = f"{figure_text(row)} of {rate.known_on}, against {figure_text(now[1])} of {now[0].known_on}"
                found += f" after {figure_text(then[1])}"
                right = f"at most {revised[about['unit']]:g} points from the change of those levels, or the reason"
                yield Finding("observations", row, figure_column(row), "a rate of another vintage", found, right)


def _best_takes(
    tables: Mapping[str, Table], names: Container[str]
) -> dict[str, dict[Period, tuple[Observation, TableRow]]]:
    """The takes of some indicators that stand, with their rows, by indicator and period."""
    aside = keys_set_aside(tables)
    sources, indicators = (
        {row[name]: row.cells for row in tables[f"{name}s"].sound} for name in ("source", "indicator")
    )
    units = units_of(row.cells for row in tables["units"].sound)
    rows = {
        tuple(row[name] for name in KEY): row
        for by_period in (
            series for name, series in stated_series(tables).items() if name in names and name in indicators
        )
        for one in by_period.values()
        for row in one
        if row["source"] in sources and tables["observations"].key_of(row) not in aside
    }
    found: dict[str, dict[Period, list[Observation]]] = {}
    for name, takes in observations_of((row.cells for row in rows.values()), indicators, sources, units).items():
        for take in takes:
            found.setdefault(name, {}).setdefault(take.period, []).append(take)
    return {
        name: {period: (best, rows[best.key]) for period, takes in by_period.items() if (best := best_take(takes))}
        for name, by_period in found.items()
    }

"""Rules of arithmetic: figures that follow from one another, compared as intervals.

Sources round, and customs revise. So each rule says by how much it lets figures differ, and compares every take of
one period with every take of the others: rows that agree with no combination of the others are reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import product

from nolimits.checks.problem import Finding
from nolimits.checks.reading import Row, Table
from nolimits.checks.rules import CELLS, ENDS
from nolimits.data.periods import Period, since_january
from nolimits.data.quantities import Quantity, exactly, quantity

Tables = Mapping[str, Table]
Findings = Iterator[Finding]
Series = dict[Period, list[Row]]
Gap = Callable[[Quantity, Quantity, Quantity], float]

FAMILIES = ("", "_converted", "_russian_statistics")
MONTH_TOLERANCE = 0.025
GROWTH_TOLERANCE = 5.0
SLACK = 1e-9
NOT_SUMMED = {"percent", "rank", "ratio", "years", "GW", "kb/d", "RUB thousand"}


def turnover_is_exports_plus_imports(tables: Tables) -> Findings:
    """What one source states of one period adds up: turnover = exports + imports, within rounding."""
    yield from _trade_adds_up(tables, "turnover", "+", lambda exports, imports: exports + imports)


def surplus_is_exports_less_imports(tables: Tables) -> Findings:
    """What one source states of one period adds up: surplus = exports - imports, within rounding."""
    yield from _trade_adds_up(tables, "surplus_with_china", "-", lambda exports, imports: exports - imports)


def month_is_difference_of_year_to_dates(tables: Tables) -> Findings:
    """A month is the year to its end less the year to the end of the month before, give or take 2.5 % of the month.

    The tolerance is for customs, which revise earlier months as they publish a later one; 2.4 % has been seen, for
    Chinese imports from Russia in April 2022. Applies to figures that can be summed, not to shares, ranks or prices.
    """
    units = {row["indicator"]: row["unit"] for row in tables["indicators"].sound}
    what, right = "month and year to date disagree", "a month within 2.5 % of the difference"
    for indicator, series in _by_indicator(tables).items():
        if (unit := units.get(indicator, "")) in NOT_SUMMED or " per " in unit:
            continue
        for month in series:
            if until_and_before := _year_to_dates(month):
                takes = [series.get(period, []) for period in (month, *until_and_before)]
                yield from _disagreeing(takes, _month_gap, "less", what, right)


def stated_growth_is_recomputed_growth(tables: Tables) -> Findings:
    """A stated yearly change (_yoy) is that of the two levels, give or take 5 percentage points beyond rounding.

    Stated changes rest on revised bases and levels are often first releases: the two differed by 4.3 points at most,
    for Chinese imports from Russia in early 2023.
    """
    every = _by_indicator(tables)
    what, right = "growth and levels disagree", "a change within 5 points of that of the levels"
    for indicator, growth in every.items():
        levels = every.get(indicator.removesuffix("_yoy"), {}) if indicator.endswith("_yoy") else {}
        for period in growth if levels else ():
            takes = [growth[period], levels.get(period, []), levels.get(_year_before(period), [])]
            yield from _disagreeing(takes, _growth_gap, "after", what, right)


def _trade_adds_up(tables: Tables, whole: str, sign: str, made: Callable[[Quantity, Quantity], Quantity]) -> Findings:
    names = (f"trade.{whole}", "trade.exports_to_china", "trade.imports_from_china")
    stated = {
        (row["indicator"], row["source"], row["period_start"], row["period_end"]): row
        for row in tables["observations"].sound
        if row["indicator"].startswith(names) and _stated(row)
    }
    what, right = f"{whole.partition('_')[0]} does not add up", "the sum of the source's own parts, within rounding"
    for (indicator, *rest), row in stated.items():
        family = indicator.removeprefix(names[0])
        exports, imports = (stated.get((name + family, *rest)) for name in names[1:])
        if indicator != names[0] + family or family not in FAMILIES or not exports or not imports:
            continue
        if _distance(_quantity_of(row), made(_quantity_of(exports), _quantity_of(imports))) > SLACK:
            found = f"{_said(row)}, against {_said(exports)} {sign} {_said(imports)}"
            yield Finding("observations", row, _figure_column(row), what, found, right)


def _disagreeing(takes: list[list[Row]], gap: Gap, joint: str, what: str, right: str) -> Findings:
    """Rows that agree with no combination of the other takes; where nothing agrees, only the first of the stated."""
    figures = [_by_figure(rows) for rows in takes]
    gaps = {chosen: gap(*chosen) for chosen in product(*figures)}
    agreed = [chosen for chosen, distance in gaps.items() if distance <= SLACK]
    if agreed:
        used = [{chosen[at] for chosen in agreed} for at in range(len(takes))]
        lonely = [(at, figure) for at, each in enumerate(figures) for figure in each if figure not in used[at]]
    else:
        lonely = [(0, next(iter(figures[0])))] if gaps else []
    for at, figure in lonely:
        nearest = min((chosen for chosen in gaps if chosen[at] == figure), key=gaps.__getitem__)
        stated, now, then = (_said(figures[place][chosen][0]) for place, chosen in enumerate(nearest))
        found = f"{stated}, against {now} {joint} {then}"
        for row in figures[at][figure] if agreed else figures[at][figure][:1]:
            yield Finding("observations", row, _figure_column(row), what, found, right)


def _month_gap(month: Quantity, until: Quantity, before: Quantity) -> float:
    return _distance(month, until - before) - MONTH_TOLERANCE * abs(month.centre)


def _growth_gap(growth: Quantity, now: Quantity, then: Quantity) -> float:
    return _distance(growth, (now / then - exactly(1)) * exactly(100)) - GROWTH_TOLERANCE


def _distance(a: Quantity, b: Quantity) -> float:
    """How far two intervals lie apart; 0 where they touch."""
    return max(a.low - b.high, b.low - a.high, 0.0)


def _by_indicator(tables: Tables) -> dict[str, Series]:
    found: dict[str, Series] = {}
    for row in tables["observations"].sound:
        if _stated(row) and row["period_start"] <= row["period_end"]:
            series = found.setdefault(row["indicator"], {})
            series.setdefault(Period(row["period_start"], row["period_end"]), []).append(row)
    return found


def _by_figure(rows: list[Row]) -> dict[Quantity, list[Row]]:
    found: dict[Quantity, list[Row]] = {}
    for row in rows:
        found.setdefault(_quantity_of(row), []).append(row)
    return found


@lru_cache(maxsize=2048)
def _year_to_dates(month: Period) -> tuple[Period, Period] | None:
    """From 1 January to the end of a month, and to the end of the month before; None for January and other periods."""
    if month.kind != "month" or (number := int(month.start[5:7])) == 1:
        return None
    return since_january(month.year, number), since_january(month.year, number - 1)


@lru_cache(maxsize=2048)
def _year_before(period: Period) -> Period:
    return period.back()


def _quantity_of(row: Row) -> Quantity:
    return _quantity(row["qualifier"], row["value"], row["low"], row["high"])


@lru_cache(maxsize=8192)
def _quantity(qualifier: str, value: str, low: str, high: str) -> Quantity | None:
    return quantity(qualifier, value, low, high)


def _stated(row: Row) -> bool:
    """Whether a row states a figure in the cells of its qualifier, the lower end below the upper."""
    filled = {end for end in ENDS if row[end]}
    return filled == CELLS[row["qualifier"]] and not (len(filled) == 2 and float(row["low"]) > float(row["high"]))


def _said(row: Row) -> str:
    """A figure in words: `9.32`, `about 59`, `over 8`, `8 to 10`."""
    if row["qualifier"] == "range":
        return f"{row['low']} to {row['high']}"
    figure = row["value"] or row["low"] or row["high"]
    return figure if row["qualifier"] == "exact" else f"{row['qualifier']} {figure}"


def _figure_column(row: Row) -> str:
    return next(end for end in ENDS if row[end])

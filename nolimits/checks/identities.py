"""Rules of arithmetic: figures that follow from one another, compared as intervals.

Sources round, and customs revise. So each rule says by how much it lets figures differ, and compares every take of
one period with every take of the others: rows that agree with no combination of the others are reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import product

from nolimits.checks.problem import Finding
from nolimits.checks.reading import Table
from nolimits.checks.row import TableRow
from nolimits.checks.rules import CELLS, ENDS
from nolimits.data.door import memoise
from nolimits.data.evidence import SET_ASIDE
from nolimits.data.observations import VINTAGE
from nolimits.data.periods import Period, day, since_january
from nolimits.data.quantities import Quantity, percent_change, qualifier_words, quantity

Tables = Mapping[str, Table]
Findings = Iterator[Finding]
PeriodRows = dict[Period, list[TableRow]]
Gap = Callable[[Quantity, Quantity, Quantity], float]

MONTH_TOLERANCE = 0.025
EVER = 10**6  # days
GROWTH_TOLERANCE = 5.0
SLACK = 1e-9
OPERATIONS: dict[str, tuple[str, Callable[[Quantity, Quantity], Quantity]]] = {
    "plus": ("+", lambda first, second: first + second),
    "minus": ("-", lambda first, second: first - second),
}


def wholes_are_made_of_their_parts(tables: Tables) -> Findings:
    """What one source states of one period adds up as `identities.csv` says, within rounding."""
    stated = {
        (row["indicator"], row["source"], row["period_start"], row["period_end"]): row
        for row in tables["observations"].sound
        if _states_figure(row)
    }
    rules = {row["whole"]: row for row in tables["identities"].sound}
    for (indicator, source, start, end), row in stated.items():
        if (rule := rules.get(indicator)) is None:
            continue
        first, second = (stated.get((rule[part], source, start, end)) for part in ("first", "second"))
        if first is None or second is None:
            continue
        sign, made = OPERATIONS[rule["operation"]]
        if stretch(quantity_of(row), made(quantity_of(first), quantity_of(second))) > SLACK:
            found = f"{figure_text(row)}, against {figure_text(first)} {sign} {figure_text(second)}"
            right = "the sum of the source's own parts, within rounding"
            yield Finding("observations", row, figure_column(row), "the whole does not add up", found, right)


def month_is_difference_of_year_to_dates(tables: Tables) -> Findings:
    """A month is the year to its end less the year to the end of the month before, give or take 2.5 % of the month.

    The tolerance is for customs, which revise earlier months as they publish a later one; 2.4 % has been seen. What
    became known more than 75 days after the others, two releases later, is of another vintage and no fault of theirs.
    Applies to figures that can be summed, not to shares, ranks or prices.
    """
    summable = {row["unit"] for row in tables["units"].sound if row["summable"] == "yes"}
    flows = {row["indicator"] for row in tables["indicators"].sound if row["unit"] in summable}
    what, right = "month and year to date disagree", "a month within 2.5 % of the difference"
    for indicator, series in stated_series(tables).items():
        if indicator not in flows:
            continue
        for month in series:
            if until_and_before := _year_to_dates(month):
                takes = [series.get(period, []) for period in (month, *until_and_before)]
                yield from _disagreements(takes, _month_gap, "less", what, right, apart=VINTAGE)


def stated_growth_is_recomputed_growth(tables: Tables) -> Findings:
    """A stated yearly change is that of the two levels, give or take 5 percentage points beyond rounding.

    Stated changes rest on revised bases and levels are often first releases: the two differed by 4.3 points at most.
    """
    every = stated_series(tables)
    level_of = {row["indicator"]: row["level"] for row in tables["indicators"].sound}
    what, right = "growth and levels disagree", "a change within 5 points of that of the levels"
    for indicator, growth in every.items():
        levels = every.get(level_of.get(indicator, ""), {})
        for period in growth if levels else ():
            takes = [growth[period], levels.get(period, []), levels.get(_year_before(period), [])]
            yield from _disagreements(takes, _growth_gap, "after", what, right)


def _disagreements(
    takes: list[list[TableRow]], gap: Gap, joint: str, what: str, right: str, apart: int = EVER
) -> Findings:
    """Rows that agree with no combination of the other takes; where nothing agrees, only the first of the stated.

    A row is named where there are others that became known no more than `apart` days from it.
    """
    figures = [_by_figure(rows) for rows in takes]
    gaps = {chosen: gap(*chosen) for chosen in product(*figures)}
    agreed = [chosen for chosen, distance in gaps.items() if distance <= SLACK]
    if agreed:
        used = [{chosen[at] for chosen in agreed} for at in range(len(takes))]
        lonely = [(at, figure) for at, each in enumerate(figures) for figure in each if figure not in used[at]]
    else:
        lonely = [(0, next(iter(figures[0])))] if gaps else []
    joined = {chosen for chosen in gaps if _of_one_vintage(figures, chosen, apart)}
    for at, figure in lonely:
        beside = [chosen for chosen in gaps if chosen in joined and chosen[at] == figure]
        if not beside:
            continue
        nearest = min(beside, key=gaps.__getitem__)
        stated, now, then = (figure_text(figures[place][chosen][0]) for place, chosen in enumerate(nearest))
        found = f"{stated}, against {now} {joint} {then}"
        for row in figures[at][figure] if agreed else figures[at][figure][:1]:
            yield Finding("observations", row, figure_column(row), what, found, right)


def _of_one_vintage(figures: list[dict[Quantity, list[TableRow]]], chosen: tuple[Quantity, ...], apart: int) -> bool:
    """Whether rows of some figures, one of each, became known within so many days of one another."""
    if apart >= EVER:
        return True
    known = [[day(row["known_on"]).toordinal() for row in each[one]] for each, one in zip(figures, chosen, strict=True)]
    return any(max(days) - min(days) <= apart for days in product(*known))


def _month_gap(month: Quantity, until: Quantity, before: Quantity) -> float:
    return stretch(month, until - before) - MONTH_TOLERANCE * abs(month.centre)


def _growth_gap(growth: Quantity, now: Quantity, then: Quantity) -> float:
    return stretch(growth, percent_change(then, now)) - GROWTH_TOLERANCE


def stretch(a: Quantity, b: Quantity) -> float:
    """How far two intervals lie apart; 0 where they touch."""
    return max(a.low - b.high, b.low - a.high, 0.0)


def keys_set_aside(tables: Tables) -> set[str]:
    """The keys of rows that a correction sets aside: they state nothing that a rule could hold."""
    corrections = tables["corrections"]
    return {corrections.key_of(row) for row in corrections.sound if row["action"] == SET_ASIDE}


def stated_series(tables: Tables) -> dict[str, PeriodRows]:
    """The rows that state a figure, by indicator and period; worked out once for all rules."""
    observations = tables["observations"]
    return memoise(observations.memo, "stated", lambda: _make_stated_series(observations))


def _make_stated_series(observations: Table) -> dict[str, PeriodRows]:
    found: dict[str, PeriodRows] = {}
    for row in observations.sound:
        if _states_figure(row) and row["period_start"] <= row["period_end"]:
            series = found.setdefault(row["indicator"], {})
            series.setdefault(Period(row["period_start"], row["period_end"]), []).append(row)
    return found


def _by_figure(rows: list[TableRow]) -> dict[Quantity, list[TableRow]]:
    found: dict[Quantity, list[TableRow]] = {}
    for row in rows:
        found.setdefault(quantity_of(row), []).append(row)
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


def quantity_of(row: TableRow) -> Quantity:
    """The figure of a row that states one; raises ValueError for another."""
    return _quantity(row["qualifier"], row["value"], row["low"], row["high"])


@lru_cache(maxsize=8192)
def _quantity(qualifier: str, value: str, low: str, high: str) -> Quantity:
    found = quantity(qualifier, value, low, high)
    if found is None:
        raise ValueError("a row without a figure was asked for one")
    return found


def _states_figure(row: TableRow) -> bool:
    """Whether a row states a figure in the cells of its qualifier, the lower end below the upper."""
    filled = {end for end in ENDS if row[end]}
    return filled == CELLS[row["qualifier"]] and not (len(filled) == 2 and float(row["low"]) > float(row["high"]))


def figure_text(row: TableRow) -> str:
    """A figure in words: `9.32`, `about 59`, `over 8`, `8 to 10`, `−44` with a minus that no spreadsheet runs."""
    value, low, high = (row[end].replace("-", "−") for end in ENDS)
    if row["qualifier"] == "range":
        return f"{low} to {high}"
    figure = value or low or high
    return figure if row["qualifier"] == "exact" else f"{qualifier_words(row['qualifier'])} {figure}"


def figure_column(row: TableRow) -> str:
    """The first column in which a row states a figure."""
    return next(end for end in ENDS if row[end])

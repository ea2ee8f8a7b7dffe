"""Rules that look at one row at a time, or at a row and the rows that it names."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nolimits.checks.problem import Finding, suggest, visible
from nolimits.checks.reading import Table
from nolimits.checks.row import TableRow
from nolimits.data.periods import years_before
from nolimits.data.quantities import OPEN

Tables = Mapping[str, Table]
Findings = Iterator[Finding]

FIGURES = ("observations", "claims")
ENDS = ("value", "low", "high")
CELLS = {
    "exact": {"value"},
    "about": {"value"},
    **{name: {end} for name, (end, _) in OPEN.items()},
    "range": {"low", "high"},
    "": set(),
}
COUNTED_IN = {  # words of notes that a qualifier which leaves its bound out denies, and the one that would fit
    "over": (re.compile(r"(?i)\b(at least|no less than|not less than|not below|and above|or more)\b"), "at_least"),
    "under": (re.compile(r"(?i)\b(up to|at most|no more than|not more than|not above|or less)\b"), "up_to"),
}
SIZES = {"claims": ("unit", ENDS), "projects": ("capacity_unit", ("capacity",))}
WEB_ADDRESS = re.compile(r"https?://[^\s/?#<>\"'\\^`{|}@]+\.[^\s<>\"'\\^`{|}]+")
FORMULA = tuple("=+-@＝＋－＠")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def figures_lie_within_bounds(tables: Tables) -> Findings:
    """A figure lies within the plausible bounds of its indicator, ends of an interval included."""
    indicators = _by(tables["indicators"], "indicator")
    for row in tables["observations"].sound:
        if (indicator := indicators.get(row["indicator"])) is None:
            continue
        lowest, highest = float(indicator["minimum"] or "-inf"), float(indicator["maximum"] or "inf")
        for end in ENDS:
            if row[end] and not lowest <= float(row[end]) <= highest:
                found = f"{row[end]} {indicator['unit']}"
                right = f"from {lowest:g} to {highest:g}, the bounds of {row['indicator']}"
                yield Finding("observations", row, end, "implausible figure", found, right)


def stated_sizes_lie_within_bounds(tables: Tables) -> Findings:
    """A figure of a claim or the size of a project lies within what is plausible of its indicator, or else of its unit.

    Of a unit is plausible what is of any indicator that has it, and what is smaller: a small plant is no slip.
    """
    indicators = _by(tables["indicators"], "indicator")
    widest: dict[str, tuple[float, float]] = {}
    for indicator in indicators.values():
        low, high = widest.get(indicator["unit"], (0.0, float("-inf")))
        lowest, highest = _bounds(indicator)
        widest[indicator["unit"]] = min(low, lowest), max(high, highest)
    for name, (unit, columns) in SIZES.items():
        for row in tables[name].sound:
            own = indicators.get(row.cells.get("indicator", ""))
            if own is None and row[unit] not in widest:
                continue
            lowest, highest = _bounds(own) if own else widest[row[unit]]
            whose = own["indicator"] if own else f"the indicators in {row[unit]}"
            for column in columns:
                if row[column] and not lowest <= float(row[column]) <= highest:
                    right = f"from {lowest:g} to {highest:g}, the bounds of {whose}"
                    yield Finding(name, row, column, "implausible figure", f"{row[column]} {row[unit]}", right)


def _bounds(indicator: TableRow) -> tuple[float, float]:
    return float(indicator["minimum"] or "-inf"), float(indicator["maximum"] or "inf")


def what_is_whole_has_no_halves(tables: Tables) -> Findings:
    """A figure whose unit counts whole things is a whole number."""
    whole = {row["unit"] for row in tables["units"].sound if row["whole"] == "yes"}
    unit_of = {row["indicator"]: row["unit"] for row in tables["indicators"].sound}
    for row in tables["observations"].sound:
        for end in ENDS if (unit := unit_of.get(row["indicator"], "")) in whole else ():
            if row[end] and not float(row[end]).is_integer():
                right = f"a whole number, because the unit is {unit}; or an indicator with another unit"
                yield Finding("observations", row, end, "half of what is whole", row[end], right)


def bounds_run_upwards(tables: Tables) -> Findings:
    """The smallest plausible figure of an indicator is below the largest."""
    for row in tables["indicators"].sound:
        if row["minimum"] and row["maximum"] and float(row["minimum"]) >= float(row["maximum"]):
            what, right = "bounds the wrong way round", f"less than {row['maximum']}, which is maximum"
            yield Finding("indicators", row, "minimum", what, row["minimum"], right)


def qualifier_fits_its_cells(tables: Tables) -> Findings:
    """Exact and about state a value, over and at least a low, under and up to a high, range both, and none nothing."""
    for name, row in _rows(tables, FIGURES):
        due, filled = CELLS[row["qualifier"]], {end for end in ENDS if row[end]}
        for end in sorted(due ^ filled, key=ENDS.index):
            qualifier = f"the qualifier {row['qualifier']}" if row["qualifier"] else "a row without a qualifier"
            right = f"{qualifier} has {' and '.join(sorted(due, reverse=True)) or 'no figure'}"
            yield Finding(name, row, end, "qualifier and figure disagree", visible(row[end]), right)


def bounds_are_those_of_their_notes(tables: Tables) -> Findings:
    """A note that counts a bound in, as "at least" or "up to" does, stands beside a qualifier that does so as well."""
    for row in (row for row in tables["observations"].sound if row["qualifier"] in COUNTED_IN):
        words, right = COUNTED_IN[row["qualifier"]]
        if found := words.search(row["note"]):
            told = f"{right}: “{found[0]}”"
            yield Finding("observations", row, "qualifier", "bound left out", row["qualifier"], told)


def low_is_not_above_high(tables: Tables) -> Findings:
    """The lower end of a range or of a cost is not above the upper end."""
    ends = {**dict.fromkeys(FIGURES, ("low", "high")), "projects": ("cost_low_usd_bn", "cost_high_usd_bn")}
    for name, row in _rows(tables, ends):
        low, high = ends[name]
        if row[low] and row[high] and float(row[low]) > float(row[high]):
            right = f"at most {row[high]}, which is {high}"
            yield Finding(name, row, low, "ends the wrong way round", row[low], right)


def days_run_forwards(tables: Tables) -> Findings:
    """Periods, windows and measures do not end before they begin, nor take effect before they are announced."""
    for name, first, last in _declarations(tables, "from"):
        for row in tables[name].sound:
            if row[first] and row[last] and row[first] > row[last]:
                right = f"a day not before {row[first]}, which is {first}"
                yield Finding(name, row, last, "days the wrong way round", row[last], right)
    for row in tables["projects"].sound:
        first, _, last = (years := row["planned_completion"]).partition("-")
        if last and first >= last:
            what, right = "years the wrong way round", "the earlier year first, or one year"
            yield Finding("projects", row, "planned_completion", what, years, right)


def nothing_is_known_before_it_happens(tables: Tables) -> Findings:
    """An act is not known before its day, a reported figure not before its period, an end not before its measure.

    Plans, estimates and statements may speak of what is to come, and a figure known within its period is a forecast.
    """
    for name, column, known in _declarations(tables, "happened"):
        for row in tables[name].sound:
            if row[column] > row[known]:
                found = f"{row[known]}, before {row[column]}"
                right = f"not before {row[column]}, which is {column}"
                yield Finding(name, row, known, "known before it happened", found, right)
    for row in tables["measures"].sound:
        if row["ended_known_on"] and row["ended_known_on"] < row["known_on"]:
            what, right = "end known before the measure", f"not before {row['known_on']}, which is known_on"
            yield Finding("measures", row, "ended_known_on", what, row["ended_known_on"], right)
    indicators = _by(tables["indicators"], "indicator")
    for row in tables["observations"].sound:
        indicator = indicators.get(row["indicator"])
        if row["known_on"] < row["period_start"] and indicator and indicator["basis"] == "reported":
            found = f"{row['known_on']}, before {row['period_start']}"
            right = f"not before its period, for {row['indicator']} is reported, not planned"
            yield Finding("observations", row, "known_on", "reported before its period", found, right)


def known_day_is_the_sources_day(tables: Tables) -> Findings:
    """A row became known on the day on which its source was published."""
    sources = _by(tables["sources"], "source")
    dated = [name for name, table in tables.items() if {"source", "known_on"} <= set(table.columns)]
    for name, row in _rows(tables, dated):
        source = sources.get(row["source"])
        if source and row["known_on"] != source["published"]:
            right = f"{source['published']}, when {row['source']} was published"
            yield Finding(name, row, "known_on", "not the day of its source", row["known_on"], right)


def sources_name_their_day(tables: Tables) -> Findings:
    """A source's key holds its day, which is the last of its month or year where only that is known."""
    for row in tables["sources"].sound:
        day, precision = row["published"], row["precision"]
        if f"-{day}-" not in row["source"]:
            right = f"the day in the key {row['source']}"
            yield Finding("sources", row, "published", "not the day in the key", day, right)
        year, month = int(day[:4]), 12 if precision == "year" else int(day[5:7])
        last = f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]}"
        if precision != "day" and day != last:
            right = f"{last}, or the precision day"
            yield Finding("sources", row, "published", f"not the end of its {precision}", day, right)


def keys_name_their_kind(tables: Tables) -> Findings:
    """The first part of a key means what the data package says of it, such as who imposed a measure."""
    for name, table in tables.items():
        for key, prefix in ((field["name"], field["prefix"]) for field in table.fields if "prefix" in field):
            for row in table.sound:
                due, column = prefix["means"].get(row[key].partition("-")[0]), prefix["column"]
                if due and row[column] != due:
                    right = f"{due}, as the key {row[key]} says"
                    yield Finding(name, row, column, "key and column disagree", row[column], right)


def cells_come_together(tables: Tables) -> Findings:
    """No size without its unit, no figure of a claim without a unit, no upper end of a cost without a lower."""
    for name, needed, given in _declarations(tables, "needs"):
        for row in tables[name].sound:
            if row[given] and not row[needed]:
                right = f"a value, because {given} is {row[given]}"
                yield Finding(name, row, needed, "cell missing", visible(""), right)


def cells_stand_where_they_belong(tables: Tables) -> Findings:
    """A level is named by a growth and by nothing else."""
    for name, where, given in _declarations(tables, "only"):
        for row in tables[name].sound:
            if row[given] and row[where["column"]] != where["is"]:
                right = f"an empty cell, because {where['column']} is not {where['is']}"
                yield Finding(name, row, given, "a word too many", row[given], right)


def one_body_has_one_name(tables: Tables) -> Findings:
    """No cell names a body by another name than the one that the data package gives it."""
    for name, instead, column in _declarations(tables, "instead"):
        for other, right in instead.items():
            # a longer name is that of another body: RIA Birobidzhan is not RIA
            alone = re.compile(rf"(?<![\w.-]){re.escape(other)}(?![\w.]| of | [A-Z])")
            for row in tables[name].sound:
                if alone.search(row[column]):
                    yield Finding(name, row, column, "another name of the same", other, right)


def long_periods_say_what_they_are(tables: Tables) -> Findings:
    """A figure of a period longer than a year says whether it is a total, a yearly mean or a stock; no other does."""
    for row in tables["observations"].sound:
        long = row["period_end"] > years_before(row["period_start"], -1)
        if long and not row["aggregate"]:
            right = "total, mean or stock, because the period is longer than a year"
            yield Finding("observations", row, "aggregate", "cell missing", visible(""), right)
        elif row["aggregate"] and not long:
            right = "an empty cell, because the period is no longer than a year"
            yield Finding("observations", row, "aggregate", "a word too many", row["aggregate"], right)


def claims_use_the_indicators_unit(tables: Tables) -> Findings:
    """A figure stated by a claim is in the unit of the indicator that the claim names."""
    indicators = _by(tables["indicators"], "indicator")
    for row in tables["claims"].sound:
        indicator = indicators.get(row["indicator"])
        if indicator and row["unit"] and row["unit"] != indicator["unit"]:
            right = f"{indicator['unit']}, the unit of {row['indicator']}"
            yield Finding("claims", row, "unit", "another unit than the indicator", row["unit"], right)


def addresses_are_of_the_web(tables: Tables) -> Findings:
    """A web address begins with http:// or https:// and a host, and holds no spaces, quotes or brackets."""
    for name, table in tables.items():
        for column in (field["name"] for field in table.fields if field.get("format") == "uri"):
            for row in table.sound:
                if row[column] and not WEB_ADDRESS.fullmatch(row[column]):
                    right = "an address such as https://example.org/page"
                    yield Finding(name, row, column, "not a web address", visible(row[column]), right)


def no_cell_is_a_formula(tables: Tables) -> Findings:
    """No cell begins with a character that makes a spreadsheet run it, = + - or @, unless it is a plain number."""
    for name, table in tables.items():
        for row in table.rows:
            for column, cell in row.cells.items():
                if cell.startswith(FORMULA) and column not in row.faulty and not PLAIN_NUMBER.fullmatch(cell):
                    right = "text that begins with a letter, a digit or a quote"
                    yield Finding(name, row, column, "a spreadsheet would run it", visible(cell), right)


def cells_are_trimmed(tables: Tables) -> Findings:
    """No cell begins or ends with a space."""
    for name, table in tables.items():
        for row in table.rows:
            for column, cell in row.cells.items():
                if cell != cell.strip() and column not in row.faulty:
                    yield Finding(name, row, column, "space around a cell", visible(cell), visible(cell.strip()))


def corrections_still_hold(tables: Tables) -> Findings:
    """The row of which a correction speaks still holds the figure that it expects: its value, else its one end."""
    observations = {tables["observations"].key_of(row): row for row in tables["observations"].sound}
    for row in tables["corrections"].sound:
        if not (observation := observations.get(tables["corrections"].key_of(row))):
            continue
        held = next((observation[end] for end in ENDS if observation[end]), "")
        if not held or float(held) != float(row["expect"]):
            right = f"{visible(held)}, which line {observation.line} of observations now holds: "
            right += "look at the correction again"
            yield Finding("corrections", row, "expect", "the figure has changed", row["expect"], right)


def footnotes_exist(tables: Tables) -> Findings:
    """The footnotes that a claim names exist in its document, and are named once."""
    if not tables["footnotes"].whole:
        return
    known = {(row["document"], row["number"]) for row in tables["footnotes"].rows}
    for row in tables["claims"].sound:
        numbers = row["footnotes"].split(";") if row["footnotes"] else []
        for number in numbers:
            if (row["document"], number) not in known:
                right = f"the number of a footnote of {row['document']}"
                yield Finding("claims", row, "footnotes", "no such footnote", number, right)
        yield from _repetitions(row, "footnotes", numbers)


def forms_of_terms_are_of_one(tables: Tables) -> Findings:
    """No two terms of the glossary share a form, so that whoever meets it is told one thing."""
    of: dict[str, str] = {}
    for row in tables["glossary"].sound:
        for form in (row["term"], *filter(None, row["forms"].split(";"))):
            if form in of:
                yield Finding("glossary", row, "forms", "a form that has a term already", form, f"none of {of[form]}")
            of.setdefault(form, row["term"])


def counterparts_run_both_ways(tables: Tables) -> Findings:
    """A claim's counterpart exists, is of the other document, and names the claim in turn in the same sense."""
    if not tables["claims"].whole:
        return
    claims = {row["claim"]: row for row in tables["claims"].rows}
    for row in tables["claims"].sound:
        links = row["counterpart"].split(";") if row["counterpart"] else []
        for link in links:
            sense, _, other = link.partition(":")
            if other not in claims:
                yield Finding("claims", row, "counterpart", "no such claim", link, suggest(other, claims))
            elif claims[other]["document"] == row["document"]:
                right = "a claim of the other document"
                yield Finding("claims", row, "counterpart", "a claim of the same document", link, right)
            elif f"{sense}:{row['claim']}" not in claims[other]["counterpart"].split(";"):
                right = f"{sense}:{row['claim']} among the counterparts of {other}, line {claims[other].line}"
                yield Finding("claims", row, "counterpart", "one-way counterpart", link, right)
        yield from _repetitions(row, "counterpart", links)


def _repetitions(row: TableRow, column: str, items: list[str]) -> Findings:
    for item in sorted({item for item in items if items.count(item) > 1}):
        yield Finding("claims", row, column, "named twice", item, "each once")


def _declarations(tables: Tables, rule: str) -> Iterator[tuple[str, Any, str]]:
    """Table, the column that a rule names and the column that bears it, as the data package declares them."""
    for name, table in tables.items():
        for field in table.fields:
            if rule in field:
                yield name, field[rule], field["name"]


def _rows(tables: Tables, names: Iterable[str]) -> Iterator[tuple[str, TableRow]]:
    for name in names:
        for row in tables[name].sound:
            yield name, row


def _by(table: Table, column: str) -> dict[str, TableRow]:
    return {row[column]: row for row in table.sound}

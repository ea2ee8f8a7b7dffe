"""The named rules at work, with the exceptions that are granted from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nolimits.checks.problem import Finding, Problem, suggest, visible
from nolimits.checks.reading import Table
from nolimits.checks.registry import RULES
from nolimits.checks.row import TableRow

Name = tuple[str, str, str]


def hold(tables: Mapping[str, Table]) -> list[Problem]:
    """What the rules find beyond the exceptions granted, and the exceptions that no longer apply."""
    granted = {(row["rule"], row["table"], row["row"]): row for row in tables["exceptions"].sound}
    found: list[Problem] = []
    seen: dict[Name, list[str]] = {}
    for rule, check in RULES.items():
        for finding in check(tables):
            table = tables[finding.table]
            name = (rule, finding.table, table.key_of(finding.row))
            seen.setdefault(name, []).append(finding.found)
            if not (exception := granted.get(name)) or exception["found"] != finding.found:
                found.append(_problem(table, finding))
    stale = (finding for name, row in granted.items() for finding in _stale(tables, name, row, seen.get(name, [])))
    return found + [_problem(tables[finding.table], finding) for finding in stale]


def _problem(table: Table, finding: Finding) -> Problem:
    line = finding.row.line_of(finding.column)
    return Problem(table.file, line, finding.column, finding.what, finding.found, finding.right)


def _stale(tables: Mapping[str, Table], name: Name, row: TableRow, seen: list[str]) -> Iterator[Finding]:
    rule, table, key = name
    if rule not in RULES:
        yield Finding("exceptions", row, "rule", "no such rule", visible(rule), suggest(rule, RULES))
    elif table not in tables:
        yield Finding("exceptions", row, "table", "no such table", visible(table), suggest(table, tables))
    elif seen and row["found"] not in seen:
        what = "an exception for something else"
        yield Finding("exceptions", row, "found", what, visible(row["found"]), visible(seen[0]))
    elif not seen and tables[table].whole:
        right = f"no exception, because {rule} finds nothing in such a row of {table}"
        yield Finding("exceptions", row, "row", "an exception that no longer applies", visible(key), right)

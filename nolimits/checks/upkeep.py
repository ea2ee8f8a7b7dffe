"""What must hold of the tables beside the pages: every series is bounded, and used or kept for a reason."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from nolimits.checks import package, reading
from nolimits.checks.problem import Problem
from nolimits.checks.reading import Table
from nolimits.checks.row import TableRow

NAMED = re.compile(r"""["']([a-z0-9_]+\.[a-z0-9_.]+)["']""")


def upkeep_problems(folder: Path, named: Collection[str]) -> list[Problem]:
    """Series that nothing uses and no reason keeps, reasons for series that are used, and series without bounds.

    `named` are the indicators that pages and charts name; those that tests of claims name are found here.
    """
    tables = _read(folder)
    used = names_used(tables, named)
    reasons = [(row, row[_pattern(tables["unused"])]) for row in tables["unused"].rows]
    found = [*_use_problems(tables, used, [pattern for _, pattern in reasons]), *_bound_problems(tables["indicators"])]
    every = [row["indicator"] for row in tables["indicators"].rows]
    for row, pattern in reasons:
        kept = fnmatch.filter(every, pattern)
        if kept and not set(kept) - used:
            right = "no such row, because a page, a chart or a test uses it"
            found.append(
                _problem(tables["unused"], row, _pattern(tables["unused"]), "a reason too many", pattern, right)
            )
        elif not kept:
            right = "the name of an indicator, or a topic and .*"
            found.append(
                _problem(tables["unused"], row, _pattern(tables["unused"]), "nothing of that name", pattern, right)
            )
    return found


def names_used(tables: Mapping[str, Table], named: Collection[str]) -> set[str]:
    """The indicators that pages, charts or tests ask for; a growth is looked for by itself where its level is asked."""
    asked = "".join(cell for row in tables["criteria"].rows for cell in row.cells.values())
    found = {*named, *NAMED.findall(asked)}
    return found | {row["indicator"] for row in tables["indicators"].rows if row["level"] in found}


def unused_indicators(folder: Path, named: Collection[str]) -> list[str]:
    """The indicators that nothing uses and no reason keeps, in the order of the table."""
    tables = _read(folder)
    reasons = [row[_pattern(tables["unused"])] for row in tables["unused"].rows]
    return [row["indicator"] for row in _without_use(tables, names_used(tables, named), reasons)]


def _read(folder: Path) -> dict[str, Table]:
    wanted = ("indicators", "criteria", "unused")
    described = (one for one in package.read_package(folder)[0] if one["name"] in wanted)
    return reading.TableSet({one["name"]: reading.read_table(folder, one) for one in described})


def _pattern(table: Table) -> str:
    return table.key[0]


def _without_use(tables: Mapping[str, Table], used: set[str], reasons: list[str]) -> Iterator[TableRow]:
    for row in tables["indicators"].rows:
        name = row["indicator"]
        if name not in used and not any(fnmatch.fnmatchcase(name, pattern) for pattern in reasons):
            yield row


def _use_problems(tables: Mapping[str, Table], used: set[str], reasons: list[str]) -> Iterator[Problem]:
    for row in _without_use(tables, used, reasons):
        right = "a page, a chart or a test that uses it, or a reason in unused"
        yield _problem(tables["indicators"], row, "indicator", "a series that nothing uses", row["indicator"], right)


def _bound_problems(table: Table) -> Iterator[Problem]:
    for row in table.rows:
        for column in ("minimum", "maximum"):
            if not row[column]:
                right = f"the {'smallest' if column == 'minimum' else 'largest'} plausible figure, to tell slips by"
                yield _problem(table, row, column, "no bound", row["indicator"], right)


def _problem(table: Table, row: TableRow, column: str, what: str, found: str, right: str) -> Problem:
    return Problem(table.file, row.line_of(column), column, what, found, right)

"""Every cell against the data package: types, constraints, keys and foreign keys.

The descriptor is Frictionless'. Its own library would load and check these tables in 1.1 s, gives no physical line,
stops at an undecodable byte, and takes a stray quote or a NUL without a word; so the rules of the descriptor are
applied here, and the library is the witness in the tests.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from nolimits.checks import damage
from nolimits.checks.package import Resource, as_list
from nolimits.checks.problem import suggest, visible
from nolimits.checks.reading import Table
from nolimits.checks.row import TableRow

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EXAMPLES = {
    "number": "a plain number such as 244.819",
    "integer": "a whole number such as 12",
    "date": "a day that exists, written YYYY-MM-DD, such as 2025-09-10",
    "string": "some text",
}
HINTS = 20

SchemaFault = tuple[str, str]


def check_rows(tables: Mapping[str, Table]) -> None:
    """Note the problems of each table with the table, and mark the cells of which nothing can be made."""
    for table in tables.values():
        for field in table.fields:
            _check_column(table, field)
        _check_key(table, table.key)
    for table in tables.values():
        for foreign in table.foreign_keys:
            _check_foreign(table, foreign, tables[foreign["reference"]["resource"]])


def _check_column(table: Table, field: Resource) -> None:
    name, test = field["name"], _test(field)
    wrong = {cell: fault for cell in {row.cells[name] for row in table.rows} if (fault := test(cell))}
    cells = [(row, row[name]) for row in table.rows if name not in row.faulty] if wrong else []
    told = _damage(table, field, cells, wrong)
    for row, cell in cells:
        if cell in told:
            row.faulty |= {name}
        elif cell in wrong:
            table.fault(row, name, wrong[cell][0], visible(cell), wrong[cell][1])
    if field.get("constraints", {}).get("unique") and table.key != [name]:
        _check_key(table, [name])


def _damage(
    table: Table, field: Resource, cells: list[tuple[TableRow, str]], wrong: Mapping[str, SchemaFault]
) -> set[str]:
    """Cells that one program changed in one way, which is told once; rows that name this column's are not missed."""
    by_cause: dict[str, list[tuple[TableRow, str]]] = {}
    for row, cell in cells:
        if cell in wrong and (cause := damage.cause(field["type"], cell)):
            by_cause.setdefault(cause, []).append((row, cell))
    told: set[str] = set()
    for cause, hit in by_cause.items():
        if len(hit) > damage.MANY:
            line, found = hit[0][0].line_of(field["name"]), f"{len(hit):,} cells such as {visible(hit[0][1])}"
            table.report(line, field["name"], damage.CAUSES[cause], found, damage.REMEDIES[cause], True)
            told |= {cell for _, cell in hit}
    return told


def _test(field: Resource) -> Callable[[str], SchemaFault | None]:
    """What is wrong with one cell of a column, and what would be right; None where nothing is."""
    kind, constraints = field["type"], field.get("constraints", {})
    enum, pattern = constraints.get("enum"), re.compile(constraints.get("pattern", ""))
    lowest, highest = constraints.get("minimum"), constraints.get("maximum")
    longest = constraints.get("maxLength", float("inf"))

    def test(cell: str) -> SchemaFault | None:
        if not cell:
            return ("missing value", _example(field)) if constraints.get("required") else None
        if not _is_of_type(kind, cell):
            return f"not a {kind}" if kind != "integer" else "not an integer", EXAMPLES[kind]
        if enum is not None and cell not in enum:
            return "unknown value", suggest(cell, enum)
        if pattern.pattern and not pattern.fullmatch(cell):
            return "malformed value", f"text of the form {pattern.pattern}"
        if len(cell) > longest:
            return "too long", f"at most {longest} characters, not {len(cell)}"
        if lowest is not None and float(cell) < lowest:
            return "too small", f"at least {lowest}"
        if highest is not None and float(cell) > highest:
            return "too large", f"at most {highest}"
        return None

    return test


def _example(field: Resource) -> str:
    constraints = field.get("constraints", {})
    if enum := constraints.get("enum"):
        return suggest("", enum)
    if pattern := constraints.get("pattern"):
        return f"text of the form {pattern}"
    return EXAMPLES[field["type"]]


@lru_cache(maxsize=4096)
def _is_of_type(kind: str, cell: str) -> bool:
    match kind:
        case "number":
            return NUMBER.fullmatch(cell) is not None
        case "integer":
            return INTEGER.fullmatch(cell) is not None
        case "date":
            return DAY.fullmatch(cell) is not None and _exists(cell)
    return True


def _exists(day: str) -> bool:
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _check_key(table: Table, columns: list[str]) -> None:
    """No two rows share a key."""
    first: dict[str, TableRow] = {}
    for row in table.rows:
        key = _join(row, columns)
        if not key.strip(";") or not row.faulty.isdisjoint(columns):
            continue
        if (earlier := first.setdefault(key, row)) is not row:
            right = f"a {' + '.join(columns)} of its own: line {earlier.line} holds the same"
            table.report(row.line_of(columns[-1]), columns[0], "repeated key", visible(key), right)


def _check_foreign(table: Table, foreign: Resource, target: Table) -> None:
    """Every reference names a row that exists."""
    columns, theirs = as_list(foreign["fields"]), as_list(foreign["reference"]["fields"])
    if not target.whole:
        return
    known = {_join(row, theirs) for row in target.rows}
    hints: dict[str, str] = {}
    for row, key in _references(table, columns):
        if key in known:
            continue
        if key not in hints:
            hints[key] = _hint(key, known, theirs) if len(hints) < HINTS else f"a key of {target.name}"
        table.fault(row, columns[0], f"no such row in {target.name}", visible(key), hints[key])


def _references(table: Table, columns: list[str]) -> Iterator[tuple[TableRow, str]]:
    for row in table.rows:
        key = _join(row, columns)
        if key.strip(";") and row.faulty.isdisjoint(columns):
            yield row, key


def _hint(key: str, known: set[str], columns: list[str]) -> str:
    kin = {other for other in known if other.partition(";")[0] == key.partition(";")[0]}
    return suggest(key, sorted(kin if len(columns) > 1 and kin else known))


def _join(row: TableRow, columns: list[str]) -> str:
    return row.cells[columns[0]] if len(columns) == 1 else ";".join([row.cells[column] for column in columns])

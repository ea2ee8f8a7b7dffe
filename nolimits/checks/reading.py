"""The tables as bytes: what is wrong with a file before anything is made of its cells.

A reader that goes on after each fault, so that one run shows all of them; it keeps the physical line of every row.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nolimits.checks import damage, lexer
from nolimits.checks.package import Resource, as_list
from nolimits.checks.problem import Problem, suggest, visible
from nolimits.checks.row import TableRow
from nolimits.data.nouns import many
from nolimits.data.whereabouts import from_root

LONGEST = 2000
UNDECODED, LOST = "not UTF-8", "\ufffd"
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


@dataclass(eq=False)
class Table:
    """A table as read: `whole` is false where rows or columns could not be read, so that others may miss them.

    `about` is what the data package says of it.
    """

    name: str
    file: str
    fields: list[Resource]
    key: list[str]
    foreign_keys: list[Resource]
    may_be_empty: bool = False
    about: Resource = field(default_factory=dict)
    header: list[str] = field(default_factory=list)
    rows: list[TableRow] = field(default_factory=list)
    whole: bool = True
    problems: list[Problem] = field(default_factory=list)
    memo: dict[str, Any] = field(default_factory=dict, repr=False)  # what several rules ask of its sound rows

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in the order of the data package."""
        return [column["name"] for column in self.fields]

    @property
    def sound(self) -> list[TableRow]:
        """Rows in which every cell is of its column's type."""
        return [row for row in self.rows if not row.faulty]

    def key_of(self, row: TableRow) -> str:
        """The row's key in one word, as exceptions name it."""
        return ";".join(row[column] for column in self.key)

    def column(self, number: int) -> str:
        """A column of the file by its name, or by its number where the header names none."""
        header = self.header or self.columns
        return header[number - 1] if number <= len(header) and header[number - 1] else str(number)

    def report(self, line: int, column: str | int, what: str, found: str, right: str, lost: bool = False) -> None:
        """Note a problem; `lost` where something could not be read because of it."""
        self.problems.append(Problem(self.file, line, str(column), what, found, right))
        self.whole = self.whole and not lost

    def fault(self, row: TableRow, column: str, what: str, found: str, right: str) -> None:
        """Note a problem with a cell, and that nothing is to be made of the cell."""
        self.report(row.line_of(column), column, what, found, right)
        row.faulty |= {column}


class TableSet(dict[str, Table]):
    """Tables by name; one that the data package does not describe is there without a row."""

    def __missing__(self, name: str) -> Table:
        return Table(name, "", [], [], [])


def read_table(folder: Path, resource: Resource) -> Table:
    """One table with all its lexical problems."""
    path, schema = folder / resource["path"], resource["schema"]
    key, foreign_keys = as_list(schema["primaryKey"]), schema.get("foreignKeys", [])
    may_be_empty = resource.get("may_be_empty", False)
    table = Table(resource["name"], from_root(path), schema["fields"], key, foreign_keys, may_be_empty, resource)
    try:
        if path.is_fifo():  # to read it is to wait for whoever writes it
            table.report(1, 1, "unreadable table", "a pipe", "a file that can be read", True)
            return table
        data = path.read_bytes()
    except FileNotFoundError:
        right = f"a table with the columns {', '.join(table.columns)}"
        table.report(1, 1, "missing table", "no such file", right, True)
        return table
    except OSError as error:
        table.report(1, 1, "unreadable table", str(error.strerror), "a file that can be read", True)
        return table
    if text := _text(table, data):
        _rows(table, text)
    return table


def stray_tables(folder: Path, resources: list[Resource]) -> Iterator[Problem]:
    """CSV files that lie beside the tables without being one of them."""
    described = [resource["path"] for resource in resources]
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.lower() == ".csv" and path.name not in described:
            right = f"a resource of that path in datapackage.yaml ({suggest(path.name, described)}), or no such file"
            yield Problem(from_root(path), 1, "1", "a table that the data package does not describe", path.name, right)


# --- from bytes to text


def _text(table: Table, data: bytes) -> str:
    """The file as text with line feeds, byte order mark and carriage returns noted and removed."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        table.report(1, 1, UNDECODED, "the byte order mark of UTF-16", "text saved as UTF-8", True)
        return ""
    if data.startswith(codecs.BOM_UTF8):
        table.report(1, 1, "byte order mark", "bytes EF BB BF before the header", "UTF-8 without such a mark")
        data = data.removeprefix(codecs.BOM_UTF8)
    if returns := data.count(b"\r\n"):
        first = data[: data.index(b"\r\n")].count(b"\n") + 1
        found = many(returns, "line ends in CR LF", "lines end in CR LF")
        table.report(first, 1, "carriage returns", found, "lines that end in LF alone")
        data = data.replace(b"\r\n", b"\n")
    if not data.strip():
        table.report(1, 1, "empty file", many(len(data), "byte"), "a header and at least one row", True)
        return ""
    if not data.endswith(b"\n"):
        table.report(data.count(b"\n") + 1, 1, "no newline at the end", "the last line is open", "a line feed after it")
        data += b"\n"
    return _decode(table, data)


def _decode(table: Table, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        lines = data.split(b"\n")
    if broken := _of_one_byte(data, lines):
        found = (
            f"{many(broken, 'line')} in another encoding, most likely {damage.one_byte(data) or 'of one byte a letter'}"
        )
        right = f"text saved as UTF-8: `nolimits format {table.name}` writes Windows-1251 so"
        table.report(1, 1, "not UTF-8: a program saved it in another encoding", found, right, True)
        return ""
    for number, line in enumerate(lines, 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            before = line[: error.start].decode("utf-8")
            cells, stopped = lexer.cells(before)
            column = table.column(len(cells) + (stopped is not None)) if number > 1 else 1
            found = f"byte {line[error.start]:#04x} after {visible(before[-20:])}"
            table.report(number, column, UNDECODED, found, "text saved as UTF-8", True)
    return data.decode("utf-8", "replace")


def _of_one_byte(data: bytes, lines: list[bytes]) -> int:
    """How many lines are no UTF-8, where that is so because the whole file was saved in another encoding; else 0."""
    broken = sum(not _decodes(line) for line in lines)
    return broken if broken >= damage.BROKEN_LINES or (broken > 1 and damage.one_byte(data)) else 0


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# --- from text to rows


def _rows(table: Table, text: str) -> None:
    if sign := damage.separator(text.partition("\n")[0], table.columns):
        found = f"cells parted by {damage.SEPARATORS[sign]}"
        right = f"cells parted by commas: `nolimits format {table.name}` writes them so"
        table.report(1, 1, "a spreadsheet saved it with another separator", found, right, True)
        return
    records = _records(table, text)
    line, header = next(records, (0, []))
    if line != 1:
        return  # a stray quote in the header, which is noted
    table.header, columns = header, _columns(table, header)
    undecoded = {problem.line for problem in table.problems if problem.what == UNDECODED}
    is_seen = not (UNSEEN.search(text) or LOST in text)  # asked of all cells at once
    known: dict[str, str] = {}  # most cells are written many times, and held once
    for line, cells in records:
        if undecoded and undecoded.intersection(range(line, line + 1 + sum(cell.count("\n") for cell in cells))):
            continue
        if len(cells) != len(header):
            _report_cell_count(table, line, cells, header)
        elif columns:
            row = TableRow(line, dict(zip(columns, [known.setdefault(cell, cell) for cell in cells], strict=True)))
            if not is_seen or sum(map(len, cells)) > LONGEST:
                _unfit(table, row)
            table.rows.append(row)
    if not table.rows and table.whole and not table.may_be_empty:
        table.report(1, 1, "empty table", "a header and no rows", "at least one row", True)


def _records(table: Table, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line; lines with a stray quote are noted and left out."""
    for record in lexer.csv_records(text):
        if record.stray is None:
            yield record.line, record.cells
            continue
        column = table.column(len(record.cells) + 1)
        right = 'a cell in quotes from its first to its last character, with "" for a quote inside it'
        table.report(record.line, column, "stray quote", visible(record.stray), right, True)


def _columns(table: Table, header: list[str]) -> list[str] | None:
    """The header's names where they are those of the data package in any order; None where they are not."""
    right = f"the columns {', '.join(table.columns)}"
    if header == table.columns:
        return header
    missing = [name for name in table.columns if name not in header]
    for name in missing:
        table.report(1, name, "missing column", f"no column {name}", right, True)
    seen: set[str] = set()
    for number, name in enumerate(header, 1):
        if name in seen or name not in table.columns:
            what = "repeated column" if name in seen else "unknown column"
            hint = suggest(name, missing) if missing else "a column of the data package"
            table.report(1, name if name.isidentifier() else number, what, visible(name), hint, True)
        seen.add(name)
    if seen == set(table.columns) and len(seen) == len(header):
        moved = next(name for name, due in zip(header, table.columns, strict=True) if name != due)
        table.report(1, moved, "misplaced column", f"{moved} is column {header.index(moved) + 1}", right)
        return header
    return None


def _report_cell_count(table: Table, line: int, cells: list[str], header: list[str]) -> None:
    right = f"{many(len(header), 'cell')}, as in the header"
    if cells == [""]:
        table.report(line, 1, "empty line", "no cells", right, True)
    elif len(cells) < len(header):
        table.report(line, header[len(cells)], "missing cell", many(len(cells), "cell"), right, True)
    else:
        right += "; a comma inside a cell needs quotes around the cell"
        table.report(line, len(header) + 1, "extra cell", many(len(cells), "cell"), right, True)


def _unfit(table: Table, row: TableRow) -> None:
    """Note cells that are far too long or hold what cannot be seen."""
    for column, cell in row.cells.items():
        if len(cell) > LONGEST:
            found = f"{len(cell):,} characters"
            table.fault(row, column, "overlong cell", found, f"at most {LONGEST:,} characters")
        elif unseen := UNSEEN.search(cell):
            found = f"U+{ord(unseen[0]):04X} in {visible(cell)}"
            table.fault(row, column, "invisible character", found, "text without control characters")
        elif LOST in cell:
            right = "the character that stood here before the text was read in a wrong encoding"
            table.fault(row, column, "lost character", f"U+FFFD in {visible(cell)}", right)

"""Files as people save them, as lines of cells: CSV of any separator and encoding, Excel and OpenOffice workbooks."""

from __future__ import annotations

import codecs
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nolimits.checks import damage, lexer
from nolimits.checks.problem import printable
from nolimits.data import DataError, lines_of
from nolimits.updates.asides import MERGED, PERCENT, AsidePlaces, Share, Spoilt, asides

Merged = tuple[tuple[int, int], tuple[int, int]]  # the first cell and the last, by row and column from 0
Cell = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta
TEXT = (".csv", ".tsv", ".txt")
BOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
NAMES = {",": "commas", **damage.SEPARATORS}
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
LOOKED_AT = 10  # lines in which a header is looked for, and the separator
LARGEST = 100_000_000  # bytes: a table of figures is never so large


@dataclass(frozen=True)
class Line:
    """A line of a sheet: its number as an editor or a spreadsheet shows it, its cells, and what is wrong with it."""

    number: int
    cells: list[Cell]
    broken: str = ""


@dataclass(frozen=True)
class SourceSheet:
    """One sheet: its file as it was named, its name (empty for text), its lines, and how it was read if not plainly."""

    file: str
    name: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """How a refusal names it."""
        return printable(f"{self.file}, sheet {self.name}" if self.name else self.file)

    @property
    def filled(self) -> bool:
        """Whether there is anything in it."""
        return any(any(line.cells) for line in self.lines)


def sheets(path: Path, encoding: str = "", separator: str = "") -> list[SourceSheet]:
    """All sheets of a file; one of text has one. `encoding` and `separator` are found where they are not given.

    Raises DataError for a file that is not there, is of another kind, or cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise DataError(f"{path}: more than {LARGEST:,} bytes: give the table that is meant, not a whole archive")
        data = path.read_bytes()
    except OSError as error:
        right = "make it one that you may read" if isinstance(error, PermissionError) else "name a CSV or a spreadsheet"
        raise DataError(f"{path}: {error.strerror}: {right}") from None
    suffix = path.suffix.lower()
    if suffix in BOOKS:
        return _workbook(path)
    if suffix not in TEXT:
        raise DataError(f"{path}: not a kind of file that is read: name one of {', '.join((*TEXT, *BOOKS))}")
    if data.startswith(b"PK\x03\x04") or data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataError(f"{path}: a spreadsheet under the name of a text: call it {path.stem}.xlsx, .xls or .ods")
    return [_text(str(path), data, encoding, separator)]


# --- text


def _text(file: str, data: bytes, encoding: str, separator: str) -> SourceSheet:
    text, remarks = decode_file(file, data, encoding)
    text = lines_of(text)
    skipped = 0
    if text.startswith("sep=") and text[5:6] == "\n":
        separator, text, skipped = separator or text[4], text[6:], 1
    text = text if text.endswith("\n") else text + "\n"
    separator = separator or separator_of(text)
    if separator != ",":
        remarks.append(f"cells parted by {NAMES.get(separator, repr(separator))}")
    lines = []
    for record in lexer.csv_records(text, separator):
        broken = ""
        if record.stray is not None:
            broken = (
                f'a stray quote in {record.stray[:40]!r}: put a cell with quotes in quotes, with "" for each inside'
            )
        lines.append(Line(record.line + skipped, list(record.cells), broken))
    return SourceSheet(file, "", tuple(lines), tuple(remarks))


def decode_file(file: str, data: bytes, encoding: str = "") -> tuple[str, list[str]]:
    """The text of a file and, if not plain UTF-8, how it was read; raises DataError where that cannot be told."""
    found = encoding or next((name for bom, name in BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(found)
    except LookupError:
        raise DataError(f"{file}: no encoding is called {found!r}: write one such as utf-8 or cp1251") from None
    except UnicodeError as error:
        found = "" if encoding else damage.one_byte(data)
        if not found:
            right = "save it as UTF-8, or name its encoding in a mapping"
            raise DataError(f"{file}: neither UTF-8 nor Windows-1251 ({error}): {right}") from None
        text = data.decode(found)
    told = {"utf-8-sig": "a byte order mark", "utf-16": "UTF-16", "cp1251": "Windows-1251"}
    return text, [f"read as {told.get(found, found)}"] if found not in ("utf-8", "utf-8-sig") else []


def separator_of(text: str) -> str:
    """The sign that parts most cells in the first lines of a text; a comma where none parts any."""
    first = text.split("\n", LOOKED_AT)[:LOOKED_AT]
    most = {sign: max(len(lexer.cells(line, sign)[0]) for line in first) for sign in NAMES}
    return max(NAMES, key=lambda sign: most[sign])


# --- workbooks


def _workbook(path: Path) -> list[SourceSheet]:
    try:
        import python_calamine
    except ImportError:
        raise DataError(f"{path}: spreadsheets need python-calamine: pip install 'nolimits[updates]'") from None
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        held = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        found = [(name, one.to_python(skip_empty_area=False), one.merged_cell_ranges or ()) for name, one in held]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a reader of another language may end in its own way on a broken file
        said = " ".join(str(error).split()) or type(error).__name__
        raise DataError(f"{path}: cannot be read as a spreadsheet ({said}): save it anew, or as CSV") from None
    told = asides(path)
    return [SourceSheet(str(path), name, _lines(rows, merged, told.get(name, {}))) for name, rows, merged in found]


def _lines(rows: list[list[Cell]], merged: Iterable[Merged], told: AsidePlaces) -> tuple[Line, ...]:
    """The lines of a workbook's sheet, with what its cells tell besides their values."""
    for (top, left), (bottom, right) in merged:
        for row in rows[top + 1 : bottom + 1]:
            row[left : right + 1] = [Spoilt.of(MERGED) if cell == "" else cell for cell in row[left : right + 1]]
    for (row_, column), (kind, shown) in told.items():
        if row_ <= len(rows) and column <= len(cells := rows[row_ - 1]):
            cell = cells[column - 1]
            if kind != PERCENT:
                cells[column - 1] = Spoilt.of(kind, shown)
            elif isinstance(cell, (int, float)):
                cells[column - 1] = Share(cell)
    return tuple(Line(number, list(cells)) for number, cells in enumerate(rows, 1))

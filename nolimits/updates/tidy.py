"""`nolimits format`: tables as an editor, a spreadsheet or pandas left them, written as the project writes them."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nolimits.checks import lexer
from nolimits.checks.package import read_package
from nolimits.checks.problem import suggest
from nolimits.data import DataError, Row, lines_of
from nolimits.data.nouns import many
from nolimits.data.tables import sort_key
from nolimits.data.whereabouts import from_root
from nolimits.updates.cells import Style, UnfitError, fit, style
from nolimits.updates.intake import columns_of
from nolimits.updates.sheets import NAMES, decode_file, separator_of
from nolimits.updates.writing import as_bytes, write_together

Resource = Mapping[str, Any]


@dataclass(frozen=True)
class Tidied:
    """One table as written: what was done to it, a few words for each; nothing where it was in order."""

    table: str
    content: bytes
    done: Sequence[str] = ()

    def __str__(self) -> str:
        return f"{self.table}: {', '.join(self.done) or 'in order'}"


@dataclass
class _Cells:
    """What was done to cells."""

    zeros: list[str] = field(default_factory=list)
    days: int = 0
    commas: int = 0
    spaces: int = 0

    def remarks(self) -> list[str]:
        first = f" ({self.zeros[0]})" if self.zeros else ""
        counts = (
            (len(self.zeros), f"zeros at the end of {{}} taken away{first}", "number"),
            (self.days, "{} written as YYYY-MM-DD", "day"),
            (self.commas, "{} written plainly", "number"),
            (self.spaces, "spaces around {} taken away", "cell"),
        )
        return [text.format(many(number, noun)) for number, text, noun in counts if number]


def tidy(folder: Path, names: Sequence[str] = ()) -> list[Tidied]:
    """Put tables in order, all where none is named; written together or not at all.

    Raises DataError for a table that is not there, and for one whose cells cannot be told apart.
    """
    resources, problems = read_package(folder)
    if problems:
        raise DataError(str(problems[0]))
    known = {one["name"]: one for one in resources}
    for name in names:
        if name not in known:
            raise DataError(f"no table is called {name!r}: {suggest(name, known)}")
    made = [_tidy(folder / known[name]["path"], known[name]) for name in (names or known)]
    write_together(folder, {f"{one.table}.csv": one.content for one in made if one.done})
    return made


def _tidy(path: Path, resource: Resource) -> Tidied:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{from_root(path)}: {error.strerror}") from None
    text, done = decode_file(from_root(path), data)
    if data.startswith(codecs.BOM_UTF8):
        done.append("byte order mark taken away")
    plain = lines_of(text)
    done += [f"{many(text.count(chr(13)), 'carriage return')} taken away"] if plain != text else []
    columns, separator = columns_of(resource), separator_of(plain)
    done += [f"{NAMES[separator]} between cells made commas"] if separator != "," else []
    rows, header = _rows(path, plain if plain.endswith("\n") else plain + "\n", separator, columns)
    done += ["columns put in order"] if header != columns else []
    made = _write_plainly(rows, resource, done)
    place = sort_key(resource)
    ordered = sorted(made, key=place)
    moved = sum(a is not b for a, b in zip(made, ordered, strict=True))
    done += [f"{many(moved, 'row')} moved"] if moved else []
    content = as_bytes(columns, ordered)
    if content != data and not done:
        done.append("quotes and line ends made plain")
    return Tidied(resource["name"], content, tuple(done))


def _rows(path: Path, text: str, separator: str, columns: Sequence[str]) -> tuple[list[Row], list[str]]:
    found = [one for one in lexer.csv_records(text, separator) if one.cells != [""] or one.stray is not None]
    where = from_root(path)
    for one in found:
        if one.stray is not None:
            raise DataError(f"{where}:{one.line}: a stray quote in {one.stray[:40]!r}: mend it by hand, then again")
    header = [name.strip() for name in found[0].cells] if found else []
    if sorted(header) != sorted(columns):
        odd = [name for name in header if name not in columns] or [name for name in columns if name not in header]
        said = f"column {odd[0]!r}" if odd else "a column twice"
        raise DataError(f"{where}:1: {said}: the columns are {', '.join(columns)}")
    rows = []
    for one in found[1:]:
        if len(one.cells) != len(header):
            counted = f"{many(len(one.cells), 'cell')} under {many(len(header), 'column')}"
            raise DataError(f"{where}:{one.line}: {counted}: mend it by hand")
        rows.append(dict(zip(header, one.cells, strict=True)))
    return rows, header


def _write_plainly(rows: Sequence[Row], resource: Resource, done: list[str]) -> list[Row]:
    """Rows with their cells written plainly; a cell in which two things can be meant stays for the check to tell."""
    fields = resource["schema"]["fields"]
    numbers = [one["name"] for one in fields if one["type"] in ("number", "integer")]
    how, counts = style(row[name] for row in rows for name in numbers), _Cells()
    made = [{one["name"]: _cell(one, row[one["name"]], how, counts) for one in fields} for row in rows]
    done += counts.remarks()
    return made


def _cell(about: Resource, cell: str, how: Style, counts: _Cells) -> str:
    try:
        made = fit(about, cell, how)
    except UnfitError:
        return cell
    if made == cell:
        return cell
    if cell.strip() == made:
        counts.spaces += 1
    elif about["type"] == "date":
        counts.days += 1
    elif about["type"] in ("number", "integer"):
        if cell.strip().rstrip("0").rstrip(".") == made:
            counts.zeros.append(f"{cell} → {made}")
        else:
            counts.commas += 1
    else:
        counts.spaces += 1
    return made

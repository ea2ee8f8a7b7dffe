"""From the sheets of a file to rows of tables: which table a sheet is, and each of its cells as that table holds it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nolimits.checks.package import as_list
from nolimits.checks.problem import suggest
from nolimits.data import DataError, Row
from nolimits.data.nouns import many
from nolimits.updates.cells import UnfitError, fit, in_refusal, may_be_thousands, style
from nolimits.updates.rows import Incoming, Place, Refusal
from nolimits.updates.sheets import LOOKED_AT, Cell, Line, SourceSheet

Resource = Mapping[str, Any]
UNIT, INDICATOR = "unit", "indicator"
NAMED = 4  # cells of a first row that are told where it is no header


@dataclass
class Intake:
    """What was read: rows for tables, rows that are refused, how files were read, and sheets that were not.

    `unfit` are rows that are refused for a cell: what else is wrong with them is to be told as well.
    """

    rows: list[Incoming] = field(default_factory=list)
    unfit: list[Incoming] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)  # the places of sheets, in order

    def add(self, other: Intake) -> None:
        """Take in what was read of another sheet."""
        self.rows += other.rows
        self.unfit += other.unfit
        self.refused += other.refused
        self.remarks += other.remarks
        self.left_out += other.left_out
        self.read += other.read


def columns_of(resource: Resource) -> list[str]:
    """The names of a table's columns, in order."""
    return [one["name"] for one in resource["schema"]["fields"]]


def key_of(resource: Resource) -> tuple[str, ...]:
    """The columns of a table's key."""
    return tuple(as_list(resource["schema"]["primaryKey"]))


# --- in our columns


def take(found: Sequence[SourceSheet], resources: Sequence[Resource], units: Mapping[str, str]) -> Intake:
    """The rows of the sheets of one file in the columns of the data package; `units` are those of the indicators.

    Raises DataError where no sheet of the file is a table of ours.
    """
    intake = Intake()
    known = [(sheet, recognise(sheet, resources)) for sheet in found if sheet.filled]
    if not any(table for _, table in known):
        sheet = known[0][0] if known else found[0]
        raise DataError(f"{sheet.place}: {_unknown(sheet, resources)}")
    for sheet, table in known:
        intake.remarks += [f"{sheet.place}: {remark}" for remark in sheet.remarks]
        if table is None:
            intake.left_out.append(
                f"{sheet.place}: {_unknown(sheet, resources)}, or leave it out: --skip '{sheet.name}'"
            )
            continue
        resource, at = table
        intake.add(_rows(sheet, resource, at, units))
    return intake


def recognise(sheet: SourceSheet, resources: Sequence[Resource]) -> tuple[Resource, int] | None:
    """Which table a sheet is, by its header or its name, and on which of its lines the header stands."""
    names = {sheet.name.lower(), Path(sheet.file).stem.lower()}
    best: tuple[tuple[bool, int, int], Resource, int] | None = None
    for at, line in enumerate(sheet.lines[:LOOKED_AT]):
        header = set(names_of(line))
        for resource in resources:
            columns = set(columns_of(resource))
            if not header >= set(key_of(resource)) or len(header & columns) < 2:
                continue
            unknown = len(header - columns - {"", UNIT})
            by_name = any(name == resource["name"] or name.startswith(f"{resource['name']}-") for name in names)
            if not by_name and unknown > len(header & columns) / 2:
                continue
            slips = sum(bool(difflib.get_close_matches(one, columns - header)) for one in header - columns)
            rank = (by_name, len(header & columns) - unknown + 2 * slips, -len(columns - header))
            if best is None or rank > best[0]:
                best = rank, resource, at
    return (best[1], best[2]) if best else None


def names_of(line: Line) -> list[str]:
    """The names in a header, as ours are written: small letters, no spaces."""
    return ["_".join(str(cell).strip().lower().replace("\ufeff", "").split()) for cell in line.cells]


def _unknown(sheet: SourceSheet, resources: Sequence[Resource]) -> str:
    first = next((line for line in sheet.lines if any(line.cells)), None)
    if first is None:
        return "holds no rows: give a table with a header"
    header = names_of(first)
    nearest = max(resources, key=lambda one: len(set(header) & set(columns_of(one))))
    missing = [name for name in columns_of(nearest) if name not in header]
    if set(header) & set(columns_of(nearest)) and missing:
        return f"not a table of ours: nearest is {nearest['name']}, whose column {missing[0]} is not in its header"
    said = ", ".join([in_refusal(name) for name in header if name][:NAMED])
    return f"its first row ({said}) names no column of ours: write a header above, or name a mapping with --mapping"


def _rows(sheet: SourceSheet, resource: Resource, at: int, units: Mapping[str, str]) -> Intake:
    columns, header = columns_of(resource), names_of(sheet.lines[at])
    while header and not header[-1]:
        header.pop()
    extra = {UNIT} if INDICATOR in columns and UNIT not in columns else set()
    for name in header:
        if header.count(name) > 1:
            raise DataError(f"{sheet.place}, row {sheet.lines[at].number}: the column {name or 'without a name'} twice")
        if name not in columns and name not in extra:
            hint = suggest(name, [one for one in columns if one not in header] or columns)
            where = f"{sheet.place}, row {sheet.lines[at].number}"
            raise DataError(f"{where}: {resource['name']} has no column {name or 'without a name'!r}: {hint}")
    intake = Intake()
    lines = [line for line in sheet.lines[at + 1 :] if line.broken or any(str(cell).strip() for cell in line.cells)]
    raw: list[tuple[Place, dict[str, Cell]]] = []
    for line in lines:
        place = Place(sheet.place, line.number)
        if fault := line.broken or _count_fault(line.cells, header, of_text=not sheet.name):
            intake.refused.append(Refusal(place, resource["name"], "", fault, "", ""))
        else:
            raw.append((place, dict(zip(header, [*line.cells, *[""] * len(header)], strict=False))))
    intake.add(fit_rows(resource, raw, units))
    return intake


def _count_fault(cells: list[Cell], header: list[str], *, of_text: bool) -> str:
    said = f"{many(len(cells), 'cell')} under {many(len(header), 'column')}"
    if len(cells) > len(header) and any(cell != "" for cell in cells[len(header) :]):
        if not of_text:
            beside = next(cell for cell in cells[len(header) :] if cell != "")
            return (
                f"a cell beside the table, {in_refusal(beside)}, under no name: name its column, or take the cell away"
            )
        return f"{said}: put a cell that holds the separator in quotes"
    if len(cells) < len(header):
        return f"{said}: leave none out, an empty one has its separator too"
    return ""


# --- cells


def fit_rows(resource: Resource, raw: Sequence[tuple[Place, dict[str, Cell]]], units: Mapping[str, str]) -> Intake:
    """Rows with each cell as the table holds it; columns that are not there are empty."""
    name, fields = resource["name"], resource["schema"]["fields"]
    numbers = [one["name"] for one in fields if one["type"] in ("number", "integer")]
    how = style(cells.get(column, "") for _, cells in raw for column in numbers)
    unclear = {column for column in numbers if may_be_thousands(cells.get(column, "") for _, cells in raw)}
    intake, zeros = Intake(), 0
    for place, cells in raw:
        row: Row = {}
        faults: list[Refusal] = []
        for one in fields:
            cell = cells.get(one["name"], "")
            try:
                row[one["name"]] = fit(one, cell, how)
            except UnfitError as error:
                row[one["name"]] = str(cell)
                faults.append(Refusal(place, name, one["name"], error.what, in_refusal(cell), error.right))
        faults += _of_another_unit(place, name, cells, row, units)
        intake.refused += faults
        (intake.unfit if faults else intake.rows).append(
            Incoming(name, row, place, either=_columns_with_point(unclear, cells))
        )
        if not faults:
            zeros += sum(_loses_zeros(cells.get(column, ""), row[column]) for column in numbers)
    if how.comma:
        intake.remarks.append(f"{raw[0][0].sheet}: decimal commas read as decimal points")
    if zeros:
        intake.remarks.append(f"{raw[0][0].sheet}: zeros at the end of {many(zeros, 'number')} taken away (5.0 → 5)")
    return intake


def _columns_with_point(columns: Iterable[str], cells: Mapping[str, Cell]) -> frozenset[str]:
    return frozenset(name for name in columns if isinstance(cell := cells.get(name), str) and "." in cell)


def _loses_zeros(cell: Cell, made: str) -> bool:
    return isinstance(cell, str) and cell.strip().endswith("0") and "." in cell.replace(",", ".") and cell != made


def _of_another_unit(
    place: Place, name: str, cells: Mapping[str, Cell], row: Row, units: Mapping[str, str]
) -> Iterable[Refusal]:
    """A row that says its unit says that of its indicator."""
    said = str(cells.get(UNIT, "")).strip()
    due = units.get(row.get(INDICATOR, ""))
    if UNIT not in row and said and due and said != due:
        right = f"{due}, the unit of {row[INDICATOR]}: a figure in another unit needs a mapping that says so"
        yield Refusal(place, name, UNIT, "another unit than the indicator's", in_refusal(said), right)

"""Mappings: how a publisher's table becomes rows of ours, declared in `data/mappings/NAME.yaml`."""

from __future__ import annotations

import datetime
import fnmatch
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from nolimits.checks.problem import SHOWN, printable, suggest, visible
from nolimits.checks.rules import ENDS
from nolimits.data import DataError, mapping_of
from nolimits.data.periods import Period, day, month, since_january, whole_year
from nolimits.data.stakes import NOBODY
from nolimits.updates.asides import Spoilt
from nolimits.updates.cells import Style, UnfitError, in_refusal, plain_decimal, plain_number, style
from nolimits.updates.intake import INDICATOR, Intake, columns_of, fit_rows, key_of
from nolimits.updates.rows import Incoming, Place, Refusal
from nolimits.updates.sheets import Cell, Line, SourceSheet

FOLDER = "mappings"
SCHEMA = Path(__file__).with_name("mapping.schema.json")
KINDS = {
    **{"string": "text", "integer": "a whole number", "boolean": "true or false"},
    **{"array": "a list that is not empty", "object": "a mapping that is not empty"},
}
ROW = "\0row"  # the column that keeps the number of a row while pandas melts; no file has it
PERIOD = ("period_start", "period_end")
Resource = Mapping[str, Any]


@dataclass(frozen=True)
class Layout:
    """A mapping as declared: its name, and what its file says."""

    name: str
    told: Mapping[str, Any]

    def reads(self, path: Path) -> bool:
        """Whether it is for a file of this name."""
        return any(fnmatch.fnmatch(path.name.lower(), one.lower()) for one in self.told.get("files", ["*"]))


def mapping(name: str, folder: Path, resources: Sequence[Resource]) -> Layout:
    """The mapping of a name, from the data folder; raises DataError in one sentence for what is wrong with it."""
    import jsonschema
    from jsonschema.exceptions import best_match

    path = folder / FOLDER / f"{name}.yaml"
    there = sorted(one.stem for one in (folder / FOLDER).glob("*.yaml"))
    if not path.is_file():
        hint = suggest(name, there) if there else f"there is none in {folder / FOLDER}"
        raise DataError(f"no mapping is called {name!r}: {hint}")
    told = mapping_of(path, str(path))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker(("regex",)))
    if fault := best_match(checker.iter_errors(told)):
        raise DataError(f"{path}: {_sentence(fault)}")
    _hold(path, told, resources)
    return Layout(name, told)


def _sentence(fault: Any) -> str:
    """What a mapping has that its schema does not allow, and what would be right."""
    where, schema = printable(".".join(map(str, fault.absolute_path))), fault.schema
    inside = f"{where}." if where else ""
    if fault.validator == "required":
        missing = next(name for name in fault.validator_value if name not in fault.instance)
        return f"{inside}{missing} is missing: write `{missing}: …`"
    if fault.validator == "additionalProperties":
        wrong = next(name for name in fault.instance if name not in schema["properties"])
        return f"{inside}{printable(wrong)} means nothing: {suggest(wrong, schema['properties'])}"
    kinds = schema.get("type", "")
    right = " or ".join(filter(None, (KINDS.get(kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))))
    if fault.validator == "enum":
        right = f"one of {', '.join(map(str, fault.validator_value))}"
    if fault.validator == "minimum":
        right += f" of at least {fault.validator_value}"
    about = schema.get("description", "")
    told = f"{right} ({about})" if right and about else right or about or "something else"
    found = visible(fault.instance) if isinstance(fault.instance, str) else printable(str(fault.instance))[:SHOWN]
    found = "empty" if fault.instance in ("", None, [], {}) else found
    return f"{where or 'the file'} is {found}: write {told}"


def _hold(path: Path, told: Mapping[str, Any], resources: Sequence[Resource]) -> None:
    """What the schema cannot know: our tables and columns, and patterns that are none."""
    names = {one["name"]: one for one in resources}
    if told["table"] not in names:
        raise DataError(f"{path}: table: no table is called {told['table']!r}: {suggest(told['table'], names)}")
    columns, given = columns_of(names[told["table"]]), set(told["columns"])
    for name in told["columns"]:
        if name not in columns:
            raise DataError(f"{path}: columns.{name}: {told['table']} has no such column: {suggest(name, columns)}")
    given |= {*PERIOD} if "period" in told else set()
    given |= {"source", "known_on"} if "source" in told else set()
    for name in key_of(names[told["table"]]):
        if name not in given:
            raise DataError(f"{path}: columns: nothing gives {name}, which is in the key of {told['table']}")
    for name, column in told["columns"].items():
        for pattern in column.get("patterns", {}) if isinstance(column, Mapping) else ():
            try:
                re.compile(pattern)
            except re.error as error:
                raise DataError(f"{path}: columns.{name}.patterns: {pattern!r} is no pattern ({error})") from None


# --- from a publisher's sheet to rows


@dataclass(frozen=True)
class Asked:
    """What the command says beside the files: the day on which what is read was published."""

    published: str = ""


def apply(
    one: Layout, found: Sequence[SourceSheet], resources: Sequence[Resource], units: Mapping[str, str], asked: Asked
) -> Intake:
    """The rows that a publisher's file holds; raises DataError where it is not laid out as the mapping says."""
    sheet = _sheet(one, found)
    header, lines = _lines(one, sheet)
    table = next(resource for resource in resources if resource["name"] == one.told["table"])
    intake = Intake(remarks=[f"{sheet.place}: {remark}" for remark in sheet.remarks])
    if "sheet" not in one.told.get("reads", {}):
        right = f"name the sheet that mapping {one.name} reads (`reads: {{sheet: …}}`)"
        unread = [other for other in found if other.filled and other is not sheet]
        intake.left_out = [f"{other.place}: {right}, or leave this one out: --skip '{other.name}'" for other in unread]
    source, how, melted = _source(one, asked, sheet), _style(one, lines), one.told.get("melt", {}).get("name", "")
    raw: list[tuple[Place, dict[str, Cell]]] = []
    intake.remarks += _unmet(one, sheet, header, lines)
    for cells in _melt(one, sheet, header, lines):
        place = Place(sheet.place, int(str(cells.pop(ROW))), str(cells[melted]) if melted else "")
        made, faults = _make_row(one, cells, how)
        if faults:
            intake.refused += [Refusal(place, table["name"], at, error.what, "", error.right) for at, error in faults]
            continue
        if made is not None and str(made.get(PERIOD[0], "9")) >= one.told.get("period", {}).get("since", ""):
            raw.append(
                (place, made | ({"source": source["source"], "known_on": source["published"]} if source else {}))
            )
    known = []
    for place, cells in raw:
        told = one.told.get("unit", "")
        name = str(cells.get(INDICATOR))
        if name not in told and not isinstance(told, str):
            right = f"a line of `unit` for {name} in the mapping, which names units by indicator"
            intake.refused.append(Refusal(place, table["name"], "unit", "no unit named", "", right))
            continue
        due = told if isinstance(told, str) else told[name]
        unit = units.get(name, due)
        if due and unit != due:
            right = f"{unit}, the unit of {cells[INDICATOR]}: another indicator, or `times` and `unit` in the mapping"
            intake.refused.append(
                Refusal(place, table["name"], "unit", "another unit than the indicator's", due, right)
            )
        else:
            known.append((place, cells))
    intake.add(fit_rows(table, known, units))
    for row in intake.rows:
        row.restates = bool(one.told.get("restates"))
    if source and intake.rows:
        intake.rows.append(Incoming("sources", source, Place(f"mapping {one.name}", 1), serves=True))
    return intake


def _sheet(one: Layout, found: Sequence[SourceSheet]) -> SourceSheet:
    wanted = one.told.get("reads", {}).get("sheet")
    if wanted is None:
        return found[0]
    for number_, sheet in enumerate(found, 1):
        if wanted in (sheet.name, number_):
            return sheet
    names = ", ".join(sheet.name for sheet in found)
    raise DataError(f"{found[0].file}: no sheet {wanted!r}, which mapping {one.name} reads: its sheets are {names}")


def _lines(one: Layout, sheet: SourceSheet) -> tuple[list[str], list[Line]]:
    reads = one.told.get("reads", {})
    at = reads.get("header", 1)
    head = next((line for line in sheet.lines if line.number == at), None)
    header = [_name(cell) or _letter(n) for n, cell in enumerate(head.cells)] if head else []
    used = {c if isinstance(c, str) else c["of"] for c in one.told["columns"].values() if not _is_fixed(c)}
    used |= {*_as_list(one.told.get("period", {}).get("of", [])), *one.told.get("where", {})}
    used -= {melt[name] for name in ("name", "value")} if (melt := one.told.get("melt")) else set()
    for name in sorted(used):
        if name not in header:
            hint = suggest(name, header) if any(header) else "no such row"
            raise DataError(f"{sheet.place}, row {at}: no column {name!r}, which mapping {one.name} reads: {hint}")
    first = reads.get("first", at + 1)
    lines = [line for line in sheet.lines if line.number >= first and any(cell != "" for cell in line.cells)]
    if until := reads.get("until"):
        end = next((n for n, line in enumerate(lines) if str(line.cells[0]).startswith(until)), len(lines))
        lines = lines[:end]
    return header, lines


def _is_fixed(column: str | Mapping[str, Any]) -> bool:
    return not isinstance(column, str) and "is" in column


def _unmet(one: Layout, sheet: SourceSheet, header: list[str], lines: list[Line]) -> Iterator[str]:
    """Words by which a mapping chooses rows and that no row has: a slip in it, or an edition without them."""
    for column, wanted in one.told.get("where", {}).items():
        at = header.index(column)
        there = {str(line.cells[at]).strip() for line in lines if at < len(line.cells)}
        for word in _as_list(wanted):
            if word not in there:
                yield f"{sheet.place}: no row whose {column} is {visible(word)}, which mapping {one.name} reads"


def _letter(number_: int) -> str:
    """How a spreadsheet calls a column that has no name."""
    first, last = divmod(number_, 26)
    return (_letter(first - 1) if first else "") + chr(ord("A") + last)


def _name(cell: Cell) -> str:
    if isinstance(cell, datetime.date):
        return cell.isoformat()[:10]
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell).strip()


def _melt(one: Layout, sheet: SourceSheet, header: list[str], lines: list[Line]) -> Iterator[dict[str, Cell]]:
    """The lines as one dict each, wide columns melted into rows, those that `where` leaves out gone."""
    import pandas

    width = range(len(header))
    held = [[line.cells[n] if n < len(line.cells) else "" for n in width] + [line.number] for line in lines]
    frame = pandas.DataFrame(held, columns=[*header, ROW], dtype=object)
    if twice := sorted({name for name in frame.columns if list(frame.columns).count(name) > 1}):
        raise DataError(f"{sheet.place}: the column {twice[0]!r} twice: name the right header row in the mapping")
    for column, wanted in one.told.get("where", {}).items():
        frame = frame[[str(cell).strip() in _as_list(wanted) for cell in frame[column]]]
    if melt := one.told.get("melt"):
        wide = [name for name in frame.columns if name != ROW and re.fullmatch(melt["columns"], name)]
        if not wide:
            pattern = melt["columns"]
            raise DataError(f"{sheet.place}: no column is named like {pattern!r}, which mapping {one.name} melts")
        kept = [name for name in frame.columns if name not in wide]
        frame = frame.melt(kept, wide, melt["name"], melt["value"])
    for row in frame.to_dict("records"):
        yield {str(name): cell for name, cell in row.items()}


def _as_list(given: Any) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _style(one: Layout, lines: list[Line]) -> Style:
    decimal = one.told.get("reads", {}).get("decimal")
    return Style(decimal == ",", told=True) if decimal else style(cell for line in lines for cell in line.cells)


def _make_row(
    one: Layout, cells: Mapping[str, Cell], how: Style
) -> tuple[dict[str, Cell] | None, list[tuple[str, UnfitError]]]:
    """Our cells of one of their rows, None where they say that there is no figure; and each fault with our column."""
    missing = {"", *one.told.get("missing", [])}
    made: dict[str, Cell] = {}
    faults: list[tuple[str, UnfitError]] = []
    for name, column in one.told["columns"].items():
        if _is_fixed(column):
            made[name] = column["is"]
            continue
        cell = cells[column if isinstance(column, str) else column["of"]]
        if isinstance(cell, Spoilt) and not (cell and cell in missing):
            faults.append((name, UnfitError(cell.what, cell.right)))
            continue
        if name in ENDS and str(cell).strip() in missing:
            if name == "value":
                return None, []
            cell = ""
        try:
            made[name] = cell if isinstance(column, str) else _convert(column, cell, how)
            if how.told and name in ENDS and isinstance(made[name], str) and made[name] is cell:
                made[name] = plain_number(cell, how) if cell else ""
        except UnfitError as error:
            faults.append((name, error))
    if "period" in one.told:
        try:
            span = _period(one.told["period"], [cells[of] for of in _as_list(one.told["period"]["of"])])
            made |= {PERIOD[0]: span.start, PERIOD[1]: span.end}
        except UnfitError as error:
            faults.append((PERIOD[0], error))
    return made, faults


def _convert(column: Mapping[str, Any], cell: Cell, how: Style) -> Cell:
    said = _name(cell)
    if "times" in column:
        try:
            return plain_decimal(Decimal(plain_number(cell, how)) * Decimal(str(column["times"])))
        except UnfitError as error:
            raise UnfitError(f"{error.what} ({in_refusal(cell)})", error.right) from None
    if said in column.get("values", {}):
        return str(column["values"][said])
    for pattern, ours in column.get("patterns", {}).items():
        if match := re.search(pattern, said):
            return match.expand(ours)
    if "else" in column:
        return str(column["else"])
    if "values" in column or "patterns" in column:
        raise UnfitError(f"a word that the mapping does not know ({in_refusal(cell)})", "add it to `values`")
    return cell


def _period(about: Mapping[str, Any], parts: list[Cell]) -> Period:
    form = about["as"]
    said = " ".join(_name(part) for part in parts)
    if len(parts) == 1 and isinstance(parts[0], datetime.date):
        found, quarter = datetime.datetime.combine(parts[0], datetime.time()), 0
    else:
        pattern = re.escape(form).replace("%q", "([1-4])")
        quarter = 0
        if "%q" in form:
            match = re.search(re.sub("%[A-Za-z]", r"\\w+", pattern), said)
            quarter = int(match[1]) if match else 0
            form = form.replace("%q", str(quarter or "?"))
        try:
            found = datetime.datetime.strptime(said, form)
        except ValueError:
            raise UnfitError(f"no period ({said[:40]!r})", f"one written as {about['as']}") from None
    year = found.year
    if quarter:
        return Period(month(year, quarter * 3 - 2).start, month(year, quarter * 3).end)
    if "%d" in form:
        return Period(found.date().isoformat(), found.date().isoformat())
    if any(mark in form for mark in ("%m", "%b", "%B")):
        return since_january(year, found.month) if about.get("since_january") else month(year, found.month)
    return whole_year(year)


def _source(one: Layout, asked: Asked, sheet: SourceSheet) -> dict[str, str] | None:
    """The row of the source that a mapping declares, for the day on which the file was published.

    A table of figures is no party's word, unless the mapping says whose.
    """
    if (about := one.told.get("source")) is None:
        return None
    published = about.get("published") or asked.published
    if not published:
        raise DataError(f"{sheet.file}: mapping {one.name} needs the day of publication: --published 2025-12-31")
    day(published)
    named = {"published": published, "year": published[:4], "month": published[:7]}
    try:
        rest = {name: str(told).format_map(named) for name, told in about.items() if name not in ("name", "word")}
    except (KeyError, ValueError, IndexError) as error:
        raise DataError(f"mapping {one.name}: source: {error} in braces: published, year and month may be") from None
    key = f"{about['name']}-{published}-{about['word']}"
    return {"precision": "day", "interest": NOBODY, **rest, "published": published, "source": key}

"""What a cell of a workbook tells besides its value: that it is a percentage, an error, or a formula not reckoned."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

PERCENT, ERROR, FORMULA, MERGED = "percentage", "error", "formula", "merged"
REASONS = {
    ERROR: ("an error of a spreadsheet in place of a value", "the value, once the formula is mended"),
    FORMULA: (
        "a formula without its value",
        "the value: open the file in a spreadsheet and save it, or write the value",
    ),
    MERGED: ("merged with the cell above, which alone has the value", "the value in each row: part the merged cells"),
}
BUILT_IN = {9, 10}  # the formats of Excel with a percent sign that no file spells out
SPELT = re.compile(r'"[^"]*"|\\.|_.|\*.')  # what a format shows as it is
CELL = re.compile(r"([A-Z]{1,3})(\d+)")
MOST = 10_000  # times that an open document may say of a cell that it is repeated
AsidePlaces = dict[
    tuple[int, int], tuple[str, str]
]  # a kind of aside, and the error as shown, by row and column from 1


class Spoilt(str):
    """A cell without a value of its own: what is wrong and what would be right; its text is the error that it shows."""

    what: str
    right: str

    @classmethod
    def of(cls, kind: str, shown: str = "") -> Spoilt:
        """A cell that is spoilt in a way of `REASONS`."""
        made = cls(shown)
        made.what, made.right = REASONS[kind]
        return made


class Share(float):
    """A number that its workbook shows as a percentage: 0.34 as 34%."""


def asides(path: Path) -> Mapping[str, AsidePlaces]:
    """The asides of a workbook by its sheets' names; none of kinds of files that are no archives of XML."""
    try:
        with zipfile.ZipFile(path) as book:
            if path.suffix.lower() == ".ods":
                return _open_document(book)
            return _excel(book) if "xl/workbook.xml" in book.namelist() else {}
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, OSError):
        return {}  # whether it can be read as a workbook is told by the reader of its values


def _excel(book: zipfile.ZipFile) -> dict[str, AsidePlaces]:
    with book.open("xl/_rels/workbook.xml.rels") as file:
        targets = {one.get("Id"): one.get("Target", "") for _, one in _elements(file, "Relationship")}
    shares = _shares(book)
    found: dict[str, AsidePlaces] = {}
    with book.open("xl/workbook.xml") as file:
        named = [
            (one.get("name", ""), next((told for key, told in one.items() if key.endswith("}id")), ""))
            for _, one in _elements(file, "sheet")
        ]
    for name, relation in named:
        target = targets.get(relation, "")
        with book.open(target.lstrip("/") if target.startswith("/") else f"xl/{target}") as file:
            found[name] = dict(_of_excel(file, shares))
    return found


def _shares(book: zipfile.ZipFile) -> set[str]:
    """The numbers of the styles that show a figure as a percentage."""
    formats: dict[int, str] = {}
    styles: list[int] = []
    if "xl/styles.xml" not in book.namelist():
        return set()
    with book.open("xl/styles.xml") as file:
        for tag, one in _elements(file, "numFmt", "cellXfs"):
            if tag == "numFmt":
                formats[int(one.get("numFmtId", 0))] = SPELT.sub("", one.get("formatCode", ""))
            else:
                styles = [int(style.get("numFmtId", 0)) for style in one]
    return {str(n) for n, about in enumerate(styles) if about in BUILT_IN or "%" in formats.get(about, "")}


def _of_excel(file: IO[bytes], shares: set[str]) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    for _, cell in _elements(file, "c"):
        parts = {one.tag.rpartition("}")[2]: one.text for one in cell}
        kind = ""
        if cell.get("t") == "e":
            kind = ERROR
        elif "f" in parts and not parts.get("v") and cell.get("t") != "str":
            kind = FORMULA
        elif cell.get("s") in shares and cell.get("t", "n") == "n" and parts.get("v"):
            kind = PERCENT
        if kind and (place := CELL.fullmatch(cell.get("r", ""))):
            column = 0
            for letter in place[1]:
                column = column * 26 + ord(letter) - ord("A") + 1
            yield (int(place[2]), column), (kind, (parts.get("v") or "") if kind == ERROR else "")


def _open_document(book: zipfile.ZipFile) -> dict[str, AsidePlaces]:
    found: dict[str, AsidePlaces] = {}
    with book.open("content.xml") as file:
        for _, table in _elements(file, "table"):
            places = found.setdefault(_attribute(table, "name"), {})
            row = 1
            for line in (one for one in table.iter() if one.tag.endswith("}table-row")):
                tall = int(_attribute(line, "number-rows-repeated") or 1)
                for column, kind in _of_line(line):
                    places |= {(row + n, column): kind for n in range(min(tall, MOST))}
                row += tall
    return found


def _of_line(line: ElementTree.Element) -> Iterator[tuple[int, tuple[str, str]]]:
    column = 1
    for cell in line:
        wide, kind = int(_attribute(cell, "number-columns-repeated") or 1), ""
        # both standards name the kind of a value, and an error is one in that of LibreOffice alone
        kinds = {told for key, told in cell.items() if key.endswith("}value-type")}
        if "error" in kinds:
            kind = ERROR
        elif _attribute(cell, "formula") and not kinds:
            kind = FORMULA
        elif "percentage" in kinds:
            kind = PERCENT
        if kind:
            shown = "".join(cell.itertext()).strip() if kind == ERROR else ""
            yield from ((column + n, (kind, shown)) for n in range(min(wide, MOST)))
        column += wide


def _attribute(one: ElementTree.Element, name: str) -> str:
    return next((told for key, told in one.items() if key.endswith(f"}}{name}")), "")


def _elements(file: IO[bytes], *wanted: str) -> Iterator[tuple[str, ElementTree.Element]]:
    """Elements of some names, whatever their namespace, each let go once it was looked at."""
    for _, one in ElementTree.iterparse(file):
        name = one.tag.rpartition("}")[2]
        if name in wanted:
            yield name, one
            one.clear()

"""Records of a CSV text, one after the other, whatever separator parts its cells; a stray quote costs its own line.

`csv` would let a stray quote swallow all lines up to the next one, and names no physical line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')


@dataclass(frozen=True)
class CsvRecord:
    """One record: the physical line on which it begins, its cells, and the cell with a stray quote, if it has one.

    Of a record with a stray quote `cells` are those before it, and `line` is the line of the quote.
    """

    line: int
    cells: list[str]
    stray: str | None = None


def csv_records(text: str, separator: str = ",") -> Iterator[CsvRecord]:
    """All records of a text whose lines end in line feeds, the last one included."""
    lines = text.split("\n")[:-1]
    number = 0
    while number < len(lines):
        start, open_quote = number, lines[number].count('"') % 2
        number += 1
        if '"' not in lines[start]:
            yield CsvRecord(start + 1, lines[start].split(separator))
            continue
        while open_quote and number < len(lines):
            open_quote ^= lines[number].count('"') % 2
            number += 1
        record = "\n".join(lines[start:number])
        found, stopped = cells(record, separator)
        if stopped is None:
            yield CsvRecord(start + 1, found)
            continue
        number = start + record[:stopped].count("\n") + 1
        yield CsvRecord(number, found, _until(_shred(separator), record, stopped))


def cells(record: str, separator: str = ",") -> tuple[list[str], int | None]:
    """The cells, and where a cell begins that is neither plain nor properly quoted."""
    found: list[str] = []
    at = 0
    while True:
        if quoted := QUOTED.match(record, at):
            cell, end = quoted[1].replace('""', '"'), quoted.end()
        else:
            cell = _until(_plain(separator), record, at)
            end = at + len(cell)
        if end < len(record) and record[end] != separator:
            return found, at
        found.append(cell)
        if end == len(record):
            return found, None
        at = end + 1


@lru_cache
def _plain(separator: str) -> re.Pattern[str]:
    return re.compile(rf'[^"{re.escape(separator)}\n]*')


@lru_cache
def _shred(separator: str) -> re.Pattern[str]:
    return re.compile(rf"[^{re.escape(separator)}\n]*")


def _until(pattern: re.Pattern[str], record: str, at: int) -> str:
    """What a pattern that may match nothing finds at a place."""
    found = pattern.match(record, at)
    return found[0] if found else ""

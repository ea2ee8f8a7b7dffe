"""A sweep's table: its columns, and how it is written as CSV and as Parquet, a batch at a time."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from nolimits.book.folders import disk_refusals
from nolimits.book.parameters import BuildError

BATCH = 20_000  # rows
STAYS = "the table is as it was, and what is done is kept"
FAILED = "failed"  # how a word begins that says why a run gave nothing


class CaseRow(NamedTuple):
    """One case: what was asked in which way, and what came of it. `value`, `low` and `high` are in the question's unit,
    None where there is no number or an end is open.
    """

    cutoff: str
    vary: str
    left_out: str
    question: str
    value: float | None
    low: float | None
    high: float | None
    word: str
    seconds: float

    @property
    def failed(self) -> bool:
        """Whether it tells of a run that came to no end, or of a chart that it does not show."""
        return self.word.startswith(f"{FAILED}: ")


COLUMNS = {
    "cutoff": "the day up to which was known what was asked",
    "vary": "what was asked otherwise than in the book, as name=value with ; between; empty where nothing",
    "left_out": "the source that was left out; empty where none was",
    "question": "a statement, a thesis, a fact as page:name, or of a section's run a fact, a chart or its headline",
    "value": "what was measured, in the question's unit; empty where it is no number or known as a range only",
    "low": "its lower end; empty where it is open",
    "high": "its upper end; empty where it is open",
    "word": "the verdict, how a thesis stands, the answer in words, a chart's fingerprint or its headline",
    "seconds": "how long it took; all else in the table is the same however it is made",
}
NUMBERS = ("value", "low", "high", "seconds")
KINDS = ("csv", "parquet")


class Digest:
    """A hash over rows, without the seconds that they took."""

    def __init__(self) -> None:
        self._total = hashlib.sha256()

    def add(self, row: CaseRow) -> None:
        """Let a row count."""
        self._total.update(json.dumps(row[:-1]).encode())

    @property
    def text(self) -> str:
        """The hash of the rows so far."""
        return self._total.hexdigest()[:12]


def write_table(rows: Iterable[CaseRow], stem: Path) -> int:
    """Write `stem.csv` and `stem.parquet`, in the order of the rows, and give their number; both or none.

    Raises BuildError where what writes Parquet is not installed, and where the disk or the folder refuses it.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise BuildError("pyarrow, which writes Parquet, is not installed: pip install 'nolimits[sweeps]'") from None
    types = {name: pa.float64() if name in NUMBERS else pa.string() for name in COLUMNS}
    fields = [pa.field(name, types[name], metadata={"description": told}) for name, told in COLUMNS.items()]
    schema = pa.schema(fields)
    count = 0
    with disk_refusals(stem.parent, STAYS), _halves(stem) as (text, binary), ExitStack() as held:
        file = held.enter_context(text.open("w", encoding="utf-8", newline=""))
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS)
        # a file, for a name alone may be one that pyarrow cannot spell
        whole = held.enter_context(binary.open("wb"))
        writer = held.enter_context(parquet.ParquetWriter(whole, schema, compression="zstd"))
        for batch in _batches(rows):
            lines.writerows(batch)
            columns = [
                pa.array(column, types[name]) for name, column in zip(COLUMNS, zip(*batch, strict=True), strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            count += len(batch)
    return count


@contextmanager
def _halves(stem: Path) -> Iterator[list[Path]]:
    """Files of this process' own to write to, which take the table's places at the end, and else go."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    halves = [stem.with_name(f".{os.getpid()}.{kind}") for kind in KINDS]
    try:
        yield halves
        for half, whole in zip(halves, places(stem), strict=True):
            half.replace(whole)
    finally:
        for half in halves:
            half.unlink(missing_ok=True)


def places(stem: Path) -> Sequence[Path]:
    """Where a table lies, in each of its kinds."""
    return [stem.with_name(f"{stem.name}.{kind}") for kind in KINDS]


def _batches(rows: Iterable[CaseRow]) -> Iterator[list[CaseRow]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch

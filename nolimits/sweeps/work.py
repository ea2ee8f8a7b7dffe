"""One unit of a sweep answered: each case with its number, its word and the time that it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from nolimits.claims.trial import forget_trials
from nolimits.data import Fact, View
from nolimits.sweeps import runs
from nolimits.sweeps.asking import ASK, Book, book_in
from nolimits.sweeps.grid import Variant, WorkUnit
from nolimits.sweeps.options import SECTIONS
from nolimits.sweeps.table import CaseRow

_one_at_a_time = Lock()  # what is known of the tables is shared by the threads of a process


def answer_unit(unit: WorkUnit, folder: Path) -> list[CaseRow]:
    """All rows of a unit, in order: by day, by way of asking, the whole first and then each source left out."""
    with _one_at_a_time:
        book = book_in(folder)
        root = View(start=book.start, folder=folder / "data")
        ways = [(variant, root.without(*_others(variant, root))) for variant in unit.variants]
        try:
            return [row for day in unit.cutoffs for one, eyes in ways for row in _rows(unit, day, one, eyes, book)]
        finally:
            forget_trials(root)


def _rows(unit: WorkUnit, cutoff: str, variant: Variant, eyes: View, book: Book) -> Iterator[CaseRow]:
    if unit.what == SECTIONS:
        yield from runs.run_rows(book.contents, unit.question, cutoff, variant, eyes)
        return

    def asked(left_out: str) -> tuple[CaseRow, tuple[Fact, ...]]:
        started = time.perf_counter()
        found = ASK[unit.what](unit.question, eyes.without(left_out).on(cutoff), variant, book)
        seconds = round(time.perf_counter() - started, 4)
        return CaseRow(cutoff, variant.text, left_out, unit.question, *found.ends, found.word, seconds), found.rows

    whole, rests = asked("")
    yield whole
    for source in sorted({row.source for row in rests if row.source}) if unit.leave_out else ():
        yield asked(source)[0]


def _others(variant: Variant, view: View) -> list[str]:
    """The sources of other kinds than are wanted; none where all are."""
    rows = view.evidence.sources.values() if variant.kinds else ()
    return [row["source"] for row in rows if row["kind"] not in variant.kinds]

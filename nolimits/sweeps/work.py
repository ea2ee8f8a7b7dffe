"""One unit of a sweep answered: each case with its number, its word and the time that it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from nolimits.claims.trial import forget
from nolimits.data import View
from nolimits.sweeps import runs
from nolimits.sweeps.asking import ASK, Book, book_in
from nolimits.sweeps.grid import Unit, Variant
from nolimits.sweeps.options import SECTIONS
from nolimits.sweeps.table import Row

_one_at_a_time = Lock()  # what is known of the tables is shared by the threads of a process


def answer(unit: Unit, folder: Path) -> list[Row]:
    """All rows of a unit, in order: by day, by way of asking, the whole first and then each source left out."""
    with _one_at_a_time:
        book = book_in(folder)
        root = View(start=book.start, folder=folder / "data")
        try:
            return [
                row for cutoff in unit.cutoffs for one in unit.variants for row in _rows(unit, cutoff, one, root, book)
            ]
        finally:
            forget(root)


def _rows(unit: Unit, cutoff: str, variant: Variant, root: View, book: Book) -> Iterator[Row]:
    if unit.what == SECTIONS:
        yield from runs.rows_of(book.contents, unit.question, cutoff, variant, root)
        return
    ask, eyes = ASK[unit.what], root.without(*_others(variant, root))
    left_out, todo = "", list[str]()
    while True:
        started = time.perf_counter()
        found = ask(unit.question, eyes.without(left_out).on(cutoff), variant, book)
        seconds = round(time.perf_counter() - started, 4)
        yield Row(cutoff, variant.text, left_out, unit.question, *found.ends, found.word, seconds)
        if unit.leave_out and not left_out:
            todo = sorted({row.source for row in found.rows if row.source}, reverse=True)
        if not todo:
            return
        left_out = todo.pop()


def _others(variant: Variant, view: View) -> list[str]:
    """The sources of other kinds than are wanted; none where all are."""
    rows = view.evidence.sources.values() if variant.kinds else ()
    return [row["source"] for row in rows if row["kind"] not in variant.kinds]

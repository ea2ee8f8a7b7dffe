"""A sweep: what is not done yet is done, each case once, and the table is written in the order of the grid."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nolimits.book.build import BUILD
from nolimits.book.folders import disk_refusals, hold_alone
from nolimits.book.gate import validate
from nolimits.book.run import STORE, kept_in
from nolimits.data import LATEST
from nolimits.data.nouns import many
from nolimits.sweeps.grid import Grid
from nolimits.sweeps.journal import Journal
from nolimits.sweeps.options import SECTIONS
from nolimits.sweeps.parcel import HALF, Parcel, pack_book, unpack
from nolimits.sweeps.spread import Done, on_cluster, on_this_machine
from nolimits.sweeps.table import STAYS, CaseRow, Digest, write_table
from nolimits.sweeps.work import answer_unit
from nolimits.takeaway import Say

SWEEPS = "sweeps"  # where sweeps lie in a book's build
MOST_KEPT = 5  # books that were swept, each with what was done of it
TRIED = 6  # units that are done for a plan


@dataclass(frozen=True)
class Order:
    """What is wanted of a sweep: the table's place without its ending, how many processes, or a cluster's address."""

    grid: Grid
    out: Path
    jobs: int = 1
    scheduler: str = ""


@dataclass(frozen=True)
class Swept:
    """What a sweep gave: the number of rows, a hash of them without seconds, units newly done, runs that failed."""

    rows: int
    digest: str
    new: int
    failed: int


@dataclass(frozen=True)
class Plan:
    """What a sweep would do: all cases and those left to do, sources left out not counted, rows for each case, and
    about how long it will take.
    """

    cases: int
    left: int
    rows: float
    seconds: float


def sweep(book: Path, order: Order, say: Say) -> Swept:
    """Do what of a sweep is not done yet, and write its table. Raises BuildError; what is done by then is kept."""
    with _opened(book, say) as (parcel, folder, journal):
        units = list(order.grid.units())
        todo = [unit for unit in units if unit not in journal]
        if 0 < len(todo) < len(units):
            say(f"{many(len(units) - len(todo), 'part')} of {len(units):,} done before")
        done = (
            on_cluster(todo, parcel, order.scheduler)
            if order.scheduler and todo
            else on_this_machine(todo, folder, order.jobs)
        )
        for unit, rows in _show_progress(done, sum(unit.cases for unit in todo)):
            journal.add(unit, rows)
        told, failed = Digest(), 0

        def table() -> Iterator[CaseRow]:
            nonlocal failed
            for row in (row for unit in units for row in journal.rows(unit)):
                told.add(row)
                failed += row.failed
                yield row

        count = write_table(table(), order.out)
        return Swept(count, told.text, len(todo), failed)


def plan(book: Path, order: Order, say: Say) -> Plan:
    """What a sweep would do. A few of its units are done for it, and kept, to tell how long the others will take."""
    with _opened(book, say) as (_, folder, journal):
        units = list(order.grid.units())
        todo = [unit for unit in units if unit not in journal]
        tried = todo[:: max(1, len(todo) // TRIED)][: 1 if order.grid.what == SECTIONS else TRIED]
        started, rows = time.perf_counter(), 0
        for unit in tried:
            found = answer_unit(unit, folder)
            journal.add(unit, found)
            rows += len(found)
        each = (time.perf_counter() - started) / max(1, len(tried))
        left = len(todo) - len(tried)
        more = rows / max(1, sum(unit.cases for unit in tried))
        return Plan(order.grid.cases, sum(unit.cases for unit in todo), more, each * left / order.jobs)


@contextmanager
def _opened(book: Path, say: Say) -> Iterator[tuple[Parcel, Path, Journal]]:
    """A book's sources as they are now, as a parcel and unpacked, with what has been done; one sweep at a time."""
    work = book / BUILD / SWEEPS
    with disk_refusals(work, STAYS), hold_alone(work, say, "sweep"):
        parcel = pack_book(book)
        folder = unpack(parcel, work)
        with kept_in(work.parent):
            validate(folder, LATEST, (), say)
        path = folder.parent / f"{parcel.code[:24]}.jsonl"
        try:
            with Journal(path) as journal:
                yield parcel, folder, journal
        finally:
            _prune(work, folder.parent)


def _show_progress(done: Done, cases: int) -> Done:
    """How far it is and how long it will take, at a terminal."""
    from tqdm import tqdm

    if sys.stderr is None:  # closed: tqdm would write to it
        yield from done
        return
    with tqdm(total=cases, unit=" cases", smoothing=0.05, dynamic_ncols=True, disable=None) as bar:
        for unit, rows in done:
            yield unit, rows
            bar.update(unit.cases)


def _prune(work: Path, mine: Path) -> None:
    """Let go of runs that are read, and of the oldest books that were swept."""
    shutil.rmtree(mine / "runs", ignore_errors=True)
    shutil.rmtree(mine / STORE, ignore_errors=True)
    for half in work.glob(f"*/{HALF}*"):  # of a sweep that was killed
        shutil.rmtree(half, ignore_errors=True)
    os.utime(mine)
    others = sorted((path for path in work.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime_ns)
    for path in others[:-MOST_KEPT]:
        shutil.rmtree(path, ignore_errors=True)

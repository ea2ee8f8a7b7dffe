"""Charts and days that are asked for by name, run where they have not been: for citations and comparisons."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nolimits.book.build import BUILD, RUNS
from nolimits.book.days import BookDay
from nolimits.book.parameters import parameters_of
from nolimits.book.run import Runner, run_all
from nolimits.book.settings import book_view
from nolimits.book.workshop import Workshop
from nolimits.data import LATEST, DataError, View, root
from nolimits.editions.snapshots import load
from nolimits.manuscript import Contents, Page, contents, outputs
from nolimits.manuscript.exhibit import MIME
from nolimits.pagemodel.twin import BookTwin
from nolimits.takeaway import Say

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def draw_charts(book: Contents, view: View, page: Page, name: str, say: Say) -> Mapping[str, Any]:
    """What a run keeps of a chart of a page; the page is run where it has not been."""
    day = BookDay(book, view, parameters_of(book, (), view.cutoff))
    jobs = {job: seen for job, seen in day.jobs(drawn=True).items() if job.page == page.name}
    with runner(book, say) as by:
        done = run_all(jobs, by)
    for path in done.values():
        for _, bundle in outputs(path, MIME):
            if bundle["id"] == name:
                found: Mapping[str, Any] = bundle
                return found
    raise DataError(f"{page.name}.ipynb names the chart {name} but does not show it: end its cell with it")


def side(what: str, say: Say, named: Path | None = None) -> BookTwin:
    """The book as data of a day, or of the folder of a built edition; `named` is where the book lies, if not here.

    Raises DataError for what is neither, and for a folder that holds no edition.
    """
    if Path(what).is_dir():
        return load(Path(what))
    if what != LATEST and not DAY.fullmatch(what):
        raise DataError(f"{what} is neither a day nor a folder: write 2025-11-27, or name the folder of a built book")
    book = contents(root(named))
    view = book_view(book.folder, book.folder / "data", what)
    with runner(book, say) as by:
        return BookDay(book, view, parameters_of(book, (), view.cutoff)).make(by)


@contextmanager
def runner(book: Contents, say: Say) -> Iterator[Runner]:
    """What runs a book's notebooks, with processes of its own for as long as it is wanted."""
    build = book.folder / BUILD
    with Workshop(build) as workshop:
        yield Runner(build / RUNS, os.cpu_count() or 1, say, workshop.kernels)

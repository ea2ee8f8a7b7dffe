"""The finished tree of a day: its notebooks run, its pages read, printed and bound, with all that is taken away."""

from __future__ import annotations

import json
import platform
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nolimits.book.agree import hold_charts
from nolimits.book.bind import Binding, begin, bound, ship
from nolimits.book.days import Day, Read
from nolimits.book.finding import add_search, records
from nolimits.book.folders import PACKAGE, digest
from nolimits.book.hosting import add_hosting
from nolimits.book.layout import laid_out
from nolimits.book.parameters import BuildError
from nolimits.book.run import Runner, run_all
from nolimits.book.settings import compared, cover_of
from nolimits.book.staging import mirror
from nolimits.book.trim import ICONS, trim
from nolimits.book.warm import Warm
from nolimits.citing.citations import Imprint, imprint
from nolimits.citing.meta import dataset
from nolimits.claims.records import claims_file
from nolimits.data import DataError
from nolimits.editions import snapshots
from nolimits.editions.sums import write_sums
from nolimits.manuscript import notebook
from nolimits.pagemodel.printed import is_wordless
from nolimits.pagemodel.stale import stale
from nolimits.pagemodel.twin import BookTwin
from nolimits.takeaway.downloads import add_data, add_downloads
from nolimits.takeaway.print.press import press
from nolimits.takeaway.records import add_records

BOUND = "bound"  # where pages are bound, beside the runs


def make_tree(day: Day, runner: Runner, binder: Warm, to: Path, *, pdf: bool) -> Path:
    """The tree of a day, in a folder below `to`; with PDFs where they are wished for and can be printed.

    Raises BuildError for what cannot be run or bound.
    """
    work, book, view, say = runner.runs.parent, day.book.folder, day.view, runner.say
    pages, books = _read(day, runner)
    for told in (line for page in books[-1].pages.values() for line in stale(page)):
        say(f"goes stale: {told}")
    for place in (place for name, page in pages.items() if page.executed for place in _wordless(name, page.executed)):
        say(f"{place}: its figure has no words for whoever cannot see it: give the cell mystnb: {{image: {{alt: …}}}}")
    started = time.perf_counter()
    about, cover, ledger = imprint(book, day.edition.key, view.cutoff), cover_of(book), claims_file(view)
    printed = work / "printed"
    mirror(laid_out(day, pages, books, about.unnamed.edition, ledger, cover), printed)
    what = Binding(printed, view.folder, work / BOUND, view.cutoff)
    basis, tree = _basis(day, about.unnamed), to / "html"
    ticket = begin(binder, what, basis)
    notebooks = {name: printed / f"{name}.ipynb" for name, page in pages.items() if page.executed}
    # meanwhile, what follows from no bound page
    add_records(tree, notebooks.values(), view, about, ledger, cover)
    snapshots.write_snapshots(books[-1], tree)
    add_data(tree, view, about)
    html = bound(binder, ticket, what, basis)
    ship(html, tree, {about.unnamed.edition: about.edition})
    hold_charts(tree)
    trim(tree, html / "_static" / f"{ICONS}.ttf")
    say(f"bound the book ({time.perf_counter() - started:.1f} s)")
    found = records(tree, day.book, view, about.edition)
    by = press() if pdf else None
    if pdf and not by:
        say("no PDFs: no Chromium of this machine can print them")
    with ThreadPoolExecutor(1) as aside:  # most of it is a program of its own that is waited for
        search = aside.submit(add_search, tree, found, work / "search")
        add_downloads(tree, day.book, notebooks, view, about, by, work / "prints", runner.workers, say)
        add_hosting(tree, about, day.book.root, books)
        search.result()
    write_sums(tree)
    return tree


def _wordless(page: str, executed: Path) -> list[str]:
    """The cells of a notebook, as it lies on disk, that leave pictures without words."""
    own = (cell for cell in notebook.cells(executed) if not notebook.has_tag(cell, notebook.INJECTED))
    return [f"{page}.ipynb, cell {number}" for number, cell in enumerate(own, start=1) if is_wordless(cell)]


def _basis(day: Day, about: Imprint) -> str:
    """A hash of all that pages are bound from besides their own text, which names the rows that it rests on."""
    evidence = day.view.evidence
    # what dates its entries is told by the pages that show them
    dated = {"observations", *(one.name for one in evidence.registers.values() if one.known)}
    whole = [one["name"] for one in evidence.package["resources"] if one["name"] not in dated]
    # what is known at all: which indicators, which sources, since when
    known = json.dumps([day.view.told, dataset(day.view, about)], default=str)
    told = [*evidence.contents(whole).values(), known, platform.python_version()]
    config = [day.book.folder / name for name in ("_config.yml", "CITATION.cff", "requirements.txt")]
    return digest(PACKAGE, *(path for path in config if path.is_file()), also=told)


def _read(day: Day, runner: Runner) -> tuple[dict[str, Read], list[BookTwin]]:
    """All pages of a day as read, and the books as data: of each earlier day with which it compares, its own last."""
    others = [day.on(one) for one in compared(day.book.folder, day.view)]
    jobs = day.jobs(drawn=True)
    for other in others:
        jobs |= {} if other.recall(runner) else other.jobs(drawn=False)
    try:
        done = run_all(jobs, runner)
        executed = {job.page: path for job, path in done.items() if job.drawn}
        models = day.models(executed)
        as_data = day.store(day.twin(models), runner)
        books = [*(one.make(runner) for one in others), as_data]
    except BuildError:
        raise
    except DataError as error:
        raise BuildError(str(error)) from None
    return {name: Read(model, executed.get(name)) for name, model in models.items()}, books

"""The finished tree of a day: its notebooks run, its pages read, printed and bound, with all that is taken away."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nolimits.book.agree import hold_charts
from nolimits.book.bind import await_pages, begin, ship
from nolimits.book.days import BookDay
from nolimits.book.finding import add_search, index_records, search_records
from nolimits.book.galley import print_day
from nolimits.book.hosting import add_feed, add_hosting
from nolimits.book.past import Maker, add_past
from nolimits.book.run import Runner
from nolimits.book.trim import ICONS, trim
from nolimits.book.warm import Warm
from nolimits.editions import snapshots
from nolimits.editions.sums import write_sums
from nolimits.manuscript import notebook
from nolimits.pagemodel.printed import is_wordless
from nolimits.pagemodel.stale import stale
from nolimits.takeaway import Say
from nolimits.takeaway.downloads import BRIEF, Makers, add_data, add_downloads
from nolimits.takeaway.print.office import pandoc
from nolimits.takeaway.print.press import press
from nolimits.takeaway.records import add_records

BOUND = "bound"  # where pages are bound, beside the runs
Glimpse = Callable[[Path, Mapping[str, str]], None]


def make_tree(
    day: BookDay,
    runner: Runner,
    binder: Warm,
    to: Path,
    *,
    pdf: bool,
    past: Sequence[str] = (),
    glimpse: Glimpse | None = None,
) -> Path:
    """The tree of a day, in a folder below `to`; with PDFs where they are wished for and can be printed.

    `past` are earlier days that its pages can show, too. `glimpse` is told of the folder of bound pages as soon as they
    are, long before the tree is finished, and of the names that go into them in place of what stands for them.

    Raises BuildError for what cannot be run or bound.
    """
    work, view, say = runner.runs.parent, day.view, runner.say
    galley = print_day(day, runner, work / "printed")
    pages, books, about = galley.pages, galley.books, galley.about
    for told in (line for page in books[-1].pages.values() for line in stale(page)):
        say(f"goes stale: {told}")
    for place in (place for name, page in pages.items() if page.executed for place in _wordless(name, page.executed)):
        say(f"{place}: its figure has no words for whoever cannot see it: give the cell mystnb: {{image: {{alt: …}}}}")
    started = time.perf_counter()
    what, tree = galley.binding(work / BOUND), to / "html"
    ticket = begin(binder, what, galley.basis)
    # meanwhile, what follows from no bound page
    drawn = [page.executed for page in pages.values() if page.executed]
    add_records(tree, drawn, view, about, galley.ledger, galley.cover)
    snapshots.write_snapshots(books[-1], tree)
    add_data(tree, view, about)
    add_feed(tree, about, books)
    html, named = await_pages(binder, ticket, what, galley.basis), {about.unnamed.edition: about.edition}
    if glimpse:
        glimpse(html, named)
    ship(html, tree, named)
    hold_charts(tree)
    found = search_records(tree, day.book, view, about.edition)
    with ThreadPoolExecutor(1) as aside:  # most of it is a program of its own that is waited for
        indexes = aside.submit(index_records, found, work / "search")
        names = add_past(tree, html, day, past, Maker(runner, binder)) if past else set()
        trim(tree, html / "_static" / f"{ICONS}.ttf", names)
        say(f"bound the book ({time.perf_counter() - started:.1f} s)")
        makers, prints = _makers(day, pdf=pdf, say=say), work / "prints"
        add_downloads(tree, day.book, galley.notebooks, view, about, makers, prints, runner.workers, say)
        add_hosting(tree, about, day.book.root)
        add_search(tree, found, indexes.result())
    write_sums(tree)
    return tree


def _makers(day: BookDay, *, pdf: bool, say: Say) -> Makers:
    """What makes PDFs and a .docx of it, where they are wished for and this machine can."""
    by = press() if pdf else None
    if pdf and not by:
        say("no PDFs: no Chromium of this machine can print them")
    brief = pdf and BRIEF in day.book.pages
    writer = pandoc() if brief else None
    if brief and not writer:
        say("no .docx of the book in brief: pandoc, which makes it, is not on this machine")
    return Makers(by, writer)


def _wordless(page: str, executed: Path) -> list[str]:
    """The cells of a notebook, as it lies on disk, that leave pictures without words."""
    own = (cell for cell in notebook.cells(executed) if not notebook.has_tag(cell, notebook.INJECTED))
    return [f"{page}.ipynb, cell {number}" for number, cell in enumerate(own, start=1) if is_wordless(cell)]

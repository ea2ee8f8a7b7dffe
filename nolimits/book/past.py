"""The book as of other days, beside that of its own: what each page read and showed on each of them, for its slider.

Each day is run, read, printed and bound as its own book is, so that what is shown of it is what that book says. What is
bound of a day is kept until anything changes that it follows from; it goes into the tree as one sequence of pieces for
each page and each picture, with the days that hold them.
"""

from __future__ import annotations

import hashlib
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nolimits.book.bind import Binding, await_pages, begin
from nolimits.book.days import BookDay
from nolimits.book.folders import digest
from nolimits.book.galley import Galley, print_day
from nolimits.book.leaves import Leaves, is_dated, put
from nolimits.book.parameters import BuildError
from nolimits.book.run import STORE, Runner, kept_in
from nolimits.book.settings import days_to_compare
from nolimits.book.strands import Moment, spin
from nolimits.book.trim import PAST
from nolimits.book.warm import Warm
from nolimits.claims import ledger
from nolimits.claims.history import days as month_ends
from nolimits.data import DataError, day_name, not_late, store
from nolimits.data.nouns import many
from nolimits.data.periods import day as read_day
from nolimits.editions.archive import page_files
from nolimits.hypertext import html

MONTHLY = "monthly"
WORK, KEPT = "past", "kept"  # where other days are made, beside the runs, and where what is bound of them is kept
SCRIPT = "_static/past.js"
BUTTONS = '<div class="article-header-buttons">'
HEAD_END = "</head>"


def past_days(wish: str, day: BookDay) -> list[str]:
    """The days before a book's own that `monthly` or a list of days means: ends of months, the papers', those compared.

    There are none where nothing is wished for. Raises BuildError for what is no day, and for one of which nothing or
    more than the book was known.
    """
    view = day.view
    if not wish:
        return []
    if wish == MONTHLY:
        papers = [row["published_to"] for row in ledger.documents(view)]
        found = {*month_ends(view), *papers, *days_to_compare(day.book.folder, view)}
        return sorted(one for one in found if view.evidence.oldest <= one < view.cutoff)
    try:
        named = {read_day(one).isoformat() for one in wish.split(",")}
        for one in named:
            not_late(view.on(one))
    except DataError as error:
        raise BuildError(f"--past {wish}: {error}: name days, or `{MONTHLY}`") from None
    if late := sorted(one for one in named if one >= view.cutoff):
        raise BuildError(f"--past {wish}: {late[0]} is not before the book's own day, {view.cutoff}: name earlier ones")
    return sorted(named)


@dataclass(frozen=True)
class Maker:
    """What days are made with: the runner of the book itself, whose folders they leave alone, and the binder."""

    runner: Runner
    binder: Warm

    @property
    def folder(self) -> Path:
        """Where days are made and kept."""
        return self.runner.runs.parent / WORK

    def leaves(self, days: Sequence[BookDay]) -> list[Leaves]:
        """What is bound of each day, made where it is not kept."""
        places = [self.folder / KEPT / f"{_name(day)}.zip" for day in days]
        todo = [(day, path) for day, path in zip(days, places, strict=True) if not path.is_file()]
        with kept_in(self.folder):
            self._make(todo)
        store.prune(self.folder / STORE)
        for path in (self.folder / KEPT).glob("*.zip"):
            if path not in places:
                path.unlink()
        return [Leaves(path) for path in places]

    def _make(self, days: Sequence[tuple[BookDay, Path]]) -> None:
        """Bind days one after the other; while one is bound, the notebooks of the next are run."""
        quiet = replace(self.runner, runs=self.folder / self.runner.runs.name, say=lambda _: None)
        under_way: tuple[Galley, Binding, int, Path] | None = None
        started = time.perf_counter()
        for number, (day, path) in enumerate(days, start=1):
            # two places by turns: one is bound while the next is printed
            place = self.folder / str(number % 2)
            galley = print_day(day, quiet, place / "printed", files=False)
            if under_way:
                self._finish(*under_way)
            what = galley.binding(place / "bound")
            under_way = galley, what, begin(self.binder, what, galley.basis), path
            took, started = time.perf_counter() - started, time.perf_counter()
            self.runner.say(f"made the pages of {day.view.cutoff}, {number} of {len(days)} ({took:.1f} s)")
        if under_way:
            self._finish(*under_way)

    def _finish(self, galley: Galley, what: Binding, ticket: int, path: Path) -> None:
        put(await_pages(self.binder, ticket, what, galley.basis), path)


def _name(day: BookDay) -> str:
    """A name for all that the pages of a day follow from."""
    # the first holds all that is written, the package's code included
    told = "\0".join([day.edition.fingerprint, day.code, platform.system()])
    return f"{day.view.cutoff}-{hashlib.sha256(told.encode()).hexdigest()[:24]}"


def add_past(tree: Path, bound: Path, day: BookDay, days: Sequence[str], maker: Maker) -> set[str]:
    """Put other days into a book's tree, of which `bound` are the pages as they were bound.

    Each page that says its day gets a button which opens the slider; nothing else is loaded before it is used. The
    classes and ids of what pages show on other days.
    """
    others = [day.on(one) for one in days]
    earlier = maker.leaves(others)
    started = time.perf_counter()
    own = maker.folder / "own.zip"
    put(bound, own)
    moments = [Moment.of(one) for one in (*others, day)]
    texts = {name: text for name, path in page_files(tree) if is_dated(text := path.read_text(encoding="utf-8"))}
    names = spin([*earlier, Leaves(own)], moments, list(texts), tree / PAST, maker.runner.workers)
    mark = digest(tree / SCRIPT)[:8]
    for name, text in texts.items():
        (tree / name).write_text(_with_button(text, name, day.view.cutoff, mark), encoding="utf-8")
    maker.runner.say(f"laid {many(len(days), 'other day')} beside the book ({time.perf_counter() - started:.1f} s)")
    return names


def _with_button(page: str, name: str, cutoff: str, mark: str) -> str:
    """A page with the button that opens its slider, and the script behind it."""
    up = "../" * name.count("/")
    button = html(
        '<button type="button" class="past-open pst-js-only" data-past="{}" data-day="{}" aria-expanded="false"'
        ' title="See this page as of another day">As of {}</button>',
        *(f"{up}{PAST}/{name.removesuffix('.html')}.js", cutoff, day_name(cutoff)),
    )
    script = html('<script defer src="{}{}?v={}"></script>\n', up, SCRIPT, mark)
    return page.replace(BUTTONS, f"{BUTTONS}\n{button}", 1).replace(HEAD_END, f"{script}{HEAD_END}", 1)

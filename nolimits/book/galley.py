"""The pages of a day before they are bound: its notebooks run, its pages read and printed."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from functools import cached_property
from mimetypes import guess_type
from pathlib import Path

from nolimits.book.bind import Binding
from nolimits.book.days import BookDay, Read
from nolimits.book.folders import PACKAGE, digest
from nolimits.book.layout import files_to_bind
from nolimits.book.parameters import BuildError
from nolimits.book.run import Runner, run_all
from nolimits.book.settings import cover_of, days_to_compare
from nolimits.book.staging import mirror
from nolimits.citing.citations import Imprint, imprint
from nolimits.citing.meta import dataset
from nolimits.claims.records import claims_file
from nolimits.data import DataError
from nolimits.manuscript.beside import OF_PAGES, beside
from nolimits.pagemodel.settings import Cover
from nolimits.pagemodel.twin import BookTwin


@dataclass(frozen=True)
class Galley:
    """What is to be bound of a day: the pages as read, the books as data (this one last), the folder of printed pages.

    `ledger` are the records of all statements.
    """

    day: BookDay
    pages: dict[str, Read]
    books: list[BookTwin]
    folder: Path
    about: Imprint
    cover: Cover | None
    ledger: bytes

    @property
    def notebooks(self) -> dict[str, Path]:
        """The notebooks as printed, by page."""
        return {name: self.folder / f"{name}.ipynb" for name, page in self.pages.items() if page.executed}

    def binding(self, into: Path) -> Binding:
        """How it is bound into a folder."""
        return Binding(self.folder, self.day.view.folder, into, self.day.view.cutoff)

    @cached_property
    def basis(self) -> str:
        """A hash of all that pages are bound from besides their own text, which names the rows that it rests on."""
        evidence = self.day.view.evidence
        # what dates its entries is told by the pages that show them
        dated = {"observations", *(one.name for one in evidence.registers.values() if one.known)}
        whole = [one["name"] for one in evidence.package["resources"] if one["name"] not in dated]
        # what is known at all: which indicators, which sources, since when
        known = json.dumps([self.day.view.circumstances, dataset(self.day.view, self.about.unnamed)], default=str)
        told = [*evidence.contents(whole).values(), known, platform.python_version()]
        config = [self.day.book.folder / name for name in ("_config.yml", "CITATION.cff", "requirements.txt")]
        # styles, scripts, templates and extensions of the book's own shape pages that do not name them
        shaping = (path for path in beside(self.day.book) if not self._is_shown(path))
        return digest(PACKAGE, *(path for path in config if path.is_file()), *shaping, also=told)

    def _is_shown(self, path: Path) -> bool:
        """Whether a file is a picture that lies with pages, which show it by its name."""
        beside_pages = path.relative_to(self.day.book.folder).parts[0] in OF_PAGES
        return beside_pages and (guess_type(path.name)[0] or "").startswith("image/")


def print_day(day: BookDay, runner: Runner, folder: Path, *, files: bool = True) -> Galley:
    """The pages of a day, printed into a folder; without what is taken away of charts where no `files` are wanted.

    Raises BuildError for what cannot be run.
    """
    pages, books = _read(day, runner, files=files)
    about, cover = imprint(day.book.folder, day.edition.key, day.view.cutoff), cover_of(day.book.folder)
    ledger = claims_file(day.view)
    mirror(files_to_bind(day, pages, books, about.unnamed.edition, ledger, cover), folder)
    return Galley(day, pages, books, folder, about, cover, ledger)


def _read(day: BookDay, runner: Runner, *, files: bool) -> tuple[dict[str, Read], list[BookTwin]]:
    """All pages of a day as read, and the books as data: of each earlier day with which it compares, its own last."""
    others = [(other, other.recall(runner)) for other in map(day.on, days_to_compare(day.book.folder, day.view))]
    jobs = day.jobs(drawn=True, files=files)
    for other, there in others:
        jobs |= {} if there else other.jobs(drawn=False)
    try:
        done = run_all(jobs, runner)
        executed = {job.page: path for job, path in done.items() if job.drawn}
        models = day.models(executed)
        as_data = day.store(day.twin(models), runner)
        books = [*(there or other.make(runner) for other, there in others), as_data]
    except BuildError:
        raise
    except DataError as error:
        raise BuildError(str(error)) from None
    return {name: Read(model, executed.get(name)) for name, model in models.items()}, books

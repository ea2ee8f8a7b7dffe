"""The book of any day: its notebooks run, its pages read, as data."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nolimits import ROOMS
from nolimits.book.folders import PACKAGE, digest
from nolimits.book.parameters import Chosen
from nolimits.book.run import Job, Runner, run_all
from nolimits.data import View
from nolimits.editions import Edition, code, edition, text_hashes
from nolimits.editions.snapshots import file_name, recall, store
from nolimits.manuscript import Contents
from nolimits.pagemodel.model import Model
from nolimits.pagemodel.twin import BookTwin, models, twin

# what a notebook can see of the package: the rooms up to that of the charts
DRAWING = tuple(PACKAGE / room for room in ROOMS[: ROOMS.index("charts") + 1])


@dataclass(frozen=True)
class BookDay:
    """A book as of a day: its contents, the view with the tables' folder, and the parameters of its notebooks."""

    book: Contents
    view: View
    parameters: Chosen

    @cached_property
    def edition(self) -> Edition:
        """Which edition it is."""
        return edition(self.view, self.parameters, self.book.folder, self.text)

    @cached_property
    def text(self) -> Mapping[str, str]:
        """Hashes of all that is written of it, which is the same on any day."""
        return text_hashes(self.book.folder)

    def on(self, earlier: str) -> BookDay:
        """The same book on another day."""
        chosen = {section: given | {"cutoff": earlier} for section, given in self.parameters.items()}
        other = BookDay(self.book, self.view.on(earlier), chosen)
        vars(other).update(text=self.text, code=self.code)
        return other

    @cached_property
    def code(self) -> str:
        """A hash of the code that answers and draws, and of what it runs with."""
        requirements = self.book.folder / "requirements.txt"
        there = [requirements] if requirements.is_file() else []
        return digest(*DRAWING, *there, also=[platform.python_version()])

    def jobs(self, *, drawn: bool, files: bool = True) -> dict[Job, View]:
        """What is to be run for it; with charts drawn for pages alone where no `files` are to be taken away."""
        told = json.dumps(self.view.since(0).circumstances)  # each notebook has a first year of its own
        return {
            Job(
                page,
                path.read_bytes(),
                path.parent,
                self.view.folder,
                self.parameters[path.stem],
                self.code,
                told,
                drawn,
                files,
            ): self.view
            for page in self.book.pages
            if (path := self.book.path(page)) in self.book.notebooks
        }

    def models(self, executed: Mapping[str, Path]) -> dict[str, Model]:
        """Its pages, of notebooks as run, by page."""
        return models(self.book, self.view, self.edition.key, executed)

    def twin(self, pages: Mapping[str, Model]) -> BookTwin:
        """It as data."""
        return twin(pages, self.view, self.edition.key, code(self.text))

    def recall(self, runner: Runner) -> BookTwin | None:
        """It as data where that was kept; None where its notebooks must be run."""
        return recall(runner.runs / file_name(self.edition.key))

    def make(self, runner: Runner) -> BookTwin:
        """It as data, its notebooks run without drawing where that is needed; kept for the next time."""
        if found := self.recall(runner):
            return found
        done = run_all(self.jobs(drawn=False), runner)
        return self.store(self.twin(self.models({job.page: path for job, path in done.items()})), runner)

    def store(self, book: BookTwin, runner: Runner) -> BookTwin:
        """Keep it as data, and give it back."""
        store(book, runner.runs / file_name(self.edition.key))
        return book


@dataclass(frozen=True)
class Read:
    """A page as read, and the notebook as run that it was read from."""

    model: Model
    executed: Path | None = None

"""A question of a sweep asked of a view: what came of it as a number, a word, and the rows that they rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from nolimits import manuscript
from nolimits.book.settings import first_year
from nolimits.claims import claim, weigh
from nolimits.claims.readings import Reading, word_otherwise
from nolimits.claims.robust import stand_in
from nolimits.claims.theses import thesis, verdicts_of
from nolimits.data import Fact, Figure, Parameter, View
from nolimits.language import Answer
from nolimits.language.facts import answer_text
from nolimits.language.walk import answer_fact
from nolimits.manuscript import Contents, Page
from nolimits.pagemodel.model import view_of
from nolimits.pagemodel.reading import interval
from nolimits.sweeps.grid import Variant
from nolimits.sweeps.options import FACTS, THESES, VERDICTS

Ends = tuple[float | None, float | None, float | None]  # value, low, high
NOTHING: Ends = (None, None, None)


@dataclass(frozen=True)
class CaseResult:
    """What came of a case: a number, a word, and the rows that they rest on."""

    ends: Ends
    word: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True)
class Book:
    """A book's sources in a folder."""

    folder: Path

    @cached_property
    def contents(self) -> Contents:
        """Its contents."""
        return manuscript.contents(self.folder)

    @cached_property
    def start(self) -> int:
        """The first year of its series."""
        return first_year(self.folder)

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Its pages by the last part of their names."""
        return {page.path.stem: page for page in manuscript.pages(self.contents)}


@lru_cache(maxsize=2)
def book_in(folder: Path) -> Book:
    """The book in a folder, which never changes: its name follows from its content."""
    return Book(folder)


def _verdict(key: str, view: View, variant: Variant, _book: Book) -> CaseResult:
    said = claim(key, view)
    found = weigh(said, view)
    word = found.word if variant.tolerance == 1 else word_otherwise(said, view, Reading(variant.tolerance))
    return CaseResult(_ends(found.measured), word, found.rows)


def _thesis(key: str, view: View, variant: Variant, _book: Book) -> CaseResult:
    asked = thesis(key, view.evidence)
    rows = (row for one in verdicts_of(asked, view).values() for row in one.rows)
    return CaseResult(NOTHING, stand_in(asked, view, Reading(variant.tolerance)).value, tuple(rows))


def _fact(name: str, view: View, variant: Variant, book: Book) -> CaseResult:
    page, _, fact = name.partition(":")
    return fact_in(book.pages[page], fact, view, variant.of(page))


def fact_in(page: Page, name: str, view: View, parameters: dict[str, Parameter]) -> CaseResult:
    """The answer to a fact of a page as of the view's cutoff."""
    own = view_of(page, view)
    own = own.with_names({**own.parameters, **parameters}, own.facts)
    found = answer_fact(name, own)
    return CaseResult(_ends(found), answer_text(found, own), found.rows)


def _ends(found: Answer | None) -> Ends:
    if not isinstance(found, Figure) or (told := interval(found)) is None:
        return NOTHING
    return found.sure.value, told["low"], told["high"]


ASK: dict[str, Callable[[str, View, Variant, Book], CaseResult]] = {VERDICTS: _verdict, THESES: _thesis, FACTS: _fact}

"""What of a book's settings only its tables and its binding can judge, asked before anything runs."""

from __future__ import annotations

from pathlib import Path

from nolimits import manuscript
from nolimits.book.parameters import BuildError
from nolimits.data import DataError, View, not_late
from nolimits.data.periods import day
from nolimits.data.whereabouts import CONFIG
from nolimits.editions import snapshots
from nolimits.language import ExpressionError
from nolimits.manuscript import sphinx_of
from nolimits.manuscript.settings import extensions
from nolimits.pagemodel.settings import Cover

PAGES = "nolimits.pages"
PLACE = f"{CONFIG}: sphinx.config"


def book_view(root: Path, data: Path, cutoff: str) -> View:
    """The view of a book on a day, from its settings' first year on.

    Raises DataError for settings that do not hold and for a day of which nothing is known, too early or too late.
    """
    settings, _ = manuscript.settings(root), manuscript.citation(root)
    if PAGES not in extensions(settings):
        raise BuildError(f"{PLACE}.extensions: {PAGES} is missing: add it, for it makes the book's roles and pages")
    view = not_late(View(cutoff, first_year(root), data))
    _hold_cover(root, view)
    _hold_days(root, view)
    return view


def first_year(root: Path) -> int:
    """The first year of a book's series, by its settings."""
    return int(sphinx_of(manuscript.settings(root)).get("nolimits_start", 1900))


def _hold_days(root: Path, view: View) -> None:
    """Refuse a day to compare with that is none, and one on which nothing was known."""
    place, papers = f"{PLACE}.nolimits_editions", view.evidence.documents
    for told in map(str, sphinx_of(manuscript.settings(root)).get("nolimits_editions", ())):
        try:
            named = papers[told]["published_to"] if told in papers else day(told).isoformat()
        except DataError as error:
            raise BuildError(f"{place}: {error}; or name a paper: {', '.join(papers)}") from None
        if named < view.evidence.oldest:
            raise BuildError(f"{place}: nothing was known by {named}: name days from {view.evidence.oldest} on")


def days_to_compare(root: Path, view: View) -> list[str]:
    """The days before a view's cutoff with which the settings compare the book, in order."""
    return snapshots.earlier(sphinx_of(manuscript.settings(root)).get("nolimits_editions", ()), view)


def cover_of(root: Path) -> Cover | None:
    """The cover that the settings describe, if they do."""
    settings = manuscript.settings(root)
    told = sphinx_of(settings).get("nolimits_cover")
    return Cover.of({"title": settings["title"], **told}) if told else None


def _hold_cover(root: Path, view: View) -> None:
    """Refuse a cover of what is not measured, and one whose words cannot be said."""
    if cover := cover_of(root):
        try:
            view.about(cover.indicator)
            cover.shows(view)
        except (DataError, ExpressionError) as error:
            raise BuildError(f"{PLACE}.nolimits_cover: {error}") from None

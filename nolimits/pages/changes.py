"""What has changed between the editions that the settings name and this book, edition by edition, the newest first."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from nolimits.data import DataError, View, day_name
from nolimits.editions import snapshots
from nolimits.editions.compare import Comparison, compare
from nolimits.editions.telling import Address, body
from nolimits.pagemodel.twin import Book
from nolimits.pages import context

logger = logging.getLogger(__name__)
FROM_TABLES = ("chapters/ledger", "chapters/registers", "chapters/sources")


class Changes(SphinxDirective):
    """A section for each step from one edition to the next."""

    def run(self) -> list[nodes.Node]:
        """What differs between successive editions, or a sentence where there is no earlier one."""
        view = context.view(self.env)
        named = snapshots.earlier(self.config.nolimits_editions, view.cutoff)
        if not named:
            return [_none(view)]
        root = Path(self.env.srcdir)
        try:
            books = [book_of(root, view, day) for day in (*named, view.cutoff)]
        except DataError as error:
            logger.warning("%s in {changes}", error, location=self.get_location())
            return []
        steps = [compare(old, new) for old, new in pairwise(books)]
        return [_section(step, address(self.env, books[-1])) for step in reversed(steps)]


def book_of(root: Path, view: View, day: str) -> Book:
    """The book as data as of a day: as staged beside the pages, else worked out from them."""
    return snapshots.kept(root / snapshots.SNAPSHOTS / f"{day}.json") or snapshots.book_of(view.on(day), root)


def _none(view: View) -> nodes.paragraph:
    told = f"On {day_name(view.cutoff)} there was no earlier edition yet with which this one could be compared."
    return nodes.paragraph(told, told)


def _section(step: Comparison, link: Address) -> nodes.section:
    title = f"From {day_name(step.old.cutoff)} to {day_name(step.new.cutoff)}"
    section = nodes.section(ids=[f"since-{step.old.cutoff}"], names=[f"since-{step.old.cutoff}"])
    section += nodes.title(title, title)
    section += nodes.raw("", body(step, link, heading="h3"), format="html")
    return section


def address(env: BuildEnvironment, book: Book) -> Address:
    """Links from the page being read to places of this book; to the page alone where it has no such place."""
    places = {
        name: {one["anchor"] for one in page["numbers"]} | {one["id"] for one in page["exhibits"]}
        for name, page in book.pages.items()
    }

    def link(page: str, anchor: str) -> str:
        made_from_tables = page in places and (page.startswith("chapters/rows-") or page in FROM_TABLES)
        there = anchor in places.get(page, ()) or (made_from_tables and anchor not in book.corrections)
        return env.app.builder.get_relative_uri(env.docname, page) + (f"#{anchor}" if anchor and there else "")

    return link


def setup(app: Sphinx) -> None:
    """Register the directive and the setting that names the days."""
    app.add_config_value("nolimits_editions", [], "env")
    app.add_directive("changes", Changes)

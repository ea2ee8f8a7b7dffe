"""What has changed in this book since each of the days that the settings name, the newest of them first."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from nolimits.data import View, day_name
from nolimits.editions import snapshots
from nolimits.editions.compare import Comparison, compare
from nolimits.editions.markup import Address, Arrangement, comparison_body
from nolimits.editions.months import thesis_moves
from nolimits.language.wording import capital
from nolimits.pagemodel.twin import BookTwin
from nolimits.pages import context
from nolimits.pages.moves import moved_item

logger = logging.getLogger(__name__)


class Changes(SphinxDirective):
    """A section for each day with which this book is compared."""

    def run(self) -> list[nodes.Node]:
        """What differs from each earlier day, or a sentence where there is none to compare with."""
        view = context.view(self.env)
        named = snapshots.earlier(self.config.nolimits_editions, view)
        if not named:
            return [
                _sentence(f"On {day_name(view.cutoff)} there was no earlier edition with which to compare this one.")
            ]
        kept = [Path(self.env.srcdir) / snapshots.SNAPSHOTS / f"{day}.json" for day in (*named, view.cutoff)]
        for path in kept:
            self.env.note_dependency(str(path))
        books = [book for path in kept if (book := snapshots.recall(path))]
        if len(books) < 2:
            return [_sentence("Editions are compared by `make book`; pages bound by Jupyter Book alone are not.")]
        *earlier, own = books
        link = _address(self.env, own)
        return [_section(compare(old, own), link, view, full=old is earlier[-1]) for old in reversed(earlier)]


def _sentence(text: str) -> nodes.paragraph:
    return nodes.paragraph(text, text)


def _section(step: Comparison, link: Address, view: View, *, full: bool) -> nodes.section:
    """What differs from a day; in full for the newest, the theses alone for those before it."""
    since, until = step.old.cutoff, step.new.cutoff
    theses = [moved_item(one, link) for one in thesis_moves(view, since, until)]
    papers = {key: capital(row["called"]) for key, row in view.evidence.documents.items()}
    arranged = Arrangement("h3", f"since-{since}", theses, papers, full)
    title = f"From {day_name(since)} to {day_name(until)}"
    return section(f"since-{since}", title, comparison_body(step, link, arranged))


def section(anchor: str, title: str, body: str) -> nodes.section:
    """A section of a page, at a place by which it can be referred to, with content in HTML."""
    made = nodes.section(ids=[anchor], names=[anchor])
    made += nodes.title(title, title)
    made += nodes.raw("", body, format="html")
    return made


def _address(env: BuildEnvironment, book: BookTwin) -> Address:
    """Links from the page being read to places of this book; to the page alone where it has no such place."""
    places = {
        name: {one["anchor"] for one in page["numbers"]} | {one["id"] for one in page["exhibits"]}
        for name, page in book.pages.items()
    }
    evidence = context.view(env).evidence
    tables = {register.page for register in evidence.registers.values()}
    tables |= {evidence.resource(name)["shown"]["page"] for name in ("sources", "theses") if name in evidence.described}
    page_of_rows = evidence.resource("observations")["shown"]["page"]
    tables |= {page_of_rows.format(section=name) for name in evidence.choices("indicators", "section")}
    aside = {".".join(key) for key in evidence.set_aside}

    def link(page: str, anchor: str) -> str:
        made_from_tables = page in tables and anchor not in aside
        there = anchor in places.get(page, ()) or made_from_tables
        return env.app.builder.get_relative_uri(env.docname, page) + (f"#{anchor}" if anchor and there else "")

    return link


def setup(app: Sphinx) -> None:
    """Register the directive and the setting that names the days."""
    app.add_config_value("nolimits_editions", [], "env")
    app.add_directive("changes", Changes)

"""What must hold of all pages together: ids of charts, references to them, parts made of tables, pages of registers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from nolimits.data import DataError, View
from nolimits.language import ExpressionError
from nolimits.manuscript import Page, Passage
from nolimits.manuscript.exhibit import IDENTITY
from nolimits.manuscript.notebook import calls_facts_untagged, cells
from nolimits.pagemodel.blocks import Directive, Heading, Running, TableLine, blocks
from nolimits.pagemodel.registry import PARTS, WHEN, WRAPPERS
from nolimits.prose.templates import Role, pieces

NUMBERED = "numref"
ENTITLED = re.compile(r"<(?P<target>[^<>]+)>$")  # words of one's own, and what they lead to
# a target before what it names, an option of a directive, an attribute
LABEL = re.compile(r"^\(([^()\n]+)\)=\s*$|^\s*:?(?:name|label):\s*(\S+)\s*$|\{[^}\n]*#([\w-]+)[^}\n]*\}", re.MULTILINE)
# roles of Sphinx, MyST and the book's extensions that a page may hold
FOREIGN = frozenset(
    {"abbr", "any", "bdg", "cite", "cite:p", "cite:t", "code", "doc", "download", "eq", "fab", "far", "fas"}
    | {"guilabel", "index", "kbd", "literal", "math", "menuselection", "octicon", "ref", "sub", "sup", "term"}
    | {"underline", NUMBERED}
)


@dataclass(frozen=True)
class Fault:
    """Something in the manuscript that does not hold: where, and what, with what would be right."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def together(pages: Sequence[Page], view: View, whole: bool) -> Iterator[Fault]:
    """Faults that show only when pages are looked at side by side; of some, if not all, where these are not the whole.

    References to charts and the pages of registers are looked for among all pages only.
    """
    charts: dict[str, str] = {}
    for page in pages:
        if page.is_notebook:
            yield from (Fault(place, UNTAGGED) for place in calls_facts_untagged(page.path))
        for chart in page.charts:
            if not IDENTITY.fullmatch(chart.id):
                yield Fault(chart.place, f"{chart.id!r} is no id of a chart: write section-what in small letters")
            elif chart.id in charts:
                yield Fault(chart.place, f"the chart {chart.id} is drawn in {charts[chart.id]} too: choose another id")
            charts.setdefault(chart.id, chart.place)
    known = {*charts, *(label for page in pages for label in _labels(page))}
    for page in pages:
        for passage in page.passages:
            yield from _references(passage, known) if whole else ()
    yield from _homeless({page.name for page in pages}, view) if whole else ()


UNTAGGED = (
    "the cell names facts and is not tagged `facts`, so that no page knows them: tag it `facts` and `remove-cell`"
)


def _references(passage: Passage, known: Collection[str]) -> Iterator[Fault]:
    for role in pieces(passage.text):
        if isinstance(role, Role) and role.name == NUMBERED:
            told = ENTITLED.search(role.fields[0])
            name = told["target"] if told else role.fields[0]
            if name not in known:
                yield Fault(passage.at_sign(role.at), f"no chart is called {name}: name the id of one")


def _labels(page: Page) -> Iterator[str]:
    """What a page names besides its charts, to be referred to: figures, tables, code, formulas, headings."""
    for passage in page.passages:
        yield from (next(filter(None, found.groups())) for found in LABEL.finditer(passage.text))
    for cell in cells(page.path) if page.is_notebook else ():
        if name := cell["metadata"].get("mystnb", {}).get("figure", {}).get("name"):
            yield str(name)


def directive_faults(passage: Passage, text: str, offset: int, view: View) -> Iterator[Fault]:
    """Directives whose argument or body the tables cannot answer."""
    for block in blocks(text, offset):
        match block:
            case Heading() | Running() | TableLine():
                continue
            case Directive() if block.name == WHEN or block.name in WRAPPERS:
                yield from directive_faults(passage, block.body, block.body_line, view)
            case Directive() if block.name in PARTS:
                part = PARTS[block.name]
                try:
                    part.claims(view, block.argument)
                    part.made_from(view, block.argument, block.body)
                except (DataError, ExpressionError) as error:
                    yield Fault(passage.at(block.lines.start), f"{error} in {{{block.name}}}")


def _homeless(there: Iterable[str], view: View) -> Iterator[Fault]:
    """Tables that say that a page shows them which the book does not have."""
    for name, register in view.evidence.registers.items():
        if register.page not in there and view.evidence.rows(name):
            where = f"data/datapackage.yaml, {name}"
            yield Fault(where, f"no page is called {register.page}: name one of _toc.yml as the page of the register")

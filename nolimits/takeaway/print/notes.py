"""Numbers in brackets on paper: whom a figure or a chart rests on, and the list of sources that they lead to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urldefrag

from lxml.html import HtmlElement, builder

from nolimits.data import View
from nolimits.editions import visible_rows
from nolimits.hypertext import NOTHING, Markup, html, join
from nolimits.language.places import publication_day

BLOCKS = ("p", "li", "td", "dd", "h2", "h3", "figcaption")
MOST_IN_TEXT = 3


class Notes:
    """The sources of printed articles, numbered in the order in which they are first named."""

    def __init__(self, tree: Path, view: View) -> None:
        self.tree, self.view = tree, view
        self.used: dict[str, int] = {}
        self._rows = _row_sources(view)
        self._told: dict[object, list[str]] = {}
        self._seen = {row["source"] for row in visible_rows(view).get("sources", ())}

    def add(self, article: HtmlElement, page: str) -> None:
        """Set the numbers into an article: after its figures, each source once a paragraph, and under its charts."""
        self._ask_twin(article, page)
        for block in list(article.iter(*BLOCKS)):
            told: set[str] = set()
            for fact in list(block.iterfind(".//a[@class]")):
                if "fact" not in fact.get("class", "").split() or next(fact.iterancestors(*BLOCKS)) is not block:
                    continue
                keys = [key for key in self._behind(fact) if key not in told]
                if keys and len(keys) <= MOST_IN_TEXT and not _in_a_headline(fact):
                    told.update(keys)
                    _after(fact, self._marks(keys))
        for figure in article.iter("figure"):
            keys = self._sources_of(figure.get("id", ""))
            for line in figure.find_class("exhibit-source")[:1] if keys else ():
                line.append(self._marks(keys))

    def place(self, link: HtmlElement) -> str:
        """Where in the list the first source behind a link stands; empty where it is not in it."""
        keys = [key for key in self._behind(link) if key in self.used]
        return f"source-{self.used[keys[0]]}" if keys else ""

    def _ask_twin(self, article: HtmlElement, page: str) -> None:
        """What the page's twin tells of its numbers; one that is asked again has the same row or words behind it."""
        twin = self.tree / f"{page}.json"
        told = json.loads(twin.read_text(encoding="utf-8"))["numbers"] if twin.is_file() else []
        sources = {one["anchor"]: [key for key in one.get("sources", ()) if key in self._seen] for one in told}
        for fact in article.find_class("fact"):
            if (place := fact.get("data-place") or fact.get("id")) in sources:
                self._told[_same(fact)] = sources[place]

    def _behind(self, link: HtmlElement) -> list[str]:
        """The sources of the rows that a link stands for, as far as they can be told."""
        address, anchor = urldefrag(link.get("href", ""))
        anchor = unquote(anchor)
        if address.endswith("sources.html"):
            return [anchor] if anchor in self._seen else []
        return self._rows.get(anchor) or self._told.get(_same(link), [])

    def _sources_of(self, chart: str) -> list[str]:
        record = self.tree / "charts" / chart / f"{chart}.json"
        if not record.is_file():
            return []
        sources = json.loads(record.read_text(encoding="utf-8"))["sources"]
        return [one["source"] for one in sources if one["source"] in self._seen]

    def _marks(self, keys: Iterable[str]) -> HtmlElement:
        numbers = sorted(self.used.setdefault(key, len(self.used) + 1) for key in keys)
        marks = builder.E.span({"class": "notes"})
        marks.text = "\u2009["
        for index, (first, last) in enumerate(_runs(numbers)):
            if index:
                marks[-1].tail = ", "
            words = f"{first}" if first == last else f"{first}–{last}"
            marks.append(builder.A(words, href=f"#source-{first}"))
        marks[-1].tail = "]"
        return marks

    def list(self, kicker: Markup) -> Markup:
        """The list of sources below a line; empty where none is named."""
        if not self.used:
            return NOTHING
        return html(
            '<section class="chapter sources" id="sources" style="page: sources">{}<h1>Sources</h1>'
            '<ol class="sources">{}</ol></section>',
            kicker,
            join(_item(number, self.view.source(key)) for key, number in self.used.items()),
        )


def _row_sources(view: View) -> dict[str, list[str]]:
    """The source of each row that has a place of its own in the book."""
    found: dict[str, list[str]] = {}
    for name in view.indicators:
        for take in (take for takes in view.periods(name).values() for take in takes):
            found[take.anchor] = [take.source]
    dated = [register for register in view.evidence.registers.values() if register.known and not register.of]
    for entry in (entry for register in dated for entry in view.register(register.name)):
        found[entry.anchor] = [entry.source]
    return found


def _same(fact: HtmlElement) -> tuple[str | None, str | None]:
    """What two facts have in common that rest on the same rows."""
    return fact.get("href"), fact.get("data-tip")


def _in_a_headline(fact: HtmlElement) -> bool:
    """A chart's headline and caption rest on the chart's own sources, which stand under it."""
    return next(fact.iterancestors("figure", "h1", "h2"), None) is not None


def _after(node: HtmlElement, new: HtmlElement) -> None:
    new.tail, node.tail = node.tail, None
    node.addnext(new)


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """First and last of each stretch of numbers that follow one another; two make no stretch."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        pair for run in runs for pair in ([(run[0], run[-1])] if len(run) > 2 else [(number, number) for number in run])
    ]


def _item(number: int, row: dict[str, str]) -> Markup:
    return html(
        '<li id="source-{number}"><span class="mark">{number}</span>{publisher}: {title}, {day}.'
        ' <a href="{url}">{shown}</a></li>',
        number=number,
        publisher=row["publisher"],
        title=row["title"],
        day=publication_day(row),
        url=row["url"],
        shown=row["url"].partition("://")[2].rstrip("/"),
    )

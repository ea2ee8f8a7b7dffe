"""The search's indexes of a finished tree: Pagefind's of what it says and of its rows, and a small one for a folder."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import lxml.html

from nolimits.book.folders import link_tree, stamps
from nolimits.book.parameters import BuildError
from nolimits.citing.meta import CHARTS
from nolimits.data import View, store
from nolimits.data.registers import Entry
from nolimits.editions.archive import as_script
from nolimits.hypertext import html, join
from nolimits.manuscript import Contents

STANDS_FOR_EDITION = "\ue000edition\ue000"
STAMPS = "stamps"  # beside a kept index: those of its files, which the finished books share
FOLDER, TITLES = "_static/pagefind", "_static/search-index.js"
# the two of Pagefind's that a page searches as one: a new sentence leaves that of rows as it is
SAID, ROWS = "said", "rows"
# of what Pagefind writes, what the book's own script does not ask for: interfaces of its making
UNASKED = ("pagefind-*ui*", "pagefind-highlight.js", "wasm.unknown.pagefind")
# what of a page is found by a record of its own, is no text, or changes with each letter of any file
APART = ("figure", "script", "style", "nav")
APART_CLASSES = (
    *("cell_input", "exhibit", "asked", "catalogue", "indicator", "headerlink", "asof", "downloads"),
    "compared",  # two days' sentences side by side: they repeat every page and would stand before it
)
# the word by which the kind of a record is asked for: Pagefind's own filters are written in an order that differs
KIND = "kindof"
TEXT, CHART, STATEMENT, INDICATOR, ENTRY, SOURCE = "text", "chart", "statement", "indicator", "entry", "source"
# how much a word counts that is found in one, and twice as much in its title, where Pagefind knows no more than 10:
# what the book says long before what it rests on, of which there is far more and each is short
WEIGHTS = {TEXT: 4, CHART: 5, STATEMENT: 1, INDICATOR: 1, ENTRY: 0.4, SOURCE: 0.2}


@dataclass(frozen=True)
class SearchRecord:
    """What can be found: its title, its place from the root of the tree, its kind, and what is said there."""

    title: str
    place: str
    kind: str
    text: str


def index_records(found: Sequence[SearchRecord], kept: Path) -> dict[str, Path]:
    """The folders of Pagefind's indexes of what can be found, by name.

    `kept` is a folder in which the last indexes stay, and are used again for the same records.
    """

    def pages(name: str) -> list[str]:
        return [_as_page(one) for one in found if (one.kind in (TEXT, CHART)) == (name == SAID)]

    return {name: _cache_index(kept / name, pages(name)) for name in (SAID, ROWS)}


def add_search(tree: Path, found: Sequence[SearchRecord], indexes: Mapping[str, Path]) -> None:
    """Put all indexes of what can be found into a finished tree; its pages load them when somebody begins to type."""
    for name, index in indexes.items():
        link_tree(index, tree / FOLDER / name)
    titles = [[one.title, one.place, one.kind, _beside(one)] for one in found if one.kind != SOURCE]
    (tree / TITLES).write_bytes(as_script("NOLIMITS_SEARCH", titles))


def _cache_index(kept: Path, pages: Sequence[str]) -> Path:
    """Pagefind's index of some pages, made where that in the folder is of others, or is no more what was made."""
    made = kept / hashlib.sha256("\0".join([version("pagefind"), *pages]).encode()).hexdigest()
    held = kept / STAMPS
    if not made.is_dir() or not held.is_file() or held.read_text(encoding="utf-8") != stamps(made):
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        half = kept / "half"
        with TemporaryDirectory() as folder:
            for number, page in enumerate(pages):
                Path(folder, f"{number:06}.html").write_text(page, encoding="utf-8")
            _index(Path(folder), half)
        for path in (path for pattern in UNASKED for path in half.glob(pattern)):
            path.unlink()
        half.rename(made)
        held.write_text(stamps(made), encoding="utf-8")
    return made


def _as_page(record: SearchRecord) -> str:
    """A record as Pagefind reads it: a page of its own, whose title weighs more than its text."""
    told = {"place": record.place, "kind": record.kind}
    meta = join(html('<i data-pagefind-meta="{}">{}</i>', *one) for one in told.items())
    weight = WEIGHTS[record.kind]
    title = html('<h1 data-pagefind-meta="title" data-pagefind-weight="{}">{}</h1>', 2 * weight, record.title)
    more = record.text != record.title
    return html(
        '<!doctype html><html lang="en"><body data-pagefind-body>{title}{text}'
        '<p data-pagefind-weight="0.1">{kind}</p><div data-pagefind-ignore>{meta}</div></body></html>',
        title=title,
        text=html('<p data-pagefind-weight="{}">{}</p>', weight, record.text) if more else "",
        kind=f"{KIND}{record.kind}",
        meta=meta,
    )


def _index(pages: Path, to: Path) -> None:
    """Pagefind's index of a folder of pages, which is the same whenever it is made of the same.

    Raises BuildError with Pagefind's own words.
    """
    command = [
        sys.executable,
        "-m",
        "pagefind",
        "--site",
        str(pages),
        "--output-path",
        str(to),
        "--force-language",
        "en",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"the book cannot be indexed by Pagefind: {(done.stderr or done.stdout).strip()[-600:]}")


def _beside(record: SearchRecord) -> str:
    """What the small index knows of a record besides its title."""
    return " ".join(record.text.split()[-8:]) if record.kind == INDICATOR else record.place.rpartition("#")[2]


def synonyms(view: View) -> list[tuple[str, str]]:
    """Words that a reader may type, each with the book's own words for it."""
    return [(row["word"], row["means"].lower()) for row in view.evidence.rows("synonyms")]


def _with_synonyms(record: SearchRecord, known: Sequence[tuple[str, str]]) -> SearchRecord:
    said = f"{record.title} {record.text}".lower()
    also = " ".join(dict.fromkeys(word for word, means in known if means in said and word.lower() not in said))
    return SearchRecord(record.title, record.place, record.kind, f"{record.text} {also}".strip()) if also else record


def search_records(tree: Path, book: Contents, view: View, edition: str = "") -> list[SearchRecord]:
    """All that can be found in a finished tree, in the book's order; a page is read again where it has changed.

    `edition` is the name that each page gives it.
    """
    known = synonyms(view)
    return [_with_synonyms(record, known) for record in _records(tree, book, view, edition)]


def _records(tree: Path, book: Contents, view: View, edition: str) -> Iterator[SearchRecord]:
    ledger = view.about_register("claims").page
    entries = [entry for name in view.evidence.registers for entry in view.register(name) if entry.page != ledger]
    for page in book.pages:
        path = tree / f"{page}.html"
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        own = [entry for entry in entries if entry.page == page]
        said = [[entry.anchor, entry.says, entry.get("note", "")] for entry in own]
        # the edition's name changes with each letter of any page
        bare = text.replace(edition, STANDS_FOR_EDITION) if edition else text
        told = [page, bare, said, list(view.indicators), view.evidence.declaration_hash]
        made = store.remember("found", told, partial(_of_page, bare, page, view, own))
        yield from (SearchRecord(*(part.replace(STANDS_FOR_EDITION, edition) for part in one)) for one in made)
    for path in sorted((tree / CHARTS).glob("*/*.json")):
        if path.stem == path.parent.name:
            told = json.loads(path.read_text(encoding="utf-8"))
            words = " ".join(told[part] for part in ("subtitle", "caption", "alt", "source_line", "id"))
            yield SearchRecord(told["headline"], f"{CHARTS}/{path.stem}.html", CHART, words)


def _of_page(text: str, page: str, view: View, entries: Sequence[Entry]) -> list[list[str]]:
    """What can be found on a page, given as HTML."""
    root = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    (article,) = root.xpath("//article[contains(@class, 'bd-article')]")
    rows = list(_rows(article, page, view, entries))
    return [list(astuple(one)) for one in (*_sections(article, page), *rows)]


def _rows(article: lxml.html.HtmlElement, page: str, view: View, entries: Sequence[Entry]) -> Iterator[SearchRecord]:
    """What of a page is found by itself, taken out of it: statements, sources, indicators, entries of registers."""
    placed = {str(one.get("id")): one for one in article.xpath(".//*[@id]")}
    taken = []
    for row in article.xpath(".//table[contains(concat(' ', @class, ' '), ' ledger ')]/tbody/tr[@id]"):
        taken.append(row)
        yield _statement(row, page)
    for item in article.xpath(".//ol[@class='sources' and @reversed]/li[@id]"):
        taken.append(item)
        yield SearchRecord(_text_of(item), f"{page}.html#{item.get('id')}", SOURCE, _text_of(item))
    for name in (name for name in view.indicators if name in placed):
        about = view.about(name)
        taken.append(placed[name])
        words = f"{_text_of(placed[name])} {about['definition']} {about['unit']} {name}"
        yield SearchRecord(about["label"], f"{page}.html#{name}", INDICATOR, words)
    for entry in entries:
        taken += [placed[entry.anchor]] if entry.anchor in placed else []
        words = f"{entry.says} {entry.get('note', '')}".strip()
        yield SearchRecord(entry.says, f"{page}.html#{entry.anchor}", ENTRY, words)
    for one in dict.fromkeys(taken):  # the milestones of a project have one place
        one.drop_tree()


def _sections(article: lxml.html.HtmlElement, page: str) -> Iterator[SearchRecord]:
    """The text below each heading, less what stands below the headings within it and what is apart."""
    for one in [node for node in article.iterdescendants() if _is_apart(node)]:
        one.drop_tree()
    titles: list[str] = []
    for section in article.xpath(".//section[@id]"):
        heads = section.xpath("./*[self::h1 or self::h2 or self::h3 or self::h4]")
        if not heads:
            continue
        depth = int(heads[0].tag[1]) - 1
        titles = [*titles[:depth], _text_of(heads[0])]
        place = f"{page}.html" if depth == 0 else f"{page}.html#{section.get('id')}"
        own = (one for one in section if one is not heads[0] and one.tag != "section")
        yield SearchRecord(": ".join(titles), place, TEXT, " ".join(filter(None, map(_text_of, own))))


def _is_apart(element: lxml.html.HtmlElement) -> bool:
    names = set((element.get("class") or "").split())
    return element.tag in APART or not names.isdisjoint(APART_CLASSES)


def _statement(row: lxml.html.HtmlElement, page: str) -> SearchRecord:
    key = str(row.get("id"))
    cells = row.xpath("./td")
    statement = " ".join((cells[3].text or "").split())
    return SearchRecord(f"{key}: {statement}", f"{page}.html#{key}", STATEMENT, _text_of(row))


def _text_of(element: lxml.html.HtmlElement) -> str:
    """What an element reads; cells and items are words of their own."""
    if not isinstance(element.tag, str):
        return ""
    found: list[str] = []
    for node in element.iter():
        inside = isinstance(node.tag, str) and not (node is not element and _is_mark(node))
        if inside and node.text:
            found.append(node.text if inline(node) else f" {node.text}")
        if node is not element and node.tail:
            found.append(node.tail if inline(node) else f" {node.tail}")
        if inside and not inline(node):
            found.append(" ")
    return " ".join("".join(found).split())


def _is_mark(node: lxml.html.HtmlElement) -> bool:
    return node.tag in ("script", "style") or "headerlink" in (node.get("class") or "")


def inline(node: lxml.html.HtmlElement) -> bool:
    """Whether an element is part of a line of text."""
    return node.tag in ("a", "strong", "em", "b", "i", "span", "code", "sub", "sup", "abbr", "mark", "cite", "q")

"""What has changed on each page of an edition since: as `diff` tells it, the charts' own pages among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import lxml.html

from nolimits.citing.meta import CHARTS
from nolimits.data import day_name
from nolimits.editions.archive import page_files
from nolimits.editions.compare import KINDS, TURNS, Change, Comparison, compare
from nolimits.editions.snapshots import load
from nolimits.pagemodel.model import Twin
from nolimits.pagemodel.twin import BookTwin

KindCounts = dict[str, int]
# what one change, and several, of each kind of `compare` are called in a sentence
NOUNS = {kind: words for kind, words in KINDS.items() if kind != "page"} | {
    "verdict": ("verdict", "verdicts"),
    "strength": ("verdict's strength", "verdicts' strengths"),
}
WORDS = "words"  # where `compare` counts nothing, and yet the page reads otherwise
# what follows from the edition's name or the length of a file, and says nothing new
ASIDE = ("script", "style", "nav", "footer")
ASIDE_IDS = ("download", "cite")


def since(older: Path, newest: Path) -> dict[str, KindCounts]:
    """What differs on each page of an older edition in the newest, by the page's name; pages that stand are left out.

    Counts are of the kinds of `compare`; `words` alone says that a page reads otherwise in what is not counted.
    """
    found = compare(load(older), load(newest))
    counted = {page: _counts(found.on(page)) for page in found.old.pages}
    sides = [_exhibits(book) for book in (found.old, found.new)]
    resting = _rows_by_claim(found)
    own = {name for book in (found.old, found.new) for name in (book.edition, day_name(book.cutoff), book.cutoff)}
    for name in sides[0].keys() | sides[1].keys():
        drawn = [side[name] for side in sides if name in side]
        counted[f"{CHARTS}/{name}"] = _counts(_on_chart(found, name, drawn, resting))
    for name, path in page_files(older):
        page = name.removesuffix(".html")
        other = newest / f"{page}.html"
        if not counted.get(page) and other.is_file() and _less(_page_text(path), own) != _less(_page_text(other), own):
            counted[page] = {WORDS: 1}
    return {page: counts for page, counts in sorted(counted.items()) if counts}


def _counts(changes: Iterable[Change]) -> KindCounts:
    counted = Counter(change.kind for change in changes)
    return {kind: counted[kind] for kind in NOUNS if counted[kind]}


def _exhibits(book: BookTwin) -> dict[str, Twin]:
    return {one["id"]: one for page in book.pages.values() for one in page["exhibits"]}


def _rows_by_claim(found: Comparison) -> dict[str, set[str]]:
    """The rows that the test of each statement rests on in either edition."""
    rows: dict[str, set[str]] = {}
    for book in (found.old, found.new):
        for page in book.pages.values():
            for verdict in page["verdicts"]:
                rows.setdefault(verdict["claim"], set()).update(verdict["rows"])
    return rows


def _on_chart(found: Comparison, name: str, drawn: Sequence[Twin], resting: Mapping[str, set[str]]) -> list[Change]:
    """What differs on a chart's own page: its words, its picture, the verdicts of statements that rest on its rows."""
    rows = {row for one in drawn for row in one["rows"]}
    numbers = {number for one in drawn for number in one["numbers"]}
    return [
        change
        for change in found.changes
        if (
            not rows.isdisjoint(resting.get(change.asked, ()))
            if change.kind in TURNS
            else change.asked == name or change.anchor in numbers
        )
    ]


@lru_cache(maxsize=256)  # those of the newest edition, to which all others are held
def _page_text(page: Path) -> str:
    """What a page of a frozen edition reads; such a page never changes."""
    text = page.read_text(encoding="utf-8")
    if not text.strip():
        return ""
    root = lxml.html.document_fromstring(text)
    body = next(iter(root.xpath("//article")), root)
    beside = [*(f".//{tag}" for tag in ASIDE), *(f".//*[@id='{name}']" for name in ASIDE_IDS)]
    for one in body.xpath(" | ".join(beside)):
        one.drop_tree()
    return " ".join(body.text_content().split())


def _less(words: str, names: Iterable[str]) -> str:
    """A page's words without the days and the names of the editions that are compared."""
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(name, "")
    return words

"""The feed of editions and of what changed from one to the next (Atom, RFC 4287)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from nolimits.data import day_name
from nolimits.editions.compare import Comparison
from nolimits.editions.since import NOUNS

FEED = "feed.xml"
ATOM = "http://www.w3.org/2005/Atom"
NAMES = {None: ATOM}
WORDS = {**NOUNS, "page": ("page", "pages")}


@dataclass(frozen=True)
class FeedItem:
    """An edition in the feed: its key, its day, what changed in words, and where it can be read."""

    key: str
    cutoff: str
    summary: str
    address: str


def summary(step: Comparison | None) -> str:
    """What an edition changed, in a sentence; of the first, that it is."""
    if step is None:
        return "The first edition here."
    told = [f"{number:,} {WORDS[kind][number > 1]}" for kind, number in step.counts.items()]
    since = f"Since the edition of {day_name(step.old.cutoff)}"
    return f"{since} these differ: {', '.join(told)}." if told else f"{since} nothing that is counted has changed."


def feed(title: str, authors: Sequence[str], url: str, entries: Iterable[FeedItem]) -> bytes:
    """The feed of a book; `url` is the site's address, empty where it has none: then links lead from the feed's place.

    The newest entry comes first. Identifiers follow from the title and the edition, so that they stay.
    """
    newest = sorted(entries, key=lambda one: (one.cutoff, one.key), reverse=True)
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=NAMES)
    _add(root, "title", title)
    _add(root, "id", _identifier(title))
    _add(root, "updated", _moment(newest[0].cutoff) if newest else _moment("1970-01-01"))
    for name in authors:
        _add(_add(root, "author"), "name", name)
    base = f"{url.rstrip('/')}/" if url else ""
    _add(root, "link", rel="self", href=f"{base}{FEED}")
    _add(root, "link", rel="alternate", href=f"{base}index.html")
    for one in newest:
        _entry(root, title, base, one)
    etree.indent(root, " ")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"


def with_entries(made: bytes, entries: Iterable[FeedItem]) -> bytes:
    """A feed with other entries."""
    root = etree.fromstring(made)

    def read(path: str) -> list[str]:
        return [str(text) for text in root.xpath(path, namespaces={"a": ATOM})]

    title, own = read("a:title/text()")[0], read("a:link[@rel='self']/@href")[0]
    return feed(title, read("a:author/a:name/text()"), own.removesuffix(FEED), entries)


def _entry(root: etree._Element, title: str, base: str, one: FeedItem) -> None:
    entry = _add(root, "entry")
    _add(entry, "title", f"Edition of {day_name(one.cutoff)}")
    _add(entry, "id", _identifier(f"{title} {one.key}"))
    _add(entry, "updated", _moment(one.cutoff))
    _add(entry, "link", rel="alternate", href=f"{base}{one.address}")
    _add(entry, "summary", one.summary)


def _add(parent: etree._Element, name: str, text: str = "", **told: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}", attrib=told)
    if text:
        made.text = text
    return made


def _identifier(text: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"

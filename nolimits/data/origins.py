"""Who stands behind a source: a reprint and what it repeats are one, and so are all pages of one publisher."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from nolimits.data import door
from nolimits.data.tables import Row
from nolimits.data.view import View

COPIES = re.compile(r"\b(citing|copy of|copy at .*|copy|data|summary|text)\b|-based\b|^\w+ service$", re.I)

BODIES = re.compile(r",| and ")


def origin(source: Row, view: View) -> str:
    """Who stands behind a source: its publisher, of whom several pages are one source, or whomever it repeats.

    That is the publisher of the source that `origin` names; where it names none, a publisher written as `paper (citing
    wire)`, `site (wire copy)` or `wire via site` stands for the wire. Of several that are cited, parted by commas or
    `and`, the first is the one that is retold: one page is never a witness of its own beside what it retells.
    """
    if repeated := source.get("origin"):
        source = view.source(repeated)
    name, _, within = source["publisher"].partition(" (")
    first = BODIES.split(within.rstrip(")"))[0] if within.startswith("citing ") else within.rstrip(")").split(",")[0]
    cited = COPIES.sub("", first)
    return _plain(cited) or _plain(name.partition(" via ")[0])


def without_origin(source: str, view: View) -> View:
    """The view, blind to a source and to all others of its origin; raises DataError for an unknown source."""
    return view.without(*of_its_origin(source, view))


def of_its_origin(source: str, view: View) -> tuple[str, ...]:
    """A source and all others of its origin, by key; raises DataError for an unknown source."""
    return _pages(view)[origin(view.source(source), view)]


def first_pages(sources: Iterable[str], view: View) -> list[str]:
    """Of some sources the first of each origin, in their order."""
    found: dict[str, str] = {}
    for source in sources:
        found.setdefault(origin(view.source(source), view), source)
    return list(found.values())


def _pages(view: View) -> Mapping[str, tuple[str, ...]]:
    """The keys of all sources by their origin."""

    def made() -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for key, source in view.evidence.sources.items():
            found.setdefault(origin(source, view), []).append(key)
        return {name: tuple(keys) for name, keys in found.items()}

    return door.memoise(view.evidence.memo, "sources by origin", made)


def _plain(name: str) -> str:
    """A name of a publisher as it is compared, so that one body has one name."""
    return " ".join(name.split()).lower().removeprefix("the ")

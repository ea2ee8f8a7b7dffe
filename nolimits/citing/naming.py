"""Whatever can be cited, by its name: a chart, a statement, a figure, a page, the book."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any

from nolimits.citing import citations
from nolimits.citing.citations import Imprint
from nolimits.citing.managers import ReferenceItem
from nolimits.claims import claims
from nolimits.data import LATEST, DataError, View
from nolimits.manuscript import Page
from nolimits.prose import bare

BOOK = "book"
Bundle = Mapping[str, Any]


def citation_of(
    what: str, pages: Mapping[str, Page], view: View, imprint: Imprint, drawn: Callable[[Page, str], Bundle]
) -> ReferenceItem:
    """The item for a chart's id, a claim's key, `indicator` or `indicator@PERIOD`, a page's name, or `book`.

    `pages` are the manuscript's by name; `drawn` gives what a run keeps of a page's chart. Raises DataError, with near
    names, for anything else.
    """
    name, at, span = what.partition("@")
    if name in view.evidence.indicators:
        return citations.value_item(imprint, name, span if at else LATEST, view)
    if what == BOOK:
        return citations.book_item(imprint)
    if what in claims(view.evidence):
        return citations.claim_item(imprint, what, view)
    short = {page.rpartition("/")[2]: page for page in pages}
    if what in short:
        return citations.section_item(imprint, short[what], bare(pages[short[what]].title))
    charts = {call.id: page for page in pages.values() for call in page.charts}
    if what in charts:
        return citations.chart_item(imprint, drawn(charts[what], what), view)
    known = [BOOK, *short, *charts, *view.indicators, *claims(view.evidence)]
    near = difflib.get_close_matches(name, known, n=3) or [one for one in known if name and name in one][:3]
    hint = f"perhaps {' or '.join(near)}" if near else "name a chart, a claim, an indicator, a section, or the book"
    raise DataError(f"nothing is called {what!r}: {hint}")

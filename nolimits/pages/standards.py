"""What pages tell machines, put into their heads."""

from __future__ import annotations

import textwrap
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from nolimits.citing import meta
from nolimits.citing.meta import CHARTS
from nolimits.pagemodel.parts.cover import CARD_FILE
from nolimits.pages import context
from nolimits.pages.shelf import shelf

DATA_PAGE = meta.DATA_PAGE
PLAIN = ("search", "genindex")  # pages that say nothing of their own
ENOUGH, MOST = 80, 220  # characters of what a page is about, before its day


def add(app: Sphinx, page: str, _template: str, told: dict[str, Any], doctree: nodes.document | None) -> None:
    """Put tags and records into a page's head."""
    if page in PLAIN:
        about = f"Search {context.imprint_of(app.env).short}: pages, charts, statements, series and sources."
        context.add_to_head(told, meta.tag_lines([("name", "description", about)]))
        return
    env = app.env
    imprint = context.imprint_of(env)
    shown = shelf(env).get(page.removeprefix(f"{CHARTS}/")) if page.startswith(f"{CHARTS}/") else None
    title = shown.spoken["headline"] if shown else env.titles[page].astext() if page in env.titles else imprint.title
    picture = (CARD_FILE, context.cover_text(env)) if context.cover(env) else ("", "")
    tags = meta.tags(imprint, page, title, shown.bundle if shown else None, picture, _opening_text(doctree))
    context.add_to_head(told, meta.tag_lines(tags))
    if shown:
        context.add_to_head(told, meta.json_script(meta.image(shown.bundle, imprint)))
    elif page == DATA_PAGE:
        context.add_to_head(told, meta.json_script(meta.dataset(context.view(env), imprint)))
    elif page == (book := context.contents_of(env)).root:
        record = meta.report_data(imprint, page, DATA_PAGE in book.pages)
        context.add_to_head(told, meta.json_script(record))


def _opening_text(doctree: nodes.document | None) -> str:
    """What a page begins with, up to the end of a word; its line on the day aside. Empty where it has no text."""
    said = ""
    for paragraph in doctree.findall(nodes.paragraph) if doctree else ():
        text = " ".join(paragraph.astext().split())
        if not isinstance(paragraph.parent, nodes.section | nodes.list_item) or "asof" in paragraph["classes"]:
            continue
        said = f"{said} {text}".strip()
        if len(said) >= ENOUGH:
            break
    return textwrap.shorten(said, MOST, placeholder=" …")


def setup(app: Sphinx) -> None:
    """Register what is added to each page."""
    app.connect("html-page-context", add)

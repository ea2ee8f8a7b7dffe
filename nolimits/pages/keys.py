"""Keys of statements in running text: each leads to the ledger and tells the statement when pointed at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docutils import nodes
from sphinx.application import Sphinx

from nolimits.claims import Claim, claims
from nolimits.pages import context
from nolimits.pages.facts import fact

KEY = re.compile(r"\b[a-z]\d{3}\b")


def link_keys(app: Sphinx, doctree: nodes.document) -> None:
    """Put links in place of keys."""
    view = context.view(app.env)
    known, page = claims(view.evidence), view.about_register("claims").page
    for text in list(doctree.findall(nodes.Text)):
        if isinstance(text.parent, nodes.paragraph | nodes.emphasis | nodes.strong) and KEY.search(text):
            text.parent.replace(text, list(_with_keys(text, known, page)))


def _with_keys(text: str, known: Mapping[str, Claim], page: str) -> Iterator[nodes.Node]:
    at = 0
    for found in KEY.finditer(text):
        if said := known.get(found[0]):
            if found.start() > at:
                yield nodes.Text(text[at : found.start()])
            yield fact(found[0], found[0], tip=said.text, classes=["fact"], doc=page, anchor=said.key)
            at = found.end()
    if at < len(text):
        yield nodes.Text(text[at:])


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.connect("doctree-read", link_keys)

"""Printing what was said as Markdown, with each number as a role that carries all that it needs.

A printed page asks nothing of the data any more: `{fact}` holds a number's words, its place, where its rows are, and
its origin. Sphinx, exports and whoever else reads it need no view.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from nolimits.data import View
from nolimits.language.places import target
from nolimits.prose.roles import Said, expand
from nolimits.prose.saying import Spoken, Template, choose, passage

FACT = "fact"
MARKED = re.compile(r"([\\`*_\[\]{}|<$])")
ANCHOR_DIGITS = 8


def markdown(spoken: Spoken, view: View) -> str:
    """A sentence as printed."""
    return "".join(part if isinstance(part, str) else print_said(part, view) for part in spoken.parts).strip()


def plain_text(spoken: Spoken) -> str:
    """A sentence as Markdown without traces, for whoever wants its words."""
    return "".join(
        part if isinstance(part, str) else part.text if part.written else escape(part.text) for part in spoken.parts
    ).strip()


def print_said(said: Said, view: View) -> str:
    """What a role said, as it stands in a printed page: a fact with its traces, or only words."""
    shown = said.place or said.tip or said.about or said.badge
    if not (shown and said.text):
        return said.text if said.written else escape(said.text)
    return _fact(said, view)


def _fact(said: Said, view: View) -> str:
    """A traced piece of text as a role: its words, tip, badge, place, and the page and anchor of its rows."""
    to = target(said.about, said.rows, view)
    told = {"text": said.text, "tip": said.tip, "badge": said.badge, "place": said.place, "to": list(to) if to else []}
    return _role({name: held for name, held in told.items() if held})


def print_term(text: str, says: str, page: str, place: str) -> str:
    """A term where a page first uses it: its words, what it means, and where the glossary lists it."""
    return _role({"text": text, "tip": says, "term": True, "to": [page, place]})


def _role(told: Mapping[str, Any]) -> str:
    content = json.dumps(told, ensure_ascii=False)
    # neither a back-tick may end the role nor a bar a cell of a table
    return f"{{{FACT}}}`{content.replace('`', chr(92) + 'u0060').replace('|', chr(92) + 'u007c')}`"


def escape(text: str) -> str:
    """Text in which nothing is taken for markup."""
    return MARKED.sub(r"\\\1", text)


def card_place(question: str, view: View) -> str:
    """The permanent place of a card's number on its page."""
    asked = f"card {expand(question, view)}"
    return f"n-{hashlib.sha256(asked.encode()).hexdigest()[:ANCHOR_DIGITS]}"


def print_template(template: Template, view: View) -> str:
    """A template as printed, such as a headline."""
    return " ".join(filter(None, (markdown(one, view) for one in passage(choose(template, view), view))))

"""HTML as a type: what is written stands in templates, and what fills a gap is escaped unless it is HTML itself.

Only this module makes HTML of text, so that no figure, title or address can become markup by a slip: text that is put
beside HTML or into a gap of it is escaped by the type. MarkupSafe is what Jinja, and so Sphinx, escapes by.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from markupsafe import Markup

__all__ = ["NOTHING", "Markup", "code", "data_script", "html", "items", "join", "link", "paragraph", "raw", "web_link"]

NOTHING = Markup("")


def html(template: str, *gaps: object, **named: object) -> Markup:
    """A template of HTML with its gaps `{}` or `{name}` filled.

    A template is written where it is used, never made of other text; a gap may stand in an attribute between double
    quotation marks, too. Raises IndexError or KeyError for a gap that nothing fills.
    """
    return Markup(template).format(*gaps, **named)


def join(parts: Iterable[str], between: str = "") -> Markup:
    """Parts one after another, each text among them escaped, as is what stands `between` them."""
    return (NOTHING + between).join(parts)


def raw(made: str) -> Markup:
    """What is HTML already: a picture that was drawn, a page that was bound."""
    return Markup(made)


def data_script(kind: str, data: object) -> Markup:
    """Data in a script element of a kind such as `application/ld+json`."""
    # nothing in a text may end the element that holds it
    told = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return html('<script type="{}">{}</script>', kind, raw(told))


def paragraph(text: str) -> Markup:
    """A paragraph of text, or of HTML."""
    return html("<p>{}</p>", text)


def items(parts: Iterable[str], kind: str = "") -> Markup:
    """A list, each part of it text or HTML; `kind` is a class of its own for styles."""
    of_class = html(' class="{}"', kind) if kind else NOTHING
    return html("<ul{}>{}</ul>", of_class, join(html("<li>{}</li>", one) for one in parts))


def code(text: str) -> Markup:
    """A key, an address or a question, set as code."""
    return html("<code>{}</code>", text)


def link(text: str, page: str, anchor: str = "") -> Markup:
    """A link to a page, or to a place on it."""
    return html('<a href="{}{}">{}</a>', page, f"#{anchor}" if anchor else "", text)


def web_link(text: str, url: str) -> Markup:
    """A link to the web, or only the text where the address is none."""
    if not url.startswith(("http://", "https://")):
        return html("{}", text)
    return html('<a href="{}" rel="noreferrer">{}</a>', url, text)

"""Parts of pages that are made from tables by a directive: what each is made from, and how it is shown.

A part registers itself here once; whoever reads a page finds it by name, and a directive that nobody has registered
stops the build.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nolimits.citing.citations import Imprint
from nolimits.data import View
from nolimits.hypertext import Markup
from nolimits.pagemodel.settings import Cover

WHEN = "when"  # the directive that shows its text where a condition holds
# Directives that hold text, and such of Sphinx and MyST whose content is what it is, whatever the data say.
WRAPPERS = frozenset(
    {"div", "note", "tip", "hint", "important", "warning", "caution", "attention", "danger", "error", "seealso"}
    | {"admonition", "dropdown", "margin", "sidebar", "card", "grid", "grid-item", "grid-item-card", "tab-set"}
    | {"tab-item", "epigraph", "pull-quote", "topic"}
)
STATIC = frozenset(
    {"figure", "image", "math", "code", "code-block", "code-cell", "literalinclude", "table", "list-table"}
    | {"csv-table", "toctree", "tableofcontents", "bibliography", "glossary", "raw", "only", "contents", "include"}
    | {"rubric", "footbibliography", "video", "iframe", "mermaid", "eval-rst", "index", "parsed-literal", "math:numref"}
)


@dataclass(frozen=True)
class Setting:
    """What a part may use: the book's view, what citations share, the cover; `address` leads to a page from here."""

    view: View
    imprint: Imprint
    address: Callable[[str], str]
    cover: Cover | None = None


@dataclass(frozen=True)
class Part:
    """A part of a page: `html` shows it, `made_from` gives all that it follows from besides the view's day.

    Both take the directive's argument and body. `claims` are the keys of the statements whose verdicts it shows. One
    that `moves` shows other days, too: how verdicts came about, a course, days ahead.
    """

    name: str
    html: Callable[[Setting, str, str], Markup]
    made_from: Callable[[View, str, str], Any]
    claims: Callable[[View, str], list[str]]
    moves: bool = False


PARTS: dict[str, Part] = {}
Html = Callable[[Setting, str, str], Markup]
# parts that are laid out when all pages are known, by whoever binds them
PLACES = frozenset({"catalogue", "verify", "changes", "excerpt", "months"})


def no_directive(name: str) -> str:
    """That a directive does not exist, and which would be right."""
    known = ", ".join(sorted({WHEN, *WRAPPERS, *PARTS, *PLACES}))
    return f"no directive is called {name!r}: write one of {known}, or one of Sphinx's own"


def _nothing(*_: object) -> None:
    """A part that follows from the page's text alone."""


def _none(_view: View, _argument: str) -> list[str]:
    return []


def part(
    name: str,
    *,
    made_from: Callable[[View, str, str], Any] = _nothing,
    claims: Callable[[View, str], list[str]] = _none,
    moves: bool = False,
) -> Callable[[Html], Html]:
    """Register a function that shows a part of a page under the name of its directive."""

    def register(html: Html) -> Html:
        PARTS[name] = Part(name, html, made_from, claims, moves)
        return html

    return register

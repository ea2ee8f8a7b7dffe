"""What parts of pages share: tables in a box of their own, badges, links to rows and to sources; HTML."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from nolimits.claims import Verdict, VerdictWord
from nolimits.claims.strength import reserves, strength
from nolimits.claims.verdicts import LABELS, OVERTAKEN, PART_ONLY
from nolimits.claims.words import row_words
from nolimits.data import Fact, View
from nolimits.language.wording import capital
from nolimits.pagemodel.registry import Setting

LineOfCells = tuple[str, Iterable[str]]  # attributes of a line of a table, and its cells


def table(head: Iterable[str], body: Iterable[LineOfCells], name: str) -> str:
    """An HTML table in a box that scrolls by itself; `body` gives attributes and cells that are HTML already."""
    columns = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    lines = "".join(f"<tr{attributes}>{''.join(f'<td>{c}</td>' for c in cells)}</tr>" for attributes, cells in body)
    label = escape(name, quote=True)
    return (
        f'<div class="table-box" role="region" aria-label="{label}" tabindex="0"><table class="rows">'
        f"<thead><tr>{columns}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def badge(word: str) -> str:
    """A verdict's word, shown as such; HTML."""
    return f'<span class="badge {word}">{VerdictWord[word.upper()].label}</span>'


def weighed_badge(verdict: Verdict, view: View) -> str:
    """A verdict's word, and beside it that it is of a part or rests on too little, where it is and does; HTML."""
    return badge(verdict.word) + _beside(reserves(verdict, view))


def verdict_cell(verdict: Verdict) -> str:
    """A verdict's word, whether only the measurable part was weighed, and what became of it since its day; HTML."""
    part = _beside([PART_ONLY] * verdict.is_part)
    since = f' <small class="since">{escape(verdict.since)}</small>' if verdict.since != LABELS[OVERTAKEN] else ""
    return badge(verdict.word) + part + (since if verdict.since and since else "")


def _beside(words: Iterable[str]) -> str:
    return "".join(f' <small class="part">{escape(word)}</small>' for word in words)


def strength_cell(verdict: Verdict, view: View) -> str:
    """How much a verdict rests on, with the reasons on hovering; empty where nothing is decided; HTML."""
    found = strength(verdict, view)
    why = escape("; ".join(found.reasons), quote=True)
    return f'<span class="strength" title="{why}">{found.grade}</span>' if found.grade else ""


def paper_cell(document: str, view: View) -> str:
    """How the book calls a paper, in a cell of its own; HTML."""
    return escape(capital(view.evidence.documents[document]["called"]))


def claim_link(key: str, setting: Setting) -> str:
    """A statement's key, which leads to the ledger; HTML."""
    page = setting.address(setting.view.about_register("claims").page)
    return f'<a href="{page}#{key}"><code>{key}</code></a>'


def source_link(key: str, setting: Setting) -> str:
    """A link to a source's place in the bibliography; HTML."""
    page = setting.address(setting.view.evidence.resource("sources")["shown"]["page"])
    publisher = setting.view.source(key)["publisher"]
    return f'<a href="{page}#{escape(key, quote=True)}">{escape(publisher)}</a>'


def row_item(row: Fact, setting: Setting) -> str:
    """A row with its source and the day on which it became known, as an item of a list; HTML."""
    told = row_words(row, setting.view)
    source = f", {source_link(told['source'], setting)}" if told["source"] else ""
    return (
        f'<li><a href="{setting.address(told["page"])}#{escape(told["anchor"], quote=True)}">{escape(told["says"])}</a>'
        f"{source}, known {told['known_on']}</li>"
    )


def web_link(text: str, url: str) -> str:
    """A link to the web, or only the text where the address is none; HTML."""
    if not url.startswith(("http://", "https://")):
        return escape(text)
    return f'<a href="{escape(url, quote=True)}" rel="noreferrer">{escape(text)}</a>'


def join_cells(parts: list[str]) -> str:
    """`a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"

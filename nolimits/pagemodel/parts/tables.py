"""What parts of pages share: tables in a box of their own, badges, links to rows and to sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nolimits.claims import Verdict, VerdictWord
from nolimits.claims.strength import reserves, strength
from nolimits.claims.verdicts import LABELS, OVERTAKEN, PART_ONLY
from nolimits.claims.words import row_words
from nolimits.data import Fact, View, day_name
from nolimits.hypertext import NOTHING, Markup, code, html, join, link
from nolimits.language.wording import capital
from nolimits.pagemodel.registry import Setting

Cells = Iterable[str]
LineOfCells = tuple[Markup, Cells]  # attributes of a line of a table, and its cells


STACKED = "stacked"  # of a table: on a phone its cells stand one below another, each with the title of its column


def table(head: Sequence[str], body: Iterable[LineOfCells], name: str, kind: str = "") -> Markup:
    """A table in a box that scrolls by itself; cells are text or HTML; `kind` are classes for styles."""
    columns = join(html('<th scope="col">{}</th>', title) for title in head)
    stacked = STACKED in kind.split()

    def line(cells: Cells) -> Markup:
        if not stacked:
            return join(html("<td>{}</td>", cell) for cell in cells)
        return join(html('<td data-label="{}">{}</td>', *one) for one in zip(head, cells, strict=True))

    lines = join(html("<tr{}>{}</tr>", attributes, line(cells)) for attributes, cells in body)
    return html(
        '<div class="table-box" role="region" aria-label="{name}" tabindex="0"><table class="{classes}">'
        "<thead><tr>{columns}</tr></thead><tbody>{lines}</tbody></table></div>",
        name=name,
        classes=" ".join(filter(None, ("rows", kind))),
        columns=columns,
        lines=lines,
    )


def badge(word: str) -> Markup:
    """A verdict's word, shown as such."""
    return html('<span class="badge {}">{}</span>', word, VerdictWord[word.upper()].label)


def weighed_badge(verdict: Verdict, view: View) -> Markup:
    """A verdict's word, and beside it that it is of a part or rests on too little, where it is and does."""
    return badge(verdict.word) + _beside(reserves(verdict, view))


def verdict_cell(verdict: Verdict) -> Markup:
    """A verdict's word, whether only the measurable part was weighed, and what became of it since its day."""
    shown = badge(verdict.word) + _beside([PART_ONLY] * verdict.is_part)
    if verdict.since and verdict.since != LABELS[OVERTAKEN]:
        shown += html(' <small class="since">{}</small>', verdict.since)
    return shown


def _beside(words: Iterable[str]) -> Markup:
    return join(html(' <small class="part">{}</small>', word) for word in words)


def strength_cell(verdict: Verdict, view: View) -> Markup:
    """How much a verdict rests on, with the reasons on hovering; empty where nothing is decided."""
    found = strength(verdict, view)
    why = "; ".join(found.reasons)
    return html('<span class="strength" title="{}">{}</span>', why, found.grade) if found.grade else NOTHING


def paper_name(document: str, view: View) -> str:
    """How the book calls a paper, at the beginning of a cell."""
    return capital(view.evidence.documents[document]["called"])


def claim_link(key: str, setting: Setting) -> Markup:
    """A statement's key, which leads to the ledger."""
    return link(code(key), setting.address(setting.view.about_register("claims").page), key)


def source_link(key: str, setting: Setting) -> Markup:
    """A link to a source's place in the bibliography."""
    page = setting.address(setting.view.evidence.resource("sources")["shown"]["page"])
    return link(setting.view.source(key)["publisher"], page, key)


def row_item(row: Fact, setting: Setting) -> Markup:
    """A row with its source and the day on which it became known, as it stands in a list."""
    told = row_words(row, setting.view)
    source = html(", {}", source_link(told["source"], setting)) if told["source"] else ""
    place = link(told["says"], setting.address(told["page"]), told["anchor"])
    known = f", known {day_name(told['known_on'])}" if told["known_on"] else ""
    return html("{}{}{}", place, source, known)


def join_cells(parts: Sequence[str]) -> Markup:
    """`a, b and c`."""
    return html("{}", parts[0]) if len(parts) == 1 else html("{} and {}", join(parts[:-1], ", "), parts[-1])

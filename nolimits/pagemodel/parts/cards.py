"""Key figures at a glance: a card each with value, change, the line of its series, and the day it became known.

A card is asked once, when its page is read, and printed as data; what shows it asks nothing any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from nolimits.data import Figure, View, day_name
from nolimits.hypertext import NOTHING, Markup, html, join, link
from nolimits.language import ExpressionError
from nolimits.language.places import target
from nolimits.language.wording import figure as in_words
from nolimits.pagemodel.registry import Setting, part
from nolimits.prose import bare
from nolimits.prose.printing import card_place
from nolimits.prose.roles import Said, ask_question
from nolimits.prose.saying import Spoken, sentence
from nolimits.prose.templates import Sentence, fields, pieces

WIDTH, HEIGHT = 120, 28
POINTS = 12
FEWEST = 3


@dataclass(frozen=True)
class Card:
    """One card: `place` is its own on the page, `page` and `anchor` those of its rows, `line` its series drawn.

    `change` are pieces of a sentence, each with its words and, where it is a number, its place, page and anchor.
    """

    label: str
    value: str
    place: str
    page: str
    anchor: str
    change: Sequence[Sequence[str]]
    known: str
    line: str


def cards(body: str, view: View) -> Iterator[tuple[str, Figure, str]]:
    """Label, figure and question of each line of a directive's body of which the figure is known."""
    for line in filter(str.strip, body.splitlines()):
        label, question, *_ = (*fields(line), "")
        figure = ask_question(view, question)
        if not isinstance(figure, Figure):
            raise ExpressionError(f"a card wants a fact that is a number, not {question}")
        if figure.known:
            yield line, figure, label


def change(text: str, view: View) -> Spoken | None:
    """What a card says of a change, its numbers in places of their own; None where that is not known."""
    said = sentence(Sentence(pieces(text)), view)
    placed = (
        replace(one, place=card_place(one.place, view)) if isinstance(one, Said) and one.place else one
        for one in (said.parts if said else ())
    )
    return Spoken(tuple(placed), said.template) if said else None


def _piece(part: str | Said, view: View) -> tuple[str, ...]:
    if isinstance(part, str):
        # the blanks at its ends part it from the numbers beside it
        before, after = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
        return (f"{before}{bare(part)}{after}" if part.strip() else part,)
    return part.text, part.place, *(target(part.about, part.rows, view) or ("", ""))


def card_lines(body: str, view: View) -> str:
    """The cards of a directive's body as data, one a line."""
    lines = []
    for line, figure, label in cards(body, view):
        _, question, *changes = fields(line)
        page, anchor = target(figure.about, figure.rows, view) or ("", "")
        span = f"{figure.period.name} · " if figure.period else ""
        known = f"{span}known {day_name(figure.known_on)}" if figure.known_on else ""
        moved = change(changes[0], view) if changes else None
        parts = [_piece(part, view) for part in moved.parts] if moved else []
        value, place = in_words(figure, view), card_place(question, view)
        card = Card(label, value, place, page, anchor, parts, known, _line(view, figure))
        lines.append(json.dumps(asdict(card), ensure_ascii=False))
    return "\n".join(lines)


def _line(view: View, figure: Figure) -> str:
    """The series that a figure is part of, as points of a line; empty where there are too few."""
    if figure.period is None or figure.about not in view.indicators:
        return ""
    kind = figure.period.kind
    series = [one for one in view.series(figure.about, kind) if not one.forecast and one.sure.bounded][-POINTS:]
    if kind == "ytd" or len(series) < FEWEST:
        return ""
    values = [one.sure.centre for one in series]
    low, high = min(values), max(values)
    step, room = WIDTH / (len(values) - 1), (HEIGHT - 6) / ((high - low) or 1)
    return " ".join(f"{i * step:.1f},{HEIGHT - 3 - (value - low) * room:.1f}" for i, value in enumerate(values))


@part("cards")
def _cards(setting: Setting, _argument: str, body: str) -> Markup:
    """Cards from a printed page."""
    made = (_show(Card(**json.loads(line)), setting) for line in filter(str.strip, body.splitlines()))
    return html('<div class="cards">{}</div>', join(made))


def _show(card: Card, setting: Setting) -> Markup:
    value = _link(card.value, card.page, card.anchor, setting)
    change = join(_show_piece(piece, setting) for piece in card.change)
    lines = [
        html('<p class="card-label">{}</p>', card.label),
        html('<p class="card-value" id="{}">{}</p>', card.place, value),
        html('<p class="card-change">{}</p>', change) if change else "",
        _spark(card.line),
        html('<p class="card-known">{}</p>', card.known) if card.known else "",
    ]
    return html('<div class="card">{}</div>', join(lines))


def _link(text: str, page: str, anchor: str, setting: Setting) -> str:
    """Words with a link to the rows behind them, if there are any."""
    return link(text, setting.address(page), anchor) if page else text


def _show_piece(piece: Sequence[str], setting: Setting) -> str:
    text, place, page, anchor = (*piece, "", "", "")[:4]
    shown = _link(text, page, anchor, setting)
    return html('<span id="{}">{}</span>', place, shown) if place else shown


def _spark(line: str) -> Markup:
    """A line without axes, its newest point marked; nothing where there is none."""
    if not line:
        return NOTHING
    x, y = line.rpartition(" ")[2].split(",")
    return html(
        '<svg class="sparkline" viewBox="0 0 {} {}" aria-hidden="true"><polyline points="{}"/>'
        '<circle cx="{}" cy="{}" r="3"/></svg>',
        *(WIDTH, HEIGHT, line, x, y),
    )

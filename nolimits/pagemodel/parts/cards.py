"""Key figures at a glance: a card each with value, change, the line of its series, and the day it became known; HTML.

A card is asked once, when its page is read, and printed as data; what shows it asks nothing any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import escape

from nolimits.data import Figure, View, day_name
from nolimits.language import ExpressionError
from nolimits.language.places import target
from nolimits.language.wording import figure as in_words
from nolimits.pagemodel.registry import Setting, part
from nolimits.prose import bare, plain
from nolimits.prose.printing import card_place
from nolimits.prose.roles import ask_question
from nolimits.prose.templates import fields

WIDTH, HEIGHT = 120, 28
POINTS = 12
FEWEST = 3


@dataclass(frozen=True)
class Card:
    """One card: `place` is its own on the page, `page` and `anchor` those of its rows, `line` its series drawn."""

    label: str
    value: str
    place: str
    page: str
    anchor: str
    change: str
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


def card_lines(body: str, view: View) -> str:
    """The cards of a directive's body as data, one a line."""
    lines = []
    for line, figure, label in cards(body, view):
        _, question, *change = fields(line)
        page, anchor = target(figure.about, figure.rows, view) or ("", "")
        span = f"{figure.period.name} · " if figure.period else ""
        known = f"{span}known {day_name(figure.known_on)}" if figure.known_on else ""
        moved = bare(plain(change[0], view)) if change else ""
        value, place = in_words(figure, view), card_place(question, view)
        card = Card(label, value, place, page, anchor, moved, known, _line(view, figure))
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
def _shown(setting: Setting, _argument: str, body: str) -> str:
    """Cards from a printed page."""
    made = [_html(Card(**json.loads(line)), setting) for line in filter(str.strip, body.splitlines())]
    return f'<div class="cards">{"".join(made)}</div>'


def _html(card: Card, setting: Setting) -> str:
    value = escape(card.value)
    if card.page:
        value = f'<a href="{setting.address(card.page)}#{escape(card.anchor, quote=True)}">{value}</a>'
    lines = [
        f'<p class="card-label">{escape(card.label)}</p>',
        f'<p class="card-value" id="{card.place}">{value}</p>',
        f'<p class="card-change">{escape(card.change)}</p>' if card.change else "",
        _spark(card.line),
        f'<p class="card-known">{escape(card.known)}</p>' if card.known else "",
    ]
    return f'<div class="card">{"".join(lines)}</div>'


def _spark(line: str) -> str:
    """A line without axes, its newest point marked."""
    if not line:
        return ""
    x, y = line.rpartition(" ")[2].split(",")
    return (
        f'<svg class="sparkline" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true"><polyline points="{line}"/>'
        f'<circle cx="{x}" cy="{y}" r="3"/></svg>'
    )

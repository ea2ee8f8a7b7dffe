"""Key figures at a glance: a card each with value, change, the line of its series, and the day it became known."""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from nolimits import prose
from nolimits.data import DataError, Figure, View, day_name
from nolimits.language import ExpressionError, evaluate, places, wording
from nolimits.pages import context

logger = logging.getLogger(__name__)
WIDTH, HEIGHT = 120, 28


class Cards(SphinxDirective):
    """One card a line: label ; expression of the value ; template of the change (which may be left out)."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """The cards as HTML; a located warning for a line that cannot be answered."""
        view, names, made = context.view(self.env), context.names(self.env), []
        for line in filter(str.strip, self.content):
            try:
                made.append(card(view, prose.fields(line), names, self._address))
            except (ExpressionError, DataError, ValueError) as error:
                logger.warning("%s in the card %s", error, line, location=self.get_location())
        return [nodes.raw("", f'<div class="cards">{"".join(made)}</div>', format="html")]

    def _address(self, page: str) -> str:
        return self.env.app.builder.get_relative_uri(self.env.docname, page)


def card(view: View, parts: list[str], names: dict, address) -> str:
    """One card; `parts` are label, expression and template of the change, `address` turns a page into a link. HTML."""
    label, expression, *change = parts
    given = evaluate(expression, view, names)
    if not isinstance(given, Figure):
        raise ExpressionError("a card wants an expression that gives a number")
    value = escape(wording.figure(given, view))
    part = prose.Fragment(value, rows=given.rows, about=given.about)
    if place := places.target(part.about, part.rows, view):
        value = f'<a href="{address(place[0])}#{escape(place[1], quote=True)}">{value}</a>'
    own = prose.anchor("card", expression)
    lines = [f'<p class="card-label">{escape(label)}</p>', f'<p class="card-value" id="{own}">{value}</p>']
    if change and given.known:
        lines.append(f'<p class="card-change">{escape(prose.plain(view, change[0], names))}</p>')
    lines.append(sparkline(view, given))
    if given.known_on:
        span = f"{given.period.name} · " if given.period else ""
        lines.append(f'<p class="card-known">{escape(span)}known {day_name(given.known_on)}</p>')
    return f'<div class="card">{"".join(lines)}</div>'


def sparkline(view: View, given: Figure) -> str:
    """The series that a figure is part of, as a line without axes; empty where there are fewer than three points."""
    if not given.known or given.period is None or given.about not in view.indicators:
        return ""
    kind = given.period.kind
    points = [f for f in view.series(given.about, kind) if not f.forecast and f.quantity.bounded][-12:]
    if kind == "ytd" or len(points) < 3:
        return ""
    values = [f.quantity.centre for f in points]
    low, high = min(values), max(values)
    step, room = WIDTH / (len(values) - 1), (HEIGHT - 6) / ((high - low) or 1)
    path = " ".join(f"{i * step:.1f},{HEIGHT - 3 - (v - low) * room:.1f}" for i, v in enumerate(values))
    return (
        f'<svg class="sparkline" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true"><polyline points="{path}"/>'
        f'<circle cx="{WIDTH}" cy="{HEIGHT - 3 - (values[-1] - low) * room:.1f}" r="3"/></svg>'
    )


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("cards", Cards)

"""What moved between two days, an item of a list each: a thesis, a verdict or a headline, and what moved it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nolimits.claims.shifts import Cause
from nolimits.claims.theses import Stand
from nolimits.data.nouns import listed
from nolimits.editions.markup import Address
from nolimits.hypertext import NOTHING, Markup, html, join, link
from nolimits.language.wording import capital
from nolimits.pagemodel.parts.tables import badge
from nolimits.pagemodel.parts.theses import stand_badge

MOST_ROWS = 3  # that are named of those which moved a statement
CAUSES = {
    Cause.ROWS: "new is",
    Cause.AGE: "no new figure; the newest became more than a year old",
    Cause.DUE: "the day came from which this can be judged",
    Cause.TIME: "no new figure; time alone",
}


def moved_item(one: Mapping[str, Any], address: Address) -> Markup:
    """A thesis or a verdict with what it was and is, and what moved it; a headline with what it was."""
    if one["kind"] == "headline":
        before = html("<small>before: {}</small>", one["before"]) if one["before"] else ""
        return html("{} {}", _link(one["after"] or one["about"], one, address), before)
    marks = join((_mark(one["kind"], word) for word in (one["before"], one["after"])), " → ")
    return html("{} {} {}", marks, _link(capital(one["about"]), one, address), _why(one["why"], address))


def _mark(kind: str, word: str) -> Markup:
    return badge(word) if kind == "verdict" else stand_badge(Stand(word))


def _link(text: str, place: Mapping[str, str], address: Address) -> Markup:
    return link(text, address(place["page"], place["anchor"]))


def _why(told: Iterable[Mapping[str, Any]], address: Address) -> Markup:
    """What moved it, in small print."""
    said: dict[Markup, list[str]] = {}
    for one in told:
        cause = Cause(one["cause"])
        rows = html(" {}", _rows(one, address)) if cause is Cause.ROWS else NOTHING
        said.setdefault(html("{}{}", CAUSES[cause], rows), []).append(one["claim"])
    return join(
        html('<br><small class="change-cause">{}: {}.</small>', listed(claims), why) for why, claims in said.items()
    )


def _rows(one: Mapping[str, Any], address: Address) -> Markup:
    shown: list[str] = [_link(row["says"], row, address) for row in one["rows"][:MOST_ROWS]]
    rest = len(one["rows"]) - len(shown)
    return join([*shown, *([f"and {rest} more"] if rest else [])], "; ")

"""What moved between two days, an item of a list each: a thesis, a verdict or a headline, and what moved it; HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from nolimits.claims.shifts import Cause
from nolimits.claims.theses import Stand
from nolimits.editions.markup import Address
from nolimits.language.wording import capital
from nolimits.pagemodel.parts.tables import badge, join_cells
from nolimits.pagemodel.parts.theses import stand_badge

MOST_ROWS = 3  # that are named of those which moved a statement
CAUSES = {
    Cause.ROWS: "new is {rows}",
    Cause.AGE: "no new figure; the newest became more than a year old",
    Cause.DUE: "the day came from which this can be judged",
    Cause.TIME: "no new figure; time alone",
}


def moved_item(one: Mapping[str, Any], address: Address) -> str:
    """A thesis or a verdict with what it was and is, and what moved it; a headline with what it was."""
    place = _link(one, address)
    if one["kind"] == "headline":
        before = f"<small>before: {escape(one['before'])}</small>" if one["before"] else ""
        return f"<li>{place}{escape(one['after'] or one['about'])}</a> {before}</li>"
    marks = " → ".join(_mark(one["kind"], word) for word in (one["before"], one["after"]))
    return f"<li>{marks} {place}{escape(capital(one['about']))}</a> {_why(one['why'], address)}</li>"


def _mark(kind: str, word: str) -> str:
    return badge(word) if kind == "verdict" else stand_badge(Stand(word))


def _link(place: Mapping[str, str], address: Address) -> str:
    return f'<a href="{escape(address(place["page"], place["anchor"]), quote=True)}">'


def _why(told: Iterable[Mapping[str, Any]], address: Address) -> str:
    """What moved it, in small print."""
    said: dict[str, list[str]] = {}
    for one in told:
        said.setdefault(CAUSES[Cause(one["cause"])].format(rows=_rows(one, address)), []).append(one["claim"])
    lines = (f"{join_cells(claims)}: {why}" for why, claims in said.items())
    return "".join(f'<br><small class="change-cause">{line}.</small>' for line in lines)


def _rows(one: Mapping[str, Any], address: Address) -> str:
    shown = [f"{_link(row, address)}{escape(row['says'])}</a>" for row in one["rows"][:MOST_ROWS]]
    rest = len(one["rows"]) - len(shown)
    return "; ".join([*shown, *([f"and {rest} more"] if rest else [])])

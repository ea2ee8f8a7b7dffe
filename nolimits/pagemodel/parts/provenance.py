"""Whence the figures of a page come: what share is official, copied, wire, research, and how new the newest are.

A page is read before anybody knows all its rows: the part is counted when they are, and printed as data.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from nolimits.data import Entry, Observation, Parameter, View, day_name
from nolimits.data.nouns import listed
from nolimits.hypertext import Markup, html, paragraph
from nolimits.pagemodel.registry import Setting, part

NAME = "provenance"
PLACE = re.compile(rf"(?m)^(:{{3,}}\{{{NAME}\}}[^\n]*\n(?::made: [^\n]*\n)?)")
TITLE, MARK = re.compile(r"(?m)^(# [^\n]+\n)[ \t]*\n"), "<!-- as of: "
# kinds of sources as they are told, the surest first; a copy of an official table is told apart
WORDS = {
    ("official", False): "official figures from first hand",
    ("official", True): "official figures read from copies",
    ("wire", False): "reports of news agencies",
    ("research", False): "research",
    ("company", False): "companies' own figures",
    ("media", False): "other media",
}


class Told(TypedDict):
    """Counts of a page's figures by kind of source, as pairs, the newest day known and the latest period; `act` is the
    day of the latest act of a register where that is later, else empty.
    """

    counts: list[tuple[str, int]]
    newest: str
    last: str
    act: str


def provenance_counts(rows: Iterable[object], view: View) -> Told:
    """What the part says of the figures and acts among some rows."""
    every = list(rows)
    figures = [row for row in every if isinstance(row, Observation)]
    kinds = Counter(_kind(row, view) for row in figures)
    newest = max((row.known_on for row in figures), default="")
    ends = [row.period for row in figures if not row.forecast and row.period.end <= view.cutoff]
    last = max(ends, key=lambda period: (period.end, period.start), default=None)
    known = [(word, kinds[kind]) for kind, word in WORDS.items() if kinds[kind]]
    act = max((day for row in every if isinstance(row, Entry) and (day := _day_of(row)) <= view.cutoff), default="")
    later = act if act > (last.end if last else "") else ""
    return {"counts": known, "newest": newest, "last": last.name if last else "", "act": later}


def _day_of(row: Entry) -> str:
    """The day of an entry of a register; empty where it has none."""
    return row.get(row.register.day, "")


def _kind(row: Observation, view: View) -> tuple[str, bool]:
    about = view.source(row.source)
    return about["kind"], about["kind"] == "official" and about.get("copied") == "yes"


class Bounds(TypedDict):
    """What a page is bounded by besides its day: the latest period told, the day of an act after it, and what it was
    run with that it does not declare, in words; empty where there is nothing to tell.
    """

    last: str
    act: str
    chosen: str


def settings_text(chosen: Mapping[str, tuple[Parameter, Parameter]]) -> str:
    """What a page was run with and does not declare, in a sentence; empty where it is run as declared."""
    if not chosen:
        return ""
    told = listed(f"{name} = {given} (as written: {declared})" for name, (given, declared) in chosen.items())
    return f"Built with settings of its own: {told}."


def insert_bounds(passages: Sequence[str], bounds: Bounds) -> tuple[str, ...]:
    """Printed passages with a page's bounds in a comment in place of the blank line below the page's title.

    Where there is none, it ends the first passage: it moves no line, and is told below the title anyway.
    """
    if not any(bounds.values()) or not passages:
        return tuple(passages)
    first, *rest = passages
    # no text of a setting may end the comment
    told = json.dumps(bounds, ensure_ascii=False).replace(">", "\\u003e").replace("--", "-\\u002d")
    mark = f"{MARK}{told} -->\n"
    made, below = TITLE.subn(lambda found: f"{found[1]}{mark}", first, count=1)
    return (made if below else f"{first.rstrip()}\n\n{mark}"), *rest


def bounds_of(mark: str) -> Bounds | None:
    """The bounds that a comment of `insert_bounds` tells; None for any other text."""
    if not mark.strip().startswith(MARK):
        return None
    found: Bounds = json.loads(mark.strip().removeprefix(MARK).removesuffix("-->"))
    return found


def as_of(view: View, last: str, act: str = "") -> str:
    """Up to which day a page knows, and which are the latest period and the later act that it tells, if any."""
    found = [f"its latest figures are for {last}"] if last else []
    found += [f"its latest act is of {day_name(act)}"] if act else []
    told = f"; {' and '.join(found)}" if found else ""
    return f"As of {day_name(view.cutoff)}: this page uses only what was known by that day{told}."


def insert_counts(passages: Sequence[str], told: Told) -> tuple[str, ...]:
    """Printed passages in which the part, where there is one, holds what it says."""
    line = json.dumps(told, ensure_ascii=False)
    return tuple(PLACE.sub(lambda found: f"{found[1]}{line}\n", passage) for passage in passages)


@part(NAME)
def _sentences(_setting: Setting, _argument: str, body: str) -> Markup:
    """A sentence on the kinds of sources, and one on the newest figure."""
    lines = [line for line in body.splitlines() if line.strip()]
    told: Told = json.loads(lines[0]) if lines else {"counts": [], "newest": "", "last": "", "act": ""}
    total = sum(count for _, count in told["counts"])
    if not total:
        return paragraph("By its day we found no figure that this page would rest on.")
    shares = [f"{_share(count, total)} {word}" for word, count in told["counts"]]
    shares[0] = shares[0].replace("% ", "% are ", 1)
    kinds = f"Of the {total} figures that this page rests on, {listed(shares)}."
    if total == 1:
        kinds = f"The one figure that this page rests on comes from {told['counts'][0][0]}."
    fresh = f"The newest became known on {day_name(told['newest'])} and the latest period told is {told['last']}."
    if told["act"]:
        fresh += f" The latest act told is of {day_name(told['act'])}."
    return html('<p class="provenance">{} {}</p>', kinds, fresh)


def _share(count: int, total: int) -> str:
    """A share in whole percent; what rounds to none is told as such."""
    share = round(100 * count / total)
    return f"{share}%" if share else "less than 1%"

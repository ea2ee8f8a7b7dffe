"""What became known month by month, and what it changed: verdicts, theses and the headlines of charts.

It is told from the tables as they stand, each month's end seen as a book of that day would see it; no notebook is run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from nolimits.claims import claims
from nolimits.claims.history import days, turn_since, words_on
from nolimits.claims.theses import stand, theses
from nolimits.data import View
from nolimits.data.observations import public_on
from nolimits.data.store import kept
from nolimits.language.places import thesis_place
from nolimits.manuscript import Page
from nolimits.pagemodel.model import view_of
from nolimits.prose import bare, plain

FILE = "months.json"  # beside the snapshots of days
SHOWN = 6  # months


@dataclass(frozen=True)
class Moved:
    """Something that says otherwise at a month's end than at the one before: where it stands, what it was and is.

    `kind` is verdict, thesis or headline; `page` and `anchor` are its place, `about` the words it is known by.
    """

    kind: str
    page: str
    anchor: str
    about: str
    before: str
    after: str


@dataclass(frozen=True)
class Month:
    """One month: the day up to which it is told, the day before it, rows that became known by section, what moved.

    Rows of registers are counted with the figures; those without a section under what they are of.
    """

    until: str
    since: str
    rows: dict[str, int]
    moved: tuple[Moved, ...]


def months(pages: Sequence[Page], view: View, most: int = SHOWN) -> Iterator[Month]:
    """The last months up to the view's cutoff, the newest first; one in which nothing became known is left out."""
    ends = days(view)[-most - 1 :]
    for since, until in reversed(list(pairwise(ends))):
        rows = _rows(view, since, until)
        if rows:
            yield Month(until, since, rows, tuple(_moved(pages, view, since, until)))


def as_data(pages: Sequence[Page], view: View) -> list[dict[str, Any]]:
    """The months as data that JSON can hold, kept as long as pages and tables are what they were."""
    told = [[[page.name, page.digest] for page in pages], view.told, view.evidence.whole]
    found: list[dict[str, Any]] = kept("months", told, lambda: [asdict(one) for one in months(pages, view)])
    return found


def _rows(view: View, since: str, until: str) -> dict[str, int]:
    """How many rows became public after one day and by another, by section, the most first."""
    evidence = view.evidence
    found: Counter[str] = Counter()
    for row in evidence.rows("observations"):
        if since < public_on(row) <= until:
            found[evidence.indicators[row["indicator"]]["section"]] += 1
    for register in evidence.registers.values():
        for row in evidence.rows(register.name) if register.known == "known_on" else ():
            if since < row["known_on"] <= until:
                found[row.get("section") or register.of or register.name] += 1
    return dict(found.most_common())


def _moved(pages: Sequence[Page], view: View, since: str, until: str) -> Iterator[Moved]:
    before, after = view.on(since), view.on(until)
    for thesis in theses(view.evidence):
        was, now = stand(thesis, before), stand(thesis, after)
        if was.then is not None and was.now is not now.now:
            yield Moved("thesis", *thesis_place(thesis.key, view), thesis.text, was.now.value, now.now.value)
    ledger = view.about_register("claims").page if "claims" in view.evidence.registers else ""
    for key, claim in claims(view.evidence).items():
        first, last = words_on(claim, view, (since, until))
        # one that rests on too little is not called a turn
        if first != last and (turn := turn_since(claim, after, since)) and not turn.weak:
            yield Moved("verdict", ledger, key, claim.text, first, last)
    for page in pages:
        seen = view_of(page, before), view_of(page, after)
        for chart in page.charts:
            template = chart.words["headline"][0]
            was_said, said = (bare(plain(template, one)) for one in seen)
            if was_said != said:
                yield Moved("headline", page.name, chart.id, chart.id, was_said, said)

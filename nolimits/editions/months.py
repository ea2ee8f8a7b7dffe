"""What became known month by month, and what it changed: verdicts, theses and the headlines of charts.

It is told from the tables as they stand, each month's end seen as a book of that day would see it; no notebook is run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from nolimits.claims import Claim, claim, claims
from nolimits.claims.history import days, turn_since, words_on
from nolimits.claims.shifts import Cause, shift
from nolimits.claims.theses import stand, theses
from nolimits.claims.words import row_words
from nolimits.data import View
from nolimits.data.observations import public_on
from nolimits.data.periods import months_before
from nolimits.data.store import remember
from nolimits.language.places import thesis_place
from nolimits.manuscript import Page
from nolimits.pagemodel.model import view_of
from nolimits.prose import bare, plain

COPY = "yes"  # what sources.csv says of one that was read from a copy
FILE = "months.json"  # beside the snapshots of days
SHOWN = 6  # months
LATE = 18  # months after which a figure tells of times gone by: the last yearbooks are out by then


@dataclass(frozen=True)
class TurnReason:
    """What made a statement count otherwise: `cause` is one of `shifts.Cause`, `rows` are told by `words.row_words`."""

    claim: str
    cause: str
    rows: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class Moved:
    """Something that says otherwise at a month's end than at the one before: where it stands, what it was and is.

    `kind` is verdict, thesis or headline; `page` and `anchor` are its place, `about` the words it is known by. `why`
    tells of a verdict, and of each core statement of a thesis that counts otherwise, what did it.
    """

    kind: str
    page: str
    anchor: str
    about: str
    before: str
    after: str
    why: tuple[TurnReason, ...] = ()


@dataclass(frozen=True)
class Month:
    """One month: the day up to which it is told, the day before it, rows that became known by section, what moved.

    Rows of registers are counted with the figures; those without a section under what they are of. `copied` are figures
    of the month that were read from a copy and count from its day, as nothing proves an earlier one; they are not among
    `rows`. `late` are those of `rows` of which the period had ended `LATE` months before they became known.
    """

    until: str
    since: str
    rows: dict[str, int]
    moved: tuple[Moved, ...]
    copied: int = 0
    late: int = 0


def months(pages: Sequence[Page], view: View, most: int = SHOWN) -> Iterator[Month]:
    """The last months up to the view's cutoff, the newest first.

    One is left out in which nothing became known, unless time alone moved a thesis or a verdict.
    """
    for since, until in _spans(view, most):
        (rows, copied, late), moved = _rows(view, since, until), tuple(_moves(view, since, until))
        if rows or copied or moved:
            turned = (one for page in pages for one in _headlines(page, view, since, until))
            yield Month(until, since, rows, (*moved, *turned), copied, late)


def months_as_data(pages: Sequence[Page], view: View) -> list[dict[str, Any]]:
    """The months as data that JSON can hold, kept for the same tables and, of headlines, for the same page."""
    found: list[dict[str, Any]] = remember("months", view.basis, lambda: [asdict(one) for one in months((), view)])
    turned = [_turns_by_month(page, view) for page in pages if page.charts]
    own = {one["until"]: [moved for page in turned for moved in page[one["until"]]] for one in found}
    return [one | {"moved": [*one["moved"], *own[one["until"]]]} for one in found]


def _turns_by_month(page: Page, view: View) -> dict[str, list[dict[str, str]]]:
    """The headlines of a page that turned in each of the last months, by the month's end."""

    def make() -> dict[str, list[dict[str, str]]]:
        spans = _spans(view, SHOWN)
        return {until: [asdict(one) for one in _headlines(page, view, since, until)] for since, until in spans}

    return remember("headlines", [page.name, page.digest, view.basis], make)


def _spans(view: View, most: int) -> list[tuple[str, str]]:
    """The last months, the newest first: the day before each, and its end."""
    return list(pairwise(days(view)[-most - 1 :]))[::-1]


def _rows(view: View, since: str, until: str) -> tuple[dict[str, int], int, int]:
    """How many rows became public after one day and by another, by section, the most first; copied ones; late ones."""
    evidence = view.evidence
    found: Counter[str] = Counter()
    copied = late = 0
    for row in evidence.rows("observations"):
        if not since < public_on(row) <= until:
            continue
        if view.source(row["source"]).get("copied") == COPY and not row.get("first_public"):
            copied += 1
        else:
            found[evidence.indicators[row["indicator"]]["section"]] += 1
            late += row["period_end"] < months_before(public_on(row), LATE)
    for register in evidence.registers.values():
        for row in evidence.rows(register.name) if register.known == "known_on" else ():
            if since < row["known_on"] <= until:
                found[row.get("section") or register.of or register.name] += 1
    return dict(found.most_common()), copied, late


def thesis_moves(view: View, since: str, until: str) -> list[dict[str, Any]]:
    """The theses that stand otherwise on a day than on an earlier one, and what moved each, as data.

    One of which the paper was not out on the earlier day is none of them: nothing was held yet.
    """

    def make() -> list[dict[str, Any]]:
        return [asdict(one) for one in _thesis_moves(view, since, until)]

    return remember("thesis-moves", [since, until, view.basis], make)


def _moves(view: View, since: str, until: str) -> Iterator[Moved]:
    yield from _thesis_moves(view, since, until)
    after = view.on(until)
    ledger = view.about_register("claims").page if "claims" in view.evidence.registers else ""
    for key, one in claims(view.evidence).items():
        first, last = words_on(one, view, (since, until))
        # one that rests on too little is not called a turn
        if first != last and (turn := turn_since(one, after, since)) and not turn.weak:
            yield Moved("verdict", ledger, key, one.text, first, last, tuple(_why(one, view.on(since), after)))


def _thesis_moves(view: View, since: str, until: str) -> Iterator[Moved]:
    before, after = view.on(since), view.on(until)
    for thesis in theses(view.evidence):
        was, now = stand(thesis, before), stand(thesis, after)
        if was.then is not None and was.now is not now.now:
            said = (claim(key, view) for key in thesis.core)
            why = tuple(told for one in said for told in _why(one, before, after))
            yield Moved("thesis", *thesis_place(thesis.key, view), thesis.text, was.now.value, now.now.value, why)


def _why(said: Claim, before: View, after: View) -> Iterator[TurnReason]:
    """What made a statement count otherwise, with the newest rows where rows did."""
    if found := shift(said, before, after):
        rows = sorted(found.rows, key=lambda row: row.known_on, reverse=True) if found.cause is Cause.ROWS else []
        yield TurnReason(said.key, found.cause.value, tuple(row_words(row, after) for row in rows))


def _headlines(page: Page, view: View, since: str, until: str) -> Iterator[Moved]:
    seen = view_of(page, view.on(since)), view_of(page, view.on(until))
    for chart in page.charts:
        template = chart.words["headline"][0]
        was_said, said = (bare(plain(template, one)) for one in seen)
        if was_said != said:
            yield Moved("headline", page.name, chart.id, chart.id, was_said, said)

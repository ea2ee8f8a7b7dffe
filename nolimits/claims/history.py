"""How verdicts moved through time, and which rows turned them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nolimits.claims.statements import Claim
from nolimits.claims.strength import strength
from nolimits.claims.weigh import grounds, weigh
from nolimits.data import Fact, View
from nolimits.data.periods import month
from nolimits.data.store import remember

HISTORY_FROM = 2022
DatedWord = tuple[str, str]  # a day, and a verdict's word on it


@dataclass(frozen=True)
class Turn:
    """A verdict that is another than on an earlier day, and the rows that became known in between.

    One that is `weak` rests on too little to be counted among those that turned.
    """

    claim: Claim
    before: str
    after: str
    on: str
    rows: tuple[Fact, ...]
    weak: bool = False


def days(view: View, first: int = HISTORY_FROM) -> list[str]:
    """The last day of each month from a year on, once anything was known, up to the view's cutoff, which comes last."""
    ends = [month(year, number).end for year in range(first, int(view.cutoff[:4]) + 1) for number in range(1, 13)]
    return [*(end for end in ends if view.evidence.oldest <= end < view.cutoff), view.cutoff]


def history(claim: Claim, view: View) -> list[DatedWord]:
    """Day and word of a claim at each month's end up to the cutoff."""

    def made() -> list[DatedWord]:
        return [(day, weigh(claim, view.on(day)).word) for day in days(view)]

    return [(day, word) for day, word in remember("history", grounds(claim, view), made, view.evidence)]


def words_on(claim: Claim, view: View, on: Sequence[str]) -> list[str]:
    """How a claim stood on some days, as one word each."""

    def made() -> list[str]:
        return [weigh(claim, view.on(one)).word for one in on]

    return remember("on-days", [*grounds(claim, view), *on], made, view.evidence)


def spells(steps: Sequence[DatedWord]) -> list[DatedWord]:
    """The days from which a word held, of a history."""
    return [step for index, step in enumerate(steps) if index == 0 or steps[index - 1][1] != step[1]]


def turn_since(claim: Claim, view: View, since: str) -> Turn | None:
    """How a claim turned between a day and the view's cutoff: the last turn, and the rows that did it."""
    before, after = weigh(claim, view.on(since)), weigh(claim, view)
    if before.word == after.word:
        return None
    new = tuple(row for row in after.rows if row.known_on > since)
    weak = any(strength(one, seen).weak for one, seen in ((before, view.on(since)), (after, view)))
    return Turn(claim, before.word, after.word, max((row.known_on for row in new), default=view.cutoff), new, weak)

"""Why a statement counts otherwise than on an earlier day: by rows, by its day, or by the age of what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique

from nolimits.claims.statements import Claim
from nolimits.claims.strength import is_aged, strength
from nolimits.claims.verdicts import ENOUGH, TOO_WEAK, UNDECIDED
from nolimits.claims.weigh import Verdict, weigh
from nolimits.data import Fact, View


@unique
class Cause(Enum):
    """What made a statement count otherwise."""

    AGE = "age"  # it speaks of now, and nothing new became known for a year
    DUE = "due"  # the day came from which it can be judged
    ROWS = "rows"  # rows became known
    TIME = "time"  # nothing but the day, as where a measure ends by its terms


@dataclass(frozen=True)
class Shift:
    """A statement that counts as `after` and did as `before`: why, and the rows that became known in between.

    `before` and `after` are undecided where the verdict rests on too little; `weak` says that it does so now.
    """

    claim: Claim
    before: str
    after: str
    cause: Cause
    rows: tuple[Fact, ...] = ()
    weak: bool = False


def counts(verdict: Verdict, view: View) -> str:
    """A verdict's word as it counts: one that rests on too little decides nothing."""
    return UNDECIDED if strength(verdict, view).weak else verdict.word


def as_it_counts(verdict: Verdict, view: View, *, full: bool) -> str:
    """A verdict's word and that it is too weak to count where it is; `full` says that it counts, too."""
    weak = strength(verdict, view).weak
    return f"{verdict.word}, {TOO_WEAK if weak else ENOUGH}" if weak or full else verdict.word


def shift(claim: Claim, earlier: View, later: View) -> Shift | None:
    """How and why a statement counts otherwise by a view than by one of an earlier day; None where it does not."""
    was, now = weigh(claim, earlier), weigh(claim, later)
    before, after = counts(was, earlier), counts(now, later)
    if before == after:
        return None
    rows = tuple(row for row in now.rows if row.known_on > earlier.cutoff)
    weak = after != now.word
    return Shift(claim, before, after, _cause(was, now, earlier, later, rows), rows, weak)


def _cause(was: Verdict, now: Verdict, earlier: View, later: View, rows: tuple[Fact, ...]) -> Cause:
    if is_aged(now, later) and not is_aged(was, earlier):
        return Cause.AGE
    if any(earlier.cutoff < trial.test["due"] <= later.cutoff for trial in now.trials):
        return Cause.DUE
    return Cause.ROWS if rows else Cause.TIME

"""How a statement stands as of a day: the tests of each side of it, in all fair readings, on its day and now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nolimits.claims.statements import Claim, criteria, paper_day
from nolimits.claims.trial import CONDITIONS, MEASURED, SAID, Trial, ask_test
from nolimits.claims.verdicts import CONFIRMED, DECIDED, OVERTAKEN, PARTLY, REFUTED, UNDECIDED, UNTESTABLE, aftermath
from nolimits.data import Fact, Row, View
from nolimits.data.door import memoise
from nolimits.language import Answer
from nolimits.language.answers import distinct

SO, PART = "so", "part"
CAUSAL = "causal"  # the kind of statements about a cause
KNOWN = {"day": 10, "month": 7, "year": 4}  # how much of a source's day is known, as signs of it
SIDES = (SAID, SO, PART)  # the first that a statement has gives its word


@dataclass(frozen=True)
class Verdict:
    """A statement weighed: `measured` is in the claim's unit, `rows` are what was used.

    `now` is how it stands by the cutoff, `then` how it stood on its paper's day, empty before that day. `word` is
    `now`, but for a statement that held on its day and would not now, which is overtaken. `side` is that side of the
    statement which gives the word, `sides` the words on all that it has, `trials` the tests behind them. `undated` says
    that it was open on its day only because the month or year that is known of its newest rows ends after that.
    `why` says why the test is fair, or why there is none; `test` is its row of `criteria.csv`.
    """

    claim: Claim
    word: str
    measured: Answer | None
    rows: tuple[Fact, ...]
    cutoff: str
    why: str
    test: Row
    side: str = SO
    now: str = ""
    then: str = ""
    sides: Mapping[str, str] = field(default_factory=dict)
    trials: tuple[Trial, ...] = ()
    undated: bool = False

    @property
    def newest(self) -> str:
        """The day on which the newest row that it rests on became known; empty where it rests on none."""
        return max((row.known_on for row in self.rows), default="")

    @property
    def tested(self) -> bool:
        """Whether the statement has a test at all."""
        return any(trial.test["test"] == MEASURED for trial in self.trials)

    @property
    def due(self) -> bool:
        """Whether the day has come on which the test may be asked."""
        return self.test["due"] <= self.cutoff

    @property
    def is_part(self) -> bool:
        """Whether only the measurable part of the statement was weighed, as of all statements about a cause."""
        about_cause = self.claim.row["kind"] == CAUSAL and self.side == SO
        return self.word in DECIDED and (self.side == PART or about_cause)

    @property
    def since(self) -> str:
        """What became of the statement since its paper's day, in words; empty where it stands as it stood."""
        return aftermath(self.then, self.now, undated=self.undated)


NO_TEST: Row = {
    "asks": SO,
    "reading": "first",
    "day": "own",
    "test": UNTESTABLE,
    "why": "no test has been written yet",
    "due": "",
    "measure": "",
    **dict.fromkeys(CONDITIONS, ""),
}


def weigh(claim: Claim, view: View) -> Verdict:
    """How a claim stands as of the view's cutoff. Raises ExpressionError for a test that cannot be asked."""
    return memoise(view.memo, claim.key, lambda: _make_verdict(claim, view))


def criteria_of(claim: Claim, view: View) -> tuple[Row, ...]:
    """The tests of a claim, one for each of its sides and readings."""
    return criteria(view.evidence).get(claim.key, ({**NO_TEST, "claim": claim.key},))


def _make_verdict(claim: Claim, view: View) -> Verdict:
    trials = tuple(ask_test(test, claim, view) for test in criteria_of(claim, view))
    sides = {side: on_side(side, own, view.cutoff) for side in SIDES if (own := [t for t in trials if asks(t, side)])}
    side = next(iter(sides))
    shown = [trial for trial in trials if asks(trial, side)]
    # of two readings the one that gives the word, so that what was measured does not belie it
    deciding = next((trial for trial in shown if trial.word == sides[side]), shown[0])
    day, now = paper_day(claim, view.evidence), sides[side]
    then = "" if view.cutoff < day else now if view.cutoff == day else weigh(claim, view.on(day)).now
    rows = distinct(row for trial in shown for row in trial.rows)
    return Verdict(
        claim,
        word_since(then, now),
        deciding.measured,
        rows,
        view.cutoff,
        deciding.test["why"],
        deciding.test,
        side,
        now,
        then,
        sides,
        trials,
        then == UNDECIDED and now in DECIDED and _may_all_be_older(rows, day, view),
    )


def _may_all_be_older(rows: Iterable[Fact], day: str, view: View) -> bool:
    """Whether all rows that became known after a day are of sources of which only the month or year that holds it is
    known, so that they may have been public."""
    late = [row for row in rows if row.known_on > day]
    return bool(late) and all(row.source and _may_be_older(row, view.source(row.source), day) for row in late)


def _may_be_older(row: Fact, source: Row, day: str) -> bool:
    known = KNOWN[source["precision"]]
    return row.known_on == source["published"] and row.known_on[:known] <= day[:known]


def word_since(then: str, now: str) -> str:
    """The word on a statement by how it stood on its paper's day, empty before that, and how it stands."""
    return OVERTAKEN if then in (CONFIRMED, PARTLY) and now == REFUTED else now


def asks(trial: Trial, side: str) -> bool:
    """Whether a test asks for a side of a statement."""
    return trial.test["asks"] == side


def on_side(side: str, trials: Iterable[Trial], cutoff: str) -> str:
    """The word on one side of a statement, which takes all its readings; a part alone confirms nothing whole."""
    words = [UNDECIDED if trial.test["due"] > cutoff and trial.word != UNTESTABLE else trial.word for trial in trials]
    word = joint(words)
    return PARTLY if side == PART and word == CONFIRMED else word


def joint(words: Iterable[str]) -> str:
    """One word for several fair readings: theirs where they agree, partly where one is and all are decided.

    Undecided where a reading is, and where one confirms what another refutes.
    """
    found = set(words)
    if len(found) == 1:
        return found.pop()
    if found <= {CONFIRMED, PARTLY, REFUTED} and PARTLY in found and not {CONFIRMED, REFUTED} <= found:
        return PARTLY
    return UNDECIDED


def grounds(claim: Claim, view: View) -> list[object]:
    """All that a verdict follows from besides the rows that its tests read."""
    return [claim.row, criteria_of(claim, view), view.evidence.documents[claim.document], view.circumstances]

"""One test of a statement, asked of the rows that do not come from the paper itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from nolimits.claims.statements import Claim, paper_day
from nolimits.claims.verdicts import CONFIRMED, DECIDED, PARTLY, REFUTED, UNDECIDED, UNTESTABLE
from nolimits.data import Fact, Figure, Observation, Row, View
from nolimits.data.quantities import exactly
from nolimits.data.seen import Known, reuse
from nolimits.data.stakes import alone, party
from nolimits.language import Answer, ExpressionError, Truth, evaluate
from nolimits.language.answers import distinct
from nolimits.language.entries import EXPRESSIONS
from nolimits.language.timing import OF_THE_DAY
from nolimits.language.walk import CALLS

MEASURED = "measured"  # what criteria.csv calls a statement that has a test
SAID = "said"  # a test of whether somebody said it
NONE = exactly(0)
PAPERS_DAY = "paper"  # a test that speaks of the paper's day alone
CONDITIONS = EXPRESSIONS[1:]  # of a test, besides its measure
TRIALS = "trials"
TrialKey = tuple[str, str, str, int, str, tuple[str, ...]]
Truths = Mapping[str, Truth]


@dataclass(frozen=True)
class Trial:
    """A test as it came out: `word` takes no account of the day on which it may be asked."""

    test: Row
    word: str
    measured: Answer | None = None
    rows: tuple[Fact, ...] = ()


def ask_test(test: Row, claim: Claim, view: View) -> Trial:
    """A test asked of a view. Raises ExpressionError for one that cannot be asked.

    It is asked again only where something that it reads is another than on a day on which it was asked before.
    """
    if test["test"] != MEASURED:
        return Trial(test, UNTESTABLE if test["test"] == UNTESTABLE else UNDECIDED)
    seen = view_for_test(test, claim, view)
    every: dict[TrialKey, Known[Trial]] = view.evidence.memo.setdefault(TRIALS, {})
    return reuse(every.setdefault(_memo(test, seen), {}), seen, lambda: _make_trial(test, claim, seen))


def forget_trials(view: View) -> None:
    """Let go of what tests gave, for whoever asks so many that memory would grow with them."""
    for name in (TRIALS, CALLS):
        view.evidence.memo.pop(name, None)


def _memo(test: Row, view: View) -> TrialKey:
    expressions = tuple(test[name] for name in EXPRESSIONS)
    day = view.cutoff if _of_the_day(expressions) else ""
    return test["claim"], test["asks"], test["reading"], view.start, day, expressions


@lru_cache(maxsize=8192)
def _of_the_day(expressions: tuple[str, ...]) -> bool:
    return any(map(OF_THE_DAY.search, expressions))


def view_for_test(test: Row, claim: Claim, view: View) -> View:
    """The view of which a test is asked: without the paper's own rows, of its day where it speaks of that alone."""
    if test["day"] == PAPERS_DAY:
        view = view.on(paper_day(claim, view.evidence))
    return view.without(view.evidence.documents[claim.document]["source"])


def _make_trial(test: Row, claim: Claim, view: View) -> Trial:
    measured = evaluate(test["measure"], view, names(claim, None))
    truths = {name: condition(test[name], view, claim, measured) for name in CONDITIONS}
    rows = distinct(row for answer in (measured, *truths.values()) for row in answer.rows if row is not claim.row)
    word = word_of(truths, partly=bool(test["partly_if"]))
    if word in DECIDED and (_absent(measured, rows) or (test["asks"] != SAID and _is_one_sided(rows, view))):
        word = UNDECIDED
    return Trial(test, word, measured, rows)


def _absent(measured: Answer, rows: tuple[Fact, ...]) -> bool:
    """Whether a count of none is all that there is: nothing found shows nothing, unless a row speaks of absence."""
    return isinstance(measured, Figure) and measured.unit == "count" and measured.quantity == NONE and not rows


def _is_one_sided(rows: tuple[Fact, ...], view: View) -> bool:
    """Whether one party that has a stake in it is all that says so; an office's own figures are no mere word."""
    return bool(alone("" if _is_official(row) or not row.source else party(view.source(row.source)) for row in rows))


def _is_official(row: Fact) -> bool:
    return isinstance(row, Observation) and row.official


def names(claim: Claim, measured: Answer | None) -> dict[str, Answer]:
    """What a test may name: the figure in the statement, and in its conditions what was measured."""
    found: dict[str, Answer] = {} if measured is None else {"measured": measured}
    if claim.stated is not None:
        found["stated"] = claim.stated
    return found


def condition(expression: str, view: View, claim: Claim, measured: Answer) -> Truth:
    """Whether a condition of a test holds; unknown where there is none. Raises ExpressionError for what is none."""
    if not expression:
        # what no table could ever show is not false for want of a row
        return Truth(None)
    answer = evaluate(expression, view, names(claim, measured))
    if not isinstance(answer, Truth):
        raise ExpressionError(f"a condition is wanted, not {expression}")
    return answer


def word_of(truths: Truths, *, partly: bool) -> str:
    """Confirmed or refuted where that condition is certainly true; partly where its own is, or, where it has none
    (`partly` is false), where both others are certainly false; else undecided: absence of data refutes nothing."""
    confirmed, part, refuted = (truths[name].value for name in CONDITIONS)
    if confirmed:
        return CONFIRMED
    if refuted:
        return REFUTED
    if partly:
        return PARTLY if part else UNDECIDED
    return PARTLY if confirmed is False and refuted is False else UNDECIDED

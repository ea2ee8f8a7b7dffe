"""How a statement stands as of a day: its pre-stated test, asked of the rows that do not come from the paper itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nolimits.checks.problem import Problem, shown_path
from nolimits.checks.reading import read_table
from nolimits.checks.row import TableRow
from nolimits.claims.statements import Claim, claims, criteria
from nolimits.claims.verdicts import CONFIRMED, PARTLY, REFUTED, UNDECIDED, UNTESTABLE
from nolimits.data import DataError, Fact, Figure, Row, View
from nolimits.data.door import remembered
from nolimits.data.quantities import Quantity
from nolimits.language import Answer, ExpressionError, Truth, evaluate
from nolimits.language.answers import distinct

MEASURED = "measured"  # what criteria.csv calls a statement that has a test
CONDITIONS = ("confirmed_if", "refuted_if")
STEPS = 60


@dataclass(frozen=True)
class Verdict:
    """A statement weighed: `measured` is in the claim's unit, `rows` are what was used.

    `why` says why the test is fair, or why there is none; `test` is its row of `criteria.csv`.
    """

    claim: Claim
    word: str
    measured: Answer | None
    rows: tuple[Fact, ...]
    cutoff: str
    why: str
    test: Row

    @property
    def newest(self) -> str:
        """The day on which the newest row that it rests on became known; empty where it rests on none."""
        return max((row.known_on for row in self.rows), default="")

    @property
    def tested(self) -> bool:
        """Whether the statement has a test at all."""
        return self.test["test"] == MEASURED

    @property
    def due(self) -> bool:
        """Whether the day has come on which the test may be asked."""
        return self.test["due"] <= self.cutoff


NO_TEST: Row = {
    "test": UNTESTABLE,
    "why": "no test has been written yet",
    "due": "",
    "measure": "",
    **dict.fromkeys(CONDITIONS, ""),
}


def weigh(claim: Claim, view: View) -> Verdict:
    """How a claim stands as of the view's cutoff.

    Confirmed where its condition is certainly true, refuted where the contrary is, partly where both are certainly
    false, else undecided: absence of data refutes nothing. Raises ExpressionError for a test that cannot be asked.
    """
    return remembered(view.memo, claim.key, lambda: _weighed(claim, view))


def _weighed(claim: Claim, view: View) -> Verdict:
    test = criteria(view.evidence).get(claim.key, NO_TEST)
    if test["test"] != MEASURED:
        word = UNTESTABLE if test["test"] == UNTESTABLE else UNDECIDED
        return Verdict(claim, word, None, (), view.cutoff, test["why"], test)
    impartial = _impartial(claim, view)
    measured = evaluate(test["measure"], impartial, _names(claim, None))
    truths = [_condition(test[name], impartial, claim, measured) for name in CONDITIONS]
    rows = distinct(row for answer in (measured, *truths) for row in answer.rows if row is not claim.row)
    word = UNDECIDED if test["due"] > view.cutoff else _word(*truths)
    return Verdict(claim, word, measured, rows, view.cutoff, test["why"], test)


def told(claim: Claim, view: View) -> list[object]:
    """All that a verdict follows from besides the rows that its test reads."""
    test = criteria(view.evidence).get(claim.key, NO_TEST)
    return [claim.row, test, view.told]


def _impartial(claim: Claim, view: View) -> View:
    """The view without the rows whose source is the paper: a paper never confirms itself."""
    return view.without(view.evidence.documents[claim.document]["source"])


def _names(claim: Claim, measured: Answer | None) -> dict[str, Answer]:
    names: dict[str, Answer] = {} if measured is None else {"measured": measured}
    if claim.stated is not None:
        names["stated"] = claim.stated
    return names


def _condition(condition: str, view: View, claim: Claim, measured: Answer) -> Truth:
    if not condition:
        # what no table could ever show is not false for want of a row
        return Truth(None)
    answer = evaluate(condition, view, _names(claim, measured))
    if not isinstance(answer, Truth):
        raise ExpressionError(f"a condition is wanted, not {condition}")
    return answer


def _word(confirmed: Truth, refuted: Truth) -> str:
    if confirmed.value:
        return CONFIRMED
    if refuted.value:
        return REFUTED
    return PARTLY if confirmed.value is False and refuted.value is False else UNDECIDED


def turns(verdict: Verdict, view: View) -> list[tuple[Quantity, str]]:
    """The nearest values of what was measured, upwards and downwards, at which the word would be another.

    Found by bisection on the measured value, all else kept; empty where the test does not hang on one bounded number.
    """
    return remembered(view.memo, f"turns of {verdict.claim.key}", lambda: list(_turns(verdict, view)))


def _turns(verdict: Verdict, view: View) -> Iterator[tuple[Quantity, str]]:
    measured = verdict.measured
    if not isinstance(measured, Figure) or measured.quantity is None or not measured.quantity.bounded:
        return
    if verdict.due:
        impartial = _impartial(verdict.claim, view)
        for sign in (1, -1):
            yield from _turn(verdict, impartial, measured, sign)


def _turn(verdict: Verdict, view: View, measured: Figure, sign: int) -> Iterator[tuple[Quantity, str]]:
    start = measured.sure

    def moved(shift: float) -> Quantity:
        return Quantity(start.low + shift, start.high + shift, None if start.value is None else start.value + shift)

    def word_at(shift: float) -> str:
        given = replace(measured, quantity=moved(shift))
        return _word(*(_condition(verdict.test[name], view, verdict.claim, given) for name in CONDITIONS))

    size = max(abs(start.centre), start.width, 1.0)
    steps = (sign * size * 2.0**step for step in range(-12, 8))
    far = next((shift for shift in steps if word_at(shift) != verdict.word), None)
    if far is None:
        return
    near = 0.0
    for _ in range(STEPS):
        middle = (near + far) / 2
        if word_at(middle) == verdict.word:
            near = middle
        else:
            far = middle
    yield Quantity(start.low + far, start.high + far, start.centre + far), word_at(far)


def faulty_tests(folder: Path) -> list[Problem]:
    """Statements without a test, and tests that cannot be asked, with the place in the expression."""
    view, found = View(folder=folder), []
    tests = criteria(view.evidence)
    places = {name: _places(view, name) for name in ("claims", "criteria")}
    for claim in claims(view.evidence).values():
        test = tests.get(claim.key)
        if test is None:
            right = "a test, or the reason why there is none"
            line = places["claims"][claim.key].line_of("claim")
            told = ("claim", "without a row in criteria.csv", claim.key, right)
            found.append(Problem(shown_path(folder / "claims.csv"), line, *told))
        elif test["test"] == MEASURED:
            for column, error, at in _unasked(claim, test, _impartial(claim, view)):
                right = f"look at character {at + 1} of {test[column] or 'an empty cell'}"
                line = places["criteria"][claim.key].line_of(column)
                told = (column, "a test that cannot be asked", error, right)
                found.append(Problem(shown_path(folder / "criteria.csv"), line, *told))
    return found


def _places(view: View, name: str) -> dict[str, TableRow]:
    """The rows of a table by claim, with their physical lines."""
    return {row["claim"]: row for row in read_table(view.folder, view.evidence.resource(name)).rows}


def _unasked(claim: Claim, test: Row, view: View) -> Iterator[tuple[str, str, int]]:
    """The column of a test that cannot be asked, why, and where in the expression."""
    column = "measure"
    try:
        measured = evaluate(test["measure"], view, _names(claim, None))
        for column in CONDITIONS:
            _condition(test[column], view, claim, measured)
    except (ExpressionError, DataError) as error:
        yield column, str(error), getattr(error, "at", 0)

"""How a statement stands as of a day: its pre-stated test, asked of the rows that do not come from the paper itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from nolimits.checks.problem import Problem, place
from nolimits.claims.statements import Claim, claims
from nolimits.data import DataError, Figure, View, known_on, tables
from nolimits.data.quantities import Quantity
from nolimits.language import Answer, ExpressionError, Truth, evaluate

WORDS = ("confirmed", "partly", "refuted", "undecided", "untestable")
STEPS = 60


@dataclass(frozen=True)
class Verdict:
    """A statement weighed: `measured` and `stated` in the claim's unit, `rows` what was used, `newest` the last day.

    `why` says why the test is fair, or why there is none; `turn` the smallest change that would change the word.
    """

    claim: Claim
    word: str
    measured: Answer | None
    rows: tuple
    cutoff: str
    why: str
    test: dict[str, str]

    @property
    def newest(self) -> str:
        """The day on which the newest row that it rests on became known; empty where it rests on none."""
        return max((known_on(row) for row in self.rows), default="")


def criteria(view: View) -> dict[str, dict[str, str]]:
    """The pre-stated tests by claim."""
    path = view.folder / "criteria.csv"
    return _criteria(view.folder, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _criteria(folder: Path, _changed: int) -> dict[str, dict[str, str]]:
    return {row["claim"]: row for row in tables.rows("criteria", folder)}


def weigh(claim: Claim, view: View) -> Verdict:
    """How a claim stands as of the view's cutoff.

    Confirmed where its condition is certainly true, refuted where the contrary is, partly where both are certainly
    false, else undecided: absence of data refutes nothing. Raises ExpressionError for a test that cannot be asked.
    """
    if claim.key not in view.memo:
        view.memo[claim.key] = _weighed(claim, view)
    return view.memo[claim.key]


def _weighed(claim: Claim, view: View) -> Verdict:
    test = criteria(view).get(claim.key, {"test": "untestable", "why": "no test has been written yet", "due": ""})
    if test["test"] != "measured":
        word = "untestable" if test["test"] == "untestable" else "undecided"
        return Verdict(claim, word, None, (), view.cutoff, test["why"], test)
    impartial = _impartial(claim, view)
    measured = evaluate(test["measure"], impartial, _names(claim, None))
    truths = [_asked(test[name], impartial, claim, measured) for name in ("confirmed_if", "refuted_if")]
    rows = {id(row): row for answer in (measured, *truths) for row in answer.rows if row is not claim.row}
    word = "undecided" if test["due"] > view.cutoff else _word(*truths)
    return Verdict(claim, word, measured, tuple(rows.values()), view.cutoff, test["why"], test)


def _impartial(claim: Claim, view: View) -> View:
    """The view without the rows whose source is the paper: a paper never confirms itself."""
    documents = {row["document"]: row["source"] for row in tables.rows("documents", view.folder)}
    return view.without(documents[claim.row["document"]])


def _names(claim: Claim, measured: Answer | None) -> dict[str, Answer]:
    names: dict[str, Answer] = {} if measured is None else {"measured": measured}
    if claim.stated is not None:
        names["stated"] = claim.stated
    return names


def _asked(condition: str, view: View, claim: Claim, measured: Answer) -> Truth:
    if not condition:
        # what no table could ever show is not false for want of a row
        return Truth(None)
    answer = evaluate(condition, view, _names(claim, measured))
    if not isinstance(answer, Truth):
        raise ExpressionError(f"a condition is wanted, not {condition}")
    return answer


def _word(confirmed: Truth, refuted: Truth) -> str:
    if confirmed.value:
        return "confirmed"
    if refuted.value:
        return "refuted"
    return "partly" if confirmed.value is False and refuted.value is False else "undecided"


def turns(verdict: Verdict, view: View) -> list[tuple[Quantity, str]]:
    """The nearest values of what was measured, upwards and downwards, at which the word would be another.

    Found by bisection on the measured value, all else kept; empty where the test does not hang on one bounded number.
    """
    key = f"turns of {verdict.claim.key}"
    if key not in view.memo:
        view.memo[key] = _turns(verdict, view)
    return view.memo[key]


def _turns(verdict: Verdict, view: View) -> list[tuple[Quantity, str]]:
    measured = verdict.measured
    if not isinstance(measured, Figure) or not measured.known or not measured.quantity.bounded:
        return []
    if verdict.test["due"] > view.cutoff:
        return []
    impartial = _impartial(verdict.claim, view)
    found = [_turn(verdict, impartial, measured, sign) for sign in (1, -1)]
    return [turn for turn in found if turn]


def _turn(verdict: Verdict, view: View, measured: Figure, sign: int) -> tuple[Quantity, str] | None:
    def word_at(shift: float) -> str:
        q = measured.quantity
        moved = Quantity(q.low + shift, q.high + shift, None if q.value is None else q.value + shift)
        given = replace(measured, quantity=moved)
        return _word(*(_asked(verdict.test[n], view, verdict.claim, given) for n in ("confirmed_if", "refuted_if")))

    size = max(abs(measured.quantity.centre), measured.quantity.width, 1.0)
    near, far = (
        0.0,
        next(
            (sign * size * 2.0**step for step in range(-12, 8) if word_at(sign * size * 2.0**step) != verdict.word),
            None,
        ),
    )
    if far is None:
        return None
    for _ in range(STEPS):
        middle = (near + far) / 2
        if word_at(middle) == verdict.word:
            near = middle
        else:
            far = middle
    q = measured.quantity
    return Quantity(q.low + far, q.high + far, q.centre + far), word_at(far)


def history(claim: Claim, views: Iterable[View]) -> list[tuple[str, str]]:
    """Day and word over a list of views."""
    return [(view.cutoff, weigh(claim, view).word) for view in views]


def problems(folder: Path) -> list[Problem]:
    """Statements without a test, and tests that cannot be asked, with the place in the expression."""
    view, found = View(folder=folder), []
    lines = {row["claim"]: number for number, row in enumerate(tables.rows("criteria", folder), start=2)}
    for claim in claims(folder).values():
        test = criteria(view).get(claim.key)
        if test is None:
            where = next(n for n, row in enumerate(tables.rows("claims", folder), start=2) if row is claim.row)
            found.append(
                _problem(
                    folder,
                    "claims",
                    where,
                    "claim",
                    "without a row in criteria.csv",
                    claim.key,
                    "a test, or the reason why there is none",
                )
            )
        elif test["test"] == "measured" and (wrong := _unasked(claim, test, _impartial(claim, view))):
            column, error, at = wrong
            found.append(
                _problem(
                    folder,
                    "criteria",
                    lines[claim.key],
                    column,
                    "a test that cannot be asked",
                    error,
                    f"look at character {at + 1} of {test[column] or 'an empty cell'}",
                )
            )
    return found


def _problem(folder: Path, table: str, line: int, column: str, *told: str) -> Problem:
    return Problem(place(folder / f"{table}.csv"), line, column, *told)


def _unasked(claim: Claim, test: dict[str, str], view: View) -> tuple[str, str, int] | None:
    column = "measure"
    try:
        measured = evaluate(test["measure"], view, _names(claim, None))
        for column in ("confirmed_if", "refuted_if"):
            _asked(test[column], view, claim, measured)
    except (ExpressionError, DataError) as error:
        return column, str(error), getattr(error, "at", 0)
    return None


__all__ = ["WORDS", "Verdict", "criteria", "history", "known_on", "problems", "turns", "weigh"]

"""Statements without a test, and tests that cannot be asked, with file, line and column."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from nolimits.checks.problem import Problem
from nolimits.checks.reading import read_table
from nolimits.checks.row import TableRow
from nolimits.claims.statements import Claim, claims, criteria
from nolimits.claims.trial import CONDITIONS, MEASURED, condition, names, view_for_test
from nolimits.data import DataError, Row, View
from nolimits.data.whereabouts import from_root
from nolimits.language import ExpressionError, Truth, evaluate
from nolimits.language.answers import Answer
from nolimits.language.entries import EXPRESSIONS
from nolimits.language.walk import parse

STATED = re.compile(r"\bstated\b")  # which is another figure in each statement
KEY = ("claim", "asks", "reading")
RowsByKey = Mapping[tuple[str, ...], TableRow]  # the rows of a table by key


def faulty_tests(folder: Path) -> list[Problem]:
    """Statements without a test, and tests that cannot be asked, with the place in the expression."""
    view, found = View(folder=folder), []
    tests = criteria(view.evidence)
    said, asked = _places(view, "claims", KEY[:1]), _places(view, "criteria", KEY)
    for claim in claims(view.evidence).values():
        if claim.key not in tests:
            right = "a test, or the reason why there is none"
            line = said[(claim.key,)].line_of("claim")
            told = ("claim", "without a row in criteria.csv", claim.key, right)
            found.append(Problem(from_root(folder / "claims.csv"), line, *told))
        for test in tests.get(claim.key, ()):
            if test["test"] == MEASURED:
                impartial = view.without(view.evidence.documents[claim.document]["source"])
                for column, error, at in _expression_faults(claim, test, impartial):
                    right = f"look at character {at + 1} of {test[column] or 'an empty cell'}"
                    found.append(_fault(view, asked, test, column, "a test that cannot be asked", error, right))
    return [*found, *_twins(view, asked), *([] if found else _vain(view, asked))]


def _fault(view: View, places: RowsByKey, test: Row, column: str, what: str, found: str, right: str) -> Problem:
    """A fault of a test, with the place of its cell."""
    line = places[tuple(test[name] for name in KEY)].line_of(column)
    return Problem(from_root(view.folder / "criteria.csv"), line, column, what, found, right)


def _vain(view: View, places: RowsByKey) -> Iterator[Problem]:
    """Tests that could be refuted only if a row that is on record were not: absence refutes nothing."""
    for claim in claims(view.evidence).values():
        for test in criteria(view.evidence)[claim.key]:
            if test["test"] != MEASURED or "known" not in test["refuted_if"]:
                continue
            seen = view_for_test(test, claim, view)
            measured = evaluate(test["measure"], seen, names(claim, None))
            if not _can_hold(parse(test["refuted_if"]), seen, names(claim, measured)):
                what, asked = "a refutation that can never hold", test["refuted_if"]
                right = "what a row could show; it asks for something to be unknown that is on record"
                yield _fault(view, places, test, "refuted_if", what, asked, right)


def _can_hold(condition: ast.expr, view: View, named: Mapping[str, Answer]) -> bool:
    """Whether a condition may come to hold by some row, as far as it asks for something not to be known."""
    match condition:
        case ast.BoolOp(op=ast.Or(), values=parts):
            return any(_can_hold(part, view, named) for part in parts)
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_can_hold(part, view, named) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name(id="known")) as asked):
            answer = evaluate(ast.unparse(asked), view, named)
            return not (isinstance(answer, Truth) and answer.value)
    return True


def _twins(view: View, places: RowsByKey) -> Iterator[Problem]:
    """Tests that measure the same and confirm by the same, but refute by something else: one fact, one verdict."""
    first: dict[tuple[str, str], Row] = {}
    for tests in criteria(view.evidence).values():
        for test in tests:
            cells = [_plain(test[name]) for name in EXPRESSIONS]
            if test["test"] != MEASURED or not cells[1] or STATED.search(" ".join(cells)):
                continue
            other = first.setdefault((cells[0], cells[1]), test)
            for column in CONDITIONS[1:]:
                if _plain(other[column]) != _plain(test[column]):
                    cell = test[column] or "an empty cell"
                    right = f"what {other['claim']} has, which measures the same: {other[column] or 'an empty cell'}"
                    yield _fault(view, places, test, column, "two verdicts on one fact", cell, right)


def _plain(expression: str) -> str:
    """An expression as it is written without regard to blanks and quotes; itself where it cannot be read."""
    try:
        return ast.unparse(parse(expression)) if expression else ""
    except ExpressionError:
        return expression


def _places(view: View, name: str, key: tuple[str, ...]) -> RowsByKey:
    """The rows of a table by their key, with their physical lines."""
    rows = read_table(view.folder, view.evidence.resource(name)).rows
    return {tuple(row[column] for column in key): row for row in rows}


def _expression_faults(claim: Claim, test: Row, view: View) -> Iterator[tuple[str, str, int]]:
    """The column of a test that cannot be asked, why, and where in the expression."""
    column = "measure"
    try:
        measured = evaluate(test["measure"], view, names(claim, None))
        for column in CONDITIONS:
            condition(test[column], view, claim, measured)
    except (ExpressionError, DataError) as error:
        yield column, str(error), getattr(error, "at", 0)

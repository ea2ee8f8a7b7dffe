"""Tests with a narrower or a wider tolerance: how near is near, and from when on a change is one."""

from __future__ import annotations

import ast
from functools import lru_cache

from nolimits.claims.trial import CONDITIONS, MEASURED
from nolimits.data import Figure, Row
from nolimits.language import Answer
from nolimits.language.walk import parse

NEAR, WITHIN, USUAL = "near", "within", 2.0  # the word of the language, and its tolerance in percent
NO_CHANGE = 1.0  # in percent: what is less counts as no change at all
PERCENT = "percent"
RATES = ("rise", "growth")  # what the language answers in percent, whatever was measured


def scale_test(test: Row, measured: Answer | None, factor: float) -> Row:
    """A test with its tolerances times a factor; the test itself where it has none."""
    if test["test"] != MEASURED:
        return test
    rates = isinstance(measured, Figure) and measured.unit == PERCENT
    return {**test, **{name: _scale_expression(test[name], factor, rates=rates) for name in CONDITIONS if test[name]}}


@lru_cache(maxsize=8192)
def _scale_expression(expression: str, factor: float, *, rates: bool) -> str:
    # parsed anew, for what `parse` gives is shared by all who ask it
    tree = ast.parse(ast.unparse(parse(expression)), mode="eval").body
    return ast.unparse(_Scale(factor, rates).visit(tree))


class _Scale(ast.NodeTransformer):
    """Scales the `within` of near(…), the bound of abs(…), and the percent below which a change is none."""

    def __init__(self, factor: float, rates: bool) -> None:
        self.factor, self.rates = factor, rates

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """near(a, b, within=…)."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == NEAR and len(node.args) == 2:
            given = next((word for word in node.keywords if word.arg == WITHIN), None)
            if given is None:
                node.keywords.append(ast.keyword(WITHIN, ast.Constant(USUAL * self.factor)))
            else:
                given.value = self._times(given.value)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """abs(…) <= 1, and of a rate measured < -1 or rise(…) > 1."""
        self.generic_visit(node)
        left = node.left
        called = left.func.id if isinstance(left, ast.Call) and isinstance(left.func, ast.Name) else ""
        rate = called in RATES or (self.rates and isinstance(left, ast.Name) and left.id == MEASURED)
        if called == "abs" or (rate and ast.unparse(node.comparators[0]) in ("1", "-1")):
            node.comparators[0] = self._times(node.comparators[0])
        return node

    def _times(self, node: ast.expr) -> ast.expr:
        return ast.BinOp(node, ast.Mult(), ast.Constant(self.factor))

"""Reading and evaluating: `ast` parses, a whitelist of nodes decides, and our own walk answers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from nolimits.data import DataError, Figure, View
from nolimits.data import quantities as q
from nolimits.data.quantities import Quantity
from nolimits.language.answers import Answer, ExpressionError, Text, Truth, number, rows_of
from nolimits.language.vocabulary import VOCABULARY

LONGEST, MOST_NODES, DEEPEST, LARGEST = 2000, 200, 24, 1e15


def evaluate(text: str, view: View, names: Mapping[str, Answer | int | float | str] | None = None) -> Answer:
    """The answer to an expression as of the view's cutoff.

    `names` are the only names that it may use besides the vocabulary (a page's parameters; `measured`, `stated`).
    Raises ExpressionError for what cannot be parsed, is too large, reaches beyond the vocabulary, mixes units or
    names what the tables do not hold.
    """
    return _Walk(view, dict(names or {})).visit(parsed(text))


@lru_cache(maxsize=4096)
def parsed(text: str) -> ast.expr:
    """The syntax tree of an expression, refused where it is too large or not of the language."""
    if len(text) > LONGEST:
        raise ExpressionError(f"the expression has {len(text)} characters: {LONGEST} at most", LONGEST)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"not an expression: {error.msg}", max((error.offset or 1) - 1, 0)) from None
    except (RecursionError, MemoryError, ValueError):
        raise ExpressionError("not an expression: nested too deeply or not text") from None
    if sum(1 for _ in ast.walk(tree)) > MOST_NODES:
        raise ExpressionError(f"the expression has too many parts: {MOST_NODES} at most")
    _inspect(tree, 0)
    return tree


ALLOWED = (
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.Not,
    ast.USub,
    ast.BinOp,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.Compare,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.Eq,
    ast.NotEq,
    ast.In,
    ast.NotIn,
    ast.Tuple,
    ast.Call,
    ast.keyword,
    ast.Name,
    ast.Load,
    ast.Constant,
)


def _inspect(node: ast.AST, depth: int) -> None:
    at = getattr(node, "col_offset", 0)
    if depth > DEEPEST:
        raise ExpressionError(f"the expression is nested too deeply: {DEEPEST} levels at most", at)
    if not isinstance(node, ALLOWED):
        raise ExpressionError(f"{type(node).__name__} is not part of the language", at)
    if isinstance(node, ast.Constant) and not _plain(node.value):
        raise ExpressionError(f"{node.value!r} is not allowed: write a number below 1e15 or a short text", at)
    if isinstance(node, ast.Call):
        if not (isinstance(node.func, ast.Name) and node.func.id in VOCABULARY):
            raise ExpressionError(f"only these may be called: {', '.join(sorted(VOCABULARY))}", at)
        if any(word.arg is None for word in node.keywords):
            raise ExpressionError("** is not part of the language", at)
    for child in ast.iter_child_nodes(node):
        _inspect(child, depth + 1)


def _plain(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    return len(value) <= 200 if isinstance(value, str) else abs(value) < LARGEST


class _Walk:
    """Evaluates one syntax tree against one view."""

    def __init__(self, view: View, names: dict) -> None:
        self.view, self.names = view, names

    def visit(self, node: ast.expr) -> Answer:
        return getattr(self, f"_{type(node).__name__}")(node)

    def _Constant(self, node: ast.Constant) -> Answer:
        return Text(node.value) if isinstance(node.value, str) else number(node.value)

    def _Name(self, node: ast.Name) -> Answer:
        if node.id not in self.names:
            known = f"it may name {', '.join(self.names)}" if self.names else "there are no names here"
            raise ExpressionError(f"{node.id!r} is not a name of this expression: {known}", node.col_offset)
        given = self.names[node.id]
        if isinstance(given, Figure | Truth | Text):
            return given
        return Text(given) if isinstance(given, str) else number(given)

    def _Tuple(self, node: ast.Tuple) -> Answer:
        raise ExpressionError("a list may only stand behind `in`", node.col_offset)

    def _UnaryOp(self, node: ast.UnaryOp) -> Answer:
        if isinstance(node.op, ast.Not):
            truth = self._truth(node.operand)
            return Truth(q.negate(truth.value), truth.rows)
        given = self._figure(node.operand)
        return replace(given, quantity=-given.quantity if given.known else None)

    def _BoolOp(self, node: ast.BoolOp) -> Truth:
        truths = [self._truth(value) for value in node.values]
        join = q.every if isinstance(node.op, ast.And) else q.some
        return Truth(join(truth.value for truth in truths), rows_of(*truths))

    def _BinOp(self, node: ast.BinOp) -> Figure:
        left, right = self._figure(node.left), self._figure(node.right)
        operation, unit = OPERATIONS[type(node.op)], _unit(node, left.unit, right.unit)
        result = operation(left.quantity, right.quantity) if left.known and right.known else None
        span = left.period if left.period == right.period or right.period is None else None
        return Figure(result, unit, span, rows_of(left, right), "computed", left.about or right.about)

    def _Compare(self, node: ast.Compare) -> Truth:
        terms = [node.left, *node.comparators]
        truths = [self._compare(op, a, b) for op, a, b in zip(node.ops, terms, terms[1:], strict=False)]
        return Truth(q.every(truth.value for truth in truths), rows_of(*truths))

    def _compare(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Truth:
        if isinstance(op, ast.In | ast.NotIn):
            return self._member(op, left, right)
        a, b = self.visit(left), self.visit(right)
        if isinstance(a, Figure) and isinstance(b, Figure):
            _same_unit(left, a.unit, b.unit)
            verdict = COMPARISONS[type(op)](a.quantity, b.quantity) if a.known and b.known else None
        elif isinstance(a, Text) and isinstance(b, Text):
            verdict = WORDS[type(op)](a.value, b.value) if a.value is not None and b.value is not None else None
        else:
            raise ExpressionError("only like can be compared with like", left.col_offset)
        return Truth(verdict, rows_of(a, b))

    def _member(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Truth:
        if not isinstance(right, ast.Tuple) or not all(isinstance(item, ast.Constant) for item in right.elts):
            raise ExpressionError("behind `in` stands a list such as ('operating', 'agreed')", right.col_offset)
        word = self.visit(left)
        if not isinstance(word, Text):
            raise ExpressionError("before `in` stands a word", left.col_offset)
        if word.value is None:
            return Truth(None, word.rows)
        inside = word.value in [item.value for item in right.elts]
        return Truth(inside == isinstance(op, ast.In), word.rows)

    def _Call(self, node: ast.Call) -> Answer:
        call = VOCABULARY[node.func.id]
        arguments = [self.visit(argument) for argument in node.args]
        options = {word.arg: self.visit(word.value) for word in node.keywords}
        try:
            return call(self.view, *arguments, **options)
        except (DataError, ExpressionError) as error:
            raise ExpressionError(str(error), getattr(error, "at", 0) or node.col_offset) from None
        except TypeError:
            hint = (call.__doc__ or "").split("\n")[0]
            raise ExpressionError(f"{node.func.id} takes other arguments: {hint}", node.col_offset) from None

    def _figure(self, node: ast.expr) -> Figure:
        answer = self.visit(node)
        if not isinstance(answer, Figure):
            raise ExpressionError("a number is wanted here", node.col_offset)
        return answer

    def _truth(self, node: ast.expr) -> Truth:
        answer = self.visit(node)
        if not isinstance(answer, Truth):
            raise ExpressionError("a condition is wanted here", node.col_offset)
        return answer


OPERATIONS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}
COMPARISONS: dict[type, Callable[[Quantity, Quantity], bool | None]] = {
    ast.Lt: q.less,
    ast.LtE: q.at_most,
    ast.Gt: lambda a, b: q.less(b, a),
    ast.GtE: lambda a, b: q.at_most(b, a),
    ast.Eq: q.equal,
    ast.NotEq: lambda a, b: q.negate(q.equal(a, b)),
}
WORDS: dict[type, Callable[[str, str], bool]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
}


def _same_unit(node: ast.expr, a: str, b: str) -> str:
    if a and b and a != b:
        raise ExpressionError(f"units are mixed: {a} with {b}", node.col_offset)
    return a or b


def _unit(node: ast.BinOp, a: str, b: str) -> str:
    if isinstance(node.op, ast.Add | ast.Sub):
        return _same_unit(node, a, b)
    if isinstance(node.op, ast.Div):
        return a if not b else "ratio" if a == b else f"{a or 'one'} per {b}"
    if a and b and "ratio" not in (a, b):
        raise ExpressionError(f"units are mixed: {a} times {b}", node.col_offset)
    return b if a in ("", "ratio") and b else a

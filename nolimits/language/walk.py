"""Reading and evaluating: `ast` parses, a whitelist of nodes decides, and our own walk answers."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from nolimits.data import DataError, Figure, Parameter, View
from nolimits.data import quantities as q
from nolimits.data.quantities import Quantity
from nolimits.data.seen import Known, reuse
from nolimits.language.answers import Answer, ExpressionError, Text, Truth, constant, rows_of
from nolimits.language.arithmetic import same_unit
from nolimits.language.binding import call
from nolimits.language.series import MEAN
from nolimits.language.timing import OF_THE_DAY
from nolimits.language.vocabulary import VOCABULARY

LONGEST, MOST_NODES, DEEPEST, LARGEST = 2000, 200, 24, 1e15
CALLS = "calls"  # under which the tables keep what calls gave
MOST_NAMED = 12  # names that a message tells
# names that need no declaration: the day up to which the view knows, the first year of its series
CUTOFF = "cutoff"
OWN: dict[str, Callable[[View], Answer]] = {
    CUTOFF: lambda view: Text(view.cutoff),
    "start": lambda view: constant(view.start),
}
Names = Mapping[str, Answer | Parameter]


def evaluate(text: str, view: View, names: Names | None = None) -> Answer:
    """The answer to an expression as of the view's cutoff.

    It may name the view's parameters and facts, and `names`, which come first (`measured`, `stated`, `period`).
    Raises ExpressionError for what cannot be parsed, is too large, reaches beyond the vocabulary, mixes units or
    names what the tables do not hold. `cutoff` is the view's day, `start` its first year.
    """
    tree = parse(text)
    try:
        return _Walk(view, names or {}).visit(tree)
    except (OverflowError, RecursionError):
        raise ExpressionError("the expression cannot be worked out: its numbers are too large") from None


def evaluator(text: str, view: View, names: Names, open_name: str) -> Callable[[Answer], Answer]:
    """An expression as a function of one name in it: all that does not hang on that name is worked out once."""
    tree, kept = parse(text), dict[int, Answer]()
    hanging = {id(node) for node in ast.walk(tree) if _names(node, open_name)}

    def answer(given: Answer) -> Answer:
        return _Again(view, {**names, open_name: given}, kept, hanging).visit(tree)

    return answer


def _names(tree: ast.AST, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree))


def answer_fact(name: str, view: View) -> Answer:
    """The answer to one of a page's facts, worked out once for a view. Raises ExpressionError for no such fact."""
    if name not in view.facts:
        raise ExpressionError(_unknown_name(name, view, {}))
    if name not in view.answers:
        view.answers[name] = None  # while it is being worked out: a fact that asks for itself finds this
        try:
            view.answers[name] = evaluate(view.facts[name], view)
        except ExpressionError:
            del view.answers[name]
            raise
    answer = view.answers[name]
    if not isinstance(answer, Figure | Truth | Text):
        raise ExpressionError(f"the fact {name!r} asks for itself")
    return answer


@lru_cache(maxsize=8192)
def parse(text: str) -> ast.expr:
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


def _inspect(node: ast.AST, depth: int, place: int = 0) -> None:
    at = getattr(node, "col_offset", place)  # an operator has no place of its own
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
        _inspect(child, depth + 1, at)


def _plain(value: object) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, str):
        return len(value) <= 200
    return isinstance(value, int | float) and abs(value) < LARGEST


def _unknown_name(name: str, view: View, names: Names) -> str:
    every = list(dict.fromkeys([*names, *OWN, *view.parameters, *view.facts]))
    near = difflib.get_close_matches(name, every, MOST_NAMED) if len(every) > MOST_NAMED else every
    known = f"it may name {', '.join(near)}" if near else f"none of the {len(every)} names here is like it"
    return f"{name!r} is not a name of this expression: {known}"


class _Walk:
    """Evaluates one syntax tree against one view."""

    def __init__(self, view: View, names: Names) -> None:
        self.view, self.names = view, names

    def visit(self, node: ast.expr) -> Answer:
        match node:
            case ast.Constant(value=str() as text):
                return Text(text)
            case ast.Constant(value=int() | float() as value):
                return constant(value)
            case ast.Name(id=name):
                return self._name(name, node.col_offset)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.BoolOp():
                return self._join(node)
            case ast.BinOp():
                return self._binary(node)
            case ast.Compare():
                return self._comparison(node)
            case ast.Call(func=ast.Name(id=name)):
                return self._call(name, node)
        raise ExpressionError("a list may only stand behind `in`", node.col_offset)

    def _name(self, name: str, at: int) -> Answer:
        if name in self.names:
            return _answer(self.names[name])
        if name in OWN:
            return OWN[name](self.view)
        if name in self.view.parameters:
            return _answer(self.view.parameters[name])
        if name in self.view.facts:
            return answer_fact(name, self.view)
        raise ExpressionError(_unknown_name(name, self.view, self.names), at)

    def _unary(self, node: ast.UnaryOp) -> Answer:
        if isinstance(node.op, ast.Not):
            truth = self._truth(node.operand)
            return Truth(q.negate(truth.value), truth.rows)
        figure = self._figure(node.operand)
        return replace(figure, quantity=-figure.quantity if figure.quantity else None)

    def _join(self, node: ast.BoolOp) -> Truth:
        truths = [self._truth(value) for value in node.values]
        join = q.every if isinstance(node.op, ast.And) else q.some
        return Truth(join(truth.value for truth in truths), rows_of(*truths))

    def _binary(self, node: ast.BinOp) -> Figure:
        left, right = self._figure(node.left), self._figure(node.right)
        _refuse_means(node, left, right)
        operation, unit = OPERATIONS[type(node.op)], _unit(node, left.unit, right.unit)
        result = operation(left.quantity, right.quantity) if left.quantity and right.quantity else None
        span = left.period if left.period == right.period or right.period is None else None
        change = isinstance(node.op, ast.Sub)
        return Figure(result, unit, span, rows_of(left, right), "computed", left.about or right.about, change)

    def _comparison(self, node: ast.Compare) -> Truth:
        terms = [node.left, *node.comparators]
        truths = [self._compare(op, a, b) for op, a, b in zip(node.ops, terms, terms[1:], strict=False)]
        return Truth(q.every(truth.value for truth in truths), rows_of(*truths))

    def _compare(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Truth:
        if isinstance(op, ast.In | ast.NotIn):
            return self._member(op, left, right)
        a, b = self.visit(left), self.visit(right)
        truth = None
        if isinstance(a, Figure) and isinstance(b, Figure):
            _locate(left, same_unit, a.unit, b.unit)
            if a.quantity and b.quantity:
                truth = COMPARISONS[type(op)](a.quantity, b.quantity)
        elif isinstance(a, Text) and isinstance(b, Text):
            if a.value is not None and b.value is not None:
                truth = WORDS[type(op)](a.value, b.value)
        else:
            raise ExpressionError("only like can be compared with like", left.col_offset)
        return Truth(truth, rows_of(a, b))

    def _member(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Truth:
        listed = right.elts if isinstance(right, ast.Tuple) else []
        words = [item.value for item in listed if isinstance(item, ast.Constant)]
        if not listed or len(words) < len(listed):
            raise ExpressionError("behind `in` stands a list such as ('operating', 'agreed')", right.col_offset)
        word = self.visit(left)
        if not isinstance(word, Text):
            raise ExpressionError("before `in` stands a word", left.col_offset)
        if word.value is None:
            return Truth(None, word.rows)
        return Truth((word.value in words) == isinstance(op, ast.In), word.rows)

    def _call(self, name: str, node: ast.Call) -> Answer:
        words = _in_words(node)
        if not words:
            return self._apply(name, node)
        # tests ask the same of a view, and of one day after another, again and again
        asked = words, self.view.start, self.view.cutoff if OF_THE_DAY.search(words) else ""
        every: dict[tuple[str, int, str], Known[Answer]] = self.view.evidence.memo.setdefault(CALLS, {})
        return reuse(every.setdefault(asked, {}), self.view, lambda: self._apply(name, node))

    def _apply(self, name: str, node: ast.Call) -> Answer:
        arguments = [self.visit(argument) for argument in node.args]
        options = {word.arg: self.visit(word.value) for word in node.keywords if word.arg}
        try:
            return call(VOCABULARY[name], self.view, arguments, options)
        except (DataError, ExpressionError) as error:
            raise ExpressionError(str(error), node.col_offset) from None

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


@lru_cache(maxsize=32768)
def _in_words(node: ast.Call) -> str:
    """A call in words, of which the answer follows from the tables alone; empty where it names something."""
    return (
        ""
        if any(isinstance(one, ast.Name) and one.id not in VOCABULARY for one in ast.walk(node))
        else ast.unparse(node)
    )


class _Again(_Walk):
    """Evaluates a tree of which what does not hang on an open name is kept from one time to the next."""

    def __init__(self, view: View, names: Names, kept: dict[int, Answer], hanging: set[int]) -> None:
        super().__init__(view, names)
        self.kept, self.hanging = kept, hanging

    def visit(self, node: ast.expr) -> Answer:
        if id(node) in self.hanging:
            return super().visit(node)
        if id(node) not in self.kept:
            self.kept[id(node)] = super().visit(node)
        return self.kept[id(node)]


def _answer(value: Answer | Parameter) -> Answer:
    match value:
        case bool():
            return Truth(value)
        case str():
            return Text(value)
        case int() | float():
            return constant(value)
    return value


OPERATIONS: dict[type[ast.operator], Callable[[Quantity, Quantity], Quantity]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Quantity, Quantity], bool | None]] = {
    ast.Lt: q.less,
    ast.LtE: q.at_most,
    ast.Gt: lambda a, b: q.less(b, a),
    ast.GtE: lambda a, b: q.at_most(b, a),
    ast.Eq: q.equal,
    ast.NotEq: lambda a, b: q.negate(q.equal(a, b)),
}
WORDS: dict[type[ast.cmpop], Callable[[str, str], bool]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
}


def _locate(node: ast.expr, rule: Callable[[str, str], str], a: str, b: str) -> str:
    try:
        return rule(a, b)
    except ExpressionError as error:
        raise ExpressionError(str(error), node.col_offset) from None


def _unit(node: ast.BinOp, a: str, b: str) -> str:
    if isinstance(node.op, ast.Add | ast.Sub):
        return _locate(node, same_unit, a, b)
    if isinstance(node.op, ast.Div):
        return a if b in ("", "ratio") else "ratio" if a == b else f"{a or 'one'} per {b}"
    if a and b and "ratio" not in (a, b):
        raise ExpressionError(f"units are mixed: {a} times {b}", node.col_offset)
    # a ratio of money is money
    return b if a in ("", "ratio") and b else a


def _refuse_means(node: ast.BinOp, left: Figure, right: Figure) -> None:
    """A yearly mean is a year's figure already: it is not divided by years, and means and totals do not add up."""
    means = [figure for figure in (left, right) if figure.aggregate == MEAN]
    if len(means) == 1 and isinstance(node.op, ast.Add):
        raise ExpressionError("a yearly mean and a total do not add up: write per_year(…)", node.col_offset)
    if left.aggregate == MEAN and isinstance(node.op, ast.Div) and not right.unit:
        raise ExpressionError("a yearly mean is not divided again: write per_year(…) or per_month(…)", node.col_offset)

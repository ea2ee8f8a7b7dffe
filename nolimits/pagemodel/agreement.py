"""Where prose and verdict meet: a sentence that shows a verdict counts as the verdict's test counts."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from nolimits.claims import criteria
from nolimits.data import View
from nolimits.language import ExpressionError
from nolimits.language.entries import EXPRESSIONS
from nolimits.language.walk import parse
from nolimits.manuscript import Page
from nolimits.pagemodel.blocks import Block, Directive, Heading, Running, TableLine, blocks
from nolimits.pagemodel.registry import WRAPPERS
from nolimits.prose.templates import Role, sentences

VERDICT, COUNT = "verdict", "count"
CountCalls = Mapping[str, str]  # calls that count, as written, and the register that each counts


def miscounts(page: Page, view: View) -> Iterator[tuple[str, str]]:
    """The place and the fault of each sentence that counts beside a verdict what its test does not count so."""
    for passage in page.passages:
        for block in _find_running(passage.text, 0):
            for sentence in sentences(block.text):
                roles = [piece for piece in sentence.pieces if isinstance(piece, Role)]
                beside = {name: name for role in roles for name in role.fields if role.name != VERDICT}
                for role in roles:
                    if role.name == VERDICT and (other := _other(role.fields[0], beside, page, view)):
                        what = f"the test of {role.fields[0]} does not count {other}"
                        right = "count as the test does, or in a sentence of its own"
                        yield passage.at(block.lines.start), f"{what}: {right}"


def _find_running(text: str, line: int) -> Iterator[Running]:
    for block in blocks(text, line):
        yield from _within(block)


def _within(block: Block) -> Iterator[Running]:
    match block:
        case Running():
            yield block
        case Directive() if block.name in WRAPPERS:
            yield from _find_running(block.body, block.body_line)
        case Heading() | TableLine() | Directive():
            return


def _other(claim: str, beside: Mapping[str, str], page: Page, view: View) -> str:
    """A count beside a verdict of a register that its test counts, too, but not so; empty where there is none."""
    tests = criteria(view.evidence).get(claim, ())
    cells = (test[name] for test in tests for name in EXPRESSIONS)
    own: dict[str, str] = {}
    for cell in filter(None, cells):
        own |= _counts(cell)
    for name in beside:
        question = page.facts[name].question if name in page.facts else name
        for call, register in _counts(question).items():
            if register in own.values() and call not in own:
                return call
    return ""


def _counts(expression: str) -> CountCalls:
    try:
        tree = parse(expression)
    except ExpressionError:
        return {}  # told elsewhere
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return {
        ast.unparse(call): str(call.args[0].value)
        for call in found
        if isinstance(call.func, ast.Name)
        and call.func.id == COUNT
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }

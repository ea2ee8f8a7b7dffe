"""Notebooks as they lie on disk: cells, parameters, facts, the words of charts, and what a run left in them."""

from __future__ import annotations

import ast
import json
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from nolimits.data import DataError, Parameter, lines_of, text_of
from nolimits.data.parameters import UNBOUNDED, is_bounded
from nolimits.manuscript.errors import ManuscriptError
from nolimits.prose import Template

PARAMETERS, INJECTED, FACTS = "parameters", "injected-parameters", "facts"
CUTOFF = "cutoff"  # the parameter that is the day of the book
CALL_OF_FACTS = re.compile(r"^facts\(", re.MULTILINE)
RECKONED: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
RUNS_PYTHON = re.compile(r"%%(time|timeit|capture|prun)\b")
IPYTHON = re.compile(r"^\s*(?:[\w, ]+=\s*)?[%!?]|\?\s*$", re.MULTILINE)  # what may be IPython's own
WORDS = ("headline", "subtitle", "caption", "alt")
NotebookCell = Mapping[str, Any]


@dataclass(frozen=True)
class FactLine:
    """A fact as declared: its question, and where it stands."""

    question: str
    place: str
    line: int


@dataclass(frozen=True)
class ChartCall:
    """A call that draws a chart, as written: its id and the templates that it is given, each with its line."""

    id: str
    place: str
    words: Mapping[str, tuple[Template, int]] = field(hash=False)


# what the metadata of a cell say to the book; all else is an editor's own
METADATA = ("tags", "mystnb", "editable", "slideshow")


def cells(notebook: Path) -> tuple[NotebookCell, ...]:
    """The cells of a notebook, their sources as text. Raises ManuscriptError where the file is none."""
    return _cells(notebook, notebook.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _cells(notebook: Path, _changed: int) -> tuple[NotebookCell, ...]:
    place = where(notebook)
    try:
        found = parsed(text_of(notebook, place))
    except DataError:
        raise
    except (ValueError, RecursionError) as error:
        raise ManuscriptError(f"{place}: not a notebook ({error}): restore it from git") from None
    if not isinstance(found, dict) or not isinstance(found.get("nbformat", 4), int):
        raise ManuscriptError(f"{place}: not a notebook: restore it from git")
    if (form := found.get("nbformat", 4)) != 4:
        right = f"convert it by `jupyter nbconvert --to notebook --nbformat 4 --inplace {place}`"
        raise ManuscriptError(f"{place}: a notebook of the format {form}, not 4: {right}")
    if not isinstance(found.get("cells"), list) or not isinstance(found.get("metadata", {}), dict):
        raise ManuscriptError(f"{place}: not a notebook ('cells'): restore it from git")
    for name in ("kernelspec", "language_info"):
        if not isinstance(found.get("metadata", {}).get(name, {}), dict):
            raise ManuscriptError(f"{place}: not a notebook ({name!r} of its metadata): restore it from git")
    return tuple(_cell(cell, where(notebook, number)) for number, cell in enumerate(found["cells"], start=1))


def parsed(text: str) -> Any:
    """What JSON says, read fast. Raises ValueError where it is none."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)  # a run may leave NaN, which no standard has


def _cell(cell: object, place: str) -> NotebookCell:
    match cell:
        case {
            "cell_type": "code" | "markdown" | "raw" as kind,
            "metadata": dict(metadata),
            "source": (str() | list()) as source,
            **rest,
        } if _texts(metadata.get("tags", [])) and _texts(source) and _outputs(rest.get("outputs", [])):
            told = {"cell_type": kind, "metadata": dict(metadata), "source": lines_of("".join(source))}
            return {str(name): value for name, value in rest.items()} | told
    raise ManuscriptError(f"{place}: not a cell: give it cell_type, metadata and source, or restore the notebook")


def _texts(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _outputs(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def where(notebook: Path, cell: int | None = None) -> str:
    """How a notebook, or one of its cells, is named in a message: `notebooks/trade.ipynb, cell 4`."""
    folder = notebook.parent.name
    name = f"{folder}/{notebook.name}" if folder else notebook.name
    return name if cell is None else f"{name}, cell {cell}"


def has_tag(cell: NotebookCell, *tags: str) -> bool:
    """Whether a cell carries one of the tags."""
    return any(tag in cell["metadata"].get("tags", ()) for tag in tags)


# --- parameters


def parameter_lines(notebook: Path) -> dict[str, tuple[str, Parameter]]:
    """Type and default of each parameter of a notebook. Raises ManuscriptError where no cell is tagged for them."""
    for number, cell in enumerate(cells(notebook), start=1):
        if has_tag(cell, PARAMETERS):
            return _assignments(cell["source"], where(notebook, number))
    raise ManuscriptError(
        f"{where(notebook)}: no cell is tagged `{PARAMETERS}`: tag the cell that assigns cutoff and start"
    )


def parameters(notebook: Path) -> dict[str, Parameter]:
    """The values of a notebook's parameters as it lies on disk, those put in by papermill last."""
    found: dict[str, Parameter] = {}
    for number, cell in enumerate(cells(notebook), start=1):
        if has_tag(cell, PARAMETERS, INJECTED):
            found |= {name: value for name, (_, value) in _assignments(cell["source"], where(notebook, number)).items()}
    return found


def chosen(notebook: Path) -> dict[str, tuple[Parameter, Parameter]]:
    """The parameters that a run was given other values than the notebook declares: value and declared one, by name.

    The day is that of the book, and is told by itself.
    """
    try:
        declared = {name: value for name, (_, value) in parameter_lines(notebook).items() if name != CUTOFF}
    except ManuscriptError:
        return {}  # what declares nothing was given nothing
    given = parameters(notebook)
    return {name: (given[name], value) for name, value in declared.items() if given[name] != value}


def _assignments(source: str, place: str) -> dict[str, tuple[str, Parameter]]:
    found: dict[str, tuple[str, Parameter]] = {}
    for statement in _parse(source, place).body:
        known = {name: value for name, (_, value) in found.items()}
        try:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=kind, value=ast.expr() as given):
                    found[name] = (ast.unparse(kind), _value(given, known))
                case ast.Assign(targets=[ast.Name(id=name)], value=given):
                    value = _value(given, known)
                    found[name] = (type(value).__name__, value)
        except (ValueError, TypeError, ArithmeticError):
            raise ManuscriptError(
                f"{place}, line {statement.lineno}: a parameter is computed: write its value, such as start = 2018"
            ) from None
    for name, (_, value) in found.items():
        if not is_bounded(value):
            raise ManuscriptError(f"{place}: the parameter {name} is {UNBOUNDED}")
    return found


def _value(given: ast.expr, known: Mapping[str, Parameter]) -> Any:
    """What an expression says that needs no running: a value as written, or reckoned from such and from `known` ones.

    Raises ValueError for any other; whatever the reckoning raises.
    """
    match given:
        case ast.Name(id=name) if name in known:
            return known[name]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in RECKONED:
            return RECKONED[type(op)](_value(left, known), _value(right, known))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, known)
    return ast.literal_eval(given)


def _parse(source: str, place: str) -> ast.Module:
    try:
        return ast.parse(_as_python(source))
    except SyntaxError as error:
        raise ManuscriptError(f"{place}: the code cannot be read: {error.msg} in line {error.lineno}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise ManuscriptError(f"{place}: the code cannot be read: {error}") from None


def _as_python(source: str) -> str:
    """A cell's code as Python: what IPython adds to the language (`%magics`, `!shell lines`, `name?`) as calls of its.

    Of a cell whose first line is a magic that runs the rest as Python, the rest; each statement keeps its line.
    """
    first, _, rest = source.partition("\n")
    if RUNS_PYTHON.match(first):
        return f"\n{_as_python(rest)}"
    if not IPYTHON.search(source):
        return source
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(source)


# --- facts


def calls_facts_untagged(notebook: Path) -> list[str]:
    """The places of cells that name facts without being tagged for it, so that nobody would read them."""
    return [
        where(notebook, number)
        for number, cell in enumerate(cells(notebook), start=1)
        if cell["cell_type"] == "code" and not has_tag(cell, FACTS) and CALL_OF_FACTS.search(cell["source"])
    ]


def fact_lines(notebook: Path) -> dict[str, FactLine]:
    """The facts that a notebook's cells tagged `facts` declare, in order; ManuscriptError for other code there."""
    found: dict[str, FactLine] = {}
    for number, cell in enumerate(cells(notebook), start=1):
        if cell["cell_type"] == "code" and has_tag(cell, FACTS):
            place = where(notebook, number)
            for name, named in _facts_of(cell["source"], place):
                if name in found:
                    raise ManuscriptError(
                        f"{place}, line {named.line}: the fact {name} is declared twice: name it once"
                    )
                found[name] = named
    return found


def _facts_of(source: str, place: str) -> Iterator[tuple[str, FactLine]]:
    """The keywords of the one call in a cell of facts."""
    match _parse(source, place).body:
        case [ast.Expr(value=ast.Call(func=ast.Name(id="facts"), keywords=keywords))]:
            for one in keywords:
                match one:
                    case ast.keyword(arg=str() as name, value=ast.Constant(value=str() as question)):
                        yield name, FactLine(question, place, one.value.lineno)
                    case _:
                        raise ManuscriptError(f"{place}: a fact is a name and a question, name=\"value('…')\"")
        case _:
            raise ManuscriptError(f"{place}: a cell of facts holds one call, facts(view, name=\"value('…')\")")


# --- charts


def chart_calls(notebook: Path) -> Iterator[ChartCall]:
    """The calls in a notebook's code that draw a chart with words, in order."""
    for number, cell in enumerate(cells(notebook), start=1):
        if cell["cell_type"] == "code" and not has_tag(cell, FACTS):
            yield from _calls(cell["source"], where(notebook, number))


def _calls(source: str, place: str) -> Iterator[ChartCall]:
    calls = [node for node in ast.walk(_parse(source, place)) if isinstance(node, ast.Call)]
    for call in calls:
        given = {one.arg: one.value for one in call.keywords if one.arg}
        match given:
            case {"id": ast.Constant(value=str() as name), "headline": _}:
                words = {one: _template(given[one], place) for one in WORDS if one in given}
                yield ChartCall(name, place, words)


def _template(node: ast.expr, place: str) -> tuple[Template, int]:
    try:
        read = ast.literal_eval(node)
    except (ValueError, TypeError):
        raise ManuscriptError(
            f"{place}, line {node.lineno}: the words of a chart are computed: write them as text"
        ) from None
    choices = list(read.values()) if isinstance(read, dict) and "by" in read else [read]
    texts = [text for one in choices for text in (one if isinstance(one, list | tuple) else [one])]
    if not all(isinstance(text, str) for text in texts):
        right = 'write text, several texts, or texts by the verdict on a statement, {"by": "…", …}'
        raise ManuscriptError(f"{place}, line {node.lineno}: the words of a chart are no text: {right}")
    return read, node.lineno


# --- what a run left


def outputs(notebook: Path, mime: str) -> Iterator[tuple[int, Any]]:
    """The outputs of a kind in an executed notebook, each with the number of its cell."""
    for number, cell in enumerate(cells(notebook), start=1):
        for output in cell.get("outputs", ()):
            if mime in output.get("data", {}):
                yield number, output["data"][mime]

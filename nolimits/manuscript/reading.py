"""The manuscript as it lies on disk: chapters and notebooks, their passages of text, and the notebooks' parameters."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

Value = bool | int | float | str
TEMPLATES = ("headline", "subtitle", "caption", "alt")
INDICATOR = re.compile(r"""["']([a-z0-9_]+\.[a-z0-9_.]+)["']""")
PARAMETER_TAGS = ("parameters", "injected-parameters")


class ManuscriptError(ValueError):
    """A page that cannot be read: says where, what, and what would be right."""


@dataclass(frozen=True)
class Passage:
    """A stretch of Markdown; `place` is `chapters/method.md` or `notebooks/trade.ipynb, cell 4`, `line` its first."""

    place: str
    line: int
    text: str
    section: str = ""

    def at(self, offset: int) -> str:
        """`chapters/method.md:12` for a place in the text, counted in characters from its start."""
        number = self.line + self.text.count("\n", 0, offset)
        page, comma, cell = self.place.partition(",")
        return f"{page}{comma}{cell}, line {number}" if comma else f"{page}:{number}"


def notebooks(root: Path) -> list[Path]:
    """The notebooks, in the order of the table of contents as far as it names them."""
    order = (root / "_toc.yml").read_text(encoding="utf-8")
    return sorted((root / "notebooks").glob("*.ipynb"), key=lambda path: (order.find(f"notebooks/{path.stem}"), path))


def order(root: Path) -> dict[str, str]:
    """The book's pages (`notebooks/trade`) in the order of its table of contents, each with its part's caption."""

    def below(entry: Mapping, part: str) -> Iterator[tuple[str, str]]:
        part = entry.get("caption", part)
        if "file" in entry:
            yield entry["file"], part
        for name in ("parts", "chapters", "sections"):
            for one in entry.get(name, ()):
                yield from below(one, part)

    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    return {contents["root"]: ""} | dict(below(contents, ""))


def cells(notebook: Path) -> list[dict]:
    """The cells of a notebook. Raises ManuscriptError where the file is none."""
    return list(_cells(notebook, notebook.stat().st_mtime_ns))


@lru_cache(maxsize=64)
def _cells(notebook: Path, _changed: int) -> tuple[dict, ...]:
    try:
        found = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        return tuple(cell | {"source": "".join(cell["source"])} for cell in found)
    except (ValueError, KeyError, TypeError) as error:
        raise ManuscriptError(f"notebooks/{notebook.name}: not a notebook ({error}): restore it from git") from None


def tagged(cell: dict, *tags: str) -> bool:
    """Whether a cell carries one of the tags."""
    return any(tag in cell["metadata"].get("tags", ()) for tag in tags)


def declared(notebook: Path) -> dict[str, tuple[str, Value]]:
    """Type and default of each parameter of a notebook. Raises ManuscriptError where no cell is tagged for them."""
    cell = next((cell for cell in cells(notebook) if tagged(cell, "parameters")), None)
    if cell is None:
        raise ManuscriptError(
            f"notebooks/{notebook.name}: no cell is tagged `parameters`: tag the cell that assigns cutoff and start"
        )
    return _assigned(cell["source"])


def parameters(page: Path) -> dict[str, Value]:
    """The values of a notebook's parameters as it lies on disk, those put in by papermill last; none for a chapter."""
    if page.suffix != ".ipynb":
        return {}
    found: dict[str, Value] = {}
    for cell in cells(page):
        if tagged(cell, *PARAMETER_TAGS):
            found |= {name: value for name, (_, value) in _assigned(cell["source"]).items()}
    return found


def _assigned(source: str) -> dict[str, tuple[str, Value]]:
    found: dict[str, tuple[str, Value]] = {}
    for statement in ast.parse(source).body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=kind, value=ast.expr() as given):
                found[name] = (ast.unparse(kind), ast.literal_eval(given))
            case ast.Assign(targets=[ast.Name(id=name)], value=given):
                value = ast.literal_eval(given)
                found[name] = (type(value).__name__, value)
    return found


def passages(root: Path) -> Iterator[Passage]:
    """All text of the book: chapters, Markdown cells, and the templates that code cells give to charts."""
    for chapter in sorted((root / "chapters").glob("*.md")):
        yield Passage(f"chapters/{chapter.name}", 1, chapter.read_text(encoding="utf-8"))
    for notebook in notebooks(root):
        for number, cell in enumerate(cells(notebook), start=1):
            place = f"notebooks/{notebook.name}, cell {number}"
            if cell["cell_type"] == "markdown":
                yield Passage(place, 1, cell["source"], notebook.stem)
            elif cell["cell_type"] == "code":
                yield from _templates(place, cell["source"], notebook.stem)


def named(root: Path) -> set[str]:
    """The indicators that the book's chapters and notebooks name, in text, in charts and in expressions."""
    texts = [page.read_text(encoding="utf-8") for page in sorted((root / "chapters").glob("*.md"))]
    texts += [cell["source"] for notebook in notebooks(root) for cell in cells(notebook)]
    return {name for text in texts for name in INDICATOR.findall(text)}


def _templates(place: str, source: str, section: str) -> Iterator[Passage]:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise ManuscriptError(f"{place}: the code cannot be read: {error.msg} in line {error.lineno}") from None
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in TEMPLATES and isinstance(node.value, ast.Constant):
            yield Passage(place, node.value.lineno, str(node.value.value), section)

"""Pages of the manuscript, whatever file they lie in: passages of Markdown, parameters, facts, words of charts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from nolimits.data import Parameter, mapping, text_of
from nolimits.manuscript import generated, notebook
from nolimits.manuscript.contents import Contents
from nolimits.manuscript.errors import ManuscriptError
from nolimits.manuscript.notebook import ChartCall, FactLine

FRONT = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
INDICATOR = re.compile(r"""["']([a-z0-9_]+\.[a-z0-9_.]+)["']""")


@dataclass(frozen=True)
class Passage:
    """A stretch of Markdown; `place` is `chapters/method.md` or `notebooks/trade.ipynb, cell 4`, `line` its first."""

    place: str
    line: int
    text: str

    def at(self, line: int) -> str:
        """`chapters/method.md:12` for a line of the text, counted from 0."""
        number = self.line + line
        page, comma, cell = self.place.partition(",")
        return f"{page}{comma}{cell}, line {number}" if comma else f"{page}:{number}"

    def at_sign(self, offset: int) -> str:
        """As `at`, for a place counted in characters."""
        return self.at(self.text.count("\n", 0, offset))


@dataclass(frozen=True)
class Page:
    """One page as it lies on disk: `name` is `notebooks/trade`; a notebook may have been run.

    `chosen` are the parameters that it was run with though it declares others, each with the declared value; `front` is
    what a chapter's front matter says besides its facts.
    """

    name: str
    path: Path
    passages: tuple[Passage, ...]
    facts: Mapping[str, FactLine] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    chosen: Mapping[str, tuple[Parameter, Parameter]] = field(default_factory=dict)
    front: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_notebook(self) -> bool:
        """Whether it is a notebook."""
        return self.path.suffix == ".ipynb"

    @property
    def questions(self) -> dict[str, str]:
        """The questions of its facts by name."""
        return {name: named.question for name, named in self.facts.items()}

    @cached_property
    def digest(self) -> str:
        """A hash of its file, or of its text where the tables call for it and there is none."""
        text = self.path.read_bytes() if self.path.is_file() else "".join(one.text for one in self.passages).encode()
        return hashlib.sha256(text).hexdigest()

    @cached_property
    def charts(self) -> tuple[ChartCall, ...]:
        """The calls that draw its charts."""
        return tuple(notebook.chart_calls(self.path)) if self.is_notebook else ()

    @cached_property
    def code(self) -> str:
        """The code of a notebook, cells of facts aside; empty for a chapter."""
        if not self.is_notebook:
            return ""
        cells = notebook.cells(self.path)
        code = (cell for cell in cells if cell["cell_type"] == "code" and not notebook.has_tag(cell, notebook.FACTS))
        return "\n".join(cell["source"] for cell in code)

    @property
    def indicators(self) -> set[str]:
        """The indicators that it names, in text, in charts and in facts."""
        if self.is_notebook:
            texts = [cell["source"] for cell in notebook.cells(self.path)]
        else:
            texts = [*self.questions.values(), *(passage.text for passage in self.passages)]
        return {name for text in texts for name in INDICATOR.findall(text)}

    @property
    def title(self) -> str:
        """Its first heading, as written; its own name where it has none."""
        lines = (line for passage in self.passages for line in passage.text.splitlines())
        return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), self.name)


def page(name: str, path: Path) -> Page:
    """A page of the manuscript. Raises ManuscriptError for a file that cannot be read."""
    if path.suffix == ".ipynb":
        passages = tuple(
            Passage(notebook.where(path, number), 1, cell["source"])
            for number, cell in enumerate(notebook.cells(path), start=1)
            if cell["cell_type"] == "markdown"
        )
        return Page(name, path, passages, notebook.fact_lines(path), notebook.parameters(path), notebook.chosen(path))
    place = f"{name}{path.suffix}"
    text = generated.page_text(name, path.parents[name.count("/")]) or text_of(path, place)
    front = FRONT.match(text)
    said = _front(front[1], place) if front else {}
    facts = _facts(said.pop("facts", None) or {}, front[1] if front else "", place)
    body = text[front.end() :] if front else text
    line = 1 + (front[0].count("\n") if front else 0)
    return Page(name, path, (Passage(place, line, body),), facts, front=said)


def _front(text: str, place: str) -> dict[str, Any]:
    """A chapter's front matter, whose lines are counted from the page's first."""
    return mapping(f"#\n{text}", place)


def _facts(declared: object, text: str, place: str) -> dict[str, FactLine]:
    """The facts that a chapter's front matter declares."""
    if not isinstance(declared, dict):
        raise ManuscriptError(f"{place}: `facts` is no list of names and questions: write `name: value('…')`")
    lines = [line.strip() for line in text.splitlines()]
    at = {name: next((n for n, line in enumerate(lines, 2) if line.startswith(f"{name}:")), 1) for name in declared}
    return {str(name): FactLine(str(question), place, at[name]) for name, question in declared.items()}


def pages(book: Contents) -> list[Page]:
    """All pages of a book, in its order."""
    return [page(name, book.path(name)) for name in book.pages]

"""A passage of Markdown as blocks: headings, running text, lines of tables, directives, each with its lines.

The parser is the one that binds the book (MyST), so that what is read here is what is shown there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

EXTENSIONS = frozenset({"colon_fence", "deflist", "attrs_inline"})  # as in _config.yml
DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}\s*(?P<argument>.*)", re.DOTALL)
OPTIONS = re.compile(r"\A(?::[\w-]+:[^\n]*(?:\n|\Z))+|\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
UNTITLED = re.compile(r"\s*<[^>]*>\s*$")


@dataclass(frozen=True)
class Lines:
    """Lines of a passage, counted from 0, the end excluded."""

    start: int
    end: int


@dataclass(frozen=True)
class Heading:
    """A heading: `level` is 1 for the page's own."""

    level: int
    text: str
    lines: Lines


@dataclass(frozen=True)
class Running:
    """A paragraph, or the text of a list's item; `item` are the item's lines, which go where its text does."""

    text: str
    lines: Lines
    item: Lines | None = None


@dataclass(frozen=True)
class TableLine:
    """A line of a table; its head stands whatever is known."""

    cells: tuple[str, ...]
    lines: Lines
    head: bool


@dataclass(frozen=True)
class Directive:
    """A directive: its name, argument, and body with the line on which that begins."""

    name: str
    argument: str
    body: str
    body_line: int
    lines: Lines


Block = Heading | Running | TableLine | Directive


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The parser that binds the book, without its renderer."""
    return create_md_parser(MdParserConfig(enable_extensions=set(EXTENSIONS)), RendererHTML)


def blocks(text: str, offset: int = 0) -> Iterator[Block]:
    """The blocks of a passage in order; `offset` is the line on which it begins in a larger one."""
    heading = 0
    items: list[Lines | None] = []
    row: list[str] | None = None
    row_lines = Lines(0, 0)
    in_head = False
    for token in parser().parse(text):
        match token.type:
            case "heading_open":
                heading = int(token.tag[1:])
            case "heading_close":
                heading = 0
            case "list_item_open":
                items.append(_lines(token, offset))
            case "list_item_close":
                items.pop()
            case "thead_open" | "thead_close":
                in_head = token.type == "thead_open"
            case "tr_open":
                row, row_lines = [], _lines(token, offset)
            case "tr_close":
                yield TableLine(tuple(row or ()), row_lines, in_head)
                row = None
            case "inline" if heading:
                yield Heading(heading, token.content, _lines(token, offset))
            case "inline" if row is not None:
                row.append(token.content)
            case "inline":
                yield Running(token.content, _lines(token, offset), items[-1] if items else None)
                if items:
                    items[-1] = None  # only an item's first text takes the item with it
            case "colon_fence" | "fence":
                if found := DIRECTIVE.fullmatch(token.info.strip()):
                    yield _directive(token, found, offset)


def _lines(token: Token, offset: int) -> Lines:
    start, end = token.map or (0, 0)
    return Lines(start + offset, max(end, start + 1) + offset)


def _directive(token: Token, found: re.Match[str], offset: int) -> Directive:
    lines = _lines(token, offset)
    options = OPTIONS.match(token.content)
    body = token.content[options.end() :] if options else token.content
    skipped = options[0].count("\n") if options else 0
    return Directive(found["name"], found["argument"].strip(), body, lines.start + 1 + skipped, lines)


# --- running text without its markup


def plain_words(markdown: str) -> str:
    """Running text as a reader sees it: links by their words, references by what they name, white space folded."""
    tokens = [child for token in parser().parseInline(markdown) for child in token.children or ()]
    return " ".join("".join(_words(tokens)).split())


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        match token.type:
            case "text" | "code_inline" | "image" | "math_inline":
                yield token.content
            case "softbreak" | "hardbreak":
                yield " "
            case "myst_role":
                yield reference(token.meta["name"], token.content)


def reference(name: str, text: str) -> str:
    """A role of the book's own, such as a reference to a figure, as text."""
    return f"Figure {text}" if name == "numref" else UNTITLED.sub("", text)

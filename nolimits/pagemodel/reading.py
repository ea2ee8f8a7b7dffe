"""Reading a page as a reader would: Markdown with roles answered and conditions weighed, as sentences and numbers."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from nolimits import prose
from nolimits.claims import claim, ledger, weigh
from nolimits.data import Figure, Observation, View
from nolimits.language import Answer, ExpressionError, Truth, evaluate
from nolimits.pagemodel import evidence
from nolimits.pagemodel.sentences import Run, sentences

EXTENSIONS = frozenset({"colon_fence", "deflist", "attrs_inline"})  # as in _config.yml
DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}\s*(?P<argument>.*)", re.DOTALL)
OPTIONS = re.compile(r"\A(?::[\w-]+:.*\n?)+")
WRAPPERS = frozenset({"div", "note", "tip", "important", "warning", "admonition", "dropdown", "margin", "sidebar"})
TESTED = ("test", "measure", "confirmed_if", "refuted_if", "due")
UNTITLED = re.compile(r"\s*<[^>]*>\s*$")


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The parser that binds the book, without its renderer."""
    return create_md_parser(MdParserConfig(enable_extensions=set(EXTENSIONS)), RendererHTML)


class Reading:
    """What a page says as of a view's cutoff, gathered passage by passage.

    `sentences`, `numbers` (by anchor), `verdicts` (by claim) and `parts` are as the page's twin has them, `rows` are
    all rows named, by key. Raises ExpressionError or DataError for what the tables cannot answer.
    """

    def __init__(self, view: View, names: Mapping[str, Answer | int | float | str]) -> None:
        self.view, self.names = view, names
        self.title, self.heading = "", ""
        self.sentences: list[dict] = []
        self.numbers: dict[str, dict] = {}
        self.verdicts: dict[str, dict] = {}
        self.parts: list[dict] = []
        self.rows: dict[str, evidence.Row] = {}
        self._asked: list[tuple[tuple, str]] = []
        self._because: list[tuple] = []
        self._seen: dict[str, int] = {}

    # --- passages

    def read(self, text: str) -> None:
        """Read a passage of Markdown."""
        cells: list[Run] | None = None
        heading = ""
        for token in parser().parse(text):
            match token.type:
                case "heading_open":
                    heading = token.tag
                case "heading_close":
                    heading = ""
                case "tr_open":
                    cells = []
                case "tr_close":
                    self._say(cells or (), whole=True)
                    cells = None
                case "inline" if heading:
                    self._head(heading, self._runs(token.children or ()))
                case "inline" if cells is not None:
                    cells += [*([Run(" | ")] if cells else []), *self._runs(token.children or ())]
                case "inline":
                    self._say(self._runs(token.children or ()))
                case "colon_fence" | "fence":
                    self._directive(token)

    def words(self, template: str) -> tuple[str, list[str], list[str]]:
        """A template such as a headline as plain text, the keys of the rows behind it, its numbers' places."""
        runs = self._inline(template)
        parts = [part for run in runs for part in run.parts]
        return " ".join("".join(run.text for run in runs).split()), self._keys(parts), self._places(parts)

    def keep(self, rows: Iterable[evidence.Row]) -> list[str]:
        """The keys of rows, which the twin will tell."""
        rows = [row for row in rows if evidence.is_row(row)]
        for row in rows:
            # what a chart drew of a row may be a part of it
            known = self.rows.setdefault(evidence.key(row), row)
            if known is not row and not isinstance(row, Observation) and len(row) > len(known):
                self.rows[evidence.key(row)] = row
        return evidence.keys(rows)

    def _head(self, tag: str, runs: Sequence[Run]) -> None:
        said = " ".join("".join(run.text for run in runs).split())
        if tag == "h1" and not self.title:
            self.title = said
        else:
            self.heading = said

    def _say(self, runs: Sequence[Run], *, whole: bool = False) -> None:
        """Take down the sentences of a paragraph or of a list's item; `whole` takes them for one, as a table's line."""
        for sentence in sentences(runs, whole=whole):
            anchor = sentence.anchor
            count = self._seen[anchor] = self._seen.get(anchor, 0) + 1
            self.sentences.append(
                {
                    "anchor": anchor if count == 1 else f"{anchor}-{count}",
                    "text": sentence.text,
                    "under": self.heading,
                    "numbers": self._places(sentence.parts),
                    "rows": self._keys(sentence.parts),
                }
            )

    def _places(self, parts: Iterable[int]) -> list[str]:
        return list(dict.fromkeys(place for part in parts if (place := self._asked[part][1])))

    def _keys(self, parts: Iterable[int]) -> list[str]:
        return self.keep(row for rows in (*(self._asked[part][0] for part in parts), *self._because) for row in rows)

    # --- inline

    def _inline(self, text: str) -> list[Run]:
        return self._runs([child for token in parser().parseInline(text) for child in token.children or ()])

    def _runs(self, tokens: Sequence[Token]) -> list[Run]:
        runs: list[Run] = []
        for token in tokens:
            match token.type:
                case "text" | "code_inline" | "image":
                    runs.append(Run(token.content))
                case "softbreak" | "hardbreak":
                    runs.append(Run(" "))
                case "myst_role":
                    runs.append(self._role(token.meta["name"], token.content))
        return runs

    def _role(self, name: str, text: str) -> Run:
        if name not in prose.ROLES:
            return Run(f"Figure {text}" if name == "numref" else UNTITLED.sub("", text))
        part = prose.fragment(self.view, name, text, self.names)
        place = "" if name in prose.PLACELESS else prose.anchor(name, text)
        if place and place not in self.numbers:
            self.numbers[place] = self._number(name, text, part, place)
        if name == "verdict":
            self._verdict(prose.fields(text)[0])
        self._asked.append((part.rows, place))
        said, parts = part.text, [len(self._asked) - 1]
        if part.template:
            inner = self._inline(part.text)
            said, parts = "".join(run.text for run in inner), parts + [held for run in inner for held in run.parts]
        return Run(said, f"{{{name}}}`{' '.join(text.split())}`", tuple(parts))

    def _number(self, role: str, text: str, part: prose.Fragment, place: str) -> dict:
        given = part.answer if isinstance(part.answer, Figure) else None
        span = given.period if given else None
        return {
            "anchor": place,
            "role": role,
            "expression": " ".join(text.split()),
            "text": part.text,
            "value": interval(given),
            "unit": given.unit if given else "",
            "period": f"{span.start}/{span.end}" if span else None,
            "rows": self.keep(part.rows),
            "sources": evidence.sources(part.rows, self.view),
            "known_on": evidence.newest(part.rows) or None,
        }

    # --- directives

    def _directive(self, token: Token) -> None:
        if not (found := DIRECTIVE.fullmatch(token.info.strip())):
            return
        name, argument, body = found["name"], found["argument"].strip(), OPTIONS.sub("", token.content)
        if name == "when":
            self._when(argument, body)
        elif name in WRAPPERS:
            self.read(body)
        elif name == "cards":
            self._cards(body)
        else:
            self._part(name, argument, body)

    def _when(self, condition: str, body: str) -> None:
        answer = evaluate(condition, self.view, self.names)
        if not isinstance(answer, Truth):
            raise ExpressionError(f"when wants a condition, not {condition}")
        if answer.value:
            with self._given(answer.rows):
                self.read(body)

    @contextmanager
    def _given(self, rows: tuple) -> Iterator[None]:
        """What is read meanwhile stands there because of some rows."""
        self._because.append(rows)
        yield
        self._because.pop()

    def _cards(self, body: str) -> None:
        for line in filter(str.strip, body.splitlines()):
            label, expression, *change = prose.fields(line)
            part = prose.fragment(self.view, "value", expression, self.names)
            place = prose.anchor("card", expression)
            self.numbers[place] = self._number("card", expression, part, place)
            self._asked.append((part.rows, place))
            runs = [Run(f"{label}: "), Run(part.text, f"{{card}}`{expression}`", (len(self._asked) - 1,))]
            if change and part.known:
                runs.append(Run(f"; {prose.plain(self.view, change[0], self.names)}", change[0]))
            self._say(runs, whole=True)

    def _part(self, name: str, argument: str, body: str) -> None:
        """A part of a page that is made from tables: told by what it is made from."""
        made = self._made_from(name, argument)
        content = json.dumps([name, argument, body, made], ensure_ascii=True, default=repr)
        self.parts.append(
            {"directive": name, "argument": argument, "fingerprint": hashlib.sha256(content.encode()).hexdigest()}
        )

    def _made_from(self, name: str, argument: str) -> object:
        view = self.view
        match name:
            case "statements":
                return [self._verdict(v.claim.key) for v in ledger.verdicts(view)]
            case "verdicts":
                found = ledger.verdicts(view, section=argument)
                return [self._verdict(v.claim.key) for v in found if v.test["test"] == "measured"]
            case "premises" | "standing":
                return [self._verdict(key) for key in argument.split()]
            case "rows":
                names = [name for name in view.indicators if view.about(name)["section"] == argument]
                return [repr(view.visible(name)) for name in names]
            case "register":
                return repr(view.projects() if argument == "projects" else view.visible(argument))
            case "scoreboard" | "over-time" | "turned" | "turned-brief" | "tally" | "watch":
                return [(v.claim.key, v.word) for v in ledger.verdicts(view)]
        return None

    def _verdict(self, key: str) -> dict:
        """A claim's verdict with what was measured, on which rows, by which test."""
        if key not in self.verdicts:
            found = weigh(claim(key, self.view), self.view)
            test = "\0".join(found.test.get(name, "") for name in TESTED)
            self.verdicts[key] = {
                "claim": key,
                "verdict": found.word,
                "document": found.claim.row["document"],
                "statement": found.claim.row["statement"],
                "measured": ledger.measured(found, self.view),
                "rows": self.keep(found.rows),
                "due": found.test.get("due") or None,
                "test": hashlib.sha256(test.encode()).hexdigest()[:12],
            }
        return self.verdicts[key]


def interval(given: Figure | None) -> dict[str, float | None] | None:
    """The ends of a figure, None for an open one; None where it was not known."""
    if given is None or not given.known:
        return None
    ends = {"low": given.quantity.low, "high": given.quantity.high}
    # an end is not known to the last bit of a float
    return {name: float(f"{end:.12g}") if math.isfinite(end) else None for name, end in ends.items()}

"""Reading a page on a day: what it says sentence by sentence, its numbers and verdicts, and the page as printed."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from nolimits.claims import claim, weigh
from nolimits.claims.strength import strength
from nolimits.claims.words import measured_text
from nolimits.data import DataError, Fact, Figure, View
from nolimits.language import ExpressionError
from nolimits.language.places import key
from nolimits.language.wording import figure as figure_in_words
from nolimits.manuscript import Passage
from nolimits.pagemodel import evidence
from nolimits.pagemodel.blocks import Block, Directive, Heading, Lines, Running, TableLine, blocks, plain_words
from nolimits.pagemodel.parts import cards
from nolimits.pagemodel.registry import PARTS, WHEN, WRAPPERS
from nolimits.pagemodel.sheet import PassageSheet
from nolimits.prose import ROLES, Said, Spoken, Template, choose, expand, passage, printing, terms
from nolimits.prose.roles import condition
from nolimits.prose.saying import sentence
from nolimits.prose.templates import Role, Sentence, fields, pieces, sentences

ANCHOR_DIGITS = 8
CARDS = "cards"
TESTED = ("test", "measure", "confirmed_if", "refuted_if", "due")


class PageReading:
    """What a page says as of a view's cutoff, gathered passage by passage.

    `sentences`, `numbers` (by place), `verdicts` (by claim) and `parts` are as the page's twin has them; `rows` are all
    rows named, by key. Raises DataError, with the place, for what the tables cannot answer.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.title, self.heading = "", ""
        self.sentences: list[dict[str, Any]] = []
        self.numbers: dict[str, dict[str, Any]] = {}
        self.verdicts: dict[str, dict[str, Any]] = {}
        self.parts: list[dict[str, Any]] = []
        self.rows: dict[str, Fact] = {}
        self._because: list[tuple[Fact, ...]] = []
        self._seen: dict[str, int] = {}
        self._explained: set[str] = set()

    # --- passages

    def read(self, held: Passage) -> str:
        """Read a passage, and give it as printed: in MyST, with all that follows from the data said."""
        sheet = PassageSheet(held.text)
        for block in blocks(held.text):
            self._read(block, sheet, held)
        return sheet.text

    def _read(self, block: Block, sheet: PassageSheet, held: Passage) -> None:
        if sheet.is_dropped(block.lines):
            return
        try:
            match block:
                case Heading():
                    self._head(block, sheet)
                case Running():
                    self._run(block, sheet)
                case TableLine():
                    self._line(block, sheet)
                case Directive():
                    self._directive(block, sheet, held)
        except (ExpressionError, DataError) as error:
            # a nested directive has told its own place already
            said = str(error) if str(error).startswith(held.place) else f"{held.at(block.lines.start)}: {error}"
            raise DataError(said) from None

    def words(self, template: Template) -> tuple[str, list[str], list[str]]:
        """A template such as a headline: as plain text, the keys of its rows, its numbers' places."""
        spoken = list(passage(choose(template, self.view), self.view))
        self._note(spoken)
        text = " ".join(filter(None, (plain_words(printing.plain_text(one)) for one in spoken)))
        rows = self.keep(row for one in spoken for row in one.rows)
        places = list(dict.fromkeys(place for one in spoken for place in one.places))
        return text, rows, places

    def keep(self, rows: Iterable[Fact]) -> list[str]:
        """The keys of rows, which the twin will tell."""
        rows = list(rows)
        for row in rows:
            self.rows.setdefault(key(row), row)
        return evidence.row_keys(rows)

    # --- blocks

    def _head(self, block: Heading, sheet: PassageSheet) -> None:
        spoken = sentence(Sentence(pieces(block.text)), self.view)
        if spoken is None:
            raise DataError(f"the heading {block.text!r} says what is not known on this day: give its role a fallback")
        text = plain_words(printing.plain_text(spoken))
        if block.level == 1 and not self.title:
            self.title = text
        else:
            self.heading = text
        self._note([spoken])
        sheet.put(block.lines, block.text, printing.markdown(spoken, self.view))

    def _run(self, block: Running, sheet: PassageSheet) -> None:
        spoken = list(passage(block.text, self.view))
        if block.item and _only_title(spoken, block.text):
            spoken = []
        self._say(spoken)
        if spoken:
            printed = "".join(printing.markdown(one, self.view) + one.template.gap for one in spoken).rstrip()
            known = terms.glossary(self.view.evidence)
            sheet.put(block.lines, block.text, terms.explain(printed, known, self._explained) if known else printed)
        elif block.item:
            sheet.drop(block.item)
        else:
            sheet.blank(block.lines)

    def _line(self, block: TableLine, sheet: PassageSheet) -> None:
        cells = [sentence(Sentence(pieces(cell)), self.view) for cell in block.cells]
        said = [cell for cell in cells if cell is not None]
        if len(said) < len(cells):
            sheet.drop(block.lines)
            return
        if any(True for cell in said for part in cell.parts if isinstance(part, Said)):
            # a bar of a cell was written with a stroke before it
            printed = " | ".join(printing.markdown(cell, self.view).replace("|", "\\|") for cell in said)
            sheet.replace(block.lines, f"| {printed} |")
        self._note(said)
        text = " | ".join(plain_words(printing.plain_text(cell)) for cell in said)
        template = " | ".join(cell.template.written for cell in said)
        self._take_down(text, template, said)

    def _say(self, spoken: Sequence[Spoken]) -> None:
        self._note(spoken)
        for one in spoken:
            if text := plain_words(printing.plain_text(one)):
                self._take_down(text, one.template.written, [one])

    def _take_down(self, text: str, template: str, spoken: Sequence[Spoken]) -> None:
        anchor = f"s-{hashlib.sha256(template.encode()).hexdigest()[:ANCHOR_DIGITS]}"
        count = self._seen[anchor] = self._seen.get(anchor, 0) + 1
        rows = [row for one in spoken for row in one.rows] + [row for held in self._because for row in held]
        self.sentences.append(
            {
                "anchor": anchor if count == 1 else f"{anchor}-{count}",
                "text": text,
                "under": self.heading,
                "numbers": list(dict.fromkeys(place for one in spoken for place in one.places)),
                "rows": self.keep(rows),
            }
        )

    # --- what roles say

    def _note(self, spoken: Iterable[Spoken]) -> None:
        """Keep the numbers and the verdicts that sentences show."""
        for one in spoken:
            for role, said in zip(_roles_of(one.template), _answers_of(one), strict=False):
                if said.place and said.place not in self.numbers:
                    self.numbers[said.place] = self._number(role, said)
                if said.badge:
                    self.verdict(role.fields[0])

    def _number(self, role: Role, said: Said) -> dict[str, Any]:
        figure = said.answer if isinstance(said.answer, Figure) else None
        span = figure.period if figure else None
        return {
            "anchor": said.place,
            "role": role.name,
            "expression": " ; ".join(expand(field, self.view) for field in role.fields),
            "text": said.text,
            "value": interval(figure),
            "unit": figure.unit if figure else "",
            "period": f"{span.start}/{span.end}" if span else None,
            "rows": self.keep(said.rows),
            "sources": evidence.published_sources(said.rows, self.view),
            "known_on": evidence.newest_day(said.rows) or None,
        }

    def verdict(self, name: str) -> dict[str, Any]:
        """A claim's verdict with what was measured, on which rows, by which test."""
        if name not in self.verdicts:
            found = weigh(claim(name, self.view), self.view)
            test = "\0".join(trial.test.get(name, "") for trial in found.trials for name in TESTED)
            self.verdicts[name] = {
                "claim": name,
                "verdict": found.word,
                "strength": strength(found, self.view).grade,
                "document": found.claim.document,
                "statement": found.claim.text,
                "measured": measured_text(found, self.view),
                "rows": self.keep(found.rows),
                "due": found.test.get("due") or None,
                "test": hashlib.sha256(test.encode()).hexdigest()[:12],
            }
        return self.verdicts[name]

    # --- directives

    def _directive(self, block: Directive, sheet: PassageSheet, held: Passage) -> None:
        if block.name == WHEN:
            self._when(block, sheet, held)
        elif block.name in WRAPPERS:
            self._within(block, sheet, held)
        elif block.name in PARTS:
            # noted first, behind the name of the directive, where its options stand
            sheet.note(block.lines, self._part(block))
            if block.name == CARDS:
                self._cards(block, sheet)

    def _when(self, block: Directive, sheet: PassageSheet, held: Passage) -> None:
        answer = condition(self.view, block.argument)
        if not answer.value:
            sheet.blank(block.lines)
            return
        sheet.blank(Lines(block.lines.start, block.body_line))
        sheet.blank(Lines(block.lines.end - 1, block.lines.end))
        with self._given(answer.rows):
            self._within(block, sheet, held)

    def _within(self, block: Directive, sheet: PassageSheet, held: Passage) -> None:
        for inner in blocks(block.body, block.body_line):
            self._read(inner, sheet, held)

    @contextmanager
    def _given(self, rows: tuple[Fact, ...]) -> Iterator[None]:
        """What is read meanwhile stands there because of some rows."""
        self._because.append(rows)
        yield
        self._because.pop()

    def _cards(self, block: Directive, sheet: PassageSheet) -> None:
        for line, figure, label in cards.cards(block.body, self.view):
            _, question, *change = fields(line)
            place = printing.card_place(question, self.view)
            said = Said(
                figure_in_words(figure, self.view), rows=figure.rows, about=figure.about, answer=figure, place=place
            )
            self.numbers[place] = self._number(Role("card", (question,)), said)
            own = Spoken((f"{label}: ", said), Sentence((line,)))
            moved = cards.change(f"; {change[0]}", self.view) if change else None
            self._note([moved] if moved else [])
            spoken = [own, *([moved] if moved else [])]
            self._take_down("".join(plain_words(printing.plain_text(one)) for one in spoken), line, spoken)
        sheet.fill(block.lines, block.body_line, cards.card_lines(block.body, self.view))

    def _part(self, block: Directive) -> str:
        """A part of a page that is made from tables: told by what it is made from, of which a digest is given."""
        part = PARTS[block.name]
        verdicts = [self.verdict(key) for key in part.claims(self.view, block.argument)]
        made = part.made_from(self.view, block.argument, block.body)
        told = [block.name, block.argument, block.body, made, verdicts]
        content = json.dumps(told, ensure_ascii=True, default=repr, sort_keys=True)
        digest = hashlib.sha256(content.encode()).hexdigest()
        self.parts.append({"directive": block.name, "argument": block.argument, "fingerprint": digest})
        return digest


def _only_title(spoken: Sequence[Spoken], text: str) -> bool:
    """Whether of an item with a title and something under it nothing but the title, in bold, can be said."""
    return len(spoken) == 1 < len(sentences(text)) and spoken[0].text.startswith("**") and spoken[0].text.endswith("**")


def _roles_of(template: Sentence) -> list[Role]:
    return [role for role in template.roles if role.name in ROLES]


def _answers_of(spoken: Spoken) -> list[Said]:
    return [part for part in spoken.parts if isinstance(part, Said)]


def interval(figure: Figure | None) -> dict[str, float | None] | None:
    """The ends of a figure, None for an open one; None where it was not known."""
    if figure is None or figure.quantity is None:
        return None
    ends = {"low": figure.quantity.low, "high": figure.quantity.high}
    # an end is not known to the last bit of a float
    return {name: float(f"{end:.12g}") if math.isfinite(end) else None for name, end in ends.items()}

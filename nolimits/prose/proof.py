"""Proofreading: every derived word can be answered, and no number in prose is typed that could be derived."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nolimits import data
from nolimits.data import DataError, View
from nolimits.language import ExpressionError, Truth, evaluate
from nolimits.manuscript import Passage, parameters, passages
from nolimits.prose import ROLE, ROLES, fields, fragment

MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
TYPED = re.compile(
    rf"""\b\d{{1,2}}\s(?:{MONTH})(?:\s\d{{4}})?   # a day
    | \b(?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?s?\b      # a year, or some years
    | \b(?:[Pp]ages?|[Tt]ables?|[Ff]ootnotes?|[Ff]igures?|[Ss]ections?|[Cc]hapters?)\s\d+(?:[-–]\d+)?
    | \b[mt]\d{{3}}\b                                  # a claim
    """,
    re.VERBOSE,
)
NOT_PROSE = re.compile(
    r"""(?ms)^(`{3,}|~{3,}).*?^\1\s*$        # fenced code
    | ^:{3,}\{[^\n]*$ | ^:[\w-]+:[^\n]*$      # a directive and its options
    | ^\([\w-]+\)=\s*$                        # a target
    | `[^`\n]+`                               # code
    | \]\([^)\s]*\) | <https?://[^>]*>        # where a link leads
    | ^\|?[-:\s|]+\|?$                        # a table's ruler
    | ^\s*\d+\.\s                             # a numbered list
    """,
    re.VERBOSE,
)
WHEN = re.compile(r"^:{3,}\{when\}\s+(.+)$", re.MULTILINE)
NUMBER = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True)
class Fault:
    """Something in the prose that does not hold."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def problems(root: Path, view: View, settings: Mapping[str, Mapping] | None = None) -> list[Fault]:
    """All faults of the manuscript as of the view's cutoff; `settings` are parameters by section, set over defaults."""
    allowed = [row["text"] for row in data.rows("typed_digits", view.folder)]
    found: list[Fault] = []
    for passage in passages(root):
        names = {}
        if passage.section:
            names = parameters(root / "notebooks" / f"{passage.section}.ipynb") | dict(
                (settings or {}).get(passage.section, {})
            )
        found += [*unanswered(passage, view, names), *untraced(passage, allowed)]
    return found


def unanswered(passage: Passage, view: View, names: Mapping) -> Iterator[Fault]:
    """Roles and conditions that the tables cannot answer: unknown keys, bad expressions, wrong kinds."""
    for role in ROLE.finditer(passage.text):
        if role["name"] not in ROLES:
            continue
        try:
            part = fragment(view, role["name"], role["text"], names)
        except (ExpressionError, DataError) as error:
            yield Fault(passage.at(role.start()), f"{error} in {{{role['name']}}}`{role['text']}`")
            continue
        if part.template:
            for wording in fields(role["text"])[1:]:
                yield from unanswered(Passage(passage.place, passage.line, wording, passage.section), view, names)
    for when in WHEN.finditer(passage.text):
        try:
            if not isinstance(evaluate(when[1], view, names), Truth):
                yield Fault(passage.at(when.start()), f"when wants a condition, not {when[1]}")
        except (ExpressionError, DataError) as error:
            yield Fault(passage.at(when.start()), f"{error} in {{when}} {when[1]}")


def untraced(passage: Passage, allowed: list[str]) -> Iterator[Fault]:
    """Digits in prose that are not derived and are not dates, references or names that are allowed with a reason."""
    blanked = _blank(NOT_PROSE, _blank(ROLE, passage.text))
    for text in sorted(allowed, key=len, reverse=True):
        blanked = _blank(re.compile(rf"(?<!\w){re.escape(text)}(?!\w)"), blanked)
    for number in NUMBER.finditer(_blank(TYPED, blanked)):
        start = max(0, number.start() - 25)
        context = " ".join(passage.text[start : number.end() + 25].split())
        yield Fault(
            passage.at(number.start()),
            f"the number {number[0].rstrip('.,')} is typed (… {context} …): derive it with a role, "
            "or add the name that it belongs to to typed_digits.csv with a reason",
        )


def _blank(pattern: re.Pattern, text: str) -> str:
    """The text with what matches turned into blanks, so that places stay what they were."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)

"""Facts of a page: questions under short names, declared in a notebook's cell or a chapter's front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nolimits.data import DataError, Figure, Observation, View
from nolimits.data import Fact as Row
from nolimits.language.answers import Answer, ExpressionError, Text, Truth
from nolimits.language.vocabulary import VOCABULARY
from nolimits.language.walk import OWN, answer_fact
from nolimits.language.wording import figure, unknown

NAME = re.compile(r"[a-z][a-z0-9_]*")
HEAD = ("name", "value", "source", "known")


@dataclass(frozen=True, repr=False)
class Facts:
    """What a cell of facts shows: name, value, source and day known of each, so that the prose can be foreseen."""

    lines: tuple[tuple[str, str, str, str], ...]

    def frame(self) -> Any:
        """The facts as a pandas data frame, a row each."""
        import pandas

        return pandas.DataFrame(self.lines, columns=list(HEAD)).set_index("name")

    def _repr_html_(self) -> str:
        html: str = self.frame().to_html()
        return html

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {value} ({source}, {known})" for name, value, source, known in self.lines)


def facts(view: View, **questions: str) -> Facts:
    """Give a page's questions names, which its text and its charts may use from here on, and show what they give.

    Raises DataError for a name that is none, that is taken, or whose question cannot be asked.
    """
    for name, question in questions.items():
        if not NAME.fullmatch(name):
            raise DataError(f"{name!r} is not a name of a fact: write small letters, digits and underscores")
        if taken := _owner_of(name, view):
            raise DataError(f"the fact {name!r} is called like {taken}: choose another name")
        view.facts[name] = question
    return Facts(tuple(_line(name, view) for name in questions))


def check_facts(questions: Mapping[str, str], view: View) -> dict[str, str]:
    """What is wrong with some questions as of the view's cutoff, by name; nothing where all can be asked."""
    own = view.with_names(view.parameters, questions)
    wrong = {}
    for name in questions:
        if not NAME.fullmatch(name):
            wrong[name] = "a fact's name is written in small letters, digits and underscores"
        elif taken := _owner_of(name, view):
            wrong[name] = f"{taken} has this name: choose another"
        else:
            try:
                answer_fact(name, own)
            except (ExpressionError, DataError) as error:
                wrong[name] = str(error)
    return wrong


def _owner_of(name: str, view: View) -> str:
    """What has a name already that a fact would have."""
    if name in view.parameters:
        return "a parameter"
    return "a word of the language" if name in VOCABULARY or name in OWN else ""


def _line(name: str, view: View) -> tuple[str, str, str, str]:
    try:
        answer = answer_fact(name, view)
    except ExpressionError as error:
        raise DataError(f"the fact {name!r} cannot be asked: {error}") from None
    days = max((row.known_on for row in answer.rows), default="")
    return name, answer_text(answer, view), _sources(answer.rows, view), days


def answer_text(answer: Answer, view: View) -> str:
    """An answer in words: a figure with its unit, yes or no, a word as it is."""
    match answer:
        case Figure():
            return figure(answer, view)
        case Text(value=None) | Truth(value=None):
            return unknown(view)
        case Truth(value=truth):
            return "yes" if truth else "no"
    return str(answer.value)


def _sources(rows: tuple[Row, ...], view: View) -> str:
    """Who stated what the answer rests on: one publisher by name, several by number."""
    sources = {row.source for row in rows if row.source and (isinstance(row, Observation) or row.known_on)}
    publishers = sorted({view.source(key)["publisher"] for key in sources})
    return publishers[0] if len(publishers) == 1 else f"{len(publishers)} publishers" if publishers else ""

"""Saying a template on a day: sentence by sentence, what is not known left out, and words standing in where given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nolimits.claims import claim, weigh
from nolimits.data import Fact, View
from nolimits.language.answers import distinct
from nolimits.prose.roles import ROLES, Said, say
from nolimits.prose.templates import Role, Sentence, TemplatePiece, sentences

# A template, or several of which one is said: the first of a list that can be said in full, or the one that a mapping
# has for the verdict on the claim that it names under `by`.
Choice = str | Sequence[str]
Template = Choice | Mapping[str, Choice]
BY, OTHERWISE = "by", "else"


@dataclass(frozen=True)
class Spoken:
    """A sentence as said: its words and what roles said, the sentence that it came from, and the rows behind it."""

    parts: tuple[str | Said, ...]
    template: Sentence

    @property
    def text(self) -> str:
        """Its words, markup included, white space folded."""
        return " ".join("".join(part if isinstance(part, str) else part.text for part in self.parts).split())

    @property
    def rows(self) -> tuple[Fact, ...]:
        """The rows behind what its roles say, and behind the choice of its words."""
        return distinct(row for part in self.parts if isinstance(part, Said) for row in part.rows)

    @property
    def places(self) -> list[str]:
        """The places of its numbers, each once."""
        found = (part.place for part in self.parts if isinstance(part, Said))
        return list(dict.fromkeys(place for place in found if place))


def sentence(template: Sentence, view: View) -> Spoken | None:
    """A sentence as of the view's cutoff; None where one of its facts is not known.

    Raises ExpressionError or DataError for what cannot be asked. Roles that are not ours are left as they are written.
    """
    parts: list[str | Said] = []
    for piece in template.pieces:
        part = _part(piece, view)
        if part is None:
            return None
        parts.append(part)
    return Spoken(_tidy(parts), template)


def _part(piece: TemplatePiece, view: View) -> str | Said | None:
    if isinstance(piece, str):
        return piece
    return say(piece, view) if piece.name in ROLES else piece.written


def _tidy(parts: Sequence[str | Said]) -> tuple[str | Said, ...]:
    """Without the blank behind a guard, which says nothing."""
    found: list[str | Said] = []
    for part in parts:
        after_guard = bool(found) and isinstance(found[-1], Said) and not found[-1].text
        found.append(part.lstrip() if isinstance(part, str) and after_guard else part)
    return tuple(found)


def silent_role(template: Sentence, view: View) -> str:
    """The role for which a sentence is left out, as written: a fact not known, or a condition that does not hold."""
    silent = (piece for piece in template.pieces if isinstance(piece, Role) and _part(piece, view) is None)
    return next((role.written for role in silent), "")


def passage(text: str, view: View) -> Iterator[Spoken]:
    """The sentences of a passage that can be said, in order."""
    return (spoken for template in sentences(text) if (spoken := sentence(template, view)) is not None)


def plain(template: Template, view: View) -> str:
    """A template as text, roles answered and markup kept: for headlines, for words inside a picture, for machines."""
    return "".join(one.text + _gap(one) for one in passage(choose(template, view), view)).strip()


def _gap(spoken: Spoken) -> str:
    return " " if spoken.template.gap else ""


def choose(template: Template, view: View) -> str:
    """The one of a template's alternatives that is to be said; empty where none of a list can be."""
    match template:
        case str():
            return template
        case Mapping():
            word = weigh(claim(str(template[BY]), view), view).now  # a headline says what is seen now
            return choose(template.get(word, template.get(OTHERWISE, "")), view)
    return next((one for one in template if one and _whole(one, view)), "")


def _whole(template: str, view: View) -> bool:
    """Whether every sentence of a template can be said."""
    return all(sentence(one, view) is not None for one in sentences(template))


def alternatives(template: Template) -> list[str]:
    """All texts that a template may come to, for whoever reads it without a day."""
    match template:
        case str():
            return [template]
        case Mapping():
            return [text for name, choice in template.items() if name != BY for text in alternatives(choice)]
    return list(template)


BARE = (
    (re.compile(r"\{[a-z:-]+\}`+[^`]*`+"), ""),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(?<!\w)([*_]{1,2})(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
)


def bare(text: str) -> str:
    """Text without Markdown: emphasis, links and references are left out, their words kept."""
    for pattern, kept in BARE:
        text = pattern.sub(kept, text)
    return re.sub(r"\s+", " ", text.replace("`", "")).strip()

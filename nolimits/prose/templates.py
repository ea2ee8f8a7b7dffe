"""Templates: Markdown in which roles stand for what the data say, as sentences made of words and roles.

A role is `{name}` and, between single back-ticks, a fact's name or a short question; wordings to choose from follow,
parted by ` ; `. No role holds another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from nolimits.prose.sentences import sentence_ends

ROLE = re.compile(r"\{(?P<name>[a-z-]+)\}`(?P<text>[^`]+)`")
# code as Markdown reads it: between back-ticks of one number, within a paragraph
CODE = r"(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`)"
ROLE_OR_CODE = re.compile(f"{ROLE.pattern}|{CODE}")  # whichever begins first: in code a role's name is only a word
FIELD = re.compile(r"\s;(?=\s|$)")
# a formula between dollars or in an environment of its own; what stands between two prices is none
FORMULA = (
    r"\$\$[\s\S]*?\$\$|(?<![\\\w])\$(?![\s$])[^$\n]*?(?<![\s\\])\$(?!\d)"
    r"|\\begin\{(?P<set>[a-z]+\*?)\}[\s\S]*?\\end\{(?P=set)\}"
)
STOPS = (".", "!", "?", "…")
ASKED, CLOSED = "\ue000", "\ue001"  # what a role is for the search of sentences: a word, or a word with a full stop


@dataclass(frozen=True)
class Role:
    """A role as written: its name, its fields, and where it begins in its template, counted in characters."""

    name: str
    fields: tuple[str, ...]
    at: int = 0

    @property
    def written(self) -> str:
        """As it is written, white space aside."""
        return f"{{{self.name}}}`{' ; '.join(self.fields)}`"

    @property
    def closes(self) -> bool:
        """Whether each of its wordings ends a sentence."""
        return len(self.fields) > 1 and all(field.endswith(STOPS) for field in self.fields[1:])


TemplatePiece = str | Role


@dataclass(frozen=True)
class Sentence:
    """A sentence of a template: words and roles in order, and the white space that follows it."""

    pieces: tuple[TemplatePiece, ...]
    gap: str = ""

    @property
    def roles(self) -> Iterator[Role]:
        """Its roles, in order."""
        return (piece for piece in self.pieces if isinstance(piece, Role))

    @property
    def written(self) -> str:
        """As it is written, white space folded: the same for as long as the sentence is."""
        text = "".join(piece.written if isinstance(piece, Role) else piece for piece in self.pieces)
        return " ".join(text.split())


def replace_roles(text: str, by: Callable[[re.Match[str]], str]) -> str:
    """A text with each of its roles replaced; its code stays as it is."""
    return ROLE_OR_CODE.sub(lambda found: by(found) if found["name"] else found[0], text)


def fields(text: str) -> tuple[str, ...]:
    """The fields of a role's content, or of a line that may hold roles: a role's own are left together."""
    masked = replace_roles(text, lambda role: ASKED * len(role[0]))
    cuts = [cut.span() for cut in FIELD.finditer(masked)]
    starts, ends_ = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    return tuple(text[start:end].strip() for start, end in zip(starts, ends_, strict=True))


@lru_cache(maxsize=8192)
def pieces(text: str, offset: int = 0) -> tuple[TemplatePiece, ...]:
    """Words and roles of a template in order; `offset` is where the text begins in a larger one."""
    found: list[TemplatePiece] = []
    at = 0
    for role in ROLE_OR_CODE.finditer(text):
        if not role["name"]:
            continue
        if role.start() > at:
            found.append(text[at : role.start()])
        found.append(Role(role["name"], fields(role["text"]), offset + role.start()))
        at = role.end()
    if at < len(text):
        found.append(text[at:])
    return tuple(found)


@lru_cache(maxsize=8192)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a passage of running text, roles and markup included."""
    masked = replace_roles(text, _mask)
    found, start = [], 0
    for end in sentence_ends(masked):
        after = end + len(text[end:]) - len(text[end:].lstrip())
        found.append(Sentence(pieces(text[start:end], start), text[end:after]))
        start = after
    return tuple(found)


def _mask(role: re.Match[str]) -> str:
    """As many signs as the role has, so that places stay what they were."""
    closes = Role(role["name"], fields(role["text"])).closes
    return ASKED * (len(role[0]) - 1) + (CLOSED if closes else ASKED)

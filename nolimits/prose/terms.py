"""Terms that a reader may not know: each is explained where a page first uses it, as the glossary has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from nolimits.data import Evidence
from nolimits.data.door import memoise
from nolimits.prose.printing import print_term
from nolimits.prose.templates import FORMULA

TABLE = "glossary"
# what is no running text, or leads somewhere by itself: roles and code, links and marked spans, markup, formulas
CLOSED = (
    r"(?:\{[a-z:-]+\})?(?P<ticks>`+).*?(?P=ticks)|!?\[[^\]]*\](?:\([^)]*\)|\{[^}]*\}|\[[^\]]*\])?|<[^>]*>"
    rf"|{FORMULA}|https?://\S+"
)


@dataclass(frozen=True)
class Term:
    """A term: its name, other forms of it, what it means, and its place on the glossary's page."""

    name: str
    forms: tuple[str, ...]
    says: str
    place: str

    @property
    def written(self) -> tuple[str, ...]:
        """All ways to write it, the name first."""
        return (self.name, *self.forms)


@dataclass(frozen=True)
class Glossary:
    """All terms by each form of theirs, and the page that lists them."""

    terms: Mapping[str, Term]
    page: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds a form, or text that is closed to explanations; a long form is found before a part of it."""
        forms = "|".join(map(_as_found, sorted(self.terms, key=len, reverse=True)))
        return re.compile(rf"{CLOSED}|(?<![\w-])(?P<form>{forms})(?![\w-])")

    def term(self, form: str) -> Term:
        """The term that a form found in text, large at the start of a sentence perhaps, belongs to."""
        return self.terms[form] if form in self.terms else self.terms[form[:1].lower() + form[1:]]


def _as_found(form: str) -> str:
    first = form[:1]
    begins = f"[{first}{first.upper()}]" if first.islower() else re.escape(first)
    return begins + re.escape(form[1:])


def glossary(evidence: Evidence) -> Glossary | None:
    """The glossary of some tables; None where they have none, or an empty one."""
    return memoise(evidence.memo, TABLE, lambda: _make_glossary(evidence))


def _make_glossary(evidence: Evidence) -> Glossary | None:
    found = [
        Term(row["term"], tuple(filter(None, row["forms"].split(";"))), row["says"], place(row["term"]))
        for row in evidence.rows(TABLE)
    ]
    if not found:
        return None
    page = evidence.resource(TABLE)["shown"]["page"]
    return Glossary({form: term for term in found for form in term.written}, page)


def place(term: str) -> str:
    """The anchor of a term on the page that lists them."""
    return f"term-{re.sub(r'[^a-z0-9]+', '-', term.lower()).strip('-')}"


def explain(text: str, known: Glossary, seen: set[str]) -> str:
    """Printed running text in which each term that is not among those `seen` is explained, and joins them."""

    def marked(found: re.Match[str]) -> str:
        if found["form"] is None:
            return found[0]
        term = known.term(found["form"])
        if term.name in seen:
            return found[0]
        seen.add(term.name)
        return print_term(found["form"], term.says, known.page, term.place)

    return known.pattern.sub(marked, text)

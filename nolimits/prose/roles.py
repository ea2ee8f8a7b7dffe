"""The roles of derived prose: each turns an expression into words, with the rows that stand behind them.

A template is Markdown in which `{value}` and its kin stand for what the data say. Fields of a role are parted by ` ; `.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from nolimits.claims import claim, weigh
from nolimits.data import Figure as DataFigure
from nolimits.data import View, day_name, rows
from nolimits.language import Answer, ExpressionError, Figure, Text, Truth, evaluate, places, wording

ROLE = re.compile(r"\{(?P<name>[a-z-]+)\}(?P<fence>`+)(?P<text>.+?)(?<!`)(?P=fence)(?!`)", re.DOTALL)
FIELD = re.compile(r"\s;(?=\s|$)")


@dataclass(frozen=True)
class Fragment:
    """A piece of derived text: what it says, where it comes from (`tip`), the rows behind it.

    `template` is set where the text is a template itself and is to be rendered in turn; `badge` where it is a verdict;
    `answer` is what was asked for, before it was put in words.
    """

    text: str
    tip: str = ""
    rows: tuple = ()
    known: bool = True
    about: str = ""
    template: bool = False
    badge: str = ""
    answer: Answer | None = None


Names = Mapping[str, Answer | int | float | str]
Role = Callable[[View, list[str], Names], Fragment]


def fields(text: str) -> list[str]:
    """The fields of a role's text; what parts the fields of a role within it is left alone."""
    within = [role.span() for role in ROLE.finditer(text)]
    cuts = [cut for cut in FIELD.finditer(text) if not any(start < cut.start() < end for start, end in within)]
    starts, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(text)]
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _figure(view: View, expression: str, names: Names) -> DataFigure:
    answer = evaluate(expression, view, names)
    if not isinstance(answer, Figure):
        raise ExpressionError("this role wants an expression that gives a number")
    return answer


def _told(view: View, given: DataFigure, text: str) -> Fragment:
    tip = wording.origin(given.rows, view, given.how)
    if given.known and not given.rows:
        tip = f"none known by {day_name(view.cutoff)}" if given.how.startswith("rows of") else ""
    return Fragment(text, tip, given.rows, given.known, given.about, answer=given)


def value(view: View, parts: list[str], names: Names) -> Fragment:
    """{value}`expression`: the figure with its unit, or that it was not known."""
    given = _figure(view, parts[0], names)
    return _told(view, given, wording.figure(given, view))


def amount(view: View, parts: list[str], names: Names) -> Fragment:
    """{amount}`expression`: the figure with its unit and without its sign, where the words around it tell the sign."""
    given = _figure(view, f"abs({parts[0]})", names)
    return _told(view, given, wording.figure(given, view))


def number(view: View, parts: list[str], names: Names) -> Fragment:
    """{number}`expression`: the figure without its unit."""
    given = _figure(view, parts[0], names)
    if not given.known:
        return _told(view, given, wording.unknown(view))
    vague = len(given.rows) == 1 and getattr(given.rows[0], "qualifier", "") == "about"
    text = wording.spoken(given.quantity, given.unit if given.unit in ("rank", "year") else "", vague=vague)
    return _told(view, given, text)


def period(view: View, parts: list[str], names: Names) -> Fragment:
    """{period}`expression`: the words for the period of a figure."""
    given = _figure(view, parts[0], names)
    known = given.known and given.period is not None
    return _told(view, given, given.period.name if known else wording.unknown(view))


def known_on(view: View, parts: list[str], names: Names) -> Fragment:
    """{known-on}`expression`: the day on which a figure became public."""
    given = _figure(view, parts[0], names)
    return _told(view, given, day_name(given.known_on) if given.known_on else wording.unknown(view))


def _sign(given: DataFigure) -> int:
    if given.quantity.low > 0:
        return 0
    return 1 if given.quantity.high < 0 else 2


def direction(view: View, parts: list[str], names: Names) -> Fragment:
    """{direction}`change ; rose by ; fell by ; hardly changed`: which way a change went, and by how much.

    The words are optional. A change whose interval holds nought has no certain sign, and no amount is given.
    """
    given = _figure(view, parts[0], names)
    phrases = parts[1:] or ["rose by", "fell by", "hardly changed"]
    if len(phrases) != 3:
        raise ExpressionError("direction takes three wordings: up ; down ; flat")
    if not given.known:
        return _told(view, given, f"changed by an amount {wording.unknown(view)}")
    sign = _sign(given)
    size = "" if sign == 2 else " " + wording.figure(replace(given, quantity=abs(given.quantity)), view)
    return _told(view, given, phrases[sign] + size)


def compare(view: View, parts: list[str], names: Names) -> Fragment:
    """{compare}`a ; b ; more than ; less than ; about as much as`: how a stands to b; the words are optional."""
    if len(parts) not in (2, 5):
        raise ExpressionError("compare takes two expressions, and three wordings or none")
    a, b = _figure(view, parts[0], names), _figure(view, parts[1], names)
    phrases = parts[2:] or ["more than", "less than", "about as much as"]
    gap = evaluate(f"({parts[0]}) - ({parts[1]})", view, names)
    if not gap.known:
        return _told(view, gap, f"{wording.unknown(view)} to be more or less than")
    tip = wording.origin(a.rows + b.rows, view, "compared")
    return Fragment(phrases[_sign(gap)], tip, a.rows + b.rows, answer=gap)


def pick(view: View, parts: list[str], names: Names) -> Fragment:
    """{pick}`condition ; if true ; if false ; if unknown`: one of three wordings; the last may be left out.

    Without a wording for unknown, that for false stands for both: use this only where absence means no.
    """
    truth = evaluate(parts[0], view, names)
    if not isinstance(truth, Truth):
        raise ExpressionError("pick wants a condition first")
    if len(parts) not in (3, 4):
        raise ExpressionError("pick takes a condition and two or three wordings")
    chosen = parts[1] if truth.value else parts[2] if truth.value is False else parts[-1]
    return Fragment(chosen, rows=truth.rows, template=True)


def status(view: View, parts: list[str], names: Names) -> Fragment:
    """{status}`project`: the state of a project as of the cutoff, in words."""
    found = view.status(parts[0])
    if not found.last:
        return Fragment(wording.unknown(view), known=False)
    last = found.last
    tip = f"{last['description']}: {view.source(last['source'])['publisher']}, known {day_name(last['known_on'])}"
    return Fragment(found.status.replace("_", " "), tip, (last,))


def day(view: View, parts: list[str], names: Names) -> Fragment:
    """{day}`first('events', …)`: a day in words."""
    answer = evaluate(parts[0], view, names)
    if not isinstance(answer, Text):
        raise ExpressionError("day wants an expression that gives a day, such as first('events', kind='bond')")
    if answer.value is None:
        return Fragment(wording.unknown(view), known=False)
    tip = wording.origin(answer.rows, view) if answer.rows else ""
    return Fragment(day_name(answer.value), tip, answer.rows, answer=answer)


def cutoff(view: View, parts: list[str], names: Names) -> Fragment:
    """{cutoff}`day`: the day up to which the page knows."""
    return Fragment(day_name(view.cutoff))


def source(view: View, parts: list[str], names: Names) -> Fragment:
    """{source}`key`: whom a sentence rests on, linked to its place in the bibliography."""
    row = view.source(parts[0])
    if row["published"] > view.cutoff:
        return Fragment(f"a source {wording.unknown(view)}", known=False)
    return Fragment(f"{row['publisher']}, {places.published(row)}", row["title"], (row,), about=f"source:{parts[0]}")


def stated(view: View, parts: list[str], names: Names) -> Fragment:
    """{stated}`m021 ; amount`: a claim's figure as printed, linked to the ledger; `amount`: without sign."""
    said = claim(parts[0], view)
    if said.stated is None:
        raise ExpressionError(f"claim {parts[0]} states no figure")
    printed = abs(said.stated.quantity) if parts[1:] == ["amount"] else said.stated.quantity
    text = wording.spoken(printed, said.stated.unit, vague=said.row["qualifier"] == "about")
    tip = f"{parts[0]}, {said.row['document']}: {said.row['statement']}"
    return Fragment(text, tip, (said.row,), about=f"claim:{parts[0]}", answer=said.stated)


def verdict(view: View, parts: list[str], names: Names) -> Fragment:
    """{verdict}`m021 ; milov-2025`: how a claim stands, or stood on the day of a paper, linked to the ledger."""
    said, then = claim(parts[0], view), view
    if parts[1:]:
        documents = {row["document"]: row["published_to"] for row in rows("documents", view.folder)}
        day = documents.get(parts[1], parts[1])
        if day > view.cutoff:
            return Fragment(f"not before {day_name(day)}", known=False)
        then = view.on(day)
    found = weigh(said, then)
    return Fragment(found.word, f"{parts[0]}: {found.why}", found.rows, about=f"claim:{parts[0]}", badge=found.word)


def by_verdict(view: View, parts: list[str], names: Names) -> Fragment:
    """{by-verdict}`m021 ; if confirmed ; if refuted ; else`: one of three wordings, chosen by how a claim stands."""
    if len(parts) != 4:
        raise ExpressionError("by-verdict takes a claim and three wordings: confirmed ; refuted ; else")
    found = weigh(claim(parts[0], view), view)
    chosen = {"confirmed": parts[1], "refuted": parts[2]}.get(found.word, parts[3])
    return Fragment(chosen, rows=found.rows, template=True)


ROLES: dict[str, Role] = {
    "value": value,
    "amount": amount,
    "number": number,
    "period": period,
    "known-on": known_on,
    "direction": direction,
    "compare": compare,
    "pick": pick,
    "status": status,
    "day": day,
    "cutoff": cutoff,
    "source": source,
    "stated": stated,
    "verdict": verdict,
    "by-verdict": by_verdict,
}


# what a role says of the tables can be pointed at; these choose among wordings, or tell what is no answer
PLACELESS = ("pick", "by-verdict", "cutoff", "source", "verdict")
ANCHOR_DIGITS = 8


def anchor(role: str, text: str) -> str:
    """The permanent place of a derived number on its page: that of the question, whatever the answer."""
    asked = f"{role} {' '.join(text.split())}"
    return f"n-{hashlib.sha256(asked.encode()).hexdigest()[:ANCHOR_DIGITS]}"


def fragment(view: View, role: str, text: str, names: Names | None = None) -> Fragment:
    """What a role says as of the view's cutoff. Raises ExpressionError or DataError for what it cannot say."""
    return ROLES[role](view, fields(text), names or {})


def plain(view: View, template: str, names: Names | None = None) -> str:
    """A template as plain text: for alt texts, for words inside a picture, and for machines."""

    def said(found: re.Match) -> str:
        if found["name"] not in ROLES:
            return found[0]
        part = fragment(view, found["name"], found["text"], names)
        return plain(view, part.text, names) if part.template else part.text

    return ROLE.sub(said, template)

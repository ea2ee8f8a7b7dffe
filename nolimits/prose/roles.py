"""The roles of derived prose: each turns a fact or a short question into words, with the rows that stand behind it."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from nolimits.claims import VerdictWord, claim, weigh
from nolimits.claims.strength import reserves
from nolimits.claims.theses import stand, thesis, verdicts_of
from nolimits.claims.verdicts import CONFIRMED, REFUTED
from nolimits.data import Fact, Figure, Period, View, day_name
from nolimits.data.periods import month
from nolimits.language import Answer, ExpressionError, Text, Truth, evaluate, places, wording
from nolimits.language.answers import rows_of
from nolimits.language.walk import CUTOFF, parse
from nolimits.prose.templates import Role

RISES = ("rose by", "fell by", "hardly changed")
COMPARES = ("more than", "less than", "about as much as")
UP, DOWN, UNSURE = 0, 1, 2
SOME = re.compile("[1-9]")  # of an amount as printed that is not nought
ANCHOR_DIGITS = 8


@dataclass(frozen=True)
class Said:
    """What a role says: its words, where they come from (`tip`), the rows behind them, and what was asked.

    `about` is the indicator, the source or the claim that it speaks of; `badge` is set where it is a verdict; `place`
    is the permanent place of the question on its page, empty where there is none to point at. Words that an author
    wrote (`written`) may hold markup.
    """

    text: str
    tip: str = ""
    rows: tuple[Fact, ...] = ()
    about: str = ""
    badge: str = ""
    answer: Answer | None = None
    place: str = ""
    written: bool = False

    @property
    def traced(self) -> bool:
        """Whether there is anything behind it that a reader can be led to."""
        return bool(self.place or self.tip or self.rows or self.about)


Fields = tuple[str, ...]
RoleFunction = Callable[[View, Fields], Said | None]


def ask_question(view: View, expression: str) -> Answer:
    """The answer to a fact's name or a short question."""
    return evaluate(expression, view)


def _figure(view: View, expression: str) -> Figure:
    answer = ask_question(view, expression)
    if not isinstance(answer, Figure):
        raise ExpressionError("this role wants an expression that gives a number")
    return answer


def _about(view: View, figure: Figure, text: str) -> Said:
    tip = wording.origin(figure.rows, view, figure.how) if figure.rows else ""
    if not figure.rows and figure.how.startswith("rows of"):
        tip = f"none known by {day_name(view.cutoff)}"
    return Said(text, tip, figure.rows, figure.about, answer=figure)


def _stand_in(fallback: Fields) -> Said | None:
    """What stands in for the unknown: a wording where one is given, else the whole sentence goes."""
    return Said(fallback[0], written=True) if fallback else None


def _value(view: View, given: Fields) -> Said | None:
    """{value}`fact ; if unknown`: the figure with its unit."""
    figure = _figure(view, given[0])
    return _about(view, figure, wording.figure(figure, view)) if figure.known else _stand_in(given[1:])


def _amount(view: View, given: Fields) -> Said | None:
    """{amount}`fact ; if unknown`: the figure with its unit and without its sign, where the words tell the sign."""
    figure = _figure(view, f"abs({given[0]})")
    return _about(view, figure, wording.figure(figure, view)) if figure.known else _stand_in(given[1:])


def _number(view: View, given: Fields) -> Said | None:
    """{number}`fact ; if unknown`: the figure without its unit."""
    figure = _figure(view, given[0])
    if figure.quantity is None:
        return _stand_in(given[1:])
    named = figure.unit if figure.unit in (wording.RANK, wording.YEAR) else ""
    return _about(view, figure, wording.say_figure(figure, view.unit(named)))


def _period(view: View, given: Fields) -> Said | None:
    """{period}`fact ; if unknown`: the words for the period of a figure; of twelve months, the year to the last."""
    figure = _figure(view, given[0])
    if not figure.known or figure.period is None:
        return _stand_in(given[1:])
    return _about(view, figure, _span(figure.period))


def _span(period: Period) -> str:
    """A period in running text."""
    twelve_months = period.months == 12 and period.kind == "span"
    return f"the year to {month(period.year, int(period.end[5:7])).name}" if twelve_months else period.name


def _known_on(view: View, given: Fields) -> Said | None:
    """{known-on}`fact ; if unknown`: the day on which a figure became public."""
    figure = _figure(view, given[0])
    return _about(view, figure, day_name(figure.known_on)) if figure.known_on else _stand_in(given[1:])


def _change(view: View, given: Fields) -> Said | None:
    """{change}`fact ; rose by ; fell by ; hardly changed ; if unknown`: which way a figure went, and by how much.

    Of a level, its change on the year before; of a change, that change. The words are optional. A change whose interval
    holds nought has no certain sign, and no amount is given; nor is one that would be printed as nought.
    """
    figure = _figure(view, given[0])
    if not figure.change and figure.how != "printed":
        figure = _growth(view, figure)
    words, fallback = _wordings(given, 1, RISES)
    if figure.quantity is None:
        return _stand_in(fallback)
    sign, size = _sign(figure), wording.figure(replace(figure, quantity=abs(figure.quantity)), view)
    if sign == UNSURE or not SOME.search(size):
        return _about(view, figure, words[UNSURE])
    return _about(view, figure, f"{words[sign]} {size}")


def _growth(view: View, level: Figure) -> Figure:
    computed = level.how.startswith("computed")
    if not (level.known or computed):
        return Figure(None, "percent", None, level.rows, change=True)
    if computed or level.period is None or level.about not in view.indicators:
        raise ExpressionError("of what is computed no change is known: ask for growth, change or rise")
    return view.growth(level.about, level.period)


def _wordings(given: Fields, asked_for: int, usual: tuple[str, str, str]) -> tuple[Fields, Fields]:
    """The three wordings behind what is asked, the usual ones where none are given, and the fallback behind them."""
    rest = given[asked_for:]
    if len(rest) in (3, 4):
        return rest[:3], rest[3:]
    if not rest:
        return usual, ()
    raise ExpressionError("three wordings are wanted, or none, and one more for the unknown")


def _sign(figure: Figure) -> int:
    if figure.sure.low > 0:
        return UP
    return DOWN if figure.sure.high < 0 else UNSURE


def _compare(view: View, given: Fields) -> Said | None:
    """{compare}`a ; b ; more than ; less than ; about as much as ; if unknown`: how a stands to b."""
    if len(given) < 2:
        raise ExpressionError("compare takes two facts, and three wordings or none")
    a, b = _figure(view, given[0]), _figure(view, given[1])
    words, fallback = _wordings(given, 2, COMPARES)
    gap = _figure(view, f"({given[0]}) - ({given[1]})")
    if not gap.known:
        return _stand_in(fallback)
    rows = rows_of(a, b)
    tip = wording.origin(rows, view, "compared") if rows else ""
    return Said(words[_sign(gap)], tip, rows, answer=gap)


def _either(view: View, given: Fields) -> Said | None:
    """{either}`condition ; if true ; if false ; if unknown`: one of two wordings, or of three.

    A fact's name alone asks whether it is known.
    """
    truth = condition(view, given[0])
    if len(given) not in (3, 4):
        raise ExpressionError("either takes a condition and two or three wordings")
    if truth.value is None:
        return Said(given[3], rows=truth.rows, written=True) if len(given) == 4 else None
    return Said(given[1] if truth.value else given[2], rows=truth.rows, written=True)


def _only_if(view: View, given: Fields) -> Said | None:
    """{if}`condition`: at the head of a sentence, which stands only where the condition is certainly true.

    A fact's name alone asks whether it is known.
    """
    truth = condition(view, given[0])
    return Said("", rows=truth.rows, written=True) if truth.value else None


def _unless(view: View, given: Fields) -> Said | None:
    """{unless}`condition`: at the head of a sentence, which stands wherever the condition is not certainly true."""
    truth = condition(view, given[0])
    return None if truth.value else Said("", rows=truth.rows, written=True)


def condition(view: View, expression: str) -> Truth:
    """Whether a condition holds; of what is no condition but a figure or a word, whether it is known."""
    answer = ask_question(view, expression)
    return answer if isinstance(answer, Truth) else Truth(answer.known, rows_of(answer))


def _word(view: View, given: Fields) -> Said | None:
    """{word}`fact ; if unknown`: a word of a register, such as the state of a project."""
    answer = _text(view, given[0])
    if answer.value is None:
        return _stand_in(given[1:])
    return Said(answer.value.replace("_", " "), wording.origin(answer.rows, view), answer.rows, answer=answer)


def _day(view: View, given: Fields) -> Said | None:
    """{day}`fact ; if unknown`: a day in words; `cutoff` is the page's own."""
    answer = _text(view, given[0])
    if answer.value is None:
        return _stand_in(given[1:])
    tip = wording.origin(answer.rows, view) if answer.rows else ""
    return Said(day_name(answer.value), tip, answer.rows, answer=answer)


def _text(view: View, expression: str) -> Text:
    answer = ask_question(view, expression)
    if not isinstance(answer, Text):
        raise ExpressionError("this role wants an expression that gives a word or a day")
    return answer


def _source(view: View, given: Fields) -> Said | None:
    """{source}`key ; if not published yet`: whom a sentence rests on, linked to its place in the bibliography."""
    row = view.source(given[0])
    if row["published"] > view.cutoff:
        return _stand_in(given[1:])
    publisher = row["publisher"].replace(" (", ", ").replace(")", "")  # it mostly stands in brackets itself
    text = f"{publisher}, {places.publication_day(row)}"
    return Said(text, row["title"], about=f"{places.SOURCE}{given[0]}")


def _stated(view: View, given: Fields) -> Said | None:
    """{stated}`claim ; amount`: a statement's figure as printed, linked to the ledger; `amount`: without its sign."""
    said = claim(given[0], view)
    if said.stated is None:
        raise ExpressionError(f"claim {given[0]} states no figure")
    printed = abs(said.stated.sure) if given[1:] == ("amount",) else said.stated.sure
    text = wording.say_number(printed, view.unit(said.stated.unit), vague=said.vague)
    tip = f"{given[0]}, {said.document}: {said.text}"
    return Said(text, tip, (said.row,), f"{places.CLAIM}{given[0]}", answer=said.stated)


def _verdict(view: View, given: Fields) -> Said | None:
    """{verdict}`claim ; document`: how a statement stands, or stood on the day of a paper, linked to the ledger."""
    said, then = claim(given[0], view), view
    if given[1:]:
        document = view.evidence.documents.get(given[1])
        day = document["published_to"] if document else given[1]
        if day > view.cutoff:
            return Said(f"not before {day_name(day)}")
        then = view.on(day)
    found = weigh(said, then)
    tip = f"{given[0]}: {found.why}"
    # without brackets of its own, as it mostly stands in some
    text = "; ".join(filter(None, [VerdictWord[found.word.upper()].label, ", ".join(reserves(found, then))]))
    return Said(text, tip, found.rows, f"{places.CLAIM}{given[0]}", badge=found.word)


def _by_verdict(view: View, given: Fields) -> Said | None:
    """{by-verdict}`claim ; if confirmed ; if refuted ; else`: one of three wordings, by how a statement stands."""
    if len(given) != 4:
        raise ExpressionError(f"by-verdict takes a claim and three wordings: {CONFIRMED} ; {REFUTED} ; else")
    found = weigh(claim(given[0], view), view)
    chosen = {CONFIRMED: given[1], REFUTED: given[2]}.get(found.now, given[3])
    return Said(chosen, rows=found.rows, written=True)


def _strength(view: View, given: Fields) -> Said | None:
    """{strength}`thesis ; if open`: how much a thesis rests on that was written by then and is not open."""
    found = stand(thesis(given[0], view.evidence), view)
    if found.then is None or not found.grade:
        return _stand_in(given[1:])
    weighed = verdicts_of(found.thesis, view).values()
    rows = {places.key(row): row for one in weighed for row in one.rows}
    tip = f"{found.thesis.text}: {found.now.value}"
    return Said(found.grade, tip, tuple(rows.values()), f"{places.THESIS}{given[0]}")


ROLES: dict[str, RoleFunction] = {
    "value": _value,
    "amount": _amount,
    "number": _number,
    "period": _period,
    "known-on": _known_on,
    "change": _change,
    "compare": _compare,
    "word": _word,
    "day": _day,
    "source": _source,
    "stated": _stated,
    "verdict": _verdict,
    "strength": _strength,
    "either": _either,
    "by-verdict": _by_verdict,
    "if": _only_if,
    "unless": _unless,
}
WORDINGS = ("either", "by-verdict", "if", "unless")  # these choose among words of the template, and have no place
PLACELESS = (*WORDINGS, "source", "verdict", "strength")
# how many of a role's fields are questions; the others are wordings
QUESTIONS = {"compare": 2}


def say(role: Role, view: View) -> Said | None:
    """What a role says as of the view's cutoff; None where it is not known and no words stand in for it.

    Raises ExpressionError or DataError for what cannot be asked.
    """
    said = ROLES[role.name](view, role.fields)
    if said is None or role.name in PLACELESS or not said.traced or (role.name == "day" and role.fields[0] == CUTOFF):
        return said
    return replace(said, place=anchor(role, view))


def anchor(role: Role, view: View) -> str:
    """The permanent place of a derived number on its page: that of the question, whatever it is called and answered."""
    question = f"{role.name} {' ; '.join(expand(field, view) for field in role.fields[: QUESTIONS.get(role.name, 1)])}"
    return f"n-{hashlib.sha256(question.encode()).hexdigest()[:ANCHOR_DIGITS]}"


def expand(expression: str, view: View) -> str:
    """A question with each fact in it written out."""
    return _expand(expression, tuple(view.facts.items()))


@lru_cache(maxsize=4096)
def _expand(expression: str, facts: tuple[tuple[str, str], ...]) -> str:
    try:
        tree = parse(expression)
    except ExpressionError:
        return expression  # a wording, or a claim's key
    return ast.unparse(_Expansion(dict(facts)).visit(_copy(tree)))


def _copy(tree: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(tree), mode="eval").body


class _Expansion(ast.NodeTransformer):
    """Puts a fact's question in place of its name."""

    def __init__(self, facts: dict[str, str]) -> None:
        self.facts = facts

    def visit_Name(self, node: ast.Name) -> ast.AST:
        question = self.facts.get(node.id)
        if question is None:
            return node
        # a fact asks only for those before it, so that this ends
        before = dict(list(self.facts.items())[: list(self.facts).index(node.id)])
        expanded: ast.AST = _Expansion(before).visit(_copy(parse(question)))
        return expanded

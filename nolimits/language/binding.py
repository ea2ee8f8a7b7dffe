"""From the answers in a call to what a function of the vocabulary takes: words, periods, numbers, by its annotations.

An argument of the wrong kind is an error of whoever wrote the expression; one that is not known on the day makes the
whole answer unknown.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nolimits.data import LATEST, DataError, Figure, Period, View
from nolimits.data.periods import day
from nolimits.language.answers import Answer, ExpressionError, Text, Truth, rows_of

# The kinds of argument, by the names under which functions ask for them. A `Word` is a text in quotation marks, a
# `Span` a period or `latest …`, a `Day` an ISO day or `latest`, a `Number` a known number, a `Level` a figure that must
# be known.
Word = str
Span = str
Day = str
Number = float
Level = Figure

YEARS = range(1, 10000)
Function = Callable[..., Answer]
UNKNOWN: dict[str, Answer] = {"Figure": Figure(None, "", None), "Truth": Truth(None), "Text": Text(None)}


class UnknownError(Exception):
    """An argument that the tables do not know on the view's day."""


@dataclass(frozen=True)
class Parameters:
    """What a function takes: the kind of each argument by name, and the kind of its answer."""

    signature: inspect.Signature
    answer: str

    def kind(self, name: str) -> str:
        """The kind of an argument, as the function's annotation names it."""
        return str(self.signature.parameters[name].annotation).removesuffix(" | None")


@lru_cache(maxsize=128)
def _parameters(function: Function) -> Parameters:
    """What a function of the vocabulary takes besides the view."""
    whole = inspect.signature(function)
    own = [one for name, one in whole.parameters.items() if name != "view"]
    return Parameters(whole.replace(parameters=own), str(whole.return_annotation))


def call(function: Function, view: View, arguments: Sequence[Answer], options: Mapping[str, Answer]) -> Answer:
    """A function's answer to some arguments. Raises ExpressionError for arguments that it does not take."""
    wanted = _parameters(function)
    try:
        bound = wanted.signature.bind(*arguments, **options)
    except TypeError:
        hint = (function.__doc__ or "").split("\n")[0]
        raise ExpressionError(f"{function.__name__} takes other arguments: {hint}") from None
    given = (*arguments, *options.values())
    try:
        # a star or a double star collects several
        for name, value in bound.arguments.items():
            kind = wanted.kind(name)
            match wanted.signature.parameters[name].kind:
                case inspect.Parameter.VAR_POSITIONAL:
                    bound.arguments[name] = tuple(_taken(kind, one) for one in value)
                case inspect.Parameter.VAR_KEYWORD:
                    bound.arguments[name] = {key: _taken(kind, one) for key, one in value.items()}
                case _:
                    bound.arguments[name] = _taken(kind, value)
        return function(view, *bound.args, **bound.kwargs)
    except UnknownError:
        return _unknown(wanted.answer, given)
    except (OverflowError, ZeroDivisionError):
        raise ExpressionError(f"{function.__name__} cannot be worked out for these numbers") from None


def _unknown(kind: str, given: Sequence[Answer]) -> Answer:
    rows = rows_of(*given)
    match UNKNOWN[kind]:
        case Figure():
            return Figure(None, "", None, rows)
        case Truth():
            return Truth(None, rows)
    return Text(None, rows)


def _taken(kind: str, answer: Answer) -> Any:
    """An answer as an argument of a kind."""
    match kind:
        case "Answer":
            return answer
        case "Figure":
            return _figure(answer)
        case "Truth":
            if isinstance(answer, Truth):
                return answer
            raise ExpressionError("a condition is wanted here")
        case "Text":
            if isinstance(answer, Text):
                return answer
            raise ExpressionError("a word or a day is wanted here")
        case "Word":
            return word_in(answer)
        case "Day":
            return _day(word_in(answer))
        case "Span":
            return span(answer)
        case "Number":
            return number_in(answer)
        case "Level":
            return _sure(_figure(answer))
    raise TypeError(f"{kind} is no kind of argument")


def _figure(answer: Answer) -> Figure:
    if not isinstance(answer, Figure):
        raise ExpressionError("a number is wanted here")
    return answer


def _sure(figure: Figure) -> Figure:
    if not figure.known:
        raise UnknownError
    return figure


def number_in(answer: Answer) -> float:
    """The number in an answer that must be known: its centre, in its unit."""
    return _sure(_figure(answer)).sure.centre


def word_in(answer: Answer) -> str:
    """The text in an answer that must be known."""
    if not isinstance(answer, Text):
        raise ExpressionError("a text in quotation marks is wanted here")
    if answer.value is None:
        raise UnknownError
    return answer.value


def _day(text: str) -> str:
    if text == LATEST:
        return text
    try:
        return day(text).isoformat()
    except DataError as error:
        raise ExpressionError(str(error)) from None


def span(answer: Answer) -> str:
    """A period in its short form, from text or from a plain number such as 2024."""
    if not isinstance(answer, Figure):
        return word_in(answer)
    wrong = ExpressionError("a period is wanted here, such as 2024 or '2025-01..2025-09'")
    if answer.unit not in ("", "year"):
        raise wrong
    year = _sure(answer).sure.centre
    if not math.isfinite(year) or int(year) != year or int(year) not in YEARS:
        raise wrong
    return f"{int(year):04}"


def in_words(period: Period) -> str:
    """A period in the short form in which expressions name it."""
    return period.start if period.start == period.end else f"{period.start}..{period.end}"

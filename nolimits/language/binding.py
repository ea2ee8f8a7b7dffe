"""From the answers in a call to what a function of the vocabulary takes: words, periods, numbers, by its annotations.

An argument of the wrong kind is an error of whoever wrote the expression; one that is not known on the day makes the
whole answer unknown.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
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


@lru_cache(maxsize=1024)
def _kinds(function: Function, count: int, options: tuple[str, ...]) -> dict[int | str, str]:
    """The kinds of so many arguments, by their places, and of options, by their names, as annotations name them.

    Raises ExpressionError where the function does not take them.
    """
    signature = inspect.signature(function)
    try:
        bound = signature.bind(None, *range(count), **{name: name for name in options})
    except TypeError:
        hint = (function.__doc__ or "").split("\n")[0]
        raise ExpressionError(f"{function.__name__} takes other arguments: {hint}") from None
    found: dict[int | str, str] = {}
    for name, place in list(bound.arguments.items())[1:]:
        parameter = signature.parameters[name]
        # a star or a double star collects several
        match parameter.kind:
            case inspect.Parameter.VAR_POSITIONAL:
                places = place
            case inspect.Parameter.VAR_KEYWORD:
                places = place.values()
            case _:
                places = (place,)
        found |= dict.fromkeys(places, str(parameter.annotation).removesuffix(" | None"))
    return found


@lru_cache(maxsize=128)
def _answer_of(function: Function) -> str:
    """The kind of a function's answer, as its annotation names it."""
    return str(inspect.signature(function).return_annotation)


def call(function: Function, view: View, arguments: Sequence[Answer], options: Mapping[str, Answer]) -> Answer:
    """A function's answer to some arguments. Raises ExpressionError for arguments that it does not take."""
    kinds = _kinds(function, len(arguments), tuple(options))
    try:
        taken = [_as_argument(kinds[place], one) for place, one in enumerate(arguments)]
        return function(view, *taken, **{name: _as_argument(kinds[name], one) for name, one in options.items()})
    except UnknownError:
        return _unknown(_answer_of(function), (*arguments, *options.values()))
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


def _as_argument(kind: str, answer: Answer) -> Any:
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

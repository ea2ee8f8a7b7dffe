"""A small closed language for questions to a view, used alike by prose and by the tests of claims.

Python's expression syntax, parsed with `ast` and evaluated by our own walk over a whitelist of nodes: nothing in an
expression can reach Python. Numbers are intervals with a unit, truths are three-valued, text is text.
"""

from nolimits.language.answers import Answer, ExpressionError, Text, Truth, constant
from nolimits.language.facts import Facts, facts
from nolimits.language.vocabulary import VOCABULARY
from nolimits.language.walk import evaluate, parse

__all__ = [
    "VOCABULARY",
    "Answer",
    "ExpressionError",
    "Facts",
    "Text",
    "Truth",
    "constant",
    "evaluate",
    "facts",
    "parse",
]

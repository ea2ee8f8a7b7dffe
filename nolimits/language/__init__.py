"""A small closed language for questions to a view, used alike by prose and by the tests of claims.

Python's expression syntax, parsed with `ast` and evaluated by our own walk over a whitelist of nodes: nothing in an
expression can reach Python. Numbers are intervals with a unit, truths are three-valued, text is text.
"""

from nolimits.data import Figure
from nolimits.language.answers import Answer, ExpressionError, Text, Truth, number
from nolimits.language.vocabulary import VOCABULARY
from nolimits.language.walk import evaluate, parsed

__all__ = ["VOCABULARY", "Answer", "ExpressionError", "Figure", "Text", "Truth", "evaluate", "number", "parsed"]

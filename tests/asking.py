"""Questions in the language, put to the frozen tables: what they give, and what is said where they cannot be asked."""

import pytest
from conftest import known_by

from nolimits.data import View
from nolimits.data.quantities import Quantity
from nolimits.language import Answer, ExpressionError, evaluate


def asked(text: str, day: str = "latest", view: View | None = None, **parameters) -> Answer:
    """What an expression gives on a day, or of a view."""
    return evaluate(text, view or known_by(day, **parameters))


def quantity(text: str, day: str = "latest", view: View | None = None, **parameters) -> Quantity | None:
    """The quantity that an expression gives."""
    return asked(text, day, view, **parameters).quantity


def number(text: str, day: str = "latest", view: View | None = None, **parameters) -> float | None:
    """The one number that stands for it; None where it is not known."""
    found = quantity(text, day, view, **parameters)
    return None if found is None else found.centre


def complaint(text: str, day: str = "latest", view: View | None = None, **parameters) -> str:
    """What is said of an expression that cannot be asked, behind the place in it."""
    with pytest.raises(ExpressionError) as refused:
        asked(text, day, view, **parameters)
    return f"{refused.value.at}: {refused.value}"

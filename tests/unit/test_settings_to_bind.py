"""A book is bound with its own settings and the day's, whichever of their parts it names."""

import pytest

from nolimits.book.layout import settings_to_bind

EXTENSIONS = {"extra_extensions": ["nolimits.pages"]}


@pytest.mark.parametrize("sphinx", [EXTENSIONS, EXTENSIONS | {"config": None}, EXTENSIONS | {"config": {}}])
def test_a_book_without_settings_of_sphinx_is_told_its_day(sphinx):
    bound = settings_to_bind({"title": "Wool", "sphinx": sphinx, "execute": None}, "2024-01-20", "x")
    told = bound["sphinx"]["config"]
    assert told == {"nolimits_cutoff": "2024-01-20", "nolimits_edition": "x", "nolimits_printed": True}
    assert bound["sphinx"]["recursive_update"] is True
    assert bound["sphinx"]["extra_extensions"] == ["nolimits.pages"]
    assert bound["execute"]["execute_notebooks"] == "off"


def test_extensions_that_are_told_in_two_places_are_all_there():
    sphinx = {"config": {"extensions": ["myst_nb"], "language": "en"}, "recursive_update": False} | EXTENSIONS
    bound = settings_to_bind({"sphinx": sphinx}, "2024-01-20", "x")["sphinx"]
    assert bound["config"]["extensions"] == ["myst_nb", "nolimits.pages"]
    assert (bound["config"]["language"], bound["recursive_update"]) == ("en", False)

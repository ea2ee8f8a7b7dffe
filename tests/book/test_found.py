"""What is missing is missing from the tables: the book says what it did not find, never that the world did not know."""

import re

import pytest
from conftest import ROOT

from nolimits.manuscript import contents, pages
from nolimits.prose import alternatives

PAGES = {one.name: one for one in pages(contents(ROOT))}
MISSING = re.compile(
    r"\b(no|none|nothing|nobody)\b[^.;]*\b(was|were|had been|had) (known|counted|reported)\b|\bnot known by\b",
    re.IGNORECASE,
)
OF_TILES = "Where no measure was known there is no tile."  # tells how to read a chart, not what the world knew


def unknowing(text: str) -> list[str]:
    """The words of a text that say that nothing was known or reported at all."""
    return [found[0] for found in MISSING.finditer(text.replace(OF_TILES, ""))]


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("No price was known by {day}`cutoff`.", True),
        ("No count of firms, near or far, was known.", True),
        ("By {day}`cutoff` nobody had reported what passes.", True),
        ("How much it held was not known by {day}`cutoff`.", True),
        ("By {day}`cutoff` we found no price.", False),
        ("No cargo came. The second was known.", False),
        ("No Russian company is known to have sold a panda bond since 2017.", False),
    ],
)
def test_a_sentence_that_says_that_nothing_was_known_is_found(text, faulty):
    assert bool(unknowing(text)) == faulty


@pytest.mark.parametrize("name", PAGES)
def test_what_is_missing_is_told_as_not_found(name):
    page = PAGES[name]
    words = [text for chart in page.charts for told, _ in chart.words.values() for text in alternatives(told)]
    assert [fault for text in (*words, *(held.text for held in page.passages)) for fault in unknowing(text)] == []


SINCE = re.compile(r"\b(?:since|go(?:es)? back to|dates? from) (?:19|20)\d\d\b")  # a year that is typed


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("The line has been announced since 2006, and no contract has followed", True),
        ("Agreements go back to {value}`agreed`; we found no contract", False),
        ("It rose by {value}`rise` between 2021 and 2023", False),
    ],
)
def test_a_beginning_that_is_typed_is_found(text, faulty):
    assert bool(SINCE.search(text)) == faulty


@pytest.mark.parametrize("name", PAGES)
def test_no_headline_types_the_year_from_which_on_something_has_been(name):
    told = [text for chart in PAGES[name].charts for text in alternatives(chart.words["headline"][0])]
    assert [text for text in told if SINCE.search(text)] == []

"""A term is explained where a page first uses it in running text, and nowhere else."""

import json

import pytest
from bs4 import BeautifulSoup

from nolimits.citing.citations import Imprint
from nolimits.manuscript import Passage
from nolimits.pagemodel.reading import PageReading
from nolimits.pagemodel.registry import PARTS, Setting
from nolimits.prose.templates import ROLE
from nolimits.prose.terms import glossary, place

IMPRINT = Imprint("Wool and Tea?", "Wool", "", ({"literal": "The testers"},), "", "2024-01-20-0123456789ab", "")
TERMS = {
    "fleece": ("fleeces", "The wool of one sheep, shorn in one piece."),
    "Mill": ("", "A house that spins."),
    "Mill 1": ("first mill", "The mill on the border."),
}


@pytest.fixture
def tables(frozen_tables):
    for term, (forms, says) in TERMS.items():
        frozen_tables.plant("glossary", term=term, forms=forms, says=says)
    return frozen_tables


def explained(text: str, tables) -> list[tuple[str, str]]:
    """The words that are explained in some passages, parted by a line of dashes, with the places they lead to."""
    reading = PageReading(tables.view())
    printed = "\n".join(reading.read(Passage("one.md", 1, one)) for one in text.split("\n---\n"))
    roles = [json.loads(role["text"]) for role in ROLE.finditer(printed) if role["name"] == "fact"]
    return [(role["text"], role["to"][1]) for role in roles if role.get("term")]


def test_a_term_is_explained_at_its_first_use_on_a_page_alone(tables):
    assert explained("A fleece is a fleece.\n\nThe fleeces too.\n---\nA fleece again.", tables) == [
        ("fleece", "term-fleece")
    ]


def test_a_term_is_found_in_any_form_and_large_at_the_start_of_a_sentence(tables):
    assert explained("Fleeces are dear.", tables) == [("Fleeces", "term-fleece")]
    assert explained("The first mill stands.", tables) == [("first mill", "term-mill-1")]


def test_a_name_is_found_as_it_is_written_only(tables):
    assert explained("A mill stands, and a windMill, and Mill-stones.", tables) == []


def test_a_longer_term_is_not_taken_for_a_part_of_it_even_where_it_was_explained_before(tables):
    assert explained("Mill 1 stands.\n\nMill 1 runs.\n\nNo Mill stands.", tables) == [
        ("Mill 1", "term-mill-1"),
        ("Mill", "term-mill"),
    ]


def test_between_two_prices_a_term_is_explained(tables):
    assert explained("It cost $5 a fleece and sold at $6.", tables) == [("fleece", "term-fleece")]


@pytest.mark.parametrize(
    "text",
    [
        "It is $fleece + 1$, or $$fleece$$.",
        "# The fleece\n\n## On fleece",
        "A [fleece](one.md), a [fleece][1], ![a fleece](a.svg) and [a fleece]{.small}.",
        "The column `fleece` and ``a fleece``.",
        "| a | b |\n|---|---|\n| fleece | fleece |",
        "See <b title='fleece'>it</b> at https://example.org/fleece .",
    ],
)
def test_headings_links_code_and_tables_explain_nothing(tables, text):
    assert explained(text, tables) == []


def test_lists_boxes_and_strong_words_explain_their_terms(tables):
    assert explained("- A **fleece**.", tables) == [("fleece", "term-fleece")]
    assert explained(":::{div} inbrief\nA fleece.\n:::", tables) == [("fleece", "term-fleece")]


def test_a_page_says_the_same_with_a_glossary_as_without(tables, frozen_tables):
    reading = PageReading(tables.view())
    reading.read(Passage("one.md", 1, "A fleece is dear."))
    assert [one["text"] for one in reading.sentences] == ["A fleece is dear."]
    assert not reading.numbers


def test_tables_without_terms_explain_nothing(frozen_tables):
    assert glossary(frozen_tables.view().evidence) is None
    assert explained("A fleece.", frozen_tables) == []


def test_what_a_term_means_stands_in_its_role_and_cannot_end_it(frozen_tables):
    frozen_tables.plant("glossary", term="tick", forms="", says="A `sign` | a bar.")
    printed = PageReading(frozen_tables.view()).read(Passage("one.md", 1, "A tick."))
    (role,) = ROLE.finditer(printed)
    assert json.loads(role["text"])["tip"] == "A `sign` | a bar."


def test_the_glossary_lists_each_term_once_by_letter_with_its_place(tables):
    tables.plant("glossary", term="<b>", forms="", says="<i>")
    setting = Setting(tables.view(), IMPRINT, lambda page: page)
    soup = BeautifulSoup(PARTS["terms"].html(setting, "", ""), "lxml")
    assert [(term.text, term["id"]) for term in soup.select("dt")] == [
        ("<b>", "term-b"),
        ("fleece", "term-fleece"),
        ("Mill", "term-mill"),
        ("Mill 1", "term-mill-1"),
    ]
    assert [says.text for says in soup.select("dd")][:2] == ["<i>", TERMS["fleece"][1]]


def test_a_place_is_made_of_letters_and_digits():
    assert place("Trade-in (of 'tea')") == "term-trade-in-of-tea"

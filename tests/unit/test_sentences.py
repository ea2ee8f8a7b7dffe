"""A text is parted where its sentences end, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nolimits.prose.sentences import ABBREVIATIONS, sentence_ends, split_sentences


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Trade fell. It rose again.", ["Trade fell.", "It rose again."]),
        ("Is it so? It is! Well…  And then?", ["Is it so?", "It is!", "Well…", "And then?"]),
        ("One\nsentence on\ntwo lines. Another.", ["One sentence on two lines.", "Another."]),
        ("It was USD 2.4 bn in 2024. Then USD 3.1 bn.", ["It was USD 2.4 bn in 2024.", "Then USD 3.1 bn."]),
        ("So they say (p006). “Nearly all.” Is it?", ["So they say (p006).", "“Nearly all.”", "Is it?"]),
        ("**Bold.** *Slanted.* [Linked.](a.md) More.", ["**Bold.**", "*Slanted.*", "[Linked.](a.md) More."]),
        ("The treaty. «Вот» it says. Это всё.", ["The treaty.", "«Вот» it says.", "Это всё."]),
        ("A clause; another: a third", ["A clause; another: a third"]),
        ("No stop at the end", ["No stop at the end"]),
        ("It ends. and goes on small.", ["It ends. and goes on small."]),
        ("It counts. 12 firms left!", ["It counts.", "12 firms left!"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_text_is_parted_into_its_sentences(text, wanted):
    assert split_sentences(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "V. Milov's paper holds it.",
        "Goods, e.g. Coal, fell; cf. No. 5 of J. K. Smith.",
        "The U.S. Treasury said so.",
        "Smith & Co. Ltd. Sold it.",
        "Mt. Wool and St. Tea are hills.",
        "See Fig. A and Vol. B of it.",
    ],
)
def test_an_abbreviation_or_an_initial_ends_no_sentence(text):
    assert split_sentences(text) == [text]


@pytest.mark.parametrize("short", sorted(ABBREVIATIONS))
def test_each_abbreviation_is_known_in_capitals_too(short):
    assert len(split_sentences(f"It is {short}. Wool.")) == len(split_sentences(f"It is {short.title()}. Wool.")) == 1


def test_a_word_that_only_ends_like_an_abbreviation_ends_a_sentence():
    assert split_sentences("It went into the forest. Wool is dear.") == ["It went into the forest.", "Wool is dear."]


def test_a_closing_mark_behind_an_abbreviation_ends_a_sentence():
    assert split_sentences("They sold it (wool, tea etc.) Then they left.") == [
        "They sold it (wool, tea etc.)",
        "Then they left.",
    ]


def test_ends_are_places_in_the_text():
    text = "One. Two.  Three"
    assert sentence_ends(text) == [4, 9, 16]
    assert [text[:4], text[4:9].strip(), text[9:].strip()] == ["One.", "Two.", "Three"]


def test_blanks_behind_the_last_stop_are_no_sentence():
    assert sentence_ends("One.  \n") == [7]
    assert split_sentences("One.  \n") == ["One."]


@given(st.text(alphabet='aB. !?…\n"”)*_1Я', max_size=60))
def test_nothing_of_a_text_is_lost(text):
    ends = sentence_ends(text)
    assert ends == sorted(set(ends))
    assert all(0 < end <= len(text) for end in ends)
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())

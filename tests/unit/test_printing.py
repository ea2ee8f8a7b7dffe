"""What was said is printed so that each number carries its traces, and nothing that data say becomes markup."""

import json

import pytest
from conftest import known_by
from hypothesis import given
from hypothesis import strategies as st

from nolimits.prose import Said, Spoken, passage, plain, printing
from nolimits.prose.templates import ROLE, Sentence

KEY = "wool.exports.2022-01-01.2022-12-31.2023-01-20.customs-2023-01-20-wool"
FACTS = {"sold": "value('wool.exports', 2022)", "later": "value('wool.exports', 2030)"}


def named(day: str = "latest"):
    return known_by(day).with_names({}, FACTS)


def printed(text: str, day: str = "latest") -> str:
    return " ".join(printing.markdown(one, named(day)) for one in passage(text, named(day)))


def fact(text: str) -> dict:
    """The content of the one fact in a printed text."""
    (role,) = ROLE.finditer(text)
    assert role["name"] == printing.FACT
    return json.loads(role["text"])


def test_a_number_is_printed_with_all_that_it_needs():
    text = printed("Wool came to {value}`sold` then.")
    assert text.startswith("Wool came to {fact}`")
    assert text.endswith("` then.")
    told = fact(text)
    assert told.pop("place").startswith("n-")
    assert told == {
        "text": "USD 90 bn",
        "tip": "USD 90 bn, 2022: Customs, known 20 January 2023",
        "to": ["chapters/rows-trade", KEY],
    }


def test_a_verdict_is_printed_with_its_badge_and_leads_to_the_ledger():
    told = fact(printed("{verdict}`p001`"))
    assert told == {
        "text": "held on the paper’s day and no longer does; too weak to count",
        "tip": "p001: as it says, p001",
        "badge": "overtaken",
        "to": ["chapters/ledger", "p001"],
    }


def test_a_source_is_printed_with_its_title_and_leads_to_the_bibliography():
    told = fact(printed("{source}`wire-2022-10-01-talks`"))
    assert told["to"] == ["chapters/sources", "wire-2022-10-01-talks"]
    assert "place" not in told


def test_what_leads_nowhere_is_printed_as_words():
    assert printed("As of {day}`cutoff`, {value}`1 + 1` of them.") == "As of 20 January 2024, 2 of them."


def test_the_words_of_an_author_keep_their_markup():
    assert printed("It {either}`sold ; **fell** ; rose`.") == "It **fell**."
    assert printed("It is {value}`later ; *open* [here](a.md)`.") == "It is *open* [here](a.md)."
    assert printed("{if}`sold` **It** fell.") == "**It** fell."


def test_what_data_say_is_no_markup():
    said = Said("<b>a</b> *b* _c_ `d` [e](f) {g} $h$ | i")
    assert printing.print_said(said, named()) == r"\<b>a\</b> \*b\* \_c\_ \`d\` \[e\](f) \{g\} \$h\$ \| i"


def test_neither_a_back_tick_nor_a_bar_ends_a_fact_or_a_cell(frozen_tables):
    frozen_tables.change("sources", {"source": "customs-2023-01-20-wool"}, publisher="Cus`toms | {x}`y`")
    view = frozen_tables.view().with_names({}, FACTS)
    (one,) = passage("{value}`sold`", view)
    text = printing.markdown(one, view)
    assert "|" not in text
    assert text.count("`") == 2
    assert fact(text)["tip"] == "USD 90 bn, 2022: Cus`toms | {x}`y`, known 20 January 2023"


@given(st.text(max_size=40))
def test_whatever_data_say_can_be_read_back(words):
    text = printing.print_said(Said(words or "x", tip=words, place="n-00000000"), named())
    told = fact(text)
    assert (told["text"], told.get("tip", "")) == (words or "x", words)


def test_plain_text_has_words_and_no_traces():
    (one,) = passage("**Wool** came to {value}`sold`, {either}`sold ; *less* ; more`.", named())
    assert printing.plain_text(one) == "**Wool** came to USD 90 bn, *less*."
    odd = Spoken(("It is ", Said("a_b*c")), Sentence(()))
    assert printing.plain_text(odd) == r"It is a\_b\*c"


def test_a_template_is_printed_as_one_line():
    template = ("{value}`later`", "It came to {value}`sold`.\nSo they say.")
    text = printing.print_template(template, named())
    assert fact(text)["text"] == "USD 90 bn"
    assert text.endswith(". So they say.")
    assert printing.print_template(("{value}`later`",), named()) == ""


def test_what_is_printed_says_what_is_said():
    text = "It came to {value}`sold`. {if}`sold` It {change}`sold` in {period}`sold`."
    shown = ROLE.sub(lambda role: json.loads(role["text"])["text"], printed(text))
    assert shown == plain(text, named())


@pytest.mark.parametrize("question", ["value('wool.exports', 2022)", "value( 'wool.exports',2022 )", "sold"])
def test_a_card_has_the_place_of_its_question(question):
    place = printing.card_place(question, named())
    assert place == printing.card_place("sold", named("2023-01-31"))
    assert place != printing.card_place("later", named())

"""Facts of a page: questions under short names, shown with what they give, who said so and since when."""

import pytest
from conftest import known_by

from nolimits.data import DataError
from nolimits.language import facts
from nolimits.language.facts import check_facts
from nolimits.language.walk import answer_fact


def line(question, day="latest"):
    (found,) = facts(known_by(day), asked=question).lines
    return found[1:]


@pytest.mark.parametrize(
    ("question", "day", "shown"),
    [
        ("value('wool.exports', 2022)", "latest", ("USD 90 bn", "Customs", "2023-01-20")),
        ("value('wool.exports', 2022)", "2023-01-19", ("not known by 19 January 2023", "", "")),
        ("value('tea.cargoes', 2020)", "latest", ("310", "The Wire", "2021-02-01")),
        ("total('tea.carried', 'year')", "latest", ("23 Mt", "The Institute", "2022-02-01")),
        ("value('wool.share', 2021) + value('bank.rate')", "latest", ("40%", "2 publishers", "2022-06-14")),
        ("status('mill-one')", "latest", ("under_construction", "The Daily", "2023-07-15")),
        ("status('mill-one')", "2021-05-24", ("not known by 24 May 2021", "", "")),
        ("1 < 2", "latest", ("yes", "", "")),
        ("2 < 1", "latest", ("no", "", "")),
        ("value('wool.exports', 2022) > 90", "latest", ("not known by 20 January 2024", "Customs", "2023-01-20")),
        ("value('wool.exports', 2022) > 80", "latest", ("yes", "Customs", "2023-01-20")),
        ("first('events')", "latest", ("2021-03-01", "The Wire", "2021-03-02")),
        ("count('events')", "latest", ("4", "2 publishers", "2023-02-01")),
        ("said('p002')", "latest", ("USD 90 bn", "", "")),  # a statement has no day and no source of its own
        ("cost()", "latest", ("USD 3 bn", "", "")),
        ("cutoff", "2022-06-30", ("2022-06-30", "", "")),
        ("1 + 1", "latest", ("2", "", "")),
    ],
)
def test_a_fact_is_shown_with_its_source_and_its_day(question, day, shown):
    assert line(question, day) == shown


def test_facts_may_be_named_by_facts_from_there_on():
    view = known_by()
    first = facts(view, rate="value('bank.rate')")
    second = facts(view, double="rate * 2")
    assert view.facts == {"rate": "value('bank.rate')", "double": "rate * 2"}
    assert first.lines == (("rate", "9.5%", "Customs", "2022-06-14"),)
    assert second.lines == (("double", "19.0%", "Customs", "2022-06-14"),)
    assert answer_fact("double", view).sure.value == 19


def test_a_fact_may_rest_on_one_that_is_named_after_it():
    view = known_by()
    shown = facts(view, double="rate * 2", rate="value('bank.rate')")
    assert [row[:2] for row in shown.lines] == [("double", "19.0%"), ("rate", "9.5%")]


def test_facts_are_a_table_and_lines_of_text():
    shown = facts(known_by(), rate="value('bank.rate')", two="1 + 1")
    frame = shown.frame()
    assert (frame.index.name, list(frame.index), list(frame.columns)) == (
        "name",
        ["rate", "two"],
        ["value", "source", "known"],
    )
    assert list(frame.loc["rate"]) == ["9.5%", "Customs", "2022-06-14"]
    assert str(shown) == "rate: 9.5% (Customs, 2022-06-14)\ntwo: 2 (, )"
    assert shown._repr_html_() == frame.to_html()


@pytest.mark.parametrize("name", ["Rate", "2rate", "ra-te", "_rate", "räte", "rate "])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(DataError) as refused:
        facts(known_by(), **{name: "1"})
    assert str(refused.value) == f"{name!r} is not a name of a fact: write small letters, digits and underscores"
    assert check_facts({name: "1"}, known_by()) == {
        name: "a fact's name is written in small letters, digits and underscores"
    }


@pytest.mark.parametrize("name", ["r", "rate", "rate_2", "r2d2_"])
def test_a_name_of_small_letters_digits_and_underscores_is_taken(name):
    assert facts(known_by(), **{name: "1"}).lines[0][0] == name
    assert check_facts({name: "1"}, known_by()) == {}


def test_a_name_that_a_parameter_has_is_refused():
    with pytest.raises(DataError) as refused:
        facts(known_by(base=2021), base="1")
    assert str(refused.value) == "the fact 'base' is called like a parameter: choose another name"
    assert check_facts({"base": "1"}, known_by(base=2021)) == {"base": "a parameter has this name: choose another"}


@pytest.mark.parametrize("name", ["value", "cutoff", "start", "near"])
def test_a_name_that_the_language_has_is_refused(name):
    with pytest.raises(DataError) as refused:
        facts(known_by(), **{name: "1"})
    assert str(refused.value) == f"the fact {name!r} is called like a word of the language: choose another name"
    assert check_facts({name: "1"}, known_by()) == {name: "a word of the language has this name: choose another"}


def test_a_fact_that_cannot_be_asked_is_refused():
    with pytest.raises(DataError) as refused:
        facts(known_by(), rate="value('no.such')")
    assert str(refused.value) == "the fact 'rate' cannot be asked: no indicator is called 'no.such': see indicators.csv"


def test_what_is_wrong_with_facts_is_told_by_their_names():
    questions = {"rate": "value('bank.rate')", "wrong": "value('no.such')", "other": "wrong + 1", "fine": "rate + base"}
    view = known_by(base=2021)
    message = "no indicator is called 'no.such': see indicators.csv"
    assert check_facts(questions, view) == {"wrong": message, "other": message}
    assert view.facts == {}


def test_facts_are_checked_as_of_the_day_of_the_view():
    assert check_facts({"early": "value('bank.rate', on='2010-01-01')"}, known_by()) == {
        "early": "nothing was known by 2010-01-01: choose a cutoff from 2015-02-01 on"
    }


def test_a_fact_that_is_not_there_is_told():
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        answer_fact("rate", known_by())
    assert str(refused.value) == "'rate' is not a name of this expression: it may name cutoff, start"

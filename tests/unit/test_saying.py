"""A sentence stands on a day as far as all that it asks is known; templates give way to others that can be said."""

import pytest
from conftest import known_by

from nolimits.data import DataError
from nolimits.language import ExpressionError
from nolimits.prose import alternatives, bare, choose, passage, plain, sentences
from nolimits.prose.saying import sentence

THEN, BEFORE = "2023-01-31", "2022-12-31"  # with and without the figures of 2022
FACTS = {
    "sold": "value('wool.exports', 2022)",
    "bought": "value('wool.imports', 2022)",
    "fell": "sold < value('wool.exports', 2021)",
    "later": "value('wool.exports', 2030)",
}


def named(day: str = "latest", **parameters):
    return known_by(day).with_names(parameters, FACTS)


def said(text: str, day: str = "latest") -> list[str]:
    return [one.text for one in passage(text, named(day))]


# --- sentences


def test_a_sentence_is_said_with_what_its_roles_say():
    assert said("Wool sold came to {value}`sold` in {period}`sold`.") == ["Wool sold came to USD 90 bn in 2022."]


def test_a_sentence_that_asks_for_what_is_not_known_is_left_out():
    text = "Wool is old. It came to {value}`sold`, in {period}`later`. Tea is dear."
    assert said(text) == ["Wool is old.", "Tea is dear."]


def test_the_same_text_says_more_on_a_later_day():
    text = "Wool is old. It came to {value}`sold`. {unless}`sold` How much was sold is not known."
    assert said(text, BEFORE) == ["Wool is old.", "How much was sold is not known."]
    assert said(text, THEN) == ["Wool is old.", "It came to USD 90 bn."]


def test_words_that_stand_in_keep_a_sentence():
    assert said("It came to {value}`later ; what nobody knows`.") == ["It came to what nobody knows."]


def test_a_condition_at_the_head_leaves_no_trace_in_the_words():
    assert said("{if}`fell` It fell. {unless}`fell` It did not fall.") == ["It fell."]
    assert said("{if}`fell`{unless}`later` **It** fell.") == ["**It** fell."]


def test_two_conditions_must_both_hold():
    assert said("{if}`fell`{if}`later` It fell.") == []


def test_a_condition_may_be_followed_by_a_role():
    assert said("{if}`fell` {value}`sold` is less.") == ["USD 90 bn is less."]


def test_a_parameter_may_be_asked():
    text = "{if}`bold` It dares. {value}`sold * factor` it is."
    assert plain(text, named(bold=True, factor=2)) == "It dares. USD 180 bn it is."
    assert plain(text, named(bold=False, factor=1)) == "USD 90 bn it is."


def test_a_role_of_others_is_left_as_it_is_written():
    text = "{numref}`wool-chart` shows {value}`sold`, as {doc}`that page <trade>` says."
    assert said(text) == ["{numref}`wool-chart` shows USD 90 bn, as {doc}`that page <trade>` says."]


def test_white_space_is_folded():
    assert said("It came\nto   {value}`sold`.") == ["It came to USD 90 bn."]


def test_rows_and_places_of_a_sentence_are_those_of_its_roles_each_once():
    (one,) = passage("{if}`fell` {value}`sold` and {value}`sold`, {compare}`sold ; bought` the other.", named())
    assert [row.anchor.partition(".2")[0] for row in one.rows] == ["wool.exports", "wool.exports", "wool.imports"]
    assert len(one.places) == 2
    assert all(place.startswith("n-") for place in one.places)


def test_a_sentence_alone_is_said_or_not():
    (one,) = sentences("It came to {value}`sold`.")
    assert sentence(one, named()).template is one
    assert sentence(one, named(BEFORE)) is None


@pytest.mark.parametrize("text", ["{value}`no_such`", "Fine. {value}`value('no.such')`", "{word}`status('no-such')`"])
def test_what_cannot_be_asked_is_refused(text):
    with pytest.raises((ExpressionError, DataError)):
        list(passage(text, named()))


# --- templates


def test_a_template_is_said_as_one_line():
    assert (
        plain("It came to {value}`sold`.\nIt {either}`fell ; fell ; rose`.", named())
        == "It came to USD 90 bn. It fell."
    )
    assert plain("One. {value}`later` Two.", named()) == "One."
    assert plain("", named()) == ""


def test_markup_is_kept():
    assert (
        plain("**Wool** of [that page](a.md): {value}`sold`.", named()) == "**Wool** of [that page](a.md): USD 90 bn."
    )


def test_of_several_the_first_that_can_be_said_whole_is_said():
    template = ("{value}`later` it was", "One. {value}`sold` it was.", "Something was sold")
    assert plain(template, named()) == "One. USD 90 bn it was."
    assert plain(template, named(BEFORE)) == "Something was sold"
    assert choose(list(template), named(BEFORE)) == "Something was sold"


def test_where_none_of_several_can_be_said_nothing_is():
    assert choose(("", "{value}`later`"), named()) == ""
    assert plain(("{value}`later`",), named()) == ""
    assert plain((), named()) == ""


def test_a_condition_makes_way_for_the_next_of_several():
    template = ("{if}`fell` It fell", "It did not fall")
    assert plain(template, named()) == "It fell"
    assert plain(template, named(BEFORE)) == "It did not fall"


@pytest.mark.parametrize(
    ("day", "words"), [("latest", "They sell more"), ("2023-12-31", "They buy more"), ("2015-02-01", "Who knows")]
)
def test_a_template_may_follow_a_verdict(day, words):
    template = {"by": "p001", "confirmed": "They buy more", "refuted": "They sell more", "else": "Who knows"}
    assert plain(template, named(day)) == words


def test_a_verdict_without_words_of_its_own_or_others_says_nothing():
    assert plain({"by": "p001", "confirmed": "They buy more"}, named()) == ""


def test_a_template_by_the_verdict_on_no_statement_is_refused():
    with pytest.raises(DataError, match="no claim is called 'p999'"):
        plain({"by": "p999", "else": "Who knows"}, named())


def test_all_that_a_template_may_come_to_can_be_listed():
    assert alternatives("One") == ["One"]
    assert alternatives(("One", "Two")) == ["One", "Two"]
    assert alternatives({"by": "p001", "confirmed": "One", "else": "Two"}) == ["One", "Two"]


# --- words without markup


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**Wool** and *tea*, __both__ _dear_", "Wool and tea, both dear"),
        ("see [that page](../chapters/method.md#tea)", "see that page"),
        ("{numref}`wool-chart` shows it", "shows it"),
        ("`code` is\n kept", "code is kept"),
        ("a snake_case_word and 2 * 3 * 4", "a snake_case_word and 2 * 3 * 4"),
        ("plain", "plain"),
    ],
)
def test_markup_is_taken_off(text, words):
    assert bare(text) == words

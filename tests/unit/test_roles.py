"""Each role turns a fact or a question into words that follow the data, with the rows that stand behind them."""

import re

import pytest
from conftest import known_by

from nolimits.data import DataError
from nolimits.language import ExpressionError, places
from nolimits.prose.roles import PLACELESS, QUESTIONS, ROLES, anchor, condition, expand, say
from nolimits.prose.templates import Role, fields

# the wool that Norland sold came to 90 in 2022, as was known from 20 January 2023 on, and to 99 in 2023
EARLY, THEN, BEFORE_2023 = "2021-01-31", "2023-01-31", "2023-12-31"
UNKNOWN = "value('wool.exports', 2030)"
FACTS = {
    "sold": "value('wool.exports', 2022)",
    "bought": "value('wool.imports', 2022)",
    "gap": "sold - bought",
    "later": UNKNOWN,
}
CUSTOMS = "Customs, known 20 January 2023"


def ask(written: str, view=None):
    """What a role says, written as `{value}` and its content."""
    name, _, content = written.partition("}")
    return say(Role(name.removeprefix("{"), fields(content.strip("`"))), view or known_by())


def named(day: str = "latest"):
    return known_by(day).with_names({}, FACTS)


def rows(said) -> list[str]:
    return [places.key(row) for row in said.rows]


# --- figures


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{value}`value('wool.exports', 2022)`", "USD 90 bn"),
        ("{value}`value('wool.price', 2022)`", "USD 550 per tonne"),
        ("{value}`value('wool.share', 2022)`", "about 33%"),
        ("{value}`value('wool.share', 2021) + value('wool.share', 2022)`", "about 63%"),
        ("{value}`value('wool.share', 2021) + value('wool.share', 2021)`", "60%"),
        ("{value}`value('tea.cargoes', 2019)`", "under 300"),
        ("{value}`value('tea.cargoes', 2021)`", "over 320"),
        ("{value}`value('tea.cargoes', 2022)`", "300 to 340"),
        ("{value}`value('wool.exports_yoy', 2022)`", "−25.5%"),
        ("{value}`-value('wool.exports', 2022)`", "−USD 90 bn"),
        ("{amount}`value('wool.exports_yoy', 2022)`", "25.5%"),
        ("{amount}`value('wool.exports', 2022) - value('wool.imports', 2022)`", "USD 9 bn"),
        ("{number}`value('wool.exports', 2022)`", "90"),
        ("{number}`value('wool.share', 2022)`", "about 33"),
        ("{number}`year(peak('wool.exports'))`", "2021"),
        ("{number}`count('events')`", "4"),
        ("{period}`value('wool.exports', 2022)`", "2022"),
        ("{period}`value('tea.sold', 'latest month')`", "June 2022"),
        ("{period}`sum12('tea.sold')`", "the year to June 2022"),
        ("{period}`sum12('wool.exports')`", "2023"),
        ("{known-on}`value('wool.exports', 2022)`", "20 January 2023"),
    ],
)
def test_a_figure_is_told_in_words(written, words):
    assert ask(written).text == words


def test_a_fact_is_asked_by_its_name():
    assert ask("{value}`sold`", named()).text == "USD 90 bn"
    assert ask("{value}`gap`", named()).text == "−USD 9 bn"


def test_a_figure_leads_to_its_row_and_tells_who_stated_it_when():
    said = ask("{value}`value('wool.exports', 2022)`")
    key = "wool.exports.2022-01-01.2022-12-31.2023-01-20.customs-2023-01-20-wool"
    assert rows(said) == [key]
    assert said.tip == f"USD 90 bn, 2022: {CUSTOMS}"
    assert places.target(said.about, said.rows, known_by()) == ("chapters/rows-trade", key)
    assert said.traced


def test_a_forecast_is_told_as_one():
    said = ask("{value}`value('wool.exports', 2023)`", known_by("2023-06-30"))
    assert said.text == "about USD 95 bn"
    assert said.tip == "about USD 95 bn, 2023: forecast, The Daily, known 1 June 2023"


def test_a_computed_figure_leads_to_all_its_rows():
    said = ask("{value}`value('wool.exports', 2022) - value('wool.imports', 2022)`")
    assert len(said.rows) == 2
    assert said.tip == f"computed: USD 90 bn, 2022: {CUSTOMS}; USD 99 bn, 2022: {CUSTOMS}"


def test_a_count_of_nothing_says_by_when_there_was_none():
    said = ask("{number}`count('events', kind='bond')`")
    assert (said.text, said.tip, said.rows) == ("0", "none known by 20 January 2024", ())


def test_a_figure_follows_its_row(frozen_tables):
    where = {"indicator": "wool.exports", "period_start": "2022-01-01", "period_end": "2022-12-31"}
    frozen_tables.change("observations", where, value="91.5")
    assert ask("{value}`value('wool.exports', 2022)`", frozen_tables.view()).text == "USD 91.5 bn"


# --- what is not known


@pytest.mark.parametrize(
    "written",
    [
        f"{{value}}`{UNKNOWN}`",
        f"{{amount}}`{UNKNOWN}`",
        f"{{number}}`{UNKNOWN}`",
        f"{{period}}`{UNKNOWN}`",
        f"{{known-on}}`{UNKNOWN}`",
        f"{{change}}`{UNKNOWN}`",
        f"{{change}}`{UNKNOWN} ; rose by ; fell by ; stood`",
        f"{{compare}}`{UNKNOWN} ; value('wool.exports', 2022)`",
        f"{{compare}}`value('wool.exports', 2022) ; {UNKNOWN} ; above ; below ; at`",
        "{day}`first('events', kind='bond')`",
        f"{{either}}`{UNKNOWN} > 1 ; more ; less`",
        f"{{if}}`{UNKNOWN} > 1`",
        f"{{if}}`{UNKNOWN}`",
    ],
)
def test_a_role_that_asks_for_what_is_not_known_says_nothing(written):
    assert ask(written) is None


@pytest.mark.parametrize(
    "written",
    [
        f"{{value}}`{UNKNOWN} ; *an open* figure`",
        f"{{amount}}`{UNKNOWN} ; *an open* figure`",
        f"{{number}}`{UNKNOWN} ; *an open* figure`",
        f"{{period}}`{UNKNOWN} ; *an open* figure`",
        f"{{known-on}}`{UNKNOWN} ; *an open* figure`",
        f"{{change}}`{UNKNOWN} ; rose by ; fell by ; stood ; *an open* figure`",
        f"{{compare}}`{UNKNOWN} ; 1 ; above ; below ; at ; *an open* figure`",
        "{day}`first('events', kind='bond') ; *an open* figure`",
        f"{{either}}`{UNKNOWN} > 1 ; more ; less ; *an open* figure`",
    ],
)
def test_words_may_stand_in_for_what_is_not_known(written):
    said = ask(written)
    assert said.text == "*an open* figure"
    assert said.written  # an author's words may hold markup
    assert not said.place


def test_words_that_stand_in_are_not_used_where_it_is_known():
    assert ask("{value}`value('wool.exports', 2022) ; none`").text == "USD 90 bn"
    assert ask("{change}`value('wool.exports', 2022) ; rose by ; fell by ; stood ; none`").text == "fell by 25.5%"
    assert ask("{compare}`2 ; 1 ; above ; below ; at ; none`").text == "above"
    assert ask("{day}`first('events') ; none`").text == "1 March 2021"


def test_a_figure_is_not_known_before_its_row():
    assert ask("{value}`value('wool.exports', 2022)`", known_by("2023-01-19")) is None
    assert ask("{value}`value('wool.exports', 2022)`", known_by("2023-01-20")).text == "USD 90 bn"


def test_the_register_holds_no_act_before_it_was_known():
    assert ask("{day}`first('events')`", known_by("2021-03-01")) is None
    assert ask("{day}`first('events')`", known_by("2021-03-02")).text == "1 March 2021"


# --- change and comparison


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("-6.9", "fell by 6.9%"),
        ("4.2", "rose by 4.2%"),
        ("0", "hardly changed"),
        ("0.06", "rose by 0.1%"),
        ("0.04", "hardly changed"),  # what would be printed as nought
        ("0.0", "hardly changed"),
    ],
)
def test_a_change_turns_with_the_figure(frozen_tables, rate, words):
    frozen_tables.change("observations", {"indicator": "wool.exports_yoy"}, value=rate)
    view = frozen_tables.view()
    assert ask("{change}`value('wool.exports', 2022)`", view).text == words  # of a level, its growth
    assert ask("{change}`growth('wool.exports', 2022)`", view).text == words  # of a change, itself
    assert ask("{change}`value('wool.exports_yoy', 2022)`", view).text == words


def test_a_change_is_computed_where_no_source_states_it():
    # 99 after 90, either give or take a half: between 8.8% and 11.2%
    said = ask("{change}`value('wool.exports', 2023)`")
    assert said.text == "rose by 10%"
    assert said.tip.startswith("computed from two levels: USD 99 bn, 2023")
    assert len(said.rows) == 2


def test_a_change_whose_margin_holds_nought_has_no_sign_and_no_amount():
    # 99 give or take a half, after 100 give or take a half
    assert ask("{change}`value('wool.imports', 2022)`").text == "hardly changed"


def test_a_change_may_have_words_of_its_own():
    told = "{{change}}`value('{}', 2022) ; went up by ; went down by ; stood`"
    assert ask(told.format("wool.exports")).text == "went down by 25.5%"
    assert ask(told.format("wool.imports")).text == "stood"
    assert ask(told.format("wool.price")).text == "went up by 10%"


def test_a_difference_is_told_in_its_unit():
    assert ask("{change}`change('wool.exports', 2021, 2022)`").text == "fell by USD 31 bn"


def test_of_a_computed_level_no_change_is_known():
    for question in ("count('events')", "1", "sold + bought", "ratio(sold, bought)", "sold + later"):
        with pytest.raises(ExpressionError, match="of what is computed no change is known: ask for growth, change or"):
            ask(f"{{change}}`{question}`", named())


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ("value('wool.exports', 2021)", "value('wool.imports', 2021)", "more than"),  # 121 and 100
        ("value('wool.exports', 2022)", "value('wool.imports', 2022)", "less than"),  # 90 and 99
        ("value('wool.exports', 2022)", "90", "about as much as"),
        ("value('wool.exports', 2022)", "value('wool.exports', 2022)", "about as much as"),
    ],
)
def test_a_comparison_turns_with_the_figures(a, b, words):
    assert ask(f"{{compare}}`{a} ; {b}`").text == words
    own = {"more than": "above", "less than": "below", "about as much as": "at"}[words]
    assert ask(f"{{compare}}`{a} ; {b} ; above ; below ; at`").text == own


def test_a_comparison_rests_on_the_rows_of_both():
    said = ask("{compare}`sold ; bought`", named())
    assert said.tip == f"compared: USD 90 bn, 2022: {CUSTOMS}; USD 99 bn, 2022: {CUSTOMS}"
    assert len(said.rows) == 2


def test_a_comparison_takes_its_questions_whole():
    assert ask("{compare}`1 - 2 ; 2 - 3`").text == "about as much as"


# --- registers, sources, statements


@pytest.mark.parametrize(
    ("day", "words"), [("2021-05-25", "negotiating"), ("2022-02-01", "agreed"), ("latest", "under construction")]
)
def test_a_state_is_told_as_of_the_day(day, words):
    assert ask("{word}`status('mill-one')`", known_by(day)).text == words


def test_of_a_thing_that_nothing_is_known_of_yet_no_state_is_told():
    assert ask("{word}`status('mill-one')`", known_by("2021-05-24")) is None
    assert ask("{word}`status('mill-one') ; none`", known_by("2021-05-24")).text == "none"


def test_the_day_of_the_page_is_told_without_a_place():
    said = ask("{day}`cutoff`", known_by(THEN))
    assert (said.text, said.place, said.tip) == ("31 January 2023", "", "")


def test_a_source_is_named_and_leads_to_the_bibliography():
    said = ask("{source}`wire-2022-10-01-talks`")
    assert (said.text, said.tip, said.place) == ("The Wire, 1 October 2022", "Talks of 2022-10-01", "")
    assert places.target(said.about, said.rows, known_by()) == ("chapters/sources", "wire-2022-10-01-talks")


def test_a_source_is_not_named_before_it_was_published():
    written = "{source}`wire-2022-10-01-talks`"
    assert ask(written, known_by("2022-09-30")) is None
    assert ask("{source}`wire-2022-10-01-talks ; nobody yet`", known_by("2022-09-30")).text == "nobody yet"
    assert ask(written, known_by("2022-10-01")).text == "The Wire, 1 October 2022"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{stated}`p002`", "USD 90 bn"),
        ("{stated}`p004`", "about −25%"),
        ("{stated}`p004 ; amount`", "about 25%"),
        ("{stated}`p007`", "over 325"),
    ],
)
def test_the_figure_of_a_statement_is_told_as_printed(written, words):
    said = ask(written)
    assert said.text == words
    assert places.target(said.about, said.rows, known_by()) == ("chapters/ledger", written[9:13])


def test_a_statement_is_told_before_its_paper_came_out():
    assert ask("{stated}`p004`", known_by(EARLY)).text == "about −25%"


def test_a_verdict_is_told_as_of_the_day_and_leads_to_the_ledger():
    # that more is bought than sold: 90 and 99 in 2022, 99 and 97 in 2023
    said = ask("{verdict}`p001`", known_by(BEFORE_2023))
    assert (said.text, said.badge, said.place) == ("confirmed; too weak to count", "confirmed", "")
    assert (ask("{verdict}`p001`").text, ask("{verdict}`p001`").badge) == (
        "held on the paper’s day and no longer does; too weak to count",
        "overtaken",
    )
    assert places.target(said.about, said.rows, known_by()) == ("chapters/ledger", "p001")
    assert len(said.rows) == 2


@pytest.mark.parametrize(
    ("cells", "text"), [({}, "about 7"), ({"qualifier": "over", "low": "90", "value": ""}, "over 6.5")]
)
def test_a_rest_of_two_vintages_is_about_right_unless_it_is_a_bound(frozen_tables, cells, text):
    about = {"indicator": "wool.exports", "period_start": "2022-01-01", "source": "customs-2022-04-20-wool"}
    until = {"period_end": "2022-11-30", "value": "83", "qualifier": "exact", "known_on": "2022-12-20"}
    whole = {"period_end": "2022-12-31", "value": "90", "qualifier": "exact", "known_on": "2023-12-20"} | cells
    frozen_tables.drop("observations", indicator="wool.exports", period_start="2022-01-01", period_end="2022-12-31")
    for one in (until, whole):
        frozen_tables.plant("observations", **about, **one)
    assert ask("{number}`value('wool.exports', '2022-12')`", frozen_tables.view()).text == text


def test_a_verdict_may_be_that_of_a_papers_day_or_of_any_day():
    assert ask("{verdict}`p001 ; pamphlet-2023`").text == "confirmed; too weak to count"
    assert ask("{verdict}`p001 ; 2022-06-30`").badge == "refuted"  # 120 and 100 in 2021
    assert ask("{verdict}`l003 ; letter-2023`").text == "undecided"


def test_a_verdict_of_a_day_that_lies_ahead_is_not_foretold():
    said = ask("{verdict}`p001 ; pamphlet-2023`", known_by(THEN))
    assert (said.text, said.badge) == ("not before 10 May 2023", "")


@pytest.mark.parametrize(
    ("day", "words"), [("latest", "it falls"), (BEFORE_2023, "it holds"), ("2015-02-01", "it is open")]
)
def test_a_wording_is_chosen_by_a_verdict(day, words):
    said = ask("{by-verdict}`p001 ; it holds ; it falls ; it is open`", known_by(day))
    assert (said.text, said.written, said.place) == (words, True, "")


# --- conditions


@pytest.mark.parametrize(
    ("asked", "either", "stands", "stands_unless"),
    [
        ("gap < 0", "yes", True, False),
        ("gap > 0", "no", False, True),
        ("sold > 90", "unsure", False, True),  # 90 give or take a half
        ("later > 0", "unsure", False, True),
        ("sold", "yes", True, False),  # a name alone asks whether it is known
        ("later", "no", False, True),
        ("known(later)", "no", False, True),
        ("status('mill-one') == 'agreed'", "no", False, True),
    ],
)
def test_a_condition_is_certain_or_not(asked, either, stands, stands_unless):
    assert ask(f"{{either}}`{asked} ; yes ; no ; unsure`", named()).text == either
    assert (ask(f"{{if}}`{asked}`", named()) is not None) is stands
    assert (ask(f"{{unless}}`{asked}`", named()) is not None) is stands_unless


def test_a_condition_gives_no_words_and_has_rows_behind_it():
    for written in ("{if}`gap < 0`", "{unless}`gap > 0`"):
        said = ask(written, named())
        assert (said.text, said.place) == ("", "")
        assert len(said.rows) == 2
    assert len(ask("{either}`gap < 0 ; yes ; no`", named()).rows) == 2


def test_of_a_figure_or_a_word_the_condition_is_that_it_is_known():
    assert condition(named(), "sold").value is True
    assert condition(named(), "later").value is False
    assert condition(named(), "first('events', kind='bond')").value is False
    assert condition(named(), "sold > 90").value is None


# --- what cannot be asked


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{value}`value('no.such')`", "no indicator is called 'no.such'"),
        ("{value}`value('wool.export')`", "perhaps wool.exports"),
        ("{value}`nothing`", "'nothing' is not a name of this expression"),
        ("{value}`1 < 2`", "this role wants an expression that gives a number"),
        ("{value}`status('mill-one')`", "this role wants an expression that gives a number"),
        ("{period}`1 < 2`", "this role wants an expression that gives a number"),
        ("{change}`1`", "of what is computed no change is known"),
        ("{change}`growth('wool.exports', 2022) ; up ; down`", "three wordings are wanted, or none"),
        ("{change}`growth('wool.exports', 2022) ; a ; b ; c ; d ; e`", "three wordings are wanted, or none"),
        ("{compare}`1`", "compare takes two facts"),
        ("{compare}`1 ; 2 ; more ; less`", "three wordings are wanted, or none"),
        ("{compare}`value('wool.exports', 2022) ; value('wool.share', 2022)`", "units are mixed"),
        ("{either}`1 < 2 ; a`", "either takes a condition and two or three wordings"),
        ("{either}`1 < 2 ; a ; b ; c ; d`", "either takes a condition and two or three wordings"),
        ("{if}`no_such_fact`", "'no_such_fact' is not a name"),
        ("{unless}`1 <`", "not an expression"),
        ("{word}`1`", "this role wants an expression that gives a word or a day"),
        ("{word}`status('no-such')`", "no project is called 'no-such'"),
        ("{day}`1`", "this role wants an expression that gives a word or a day"),
        ("{day}`status('mill-one')`", "is not a day"),
        ("{source}`no-such`", "no source is called 'no-such'"),
        ("{stated}`p999`", "no claim is called 'p999'"),
        ("{stated}`l001`", "claim l001 states no figure"),
        ("{verdict}`p999`", "no claim is called 'p999'"),
        ("{verdict}`p001 ; some day`", "'some day' is not a day"),
        ("{by-verdict}`p001 ; it holds ; it falls`", "by-verdict takes a claim and three wordings"),
    ],
)
def test_a_role_that_cannot_be_answered_is_refused(written, message):
    with pytest.raises((ExpressionError, DataError), match=re.escape(message)):
        ask(written)


# --- places


def test_a_number_has_one_place_by_whatever_name_it_is_asked():
    view = named()
    place = ask("{value}`sold`", view).place
    assert place == ask("{value}`value('wool.exports', 2022)`").place
    assert place == ask('{value}`value("wool.exports",2022) ; none`').place
    assert re.fullmatch(r"n-[0-9a-f]{8}", place)


def test_its_place_stays_whatever_is_known():
    written = "{value}`value('wool.exports', 'latest year')`"
    assert ask(written).place == ask(written, known_by(THEN)).place


def test_another_question_or_another_role_has_another_place():
    asked = (
        "{value}`sold`",
        "{value}`bought`",
        "{number}`sold`",
        "{compare}`sold ; bought`",
        "{compare}`bought ; sold`",
    )
    assert len({ask(one, named()).place for one in asked}) == len(asked)


def test_wordings_do_not_move_a_place():
    assert ask("{compare}`sold ; bought ; a ; b ; c`", named()).place == ask("{compare}`sold ; bought`", named()).place


def test_only_what_leads_somewhere_has_a_place():
    assert not ask("{value}`1 + 1`").place
    for written in ("{either}`sold ; a ; b`", "{by-verdict}`p001 ; a ; b ; c`", "{verdict}`p001`", "{if}`sold`"):
        assert written[1:].partition("}")[0] in PLACELESS
        assert not ask(written, named()).place


def test_a_question_is_written_out_fact_by_fact():
    view = known_by().with_names({"factor": 2}, {"a": "1 + 1", "b": "a * factor", "c": "b - a"})
    assert expand("c", view) == "(1 + 1) * factor - (1 + 1)"
    assert expand("a > b", view) == "1 + 1 > (1 + 1) * factor"
    assert expand("rose by", view) == "rose by"
    assert expand("p001", view) == "p001"


def test_a_fact_that_asks_for_itself_or_for_a_later_one_is_written_out_no_further():
    view = known_by().with_names({}, {"a": "b + 1", "b": "a + 1", "c": "c + 1"})
    assert expand("a", view) == "b + 1"
    assert expand("c", view) == "c + 1"


def test_the_place_is_that_of_the_question_written_out():
    view = named()
    assert anchor(Role("value", ("gap",)), view) == anchor(
        Role("value", ("value('wool.exports', 2022) - value('wool.imports', 2022)",)), known_by()
    )


# --- all of them


EXAMPLES = {
    "value": "value('wool.exports', 2019)",
    "amount": "growth('wool.exports', 2020)",
    "number": "year(peak('wool.exports'))",
    "period": "value('wool.exports')",
    "known-on": "value('wool.exports')",
    "change": "growth('wool.exports', 2020)",
    "compare": "value('wool.exports', 2020) ; value('wool.exports', 2019)",
    "either": "known(value('wool.exports', 2022)) ; yes ; no",
    "word": "status('road-one')",
    "day": "cutoff",
    "source": "wire-2020-05-01-mills",
    "stated": "p002",
    "verdict": "p002 ; pamphlet-2023",
    "strength": "letter-sells ; not decided",
    "by-verdict": "p002 ; it holds ; it falls ; it is open",
    "if": "1 < 2",
    "unless": "2 < 1",
}


@pytest.mark.parametrize("day", [EARLY, THEN, "latest"])
@pytest.mark.parametrize("name", ROLES)
def test_each_role_answers_on_each_day_and_what_it_rests_on_can_be_found(name, day):
    said = ask(f"{{{name}}}`{EXAMPLES[name]}`", known_by(day))
    assert bool(said.text.strip()) is (name not in ("if", "unless"))
    if said.place:
        page, found = places.target(said.about, said.rows, known_by(day))
        assert page.startswith("chapters/")
        assert found


@pytest.mark.parametrize("name", ROLES)
def test_each_role_says_in_its_docstring_how_it_is_written(name):
    first = ROLES[name].__doc__.split("\n")[0]
    written = re.match(rf"\{{{name}\}}`([^`]+)`", first)
    assert written, first
    assert QUESTIONS.get(name, 1) <= len(fields(written[1]))
    assert first[written.end() :].startswith(": ")

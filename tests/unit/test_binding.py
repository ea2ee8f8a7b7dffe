"""Arguments of calls: of the right kind or refused, and unknown where the tables do not know them."""

import pytest
from asking import asked, complaint, number
from conftest import known_by

from nolimits.data import Figure, period
from nolimits.data.quantities import Quantity, exactly
from nolimits.language import VOCABULARY, Text, Truth
from nolimits.language.answers import ExpressionError
from nolimits.language.binding import call, in_words, number_in, span, word_in

UNKNOWN = "value('wool.exports', 2099)"
NO_PERIOD = "a period is wanted here, such as 2024 or '2025-01..2025-09'"
NO_DAY = "'soon' is not a day: write a date that exists as YYYY-MM-DD, such as 2025-09-10"


# --- the wrong kind


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "value()",
            "value takes other arguments: value(indicator, period, on=day): the figure for a period or for "
            "`latest`, `latest year` …; as known on a day.",
        ),
        (
            "value('a', 2, 'b', 3)",
            "value takes other arguments: value(indicator, period, on=day): the figure for a "
            "period or for `latest`, `latest year` …; as known on a day.",
        ),
        (
            "growth('wool.exports', colour='red')",
            "growth takes other arguments: growth(indicator, period): change on "
            "the same period a year earlier, in percent.",
        ),
        (
            "value('wool.exports', span=2022, indicator='b')",
            "value takes other arguments: value(indicator, period, "
            "on=day): the figure for a period or for `latest`, `latest year` …; as known on a day.",
        ),
        (
            "followed('Norland', 2022)",
            "followed takes other arguments: followed(side, since=day, within=90, "
            "kind='fee'): % of its days of measures that the other side followed.",
        ),
        (
            "count()",
            "count takes other arguments: count(register, kind='loan|bond', since=2022): how many entries of a register were known.",
        ),
        ("value(1, 2)", "a text in quotation marks is wanted here"),
        ("value(1 < 2)", "a text in quotation marks is wanted here"),
        ("value('wool.exports', 1 < 2)", "a text in quotation marks is wanted here"),
        (
            "value('wool.exports', 'soon')",
            "'soon' is not a period: write 2025, 2025-09, 2025-H1, 2025-Q3, 2025-09-10 or 2025-01..2025-09",
        ),
        ("value('wool.exports', on='soon')", NO_DAY),
        ("value('wool.exports', on=2022)", "a text in quotation marks is wanted here"),
        ("value('wool.exports', on='2022-02')", NO_DAY.replace("soon", "2022-02")),
        ("ratio('a', 1)", "a number is wanted here"),
        ("mean(1, 'a')", "a number is wanted here"),
        ("mean(1, 1 < 2)", "a number is wanted here"),
        ("near(1, 1, within='a')", "a number is wanted here"),
        ("above('wool.exports', 'a', 'year')", "a number is wanted here"),
        ("peak('wool.exports', 3)", "a text in quotation marks is wanted here"),
        ("peak('wool.exports', 'yaer')", "'yaer' is no kind of period: write year, month, ytd, point or span"),
        ("value('wool.exports', 'latest yaer')", "'yaer' is no kind of period: write year, month, ytd, point or span"),
        ("periods('wool.exports', 'yaer')", "'yaer' is no kind of period: write year, month, ytd, point or span"),
        ("years(2020, '2021-01-01')", "a word or a day is wanted here"),
        ("count(2)", "a text in quotation marks is wanted here"),
        ("count('events', kind=2)", "a text in quotation marks is wanted here"),
        ("count('events', fresh=2)", "a text in quotation marks is wanted here"),
        ("count('projects', fresh='two')", "a number is wanted here"),
    ],
)
def test_an_argument_of_the_wrong_kind_is_refused(text, message):
    assert complaint(text) == f"0: {message}"


@pytest.mark.parametrize("year", ["1 / 0", "2022.5", "0", "-1", "10000", "value('wool.exports', 2022)", "1e14"])
def test_a_number_that_is_no_year_is_no_period(year):
    assert complaint(f"value('wool.exports', {year})") == f"0: {NO_PERIOD}"


def test_a_year_may_be_worked_out():
    assert number("value('wool.exports', 2021 + 1)") == 90
    assert number("value('wool.exports', year('2022-06-30'))") == 90
    assert number("value('wool.exports', year(value('wool.exports', 2022)) - 1)") == 121
    assert number("value('wool.exports', 1)") is number("value('wool.exports', 9999)") is None


def test_acts_are_chosen_by_a_column_of_the_thing_that_they_are_about():
    every, mills = number("count('milestones')"), number("count('milestones', project='mill-one')")
    assert number("count('milestones', of_sector='mills')") == mills < every
    assert number("count('milestones', of_sector='mills|roads')") == every
    assert complaint("count('milestones', of_colour='red')").startswith("0: there is no column 'colour'")
    assert complaint("count('events', of_sector='mills')").startswith("0: there is no column 'of_sector'")


# --- what is not known

# a question with an argument that is not known, and what kind of answer it would have had
NOT_KNOWN = [
    (f"above('wool.exports', {UNKNOWN}, 'year')", Figure),
    (f"below('wool.exports', {UNKNOWN}, 'year')", Figure),
    (f"near(1, 1, within={UNKNOWN})", Truth),
    (f"count('projects', fresh={UNKNOWN})", Figure),
    (f"count('events', since=year({UNKNOWN}))", Figure),
    ("count('events', kind=first('events', kind='bond'))", Figure),
    (f"value('wool.exports', year({UNKNOWN}))", Figure),
    ("value('wool.exports', first('events', kind='bond'))", Figure),
    ("value('wool.exports', 2022, on=first('events', kind='bond'))", Figure),
    ("value(first('events', kind='bond'))", Figure),
    ("first('events', since=first('events', kind='bond'))", Text),
    ("status('mill-one', on=first('events', kind='bond'))", Text),
    (f"followed('Norland', since='2022-01-01', within=1 * {UNKNOWN} / {UNKNOWN})", Figure),
]


@pytest.mark.parametrize(("text", "kind"), NOT_KNOWN)
def test_an_unknown_argument_makes_the_answer_unknown(text, kind):
    answer = asked(text)
    assert isinstance(answer, kind)
    assert not answer.known
    assert answer.rows == ()
    if isinstance(answer, Figure):
        assert (answer.unit, answer.period) == ("", None)


def test_an_unknown_answer_rests_on_the_rows_of_its_arguments():
    view = known_by()
    rows = view.value("wool.exports", 2022).rows
    one, unknown = Figure(exactly(1), "", None), Figure(None, "percent", None, rows)
    assert call(VOCABULARY["near"], view, [one, one], {"within": unknown}) == Truth(None, rows)
    assert call(VOCABULARY["value"], view, [Text(None, rows)], {}) == Figure(None, "", None, rows)
    assert call(VOCABULARY["since"], view, [Text(None, rows)], {}) == Text(None, rows)


def test_an_unknown_number_is_no_argument_of_the_wrong_kind():
    assert asked(f"near({UNKNOWN}, 1)").value is None
    assert number(f"rise({UNKNOWN}, 1)") is None
    assert number(f"largest({UNKNOWN}, 1)") is None


# --- one argument


def test_the_one_number_of_an_argument_is_its_centre():
    assert number_in(Figure(Quantity(1, 4), "Mt", None)) == 2.5
    assert number_in(Figure(Quantity(1, 4, 2), "Mt", None)) == 2


@pytest.mark.parametrize(
    ("answer", "read"),
    [
        (Text("2025-Q3"), "2025-Q3"),
        (Figure(exactly(2022), "", None), "2022"),
        (Figure(exactly(2022), "year", None), "2022"),
        (Figure(exactly(1), "", None), "0001"),
        (Figure(exactly(9999), "", None), "9999"),
    ],
)
def test_a_period_is_a_text_or_a_year(answer, read):
    assert span(answer) == read


@pytest.mark.parametrize(
    "answer",
    [
        Figure(exactly(2022), "Mt", None),
        Figure(exactly(0), "", None),
        Figure(exactly(10000), "", None),
        Figure(exactly(2022.5), "", None),
        Figure(Quantity(-float("inf"), float("inf")), "", None),
        Figure(None, "Mt", None),
    ],
)
def test_any_other_number_is_no_period(answer):
    with pytest.raises(ExpressionError) as refused:
        span(answer)
    assert str(refused.value) == NO_PERIOD


def test_a_word_is_a_text_and_may_be_empty():
    assert (word_in(Text("a")), word_in(Text(""))) == ("a", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [("2025", "2025-01-01..2025-12-31"), ("2025-09-10", "2025-09-10"), ("2025-09", "2025-09-01..2025-09-30")],
)
def test_a_period_is_written_so_that_expressions_read_it(text, words):
    assert in_words(period(text)) == words


# --- each kind of argument, by a function that takes it


def takes_truth(view, x: "Truth", *, wrong: "Colour | None" = None) -> "Truth":  # noqa: F821
    """takes_truth(x): gives it back."""
    return x


def test_a_condition_is_taken_as_it_is():
    truth = Truth(True)
    assert call(takes_truth, known_by(), [truth], {}) is truth
    with pytest.raises(ExpressionError, match=r"^a condition is wanted here$"):
        call(takes_truth, known_by(), [Text("a")], {})


def test_a_kind_of_argument_that_there_is_not_is_a_fault_of_the_function():
    with pytest.raises(TypeError, match=r"^Colour is no kind of argument$"):
        call(takes_truth, known_by(), [Truth(True)], {"wrong": Text("red")})


def test_latest_is_a_day_too():
    assert number("value('wool.exports', 2021, on='latest')") == 121
    assert asked("status('mill-one', on='latest')").value == "under_construction"

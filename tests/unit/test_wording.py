"""Figures in English: numbers with their units and signs, what is vague said vaguely, and where it comes from."""

import math

import pytest
from asking import asked
from conftest import known_by
from hypothesis import given
from hypothesis import strategies as st

from nolimits.data import PLAIN, Figure, Unit, evidence, period
from nolimits.data.quantities import Quantity, exactly, quantity
from nolimits.language.wording import MINUS, figure, number, origin, say_number, unknown, vaguely

DOLLARS, PERCENT, COUNT = Unit("USD bn", "USD", "bn"), Unit("percent", after="%", decimals=1), Unit("count", whole=True)
PRICE, RATIO = Unit("USD per t", "USD", "per tonne"), Unit("ratio", after="times", decimals=2)
RANK, YEAR = Unit("rank", whole=True), Unit("year")


# --- numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1, "1"),
        (1.5, "1.5"),
        (-1.5, "−1.5"),
        (244.819, "244.8"),
        (24.4819, "24.48"),
        (2.44819, "2.448"),
        (0.244819, "0.2448"),
        (0.0244, "0.0244"),
        (0.00012, "0.0001"),
        (-0.00012, "−0.0001"),
        (-0.00001, "0.0000"),  # nothing has no sign
        (999.96, "1,000.0"),
        (1234.5, "1,234"),  # four digits that count
        (1235.5, "1,236"),
        (12345, "12,345"),
        (1234567, "1,234,567"),
        (-1234567, "−1,234,567"),
        (100, "100"),
        (99.95, "99.95"),
        (math.inf, "any amount"),
        (-math.inf, "any amount"),
    ],
)
def test_a_number_is_told_with_four_digits_that_count(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1.25, 1, "1.2"),
        (1.0, 2, "1.00"),
        (244.8, 3, "244.8"),
        (2448.0, 1, "2,448"),
        (1.25, 0, "1"),
        (55, -1, "60"),
        (12345, -2, "12,300"),
        (0, 3, "0.000"),
        (-0.04, 1, "0.0"),
        (-1234.4, 0, "−1,234"),
    ],
)
def test_a_number_has_so_many_decimals_as_are_asked_for_and_make_sense(value, decimals, text):
    assert number(value, decimals) == text


def test_a_minus_is_a_true_one():
    assert MINUS == "\N{MINUS SIGN}"


@given(st.integers(-999_999, 999_999))
def test_a_whole_number_is_read_as_it_was(value):
    assert int(number(value).replace(",", "").replace(MINUS, "-")) == value


# --- with their units


@pytest.mark.parametrize(
    ("printed", "unit", "text"),
    [
        ("244.819", DOLLARS, "USD 244.8 bn"),
        ("79", DOLLARS, "USD 79 bn"),
        ("79.0", DOLLARS, "USD 79.0 bn"),
        ("-31", DOLLARS, "−USD 31 bn"),
        ("0", DOLLARS, "USD 0 bn"),
        ("1234", DOLLARS, "USD 1,234 bn"),
        ("550", PRICE, "USD 550 per tonne"),
        ("-25.5", PERCENT, "−25.5%"),
        ("25.55", PERCENT, "25.6%"),  # no more decimals than its unit has
        ("33", PERCENT, "33%"),
        ("1.234", RATIO, "1.23 times"),
        ("1.2", RATIO, "1.2 times"),
        ("330", COUNT, "330"),
        ("5", PLAIN, "5"),
        ("12.5", Unit("Mt", after="Mt"), "12.5 Mt"),
        ("7", Unit("share", after="% of all"), "7% of all"),
    ],
)
def test_an_exact_figure_is_told_as_it_was_printed(printed, unit, text):
    assert say_number(quantity("exact", printed), unit) == text


@pytest.mark.parametrize(
    ("given", "unit", "text"),
    [
        (quantity("over", "", "500"), DOLLARS, "over USD 500 bn"),
        (quantity("over", "", "-5"), PERCENT, "over −5%"),
        (quantity("over", "", "320"), COUNT, "over 320"),
        (quantity("under", "", "", "300"), COUNT, "under 300"),
        (quantity("at_least", "", "320"), COUNT, "at least 320"),
        (quantity("up_to", "", "", "2.5"), DOLLARS, "up to USD 2.5 bn"),
        (-quantity("up_to", "", "", "5"), PERCENT, "at least −5%"),
        (quantity("at_least", "", "3") + quantity("over", "", "4"), COUNT, "at least 7"),
        (quantity("over", "", "3") * quantity("over", "", "4"), COUNT, "over 12"),
        (exactly(12) / quantity("at_least", "", "3"), COUNT, "0 to 4"),
        (quantity("under", "", "", "2.5"), DOLLARS, "under USD 2.5 bn"),
        (quantity("range", "", "14", "18"), PERCENT, "14 to 18%"),
        (quantity("range", "", "2", "3"), DOLLARS, "USD 2 to 3 bn"),
        (quantity("range", "", "-3", "2"), PERCENT, "−3 to 2%"),
        (quantity("range", "", "300", "340"), PLAIN, "300 to 340"),
        (Quantity(-math.inf, math.inf), PERCENT, "any amount"),  # of what was divided by nothing
    ],
)
def test_what_is_open_or_a_range_is_told_as_such(given, unit, text):
    assert say_number(given, unit) == text


@pytest.mark.parametrize(
    ("given", "unit", "vague", "text"),
    [
        (quantity("about", "31"), DOLLARS, True, "about USD 31 bn"),
        (quantity("about", "-31"), DOLLARS, True, "about −USD 31 bn"),
        (quantity("about", "12345"), COUNT, True, "about 12,345"),
        (quantity("about", "2.25"), PERCENT, True, "about 2.25%"),
        (quantity("about", "31.5"), DOLLARS, False, "USD 32 bn"),  # a width of two bears no decimal
        (exactly(2022), YEAR, False, "2022"),
        (exactly(2022), YEAR, True, "about 2022"),
        (Quantity(2021, 2022), YEAR, False, "2022"),
        (exactly(1), RANK, False, "first"),
        (exactly(3), RANK, False, "third"),
        (exactly(10), RANK, False, "tenth"),
        (exactly(11), RANK, False, "number 11"),
        (exactly(1200), RANK, False, "number 1,200"),
        (Quantity(2, 4), RANK, False, "2 to 4"),
    ],
)
def test_vague_figures_years_and_ranks_are_told_in_words_of_their_own(given, unit, vague, text):
    assert say_number(given, unit, vague=vague) == text


@pytest.mark.parametrize(
    ("given", "most", "text"),
    [
        (exactly(1.23456), 4, "1.235"),
        (exactly(1.23456), 1, "1.2"),
        (exactly(1.0), 4, "1"),  # a constant has the decimals that it was written with
        (Quantity(1.1, 1.3, 1.2345), 4, "1.2"),
        (Quantity(1.22, 1.24, 1.2345), 4, "1.23"),
        (Quantity(0, 20, 12.345), 4, "12"),
        (Quantity(0, 200, 123.45), 4, "120"),
        (Quantity(5433, 7014, 6125.0), 4, "6,100"),  # two digits stay
        (Quantity(163, 166.3, 164.9), 4, "165"),  # no more doubtful than what a source tells as about so much
        (Quantity(-math.inf, math.inf, 1.25), 4, "1.25"),
    ],
)
def test_a_figure_has_as_many_decimals_as_its_doubt_can_bear(given, most, text):
    assert say_number(given, most=most) == text


def test_four_decimals_are_the_most_where_none_are_asked_for():
    assert say_number(exactly(0.123456)) == "0.1235"


# --- answers


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("value('wool.exports', 2022)", "latest", "USD 90 bn"),
        ("value('wool.exports', 2023)", "2023-12-31", "about USD 95 bn"),
        ("value('wool.exports', 2099)", "2023-06-30", "not known by 30 June 2023"),
        ("value('tea.cargoes', 2019)", "latest", "under 300"),
        ("value('tea.cargoes', 2021)", "latest", "over 320"),
        ("value('tea.cargoes', 2022)", "latest", "300 to 340"),
        ("value('wool.price', 2022)", "latest", "USD 550 per tonne"),
        ("value('wool.share', 2022)", "latest", "about 33%"),
        ("value('bank.rate')", "latest", "9.5%"),
        ("growth('wool.exports', 2022)", "latest", "−25.5%"),
        ("growth('wool.exports', 2021)", "latest", "21%"),
        ("growth('wool.imports', 2020)", "latest", "14%"),
        (
            "value('wool.exports', 2023) - value('wool.exports', 2022)",
            "2023-12-31",
            "about USD 5 bn",
        ),  # of two rows one is rounded
        ("share(1, 3)", "latest", "33.3%"),
        ("ratio(1, 3)", "latest", "0.33 times"),
        ("1 / 3", "latest", "0.3333"),
        ("value('wool.exports', 2022) / value('tea.stock')", "latest", "about USD 22 bn per Mt"),
        ("plan('mill-one', 'cost')", "latest", "USD 2 to 3 bn"),
        ("plan('mill-one', 'capacity')", "latest", "5 Mt per year"),
        ("plan('mill-one', 'completion')", "latest", "2023"),
        ("said('p004')", "latest", "about −25%"),
        ("said('p007')", "latest", "over 325"),
        ("count('events')", "latest", "4"),
    ],
)
def test_an_answer_in_words(text, day, said):
    assert figure(asked(text, day), known_by(day)) == said


@pytest.mark.parametrize(
    ("given", "how", "text"),
    [
        (Quantity(7.5, 12.6, 10.0), "computed", "about 10"),
        (Quantity(9.5, 10.5, 10.0), "computed", "10"),
        (Quantity(1.78, 2.03, 1.9), "computed", "1.9"),  # its last digit says as much as is known
        (Quantity(7.5, 12.6, 10.0), "stated", "10"),  # as its source has it
        (Quantity(106.2, 110.4, 108.3), "computed", "108"),
    ],
)
def test_what_is_computed_is_told_as_about_so_much_where_its_last_whole_digit_is_more_than_is_known(given, how, text):
    assert figure(Figure(given, "count", None, how=how), known_by()) == text


def test_a_stated_rate_keeps_its_decimals_and_a_computed_one_has_at_most_one():
    units = known_by()
    assert figure(Figure(exactly(1.234), "percent", None, how="computed"), units) == "1.2%"
    assert figure(Figure(exactly(1.234), "ratio", None, how="computed"), units) == "1.23 times"
    assert figure(Figure(exactly(1.234), "Mt", None, how="computed"), units) == "1.234 Mt"


def test_a_stated_rate_of_a_unit_without_decimals_is_told_in_full(frozen_tables):
    frozen_tables.change("units", {"unit": "percent"}, decimals="")
    view = frozen_tables.view()
    assert figure(Figure(exactly(1.234), "percent", None), view) == "1.234%"
    assert figure(Figure(exactly(1.234), "percent", None, how="computed"), view) == "1.2%"


def test_what_is_vague_is_told_so_of_a_row_and_of_what_is_computed_from_it():
    about = known_by().value("wool.share", 2022).rows[0]
    exact = known_by().value("wool.share", 2021).rows[0]
    claims = {entry["claim"]: entry for entry in known_by().register("claims")}
    assert (vaguely(about), vaguely(exact)) == (True, False)
    assert (vaguely(claims["p004"]), vaguely(claims["p003"]), vaguely(claims["l001"])) == (True, False, False)
    assert not vaguely(known_by().register("events")[0])
    view = known_by()
    assert figure(Figure(exactly(5), "", None, (about,)), view) == "about 5"
    assert figure(Figure(exactly(5), "", None, (about, exact)), view) == "about 5"
    assert figure(Figure(exactly(5), "", None, (exact, exact)), view) == "5"
    assert figure(Figure(exactly(5), "", None), view) == "5"


def test_what_is_not_known_is_told_with_the_day():
    assert unknown(known_by("2022-06-30")) == "not known by 30 June 2022"


# --- where it comes from


@pytest.mark.parametrize(
    ("text", "day", "told"),
    [
        ("value('wool.exports', 2022)", "latest", "USD 90 bn, 2022: Customs, known 20 January 2023"),
        ("value('wool.exports', 2023)", "2023-12-31", "about USD 95 bn, 2023: forecast, The Daily, known 1 June 2023"),
        ("value('tea.cargoes', 2021)", "latest", "over 320, 2021: The Daily, known 1 March 2022"),
        ("value('tea.cargoes', 2022)", "latest", "300 to 340, 2022: The Institute, known 1 February 2023"),
        ("value('bank.rate')", "latest", "9.5%, 14 June 2022: Customs, known 14 June 2022"),
        (
            "growth('wool.imports', 2022)",
            "latest",
            "computed from two levels: USD 99 bn, 2022: Customs, known 20 January 2023; "
            "USD 100 bn, 2021: Customs, known 20 January 2022",
        ),
        (
            "total('wool.imports', 'year', since=2020, until=2022)",
            "latest",
            "sum of known figures: USD 80 bn, 2020: Customs, known 20 January 2021; USD 100 bn, 2021: Customs, "
            "known 20 January 2022; USD 99 bn, 2022: Customs, known 20 January 2023",
        ),
        ("count('events', kind='loan')", "2023-02-01", "2 rows, known by 1 February 2023"),
        ("count('events', kind='agreement')", "2023-02-01", "1 row, known by 1 February 2023"),
        ("count('events', kind='bond')", "2023-02-01", "not known by 1 February 2023"),
    ],
)
def test_an_answer_tells_where_it_comes_from(text, day, told):
    found = asked(text, day)
    assert origin(found.rows, known_by(day), found.how) == told


def test_of_many_rows_the_first_three_are_told():
    found = asked("total('wool.imports', 'year')")
    said = origin(found.rows, known_by())
    assert said.startswith("USD 70 bn, 2019: Customs, known 20 January 2020; USD 80 bn, 2020: ")
    assert said.endswith("; USD 100 bn, 2021: Customs, known 20 January 2022; and 2 more rows")
    assert origin(found.rows[:4], known_by()).endswith("known 20 January 2022; and 1 more row")
    assert origin(found.rows[:3], known_by()).endswith("known 20 January 2022")


def test_rows_of_registers_are_not_told_beside_figures():
    rows = asked("value('bank.rate')").rows + known_by().register("events")
    assert origin(rows, known_by()) == "9.5%, 14 June 2022: Customs, known 14 June 2022"


def test_every_unit_of_the_tables_can_be_told():
    for unit in evidence(known_by().folder).units.values():
        assert say_number(exactly(3), unit)
    assert period(2022).name == "2022"


def test_a_count_of_statements_is_no_vaguer_for_one_that_says_about():
    frozen = known_by()
    stated = frozen.claim_figure("p004")
    assert vaguely(stated.rows[0])
    assert figure(stated, frozen).startswith("about ")
    counted = asked("count('claims')")
    assert stated.rows[0] in counted.rows
    assert figure(counted, frozen) == f"{len(counted.rows)}"

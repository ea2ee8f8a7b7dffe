"""The vocabulary of numbers: rise, ratio, share, mean, the largest and the smallest, near, year, month and years."""

import pytest
from asking import asked, complaint, number, quantity
from conftest import known_by
from hypothesis import given
from hypothesis import strategies as st

from nolimits.data import Figure, period
from nolimits.data.quantities import Quantity, exactly
from nolimits.language import Text, evaluate

SOLD, BEFORE = "value('wool.exports', 2022)", "value('wool.exports', 2021)"
BOUGHT, UNKNOWN = "value('wool.imports', 2022)", "value('wool.exports', 2099)"
RATE = "value('bank.rate', '2022-06-14')"
SHARE = "value('wool.share', 2022)"  # about 33: 32.34 to 33.66


def indicators(text):
    return [row.indicator for row in asked(text).rows]


# --- two numbers


def test_a_rise_is_in_percent_of_the_first():
    assert quantity("rise(80, 100)") == exactly(25)
    assert quantity("rise(100, 80)") == exactly(100 * (80 / 100 - 1))
    found = asked(f"rise({BEFORE}, {SOLD})")
    assert found.sure.value == pytest.approx(100 * (90 / 121 - 1))
    assert (found.unit, found.period, found.about, found.change) == ("percent", period(2022), "wool.exports", True)
    assert found.how == "computed from two figures"
    assert [row.period.name for row in found.rows] == ["2022", "2021"]


def test_a_ratio_is_how_many_times_the_second_goes_into_the_first():
    assert quantity("ratio(3, 2)") == exactly(1.5)
    found = asked(f"ratio({SOLD}, {BOUGHT})")
    assert found.sure.value == pytest.approx(90 / 99)
    assert (found.unit, found.period, found.about, found.change) == ("ratio", period(2022), "wool.exports", False)
    assert found.how == "computed from two figures"
    assert indicators(f"ratio({SOLD}, {BOUGHT})") == ["wool.exports", "wool.imports"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("ratio(1, 2)", "ratio"),
        (f"ratio({SOLD}, value('tea.stock'))", "USD bn per Mt"),
        (f"ratio({SOLD}, 2)", "USD bn per one"),
        (f"ratio(2, {SOLD})", "one per USD bn"),
    ],
)
def test_the_unit_of_a_ratio_follows_from_those_of_the_two(text, unit):
    assert asked(text).unit == unit


def test_a_share_is_in_percent_of_the_whole():
    assert quantity("share(1, 4)") == exactly(25)
    found = asked(f"share({SOLD}, value('wool.turnover', 2022))")
    assert found.sure.value == pytest.approx(100 * 90 / 189)
    assert (found.unit, found.period, found.about, found.change) == ("percent", period(2022), "wool.exports", False)
    assert found.how == "computed from two figures"
    assert [row.indicator for row in found.rows] == ["wool.exports", "wool.turnover"]


@pytest.mark.parametrize("name", ["rise", "ratio", "share"])
def test_of_two_of_which_one_is_unknown_nothing_is_known(name):
    for text in (f"{name}({SOLD}, {UNKNOWN})", f"{name}({UNKNOWN}, {SOLD})"):
        assert number(text) is None
        assert indicators(text) == ["wool.exports"]


# --- several numbers


def test_a_mean_is_that_of_all():
    assert quantity("mean(1, 2, 6)") == exactly(3)
    found = asked(f"mean({SOLD}, {BEFORE})")
    assert found.quantity == Quantity(105, 106, 105.5)
    assert (found.unit, found.period, found.how, found.about) == ("USD bn", None, "mean of 2 figures", "wool.exports")
    assert len(found.rows) == 2
    assert asked(f"mean(1, {SOLD})").unit == "USD bn"
    assert asked(f"mean({SOLD}, {BOUGHT})").about == "wool.exports"
    assert asked("mean(1, 2)").unit == ""


def test_the_largest_and_the_smallest_are_figures_of_their_own():
    assert quantity("largest(1, 3, 2)") == exactly(3)
    assert quantity("smallest(3, 1, 2)") == exactly(1)
    assert quantity("largest(-1, -3)") == exactly(-1)
    assert asked(f"largest({SOLD}, {BEFORE})") == asked(BEFORE)
    assert asked(f"smallest({SOLD}, {BEFORE}, 100)") == asked(SOLD)


@pytest.mark.parametrize("name", ["mean", "largest", "smallest"])
def test_of_several_of_which_one_is_unknown_nothing_is_known(name):
    found = asked(f"{name}(1, {SOLD}, {UNKNOWN})")
    assert not found.known
    assert (found.unit, found.period) == ("USD bn", None)
    assert indicators(f"{name}({UNKNOWN}, {SOLD})") == ["wool.exports"]


@pytest.mark.parametrize("name", ["mean", "largest", "smallest"])
def test_of_no_number_there_is_none(name):
    assert complaint(f"{name}()") == "0: units are mixed: numbers of one unit are wanted"


# --- one number


def test_a_number_without_its_sign_is_of_the_same_kind():
    assert quantity("abs(-3)") == quantity("abs(3)") == exactly(3)
    found = asked(f"abs({SOLD} - {BEFORE})")
    assert found.quantity == Quantity(30, 32, 31)
    assert (found.unit, found.about, found.change) == ("USD bn", "wool.exports", True)
    assert number(f"abs({UNKNOWN})") is None


# --- near


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("near(100, 100)", True),
        ("near(98, 100)", True),  # ends included
        ("near(102, 100)", True),
        ("near(97.99, 100)", False),
        ("near(102.01, 100)", False),
        ("near(100, 98.04)", True),  # so many percent of the second
        ("near(100, 98.03)", False),
        ("near(-99, -100)", True),
        ("near(-97, -100)", False),
        ("near(99, -100)", False),
        ("near(0, 0)", True),
        ("near(0.001, 0)", False),
        ("near(100, 101, within=1)", True),
        ("near(100, 102, within=1)", False),
        ("near(100, 102, 3)", True),
        ("near(90, 100, within=10)", True),
        ("near(1.1, 1, within=10)", True),  # of which binary makes a hair more
        ("near(1.1001, 1, within=10)", False),
        (f"near({SOLD}, 90)", True),  # 90 give or take a half, within 1.8
        (f"near({SOLD}, 90, within=0.5)", None),
        (f"near({SOLD}, 92, within=2)", None),  # 1.5 to 2.5, within 1.84
        (f"near({SOLD}, 93, within=2)", False),  # 2.5 to 3.5, within 1.86
        (f"near({SHARE}, 33, within=2)", True),
        (f"near({SHARE}, 33, within=1)", None),
        (f"near(33, {SHARE}, within=2)", True),
        (f"near(33, {SHARE}, within=0)", True),  # its centre is meant
        (f"near({UNKNOWN}, 90)", None),
        (f"near(90, {UNKNOWN})", None),
    ],
)
def test_near_is_within_so_many_percent(text, expected):
    assert asked(text).value is expected


def test_near_rests_on_the_rows_of_both():
    assert indicators(f"near({SOLD}, {BOUGHT})") == ["wool.exports", "wool.imports"]
    assert indicators(f"near({UNKNOWN}, {BOUGHT})") == ["wool.imports"]
    assert indicators(f"near({BOUGHT}, {UNKNOWN})") == ["wool.imports"]


percents = st.integers(1, 50)


@given(st.integers(1, 1000), percents)
def test_the_ends_of_what_is_near_are_near(number, within):
    view = known_by()
    for end in (number * (100 + within) / 100, number * (100 - within) / 100):
        assert evaluate(f"near({end!r}, {number}, within={within})", view).value is True
    assert evaluate(f"near({number * (100.01 + within) / 100!r}, {number}, within={within})", view).value is False


# --- known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"known({SOLD})", True),
        (f"known({UNKNOWN})", False),
        (f"known({SOLD} > 1)", True),
        (f"known({SOLD} > 90)", False),
        ("known(status('mill-one'))", True),
        ("known(first('events', kind='bond'))", False),
        (f"known({UNKNOWN} > 1 or 1 < 2)", True),
    ],
)
def test_what_is_known_is_never_unknown_itself(text, expected):
    assert asked(text).value is expected


def test_what_is_known_rests_on_its_rows():
    assert indicators(f"known({SOLD})") == ["wool.exports"]


# --- years


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("year('2022-09-30')", 2022),
        (f"year({SOLD})", 2022),
        ("year(value('tea.carried', '2015..2019'))", 2019),
        ("year(peak('wool.exports', 'year'))", 2021),
        ("year(first('events'))", 2021),
        ("year(2014)", 2014),
        ("year(base)", 2014),
        ("year(first('events', kind='bond'))", None),
        (f"year({UNKNOWN})", None),
        (f"year({SOLD} + {BEFORE})", None),  # of no one period
        ("year(count('events'))", None),
        ("year(years('2020-01-01', '2021-01-01'))", None),  # a number with a unit, of no period
    ],
)
def test_the_year_of_a_figure_or_a_day(text, year):
    found = asked(text, base=2014)
    assert found.unit == "year"
    assert (found.quantity and found.quantity.value) == year


def test_a_year_rests_on_the_rows_of_its_figure_or_day():
    sold = asked(f"year({SOLD})")
    assert (sold.period, sold.about, len(sold.rows)) == (period(2022), "wool.exports", 1)
    assert [row["event"] for row in asked("year(first('events'))").rows] == ["tal-001"]
    unknown = Text(None, sold.rows)
    assert evaluate("year(day)", known_by(), {"day": unknown}) == Figure(None, "year", None, sold.rows)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        (f"month({SOLD})", "2022-12"),
        (f"month({RATE})", "2022-06"),
        ("month(value('tea.carried', '2015..2019'))", "2019-12"),
        (f"month({UNKNOWN})", None),
    ],
)
def test_the_month_of_a_figure_is_that_in_which_its_period_ends(text, month):
    assert asked(text).value == month


def test_a_month_rests_on_the_rows_of_its_figure_and_asks_another_for_the_same():
    assert indicators(f"month({SOLD})") == ["wool.exports"]
    assert asked(f"value('bank.rate', month({RATE}))") == asked("value('bank.rate', '2022-06')")
    assert complaint(f"month({SOLD} + {BEFORE})").endswith("a figure of one period is wanted here")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("year('abc')", "'abc' is not a day: write a date that exists as YYYY-MM-DD, such as 2025-09-10"),
        ("year('2022')", "'2022' is not a day: write a date that exists as YYYY-MM-DD, such as 2025-09-10"),
        ("year(1 < 2)", "a number or a day is wanted here"),
        (
            "years('abc', '2022-01-01')",
            "'abc' is not a day: write a date that exists as YYYY-MM-DD, such as 2025-09-10",
        ),
        (
            "years('2022-01-01', 'abc')",
            "'abc' is not a day: write a date that exists as YYYY-MM-DD, such as 2025-09-10",
        ),
    ],
)
def test_what_has_no_year_is_refused(text, message):
    assert complaint(text) == f"0: {message}"


def test_the_years_between_two_days():
    found = asked("years('2020-01-01', '2021-01-01')")
    assert found.quantity == exactly(366 / 365.25)
    assert (found.unit, found.period, found.how) == ("years", None, "between two days")
    assert quantity("years('2021-01-01', '2020-01-01')") == exactly(-366 / 365.25)


def test_the_years_between_days_rest_on_the_entries_that_give_them():
    found = asked("years(first('events'), last('events'))")
    assert found.quantity == exactly(593 / 365.25)  # from 1 March 2021 to 15 October 2022
    assert [row["event"] for row in found.rows] == ["tal-001", "tal-004"]


@pytest.mark.parametrize("text", ["years(day, none)", "years(none, day)"])
def test_the_years_to_a_day_that_is_not_known_are_unknown(text):
    view = known_by()
    day, none = Text("2022-01-01", view.register("events")[:1]), Text(None)
    found = evaluate(text, view, {"day": day, "none": none})
    assert (found.known, found.unit, found.period, found.rows) == (False, "years", None, day.rows)


def test_units_of_several_numbers_are_those_of_the_first_that_has_one():
    assert asked(f"largest(1, {SOLD})").unit == "USD bn"
    assert asked("smallest(1, 2)").unit == ""
    assert complaint(f"smallest({RATE}, 1, {SOLD})") == "0: units are mixed: numbers of one unit are wanted"

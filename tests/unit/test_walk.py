"""Operators: arithmetic that watches units, comparisons in three values, words in lists, and, or, not."""

import itertools

import pytest
from asking import asked, complaint, number, quantity
from conftest import known_by
from hypothesis import given
from hypothesis import strategies as st

from nolimits.data import period
from nolimits.data.quantities import Quantity, exactly
from nolimits.language import Text, Truth, evaluate

SOLD, BOUGHT = "value('wool.exports', 2022)", "value('wool.imports', 2022)"
RATE, UNKNOWN = "value('bank.rate', '2022-06-14')", "value('wool.exports', 2099)"
RATIO = "ratio(value('wool.imports', 2021), value('wool.imports', 2020))"  # 100 / 80
MAYBE = "value('wool.exports', 2022) > 90"  # 90 give or take a half
TRUTHS = {"1 < 2": True, MAYBE: None, "2 < 1": False}


# --- arithmetic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 - 2 - 1", 4),
        ("8 / 4 / 2", 1),
        ("-3 + 5", 2),
        ("--3", 3),
        ("2.5 * -2", -5),
    ],
)
def test_numbers_are_reckoned_with(text, expected):
    assert quantity(text) == exactly(expected)


def test_doubt_is_kept():
    assert quantity(f"{SOLD} + {BOUGHT}") == Quantity(188, 190, 189)
    assert quantity(f"{SOLD} - {BOUGHT}") == Quantity(-10, -8, -9)
    assert quantity(f"-{SOLD}") == Quantity(-90.5, -89.5, -90)
    assert quantity(f"{SOLD} / 0") == Quantity(float("-inf"), float("inf"))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (f"{SOLD} + {BOUGHT}", "USD bn"),
        (f"{SOLD} - {BOUGHT}", "USD bn"),
        (f"{SOLD} + 1", "USD bn"),
        (f"1 - {SOLD}", "USD bn"),
        (f"-{SOLD}", "USD bn"),
        ("1 + 1", ""),
        (f"{SOLD} * 2", "USD bn"),
        (f"2 * {SOLD}", "USD bn"),
        (f"{RATIO} * {SOLD}", "USD bn"),
        (f"{SOLD} * {RATIO}", "USD bn"),
        (f"{RATIO} * {RATIO}", "ratio"),
        (f"2 * {RATIO}", "ratio"),
        (f"{RATIO} * 2", "ratio"),
        (f"{SOLD} / {BOUGHT}", "ratio"),
        (f"{SOLD} / 2", "USD bn"),
        (f"2 / {SOLD}", "one per USD bn"),
        (f"{SOLD} / value('tea.stock')", "USD bn per Mt"),
        ("2 / 4", ""),
    ],
)
def test_a_unit_follows_from_those_it_is_made_of(text, unit):
    assert asked(text).unit == unit
    assert asked(text, "2015-02-01").unit == unit  # where nothing is known


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{SOLD} + {RATE}", "0: units are mixed: USD bn with percent"),
        (f"{RATE} - {SOLD}", "0: units are mixed: percent with USD bn"),
        (f"{SOLD} * {RATE}", "0: units are mixed: USD bn times percent"),
        (f"1 + ({SOLD} * {SOLD})", "5: units are mixed: USD bn times USD bn"),
        (f"{SOLD} > {RATE}", "0: units are mixed: USD bn with percent"),
        (f"1 < {SOLD} < {RATE}", "4: units are mixed: USD bn with percent"),
        (f"near({SOLD}, {RATE})", "0: units are mixed: USD bn with percent"),
        (f"share({SOLD}, {RATE})", "0: units are mixed: USD bn with percent"),
        (f"rise({SOLD}, {RATE})", "0: units are mixed: USD bn with percent"),
        (f"mean({SOLD}, {RATE})", "0: units are mixed: numbers of one unit are wanted"),
        (f"largest({SOLD}, 1, {RATE})", "0: units are mixed: numbers of one unit are wanted"),
        (f"above('wool.exports', {RATE}, 'year')", "0: units are mixed: percent with USD bn"),
        (f"below('wool.exports', {RATE}, 'year')", "0: units are mixed: percent with USD bn"),
    ],
)
@pytest.mark.parametrize("day", ["latest", "2023-02-01"])
def test_units_do_not_mix(text, message, day):
    assert complaint(text, day) == message


def test_units_are_watched_where_nothing_is_known():
    assert complaint(f"{SOLD} > {RATE}", "2015-02-01") == "0: units are mixed: USD bn with percent"
    assert complaint(f"{SOLD} * {RATE}", "2015-02-01") == "0: units are mixed: USD bn times percent"


def test_what_is_unknown_stays_unknown():
    for text in (f"{UNKNOWN} + 1", f"1 + {UNKNOWN}", f"-{UNKNOWN}", f"{UNKNOWN} * {RATIO}", f"1 / {UNKNOWN}"):
        assert number(text) is None


def test_a_result_knows_its_rows_its_period_and_what_it_is_of():
    both = asked(f"{SOLD} - {BOUGHT}")
    assert [row.indicator for row in both.rows] == ["wool.exports", "wool.imports"]
    assert (both.period, both.about, both.how, both.change) == (period(2022), "wool.exports", "computed", True)
    assert len(asked(f"{SOLD} + {SOLD}").rows) == 1
    assert not asked(f"{SOLD} + {BOUGHT}").change
    assert not asked(f"{SOLD} / {BOUGHT}").change


@pytest.mark.parametrize(
    ("text", "span", "about"),
    [
        (f"{SOLD} * 2", period(2022), "wool.exports"),
        (f"{SOLD} + {BOUGHT}", period(2022), "wool.exports"),
        (f"1 - value('wool.imports', 2021) + {SOLD}", None, "wool.imports"),
        (f"{SOLD} + value('wool.exports', 2021)", None, "wool.exports"),
        ("1 + 1", None, ""),
        (f"-{SOLD}", period(2022), "wool.exports"),
    ],
)
def test_a_plain_number_has_no_period_and_takes_none_away(text, span, about):
    found = asked(text)
    assert (found.period, found.about) == (span, about)


# --- yearly means

MEAN, TOTAL = "value('tea.carried', '2010..2014')", "value('tea.carried', '2015..2019')"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{MEAN} + {TOTAL}", "0: a yearly mean and a total do not add up: write per_year(…)"),
        (f"1 + ({TOTAL} + {MEAN})", "5: a yearly mean and a total do not add up: write per_year(…)"),
        (f"1 < {MEAN} / 5", "4: a yearly mean is not divided again: write per_year(…) or per_month(…)"),
    ],
)
def test_a_yearly_mean_is_not_taken_for_a_total(text, message):
    assert complaint(text) == message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{MEAN} + {MEAN}", 20),
        (f"{TOTAL} / 5", 10),
        (f"{TOTAL} + {TOTAL}", 100),
        (f"{MEAN} / {TOTAL}", 0.2),
        (f"{TOTAL} / {MEAN}", 5),
        (f"5 / {MEAN}", 0.5),
        (f"{MEAN} * 5", 50),
        (f"{TOTAL} - {MEAN} * 5", 0),
    ],
)
def test_a_yearly_mean_is_a_year_and_may_be_compared_with_one(text, expected):
    assert number(text) == pytest.approx(expected)


# --- comparison


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 < 1", False),
        ("1 <= 1", True),
        ("1 > 1", False),
        ("1 >= 1", True),
        ("1 == 1", True),
        ("1 != 1", False),
        ("1 < 2", True),
        ("2 <= 1", False),
        ("2 > 1", True),
        ("1 >= 2", False),
        ("1 == 2", False),
        ("1 != 2", True),
        ("1 < 2 < 3", True),
        ("1 < 3 < 2", False),
        ("2 < 1 < 3", False),
        ("3 > 2 > 1 >= 1", True),
        (f"{SOLD} > 89", True),
        (f"{SOLD} > 90", None),
        (f"{SOLD} > 90.5", False),
        (f"{SOLD} < 90.5", None),
        (f"{SOLD} <= 90.5", True),
        (f"{SOLD} >= 89.5", True),
        (f"{SOLD} < 89.5", False),
        (f"{SOLD} == 90", None),
        (f"{SOLD} != 90", None),
        (f"{SOLD} == 91", False),
        (f"{SOLD} != 91", True),
        (f"{SOLD} < {SOLD}", None),
        (f"{SOLD} == {SOLD}", None),
        ("value('tea.cargoes', 2020) < value('tea.cargoes', 2020)", False),  # a count is exact
        ("value('tea.cargoes', 2020) == value('tea.cargoes', 2020)", True),
        ("value('tea.cargoes', 2021) > 320", None),  # over 320
        ("value('tea.cargoes', 2021) >= 320", True),
        ("value('tea.cargoes', 2019) <= 300", True),  # under 300
        ("value('tea.cargoes', 2022) < 341", True),  # 300 to 340
        ("value('tea.cargoes', 2022) < 320", None),
        (f"1 < {SOLD} < 90", None),
        (f"100 < {SOLD} < 90", False),
        (f"{UNKNOWN} > 5", None),
        (f"5 > {UNKNOWN}", None),
        (f"{UNKNOWN} == {UNKNOWN}", None),
    ],
)
def test_a_comparison_has_three_answers(text, expected):
    assert asked(text).value is expected


@pytest.mark.parametrize(
    ("operator", "expected"),
    [("<", (1, 0, 0)), ("<=", (1, 1, 0)), (">", (0, 0, 1)), (">=", (0, 1, 1)), ("==", (0, 1, 0)), ("!=", (1, 0, 1))],
)
def test_words_and_days_are_compared_as_text(operator, expected):
    for other, holds in zip(("2022-02-28", "2022-01-31", "2021-12-31"), expected, strict=True):
        assert asked(f"'2022-01-31' {operator} '{other}'").value is bool(holds)


def test_a_word_that_is_unknown_leaves_a_comparison_unknown():
    for text in ("status('mill-one') == 'agreed'", "'agreed' == status('mill-one')"):
        assert asked(text, "2021-05-24").value is None
        assert asked(text, "2022-02-01").value is True


def test_a_truth_carries_the_rows_of_all_it_compares():
    truth = asked(f"1 < {SOLD} < {BOUGHT} < 1000")
    assert [row.indicator for row in truth.rows] == ["wool.exports", "wool.imports"]
    for text in ("status('mill-one') != 'x'", "'x' != status('mill-one')"):
        assert [row["milestone"] for row in asked(text).rows] == ["denied"]


# --- words in lists


@pytest.mark.parametrize(
    "listed", [("operating", "a", "b"), ("a", "operating", "b"), ("a", "b", "operating"), ("operating",)]
)
def test_a_word_is_in_a_list_wherever_it_stands(listed):
    written = f"({', '.join(map(repr, listed))},)"
    assert asked(f"status('road-one') in {written}").value is True
    assert asked(f"status('road-one') not in {written}").value is False


def test_a_word_is_not_in_a_list_without_it():
    assert asked("status('road-one') in ('agreed', 'idea')").value is False
    assert asked("status('road-one') not in ('agreed', 'idea')").value is True
    assert asked("'operat' in ('operating',)").value is False


def test_a_word_that_is_unknown_is_in_no_list_and_out_of_none():
    assert asked("status('road-one') in ('operating', 'idea')", "2020-04-30").value is None
    assert asked("status('road-one') not in ('operating', 'idea')", "2020-04-30").value is None


def test_a_word_in_a_list_carries_its_rows():
    rows = known_by().register("events")
    assert evaluate("day in ('a', 'b')", known_by(), {"day": Text(None, rows)}) == Truth(None, rows)
    assert len(asked("status('road-one') in ('operating', 'idea')").rows) == 1
    assert len(asked("'a' < status('road-one') in ('operating', 'idea')").rows) == 1


# --- and, or, not


def test_and_or_not_know_three_values():
    order = [False, None, True]
    for (one, a), (two, b) in itertools.product(TRUTHS.items(), TRUTHS.items()):
        assert asked(f"{one} and {two}").value is min(a, b, key=order.index)
        assert asked(f"{one} or {two}").value is max(a, b, key=order.index)
        assert asked(f"not ({one})").value is {True: False, False: True, None: None}[a]


def test_three_are_joined_as_two_are():
    assert asked(f"1 < 2 and 2 < 3 and {MAYBE}").value is None
    assert asked(f"1 < 2 and {MAYBE} and 3 < 2").value is False
    assert asked(f"2 < 1 or {MAYBE} or 1 < 2").value is True


def test_a_joined_truth_carries_the_rows_of_its_parts():
    joined = asked(f"{SOLD} > 1 or {BOUGHT} > 1")
    assert [row.indicator for row in joined.rows] == ["wool.exports", "wool.imports"]
    assert [row.indicator for row in asked(f"not {SOLD} > 1").rows] == ["wool.exports"]


# --- laws

whole = st.integers(-1000, 1000)


@given(whole, whole)
def test_constants_are_compared_as_python_compares_them(a, b):
    view = known_by()
    for operator in ("<", "<=", ">", ">=", "==", "!="):
        assert evaluate(f"{a} {operator} {b}", view) == Truth(eval(f"{a} {operator} {b}"))


@given(whole, whole, whole)
def test_constants_are_reckoned_with_as_python_does(a, b, c):
    text = f"({a}) + ({b}) * ({c}) - -({a})"
    assert evaluate(text, known_by()).quantity == exactly(eval(text))

"""Periods: every way to write one, its kind, its name, its length and the same span of an earlier year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nolimits.data import DataError, Period, day_name, period
from nolimits.data.periods import day, month, month_length, months_before, since_january, whole_year, years_before
from nolimits.language.binding import in_words

# text, first day, last day, kind, name, whole months
PERIODS = [
    ("2024", "2024-01-01", "2024-12-31", "year", "2024", 12),
    (2024, "2024-01-01", "2024-12-31", "year", "2024", 12),
    (" 2024 ", "2024-01-01", "2024-12-31", "year", "2024", 12),
    ("2024-01", "2024-01-01", "2024-01-31", "month", "January 2024", 1),
    ("2024-02", "2024-02-01", "2024-02-29", "month", "February 2024", 1),
    ("2023-02", "2023-02-01", "2023-02-28", "month", "February 2023", 1),
    ("2023-12", "2023-12-01", "2023-12-31", "month", "December 2023", 1),
    ("2025-H1", "2025-01-01", "2025-06-30", "ytd", "January to June 2025", 6),
    ("2025-H2", "2025-07-01", "2025-12-31", "span", "July to December 2025", 6),
    ("2025-Q1", "2025-01-01", "2025-03-31", "ytd", "January to March 2025", 3),
    ("2025-Q2", "2025-04-01", "2025-06-30", "span", "April to June 2025", 3),
    ("2025-Q3", "2025-07-01", "2025-09-30", "span", "July to September 2025", 3),
    ("2025-Q4", "2025-10-01", "2025-12-31", "span", "October to December 2025", 3),
    ("2025-01..2025-09", "2025-01-01", "2025-09-30", "ytd", "January to September 2025", 9),
    ("2025-01..2025-12", "2025-01-01", "2025-12-31", "year", "2025", 12),
    ("2025-02..2025-12", "2025-02-01", "2025-12-31", "span", "February to December 2025", 11),
    ("2024-01..2025-01", "2024-01-01", "2025-01-31", "span", "January 2024 to January 2025", 13),
    ("2024-07..2025-06", "2024-07-01", "2025-06-30", "span", "July 2024 to June 2025", 12),
    ("2024-07..2025-12", "2024-07-01", "2025-12-31", "span", "July 2024 to December 2025", 18),
    ("2015..2019", "2015-01-01", "2019-12-31", "span", "2015 to 2019", 60),
    ("2024-Q4..2025", "2024-10-01", "2025-12-31", "span", "October 2024 to December 2025", 15),
    ("2025-09-10", "2025-09-10", "2025-09-10", "point", "10 September 2025", None),
    ("2025-02-01..2025-02-01", "2025-02-01", "2025-02-01", "point", "1 February 2025", None),
    ("2025-01-01..2025-09-10", "2025-01-01", "2025-09-10", "span", "1 January 2025 to 10 September 2025", None),
    ("2025-01-02..2025-01-31", "2025-01-02", "2025-01-31", "span", "2 January 2025 to 31 January 2025", None),
    ("2025-01-01..2025-01-30", "2025-01-01", "2025-01-30", "span", "1 January 2025 to 30 January 2025", None),
]
NO_DAY = "{!r} is not a day: write a date that exists as YYYY-MM-DD, such as 2025-09-10"
NO_PERIOD = "{!r} is not a period: write 2025, 2025-09, 2025-H1, 2025-Q3, 2025-09-10 or 2025-01..2025-09"
years = st.integers(1, 9999)
spans = st.builds(month, st.integers(1800, 2200), st.integers(1, 12))


@pytest.mark.parametrize(("text", "start", "end", "kind", "name", "months"), PERIODS)
def test_a_period_is_read_and_named(text, start, end, kind, name, months):
    span = period(text)
    assert (span.start, span.end, span.kind, span.name, span.months) == (start, end, kind, name, months)


@pytest.mark.parametrize(
    "text",
    ["soon", "", "2025-00", "2025-13", "2025-H0", "2025-H3", "2025-Q5", "2025-02-30", "25", "2025-9", "20250910"],
)
def test_what_is_no_period_is_refused_in_one_sentence(text):
    with pytest.raises(DataError) as refused:
        period(text)
    assert str(refused.value) == NO_PERIOD.format(text)


@pytest.mark.parametrize(("text", "half"), [("2025..", ""), ("..2025", ""), ("2025..soon", "soon")])
def test_either_end_of_a_span_must_be_a_period(text, half):
    with pytest.raises(DataError) as refused:
        period(text)
    assert str(refused.value) == NO_PERIOD.format(half)


@pytest.mark.parametrize("text", ["2025..2024", "2025-03-02..2025-03-01"])
def test_a_period_that_ends_before_it_starts_is_refused(text):
    with pytest.raises(DataError) as refused:
        period(text)
    assert str(refused.value) == f"the period {text!r} ends before it starts: write the earlier end first"


@pytest.mark.parametrize(
    "text", ["2025-02-30", "10 September", "2025-9-1", "20250910", "", "2025-09-10T00:00", "latest"]
)
def test_an_impossible_day_is_refused_in_one_sentence(text):
    with pytest.raises(DataError) as refused:
        day(text)
    assert str(refused.value) == NO_DAY.format(text)


def test_a_day_is_read_and_told():
    assert (day("2024-02-29").year, day("2024-02-29").month, day("2024-02-29").day) == (2024, 2, 29)
    assert (day_name("2025-09-01"), day_name("2025-12-31")) == ("1 September 2025", "31 December 2025")


def test_the_year_of_a_period_is_that_in_which_it_ends():
    assert period("2024-07..2025-06").year == 2025


@pytest.mark.parametrize(
    ("text", "years", "back"),
    [
        ("2024", 1, "2023"),
        ("2024", 3, "2021"),
        ("2024-02", 1, "2023-02"),
        ("2023-02", 3, "2020-02"),
        ("2024-02-29", 1, "2023-02-28"),
        ("2024-02-28", 1, "2023-02-28"),
        ("2025-02-28", 1, "2024-02-29"),
        ("2025-09-10", 1, "2024-09-10"),
        ("2025-01..2025-09", 1, "2024-01..2024-09"),
        ("2024-07..2025-06", 2, "2022-07..2023-06"),
    ],
)
def test_the_same_span_of_an_earlier_year_keeps_the_end_of_its_month(text, years, back):
    assert period(text).back(years) == period(back)


def test_the_year_before_is_meant_where_no_number_is_given():
    assert period("2024-02").back() == period("2023-02")


def test_a_day_some_years_earlier_is_for_comparison_only_and_need_not_exist():
    assert (years_before("2024-02-29", 1), years_before("2024-01-20", 2)) == ("2023-02-29", "2022-01-20")
    assert years_before("1005-01-01", 10) == "0995-01-01"


def test_months_before_a_day_run_over_the_turn_of_a_year():
    assert (months_before("2024-03-31", 3), months_before("2024-12-05", 18)) == ("2023-12-31", "2023-06-05")
    assert months_before("2024-01-20", 1) == "2023-12-20"


def test_months_and_years_are_built_from_numbers():
    assert month(2024, 2) == Period("2024-02-01", "2024-02-29")
    assert month(476, 12) == Period("0476-12-01", "0476-12-31")
    assert since_january(2023, 3) == Period("2023-01-01", "2023-03-31")
    assert since_january(476, 3) == Period("0476-01-01", "0476-03-31")
    assert whole_year(2023) == Period("2023-01-01", "2023-12-31")
    assert (month_length(2024, 2), month_length(2100, 2)) == (29, 28)


def test_periods_sort_by_their_first_day():
    assert sorted([period("2024"), period("2023-07..2024-06"), period("2023")])[1] == period("2023-07..2024-06")


@given(spans, st.integers(1, 50))
def test_a_month_goes_back_and_comes_again(span, number):
    assert span.back(number).back(-number) == span
    assert span.back(number).kind == "month"


@given(spans, spans)
def test_a_span_of_months_has_as_many_months_as_lie_between_its_ends(one, other):
    first, last = sorted((one, other))
    span = Period(first.start, last.end)
    assert span.months == 12 * (last.year - first.year) + int(last.start[5:7]) - int(first.start[5:7]) + 1


@given(years)
def test_each_year_has_twelve_months_that_follow_on_each_other(number):
    year = whole_year(number)
    assert year.kind == "year"
    assert (month(number, 1).start, month(number, 12).end) == (year.start, year.end)
    assert [since_january(number, last).months for last in range(1, 13)] == list(range(1, 13))


@given(spans, spans)
def test_a_period_in_words_is_read_as_the_same_period(one, other):
    span = Period(min(one.start, other.start), max(one.end, other.end))
    assert period(in_words(span)) == span
    assert period(in_words(Period(span.start, span.start))) == Period(span.start, span.start)

"""The vocabulary of figures over time: each entry as it is asked, on the frozen tables and reckoned by hand."""

import pytest
from asking import asked, complaint, number, quantity
from conftest import known_by

from nolimits.data import period
from nolimits.data.quantities import Quantity, exactly

MEAN, TOTAL = "value('tea.carried', '2010..2014')", "value('tea.carried', '2015..2019')"
UNKNOWN = "value('wool.exports', 2099)"
CARRIED = {"indicator": "tea.carried", "period_start": "2010-01-01", "period_end": "2014-12-31"}
SOURCE = {"source": "institute-2015-02-01-tea", "known_on": "2015-02-01"}


# --- value, growth, sum12


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("value('wool.exports', 2022)", "latest", 90),
        ("value('wool.exports', '2022')", "latest", 90),
        ("value('wool.exports')", "latest", 99),
        ("value('wool.exports', 'latest year')", "2023-12-31", 90),
        ("value('wool.exports', 2021)", "2023-01-19", 120),
        ("value('wool.exports', 2021)", "2023-01-20", 121),
        ("value('wool.exports', 2021, on='2023-01-19')", "latest", 120),
        ("value('wool.exports', 2021, on='2023-01-20')", "latest", 121),
        ("value('wool.exports', 2021, '2022-01-20')", "latest", 120),
        ("value('wool.exports', 2021, on='2022-01-19')", "latest", None),
        ("value('wool.exports', 2021, on='2024-01-01')", "2022-12-31", 120),  # no day after the view's own
        ("value('wool.exports', span=2022)", "latest", 90),
        ("growth('wool.exports', 2022)", "latest", -25.5),
        ("growth('wool.exports')", "latest", 10),
        ("growth('wool.exports', 'latest year')", "2023-12-31", -25.5),
        ("growth('wool.exports', 2019)", "latest", None),
        ("sum12('wool.exports', '2023-03')", "latest", 94),
        ("sum12('wool.exports')", "2023-12-31", 94),
        ("sum12('wool.exports', '2022-06')", "latest", None),
    ],
)
def test_figures_are_as_they_were_known(text, day, expected):
    assert number(text, day) == (None if expected is None else pytest.approx(expected))


def test_a_view_blind_to_a_source_stays_blind_when_asked_on_another_day():
    blind = known_by().without("pamphlet-2023-05-10-text")
    assert number("value('wool.share', 2023, on='2023-12-31')") == 40
    assert number("value('wool.share', 2023, on='2023-12-31')", view=blind) is None


def test_a_sum_of_what_cannot_be_summed_is_refused():
    assert complaint("1 + sum12('wool.price')") == (
        "4: wool.price is in USD per t, which cannot be summed over months: name a flow"
    )


# --- change


def test_a_change_is_the_difference_of_two_periods():
    found = asked("change('wool.exports', 2021, 2022)")
    assert found.quantity == Quantity(-32, -30, -31)
    assert (found.unit, found.period, found.about, found.change) == ("USD bn", period(2022), "wool.exports", True)
    assert found.how == "difference of two figures"
    assert [row.period.name for row in found.rows] == ["2022", "2021"]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("change('wool.exports', 2021)", "latest", -22),
        ("change('wool.exports', 2021)", "2023-02-01", -31),
        ("change('bank.rate', '2022-02-28', 'latest point')", "latest", -10.5),
        ("change('wool.exports', 2018, 2022)", "latest", None),
        ("change('wool.exports', 2022, 2025)", "latest", None),
    ],
)
def test_a_change_is_to_the_latest_where_no_later_period_is_named(text, day, expected):
    assert number(text, day) == expected


# --- per_year, per_month


@pytest.mark.parametrize(
    ("text", "expected", "how"),
    [
        (f"per_year({TOTAL})", 10, "brought to a year"),
        (f"per_year({MEAN})", 10, "brought to a year"),
        (f"per_month({TOTAL})", 50 / 60, "brought to a month"),
        (f"per_month({MEAN})", 10 / 12, "brought to a month"),
        ("per_year(value('tea.sold', '2021-05'))", 60, "brought to a year"),
        ("per_month(value('tea.sold', '2021-05'))", 5, "brought to a month"),
        ("per_year(value('tea.carried', 2021))", 11, "brought to a year"),
        ("per_year(value('wool.exports', '2022-Q1'))", 80, "brought to a year"),
        ("per_month(value('wool.exports', '2022-01..2022-04'))", 6.75, "brought to a month"),
    ],
)
def test_a_total_is_brought_to_another_length_and_a_mean_is_a_year_already(text, expected, how):
    found = asked(text)
    assert (found.sure.value, found.how) == (pytest.approx(expected), how)


def test_what_is_brought_to_another_length_is_still_of_its_period():
    found = asked(f"per_year({TOTAL})")
    assert (found.unit, found.period, found.about) == ("Mt", period("2015..2019"), "tea.carried")
    assert (len(found.rows), found.aggregate) == (1, "")
    assert found.quantity.width == pytest.approx(0.2)


@pytest.mark.parametrize(
    "text",
    [
        "value('tea.stock')",  # of a day
        "value('wool.price', 2022)",
        "value('wool.share', 2022)",
        "5",
        "value('tea.sold', 2021 + 1) + value('tea.carried', 2021)",  # of no one period
    ],
)
@pytest.mark.parametrize("name", ["per_year", "per_month"])
def test_only_a_total_over_whole_months_can_be_brought_to_another_length(name, text):
    assert complaint(f"{name}({text})") == "0: only a total over whole months can be brought to another length"


def test_a_stock_is_no_total(frozen_tables):
    frozen_tables.change("observations", CARRIED, aggregate="stock")
    view = frozen_tables.view()
    for name in ("per_year", "per_month"):
        assert complaint(f"{name}({MEAN})", view=view) == (
            "0: only a total over whole months can be brought to another length"
        )
    assert complaint("total('tea.carried', 'span')", view=view) == (
        "0: a figure of tea.carried is a yearly mean or a stock, which cannot be added up"
    )


def test_a_mean_of_a_price_is_not_brought_to_another_length(frozen_tables):
    prices = {"period_start": "2010-01-01", "period_end": "2014-12-31", "qualifier": "exact", "aggregate": "mean"}
    frozen_tables.plant("observations", indicator="wool.price", value="300", **prices, **SOURCE)
    assert complaint("per_year(value('wool.price', '2010..2014'))", view=frozen_tables.view()).startswith(
        "0: only a total"
    )


def test_a_total_that_is_not_known_stays_unknown():
    found = asked(f"per_year({UNKNOWN})")
    assert (found.known, found.unit) == (False, "USD bn")


# --- peak, trough


@pytest.mark.parametrize(
    ("text", "day", "name", "expected"),
    [
        ("peak('wool.exports', 'year')", "latest", "2021", 121),
        ("peak('wool.exports')", "latest", "2021", 121),
        ("peak('wool.exports')", "2022-01-19", "2020", 100),
        ("trough('wool.exports', 'year')", "latest", "2019", 80),
        ("trough('wool.exports')", "latest", "2019", 80),
        ("peak('wool.exports', 'ytd')", "latest", "January to June 2022", 44),
        ("trough('wool.exports', 'ytd')", "latest", "January to March 2022", 20),
        ("peak('tea.sold', 'month')", "latest", "December 2021", 12),  # of two the earlier
        ("trough('tea.sold', 'month')", "latest", "January 2021", 1),
        ("peak('bank.rate', 'point')", "latest", "28 February 2022", 20),
        ("trough('bank.rate', 'point')", "latest", "14 June 2022", 9.5),
        ("trough('bank.rate', 'point')", "2022-06-13", "28 February 2022", 20),
        ("peak('tea.carried', 'span')", "latest", "2015 to 2019", 50),
    ],
)
def test_the_highest_and_the_lowest_of_the_known_figures(text, day, name, expected):
    found = asked(text, day)
    assert (found.span.name, found.sure.value) == (name, expected)


def test_of_two_lowest_figures_the_earlier_is_meant(frozen_tables):
    frozen_tables.change("observations", {"indicator": "tea.sold", "period_start": "2022-03-01"}, value="1")
    assert asked("trough('tea.sold', 'month')", view=frozen_tables.view()).span.name == "January 2021"


def test_what_was_expected_is_neither_the_highest_nor_the_lowest(frozen_tables):
    forecast = {"indicator": "wool.exports", "source": "daily-2023-06-01-wool"}
    frozen_tables.change("observations", forecast, value="500")
    view = frozen_tables.view("2023-12-31")
    assert number("value('wool.exports', 2023)", view=view) == 500
    assert number("peak('wool.exports')", view=view) == 121
    frozen_tables.change("observations", forecast, value="5")
    assert number("trough('wool.exports')", view=frozen_tables.view("2023-12-31")) == 80


@pytest.mark.parametrize("text", ["peak('tea.plan')", "trough('tea.plan')", "peak('bank.rate', 'month')"])
def test_where_nothing_but_forecasts_is_known_there_is_no_highest(text):
    found = asked(text)
    assert (found.known, found.period, found.about) == (False, None, text.split("'")[1])
    assert found.unit == known_by().about(found.about)["unit"]


def test_the_first_year_of_a_series_hides_no_extreme():
    assert number("trough('wool.exports')", start=2022) == 80
    assert number("periods('wool.exports', 'year')", start=2022) == 5


# --- above, below, periods


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("above('wool.exports', 95, 'year')", exactly(3)),
        ("below('wool.exports', 95, 'year')", exactly(2)),
        ("above('wool.exports', 90, 'year')", Quantity(3, 4)),  # 90 give or take a half
        ("below('wool.exports', 90, 'year')", Quantity(1, 2)),
        ("above('wool.exports', 500, 'year')", exactly(0)),
        ("above('tea.sold', 5.5, 'month', since=2021, until=2021)", Quantity(6, 7)),  # 6 is at least 5.5
        ("above('tea.sold', 5.4, 'month', since=2021, until=2021)", Quantity(7, 8)),
        ("below('tea.sold', 5, 'month', since=2021, until=2021)", Quantity(4, 5)),
        ("above('bank.rate', 10, 'point')", exactly(1)),
        ("above('bank.rate', value('bank.rate', '2022-06-14'), 'point')", Quantity(1, 2)),
        ("above('wool.exports', value('wool.imports', 2022), 'year')", Quantity(1, 3)),  # 99: not sure of 99 and 100
        ("periods('wool.exports', 'year')", exactly(5)),
        ("periods('wool.exports', 'month')", exactly(1)),
        ("periods('tea.sold', 'month')", exactly(18)),
        ("periods('tea.sold', 'year')", exactly(1)),  # 2021 by its months; 2022 was but expected
        ("periods('tea.sold', 'month', since='2021-12')", exactly(7)),
        ("periods('tea.sold', 'month', since='2021-12-02')", exactly(6)),
        ("periods('tea.sold', 'month', until='2021-02')", exactly(2)),
        ("periods('tea.sold', 'month', until='2021-02-27')", exactly(1)),
        ("periods('tea.sold', 'month', since='2021-02', until='2021-03')", exactly(2)),
        ("periods('tea.carried', 'span', since=2011)", exactly(1)),
        ("periods('tea.carried', 'span', until=2018)", exactly(1)),
        ("periods('wool.exports', 'year', since=2099)", exactly(0)),
    ],
)
def test_periods_are_counted_with_the_doubt_there_is(text, expected):
    found = asked(text)
    assert found.quantity == expected
    assert (found.unit, found.period) == ("count", None)


@pytest.mark.parametrize("name", ["above", "below"])
def test_where_nothing_is_known_nothing_is_counted(name):
    found = asked(f"{name}('wool.exports', 1, 'year', since=2099)")
    assert (found.known, found.unit, found.about, found.rows) == (False, "count", "", ())


def test_what_was_expected_is_not_counted():
    assert quantity("above('wool.exports', 1, 'year', since=2022)", "2023-12-31") == exactly(1)
    assert quantity("above('wool.exports', 1, 'year', since=2022)") == exactly(2)
    assert quantity("periods('wool.exports', 'year', since=2022)", "2023-12-31") == exactly(1)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("above('wool.exports', 1, 'year', 2021, 2022)", "periods above a level"),
        ("below('wool.exports', 1, 'year', 2021, 2022)", "periods below a level"),
        ("periods('wool.exports', 'year', 2021, 2022)", "periods known"),
        ("total('wool.exports', 'year', 2021, 2022)", "sum of known figures"),
    ],
)
def test_a_count_rests_on_the_rows_that_were_looked_at(text, how):
    found = asked(text)
    assert [row.period.name for row in found.rows] == ["2021", "2022"]
    assert (found.about, found.how) == ("wool.exports", how)


# --- total


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("total('wool.exports', 'year', since=2020, until=2022)", "latest", Quantity(309.5, 312.5, 311)),
        ("total('wool.exports', 'year')", "2023-12-31", Quantity(389, 393, 391)),  # without what is expected
        ("total('tea.carried', 'span', since=2015)", "latest", Quantity(49.5, 50.5, 50)),
        ("total('wool.exports', 'year', since=2099)", "latest", None),
    ],
)
def test_a_total_is_the_sum_of_known_figures(text, day, expected):
    found = asked(text, day)
    assert (found.quantity, found.unit, found.period) == (expected, "USD bn" if "wool" in text else "Mt", None)
    assert not found.change


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("total('wool.price', 'year')", "wool.price is in USD per t, which cannot be added up: name a flow"),
        ("total('tea.stock', 'point')", "tea.stock is in Mt, which cannot be added up: name a flow"),
        (
            "total('tea.carried', 'span')",
            "a figure of tea.carried is a yearly mean or a stock, which cannot be added up",
        ),
    ],
)
def test_a_total_of_what_cannot_be_added_up_is_refused(text, message):
    assert complaint(text) == f"0: {message}"


def test_a_total_of_changes_is_a_change(frozen_tables):
    frozen_tables.change("indicators", {"indicator": "wool.imports"}, measures="change")
    assert asked("total('wool.imports', 'year')", view=frozen_tables.view()).change

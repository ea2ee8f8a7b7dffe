"""Growth on a year earlier: as a source states it, else from two levels; a forecast never stands before outturns."""

import pytest
from conftest import known_by

from nolimits.data import period

COMPUTED = "computed from two levels"
YEARS = {"2022": ("2022-01-01", "2022-12-31"), "2023": ("2023-01-01", "2023-12-31")}


def plant_rate(tables, year, value, known_on):
    start, end = YEARS[year]
    tables.plant(
        "observations",
        indicator="wool.exports_yoy",
        period_start=start,
        period_end=end,
        value=value,
        qualifier="exact",
        known_on=known_on,
        source="daily-2023-06-01-wool",
    )


def test_a_stated_growth_comes_before_one_that_follows_from_levels():
    found = known_by().growth("wool.exports", 2022)
    assert (found.sure.value, found.how, found.unit) == (-25.5, "stated", "percent")
    assert [row.indicator for row in found.rows] == ["wool.exports_yoy"]
    assert (found.about, found.change, found.period) == ("wool.exports", True, period(2022))


def test_a_growth_that_no_source_states_follows_from_two_levels():
    found = known_by().growth("wool.exports", 2021)
    # 121 and 100, each give or take a half
    assert found.sure.value == pytest.approx(100 * (121 / 100 - 1))
    assert found.sure.low == pytest.approx(100 * (120.5 / 100.5 - 1))
    assert found.sure.high == pytest.approx(100 * (121.5 / 99.5 - 1))
    assert (found.how, found.unit, found.about, found.change) == (COMPUTED, "percent", "wool.exports", True)
    assert [row.period.name for row in found.rows] == ["2021", "2020"]
    assert found.period == period(2021)


def test_the_growth_of_less_than_a_year_is_on_the_same_months():
    found = known_by().growth("wool.exports", "2023-01..2023-03")
    assert found.sure.value == pytest.approx(20)
    assert found.period == period("2023-Q1")


@pytest.mark.parametrize(
    ("day", "span", "year", "value"),
    [
        ("2022-01-20", "latest", "2021", 20),
        ("2023-01-19", "latest year", "2021", 20),
        ("2023-01-20", "latest year", "2022", -25.5),
        ("2023-12-31", "latest year", "2022", -25.5),  # of 2023 there is but an expectation
        ("2024-01-20", "latest", "2023", 10),
        ("2024-01-20", "latest ytd", "January to March 2023", 20),
    ],
)
def test_the_latest_growth_is_that_of_the_latest_outturn(day, span, year, value):
    found = known_by(day).growth("wool.exports", span)
    assert (found.span.name, found.sure.value) == (year, pytest.approx(value))


def test_the_growth_of_the_latest_is_meant_where_no_period_is_named():
    assert known_by().growth("wool.exports") == known_by().growth("wool.exports", 2023)


@pytest.mark.parametrize(("day", "known"), [("2023-01-19", False), ("2023-01-20", True)])
def test_a_growth_is_known_with_its_levels(day, known):
    assert known_by(day).growth("wool.turnover", 2022).known is known


def test_the_growth_of_the_first_year_is_unknown():
    found = known_by().growth("wool.exports", 2019)
    assert not found.known
    assert (found.unit, found.period, found.about, found.rows) == ("percent", period(2019), "wool.exports", ())
    assert (found.how, found.change) == ("stated", True)


def test_where_no_figure_is_known_the_year_of_the_cutoff_is_meant():
    found = known_by("2019-06-30").growth("wool.exports")
    assert (found.known, found.period) == (False, period(2019))


def test_a_growth_may_rest_on_a_forecast_and_says_so():
    found = known_by("2023-06-30").growth("wool.exports", 2023)
    assert (found.sure.value, found.how, found.forecast) == (pytest.approx(100 * 95 / 90 - 100), COMPUTED, True)


def test_a_forecast_rate_stands_before_one_that_follows_from_a_forecast_level(frozen_tables):
    plant_rate(frozen_tables, "2023", "7", "2023-06-01")
    found = frozen_tables.view("2023-12-31").growth("wool.exports", 2023)
    assert (found.sure.value, found.how, found.forecast) == (7, "stated", True)


def test_a_forecast_rate_stands_where_a_level_is_not_known(frozen_tables):
    plant_rate(frozen_tables, "2022", "7", "2022-06-01")
    found = frozen_tables.view("2022-12-31").growth("wool.exports", 2022)
    assert (found.sure.value, found.forecast, len(found.rows)) == (7, True, 1)


def test_a_forecast_rate_does_not_stand_before_one_that_follows_from_two_outturns(frozen_tables):
    plant_rate(frozen_tables, "2023", "7", "2023-06-01")
    found = frozen_tables.view().growth("wool.exports", 2023)
    assert (found.sure.value, found.how, found.forecast) == (pytest.approx(10), COMPUTED, False)


def test_a_forecast_rate_stands_where_the_year_before_is_a_forecast(frozen_tables):
    plant_rate(frozen_tables, "2023", "7", "2023-06-01")
    exports = {"indicator": "wool.exports", "period_start": "2022-01-01", "period_end": "2022-12-31"}
    frozen_tables.change("observations", exports, known_on="2022-06-20")
    assert frozen_tables.view().growth("wool.exports", 2023).sure.value == 7


def test_a_growth_on_what_may_have_been_nothing_may_be_anything(frozen_tables):
    exports = {"indicator": "wool.exports", "period_start": "2020-01-01", "period_end": "2020-12-31"}
    frozen_tables.change("observations", exports, value="0")
    found = frozen_tables.view().growth("wool.exports", 2021)
    assert found.known
    assert not found.sure.bounded

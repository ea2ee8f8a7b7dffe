"""A month from two sums since January, and the sum of twelve months in each of the ways to it."""

import pytest
from conftest import known_by

from nolimits.charts.sheet import numerals
from nolimits.data import DataError, period, quantities
from nolimits.data.quantities import Quantity
from nolimits.data.sums import summable
from nolimits.language import wording

DIFFERENCE = "difference of two year-to-date figures"
ROLLED = "since January + last year − last year's same months"


def plant(tables, indicator, span, value, known_on, source="customs-2022-04-20-wool", **cells):
    days = period(span)
    tables.plant(
        "observations",
        indicator=indicator,
        period_start=days.start,
        period_end=days.end,
        value=value,
        known_on=known_on,
        source=source,
        **({"qualifier": "exact"} | cells),
    )


# --- vintages: the year 2022 of 90 against 44 to June, which is told on 20 July 2022


def last_months(tables, known):
    """Wool sold to November and in the year that customs told anew on a day: 83 of 90."""
    plant(tables, "wool.exports", "2022-01..2022-11", "83", "2022-12-20")
    tables.drop("observations", indicator="wool.exports", period_start="2022-01-01", period_end="2022-12-31")
    plant(tables, "wool.exports", "2022", "90", known)
    return tables.view()


@pytest.mark.parametrize(
    ("known", "mixed"), [("2023-01-20", False), ("2023-04-05", False), ("2023-04-06", True), ("2023-12-20", True)]
)
def test_what_a_revised_year_leaves_of_unrevised_months_is_but_about_right(frozen_tables, known, mixed):
    """To November was told 20 days after it; the year up to 95 days after it is of that vintage."""
    december = last_months(frozen_tables, known).value("wool.exports", "2022-12")
    assert (december.sure.value, december.sure.mixed) == (7, mixed)
    assert december.how == (f"{DIFFERENCE}, of different vintages" if mixed else DIFFERENCE)
    assert wording.say_figure(december) == ("about 7" if mixed else "7")


def test_the_first_months_and_the_year_after_them_are_of_one_vintage(frozen_tables):
    """20 days after the end of each, though nine months apart; a year told in the next autumn is not."""
    plant(frozen_tables, "wool.exports", "2023-01..2023-06", "50", "2023-07-20")
    found = frozen_tables.view().sum12("wool.exports", "2023-06")
    assert (found.sure.mixed, found.how) == (False, ROLLED)
    frozen_tables.change("observations", {"indicator": "wool.exports", "value": "90"}, known_on="2023-10-20")
    found = frozen_tables.view().sum12("wool.exports", "2023-06")
    assert (found.sure.value, found.sure.mixed, found.how) == (96, True, f"{ROLLED}, of different vintages")


def test_figures_read_from_one_copy_are_of_one_vintage_however_old(frozen_tables):
    plant(frozen_tables, "wool.exports", "2022-01..2022-11", "83", "2026-11-29")
    assert frozen_tables.view().value("wool.exports", "2022-12").sure.mixed
    plant(frozen_tables, "wool.exports", "2022", "90", "2026-11-29")  # the same as was told in January 2023
    assert not frozen_tables.view().value("wool.exports", "2022-12").sure.mixed


def test_a_forecast_is_told_as_such_and_not_as_of_another_vintage(frozen_tables):
    plant(frozen_tables, "wool.exports", "2024-01..2024-11", "83", "2024-12-20")
    plant(frozen_tables, "wool.exports", "2024", "90", "2024-02-01")
    december = frozen_tables.view().value("wool.exports", "2024-12")
    assert (december.sure.mixed, december.forecast) == (False, True)


def test_the_difference_of_two_parts_of_different_vintages_is_but_about_right(frozen_tables):
    frozen_tables.plant(
        "identities", whole="wool.turnover", first="wool.exports", operation="minus", second="wool.imports"
    )
    frozen_tables.drop("identities", operation="plus")
    plant(frozen_tables, "wool.exports", "2023-02", "9", "2023-03-20")
    plant(frozen_tables, "wool.imports", "2023-02", "8", "2023-03-25")
    assert wording.say_figure(frozen_tables.view().value("wool.turnover", "2023-02")) == "1"
    frozen_tables.change("observations", {"indicator": "wool.imports", "value": "8"}, known_on="2024-03-25")
    left = frozen_tables.view().value("wool.turnover", "2023-02")
    assert (wording.say_figure(left), left.how) == ("about 1", "difference of two parts, of different vintages")


def test_what_is_made_of_a_figure_that_is_but_about_right_is_so_too(frozen_tables):
    plant(frozen_tables, "wool.exports", "2021-12", "6", "2022-01-20")
    view = last_months(frozen_tables, "2023-12-20")
    growth = view.growth("wool.exports", "2022-12")
    assert growth.sure.mixed
    assert wording.say_figure(growth).startswith("about ")
    assert numerals.in_print(growth.sure, growth.rows).startswith("~")
    assert not view.growth("wool.exports", 2021).sure.mixed


def test_of_arithmetic_each_step_keeps_that_a_figure_is_but_about_right():
    one = quantities.mark_mixed(Quantity(9.9, 10.1, 10), Quantity(9.9, 10.1, 10))
    other = Quantity(1, 2, 1.5)
    assert (one.low, one.high) == (9.8, 10.2)
    for made in (one + other, other - one, one * other, other / one, one / other, -one, abs(-one), abs(one)):
        assert made.mixed
    assert not (other + other).mixed
    assert repr(Quantity(1, 2, 1.5)) == "Quantity(low=1, high=2, value=1.5)"  # editions tell rows apart by it
    assert quantities.mark_mixed(Quantity(9, 11), other) == Quantity(9, 11)


# --- months


def test_a_month_is_the_difference_of_two_sums_since_january():
    april = known_by().value("wool.exports", "2022-04")
    assert april.quantity == Quantity(26.5 - 20.5, 27.5 - 19.5, 7)
    assert (april.how, april.unit, april.about) == (DIFFERENCE, "USD bn", "wool.exports")
    assert april.period == period("2022-04")
    assert [row.period.name for row in april.rows] == ["January to April 2022", "January to March 2022"]
    assert not april.change


@pytest.mark.parametrize(("day", "known"), [("2022-05-19", False), ("2022-05-20", True)])
def test_a_month_is_known_with_the_later_of_the_two(day, known):
    assert known_by(day).value("wool.exports", "2022-04").known is known


@pytest.mark.parametrize("span", ["2022-01", "2022-02", "2022-03", "2022-05", "2022-06", "2022-07", "2022-12"])
def test_no_month_is_made_across_a_gap(span):
    month = known_by().value("wool.exports", span)
    assert not month.known
    assert (month.unit, month.period, month.about, month.rows) == ("USD bn", period(span), "wool.exports", ())


def test_the_second_month_is_what_two_months_leave_of_january(frozen_tables):
    plant(frozen_tables, "wool.exports", "2022-01", "6", "2022-02-20")
    plant(frozen_tables, "wool.exports", "2022-01..2022-02", "13", "2022-03-20")
    view = frozen_tables.view()
    assert view.value("wool.exports", "2022-01").how == "stated"
    assert view.value("wool.exports", "2022-02").sure.value == 7
    assert view.value("wool.exports", "2022-03").sure.value == 7


def test_december_is_what_the_year_leaves_of_eleven_months(frozen_tables):
    plant(frozen_tables, "wool.exports", "2022-01..2022-11", "80", "2022-12-20")
    december = frozen_tables.view().value("wool.exports", "2022-12")
    assert (december.sure.value, december.how) == (10, DIFFERENCE)


def test_a_stated_month_comes_before_one_that_follows(frozen_tables):
    plant(frozen_tables, "wool.exports", "2022-04", "7.5", "2022-05-20")
    april = frozen_tables.view().value("wool.exports", "2022-04")
    assert (april.sure.value, april.how) == (7.5, "stated")


def test_only_a_month_follows_from_two_others():
    assert not known_by().value("wool.exports", "2022-Q2").known
    assert not known_by().value("wool.exports", "2022-04..2022-05").known


def test_prices_and_shares_are_never_subtracted(frozen_tables):
    for span, value in (("2022-01..2022-03", "500"), ("2022-01..2022-04", "510")):
        plant(frozen_tables, "wool.price", span, value, "2022-05-20")
    assert not frozen_tables.view().value("wool.price", "2022-04").known


@pytest.mark.parametrize(
    ("indicator", "may"),
    [("wool.exports", True), ("tea.sold", True), ("tea.stock", False), ("wool.price", False), ("bank.rate", False)],
)
def test_only_flows_may_be_added_up(indicator, may):
    assert summable(known_by(), indicator) is may


# --- years


def test_a_year_that_no_source_states_is_the_sum_of_its_twelve_months():
    year = known_by().value("tea.sold", 2021)
    assert (year.sure.value, year.how, year.about) == (78, "sum of twelve months", "tea.sold")
    assert year.period == period(2021)
    assert len(year.rows) == 12
    assert [figure.span.name for figure in known_by().series("tea.sold", "year")] == ["2021", "2022"]


@pytest.mark.parametrize(("day", "known"), [("2022-01-14", False), ("2022-01-15", True)])
def test_a_year_is_known_with_the_last_of_its_months(day, known):
    assert known_by(day).value("tea.sold", 2021).known is known


def test_a_stated_year_stands_before_its_months_and_a_forecast_behind_them(frozen_tables):
    plant(frozen_tables, "tea.sold", "2021", "80", "2021-12-15", "customs-2021-12-15-tea")
    assert frozen_tables.view().value("tea.sold", 2021).sure.value == 78
    assert frozen_tables.view("2021-12-31").value("tea.sold", 2021).sure.value == 80
    plant(frozen_tables, "tea.sold", "2021", "79", "2022-01-15", "customs-2022-01-15-tea")
    assert frozen_tables.view().value("tea.sold", 2021).sure.value == 79


def test_no_year_is_made_of_prices_shares_and_stocks(frozen_tables):
    for number in range(1, 13):
        plant(frozen_tables, "bank.rate", f"2021-{number:02}", "5", "2022-04-20")
    assert not frozen_tables.view().value("bank.rate", 2021).known


# --- twelve months


def test_twelve_months_are_since_january_and_last_year_less_its_same_months():
    rolled = known_by("2023-12-31").sum12("wool.exports", "2023-03")
    # 24 + 90 - 20, each give or take a half
    assert rolled.quantity == Quantity(23.5 + 89.5 - 20.5, 24.5 + 90.5 - 19.5, 94)
    assert (rolled.how, rolled.unit, rolled.about) == (ROLLED, "USD bn", "wool.exports")
    assert rolled.period == period("2022-04..2023-03")
    assert [row.period.name for row in rolled.rows] == ["January to March 2023", "2022", "January to March 2022"]


def test_twelve_months_that_are_a_year_are_as_stated():
    year = known_by().sum12("wool.exports", "2022-12")
    assert (year.sure.value, year.how, year.period) == (90, "stated", period(2022))
    assert len(year.rows) == 1


def test_twelve_known_months_are_added():
    added = known_by("2022-12-31").sum12("tea.sold", "2022-06")
    # July to December 2021 and January to June 2022, each give or take a half
    assert added.quantity == Quantity(99 - 6, 99 + 6, 99)
    assert (added.how, added.period) == ("sum of twelve months", period("2021-07..2022-06"))
    assert (added.unit, added.about, len(added.rows)) == ("Mt", "tea.sold", 12)
    assert known_by().sum12("tea.sold", "2021-12").sure.value == 78


def test_one_month_that_is_not_known_leaves_the_sum_unknown(frozen_tables):
    frozen_tables.drop("observations", indicator="tea.sold", period_start="2021-09-01")
    found = frozen_tables.view().sum12("tea.sold", "2022-06")
    assert not found.known
    assert (found.unit, found.period, found.about) == ("Mt", period("2021-07..2022-06"), "tea.sold")


@pytest.mark.parametrize("missing", ["2022-01-01..2022-03-31", "2022-01-01..2022-12-31", "2023-01-01..2023-03-31"])
def test_one_part_that_is_not_known_leaves_the_rolled_sum_unknown(frozen_tables, missing):
    start, _, end = missing.partition("..")
    frozen_tables.drop("observations", indicator="wool.exports", period_start=start, period_end=end)
    assert not frozen_tables.view().sum12("wool.exports", "2023-03").known


def test_of_two_ways_the_one_without_a_forecast_is_taken(frozen_tables):
    # since January and the year are at hand as well, but the year only as it was expected
    plant(frozen_tables, "tea.sold", "2023-01..2023-06", "50", "2023-07-15")
    plant(frozen_tables, "tea.sold", "2022-01..2022-06", "42", "2022-07-15")
    for number in range(7, 13):
        plant(frozen_tables, "tea.sold", f"2022-{number:02}", "10", "2023-01-20")
    for number in range(1, 7):
        plant(frozen_tables, "tea.sold", f"2023-{number:02}", "5", "2023-07-20")
    found = frozen_tables.view().sum12("tea.sold", "2023-06")
    assert (found.sure.value, found.how) == (90, "sum of twelve months")
    frozen_tables.drop("observations", indicator="tea.sold", period_start="2022-07-01")
    found = frozen_tables.view().sum12("tea.sold", "2023-06")
    assert (found.sure.value, found.how, found.forecast) == (50 + 120 - 42, ROLLED, True)


def test_a_month_that_was_but_expected_makes_the_sum_a_forecast(frozen_tables):
    december = {"indicator": "tea.sold", "period_start": "2021-12-01"}
    frozen_tables.change("observations", december, known_on="2021-12-30")
    found = frozen_tables.view().sum12("tea.sold", "2021-12")
    assert (found.sure.value, found.how, found.forecast) == (78, "sum of twelve months", True)


def test_of_two_ways_without_a_forecast_the_rolled_one_is_taken(frozen_tables):
    plant(frozen_tables, "tea.sold", 2021, "79", "2022-01-20")
    assert frozen_tables.view().sum12("tea.sold", "2021-12").sure.value == 79


# --- the latest twelve months


@pytest.mark.parametrize(
    ("day", "indicator", "end", "value"),
    [
        ("2024-01-19", "wool.exports", "2023-03", 94),  # what is expected of 2023 does not stand before it
        ("2024-01-20", "wool.exports", "2023-12", 99),
        ("2023-04-19", "wool.exports", "2022-12", 90),
        ("2022-07-20", "wool.exports", "2021-12", 120),  # six months of 2021 are not known
        ("2022-07-14", "tea.sold", "2022-05", 93),
        ("2024-01-20", "tea.sold", "2022-06", 99),  # nor what was expected of 2022
    ],
)
def test_the_latest_twelve_months_are_the_last_that_can_be_had(day, indicator, end, value):
    found = known_by(day).sum12(indicator)
    assert (found.span.end[:7], found.sure.value) == (end, value)


def test_where_there_are_only_forecasts_the_latest_of_them_is_given():
    assert known_by("2022-12-09").sum12("tea.plan").sure.value == 100
    assert known_by("2022-12-10").sum12("tea.plan").sure.value == 110


def test_where_nothing_is_known_the_sum_is_unknown():
    found = known_by("2019-12-31").sum12("wool.exports")
    assert not found.known
    assert (found.unit, found.about, found.period) == ("USD bn", "wool.exports", None)


def test_a_month_of_a_year_is_an_end_as_well(frozen_tables):
    for number in range(7, 13):
        plant(frozen_tables, "tea.sold", f"2022-{number:02}", "10", "2023-01-20")
    assert frozen_tables.view().sum12("tea.sold").sure.value == 102  # January to June 42 and six times 10


@pytest.mark.parametrize(
    ("indicator", "unit"), [("wool.price", "USD per t"), ("tea.stock", "Mt"), ("wool.share", "percent")]
)
def test_a_sum_of_what_cannot_be_summed_is_refused(indicator, unit):
    for last in ("latest", "2022-12"):
        with pytest.raises(DataError) as refused:
            known_by().sum12(indicator, last)
        assert str(refused.value) == f"{indicator} is in {unit}, which cannot be summed over months: name a flow"


def test_twelve_months_that_end_within_a_month_are_refused():
    with pytest.raises(DataError) as refused:
        known_by().sum12("wool.exports", "2022-06-15")
    assert str(refused.value) == "twelve months end with a month, such as 2025-09, not with 15 June 2022"


# --- after all that is stated

AFTER = "last sum since January + months after it"


def plant_directions(tables, *, march="8", june="7"):
    """The whole's first five months of 2024, and what each direction brought in the sixth."""
    plant(tables, "wool.turnover", "2024-01..2024-05", "70", "2024-06-20")
    plant(tables, "wool.exports", "2024-01..2024-05", "40", "2024-06-20")
    plant(tables, "wool.exports", "2024-06", june, "2024-07-20", qualifier="about")
    plant(tables, "wool.imports", "2024-06", "6", "2024-07-20")
    plant(tables, "wool.exports", "2024-03", march, "2024-04-20")
    plant(tables, "wool.imports", "2024-03", "6", "2024-04-20")


@pytest.mark.parametrize(("day", "known"), [("2024-07-19", False), ("2024-07-20", True)])
def test_a_month_after_all_that_is_stated_of_a_whole_is_what_its_parts_come_to(frozen_tables, day, known):
    plant_directions(frozen_tables)
    june = frozen_tables.view(day).value("wool.turnover", "2024-06")
    assert june.known is known
    assert (june.unit, june.about, june.period) == ("USD bn", "wool.turnover", period("2024-06"))
    if known:
        assert june.quantity == Quantity(6.5 + 5.5, 7.5 + 6.5, 13)
        assert june.how == "sum of two parts"
        assert [row.indicator for row in june.rows] == ["wool.exports", "wool.imports"]


def test_what_was_made_stays_known_when_a_newer_sum_is_stated(frozen_tables):
    plant_directions(frozen_tables)
    plant(frozen_tables, "wool.turnover", "2023-01..2023-06", "83", "2023-07-20")
    for indicator, eight in (("wool.turnover", "110"), ("wool.exports", "62")):
        plant(frozen_tables, indicator, "2024-01..2024-08", eight, "2024-09-20")
    view = frozen_tables.view()
    assert view.value("wool.turnover", "latest ytd").sure.value == 110
    assert (view.value("wool.turnover", "2024-06").sure.value, view.value("wool.turnover", "2024-03").sure.value) == (
        13,
        14,
    )
    assert (view.value("wool.turnover", "2024-01..2024-06").sure.value, view.sum12("wool.turnover", "2024-06").how) == (
        83,
        ROLLED,
    )


def test_a_month_is_made_of_its_parts_only_where_no_two_sums_give_it(frozen_tables):
    plant_directions(frozen_tables)
    plant(frozen_tables, "wool.turnover", "2024-01..2024-06", "84", "2024-07-21")
    june = frozen_tables.view().value("wool.turnover", "2024-06")
    assert (june.sure.value, june.how) == (14, "difference of two year-to-date figures")


def test_a_part_that_is_not_known_leaves_the_month_unknown(frozen_tables):
    plant_directions(frozen_tables)
    frozen_tables.drop("observations", indicator="wool.imports", period_start="2024-06-01")
    view = frozen_tables.view()
    assert not view.value("wool.turnover", "2024-06").known
    assert view.value("wool.turnover", "latest ytd").period == period("2024-01..2024-05")


def test_a_whole_that_is_a_difference_is_made_as_one(frozen_tables):
    plant_directions(frozen_tables)
    frozen_tables.change("identities", {"whole": "wool.turnover"}, operation="minus")
    june = frozen_tables.view().value("wool.turnover", "2024-06")
    assert (june.sure.value, june.how) == (1, "difference of two parts")


def test_the_last_sum_since_january_takes_in_the_months_after_it(frozen_tables):
    plant_directions(frozen_tables)
    view = frozen_tables.view()
    whole, part = (view.value(name, "latest ytd") for name in ("wool.turnover", "wool.exports"))
    assert (whole.sure.value, whole.how, whole.period) == (83, AFTER, period("2024-01..2024-06"))
    assert (part.sure.value, part.how, part.about) == (47, AFTER, "wool.exports")
    assert len(whole.rows) == 3
    assert view.value("wool.turnover", "2024-01..2024-05").how == "stated"


@pytest.mark.parametrize("span", ["2024-01..2024-04", "2024-01..2024-07", "2025-01..2025-06"])
def test_no_sum_since_january_is_made_before_the_first_across_a_gap_or_in_another_year(frozen_tables, span):
    plant_directions(frozen_tables)
    plant(frozen_tables, "wool.exports", "2024-08", "7", "2024-09-20")
    plant(frozen_tables, "wool.exports", "2024-04", "7", "2024-05-20")
    assert not frozen_tables.view().value("wool.exports", span).known


def test_a_sum_since_january_that_was_but_expected_is_no_beginning(frozen_tables):
    plant_directions(frozen_tables)
    plant(frozen_tables, "wool.turnover", "2024-01..2024-07", "99", "2024-07-21")
    assert frozen_tables.view().value("wool.turnover", "latest ytd").sure.value == 83


def test_prices_are_not_added_to_a_sum_since_january(frozen_tables):
    plant(frozen_tables, "wool.price", "2024-01..2024-05", "500", "2024-06-20")
    plant(frozen_tables, "wool.price", "2024-06", "500", "2024-07-20")
    assert not frozen_tables.view().value("wool.price", "2024-01..2024-06").known


def test_growth_and_twelve_months_reach_to_the_newest_month_of_the_parts(frozen_tables):
    plant_directions(frozen_tables)
    plant(frozen_tables, "wool.turnover", "2023-01..2023-06", "83", "2023-07-20")
    view = frozen_tables.view()
    twelve = view.sum12("wool.turnover")
    assert (twelve.sure.value, twelve.how, twelve.period) == (83 + 196 - 83, ROLLED, period("2023-07..2024-06"))
    growth = view.growth("wool.turnover", "latest ytd")
    assert (growth.sure.value, growth.period) == (0, period("2024-01..2024-06"))
    assert [figure.span.name for figure in view.series("wool.turnover", "month")] == ["March 2024", "June 2024"]


def test_a_month_that_is_stated_later_stands_before_what_its_parts_come_to(frozen_tables):
    plant_directions(frozen_tables)
    plant(frozen_tables, "wool.turnover", "2024-06", "13.4", "2024-07-25")
    assert frozen_tables.view("2024-07-24").value("wool.turnover", "2024-06").sure.value == 13
    assert frozen_tables.view().value("wool.turnover", "2024-06").sure.value == 13.4
    assert frozen_tables.view().value("wool.turnover", "latest ytd").sure.value == 83.4


def test_without_the_identity_nothing_is_made_of_parts(frozen_tables):
    plant_directions(frozen_tables)
    frozen_tables.drop("identities", whole="wool.turnover")
    assert not frozen_tables.view().value("wool.turnover", "2024-06").known

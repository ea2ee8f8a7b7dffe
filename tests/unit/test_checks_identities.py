"""Figures that follow from one another are compared as intervals, each rule with its own tolerance, to its very edge."""

import pytest
from faults import add, line
from faults import told as told_of

from nolimits.checks import identities

pytestmark = pytest.mark.slow

WHOLE = {"indicator": "wool.turnover", "period_start": "2022-01-01"}
IMPORTS = {"indicator": "wool.imports", "period_start": "2022-01-01"}
YEAR = {"indicator": "wool.exports", "period_start": "2022-01-01", "period_end": "2022-12-31"}
GROWTH = {"indicator": "wool.exports_yoy"}
SUM = "the sum of the source's own parts, within rounding"
MONTH = "a month within 2.5 % of the difference"
LEVELS = "a change within 5 points of that of the levels"


@pytest.fixture
def tables(frozen_tables):
    """A copy of the frozen tables; no figure or period is known from another test."""
    for remembered in (identities._quantity, identities._year_before, identities._year_to_dates):
        remembered.cache_clear()
    return frozen_tables


def told(tables) -> list[str]:
    """All problems but that of zeros at ends, by which figures here say how precise they are."""
    return [one for one in told_of(tables) if "zeros at the end of a number" not in one]


def place(tables, **where: str) -> str:
    return f"observations.csv:{line(tables, 'observations', **where)}"


def ytd(tables, end: str, value: str, known: str = "2022-05-15", **cells: str) -> None:
    """Tea sold since January 2022, as customs stated it on a day."""
    cells = {"value": value, "qualifier": "exact"} | cells
    source = f"customs-{known}-tea"
    period = {"period_start": "2022-01-01", "period_end": end}
    add(tables, "observations", indicator="tea.sold", source=source, known_on=known, **period, **cells)


def march(tables, value: str) -> None:
    """March 2022 as stated, against 106.000 up to March less 6.000 up to February: a difference of 100 ± 0.001."""
    tables.change("indicators", {"indicator": "tea.sold"}, minimum="")
    tables.change("observations", {"indicator": "tea.sold", "period_start": "2022-03-01"}, value=value)
    ytd(tables, "2022-02-28", "6.000")
    ytd(tables, "2022-03-31", "106.000")


# --- wholes and parts


def test_a_whole_that_its_parts_miss_is_told_with_the_parts(tables):
    """Parts of 90 ± 0.5 and 99 ± 0.5 make 188 to 190; a whole of 191 ± 0.5 begins at 190.5."""
    tables.change("observations", WHOLE, value="191")
    assert told(tables) == [f"{place(tables, **WHOLE)}:value: the whole does not add up: 191, against 90 + 99: {SUM}"]


@pytest.mark.parametrize(("value", "holds"), [("190", True), ("190.5", False), ("188", True), ("187.5", False)])
def test_a_whole_within_the_rounding_of_all_three_adds_up(tables, value, holds):
    """The parts make 188 to 190: 190 ± 0.5 reaches down to 189.5, 190.5 ± 0.05 only to 190.45."""
    tables.change("observations", WHOLE, value=value)
    assert (told(tables) == []) == holds


@pytest.mark.parametrize(
    ("low", "high", "holds"),
    [
        ("190", "191", True),
        ("190.001", "191", False),
        ("180", "188", True),
        ("180", "187.999", False),
        ("191", "191", False),
    ],
)
def test_intervals_that_touch_add_up_and_those_that_do_not_are_told(tables, low, high, holds):
    """The parts make 188 to 190."""
    tables.change("observations", WHOLE, value="", low=low, high=high, qualifier="range")
    says = f"low: the whole does not add up: {low} to {high}, against 90 + 99: {SUM}"
    assert told(tables) == ([] if holds else [f"{place(tables, **WHOLE)}:{says}"])


def test_vague_parts_are_told_as_they_were_stated(tables):
    """About 99 is 97.02 to 100.98: with 90 ± 0.5 that is 186.52 to 191.48, which 192.0 ± 0.05 misses."""
    tables.change("observations", IMPORTS, qualifier="about")
    tables.change("observations", WHOLE, value="191.5")
    assert told(tables) == []
    tables.change("observations", WHOLE, value="192.0")
    tables.change("observations", YEAR, value="", low="87", high="90.5", qualifier="range")
    found = [one.partition(": ")[2] for one in told(tables)]
    assert f"the whole does not add up: 192.0, against 87 to 90.5 + about 99: {SUM}" in found


def test_a_whole_that_is_open_above_or_below_is_held_to_its_bound(tables):
    tables.change("observations", WHOLE, value="", low="190", qualifier="over")
    assert told(tables) == []
    tables.change("observations", WHOLE, low="190.1")
    says = f"low: the whole does not add up: over 190.1, against 90 + 99: {SUM}"
    assert told(tables) == [f"{place(tables, **WHOLE)}:{says}"]
    tables.change("observations", WHOLE, low="", high="187.9", qualifier="under")
    says = f"high: the whole does not add up: under 187.9, against 90 + 99: {SUM}"
    assert told(tables) == [f"{place(tables, **WHOLE)}:{says}"]


def test_what_one_leaves_of_another_is_held_to_likewise(tables):
    """Imports are turnover less exports as well: 189 − 90 is 98 to 100, and 102 ± 0.5 begins at 101.5."""
    add(tables, "identities", whole="wool.imports", first="wool.turnover", operation="minus", second="wool.exports")
    assert told(tables) == []
    tables.change("observations", IMPORTS, value="102")
    assert told(tables) == [
        f"{place(tables, **IMPORTS)}:value: the whole does not add up: 102, against 189 - 90: {SUM}",
        f"{place(tables, **WHOLE)}:value: the whole does not add up: 189, against 90 + 102: {SUM}",
    ]


def test_only_what_one_source_states_of_one_period_adds_up(tables):
    """The daily's whole has no parts of its own; without a part there is no sum."""
    about = {"period_start": "2022-01-01", "period_end": "2022-12-31", "value": "500", "qualifier": "exact"}
    add(
        tables,
        "observations",
        indicator="wool.turnover",
        source="daily-2023-06-01-wool",
        known_on="2023-06-01",
        **about,
    )
    assert told(tables) == []
    tables.change("observations", {"indicator": "wool.turnover", "value": "189"}, value="1")
    tables.drop("observations", **IMPORTS)
    assert told(tables) == []


def test_the_next_whole_is_looked_at_after_one_without_parts(tables):
    tables.drop("observations", indicator="wool.imports", period_start="2021-01-01")
    tables.change("observations", WHOLE, value="191")
    assert len(told(tables)) == 1


def test_a_row_whose_cells_do_not_fit_its_qualifier_is_not_added_up(tables):
    tables.change("observations", IMPORTS, value="", low="1")
    tables.change("observations", YEAR, value="", high="1")
    tables.change(
        "observations", {"indicator": "wool.turnover", "value": "196"}, value="", low="9", high="8", qualifier="range"
    )
    assert {one.split(": ")[1] for one in told(tables)} == {"qualifier and figure disagree", "ends the wrong way round"}


# --- a month and the year to date


@pytest.mark.parametrize(
    ("value", "holds"), [("102.565", True), ("102.566", False), ("97.560", True), ("97.559", False), ("100.000", True)]
)
def test_a_month_holds_up_to_2_5_percent_of_itself_beyond_rounding(tables, value, holds):
    """102.565 is 2.5635 away and may be 2.564125; 102.566 is 2.5645 away and may be 2.56415.

    97.560 is 2.4385 away and may be 2.439; 97.559 is 2.4395 away and may be 2.438975.
    """
    march(tables, value)
    at = place(tables, indicator="tea.sold", period_start="2022-03-01")
    says = f"value: month and year to date disagree: {value}, against 106.000 less 6.000: {MONTH}"
    assert told(tables) == ([] if holds else [f"{at}:{says}"])


def test_the_tolerance_of_a_negative_month_is_a_share_of_its_size(tables):
    """−100 against −102 is 1.9985 away and may be 2.5."""
    march(tables, "-100.000")
    tables.change("observations", {"indicator": "tea.sold", "value": "106.000"}, value="-96.000")
    assert told(tables) == []
    tables.change("observations", {"indicator": "tea.sold", "value": "-96.000"}, value="-97.000")
    assert len(told(tables)) == 1


def test_december_is_the_year_less_the_eleven_months_before(tables):
    """A year of 90 less 80 is 9 to 11; a December of 20 ± 0.5 is 8.5 away and may be 0.5."""
    about = {"indicator": "wool.exports", "qualifier": "exact", "known_on": "2023-01-20"}
    about["source"] = "customs-2023-01-20-wool"
    add(tables, "observations", period_start="2022-01-01", period_end="2022-11-30", value="80", **about)
    add(tables, "observations", period_start="2022-12-01", period_end="2022-12-31", value="20", **about)
    at = place(tables, indicator="wool.exports", period_start="2022-12-01")
    assert told(tables) == [f"{at}:value: month and year to date disagree: 20, against 90 less 80: {MONTH}"]


@pytest.mark.parametrize(("known", "holds"), [("2023-04-05", False), ("2023-04-06", True)])
def test_a_year_revised_two_releases_later_is_no_fault_of_its_months(tables, known, holds):
    """90 less 80 is December; a year of 99, known more than 75 days after it, speaks of revised months as well."""
    about = {"indicator": "wool.exports", "qualifier": "exact", "known_on": "2023-01-20"}
    about["source"] = "customs-2023-01-20-wool"
    add(tables, "observations", period_start="2022-01-01", period_end="2022-11-30", value="80", **about)
    add(tables, "observations", period_start="2022-12-01", period_end="2022-12-31", value="10", **about)
    source = {"publisher": "Customs", "title": "revised", "url": "https://example.org/revised", "published": known}
    key = f"customs-{known}-wool"
    source |= {"kind": "official", "copied": "no", "interest": "none"}
    add(tables, "sources", source=key, precision="day", language="en", **source)
    revised = about | {"known_on": known, "source": key}
    add(tables, "observations", period_start="2022-01-01", period_end="2022-12-31", value="92.1", **revised)
    found = [one for one in told(tables) if "month and year to date disagree" in one]
    at = place(tables, indicator="wool.exports", source=key)
    assert found == (
        [] if holds else [f"{at}:value: month and year to date disagree: 10, against 92.1 less 80: {MONTH}"]
    )


def test_january_follows_from_nothing_and_is_the_first_year_to_date(tables):
    """Since January up to January is January itself: February is 6 less 2."""
    ytd(tables, "2022-02-28", "6", known="2022-04-15")
    assert told(tables) == []
    tables.change("observations", {"indicator": "tea.sold", "period_start": "2022-01-01", "value": "2"}, value="1")
    tables.change("observations", {"indicator": "tea.sold", "value": "6", "period_end": "2022-02-28"}, value="9")
    at = place(tables, indicator="tea.sold", period_start="2022-02-01")
    assert told(tables) == [f"{at}:value: month and year to date disagree: 4, against 9 less 1: {MONTH}"]


def test_prices_and_shares_are_no_differences(tables):
    """A price of 500 since January says nothing about March."""
    about = {
        "indicator": "wool.price",
        "qualifier": "exact",
        "known_on": "2022-05-20",
        "source": "customs-2022-05-20-wool",
    }
    for start, end, value in (("01-01", "02-28", "500"), ("01-01", "03-31", "510"), ("03-01", "03-31", "520")):
        add(tables, "observations", period_start=f"2022-{start}", period_end=f"2022-{end}", value=value, **about)
    assert told(tables) == []


def test_a_month_without_a_year_to_date_on_either_side_is_not_compared(tables):
    ytd(tables, "2022-03-31", "106")
    ytd(tables, "2022-05-31", "900", known="2022-06-15")
    assert told(tables) == []


def test_an_odd_take_of_a_year_to_date_is_named_itself_and_the_month_is_not(tables):
    march(tables, "100.000")
    ytd(tables, "2022-03-31", "150.000", known="2022-06-15")
    at = place(tables, indicator="tea.sold", value="150.000")
    assert told(tables) == [
        f"{at}:value: month and year to date disagree: 100.000, against 150.000 less 6.000: {MONTH}"
    ]


def test_each_row_of_an_odd_figure_is_named(tables):
    march(tables, "100.000")
    ytd(tables, "2022-03-31", "150.000", known="2022-06-15")
    ytd(tables, "2022-03-31", "150.000", known="2022-07-15")
    rows = [place(tables, indicator="tea.sold", value="150.000", known_on=f"2022-{day}") for day in ("06-15", "07-15")]
    assert [one.partition(":value")[0] for one in told(tables)] == rows


def test_an_odd_take_of_the_month_is_named_beside_the_nearest_of_the_others(tables):
    march(tables, "100.000")
    ytd(tables, "2022-03-31", "106.001", known="2022-06-15")
    about = {"source": "customs-2022-05-15-tea", "known_on": "2022-05-15", "value": "130.000", "qualifier": "exact"}
    add(tables, "observations", indicator="tea.sold", period_start="2022-03-01", period_end="2022-03-31", **about)
    at = place(tables, indicator="tea.sold", value="130.000")
    assert told(tables) == [
        f"{at}:value: month and year to date disagree: 130.000, against 106.001 less 6.000: {MONTH}"
    ]


def test_where_nothing_agrees_only_the_first_stated_figure_is_named_once(tables):
    march(tables, "130.000")
    about = {"period_start": "2022-03-01", "period_end": "2022-03-31", "qualifier": "exact"}
    for known, value in (("2022-05-15", "130.000"), ("2022-06-15", "140.000")):
        source = f"customs-{known}-tea"
        add(tables, "observations", indicator="tea.sold", source=source, known_on=known, value=value, **about)
    at = place(tables, indicator="tea.sold", period_start="2022-03-01", known_on="2022-04-15")
    assert told(tables) == [
        f"{at}:value: month and year to date disagree: 130.000, against 106.000 less 6.000: {MONTH}"
    ]


# --- growth and levels


def levels(tables, growth: str, **cells: str) -> None:
    """90.000 after 120.000, which is a change of −25.0007 to −24.9993."""
    tables.drop("observations", indicator="wool.exports", value="121")
    tables.change("observations", {"indicator": "wool.exports", "value": "90"}, value="90.000")
    tables.change("observations", {"indicator": "wool.exports", "value": "120"}, value="120.000")
    tables.change("observations", GROWTH, value=growth, **cells)


@pytest.mark.parametrize(
    ("growth", "holds"), [("-19.999", True), ("-19.998", False), ("-30.001", True), ("-30.002", False), ("-25", True)]
)
def test_a_stated_growth_holds_up_to_five_points_beyond_rounding(tables, growth, holds):
    """Up to −19.99927 and down to −30.00073, each with half a place of its own."""
    levels(tables, growth)
    says = f"value: growth and levels disagree: {growth.replace('-', '−')}, against 90.000 after 120.000: {LEVELS}"
    assert told(tables) == ([] if holds else [f"{place(tables, **GROWTH)}:{says}"])


def test_a_vague_growth_is_told_as_it_was_stated(tables):
    levels(tables, "-10", qualifier="about")
    says = f"value: growth and levels disagree: about −10, against 90.000 after 120.000: {LEVELS}"
    assert told(tables) == [f"{place(tables, **GROWTH)}:{says}"]


def test_a_growth_that_names_no_level_is_compared_with_none(tables):
    levels(tables, "-10")
    tables.change("indicators", {"indicator": "wool.exports_yoy"}, level="")
    assert told(tables) == []


@pytest.mark.parametrize("value", ["120.000", "90.000"])
def test_a_growth_without_either_level_is_compared_with_none(tables, value):
    levels(tables, "-10")
    tables.drop("observations", indicator="wool.exports", value=value)
    assert told(tables) == []


def test_a_growth_is_compared_with_the_level_of_the_year_before_and_no_other(tables):
    """A month after the same month a year earlier: 10 after 5 is +100 %, whatever the years say."""
    about = {"qualifier": "exact", "known_on": "2023-01-20", "source": "customs-2023-01-20-wool"}
    for indicator, year, value in (
        ("wool.exports", "2021", "5.00"),
        ("wool.exports", "2022", "10.00"),
        ("wool.exports_yoy", "2022", "50.0"),
    ):
        period = {"period_start": f"{year}-02-01", "period_end": f"{year}-02-28"}
        add(tables, "observations", indicator=indicator, value=value, **period, **about)
    at = place(tables, indicator="wool.exports_yoy", period_start="2022-02-01")
    assert told(tables) == [f"{at}:value: growth and levels disagree: 50.0, against 10.00 after 5.00: {LEVELS}"]


def test_a_growth_on_nothing_cannot_be_wrong(tables):
    levels(tables, "-10")
    tables.change("observations", {"indicator": "wool.exports", "value": "120.000"}, value="0")
    tables.change("observations", {"indicator": "wool.turnover", "value": "220"}, value="100")
    assert told(tables) == []


def test_a_take_of_a_level_that_fits_no_stated_growth_is_named_itself(tables):
    """90 after 121 is −26.3 to −24.9, which −19.5 ± 0.05 misses by 0.3 points more than five; 120 reaches −24.3."""
    tables.change("observations", GROWTH, value="-19.5")
    at = place(tables, indicator="wool.exports", value="121")
    assert told(tables) == [f"{at}:value: growth and levels disagree: −19.5, against 90 after 121: {LEVELS}"]

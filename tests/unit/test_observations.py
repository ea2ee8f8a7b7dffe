"""Of several takes on one period one stands: an official one, else the newest, or an older one that says it better."""

import pytest
from conftest import known_by
from hypothesis import given
from hypothesis import strategies as st

from nolimits.data import PLAIN, Observation, Unit, period
from nolimits.data.observations import KINDS_OF_SOURCE, best_take, by_precedence, observations_of, plausible
from nolimits.data.quantities import Quantity, exactly, quantity

OFFICIAL, WIRE, RESEARCH, COMPANY, MEDIA = range(5)
WHOLE = Unit("count", whole=True)


def take(printed, known_on="2022-02-01", rank=WIRE, source="a", qualifier="exact", span="2021") -> Observation:
    """One take; `printed` is the figure, or the two ends of one."""
    cells = ("", *printed) if isinstance(printed, tuple) else (printed,)
    stated = quantity(qualifier, *cells)
    return Observation("tea.sold", period(span), known_on, source, stated, qualifier, "", "Mt", rank)


def test_nothing_stands_where_nothing_is_stated():
    assert best_take([]) is None


# --- the newest


def test_a_newer_figure_that_differs_stands():
    old, new = take("120"), take("121", "2022-02-02", MEDIA)
    assert best_take([old, new]) == best_take([new, old]) == new


def test_the_same_day_the_better_kind_of_source_stands():
    official, media = take("120", rank=OFFICIAL, source="z"), take("121", rank=MEDIA, source="a")
    assert best_take([media, official]) == official


def test_the_same_day_and_kind_the_narrower_stands_and_then_the_first_by_key():
    wide, narrow = take("120", source="a"), take("125.0", source="b")
    assert best_take([wide, narrow]) == narrow
    first, second = take("120", source="a"), take("125", source="b")
    assert best_take([second, first]) == first


def test_official_takes_come_first_then_by_day_and_kind_and_width_and_key():
    takes = [
        take("1", "2022-02-01", OFFICIAL, "z"),
        take("2", "2022-01-01", OFFICIAL),
        take("3", "2022-03-01", MEDIA),
        take("4.0", "2022-02-01", WIRE, "z"),
        take("5", "2022-02-01", WIRE, "a"),
        take("6", "2022-02-01", WIRE, "b"),
        take("7", "2022-02-01", MEDIA),
    ]
    assert by_precedence(reversed(takes)) == takes


# --- the same, said more precisely


def test_an_older_exact_figure_within_a_newer_vague_one_stands():
    precise, vague = take("310", rank=MEDIA), take("312", "2022-03-01", WIRE, qualifier="about")
    assert best_take([vague, precise]) == precise


def test_an_exact_figure_of_another_body_makes_no_official_one_precise():
    official, other = take("312", "2022-03-01", OFFICIAL, qualifier="about"), take("310", "2022-02-01", WIRE)
    assert best_take([official, other]) == official


def test_an_older_exact_figure_outside_a_newer_vague_one_does_not_stand():
    vague = take("320", "2022-03-01", qualifier="about")  # 313.6 to 326.4
    assert best_take([vague, take("310")]) == vague


def test_an_older_figure_at_the_very_end_of_a_newer_range_stands():
    newer = take(("309.5", "330"), "2022-03-01", qualifier="range")
    assert best_take([newer, take("310")]).quantity.value == 310
    newer = take(("309.6", "330"), "2022-03-01", qualifier="range")
    assert best_take([newer, take("310")]) == newer


@pytest.mark.parametrize(("printed", "qualifier"), [(("320", ""), "over"), (("", "340"), "under")])
def test_an_older_exact_figure_inside_a_newer_open_one_does_not_stand(printed, qualifier):
    newer = take(printed, "2022-03-01", qualifier=qualifier)
    assert best_take([newer, take("330")]) == newer


def test_a_figure_as_wide_as_the_newer_one_is_no_more_precise():
    newer, older = take("310", "2022-03-01", MEDIA), take(("309.5", "310.5"), qualifier="range")
    assert best_take([newer, older]) == newer


def test_of_three_the_most_precise_within_the_others_stands():
    newest = take("300", "2022-04-01", qualifier="about")  # 294 to 306
    middle, oldest = take("301", "2022-03-01"), take("301.2", "2022-02-01")
    assert best_take([oldest, newest, middle]) == oldest
    # within the newest, but not within the one that stands for it by now
    outside = take("304.2", "2022-02-01")
    assert best_take([outside, newest, middle]) == middle


# --- who said it


def test_of_equal_figures_the_better_source_is_named_and_then_the_first():
    late, early = take("120", "2022-03-01", WIRE), take("120", "2022-02-01", WIRE)
    better = take("120", "2022-02-15", OFFICIAL)
    assert best_take([late, early]) == early
    assert best_take([late, early, better]) == better


def test_of_equal_figures_of_one_day_and_kind_the_first_by_key_is_named():
    one, other = take("120", source="a"), take("120", source="b")
    assert best_take([other, one]) == best_take([one, other]) == one


def test_a_better_source_of_another_figure_is_not_named_for_it():
    new, old = take("120", "2022-03-01", MEDIA), take("121", "2022-02-01", WIRE)
    assert best_take([old, new]) == new


def test_an_official_figure_stands_before_a_newer_one_of_another_body():
    new, official = take("120", "2022-03-01", WIRE), take("121", "2022-02-01", OFFICIAL)
    assert best_take([official, new]) == official


def test_of_official_figures_the_newer_stands():
    new, old = take("120", "2022-03-01", OFFICIAL), take("121", "2022-02-01", OFFICIAL)
    assert best_take([old, new]) == new


def test_an_official_forecast_stands_behind_an_outturn_of_whatever_body():
    forecast, outturn = take("120", "2021-06-01", OFFICIAL), take("121", "2022-02-01", MEDIA)
    assert best_take([forecast, outturn]) == outturn


# --- forecasts


@pytest.mark.parametrize(("known_on", "forecast"), [("2021-12-30", True), ("2021-12-31", False), ("2022-01-01", False)])
def test_a_figure_known_before_its_period_ended_is_a_forecast(known_on, forecast):
    assert take("120", known_on).forecast is forecast


def test_an_outturn_ends_the_forecast_even_where_that_is_more_precise():
    outturn, forecast = take("120", "2022-02-01", MEDIA, qualifier="about"), take("120", "2021-06-01", OFFICIAL)
    assert best_take([forecast, outturn]) == outturn
    assert best_take([forecast]) == forecast


def test_of_two_forecasts_the_newer_stands():
    older, newer = take("100", "2021-02-01"), take("110", "2021-03-01")
    assert best_take([older, newer]) == newer


# --- what a row says


def test_the_anchor_of_a_row_is_its_key():
    assert take("1", source="wire-2022-02-01-tea").anchor == (
        "tea.sold.2021-01-01.2021-12-31.2022-02-01.wire-2022-02-01-tea"
    )


def test_kinds_of_source_are_ranked_from_the_one_who_counted_to_the_one_who_retells():
    assert KINDS_OF_SOURCE == ("official", "wire", "research", "company", "media")


INDICATORS = {
    "tea.sold": {"unit": "count", "minimum": "0", "maximum": ""},
    "tea.none": {"unit": "new", "minimum": "", "maximum": ""},
}
SOURCES = {"d": {"kind": "media"}, "o": {"kind": "official"}}
ROW = {
    "indicator": "tea.sold",
    "period_start": "2021-01-01",
    "period_end": "2021-12-31",
    "known_on": "2022-02-01",
    "first_public": "",
    "source": "d",
    "value": "310",
    "low": "",
    "high": "",
    "qualifier": "exact",
    "note": "of all",
}


def test_a_row_is_read_with_what_its_indicator_and_its_source_say():
    rows = [ROW, ROW | {"value": ""}, ROW | {"source": "o", "aggregate": "mean"}]
    found = observations_of(rows, INDICATORS, SOURCES, {"count": WHOLE})
    first, second = found["tea.sold"]
    assert first == Observation(
        "tea.sold", period(2021), "2022-02-01", "d", exactly(310), "exact", "of all", "count", MEDIA, "", "2022-02-01"
    )
    assert (second.rank, second.aggregate) == (OFFICIAL, "mean")
    assert found["tea.none"] == ()


def test_a_figure_that_was_public_before_it_was_found_is_known_from_that_day_and_keeps_its_place():
    ((found,), _) = observations_of([ROW | {"first_public": "2022-01-20"}], INDICATORS, SOURCES, {}).values()
    assert (found.known_on, found.found_on) == ("2022-01-20", "2022-02-01")
    assert found.anchor.endswith(".2022-02-01.d")


@pytest.mark.parametrize(
    ("bounds", "low", "high"), [(("", ""), 0.5, 1.5), (("0.9", ""), 0.9, 1.5), (("", "1.1"), 0.5, 1.1)]
)
def test_the_bounds_of_an_indicator_keep_its_figures_plausible(bounds, low, high):
    about = {"unit": "Mt", **dict(zip(("minimum", "maximum"), bounds, strict=True))}
    found = observations_of([ROW | {"value": "1"}], {"tea.sold": about}, SOURCES, {})
    assert found["tea.sold"][0].quantity == Quantity(low, high, 1)


def test_a_figure_in_a_unit_that_is_not_declared_is_read_all_the_same():
    found = observations_of([ROW | {"indicator": "tea.none"}], INDICATORS, SOURCES, {})
    assert found["tea.none"][0].quantity == Quantity(309.5, 310.5, 310)
    assert found["tea.none"][0].unit == "new"


@pytest.mark.parametrize(
    ("stated", "unit", "bounds", "expected"),
    [
        (Quantity(9.5, 10.5, 10), WHOLE, (), exactly(10)),
        (Quantity(9.4, 10.6, 10), WHOLE, (), Quantity(9.4, 10.6, 10)),  # about ten cargoes
        (Quantity(9.5, 10.5, 10), PLAIN, (), Quantity(9.5, 10.5, 10)),
        (Quantity(9, 10), WHOLE, (), Quantity(9, 10)),
        (Quantity(-0.5, 0.5, 0), PLAIN, ("0",), Quantity(0, 0.5, 0)),
        (Quantity(99.5, 100.5, 100), PLAIN, ("0", "100"), Quantity(99.5, 100, 100)),
        (Quantity(30, 40, 35), PLAIN, ("0", "100"), Quantity(30, 40, 35)),
        (Quantity(-0.5, 0.5, 0), PLAIN, ("", "100"), Quantity(-0.5, 0.5, 0)),
        (Quantity(50, float("inf")), PLAIN, ("0", "100"), Quantity(50, float("inf"))),
        (Quantity(-float("inf"), 50), PLAIN, ("0", "100"), Quantity(-float("inf"), 50)),
        (Quantity(101, 102, 101.5), PLAIN, ("0", "100"), Quantity(101, 102, 101.5)),  # a slip, for the check to tell
        (Quantity(100, 102, 101), PLAIN, ("0", "100"), Quantity(100, 100, 101)),
    ],
)
def test_no_doubt_reaches_beyond_what_makes_sense(stated, unit, bounds, expected):
    assert plausible(stated, unit, *bounds) == expected


# --- laws of the choice

takes = st.builds(
    take,
    st.sampled_from(["100", "101", "101.0", "105"]),
    st.sampled_from(["2021-06-01", "2022-02-01", "2022-03-01"]),
    st.integers(OFFICIAL, MEDIA),
    st.sampled_from("abc"),
    st.sampled_from(["exact", "about"]),
)


# one source states one figure a day
@given(st.lists(takes, min_size=1, max_size=6, unique_by=lambda one: (one.known_on, one.source)), st.randoms())
def test_the_choice_does_not_depend_on_the_order_of_rows(found, chance):
    shuffled = list(found)
    chance.shuffle(shuffled)
    chosen = best_take(found)
    assert best_take(shuffled) == chosen
    assert chosen in found
    assert not chosen.forecast or all(one.forecast for one in found)


# --- on the frozen tables


@pytest.mark.parametrize(
    ("day", "period", "centre", "source"),
    [
        ("2021-02-28", 2020, 310, "wire-2021-02-01-tea"),
        ("2021-03-01", 2020, 310, "wire-2021-02-01-tea"),  # about 312 says the same
        ("2022-02-28", 2021, 330, "wire-2022-02-01-tea"),
        ("2022-03-01", 2021, 320, "daily-2022-03-01-tea"),  # over 320 is not made precise
    ],
)
def test_the_cargoes_of_tea_as_they_were_known(day, period, centre, source):
    found = known_by(day).value("tea.cargoes", period)
    assert (found.sure.centre, found.rows[0].source) == (centre, source)

"""Parts of a whole fill it, whatever they leave is the rest, and what they add to a change adds up to it."""

from itertools import groupby

import pytest
from conftest import known_by
from drawing import WORDS, drawn, marks, restate, said

from nolimits import charts

WHOLE, PARTS = "wool.turnover", ("wool.exports", "wool.imports")


# --- shares


def test_what_the_parts_leave_is_the_rest():
    exhibit = charts.shares(known_by(start=2022), ["wool.exports"], WHOLE, rest="bought", **WORDS)
    found = [(record["panel"], record["label"], record["drawn"], record["mark"]) for record in exhibit.records]
    assert found == [
        ("2022", "Wool sold", pytest.approx(100 * 90 / 189), "outturn"),
        ("2022", "bought", pytest.approx(100 * 99 / 189), "rest"),
        ("2023", "Wool sold", pytest.approx(100 * 99 / 196), "outturn"),
        ("2023", "bought", pytest.approx(100 * 97 / 196), "rest"),
    ]
    assert {"Wool sold", "bought", "48", "52"} <= set(said(exhibit.figure("wide")))


def test_parts_that_fill_their_whole_leave_no_rest():
    exhibit = charts.shares(known_by(), PARTS, WHOLE, **WORDS)
    assert "rest" not in {record["mark"] for record in exhibit.records}
    bars = exhibit.figure("wide").axes[0].patches
    for year in {bar.get_x() for bar in bars}:
        # of 2021 the newer figure of one part and the older of the whole differ by half a percent
        assert abs(sum(bar.get_height() for bar in bars if bar.get_x() == year) - 100) < 0.6


def test_percentages_need_no_whole():
    exhibit = charts.shares(known_by("2023-04-01"), ["wool.share"], **WORDS)
    assert [(record["drawn"], record["start"]) for record in exhibit.records] == [(30, 0), (70, 30), (33, 0), (67, 33)]


def test_a_period_of_which_the_whole_is_not_known_is_left_out(frozen_tables):
    frozen_tables.drop("observations", indicator=WHOLE, period_start="2021-01-01")
    exhibit = charts.shares(frozen_tables.view(), ["wool.exports"], WHOLE, **WORDS)
    assert [record["panel"] for record in exhibit.records if record["mark"] != "rest"] == [
        "2019",
        "2020",
        "2022",
        "2023",
    ]


@pytest.mark.parametrize(
    ("parts", "whole", "message"),
    [
        (["wool.exports"], None, "wool.exports is in USD bn, its whole in percent: name a whole in its unit"),
        (["wool.share"], WHOLE, "wool.share is in percent, its whole in USD bn"),
        (["wool.share"] * 5, None, "too many for one panel"),
        ([], None, "at least one"),
    ],
)
def test_parts_that_cannot_be_shares_are_refused(parts, whole, message):
    with pytest.raises(charts.ChartError, match=message):
        charts.shares(known_by(), parts, whole, periods=[2022], **WORDS)


def test_a_composition_has_a_stack_for_each_row_that_is_known():
    rows = [
        ("Wool", ["wool.exports"], WHOLE, "latest year"),
        ("Dear wool", ["wool.share"], None, 2021),
        ("Tea", ["tea.sold"], "tea.plan", 2030),
    ]
    exhibit = charts.composition(known_by(), rows, **WORDS)
    found = [(record["panel"], record["period_start"][:4], round(record["drawn"])) for record in exhibit.records]
    assert found == [("Wool", "2023", 51), ("Wool", "2023", 49), ("Dear wool", "2021", 30), ("Dear wool", "2021", 70)]
    assert {"Wool, 2023", "Dear wool, 2021"} <= set(said(exhibit.figure("wide")))
    assert len(marks(exhibit.figure("narrow"))) == 4


# --- contributions


def contributions(view, **more):
    return charts.contributions(view, WHOLE, *PARTS, **WORDS | more)


def stacks(exhibit):
    """Of each period: what the parts add, and the change of the whole (none where it was not drawn)."""
    key = lambda record: (record["period_end"], record["period_start"])  # noqa: E731
    for (end, _), found in groupby(sorted(exhibit.records, key=key), key):
        rows = [record for record in found if record["mark"] != "stated"]
        parts = {record["indicator"]: record["drawn"] for record in rows if record["indicator"] in PARTS}
        yield end[:4], parts, next((record["drawn"] for record in rows if record["indicator"] == WHOLE), None)


def test_a_part_adds_its_increase_in_percent_of_the_whole_a_year_earlier():
    found = {year: (parts, change) for year, parts, change in stacks(contributions(known_by()))}
    assert found["2020"] == ({PARTS[0]: pytest.approx(100 * 20 / 150), PARTS[1]: pytest.approx(100 * 10 / 150)}, 20)
    assert found["2023"][0] == {PARTS[0]: pytest.approx(100 * 9 / 189), PARTS[1]: pytest.approx(100 * -2 / 189)}
    assert found["2023"][1] == pytest.approx(100 * 7 / 189)


def test_a_part_is_worked_out_on_the_base_of_the_stated_rate():
    # sold 90 in 2022, which is 25.5 % less as stated: from 120.8, not from the 121 of the year before
    found = {year: parts for year, parts, _ in stacks(contributions(known_by()))}
    assert found["2022"][PARTS[0]] == pytest.approx((90 - 90 / (1 - 0.255)) / 220 * 100)


@pytest.mark.parametrize("day", ["latest", "2023-01-31", "2022-01-31"])
def test_the_parts_add_up_to_the_change_within_what_rounded_rates_allow(day):
    found = [(sum(parts.values()), change) for _, parts, change in stacks(contributions(known_by(day))) if parts]
    assert found
    assert all(abs(added - change) < 0.6 for added, change in found)


def test_a_year_of_which_a_part_is_not_known_holds_the_rule_alone(frozen_tables):
    frozen_tables.drop("observations", indicator=PARTS[1], period_start="2021-01-01")
    found = {year: (parts, change) for year, parts, change in stacks(contributions(frozen_tables.view()))}
    # of 2022 the part's base is not known, and then it is again
    assert [(year, bool(parts), change is not None) for year, (parts, change) in found.items()] == [
        ("2020", True, True),
        ("2021", False, True),
        ("2022", False, True),
        ("2023", True, True),
    ]


def test_a_span_of_months_stands_among_the_years_once(frozen_tables):
    for key, old, new in ((WHOLE, "40", "44"), (PARTS[0], "20", "24"), (PARTS[1], "20", "20")):
        if key != PARTS[0]:
            restate(frozen_tables, "2022-01..2022-03", "2022-04-20", old, key=key)
            restate(frozen_tables, "2023-01..2023-03", "2023-04-20", new, key=key)
    exhibit = contributions(frozen_tables.view(), more=["2023-01..2023-03", "latest ytd", "2023-01..2023-03"])
    spans = [record for record in exhibit.records if record["period_end"] == "2023-03-31"]
    assert [record["drawn"] for record in spans] == pytest.approx([10, 0, 10])


def test_a_figure_that_the_rule_would_cross_is_left_out(frozen_tables):
    words = said(contributions(frozen_tables.view()).figure("wide"))
    assert {"+13.3", "+6.7"} <= set(words)  # of 2020, whose rule is at 20, above both
    assert drawn(contributions(frozen_tables.view()))
    assert "−1.1" not in words  # of 2023: too low for its figure


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ((), "at least one indicator"),
        (("tea.plan",), "in the unit of their whole, not in Mt and USD bn"),
        (PARTS * 3, "too many"),
    ],
)
def test_parts_that_cannot_be_added_are_refused(parts, message):
    with pytest.raises(charts.ChartError, match=message):
        charts.contributions(known_by(), WHOLE, *parts, **WORDS)

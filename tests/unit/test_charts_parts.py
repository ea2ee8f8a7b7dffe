"""What the parts of a whole add to its change adds up to it."""

from itertools import groupby

import pytest
from conftest import known_by
from drawing import WORDS, drawn, restate, said

from nolimits import charts

WHOLE, PARTS = "wool.turnover", ("wool.exports", "wool.imports")


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

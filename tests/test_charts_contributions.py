"""What parts add to the change of their whole adds up to that change, on the base on which the rates were stated."""

from itertools import groupby

import pytest
from matplotlib.text import Text

from nolimits import charts, data

WORDS = {"id": "trade-sample", "headline": "A headline of it", "caption": "What was counted.", "alt": "Bars for parts."}
PARTS = ("trade.exports_to_china", "trade.imports_from_china")


def made(cutoff="latest", start=2018, **options):
    return charts.contributions(data.View(cutoff, start), "trade.turnover", *PARTS, **WORDS | options)


def stacks(exhibit):
    """Of each period: what the parts add, and the change of the whole (none where it was not drawn)."""
    key = lambda record: (record["period_end"], record["period_start"])  # noqa: E731
    for _, found in groupby(sorted(exhibit.records, key=key), key):
        rows = [record for record in found if record["mark"] != "stated"]
        parts = [record["drawn"] for record in rows if record["indicator"] in PARTS]
        yield parts, next((record["drawn"] for record in rows if record["indicator"] == "trade.turnover"), None)


@pytest.mark.parametrize("cutoff", ["latest", "2025-09-10", "2023-06-30"])
def test_the_parts_add_up_to_the_change_within_what_rounded_rates_allow(cutoff):
    found = [one for one in stacks(made(cutoff, more=["latest ytd"])) if one[0]]
    assert found
    assert all(abs(sum(parts) - change) < 0.6 for parts, change in found)


def test_a_year_of_which_a_part_is_not_known_holds_the_rule_alone():
    alone = [record["period_start"][:4] for record in made().records if record["indicator"] == "trade.turnover"]
    parted = {record["period_start"][:4] for record in made().records if record["indicator"] in PARTS}
    assert set(alone) - parted == {"2021"}


def test_a_span_of_months_stands_among_the_years_once():
    exhibit = made(more=["2025-01..2025-09", "2025-01..2025-09"])
    spans = [record for record in exhibit.records if record["period_end"] == "2025-09-30"]
    assert len(spans) == 3


def test_a_part_is_worked_out_on_the_base_of_the_stated_rate():
    record = next(r for r in made().records if r["indicator"] == PARTS[0] and r["period_start"] == "2022-01-01")
    level, rate, whole, change = 114.149, 43.4, 190.271, 29.3
    assert record["drawn"] == pytest.approx(
        (level - level / (1 + rate / 100)) / (whole / (1 + change / 100)) * 100, abs=0.02
    )


def test_no_part_is_refused():
    with pytest.raises(charts.ChartError, match="at least one indicator"):
        charts.contributions(data.View(), "trade.turnover", **WORDS)


def test_a_part_in_another_unit_than_its_whole_is_refused():
    with pytest.raises(charts.ChartError, match="in the unit of their whole"):
        charts.contributions(data.View(), "trade.turnover", "oil.china_imports_from_russia", **WORDS)


def test_a_figure_that_the_rule_would_cross_is_left_out():
    words = [text.get_text() for text in made(start=2020).figure("wide").findobj(Text)]
    assert "+23.5" in words
    assert "−3.6" not in words

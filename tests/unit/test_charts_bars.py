"""Bars stand for one period each: side by side, mirrored or as changes, hatched where they are foreseen."""

import pytest
from conftest import known_by
from drawing import WORDS, arrows, drawn, marks, planted, said
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from nolimits import charts

SOLD, BOUGHT = "wool.exports", "wool.imports"


# --- which periods


def test_a_year_that_is_not_known_is_a_gap_with_a_name(frozen_tables):
    view = planted(frozen_tables, [(2018, "exact", "3"), (2021, "exact", "4")])
    figure = charts.bars(view, "zz.test", **WORDS).figure("wide")
    assert {"2018", "2019", "2020", "2021"} <= set(said(figure))
    assert [round(bar.get_x() + bar.get_width() / 2, 9) for bar in marks(figure)] == [0, 3]


def test_periods_may_be_the_latest_ones_each_once(frozen_tables):
    view = planted(frozen_tables, [(2021, "exact", "3"), (2022, "exact", "4"), ("2023-01..2023-05", "exact", "2")])
    exhibit = charts.bars(view, "zz.test", periods=[2021, 2022, "latest year", "latest ytd", "latest point"], **WORDS)
    assert [record["period_end"] for record in exhibit.records] == ["2021-12-31", "2022-12-31", "2023-05-31"]


@pytest.mark.parametrize("same", ["2023-01..2023-03", "latest ytd"])
def test_the_same_months_of_every_year_are_compared(same):
    exhibit = charts.bars(known_by("2023-05-31"), SOLD, same=same, changes=True, **WORDS)
    assert drawn(exhibit) == [20, 24]
    assert [record["change_percent"] for record in exhibit.records] == [None, pytest.approx(20)]
    words = [text.strip() for text in said(exhibit.figure("wide"))]
    assert "USD billion, January to March" in words
    assert {"2022", "2023\n+20.0%"} <= set(words)


def test_two_spans_of_the_same_months_are_told_apart(frozen_tables):
    spans = ["2022-08..2022-09", "2022-08-28..2022-09-12"]
    view = planted(frozen_tables, [(span, "exact", "1") for span in spans])
    words = said(charts.bars(view, "zz.test", periods=spans, **WORDS).figure("wide"))
    assert {"Aug–Sep\n2022", "28 Aug–12 Sep\n2022"} <= set(words)


def test_two_units_are_refused():
    with pytest.raises(charts.ChartError, match="one panel holds one unit, not Mt and USD bn"):
        charts.bars(known_by(), SOLD, "tea.plan", **WORDS)


# --- changes


def test_growth_is_as_stated_where_a_source_states_it_and_else_worked_out():
    exhibit = charts.bars(known_by(), SOLD, growth=True, **WORDS)
    # 100 on 80, 121 on 100, −25.5 as stated, 99 on 90
    assert drawn(exhibit) == [25, pytest.approx(21), -25.5, pytest.approx(10)]
    assert exhibit.unit == "%"
    assert {"rise", "fall", "+25", "−25.5"} <= set(said(exhibit.figure("wide")))


@pytest.mark.parametrize(
    ("before", "height"), [(("exact", "40"), -12.5), (("over", "40"), -12.5), (("under", "40"), None)]
)
def test_growth_from_a_bound_is_a_bound(frozen_tables, before, height):
    view = planted(frozen_tables, [(2021, *before), (2022, "exact", "35")])
    exhibit = charts.bars(view, "zz.test", growth=True, **WORDS)
    assert drawn(exhibit) == pytest.approx([height] if height else [], abs=2)
    assert bool(arrows(exhibit.figure("wide"))) is (before[0] == "over")


@pytest.mark.parametrize(("keys", "options"), [((SOLD, BOUGHT), {}), ((SOLD,), {"growth": True})])
def test_changes_are_printed_below_the_levels_of_one_indicator_only(keys, options):
    with pytest.raises(charts.ChartError, match="name one, without growth"):
        charts.bars(known_by(), *keys, changes=True, **options, **WORDS)


def test_growth_of_an_expression_is_refused():
    key = "value('wool.exports', period) * 2"
    with pytest.raises(charts.ChartError, match="growth is of an indicator, not of the expression"):
        charts.bars(known_by(), key, growth=True, labels={key: "Twice"}, **WORDS)


# --- where bars stand, and what is printed above them


@pytest.mark.parametrize(("years", "middle"), [((2023, 2024), True), ((2022, 2024), False)])
def test_bars_stand_in_the_middle_of_their_periods_unless_a_period_has_two(frozen_tables, years, middle):
    planted(frozen_tables, [(year, "exact", "30") for year in years], key="zz.old", label="Old one")
    view = planted(frozen_tables, [(2022, "exact", "31")])
    bars = marks(charts.bars(view, "zz.test", "zz.old", **WORDS).figure("wide"))
    assert all(abs(x - round(x)) < 1e-9 for x in (bar.get_x() + bar.get_width() / 2 for bar in bars)) is middle


@pytest.mark.parametrize("qualifier", ["exact", "about"])
def test_nought_draws_no_whisker_and_moves_no_axis(frozen_tables, qualifier):
    view = planted(frozen_tables, [(2021, qualifier, "0"), (2022, "exact", "3")], minimum="0")
    axes = charts.bars(view, "zz.test", **WORDS).figure("wide").axes[0]
    assert axes.get_ylim()[0] == 0
    assert bool(axes.collections) is (qualifier == "about")


def test_what_is_vague_a_range_or_a_bound_is_printed_as_such():
    exhibit = charts.bars(known_by(), "tea.cargoes", **WORDS)
    # of 2020 an exact figure stands, of 2021 the later bound
    assert {"<300", "310", ">320", "300–340"} <= set(said(exhibit.figure("wide")))
    assert next((record["low"], record["high"]) for record in exhibit.records) == (None, 300)


@pytest.mark.parametrize(("key", "hatched"), [("tea.plan", True), ("tea.sold", False)])
def test_the_key_of_bars_that_are_all_foreseen_is_hatched_as_they_are(frozen_tables, key, hatched):
    frozen_tables.plant(
        "observations",
        **{"indicator": "tea.sold", "period_start": "2022-01-01", "period_end": "2022-12-31", "value": "104"},
        **{"qualifier": "exact", "source": "customs-2023-01-20-tea", "known_on": "2023-01-20"},
    )
    figure = charts.bars(frozen_tables.view(), "tea.plan", "tea.sold", tones={key: "cyan"}, **WORDS).figure("wide")
    own = [patch for patch in figure.findobj(Rectangle) if to_hex(patch.get_facecolor()) == charts.PALETTE["cyan"][0]]
    keys = [patch for patch in own if patch not in marks(figure)]
    assert keys
    assert len(own) > len(keys)
    assert all(bool(patch.get_hatch()) is hatched for patch in own)


@pytest.mark.parametrize(("day", "missing"), [("2022-01-12", True), ("2022-03-31", False)])
def test_a_series_of_which_nothing_is_known_yet_says_so_in_the_key(day, missing):
    words = said(charts.bars(known_by(day), "tea.plan", "tea.sold", **WORDS).figure("wide"))
    assert ("Tea sold: nothing known yet" in words, "Tea sold" in words) == (missing, not missing)


# --- mirrored


def test_two_flows_are_mirrored_and_their_balance_is_worked_out():
    exhibit = charts.mirrored(known_by(start=2021), up=SOLD, down=BOUGHT, **WORDS)
    found = {label: [r["drawn"] for r in exhibit.records if r["label"] == label] for label in ("Wool sold", "balance")}
    assert found == {"Wool sold": [121, 90, 99], "balance": [21, -9, 2]}
    figure = exhibit.figure("wide")
    assert [bar.get_height() for bar in marks(figure) if isinstance(bar, Rectangle)] == [121, 90, 99, -100, -99, -97]
    assert {"Wool sold (up)", "Wool bought (down)", "balance"} <= set(said(figure))
    assert {"2021\n+21.0", "2022\n−9.0", "2023\n+2.0"} <= set(said(figure))
    assert not [text for text in said(figure) if text.startswith("−") and text[1:].isdigit()]  # heights have no sign


def test_a_balance_may_be_left_out_and_is_left_out_where_one_flow_is_not_known(frozen_tables):
    without = charts.mirrored(known_by(), up=SOLD, down=BOUGHT, balance=False, **WORDS)
    assert "balance" not in {record["label"] for record in without.records}
    frozen_tables.drop("observations", indicator=BOUGHT, period_start="2020-01-01")
    exhibit = charts.mirrored(frozen_tables.view(), up=SOLD, down=BOUGHT, **WORDS)
    years = [record["period_start"][:4] for record in exhibit.records if record["label"] == "balance"]
    assert years == ["2019", "2021", "2022", "2023"]


@pytest.mark.parametrize(("up", "down"), [("zz.plan", "zz.test"), ("zz.test", "zz.plan")])
def test_a_plan_is_hatched_whichever_way_it_points(frozen_tables, up, down):
    # a plan that became known when its year was over is no forecast, and still a plan
    planted(frozen_tables, [(2022, "exact", "7")], key="zz.plan", label="Planned", basis="plan")
    exhibit = charts.mirrored(planted(frozen_tables, [(2022, "exact", "6")]), up=up, down=down, **WORDS)
    bars = [bar for bar in marks(exhibit.figure("wide")) if isinstance(bar, Rectangle)]
    assert {bar.get_gid(): bool(bar.get_hatch()) for bar in bars} == {"data zz.plan": True, "data zz.test": False}
    told = {record["label"]: record["mark"] for record in exhibit.records}
    assert told == {"Planned": "foreseen", "A test": "outturn", "balance": "foreseen"}


def test_flows_in_two_units_are_refused():
    with pytest.raises(charts.ChartError, match="one panel holds one unit"):
        charts.mirrored(known_by(), up=SOLD, down="tea.plan", **WORDS)

"""Small panels and years laid over one another: one span of time for all, and never what no source gave."""

import pytest
from conftest import known_by
from drawing import WORDS, drawn, faults_of_sight, planted, said, texts
from matplotlib.colors import to_hex
from matplotlib.text import Annotation

from nolimits import charts
from nolimits.charts import style
from nolimits.data import View

PRICE = "value('wool.exports', period) / value('wool.imports', period)"


# --- panels


def test_panels_share_their_span_of_time_and_have_their_own_heights():
    figure = charts.multiples(known_by(), {"Wool": "wool.exports", "Price": "wool.price"}, **WORDS).figure("wide")
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    assert len({axes.get_ylim() for axes in figure.axes}) == 2


@pytest.mark.parametrize(("index", "heights"), [(2020, [80, 100, 121]), (0, [80, 100, 121]), (1950, [80, 100, 121])])
def test_a_period_set_to_a_hundred_makes_percentages_and_none_leaves_units(index, heights):
    exhibit = charts.multiples(known_by("2023-01-19"), {"Wool": "wool.exports"}, index=index, **WORDS)
    assert drawn(exhibit) == [heights[0], heights[1], 120]
    assert exhibit.unit == ("2020 = 100" if index == 2020 else "USD billion")


def test_what_is_set_to_a_hundred_rests_on_the_base_as_well():
    exhibit = charts.multiples(known_by(), {"Wool": "wool.exports", "Price": "wool.price"}, index=2020, **WORDS)
    found = {(record["panel"], record["period_start"][:4]): record for record in exhibit.records}
    assert found["Wool", "2022"]["drawn"] == pytest.approx(90)
    assert found["Price", "2021"]["drawn"] == pytest.approx(125)
    assert found["Wool", "2022"]["sources"] == "customs-2023-01-20-wool;customs-2021-01-20-wool"
    assert found["Wool", "2020"]["sources"] == "customs-2021-01-20-wool"
    assert len({axes.get_ylim() for axes in exhibit.figure("wide").axes}) == 1


def test_a_panel_of_which_the_base_is_not_known_says_so():
    figure = charts.multiples(known_by(), {"Wool": "wool.exports", "Tea": "tea.plan"}, index=2020, **WORDS).figure(
        "wide"
    )
    assert {"99, 2023", "not known for 2020"} <= set(said(figure))


def test_an_expression_of_a_panel_goes_by_the_unit_that_its_author_names():
    exhibit = charts.multiples(known_by(), {"Price": PRICE}, labels={PRICE: "Price"}, units={"Price": "ratio"}, **WORDS)
    assert exhibit.unit == "times"


@pytest.mark.parametrize("number", [0, 13])
def test_no_panel_and_more_than_twelve_are_refused(number):
    with pytest.raises(charts.ChartError, match=f"1 to 12 panels, not {number}"):
        charts.multiples(known_by(), {f"Panel {i}": "wool.exports" for i in range(number)}, **WORDS)


@pytest.mark.parametrize("variant", charts.VARIANTS)
def test_months_below_one_row_of_panels_stay_clear_of_the_next(frozen_tables, variant):
    figures = [(f"2022-{number:02}", "exact" if number > 2 else "over", "30") for number in range(1, 7)]
    view = planted(frozen_tables, figures)
    figure = charts.multiples(view, {f"Panel {i}": "zz.test" for i in range(6)}, kind="month", **WORDS).figure(variant)
    assert not faults_of_sight(figure)
    for axes in figure.axes:
        tops = [arrow.arrow_patch.get_window_extent().y1 for arrow in axes.findobj(Annotation) if arrow.arrow_patch]
        assert tops
        assert max(tops) <= axes.get_window_extent().y1 + 1


@pytest.mark.parametrize(("qualifier", "below"), [("under", True), ("exact", False)])
def test_the_arrow_of_a_bound_near_nought_has_room_above_the_years(frozen_tables, qualifier, below):
    view = planted(frozen_tables, [(2021, qualifier, "1"), (2022, "exact", "100")])
    low = charts.multiples(view, {"A": "zz.test"}, **WORDS).figure("narrow").axes[0].get_ylim()[0]
    assert bool(low < -5) is below


@pytest.mark.parametrize(("newest", "head"), [(2022, "USD billion: A 40, B 30, 2022"), (2021, "USD billion")])
def test_a_panel_of_two_series_tells_both_newest_figures_if_they_are_of_one_period(frozen_tables, newest, head):
    planted(frozen_tables, [(2020, "exact", "10"), (2022, "exact", "40")])
    view = planted(frozen_tables, [(2020, "exact", "20"), (newest, "exact", "30")], key="zz.other", label="Other")
    names = {"zz.test": "A", "zz.other": "B"}
    figure = charts.multiples(view, {"Both": ("zz.test", "zz.other")}, labels=names, **WORDS).figure("wide")
    assert head in said(figure)


# --- courses

FIGURES = [
    ("2024-01", "exact", "1"),
    ("2024-01..2024-02", "exact", "3"),
    ("2024-01..2024-05", "exact", "4"),
    ("2024-03", "exact", "99"),
    (2024, "exact", "7"),
    ("2025-01..2025-02", "exact", "5"),
]


def leads(figure, *, solid):
    """The months from and to which a line leads, solid or dotted."""
    lines = [line for axes in figure.axes for line in axes.lines if len(line.get_xdata()) > 1]
    wanted = [line for line in lines if (line.get_linestyle() == "-") is solid and line.get_linestyle() != "None"]
    return [tuple(round(x * 12) for x in line.get_xdata()) for line in wanted if not solid or line.get_gid()]


def test_figures_since_january_are_drawn_and_single_months_are_not(frozen_tables):
    exhibit = charts.courses(planted(frozen_tables, FIGURES), "zz.test", 2024, 2025, **WORDS)
    found = [(record["label"], record["drawn"]) for record in exhibit.records]
    assert found == [("2024", 1), ("2024", 3), ("2024", 4), ("2024", 7), ("2025", 5)]


def test_a_line_leads_to_the_next_month_only_and_dots_over_the_gaps(frozen_tables):
    figure = charts.courses(planted(frozen_tables, FIGURES), "zz.test", 2024, 2025, **WORDS).figure("wide")
    assert leads(figure, solid=True) == [(1, 2)]
    assert leads(figure, solid=False) == [(2, 5), (5, 12)]
    assert any("months without a figure" in text for text in said(figure))


@pytest.mark.parametrize(("more", "printed"), [(0, True), (5, False)])
def test_of_few_figures_since_january_each_is_printed(frozen_tables, more, printed):
    months = [(f"2025-01..2025-{month:02}", "exact", "6") for month in range(3, 3 + more)]
    view = planted(frozen_tables, [*FIGURES, *months])
    texts = said(charts.courses(view, "zz.test", 2024, 2025, **WORDS).figure("narrow"))
    assert ("3" in texts) is printed


def test_no_dots_and_no_key_where_no_month_is_missing(frozen_tables):
    figure = charts.courses(planted(frozen_tables, FIGURES[:2]), "zz.test", 2024, **WORDS).figure("wide")
    assert not leads(figure, solid=False)
    assert not any("months without a figure" in text for text in said(figure))


def test_whole_years_that_are_counted_apart_end_a_course(frozen_tables):
    planted(frozen_tables, [(2024, "exact", "9"), (2025, "exact", "8")], key="zz.year", label="Whole years")
    view = planted(frozen_tables, [*FIGURES[:3], FIGURES[-1]])
    exhibit = charts.courses(view, "zz.test", 2024, 2025, ends="zz.year", **WORDS)
    assert [(record["indicator"], record["drawn"]) for record in exhibit.records][-1] == ("zz.year", 8)
    assert [record["drawn"] for record in exhibit.records if record["label"] == "2024"] == [1, 3, 4, 9]


def test_the_figure_of_the_series_itself_goes_before_one_counted_apart(frozen_tables):
    planted(frozen_tables, [(2024, "exact", "9")], key="zz.year", label="Whole years")
    assert drawn(charts.courses(planted(frozen_tables, FIGURES), "zz.test", 2024, ends="zz.year", **WORDS)) == [
        1,
        3,
        4,
        7,
    ]


def test_a_year_that_is_not_over_is_named_beside_its_newest_figure(frozen_tables):
    view = planted(frozen_tables, FIGURES)
    figure = charts.courses(view, "zz.test", 2024, 2025, **WORDS).figure("wide")
    places = {text.get_text().split("\n")[0]: text.get_window_extent().x0 for text in texts(figure)}
    assert places["2025"] < places["Dec"] < places["2024"]


def test_years_before_the_page_s_first_are_drawn_where_an_author_names_them(frozen_tables):
    planted(frozen_tables, FIGURES)
    assert charts.courses(View("latest", 2025, frozen_tables.folder), "zz.test", 2024, **WORDS).records


def test_years_have_no_side_s_colour(frozen_tables):
    figure = charts.courses(planted(frozen_tables, FIGURES, side="Norland"), "zz.test", 2024, 2025, **WORDS).figure(
        "wide"
    )
    used = {to_hex(line.get_color()) for axes in figure.axes for line in axes.lines}
    assert not {style.LIGHT[side] for side in style.SIDES} & used


@pytest.mark.parametrize("years", [(), (2019, 2020, 2021, 2022, 2023)])
def test_no_year_and_more_than_four_are_refused(years):
    with pytest.raises(charts.ChartError, match=r"at least one|too many"):
        charts.courses(known_by(), "wool.exports", *years, **WORDS)


def test_ends_in_another_unit_are_refused():
    with pytest.raises(charts.ChartError, match="in different units: name whole years in the same unit"):
        charts.courses(known_by(), "wool.exports", 2022, ends="tea.plan", **WORDS)

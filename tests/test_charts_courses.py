"""Years laid over one another show what had come together by each month, and never what no source gave."""

import pytest
from matplotlib.colors import to_hex
from test_charts import WORDS, planted, words_of

from nolimits import charts, data
from nolimits.charts import style

FIGURES = [
    ("2024-01", "exact", "1"),
    ("2024-01..2024-02", "exact", "3"),
    ("2024-01..2024-05", "exact", "4"),
    ("2024-03", "exact", "99"),
    (2024, "exact", "7"),
    ("2025-01..2025-02", "exact", "5"),
]


def solid(figure):
    """The months from and to which a solid line leads."""
    lines = [line for axes in figure.axes for line in axes.lines if line.get_linestyle() == "-" and line.get_gid()]
    return [tuple(round(x * 12) for x in line.get_xdata()) for line in lines if len(line.get_xdata()) > 1]


def dotted(figure):
    """The months over which dots lead."""
    lines = [line for axes in figure.axes for line in axes.lines if line.get_linestyle() not in ("-", "None")]
    return [tuple(round(x * 12) for x in line.get_xdata()) for line in lines]


def test_figures_since_january_are_drawn_and_single_months_are_not(tables):
    exhibit = charts.courses(planted(tables, FIGURES), "zz.test", 2024, 2025, **WORDS)
    assert [(record["label"], record["drawn"]) for record in exhibit.records] == [
        ("2024", 1),
        ("2024", 3),
        ("2024", 4),
        ("2024", 7),
        ("2025", 5),
    ]


def test_a_line_leads_to_the_next_month_only_and_dots_over_the_gaps(tables):
    figure = charts.courses(planted(tables, FIGURES), "zz.test", 2024, 2025, **WORDS).figure("wide")
    assert solid(figure) == [(1, 2)]
    assert dotted(figure) == [(2, 5), (5, 12)]
    assert any("months without a figure" in text for text in words_of(figure))


def test_no_dots_and_no_key_where_no_month_is_missing(tables):
    view = planted(tables, [("2024-01", "exact", "1"), ("2024-01..2024-02", "exact", "3")])
    figure = charts.courses(view, "zz.test", 2024, **WORDS).figure("wide")
    assert not dotted(figure)
    assert not any("months without a figure" in text for text in words_of(figure))


def test_whole_years_that_are_counted_apart_end_a_course(tables):
    planted(tables, [(2024, "exact", "9"), (2025, "exact", "8")], key="zz.year")
    view = planted(tables, [*FIGURES[:3], FIGURES[-1]])
    exhibit = charts.courses(view, "zz.test", 2024, 2025, ends="zz.year", **WORDS)
    assert [(record["indicator"], record["drawn"]) for record in exhibit.records][-1] == ("zz.year", 8)
    assert [record["drawn"] for record in exhibit.records if record["label"] == "2024"] == [1, 3, 4, 9]


def test_the_figure_of_the_series_itself_goes_before_one_counted_apart(tables):
    planted(tables, [(2024, "exact", "9")], key="zz.year")
    exhibit = charts.courses(planted(tables, FIGURES), "zz.test", 2024, ends="zz.year", **WORDS)
    assert [record["drawn"] for record in exhibit.records] == [1, 3, 4, 7]


def test_a_year_that_is_not_over_is_named_beside_its_newest_figure(tables):
    said = words_of(charts.courses(planted(tables, FIGURES), "zz.test", 2024, 2025, **WORDS).figure("wide"))
    assert {"2024", "2025"} <= set(said)


def test_years_before_the_page_s_first_are_drawn_where_an_author_names_them(tables):
    view = data.View("latest", 2025, planted(tables, FIGURES).folder)
    assert charts.courses(view, "zz.test", 2024, **WORDS).records


def test_years_have_no_country_s_colour(tables):
    figure = charts.courses(planted(tables, FIGURES), "zz.test", 2024, 2025, **WORDS).figure("wide")
    used = {to_hex(line.get_color()) for axes in figure.axes for line in axes.lines}
    assert not {style.LIGHT["china"], style.LIGHT["russia"]} & used


@pytest.mark.parametrize("years", [(), (2021, 2022, 2023, 2024, 2025)])
def test_no_year_and_more_than_four_are_refused(years):
    with pytest.raises(charts.ChartError):
        charts.courses(data.View(), "budget.deficit_ytd", *years, **WORDS)


def test_ends_in_another_unit_are_refused():
    with pytest.raises(charts.ChartError, match="different units"):
        charts.courses(data.View(), "budget.deficit_ytd", 2025, ends="budget.deficit_gdp_share", **WORDS)


# --- what came with it: names beside lines, levels, sums in a ranking, bounds near nought


def test_a_sum_over_years_is_ranked_with_the_span_of_its_rows(tables):
    view = planted(tables, [(2022, "exact", "-3"), (2023, "exact", "-4"), (2024, "exact", "2")])
    key = "total('zz.test', 'year', since=2022, until=2023)"
    exhibit = charts.ranked(
        view, key, "value('zz.test', 2024)", at="latest", labels={key: "Both", "value('zz.test', 2024)": "One"}, **WORDS
    )
    found = {record["label"]: (record["period_start"], record["period_end"]) for record in exhibit.records}
    assert found == {"Both, 2022 to 2023": ("2022-01-01", "2023-12-31"), "One, 2024": ("2024-01-01", "2024-12-31")}


def test_a_level_is_solid_for_dashes_are_plans():
    figure = charts.vintages(
        data.View(), "budget.deficit_plan_gdp_share", 2025, bands=[(2, 2, "a level")], **WORDS
    ).figure("wide")
    level = [line for axes in figure.axes for line in axes.lines if list(line.get_ydata()) == [2, 2]]
    assert [line.get_linestyle() for line in level] == ["-"]


@pytest.mark.parametrize(("qualifier", "below"), [("under", True), ("exact", False)])
def test_the_arrow_of_a_bound_near_nought_has_room_above_the_years(tables, qualifier, below):
    view = planted(tables, [(2021, qualifier, "1"), (2022, "exact", "100")])
    low = charts.multiples(view, {"A": "zz.test"}, **WORDS).figure("narrow").axes[0].get_ylim()[0]
    assert bool(low < -5) is below


def test_a_name_of_several_lines_hides_none_of_them(tables):
    planted(
        tables, [(year, "exact", "30") for year in (2014, 2015)], key="zz.old", label="A label that needs several lines"
    )
    view = planted(tables, [(year, "exact", "80") for year in range(2014, 2025)])
    figure = charts.lines(view, "zz.old", "zz.test", **WORDS).figure("wide")
    names = [text for text in figure.axes[0].texts if text.get_text() in "A label that needs several lines"]
    assert len(names) > 1
    assert not any(text.get_bbox_patch() for text in names)

"""Lines lead from one known figure to the next and no further: not over gaps, not to bounds, not past the cutoff."""

import re
from itertools import pairwise

import pytest
from conftest import known_by
from drawing import WORDS, arrows, drawn, joins, planted, restate, said, texts
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from nolimits import charts
from nolimits.charts import style
from nolimits.charts.sheet.trace import MARKER

PANELS = {"lines": charts.lines, "multiples": lambda view, key, **more: charts.multiples(view, {"A": key}, **more)}


@pytest.fixture(params=PANELS)
def chart(request):
    return PANELS[request.param]


# --- what is joined


def test_a_missing_year_parts_a_line(frozen_tables, chart):
    view = planted(frozen_tables, [(year, "exact", "3") for year in (2018, 2019, 2021, 2022)])
    assert [(a, b) for a, b in joins(chart(view, "zz.test", **WORDS).figure("wide"))] == [(2018, 2019), (2021, 2022)]


@pytest.mark.parametrize(("qualifier", "pairs"), [("exact", 2), ("about", 2), ("over", 0), ("under", 0)])
def test_no_line_leads_to_a_bound(frozen_tables, qualifier, pairs):
    view = planted(frozen_tables, [(2020, "exact", "30"), (2021, qualifier, "40"), (2022, "exact", "50")])
    figure = charts.lines(view, "zz.test", **WORDS).figure("wide")
    assert (len(joins(figure)), len(arrows(figure))) == (pairs, 0 if pairs else 1)


def dotted(figure: Figure) -> int:
    """How many gaps are bridged by dots."""
    return sum(line.is_dashed() for line in figure.axes[0].lines if len(set(line.get_xdata())) > 1)


@pytest.mark.parametrize(
    ("months", "solid", "gaps"), [(["2022-01..2022-11"], 0, 2), (["2021-01..2021-11", "2022-01..2022-11"], 1, 2)]
)
def test_rolling_sums_are_joined_from_month_to_month_and_dotted_over_gaps(frozen_tables, months, solid, gaps):
    years = [(year, "exact", "30") for year in (2020, 2021, 2022)]
    view = planted(frozen_tables, [*years, *((span, "exact", "25") for span in months)])
    figure = charts.lines(view, "zz.test", rolling=True, **WORDS).figure("wide")
    assert (len(joins(figure)) - dotted(figure), dotted(figure)) == (solid, gaps)


def test_single_months_are_not_bridged(frozen_tables):
    view = planted(frozen_tables, [("2022-01", "exact", "3"), ("2022-05", "exact", "4")])
    assert not dotted(charts.lines(view, "zz.test", kind="month", **WORDS).figure("wide"))


@pytest.mark.parametrize(("newest", "dated"), [(2022, False), (2021, True)])
def test_ends_of_lines_say_their_periods_where_these_differ(frozen_tables, newest, dated):
    planted(frozen_tables, [(year, "exact", "3") for year in (2019, 2020, 2021, 2022)])
    years = [(year, "exact", "30") for year in (2014, 2018, newest)]
    view = planted(frozen_tables, years, key="zz.other", label="Other")
    names = {"zz.test": "A", "zz.other": "B"}
    found = said(charts.lines(view, "zz.test", "zz.other", labels=names, **WORDS).figure("wide"))
    assert ("30, 2021" in " ".join(found) and "3, 2022" in " ".join(found)) is dated


@pytest.mark.parametrize(("kind", "newest", "name"), [("month", "2019-05", "3, May 2019"), ("year", 2019, "3, 2019")])
def test_a_line_that_stops_early_is_named_with_the_very_period_of_its_last_figure(frozen_tables, kind, newest, name):
    planted(frozen_tables, [(newest, "exact", "3")])
    month = "-05" if kind == "month" else ""
    years = [(f"{year}{month}", "exact", "30") for year in range(2016, 2023)]
    view = planted(frozen_tables, years, key="zz.other", label="Other")
    labels = {"zz.test": "A", "zz.other": "B"}
    found = said(charts.lines(view, "zz.test", "zz.other", kind=kind, labels=labels, **WORDS).figure("wide"))
    assert name in found
    assert any(f"30, {'May 2022' if month else '2022'}" in text for text in found)


@pytest.mark.parametrize(("end", "ringed"), [("30.1", True), ("60", False)])
def test_the_mark_at_the_end_of_a_line_hides_no_other(frozen_tables, end, ringed):
    planted(frozen_tables, [(2020, "exact", "10"), (2021, "exact", "30")])
    view = planted(frozen_tables, [(2020, "exact", "80"), (2021, "exact", end)], key="zz.other", label="Other")
    labels = {"zz.test": "A", "zz.other": "B"}
    figure = charts.lines(view, "zz.test", "zz.other", labels=labels, **WORDS).figure("wide")
    alone = [line for line in figure.axes[0].lines if list(line.get_xdata()) == [2021]]
    assert bool(alone) is ringed  # of the same period, below the mark that hides it, and wider
    assert all(line.get_markersize() > MARKER and line.get_zorder() < 3 for line in alone)


def test_rolling_sums_hold_the_twelve_months_that_end_with_each():
    exhibit = charts.lines(known_by("2022-03-20"), "tea.sold", rolling=True, **WORDS)
    # 1 + 2 + … + 12, then 2 in place of 1, then 4 in place of 2
    assert drawn(exhibit) == [78, 79, 81]
    assert [record["period_end"] for record in exhibit.records] == ["2021-12-31", "2022-01-31", "2022-02-28"]


@pytest.mark.parametrize(
    ("spans", "said_so"),
    [
        (["2021-01..2021-11", "2022-01..2022-11"], "of 25 months it is known for 4 (Test)"),
        ([], "of 25 months it is known for 3 (Test)"),
    ],
)
def test_that_a_line_of_rolling_sums_is_dotted_is_said_with_how_many_are_known(frozen_tables, spans, said_so):
    years = [(year, "exact", "30") for year in (2020, 2021, 2022)]
    view = planted(frozen_tables, [*years, *((span, "exact", "25") for span in spans)])
    names = {"zz.test": "Test"}
    text = " ".join(said(charts.lines(view, "zz.test", rolling=True, labels=names, **WORDS).figure("wide")))
    assert said_so in " ".join(text.split())
    assert "Dots lead" not in " ".join(said(charts.lines(view, "zz.test", labels=names, **WORDS).figure("wide")))


def test_of_a_line_without_gaps_nothing_is_said():
    exhibit = charts.lines(known_by("2022-03-20"), "tea.sold", rolling=True, **WORDS)
    assert "Dots lead" not in " ".join(said(exhibit.figure("wide")))


def test_of_lines_that_begin_apart_and_have_no_gap_nothing_is_said(frozen_tables):
    months = [(f"{year}-{month:02}", "exact", "5") for year in (2020, 2021) for month in range(1, 13)]
    planted(frozen_tables, months, unit="Mt", frequency="monthly")
    view = frozen_tables.view("2022-03-20", start=2014)
    names = {"zz.test": "A", "tea.sold": "B"}
    exhibit = charts.lines(view, "zz.test", "tea.sold", rolling=True, labels=names, **WORDS)
    assert len(exhibit.records) == 13 + 3
    assert "Dots lead" not in " ".join(said(exhibit.figure("wide")))


def test_the_whole_year_is_since_january_too(frozen_tables):
    figures = [("2022-01..2022-11", "exact", "10"), (2022, "exact", "12"), ("2022-12", "exact", "2")]
    exhibit = charts.lines(planted(frozen_tables, figures), "zz.test", kind="ytd", **WORDS)
    assert drawn(exhibit) == [10, 12]
    assert len(joins(exhibit.figure("wide"))) == 1


def test_figures_since_january_are_not_joined_over_the_turn_of_a_year(frozen_tables):
    figures = [("2022-01..2022-11", "exact", "10"), (2022, "exact", "12"), ("2023-01..2023-02", "exact", "1")]
    figure = charts.lines(planted(frozen_tables, figures), "zz.test", kind="ytd", **WORDS).figure("wide")
    assert len(joins(figure)) == 1


def test_figures_of_any_kind_stand_at_the_end_of_their_periods(frozen_tables):
    spans = ["2022-03", "2022-04-10..2022-04-20", "2022-05-03", "2022-01..2022-03"]
    view = planted(frozen_tables, [(span, "exact", str(i)) for i, span in enumerate(spans, 1)])
    exhibit = charts.lines(view, "zz.test", kind="any", **WORDS)
    # of two that end on one day the shorter says more about it
    assert [record["period_end"] for record in exhibit.records] == ["2022-03-31", "2022-04-20", "2022-05-03"]
    assert drawn(exhibit) == [1, 2, 3]


@pytest.mark.parametrize("kind", ["decade", "years", ""])
def test_a_kind_of_period_that_there_is_not_is_refused(chart, kind):
    with pytest.raises(charts.ChartError, match="is not a kind of period: year, month, ytd, point, span, any"):
        chart(known_by(), "wool.exports", kind=kind, **WORDS)


# --- how many, and of what


def test_more_than_four_series_are_refused_with_what_would_do():
    keys = [f"value('wool.exports', period) * {i}" for i in range(1, 6)]
    labels = {key: f"Series {i}" for i, key in enumerate(keys)}
    assert charts.lines(known_by(), *keys[:4], labels=labels, **WORDS).records
    with pytest.raises(
        charts.ChartError, match=r"5 series are too many for one panel: 4 at most, else charts\.multiples"
    ):
        charts.lines(known_by(), *keys, labels=labels, **WORDS)


def test_no_series_is_refused():
    with pytest.raises(charts.ChartError, match="at least one indicator"):
        charts.lines(known_by(), **WORDS)


def test_two_units_in_one_panel_are_refused():
    with pytest.raises(charts.ChartError, match=r"one unit, not USD bn and USD per t: use charts\.multiples"):
        charts.lines(known_by(), "wool.exports", "wool.price", **WORDS)


def test_an_expression_needs_a_name():
    key = "value('wool.exports', period) * 2"
    with pytest.raises(charts.ChartError, match="has no name: give it one in labels"):
        charts.lines(known_by(), key, **WORDS)


def test_an_expression_is_worked_out_for_each_period_that_it_is_known_for():
    key = "value('wool.exports', period) - value('wool.imports', period)"
    exhibit = charts.lines(known_by(start=2020), key, labels={key: "Balance"}, **WORDS)
    assert drawn(exhibit) == [20, 21, -9, 2]
    assert exhibit.unit == "USD billion"


# --- what was foreseen


@pytest.mark.parametrize(("years", "dashed"), [((2021, 2022), True), ((2018, 2022), False)])
def test_what_is_foreseen_has_a_dashed_key_only_where_a_dashed_line_is_drawn(frozen_tables, chart, years, dashed):
    view = planted(frozen_tables, [(year, "exact", "3") for year in years], basis="plan")
    figure = chart(view, "zz.test", **WORDS).figure("wide")
    strokes = [one.get_linestyle() for one in (*figure.lines, *figure.artists) if isinstance(one, Line2D)]
    assert strokes == ["--" if dashed else "None"]


@pytest.mark.parametrize(
    ("day", "marks"), [("2023-12-31", ["outturn", "foreseen"]), ("latest", ["outturn", "outturn"])]
)
def test_a_forecast_is_one_until_the_outturn_is_known(chart, day, marks):
    exhibit = chart(known_by(day, start=2022), "wool.exports", **WORDS)
    assert [record["mark"] for record in exhibit.records] == marks
    assert ("forecast or plan" in said(exhibit.figure("wide"))) is ("foreseen" in marks)


@pytest.mark.parametrize("foreseen", ["", "deals struck ahead"])
def test_what_is_foreseen_goes_by_the_name_that_the_author_gives(chart, foreseen):
    named = {"foreseen": foreseen} if foreseen else {}
    words = said(chart(known_by("2023-12-31"), "wool.exports", **named, **WORDS).figure("wide"))
    assert (foreseen or "forecast or plan") in words


# --- marks, bands, ticks, names


@pytest.mark.parametrize(
    ("qualifier", "high", "told"), [("exact", "", False), ("range", "31", False), ("range", "70", True)]
)
def test_what_a_pale_bar_means_stands_in_the_key_where_its_mark_does_not_hide_it(
    frozen_tables, chart, qualifier, high, told
):
    planted(frozen_tables, [(2021, "exact", "60")])
    restate(frozen_tables, 2022, "2022-12-31", "30", qualifier, **({"high": high} if high else {}))
    shown = said(chart(frozen_tables.view(), "zz.test", **WORDS).figure("wide"))
    assert any("or a range" in text for text in shown) is told


@pytest.mark.parametrize(("keys", "named"), [(["wool.exports"], False), (["wool.exports", "wool.imports"], True)])
def test_one_line_needs_no_key_on_a_narrow_sheet(keys, named):
    figure = charts.lines(known_by(), *keys, labels={keys[0]: "Sales of wool"}, **WORDS).figure("narrow")
    assert any("Sales of wool" in text for text in said(figure)) is named


@pytest.mark.parametrize("steps", [True, False])
def test_steps_name_their_newest_figure_on_a_narrow_sheet(frozen_tables, steps):
    view = planted(frozen_tables, [(2021, "exact", "10"), (2022, "exact", "37")])
    figure = charts.lines(view, "zz.test", steps=steps, labels={"zz.test": "Firms"}, **WORDS).figure("narrow")
    assert ("Firms, 37" in said(figure)) is steps


def test_a_mark_after_the_cutoff_is_not_drawn():
    def told(day):
        # what is expected of the year reaches beyond the day
        marks = [("2023-06-10", "early"), ("2023-09-11", "late")]
        return said(charts.lines(known_by(day), "wool.exports", marks=marks, **WORDS).figure("wide"))

    assert ["early" in told("2023-09-10"), "late" in told("2023-09-10")] == [True, False]
    assert ["early" in told("2023-09-11"), "late" in told("2023-09-11")] == [True, True]


@pytest.mark.parametrize(("band", "patched"), [((50, 50, "half"), False), ((50, 60, "a band"), True)])
def test_a_level_has_a_stroke_for_its_key_and_a_band_a_patch(band, patched):
    figure = charts.lines(known_by(), "wool.exports", bands=[band], **WORDS).figure("narrow")
    assert band[2] in said(figure)
    assert any(isinstance(one, Rectangle) for one in figure.artists + figure.patches) is patched
    assert not [line for line in figure.lines if line.is_dashed()]  # dashes are plans


@pytest.mark.parametrize(
    ("kind", "when", "turns"),
    [("year", (2019, 2022), []), ("point", ("2021-03-31", "2023-12-31"), [2020.5, 2021.5, 2022.5, 2023.5])],
)
def test_ticks_are_the_turns_of_years_only_where_marks_are_days(frozen_tables, chart, kind, when, turns):
    view = planted(frozen_tables, [(one, "exact", "3") for one in when])
    axes = chart(view, "zz.test", kind=kind, **WORDS).figure("wide").axes[0]
    assert list(axes.get_xticks(minor=True)) == turns
    assert {tick.tick1line.get_markersize() > 0 for tick in axes.xaxis.get_major_ticks()} == {not turns}


@pytest.mark.parametrize(("unit", "whole"), [("count", True), ("USD bn", False)])
@pytest.mark.parametrize("kind", [charts.bars, charts.lines])
def test_counts_have_whole_numbers_on_their_axis(frozen_tables, kind, unit, whole):
    view = planted(frozen_tables, [(2021, "exact", "1"), (2022, "exact", "2")], unit=unit)
    halves = [text for text in said(kind(view, "zz.test", **WORDS).figure("wide")) if re.fullmatch(r"\d\.\d", text)]
    assert (not halves) is whole


@pytest.mark.parametrize(("last", "inside"), [(2016, True), (2021, False)])
def test_a_series_that_stopped_long_ago_is_named_where_it_stopped(frozen_tables, last, inside):
    planted(frozen_tables, [(year, "exact", "30") for year in range(2014, last + 1)], key="zz.old", label="Old one")
    view = planted(frozen_tables, [(year, "exact", "80") for year in range(2014, 2022)])
    wide, narrow = (charts.lines(view, "zz.old", "zz.test", **WORDS).figure(variant) for variant in ("wide", "narrow"))
    assert any("30, 2016" in text for text in said(wide)) is inside
    assert any("to 2016" in text for text in said(narrow)) is inside


@pytest.mark.parametrize(("kind", "span", "months"), [("span", "2014..2018", False), ("month", "2018-05", True)])
def test_a_single_span_of_years_is_not_set_among_months(frozen_tables, kind, span, months):
    view = planted(frozen_tables, [(span, "exact", "30")])
    words = said(charts.lines(view, "zz.test", kind=kind, **WORDS).figure("wide"))
    assert any(text.startswith("May") for text in words) is months


@pytest.mark.parametrize("heights", [(30, 50, 40, 50, 40, 50, 10, 40), (30, 40, 30, 50, 30, 40, 30, 60)])
def test_a_name_at_the_end_of_a_line_keeps_off_the_other_lines(frozen_tables, heights):
    planted(frozen_tables, [(2014, "exact", "30"), (2015, "exact", "40")], key="zz.old", label="An older one")
    view = planted(frozen_tables, [(2014 + i, "exact", str(height)) for i, height in enumerate(heights)])
    figure = charts.lines(view, "zz.old", "zz.test", **WORDS).figure("wide")
    (axes,) = figure.axes
    boxes = [text.get_window_extent() for text in texts(figure) if text in axes.texts]
    (line,) = (line for line in axes.lines if line.get_gid() == "data zz.test" and line.get_linestyle() == "-")
    ends = axes.transData.transform(line.get_xydata())
    spots = [before + (after - before) * i / 40 for before, after in pairwise(ends) for i in range(41)]
    assert boxes
    assert not [spot for spot in spots for box in boxes if box.contains(*spot)]


def test_a_name_of_several_lines_hides_none_of_them(frozen_tables):
    name = "A label that needs several lines"
    planted(frozen_tables, [(year, "exact", "30") for year in (2014, 2015)], key="zz.old", label=name)
    view = planted(frozen_tables, [(year, "exact", "80") for year in range(2014, 2025)])
    figure = charts.lines(view, "zz.old", "zz.test", **WORDS).figure("wide")
    names = [text for text in figure.axes[0].texts if text.get_text() in name]
    assert len(names) > 1
    assert not any(text.get_bbox_patch() for text in names)


# --- what dashes and colours mean


def test_years_have_no_side_s_colour():
    svg = charts.courses(known_by(), "wool.exports", 2022, 2023, **WORDS).svg("wide")
    assert not {style.LIGHT[side] for side in style.SIDES} & set(re.findall(r"#[0-9a-f]{6}", svg))


def test_a_level_is_solid_for_dashes_are_plans():
    figure = charts.lines(known_by(), "tea.plan", bands=[(105, 105, "a level")], **WORDS).figure("wide")
    level = [line for axes in figure.axes for line in axes.lines if list(line.get_ydata()) == [105, 105]]
    assert [line.get_linestyle() for line in level] == ["-"]

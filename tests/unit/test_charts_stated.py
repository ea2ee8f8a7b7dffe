"""What a paper states is a hollow mark from the day of the paper on: beside the bars, never in place of them."""

import pytest
from conftest import known_by
from drawing import WORDS, arrows, planted, said, texts
from matplotlib.lines import Line2D

from nolimits import charts

SOLD = "wool.exports"
PUBLISHED, BEFORE = "2023-05-10", "2023-05-09"  # of the pamphlet
FIRST, BEFORE_FIRST = "2023-03-05", "2023-03-04"  # of the letter, the first of the papers


def stated(exhibit):
    """The records of what papers state."""
    return [record for record in exhibit.records if record["mark"] == "stated"]


@pytest.mark.parametrize("chart", [charts.bars, charts.lines])
@pytest.mark.parametrize("given", ["p002", ("p002", "a name"), (2022, 91, "a name", "pamphlet-2023")])
def test_a_statement_is_drawn_from_the_day_of_its_paper_and_not_before(chart, given):
    marks = [stated(chart(known_by(day), SOLD, stated=[given], **WORDS)) for day in (BEFORE, PUBLISHED)]
    assert [len(some) for some in marks] == [0, 1]
    assert marks[1][0]["known_on"] == PUBLISHED
    assert marks[1][0]["sources"] == "pamphlet-2023-05-10-text"


def test_a_statement_of_no_named_paper_waits_for_the_first_of_them():
    told = [
        stated(charts.bars(known_by(day), SOLD, stated=[(2022, 91, "a")], **WORDS)) for day in (BEFORE_FIRST, FIRST)
    ]
    assert [len(some) for some in told] == [0, 1]
    assert (told[1][0]["known_on"], told[1][0]["sources"]) == (FIRST, "")


def test_a_statement_cites_its_paper_and_rests_on_no_row_of_it():
    plain, with_mark = (charts.bars(known_by(), SOLD, stated=marks, **WORDS) for marks in ([], ["p002"]))
    assert set(with_mark.sources) - set(plain.sources) == {"pamphlet-2023-05-10-text"}
    assert with_mark.rows == plain.rows


@pytest.mark.parametrize(
    ("given", "name"), [("p002", "stated by A. Pamphleteer"), (("p002", "in its summary"), "in its summary")]
)
def test_a_mark_is_named_by_the_author_of_the_paper_or_as_the_author_of_the_chart_says(given, name):
    exhibit = charts.bars(known_by(), SOLD, stated=[given], **WORDS)
    assert [record["label"] for record in stated(exhibit)] == [name]
    assert name in said(exhibit.figure("wide"))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("p001", "claim p001 states no figure for a period"),
        ("p003", "claim p003 is in percent, the chart in USD bn"),
        ((2022, 91, "a name", "pamphlet"), "no paper is called 'pamphlet': the papers are letter-2023, pamphlet-2023"),
        ((2022, "value('tea.plan', 2030)", "a name"), "is not known: write the number"),
    ],
)
@pytest.mark.parametrize("chart", [charts.bars, charts.lines])
def test_what_cannot_be_a_mark_is_refused(chart, given, message):
    with pytest.raises(charts.ChartError, match=message):
        chart(known_by(), SOLD, stated=[given], **WORDS)


@pytest.mark.parametrize(
    ("figure", "pointing", "at"), [(245, 0, 245), ("over 100", 1, 100), ("under 130", 1, 130), ("2 * 60", 0, 120)]
)
def test_a_bound_that_a_paper_states_is_an_arrow(figure, pointing, at):
    exhibit = charts.bars(known_by(), SOLD, stated=[(2022, figure, "a name")], **WORDS)
    assert len(arrows(exhibit.figure("wide"))) == pointing
    assert [record["drawn"] for record in stated(exhibit)] == [at]


def test_a_statement_of_a_period_without_a_bar_has_a_place_of_its_own():
    exhibit = charts.bars(known_by(), SOLD, stated=[(2025, 120, "a guess")], **WORDS)
    assert {"2019", "2023", "2025"} <= set(said(exhibit.figure("wide")))


def test_marks_on_one_spot_stand_side_by_side():
    marks = [(2022, 91, "one"), (2022, 92, "another"), (2021, 50, "afar")]
    figure = charts.bars(known_by(), SOLD, stated=marks, **WORDS).figure("wide")
    places = [line.get_xdata()[0] for axes in figure.axes for line in axes.lines if line.get_marker() == "D"]
    assert len(set(places)) == 3
    assert sum(place == int(place) for place in places) == 1


def test_a_chart_of_nothing_known_shows_no_statement_either(frozen_tables):
    exhibit = charts.lines(planted(frozen_tables, []), "zz.test", stated=[(2022, 91, "a name")], **WORDS)
    assert exhibit.records == ()


@pytest.mark.parametrize("variant", charts.VARIANTS)
def test_a_mark_between_two_bars_touches_no_figure(frozen_tables, variant):
    planted(frozen_tables, [(year, "exact", str(9 + year - 2020)) for year in range(2020, 2025)], key="zz.up")
    view = planted(frozen_tables, [(year, "exact", "10.5") for year in range(2020, 2025)], label="Another")
    figure = charts.bars(view, "zz.up", "zz.test", stated=[(2023, 11.3, "stated")], **WORDS).figure(variant)
    found = texts(figure)
    marks = [line for axes in figure.axes for line in axes.lines if line.get_marker() == "D"]
    spots = [line.get_window_extent().padded(line.get_markeredgewidth()) for line in marks]
    figures = [text for text in found if not text.get_text().strip("0123456789.")]
    assert spots
    assert len(figures) > 5
    assert not [text.get_text() for text in figures for spot in spots if text.get_window_extent().overlaps(spot)]


@pytest.mark.parametrize("chart", [charts.bars, charts.lines])
def test_the_key_of_a_statement_is_hollow_and_that_of_a_bound_an_arrow_head(chart):
    for figure, marker in ((91, "D"), ("over 80", "^"), ("under 95", "v")):
        drawn = chart(known_by(), SOLD, stated=[(2022, figure, "a name")], **WORDS).figure("wide")
        keys = [one.get_marker() for one in (*drawn.lines, *drawn.artists) if isinstance(one, Line2D)]
        assert marker in keys


@pytest.mark.parametrize(("figure", "told"), [("under 95", True), (95, False)])
def test_a_name_of_figures_and_bounds_has_a_key_for_each(figure, told):
    both = [(2021, 91, "a name"), (2022, figure, "a name")]
    found = said(charts.lines(known_by(), SOLD, stated=both, **WORDS).figure("wide"))
    assert ("a name" in found, "a name: less than" in found) == (True, told)

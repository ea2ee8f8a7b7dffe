"""Sideways charts have a row for each thing, keep what is not known yet, and tell a bound from a figure."""

import pytest
from conftest import known_by
from drawing import WORDS, arrows, drawn, marks, planted, said, texts
from matplotlib.text import Annotation

from nolimits import charts
from nolimits.charts import style

SOLD, BOUGHT, BOTH = "wool.exports", "wool.imports", "wool.turnover"


# --- ranked


def test_the_largest_comes_first_unless_the_order_is_the_author_s():
    for sort, order in ((True, [196, 99, 97]), (False, [97, 196, 99])):
        assert drawn(charts.ranked(known_by(), BOUGHT, BOTH, SOLD, sort=sort, **WORDS)) == order


def test_each_is_drawn_at_its_own_newest_period_and_says_which():
    exhibit = charts.ranked(known_by("2023-12-31"), SOLD, BOUGHT, "wool.turnover", at="latest year", **WORDS)
    assert [record["period_start"][:4] for record in exhibit.records] == ["2022"] * 3
    exhibit = charts.ranked(known_by(), "tea.plan", "tea.carried", at="latest year", **WORDS)
    assert [record["label"] for record in exhibit.records] == ["Tea as planned, 2023", "Tea carried, 2021"]


def test_what_is_not_known_stays_in_the_list_and_says_so():
    exhibit = charts.ranked(known_by(), "tea.plan", "tea.carried", at=2023, **WORDS)
    assert drawn(exhibit) == [110]
    assert {"Tea as planned", "Tea carried", "not known yet"} <= set(said(exhibit.figure("wide")))


def test_rows_stand_for_indicators_and_labels():
    rows = charts.ranked(known_by(), rows={"Wool": SOLD}, tones={"Wool": "cyan"}, **WORDS)
    plain = charts.ranked(known_by(), SOLD, labels={SOLD: "Wool"}, tones={SOLD: "cyan"}, **WORDS)
    assert (rows.records, rows.fingerprint) == (plain.records, plain.fingerprint)


def test_a_colour_for_a_row_that_is_not_there_is_refused():
    with pytest.raises(charts.ChartError, match="no row is called 'Tea', for which tones has a colour: Wool"):
        charts.ranked(known_by(), rows={"Wool": SOLD}, tones={"Tea": "cyan"}, **WORDS)


def test_bars_without_a_colour_of_their_own_take_the_one_that_is_named():
    rows = {"Both": BOTH, "Sold": SOLD}
    used = charts.ranked(known_by(), rows=rows, tones={"Both": "cyan"}, tone="amber", **WORDS).svg("wide")
    assert [charts.PALETTE[role][0] in used for role in ("cyan", "amber", "scarlet")] == [True, True, False]


@pytest.mark.parametrize(("number", "drawable"), [(0, False), (1, True), (16, True), (17, False)])
def test_a_ranking_holds_one_to_sixteen_bars(number, drawable):
    rows = {f"Row {i}": f"value('wool.exports', 2022) * {i}" for i in range(1, number + 1)}
    if drawable:
        assert len(charts.ranked(known_by(), rows=rows, **WORDS).records) == number
    else:
        with pytest.raises(charts.ChartError, match=f"holds 1 to 16 bars, not {number}"):
            charts.ranked(known_by(), *rows.values(), labels={key: name for name, key in rows.items()}, **WORDS)


@pytest.mark.parametrize(
    "chart",
    [
        lambda view: charts.ranked(view, SOLD, "tea.plan", **WORDS),
        lambda view: charts.dumbbell(view, [("A", "value('wool.exports', 2021)", "value('tea.plan', 2022)")], **WORDS),
    ],
)
def test_two_units_are_refused(chart):
    with pytest.raises(charts.ChartError, match="one chart holds one unit, not USD billion and million tonnes"):
        chart(known_by())


@pytest.mark.parametrize(("unit", "told"), [("percent", "percent"), ("", "ratio")])
def test_the_records_of_a_ranking_are_in_the_unit_that_the_author_names(unit, told):
    rows = {"Sold of bought": "ratio(value('wool.exports', 2022), value('wool.imports', 2022))"}
    (record,) = charts.ranked(known_by(), rows=rows, at="latest", unit=unit, **WORDS).records
    assert record["unit"] == told


@pytest.mark.parametrize(("qualifier", "beyond"), [("under", True), ("over", False)])
def test_a_bound_is_told_beside_its_bar_and_its_arrow_does_not_lie_on_it(frozen_tables, qualifier, beyond):
    view = planted(frozen_tables, [(2022, qualifier, "40")])
    axes = charts.ranked(view, "zz.test", at=2022, **WORDS).figure("wide").axes[0]
    arrow, told = sorted(
        (note for note in axes.texts if isinstance(note, Annotation)), key=lambda note: len(note.get_text())
    )
    assert told.get_text() == ("<40" if beyond else ">40")
    assert told.xy[0] > 40
    assert bool(arrow.xy[0] > 40) is beyond


def test_a_sum_over_years_is_ranked_with_the_span_of_its_rows(frozen_tables):
    view = planted(frozen_tables, [(2022, "exact", "-3"), (2023, "exact", "-4"), (2024, "exact", "2")])
    both, one = "total('zz.test', 'year', since=2022, until=2023)", "value('zz.test', 2024)"
    exhibit = charts.ranked(view, both, one, at="latest", labels={both: "Both", one: "One"}, **WORDS)
    found = {record["label"]: (record["period_start"], record["period_end"]) for record in exhibit.records}
    assert found == {"Both, 2022 to 2023": ("2022-01-01", "2023-12-31"), "One, 2024": ("2024-01-01", "2024-12-31")}


@pytest.mark.parametrize("variant", charts.VARIANTS)
def test_the_line_at_nought_runs_through_no_name(variant):
    rows = {
        "Wool sold, by a name that will not fit on one line of a phone": "growth('wool.exports', 2022)",
        "Bought": "growth('wool.imports', 2022)",
        "Twice": "growth('wool.exports', 2023) * 2",
    }
    figure = charts.ranked(known_by(), rows=rows, **WORDS).figure(variant)
    found = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    zeros = [
        lines.get_window_extent()
        for axes in figure.axes
        for lines in axes.collections
        if len(segments := lines.get_segments()) == 1 and set(segments[0][:, 0]) == {0.0}
    ]
    names = [(text, box) for text, box in found if text.strip("~>+−0123456789.–")]
    assert len(zeros) == len(rows)
    assert not [
        text
        for text, box in names
        for zero in zeros
        if box.x0 < zero.x0 < box.x1 and zero.y1 > box.y0 + 0.25 * box.height and zero.y0 < box.y1
    ]


# --- dumbbell

TEA = ("Tea", "value('tea.plan', 2022)", "value('tea.sold', 2022)")


def test_a_row_has_a_mark_for_each_moment_that_is_known():
    rows = [
        TEA,
        ("Later", "value('tea.plan', 2023)", "value('tea.sold', 2023)"),
        ("Never", *["value('tea.plan', 2030)"] * 2),
    ]
    exhibit = charts.dumbbell(known_by(), rows, **WORDS)
    found = [(record["label"], record["moment"], record["drawn"]) for record in exhibit.records]
    assert found == [("Tea", "plan", 100), ("Tea", "outturn", 120), ("Later", "plan", 110)]
    assert {"Tea", "Later", "Never", "not known yet", "plan", "outturn"} <= set(said(exhibit.figure("wide")))
    assert len(marks(exhibit.figure("wide"))) == 3


@pytest.mark.parametrize(
    ("rows", "moments", "message"),
    [
        ([], ("plan", "outturn"), "1 to 16 rows, not 0"),
        ([TEA] * 17, ("plan", "outturn"), "1 to 16 rows, not 17"),
        ([TEA], ("plan", "revised", "outturn"), "a name and 3 expressions, one for each of plan, revised, outturn"),
        ([TEA[:2]], ("plan",), "a name and 1 expressions"),
    ],
)
def test_rows_that_do_not_fit_the_moments_are_refused(rows, moments, message):
    with pytest.raises(charts.ChartError, match=message):
        charts.dumbbell(known_by(), rows, moments=moments, **WORDS)


def test_an_earlier_moment_is_filled_and_smaller_and_a_bound_has_its_arrow(frozen_tables):
    view = planted(frozen_tables, [(2021, "exact", "30"), (2022, "over", "90")])
    figure = charts.dumbbell(view, [("A", "value('zz.test', 2021)", "value('zz.test', 2022)")], **WORDS).figure("wide")
    found = sorted((one.get_xdata()[0], one.get_markersize(), one.get_markerfacecolor()) for one in marks(figure))
    assert [face != style.LIGHT["paper"] for *_, face in found] == [True, True]
    assert found[0][1] < found[1][1]
    assert len(arrows(figure)) == 1
    assert ">90" in said(figure)


@pytest.mark.parametrize(("middle", "printed"), [("47", True), ("90", False)])
def test_a_moment_between_the_others_has_its_figure_too(frozen_tables, middle, printed):
    view = planted(frozen_tables, [(2020, "exact", "30"), (2021, "exact", middle), (2022, "exact", "90")])
    row = ("A", *(f"value('zz.test', {year})" for year in (2020, 2021, 2022)))
    figure = charts.dumbbell(view, [row], moments=("one", "two", "three"), **WORDS).figure("narrow")
    assert {"30", "90"} <= set(said(figure))
    assert ("47" in said(figure)) is printed


@pytest.mark.parametrize(("later", "far", "together"), [("31", "2000", False), ("90", "200", True)])
def test_moments_that_would_hide_each_other_stand_aside(frozen_tables, later, far, together):
    view = planted(frozen_tables, [(2021, "exact", "30"), (2022, "exact", later), (2023, "exact", far)])
    rows = [(name, "value('zz.test', 2021)", f"value('zz.test', {year})") for name, year in (("A", 2022), ("B", 2023))]
    figure = charts.dumbbell(view, rows, zero=True, **WORDS).figure("narrow")
    heights = [one.get_ydata()[0] for one in marks(figure)]
    assert bool(heights[0] == heights[1]) is together

"""What is printed and where: numbers as precise as they are, texts in their room, ticks that are round."""

import math
from itertools import pairwise

import pytest
from conftest import known_by
from drawing import WORDS, said
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nolimits import charts
from nolimits.charts import style
from nolimits.charts.gather import periods_in_order
from nolimits.charts.sheet import scales
from nolimits.charts.sheet.canvas import VARIANTS, Canvas
from nolimits.charts.sheet.numerals import decimals_for, in_print
from nolimits.charts.sheet.periods import short_period
from nolimits.charts.sheet.text import brief, even, measure, pack_boxes, spread, wrap
from nolimits.data import period
from nolimits.data.quantities import Quantity

quick = settings(max_examples=40, deadline=None)


# --- numbers


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity(0.36666, 0.375), "0.37–0.38"),
        (Quantity(0.3741, 0.3749), "~0.37"),
        (Quantity(14, 18), "14–18"),
        (Quantity(-8, -7), "−8 to −7"),
        (Quantity(0.36666, math.inf), ">0.37"),
        (Quantity(-math.inf, 6), "<6"),
        (Quantity(-math.inf, 6, closed=True), "≤6"),
        (Quantity(500, math.inf, closed=True), "≥500"),
        (Quantity(0.00123, 0.00178), "0.0012–0.0018"),
        (Quantity(244.75, 244.85, 244.8), "244.8"),
    ],
)
def test_ranges_and_bounds_are_printed_like_other_figures(quantity, text):
    assert in_print(quantity) == text


@pytest.mark.parametrize(("value", "text"), [(-63, "about −63"), (63, "~63")])
def test_a_vague_figure_is_marked_as_such_once(value, text):
    row = known_by().claim_figure("p004").rows[0]
    assert row["qualifier"] == "about"
    assert in_print(Quantity(value - 1, value + 1, value), [row]) == text


@pytest.mark.parametrize(("value", "text"), [(12, "+12"), (-12, "−12"), (0, "0")])
def test_a_change_is_printed_with_its_sign(value, text):
    assert in_print(Quantity(value, value, value), signed=True) == text


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([1234.5, 3], 0), ([244.8, 1.25], 1), ([9.5, 0.1], 2), ([0.0123], 3), ([], 1), ([math.inf, 20], 1)],
)
def test_figures_of_one_chart_have_as_many_decimals_as_the_largest_needs(values, decimals):
    assert decimals_for(values) == decimals


@pytest.mark.parametrize(
    ("span", "text"),
    [
        ("2024", "2024"),
        ("2025-09", "Sep\n2025"),
        ("2025-01-01..2025-12-11", "1 Jan–11 Dec\n2025"),
        ("2025-08-28..2025-09-12", "28 Aug–12 Sep\n2025"),
        ("2025-08..2025-09", "Aug–Sep\n2025"),
        ("2024-07..2025-06", "Jul 2024–\nJun 2025"),
        ("2011..2018", "2011–\n2018"),
        ("2025-09-10", "10 Sep\n2025"),
    ],
)
def test_a_period_is_named_to_the_day_where_it_is_not_whole_months(span, text):
    assert short_period(period(span), narrow=False) == text


# --- axes


@quick
@given(st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), min_size=1, max_size=6), st.booleans())
@example([0.004], False)
@example([-0.004, 0.004], False)
def test_a_scale_holds_its_values_and_its_ticks_are_even_steps(values, zero):
    scale = scales.levels(values, zero=zero)
    slack = 1e-6 * (scale.high - scale.low)
    assert scale.low - slack <= min(values)
    assert max(values) <= scale.high + slack
    assert not zero or scale.low <= 0 <= scale.high
    assert all(scale.low - slack <= tick <= scale.high + slack for tick in scale.ticks)
    steps = [after - before for before, after in pairwise(scale.ticks)]
    assert all(step == pytest.approx(steps[0]) for step in steps)
    assert len(set(scale.names)) == len(scale.names) == len(scale.ticks) > 1


@quick
@given(st.lists(st.integers(0, 500), min_size=1, max_size=6), st.booleans())
@example([1], False)
@example([20, 20], False)
def test_counts_have_whole_ticks(values, zero):
    scale = scales.levels(values, zero=zero, whole=True)
    assert scale.ticks
    assert all(tick == round(tick) for tick in scale.ticks)
    assert not any("." in name for name in scale.names)


@pytest.mark.parametrize(("values", "nought"), [([80, 100], False), ([40, 100], True), ([-100, -40], True)])
def test_nought_is_on_the_axis_where_the_range_comes_near(values, nought):
    scale = scales.levels(values)
    assert (scale.low <= 0 <= scale.high) is nought


@pytest.mark.parametrize(("iso", "place"), [("2024-07-01", 2024), ("2024-01-01", 2023.5), ("2024-12-31", 2024.5)])
def test_a_year_stands_at_its_middle_and_reaches_half_a_year_either_way(iso, place):
    assert scales.moment(iso) == pytest.approx(place, abs=0.005)


@pytest.mark.parametrize(("inches", "names"), [(6.0, 11), (1.5, 4), (0.6, 2)])
def test_years_are_named_as_far_as_there_is_room_and_the_last_of_them_always(inches, names):
    scale = scales.year_ticks(2013.5, 2024.5, inches, narrow=False)
    assert scale.names[-1] == "2024"
    assert len(scale.names) <= names
    assert max(measure(name, style.SMALL) for name in scale.names) * len(scale.names) <= inches + 0.5


@pytest.mark.parametrize(("edge", "kept"), [(5.0, True), (3.02, False)])
def test_a_tick_whose_name_would_leave_the_sheet_is_left_out(edge, kept):
    years = scales.Scale(2020.0, 2023.0, (2021.0, 2023.0), ("2021", "2023"))
    assert ("2023" in years.within(1.0, edge - 3.0, edge).names) is kept


# --- texts


@pytest.mark.parametrize(("text", "several"), [("one two three", False), ("one two three " * 9, True)])
def test_running_text_keeps_to_its_width(text, several):
    lines = wrap(text, 2.0, style.SMALL)
    assert " ".join(lines).split() == text.split()
    assert (len(lines) > 1) is several
    assert all(measure(line, style.SMALL) <= 2.01 for line in lines)


@quick
@given(st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=20), st.floats(0.8, 4))
@example(["considerable", "considerations"], 1.0)  # each word alone on its line, at any width
def test_a_text_is_set_evenly_in_as_few_lines_as_there_is_need_for(words, width):
    text = " ".join(words)
    fewest, lines = wrap(text, width, style.SMALL), even(text, width, style.SMALL)
    assert " ".join(lines) == " ".join(fewest) == text
    assert len(lines) == len(fewest)
    assert all(measure(line, style.SMALL) <= width + 0.01 or " " not in line for line in lines)


@pytest.mark.parametrize("width", [0.6, 1.2, 2.75])
def test_a_text_is_cut_to_its_room(width):
    name = "Nizhneleninskoye-Tongjiang rail bridge (of the Jewish Autonomous Region), with what leads to it"
    lines = brief(name, width, 2)
    assert len(lines) <= 2
    assert all(measure(line, style.SMALL) <= width for line in lines)
    assert lines[-1].endswith("…") or " ".join(lines) == name


def test_a_text_that_fits_is_left_alone_and_what_stands_in_brackets_goes_first():
    assert brief("soya (all regions)", 3.0, 2) == ["soya (all regions)"]
    assert brief("soya (all regions)", 0.5, 1) == ["soya"]


# --- labels that give way


@quick
@given(
    st.lists(st.tuples(st.floats(-1, 6), st.floats(0.1, 0.6)), min_size=1, max_size=7),
    st.floats(0, 1),
    st.floats(4.5, 6),
)
def test_labels_never_lie_on_one_another_and_stay_where_there_is_room(labels, low, high):
    wanted, sizes = zip(*labels, strict=True)
    centres = spread(wanted, sizes, low, high)
    edges = sorted((centre - size / 2, centre + size / 2) for centre, size in zip(centres, sizes, strict=True))
    assert all(below[1] <= above[0] + 1e-6 for below, above in pairwise(edges))
    assert edges[0][0] >= low - 1e-6
    assert sum(sizes) > high - low or edges[-1][1] <= high + 1e-6


def test_labels_that_have_room_stay_where_they_are_wanted():
    assert spread([1, 3, 5], [0.5, 0.5, 0.5], 0, 6) == pytest.approx([1, 3, 5])
    assert spread([3, 3], [1, 1], 0, 6) == pytest.approx([2.5, 3.5])


def test_boxes_on_one_row_never_touch():
    boxes = [(0.0, 1.0), (0.5, 1.5), (1.2, 2.0), (1.4, 2.2)]
    assert pack_boxes(boxes) == [0, 1, 0, 2]


# --- outlines of letters


def test_a_word_that_is_set_twice_is_held_once():
    keys = ["wool.exports", "wool.imports"]
    labels = dict.fromkeys(keys, "Considerable considerations")
    once, twice = (
        charts.ranked(known_by(), *some, labels=labels, **WORDS).svg("wide").count("<use") for some in (keys[:1], keys)
    )
    assert twice < once + 20
    plot = charts.ranked(known_by(), *keys, **WORDS)
    assert plot.svg("wide").count("<use") <= sum(len(t.replace(" ", "")) for t in said(plot.figure("wide"))) + 40


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("columns", "gap"), [(1, 0.3), (2, 0.3), (3, 0.0)])
def test_columns_side_by_side_fill_the_sheet_with_a_gap_between_them(variant, columns, gap):
    canvas = Canvas(variant)
    wide, step = canvas.grid(columns, gap)
    assert (columns - 1) * step + wide == pytest.approx(canvas.width)
    assert step - wide == pytest.approx(gap)


def test_periods_in_order_are_each_once_and_of_one_end_the_longest_first():
    asked = [period(name) for name in ("2024", "2023-12", "2023", "2022-06..2023-12", "2023")]
    found = [span.name for span in periods_in_order(asked)]
    assert found == ["June 2022 to December 2023", "2023", "December 2023", "2024"]

"""A vague figure stays vague: intervals keep the doubt through arithmetic, and comparisons know three answers."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nolimits.data import quantities as q
from nolimits.data.quantities import Quantity, exactly, half_place, quantity

INF = math.inf
numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3) + 0.0)
truths = st.sampled_from([True, False, None])


@st.composite
def intervals(draw):
    a, b = sorted((draw(numbers), draw(numbers)))
    return Quantity(a, b)


@st.composite
def members(draw):
    """An interval and a point of it."""
    interval = draw(intervals())
    return interval, draw(st.floats(interval.low, interval.high))


# --- what rows state


@pytest.mark.parametrize(
    ("cells", "low", "high", "value"),
    [
        (("exact", "244.819"), 244.8185, 244.8195, 244.819),
        (("exact", "79"), 78.5, 79.5, 79),
        (("exact", "-25.5"), -25.55, -25.45, -25.5),
        (("exact", "0"), -0.5, 0.5, 0),
        (("about", "31"), 30.38, 31.62, 31),
        (("about", "3"), 2.5, 3.5, 3),
        (("about", "25"), 24.5, 25.5, 25),  # where 2 % and half a place are the same
        (("about", "-100"), -102, -98, -100),
        (("over", "", "500", ""), 500, INF, None),
        (("under", "", "", "5"), -INF, 5, None),
        (("at_least", "", "500", ""), 500, INF, None),
        (("up_to", "", "", "5"), -INF, 5, None),
        (("range", "", "14", "18"), 14, 18, None),
    ],
)
def test_each_qualifier_says_its_interval(cells, low, high, value):
    said = quantity(*cells)
    assert (said.low, said.high) == (pytest.approx(low), pytest.approx(high))
    assert said.value == value


@pytest.mark.parametrize(
    ("printed", "half"),
    [("79", 0.5), ("79.0", 0.05), ("244.819", 0.0005), ("-2.5", 0.05), ("1e3", 500), ("1.5e3", 50), ("2E-2", 0.005)],
)
def test_half_a_unit_in_the_last_printed_place(printed, half):
    assert half_place(printed) == pytest.approx(half)


@pytest.mark.parametrize("qualifier", ["exact", "about", ""])
def test_a_row_without_a_figure_is_no_quantity(qualifier):
    assert quantity(qualifier, "") is None


@pytest.mark.parametrize("value", ["5", ""])
def test_an_unknown_qualifier_is_refused(value):
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        quantity("roughly", value)
    assert str(refused.value) == "unknown qualifier 'roughly': exact, about, over, at_least, under, up_to or range"


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (("exact", "many"), "many"),
        (("over", "5"), ""),
        (("under", "5"), ""),
        (("range", "", "1"), ""),
        (("range", "5"), ""),
    ],
)
def test_a_cell_that_is_no_number_is_refused(cells, wrong):
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        quantity(*cells)
    assert str(refused.value) == f"could not convert string to float: {wrong!r}"


# --- intervals


@pytest.mark.parametrize(("low", "high"), [(2, 1), (math.nan, 1), (1, math.nan)])
def test_an_interval_that_does_not_run_upwards_is_refused(low, high):
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        Quantity(low, high)
    assert str(refused.value) == f"an interval must run upwards, not from {low} to {high}"


@pytest.mark.parametrize("cells", [(INF, INF), (-INF, -INF), (0, INF, INF), (-INF, 0, -INF), (0, INF, math.nan)])
def test_a_number_that_is_too_large_is_refused(cells):
    with pytest.raises(OverflowError) as refused:
        Quantity(*cells)
    assert str(refused.value) == "the number is too large to be reckoned with"


def test_an_interval_may_be_open_at_either_end_or_at_both():
    assert not Quantity(-INF, INF).bounded
    assert Quantity(-INF, INF).centre == INF
    with pytest.raises(OverflowError):
        exactly(1e200) * exactly(1e200)


def test_an_interval_may_be_a_point():
    assert exactly(7) == Quantity(7.0, 7.0, 7.0)
    assert exactly(7).width == 0


@pytest.mark.parametrize(
    ("one", "width", "bounded", "centre"),
    [
        (Quantity(1, 4), 3, True, 2.5),
        (Quantity(1, 4, 2), 3, True, 2),
        (Quantity(-1, 1, 0), 2, True, 0),
        (Quantity(3, INF), INF, False, 3),
        (Quantity(-INF, 3), INF, False, 3),
    ],
)
def test_one_number_stands_for_an_interval_where_it_is_drawn(one, width, bounded, centre):
    assert (one.width, one.bounded, one.centre) == (width, bounded, centre)


@pytest.mark.parametrize(
    ("low", "high", "inside"),
    [(1, 4, True), (2, 3, True), (1, 3, True), (2, 4, True), (0.9, 3, False), (2, 4.1, False), (5, 6, False)],
)
def test_a_figure_within_another_says_the_same_more_precisely(low, high, inside):
    assert Quantity(low, high).within(Quantity(1, 4)) is inside


# --- arithmetic


@pytest.mark.parametrize(
    ("worked", "expected"),
    [
        (lambda: Quantity(1, 3, 2) + Quantity(10, 20, 15), Quantity(11, 23, 17)),
        (lambda: Quantity(1, 3, 2) + Quantity(10, 20), Quantity(11, 23)),
        (lambda: Quantity(1, 3) + Quantity(10, 20, 15), Quantity(11, 23)),
        (lambda: -Quantity(1, 3, 2), Quantity(-3, -1, -2)),
        (lambda: -Quantity(1, 3), Quantity(-3, -1)),
        (lambda: Quantity(10, 20, 15) - Quantity(1, 3, 2), Quantity(7, 19, 13)),
        (lambda: Quantity(1, 3, 2) * Quantity(10, 20, 15), Quantity(10, 60, 30)),
        (lambda: Quantity(-1, 3, 2) * Quantity(-10, 20, 15), Quantity(-30, 60, 30)),
        (lambda: Quantity(-3, -1) * Quantity(-10, -5), Quantity(5, 30)),
        (lambda: Quantity(0, 1) * Quantity(5, INF), Quantity(0, INF)),
        (lambda: Quantity(5, INF) * exactly(0), Quantity(0, 0)),
        (lambda: Quantity(0, 1) * Quantity(-INF, 5), Quantity(-INF, 5)),
        (lambda: Quantity(-INF, 5) * Quantity(0, 1), Quantity(-INF, 5)),
        (lambda: Quantity(10, 20, 15) / Quantity(2, 5, 4), Quantity(2, 10, 3.75)),
        (lambda: Quantity(10, 20) / Quantity(-5, -2), Quantity(-10, -2)),
        (lambda: Quantity(10, 20, 15) / Quantity(2, 5), Quantity(2, 10)),
        (lambda: exactly(1) / Quantity(-1, 1, 0.5), Quantity(-INF, INF)),
        (lambda: exactly(1) / Quantity(0, 1, 0.5), Quantity(-INF, INF)),
        (lambda: exactly(1) / Quantity(-1, 0, -0.5), Quantity(-INF, INF)),
        (lambda: exactly(1) / exactly(0), Quantity(-INF, INF)),
        (lambda: exactly(4) / Quantity(0.5, 1), Quantity(4, 8)),
        (lambda: abs(Quantity(1, 3, 2)), Quantity(1, 3, 2)),
        (lambda: abs(Quantity(0, 3, 2)), Quantity(0, 3, 2)),
        (lambda: abs(Quantity(-3, -1, -2)), Quantity(1, 3, 2)),
        (lambda: abs(Quantity(-3, 0, -2)), Quantity(0, 3, 2)),
        (lambda: abs(Quantity(-3, 1, -2)), Quantity(0, 3, 2)),
        (lambda: abs(Quantity(-1, 3, 2)), Quantity(0, 3, 2)),
        (lambda: abs(Quantity(-0.5, 2)), Quantity(0, 2)),
        (lambda: q.sum_of([exactly(1), Quantity(2, 3, 2.5)]), Quantity(3, 4, 3.5)),
        (lambda: q.sum_of([]), exactly(0)),
    ],
)
def test_arithmetic_keeps_the_doubt(worked, expected):
    assert worked() == expected


@given(members(), members())
def test_the_result_of_points_lies_in_the_result_of_their_intervals(a, b):
    (one, x), (two, y) = a, b
    for interval, point in ((one + two, x + y), (one - two, x - y), (one * two, x * y), (abs(one), abs(x))):
        room = 1e-6 * max(1, abs(point))
        assert interval.low - room <= point <= interval.high + room


@given(members(), members())
def test_a_quotient_of_points_lies_in_the_quotient_of_their_intervals(a, b):
    (one, x), (two, y) = a, b
    if abs(y) < 1e-9:
        return
    interval, point = one / two, x / y
    room = 1e-6 * max(1, abs(point))
    assert interval.low - room <= point <= interval.high + room


# --- comparison

# two intervals, whether the first is less, at most, equal
COMPARED = [
    (exactly(1), exactly(2), True, True, False),
    (exactly(2), exactly(1), False, False, False),
    (exactly(1), exactly(1), False, True, True),
    (Quantity(1, 2), Quantity(3, 4), True, True, False),
    (Quantity(3, 4), Quantity(1, 2), False, False, False),
    (Quantity(1, 2), Quantity(2, 3), None, True, None),  # they touch
    (Quantity(2, 3), Quantity(1, 2), False, None, None),
    (Quantity(1, 3), Quantity(2, 4), None, None, None),
    (Quantity(1, 3), Quantity(1, 3), None, None, None),
    (exactly(2), Quantity(1, 3), None, None, None),
    (exactly(500), Quantity(495, 525), None, None, None),
    (exactly(1), Quantity(1, 2), None, True, None),
    (exactly(2), Quantity(1, 2), False, None, None),
    (Quantity(5, INF), exactly(5), False, None, None),
    (Quantity(5, INF), exactly(4), False, False, False),
]


@pytest.mark.parametrize(("a", "b", "less", "at_most", "equal"), COMPARED)
def test_a_comparison_is_certain_only_where_no_doubt_is_left(a, b, less, at_most, equal):
    assert (q.less(a, b), q.at_most(a, b), q.equal(a, b), q.equal(b, a)) == (less, at_most, equal, equal)


@given(members(), members())
def test_what_is_certain_of_intervals_is_true_of_their_points(a, b):
    (one, x), (two, y) = a, b
    for certain, holds in ((q.less(one, two), x < y), (q.at_most(one, two), x <= y), (q.equal(one, two), x == y)):
        assert certain is None or certain == holds


# --- truths


def test_and_or_not_follow_kleene():
    order = [False, None, True]
    for a, b in itertools.product(order, order):
        assert q.every([a, b]) is min(a, b, key=order.index)
        assert q.some([a, b]) is max(a, b, key=order.index)
    assert [q.negate(truth) for truth in order] == [True, None, False]


def test_nothing_is_all_true_and_none_of_it_is():
    assert q.every([]) is True
    assert q.some([]) is False


@given(st.lists(truths))
def test_de_morgan_holds_in_three_values(seen):
    assert q.negate(q.every(seen)) is q.some(q.negate(truth) for truth in seen)


# --- bounds


OVER, AT_LEAST = quantity("over", "", "40"), quantity("at_least", "", "40")
UNDER, UP_TO, TWO = quantity("under", "", "", "40"), quantity("up_to", "", "", "40"), exactly(2)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (OVER, "over"),
        (AT_LEAST, "at least"),
        (UNDER, "under"),
        (UP_TO, "up to"),
        (OVER + TWO, "over"),
        (AT_LEAST + TWO, "at least"),
        (OVER + AT_LEAST, "at least"),  # which is true of what is more
        (q.sum_of([AT_LEAST, TWO, TWO]), "at least"),
        (-AT_LEAST, "up to"),
        (-OVER, "under"),
        (TWO - AT_LEAST, "up to"),
        (AT_LEAST - TWO, "at least"),
        (AT_LEAST * TWO, "at least"),
        (OVER / TWO, "over"),
        (AT_LEAST / TWO, "at least"),
        (Quantity(0, 2) * OVER, "at least"),  # none of it is nought
        (abs(-AT_LEAST), "at least"),
        (abs(-OVER), "over"),
        (abs(quantity("over", "", "-5")), "at least"),  # nought is more than −5
        (q.percent_change(exactly(20), AT_LEAST), "at least"),
        (q.percent_change(exactly(20), OVER), "over"),
    ],
)
def test_a_bound_is_counted_in_where_it_may_be_the_figure_itself(made, words):
    assert q.bound_words(made) == words

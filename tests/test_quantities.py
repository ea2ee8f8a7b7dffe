"""A vague figure stays vague: intervals keep the doubt through arithmetic, and comparisons know three answers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nolimits.data import quantities as q
from nolimits.data.quantities import Quantity, exactly, quantity

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


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        (("exact", "244.819"), 244.8185, 244.8195),
        (("exact", "79"), 78.5, 79.5),
        (("about", "31"), 30.38, 31.62),
        (("about", "3"), 2.5, 3.5),
        (("over", "", "500", ""), 500, math.inf),
        (("under", "", "", "5"), -math.inf, 5),
        (("range", "", "14", "18"), 14, 18),
    ],
)
def test_each_qualifier_says_its_interval(cells, low, high):
    said = quantity(*cells)
    assert (said.low, said.high) == (pytest.approx(low), pytest.approx(high))


def test_a_row_without_a_figure_is_no_quantity():
    assert quantity("exact", "") is None


def test_an_unknown_qualifier_is_refused():
    with pytest.raises(ValueError, match="roughly"):
        quantity("roughly", "5")


def test_an_interval_that_runs_downwards_is_refused():
    with pytest.raises(ValueError, match="upwards"):
        Quantity(2, 1)


@given(members(), members())
def test_the_result_of_points_lies_in_the_result_of_their_intervals(a, b):
    (one, x), (two, y) = a, b
    for interval, point in ((one + two, x + y), (one - two, x - y), (one * two, x * y)):
        room = 1e-6 * max(1, abs(point))
        assert interval.low - room <= point <= interval.high + room


@given(members(), members())
def test_a_quotient_of_points_lies_in_the_quotient_of_their_intervals(a, b):
    (one, x), (two, y) = a, b
    if y == 0 or abs(y) < 1e-9:
        return
    interval, point = one / two, x / y
    room = 1e-6 * max(1, abs(point))
    assert interval.low - room <= point <= interval.high + room


def test_division_by_what_may_be_nought_says_nothing():
    assert (exactly(1) / Quantity(-1, 1)).low == -math.inf


@given(members(), members())
def test_what_is_certain_of_intervals_is_true_of_their_points(a, b):
    (one, x), (two, y) = a, b
    for certain, holds in ((q.less(one, two), x < y), (q.at_most(one, two), x <= y), (q.equal(one, two), x == y)):
        assert certain is None or certain == holds


def test_over_500_against_about_510_is_unknown():
    assert q.less(exactly(500), Quantity(495, 525)) is None


@given(truths, truths)
def test_and_or_not_follow_kleene(a, b):
    order = {False: 0, None: 1, True: 2}
    assert q.every([a, b]) == min(a, b, key=order.get)
    assert q.some([a, b]) == max(a, b, key=order.get)
    assert q.negate(q.negate(a)) == a


@given(st.lists(truths))
def test_de_morgan_holds_in_three_values(seen):
    assert q.negate(q.every(seen)) == q.some(q.negate(truth) for truth in seen)

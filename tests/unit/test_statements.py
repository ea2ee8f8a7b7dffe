"""A statement is what a paper printed, with the figure in it as the paper gave it; its test stands beside it."""

import math

import pytest

from nolimits.claims import claim, claims, criteria
from nolimits.data import DataError


def test_the_statements_come_in_the_order_of_their_table_and_are_made_once(frozen):
    found = claims(frozen.evidence)
    assert list(found)[:4] == ["l001", "l002", "l003", "p001"]
    assert [one.key for one in found.values()] == list(found)
    assert claims(frozen.evidence) is found


def test_a_statement_tells_its_paper_and_its_words(frozen):
    found = claim("p002", frozen)
    assert found is claims(frozen.evidence)["p002"]
    assert (found.key, found.document) == ("p002", "pamphlet-2023")
    assert found.text == "Wool sold in 2022 came to 90 billion."
    assert found.row["section"] == "trade"
    assert not found.vague


def test_a_statement_without_a_figure_states_none(frozen):
    assert claim("l001", frozen).stated is None


def test_a_stated_figure_is_an_interval_in_the_statements_own_unit_and_period(frozen):
    """About −25 is −25 give or take 0.5, which is half a unit of its last place and 2 % as well."""
    stated = claim("p004", frozen).stated
    assert (stated.sure.low, stated.sure.high, stated.sure.value) == (-25.5, -24.5, -25.0)
    assert (stated.unit, stated.period.name, stated.about, stated.how) == ("percent", "2022", "claim:p004", "printed")
    assert stated.rows == (claim("p004", frozen).row,)
    assert claim("p004", frozen).vague


def test_a_bound_is_stated_as_open_and_is_not_vague(frozen):
    found = claim("p007", frozen)
    assert (found.stated.sure.low, found.stated.sure.high) == (325, math.inf)
    assert not found.vague


def test_an_unknown_statement_is_refused_with_those_near_it(frozen):
    with pytest.raises(DataError) as refused:
        claim("p0021", frozen)
    assert str(refused.value).startswith("no claim is called 'p0021': perhaps p002 or ")
    assert str(refused.value).count(" or ") == 1


def test_a_statement_like_no_other_is_refused_with_the_table_to_look_at(frozen):
    with pytest.raises(DataError) as refused:
        claim("zzz", frozen)
    assert str(refused.value) == "no claim is called 'zzz': see claims.csv"


def test_the_tests_stand_by_statement_and_are_read_once(frozen):
    found = criteria(frozen.evidence)
    assert found["l003"][0]["due"] == "2024-01-20"
    assert set(found) == set(claims(frozen.evidence))
    assert criteria(frozen.evidence) is found

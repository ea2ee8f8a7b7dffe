"""Units: what the table declares of each, and how one that follows from others is told."""

import pytest
from conftest import TABLES

from nolimits.data import PLAIN, Unit, evidence
from nolimits.data.units import compound, units_of

ROW = {"unit": "t", "before": "", "after": "t", "axis": "tonnes", "decimals": "", "summable": "yes", "whole": "no"}


def test_each_unit_is_as_its_row_says():
    units = units_of(evidence(TABLES).rows("units"))
    assert units == evidence(TABLES).units
    assert units["USD bn"] == Unit("USD bn", "USD", "bn", "USD billion", None, True, False)
    assert units["percent"] == Unit("percent", "", "%", "%", 1, False, False)
    assert units["ratio"] == Unit("ratio", "", "times", "times", 2, False, False)
    assert units["count"] == Unit("count", "", "", "number", None, True, True)
    assert units["rank"] == Unit("rank", "", "", "rank", None, False, True)


@pytest.mark.parametrize(("decimals", "read"), [("", None), ("0", 0), ("2", 2)])
def test_no_word_on_decimals_means_as_many_as_are_known(decimals, read):
    assert units_of([ROW | {"decimals": decimals}])["t"].decimals == read


def test_units_keep_the_order_of_their_rows():
    assert list(units_of([ROW, ROW | {"unit": "a"}])) == ["t", "a"]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("USD bn per Mt", Unit("USD bn per Mt", before="USD", after="bn per Mt", axis="USD bn per Mt")),
        ("EUR t", Unit("EUR t", before="EUR", after="t", axis="EUR t")),
        ("Mt per year", Unit("Mt per year", after="Mt per year", axis="Mt per year")),
        ("USDT t", Unit("USDT t", after="USDT t", axis="USDT t")),
        ("USD", Unit("USD", after="USD", axis="USD")),
        ("one per USD bn", Unit("one per USD bn", after="one per USD bn", axis="one per USD bn")),
        ("", PLAIN),
    ],
)
def test_a_unit_that_no_table_declares_is_told_by_its_own_name(name, unit):
    assert compound(name) == unit
    assert evidence(TABLES).unit(name) == unit
    assert not unit.summable


def test_a_declared_unit_comes_before_a_compound_one():
    assert evidence(TABLES).unit("USD per t") == Unit("USD per t", "USD", "per tonne", "USD per tonne")

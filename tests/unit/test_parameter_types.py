"""A parameter of another type than its notebook declares is named, rather than taken for true."""

import sys

import pytest
from conftest import known_by

from nolimits.data import DataError, View


@pytest.fixture
def declared(monkeypatch):
    kinds = {"cutoff": str, "start": int, "factor": float, "rolling": bool, "window": "int", "other": list}
    monkeypatch.setattr(sys.modules["__main__"], "__annotations__", kinds, raising=False)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"rolling": "false"}, "the parameter rolling is 'false': write True or False"),
        ({"rolling": 1}, "the parameter rolling is 1: write True or False"),
        ({"start": 2015.5}, "the parameter start is 2015.5: write a whole number such as 2018"),
        ({"start": True}, "the parameter start is True: write a whole number such as 2018"),
        ({"factor": "2"}, "the parameter factor is '2': write a number such as 1.5"),
        ({"window": "3"}, "the parameter window is '3': write a whole number such as 2018"),
        ({"cutoff": 2015}, "the parameter cutoff is 2015: write a text such as 'latest'"),
    ],
)
def test_a_parameter_of_another_type_is_named(declared, frozen_tables, given, said):
    with pytest.raises(DataError) as told:
        View(folder=frozen_tables.folder, **given)
    assert str(told.value) == said


def test_what_is_declared_or_is_not_is_let_pass(declared, frozen_tables):
    given = {"start": 2018, "factor": 2, "rolling": False, "window": 3, "other": "x", "unknown": "y"}
    assert View(folder=frozen_tables.folder, **given).parameters["factor"] == 2


def test_a_first_year_is_whole_whoever_asks():
    with pytest.raises(DataError, match=r"the first year is 2015\.5: write a whole number such as 2018"):
        known_by(start=2015.5)

"""What must hold of this book: its tables keep their rules, and its statement stands as it should, then and now."""

from pathlib import Path

import pytest

from nolimits import View, checks, claims

TABLES = Path(__file__).resolve().parents[1] / "data"
LEAFLET = "2024-06-01"


def known_by(day: str) -> View:
    """The tables as known by a day."""
    return View(day, folder=TABLES)


def test_the_tables_keep_all_rules() -> None:
    assert checks.problems(TABLES) == []


def test_every_test_of_a_statement_can_be_asked() -> None:
    assert claims.faulty_tests(TABLES) == []


@pytest.mark.parametrize(("day", "word"), [(LEAFLET, "confirmed"), ("latest", "overtaken")])
def test_the_leaflet_was_right_on_its_day_and_is_not_now(day: str, word: str) -> None:
    view = known_by(day)
    assert claims.weigh(claims.claim("l001", view), view).word == word


def test_a_figure_that_was_revised_is_the_older_one_on_an_earlier_day() -> None:
    assert str(known_by(LEAFLET).value("honey.lower", 2023)) != str(known_by("latest").value("honey.lower", 2023))


def test_nothing_is_known_before_it_was_published() -> None:
    assert not known_by("2023-01-19").value("honey.upper", 2022).known
    assert known_by("2023-01-20").value("honey.upper", 2022).known

"""Verdicts move with what becomes known: at each month's end, from one word to another, by named rows."""

import pytest
from conftest import known_by

from nolimits.claims import claim, weigh
from nolimits.claims.history import days, history, spells, turn_since


def turn(key: str, day: str, since: str):
    view = known_by(day)
    return turn_since(claim(key, view), view, since)


# --- days


def test_the_days_are_months_ends_and_last_the_views_own():
    assert days(known_by("2022-03-15")) == ["2022-01-31", "2022-02-28", "2022-03-15"]


def test_a_months_end_that_is_the_views_own_day_comes_once():
    assert days(known_by("2022-02-28")) == ["2022-01-31", "2022-02-28"]


def test_the_days_run_over_the_turn_of_a_year_and_know_leap_years():
    found = days(known_by("2024-03-01"))
    assert found[:2] == ["2022-01-31", "2022-02-28"]
    assert found[11:13] == ["2022-12-31", "2023-01-31"]
    assert found[-3:] == ["2024-01-31", "2024-02-29", "2024-03-01"]
    assert len(found) == 27


def test_before_the_first_year_there_is_only_the_views_own_day():
    assert days(known_by("2021-06-30")) == ["2021-06-30"]


def test_the_days_may_begin_with_another_year():
    assert days(known_by("2022-01-10"), 2021)[:2] == ["2021-01-31", "2021-02-28"]
    assert len(days(known_by("2022-01-10"), 2021)) == 13


def test_no_day_lies_before_anything_was_known(frozen_tables):
    """The first row is then of 28 February 2022, the end of its month."""
    head, rows = frozen_tables.read("observations")
    frozen_tables.write("observations", head, [row for row in rows if row["known_on"] >= "2022-02-28"])
    view = frozen_tables.view("2022-04-15")
    assert days(view) == ["2022-02-28", "2022-03-31", "2022-04-15"]
    assert [day for day, _ in history(claim("p002", view), view)] == days(view)


# --- history


def test_a_history_tells_the_word_at_each_day():
    """The year's 90 became known on 20 January 2023."""
    view = known_by("2023-02-10")
    assert history(claim("p002", view), view)[-4:] == [
        ("2022-11-30", "undecided"),
        ("2022-12-31", "undecided"),
        ("2023-01-31", "confirmed"),
        ("2023-02-10", "confirmed"),
    ]


def test_a_paper_does_not_confirm_itself_in_its_history_either():
    view = known_by("2023-07-10")
    assert {word for _, word in history(claim("p003", view), view)} == {"undecided"}


def test_a_forecast_is_open_in_its_history_until_its_day():
    view = known_by("2024-02-10")
    assert history(claim("l003", view), view)[-3:] == [
        ("2023-12-31", "undecided"),
        ("2024-01-31", "confirmed"),
        ("2024-02-10", "confirmed"),
    ]


def test_the_spells_of_a_history_are_the_days_from_which_a_word_held():
    steps = [("d1", "a"), ("d2", "a"), ("d3", "b"), ("d4", "a"), ("d5", "a")]
    assert spells(steps) == [("d1", "a"), ("d3", "b"), ("d4", "a")]
    assert spells([]) == []


def test_the_surplus_became_a_deficit_and_a_surplus_again(frozen):
    """120 − 100 in January 2022, 90 − 99 in January 2023, 99 − 97 in January 2024."""
    assert spells(history(claim("l001", frozen), frozen)) == [
        ("2022-01-31", "confirmed"),
        ("2023-01-31", "refuted"),
        ("2024-01-20", "confirmed"),
    ]


# --- turns


def test_a_turn_names_the_words_the_day_and_the_rows_that_did_it():
    found = turn("l001", "2023-06-30", "2022-06-30")
    assert found.claim.key == "l001"
    assert (found.before, found.after, found.on) == ("confirmed", "refuted", "2023-01-20")
    assert [(row.indicator, row.period.year) for row in found.rows] == [("wool.exports", 2022), ("wool.imports", 2022)]


def test_rows_known_by_the_earlier_day_turned_nothing():
    """p008 rests on a plan of 10 January 2022 and a forecast of 31 March 2022."""
    found = turn("p008", "2022-04-30", "2022-01-10")
    assert (found.before, found.after, found.on) == ("undecided", "refuted", "2022-03-31")
    assert [row.indicator for row in found.rows] == ["tea.sold"]
    assert [row.indicator for row in turn("p008", "2022-04-30", "2022-01-09").rows] == ["tea.sold", "tea.plan"]


def test_from_the_very_day_of_its_turn_on_nothing_turned():
    assert turn("l001", "2023-06-30", "2023-01-19") is not None
    assert turn("l001", "2023-06-30", "2023-01-20") is None
    assert turn("l001", "2023-06-30", "2023-06-30") is None


def test_what_turned_there_and_back_has_not_turned():
    assert turn("l001", "latest", "2022-06-30") is None


def test_a_paper_does_not_turn_its_own_statement():
    assert turn("p003", "latest", "2023-05-09") is None


@pytest.mark.parametrize("day", ["2023-06-15", "2023-06-20"])
def test_a_forecast_whose_day_came_turned_on_the_views_day_by_no_row(frozen_tables, day):
    about = {"measure": "growth('wool.exports', 2023)", "confirmed_if": "measured > 1", "due": "2023-06-15"}
    frozen_tables.change("criteria", {"claim": "l003"}, **about)
    view = frozen_tables.view(day)
    found = turn_since(claim("l003", view), view, "2023-06-14")
    assert (found.before, found.after, found.on, found.rows) == ("undecided", "confirmed", day, ())


def test_verdicts_of_an_earlier_day_are_those_of_a_view_of_that_day(frozen):
    for key in ("l001", "p002", "p003", "p005", "p008"):
        for day in ("2022-02-01", "2022-12-31", "2023-05-10"):
            there = known_by(day)
            assert weigh(claim(key, frozen), frozen.on(day)).word == weigh(claim(key, there), there).word

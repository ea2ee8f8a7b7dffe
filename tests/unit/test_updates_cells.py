"""Cells as people and programs write them become what a table holds; where two things can be meant, neither is taken."""

import datetime

import pytest

from nolimits.checks import damage
from nolimits.updates.cells import Style, UnfitError, iso_day, plain_number, style, text


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2025-12-31", "2025-12-31"),
        ("2025-9-1", "2025-09-01"),
        ("2025-12-31 00:00:00", "2025-12-31"),
        ("2025-12-31T00:00:00Z", "2025-12-31"),
        ("31.12.2025", "2025-12-31"),
        ("1.2.2025", "2025-02-01"),
        ("2025/12/31", "2025-12-31"),
        ("31/12/2025", "2025-12-31"),
        ("12/31/2025", "2025-12-31"),
        ("05/05/2025", "2025-05-05"),
        ("31 December 2025", "2025-12-31"),
        ("Dec 31, 2025", "2025-12-31"),
        (" 2025-12-31\u00a0", "2025-12-31"),
        (datetime.date(2025, 12, 31), "2025-12-31"),
        (datetime.datetime(2025, 12, 31), "2025-12-31"),
    ],
)
def test_a_day_is_read_however_people_write_it(said, iso):
    assert iso_day(said) == iso


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("44927", "a spreadsheet turned days into numbers"),
        (44927.0, "a spreadsheet turned days into numbers"),
        ("Jan-25", "a spreadsheet cut days to a month and two digits"),
        ("31.12.25", "days are written as a spreadsheet shows them"),
        ("03/04/2026", "a day that can be read in two ways"),
        ("2025-02-30", "a day that does not exist"),
        ("soon", "not a day"),
        (True, "not a day"),
        (datetime.datetime(2025, 12, 31, 12), "an hour beside the day"),
    ],
)
def test_a_day_that_cannot_be_told_is_refused_by_its_cause(said, what):
    with pytest.raises(UnfitError) as caught:
        iso_day(said)
    assert caught.value.what == what


def test_a_day_in_two_ways_is_told_in_both():
    with pytest.raises(UnfitError, match="2026-04-03 or 2026-03-04"):
        iso_day("03/04/2026")


def test_a_number_of_a_spreadsheet_is_told_as_the_day_that_it_was():
    assert damage.day_of_number("44927") == "2023-01-01"


POINT, COMMA = Style(), Style(comma=True)


@pytest.mark.parametrize(
    ("said", "how", "plain"),
    [
        ("244.819", POINT, "244.819"),
        ("5.0", POINT, "5"),
        ("0.30", POINT, "0.3"),
        ("-25", POINT, "-25"),
        ("\u221225.5", POINT, "-25.5"),
        ("1,5", POINT, "1.5"),
        ("0,125", POINT, "0.125"),
        ("1,234", COMMA, "1.234"),
        ("1 234 567,5", COMMA, "1234567.5"),
        ("1\u00a0234", POINT, "1234"),
        ("1.234,56", POINT, "1234.56"),
        ("1,234.56", POINT, "1234.56"),
        (5.0, POINT, "5"),
        (0.1 + 0.2, POINT, "0.3"),
        (3e14, POINT, "300000000000000"),
        (7, POINT, "7"),
    ],
)
def test_a_number_is_written_plainly_with_every_digit(said, how, plain):
    assert plain_number(said, how) == plain


@pytest.mark.parametrize(
    ("said", "how", "what"),
    [
        ("1,234", POINT, "a number that can be read in two ways"),
        ("1.234", COMMA, "a number that can be read in two ways"),
        ("3E+14", POINT, damage.CAUSES["power of ten"]),
        ("007", POINT, "a number that begins with 0"),
        ("about 5", POINT, "not a number"),
        ("5%", POINT, "not a number"),
        (True, POINT, "a spreadsheet turned it into something else than a number"),
        (datetime.date(2025, 1, 5), POINT, "a spreadsheet turned it into something else than a number"),
        (float("nan"), POINT, "not a number"),
    ],
)
def test_a_number_that_cannot_be_told_is_refused_by_its_cause(said, how, what):
    with pytest.raises(UnfitError) as caught:
        plain_number(said, how)
    assert caught.value.what == what


def test_a_file_has_decimal_commas_where_one_of_its_numbers_can_be_nothing_else():
    assert style(["1,234", "2,5"]) == COMMA
    assert style(["1,234", "2,345"]) == POINT
    assert style(["1,5", "2.5"]) == POINT


@pytest.mark.parametrize("clear", ["200,5", "0,125", "1.250,5", "1 250,125"])
def test_a_point_that_may_part_thousands_is_not_taken_for_a_decimal_one_beside_decimal_commas(clear):
    how = style(["1.250", clear])
    assert how == COMMA
    with pytest.raises(UnfitError, match=r"two ways: 1\.250 or 1250"):
        plain_number("1.250", how)
    assert style(["1.250"]) == style(["1.250", "1,250.5"]) == POINT


def test_text_is_trimmed_and_garbled_text_is_refused():
    assert text(" Süd\u00a0− ") == "Süd −"
    assert text(12.0) == "12"
    for said in ("SÃ¼d", "Ð¢Ð°Ð¼", "Р\u045fР\u0455"):
        with pytest.raises(UnfitError, match="letters garbled by a wrong encoding"):
            text(said)
    with pytest.raises(UnfitError, match="into a day"):
        text(datetime.date(2025, 1, 5))

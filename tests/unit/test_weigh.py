"""A verdict follows from the rows by its test: each word has its rule, and no paper is its own witness."""

import math

import pytest
from conftest import known_by
from faults import add, line, told_of_tests

from nolimits.claims import Verdict, claim, turns, weigh
from nolimits.data import Entry
from nolimits.language import ExpressionError

OWN = "pamphlet-2023-05-10-text"
WOOL = "value('wool.exports', 2022)"  # 90 give or take a half
TRUE, FALSE, OPEN = "measured > 89", "measured > 91", "measured > 90"


@pytest.fixture
def tables(frozen_tables):
    return frozen_tables


def weighed(tables, key: str = "p001", day: str = "latest", **cells: str) -> Verdict:
    """The verdict on a statement whose test is another."""
    about = {"test": "measured", "measure": WOOL, "confirmed_if": "", "refuted_if": "", "due": ""}
    tables.change("criteria", {"claim": key}, **(about | cells))
    view = tables.view(day)
    return weigh(claim(key, view), view)


def word(key: str, day: str) -> str:
    view = known_by(day)
    return weigh(claim(key, view), view).word


# --- each word has its rule


@pytest.mark.parametrize(
    ("confirmed_if", "refuted_if", "expected"),
    [
        (TRUE, FALSE, "confirmed"),
        (TRUE, OPEN, "confirmed"),
        (TRUE, "", "confirmed"),
        (TRUE, TRUE, "confirmed"),
        (FALSE, TRUE, "refuted"),
        (OPEN, TRUE, "refuted"),
        ("", TRUE, "refuted"),
        (FALSE, FALSE, "partly"),
        (OPEN, FALSE, "undecided"),
        (FALSE, OPEN, "undecided"),
        (OPEN, OPEN, "undecided"),
        ("", FALSE, "undecided"),
        (FALSE, "", "undecided"),
        ("", "", "undecided"),
    ],
)
def test_the_word_follows_from_two_conditions_that_are_true_false_or_open(tables, confirmed_if, refuted_if, expected):
    assert weighed(tables, confirmed_if=confirmed_if, refuted_if=refuted_if).word == expected


@pytest.mark.parametrize(("value", "expected"), [("99", "confirmed"), ("95", "partly"), ("80", "refuted")])
def test_one_planted_figure_after_the_other_takes_a_statement_through_the_words(tables, value, expected):
    """Confirmed from 98.5 on, refuted below 90: 99 ± 0.5 is, 95 is neither, 80 is the contrary."""
    tables.change("observations", {"indicator": "wool.exports", "value": "90"}, value=value)
    found = weighed(tables, confirmed_if="measured >= 98.5", refuted_if="measured < 90")
    assert found.word == expected


def test_what_is_vague_about_a_bound_stays_undecided(tables):
    """Over 500 against 495 to 525: the interval reaches below the bound, and is not wholly below the other."""
    where = {"indicator": "wool.exports", "value": "90"}
    tables.change("observations", where, value="", low="495", high="525", qualifier="range")
    assert weighed(tables, confirmed_if="measured > 500", refuted_if="measured <= 475").word == "undecided"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("l001", "confirmed"),
        ("p001", "overtaken"),
        ("p002", "confirmed"),
        ("p004", "undecided"),
        ("p005", "refuted"),
        ("p007", "undecided"),
        ("p008", "refuted"),
    ],
)
def test_the_frozen_statements_stand_as_worked_out_by_hand(key, expected):
    """99 − 97 is 1 to 3; 90 is 90; −25.5 is 0.45 to 0.55 from −25 and may be 0.5; over 320 may be 325; 120 is over 100."""
    assert word(key, "latest") == expected


def test_absence_of_data_refutes_nothing():
    early = known_by("2015-02-01")
    for key in ("l001", "p001", "p002", "p003", "p005", "p007", "p008"):
        found = weigh(claim(key, early), early)
        assert (found.word, found.rows) == ("undecided", ())


def test_a_statement_without_a_fair_test_is_untestable_and_says_why(frozen):
    found = weigh(claim("l002", frozen), frozen)
    assert (found.word, found.measured, found.rows, found.newest) == ("untestable", None, (), "")
    assert found.why == "as it says, l002"
    assert not found.tested


def test_a_statement_for_which_there_is_no_evidence_is_undecided(frozen):
    found = weigh(claim("p006", frozen), frozen)
    assert (found.word, found.measured, found.rows, found.tested) == ("undecided", None, (), False)
    assert found.test["test"] == "no_evidence"


def test_a_statement_for_which_no_test_has_been_written_is_untestable(tables):
    tables.drop("criteria", claim="p001")
    view = tables.view()
    found = weigh(claim("p001", view), view)
    assert (found.word, found.why, found.tested, found.due) == (
        "untestable",
        "no test has been written yet",
        False,
        True,
    )
    assert found.test == {
        "claim": "p001",
        "asks": "so",
        "reading": "first",
        "day": "own",
        "partly_if": "",
        "test": "untestable",
        "why": "no test has been written yet",
        "due": "",
        "measure": "",
        "confirmed_if": "",
        "refuted_if": "",
    }


# --- what a verdict tells


def test_a_verdict_tells_what_was_measured_on_which_rows_and_up_to_when():
    view = known_by("2023-06-30")
    found = weigh(claim("l001", view), view)
    assert found.claim.key == "l001"
    assert (found.measured.sure.low, found.measured.sure.high, found.measured.unit) == (-10, -8, "USD bn")
    assert [(row.indicator, row.period.year) for row in found.rows] == [("wool.exports", 2022), ("wool.imports", 2022)]
    assert (found.newest, found.cutoff, found.why) == ("2023-01-20", "2023-06-30", "as it says, l001")
    assert found.tested
    assert found.due
    assert found.test["measure"].startswith("value('wool.exports'")


def test_the_newest_row_is_the_one_that_became_known_last(tables):
    found = weighed(tables, measure="value('bank.rate', '2022-02-28') + 0 * value('bank.rate', '2022-06-14')")
    assert [row.known_on for row in found.rows] == ["2022-02-28", "2022-06-14"]
    assert found.newest == "2022-06-14"


def test_rows_of_the_conditions_count_as_well_and_each_once(tables):
    condition = "measured > value('wool.imports', 2019) and measured > value('wool.exports', 2019)"
    found = weighed(tables, confirmed_if=condition, refuted_if=f"{WOOL} < value('wool.imports', 2020)")
    assert [(row.indicator, row.period.year) for row in found.rows] == [
        ("wool.exports", 2022),
        ("wool.imports", 2019),
        ("wool.exports", 2019),
        ("wool.imports", 2020),
    ]


def test_the_statement_itself_is_not_among_the_rows_on_which_its_verdict_rests(frozen):
    found = weigh(claim("p002", frozen), frozen)
    assert found.rows
    assert not [row for row in found.rows if isinstance(row, Entry)]


def test_a_statement_is_weighed_once_for_a_view(frozen):
    assert weigh(claim("p002", frozen), frozen) is weigh(claim("p002", frozen), frozen)
    assert weigh(claim("p001", frozen), frozen).claim.key == "p001"


def test_measured_and_stated_are_known_in_the_conditions_and_stated_in_the_measure(tables):
    found = weighed(tables, "p002", measure="value('wool.exports', 2022) - stated", confirmed_if="measured < stated")
    assert (found.measured.sure.low, found.measured.sure.high) == (-1, 1)
    assert found.word == "confirmed"


def test_stated_is_no_name_for_a_statement_without_a_figure(tables):
    with pytest.raises(ExpressionError, match="'stated' is not a name"):
        weighed(tables, "l001", confirmed_if="measured < stated")


def test_measured_is_no_name_in_the_measure_itself(tables):
    with pytest.raises(ExpressionError, match="'measured' is not a name"):
        weighed(tables, measure="measured + 1")


def test_a_number_is_no_condition(tables):
    with pytest.raises(ExpressionError) as refused:
        weighed(tables, confirmed_if="measured + 1")
    assert str(refused.value) == "a condition is wanted, not measured + 1"


# --- a forecast


def forecast(tables, day: str) -> Verdict:
    """Wool sold in 2023 is to rise by more than 1 %: 95 against 90 is, as was known by 1 June 2023."""
    about = {"measure": "growth('wool.exports', 2023)", "confirmed_if": "measured > 1", "due": "2023-06-15"}
    return weighed(tables, "l003", day, **about)


def test_a_forecast_is_not_judged_on_the_day_before_its_day(tables):
    found = forecast(tables, "2023-06-14")
    assert (found.word, found.due, found.tested) == ("undecided", False, True)
    assert found.measured.known
    assert [row.known_on for row in found.rows] == ["2023-06-01", "2023-01-20"]


def test_a_forecast_is_judged_on_its_very_day(tables):
    found = forecast(tables, "2023-06-15")
    assert (found.word, found.due) == ("confirmed", True)


def test_a_forecast_of_the_frozen_tables_is_confirmed_on_its_day(frozen):
    """99 after 90 is +10 %, and both days are 20 January 2024."""
    assert (word("l003", "2024-01-19"), word("l003", "2024-01-20")) == ("undecided", "confirmed")


# --- a paper never confirms itself


def test_a_figure_of_the_paper_itself_is_not_seen_when_its_statement_is_weighed():
    """The share of 40 % in 2023 is the pamphlet's own: until another source states it, nothing is known."""
    for day in ("2023-05-10", "2023-06-30", "latest"):
        view = known_by(day)
        found = weigh(claim("p003", view), view)
        assert (found.word, found.rows, found.measured.known) == ("undecided", (), False)


def test_another_paper_may_be_confirmed_by_it(tables):
    found = weighed(tables, "l001", measure="value('wool.share', 2023)", confirmed_if="measured > 39")
    assert found.word == "confirmed"
    assert [row.source for row in found.rows] == [OWN]
    # the letter is nobody's source, so that nothing is hidden from it
    assert tables.view().evidence.documents["letter-2023"]["source"] == ""


def test_the_papers_own_rows_are_not_seen_by_the_conditions_either(tables):
    found = weighed(tables, "p003", measure="1", confirmed_if="value('wool.share', 2023) > 39", refuted_if="2 < 1")
    assert (found.word, found.rows) == ("undecided", ())


def test_a_paper_is_confirmed_by_another_source_of_the_same_figure(tables):
    about = {"period_start": "2023-01-01", "period_end": "2023-12-31", "value": "40.0", "qualifier": "exact"}
    source = {"source": "customs-2024-01-20-wool", "known_on": "2024-01-20"}
    add(tables, "observations", indicator="wool.share", **about, **source)
    view = tables.view()
    found = weigh(claim("p003", view), view)
    assert found.word == "confirmed"
    assert [row.source for row in found.rows] == ["customs-2024-01-20-wool"]


def test_an_act_that_only_the_paper_tells_of_is_not_counted_for_its_statement(tables):
    about = {"section": "talks", "actor": "Norland", "kind": "agreement", "direction": "supports"}
    source = {"source": OWN, "known_on": "2023-05-10"}
    add(tables, "events", event="tal-900", date="2023-05-01", description="A secret treaty", **about, **source)
    asked = {
        "measure": "count('events', since='2023-04')",
        "confirmed_if": "measured >= 1",
        "refuted_if": "measured < 1",
    }
    assert weighed(tables, "p006", **asked).measured.sure.centre == 0
    assert weighed(tables, "l001", **asked).word == "confirmed"


def test_an_act_on_a_thing_that_only_the_paper_tells_of_does_not_move_it_for_its_statement(tables):
    about = {"project": "mill-one", "date": "2023-05-01", "milestone": "cancelled", "status": "cancelled"}
    add(tables, "milestones", description="Given up", source=OWN, known_on="2023-05-10", **about)
    tables.drop("milestones", milestone="denied")
    asked = {"measure": "status('mill-one')", "confirmed_if": "measured == 'cancelled'", "refuted_if": "1 > 2"}
    assert weighed(tables, "p005", **asked).measured.value == "under_construction"
    assert weighed(tables, "l001", **asked).word == "confirmed"


# --- what would turn it


def moved(found, view) -> list[tuple[float, float, float, str]]:
    return [
        (*(pytest.approx(end, abs=1e-6) for end in (q.low, q.high, q.value)), turned)
        for q, turned in turns(found, view)
    ]


def turned(tables, key: str = "p001", **cells: str) -> list[tuple[float, float, float, str]]:
    found = weighed(tables, key, **cells)
    return moved(found, tables.view())


def test_a_figure_near_the_stated_one_turns_where_its_interval_leaves_the_tolerance(frozen):
    """90 ± 0.5 lies within 2 % of 90 while its ends are no more than 1.8 away: up to 91.3 and down to 88.7."""
    found = weigh(claim("p002", frozen), frozen)
    assert moved(found, frozen) == [(90.8, 91.8, 91.3, "undecided"), (88.2, 89.2, 88.7, "undecided")]


def test_an_open_verdict_turns_at_the_nearest_value_either_way(frozen):
    """−25.5 ± 0.05 against −25 ± 0.5."""
    found = weigh(claim("p004", frozen), frozen)
    assert moved(found, frozen) == [(-25.5, -25.4, -25.45, "confirmed"), (-25.6, -25.5, -25.55, "refuted")]


def test_a_bound_turns_a_verdict_one_way_only(frozen):
    """A surplus of 2 ± 1 is certain while it lies above 0."""
    found = weigh(claim("l001", frozen), frozen)
    assert moved(found, frozen) == [(0, 2, 1, "undecided")]
    assert turns(found, frozen) is turns(found, frozen)


def test_turns_of_one_statement_are_not_those_of_another(frozen):
    assert turns(weigh(claim("p002", frozen), frozen), frozen) != turns(weigh(claim("l001", frozen), frozen), frozen)


def test_the_next_word_is_told_and_not_the_one_after(tables):
    """From partly: 90 ± 0.5 stays so while it lies between 80 and 100, and is open before it is the other."""
    found = turned(tables, confirmed_if="measured > 100", refuted_if="measured < 80")
    assert found == [(99.0, 100.0, 99.5, "undecided"), (80.0, 81.0, 80.5, "undecided")]


def test_a_figure_as_printed_moves_with_its_interval(tables):
    """About 99 % is 97.02 to 100, for a share ends there: 99 is within 2 % of c while |99 − c| is no more than c / 50."""
    where = {"indicator": "wool.share", "period_start": "2021-01-01"}
    tables.change("observations", where, value="99", qualifier="about")
    found = turned(tables, measure="value('wool.share', 2021)", confirmed_if="near(99, measured)", refuted_if="2 < 1")
    down = 1.98 / 1.02
    assert found == [(97.02 - down, 100 - down, pytest.approx(99 - down), "partly")]


def test_nothing_turns_at_a_value_that_cannot_be(tables):
    """No sale below none, no share above the whole, no fall by more than all."""
    assert turned(tables, confirmed_if="measured > 0 - 50") == []
    tables.change("observations", {"indicator": "wool.share", "period_start": "2021-01-01"}, value="90")
    assert turned(tables, measure="value('wool.share', 2021)", confirmed_if="measured < 110") == []
    rate = "growth('wool.exports', 2022)"
    assert turned(tables, measure=rate, confirmed_if="measured > 0 - 110", refuted_if="measured < 0 - 110") == []
    assert turned(tables, measure=rate, confirmed_if="measured > 0 - 90", refuted_if="measured < 0 - 90") != []


def test_a_range_turns_by_its_middle(tables):
    where = {"indicator": "wool.exports", "value": "90"}
    tables.change("observations", where, value="", low="80", high="100", qualifier="range")
    assert turned(tables, confirmed_if="measured < 110") == [(90, 110, 100, "undecided")]


@pytest.mark.parametrize(("bound", "expected"), [("11000", [(10999, 11000, 10999.5, "undecided")]), ("12000", [])])
def test_a_turn_is_looked_for_up_to_128_times_the_size_of_what_is_measured(tables, bound, expected):
    """128 times 90 is 11,520."""
    assert turned(tables, confirmed_if=f"measured < {bound}") == expected


@pytest.mark.parametrize(("bound", "expected"), [("200", [(-200, -198, -199, "undecided")]), ("300", [])])
def test_a_turn_is_looked_for_as_far_downwards(tables, bound, expected):
    """128 times a surplus of 2 ± 1 is 256."""
    surplus = "value('wool.exports', 'latest year') - value('wool.imports', 'latest year')"
    assert turned(tables, measure=surplus, confirmed_if=f"measured > 0 - {bound}") == expected


def test_the_size_of_a_negative_number_is_that_without_its_sign(tables):
    found = turned(tables, measure=f"0 - {WOOL}", confirmed_if="measured < 10000")
    assert found == [(9999, 10000, 9999.5, "undecided")]


@pytest.mark.parametrize(("bound", "expected"), [("2000", [(1980, 2000, 1990, "undecided")]), ("2600", [])])
def test_the_size_of_a_wide_interval_about_nothing_is_its_width(tables, bound, expected):
    """−10 to 10: 128 times 20 is 2,560."""
    where = {"indicator": "bank.rate", "value": "20"}
    tables.change("observations", where, value="", low="-10", high="10", qualifier="range")
    asked = {"measure": "value('bank.rate', '2022-02-28')", "confirmed_if": f"measured < {bound}"}
    assert turned(tables, **asked) == expected


@pytest.mark.parametrize(("bound", "expected"), [("127", [(127, 127, 127, "partly")]), ("129", [])])
def test_the_size_of_nothing_is_one(tables, bound, expected):
    # a row stands behind the other condition, so that the count of none is not all there is
    asked = {
        "measure": "count('events', since=2030)",
        "confirmed_if": f"measured < {bound}",
        "refuted_if": f"{WOOL} < 1",
    }
    assert turned(tables, **asked) == expected


def test_the_nearest_turn_is_found_where_the_word_turns_back_behind_it(tables):
    """Looking begins at a 4,096th: 1,024 thousand is left between 1,024.1 and 1,024.4 thousand, and had again from there on."""
    where = {"indicator": "tea.cargoes", "value": "310"}
    tables.change("observations", where, value="1024000")
    tables.change("observations", {"indicator": "tea.cargoes", "value": "312"}, value="1024000", qualifier="exact")
    asked = {
        "measure": "value('tea.cargoes', 2020)",
        "confirmed_if": "measured < 1024100 or measured > 1024400",
        "refuted_if": "2 < 1",
    }
    assert turned(tables, **asked) == [(1024100, 1024100, 1024100, "partly")]


@pytest.mark.parametrize(
    "cells",
    [
        {"measure": "status('mill-one')", "confirmed_if": "measured == 'idea'"},
        {"measure": "value('tea.cargoes', 2021) > 3", "confirmed_if": "measured"},
        {"measure": "value('wool.exports', 2030)", "confirmed_if": "measured > 3"},
        {"measure": "value('tea.cargoes', 2019)", "confirmed_if": "measured < 400"},
        {"confirmed_if": "measured > 3", "due": "2030-01-01"},
    ],
    ids=["a state", "a truth", "unknown", "a bound", "not due"],
)
def test_a_test_that_hangs_on_no_bounded_number_or_is_not_due_has_no_turns(tables, cells):
    assert turned(tables, **cells) == []


def test_a_statement_without_a_test_has_no_turns(frozen):
    assert turns(weigh(claim("l002", frozen), frozen), frozen) == []


def test_turns_are_sought_without_the_papers_own_rows(tables):
    """The pamphlet's share of 40 % is a bound for the letter; for itself nothing is known to turn at."""
    asked = {"measure": "value('wool.share', 2021)", "refuted_if": "measured > value('wool.share', 2023)"}
    assert turned(tables, "p001", **asked) == []
    assert turned(tables, "l001", **asked) == [(40.5, 41.5, 41.0, "refuted")]


def test_a_turn_of_a_measured_figure_keeps_all_else(frozen):
    found = turns(weigh(claim("l001", frozen), frozen), frozen)
    assert [(math.isfinite(q.low), q.width) for q, _ in found] == [(True, pytest.approx(2))]


# --- tests that cannot be asked


def test_the_frozen_tests_can_all_be_asked(frozen_tables):
    assert told_of_tests(frozen_tables) == []


def test_a_statement_without_a_row_of_criteria_is_told_at_its_own_line(tables):
    tables.drop("criteria", claim="p001")
    at = line(tables, "claims", claim="p001")
    assert told_of_tests(tables) == [
        f"claims.csv:{at}:claim: without a row in criteria.csv: p001: a test, or the reason why there is none"
    ]


UNASKED = [
    ("measure", "value('wool.exprts')", "no indicator is called 'wool.exprts': perhaps wool.exports", 1),
    ("measure", "1 + value('wool.exprts')", "no indicator is called 'wool.exprts': perhaps wool.exports", 5),
    ("measure", "value('bank.rate', 1/0)", "a period is wanted here, such as 2024 or '2025-01..2025-09'", 1),
    ("measure", "year('abc')", "'abc' is not a day: write a date that exists as YYYY-MM-DD, such as 2025-09-10", 1),
    ("measure", "count('projects', fresh='two')", "a number is wanted here", 1),
    ("measure", "count('events', fresh='two')", "there is no column 'fresh'", 1),
    ("measure", "value('bank.rate', on='soon')", "'soon' is not a day", 1),
    ("measure", "value('wool.exports', 2022) + value('tea.sold', 2022)", "units are mixed: USD bn with Mt", 1),
    ("measure", "value(", "not an expression", 6),
    ("measure", "", "not an expression", 1),
    ("measure", "open('x')", "only these may be called", 1),
    ("confirmed_if", "measured > 1 and year('abc') > 2", "'abc' is not a day", 18),
    ("confirmed_if", "measured", "a condition is wanted, not measured", 1),
    ("confirmed_if", "stated > 1", "'stated' is not a name of this expression: it may name measured", 1),
    ("refuted_if", "measured > 'a'", "only like can be compared with like", 1),
    ("refuted_if", "measured > and 1", "not an expression", 12),
]


@pytest.mark.parametrize(("column", "cell", "error", "at"), UNASKED, ids=[f"{c}-{e[:20]}" for c, e, *_ in UNASKED])
def test_a_test_that_cannot_be_asked_is_told_with_its_place_in_the_cell(tables, column, cell, error, at):
    tables.change("criteria", {"claim": "l001"}, **{column: cell})
    row = line(tables, "criteria", claim="l001")
    (found,) = told_of_tests(tables)
    assert found.startswith(f"criteria.csv:{row}:{column}: a test that cannot be asked: {error}")
    assert found.endswith(f": look at character {at} of {cell or 'an empty cell'}")


def test_of_one_test_the_first_column_that_cannot_be_asked_is_told_and_of_all_tests_each(tables):
    tables.change("criteria", {"claim": "p002"}, measure="value(1)", refuted_if="nothing")
    tables.change("criteria", {"claim": "p004"}, confirmed_if="nothing", refuted_if="nothing")
    tables.drop("criteria", claim="p001")
    told = told_of_tests(tables)
    assert [one.split(": ")[0] for one in told] == [
        f"claims.csv:{line(tables, 'claims', claim='p001')}:claim",
        f"criteria.csv:{line(tables, 'criteria', claim='p002')}:measure",
        f"criteria.csv:{line(tables, 'criteria', claim='p004')}:confirmed_if",
    ]


def test_a_measure_may_name_what_was_stated(tables):
    tables.change("criteria", {"claim": "p002"}, measure="value('wool.exports', 2022) - stated")
    assert told_of_tests(tables) == []


def test_an_empty_condition_can_be_asked_and_a_test_that_is_not_measured_need_not(tables):
    tables.change("criteria", {"claim": "p002"}, confirmed_if="", refuted_if="")
    tables.change("criteria", {"claim": "p006"}, measure="nonsense")
    tables.change("criteria", {"claim": "l002"}, measure="nonsense")
    assert told_of_tests(tables) == []


def test_lines_are_physical_also_behind_and_within_cells_of_several_lines(tables):
    tables.change("criteria", {"claim": "l001"}, why="first\nsecond\nthird")
    cells = {"measure": "growth('wool.exports',\n2023)", "refuted_if": "nothing", "why": "one\ntwo"}
    tables.change("criteria", {"claim": "l003"}, **cells)
    tables.change("claims", {"claim": "l001"}, note="first\nsecond")
    tables.change("claims", {"claim": "p001"}, note="first\nsecond")
    tables.drop("criteria", claim="p001")
    assert [one.partition(": ")[0] for one in told_of_tests(tables)] == [
        f"criteria.csv:{line(tables, 'criteria', claim='l003') + 1}:refuted_if",
        f"claims.csv:{line(tables, 'claims', claim='p001')}:claim",
    ]


def test_a_test_of_the_papers_own_indicator_can_be_asked_although_nothing_is_seen(tables):
    tables.change("criteria", {"claim": "p003"}, confirmed_if="measured > 1 and measured > stated")
    assert told_of_tests(tables) == []


@pytest.mark.parametrize(("condition", "whole"), [("measured >= {} - 0.5", -1), ("measured <= {} + 0.5", 1)])
def test_what_is_counted_turns_at_a_whole_number(tables, condition, whole):
    count = tables.view().evidence.rows("events")
    found = weighed(tables, measure="count('events')", confirmed_if=condition.format(len(count)))
    ((moved, word),) = turns(found, tables.view())
    assert (moved.centre, word) == (len(count) + whole, "undecided")


def test_what_is_counted_never_falls_below_none(tables):
    found = weighed(tables, measure="count('events', kind='loan')", confirmed_if="measured > -0.5")
    assert found.word == "confirmed"
    assert turns(found, tables.view()) == []

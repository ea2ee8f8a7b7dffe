"""A statement may have two sides and two readings, and is judged on its paper's day and now."""

import pytest
from faults import told_of_tests

from nolimits.claims import claim, weigh
from nolimits.claims.history import history, turn_since
from nolimits.claims.records import claim_record, in_full
from nolimits.claims.verdicts import aftermath
from nolimits.claims.weigh import joint

WOOL = "value('wool.exports', 2022)"  # 90 give or take a half
TRUE, FALSE, OPEN = "measured > 89", "measured > 91", "measured > 90"
TEST = {"test": "measured", "measure": WOOL, "day": "own", "reading": "first", "why": "as it says"}


def ask(tables, *tests: dict[str, str], key: str = "p002"):
    """A statement with these tests and no others."""
    head, rows = tables.read("criteria")
    rows = [row for row in rows if row["claim"] != key]
    rows += [{column: (TEST | test | {"claim": key}).get(column, "") for column in head} for test in tests]
    tables.write("criteria", head, sorted(rows, key=lambda row: (row["claim"], row["asks"], row["reading"])))
    view = tables.view()
    return weigh(claim(key, view), view)


def side(asks: str, confirmed_if: str = "", refuted_if: str = "", **cells: str) -> dict[str, str]:
    return {"asks": asks, "confirmed_if": confirmed_if, "refuted_if": refuted_if, **cells}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["confirmed"], "confirmed"),
        (["confirmed", "confirmed"], "confirmed"),
        (["refuted", "refuted"], "refuted"),
        (["confirmed", "partly"], "partly"),
        (["refuted", "partly"], "partly"),
        (["confirmed", "refuted"], "undecided"),
        (["confirmed", "undecided"], "undecided"),
        (["refuted", "untestable"], "undecided"),
    ],
)
def test_a_verdict_needs_both_readings(words, expected):
    assert joint(words) == expected


def test_two_readings_that_part_leave_a_statement_undecided(frozen_tables):
    found = ask(frozen_tables, side("so", TRUE), side("so", FALSE, TRUE, reading="second"))
    assert found.word == "undecided"
    assert [trial.word for trial in found.trials] == ["confirmed", "refuted"]


def test_what_somebody_said_is_confirmed_though_it_is_not_so(frozen_tables):
    found = ask(frozen_tables, side("said", TRUE), side("so", FALSE, TRUE))
    assert (found.word, found.side) == ("confirmed", "said")
    assert dict(found.sides) == {"said": "confirmed", "so": "refuted"}


def test_a_part_confirms_nothing_whole_and_refutes_it(frozen_tables):
    confirmed = ask(frozen_tables, side("part", TRUE))
    assert (confirmed.word, confirmed.is_part) == ("partly", True)
    refuted = ask(frozen_tables, side("part", FALSE, TRUE))
    assert (refuted.word, refuted.is_part) == ("refuted", True)
    whole = ask(frozen_tables, side("so", TRUE))
    assert (whole.word, whole.is_part) == ("confirmed", False)


@pytest.mark.parametrize(
    ("partly_if", "expected"), [("", "partly"), (TRUE, "partly"), (FALSE, "undecided"), (OPEN, "undecided")]
)
def test_a_part_may_have_a_condition_of_its_own(frozen_tables, partly_if, expected):
    assert ask(frozen_tables, side("so", FALSE, FALSE, partly_if=partly_if)).word == expected


def test_a_statement_that_held_on_its_day_is_overtaken_not_refuted(frozen_tables):
    """On 10 May 2023 the last year was 2022, when more was bought than sold; 2023 is known since 2024."""
    view = frozen_tables.view()
    found = weigh(claim("p001", view), view)
    assert (found.word, found.then, found.now) == ("overtaken", "confirmed", "refuted")
    assert found.since == "held on the paper’s day and no longer does"
    assert history(found.claim, view)[-1][1] == "overtaken"
    assert turn_since(found.claim, view, "2023-05-10").after == "overtaken"


def test_before_its_papers_day_a_statement_has_only_a_state(frozen_tables):
    view = frozen_tables.view("2023-05-09")
    found = weigh(claim("p001", view), view)
    assert (found.then, found.word, found.since) == ("", found.now, "")


def test_on_its_papers_day_itself_both_are_one(frozen_tables):
    view = frozen_tables.view("2023-05-10")
    found = weigh(claim("p001", view), view)
    assert found.then == found.now == found.word


def test_a_test_of_the_papers_day_alone_asks_no_later_row(frozen_tables):
    frozen_tables.change("criteria", {"claim": "p001"}, day="paper")
    view = frozen_tables.view()
    found = weigh(claim("p001", view), view)
    assert (found.word, found.then) == ("confirmed", "confirmed")
    assert found.newest <= "2023-05-10"


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ("confirmed", "refuted", "held on the paper’s day and no longer does"),
        ("refuted", "confirmed", "did not hold on the paper’s day and holds now"),
        ("partly", "confirmed", "held in part on the paper’s day and holds now"),
        ("undecided", "refuted", "was open on the paper’s day and does not hold now"),
        ("confirmed", "undecided", "held on the paper’s day and is open now"),
        ("partly", "refuted", "held in part on the paper’s day and no longer does"),
        ("confirmed", "untestable", "held on the paper’s day and is open now"),
        ("confirmed", "confirmed", ""),
        ("", "refuted", ""),
    ],
)
def test_what_became_of_a_statement_is_told_in_words(then, now, expected):
    assert aftermath(then, now) == expected


@pytest.mark.parametrize(
    ("precision", "published"), [("day", "2023-12-31"), ("month", "2023-12-31"), ("year", "2023-12-31")]
)
def test_where_only_the_year_of_a_row_is_known_it_is_not_said_that_a_statement_was_open(
    frozen_tables, precision, published
):
    """The paper is of 10 May 2023: a row of that year may have been public, one of December was not."""
    source = {"source": "customs-2023-01-20-wool"}
    frozen_tables.change("sources", source, precision=precision, published=published)
    frozen_tables.change("observations", source, known_on=published)
    found = ask(frozen_tables, side("so", TRUE))
    assert (found.then, found.now) == ("undecided", "confirmed")
    assert found.undated is (precision == "year")
    unknown = "holds now; how it stood on the paper’s day is not known"
    assert found.since == (unknown if found.undated else "was open on the paper’s day and holds now")


def test_a_count_of_none_without_a_row_decides_nothing(frozen_tables):
    none = {"measure": "count('events', kind='bond', actor='Nobody')"}
    assert ask(frozen_tables, side("so", "measured == 0", **none)).word == "undecided"
    spoken = f"measured == 0 and {WOOL} > 89"
    assert ask(frozen_tables, side("so", spoken, **none)).word == "confirmed"


def interest(tables, party: str, kind: str = "media") -> None:
    head, rows = tables.read("sources")
    tables.write("sources", head, [{**row, "interest": party, "kind": kind} for row in rows])


def test_the_word_of_an_interested_party_alone_decides_nothing_but_that_it_was_said(frozen_tables):
    interest(frozen_tables, "Norland")
    assert ask(frozen_tables, side("so", TRUE)).word == "undecided"
    assert ask(frozen_tables, side("said", TRUE)).word == "confirmed"
    interest(frozen_tables, "none")
    assert ask(frozen_tables, side("so", TRUE)).word == "confirmed"


def test_the_measured_figures_of_an_office_are_no_mere_word(frozen_tables):
    interest(frozen_tables, "Norland", "official")
    assert ask(frozen_tables, side("so", TRUE)).word == "confirmed"


def test_the_word_of_a_party_decides_where_another_says_so_too(frozen_tables):
    interest(frozen_tables, "Norland")
    both = side("so", f"{TRUE} and value('wool.exports', 2020) > 0")
    assert ask(frozen_tables, both).word == "undecided"
    frozen_tables.change("sources", {"source": "customs-2021-01-20-wool"}, interest="Sudland")
    assert ask(frozen_tables, both).word == "confirmed"


def test_two_tests_of_one_fact_refute_by_the_same(frozen_tables):
    ask(frozen_tables, side("so", TRUE, "measured < 80"), key="p001")
    ask(frozen_tables, side("so", TRUE, "measured  <  80"))
    assert told_of_tests(frozen_tables) == []
    ask(frozen_tables, side("so", TRUE, "measured < 70"))
    (found,) = told_of_tests(frozen_tables)
    assert "refuted_if: two verdicts on one fact: measured < 70: what p001 has, which measures the same" in found


@pytest.mark.parametrize(
    ("refuted_if", "told"),
    [
        ("not known(measured) and value('wool.exports', 2020) > 0", True),
        ("not known(value('wool.exports', 2022)) or (not known(measured) and measured < 80)", True),
        ("not known(value('wool.exports', 2022)) or measured < 80", False),
        ("not known(value('wool.exports', 1999)) and measured < 80", False),
        ("known(measured) and measured < 80", False),
    ],
)
def test_a_test_that_only_the_loss_of_a_row_could_refute_is_told(frozen_tables, refuted_if, told):
    ask(frozen_tables, side("so", TRUE, refuted_if))
    found = told_of_tests(frozen_tables)
    assert bool(found) == told
    assert all("refuted_if: a refutation that can never hold" in one for one in found)


@pytest.mark.parametrize(("later", "expected"), [("", "partly"), ("2024-01-05", "undecided")])
def test_a_term_that_lapsed_with_no_act_after_it_makes_a_standstill_partly_right(frozen_tables, later, expected):
    if later:
        head, rows = frozen_tables.read("milestones")
        act = {"milestone": "announced", "date": later, "known_on": later, "description": "Works go on"}
        rows.append({**next(row for row in reversed(rows) if row["project"] == "mill-one"), **act})
        frozen_tables.write("milestones", head, rows)
    lapsed = "measured <= '2023-12-31' and plan('mill-one', 'completion') <= 2023"
    found = ask(frozen_tables, side("so", partly_if=lapsed, measure="last('milestones', project='mill-one')"))
    assert found.word == expected


def test_a_statement_tells_both_days_its_strength_and_all_its_tests(frozen_tables):
    ask(frozen_tables, side("said", TRUE), side("so", FALSE, TRUE))
    view = frozen_tables.view()
    told = claim_record(weigh(claim("p002", view), view), view)
    assert told["sides"] == {"said": "confirmed", "so": "refuted"}
    assert [test["verdict"] for test in told["tests"]] == ["confirmed", "refuted"]
    assert told["rests_on"]["grade"] == told["strength"]
    assert (told["on_its_day"], told["now"]) == ("confirmed", "confirmed")
    full = in_full(weigh(claim("p001", view), view), view)
    assert "since          held on the paper’s day and no longer does" in full
    assert "strength       low" in full

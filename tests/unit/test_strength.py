"""A verdict is as strong as its rows: each domain lowers the grade by one, and says why."""

import pytest
from conftest import known_by

from nolimits.claims import claim, ledger, weigh
from nolimits.claims.strength import GRADES, strength, strong
from nolimits.claims.tolerance import scale_test
from nolimits.data import store
from nolimits.data.origins import origin, without_origin

WOOL = "value('wool.exports', 2022)"  # 90 give or take a half


def graded(tables, key: str = "p002", day: str = "latest", **cells: str):
    """The strength of the verdict on a statement whose test is another."""
    about = {
        "test": "measured",
        "measure": WOOL,
        "confirmed_if": "measured > 0",
        "refuted_if": "",
        "due": "",
        "day": "own",
    }
    tables.change("criteria", {"claim": key}, **(about | cells))
    view = tables.view(day)
    return strength(weigh(claim(key, view), view), view)


def cite(tables, **cells: str) -> None:
    """Add a source; the publisher is named by the cells."""
    about = {"title": "T", "url": "https://example.org", "precision": "day", "language": "en", "kind": "media"}
    about |= {"interest": "none"}
    tables.plant("sources", **(about | cells))


def second_take(tables, source: str, publisher: str) -> None:
    """Let another publisher state the same figure of wool."""
    cite(tables, source=source, publisher=publisher, published="2023-02-01")
    cells = {"indicator": "wool.exports", "period_start": "2022-01-01", "period_end": "2022-12-31"}
    tables.plant("observations", **cells, value="90", qualifier="exact", known_on="2023-02-01", source=source)


def test_what_is_undecided_has_no_grade(frozen):
    for key in ("p006", "l002", "p004"):
        assert strength(weigh(claim(key, frozen), frozen), frozen).grade == ""


def test_a_single_source_lowers_the_grade_twice_as_it_stands_alone_and_carries_the_word(frozen_tables):
    found = graded(frozen_tables)
    assert found.grade == "low"
    assert len(found.origins) == 1
    assert list(found.carriers.values()) == ["undecided"]
    assert [reason.split(",")[0] for reason in found.reasons] == ["all rows are of one source", "without one source"]


def test_rows_of_two_origins_none_of_which_carries_the_word_keep_the_grade(frozen_tables):
    """Wool of 2021 and of 2022 by different sources, of which either is enough."""
    condition = "known(value('wool.exports', 2022)) or known(value('wool.share', 2023))"
    found = graded(frozen_tables, confirmed_if=condition, measure="value('wool.share', 2023)", key="l001")
    assert len(found.origins) > 1
    assert found.carriers == {}
    assert not [reason for reason in found.reasons if "one source" in reason]


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({"publisher": "Daily"}, "daily"),
        ({"publisher": "Daily (citing Wire)"}, "wire"),
        ({"publisher": "Daily (Wire copy)"}, "wire"),
        ({"publisher": "Bureau (copy)"}, "bureau"),
        ({"publisher": "Daily (citing Wire, Bureau)"}, "wire"),
        ({"publisher": "Daily (citing Wire and Bureau)"}, "wire"),
        ({"publisher": "Daily (Institute of Wool and Tea)"}, "institute of wool and tea"),
        ({"publisher": "Daily (citing The Wire)"}, "wire"),
        ({"publisher": "Daily (copy of The Wire)"}, "wire"),
        ({"publisher": "Daily (Wire summary)"}, "wire"),
        ({"publisher": "The Wire"}, "wire"),
        ({"publisher": "The Wire via Daily"}, "wire"),
        ({"publisher": "Gazette via Daily (Wire)"}, "wire"),
        ({"publisher": "Daily (Wire data)"}, "wire"),
        ({"publisher": "Daily (Wire-based)"}, "wire"),
        ({"publisher": "Daily (Norse service)"}, "daily"),
        ({"publisher": "Customs Service of Norland (copy)"}, "customs service of norland"),
        ({"publisher": "Norse News Service"}, "norse news service"),
        ({"publisher": "Daily (Federal Customs Service of Norland)"}, "federal customs service of norland"),
        ({"publisher": "Daily (citing Norse News Service, Bureau)"}, "norse news service"),
        ({"publisher": "Daily", "origin": ""}, "daily"),
        ({"publisher": "Daily (citing Bureau)", "origin": "wire-2021-03-02-talks"}, "wire"),
    ],
)
def test_a_reprint_stands_for_what_it_repeats(about, expected):
    assert origin(about, known_by()) == expected


def test_a_reprint_and_what_it_repeats_are_one_source(frozen_tables):
    """The wool of two years is of two publishers, until one of the two is said to repeat the other."""
    both = {"measure": WOOL, "confirmed_if": f"{WOOL} > 0 and value('wool.exports', 2020) > 0"}
    younger = {"source": "customs-2023-01-20-wool"}
    frozen_tables.change("sources", younger, publisher="The Daily")
    assert graded(frozen_tables, **both).origins == ("daily", "customs")
    frozen_tables.change("sources", younger, origin="customs-2021-01-20-wool")
    assert graded(frozen_tables, **both).origins == ("customs",)


def test_two_pages_of_one_publisher_carry_a_word_together_and_two_publishers_do_not(frozen_tables):
    second_take(frozen_tables, "daily-2023-02-01-wool", "The Daily")
    assert graded(frozen_tables).carriers == {}
    frozen_tables.change("sources", {"source": "daily-2023-02-01-wool"}, publisher="Customs")
    found = graded(frozen_tables)
    assert list(found.carriers.values()) == ["undecided"]
    assert any(reason.startswith("without one source") for reason in found.reasons)


def test_a_view_without_an_origin_sees_no_page_of_it_and_all_others(frozen_tables):
    cite(frozen_tables, source="daily-2023-02-01-wool", publisher="The Daily (citing Customs)", published="2023-02-01")
    cite(frozen_tables, source="gazette-2023-02-01-wool", publisher="The Gazette", published="2023-02-01")
    blind = without_origin("customs-2023-01-20-wool", frozen_tables.view())
    seen = {key for key in blind.evidence.sources if blind.sees(key)}
    assert not {"customs-2023-01-20-wool", "customs-2021-01-20-wool", "daily-2023-02-01-wool"} & seen
    assert "gazette-2023-02-01-wool" in seen


@pytest.mark.parametrize(("proxy", "lowered"), [("yes", True), ("", False)])
def test_what_stands_in_for_what_is_said_lowers_the_grade(frozen_tables, proxy, lowered):
    head, rows = frozen_tables.read("criteria")
    frozen_tables.write("criteria", [*head, "proxy"], [{**row, "proxy": proxy} for row in rows])
    found = graded(frozen_tables)
    assert ("what is measured stands in for what is said" in found.reasons) is lowered


def test_a_kept_strength_is_told_anew_when_what_a_reprint_repeats_is_another(frozen_tables, tmp_path):
    """The original is cited by no row: it hangs on the reprint alone."""
    original = {"source": "wire-2023-01-19-wool"}
    cite(frozen_tables, **original, publisher="The Wire", published="2023-01-19")
    frozen_tables.change("sources", {"source": "customs-2023-01-20-wool"}, origin=original["source"])
    with store.at(tmp_path / "store", "code"):
        assert graded(frozen_tables).origins == ("wire",)
        frozen_tables.change("sources", original, publisher="The Bureau")
        assert graded(frozen_tables).origins == ("bureau",)


def test_what_speaks_of_now_ages_and_what_speaks_of_a_day_does_not(frozen_tables):
    frozen_tables.plant("events", event="new", date="2026-01-01", known_on="2026-01-01")
    old = graded(frozen_tables, key="l001")
    assert any(reason.startswith("it speaks of now") for reason in old.reasons)
    dated = graded(frozen_tables)
    assert not any(reason.startswith("it speaks of now") for reason in dated.reasons)


def test_a_tolerance_that_decides_the_word_lowers_the_grade(frozen_tables):
    near = graded(
        frozen_tables, confirmed_if="near(measured, 91, within=2)", refuted_if="not near(measured, 91, within=2)"
    )
    far = graded(
        frozen_tables, confirmed_if="near(measured, 90, within=20)", refuted_if="not near(measured, 90, within=20)"
    )
    assert set(near.tolerances) == {"0.5"}
    assert any("half the tolerance" in reason for reason in near.reasons)
    assert far.tolerances == {}


def test_tolerances_are_scaled_where_they_stand_and_nothing_else_is():
    test = {"test": "measured", "confirmed_if": "near(measured, 4) and measured > 3", "partly_if": "", "refuted_if": ""}
    assert scale_test(test, None, 0.5)["confirmed_if"] == "near(measured, 4, within=1.0) and measured > 3"
    bound = test | {"confirmed_if": "abs(measured - 4) <= 1"}
    assert scale_test(bound, None, 2.0)["confirmed_if"] == "abs(measured - 4) <= 1 * 2.0"


def test_a_rate_that_is_worked_out_is_scaled_like_one_that_was_measured():
    test = {"test": "measured", "partly_if": "", "refuted_if": ""}
    change = "rise(value('wool.exports', 2021), value('wool.exports', 2022))"
    both = test | {"confirmed_if": f"{change} > 1 and {change} > 10"}
    assert scale_test(both, None, 2.0)["confirmed_if"] == f"{change} > 1 * 2.0 and {change} > 10"


def test_a_count_of_a_register_is_weaker_and_a_single_entry_is_not(frozen_tables):
    told = "it counts what a register of this book holds"
    many = graded(frozen_tables, key="l001", measure="count('measures')", confirmed_if="measured > 1")
    one = graded(
        frozen_tables, key="l001", measure="count('projects', project='mill-one')", confirmed_if="measured > 0"
    )
    assert told in many.reasons
    assert told not in one.reasons


def test_the_grade_falls_by_one_for_each_reason_and_never_below_the_last(frozen):
    for verdict in ledger.verdicts(frozen):
        found = strength(verdict, frozen)
        if found.grade:
            assert found.grade == GRADES[min(len(found.reasons), 3)]


def test_a_weak_verdict_is_not_strong(frozen_tables):
    graded(frozen_tables)
    assert not strong("p002", frozen_tables.view())


def test_an_interested_party_alone_lowers_the_grade(frozen_tables):
    assert not any(reason.startswith("only a party with a stake") for reason in graded(frozen_tables).reasons)
    head, rows = frozen_tables.read("sources")
    frozen_tables.write("sources", head, [{**row, "interest": "Norland"} for row in rows])
    assert any(reason.startswith("only a party with a stake") for reason in graded(frozen_tables).reasons)


def test_the_ledger_can_be_kept_to_a_strength():
    view = known_by()
    weak = ledger.verdicts(view, strength="low")
    assert weak
    assert {strength(one, view).grade for one in weak} == {"low"}


def test_what_two_pages_retell_of_one_body_is_of_one_origin(frozen_tables):
    second_take(frozen_tables, "daily-2023-02-01-wool", "The Daily (citing Customs and The Wire)")
    assert len(graded(frozen_tables).origins) == 1
    frozen_tables.change(
        "sources", {"source": "daily-2023-02-01-wool"}, publisher="The Daily (citing The Wire and Customs)"
    )
    assert list(graded(frozen_tables).carriers) == []


@pytest.mark.parametrize(("end", "aged"), [("", True), ("2022-12-31", False)])
def test_a_statement_in_the_past_tense_does_not_age(frozen_tables, end, aged):
    frozen_tables.change("claims", {"claim": "p002"}, kind="status", period_start="", period_end=end)
    found = graded(frozen_tables, day="2024-12-31")
    assert any(reason.startswith("it speaks of now") for reason in found.reasons) == aged

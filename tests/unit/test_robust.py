"""A thesis is read in all ways that could fairly have been chosen; what moves it, and what would turn it, is told."""

import re

import pytest
from conftest import known_by
from wool import plant

import nolimits.pagemodel.parts  # noqa: F401  they register themselves
from nolimits.claims import claim, weigh
from nolimits.claims.readings import Reading, word_on_side, word_otherwise
from nolimits.claims.robust import COUNTED, SOURCE, WEAK, curve, nearest, stand_in
from nolimits.claims.theses import Stand, stand, theses
from nolimits.pagemodel.registry import PARTS, Setting


def thesis(view, key: str = "letter-sells"):
    return next(one for one in theses(view.evidence) if one.key == key)


def shown(name: str, view) -> str:
    html = PARTS[name].html(Setting(view, None, lambda page: f"{page}.html"), "", "")
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# --- one statement


def near(tables, within: float) -> None:
    """Wool sold in 2022 is 90; the statement asks whether it is near 91."""
    condition = f"near(measured, 91, within={within})"
    tables.change("criteria", {"claim": "p002"}, confirmed_if=condition, refuted_if=f"not {condition}")


@pytest.mark.parametrize(("within", "halved"), [(2, "undecided"), (20, "confirmed")])
def test_half_the_tolerance_makes_another_word_only_where_it_is_near(frozen_tables, within, halved):
    near(frozen_tables, within)
    view = frozen_tables.view()
    assert word_otherwise(claim("p002", view), view) == "confirmed"
    assert word_otherwise(claim("p002", view), view, Reading(0.5)) == halved


def test_of_two_readings_either_can_be_kept_to(frozen_tables):
    test = next(row for row in frozen_tables.read("criteria")[1] if row["claim"] == "p002")
    second = test | {"reading": "second", "confirmed_if": "measured < 0", "refuted_if": "measured > 0"}
    frozen_tables.plant("criteria", **second)
    view = frozen_tables.view()
    words = [word_otherwise(claim("p002", view), view, Reading(which=which)) for which in ("", "first", "second")]
    assert words == ["undecided", "confirmed", "refuted"]


def test_a_statement_with_one_reading_keeps_it(frozen):
    verdict = weigh(claim("l001", frozen), frozen)
    assert word_on_side(verdict, frozen, Reading(which="second")) == verdict.now


def test_what_held_on_its_day_and_fails_now_is_overtaken_in_each_reading(frozen_tables):
    frozen_tables.change("documents", {"document": "pamphlet-2023"}, published_to="2024-02-01")
    plant(frozen_tables, "1", "500")
    span = {"period_start": "2024-01-01", "period_end": "2024-12-31", "qualifier": "exact", "known_on": "2025-02-01"}
    source = frozen_tables.read("sources")[1][0]["source"]
    for name, value in (("wool.exports", "500"), ("wool.imports", "1")):
        frozen_tables.plant("observations", indicator=name, value=value, source=source, **span)
    view = frozen_tables.view()
    assert weigh(claim("p001", view), view).word == word_otherwise(claim("p001", view), view) == "overtaken"
    assert word_otherwise(claim("p001", view), view, Reading(2.0)) == "overtaken"


def test_a_view_is_blind_to_several_sources_in_whatever_order_they_are_named(frozen):
    first, second = (row["source"] for row in frozen.evidence.rows("sources")[:2])
    both = frozen.without(first, second)
    assert both is frozen.without(second, first)
    for one in (both, frozen.without(second).without(first)):
        assert not one.sees(first)
        assert not one.sees(second)
    assert frozen.without() is frozen
    assert both.without("", first) is both


# --- a thesis


@pytest.mark.parametrize("part", ["theses", "robustness"])
def test_a_paper_is_called_alike_in_each_table(frozen, part):
    assert " The letter Norland sells " in shown(part, frozen)


def test_a_thesis_that_several_sources_bear_holds_in_every_reading(frozen_tables):
    plant(frozen_tables, "120", "60")
    view = frozen_tables.view()
    found = curve(thesis(view), view)
    assert found.stands == {"holds": found.readings}
    assert found.same == found.readings > 3
    assert found.mover == ("", "")
    assert found.moved == 0


def test_of_a_thesis_on_one_source_it_is_told_that_counting_what_is_weak_moves_it(frozen):
    found = curve(thesis(frozen), frozen)
    assert found.now == "open"
    assert {"open", "holds"} <= set(found.stands)
    assert found.mover == (WEAK, COUNTED)
    # without that source nothing is decided, whatever counts
    told = f"it stands otherwise in {found.moved} of the {found.chosen} readings with that choice"
    assert told in shown("robustness", frozen)
    assert 2 * found.moved == found.chosen > 0


def test_of_a_thesis_that_hangs_on_a_source_that_source_moves_it_most(frozen_tables):
    """The exports are by one source alone, the imports by three; the verdict is not weak yet."""
    plant(frozen_tables, "120", "60")
    frozen_tables.drop("observations", indicator="wool.exports", source="s-2024-02-01-wool")
    frozen_tables.drop("observations", indicator="wool.exports", source="s-2024-02-02-wool")
    frozen_tables.change("observations", {"indicator": "wool.exports"}, source="s-2024-02-03-wool")
    view = frozen_tables.view()
    found = curve(thesis(view), view)
    assert found.now == "holds"
    assert found.mover == (SOURCE, "s-2024-02-03-wool")
    assert found.moved == found.chosen > 0
    assert stand_in(thesis(view), view, left_out="s-2024-02-03-wool") is Stand.OPEN
    assert stand_in(thesis(view), view, left_out="s-2024-02-02-wool") is Stand.HOLDS


def test_a_source_is_left_out_with_all_pages_of_its_publisher(frozen_tables):
    """What is known of wool is by several pages: of several publishers, and then of one."""
    plant(frozen_tables, "120", "60")
    view, first = frozen_tables.view(), "s-2024-02-01-wool"
    assert stand_in(thesis(view), view, left_out=first) is Stand.HOLDS
    head, rows = frozen_tables.read("sources")
    frozen_tables.write("sources", head, [{**row, "publisher": "The Daily"} for row in rows])
    view = frozen_tables.view()
    assert stand_in(thesis(view), view, left_out=first, weak=True) is Stand.OPEN


def test_the_smallest_new_fact_is_the_least_move_of_what_is_measured(frozen_tables):
    plant(frozen_tables, "120", "60")
    view = frozen_tables.view()
    found = nearest(stand(thesis(view), view), view)
    assert (found.claim, found.stand) == ("l001", Stand.OPEN)
    assert found.start.centre == 60
    assert 0 <= found.end.centre < 2
    assert "fell from" in shown("robustness", view)


def test_that_there_were_fewer_dated_entries_is_no_new_fact(frozen_tables):
    """Nor is one that leaves the thesis as it stands but for doubt about a last digit."""
    plant(frozen_tables, "120", "60")
    frozen_tables.change("criteria", {"claim": "l001"}, measure="count('events')", confirmed_if="measured > 0")
    view = frozen_tables.view()
    assert nearest(stand(thesis(view), view), view).start is None


def test_a_thesis_that_stands_as_now_beyond_a_doubtful_value_is_not_turned_there(frozen_tables):
    plant(frozen_tables, "120", "60")
    where = {"claim": "l001"}
    frozen_tables.change("criteria", where, confirmed_if="measured > 30 or measured < 30", refuted_if="")
    view = frozen_tables.view()
    found = nearest(stand(thesis(view), view), view)
    assert found is None or found.start is None


def test_where_a_verdict_rests_on_too_little_one_more_source_is_the_smallest_new_fact(frozen):
    found = nearest(stand(thesis(frozen), frozen), frozen)
    assert (found.claim, found.word, found.stand, found.more) == ("l001", "confirmed", Stand.HOLDS, True)
    assert "if more or newer sources bore out" in shown("robustness", frozen)


def test_of_a_measurable_part_no_more_is_hoped_for_than_that_it_holds_in_part(frozen_tables):
    frozen_tables.change("criteria", {"claim": "l001"}, asks="part")
    view = frozen_tables.view()
    assert {word for _, word, _ in stand(thesis(view), view).turners} <= {"partly", "refuted"}


def test_what_has_no_test_turns_nothing(frozen_tables):
    frozen_tables.change("bearers", {"thesis": "letter-sells", "claim": "l001"}, claim="l002")
    view = frozen_tables.view()
    one = stand(thesis(view), view)
    assert one.turners == ()
    assert nearest(one, view) is None
    assert "no single fact would turn it" in shown("robustness", view)


# --- the page


def test_verdicts_that_hang_on_one_source_are_counted_and_listed(frozen):
    told = shown("hanging", frozen)
    assert re.search(r"Of \d+ decided verdicts, [1-9]\d* hang on a single source", told)
    assert "l001" in told


def test_a_verdict_that_no_source_carries_is_not_listed(frozen_tables):
    plant(frozen_tables, "120", "60")
    told = shown("hanging", frozen_tables.view())
    assert "l001" not in told.partition("Without it")[2]


def test_how_many_theses_one_fact_would_turn_is_told_first(frozen):
    told = shown("robustness-brief", frozen)
    found = [stand(one, frozen) for one in theses(frozen.evidence)]
    turned = sum(nearest(one, frozen) is not None for one in found)
    assert turned > 0
    assert told.startswith(f"A single new fact would turn {turned} of {len(found)} theses. ")
    assert shown("robustness-brief", known_by("2021-06-30")) == ""


def test_before_any_paper_the_page_says_so():
    assert (
        shown("robustness", known_by("2021-06-30"))
        == "On 30 June 2021 no paper was known to be out, so there is no thesis to judge."
    )
    assert shown("hanging", known_by("2015-02-01")) == "On 1 February 2015 no statement had been decided."


def read_again(tables, **cells):
    """The verdict on a statement of which a second reading measures something else."""
    test = next(row for row in tables.read("criteria")[1] if row["claim"] == "p002")
    tables.plant("criteria", **(test | {"reading": "second", "why": "read otherwise"} | cells))
    view = tables.view()
    return weigh(claim("p002", view), view)


def test_what_was_measured_is_that_of_the_reading_that_gives_the_word(frozen_tables):
    verdict = read_again(frozen_tables, measure="value('wool.exports', '2022-11')")
    assert (verdict.word, verdict.measured.known, verdict.why) == ("undecided", False, "read otherwise")


def test_of_two_readings_that_contradict_each_other_the_first_is_shown(frozen_tables):
    verdict = read_again(frozen_tables, confirmed_if="measured < 0", refuted_if="measured > 0")
    assert (verdict.word, verdict.measured.sure.value, verdict.why) == ("undecided", 90, "as it says, p002")

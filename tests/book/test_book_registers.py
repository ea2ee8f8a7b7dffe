"""The book's registers are drawn complete, add up, and have a look for each value that their tables allow."""

import re
from datetime import date
from itertools import pairwise

import pytest
from drawing import WORDS, marks, named, said

from nolimits.charts import answers, board, entries, gantt, in_force, outcomes, slippage, strip, yearly
from nolimits.charts.registers.common import STATES
from nolimits.charts.registers.gantt import KINDS
from nolimits.charts.registers.milestones import CLASSES, planned_span
from nolimits.charts.registers.strip import DIRECTIONS
from nolimits.data.registers import drop_parts
from nolimits.language import evaluate


@pytest.mark.parametrize(
    ("table", "column", "looks"),
    [
        ("measures", "kind", KINDS),
        ("milestones", "status", STATES),
        ("milestones", "milestone", CLASSES),
        ("events", "direction", DIRECTIONS),
    ],
)
def test_every_value_that_the_tables_allow_has_its_look(latest, table, column, looks):
    assert set(latest.evidence.choices(table, column)) == set(looks)


def test_those_whose_entries_are_practices_are_among_those_who_act(latest):
    for register in latest.evidence.registers.values():
        assert set(register.habits) <= set(
            latest.evidence.choices(register.name, register.doer) if register.doer else ()
        )
        assert bool(register.habits) == bool(register.doer)


def test_every_side_that_may_impose_a_measure_has_its_colour(latest):
    assert set(latest.evidence.choices("measures", "imposed_by")) <= set(latest.evidence.sides)
    assert len(latest.evidence.sides) == 2


def test_every_plan_for_completion_can_be_read(latest):
    unread = [row["project"] for row in latest.projects() if bool(planned_span(row)) != bool(row["planned_completion"])]
    assert not unread


# --- measures


def test_all_measures_can_be_drawn_and_nothing_is_left_to_state(view):
    exhibit = gantt(view, most=1000, **WORDS)
    every = {row["measure"] for row in view.register("measures")}
    assert {record["measure"] for record in exhibit.records} == named(exhibit) == every
    assert "not drawn" not in " ".join(said(exhibit.figure("wide")))


@pytest.mark.parametrize("by", ["imposed_by", "kind", "effect"])
def test_the_last_counts_add_up_to_what_is_in_force(view, by):
    last = {record["group"]: record["in_force"] for record in in_force(view, by=by, **WORDS).records}
    assert sum(last.values()) == len(view.register("measures", state="in force"))
    assert len(last) <= 4


def test_prose_and_picture_have_the_same_shares_of_answers(view):
    for record in answers(view, since="2018-01-01", **WORDS).records:
        if "share_percent" in record:
            words = ("followed", "by_chance", "tail")
            asked = (f"{word}('{record['side']}', since='2018-01-01', within=90)" for word in words)
            told = [evaluate(question, view).quantity.centre for question in asked]
            assert told == [record["share_percent"], record["chance_percent"], record["tail_percent"]]


# --- projects


def test_the_board_holds_every_project_with_its_status(view):
    exhibit = board(view, **WORDS)
    found = {record["project"]: record["status"] for record in exhibit.records}
    assert found == {row["project"]: row["status"] for row in view.projects()}
    assert named(exhibit) == set(found.values())


def test_a_longer_patience_leaves_no_more_projects_pale(view):
    pale = [sum(record["stale"] for record in board(view, stale=years, **WORDS).records) for years in (1, 2, 5, 10)]
    assert pale == sorted(pale, reverse=True)


def test_the_shares_of_every_way_of_counting_projects_add_up(view):
    exhibit = outcomes(view, **WORDS)
    for way in {record["counting"] for record in exhibit.records}:
        shares = [record["share_percent"] for record in exhibit.records if record["counting"] == way]
        assert sum(shares) == pytest.approx(100, abs=0.1)


def test_what_the_language_counts_is_what_the_strips_show(view):
    exhibit = outcomes(view, since=2014, fresh=3, **WORDS)
    asked = {
        "each project counts as one": "share(count('projects', status='operating'), count('projects'))",
        "begun in 2014 or later": "share(count('projects', status='operating', begun_since=2014), "
        "count('projects', begun_since=2014))",
        "with news in the last three years": "share(count('projects', status='operating', fresh=3), "
        "count('projects', fresh=3))",
        "weighted by cost, where it is known": "share(cost(status='operating'), cost())",
    }
    told = {(r["counting"], r["state"]): r["share_percent"] for r in exhibit.records}
    for way, question in asked.items():
        answer = evaluate(question, view)
        assert not answer.known or told.get((way, "operating"), 0) == pytest.approx(answer.quantity.value, abs=0.01)


def test_every_project_stands_in_the_year_of_its_first_act(view):
    exhibit = entries(view, **WORDS)
    assert sum(r["number"] for r in exhibit.records if r["what"] != "enlargements") == len(view.projects())


def test_the_records_of_plans_name_exactly_what_is_drawn(view):
    exhibit = slippage(view, **WORDS)
    assert named(exhibit) == {record["project"] for record in exhibit.records}


# --- events


def test_every_event_has_its_mark_and_only_allegations_are_hollow(view):
    exhibit = strip(view, told=(), **WORDS)
    assert len(exhibit.records) == len(drop_parts(view.register("events")))
    contested = {f"data {record['event']}" for record in exhibit.records if record["contested"]}
    found = marks(exhibit.figure("wide"))
    assert len(found) == len(exhibit.records)
    assert {mark.get_gid() for mark in found if mark.get_markerfacecolor() != mark.get_color()} == contested


@pytest.mark.parametrize(
    ("register", "column"), [("events", "date"), ("measures", "effective"), ("milestones", "date")]
)
def test_the_columns_of_years_add_up_to_the_rows_of_the_register(view, register, column):
    rows = drop_parts(row for row in view.register(register) if "2015" <= row[column] <= view.cutoff)
    records = yearly(view, register, since=2015, **WORDS).records
    assert sum(record["count"] for record in records) == len(rows)
    assert all(len(record["rows"].split(";")) == max(record["count"], 1) for record in records)


def idle(entries):
    """Claims that allege nothing for or against one side, as that a line was not crossed."""
    return [entry["event"] for entry in entries if entry["kind"] == "claim" and entry["direction"] == "neutral"]


def test_a_claim_that_alleges_nothing_is_found():
    claims = [
        {"event": "asked", "kind": "claim", "direction": "supports"},
        {"event": "not-crossed", "kind": "claim", "direction": "neutral"},
        {"event": "said", "kind": "statement", "direction": "neutral"},
    ]
    assert idle(claims) == ["not-crossed"]


def test_what_is_counted_as_a_claim_alleges_something(latest):
    assert idle(latest.register("events")) == []


# --- the leaders' meetings

MET = ("visit", "summit", "call")
WITHIN = 3  # days between a meeting and what else is told of it


def days_apart(one, other):
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def test_one_meeting_of_the_leaders_counts_once(latest):
    meetings = drop_parts(latest.register("events", section="politics", kind=MET))
    close = [(a["event"], b["event"]) for a, b in pairwise(meetings) if days_apart(a["date"], b["date"]) <= WITHIN]
    assert not close


def test_wherever_the_two_leaders_are_told_of_together_their_meeting_is_on_record(latest):
    meetings = [entry["date"] for entry in latest.register("events", section="politics", kind=MET)]
    told = [
        entry
        for name in ("events", "milestones", "remarks")
        for entry in latest.register(name)
        if {"Xi", "Putin"} <= set(re.findall(r"\w+", entry.says))
    ]
    lost = [entry for entry in told if not any(days_apart(entry["date"], day) <= WITHIN for day in meetings)]
    assert told
    assert not [(entry.register.name, entry["date"], entry.says) for entry in lost]

"""Registers of data: what is declared of them, what an entry says on a day, and the states that follow from acts."""

from dataclasses import replace

import pytest
from conftest import TABLES, known_by

from nolimits.data import DataError, Entry, Register, evidence
from nolimits.data.registers import registers_of

MEASURES = Register(
    name="measures",
    key="measure",
    page="chapters/registers",
    anchor="measure-{measure}",
    says="{imposed_by}, {goods}: {terms}",
    day="effective",
    known="known_on",
    begins="effective",
    ends="ended",
    end_known="ended_known_on",
    supersedes="supersedes",
)


# --- what is declared


def test_a_register_is_as_the_descriptor_says():
    registers = registers_of(evidence(TABLES).package)
    assert registers == evidence(TABLES).registers
    assert list(registers) == ["events", "measures", "projects", "milestones", "claims", "criteria", "remarks"]
    assert registers["measures"] == MEASURES
    assert registers["projects"].always == ("project", "name", "sector", "source")
    assert registers["projects"].apart == ()
    assert registers["milestones"].of == "projects"
    assert registers["milestones"].apart == ("date", "milestone", "source")
    assert registers["remarks"].tells == ("date", "speaker", "gist")


@pytest.mark.parametrize(("name", "state"), [("measures", "state"), ("projects", "status"), ("events", "")])
def test_the_column_of_a_state(name, state):
    assert evidence(TABLES).registers[name].state == state


def test_only_tables_with_a_block_of_their_own_are_registers():
    block = {"key": "a", "page": "p", "anchor": "{a}", "says": "{b}", "tells": ["b", "c"]}
    package = {
        "resources": [
            {"name": "one", "schema": {"primaryKey": "a"}, "register": block},
            {"name": "two", "schema": {"primaryKey": "a"}},
        ]
    }
    one = Register(name="one", key="a", page="p", anchor="{a}", says="{b}", tells=("b", "c"))
    assert registers_of(package) == {"one": one}


# --- an entry


def test_an_entry_knows_its_day_its_source_and_its_place():
    entry = next(one for one in known_by().register("measures") if one["measure"] == "nor-wool-duty")
    assert (entry.known_on, entry.source) == ("2022-02-20", "customs-2022-02-20-measures")
    assert (entry.page, entry.anchor) == ("chapters/registers", "measure-nor-wool-duty")
    assert entry.says == "Norland, wool: a tenth on wool"


def test_an_entry_without_day_or_source_has_none():
    bare = Entry({"a": "x"}, Register("one", "a", "p/{a}", "at-{a}", "{a} and {b}{state}", begins="a"))
    assert (bare.known_on, bare.source) == ("", "")
    assert (bare.page, bare.anchor, bare.says) == ("p/x", "at-x", "x and ")


def test_a_state_is_said_without_underscores_and_kept_with_them():
    mill = next(one for one in known_by().projects() if one["project"] == "mill-one")
    assert mill["status"] == "under_construction"
    assert mill.says == "The mill on the river: under construction"


@pytest.mark.parametrize(
    ("body", "state", "words"),
    [
        ("state", "in force", "in force"),
        ("bank", "in force", "in force when reported, 3 March 2024"),
        ("bank", "over", "over"),
    ],
)
def test_a_practice_that_goes_on_is_told_with_the_day_of_its_report(body, state, words):
    register = replace(MEASURES, doer="body", habits=("bank",), says="{goods}: {state}")
    entry = Entry({"goods": "tea", "body": body, "state": state, "known_on": "2024-03-03"}, register)
    assert (entry.state_words, entry["state"]) == (words, state)
    assert entry.says == f"tea: {words}"


def test_cells_are_set_on_a_copy():
    entry = Entry({"measure": "m", "goods": "tea"}, MEASURES)
    other = entry.having(goods="wool", terms="a tenth")
    assert dict(other) == {"measure": "m", "goods": "wool", "terms": "a tenth"}
    assert (entry["goods"], other.register) == ("tea", MEASURES)


# --- entries as of a day


def keys(view, register, **wanted):
    column = view.about_register(register).key
    return [entry[column] for entry in view.register(register, **wanted)]


@pytest.mark.parametrize(
    ("day", "seen"),
    [
        ("2021-03-01", []),
        ("2021-03-02", ["tal-001"]),
        ("2022-02-11", ["tal-001"]),
        ("2022-02-12", ["tal-001", "tal-002"]),
        ("2023-01-31", ["tal-001", "tal-002", "tal-003"]),
        ("2023-02-01", ["tal-001", "tal-002", "tal-003", "tal-004"]),
    ],
)
def test_an_event_is_seen_from_the_day_on_which_it_became_known(day, seen):
    assert keys(known_by(day), "events") == seen


def test_entries_are_in_order_of_their_day_whatever_the_order_of_their_rows(frozen_tables):
    assert keys(known_by(), "measures") == [
        "nor-wool-duty",
        "sud-tea-ban",
        "nor-tea-opening",
        "sud-wool-quota",
        "nor-late-fee",
    ]
    # of one day the one that became known first; without a day at the end
    frozen_tables.change("measures", {"measure": "nor-late-fee"}, effective="")
    frozen_tables.change("measures", {"measure": "sud-wool-quota"}, effective="2022-03-01", known_on="2022-02-19")
    view = frozen_tables.view()
    assert keys(view, "measures")[0] == "sud-wool-quota"
    assert keys(view, "measures")[-1] == "nor-late-fee"


def state(day, measure, tables=None):
    view = tables.view(day) if tables else known_by(day)
    return next((one["state"] for one in view.register("measures") if one["measure"] == measure), None)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2022-11-30", None), ("2022-12-01", "announced"), ("2022-12-31", "announced"), ("2023-01-01", "in force")],
)
def test_a_measure_is_announced_before_it_takes_effect(day, expected):
    assert state(day, "nor-late-fee") == expected


def test_a_measure_whose_day_is_not_known_is_announced(frozen_tables):
    frozen_tables.change("measures", {"measure": "nor-late-fee"}, effective="")
    assert state("latest", "nor-late-fee", frozen_tables) == "announced"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2022-02-20", "announced"),
        ("2022-03-01", "in force"),
        ("2022-11-15", "in force"),  # the end is known and planned
        ("2022-12-31", "in force"),  # its last day
        ("2023-01-01", "ended by its terms"),  # of a prolongation nothing is known
    ],
)
def test_a_planned_end_is_no_end_before_its_day_has_passed(day, expected):
    assert state(day, "nor-wool-duty") == expected


@pytest.mark.parametrize(("day", "expected"), [("2023-05-31", "in force"), ("2023-06-01", "over")])
def test_an_end_counts_from_the_day_on_which_it_became_known(frozen_tables, day, expected):
    frozen_tables.change("measures", {"measure": "nor-wool-duty"}, ended_known_on="2023-06-01")
    assert state(day, "nor-wool-duty", frozen_tables) == expected


@pytest.mark.parametrize(("day", "ended"), [("2022-11-14", ("", "")), ("2022-11-15", ("2022-12-31", "2022-11-15"))])
def test_an_end_that_became_known_only_later_is_blank(day, ended):
    duty = next(one for one in known_by(day).register("measures") if one["measure"] == "nor-wool-duty")
    assert (duty["ended"], duty["ended_known_on"]) == ended


def test_an_end_without_a_day_of_its_own_was_known_with_the_measure(frozen_tables):
    frozen_tables.change("measures", {"measure": "nor-wool-duty"}, ended_known_on="")
    assert state("2022-12-31", "nor-wool-duty", frozen_tables) == "in force"
    assert state("2023-01-01", "nor-wool-duty", frozen_tables) == "ended by its terms"


@pytest.mark.parametrize(
    ("day", "told", "expected"),
    [("2023-01-01", "2022-12-30", "ended by its terms"), ("2023-01-01", "2022-12-31", "over")],
)
def test_an_end_that_was_told_on_its_day_or_later_is_an_end(frozen_tables, day, told, expected):
    frozen_tables.change("measures", {"measure": "nor-wool-duty"}, ended_known_on=told)
    assert state(day, "nor-wool-duty", frozen_tables) == expected


@pytest.mark.parametrize(("day", "expected"), [("2023-05-31", "in force"), ("2023-06-01", "over")])
def test_an_end_of_which_no_day_is_known_counts_from_the_day_on_which_it_was_told(frozen_tables, day, expected):
    frozen_tables.change("measures", {"measure": "nor-wool-duty"}, ended="", ended_known_on="2023-06-01")
    assert state(day, "nor-wool-duty", frozen_tables) == expected


@pytest.mark.parametrize(
    ("day", "expected", "until"), [("2022-06-30", "in force", ""), ("2022-07-01", "superseded", "2022-06-30")]
)
def test_a_measure_is_superseded_once_another_that_takes_its_place_has_begun(frozen_tables, day, expected, until):
    frozen_tables.change("measures", {"measure": "sud-wool-quota"}, supersedes="sud-tea-ban")
    ban = next(one for one in frozen_tables.view(day).register("measures") if one["measure"] == "sud-tea-ban")
    assert (ban["state"], ban["until"]) == (expected, until)


def test_the_last_day_in_force_is_the_first_of_those_known(frozen_tables):
    frozen_tables.change("measures", {"measure": "sud-wool-quota"}, supersedes="nor-wool-duty")
    duty = next(one for one in frozen_tables.view().register("measures") if one["measure"] == "nor-wool-duty")
    assert (duty["state"], duty["until"]) == ("superseded", "2022-06-30")


def test_a_measure_without_an_end_stays_in_force():
    assert state("latest", "sud-tea-ban") == "in force"


# --- what is picked from them


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"kind": "tariff"}, ["nor-wool-duty"]),
        ({"kind": ("tariff", "quota")}, ["nor-wool-duty", "sud-wool-quota"]),
        ({"state": "ended by its terms"}, ["nor-wool-duty"]),
        ({"goods": "wool", "imposed_by": "Norland"}, ["nor-wool-duty", "nor-late-fee"]),
        ({"goods": "silk"}, []),
        ({"kind": ()}, []),
    ],
)
def test_entries_are_picked_by_their_cells(wanted, found):
    assert keys(known_by(), "measures", **wanted) == found


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(DataError) as refused:
        known_by().register("events", colour="red")
    assert str(refused.value) == (
        "there is no column 'colour': the columns are event, section, date, actor, kind, direction, description, "
        "source, known_on"
    )


def test_a_register_that_is_not_there_is_refused():
    with pytest.raises(DataError) as refused:
        known_by().register("wars")
    assert str(refused.value) == (
        "no register is called 'wars': events, measures, projects, milestones, claims, criteria, remarks"
    )


# --- things that acts move

NEVER = ("unknown", "", 0)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2021-05-24", NEVER),
        ("2021-05-25", ("negotiating", "2021-05-20", 1)),
        ("2022-01-31", ("negotiating", "2021-05-20", 1)),
        ("2022-02-01", ("agreed", "2022-02-01", 2)),
        ("2023-02-02", ("agreed", "2022-02-01", 2)),
        ("2023-02-03", ("under_construction", "2023-02-01", 3)),
        ("2023-07-15", ("under_construction", "2023-02-01", 4)),  # a denial changes nothing
    ],
)
def test_a_thing_has_the_state_of_its_last_known_act_since_that_began(day, expected):
    found = known_by(day).status("mill-one")
    assert (found.status, found.since, len(found.acts)) == expected
    assert found.key == "mill-one"


def test_the_last_act_is_the_newest_that_was_known():
    assert known_by().status("mill-one").last["milestone"] == "denied"
    assert known_by("2023-07-14").status("mill-one").last["milestone"] == "construction_start"
    assert known_by("2021-05-24").status("mill-one").last is None


def test_acts_are_those_of_one_thing_in_order_of_time(frozen_tables):
    view = known_by()
    assert [act["date"] for act in view.acts("projects", "road-one")] == ["2020-04-30", "2021-10-01"]
    assert view.acts("projects", "no-such") == ()


def test_a_thing_that_is_not_there_is_refused_and_near_ones_are_named():
    with pytest.raises(DataError) as refused:
        known_by().status("mill-on")
    assert str(refused.value) == "no project is called 'mill-on': perhaps mill-one"
    with pytest.raises(DataError) as refused:
        known_by().status("xyz")
    assert str(refused.value) == "no project is called 'xyz': see projects.csv"


def test_at_most_two_near_ones_are_named(frozen_tables):
    for key in ("mill-ones", "mill-onee"):
        frozen_tables.plant("projects", project=key, source="wire-2020-05-01-mills")
    with pytest.raises(DataError) as refused:
        frozen_tables.view().status("mill-on")
    assert str(refused.value) == "no project is called 'mill-on': perhaps mill-one or mill-ones"


def test_a_register_of_things_may_be_called_otherwise(frozen_tables):
    (frozen_tables.folder / "projects.csv").rename(frozen_tables.folder / "works.csv")
    path = frozen_tables.folder / "datapackage.yaml"
    text = path.read_text(encoding="utf-8")
    for place in ("name: projects", "path: projects.csv", "of: projects", "resource: projects"):
        text = text.replace(place, place.replace("projects", "works"))
    path.write_text(text, encoding="utf-8")
    view = frozen_tables.view()
    assert [entry["status"] for entry in view.register("works")] == ["under_construction", "operating"]
    assert view.status("road-one", "works").since == "2021-10-01"


def test_a_thing_is_seen_from_its_first_known_act_on():
    assert keys(known_by("2020-04-30"), "projects") == []
    assert keys(known_by("2020-05-01"), "projects") == ["road-one"]
    assert keys(known_by("2021-05-25"), "projects") == ["mill-one", "road-one"]


COURSE = {"status": "negotiating", "since": "2021-05-20", "begun": "2021-05-20", "begun_as": "negotiating"}


def test_before_its_own_source_was_published_a_thing_shows_only_what_is_always_told():
    mill = next(one for one in known_by("2021-05-31").projects() if one["project"] == "mill-one")
    told = {column: cell for column, cell in mill.items() if cell}
    assert told == COURSE | {
        "news": "2021-05-20",
        "project": "mill-one",
        "name": "The mill on the river",
        "sector": "mills",
        "source": "mill-2021-06-01-mills",
    }
    assert mill["capacity"] == mill["cost_low_usd_bn"] == ""


def test_a_view_blind_to_the_source_of_a_thing_shows_only_what_is_always_told():
    mill = next(iter(known_by().without("mill-2021-06-01-mills").projects()))
    assert (mill["project"], mill["status"], mill["capacity"]) == ("mill-one", "under_construction", "")
    assert next(iter(known_by().without("wire-2020-05-01-mills").projects()))["capacity"] == "5"


def test_from_the_day_of_its_source_on_a_thing_shows_its_plan():
    mill = next(one for one in known_by("2021-06-01").projects() if one["project"] == "mill-one")
    assert (mill["capacity"], mill["cost_low_usd_bn"], mill["planned_completion"]) == ("5", "2", "2023")


def test_a_thing_has_its_course():
    mill = next(one for one in known_by().projects() if one["project"] == "mill-one")
    assert (mill["status"], mill["since"]) == ("under_construction", "2023-02-01")
    assert (mill["begun"], mill["begun_as"], mill["news"]) == ("2021-05-20", "negotiating", "2023-07-15")

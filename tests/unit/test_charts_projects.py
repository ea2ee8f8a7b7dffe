"""What became of projects is counted openly: every way of counting adds up, silence is no delay, a claim no confirmation."""

import pytest
from conftest import known_by
from drawing import WORDS, enlarged, marks, named, said
from matplotlib.patches import PathPatch, Rectangle

from nolimits.charts import ChartError, board, costs, entries, milestones, outcomes, slippage, voices
from nolimits.charts.registers.common import ORDER, STATES
from nolimits.charts.registers.milestones import CLASSES, MARKS
from nolimits.data import DataError
from nolimits.language import evaluate

ONE = "each project counts as one"


@pytest.fixture
def grown(frozen_tables):
    """Seven projects: two run, of which one enlarged, one is built, one sought, three stopped; all but two have a cost."""
    return enlarged(frozen_tables)


def words(exhibit, variant="wide"):
    return " ".join(" ".join(said(exhibit.figure(variant))).split())


def planted(tables, *acts, **project):
    """A view of the tables with a project of its own and its acts: (day, milestone, status)."""
    source = "wire-2020-05-01-mills"
    tables.plant("projects", project="zz-test", sector="mills", source=source, **{"name": "The tower"} | project)
    for day, milestone, status in acts:
        cells = {"description": f"It is so on {day}", "source": source, "known_on": day}
        tables.plant("milestones", project="zz-test", date=day, milestone=milestone, status=status, **cells)
    return tables.view("2026-03-31", start=2004)


# --- the board


def test_the_board_holds_every_project_with_its_status_and_its_newest_act(grown):
    exhibit = board(grown.view(), **WORDS)
    found = {record["project"]: (record["status"], record["last_news"]) for record in exhibit.records}
    assert found == {
        "mill-one": ("under_construction", "2023-07-15"),
        "mill-two": ("stalled", "2022-02-01"),
        "mill-three": ("negotiating", "2023-02-01"),
        "mill-stake": ("operating", "2023-02-01"),
        "road-one": ("operating", "2021-10-01"),
        "road-two": ("withdrawn", "2021-02-01"),
        "road-three": ("cancelled", "2021-02-01"),
    }
    assert named(exhibit) == {state for state, _ in found.values()}
    assert {"Mills", "Roads", "operating 2"} <= set(said(exhibit.figure("wide")))


def test_a_project_of_which_nothing_was_known_is_not_on_the_board(grown):
    found = {record["project"] for record in board(grown.view("2020-12-31"), **WORDS).records}
    assert found == {"mill-two", "mill-three", "road-one", "road-two"}


@pytest.mark.parametrize(
    ("stale", "pale", "told"), [(1, 4, "nothing for a year"), (2, 3, "nothing for two years"), (9, 0, "")]
)
def test_a_project_without_news_for_some_years_is_pale_and_the_board_says_so(grown, stale, pale, told):
    exhibit = board(grown.view(), stale=stale, **WORDS)
    assert sum(record["stale"] for record in exhibit.records) == pale
    assert told in words(exhibit)
    assert ("Pale" in words(exhibit)) is bool(pale)


@pytest.mark.parametrize(
    ("filters", "number"), [({"sector": "roads"}, 3), ({"status": "operating|stalled"}, 3), ({"sector": "none"}, 0)]
)
def test_filters_keep_to_some_projects(grown, filters, number):
    assert len(board(grown.view(), **filters, **WORDS).records) == number


def test_a_state_is_written_once_for_projects_that_follow_one_another(frozen_tables):
    for key in ("road-two", "road-three"):
        cells = {"project": key, "name": key, "sector": "roads", "source": "wire-2020-05-01-mills"}
        frozen_tables.plant("projects", **cells)
        frozen_tables.plant(
            "milestones",
            **{"project": key, "date": "2021-01-01", "milestone": "commissioned", "status": "operating"},
            **{"description": key, "source": "daily-2021-10-05-mills", "known_on": "2021-10-05"},
        )
    told = said(board(frozen_tables.view(), sector="roads", **WORDS).figure("wide"))
    assert told.count("operating") == 1
    assert "operating 3" in told


def test_what_looks_the_same_on_the_board_is_one_shape(grown):
    exhibit = board(grown.view(), **WORDS)
    looks = {(record["status"], record["stale"]) for record in exhibit.records}
    assert len(looks) <= len(exhibit.figure("wide").findobj(PathPatch)) <= len(looks) + 1


def test_a_board_by_anything_else_and_a_column_that_does_not_exist_are_refused():
    with pytest.raises(ChartError, match="by='cost' is not an option: sector, status"):
        board(known_by(), by="cost", **WORDS)
    with pytest.raises(ChartError, match="projects have no column 'colour'"):
        board(known_by(), colour="red", **WORDS)


# --- milestones


def test_the_acts_of_chosen_projects_are_recorded_in_order():
    exhibit = milestones(known_by("2022-12-31"), "mill-one", "road-one", **WORDS)
    found = [(record["project"], record["date"], record["status"]) for record in exhibit.records]
    assert found == [
        ("mill-one", "2021-05-20", "negotiating"),
        ("mill-one", "2022-02-01", "agreed"),
        ("road-one", "2020-04-30", "idea"),
        ("road-one", "2021-10-01", "operating"),
    ]
    assert {"memorandum 2021", "contract 2022", "commissioned 2021"} <= set(said(exhibit.figure("wide")))
    assert "first planned for 2021–2022" in words(exhibit)


def test_the_act_before_the_first_year_gives_the_state_that_still_held():
    exhibit = milestones(known_by(start=2022), "mill-one", **WORDS)
    assert [record["date"] for record in exhibit.records] == ["2021-05-20", "2022-02-01", "2023-02-01", "2023-07-15"]
    assert len(milestones(known_by(start=2023), "mill-one", **WORDS).records) == 3


@pytest.mark.parametrize(("project", "stale", "pale"), [("mill-one", 0, 1), ("mill-one", 1, 0), ("road-one", 0, 0)])
def test_the_band_of_an_open_project_is_pale_from_its_last_act_on_where_it_fell_silent(project, stale, pale):
    exhibit = milestones(known_by(), project, stale=stale, **WORDS)
    found = {mark for mark in exhibit.figure("wide").findobj(Rectangle) if mark.get_alpha()}
    assert len(found) == 2 * pale  # the band, and what shows it in the key
    framed = {
        mark.get_bbox().bounds for mark in exhibit.figure("wide").findobj(Rectangle) if not mark.get_facecolor()[3]
    }
    assert {mark.get_bbox().bounds for mark in found} <= framed  # lest it be taken for a lighter colour
    assert ("pale: open, nothing reported" in words(exhibit)) is bool(pale)


def test_a_project_of_which_nothing_was_known_leaves_a_calm_sentence():
    exhibit = milestones(known_by("2021-01-01"), "mill-one", **WORDS)
    assert exhibit.records == ()
    assert "No milestone of these projects was known by 1 January 2021." in words(exhibit, "narrow")


def test_a_project_that_is_named_twice_is_drawn_once_and_its_marks_answer():
    once, twice = (milestones(known_by(), *names, **WORDS) for names in (("mill-one",), ("mill-one", "mill-one")))
    assert twice.records == once.records
    assert twice.marks("wide") == once.marks("wide") != []


def test_milestones_of_no_project_and_of_an_unknown_one_are_refused():
    with pytest.raises(ChartError, match="name at least one project"):
        milestones(known_by(), **WORDS)
    with pytest.raises(DataError, match="'mill-on': perhaps mill-one"):
        milestones(known_by(), "mill-on", **WORDS)


@pytest.mark.parametrize(
    ("status", "mark"), [("operating", "run"), ("under_construction", "news"), ("stalled", "news")]
)
def test_what_is_delivered_or_enlarged_is_a_diamond_only_of_a_project_that_runs(frozen_tables, status, mark):
    acts = [("2015-01-01", "contract", "agreed"), ("2018-01-01", "first_delivery", status)]
    exhibit = milestones(planted(frozen_tables, *acts), "zz-test", **WORDS)
    figure = exhibit.figure("wide")
    assert MARKS[mark][1] in {one.get_marker() for one in marks(figure)}
    assert ("in operation, or larger" in said(figure), "first delivery 2018" in said(figure)) == (mark == "run",) * 2


@pytest.mark.parametrize(
    ("day", "kind", "apart"),
    [("2018-01-09", "contract", True), ("2021-01-01", "contract", False), ("2018-01-09", "agreement", False)],
)
def test_no_mark_on_a_band_hides_one_of_another_kind(frozen_tables, day, kind, apart):
    acts = [("2015-01-01", "announced", "idea"), ("2018-01-01", "agreement", "agreed"), (day, kind, "agreed")]
    exhibit = milestones(planted(frozen_tables, *acts), "zz-test", **WORDS)
    assert (len({one.get_ydata()[0] for one in marks(exhibit.figure("wide"))}) > 1) is apart


def test_every_class_of_milestone_has_a_mark_and_bad_news_have_each_their_own():
    assert set(CLASSES.values()) == set(MARKS)
    assert len({MARKS[CLASSES[name]][1:3] for name in ("delayed", "denied", "cancelled")}) == 3


# --- outcomes


def shares(exhibit, counting=ONE):
    return {r["state"]: r["share_percent"] for r in exhibit.records if r["counting"] == counting}


def test_every_state_has_its_place_among_the_outcomes():
    assert set(ORDER) == set(STATES)


def test_projects_are_counted_in_several_ways_of_which_each_adds_up(grown):
    exhibit = outcomes(grown.view(), since=2021, fresh=2, **WORDS)
    ways = {record["counting"]: record["of"] for record in exhibit.records}
    assert ways == {
        ONE: 7,
        "begun in 2021 or later": 3,
        "with news in the last two years": 4,
        "on record before they ran": 6,
        "purchases of stakes left out": 6,
        "enlargements counted as projects too": 8,
        "weighted by cost, where it is known": 12,  # 2 + 1 + 3 + 0.5 + 4 + 1.5
    }
    assert all(sum(shares(exhibit, way).values()) == pytest.approx(100, abs=0.1) for way in ways)
    assert shares(exhibit)["operating"] == pytest.approx(200 / 7, abs=0.01)
    assert shares(exhibit, "weighted by cost, where it is known")["operating"] == pytest.approx(
        100 * 2.5 / 12, abs=0.01
    )


LARGER = "enlargements counted as projects too"


@pytest.mark.parametrize("runs", [True, False])
def test_an_enlargement_that_is_counted_is_named_though_its_project_has_stopped(frozen_tables, runs):
    acts = ("2014-01-01", "commissioned"), ("2022-01-01", "expansion"), ("2023-01-01", "withdrawn")
    states = ("operating", "operating", "withdrawn")
    if not runs:
        frozen_tables.drop("milestones", project="road-one", date="2021-10-01")
    view = planted(frozen_tables, *((*act, state) for act, state in zip(acts, states, strict=True)))
    exhibit = outcomes(view, **WORDS)
    running = {record["counting"]: record for record in exhibit.records if record["state"] == "operating"}
    assert (running[LARGER]["held"], running[LARGER]["known_on"]) == (1 + runs, "2022-01-01")
    assert "wire-2020-05-01-mills" in running[LARGER]["sources"].split(";")
    assert (ONE in running) is runs
    assert not runs or running[ONE]["known_on"] == "2021-10-05"


@pytest.mark.parametrize("day", ["latest", "2022-12-31"])
def test_what_the_language_counts_is_what_the_strips_show(grown, day):
    view = grown.view(day)
    exhibit = outcomes(view, since=2021, fresh=3, **WORDS)
    asked = {
        ONE: "share(count('projects', status='operating'), count('projects'))",
        "begun in 2021 or later": "share(count('projects', status='operating', begun_since=2021), "
        "count('projects', begun_since=2021))",
        "with news in the last three years": "share(count('projects', status='operating', fresh=3), "
        "count('projects', fresh=3))",
        "weighted by cost, where it is known": "share(cost(status='operating'), cost())",
    }
    told = {name: shares(exhibit, name).get("operating", 0) for name in asked}
    assert told == {name: pytest.approx(evaluate(text, view).quantity.value, abs=0.01) for name, text in asked.items()}


def test_a_wider_criterion_raises_the_share_that_is_printed(grown):
    for states, printed in (("operating", "29%"), ("operating|under_construction", "43%")):
        exhibit = outcomes(grown.view(), realised=states, **WORDS)
        assert printed in said(exhibit.figure("wide"))
        assert {record["state"] for record in exhibit.records if record["realised"]} == set(states.split("|"))


def test_a_criterion_that_is_no_state_is_refused():
    with pytest.raises(ChartError, match="realised names finished, which is no state: idea, negotiating"):
        outcomes(known_by(), realised="operating|finished", **WORDS)


# --- when they began


def test_every_project_stands_in_the_year_of_its_first_act(grown):
    exhibit = entries(grown.view(start=1990), turn="2021-02-24", **WORDS)
    found = {(record["year"], record["what"]): record["number"] for record in exhibit.records}
    assert found == {
        (2020, "negotiating"): 1,
        (2020, "operating"): 1,
        (2020, "stalled"): 1,
        (2020, "withdrawn"): 1,
        (2021, "cancelled"): 1,
        (2021, "under_construction"): 1,
        (2022, "operating"): 1,
        (2023, "enlargements"): 1,
    }
    assert {"24 Feb 2021", "enlargements of running ones"} <= set(said(exhibit.figure("wide")))


def test_projects_begun_before_the_first_year_are_left_out(grown):
    assert {record["year"] for record in entries(grown.view(start=2022), **WORDS).records} == {2022, 2023}


# --- plans and starts


@pytest.mark.parametrize(
    ("acts", "outcome"),
    [
        ([("2014-01-01", "contract", "agreed"), ("2019-06-01", "commissioned", "operating")], "in time"),
        ([("2014-01-01", "contract", "agreed"), ("2022-06-01", "commissioned", "operating")], "2 years late"),
        ([("2014-01-01", "contract", "agreed"), ("2021-06-01", "commissioned", "operating")], "1 year late"),
        ([("2014-01-01", "contract", "agreed"), ("2017-06-01", "commissioned", "operating")], "1 year early"),
        ([("2014-01-01", "contract", "agreed"), ("2023-06-01", "announced", "agreed")], "open, 6 years late"),
        ([("2014-01-01", "contract", "agreed")], "last report 2014"),
        ([("2014-01-01", "contract", "agreed"), ("2016-06-01", "cancelled", "cancelled")], "cancelled"),
    ],
)
def test_a_plan_is_set_against_what_came_of_it(frozen_tables, acts, outcome):
    exhibit = slippage(planted(frozen_tables, *acts, planned_completion="2018-2020"), **WORDS)
    assert [record["outcome"] for record in exhibit.records if record["project"] == "zz-test"] == [outcome]
    assert outcome in said(exhibit.figure("wide"))


@pytest.mark.parametrize(("plan", "due"), [("", False), ("2026", False), ("2030", False), ("2025", True)])
def test_a_project_that_is_not_due_or_has_no_plan_is_not_late(frozen_tables, plan, due):
    exhibit = slippage(planted(frozen_tables, ("2014-01-01", "contract", "agreed"), planned_completion=plan), **WORDS)
    assert ("zz-test" in {record["project"] for record in exhibit.records}) is due


def test_a_project_that_ran_when_it_was_first_heard_of_had_no_start_to_plan(frozen_tables):
    view = planted(frozen_tables, ("2014-01-01", "commissioned", "operating"), planned_completion="2018")
    assert "zz-test" not in {record["project"] for record in slippage(view, **WORDS).records}


def test_those_that_run_come_first_and_those_that_ended_last(grown):
    exhibit = slippage(grown.view(), **WORDS)
    assert {"started", "not yet", "stalled or ended before"} <= set(said(exhibit.figure("wide")))
    records = exhibit.records
    assert [(record["project"], record["outcome"]) for record in records] == [
        ("road-one", "in time"),
        ("mill-three", "open, 3 years late"),
        ("mill-one", "last report 2023"),
        ("mill-two", "stalled"),
        ("road-two", "withdrawn"),
    ]


# --- costs


def test_costs_are_drawn_from_the_dearest_down_by_the_middle_of_their_range(grown):
    exhibit = costs(grown.view(), **WORDS)
    found = [(record["project"], record["low"], record["high"]) for record in exhibit.records]
    assert [name for name, *_ in found] == ["road-three", "mill-two", "mill-one", "mill-stake", "road-one", "road-two"]
    assert found[0] == ("road-three", "4", "")
    assert {"3–5", "≥4"} <= set(said(exhibit.figure("wide")))


@pytest.mark.parametrize(("least", "number"), [(0, 6), (1, 5), (1.5, 4), (9, 0)])
def test_projects_below_the_least_cost_are_left_out(grown, least, number):
    assert len(costs(grown.view(), least=least, **WORDS).records) == number


@pytest.mark.parametrize(("day", "priced"), [("2021-05-31", False), ("2021-06-01", True)])
def test_a_cost_is_not_told_before_its_source_was_published(day, priced):
    assert ("mill-one" in {record["project"] for record in costs(known_by(day), **WORDS).records}) is priced


@pytest.mark.parametrize(("stale", "silent"), [(0, {"mill-one"}), (1, set())])
def test_a_plan_of_which_nothing_is_heard_any_more_is_pale_with_the_year_of_its_last_act(grown, stale, silent):
    # those that run, or have ended, need no news; mill-one was last heard of half a year before
    exhibit = costs(grown.view(), stale=stale, **WORDS)
    assert {record["project"] for record in exhibit.records if record["stale"]} == silent
    assert ("last act 2023" in words(exhibit), "pale: open, nothing reported" in words(exhibit)) == (bool(silent),) * 2
    pale = {mark for mark in exhibit.figure("wide").findobj(Rectangle) if mark.get_alpha()}
    assert len(pale) == 2 * len(silent)  # the bar, and what shows it in the key


# --- who said what


def test_an_act_stands_on_the_lane_that_its_source_or_its_day_is_named_for():
    lanes = {"the mill": ["mill-2023-02-03-mills"], "the river": ["2021-05-20"]}
    exhibit = voices(known_by(), "mill-one", lanes=lanes, **WORDS)
    assert {record["date"]: record["lane"] for record in exhibit.records} == {
        "2021-05-20": "the river",
        "2022-02-01": "others",
        "2023-02-01": "the mill",
        "2023-07-15": "others",
    }
    assert {"the mill", "the river", "others"} <= set(said(exhibit.figure("wide")))


def test_what_is_more_than_news_is_told_and_news_where_its_source_is_named():
    plain, told = (
        voices(known_by(), "road-one", lanes={}, told=sources, **WORDS) for sources in ((), ("wire-2020-05-01-mills",))
    )
    assert [record["number"] for record in plain.records] == [None, 1]
    assert [record["number"] for record in told.records] == [1, 2]
    assert ("A road is thought of" in words(plain), "A road is thought of" in words(told)) == (False, True)


def test_a_source_of_a_later_day_may_be_named_before_its_time_and_one_of_no_act_may_not():
    later = voices(known_by("2022-12-31"), "mill-one", lanes={"the mill": ["mill-2023-02-03-mills"]}, **WORDS)
    assert {record["lane"] for record in later.records} == {"others"}
    with pytest.raises(ChartError, match="no act of mill-one comes from wire-2020-05-01-mills: see milestones"):
        voices(known_by(), "mill-one", lanes={"the wire": ["wire-2020-05-01-mills"]}, **WORDS)
    with pytest.raises(DataError, match="'mill-on': perhaps mill-one"):
        voices(known_by(), "mill-on", lanes={}, **WORDS)


def test_every_act_has_its_mark():
    exhibit = voices(known_by(), "mill-one", lanes={}, **WORDS)
    assert len(marks(exhibit.figure("wide"))) == len(exhibit.records) == 4

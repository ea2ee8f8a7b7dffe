"""The vocabulary of registers: counts, days, states and plans, on the frozen tables and reckoned by hand."""

import pytest
from asking import asked, complaint, number, quantity
from conftest import known_by

from nolimits.data import period
from nolimits.data.quantities import Quantity, exactly
from nolimits.language.answers import ExpressionError

EVENTS = "event, section, date, actor, kind, direction, description, source, known_on"
PROJECTS = (
    "project, name, sector, sud_party, nor_party, capacity, capacity_unit, cost_low_usd_bn, cost_high_usd_bn, "
    "planned_completion, source, note, status, begun_as"
)


# --- count


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("count('events')", "latest", 4),
        ("count('events')", "2023-01-31", 3),
        ("count('events')", "2021-03-01", 0),
        ("count('events', kind='loan')", "latest", 2),
        ("count('events', kind='loan|statement')", "latest", 3),
        ("count('events', kind='loan', direction='supports')", "latest", 1),
        ("count('events', kind='loan|')", "latest", 2),
        ("count('events', since=2022)", "latest", 3),
        ("count('events', since='2022-02-10')", "latest", 3),  # ends included
        ("count('events', since='2022-02-11')", "latest", 2),
        ("count('events', until='2022-02-10')", "latest", 2),
        ("count('events', until='2022-02-09')", "latest", 1),
        ("count('events', until=2022)", "latest", 4),
        ("count('events', since='2022-02', until='2022-09')", "latest", 2),
        ("count('measures', state='in force')", "latest", 4),
        ("count('measures', state='announced')", "2022-12-31", 1),
        ("count('measures', state='ended by its terms')", "2023-01-01", 1),
        ("count('measures', since='2022-06-01', until='2022-06-30')", "latest", 2),
        ("count('milestones', status='operating')", "latest", 1),
        ("count('projects')", "2021-05-24", 1),
        ("count('projects', status='operating|idea')", "2021-05-25", 1),
        ("count('projects', since=2022)", "latest", 1),  # by the day from which it is in its state
        ("count('projects', since='2021-10-01')", "latest", 2),
        ("count('projects', until='2023-02-01')", "latest", 2),
        ("count('projects', begun_as='idea')", "latest", 1),
        ("count('projects', begun_since=2021)", "latest", 1),
        ("count('projects', begun_since='2021-05-20')", "latest", 1),
        ("count('projects', begun_since='2021-05-21')", "latest", 0),
        ("count('projects', begun_since='2020-04')", "latest", 2),
        ("count('projects', fresh=2)", "2023-10-01", 2),  # the road is open since 1 October 2021
        ("count('projects', fresh=2)", "2023-10-02", 1),
        ("count('projects', fresh=1)", "2023-10-02", 1),
        ("count('projects', fresh=2, begun_since=2021, sector='mills')", "latest", 1),
        ("count('claims', document='letter-2023')", "latest", 3),
    ],
)
def test_entries_are_counted_as_they_were_known(text, day, expected):
    assert quantity(text, day) == exactly(expected)


def test_a_count_rests_on_the_entries_it_counts():
    found = asked("count('events', kind='loan')")
    assert [row["event"] for row in found.rows] == ["tal-003", "tal-004"]
    assert (found.unit, found.period, found.how) == ("count", None, "rows of events")


def test_a_measure_of_which_no_day_is_known_lies_neither_before_nor_after_one(frozen_tables):
    frozen_tables.change("measures", {"measure": "nor-late-fee"}, effective="")
    view = frozen_tables.view()
    assert number("count('measures')", view=view) == 5
    assert number("count('measures', until=2099)", view=view) == 4
    assert number("count('measures', since=1999)", view=view) == 4
    assert asked("last('measures')", view=view).value == "2022-07-01"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "count('wars')",
            "no register is called 'wars': events, measures, projects, milestones, claims, criteria, remarks",
        ),
        (
            "count('observations')",
            "no register is called 'observations': events, measures, projects, milestones, claims, criteria, remarks",
        ),
        ("count('events', colour='red')", f"there is no column 'colour': the columns are {EVENTS}"),
        ("count('events', state='over')", f"there is no column 'state': the columns are {EVENTS}"),
        ("count('projects', news='2022')", f"there is no column 'news': the columns are {PROJECTS}"),
        ("count('events', begun_since='2022')", f"there is no column 'begun_since': the columns are {EVENTS}"),
        ("count('claims', since=2022)", "the rows of claims have no day"),
        ("count('claims', until=2022)", "the rows of claims have no day"),
        ("first('claims')", "the rows of claims have no day"),
        ("last('claims')", "the rows of claims have no day"),
        (
            "count('events', since='soon')",
            "'soon' is not a period: write 2025, 2025-09, 2025-H1, 2025-Q3, 2025-09-10 or 2025-01..2025-09",
        ),
        ("status('no-such')", "no project is called 'no-such': see projects.csv"),
        ("since('no-such')", "no project is called 'no-such': see projects.csv"),
        ("plan('no-such', 'cost')", "no project is called 'no-such': see projects.csv"),
        ("plan('mill-one', 'colour')", "a plan has a cost, a completion or a capacity"),
        ("cost(colour='red')", f"there is no column 'colour': the columns are {PROJECTS}"),
        ("said('l001')", "claim l001 states no figure"),
        ("said('x')", "no claim is called 'x': see claims.csv"),
    ],
)
def test_what_a_register_does_not_hold_is_refused(text, message):
    assert complaint(text) == f"0: {message}"


# --- first, last


@pytest.mark.parametrize(
    ("text", "day", "expected", "row"),
    [
        ("first('events')", "latest", "2021-03-01", "tal-001"),
        ("last('events')", "latest", "2022-10-15", "tal-004"),
        ("last('events')", "2023-01-31", "2022-09-30", "tal-003"),
        ("first('events', kind='loan')", "latest", "2022-09-30", "tal-003"),
        ("last('events', since=2022, until='2022-03')", "latest", "2022-02-10", "tal-002"),
        ("first('measures', imposed_by='Sudland')", "latest", "2022-06-01", "sud-tea-ban"),
        ("last('measures')", "latest", "2023-01-01", "nor-late-fee"),
        ("first('projects')", "latest", "2021-10-01", "road-one"),
        ("last('projects')", "latest", "2023-02-01", "mill-one"),
        ("first('milestones', status='agreed')", "latest", "2022-02-01", "mill-one"),
    ],
)
def test_the_day_of_the_earliest_and_of_the_newest_entry(text, day, expected, row):
    found = asked(text, day)
    assert (found.value, [next(iter(one.values())) for one in found.rows]) == (expected, [row])


@pytest.mark.parametrize("text", ["first('events', kind='bond')", "last('events', kind='bond')"])
def test_where_there_is_no_entry_there_is_no_day(text):
    assert (asked(text).value, asked(text).rows) == (None, ())


# --- said


def test_what_a_paper_says_is_its_own_figure():
    found = asked("said('p002')")
    assert (found.quantity, found.unit, found.period) == (Quantity(89.5, 90.5, 90), "USD bn", period(2022))
    assert asked("said('p002') == value('wool.exports', 2022)").value is None
    assert asked("near(said('p002'), value('wool.exports', 2022))").value is True


# --- status, since


@pytest.mark.parametrize(
    ("day", "status", "since"),
    [
        ("2021-05-24", None, None),
        ("2021-05-25", "negotiating", "2021-05-20"),
        ("2022-02-01", "agreed", "2022-02-01"),
        ("2023-02-02", "agreed", "2022-02-01"),
        ("2023-02-03", "under_construction", "2023-02-01"),
        ("latest", "under_construction", "2023-02-01"),
    ],
)
def test_the_state_of_a_project_and_its_day(day, status, since):
    assert asked("status('mill-one')", day).value == status
    assert asked("since('mill-one')", day).value == since


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2021-05-24", None),
        ("2021-05-25", "negotiating"),
        ("2022-02-01", "agreed"),
        ("2024-06-01", "under_construction"),
    ],
)
def test_the_state_of_a_project_on_an_earlier_day(on, status):
    assert asked(f"status('mill-one', on='{on}')").value == status
    assert asked(f"status('mill-one', '{on}')").value == status


def test_the_state_of_a_project_rests_on_its_newest_act():
    assert [row["milestone"] for row in asked("status('mill-one')").rows] == ["denied"]
    assert [row["milestone"] for row in asked("since('mill-one')").rows] == ["denied"]
    assert asked("status('mill-one')", "2021-05-24").rows == ()


# --- plan


@pytest.mark.parametrize(
    ("text", "expected", "unit"),
    [
        ("plan('mill-one', 'cost')", Quantity(2, 3), "USD bn"),
        ("plan('road-one', 'cost')", exactly(1), "USD bn"),
        ("plan('mill-one', 'completion')", exactly(2023), "year"),
        ("plan('road-one', 'completion')", Quantity(2021, 2022), "year"),
        ("plan('mill-one', 'capacity')", exactly(5), "Mt per year"),
        ("plan('road-one', 'capacity')", None, ""),
    ],
)
def test_a_project_as_it_was_planned(text, expected, unit):
    found = asked(text)
    assert (found.quantity, found.unit, found.period, found.how) == (expected, unit, None, "as planned")
    assert [row["project"] for row in found.rows] == [text.split("'")[1]]


@pytest.mark.parametrize("what", ["cost", "completion", "capacity"])
@pytest.mark.parametrize("day", ["2021-05-24", "2021-05-31"])
def test_a_plan_is_not_known_before_it_was_published(what, day):
    found = asked(f"plan('mill-one', '{what}')", day)
    assert (found.known, found.rows) == (False, ())
    assert found.unit == {"cost": "USD bn", "completion": "year", "capacity": ""}[what]
    published = asked(f"plan('mill-one', '{what}')", "2021-06-01")
    assert (published.known, len(published.rows)) == (True, 1)


def test_a_plan_is_not_known_to_a_view_that_is_blind_to_its_source():
    blind = known_by().without("mill-2021-06-01-mills")
    found = asked("plan('mill-one', 'cost')", view=blind)
    assert (found.known, found.rows) == (False, ())
    assert number("plan('road-one', 'cost')", view=blind) == 1


def test_a_cost_without_an_upper_end_is_open(frozen_tables):
    frozen_tables.change("projects", {"project": "mill-one"}, cost_high_usd_bn="")
    assert quantity("plan('mill-one', 'cost')", view=frozen_tables.view()) == Quantity(2, float("inf"))
    frozen_tables.change("projects", {"project": "mill-one"}, cost_low_usd_bn="")
    found = asked("plan('mill-one', 'cost')", view=frozen_tables.view())
    assert (found.known, len(found.rows)) == (False, 1)


# --- cost


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("cost()", "latest", 3),
        ("cost(project='mill-one')", "latest", 2),
        ("cost(project='mill-one|road-one')", "latest", 3),
        ("cost(status='operating')", "latest", 1),
        ("cost()", "2021-05-31", 1),  # the mill is known, its cost is not
        ("cost()", "2021-06-01", 3),
        ("cost(status='cancelled')", "latest", None),
        ("cost(project='mill-one')", "2021-05-31", None),
    ],
)
def test_costs_add_up_at_their_lower_ends(text, day, expected):
    found = asked(text, day)
    assert found.quantity == (None if expected is None else exactly(expected))
    assert (found.unit, found.period) == ("USD bn", None)
    assert found.how == "sum of first costs, ranges at their lower end"


def test_a_cost_rests_on_the_projects_that_have_one():
    assert [row["project"] for row in asked("cost()").rows] == ["mill-one", "road-one"]
    assert [row["project"] for row in asked("cost()", "2021-05-31").rows] == ["road-one"]


# --- by_key


@pytest.mark.parametrize(
    ("asked_of", "cites"),
    [
        ("first('measures', measure='nor-wool-duty')", 1),
        ("count('measures', measure='nor-wool-duty|none') + 1", 1),
        ("count('measures', imposed_by='Norland')", 0),
        ("count('projects', project='mill-one')", 0),
        ("last('milestones', project='mill-one')", 0),
    ],
)
def test_a_test_cites_where_it_asks_for_a_dated_entry_by_its_key(frozen_tables, asked_of, cites):
    assert number("by_key()", view=frozen_tables.view()) == 0
    frozen_tables.change("criteria", {"claim": "p001"}, measure=asked_of, confirmed_if="known(measured)", refuted_if="")
    assert number("by_key()", view=frozen_tables.view()) == cites


def test_a_test_that_cannot_be_read_is_told_with_its_place(frozen_tables):
    frozen_tables.change("criteria", {"claim": "p001"}, measure="value('wool.exports', 2022")
    with pytest.raises(ExpressionError, match="was never closed"):
        number("by_key()", view=frozen_tables.view())


# --- followed, by_chance, tail, steps


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        # Norland's days are 1 March and 15 June 2022 and 1 January 2023, Sudland's is 1 June 2022
        ("followed('Norland', since='2022-01-01', within=92)", "latest", 100 / 3),
        ("followed('Norland', since='2022-01-01', within=91)", "latest", 0),
        ("followed('Norland', since='2022-01-01')", "latest", 0),  # 90 days
        ("followed('Norland', since='2022-03-01', within=92)", "2022-12-31", 50),
        ("followed('Norland', since='2022-03-02', within=92)", "2022-12-31", 0),
        ("followed('Sudland', since='2022-01-01', within=14)", "latest", 100),
        ("followed('Sudland', since='2022-01-01', within=13.9)", "latest", 0),
        ("followed('Sudland', since='2022-01-01', within=14, kind='import_ban|liberalisation')", "latest", 100),
        ("followed('Sudland', since='2022-01-01', within=14, kind='import_ban')", "latest", 0),
        ("followed('Sudland', since='2022-01-01', kind='fee')", "latest", None),
        ("by_chance('Norland', since='2022-05-01', within=31)", "2022-08-31", 100 * 31 / 46),
        ("by_chance('Sudland', since='2022-05-01', within=31, kind='import_ban')", "2022-08-31", 0),
        ("by_chance('Norland', since='2022-05-01', within=31, kind='fee|tariff')", "2022-08-31", None),
        ("by_chance('Norland', since='2022-05-01')", "2022-07-29", None),
        ("tail('Sudland', since='2022-05-01', within=14)", "2022-08-31", 100 * 14 / 46),
        ("tail('Norland', since='2022-03-02', within=92)", "2022-12-31", 100),
        ("tail('Sudland', since='2022-01-01', kind='fee')", "latest", None),
    ],
)
def test_measures_that_follow_are_counted_in_percent(text, day, expected):
    found = asked(text, day)
    assert (found.quantity and found.quantity.value) == (expected and pytest.approx(expected))
    assert (found.unit, found.period) == ("percent", None)


@pytest.mark.parametrize(("effective", "followed"), [("2022-03-02", 0), ("2022-03-03", 1)])
def test_ninety_days_are_meant_where_no_number_is_given(frozen_tables, effective, followed):
    # to 1 June 2022 it is 91 days from the one and 90 from the other
    frozen_tables.change("measures", {"measure": "nor-wool-duty"}, effective=effective)
    view = frozen_tables.view()
    assert asked("followed('Norland', since='2022-01-01')", view=view).how == f"{followed} of 3 days"
    # 90 days of the 307 from 1 March 2022 to the last step, 1 January 2023
    assert number("by_chance('Norland', since='2022-03-01')", view=view) == pytest.approx(100 * 90 / 307)


def test_what_follows_says_of_how_many():
    found = asked("followed('Norland', since='2022-01-01', within=92)")
    assert found.how == "1 of 3 days"
    assert [row["measure"] for row in found.rows] == ["nor-wool-duty", "sud-tea-ban", "nor-tea-opening", "nor-late-fee"]
    chance = asked("by_chance('Norland', since='2022-01-01', within=92)")
    assert (chance.how, chance.rows) == ("of all days", found.rows)
    tail = asked("tail('Norland', since='2022-01-01', within=92)")
    assert (tail.how, tail.rows) == ("binomial tail, 1 of 3 days", found.rows)


@pytest.mark.parametrize(
    ("day", "expected"),
    # Norland's days are 1 March and 15 June 2022 and 1 January 2023; a step can be judged when its time is over
    [("latest", 3), ("2022-09-13", 2), ("2022-09-12", 1), ("2022-05-01", 0)],
)
def test_steps_are_the_days_whose_time_is_over(day, expected):
    found = asked("steps('Norland', since='2022-01-01')", day)
    assert (found.quantity.value, found.unit) == (expected, "count")


@pytest.mark.parametrize("name", ["followed", "by_chance", "tail", "steps"])
def test_what_cannot_be_followed_is_refused(name):
    assert complaint(f"{name}('Eastland', since='2022-01-01')") == (
        "0: no measure is imposed by 'Eastland': the sides are Norland, Sudland"
    )
    assert complaint(f"{name}('Norland', since='2022-01-01', within=0.5)") == (
        "0: within=0 leaves no time to follow: write 1 day or more"
    )


def test_a_view_is_not_changed_by_what_is_asked_of_it():
    view = known_by()
    before = view.register("measures")
    asked("count('measures', kind='fee')", view=view)
    assert view.register("measures") == before

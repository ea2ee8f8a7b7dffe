"""Events stand on their lanes and in their years as the cutoff knows them, allegations apart, and their words are told."""

import pytest
from conftest import known_by
from drawing import WORDS, faults_of_sight, marks, said

from nolimits.charts import PALETTE, VARIANTS, ChartError, dark, strip, yearly
from nolimits.charts.registers.strip import LAY
from nolimits.charts.sheet.lanes import Act, pack_lane
from nolimits.charts.sheet.scales import moment
from nolimits.data import DataError

SOURCE = "daily-2023-02-01-talks"


def sow(tables, name="tal-900", date="2023-05-01", **more):
    cells = {
        "event": name,
        "section": "talks",
        "date": date,
        "actor": "Norland",
        "kind": "visit",
        "direction": "neutral",
    }
    cells |= {"description": f"It is {name}", "source": SOURCE, "known_on": date}
    tables.plant("events", **cells | more)


def words(exhibit):
    return " ".join(" ".join(said(exhibit.figure("wide"))).split())


# --- on lanes of time


def test_up_to_twenty_four_events_are_numbered_in_order_of_time_and_told():
    exhibit = strip(known_by(), **WORDS)
    assert [(record["number"], record["event"]) for record in exhibit.records] == [
        (1, "tal-001"),
        (2, "tal-002"),
        (3, "tal-003"),
        (4, "tal-004"),
    ]
    assert "1 Mar 2021: A treaty on wool is signed" in words(exhibit)


@pytest.mark.parametrize(("more", "told"), [(20, 24), (21, 0)])
def test_more_than_twenty_four_events_are_not_told(frozen_tables, more, told):
    for i in range(more):
        sow(frozen_tables, f"tal-9{i:02}", f"2023-05-{i + 1:02}")
    exhibit = strip(frozen_tables.view(), **WORDS)
    assert len(exhibit.records) == 4 + more
    assert sum(bool(record["number"]) for record in exhibit.records) == told
    assert ("A treaty on wool" in words(exhibit)) is bool(told)


def test_of_many_events_only_those_that_are_named_are_told():
    exhibit = strip(known_by(), told=["tal-003"], **WORDS)
    assert [record["event"] for record in exhibit.records if record["number"]] == ["tal-003"]
    assert ("lends for the mill" in words(exhibit), "treaty" in words(exhibit)) == (True, False)


def test_an_event_may_be_left_out_by_its_key():
    every, fewer = (strip(known_by(), without=keys, **WORDS) for keys in ((), ("tal-003",)))
    assert [row["event"] for row in every.records if row["event"] != "tal-003"] == [
        row["event"] for row in fewer.records
    ]
    assert len(fewer.records) == len(every.records) - 1
    assert ("without" in every.parameters, "without" in fewer.parameters) == (False, True)


def test_an_event_that_is_not_there_cannot_be_left_out():
    with pytest.raises(ChartError, match="without names zz-001, which the filters leave out"):
        strip(known_by(), without=["zz-001"], **WORDS)


@pytest.mark.parametrize("told", [["tal-002"], ["tal-999"]])
def test_an_event_that_the_filters_leave_out_cannot_be_told(told):
    with pytest.raises(ChartError, match=f"told names {told[0]}, which the filters leave out: see events.csv"):
        strip(known_by(), actor="Norland", told=told, **WORDS)


def test_an_event_that_was_not_known_yet_may_be_named_but_is_not_told():
    exhibit = strip(known_by("2022-12-31"), told=["tal-004"], **WORDS)
    assert len(exhibit.records) == 3
    assert not any(record["number"] for record in exhibit.records)


@pytest.mark.parametrize(
    ("by", "lanes"),
    [
        ("actor", ["Norland", "Sudland"]),
        ("kind", ["loan", "agreement", "statement"]),
        ("direction", ["supports", "limits", "neutral"]),
        ("section", ["talks"]),
    ],
)
def test_lanes_are_named_the_largest_first(by, lanes):
    named = [text for text in said(strip(known_by(), by=by, told=(), **WORDS).figure("wide")) if text in lanes]
    assert named == lanes


def lanes_of(**options):
    names = {"money", "a promise", "agreement", "statement", "loan"}
    return [
        text for text in said(strip(known_by(), by="kind", told=(), **options, **WORDS).figure("wide")) if text in names
    ]


def test_an_author_names_lanes_for_kinds_and_for_single_events_and_the_others_follow():
    assert lanes_of(lanes={"money": ["loan"]}) == ["money", "agreement", "statement"]
    assert lanes_of(lanes={"a promise": ["tal-004"], "money": ["loan"]}) == [
        "a promise",
        "money",
        "agreement",
        "statement",
    ]


@pytest.mark.parametrize("name", ["loans", "tal-999", "visit"])
def test_a_lane_for_what_the_filters_leave_out_is_refused(name):
    with pytest.raises(ChartError, match=f"lanes names {name}, which the filters leave out: see events.csv"):
        strip(known_by(), by="kind", lanes={"money": [name]}, **WORDS)


@pytest.mark.parametrize(("day", "shown"), [("2020-05-01", True), ("2024-01-20", True), ("2024-01-21", False)])
def test_days_that_matter_are_named_above_the_lanes_and_those_to_come_are_not(day, shown):
    exhibit = strip(known_by(), marks=[(day, "the flood")], **WORDS)
    assert ("the flood" in words(exhibit)) is shown
    assert not faults_of_sight(exhibit.figure("narrow"))


def test_events_before_the_view_s_first_year_are_left_out():
    assert next(record["event"] for record in strip(known_by(start=2022), **WORDS).records) == "tal-002"


@pytest.mark.parametrize("by", ["x", "date", ""])
def test_lanes_by_anything_else_are_refused(by):
    with pytest.raises(ChartError, match="is not an option: actor, kind, direction, section"):
        strip(known_by(), by=by, **WORDS)


def test_claims_and_denials_are_hollow_and_what_happened_is_not(frozen_tables):
    sow(frozen_tables, "tal-900", kind="claim")
    sow(frozen_tables, "tal-901", "2023-06-01", kind="denial", direction="limits")
    exhibit = strip(frozen_tables.view(), **WORDS)
    contested = {f"data {record['event']}" for record in exhibit.records if record["contested"]}
    hollow = {
        mark.get_gid() for mark in marks(exhibit.figure("wide")) if mark.get_markerfacecolor() == PALETTE["paper"][0]
    }
    assert hollow == contested == {"data tal-900", "data tal-901"}
    assert "hollow: claim or denial, not settled" in words(exhibit)
    assert "claim or denial" not in words(strip(known_by(), **WORDS))


@pytest.mark.parametrize(("room", "before"), [(3.0, False), (1.02, True)])
def test_a_number_stands_before_its_mark_where_the_sheet_ends(room, before):
    acts = [Act(row, number=7) for row in known_by().register("events")[:1]]
    low = moment(acts[0].row["date"]) - 1
    assert [act.before for act in pack_lane(acts, low, 1.0, room, LAY)] == [before]


def test_events_of_one_day_stand_one_below_the_other(frozen_tables):
    for i in range(3):
        sow(frozen_tables, f"tal-90{i}", "2023-05-01")
    exhibit = strip(frozen_tables.view(), **WORDS)
    heights = {mark.get_ydata()[0] for mark in marks(exhibit.figure("wide")) if "tal-90" in mark.get_gid()}
    assert len(heights) == 3
    assert not faults_of_sight(exhibit.figure("narrow"))


def test_hostile_cells_are_drawn_as_they_stand(frozen_tables):
    hostile = "<b>$\\frac{1}</b> & {value}`x`"
    sow(frozen_tables, actor="$x^1$", description=hostile)
    exhibit = strip(frozen_tables.view(), event="tal-900", **WORDS)
    assert hostile in words(exhibit)
    assert "$x^1$" in words(exhibit)
    assert "<b>" not in exhibit.svg("wide")


# --- counted by year


def counts(exhibit):
    return {(record["year"], record["group"]): record["count"] for record in exhibit.records}


def test_the_rows_of_each_year_are_counted_by_group():
    exhibit = yearly(known_by(), by="actor", since=2021, **WORDS)
    assert counts(exhibit) == {
        (2021, "Norland"): 1,
        (2021, "Sudland"): 0,
        (2022, "Norland"): 2,
        (2022, "Sudland"): 1,
        (2023, "Norland"): 0,
        (2023, "Sudland"): 0,
        (2024, "Norland"): 0,
        (2024, "Sudland"): 0,
    }
    assert [record["rows"] for record in exhibit.records if record["count"] == 2] == ["tal-003;tal-004"]


def test_what_is_drawn_is_as_high_as_the_records_say():
    exhibit = yearly(known_by(), by="direction", since=2020, **WORDS)
    heights = [bar.get_height() for bar in marks(exhibit.figure("wide"))]
    assert sorted(heights) == sorted(record["count"] for record in exhibit.records if record["count"])


@pytest.mark.parametrize(
    ("register", "column", "since"),
    [
        ("events", "date", 2022),
        ("measures", "effective", 2020),
        ("milestones", "date", 2021),
        ("remarks", "date", 2021),
    ],
)
@pytest.mark.parametrize("day", ["latest", "2022-12-15"])
def test_the_columns_add_up_to_the_rows_of_the_register(register, column, since, day):
    view = known_by(day)
    rows = [row for row in view.register(register) if str(since) <= row[column] <= view.cutoff]
    records = yearly(view, register, since=since, **WORDS).records
    assert rows
    assert sum(record["count"] for record in records) == len(rows)
    assert all(len(record["rows"].split(";")) == max(record["count"], 1) for record in records)


@pytest.mark.parametrize(("day", "counted"), [("2022-12-19", False), ("2022-12-20", True)])
def test_a_measure_that_begins_after_the_cutoff_is_not_counted(frozen_tables, day, counted):
    # known since the first of the month
    frozen_tables.change("measures", {"measure": "nor-late-fee"}, effective="2022-12-20")
    records = yearly(frozen_tables.view(day), "measures", since=2022, **WORDS).records
    assert [("nor-late-fee" in record["rows"]) for record in records] == [counted]


@pytest.mark.parametrize(("day", "name"), [("2022-09-10", "2022\nto 10 Sep"), ("2022-12-31", "2022")])
def test_a_year_that_is_not_over_says_how_far_it_reaches(day, name):
    exhibit = yearly(known_by(day), since=2021, **WORDS)
    assert name in said(exhibit.figure("wide"))
    assert exhibit.records[-1]["until"] == day


def test_filters_labels_and_colours_of_groups_may_be_given():
    exhibit = yearly(
        known_by(),
        by="kind",
        filters={"kind": "loan|agreement"},
        since=2021,
        tones={"loan": "Sudland"},
        labels={"loan": "credits"},
        **WORDS,
    )
    assert {record["group"] for record in exhibit.records} == {"agreement", "credits"}
    assert PALETTE["navy"][0] in exhibit.svg("wide")
    assert PALETTE["navy"][1] in dark(exhibit.svg("wide"))


@pytest.mark.parametrize("variant", VARIANTS)
def test_nothing_known_is_said_in_words(variant):
    exhibit = yearly(known_by(), filters={"kind": "none"}, **WORDS)
    assert exhibit.records == ()
    assert "known by 20 January 2024" in " ".join(said(exhibit.figure(variant)))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"register": "projects"}, "register='projects' is not an option: events, "),
        ({"by": "colour"}, "by='colour' is not an option: , event, "),
        ({"by": "event"}, "event parts the rows into 5 groups: 4 at most, so narrow the filters"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_would_be_right(frozen_tables, wrong, message):
    sow(frozen_tables)
    with pytest.raises(ChartError, match=message):
        yearly(frozen_tables.view(), **{"since": 2020} | wrong, **WORDS)


@pytest.mark.parametrize(
    "chart",
    [lambda view: yearly(view, filters={"colour": "red"}, **WORDS), lambda view: strip(view, colour="red", **WORDS)],
)
def test_a_filter_by_a_column_that_does_not_exist_is_refused(chart):
    with pytest.raises(DataError, match="no column 'colour'"):
        chart(known_by())

"""Measures are drawn as the cutoff knows them: complete or with the remainder stated, and never ended ahead of time."""

import re
from itertools import groupby

import pytest
from conftest import known_by
from drawing import WORDS, marks, named, said
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from nolimits.charts import PALETTE, ChartError, gantt, in_force

SOURCE = "customs-2022-02-20-measures"


def sow(tables, name="zz-test", side="Sudland", kind="import_ban", effective="2022-01-01", **more):
    cells = {"measure": name, "imposed_by": side, "goods": "tea", "kind": kind, "source": SOURCE, "known_on": effective}
    tables.plant("measures", effective=effective, **cells | more)


def words(exhibit, variant="wide"):
    return " ".join(said(exhibit.figure(variant)))


# --- bars over time


def test_bars_are_drawn_by_side_and_kind_and_what_opens_comes_last():
    exhibit = gantt(known_by(start=2020), **WORDS)
    found = [(record["imposed_by"], record["kind"], record["effect"]) for record in exhibit.records]
    assert found == [
        ("Norland", "tariff", "restricts"),
        ("Norland", "fee", "restricts"),
        ("Norland", "liberalisation", "opens"),
        ("Sudland", "import_ban", "restricts"),
        ("Sudland", "quota", "restricts"),
    ]
    assert {"Norland: tariffs", "Norland: openings", "Sudland: import bans"} <= set(said(exhibit.figure("wide")))


def test_what_opens_is_hatched_and_each_side_has_its_colour():
    exhibit = gantt(known_by(start=2020), **WORDS)
    bars = [bar for bar in marks(exhibit.figure("wide")) if isinstance(bar, Rectangle)]
    looks = {bar.get_gid().removeprefix("data "): (to_hex(bar.get_facecolor()), bool(bar.get_hatch())) for bar in bars}
    scarlet, navy = PALETTE["scarlet"][0], PALETTE["navy"][0]
    assert looks["nor-tea-opening"] == (scarlet, True)
    assert looks["nor-wool-duty"] == (scarlet, False)
    assert looks["sud-wool-quota"] == (navy, False)


@pytest.mark.parametrize(
    ("day", "state", "hollow"), [("2022-12-15", "announced", True), ("2023-01-15", "in force", False)]
)
def test_what_is_announced_is_hollow_until_it_begins(day, state, hollow):
    exhibit = gantt(known_by(day, start=2020), measure="nor-late-fee", **WORDS)
    assert [record["state"] for record in exhibit.records] == [state]
    bars = [bar for bar in marks(exhibit.figure("wide")) if isinstance(bar, Rectangle)]
    assert all((to_hex(bar.get_facecolor(), keep_alpha=True) == "#00000000") is hollow for bar in bars)
    assert ("announced or planned" in words(exhibit)) is hollow


@pytest.mark.parametrize(
    ("day", "ended", "open_ended"), [("2022-11-14", "", True), ("2022-11-15", "2022-12-31", False)]
)
def test_an_end_that_was_not_known_yet_is_left_open(day, ended, open_ended):
    exhibit = gantt(known_by(day, start=2020), measure="nor-wool-duty", **WORDS)
    assert [record["ended"] for record in exhibit.records] == [ended]
    assert ("no end known" in words(exhibit)) is open_ended


@pytest.mark.parametrize(
    ("most", "start", "remainder"),
    [
        (24, 2020, ""),
        (3, 2020, "2 more measures are not drawn."),
        (4, 2020, "1 more measure is not drawn."),
        (24, 2023, "1 measure ended before 2023."),
        (3, 2023, "1 more measure is not drawn; 1 other ended before 2023."),
    ],
)
def test_measures_that_are_not_drawn_are_counted(most, start, remainder):
    exhibit = gantt(known_by(start=start), most=most, **WORDS)
    assert ("ended before" in words(exhibit) or "not drawn" in words(exhibit)) is bool(remainder)
    assert remainder in words(exhibit)
    assert len(exhibit.records) == min(most, 5 - (start == 2023))


def test_every_kind_of_measure_is_drawn_before_a_second_of_one(frozen_tables):
    for i in range(9):
        sow(frozen_tables, f"zz-{i}", effective=f"2023-05-{i + 1:02}")
    exhibit = gantt(frozen_tables.view(start=2020), most=5, **WORDS)
    kinds = {(record["imposed_by"], record["kind"]) for record in exhibit.records}
    assert len(kinds) == 5
    # of one kind the newest comes first
    assert "zz-8" in {record["measure"] for record in exhibit.records}


@pytest.mark.parametrize("most", [0, -1])
def test_a_chart_of_no_measures_at_all_is_refused(most):
    with pytest.raises(ChartError, match=f"most={most} leaves nothing to draw: write 1 or more"):
        gantt(known_by(), most=most, **WORDS)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"imposed_by": "Sudland"}, {"sud-tea-ban", "sud-wool-quota"}),
        ({"kind": "fee|tariff"}, {"nor-late-fee", "nor-wool-duty"}),
        ({"kind": ["fee", "tariff"]}, {"nor-late-fee", "nor-wool-duty"}),
        ({"state": "ended by its terms"}, {"nor-wool-duty"}),
        ({"kind": "none"}, set()),
    ],
)
def test_filters_keep_to_values_of_columns(filters, names):
    exhibit = gantt(known_by(start=2020), **filters, **WORDS)
    assert {record["measure"] for record in exhibit.records} == names == named(exhibit)
    assert ("known by 20 January 2024" in words(exhibit)) is (not names)


# --- how many were in force


def steps(exhibit):
    """Of each group: the days on which its count changed, and the count."""
    rows = [record for record in exhibit.records if "kind" not in record]
    return {
        name: [(record["date"], record["in_force"]) for record in own]
        for name, own in groupby(rows, key=lambda record: record["group"])
    }


def test_counts_rise_on_the_first_day_and_fall_on_the_day_after_the_last():
    assert steps(in_force(known_by(start=2020), **WORDS)) == {
        "Norland": [
            ("2022-03-01", 1),
            ("2022-06-15", 2),
            ("2023-01-01", 2),  # the duty is over, the fee begins
            ("2024-01-20", 2),
        ],
        "Sudland": [("2022-03-01", 0), ("2022-06-01", 1), ("2022-07-01", 2), ("2024-01-20", 2)],
    }


def test_what_changed_is_recorded_with_its_sign():
    records = in_force(known_by(start=2020), imposed_by="Norland", **WORDS).records
    assert [record["changed"] for record in records] == [
        "",
        "nor-tea-opening begins",
        "nor-wool-duty ends;nor-late-fee begins",
        "",
    ]


@pytest.mark.parametrize(("last", "most"), [("2022-06-29", 1), ("2022-06-30", 1), ("2022-07-01", 2)])
def test_two_days_that_stand_for_one_month_are_no_spike(frozen_tables, last, most):
    sow(frozen_tables, measure="zz-first", effective="2022-03-31", ended=last)
    sow(frozen_tables, measure="zz-second", effective="2022-06-30", ended="")
    exhibit = in_force(frozen_tables.view(), measure=["zz-first", "zz-second"], **WORDS)
    assert max(record["in_force"] for record in exhibit.records) == most


def test_a_measure_ends_on_one_day_however_the_measures_are_grouped(frozen_tables):
    sow(frozen_tables, measure="zz-first", effective="2022-03-31", ended="2022-06-30", kind="fee")
    sow(frozen_tables, measure="zz-second", effective="2022-06-30", ended="", kind="quota")
    view = frozen_tables.view()
    changed = [
        {record["date"] for record in in_force(view, by=by, **WORDS).records if "zz-first ends" in record["changed"]}
        for by in ("imposed_by", "kind", "effect")
    ]
    assert changed == [{"2022-06-30"}] * 3


@pytest.mark.parametrize(("day", "count"), [("2022-06-30", 1), ("2022-07-01", 0)])
def test_a_measure_counts_on_its_last_day(frozen_tables, day, count):
    sow(frozen_tables, ended="2022-06-30")
    exhibit = in_force(frozen_tables.view(day), measure="zz-test", **WORDS)
    assert exhibit.records[-1]["in_force"] == count


@pytest.mark.parametrize("day", ["latest", "2022-12-15", "2022-06-30"])
@pytest.mark.parametrize("by", ["imposed_by", "kind", "effect"])
def test_the_last_counts_add_up_to_what_is_in_force(day, by):
    view = known_by(day, start=2020)
    last = {record["group"]: record["in_force"] for record in in_force(view, by=by, **WORDS).records}
    assert sum(last.values()) == len(view.register("measures", state="in force"))


def test_the_panels_of_kinds_add_up_to_the_whole():
    exhibit = in_force(known_by(start=2020), panels="kind", **WORDS)
    last = [
        {
            (record["group"], record.get("kind")): record["in_force"]
            for record in exhibit.records
            if ("kind" in record) is small
        }
        for small in (False, True)
    ]
    assert sum(last[0].values()) == sum(last[1].values()) == 4
    assert {"Fees", "Quotas", "Tariffs", "Import bans", "Openings"} <= set(said(exhibit.figure("wide")))


def test_of_more_than_four_groups_the_smallest_are_one(frozen_tables):
    for i, kind in enumerate(("quota", "quota", "fee", "fee", "licensing")):
        sow(frozen_tables, f"zz-{i}", kind=kind)
    counts = steps(in_force(frozen_tables.view(start=2020), by="kind", **WORDS))
    assert list(counts) == ["fees", "quotas", "import bans", "all others"]
    assert counts["all others"][-1][1] == 2  # licensing and an opening; the duty is over


def test_kinds_parted_by_a_stroke_are_several():
    one, other = (in_force(known_by(), kind=kind, **WORDS).records for kind in ("fee|tariff", ["fee", "tariff"]))
    assert one == other


@pytest.mark.parametrize("day", ["latest", "2022-07-05"])
def test_counts_of_measures_have_whole_numbers_on_their_axis(day):
    told = said(in_force(known_by(day, start=2020), kind="quota", **WORDS).figure("wide"))
    assert not [text for text in told if re.fullmatch(r"\d+\.\d", text)]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"by": "goods"}, "by='goods' is not an option: imposed_by, kind, effect"),
        ({"panels": "goods"}, "panels='goods' is not an option"),
    ],
)
def test_an_option_that_does_not_exist_is_named_with_those_that_do(option, message):
    with pytest.raises(ChartError, match=message):
        in_force(known_by(), **option, **WORDS)

"""Access and answers say no more than the register: every tile and every step rests on measures known by the cutoff."""

import pytest
from drawing import WORDS, marks

from nolimits.charts import ChartError, access, answers
from nolimits.charts.registers.access import ACCESS, state_on
from nolimits.data import DataError
from nolimits.language import ExpressionError, evaluate
from nolimits.language.timing import responses

SOURCE = "customs-2022-12-01-measures"


@pytest.fixture
def sown(frozen_tables):
    """A register of two sides whose days are known: Norland in March, June and September 2023, Sudland in between."""
    frozen_tables.write("measures", frozen_tables.read("measures")[0], [])
    sow(frozen_tables, "nor-1", "Norland", "fee", "2023-03-01")
    sow(frozen_tables, "nor-2", "Norland", "fee", "2023-06-01")
    sow(frozen_tables, "nor-3", "Norland", "fee", "2023-09-01")
    sow(frozen_tables, "sud-1", "Sudland", "quota", "2023-03-31", ended="2023-12-30")
    sow(frozen_tables, "sud-2", "Sudland", "liberalisation", "2023-03-31")
    sow(frozen_tables, "sud-3", "Sudland", "import_ban", "2024-05-01", ended="2024-12-31")
    return frozen_tables


def sow(tables, name, side, kind, effective, ended="", announced="2022-12-01"):
    cells = {"measure": name, "imposed_by": side, "goods": name, "kind": kind, "announced": announced}
    tables.plant("measures", effective=effective, ended=ended, source=SOURCE, known_on="2022-12-31", **cells)


def view_of(tables, day="2024-01-31"):
    return tables.view(day, start=2022)


# --- access


@pytest.mark.parametrize(
    ("keys", "day", "state"),
    [
        (("sud-1",), "2023-12-30", "limited"),
        (("sud-1", "sud-2"), "2023-12-30", "limited"),
        (("sud-1", "sud-2"), "2023-12-31", "admitted"),
        (("sud-1",), "2023-12-31", "lifted"),
        (("sud-2",), "2023-03-30", ""),
        (("sud-3",), "2024-12-31", "barred"),
        (("sud-2", "sud-3"), "2024-12-31", "in part"),
    ],
)
def test_measures_in_force_on_a_day_add_up_to_a_state(sown, keys, day, state):
    view = view_of(sown, "2025-01-31")
    assert state_on([row for row in view.register("measures") if row["measure"] in keys], day)[0] == state


def test_a_year_before_any_measure_has_no_tile(sown):
    exhibit = access(view_of(sown), {"tea": "sud-1"}, **WORDS)
    assert {record["date"]: record["state"] for record in exhibit.records} == {
        "2023-12-31": "lifted",
        "2024-01-31": "lifted",
    }


def test_every_tile_drawn_is_recorded_with_its_measures(sown):
    exhibit = access(view_of(sown), {"tea": ("sud-1", "sud-2"), "rice": "sud-3"}, **WORDS)
    for variant in ("wide", "narrow"):
        tiles = sorted(tile.get_gid().removeprefix("data ") for tile in marks(exhibit.figure(variant)))
        assert tiles == sorted(record["state"] for record in exhibit.records)
    assert all(record["measures"] for record in exhibit.records)


def test_each_state_of_access_has_a_look_of_its_own():
    assert len({(*look[1:], name == "lifted") for name, look in ACCESS.items()}) == len(ACCESS)


def test_a_measure_that_does_not_exist_is_refused_by_name(sown):
    with pytest.raises(ChartError, match="no measure is called 'sud-tea'"):
        access(view_of(sown), {"tea": ("sud-1", "sud-tea")}, **WORDS)


def test_a_measure_that_is_not_known_yet_may_be_named(sown):
    assert access(sown.view("2022-12-30", start=2022), {"tea": "sud-1"}, **WORDS).records == ()


@pytest.mark.parametrize(("rows", "drawable"), [(0, False), (20, True), (21, False)])
def test_a_table_of_access_has_one_to_twenty_rows(sown, rows, drawable):
    goods = {f"goods {i}": "sud-1" for i in range(rows)}
    if drawable:
        assert access(view_of(sown), goods, **WORDS).records
    else:
        with pytest.raises(ChartError, match=f"1 to 20 rows, not {rows}"):
            access(view_of(sown), goods, **WORDS)


# --- answers


def test_a_step_is_followed_within_the_window_and_not_beyond(sown):
    options = {"since": "2023-01-01", "kind": ["fee", "quota"]}
    found = {within: responses(view_of(sown), "Norland", within=within, **options) for within in (29, 30)}
    assert [found[29].followed, found[30].followed] == [0, 1]
    assert found[30].judged == {"2023-03-01": "2023-03-31", "2023-06-01": "", "2023-09-01": ""}


def test_a_step_on_the_same_day_follows_nothing(sown):
    sow(sown, "sud-4", "Sudland", "quota", "2023-06-01")
    assert responses(view_of(sown), "Norland", within=10, since="2023-05-01").judged["2023-06-01"] == ""


def test_a_step_whose_time_is_not_over_is_not_judged(sown):
    found = responses(view_of(sown, "2023-09-15"), "Norland", within=30, since="2023-01-01")
    assert set(found.days) - set(found.judged) == {"2023-09-01"}


@pytest.mark.parametrize(("announced", "counted"), [("", False), ("2022-12-01", True)])
def test_a_day_that_is_only_that_of_a_report_is_left_out(sown, announced, counted):
    sow(sown, "nor-9", "Norland", "fee", "2022-12-31", announced=announced)
    days = responses(view_of(sown), "Norland", within=30, since="2022-01-01").days
    assert ("2022-12-31" in days) is counted


def test_chance_is_the_share_of_all_days_that_would_have_been_followed(sown):
    view = view_of(sown, "2023-12-31")
    found = responses(view, "Norland", within=10, since="2023-01-01", kind="quota")
    assert found.chance == pytest.approx(100 * 10 / 90)
    assert responses(view, "Norland", within=10, since="2024-06-01").chance is None


def test_prose_and_picture_have_the_same_shares(sown):
    view = view_of(sown)
    record = answers(view, since="2023-01-01", window=30, **WORDS).records[-1]
    names = {"since": "2023-01-01", "window": 30}
    asked = (f"{word}('{record['side']}', since=since, within=window)" for word in ("followed", "by_chance", "tail"))
    told = [evaluate(question, view, names) for question in asked]
    assert [one.quantity.centre for one in told] == [
        record[name] for name in ("share_percent", "chance_percent", "tail_percent")
    ]


def test_every_step_drawn_is_recorded(sown):
    exhibit = answers(view_of(sown), since="2023-01-01", window=30, **WORDS)
    drawn = [mark.get_gid() for mark in marks(exhibit.figure("wide")) if mark.get_gid() != "data share"]
    assert sorted(drawn) == sorted(
        f"data {record['side']} {record['date']}" for record in exhibit.records if "date" in record
    )


@pytest.mark.parametrize(("least", "shares"), [(1, 2), (2, 0)])
def test_no_share_is_drawn_where_a_side_has_fewer_steps_than_asked(sown, least, shares):
    exhibit = answers(view_of(sown), since="2023-01-01", window=30, kind="fee|quota", least=least, **WORDS)
    assert sum("share_percent" in record for record in exhibit.records) == shares
    assert sum(mark.get_gid() == "data share" for mark in marks(exhibit.figure("wide"))) == 2 * shares


def test_a_step_is_filled_where_it_was_followed_and_hollow_where_not(sown):
    figure = answers(view_of(sown), since="2023-01-01", window=30, kind="fee|quota", **WORDS).figure("wide")
    filled = {
        mark.get_gid(): mark.get_markerfacecolor() == mark.get_markeredgecolor()
        for mark in figure.axes[0].lines
        if mark.get_gid()
    }
    assert filled == {
        "data Norland 2023-03-01": True,
        "data Norland 2023-06-01": False,
        "data Norland 2023-09-01": False,
        "data Sudland 2023-03-31": False,
    }


@pytest.mark.parametrize(("options", "told"), [({"window": 0}, "within=0"), ({"since": "2023-02-30"}, "2023-02-30")])
def test_a_window_or_a_day_that_cannot_be_is_refused(sown, options, told):
    with pytest.raises(ChartError, match=told):
        answers(view_of(sown), **{"since": "2023-01-01"} | options, **WORDS)


def test_a_side_that_imposes_nothing_is_refused_with_those_that_do(sown):
    with pytest.raises(DataError, match="Norland, Sudland"):
        responses(view_of(sown), "Eastland", within=30, since="2023-01-01")
    with pytest.raises(ExpressionError, match="Norland, Sudland"):
        evaluate("followed('Eastland', since='2023-01-01')", view_of(sown))

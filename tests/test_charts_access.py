"""Access and answers say no more than the register: every tile and every step rests on measures known by the cutoff."""

import pytest
from matplotlib.patches import Rectangle

from nolimits.charts import ChartError, access, answers, in_force, lines
from nolimits.charts.registers.access import ACCESS, state_on
from nolimits.data import DataError, View
from nolimits.language import ExpressionError, evaluate
from nolimits.language.timing import following

WORDS = {"id": "barriers-test", "headline": "A headline", "caption": "A caption.", "alt": "What it shows."}
SOURCE = "interfax-2025-09-02-wheat"


@pytest.fixture
def planted(tables):
    """A register of two sides whose days are known: Russia on 1 March, 1 June and 1 September 2023, China in between."""
    head, _ = tables.read("measures")
    tables.write("measures", head, [])

    def plant(name: str, side: str, kind: str, effective: str, ended: str = "", announced: str = "2022-12-01") -> None:
        tables.plant(
            "measures",
            measure=name,
            imposed_by=side,
            goods=name,
            kind=kind,
            announced=announced,
            effective=effective,
            ended=ended,
            source=SOURCE,
            known_on="2022-12-31",
        )

    plant("ru-1", "Russia", "fee", "2023-03-01")
    plant("ru-2", "Russia", "fee", "2023-06-01")
    plant("ru-3", "Russia", "fee", "2023-09-01")
    plant("cn-1", "China", "quota", "2023-03-31", ended="2023-12-30")
    plant("cn-2", "China", "liberalisation", "2023-03-31")
    plant("cn-3", "China", "import_ban", "2024-05-01", ended="2024-12-31")
    tables.sow = plant
    return tables


def view_of(tables, day: str = "2024-01-31") -> View:
    return View(day, 2022, tables.folder)


# --- access


@pytest.mark.parametrize(
    ("keys", "day", "state"),
    [
        (("cn-1",), "2023-12-30", "limited"),
        (("cn-1", "cn-2"), "2023-12-30", "limited"),
        (("cn-1", "cn-2"), "2023-12-31", "admitted"),
        (("cn-1",), "2023-12-31", "lifted"),
        (("cn-2",), "2023-03-30", ""),
        (("cn-3",), "2024-12-31", "barred"),
        (("cn-2", "cn-3"), "2024-12-31", "in part"),
    ],
)
def test_measures_in_force_on_a_day_add_up_to_a_state(planted, keys, day, state):
    view = view_of(planted, "2025-01-31")
    own = [row for row in view.measures() if row["measure"] in keys]
    assert state_on(own, day, view)[0] == state


def test_a_year_before_any_measure_has_no_tile(planted):
    exhibit = access(view_of(planted), {"tea": "cn-1"}, **WORDS)
    assert {record["date"]: record["state"] for record in exhibit.records} == {
        "2023-12-31": "lifted",
        "2024-01-31": "lifted",
    }


def test_every_tile_drawn_is_recorded_with_its_measures(planted):
    exhibit = access(view_of(planted), {"tea": ("cn-1", "cn-2"), "rice": "cn-3"}, **WORDS)
    for variant in ("wide", "narrow"):
        tiles = exhibit.figure(variant).findobj(lambda artist: (artist.get_gid() or "").startswith("data "))
        assert sorted(tile.get_gid().removeprefix("data ") for tile in tiles) == sorted(
            record["state"] for record in exhibit.records
        )
    assert all(record["measures"] for record in exhibit.records)


def test_each_state_of_access_has_a_look_of_its_own():
    assert len({(*look[1:], name == "lifted") for name, look in ACCESS.items()}) == len(ACCESS)


def test_a_measure_that_does_not_exist_is_refused_by_name(planted):
    with pytest.raises(ChartError, match="'cn-tea'"):
        access(view_of(planted), {"tea": "cn-tea"}, **WORDS)


def test_a_table_without_rows_is_refused(planted):
    with pytest.raises(ChartError, match="1 to 20 rows"):
        access(view_of(planted), {}, **WORDS)


# --- answers


def test_a_step_is_followed_within_the_window_and_not_beyond(planted):
    found = {
        within: following(view_of(planted), "Russia", within=within, since="2023-01-01", kind=["fee", "quota"])
        for within in (29, 30)
    }
    assert [found[29].followed, found[30].followed] == [0, 1]
    assert found[30].judged == {"2023-03-01": "2023-03-31", "2023-06-01": "", "2023-09-01": ""}


def test_a_step_on_the_same_day_follows_nothing(planted):
    planted.sow("cn-4", "China", "quota", "2023-06-01")
    assert following(view_of(planted), "Russia", within=10, since="2023-05-01").judged["2023-06-01"] == ""


def test_a_step_whose_time_is_not_over_is_not_judged(planted):
    found = following(view_of(planted, "2023-09-15"), "Russia", within=30, since="2023-01-01")
    assert set(found.days) - set(found.judged) == {"2023-09-01"}


def test_a_day_that_is_only_that_of_a_report_is_left_out(planted):
    planted.sow("ru-9", "Russia", "fee", "2022-12-31", announced="")
    assert "2022-12-31" not in following(view_of(planted), "Russia", within=30, since="2022-01-01").days


def test_chance_is_the_share_of_all_days_that_would_have_been_followed(planted):
    view = view_of(planted, "2023-12-31")
    found = following(view, "Russia", within=10, since="2023-01-01", kind="quota")
    assert found.chance == pytest.approx(100 * 10 / 355)
    assert following(view, "Russia", within=10, since="2024-06-01").chance is None


def test_prose_and_picture_have_the_same_shares(planted):
    view = view_of(planted)
    record = answers(view, since="2023-01-01", window=30, **WORDS).records[-1]
    names = {"since": "2023-01-01", "window": 30}
    told = [evaluate(f"{word}('China', since=since, within=window)", view, names) for word in ("followed", "by_chance")]
    assert [one.quantity.centre for one in told] == [record["share_percent"], record["chance_percent"]]


def test_every_step_drawn_is_recorded(planted):
    exhibit = answers(view_of(planted), since="2023-01-01", window=30, **WORDS)
    marks = exhibit.figure("wide").findobj(
        lambda artist: (artist.get_gid() or "").startswith("data ") and artist.get_gid() != "data share"
    )
    assert sorted(mark.get_gid() for mark in marks) == sorted(
        f"data {record['side']} {record['date']}" for record in exhibit.records if "date" in record
    )


@pytest.mark.parametrize(("options", "said"), [({"window": 0}, "within=0"), ({"since": "2023-02-30"}, "2023-02-30")])
def test_a_window_or_a_day_that_cannot_be_is_refused(planted, options, said):
    with pytest.raises(ChartError, match=said):
        answers(view_of(planted), **{"since": "2023-01-01"} | options, **WORDS)


def test_a_side_that_imposes_nothing_is_refused_with_those_that_do(planted):
    with pytest.raises(DataError, match="China, Russia"):
        following(view_of(planted), "France", within=30, since="2023-01-01")
    with pytest.raises(ExpressionError, match="China, Russia"):
        evaluate("followed('France', since='2023-01-01')", view_of(planted))


# --- counts by kind, filters, levels


def test_the_panels_of_kinds_add_up_to_the_whole(latest):
    exhibit = in_force(latest, panels="kind", **WORDS)
    last = [
        {(r["group"], r.get("kind")): r["in_force"] for r in exhibit.records if ("kind" in r) is small}
        for small in (False, True)
    ]
    assert sum(last[0].values()) == sum(last[1].values()) == len(latest.measures(state="in force"))


def test_panels_of_anything_else_are_refused(latest):
    with pytest.raises(ChartError, match="panels='goods' is not an option"):
        in_force(latest, panels="goods", **WORDS)


def test_kinds_parted_by_a_stroke_are_several(latest):
    one, other = (in_force(latest, kind=kind, **WORDS).records for kind in ("fee|tariff", ["fee", "tariff"]))
    assert one == other


@pytest.mark.parametrize(("band", "patched"), [((50, 50, "half"), False), ((50, 60, "a band"), True)])
def test_a_level_has_a_stroke_for_its_key_and_a_band_a_patch(latest, band, patched):
    figure = lines(latest, "cars.chinese_brand_share", kind="month", bands=[band], **WORDS).figure("narrow")
    assert any(isinstance(one, Rectangle) for one in figure.artists + figure.patches) is patched
    assert not [line for line in figure.lines if line.is_dashed()]  # dashes are plans

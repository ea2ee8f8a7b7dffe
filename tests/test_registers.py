"""Registers are drawn as the cutoff knows them: complete or with the remainder stated, legible at every width, never ahead of time."""

import re

import pytest
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from nolimits.charts import PALETTE, VARIANTS, ChartError
from nolimits.charts.canvas import measure
from nolimits.charts.registers import (
    access,
    answers,
    board,
    costs,
    entries,
    gantt,
    in_force,
    milestones,
    outcomes,
    slippage,
    strip,
    voices,
)
from nolimits.charts.registers.events import DIRECTIONS, Dot, _packed
from nolimits.charts.registers.layout import brief, packed
from nolimits.charts.registers.measures import KINDS, SIDES
from nolimits.charts.registers.milestones import CLASSES, MARKS, planned
from nolimits.charts.registers.projects import STATES
from nolimits.charts.scales import moment
from nolimits.data import DataError, View, package

WORDS = {"id": "barriers-test", "headline": "A headline", "caption": "A caption.", "alt": "What it shows."}
GOODS = {
    "wheat from six regions of the east, under a name that needs two lines": (
        "cn-wheat-ban-1976",
        "cn-wheat-six-regions-2018",
    ),
    "coal": ("cn-coal-rail-2020", "cn-coal-zero-duty-2022", "cn-coal-duty-2024"),
    "fish": "cn-fish-dalian-2020",
    "pork": ("cn-pork-asf-2008", "cn-pork-opening-2023"),
    "pellets": "cn-pellets-ban",
}
CHARTS = {
    "gantt": lambda view: gantt(view, **WORDS),
    "gantt of one side": lambda view: gantt(view, imposed_by="Russia", most=40, **WORDS),
    "in force": lambda view: in_force(view, **WORDS),
    "in force, panels": lambda view: in_force(view, panels="kind", kind="fee|quota|tariff|liberalisation", **WORDS),
    "access": lambda view: access(view, GOODS, **WORDS),
    "answers": lambda view: answers(view, since="2019-01-01", **WORDS),
    "in force by kind": lambda view: in_force(view, by="kind", **WORDS),
    "board": lambda view: board(view, **WORDS),
    "board by status": lambda view: board(view, by="status", **WORDS),
    "milestones": lambda view: milestones(view, "pos1", "pos2", "fareast-route", "arctic-lng2", **WORDS),
    "outcomes": lambda view: outcomes(view, **WORDS),
    "slippage": lambda view: slippage(view, **WORDS),
    "costs": lambda view: costs(view, **WORDS),
    "entries": lambda view: entries(view, turn="2022-02-24", **WORDS),
    "voices": lambda view: voices(
        view, "pos2", lanes={"Russian side": ["2015-08-31", "vedomosti-2025-09-02-pos2"]}, **WORDS
    ),
    "strip": lambda view: strip(view, section="military", **WORDS),
    "strip with texts": lambda view: strip(view, kind=["exercise", "patrol"], by="kind", **WORDS),
}
CUTOFFS = ("2021-01-01", "2023-06-30", "2025-09-10", "latest")
EMPTY = {
    "access": lambda view: access(View("2018-01-31", 2018, view.folder), {"pellets": "cn-pellets-ban"}, **WORDS),
    "answers": lambda view: answers(view, since="2019-01-01", kind="none", **WORDS),
    "gantt": lambda view: gantt(view, kind="none", **WORDS),
    "in force": lambda view: in_force(view, kind="none", **WORDS),
    "board": lambda view: board(view, sector="none", **WORDS),
    "strip": lambda view: strip(view, actor="none", **WORDS),
}


@pytest.fixture(params=CUTOFFS)
def seen(request, root) -> View:
    return View(request.param, 2018, root / "data")


def texts(figure) -> list[Text]:
    figure.draw_without_rendering()
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def lines_of(text: Text) -> list[tuple[str, float, float, float, float]]:
    """Each line of a text with its left, right, low and high end, in points, as wide as its outlines are."""
    box, lines = text.get_window_extent(), text.get_text().split("\n")
    tall, found = box.height / len(lines), []
    for i, line in enumerate(lines):
        wide = text_to_path.get_text_width_height_descent(line, text.get_fontproperties(), ismath=False)[0]
        left = {"left": box.x0, "right": box.x1 - wide, "center": (box.x0 + box.x1 - wide) / 2}[text.get_ha()]
        top = box.y1 - i * tall
        found.append((line, left, left + wide, top - 0.8 * tall, top - 0.2 * tall))
    return found


def drawn(exhibit, variant: str = "wide") -> set[str]:
    """What the marks of a picture say that they stand for."""
    artists = exhibit.figure(variant).findobj(lambda artist: (artist.get_gid() or "").startswith("data "))
    return {artist.get_gid().removeprefix("data ") for artist in artists}


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_no_text_is_small_or_over_another_or_off_the_sheet(seen, chart, variant):
    figure = CHARTS[chart](seen).figure(variant)
    boxes = [box for text in texts(figure) for box in lines_of(text)]
    assert min(text.get_fontsize() for text in texts(figure)) >= 9
    wide, tall = figure.get_size_inches() * figure.dpi
    assert not [
        name for name, left, right, low, high in boxes if left < -1 or right > wide + 1 or low < 0 or high > tall
    ]
    boxes.sort(key=lambda box: box[1])
    over = [
        (a[0], b[0])
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if b[1] < a[2] - 0.5 and a[3] < b[4] and b[3] < a[4]
    ]
    assert not over


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_the_same_each_time_it_is_drawn(latest, chart):
    first, second = CHARTS[chart](latest), CHARTS[chart](latest)
    assert (first.svg("narrow"), first.fingerprint) == (second.svg("narrow"), second.fingerprint)


@pytest.mark.parametrize("chart", CHARTS)
def test_every_colour_comes_from_the_palette(latest, chart):
    used = set(re.findall(r"#[0-9a-f]{6}\b", CHARTS[chart](latest).svg("wide")))
    assert used <= {light for light, _ in PALETTE.values()}


@pytest.mark.parametrize("chart", CHARTS)
def test_nothing_is_drawn_before_it_was_known(seen, chart):
    exhibit = CHARTS[chart](seen)
    assert all(record.get("known_on", "") <= seen.cutoff for record in exhibit.records)
    assert all(seen.source(key)["source"] == key for key in exhibit.sources)


@pytest.mark.parametrize("chart", EMPTY)
@pytest.mark.parametrize("variant", VARIANTS)
def test_an_empty_register_gives_a_calm_sentence(latest, chart, variant):
    exhibit = EMPTY[chart](latest)
    said = " ".join(text.get_text() for text in texts(exhibit.figure(variant)))
    assert exhibit.records == ()
    assert "known by" in said


@pytest.mark.parametrize(("chart", "column"), [("gantt", "measure"), ("strip", "event"), ("milestones", "project")])
@pytest.mark.parametrize("variant", ["wide", "narrow"])
def test_the_records_name_exactly_what_is_drawn(seen, chart, column, variant):
    exhibit = CHARTS[chart](seen)
    assert drawn(exhibit, variant) == {record[column] for record in exhibit.records}


@pytest.mark.parametrize(
    ("table", "column", "known"),
    [
        ("measures", "kind", KINDS),
        ("measures", "imposed_by", SIDES),
        ("milestones", "status", STATES),
        ("milestones", "milestone", CLASSES),
        ("events", "direction", DIRECTIONS),
    ],
)
def test_every_value_that_the_tables_allow_has_its_look(root, table, column, known):
    resource = next(one for one in package(root / "data")["resources"] if one["name"] == table)
    field = next(one for one in resource["schema"]["fields"] if one["name"] == column)
    assert set(field["constraints"]["enum"]) == set(known)


def test_every_class_of_milestone_has_a_mark():
    assert set(CLASSES.values()) == set(MARKS)


# --- measures


def test_measures_that_are_not_drawn_are_counted(latest):
    view = View("latest", 2018, latest.folder)
    exhibit = gantt(view, most=10, **WORDS)
    said = " ".join(text.get_text() for text in texts(exhibit.figure("wide")))
    over = sum(1 for row in view.measures() if row["ended"] and row["ended"] < "2018-01-01")
    assert len(exhibit.records) == 10
    assert f"{len(view.measures()) - over - 10} more measures are not drawn" in said


def test_every_kind_of_measure_is_drawn_before_a_second_of_one(latest):
    kinds = {(row["imposed_by"], row["kind"]) for row in latest.measures()}
    exhibit = gantt(latest, most=len(kinds), **WORDS)
    assert {(record["imposed_by"], record["kind"]) for record in exhibit.records} == kinds


def test_counts_of_measures_have_whole_numbers_on_their_axis(seen):
    said = [text.get_text() for text in texts(in_force(seen, kind="quota", **WORDS).figure("wide"))]
    assert not [text for text in said if re.fullmatch(r"\d+\.\d", text)]


def test_all_measures_can_be_drawn_and_nothing_is_left_to_state(latest):
    exhibit = gantt(latest, most=1000, **WORDS)
    said = " ".join(text.get_text() for text in texts(exhibit.figure("wide")))
    assert len(exhibit.records) == len(latest.measures())
    assert "not drawn" not in said


def test_an_end_that_was_not_known_yet_is_left_open(tables):
    tables.plant(
        "measures",
        measure="zz-test",
        imposed_by="China",
        goods="tea",
        kind="import_ban",
        effective="2022-01-01",
        ended="2022-06-30",
        ended_known_on="2024-01-01",
        known_on="2022-01-01",
        source=tables.read("measures")[1][0]["source"],
    )
    before = gantt(View("2023-06-30", folder=tables.folder), measure="zz-test", **WORDS)
    after = gantt(View("2024-06-30", folder=tables.folder), measure="zz-test", **WORDS)
    assert [before.records[0]["ended"], after.records[0]["ended"]] == ["", "2022-06-30"]


def test_a_chart_of_no_measures_at_all_is_refused(latest):
    with pytest.raises(ChartError, match="most=0"):
        gantt(latest, most=0, **WORDS)


@pytest.mark.parametrize("by", ["imposed_by", "kind", "effect"])
def test_the_last_counts_add_up_to_what_is_in_force(seen, by):
    last = {record["group"]: record["in_force"] for record in in_force(seen, by=by, **WORDS).records}
    assert sum(last.values()) == len(seen.measures(state="in force"))


def test_a_count_falls_on_the_day_after_the_end(tables):
    source = tables.read("measures")[1][0]["source"]
    tables.plant(
        "measures",
        measure="zz-test",
        imposed_by="China",
        goods="tea",
        kind="import_ban",
        effective="2022-01-01",
        ended="2022-06-30",
        known_on="2022-01-01",
        source=source,
    )
    exhibit = in_force(View("2023-06-30", folder=tables.folder), measure="zz-test", **WORDS)
    assert [(record["date"], record["in_force"]) for record in exhibit.records] == [
        ("2022-01-01", 1),
        ("2022-07-01", 0),
        ("2023-06-30", 0),
    ]


def test_counts_have_four_lines_at_most(latest):
    assert len({record["group"] for record in in_force(latest, by="kind", **WORDS).records}) <= 4


@pytest.mark.parametrize(
    "wrong",
    [
        lambda v: in_force(v, by="goods", **WORDS),
        lambda v: board(v, by="cost", **WORDS),
        lambda v: strip(v, by="x", **WORDS),
    ],
)
def test_an_option_that_does_not_exist_is_named_with_those_that_do(latest, wrong):
    with pytest.raises(ChartError, match="is not an option: "):
        wrong(latest)


# --- projects


def test_the_board_holds_every_project_with_its_status(seen):
    exhibit = board(seen, **WORDS)
    assert {record["project"]: record["status"] for record in exhibit.records} == {
        row["project"]: row["status"] for row in seen.projects()
    }


def test_the_board_counts_every_status_that_occurs(seen):
    assert drawn(board(seen, **WORDS)) == {row["status"] for row in seen.projects()}


def test_a_project_without_news_for_two_years_is_marked(latest):
    limit = f"{int(latest.cutoff[:4]) - 2}{latest.cutoff[4:]}"
    for record in board(latest, **WORDS).records:
        assert record["stale"] == (latest.status(record["project"]).last["date"] < limit)


def test_a_filter_by_a_column_that_does_not_exist_is_refused(latest):
    with pytest.raises(ChartError, match="no column 'colour'"):
        board(latest, colour="red", **WORDS)


def test_milestones_of_no_project_are_refused(latest):
    with pytest.raises(ChartError, match="at least one project"):
        milestones(latest, **WORDS)


def test_milestones_of_an_unknown_project_name_one_that_exists(latest):
    with pytest.raises(DataError, match="pos2"):
        milestones(latest, "pos-2", **WORDS)


def test_a_project_of_which_nothing_was_known_leaves_a_calm_sentence(root):
    view = View("2021-01-01", folder=root / "data")
    unheard = next(
        row["project"] for row in View(folder=root / "data").projects() if not view.status(row["project"]).milestones
    )
    exhibit = milestones(view, unheard, **WORDS)
    assert "known by 1 January 2021" in " ".join(text.get_text() for text in texts(exhibit.figure("narrow")))


def test_delays_denials_and_retreats_differ_in_their_marks():
    looks = {MARKS[CLASSES[name]][1:3] for name in ("delayed", "denied", "cancelled")}
    assert len(looks) == 3


@pytest.mark.parametrize("variant", ["wide", "narrow"])
@pytest.mark.parametrize("chart", ["milestones", "strip", "strip with texts", "gantt"])
def test_pictures_of_registers_are_small(latest, chart, variant):
    assert len(CHARTS[chart](latest).svg(variant).encode()) < 80 * 1024


def test_what_looks_the_same_on_the_board_is_one_shape(latest):
    looks = {(tile["status"], tile["stale"]) for tile in board(latest, **WORDS).records}
    shapes = board(latest, **WORDS).figure("wide").findobj(PathPatch)
    assert len(looks) <= len(shapes) <= len(looks) + 1


def test_every_plan_for_completion_can_be_read(latest):
    for row in latest.projects():
        assert bool(planned(row)) == bool(row["planned_completion"]), row["project"]


# --- events


def test_up_to_sixteen_events_are_numbered_in_order_of_time_and_told(latest):
    rows = latest.events(section="military", kind="patrol")
    exhibit = strip(latest, section="military", kind="patrol", **WORDS)
    said = " ".join(text.get_text() for text in texts(exhibit.figure("wide")))
    assert [record["number"] for record in exhibit.records] == list(range(1, len(rows) + 1))
    assert rows[0]["description"].split()[0] in said


def test_of_many_events_only_those_that_are_named_are_told(latest):
    chosen = latest.events(section="military")[3]["event"]
    exhibit = strip(latest, section="military", told=[chosen], **WORDS)
    assert [record["event"] for record in exhibit.records if record["number"]] == [chosen]


def test_an_event_that_the_filters_leave_out_cannot_be_told(latest):
    with pytest.raises(ChartError, match="fin-001"):
        strip(latest, section="military", told=["fin-001"], **WORDS)


def test_an_event_that_was_not_known_yet_may_be_named_but_is_not_told(root):
    late = View(folder=root / "data").events(section="military")[-1]["event"]
    exhibit = strip(View("2023-06-30", folder=root / "data"), section="military", told=[late], **WORDS)
    assert not any(record["number"] for record in exhibit.records)


@pytest.mark.parametrize(("room", "before"), [(3.0, False), (1.02, True)])
def test_a_number_stands_before_its_mark_where_the_sheet_ends(latest, room, before):
    dots = [Dot(row, 7) for row in latest.events(section="military")[:1]]
    low = moment(dots[0].row["date"]) - 1
    assert [dot.before for dot in _packed(dots, low, 1.0, room)] == [before]


def test_claims_and_denials_are_hollow(latest):
    exhibit = strip(latest, section="military", **WORDS)
    contested = {f"data {record['event']}" for record in exhibit.records if record["contested"]}
    marks = exhibit.figure("wide").findobj(lambda artist: (artist.get_gid() or "") in contested)
    assert len(marks) == len(contested) > 0
    assert {mark.get_markerfacecolor() for mark in marks} == {PALETTE["paper"][0]}


def test_hostile_cells_are_drawn_as_they_stand(tables):
    source = tables.read("events")[1][0]["source"]
    tables.plant(
        "events",
        event="zz-1",
        section="military",
        date="2024-01-01",
        actor="$x_1$",
        kind="policy",
        direction="neutral",
        description="<b>$\\frac{1}</b> & {value}`x`",
        source=source,
        known_on="2024-01-01",
    )
    exhibit = strip(View(folder=tables.folder), event="zz-1", **WORDS)
    said = " ".join(text.get_text() for text in texts(exhibit.figure("wide")))
    assert "<b>$\\frac{1}</b> & {value}`x`" in said
    assert "<b>" not in exhibit.svg("wide")


# --- room


@pytest.mark.parametrize("width", [0.6, 1.2, 2.75])
def test_a_text_is_cut_to_its_room(width):
    lines = brief(
        "Nizhneleninskoye-Tongjiang rail bridge (of the Jewish Autonomous Region), with what leads to it", width, 2
    )
    assert len(lines) <= 2
    assert all(measure(line, 9.5)[0] <= width for line in lines)


def test_a_text_that_fits_is_left_alone():
    assert brief("soya (all regions)", 3.0, 2) == ["soya (all regions)"]


def test_boxes_on_one_row_never_touch():
    boxes = [(0.0, 1.0), (0.5, 1.5), (1.2, 2.0), (1.4, 2.2)]
    rows = packed(boxes)
    assert rows == [0, 1, 0, 2]

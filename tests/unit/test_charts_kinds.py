"""Every kind of chart keeps the contract: it can be read, what is drawn is recorded, and every record is founded."""

import re
from functools import cache

import pytest
from cases import CASES, REGISTERS, SERIES
from drawing import WORDS, enlarged_copy, faults_of_sight, marks, said, standing

from nolimits import charts
from nolimits.charts.registry import all_kinds
from nolimits.data import View, day_name

pytestmark = pytest.mark.slow

DAYS = ("latest", "2022-07-05")
FIRST = "2015-02-01"  # the day of the first row of all
BARS = ("bars", "chosen bars", "paired bars", "growth", "the same months", "bars by month", "open ends", "mirrored")
LARGEST = 60 * 1024  # bytes of a plot
PLAIN = [case for case in CASES if " " not in case]  # of most kinds one case
SEEN = [(case, "narrow", "latest") for case in CASES] + [(case, "wide", "2022-07-05") for case in PLAIN]
HEAD = re.compile(r'<svg xmlns="[^"]+" width="\d+" height="\d+" viewBox="[^"]+" role="img" aria-label="[^"]+">')


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """The frozen tables with more projects and acts."""
    return enlarged_copy(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def made(grown):
    """A chart of a case on a day, made once."""
    return cache(lambda case, day: CASES[case](View(day, 2014, grown.folder), **WORDS))


@pytest.fixture(scope="module")
def figure(made):
    """The figure of a case in a variant on a day, made once."""
    return cache(lambda case, variant, day: made(case, day).figure(variant))


def test_every_kind_that_is_offered_is_among_the_cases(made):
    assert {made(case, "latest").kind for case in CASES} == set(all_kinds())


def test_kinds_are_offered_by_their_names():
    assert set(all_kinds()) <= set(dir(charts))
    assert all(getattr(charts, name) is kind for name, kind in all_kinds().items())


# --- what can be read


@pytest.mark.parametrize(("case", "variant", "day"), SEEN)
def test_no_text_is_small_or_over_another_or_off_the_sheet(figure, case, variant, day):
    assert said(figure(case, variant, day))
    assert not faults_of_sight(figure(case, variant, day))


@pytest.mark.parametrize("case", ["ranked", "board"])
def test_the_frame_can_be_read_as_well(figure, case):
    assert not faults_of_sight(figure(case, "frame", "latest"))


def test_nothing_known_is_said_in_words(made):
    empty = {case: made(case, FIRST) for case in CASES if not made(case, FIRST).records}
    assert len(empty) > len(REGISTERS)
    told = {case: " ".join(said(exhibit.figure("narrow"))) for case, exhibit in empty.items()}
    assert not [case for case in empty if f"known by {day_name(FIRST)}" not in told[case]]


def test_whoever_cannot_see_an_empty_chart_is_told_that_it_is_empty(made):
    for case in CASES:
        exhibit, alt = made(case, FIRST), made(case, "latest").spoken["alt"]
        empty = f"known by {day_name(FIRST)}" in exhibit.spoken["alt"]
        assert (empty, exhibit.spoken["alt"] == alt) == (not exhibit.records, bool(exhibit.records)), case


def test_a_register_of_which_nothing_was_known_draws_nothing(made):
    assert not [case for case in REGISTERS if made(case, FIRST).records or made(case, FIRST).sources]
    assert all(made(case, "latest").records for case in REGISTERS)


# --- what is recorded


@pytest.mark.parametrize(("case", "variant", "day"), [one for one in SEEN if one[0] in SERIES])
def test_the_records_are_what_the_marks_stand_at(made, figure, case, variant, day):
    kind = made(case, day).kind
    held = sorted(round(value, 6) for value in standing(figure(case, variant, day), kind))
    assert held == sorted(round(record["drawn"], 6) for record in made(case, day).records)


@pytest.mark.parametrize(
    ("case", "column"), [("gantt", "measure"), ("strip", "event"), ("milestones", "project"), ("slippage", "project")]
)
@pytest.mark.parametrize(("variant", "day"), [("narrow", "latest"), ("wide", "2022-07-05")])
def test_the_records_name_exactly_what_is_drawn(made, figure, case, column, variant, day):
    names = {mark.get_gid().removeprefix("data ") for mark in marks(figure(case, variant, day))}
    assert names == {record[column] for record in made(case, day).records}


@pytest.mark.parametrize("day", DAYS)
def test_every_record_names_its_sources_or_is_a_statement(made, day):
    for case in CASES:
        exhibit = made(case, day)
        for record in exhibit.records:
            keys = [key for key in str(record.get("sources") or record.get("source") or "").split(";") if key]
            nothing = 0 in (record.get("count"), record.get("in_force"))
            assert keys or nothing or record["mark"] == "stated", (case, record)
            assert set(keys) <= set(exhibit.sources), (case, record)
            assert record.get("known_on", "") <= exhibit.cutoff, (case, record)


@pytest.mark.parametrize("day", DAYS)
def test_no_chart_rests_on_a_source_that_was_published_later(made, grown, day):
    sources, every = grown.view().evidence.sources, [made(case, day) for case in CASES]
    assert not [one.id for one in every for key in one.sources if sources[key]["published"] > one.cutoff]


# --- how it looks


@pytest.mark.parametrize(("case", "variant", "day"), [one for one in SEEN if one[0] in BARS])
def test_bars_stand_on_nought(figure, case, variant, day):
    for axes in figure(case, variant, day).axes:
        low, high = axes.get_ylim()
        assert low <= 0 <= high
        assert all(bar.get_y() == 0 for bar in axes.patches)


def test_every_colour_of_a_picture_is_of_the_palette(made):
    used = {case: set(re.findall(r"#[0-9a-f]{6}\b", made(case, "latest").svg("wide"))) for case in PLAIN}
    assert all(used.values())
    assert not [case for case in PLAIN if used[case] - {light for light, _ in charts.PALETTE.values()}]


def test_a_dark_picture_keeps_no_light_ink(made):
    only_light = {light for light, _ in charts.PALETTE.values()} - {dark for _, dark in charts.PALETTE.values()}
    dark = {case: charts.dark(made(case, "latest").svg("wide")) for case in PLAIN}
    assert not [case for case in PLAIN if only_light & set(re.findall(r"#[0-9a-f]{6}\b", dark[case]))]


def test_pictures_are_small_sized_and_free_of_style_sheets(made):
    plots = {case: made(case, "latest").svg("wide") for case in PLAIN}
    assert not [case for case, svg in plots.items() if not HEAD.match(svg)]
    assert not [case for case, svg in plots.items() if len(svg.encode()) > LARGEST]
    assert not [case for case, svg in plots.items() if "<style" in svg or "style=" in svg or "<metadata" in svg]


def test_a_picture_that_stands_alone_carries_what_it_is(made):
    svg = made("bars", "latest").svg("frame")
    assert "<metadata" in svg
    assert "<style" not in svg
    assert f"trade-sample {made('bars', 'latest').fingerprint}" in svg

"""The book's own charts can be read and are founded on every day, whatever the tables say."""

import re
from functools import cache

import pytest
from conftest import CUTOFFS, DAYS, ROOT
from drawing import WORDS, faults_of_sight, said, shown, standing
from sizes import first

from nolimits import charts
from nolimits.book.run import kept_in
from nolimits.data import View
from nolimits.manuscript import contents
from nolimits.manuscript.notebook import chart_calls

pytestmark = pytest.mark.slow

NOTEBOOKS = {path.stem: path for path in contents(ROOT).notebooks}


@pytest.fixture(scope="module")
def made():
    """The charts of a notebook on a day, made once."""
    return cache(lambda section, day: tuple(shown(NOTEBOOKS[section], day)))


every_section = pytest.mark.parametrize("section", NOTEBOOKS)


@every_section
@pytest.mark.parametrize("day", first(2, CUTOFFS))
def test_a_notebook_shows_the_charts_that_its_cells_name(made, section, day):
    found = [exhibit.id for exhibit in made(section, day)]
    assert found == [call.id for call in chart_calls(NOTEBOOKS[section])]
    assert found
    assert all(name.startswith(f"{section.removesuffix('-more')}-") for name in found)
    assert len(set(found)) == len(found)


@every_section
@pytest.mark.parametrize("day", ["latest", *(pytest.param(day, marks=pytest.mark.full) for day in DAYS[1:])])
def test_no_text_is_small_or_over_another_or_off_the_sheet(made, section, day):
    faults = {
        (exhibit.id, variant): found
        for exhibit in made(section, day)
        for variant in ("wide", "narrow")
        if (found := faults_of_sight(exhibit.figure(variant)))
    }
    assert faults == {}


@every_section
@pytest.mark.parametrize("day", first(2, CUTOFFS))
def test_every_mark_names_its_sources_and_the_day_it_became_known(made, section, day):
    for exhibit in made(section, day):
        view = View(day, folder=ROOT / "data")
        for record in exhibit.records:
            keys = list(filter(None, str(record.get("sources") or record.get("source") or "").split(";")))
            nothing = 0 in (record.get("count"), record.get("in_force"))
            assert nothing or (keys and record["known_on"]), f"{exhibit.id} draws {record} without a source"
            assert all(view.source(key) for key in keys)
            assert record["known_on"] <= exhibit.cutoff == view.cutoff


@every_section
@pytest.mark.parametrize("day", first(2, CUTOFFS))
def test_no_chart_rests_on_what_became_public_later(made, section, day):
    view = View(day, folder=ROOT / "data")
    later = {(exhibit.id, key) for exhibit in made(section, day) for key in exhibit.sources if not view.names(key)}
    assert not later


@every_section
def test_the_records_are_what_the_marks_stand_at(made, section):
    for exhibit in made(section, "latest"):
        if all("drawn" in record for record in exhibit.records):
            held = sorted(standing(exhibit.figure("wide"), exhibit.kind))
            assert held == pytest.approx(sorted(record["drawn"] for record in exhibit.records)), exhibit.id


@every_section
def test_a_chart_of_which_nothing_was_known_says_so(made, section):
    empty = [exhibit for day in CUTOFFS for exhibit in made(section, day) if not exhibit.records]
    assert not [one.id for one in empty if "known by" not in " ".join(said(one.figure("narrow")))]


@every_section
def test_no_chart_counts_likes_per_likes(made, section):
    units = {
        (exhibit.id, str(record.get("unit", ""))) for exhibit in made(section, "latest") for record in exhibit.records
    }
    assert not [one for one in units if re.match(r"(.+) per (the )?\1\b", one[1])]


@every_section
def test_each_chart_is_told_from_every_other(made, section):
    with kept_in(ROOT / "_build"):  # a build draws the same
        prints = [exhibit.fingerprint for exhibit in made(section, "latest")]
    assert len(set(prints)) == len(prints)
    assert all(re.fullmatch(r"2-[0-9a-f]{64}", one) for one in prints)


@pytest.mark.full
@pytest.mark.parametrize(
    "section", sorted({row["section"] for row in View(folder=ROOT / "data").evidence.rows("indicators")})
)
def test_whatever_is_measured_can_be_drawn_and_read(latest, section):
    names = [name for name in latest.indicators if latest.about(name)["section"] == section]
    exhibits = {name: charts.lines(latest.since(2014), name, kind="any", **WORDS) for name in names}
    faults = {name: found for name, one in exhibits.items() if (found := faults_of_sight(one.figure("narrow")))}
    assert faults == {}


@pytest.mark.full
@pytest.mark.parametrize(
    "kind", [charts.milestones, lambda view, key, **words: charts.voices(view, key, lanes={}, **words)]
)
def test_the_course_of_every_project_can_be_drawn_and_read(latest, kind):
    view = latest.since(2014)
    exhibits = {row["project"]: kind(view, row["project"], **WORDS) for row in latest.projects()}
    faults = {name: found for name, one in exhibits.items() if (found := faults_of_sight(one.figure("narrow")))}
    assert faults == {}

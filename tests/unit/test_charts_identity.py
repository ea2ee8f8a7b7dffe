"""A chart's fingerprint tells what is drawn and nothing else, and its bundle holds all that a page needs, drawn or not."""

import hashlib
import json
import os
import re
import subprocess
import sys

import pytest
from cases import CASES
from conftest import ROOT, known_by
from drawing import WORDS, restate

from nolimits import charts
from nolimits.charts.exhibit import SCHEME, UNDRAWN
from nolimits.manuscript.exhibit import FILES, FOR_PAGES

pytestmark = pytest.mark.slow

SOLD, BOUGHT = "wool.exports", "wool.imports"
OF_PICTURES = {"fingerprint", "svg", "marks", "cards", "frame", "png", "share", "pdf"}
CODE = "import sys; sys.path[:0] = sys.argv[1:]; import test_charts_identity as own; print(own.digest())"


def bars(view, **more):
    return charts.bars(view, SOLD, **WORDS | more)


# --- what a fingerprint tells


def test_a_fingerprint_begins_with_the_number_of_its_scheme():
    exhibit = bars(known_by())
    assert re.fullmatch(r"2-[0-9a-f]{64}", exhibit.fingerprint)
    assert SCHEME == 2
    assert exhibit.fingerprint.startswith(exhibit.short)
    assert len(exhibit.short) == 12


def test_the_same_chart_has_the_same_fingerprint_whatever_was_drawn_of_it_before():
    first, second = bars(known_by()), bars(known_by())
    assert second.svg("frame")
    assert first.fingerprint == second.fingerprint
    assert first.svg("narrow") == second.svg("narrow")


@pytest.mark.parametrize(
    "other",
    [
        {"labels": {SOLD: "Sold"}},
        {"tones": {SOLD: "cyan"}},
        {"stated": [(2021, 130, "as the paper states")]},
        {"periods": [2021, 2022]},
        {"growth": True},
        {"changes": True},
        {"foreseen": "expected"},
        {"id": "trade-other"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_plot_or_parameter_is_another_fingerprint(other):
    assert bars(known_by()).fingerprint != bars(known_by(), **other).fingerprint


def test_another_first_year_is_another_fingerprint():
    assert bars(known_by(start=2020)).fingerprint != bars(known_by(start=2021)).fingerprint


def test_the_same_records_drawn_another_way_have_another_fingerprint():
    up, down = (charts.lines(known_by(), SOLD, zero=zero, **WORDS) for zero in (False, True))
    assert up.records == down.records
    assert up.fingerprint != down.fingerprint


def test_a_colour_alone_makes_another_fingerprint():
    def of(tone):
        def draw(canvas):
            canvas.axes(0.2, 1).plot([1, 2], [3, 4], color=charts.PALETTE[tone][0])
            canvas.top += 1.2

        return charts.finish(known_by(), charts.Drawing(draw, [charts.Datum({})]), **WORDS).fingerprint

    assert of("navy") == of("navy") != of("scarlet")


def test_a_changed_figure_changes_the_fingerprint_and_every_picture(frozen_tables):
    before = bars(frozen_tables.view()).bundle()
    year = {"indicator": SOLD, "period_start": "2022-01-01", "period_end": "2022-12-31"}
    frozen_tables.change("observations", year, value="91")
    after = bars(frozen_tables.view()).bundle()
    assert before["fingerprint"] != after["fingerprint"]
    assert all(before[kind] != after[kind] for kind in ("records", "svg", "frame", "png", "pdf"))


def test_another_source_of_the_same_figure_is_another_fingerprint(frozen_tables):
    before = bars(frozen_tables.view()).fingerprint
    key = {"indicator": SOLD, "source": "customs-2021-01-20-wool"}
    frozen_tables.change("observations", key, source="customs-2020-01-20-wool")
    assert bars(frozen_tables.view()).fingerprint != before


@pytest.mark.parametrize("word", ["headline", "subtitle", "caption", "alt"])
def test_words_about_a_chart_do_not_change_its_fingerprint(word):
    plain, other = bars(known_by()), bars(known_by(), **{word: "Something else in {number}`value('wool.exports')`"})
    assert plain.fingerprint == other.fingerprint
    assert plain.spoken[word] != other.spoken[word]


def test_the_name_of_a_publisher_does_not_change_the_fingerprint(frozen_tables):
    before = bars(frozen_tables.view())
    frozen_tables.change("sources", {"publisher": "Customs"}, publisher="The Board of Customs")
    after = bars(frozen_tables.view())
    assert before.spoken["source_line"] != after.spoken["source_line"]
    assert before.fingerprint == after.fingerprint


CHARTS = {
    "bars": bars,
    "lines": lambda view: charts.lines(view, SOLD, BOUGHT, **WORDS),
    "ranked": lambda view: charts.ranked(view, SOLD, BOUGHT, **WORDS),
    "board": lambda view: charts.board(view, **WORDS),
    "costs": lambda view: charts.costs(view, **WORDS),
}


@pytest.mark.parametrize("kind", CHARTS)
def test_a_day_on_which_the_same_is_known_does_not_change_the_fingerprint(kind):
    one, same, early = (CHARTS[kind](known_by(day)) for day in ("2023-02-05", "2023-02-20", "2020-06-01"))
    assert one.fingerprint == same.fingerprint != early.fingerprint
    assert one.spoken["source_line"] != same.spoken["source_line"]


def test_a_chart_that_draws_its_day_is_another_one_on_another_day():
    one, other = (charts.gantt(known_by(day, start=2020), **WORDS) for day in ("2023-02-05", "2023-02-20"))
    assert one.fingerprint != other.fingerprint


def test_what_has_become_known_changes_the_fingerprint(frozen_tables):
    before = bars(frozen_tables.view("2023-02-20")).fingerprint
    restate(frozen_tables, 2020, "2023-02-10", "101", key=SOLD)
    assert bars(frozen_tables.view("2023-02-05")).fingerprint == before
    assert bars(frozen_tables.view("2023-02-20")).fingerprint != before


def digest():
    """A hash over all that a notebook would keep of some charts."""
    every = [CASES[case](known_by(start=2014), **WORDS)._repr_mimebundle_() for case in ("lines", "board")]
    return hashlib.sha256(json.dumps(every).encode()).hexdigest()


def test_another_process_in_another_folder_draws_the_same_bytes(tmp_path):
    folders = [str(folder) for folder in (ROOT, ROOT / "tests", ROOT / "tests" / "unit")]
    seeded = os.environ | {"PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", CODE, *folders]
    done = subprocess.run(command, cwd=tmp_path, env=seeded, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == digest()


# --- the bundle


def test_a_bundle_holds_what_a_page_needs_as_json():
    kept = bars(known_by())._repr_mimebundle_()
    assert json.loads(json.dumps(kept, allow_nan=False)) == kept
    assert set(kept) == {charts.MIME, "image/svg+xml", "image/png", "application/pdf", "text/plain"}
    bundle = kept[charts.MIME]
    words = {"headline", "subtitle", "caption", "alt", "spoken", "printed"}
    assert words | OF_PICTURES | {"id", "kind", "unit", "cutoff", "parameters", "sources", "records"} <= set(bundle)
    assert set(bundle["svg"]) == {"wide", "narrow"}
    assert kept["image/svg+xml"] == bundle["frame"]
    assert bundle["fingerprint"] == bars(known_by()).fingerprint


def test_a_bundle_names_the_rows_behind_the_chart_once_by_their_places():
    bundle = bars(known_by("2021-06-30")).bundle()
    assert bundle["rows"] == [
        "wool.exports.2019-01-01.2019-12-31.2020-01-20.customs-2020-01-20-wool",
        "wool.exports.2020-01-01.2020-12-31.2021-01-20.customs-2021-01-20-wool",
    ]
    assert len(bundle["evidence"]) == 2
    assert charts.board(known_by(), **WORDS).bundle()["rows"] == ["project-mill-one", "project-road-one"]


def test_what_is_printed_of_an_exhibit_are_its_words_and_its_name():
    exhibit = bars(known_by())
    assert str(exhibit) == f"{WORDS['headline']}\n{WORDS['alt']}\n[trade-sample · {exhibit.short}]"


# --- runs that want what charts say and not their pictures


@pytest.mark.parametrize("kind", ["ranked", "board"])
def test_an_undrawn_run_gives_the_same_bundle_without_pictures(monkeypatch, kind):
    drawn = CHARTS[kind](known_by()).bundle()
    monkeypatch.setenv(UNDRAWN, "yes")
    undrawn = CHARTS[kind](known_by()).bundle()
    assert list(drawn) == list(undrawn)
    assert {name for name in drawn if drawn[name] != undrawn[name]} == OF_PICTURES
    assert not any(undrawn[name] for name in OF_PICTURES)


def test_a_run_for_pages_alone_draws_what_they_show_and_nothing_that_is_taken_away(monkeypatch):
    drawn = bars(known_by()).bundle()
    monkeypatch.setenv(UNDRAWN, FOR_PAGES)
    shown = bars(known_by()).bundle()
    assert {name for name in drawn if drawn[name] != shown[name]} == {*FILES}
    assert not any(shown[name] for name in FILES)


@pytest.mark.parametrize(("given", "drawn"), [("", True), ("yes", False), (FOR_PAGES, False)])
def test_an_undrawn_run_keeps_no_picture_for_jupyter(monkeypatch, given, drawn):
    monkeypatch.setenv(UNDRAWN, given)
    kept = bars(known_by())._repr_mimebundle_()
    assert ("image/svg+xml" in kept) is drawn
    assert kept["text/plain"].startswith(WORDS["headline"])


def test_an_undrawn_run_draws_nothing_at_all(monkeypatch):
    def fail(canvas):
        raise AssertionError("it was drawn")

    exhibit = charts.finish(known_by(), charts.Drawing(fail, [charts.Datum({"label": "a"})]), **WORDS)
    with pytest.raises(AssertionError, match="it was drawn"):
        exhibit.bundle()
    monkeypatch.setenv(UNDRAWN, "yes")
    assert exhibit.bundle()["records"] == [{"label": "a"}]


def test_what_is_asked_for_may_still_be_drawn_in_an_undrawn_run(monkeypatch):
    fingerprint = bars(known_by()).fingerprint
    monkeypatch.setenv(UNDRAWN, "yes")
    assert bars(known_by()).fingerprint == fingerprint

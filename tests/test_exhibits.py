"""What can be taken away of a chart agrees with itself: data are what is drawn, hashes are the files', pictures know what they are."""

import base64
import csv
import hashlib
import io
import json

import jsonschema
import pytest
from lxml import etree
from PIL import Image
from pypdf import PdfReader

from nolimits import charts, manuscript
from nolimits.charts.exhibit import LICENCE
from nolimits.citing import citations, exhibits
from nolimits.data import View
from nolimits.prose import plain

WORDS = {"headline": "Trade", "subtitle": "USD bn", "caption": "A caption.", "alt": "Two lines of trade"}
ENDS = {"svg", "png", "pdf", "csv", "json", "bib", "ris", "csl.json"}
DAYS = ("latest", "2021-01-01")
EDITION = "2026-03-31-0123456789ab"
KEYS = ("trade.exports_to_china", "trade.imports_from_china")


def bundle(view):
    return charts.lines(view, *KEYS, kind="year", id="trade-test", **WORDS).bundle()


def files(view, root):
    told = bundle(view)
    return told, exhibits.files(told, WORDS, view, citations.imprint(root, EDITION, view.cutoff))


@pytest.fixture(scope="module", params=DAYS)
def made(request, root):
    return files(View(request.param, start=2018, folder=root / "data"), root)


@pytest.fixture
def record(made):
    return json.loads(made[1]["trade-test.json"])


# --- files and their record


def test_all_files_are_there(made):
    assert set(made[1]) == {f"trade-test.{end}" for end in ENDS} == {f"trade-test.{end}" for end in exhibits.KINDS}


def test_the_data_are_exactly_what_is_drawn(made):
    told, files = made
    rows = list(csv.DictReader(io.StringIO(files["trade-test.csv"].decode())))
    assert len(rows) == len(told["records"])
    for row, drawn in zip(rows, told["records"], strict=True):
        assert {name: str(value) for name, value in drawn.items() if value is not None} == {
            name: value for name, value in row.items() if value
        }


def test_the_record_knows_each_file_by_its_hash(made, record):
    assert set(record["files"]) == set(made[1]) - {"trade-test.json"}
    for name, about in record["files"].items():
        assert hashlib.sha256(made[1][name]).hexdigest() == about["sha256"]
        assert len(made[1][name]) == about["bytes"]


def test_the_record_is_as_its_schema_says(record):
    jsonschema.validate(record, json.loads(exhibits.SCHEMA.read_text()))


@pytest.mark.parametrize("broken", ["fingerprint", "edition", "files", "citation"])
def test_a_record_that_is_not_is_told_by_the_schema(record, broken):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record | {broken: "x"}, json.loads(exhibits.SCHEMA.read_text()))


def test_the_record_names_sources_day_licence_edition_and_fingerprint(made, record):
    told, _ = made
    assert all(record[name] == told[name] for name in ("fingerprint", "cutoff", "source_line", "unit"))
    assert (record["licence"], record["edition"]) == (LICENCE, EDITION)
    assert [source["source"] for source in record["sources"]] == told["sources"]
    assert all(source["url"].startswith("http") for source in record["sources"])


def test_the_citations_in_record_and_files_are_one(made, record):
    (item,) = json.loads(made[1]["trade-test.csl.json"])
    assert record["citation"]["item"] == item
    assert record["citation"]["text"]["apa"] == citations.text(item, "apa")
    assert made[1]["trade-test.bib"].decode() == citations.bibtex(item)
    assert made[1]["trade-test.ris"].decode() == citations.ris(item)


# --- pictures


def test_the_vector_picture_carries_its_identity(made):
    told, files = made
    tree = etree.fromstring(files["trade-test.svg"])
    (named,) = tree.iter("{http://purl.org/dc/elements/1.1/}identifier")
    assert named.text == f"trade-test {told['fingerprint']}"


def test_the_picture_carries_its_identity(made):
    told, files = made
    with Image.open(io.BytesIO(files["trade-test.png"])) as picture:
        about, mode, dpi = picture.text, picture.mode, picture.info["dpi"]
    assert about["Identifier"] == f"trade-test {told['fingerprint']}"
    assert (about["Title"], about["Description"], about["Cutoff"]) == (WORDS["headline"], WORDS["alt"], told["cutoff"])
    assert (about["Author"], about["Copyright"]) == ("The No Limits? contributors", LICENCE)
    assert about["Source"] == told["source_line"]
    assert "Software" not in about
    assert (mode, round(dpi[0])) == ("RGB", 192)


def test_the_page_carries_its_identity(made):
    told, files = made
    reader = PdfReader(io.BytesIO(files["trade-test.pdf"]))
    about = reader.metadata
    assert about["/Keywords"] == f"trade-test {told['fingerprint']}"
    assert (about.title, about.author) == (WORDS["headline"], "The No Limits? contributors")
    assert told["source_line"] in about.subject
    assert "/CreationDate" not in about


def test_the_page_holds_text_not_its_outline(made):
    told, files = made
    (page,) = PdfReader(io.BytesIO(files["trade-test.pdf"])).pages
    text = page.extract_text()
    assert WORDS["headline"] in text
    assert f"trade-test · {told['fingerprint'][:12]}" in text


def test_the_pictures_stand_on_paper_whatever_is_behind_them(made):
    with Image.open(io.BytesIO(made[1]["trade-test.png"])) as picture:
        edges = [picture.getpixel((x, y)) for x in (0, picture.width - 1) for y in (0, picture.height - 1)]
    assert set(edges) == {(255, 255, 255)}
    assert b'fill="#ffffff"' in made[1]["trade-test.svg"]


def test_the_picture_is_twice_as_large_as_the_vector_picture(made):
    tree = etree.fromstring(made[1]["trade-test.svg"])
    with Image.open(io.BytesIO(made[1]["trade-test.png"])) as picture:
        assert picture.width == pytest.approx(2 * float(tree.get("width")), abs=2)
        assert picture.height == pytest.approx(2 * float(tree.get("height")), abs=2)


def test_a_bundle_holds_the_pictures_as_text(made):
    told, files = made
    kept = json.loads(json.dumps(told))
    assert all(base64.b64decode(kept[kind]) == files[f"trade-test.{kind}"] for kind in ("png", "pdf"))


# --- the same each time, another where a figure changed


def test_the_files_are_the_same_each_time(root):
    first, second = (files(View(start=2018, folder=root / "data"), root)[1] for _ in range(2))
    assert first == second


def test_a_changed_figure_changes_data_pictures_and_fingerprint(root, tables):
    year = {"indicator": "trade.exports_to_china", "period_start": "2024-01-01", "period_end": "2024-12-31"}
    before = bundle(View(start=2018, folder=root / "data"))
    tables.change("observations", year, value="99", low="", high="", qualifier="exact")
    after = bundle(View(start=2018, folder=tables.folder))
    assert before["fingerprint"] != after["fingerprint"]
    assert exhibits.table(before["records"]) != exhibits.table(after["records"])
    assert all(before[kind] != after[kind] for kind in ("frame", "png", "pdf"))


def test_hostile_words_stay_words_in_every_picture(root):
    view = View(start=2018, folder=root / "data")
    hostile = {"headline": 'A <b>"x"</b> & (y) \\ $5% Ж', "caption": "c", "alt": "]]> -- \\) alt"}
    chart = charts.lines(view, "trade.turnover", id="trade-test", **hostile)
    told, headline = chart.bundle(), plain(view, hostile["headline"])
    assert etree.fromstring(told["frame"].encode()).get("aria-label") == chart.spoken["alt"]
    with Image.open(io.BytesIO(base64.b64decode(told["png"]))) as picture:
        assert picture.text["Title"] == headline
    assert PdfReader(io.BytesIO(base64.b64decode(told["pdf"]))).metadata.title == headline


# --- the manuscript's own exhibits


@pytest.fixture(scope="module", params=[path.stem for path in manuscript.notebooks(charts.style.FONTS.parents[2])])
def shown(request, root, latest):
    return request.param, list(exhibits.of(root, latest, request.param))


def test_a_notebook_shows_the_charts_that_its_cells_name(shown, root):
    section, found = shown
    assert [one.id for one in found] == [name for name, where in exhibits.ids(root).items() if where == section]


def test_every_mark_that_rests_on_rows_names_their_sources_and_the_day_they_were_known(shown, latest):
    for chart in shown[1]:
        for row in chart.records:
            keys = list(filter(None, str(row.get("sources") or row.get("source") or "").split(";")))
            nothing = 0 in (row.get("count"), row.get("in_force"))
            assert nothing or (keys and row["known_on"]), f"{chart.id} ({chart.kind}) draws {row} without a source"
            assert all(latest.source(key) for key in keys)
            assert row["known_on"] <= latest.cutoff


def test_a_notebook_runs_as_of_the_view_s_day(root):
    early = View("2021-01-01", folder=root / "data")
    assert {one.cutoff for one in exhibits.of(root, early, "trade")} == {"2021-01-01"}


@pytest.mark.parametrize("day", ["2021-01-01", "2023-06-30", "2025-09-10", "2025-11-27"])
def test_no_chart_rests_on_a_source_that_was_published_later(root, day):
    view = View(day, folder=root / "data")
    for section in ("trade", "barriers", "finance", "projects", "military"):
        for chart in exhibits.of(root, view, section):
            assert [key for key in chart.sources if view.source(key)["published"] > day] == [], chart.id

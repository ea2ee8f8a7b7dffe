"""What can be taken away of a chart agrees with itself: data are what is drawn, hashes are the files', pictures know what they are."""

import base64
import csv
import hashlib
import io
import json
from dataclasses import replace
from itertools import groupby, pairwise

import jsonschema
import pytest
from conftest import known_by
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image, ImageChops
from pypdf import PdfReader

from nolimits import charts
from nolimits.charts.exhibit import LICENCE, Exhibit
from nolimits.charts.output import link, share
from nolimits.charts.sheet import marks
from nolimits.charts.sheet.canvas import Canvas
from nolimits.citing import citations, exhibits

pytestmark = pytest.mark.slow

WORDS = {"headline": "Wool", "subtitle": "USD bn", "caption": "A caption.", "alt": "Two lines of wool"}
EDITION = "2024-01-20-0123456789ab"
SCHEMA = json.loads(exhibits.SCHEMA.read_text(encoding="utf-8"))
IMPRINT = citations.Imprint(
    "Wool and Tea?", "Wool?", "Of wool.", ({"literal": "The testers"},), "https://example.org/", EDITION, "2024-01-20"
)


def bundle(view):
    return charts.lines(view, "wool.exports", "wool.imports", id="trade-test", **WORDS).bundle()


def files(view):
    told = bundle(view)
    return told, exhibits.files(told, view, IMPRINT)


@pytest.fixture(scope="module", params=["latest", "2020-01-15"])  # of which all and nothing is known
def made(request):
    return files(known_by(request.param, start=2018))


@pytest.fixture
def record(made):
    return json.loads(made[1]["trade-test.json"])


# --- files and their record


def test_all_files_are_there(made):
    assert set(made[1]) == {
        f"trade-test.{end}" for end in ("svg", "png", "share.png", "pdf", "csv", "json", "bib", "ris", "csl.json")
    }
    assert set(made[1]) == {f"trade-test.{end}" for end in exhibits.KINDS}


def test_the_data_are_exactly_what_is_drawn(made):
    told, files = made
    rows = list(csv.DictReader(io.StringIO(files["trade-test.csv"].decode())))
    assert len(rows) == len(told["records"])
    for row, drawn in zip(rows, told["records"], strict=True):
        assert {name: str(value) for name, value in drawn.items() if value is not None} == {
            name: value for name, value in row.items() if value
        }


def test_the_columns_of_the_data_begin_with_what_and_when_and_end_with_who_said_so(made):
    columns = exhibits.reader_columns(made[0]["records"])
    assert columns[:4] == ["label", "period_start", "period_end", "value"][: len(columns)]
    assert columns[-2:] == ["known_on", "sources"][: len(columns)]


def test_the_record_knows_each_file_by_its_hash(made, record):
    assert set(record["files"]) == set(made[1]) - {"trade-test.json"}
    for name, about in record["files"].items():
        assert hashlib.sha256(made[1][name]).hexdigest() == about["sha256"]
        assert len(made[1][name]) == about["bytes"]


def test_the_record_is_as_its_schema_says(record):
    jsonschema.validate(record, SCHEMA)


@pytest.mark.parametrize("broken", ["fingerprint", "edition", "files", "citation", "cutoff"])
def test_a_record_that_is_not_is_told_by_the_schema(record, broken):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record | {broken: "x"}, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({name: held for name, held in record.items() if name != broken}, SCHEMA)


def test_the_record_names_sources_day_licence_edition_and_fingerprint(made, record):
    told, _ = made
    assert all(record[name] == told[name] for name in ("id", "kind", "fingerprint", "cutoff", "unit", "parameters"))
    assert all(record[name] == told["spoken"][name] for name in ("headline", "caption", "alt", "source_line"))
    assert (record["licence"], record["edition"]) == (LICENCE, EDITION)
    assert [source["source"] for source in record["sources"]] == told["sources"]
    assert all(source["url"].startswith("https://example.org/") for source in record["sources"])


def test_the_citations_in_record_and_files_are_one(made, record):
    (item,) = json.loads(made[1]["trade-test.csl.json"])
    assert record["citation"]["item"] == item
    assert record["citation"]["text"] == {
        style: citations.bibliography_line(item, style) for style in citations.CSL_STYLES
    }
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
    assert about == {
        "Title": WORDS["headline"],
        "Author": "The testers",
        "Description": told["spoken"]["alt"],
        "Copyright": LICENCE,
        "Source": told["spoken"]["source_line"],
        "Identifier": f"trade-test {told['fingerprint']}",
        "Cutoff": told["cutoff"],
    }
    assert (mode, round(dpi[0])) == ("RGB", 192)


def test_the_page_carries_its_identity_and_no_hour(made):
    told, files = made
    about = PdfReader(io.BytesIO(files["trade-test.pdf"])).metadata
    assert about["/Keywords"] == f"trade-test {told['fingerprint']}"
    assert (about.title, about.author) == (WORDS["headline"], "The testers")
    assert told["spoken"]["source_line"] in about.subject
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


# --- the picture for links


def shared(content):
    with Image.open(io.BytesIO(content)) as picture:
        return picture.size, picture.text, picture.convert("RGB")


def told_apart(one, other):
    """Where two pictures differ: left, top, right, bottom; None where they do not."""
    return ImageChops.difference(one, other).getbbox()


def test_the_picture_for_links_has_the_size_that_services_show_and_its_identity(made):
    size, about, picture = shared(made[1]["trade-test.share.png"])
    assert size == link.SIZE == (1200, 630)
    assert about["Identifier"] == f"trade-test {made[0]['fingerprint']}"
    assert about["Source"] == made[0]["spoken"]["source_line"]
    assert {picture.getpixel((x, y)) for x in (0, 1199) for y in (0, 629)} == {(255, 255, 255)}
    assert len(made[1]["trade-test.share.png"]) < len(made[1]["trade-test.png"])


def test_the_picture_for_links_says_where_it_leads_and_nothing_else_by_it():
    held = bundle(known_by())["share"]
    unsigned = shared(base64.b64decode(held))[2]
    pictures = [
        shared(exhibits.files(bundle(known_by()), known_by(), replace(IMPRINT, url=url))["trade-test.share.png"])[2]
        for url in ("https://example.org/", "https://example.org/" + "long/" * 30, "")
    ]
    for picture in pictures:
        left, top, right, foot = told_apart(unsigned, picture)
        assert 100 * link.MARGIN <= left < right <= 100 * (link.MARGIN + link.COLUMN)
        assert 100 * link.FOOT <= top < foot <= 630 - 30
    assert all(told_apart(one, other) for one, other in pairwise(pictures))


def tall_strip(tables, number: int) -> Exhibit:
    """A strip of visits that are each told at some length."""
    for n in range(number):
        cells = {"event": f"tal-9{n:02}", "section": "talks", "actor": "Norland", "kind": "visit"}
        cells |= {"direction": "neutral", "description": f"It is the visit of number {n}, told at some length " * 3}
        day = f"2023-05-{n + 1:02}"
        tables.plant("events", **cells, date=day, known_on=day, source="daily-2023-02-01-talks")
    return charts.strip(tables.view(), id="talks-test", **WORDS)


def test_of_a_plot_too_tall_for_a_link_as_much_is_shown_as_there_is_room_for(frozen_tables):
    size, _, picture = shared(base64.b64decode(tall_strip(frozen_tables, 20).bundle()["share"]))
    right = picture.crop((510, 0, 1200, 630))
    _, top, _, foot = ImageChops.invert(right).getbbox()
    assert (size, top >= 45, foot <= 630 - 45) == ((1200, 630), True, True)
    assert foot - top > 450


def rows_shown(rows: int, seams: bool, monkeypatch) -> tuple[list[int], list[str]]:
    """How many pixels tall each row is of a narrow plot of an inch a row in a picture for links, and the line below."""
    sheet, told = Canvas("narrow"), []
    field = sheet.field(float(rows))
    for n in range(rows):
        marks.box(field, (0, n + 0.1, 3, 0.8), "cyan")
        if seams:
            sheet.seam("goat", n + 0.95)
    sheet.top += rows
    line = share._line
    monkeypatch.setattr(share, "_line", lambda text, wide: told.append(text) or line(text, wide))
    words = {"headline": "Goats", "subtitle": "Some", "source_line": "Source: The Daily"}
    wide = Image.new("RGB", (1400, 4000), "white")
    picture = shared(share.share(wide, sheet.close, words, {}))[2].crop((500, 0, 1200, 630))
    middle = picture.width // 2
    inked = [picture.getpixel((middle, y)) != (255, 255, 255) for y in range(picture.height)]
    return [len(list(run)) for ink, run in groupby(inked) if ink], told


def test_of_rows_too_many_for_a_link_whole_ones_are_shown_and_it_says_how_many_more_there_are(monkeypatch):
    tall, told = rows_shown(30, seams=True, monkeypatch=monkeypatch)
    assert 2 <= len(tall) < 30
    assert max(tall) - min(tall) <= 2
    assert told == [f"… {30 - len(tall)} more goats on its page"]


@pytest.mark.parametrize(("rows", "seams"), [(4, True), (12, False)])
def test_rows_that_find_room_in_a_link_or_do_not_end_anywhere_are_all_shown(rows, seams, monkeypatch):
    tall, told = rows_shown(rows, seams=seams, monkeypatch=monkeypatch)
    assert (len(tall), told) == (rows, [])
    assert max(tall) - min(tall) <= 2


# --- the same each time, others where a figure changed


def test_files_are_the_same_each_time_and_others_where_a_figure_changed(frozen_tables):
    first, second = files(frozen_tables.view())[1], files(known_by())[1]
    assert first == second
    year = {"indicator": "wool.exports", "period_start": "2022-01-01", "period_end": "2022-12-31"}
    frozen_tables.change("observations", year, value="91")
    after = files(frozen_tables.view())[1]
    changed = {name.removeprefix("trade-test.") for name in first if first[name] != after[name]}
    assert {"svg", "png", "pdf", "csv", "json"} <= changed


def test_letters_in_a_pdf_are_those_of_a_font_that_editors_and_publishers_take(made):
    (page,) = PdfReader(io.BytesIO(made[1]["trade-test.pdf"])).pages
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].get_object().values()]
    kinds = {str(part.get_object()["/Subtype"]) for font in fonts for part in font.get("/DescendantFonts", [font])}
    assert kinds <= {"/TrueType", "/CIDFontType2"}


def test_a_font_in_a_pdf_brings_its_letters_and_nothing_that_lays_them_out(made):
    (page,) = PdfReader(io.BytesIO(made[1]["trade-test.pdf"])).pages
    for font in page["/Resources"]["/Font"].values():
        described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        held = TTFont(io.BytesIO(described["/FontFile2"].get_data())).keys()
        assert "glyf" in held
        assert not {"GPOS", "GSUB"} & set(held)

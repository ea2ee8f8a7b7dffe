"""What can be taken away is whole, says which edition it is, asks nobody for anything, and is the same each time."""

import csv
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import frictionless
import lxml.html
import nbformat
import pandas
import pytest
from pypdf import PdfReader
from test_site import SECTIONS

from nolimits import data, prose
from nolimits.citing.citations import Imprint
from nolimits.data import View
from nolimits.takeaway.exports import Section, markdown
from nolimits.takeaway.package import data_files, zipped
from nolimits.takeaway.print import hatching, press

pytestmark = pytest.mark.xdist_group("site")
ROOT = Path(__file__).resolve().parents[1]
DAYS = ("2021-01-01", "2023-06-30", "2025-09-10", "latest")
PDFS = ("no-limits", *SECTIONS)
REMOTE = re.compile(r"""(?:src|srcset|data)\s*=\s*["'](?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//|<script""")


@pytest.fixture(params=DAYS)
def packed(request, tmp_path) -> tuple[View, Path]:
    """The data package as of a day, in a folder."""
    view = View(request.param, folder=ROOT / "data")
    for name, content in data_files(view, "KEY", "Cite so.").items():
        (tmp_path / name).write_bytes(content)
    return view, tmp_path


@pytest.fixture
def section() -> Section:
    imprint = Imprint("No Limits?", ({"literal": "We"},), "", "2026-03-31-aaaaaaaaaaaa", "2026-03-31")
    return Section("trade", View(folder=ROOT / "data"), {"base_year": 2021}, {"trade-level": "Figure 1"}, imprint)


# --- the data package


def test_the_package_is_valid_on_any_day(packed):
    _, folder = packed
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])[:3]


def test_a_changed_cell_makes_the_package_invalid(packed):
    _, folder = packed
    table = folder / "indicators.csv"
    table.write_bytes(table.read_bytes().replace(b"annual", b"yearly", 1))
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_no_row_is_in_it_that_became_known_later(packed):
    view, folder = packed
    for table in folder.glob("*.csv"):
        with table.open(newline="") as file:
            late = [row for row in csv.DictReader(file) if row.get("known_on", "") > view.cutoff]
        assert late == [], table.name


def test_the_newest_package_holds_the_tables_of_the_repository(tmp_path):
    made = data_files(View(folder=ROOT / "data"), "KEY", "Cite so.")
    for resource in data.package(ROOT / "data")["resources"]:
        assert made[resource["path"]] == (ROOT / "data" / resource["path"]).read_bytes()


def test_pandas_reads_each_table_with_the_declared_types(packed):
    _, folder = packed
    for resource in json.loads((folder / "datapackage.json").read_text())["resources"]:
        types = {field["name"]: data.tables.PANDAS_TYPES[field["type"]] for field in resource["schema"]["fields"]}
        frame = pandas.read_csv(folder / resource["path"], dtype=types, keep_default_na=False, na_values=[""])
        assert {name: str(kind) for name, kind in frame.dtypes.items()} == types


def test_the_checksums_are_those_of_the_files(packed):
    _, folder = packed
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SHA256SUMS"
    }
    assert told == there


def test_the_readme_tells_edition_day_licence_and_how_to_cite(packed):
    view, folder = packed
    readme = (folder / "README.md").read_text()
    for told in ("`KEY`", data.day_name(view.cutoff), "Creative Commons", "Cite so.", "`observations.csv`"):
        assert told in readme


def test_the_zip_is_the_same_each_time_and_holds_what_the_folder_holds():
    view = View("2025-09-10", folder=ROOT / "data")
    made = data_files(view, "KEY", "Cite so.")
    archive = zipped(made, view.cutoff)
    assert archive == zipped(made, view.cutoff)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == made
        assert {one.date_time for one in opened.infolist()} == {(2025, 9, 10, 0, 0, 0)}


def test_the_book_holds_the_package_as_folder_and_as_zip(latest_site):
    assert frictionless.validate(str(latest_site / "data/datapackage.json")).valid
    with zipfile.ZipFile(latest_site / "data.zip") as opened:
        assert all((latest_site / "data" / name).read_bytes() == opened.read(name) for name in opened.namelist())


# --- exports of the sections


def test_markdown_of_the_book_becomes_markdown_that_everybody_knows(section):
    text = (
        ":::{when} known(value('trade.turnover', 2024))\n{numref}`trade-level` has {value}`value('trade.turnover', 2024)`.\n"
        ":::\n:::{when} not known(value('trade.turnover', 2024))\nNothing.\n:::\n\nSee [finance](finance.ipynb)."
    )
    assert markdown(text, section) == "Figure 1 has USD 244.8 bn.\n\nSee finance."


def test_where_the_book_is_online_a_number_leads_to_its_row(section):
    home = Section(
        **{
            **vars(section),
            "imprint": Imprint("B", section.imprint.authors, "https://example.org/b/", "KEY", "2026-03-31"),
        }
    )
    said = markdown("{value}`value('trade.turnover', 2024)`, [finance](finance.ipynb)", home)
    assert said.startswith(
        "[USD 244.8 bn](https://example.org/b/editions/KEY/chapters/rows-trade.html#trade.turnover.2024"
    )
    assert said.endswith("[finance](https://example.org/b/editions/KEY/notebooks/finance.html)")


def test_words_from_the_tables_cannot_become_markup(section):
    assert "<b>" not in "a<b>*c*[d](e)`f`".translate(__import__("nolimits.book.exports", fromlist=["x"]).MARKDOWN)


@pytest.mark.parametrize("name", SECTIONS)
def test_the_page_of_a_section_asks_nobody_for_anything(latest_site, name):
    page = (latest_site / f"downloads/{name}.html").read_text()
    assert not REMOTE.search(re.sub(r'"data:[^"]*"', '""', page))
    images = lxml.html.fromstring(page.encode()).findall(".//img")
    assert len(images) >= 4
    assert all(image.get("src").startswith("data:image/svg+xml") and len(image.get("alt")) > 40 for image in images)


def test_a_page_that_asks_for_something_is_found():
    assert REMOTE.search('<script src="https://cdn.example/require.js"></script>')
    assert REMOTE.search("<style>@import url(https://fonts.example/a.css)</style>")


@pytest.mark.parametrize("name", SECTIONS)
def test_the_notebook_of_a_section_reads_well_alone(latest_site, name):
    notebook = nbformat.read(latest_site / f"downloads/{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    told = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not prose.ROLE.search(told)
    assert ":::" not in told
    kinds = [set(output.data) for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output]
    assert {"image/svg+xml", "text/plain"} in kinds
    assert not any("nolimits" in kind for held in kinds for kind in held)


@pytest.mark.parametrize("name", SECTIONS)
def test_the_script_of_a_section_is_python(latest_site, name):
    compile((latest_site / f"downloads/{name}.py").read_text(), name, "exec")


# --- PDF


@pytest.fixture(params=PDFS)
def pdf(request, latest_site) -> PdfReader:
    return PdfReader(latest_site / f"downloads/{request.param}.pdf")


def test_a_pdf_says_what_it_is(pdf, latest_site):
    edition = json.loads((latest_site / "build.json").read_text())["edition"]
    assert "No Limits?" in pdf.metadata.title
    assert pdf.metadata.author
    assert edition in pdf.metadata["/Keywords"]
    assert edition in pdf.pages[0].extract_text()
    assert pdf.metadata["/CreationDate"].startswith(f"D:{edition[:10].replace('-', '')}")
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "en"


def test_the_pages_of_a_pdf_are_numbered_as_the_contents_say(pdf):
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(pdf.pages, start=1)}
    assert len(numbers) > 8
    lines = [entry for entry in flat(pdf.outline) if entry.title != "Contents"]
    contents = " ".join(pdf.pages[number].extract_text() for number in (2, 3, 4))
    for entry in lines[:5]:
        number = numbers[entry.page.idnum]
        assert re.search(rf"{re.escape(entry.title)}\s*{number}\b", contents), entry.title
        assert re.search(rf"\b{number}\b", pdf.pages[number - 1].extract_text())


def test_nothing_is_so_wide_that_all_pages_are_made_smaller(pdf):
    """Chromium shrinks every page to fit the widest thing; a CSS pixel is three quarters of a point else."""
    scales = set()
    pdf.pages[0].extract_text(visitor_text=lambda text, cm, *_: scales.add(round(cm[0], 3)) if text.strip() else None)
    assert scales == {0.75}


def flat(outline) -> list:
    return [one for entry in outline for one in (flat(entry) if isinstance(entry, list) else [entry])]


def test_links_of_a_pdf_lead_to_places_in_it_or_to_sources(pdf):
    places = set(pdf.named_destinations)
    within = outside = 0
    for page in pdf.pages:
        for note in page.get("/Annots", ()):
            note = note.get_object()
            action = note.get("/A", {})
            if "/URI" in action:
                assert re.match(r"https?://", str(action["/URI"])), action["/URI"]
                outside += 1
            else:
                place = note.get("/Dest") or action["/D"]
                assert str(place) in places
                within += 1
    assert within > 20
    assert outside > 5


@pytest.mark.parametrize("name", PDFS)
def test_charts_in_a_pdf_are_drawn_with_lines(latest_site, name):
    content = (latest_site / f"downloads/{name}.pdf").read_bytes()
    assert re.search(rb"/Type\s*/StructElem\s*/S\s*/Figure", content)
    assert not re.search(rb"/Subtype\s*/Image", content)


def test_a_hatched_surface_is_drawn_line_by_line():
    picture = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><defs><pattern id="p" patternUnits="userSpaceOnUse" width="72" height="72">'
        b'<rect width="73" height="73" fill="#c9342b"/><path d="M0 0L72 72" stroke="#fff"/></pattern></defs>'
        b'<path d="M70 10H80V20H70z" fill="url(#p)"/></svg>'
    )
    drawn = hatching.drawn(picture).decode()
    assert "pattern" not in drawn
    assert drawn.count("M0 0L72 72") == 2
    assert drawn.count("clipPath") == 2


def test_a_picture_without_hatching_stays_as_it_is():
    picture = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0H1"/></svg>'
    assert hatching.drawn(picture) is picture


def test_what_a_pdf_tells_replaces_what_chromium_told(latest_site):
    content = (latest_site / "downloads/trade.pdf").read_bytes()
    assert b"HeadlessChrome" not in content
    again = press.settled(content, {"/Title": "Другое"})
    assert PdfReader(io.BytesIO(again)).metadata == {"/Title": "Другое"}


# --- the page that lists them


def test_the_page_of_downloads_lists_what_there_is_with_true_sums(latest_site):
    page = lxml.html.fromstring((latest_site / "chapters/downloads.html").read_bytes())
    linked = {link.get("href")[3:] for link in page.findall(".//article//a[@download]")}
    assert {
        "data.zip",
        "claims.json",
        "downloads/no-limits.pdf",
        "downloads/no-limits.bib",
        "data/observations.csv",
    } <= linked
    assert {f"downloads/{name}.{end}" for name in SECTIONS for end in ("pdf", "html", "ipynb", "py")} <= linked
    for row in page.findall(".//article//tr"):
        sums = [code.text for code in row.iter("code") if "sum" in code.get("class", "")]
        for told in sums:
            path = latest_site / "chapters" / row.find(".//a").get("href")
            assert hashlib.sha256(path.read_bytes()).hexdigest() == told


def test_where_no_chromium_is_no_page_tells_of_a_pdf(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(press, "PLACES", ())
    assert press.press() is None

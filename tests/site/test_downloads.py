"""What can be taken away of the book is whole, says which edition it is, and asks nobody for anything."""

import hashlib
import re
import zipfile

import frictionless
import lxml.html
import nbformat
import pytest
import yaml
from finished import ROOT, SECTIONS, told
from pypdf import PdfReader
from sizes import first

from nolimits.prose import ROLE

pytestmark = pytest.mark.xdist_group("site")
PDFS = ("no-limits", *SECTIONS)
REMOTE = re.compile(r"""(?:src|srcset|data)\s*=\s*["'](?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//|<script""")


# --- the data package


def test_the_book_holds_the_package_as_folder_and_as_zip(site):
    report = frictionless.validate(str(site / "data/datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])[:3]
    with zipfile.ZipFile(site / "data.zip") as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == {
            path.name: path.read_bytes() for path in (site / "data").iterdir()
        }


def test_the_newest_package_holds_the_tables_of_the_repository(latest_site):
    for table in (ROOT / "data").glob("*.csv"):
        assert (latest_site / "data" / table.name).read_bytes() == table.read_bytes()


# --- exports of the sections


@pytest.mark.parametrize("name", SECTIONS)
def test_the_page_of_a_section_asks_nobody_for_anything(site, name):
    page = (site / f"downloads/{name}.html").read_text()
    assert not REMOTE.search(re.sub(r'"data:[^"]*"', '""', page))
    images = lxml.html.fromstring(page.encode()).findall(".//img")
    assert len(images) == len(told(site, f"notebooks/{name}")["exhibits"])
    assert all(image.get("src").startswith("data:image/svg+xml") and len(image.get("alt")) > 40 for image in images)


@pytest.mark.parametrize("name", SECTIONS)
def test_the_notebook_of_a_section_reads_well_alone(site, name):
    notebook = nbformat.read(site / f"downloads/{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not ROLE.search(text)
    assert ":::" not in text
    kinds = [set(output.data) for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output]
    assert {"image/svg+xml", "image/png", "application/pdf", "text/plain"} in kinds
    assert not any("nolimits" in kind for held in kinds for kind in held)


@pytest.mark.parametrize("name", SECTIONS)
def test_the_script_of_a_section_is_python(site, name):
    compile((site / f"downloads/{name}.py").read_text(), name, "exec")


# --- PDF


@pytest.fixture(params=first(2, PDFS))
def pdf(request, latest_site) -> PdfReader:
    return PdfReader(latest_site / f"downloads/{request.param}.pdf")


def test_a_pdf_says_what_it_is(pdf, latest_site):
    edition = told(latest_site, "edition")["edition"]
    title = yaml.safe_load((ROOT / "_config.yml").read_text())["title"]
    assert title in pdf.metadata.title or title in pdf.pages[0].extract_text()
    assert pdf.metadata.author
    assert edition in pdf.metadata["/Keywords"]
    assert edition in pdf.pages[0].extract_text()
    assert pdf.metadata["/CreationDate"].startswith(f"D:{edition[:10].replace('-', '')}")
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "en"


def test_the_book_in_brief_has_at_most_twelve_pages(latest_site):
    brief = PdfReader(latest_site / "downloads/in-brief.pdf")
    assert len(brief.pages) <= 12
    assert brief.metadata.title.startswith("The book in brief")


def test_the_pages_of_a_pdf_are_numbered_as_the_contents_say(pdf):
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(pdf.pages, start=1)}
    assert len(numbers) > 4
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
    assert within
    assert outside


@pytest.mark.parametrize("name", PDFS)
def test_charts_in_a_pdf_are_drawn_with_lines_and_nothing_tells_of_the_press(latest_site, name):
    content = (latest_site / f"downloads/{name}.pdf").read_bytes()
    assert re.search(rb"/Type\s*/StructElem\s*/S\s*/Figure", content)
    assert not re.search(rb"/Subtype\s*/Image", content)
    assert b"HeadlessChrome" not in content


@pytest.mark.full
def test_a_book_that_is_not_printed_tells_of_no_pdf(sites):
    site = sites("2021-01-01")
    assert not list((site / "downloads").glob("*.pdf"))
    assert ".pdf" not in (site / "chapters/downloads.html").read_text()


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
    assert {path.name for path in (latest_site / "schemas").iterdir()} <= {name.rpartition("/")[2] for name in linked}
    for row in page.findall(".//article//tr"):
        sums = [code.text for code in row.iter("code") if "sum" in code.get("class", "")]
        for digest in sums:
            path = latest_site / "chapters" / row.find(".//a").get("href")
            assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


def test_the_checksums_of_downloads_are_those_of_the_files(latest_site):
    folder = latest_site / "downloads"
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    known = dict(reversed(line.split("  ")) for line in lines)
    assert known == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SHA256SUMS"
    }

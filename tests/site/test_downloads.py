"""What can be taken away of the book is whole, says which edition it is, and asks nobody for anything."""

import hashlib
import json
import re
import zipfile

import frictionless
import lxml.html
import nbformat
import pytest
from finished import ROOT, SECTIONS, told

from nolimits.prose import ROLE

pytestmark = pytest.mark.xdist_group("site")
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


# --- the page that lists them


def test_the_page_of_downloads_lists_what_there_is_with_true_sums(latest_site):
    page = lxml.html.fromstring((latest_site / "chapters/downloads.html").read_bytes())
    linked = {link.get("href")[3:] for link in page.findall(".//article//a[@download]")}
    assert {"data.zip", "claims.json", "downloads/no-limits.bib", "data/observations.csv"} <= linked
    assert {f"downloads/{name}.{end}" for name in SECTIONS for end in ("html", "ipynb", "py")} <= linked
    assert {path.name for path in (latest_site / "schemas").iterdir()} <= {name.rpartition("/")[2] for name in linked}
    for row in page.findall(".//article//tr"):
        sums = [code.text for code in row.iter("code") if "sum" in code.get("class", "")]
        for digest in sums:
            path = latest_site / "chapters" / row.find(".//a").get("href")
            assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


def test_the_crate_of_an_edition_tells_each_file_that_is_offered_with_true_sums(latest_site):
    told = {one["@id"]: one for one in json.loads((latest_site / "ro-crate-metadata.json").read_text())["@graph"]}
    parts = {one["@id"]: told[one["@id"]] for one in told["./"]["hasPart"]}
    folders = [latest_site / name for name in ("downloads", "data", "schemas")]
    there = {path.relative_to(latest_site).as_posix() for folder in folders for path in folder.iterdir()}
    assert set(parts) == there | {"data.zip", "claims.json", "edition.json"}
    for name, part in parts.items():
        content = (latest_site / name).read_bytes()
        assert part["contentSize"] == str(len(content))
        assert part["sha256"] == hashlib.sha256(content).hexdigest()
    assert told["./"]["version"] == json.loads((latest_site / "edition.json").read_text())["edition"]


def test_the_checksums_of_downloads_are_those_of_the_files(latest_site):
    folder = latest_site / "downloads"
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    known = dict(reversed(line.split("  ")) for line in lines)
    assert known == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SHA256SUMS"
    }


def test_a_book_that_is_not_printed_tells_of_no_pdf(latest_site):
    assert not list((latest_site / "downloads").glob("*.pdf"))
    assert ".pdf" not in (latest_site / "chapters/downloads.html").read_text()

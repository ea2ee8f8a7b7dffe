"""The finished book, from the real evidence, at several days: it is a report, it is true to its day, it works offline."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
import small
from bs4 import BeautifulSoup
from conftest import DAYS
from lxml import html

from nolimits import data
from nolimits.data import View, day_name

pytestmark = pytest.mark.xdist_group("site")
ROOT = small.ROOT
SECTIONS = ("trade", "barriers", "finance", "projects", "military")


def soup(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")


def pages(site: Path) -> list[Path]:
    return [page for page in sorted(site.rglob("*.html")) if "_static" not in page.parts]


def test_each_section_is_there_with_its_exhibits(site):
    for section in SECTIONS:
        figures = soup(site / f"notebooks/{section}.html").select("figure.exhibit")
        assert len(figures) >= 4, section
        for figure in figures:
            assert figure.select_one(".exhibit-headline").get_text(strip=True)
            assert re.match(r"Figure \d", figure.select_one("figcaption").get_text(strip=True))
            assert re.search(r"as known by|nothing", figure.select_one(".exhibit-source").get_text(), re.IGNORECASE)
            assert len(figure.select("img")) == 4
            for image in figure.select("img"):
                assert len(image["alt"]) > 20
                assert (site / "notebooks" / unquote(image["src"])).is_file()


def test_a_page_says_its_day_in_its_first_line(site):
    cutoff = json.loads((site / "edition.json").read_text())["cutoff"]
    for section in SECTIONS:
        first = soup(site / f"notebooks/{section}.html").select_one("article h1").find_next("p")
        assert day_name(cutoff) in first.get_text()


def test_numbers_words_headlines_and_source_lines_differ_from_day_to_day(sites):
    for part in ("a.fact", ".exhibit-headline", ".exhibit-source"):
        said = {
            day: [node.get_text() for node in soup(sites(day) / "notebooks/trade.html").select(part)] for day in DAYS
        }
        assert len({tuple(words) for words in said.values()}) == len(DAYS), part


def test_no_sentence_stumbles_over_what_was_not_known_today(latest_site):
    for page in (*(f"notebooks/{name}.html" for name in SECTIONS), "chapters/summary.html"):
        article = soup(latest_site / page).select_one("article")
        for table in article.select("table"):
            table.decompose()
        assert "not known by" not in article.get_text(" "), page


def test_a_reader_sees_a_report_and_no_notebook_dump(latest_site):
    for section in SECTIONS:
        article = soup(latest_site / f"notebooks/{section}.html").select_one("article")
        text = article.get_text(" ")
        assert "data.View(" not in text
        assert "cutoff: str" not in text
        assert "vnd.nolimits" not in text
        for block in article.select("div.cell_input"):
            assert block.find_parent("details") is not None


def broken(folder: Path, root: Path) -> list[str]:
    """The links of the pages in a folder that lead nowhere within `root`, and what they load from elsewhere."""
    anchors, missing = {}, []
    for page in sorted(root.rglob("*.html")):
        found = html.parse(page)
        anchors[page] = {*found.xpath("//@id"), *found.xpath("//a/@name")}
        if folder not in page.parents or "_static" in page.parts:
            continue
        for node in found.xpath("//a[@href] | //link[@href] | //img[@src] | //script[@src]"):
            address, anchor = urldefrag(node.get("href") or node.get("src"))
            if re.match(r"(https?|mailto|data|javascript):", address):
                if (
                    node.tag != "a"
                    and not address.startswith("data:")
                    and node.get("rel") not in ("canonical", "license")
                ):
                    missing.append(f"{page.relative_to(root)} loads {address}")
                continue
            target = (page.parent / unquote(address.partition("?")[0])).resolve() if address else page
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                missing.append(f"{page.relative_to(root)}: {address}")
            elif anchor:
                missing.append((page, target, unquote(anchor)))
    return [
        one if isinstance(one, str) else f"{one[0].relative_to(root)}: {one[1].relative_to(root)}#{one[2]}"
        for one in missing
        if isinstance(one, str) or (one[1] in anchors and one[2] not in anchors[one[1]])
    ]


def test_every_link_resolves(site):
    assert sorted(set(broken(site, site)))[:20] == []


def test_every_derived_fact_tells_where_it_comes_from(latest_site):
    for section in SECTIONS:
        facts = soup(latest_site / f"notebooks/{section}.html").select("a.fact")
        assert len(facts) > 10
        assert all(fact["data-tip"] and "#" in fact["href"] for fact in facts)


def test_every_indicator_row_source_claim_and_column_has_its_place(latest_site):
    view = View(folder=ROOT / "data")
    for section in SECTIONS:
        found = soup(latest_site / f"chapters/rows-{section}.html")
        placed = {node["id"] for node in found.select("[id]")}
        for row in data.rows("indicators", ROOT / "data"):
            if row["section"] == section:
                assert row["indicator"] in placed
                for figure in view.series(row["indicator"], whole=True):
                    assert {take.anchor for take in figure.rows} <= placed | {
                        take.anchor for take in figure.rows if take.indicator != row["indicator"]
                    }
    sources = {node["id"] for node in soup(latest_site / "chapters/sources.html").select("ol.sources li")}
    assert sources == {row["source"] for row in data.rows("sources", ROOT / "data")}
    ledger = {node["id"] for node in soup(latest_site / "chapters/ledger.html").select("tr[id]")}
    assert ledger == {row["claim"] for row in data.rows("claims", ROOT / "data")}
    dictionary = soup(latest_site / "chapters/dictionary.html").get_text()
    for resource in data.package(ROOT / "data")["resources"]:
        assert all(field["name"] in dictionary for field in resource["schema"]["fields"])


def test_each_number_of_a_page_as_data_has_its_place_and_its_words_on_the_page(site):
    told = json.loads((site / "edition.json").read_text())
    for name in told["pages"]:
        found, twin = soup(site / f"{name}.html"), json.loads((site / f"{name}.json").read_text())
        placed = {node["id"]: node.get_text() for node in found.select('[id^="n-"]')}
        assert placed == {number["anchor"]: number["text"] for number in twin["numbers"]}, name
        assert {node["id"] for node in found.select("figure.exhibit")} == {one["id"] for one in twin["exhibits"]}, name


def test_the_chapter_on_changes_compares_with_the_earlier_days(sites):
    said = {day: soup(sites(day) / "chapters/changes.html").select_one("article") for day in ("latest", "2021-01-01")}
    assert len(said["latest"].select("section .changes")) == 2
    assert said["latest"].select(".change.verdict .badge")
    assert "no earlier edition" in said["2021-01-01"].get_text()


def test_the_record_of_the_build_tells_its_day(site):
    told = json.loads((site / "build.json").read_text())
    assert told["cutoff"] <= told["newest"]
    assert set(told["parameters"]) == set(SECTIONS)


def test_two_builds_from_nothing_in_two_folders_are_equal_byte_for_byte(latest_site, tmp_path):
    copy = tmp_path / "another" / "folder"
    keep = shutil.ignore_patterns("_build", ".venv", ".git", "*_cache", "__pycache__", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=keep)
    command = [sys.executable, "-m", "nolimits.cli", "build", "--jobs", "1"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    different = subprocess.run(
        ["diff", "-rq", latest_site, copy / "_build/html"], capture_output=True, text=True, check=False
    )
    assert different.stdout == ""


def test_nbval_finds_the_executed_notebooks_repeatable(latest_site):
    executed = [
        max((ROOT / "_build/runs").glob(f"{name}-*.ipynb"), key=lambda p: p.stat().st_mtime) for name in SECTIONS[4:]
    ]
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", "-p", "no:xdist", *executed]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert re.search(r"[1-9]\d* passed", done.stdout)


def test_a_plain_jupyter_book_build_works_too(tmp_path):
    copy = small.book(tmp_path / "plain")
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-W", "-n", "--keep-going", "-q"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert soup(copy / "_build/html/notebooks/trade.html").select("figure.exhibit")

"""The finished book, from the real evidence, at several days: it is a report, it is true to its day, it works offline."""

import json
import re
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
import small
from bs4 import BeautifulSoup

from nolimits import data
from nolimits.data import View, day_name

pytestmark = pytest.mark.xdist_group("site")
ROOT = small.ROOT
DAYS = ("latest", "2026-03-31", "2025-09-10", "2023-06-30", "2021-01-01")
SECTIONS = ("trade", "barriers", "finance", "projects", "military")


@pytest.fixture(scope="session")
def sites(tmp_path_factory):
    """Builds the whole book for a day, once."""
    folder = tmp_path_factory.mktemp("sites")

    @lru_cache
    def site(day: str) -> Path:
        done = small.nolimits(ROOT, "build", "--out", str(folder / day), "--cutoff", day)
        assert done.returncode == 0, done.stderr
        return folder / day

    return site


@pytest.fixture(params=DAYS)
def site(request, sites) -> Path:
    return sites(request.param)


@pytest.fixture
def latest_site(sites) -> Path:
    return sites("latest")


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


def test_a_page_of_another_day_says_so_in_its_first_line_and_one_of_today_does_not(sites):
    for section in SECTIONS:
        assert not soup(sites("latest") / f"notebooks/{section}.html").select(".asof")
        for day in ("2025-09-10", "2021-01-01"):
            first = soup(sites(day) / f"notebooks/{section}.html").select_one("article h1").find_next("p")
            assert day_name(day) in first.get_text()


def test_numbers_words_headlines_and_source_lines_differ_from_day_to_day(sites):
    for part in ("a.fact", ".exhibit-headline", ".exhibit-source"):
        said = {
            day: [node.get_text() for node in soup(sites(day) / "notebooks/trade.html").select(part)]
            for day in ("latest", "2025-09-10", "2023-06-30", "2021-01-01")
        }
        assert len({tuple(words) for words in said.values()}) == 4, part


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


def test_every_link_resolves(site):
    anchors, missing = {}, []
    for page in pages(site):
        found = soup(page)
        anchors[page] = {node["id"] for node in found.select("[id]")} | {node["name"] for node in found.select("a[name]")}
    for page in pages(site):
        for node in soup(page).select("a[href], img[src], script[src], link[href]"):
            address, anchor = urldefrag(node.get("href") or node.get("src"))
            if re.match(r"(https?|mailto|data|javascript):", address):
                assert node.name == "a" or node.get("rel") in (["canonical"], ["license"]), f"{page} loads {address}"
                continue
            target = (page.parent / unquote(address.partition("?")[0])).resolve() if address else page
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file() or (anchor and target in anchors and unquote(anchor) not in anchors[target]):
                missing.append(f"{page.relative_to(site)}: {address}#{anchor}")
    assert sorted(set(missing))[:20] == []


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


def test_the_record_of_the_build_tells_its_day(site):
    told = json.loads((site / "build.json").read_text())
    assert told["cutoff"] <= told["newest"]
    assert set(told["parameters"]) == set(SECTIONS)


def test_two_builds_from_nothing_in_two_folders_are_equal_byte_for_byte(latest_site, tmp_path):
    copy = tmp_path / "another" / "folder"
    keep = shutil.ignore_patterns("_build", ".venv", ".git", "*_cache", "__pycache__", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=keep)
    done = small.nolimits(copy, "build", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    different = subprocess.run(["diff", "-rq", latest_site, copy / "_build/html"], capture_output=True, text=True, check=False)
    assert different.stdout == ""


def test_nbval_finds_the_executed_notebooks_repeatable(latest_site):
    executed = [max((ROOT / "_build/runs").glob(f"{name}-*.ipynb"), key=lambda p: p.stat().st_mtime) for name in SECTIONS[2:4]]
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", "-p", "no:xdist", *executed]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert re.search(r"[1-9]\d* passed", done.stdout)


def test_a_plain_jupyter_book_build_works_too(tmp_path):
    copy = tmp_path / "plain"
    keep = shutil.ignore_patterns("_build", ".venv", ".git", "*_cache", "__pycache__", "tests", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=keep)
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-W", "-n", "--keep-going", "-q"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert soup(copy / "_build/html/notebooks/trade.html").select("figure.exhibit")

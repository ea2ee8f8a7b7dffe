"""The finished book, from the real evidence, at several days: it is a report, it is true to its day, it works offline."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest
import yaml
from conftest import DAYS
from finished import CONTENTS, ROOT, SECTIONS, soup, told
from jsonschema import Draft202012Validator
from links import broken
from lxml import etree

from nolimits import manuscript
from nolimits.charts import MIME, PALETTE
from nolimits.claims import claims
from nolimits.data import View, day_name
from nolimits.editions import snapshots

pytestmark = pytest.mark.xdist_group("site")

LARGEST = 128 * 1024  # bytes of a plot


def test_each_section_is_there_with_its_exhibits(site):
    drawn = {page.name: [call.id for call in page.charts] for page in manuscript.pages(CONTENTS) if page.is_notebook}
    assert list(drawn) == [f"notebooks/{section}" for section in SECTIONS]
    for name, charts in drawn.items():
        figures = soup(site / f"{name}.html").select("figure.exhibit")
        assert [figure["id"] for figure in figures] == charts
        for figure in figures:
            assert figure.select_one(".exhibit-headline").get_text(strip=True)
            assert re.match(r"Figure \d", figure.select_one("figcaption").get_text(strip=True))
            assert "as known by" in figure.select_one(".exhibit-source").get_text()
            assert len(figure.select("img")) == 4
            for image in figure.select("img"):
                assert len(image["alt"]) > 20
                assert (site / "notebooks" / unquote(image["src"])).is_file()


def test_pictures_are_small_and_of_the_palette(latest_site):
    pictures = sorted((latest_site / "_images").glob("*.svg"))
    assert len(pictures) == 4 * sum(len(page.charts) for page in manuscript.pages(CONTENTS))
    for theme, name in enumerate(("light", "dark")):
        palette = {pair[theme] for pair in PALETTE.values()}
        for picture in (one for one in pictures if one.stem.endswith(name)):
            assert picture.stat().st_size < LARGEST, picture.name
            assert set(re.findall(r"#[0-9a-f]{6}\b", picture.read_text(encoding="utf-8"))) <= palette, picture.name


def test_a_page_says_its_day_in_its_first_line(site):
    cutoff = told(site, "edition")["cutoff"]
    for section in SECTIONS:
        first = soup(site / f"notebooks/{section}.html").select_one("article h1").find_next("p")
        assert day_name(cutoff) in first.get_text()


@pytest.mark.full
def test_numbers_words_headlines_and_source_lines_differ_from_day_to_day(sites):
    for part in ("a.fact", ".exhibit-headline", ".exhibit-source"):
        said = {
            day: [
                node.get_text()
                for section in SECTIONS
                for node in soup(sites(day) / f"notebooks/{section}.html").select(part)
            ]
            for day in DAYS
        }
        assert len({tuple(words) for words in said.values()}) == len(DAYS), part


def test_no_sentence_stumbles_over_what_was_not_known(site):
    for name in CONTENTS.pages:
        for sentence in told(site, name)["sentences"]:
            assert "not known by" not in sentence["text"], name
            if name == "chapters/language":
                continue  # it shows the marks of the language
            assert not re.search(r"[{}`]|\s(?!:::)[.,;:]|\(\s|\s\)|\.\.", sentence["text"].replace("…", "")), (
                name,
                sentence["text"],
            )


def test_no_heading_is_followed_by_nothing(site):
    for name in CONTENTS.pages:
        for heading in soup(site / f"{name}.html").select("article :is(h2, h3)"):
            section = heading.find_parent("section")
            said = section.get_text(" ", strip=True) if section else "no section"
            held = section and section.select("img, svg, table, figure, details")
            assert held or said != heading.get_text(" ", strip=True), (name, heading.get_text())


def test_a_reader_sees_a_report_and_no_notebook_dump(latest_site):
    for section in SECTIONS:
        article = soup(latest_site / f"notebooks/{section}.html").select_one("article")
        text = article.get_text(" ")
        assert "View(" not in text.replace(" ", "") or article.select("details div.cell_input")
        assert "cutoff: str" not in text
        assert "vnd.nolimits" not in text
        for block in article.select("div.cell_input"):
            assert block.find_parent("details") is not None
        # nothing stands between a question and its chart
        assert article.select("div.cell:has(figure.exhibit) > .cell_output ~ details")
        assert not article.select("div.cell:has(figure.exhibit) > details ~ .cell_output")


def test_every_link_resolves(site):
    assert sorted(set(broken(site, site)))[:20] == []


def test_every_derived_fact_tells_where_it_comes_from(latest_site):
    for section in SECTIONS:
        facts = soup(latest_site / f"notebooks/{section}.html").select("a.fact")
        assert facts
        assert all(fact["data-tip"] and "#" in fact["href"] for fact in facts)


def test_every_indicator_row_source_claim_and_column_has_its_place(site):
    view = View(told(site, "edition")["cutoff"], folder=ROOT / "data")
    for section in view.evidence.choices("indicators", "section"):
        placed = {node["id"] for node in soup(site / f"chapters/rows-{section}.html").select("[id]")}
        for name in view.indicators:
            if view.about(name)["section"] == section:
                assert name in placed
                assert {take.anchor for takes in view.periods(name).values() for take in takes} <= placed
    sources = {node["id"] for node in soup(site / "chapters/sources.html").select("ol.sources li")}
    assert sources == {row["source"] for row in view.evidence.rows("sources") if view.names(row["source"])}
    ledger = {node["id"] for node in soup(site / "chapters/ledger.html").select("tr[id]")}
    assert ledger == set(claims(view.evidence))
    registers = {node["id"] for node in soup(site / "chapters/registers.html").select("[id]")}
    for register in view.evidence.registers.values():
        if register.page == "chapters/registers":
            assert {entry.anchor for entry in view.register(register.name)} <= registers, register.name
    dictionary = soup(site / "chapters/dictionary.html").get_text()
    for resource in view.evidence.package["resources"]:
        assert all(field["name"] in dictionary for field in resource["schema"]["fields"])


def test_no_role_is_left_unanswered_on_any_page(site):
    for page in site.rglob("*.html"):
        if "_static" not in page.parts:
            root = lxml.html.parse(page).getroot()
            etree.strip_elements(root, "code", "pre", "script", with_tail=False)
            assert not re.search(r"\{[a-z-]+\}", "".join(root.itertext())), page


# --- pages as data


@pytest.mark.parametrize("name", ["page", "edition"])
def test_pages_and_edition_are_data_as_the_published_schemas_say(site, name):
    schema = Draft202012Validator(json.loads((site / f"schemas/{name}.schema.json").read_text()))
    for held in CONTENTS.pages if name == "page" else ("edition",):
        assert [error.message[:300] for error in schema.iter_errors(told(site, held))] == [], held


def test_each_number_of_a_page_as_data_has_its_place_and_its_words_on_the_page(site):
    assert list(told(site, "edition")["pages"]) == list(CONTENTS.pages)
    for name in CONTENTS.pages:
        found, twin = soup(site / f"{name}.html"), told(site, name)
        placed = {node["id"]: node.get_text() for node in found.select('[id^="n-"]')}
        told_of = {number["anchor"]: number["text"] for number in twin["numbers"]}
        figures = {node["id"] for node in found.select("figure.exhibit")}
        exhibits = {one["id"] for one in twin["exhibits"]}
        if borrows(name):  # what a page shows of another is in that one's data
            assert told_of.items() <= placed.items(), name
            assert exhibits <= figures, name
        else:
            assert placed == told_of, name
            assert figures == exhibits, name


def borrows(name):
    """Whether a page shows a part of another."""
    chapter = ROOT / f"{name}.md"
    return chapter.is_file() and ":::{excerpt}" in chapter.read_text(encoding="utf-8")


def test_anchors_are_unique_on_a_page_and_rows_are_told(site):
    for name in CONTENTS.pages:
        page = told(site, name)
        for kind, key in (("numbers", "anchor"), ("sentences", "anchor"), ("exhibits", "id"), ("verdicts", "claim")):
            anchors = [one[key] for one in page[kind]]
            assert len(anchors) == len(set(anchors)), (name, kind)
            assert {row for one in page[kind] for row in one["rows"]} <= set(page["rows"]), (name, kind)


def test_no_row_is_named_that_became_known_later(site):
    cutoff = told(site, "edition")["cutoff"]
    for name in CONTENTS.pages:
        assert [key for key, row in told(site, name)["rows"].items() if row["known_on"] > cutoff] == [], name


def test_all_verdicts_are_in_the_edition_and_in_the_ledger(site):
    view = View(told(site, "edition")["cutoff"], folder=ROOT / "data")
    assert set(told(site, "edition")["claims"]) == set(claims(view.evidence))
    ledger = told(site, "chapters/ledger")["verdicts"]
    assert {one["claim"]: one["verdict"] for one in ledger} == told(site, "edition")["claims"]


def test_the_chapter_on_changes_compares_with_the_earlier_days(site):
    named = yaml.safe_load((ROOT / "_config.yml").read_text())["sphinx"]["config"]["nolimits_editions"]
    cutoff = told(site, "edition")["cutoff"]
    said = soup(site / "chapters/changes.html").select_one("article")
    earlier = snapshots.earlier(named, View(cutoff, folder=ROOT / "data"))
    assert len(said.select("section .changes:not(.months)")) == len(earlier)
    assert [node["id"] for node in said.select("section[id^=since-]")] == [f"since-{one}" for one in earlier[::-1]]
    assert ("no earlier edition" in said.get_text()) == (not earlier)
    turned = [one.find_next_sibling() for one in said.find_all(["h3", "h4"], string="Theses that turned")]
    theses = [item.find("a")["href"] for one in turned for item in one.select("li")]
    assert len(turned) == len(earlier)
    assert all("#thesis-" in one for one in theses)


def test_the_record_of_the_build_tells_its_day(site):
    record = told(site, "build")
    assert record["cutoff"] <= record["newest"]
    assert record["cutoff"] == told(site, "edition")["cutoff"]
    assert set(record["parameters"]) == set(SECTIONS)


# --- the same each time


@pytest.mark.full
def test_two_builds_from_nothing_in_two_folders_are_equal_byte_for_byte(latest_site, tmp_path):
    copy = tmp_path / "another" / "folder"
    keep = shutil.ignore_patterns("_build", ".venv", ".git", "*_cache", "__pycache__", ".hypothesis", "mutants")
    shutil.copytree(ROOT, copy, ignore=keep)
    command = [sys.executable, "-m", "nolimits.cli", "build", "--jobs", "1"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    different = subprocess.run(
        ["diff", "-rq", latest_site, copy / "_build/html"], capture_output=True, text=True, check=False
    )
    assert different.stdout == ""


def drawn(section: str, cutoff: str) -> Path:
    """The executed notebook of a section as drawn for a day."""
    for path in sorted((ROOT / "_build/runs").glob(f"{section}-*.ipynb"), key=lambda one: -one.stat().st_mtime_ns):
        bundles = [bundle for _, bundle in manuscript.outputs(path, MIME)]
        if bundles and all(one["cutoff"] == cutoff and one["fingerprint"] for one in bundles):
            return path
    raise AssertionError(f"no run of {section} is kept")


def test_nbval_finds_an_executed_notebook_repeatable(latest_site):
    executed = drawn(SECTIONS[-1], told(latest_site, "edition")["cutoff"])
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", "-p", "no:xdist", executed]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert re.search(r"[1-9]\d* passed", done.stdout)

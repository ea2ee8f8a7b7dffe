"""Three editions of a book in one site: frozen, linked from a plain folder, and truthful about what changed."""

import hashlib
import json
import shutil
from collections import Counter
from pathlib import Path

import builds
import pytest
import small
import yaml
from browsing import chromium, overheard  # noqa: F401  the fixture
from conftest import Tables
from links import broken

from nolimits import editions
from nolimits.editions import archive
from nolimits.editions.compare import compare
from nolimits.editions.since import NOUNS
from nolimits.editions.snapshots import load
from nolimits.editions.verify import ALTERED, INTACT, OTHER

pytestmark = pytest.mark.xdist_group("published")
DAYS = ("2023-01-31", "2023-06-30", "2024-01-20")
PAGE, CHART = "notebooks/trade.html", "trade-chart"


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """A small book with the pages that list charts and check files."""
    folder = small.book(tmp_path_factory.mktemp("published") / "book")
    for name, directive in (("charts", "catalogue"), ("verify", "verify")):
        (folder / f"chapters/{name}.md").write_text(f"# {name.title()}\n\n:::{{{directive}}}\n:::\n")
    summary = folder / "chapters/summary.md"
    summary.write_text(summary.read_text() + "\nNorland sells more wool: {verdict}`l001`.\n")
    contents = yaml.safe_load((folder / "_toc.yml").read_text())
    contents["chapters"] += [{"file": "chapters/charts"}, {"file": "chapters/verify"}]
    (folder / "_toc.yml").write_text(yaml.safe_dump(contents, sort_keys=False))
    return folder


def published(book: Path, home: Path, day: str) -> str:
    """Publish the edition of a day; its key."""
    key, _ = builds.publish(book, home, day)
    return key


@pytest.fixture(scope="module")
def site(book):
    """The three editions, and what the first two held before the third was laid beside them."""
    home = book.parent / "site"
    keys = [published(book, home, day) for day in DAYS[:2]]
    before = {key: archive.checksums(home / "editions" / key) for key in keys}
    keys.append(published(book, home, DAYS[2]))
    return home, keys, before


@pytest.fixture
def opened(chromium):  # noqa: F811
    """Opens a page of a plain folder; gives it with what it said and what it fetched."""
    context = chromium.new_context()
    yield overheard(context)
    context.close()


def test_no_byte_of_the_earlier_editions_changes(site):
    home, keys, before = site
    assert {key: archive.checksums(home / "editions" / key) for key in keys[:2]} == before


def test_publishing_the_last_again_changes_nothing(site, book):
    home, keys, _ = site
    before = archive.checksums(home)
    assert published(book, home, DAYS[2]) == keys[2]
    assert archive.checksums(home) == before


def test_rows_that_become_known_later_leave_an_earlier_edition_as_it_is(site, book, tmp_path):
    home, keys, _ = site
    later = Path(shutil.copytree(book, tmp_path / "book"))
    newest = {"indicator": "wool.imports", "known_on": "2024-01-20"}
    Tables(later / "data").change("observations", newest, note="looked at again")
    assert published(later, home, DAYS[0]) == keys[0]


def test_each_edition_is_in_the_list_and_the_newest_at_the_root(site):
    home, keys, _ = site
    told = json.loads((home / "editions.json").read_text())
    assert [one["edition"] for one in told["editions"]] == keys
    assert json.loads((home / "edition.json").read_text())["edition"] == keys[2]


def test_what_a_page_links_to_is_there_from_its_frozen_place_and_from_the_root(site):
    home, keys, _ = site
    for key in keys:
        assert broken(home / "editions" / key, home) == []
    assert broken(home / "charts", home) == []
    assert broken(home / "chapters", home) == []


def twins(home: Path, key: str) -> dict:
    return json.loads((home / "editions" / key / "chapters/summary.json").read_text())


def test_an_older_page_says_so_and_counts_what_changed(site, opened):
    home, keys, _ = site
    old, new = twins(home, keys[0]), twins(home, keys[2])
    # the rate stayed; the mill is being built, and wool sold is more than wool bought
    assert [one["text"] for one in old["numbers"]] == ["9.5%", "agreed"]
    assert [one["text"] for one in new["numbers"]] == ["9.5%", "under construction"]
    assert [twin["verdicts"][0]["verdict"] for twin in (old, new)] == ["refuted", "confirmed"]
    opened.goto((home / "editions" / keys[0] / "chapters/summary.html").as_uri())
    words = opened.locator(".edition-note").inner_text()
    assert "older edition, that of 31 January 2023" in words
    assert "1 verdict, 1 state of a project" in words
    assert "on this page have changed" in words
    assert opened.said == []
    assert all(address.startswith(("file:", "data:")) for address in opened.fetched)


def test_from_an_older_page_one_goes_to_the_next_and_to_the_newest(site, opened):
    home, keys, _ = site
    opened.goto((home / "editions" / keys[0] / PAGE).as_uri())
    opened.click(".edition-note a[rel=next]")
    opened.wait_for_url(f"**/editions/{keys[1]}/{PAGE}")
    opened.click(".edition-note a:text('Newest edition')")
    opened.wait_for_url((home / PAGE).as_uri())
    assert "the newest" in opened.locator(".edition-note").inner_text()
    assert opened.said == []


def test_a_charts_page_lists_its_fingerprints_in_all_editions(site, opened):
    home, _, _ = site
    opened.goto((home / f"charts/{CHART}.html").as_uri())
    assert opened.locator(".fingerprints li").count() == 3
    assert opened.said == []


def test_a_chart_that_shows_the_same_keeps_its_fingerprint_on_another_day(site):
    home, keys, _ = site
    told = json.loads((home / "versions.json").read_text())["charts"]
    marks = {name: [one["fingerprint"] for one in versions] for name, versions in told.items()}
    assert len(set(marks["talks-chart"])) == 1, "of the rate nothing has become known since"
    assert marks[CHART][0] == marks[CHART][1] != marks[CHART][2]
    assert [one["edition"] for one in told[CHART]] == keys


@pytest.mark.parametrize("end", ["svg", "png", "pdf", "csv"])
def test_a_file_of_an_older_edition_is_known_and_one_changed_byte_is_noticed(site, tmp_path, end):
    home, keys, _ = site
    file = home / "editions" / keys[0] / f"charts/{CHART}/{CHART}.{end}"
    found = editions.verify(str(file), [home])
    assert found.state == OTHER
    assert found.since.startswith(f"edition {keys[2]} draws it otherwise")
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    (tmp_path / file.name).write_bytes(content)
    assert editions.verify(str(tmp_path / file.name), [home]).state == ALTERED


def test_the_page_that_checks_files_gives_the_same_answers(site, opened, tmp_path):
    home, keys, _ = site
    file = home / "editions" / keys[0] / f"charts/{CHART}/{CHART}.png"
    opened.goto((home / "chapters/verify.html").as_uri())
    opened.set_input_files(".verify input", str(file))
    opened.wait_for_selector(".verify p.of-another-edition")
    assert keys[0] in opened.locator(".verify p[role=status]").inner_text()
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    (tmp_path / "renamed.png").write_bytes(content)
    opened.set_input_files(".verify input", str(tmp_path / "renamed.png"))
    opened.wait_for_selector(".verify p.altered")
    # `constructor` is a name that every object has
    for name in ("constructor.png", "photo.png"):
        (tmp_path / name).write_bytes(bytes(range(200)))
        opened.set_input_files(".verify input", str(tmp_path / name))
        opened.wait_for_selector(".verify p.unknown")
    assert opened.said == []


def test_of_all_that_the_site_offers_the_page_and_the_command_say_the_same(site, opened, tmp_path):
    home, _, _ = site
    opened.goto((home / "chapters/verify.html").as_uri())
    offered = ("downloads/trade.ipynb", "downloads/trade.py", "data.zip", "data/observations.csv", "claims.json")
    offered += ("notebooks/trade.html", "notebooks/trade.json", f"charts/{CHART}/{CHART}.bib", "card.png")
    for name in offered:
        assert editions.verify(str(home / name), [home]).state == INTACT, name
        opened.set_input_files(".verify input", str(home / name))
        opened.wait_for_selector(".verify p.intact")
        assert name in opened.locator(".verify p[role=status]").inner_text()
        if name.startswith(("downloads/", "data/")):
            (tmp_path / Path(name).name).write_bytes((home / name).read_bytes() + b" ")
            opened.set_input_files(".verify input", str(tmp_path / Path(name).name))
            opened.wait_for_selector(".verify p.altered")


def test_each_page_of_each_edition_says_what_the_comparison_says(site, opened):
    home, keys, _ = site
    for key in keys[:2]:
        found = compare(*(load(home / "editions" / one) for one in (key, keys[2])))
        pages = [path for path in sorted((home / "editions" / key).rglob("*.html")) if "downloads" not in path.parts]
        for path in pages:
            name = path.relative_to(home / "editions" / key).with_suffix("").as_posix()
            if name == "index":
                continue  # it leads elsewhere
            opened.goto(path.as_uri())
            words = opened.locator(".edition-note").inner_text()
            counts = Counter(change.kind for change in found.on(name))
            told = [f"{n} {NOUNS[kind][n > 1]}" for kind in NOUNS if (n := counts[kind])]
            if name.startswith("charts/"):
                told = [kind for kind in ("chart", "headline") if any(c.asked == name[7:] for c in found.changes)][:1]
            assert all(one in words for one in told), (name, words)
            assert told or "has changed" in words, (name, words)
            assert not (told and "no number" in words), (name, words)


def test_the_checksums_of_a_frozen_edition_are_those_of_its_files(site):
    home, keys, _ = site
    folder = home / "editions" / keys[1]
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest

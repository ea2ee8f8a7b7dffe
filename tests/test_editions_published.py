"""Three editions of a book in one site: frozen, linked from a plain folder, and truthful about what changed."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
import small
from conftest import Tables
from test_browser import chromium, overheard  # noqa: F401  the fixture
from test_site import broken

from nolimits import editions
from nolimits.editions import archive

pytestmark = pytest.mark.xdist_group("small")
DAYS = ("2025-09-10", "2025-11-27", "2026-03-31")
PAGE, CHART = "notebooks/trade.html", "trade-chart"


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """A small book with the pages that list charts and check files."""
    folder = small.book(tmp_path_factory.mktemp("published") / "book")
    for name in ("charts", "verify"):
        shutil.copyfile(small.ROOT / f"chapters/{name}.md", folder / f"chapters/{name}.md")
    summary = folder / "chapters/summary.md"
    summary.write_text(summary.read_text() + "\nTrade declined in 2025: {verdict}`m344`.\n")
    contents = folder / "_toc.yml"
    contents.write_text(contents.read_text() + "- file: chapters/charts\n- file: chapters/verify\n")
    return folder


def published(book: Path, home: Path, day: str) -> str:
    """Publish the edition of a day by the command; its key."""
    done = small.nolimits(book, "publish", str(home), "--cutoff", day, "--no-pdf")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.split(":")[0].strip()).name


@pytest.fixture(scope="module")
def site(book):
    """The three editions, and what the first two held before the third was laid beside them."""
    home = book.parent / "site"
    keys = [published(book, home, day) for day in DAYS[:2]]
    before = {key: archive.told(home / "editions" / key) for key in keys}
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
    assert {key: archive.told(home / "editions" / key) for key in keys[:2]} == before


def test_publishing_the_last_again_changes_nothing(site, book):
    home, keys, _ = site
    before = archive.told(home)
    assert published(book, home, DAYS[2]) == keys[2]
    assert archive.told(home) == before


def test_rows_that_become_known_later_leave_an_earlier_edition_as_it_is(site, book, tmp_path):
    home, keys, _ = site
    later = Path(shutil.copytree(book, tmp_path / "book"))
    Tables(later / "data").change("observations", {"indicator": "rate.key", "known_on": "2026-02-13"}, value="14.75")
    assert published(later, home, DAYS[0]) == keys[0]


def test_each_edition_is_in_the_list_and_the_newest_at_the_root(site):
    home, keys, _ = site
    told = json.loads((home / "editions.json").read_text())
    assert [one["edition"] for one in told["editions"]] == keys
    assert json.loads((home / "edition.json").read_text())["edition"] == keys[2]


def missing(folder: Path, root: Path) -> set[str]:
    """Where links lead that lead nowhere; the small book lacks the pages of rows."""
    return {one.partition(": ")[2] for one in broken(folder, root)}


def test_what_a_page_links_to_is_there_from_its_frozen_place_and_from_the_root(site, book):
    home, keys, _ = site
    own = missing(book / "_build/edition", book / "_build/edition")
    assert missing(home / "editions" / keys[2], home) == own
    assert missing(home / "charts", home) <= own


def changed(home, older, newer) -> tuple[int, int]:
    """How many numbers and verdicts of the page are others now, counted from the twins."""
    old, new = (json.loads((home / "editions" / key / "chapters/summary.json").read_text()) for key in (older, newer))
    numbers = {one["anchor"]: one["text"] for one in new["numbers"]}
    gone = [
        one
        for one in old["numbers"]
        if numbers.get(one["anchor"]) != one["text"]
        and not ("not known by" in one["text"] and "not known by" in numbers.get(one["anchor"], ""))
    ]
    verdicts = {one["claim"]: one["verdict"] for one in new["verdicts"]}
    return len(gone), len([one for one in old["verdicts"] if verdicts.get(one["claim"]) != one["verdict"]])


def test_an_older_page_says_so_and_counts_what_changed(site, opened):
    home, keys, _ = site
    opened.goto((home / "editions" / keys[0] / "chapters/summary.html").as_uri())
    words = opened.locator(".edition-note").inner_text()
    numbers, verdicts = changed(home, keys[0], keys[2])
    assert "older edition, that of 10 September 2025" in words
    assert (numbers, verdicts) == (1, 1)
    assert "1 number and 1 verdict on this page have changed" in words
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
    opened.goto((home / "charts/trade-chart.html").as_uri())
    assert opened.locator(".fingerprints li").count() == 3
    assert opened.said == []


@pytest.mark.parametrize("end", ["svg", "png", "pdf", "csv"])
def test_a_file_of_an_older_edition_is_known_and_one_changed_byte_is_noticed(site, tmp_path, end):
    home, keys, _ = site
    file = home / "editions" / keys[0] / f"charts/trade-chart/trade-chart.{end}"
    found = editions.verify(str(file), [home])
    assert found.state == "intact"
    assert found.since.startswith(f"edition {keys[2]} draws it otherwise")
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    (tmp_path / file.name).write_bytes(content)
    assert editions.verify(str(tmp_path / file.name), [home]).state == "changed"


def test_the_page_that_checks_files_gives_the_same_answers(site, opened, tmp_path):
    home, keys, _ = site
    file = home / "editions" / keys[0] / "charts/trade-chart/trade-chart.png"
    opened.goto((home / "chapters/verify.html").as_uri())
    opened.set_input_files(".verify input", str(file))
    opened.wait_for_selector(".verify p.intact")
    assert keys[0] in opened.locator(".verify p[role=status]").inner_text()
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    (tmp_path / "renamed.png").write_bytes(content)
    opened.set_input_files(".verify input", str(tmp_path / "renamed.png"))
    opened.wait_for_selector(".verify p.changed")
    (tmp_path / "photo.png").write_bytes(bytes(range(200)))
    opened.set_input_files(".verify input", str(tmp_path / "photo.png"))
    opened.wait_for_selector(".verify p.unknown")
    assert opened.said == []


def test_the_checksums_of_a_frozen_edition_are_those_of_its_files(site):
    home, keys, _ = site
    folder = home / "editions" / keys[1]
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest

"""An edition once published stays as it was: frozen files are written once, and older pages tell what changed since."""

import hashlib
import json
from pathlib import Path

import pytest

from nolimits import editions
from nolimits.data import DataError
from nolimits.editions import archive, provenance, site

PAGE = (
    '<html><head><link href="{up}_static/book.css?v=1"></head><body><img src="{up}_images/a.svg">'
    '<a href="{up}index.html">start</a></body></html>'
)


def tree(
    folder: Path, cutoff: str, digits: str, *, number: str = "1%", verdict: str = "confirmed", drawn: str = "1"
) -> Path:
    """A finished book in small: two pages, one chart, shared files, a manifest."""
    for name in ("_static", "_images", "notebooks", "charts/trade-level"):
        (folder / name).mkdir(parents=True)
    (folder / "_static/book.css").write_text("p { color: black }")
    (folder / "_images/a.svg").write_text(f"<svg>{drawn}</svg>")
    (folder / "index.html").write_text(PAGE.format(up=""))
    (folder / "notebooks/trade.html").write_text(PAGE.format(up="../"))
    fingerprint = hashlib.sha256(drawn.encode()).hexdigest()
    files = {
        "svg": f"<svg>trade-level {fingerprint} {drawn}</svg>",
        "csv": f"label,value\ntrade,{drawn}\n",
        "json": json.dumps({"headline": f"It is {drawn}"}),
    }
    for end, content in files.items():
        (folder / f"charts/trade-level/trade-level.{end}").write_text(content)
    sums = {f"trade-level.{end}": {"sha256": hashlib.sha256(text.encode()).hexdigest()} for end, text in files.items()}
    twin = {
        "numbers": [{"anchor": "n-1", "text": number}],
        "verdicts": [{"claim": "m021", "verdict": verdict}],
        "exhibits": [{"id": "trade-level", "fingerprint": fingerprint}],
    }
    (folder / "notebooks/trade.json").write_text(json.dumps(twin))
    manifest = {
        "edition": f"{cutoff}-{digits}",
        "cutoff": cutoff,
        "pages": {"notebooks/trade": "f" * 64},
        "charts": {"trade-level": {"fingerprint": fingerprint, "files": sums}},
        "claims": {"m021": verdict},
    }
    (folder / "edition.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def two(tmp_path) -> tuple[Path, Path]:
    """A site with two editions, and the later one's tree."""
    home = tmp_path / "site"
    editions.publish(tree(tmp_path / "old", "2025-09-10", "a" * 12), home)
    later = tree(tmp_path / "new", "2026-03-31", "b" * 12, number="2%", verdict="refuted", drawn="2")
    editions.publish(later, home)
    return home, later


def old(home: Path) -> Path:
    return home / "editions" / f"2025-09-10-{'a' * 12}"


def test_a_second_edition_changes_no_byte_of_the_first(tmp_path):
    home = tmp_path / "site"
    editions.publish(tree(tmp_path / "old", "2025-09-10", "a" * 12), home)
    before = archive.told(old(home))
    editions.publish(tree(tmp_path / "new", "2026-03-31", "b" * 12, number="2%"), home)
    assert archive.told(old(home)) == before


def test_publishing_twice_changes_nothing(two):
    home, later = two
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    assert editions.publish(later, home) == (f"2026-03-31-{'b' * 12}", False)
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()} == before


def test_over_a_changed_frozen_file_nothing_is_published(two):
    home, later = two
    (old(home) / "index.html").write_text("other")
    with pytest.raises(DataError, match=r"index\.html is not as it was published"):
        editions.publish(later, home)


@pytest.mark.parametrize("act", ["missing", "added"])
def test_a_frozen_file_that_is_gone_or_came_in_is_noticed(two, act):
    home, _ = two
    (old(home) / "index.html").unlink() if act == "missing" else (old(home) / "more.html").touch()
    assert site.damaged(old(home)) == ["index.html" if act == "missing" else "more.html"]


def test_other_contents_under_the_same_key_are_refused(two, tmp_path):
    home, _ = two
    other = tree(tmp_path / "other", "2026-03-31", "b" * 12, number="3%")
    with pytest.raises(DataError, match="holds other contents under this key"):
        editions.publish(other, home)


def test_the_root_is_the_edition_that_knows_most_whatever_was_published_last(two, tmp_path):
    home, _ = two
    editions.publish(tree(tmp_path / "late", "2025-11-27", "c" * 12), home)
    assert json.loads((home / "edition.json").read_text())["cutoff"] == "2026-03-31"
    assert json.loads((home / "editions.json").read_text())["newest"] == f"2026-03-31-{'b' * 12}"


def test_every_page_finds_the_shared_files_from_its_place(two):
    home, _ = two
    for page in home.rglob("*.html"):
        text = page.read_text()
        for part in text.split('"')[1::2]:
            if part.startswith((".", "assets", "editions")):
                assert (page.parent / part.partition("?")[0]).is_file(), f"{page}: {part}"
        assert "_static" not in text


def test_equal_files_of_two_editions_are_kept_once(two):
    home, _ = two
    assert len(list(home.glob("assets/*/book.css"))) == 1
    assert len(list(home.glob("assets/images/*"))) == 2


def test_an_older_page_is_told_how_much_changed_since(two):
    home, _ = two
    text = (home / "editions.js").read_text()
    told = json.loads(text.partition(" = ")[2].partition(";\n")[0])
    assert told["since"] == {old(home).name: {"notebooks/trade": {"numbers": 1, "verdicts": 1, "charts": 1}}}


def test_each_chart_and_claim_has_its_versions(two):
    home, _ = two
    told = json.loads((home / "versions.json").read_text())
    assert [one["verdict"] for one in told["claims"]["m021"]] == ["confirmed", "refuted"]
    assert len({one["fingerprint"] for one in told["charts"]["trade-level"]}) == 2


def test_a_killed_publication_can_be_done_again(two, tmp_path):
    home, later = two
    told = json.loads((home / "editions.json").read_text())
    told["editions"].pop()
    (home / "editions.json").write_text(json.dumps(told))
    (home / ".publishing-1").mkdir()
    editions.publish(later, home)
    assert len(json.loads((home / "editions.json").read_text())["editions"]) == 2
    assert not list(home.glob(".publishing-*"))


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/all.txt").write_text("mine")
    with pytest.raises(DataError, match="something else than a site"):
        editions.publish(tree(tmp_path / "new", "2026-03-31", "b" * 12), tmp_path / "thesis")


def test_what_is_no_finished_book_is_not_published(tmp_path):
    with pytest.raises(DataError, match="holds no finished book"):
        editions.publish(tmp_path, tmp_path / "site")


def held(home: Path, end: str) -> Path:
    return old(home) / f"charts/trade-level/trade-level.{end}"


def test_a_file_as_published_is_intact_and_told_how_a_newer_edition_draws_it(two):
    found = editions.verify(str(held(two[0], "csv")), [two[0]])
    assert (found.state, [one.cutoff for one in found.editions]) == ("intact", ["2025-09-10"])
    assert found.since.endswith("1 of its 1 rows are gone or differ, 1 are new; its headline is now: It is 2")


@pytest.mark.parametrize(("end", "change"), [("svg", b"<svg/>"), ("csv", b"1\n")])
def test_a_changed_file_is_noticed(two, tmp_path, end, change):
    copy = tmp_path / f"trade-level.{end}"
    copy.write_bytes(held(two[0], end).read_bytes() + change)
    assert editions.verify(str(copy), [two[0]]).state == "changed"


def test_a_file_from_elsewhere_is_unknown(two, tmp_path):
    other = tmp_path / "photo.png"
    other.write_bytes(bytes(range(256)))
    assert editions.verify(str(other), [two[0]]).state == "unknown"


@pytest.mark.parametrize(
    ("thing", "state"),
    [
        ("editions/2025-09-10-aaaaaaaaaaaa/charts/trade-level.html", "known"),
        ("https://example.org/book/notebooks/trade.html#trade-level", "known"),
        ("notebooks/trade.html", "known"),
        ("https://example.org/other.html", "unknown"),
        ("0123456789abcdef", "unknown"),
        ("a\0b", "unknown"),
        ("editions/2020-01-01-cccccccccccc/charts/trade-level.html", "unknown"),
    ],
)
def test_an_address_or_a_fingerprint_is_told(two, thing, state):
    assert editions.verify(thing, [two[0]]).state == state


def test_the_first_digits_of_a_fingerprint_name_chart_and_edition(two):
    fingerprint = hashlib.sha256(b"1").hexdigest()
    found = editions.verify(fingerprint[:12].upper(), [two[0]])
    assert (found.what, found.fingerprint) == ("chart trade-level", fingerprint)
    assert provenance.verify("b" * 12, [two[0]]).what == f"edition 2026-03-31-{'b' * 12}"


def test_where_nothing_is_published_everything_is_unknown(tmp_path):
    assert editions.verify("0123456789abcdef", [tmp_path]).state == "unknown"

"""An edition once published stays as it was: frozen files are written once, and older pages tell what changed since."""

import json
import os
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from trees import CHART, NEW, OLD, PAGE, fingerprint, sha, tree

from nolimits import editions
from nolimits.data import DataError
from nolimits.editions import archive, site, sums
from nolimits.editions.history import script as script_of_pages
from nolimits.editions.sums import write_sums

BETWEEN = f"2025-11-27-{'c' * 12}"


@pytest.fixture
def two(tmp_path) -> tuple[Path, Path]:
    """A site with two editions, and the later one's tree."""
    home = tmp_path / "site"
    editions.publish(tree(tmp_path / "old", OLD), home)
    later = tree(tmp_path / "new", NEW, number="2%", verdict="refuted", drawn="2")
    editions.publish(later, home)
    return home, later


def old(home: Path) -> Path:
    return home / "editions" / OLD


def script(path: Path, name: str) -> object:
    """The value that a script of a site assigns."""
    first = path.read_text().splitlines()[0]
    assert first.startswith(f"window.{name} = ")
    return json.loads(first.removeprefix(f"window.{name} = ").rstrip(";"))


# --- what is frozen


def test_publishing_gives_the_key_and_whether_something_was_added(tmp_path):
    made = tree(tmp_path / "old", OLD)
    assert editions.publish(made, tmp_path / "deep/site") == (OLD, True)
    assert editions.publish(made, tmp_path / "deep/site") == (OLD, False)


def test_a_second_edition_changes_no_byte_of_the_first(tmp_path):
    home = tmp_path / "site"
    editions.publish(tree(tmp_path / "old", OLD), home)
    before = archive.checksums(old(home))
    editions.publish(tree(tmp_path / "new", NEW, number="2%"), home)
    assert archive.checksums(old(home)) == before


def test_publishing_twice_touches_nothing(two):
    home, later = two
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    assert editions.publish(later, home) == (NEW, False)
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()} == before


def test_a_frozen_edition_lies_there_with_its_checksums(two):
    home, _ = two
    lines = (old(home) / "SHA256SUMS").read_text().splitlines()
    there = archive.checksums(old(home))
    assert lines == [f"{there[name]}  {name}" for name in sorted(there) if name != "SHA256SUMS"]
    assert site.damage(old(home)) == []


def test_of_a_tree_what_a_build_notes_for_itself_is_left_out_and_what_is_shared_lies_elsewhere(two):
    home, later = two
    frozen = {path.relative_to(old(home)).as_posix() for path in old(home).rglob("*") if path.is_file()}
    held = {path.relative_to(later).as_posix() for path in later.rglob("*") if path.is_file()}
    assert frozen == held - {"build.json", "_static/book.css", "_images/a.svg"} | {"SHA256SUMS"}


@pytest.mark.parametrize("act", ["changed", "missing", "added"])
def test_a_frozen_file_that_was_touched_is_noticed_and_nothing_more_is_published(two, act):
    home, later = two
    match act:
        case "changed":
            (old(home) / "index.html").write_text("other")
        case "missing":
            (old(home) / "index.html").unlink()
        case "added":
            (old(home) / "more.html").touch()
    name = "more.html" if act == "added" else "index.html"
    assert site.damage(old(home)) == [name]
    with pytest.raises(DataError, match=rf"{OLD}/{name} is not as it was published: restore it first"):
        editions.publish(later, home)


def test_all_damage_is_told_in_order(two):
    home, _ = two
    for name in ("edition.json", "index.html"):
        (old(home) / name).write_text("other")
    (old(home) / "notebooks/trade.json").unlink()
    (old(home) / "a.html").touch()
    assert site.damage(old(home)) == ["a.html", "edition.json", "index.html", "notebooks/trade.json"]


@pytest.mark.parametrize("text", [None, "no checksum"])
def test_an_edition_whose_checksums_are_gone_or_cannot_be_read_is_damaged(two, text):
    home, _ = two
    sums = old(home) / "SHA256SUMS"
    sums.unlink() if text is None else sums.write_text(text)
    assert site.damage(old(home)) == ["SHA256SUMS"]


def test_other_contents_under_the_same_key_are_refused(two, tmp_path):
    home, _ = two
    before = archive.checksums(home)
    with pytest.raises(DataError, match="holds other contents under this key: its files are frozen and stay"):
        editions.publish(tree(tmp_path / "other", NEW, number="3%"), home)
    assert archive.checksums(home) == before


# --- where it is published


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/all.txt").write_text("mine")
    with pytest.raises(DataError, match="something else than a site of editions: name a new or an empty one"):
        editions.publish(tree(tmp_path / "new", NEW), tmp_path / "thesis")
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["all.txt"]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(DataError, match="there is a file of that name: name a folder"):
        editions.publish(tree(tmp_path / "new", NEW), tmp_path / "file")


def test_a_foreign_folder_that_holds_editions_of_something_is_left_alone(tmp_path):
    for number, name in enumerate(("editions/first/all.txt", "editions/all.txt", "assets/photo.jpg", "editions.json")):
        home = tmp_path / str(number)
        (home / name).parent.mkdir(parents=True)
        (home / name).write_text("{}")
        with pytest.raises(DataError, match="something else than a site of editions: name a new or an empty one"):
            editions.publish(tree(tmp_path / f"tree {number}", NEW), home)
        assert list(archive.checksums(home)) == [name]


def test_the_checkout_of_a_branch_that_a_host_serves_is_published_into(tmp_path):
    home = tmp_path / "site"
    for name in (".git/HEAD", "CNAME", ".nojekyll"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("mine")
    assert editions.publish(tree(tmp_path / "new", NEW), home) == (NEW, True)
    assert [(home / name).read_text() for name in (".git/HEAD", "CNAME")] == ["mine", "mine"]


@pytest.mark.parametrize("known", ["editions", "editions.json", None])
def test_an_empty_folder_or_a_site_is_published_into(tmp_path, known):
    home = tmp_path / "site"
    home.mkdir()
    if known == "editions":
        (home / "editions").mkdir()
    elif known:
        (home / known).write_text('{"editions": []}')
    assert editions.publish(tree(tmp_path / "new", NEW), home) == (NEW, True)


@pytest.mark.parametrize("text", [None, "{"])
def test_what_is_no_finished_book_is_not_published(tmp_path, text):
    if text:
        (tmp_path / "edition.json").write_text(text)
    with pytest.raises(DataError, match="holds no finished book: run `nolimits build` first"):
        editions.publish(tmp_path, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_killed_publication_can_be_done_again(two):
    home, later = two
    told = json.loads((home / "editions.json").read_text())
    told["editions"].pop()
    (home / "editions.json").write_text(json.dumps(told))
    (home / ".publishing-1").mkdir()
    assert editions.publish(later, home) == (NEW, False)
    assert [one.key for one in site.editions(home)] == [OLD, NEW]
    assert not list(home.glob(".publishing-*"))


def test_a_first_publication_that_was_killed_can_be_done_again(tmp_path):
    home = tmp_path / "site"
    for name in (".publishing-1", "assets"):
        (home / name).mkdir(parents=True)
    assert editions.publish(tree(tmp_path / "new", NEW), home) == (NEW, True)


def test_what_was_prepared_is_gone_where_publishing_failed(two, tmp_path):
    home, _ = two
    with pytest.raises(DataError):
        editions.publish(tree(tmp_path / "other", NEW, number="3%"), home)
    assert not list(home.glob(".publishing-*"))


def test_one_publication_waits_for_another(tmp_path):
    made, home = tree(tmp_path / "new", NEW), tmp_path / "site"
    home.mkdir()
    done = []
    with archive.locked(home):
        other = threading.Thread(target=lambda: done.append(editions.publish(made, home)))
        other.start()
        time.sleep(0.1)
        assert done == []
    other.join(10)
    assert done == [(NEW, True)]


def test_of_first_publications_at_once_each_is_there_afterwards(tmp_path):
    keys = [f"2026-03-31-{digit * 12}" for digit in "abc"]
    trees = [tree(tmp_path / key, key) for key in keys]
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda made: editions.publish(made, tmp_path / "site"), trees))
    assert sorted(done) == [(key, True) for key in keys]
    assert sorted(one.key for one in site.editions(tmp_path / "site")) == keys


def test_what_is_published_is_read_when_its_turn_has_come(tmp_path):
    made, home = tree(tmp_path / "made", OLD), tmp_path / "site"
    home.mkdir()
    with ThreadPoolExecutor() as pool:
        with archive.locked(home):
            other = pool.submit(editions.publish, made, home)
            time.sleep(0.1)
            shutil.rmtree(made)
            tree(made, NEW, number="2%")
        assert other.result(10) == (NEW, True)
    assert json.loads((home / "editions" / NEW / "notebooks/trade.json").read_text())["numbers"][0]["text"] == "2%"


@pytest.mark.parametrize("name", ["notebooks/trade.html", "_images/a.svg", "edition.json"])
def test_a_tree_that_is_not_what_its_checksums_say_is_not_published(tmp_path, name):
    made = tree(tmp_path / "made", NEW)
    (made / name).write_text((made / name).read_text() + " ")
    with pytest.raises(DataError, match=rf"{name} is not that of the edition which is published: build it again"):
        editions.publish(made, tmp_path / "site")
    assert site.editions(tmp_path / "site") == []


# --- what is lost or damaged


@pytest.mark.parametrize("text", [None, "{", "[]", '{"editions": [{}]}'])
def test_a_list_of_editions_that_was_lost_is_written_anew_and_that_is_said(two, text):
    home, later = two
    (home / "editions.json").unlink() if text is None else (home / "editions.json").write_text(text)
    said = []
    assert editions.publish(later, home, said.append) == (NEW, False)
    assert [one.key for one in site.editions(home)] == [OLD, NEW]
    assert [line for line in said if OLD in line] == [
        f"editions.json did not name the edition {OLD}, which lies there: it is named again"
    ]


@pytest.mark.parametrize("place", ["assets/*/book.css", f"assets/images/{sha('<svg>2</svg>')[:16]}.svg"])
@pytest.mark.parametrize("act", ["changed", "missing"])
def test_a_shared_file_that_was_damaged_is_mended_by_publishing_again(two, place, act):
    home, later = two
    before, path = archive.checksums(home), next(home.glob(place))
    path.unlink() if act == "missing" else path.write_text("other")
    said = []
    assert editions.publish(later, home, said.append) == (NEW, False)
    assert archive.checksums(home) == before
    assert said == [f"{path} was not as it was published: it is restored"]


def test_a_shared_file_of_another_edition_that_was_damaged_is_told_with_the_remedy(two, tmp_path):
    home, later = two
    before, path = archive.checksums(home), home / f"assets/images/{sha('<svg>1</svg>')[:16]}.svg"
    path.write_text("other")
    with pytest.raises(DataError, match=rf"{path} is not as it was published: publish the edition {OLD} again"):
        editions.publish(later, home)
    assert editions.publish(tree(tmp_path / "again", OLD), home) == (OLD, False)
    assert archive.checksums(home) == before


@pytest.mark.parametrize("name", ["notebooks/trade.html", "notebooks/trade.json", "files.js", "root.json"])
def test_what_was_damaged_at_the_root_is_mended_by_publishing_again(two, name):
    home, later = two
    before = archive.checksums(home)
    (home / name).write_text("other")
    assert editions.publish(later, home) == (NEW, False)
    assert archive.checksums(home) == before


@pytest.mark.parametrize("name", ["index.html", "edition.json", "SHA256SUMS"])
def test_what_was_damaged_of_an_edition_is_mended_by_publishing_it_again(two, name):
    home, later = two
    before, path = archive.checksums(home), home / "editions" / NEW / name
    path.write_text("other")
    said = []
    assert editions.publish(later, home, said.append) == (NEW, False)
    assert archive.checksums(home) == before
    assert said == [f"{path} was not as it was published: it is restored"]


# --- the pages


def test_a_frozen_page_leads_to_the_site_s_files_and_asks_what_came_after_it(two):
    home, _ = two
    style = next(home.glob("assets/*/book.css")).parent.name
    picture = f"{sha('<svg>1</svg>')[:16]}.svg"
    assert (old(home) / "notebooks/trade.html").read_text() == (
        f'<html><head><link href="../../../assets/{style}/book.css?v=1">'
        f'<script src="../../../editions.js" data-edition="{OLD}" data-page="notebooks/trade.html" defer></script>\n'
        f'</head><body><img src="../../../assets/images/{picture}"><a href="../index.html">start</a></body></html>'
    )
    assert (
        f'src="../../editions.js" data-edition="{OLD}" data-page="index.html"' in (old(home) / "index.html").read_text()
    )


def test_a_page_at_the_root_leads_there_as_well(two):
    home, _ = two
    style = next(home.glob("assets/*/book.css")).parent.name
    picture = f"{sha('<svg>2</svg>')[:16]}.svg"
    assert (home / "notebooks/trade.html").read_text() == (
        f'<html><head><link href="../assets/{style}/book.css?v=1">'
        f'<script src="../editions.js" data-edition="{NEW}" data-page="notebooks/trade.html" defer></script>\n'
        f'</head><body><img src="../assets/images/{picture}"><a href="../index.html">start</a></body></html>'
    )
    assert 'src="editions.js"' in (home / "index.html").read_text()


def test_every_page_finds_the_shared_files_from_its_place(two):
    home, _ = two
    pages = [page for page in home.rglob("*.html") if "downloads" not in page.parts]
    assert len(pages) == 6
    for page in pages:
        text = page.read_text()
        for part in text.split('"')[1::2]:
            if part.startswith((".", "assets", "editions")):
                assert (page.parent / part.partition("?")[0]).is_file(), f"{page}: {part}"
        assert "_static" not in text


def test_what_was_made_to_be_taken_away_stays_as_it_is(two):
    home, _ = two
    assert (old(home) / "downloads/trade.html").read_text() == PAGE.format(up="../")


def test_a_page_with_signs_in_its_name_is_asked_for_by_its_address(tmp_path):
    made = tree(tmp_path / "new", NEW)
    (made / "über uns.html").write_text(PAGE.format(up=""))
    editions.publish(made, tmp_path / "site")
    assert 'data-page="%C3%BCber%20uns.html"' in (tmp_path / "site/editions" / NEW / "über uns.html").read_text()


@pytest.mark.parametrize(
    ("written", "led"),
    [
        ('<a href="_static/none.css">', '<a href="_static/none.css">'),  # what is not there is left as it is
        ("<i style='background:url(_images/a.svg)'>", "<i style='background:url(../../assets/images/{picture})'>"),
        ("<img src=_images/a.svg>", "<img src=../../assets/images/{picture}>"),
        ('<a href="_images/a.svg#x">', '<a href="../../assets/images/{picture}#x">'),
        ("<p>my_images/a.svg</p>", "<p>my_images/a.svg</p>"),
    ],
)
def test_shared_files_are_found_however_a_page_names_them(tmp_path, written, led):
    made = tree(tmp_path / "new", NEW)
    (made / "index.html").write_text(f"<html><head></head>{written}</html>")
    write_sums(made)
    editions.publish(made, tmp_path / "site")
    page = (tmp_path / "site/editions" / NEW / "index.html").read_text()
    assert led.format(picture=f"{sha('<svg>1</svg>')[:16]}.svg") in page


def test_equal_files_of_two_editions_are_kept_once_and_others_beside_them(two, tmp_path):
    home, _ = two
    assert len(list(home.glob("assets/*/book.css"))) == 1
    assert len(list(home.glob("assets/images/*"))) == 2
    other = tree(tmp_path / "other", BETWEEN)
    (other / "_static/book.css").write_text("p { color: red }")
    write_sums(other)
    editions.publish(other, home)
    assert len(list(home.glob("assets/*/book.css"))) == 2
    assert len(list(home.glob("assets/images/*"))) == 2


# --- the root


def test_the_root_is_the_edition_that_knows_most_whatever_was_published_last(two, tmp_path):
    home, _ = two
    editions.publish(tree(tmp_path / "late", BETWEEN), home)
    assert json.loads((home / "edition.json").read_text())["edition"] == NEW
    told = json.loads((home / "editions.json").read_text())
    assert told["newest"] == NEW
    assert [one["edition"] for one in told["editions"]] == [OLD, NEW, BETWEEN]
    assert [one["cutoff"] for one in told["editions"]] == ["2025-09-10", "2026-03-31", "2025-11-27"]


def test_of_two_that_know_as_much_the_root_is_the_one_published_last(two, tmp_path):
    home, _ = two
    last = f"2026-03-31-{'a' * 12}"
    editions.publish(tree(tmp_path / "again", last, number="4%"), home)
    assert json.loads((home / "edition.json").read_text())["edition"] == last


def test_what_the_newest_edition_lacks_is_gone_from_the_root_and_what_is_not_the_book_s_stays(tmp_path):
    home = tmp_path / "site"
    editions.publish(tree(tmp_path / "old", OLD, more=("chapters-why",)), home)
    (home / "CNAME").write_text("example.org")
    assert (home / "chapters-why.html").is_file()
    editions.publish(tree(tmp_path / "new", NEW), home)
    assert not (home / "chapters-why.html").exists()
    assert (old(home) / "chapters-why.html").is_file()
    assert (home / "CNAME").read_text() == "example.org"
    told = json.loads((home / "root.json").read_text())
    assert told["edition"] == NEW
    assert "index.html" in told["files"]
    assert "SHA256SUMS" not in told["files"]
    assert not (home / "SHA256SUMS").exists()


def test_an_older_edition_changes_nothing_of_the_pages_at_the_root(two, tmp_path):
    home, _ = two
    names = json.loads((home / "root.json").read_text())["files"]
    before = {name: (home / name).stat().st_mtime_ns for name in names}
    editions.publish(tree(tmp_path / "late", BETWEEN, number="7%"), home)
    assert {name: (home / name).stat().st_mtime_ns for name in names} == before


def test_a_site_that_is_not_there_has_no_editions(tmp_path):
    assert site.editions(tmp_path) == []


# --- what editions say of each other


def test_an_older_page_is_told_how_much_changed_since(two):
    home, _ = two
    told = script(home / "editions.js", "NOLIMITS_EDITIONS")
    assert told["newest"] == NEW
    assert told["editions"] == json.loads((home / "editions.json").read_text())["editions"]
    assert told["since"] == {
        OLD: {
            "notebooks/trade": {"verdict": 1, "headline": 1, "number": 1, "exhibit": 1},
            f"charts/{CHART}": {"headline": 1, "exhibit": 1},
        }
    }
    assert (home / "editions.js").read_bytes().endswith(script_of_pages())


def test_pages_that_an_edition_lacks_are_told(tmp_path):
    home = tmp_path / "site"
    editions.publish(tree(tmp_path / "old", OLD), home)
    editions.publish(tree(tmp_path / "new", NEW, more=("chapters-why", "about")), home)
    told = script(home / "editions.js", "NOLIMITS_EDITIONS")
    assert told["absent"] == {OLD: ["about.html", "chapters-why.html"], NEW: []}


def test_each_chart_and_claim_has_its_versions_in_the_order_of_the_days(two, tmp_path):
    home, _ = two
    editions.publish(tree(tmp_path / "late", BETWEEN, verdict="partly", drawn="3"), home)
    told = json.loads((home / "versions.json").read_text())
    assert told["claims"] == {
        "m021": [
            {"edition": OLD, "verdict": "confirmed"},
            {"edition": BETWEEN, "verdict": "partly"},
            {"edition": NEW, "verdict": "refuted"},
        ]
    }
    assert [(one["edition"], one["fingerprint"]) for one in told["charts"][CHART]] == [
        (OLD, fingerprint("1")),
        (BETWEEN, fingerprint("3")),
        (NEW, fingerprint("2")),
    ]


def test_a_page_can_tell_each_file_of_a_chart_by_its_hash(two):
    home, _ = two
    told = script(home / "files.js", "NOLIMITS_FILES")
    assert told["editions"] == [{"edition": OLD, "cutoff": "2025-09-10"}, {"edition": NEW, "cutoff": "2026-03-31"}]
    assert told["charts"] == {CHART: [fingerprint("1"), fingerprint("2")]}
    assert told["files"][sha("label,value\ntrade,1\n")] == [f"charts/{CHART}/{CHART}.csv", [0]]
    assert told["files"][sha("<svg>2</svg>")] == ["_images/a.svg", [1]]
    # what was made to be taken away, and pages as frozen and as they lie at the root
    for name in ("downloads/trade.html", "notebooks/trade.html", f"editions/{NEW}/notebooks/trade.html"):
        digest = archive.checksums(home)[name]
        assert told["files"][digest][0] == name.removeprefix(f"editions/{NEW}/")
    assert not any(name.startswith("_static/") for name, _ in told["files"].values())


def pair(edition: str, files: dict[str, str], **charts: str) -> tuple:
    named = {name: {"fingerprint": f"2-{mark}"} for name, mark in charts.items()}
    return {"edition": edition, "cutoff": edition[:10], "charts": named}, files.items()


def test_a_file_that_several_editions_hold_is_told_once_with_all_of_them():
    newer = pair("2026", {"a.csv": "s", "more.pdf": "u"}, a="x")
    older = pair("2025", {"b.csv": "s", "a.csv": "t", "_static/book.css": "v"}, a="x", b="y")
    assert sums.known_files([newer, older]) == {
        "editions": [{"edition": "2025", "cutoff": "2025"}, {"edition": "2026", "cutoff": "2026"}],
        "charts": {"a": ["2-x", "2-x"], "b": ["2-y", ""]},
        "files": {"s": ["b.csv", [0, 1]], "t": ["a.csv", [0]], "u": ["more.pdf", [1]]},
    }


def test_a_value_is_a_script_that_a_page_can_load():
    assert archive.as_script("NAME", {"é": [1, None]}) == 'window.NAME = {"é":[1,null]};\n'.encode()


# --- files


def test_a_file_is_written_only_where_it_would_differ(tmp_path):
    path = tmp_path / "deep/file.txt"
    archive.write_file(path, b"one")
    before = path.stat().st_mtime_ns
    archive.write_file(path, b"one")
    assert path.stat().st_mtime_ns == before
    archive.write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert [one.name for one in path.parent.iterdir()] == ["file.txt"]


def test_checksums_are_those_of_all_files_below_a_folder(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b/c.txt").write_text("c")
    (tmp_path / "a.txt").write_text("a")
    assert archive.checksums(tmp_path) == {"a.txt": sha("a"), "b/c.txt": sha("c")}
    assert list(archive.checksums(tmp_path)) == ["a.txt", "b/c.txt"]


def test_a_file_that_is_not_there_says_nothing(tmp_path):
    assert archive.read_now(tmp_path / "none.json") == {}


def test_the_folder_to_prepare_in_is_empty_and_goes_with_what_a_killed_one_left(tmp_path):
    left = tmp_path / ".publishing-1"
    left.mkdir()
    (left / "half.html").touch()
    with archive.publishing_folder(tmp_path) as work:
        assert work.name == f".publishing-{os.getpid()}"
        assert list(work.iterdir()) == []
        assert not left.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_site_can_be_moved(two, tmp_path):
    home, later = two
    moved = Path(shutil.move(home, tmp_path / "elsewhere"))
    assert editions.publish(later, moved) == (NEW, False)
    assert site.damage(moved / "editions" / OLD) == []

"""Whether a thing that somebody holds is what was published: a file, a fingerprint with or without its scheme, an address."""

import json
import tracemalloc
from importlib import import_module
from pathlib import Path

import pytest
import small
from trees import CHART, NEW, OLD, fingerprint, sha, tree

from nolimits import editions
from nolimits.data import DataError
from nolimits.editions.verify import verify


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A site with two editions, whose chart is another in the newer."""
    folder = tmp_path_factory.mktemp("home")
    editions.publish(tree(folder / "old", OLD), folder / "site")
    editions.publish(tree(folder / "new", NEW, number="2%", verdict="refuted", drawn="2"), folder / "site")
    return folder / "site"


def held(home: Path, end: str, key: str = OLD) -> Path:
    return home / "editions" / key / f"charts/{CHART}/{CHART}.{end}"


def site_of(tmp_path: Path, old: dict, new: dict) -> Path:
    """A site of two editions that differ as told."""
    editions.publish(tree(tmp_path / "a", OLD, **old), tmp_path / "site")
    editions.publish(tree(tmp_path / "b", NEW, **new), tmp_path / "site")
    return tmp_path / "site"


def keys(found) -> list[str]:
    return [one.key for one in found.editions]


# --- files


@pytest.mark.parametrize("end", ["svg", "csv", "json"])
def test_a_file_as_published_is_intact(home, end):
    found = verify(str(held(home, end)), [home])
    assert (found.state, found.what) == ("of another edition", f"{CHART}.{end} of chart {CHART}")
    assert verify(str(held(home, end, NEW)), [home]).state == "intact"
    assert (found.fingerprint, keys(found), found.hint) == (fingerprint("1"), [OLD], "")


def test_a_file_is_told_how_a_newer_edition_draws_its_chart(home):
    assert verify(str(held(home, "csv")), [home]).since == (
        f"edition {NEW} draws it otherwise: 1 of 1 row gone or changed, 1 new; its headline is now: It is 2"
    )


def test_of_the_newest_edition_nothing_has_come_since(home):
    found = verify(str(held(home, "svg", NEW)), [home])
    assert (found.state, keys(found), found.since) == ("intact", [NEW], "")


def test_a_file_is_known_by_its_bytes_whatever_its_name(home, tmp_path):
    copy = tmp_path / "photo.bin"
    copy.write_bytes(held(home, "svg").read_bytes())
    found = verify(str(copy), [home])
    assert (found.state, found.what) == ("of another edition", f"photo.bin of chart {CHART}")


def test_a_file_that_several_editions_hold_is_told_with_all_of_them(tmp_path):
    home = site_of(tmp_path, {}, {"number": "9%"})
    found = verify(str(held(home, "svg")), [home])
    assert (keys(found), found.since) == ([OLD, NEW], "")


def test_the_rows_that_went_and_came_are_counted(tmp_path):
    rows = {"rows": "label,value\na,1\nb,2\nc,3\n"}, {"rows": "label,value\na,1\nb,9\nc,3\nd,4\n", "drawn": "2"}
    home = site_of(tmp_path, rows[0] | {"headline": "One"}, rows[1] | {"headline": "One"})
    assert verify(str(held(home, "csv")), [home]).since == (
        f"edition {NEW} draws it otherwise: 1 of 3 rows gone or changed, 2 new"
    )


def test_the_same_rows_drawn_otherwise_are_told_as_such(tmp_path):
    same = {"rows": "label,value\na,1\n", "headline": "One"}
    home = site_of(tmp_path, same, same | {"drawn": "2"})
    assert verify(str(held(home, "svg")), [home]).since == f"edition {NEW} draws it otherwise: of the same rows"


def test_columns_in_another_order_are_the_same_rows(tmp_path):
    home = site_of(
        tmp_path,
        {"rows": "label,value\na,1\n", "headline": "One"},
        {"rows": "value,label\n1,a\n", "headline": "One", "drawn": "2"},
    )
    assert verify(str(held(home, "csv")), [home]).since.endswith("of the same rows")


def test_a_chart_that_the_newest_edition_lacks_is_told_as_such(tmp_path):
    home = site_of(tmp_path, {}, {"chart": False})
    assert verify(str(held(home, "csv")), [home]).since == f"edition {NEW} has no chart {CHART}"


def test_a_file_with_a_changed_byte_is_noticed_by_what_it_carries(home, tmp_path):
    copy = tmp_path / "renamed.svg"
    copy.write_bytes(held(home, "svg").read_bytes() + b" ")
    found = verify(str(copy), [home])
    assert (found.state, found.what) == ("altered", f"renamed.svg of chart {CHART}")
    assert (found.fingerprint, keys(found)) == (fingerprint("1"), [OLD])
    assert found.hint == "its bytes are not those that were published"
    assert found.since.startswith(f"edition {NEW} draws it otherwise")


def test_a_file_that_carries_a_fingerprint_which_no_edition_has_is_unknown(home, tmp_path):
    copy = tmp_path / "other.svg"
    copy.write_text(f"<svg>{CHART} {fingerprint('7')}</svg>")
    found = verify(str(copy), [home])
    assert (found.state, found.what, found.fingerprint) == ("unknown", f"other.svg of chart {CHART}", fingerprint("7"))
    assert (found.hint, found.editions) == ("it carries a fingerprint that no edition at hand has", ())


@pytest.mark.parametrize(
    "text",
    [
        f"<svg>other-chart {fingerprint('1')}</svg>",  # a chart of another book
        f"<svg>x-{CHART}-x {fingerprint('1')}</svg>",
        f"<svg>{CHART} {fingerprint('1')}0</svg>",  # a digit too many
        f"<svg>{CHART} {fingerprint('1').removeprefix('2-')}</svg>",  # without the number of the scheme
    ],
)
def test_what_only_looks_like_an_identity_is_none(home, tmp_path, text):
    (tmp_path / "other.svg").write_text(text)
    assert verify(str(tmp_path / "other.svg"), [home]).state == "unknown"


@pytest.mark.parametrize("name", [f"{CHART}.csv", f"{CHART}.csl.json"])
def test_a_table_that_was_changed_is_known_by_its_name_alone(home, tmp_path, name):
    (tmp_path / name).write_text("label,value\ntrade,3\n")
    found = verify(str(tmp_path / name), [home])
    assert (found.state, found.what) == ("altered", f"{name}, perhaps of chart {CHART}")
    assert found.hint == "known by its name only; its bytes are those of no published file"
    assert (found.fingerprint, found.editions, found.since) == ("", (), "")


def test_a_file_from_elsewhere_is_unknown(home, tmp_path):
    (tmp_path / "photo.png").write_bytes(bytes(range(256)))
    found = verify(str(tmp_path / "photo.png"), [home])
    assert (found.state, found.what, found.hint) == ("unknown", "", "photo.png is no file of the 2 editions at hand")


def test_a_file_larger_than_what_is_searched_is_told_by_all_of_its_bytes_and_by_the_identity_at_its_start(
    home, tmp_path, monkeypatch
):
    start, mine = held(home, "svg").read_bytes(), tmp_path / "large.svg"
    monkeypatch.setattr(import_module("nolimits.editions.verify"), "SEARCHED", len(start))
    mine.write_bytes(start)
    assert verify(str(mine), [home]).state == "of another edition"
    mine.write_bytes(start + b" ")
    assert (found := verify(str(mine), [home])).what == f"large.svg of chart {CHART}"
    assert found.state == "altered"
    mine.write_bytes(b" " * len(start) + start)
    assert verify(str(mine), [home]).state == "unknown"


def test_a_huge_file_is_never_held_in_memory(home, tmp_path):
    huge = tmp_path / "huge.iso"
    with huge.open("wb") as file:
        file.truncate(300_000_000)
    tracemalloc.start()
    try:
        assert verify(str(huge), [home]).state == "unknown"
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["two\nlines.png", "two\r\nlines.png", "two\u2028lines.png", "a\x1b[2Jb.png"])
def test_an_answer_about_a_name_with_breaks_in_it_is_one_line(home, tmp_path, name):
    (tmp_path / name).write_bytes(b"mine")
    for thing in (str(tmp_path / name), name):
        (line,) = str(verify(thing, [home])).splitlines()
        assert line.isprintable()


# --- fingerprints


@pytest.mark.parametrize("scheme", ["2-", ""])
@pytest.mark.parametrize("digits", [8, 12, 64])
def test_the_first_digits_of_a_fingerprint_name_chart_and_edition(home, scheme, digits):
    found = verify(scheme + sha("1")[:digits], [home])
    assert (found.state, found.what, found.fingerprint) == ("known", f"chart {CHART}", fingerprint("1"))
    assert keys(found) == [OLD]
    assert found.since.startswith(f"edition {NEW} draws it otherwise")


def test_a_fingerprint_may_be_written_in_capitals(home):
    assert verify(sha("1")[:12].upper(), [home]).what == f"chart {CHART}"


def test_a_fingerprint_of_another_scheme_is_another(home):
    assert verify(f"3-{sha('1')}", [home]).state == "unknown"
    assert verify(f"1-{sha('1')}", [home]).state == "unknown"


def test_seven_digits_are_too_few(home):
    found = verify(sha("1")[:7], [home])
    assert (found.state, "nor an address" in found.hint) == ("not found", True)
    assert verify(f"2-{sha('1')[:7]}", [home]).state == "not found"


def test_digits_that_begin_no_fingerprint_are_unknown(home):
    found = verify("0123456789abcdef", [home])
    assert (found.state, found.hint) == ("unknown", "0123456789abcdef is no fingerprint of the 2 editions at hand")
    assert verify(sha("1")[1:20], [home]).state == "unknown"


def test_a_fingerprint_that_two_editions_share_is_told_with_both(tmp_path):
    found = verify(sha("1"), [site_of(tmp_path, {}, {"number": "9%"})])
    assert (keys(found), found.since) == ([OLD, NEW], "")


@pytest.mark.parametrize("digits", ["a" * 12, "a" * 8, "a" * 64])
def test_the_fingerprint_of_an_edition_names_it(home, digits):
    found = verify(digits, [home])
    assert (found.state, found.what, keys(found)) == ("known", f"edition {OLD}", [OLD])
    assert (found.fingerprint, found.since) == ("", f"the newest edition is {NEW}")
    newest = verify("b" * 12, [home])
    assert (newest.what, newest.since) == (f"edition {NEW}", "")


def test_the_hash_of_a_file_names_the_file(home):
    found = verify(sha("label,value\ntrade,1\n")[:16], [home])
    assert (found.state, found.what) == ("known", f"{CHART}.csv of chart {CHART}")
    assert (found.fingerprint, keys(found)) == (fingerprint("1"), [OLD])
    assert found.since.startswith(f"edition {NEW}")


# --- addresses


@pytest.mark.parametrize(
    ("thing", "what", "key"),
    [
        (f"editions/{OLD}/charts/{CHART}.html", f"chart {CHART}", OLD),
        (f"editions/{OLD}/charts/{CHART}/{CHART}.csv", f"chart {CHART}", OLD),
        (f"https://example.org/book/editions/{OLD}/notebooks/trade.html#{CHART}", f"chart {CHART}", OLD),
        (f"https://example.org/book/notebooks/trade.html?x=1#{CHART}", f"chart {CHART}", NEW),
        (f"charts/{CHART}.html", f"chart {CHART}", NEW),
        ("notebooks/trade.html", "page notebooks/trade", NEW),
        ("https://example.org/book/notebooks/trade.html#n-1", "page notebooks/trade", NEW),
        (f"/editions/{OLD}/notebooks/trade", "page notebooks/trade", OLD),
        (f"https://example.org/a/b/editions/{OLD}/notebooks/trade.html", "page notebooks/trade", OLD),
        (f"editions/{OLD}/downloads/trade.html", "downloads/trade.html", OLD),
        ("downloads/trade.html", "downloads/trade.html", NEW),
        (f"https://example.org/myeditions/{OLD}/notebooks/trade.html", "page notebooks/trade", NEW),
    ],
)
def test_an_address_of_the_book_is_told(home, thing, what, key):
    found = verify(thing, [home])
    assert (found.state, found.what, keys(found)) == ("known", what, [key])
    assert bool(found.since) == (key == OLD)


def test_a_chart_s_address_gives_its_fingerprint_and_a_page_s_its_own(home):
    assert verify(f"charts/{CHART}.html", [home]).fingerprint == fingerprint("2")
    assert verify("notebooks/trade.html", [home]).fingerprint == sha("2%2")
    assert verify(f"editions/{OLD}/notebooks/trade.html", [home]).since == f"the newest edition is {NEW}"


ELSEWHERE = "https://example.org"


@pytest.mark.parametrize(
    ("thing", "state", "hint"),
    [
        (
            f"{ELSEWHERE}/other.html",
            "unknown",
            f"the edition {NEW} has no page, chart or file at {ELSEWHERE}/other.html",
        ),
        (f"{ELSEWHERE}/{CHART}.png", "unknown", None),
        (f"{ELSEWHERE}/notebooks/other.html#{CHART}", "unknown", None),  # a chart that is not on that page
        ("http://[half", "unknown", "http://[half is no address"),
        (f"editions/2020-01-01-cccc/charts/{CHART}.html", "unknown", "no edition at hand is called 2020-01-01-cccc"),
        ("a\0b", "not found", None),
        ("x" * 5000, "not found", None),
        (f"{CHART}.png", "not found", f"{CHART}.png is neither a file, a fingerprint nor an address of the book"),
        ("?!", "not found", "?! is neither a file, a fingerprint nor an address of the book"),
    ],
)
def test_an_address_of_something_else_is_unknown_and_a_file_that_is_not_there_not_found(home, thing, state, hint):
    found = verify(thing, [home])
    assert (found.state, found.what, found.editions) == (state, "", ())
    assert hint is None or found.hint == hint


def test_each_answer_has_its_exit_code(home, tmp_path):
    (tmp_path / f"{CHART}.csv").write_text("mine")
    (tmp_path / "photo.png").write_text("mine")
    asked = [held(home, "csv", NEW), held(home, "csv"), sha("1"), tmp_path / f"{CHART}.csv", tmp_path / "photo.png"]
    found = [verify(str(one), [home]) for one in (*asked, tmp_path / "none.png")]
    assert [(one.state, one.exit_code) for one in found] == [
        ("intact", 0),
        ("of another edition", 0),
        ("known", 0),
        ("altered", 1),
        ("unknown", 3),
        ("not found", 4),
    ]


# --- files besides those of charts


@pytest.mark.parametrize("place", ["downloads/trade.html", "notebooks/trade.html", "notebooks/trade.json"])
def test_whatever_a_site_offers_is_intact_as_it_lies_there(home, place):
    for folder in (home / "editions" / NEW, home):
        found = verify(str(folder / place), [home])
        assert (found.state, keys(found)[-1]) == ("intact", NEW), folder
        assert found.what.endswith(f"which is {place}")


def test_a_picture_that_pages_share_is_told_by_its_name_in_the_book(home):
    picture = home / f"assets/images/{sha('<svg>1</svg>')[:16]}.svg"
    found = verify(str(picture), [home])
    assert (found.state, found.what) == ("of another edition", f"{picture.name}, which is _images/a.svg")
    assert found.since == f"edition {NEW} has another _images/a.svg"


def test_a_changed_download_is_altered_by_its_name_and_a_name_that_anybody_has_says_nothing(home, tmp_path):
    for name, state in (("trade.html", "altered"), ("index.html", "unknown"), ("constructor.png", "unknown")):
        (tmp_path / name).write_text("mine")
        assert verify(str(tmp_path / name), [home]).state == state, name


# --- where it looks


def test_a_finished_book_that_was_not_published_is_asked_as_well(tmp_path):
    made = tree(tmp_path / "book", OLD)
    found = verify(str(made / f"charts/{CHART}/{CHART}.svg"), [made])
    assert (found.state, keys(found), found.since) == ("intact", [OLD], "")


def test_of_several_places_each_edition_counts_once_in_the_order_of_the_days(home, tmp_path):
    later = tree(tmp_path / "later", f"2027-01-01-{'d' * 12}", drawn="2")
    found = verify(sha("2"), [later, home, home])
    assert keys(found) == [NEW, f"2027-01-01-{'d' * 12}"]
    assert verify(f"charts/{CHART}.html", [later, home]).editions[0].key == f"2027-01-01-{'d' * 12}"


def test_where_nothing_is_published_everything_is_unknown(tmp_path):
    assert verify("0123456789abcdef", [tmp_path]).hint.endswith("of the 0 editions at hand")
    assert verify("notebooks/trade.html", [tmp_path]).state == "not found"
    assert verify("https://example.org/a.html", [tmp_path]).state == "unknown"
    (tmp_path / "file.svg").write_text("x")
    assert verify(str(tmp_path / "file.svg"), []).state == "unknown"


# --- as told


def test_an_answer_is_told_line_by_line(home):
    assert str(verify(str(held(home, "csv", NEW)), [home])).splitlines() == [
        f"intact: {CHART}.csv of chart {CHART}",
        f"fingerprint  {fingerprint('2')}",
        f"edition      {NEW}, as known by 31 March 2026",
        "since then   the newest edition shows the same",
    ]


def test_what_is_changed_is_told_with_what_is_wrong(home, tmp_path):
    copy = tmp_path / f"{CHART}.svg"
    copy.write_bytes(held(home, "svg").read_bytes() + b" ")
    told = str(verify(str(copy), [home])).splitlines()
    assert told[0] == f"altered: {CHART}.svg of chart {CHART} (its bytes are not those that were published)"
    assert told[-1].startswith(f"since then   edition {NEW} draws it otherwise")


def test_what_is_unknown_is_told_in_a_line(home, tmp_path):
    assert str(verify("?!", [home])) == "not found: ?! is neither a file, a fingerprint nor an address of the book"
    (tmp_path / "other.svg").write_text(f"<svg>{CHART} {fingerprint('7')}</svg>")
    assert len(str(verify(str(tmp_path / "other.svg"), [home])).splitlines()) == 2


def test_a_manifest_of_old_that_lists_no_files_is_read(tmp_path):
    made = tree(tmp_path / "book", OLD)
    told = json.loads((made / "edition.json").read_text())
    told["charts"][CHART].pop("files")
    (made / "edition.json").write_text(json.dumps(told))
    (made / "checksums.json").unlink()
    assert verify("0123456789abcdef", [made]).state == "unknown"
    assert verify(sha("1"), [made]).state == "known"
    assert verify(str(made / f"charts/{CHART}/{CHART}.svg"), [made]).state == "altered"


@pytest.mark.parametrize("name", ["edition.json", "checksums.json"])
@pytest.mark.parametrize("text", ["{", "[1]", '{"edition": 1, "cutoff": 2, "charts": [], "files": 3}', "\udcff"])
def test_a_broken_manifest_is_told_in_a_sentence(tmp_path, name, text):
    made = tree(tmp_path / "book", OLD)
    (made / name).write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(DataError, match=r"(edition|checksums)\.json .*: build or publish the edition again$"):
        verify("notebooks/trade.html", [made])


def test_the_command_says_so_in_a_sentence_where_there_is_no_such_site_and_no_such_file(tmp_path):
    made = small.nolimits(small.ROOT, "verify", "trade-level.png", "--site", str(tmp_path / "none"))
    assert (made.returncode, made.stderr.strip()) == (1, f"nolimits: --site {tmp_path}/none: there is no such folder")
    lost = small.nolimits(small.ROOT, "verify", "trade-level.png", "--site", str(tmp_path))
    assert (lost.returncode, lost.stdout.split(":")[0]) == (4, "not found")

"""A build works on a copy of the sources, in which only what changed is written again."""

import os

import pytest
import small

from nolimits.book.staging import mirror, stage


def told(folder) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_holds_just_the_files_that_it_is_to_hold(tmp_path):
    content = {"a.md": b"1", "deep/er/b.md": b"2", "deep/c.md": b""}
    mirror(content, tmp_path / "to")
    assert told(tmp_path / "to") == content
    (tmp_path / "to/foreign").mkdir()
    (tmp_path / "to/foreign/x.md").write_text("x")
    (tmp_path / "to/.hidden").write_text("x")
    mirror({"a.md": b"1"}, tmp_path / "to")
    assert told(tmp_path / "to") == {"a.md": b"1"}
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["a.md"], "empty folders go as well"


def test_a_file_that_is_the_same_keeps_its_time_and_one_that_is_not_gets_another(tmp_path):
    mirror({"a.md": b"1", "b.md": b"2"}, tmp_path)
    for path in tmp_path.iterdir():
        os.utime(path, (1000, 1000))
    mirror({"a.md": b"1", "b.md": b"3"}, tmp_path)
    assert ((tmp_path / "a.md").stat().st_mtime, (tmp_path / "b.md").stat().st_mtime > 1000) == (1000, True)


@pytest.mark.parametrize("change", ["a file becomes a folder", "a folder becomes a file", "a link", "a dead link"])
def test_whatever_stands_in_the_way_makes_room(tmp_path, change):
    to, elsewhere = tmp_path / "to", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("mine")
    mirror({"a": b"1", "b/c": b"2"}, to)
    content = {"a": b"1", "b/c": b"2"}
    match change:
        case "a file becomes a folder":
            content = {"a/d": b"3", "b/c": b"2"}
        case "a folder becomes a file":
            content = {"a": b"1", "b": b"3"}
        case "a link":
            (to / "link").symlink_to(elsewhere)
        case "a dead link":
            (to / "link").symlink_to(elsewhere / "nothing")
    mirror(content, to)
    assert told(to) == content
    assert (elsewhere / "mine.txt").read_text() == "mine"


def test_a_link_in_place_of_a_file_is_not_written_through(tmp_path):
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    (tmp_path / "to").mkdir()
    (tmp_path / "to/a.md").symlink_to(mine)
    mirror({"a.md": b"ours"}, tmp_path / "to")
    assert (mine.read_text(), (tmp_path / "to/a.md").read_text()) == ("mine", "ours")


def test_a_book_is_staged_without_pages_that_the_tables_make(tmp_path):
    book = small.book(tmp_path / "book")
    (book / "chapters/rows-trade.md").write_text("# Left over\n\n:::{rows} trade\n:::\n")
    (book / "chapters/.notes.md").write_text("mine")
    (book / "_build").mkdir()
    (book / "_build/x").write_text("x")
    stage(book, tmp_path / "stage")
    found = told(tmp_path / "stage")
    assert "chapters/summary.md" in found
    assert "data/observations.csv" in found
    assert not {"chapters/rows-trade.md", "chapters/.notes.md", "_build/x"} & set(found)
    (book / "chapters/summary.md").write_text("# Edited\n")
    assert told(tmp_path / "stage") == found

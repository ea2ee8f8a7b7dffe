"""The files of a folder are told by name, in one order, whatever the system lists first."""

import os

from nolimits.data.folders import names_below


def laid(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def test_files_are_told_in_order_of_the_parts_of_their_names(tmp_path):
    laid(tmp_path, "b", "a/z", "a-b/c", "a/b/c")
    assert names_below(tmp_path) == ["a/b/c", "a/z", "a-b/c", "b"]
    assert names_below(tmp_path) == [
        path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*")) if path.is_file()
    ]


def test_what_is_hidden_or_a_cache_is_left_out_where_it_is_not_wanted(tmp_path):
    laid(tmp_path, "a", ".b", ".c/d", "e/__pycache__/f", "e/.g", "e/h")
    assert names_below(tmp_path, hidden=False) == ["a", "e/h"]
    assert len(names_below(tmp_path)) == 6


def test_of_links_those_to_files_are_told_and_no_folder_is_entered_by_one(tmp_path):
    laid(tmp_path, "a/b")
    os.symlink(tmp_path / "a", tmp_path / "to-folder")
    os.symlink(tmp_path / "a/b", tmp_path / "to-file")
    os.symlink(tmp_path / "none", tmp_path / "to-nothing")
    os.symlink(tmp_path / "loop", tmp_path / "loop")
    assert names_below(tmp_path) == ["a/b", "to-file"]


def test_a_folder_that_is_not_there_has_no_files(tmp_path):
    assert names_below(tmp_path / "none") == []

"""A finished book is put in place in one step, wherever that is; nothing that is not the book's is ever lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nolimits.book import place as places
from nolimits.book.parameters import BuildError
from nolimits.book.place import RECORD, basis_hash, files_below, place_of, put_in_place, record_of, refuse_foreign

SIGNED = {"edition": "2024-01-20-abc", "fingerprint": "abc", "inputs": "made from this"}
OURS = {RECORD, "index.html", "pages/one.html"}


def laid(folder: Path, **files: str) -> Path:
    """A folder of files; `__` in a name is a slash."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_html", ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def book(folder: Path, text: str, **record: object) -> Path:
    """A finished book, signed."""
    laid(folder, index_html=text, pages__one_html=text)
    told = SIGNED | {"files": [*files_below(folder), RECORD]} | record
    (folder / RECORD).write_text(json.dumps(told))
    return folder


def held(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text() for name in files_below(folder) if name != RECORD}


def is_text(folder: Path, text: str, *kept: str) -> bool:
    """Whether a folder holds exactly a book of that text, and what is kept."""
    names = set(files_below(folder))
    return names == OURS | set(kept) and {(folder / name).read_text() for name in OURS - {RECORD}} == {text}


@pytest.fixture
def disk(tmp_path):
    """A small file system of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("file systems cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


# --- the swap


def test_a_tree_takes_the_place_of_the_one_before(tmp_path):
    new, out = book(tmp_path / "new", "2"), book(tmp_path / "html", "1")
    laid(out, old_html="x")
    put_in_place(new, out)
    assert is_text(out, "2")
    assert list(tmp_path.iterdir()) == [out]


def test_a_first_tree_is_put_where_there_was_none(tmp_path):
    put_in_place(book(tmp_path / "new", "1"), tmp_path / "deep/html")
    assert is_text(tmp_path / "deep/html", "1")
    assert not (tmp_path / "new").exists()


def test_where_folders_cannot_change_places_the_old_one_steps_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(places.ctypes, "CDLL", lambda *_, **__: object())
    out = book(tmp_path / "html", "1")
    put_in_place(book(tmp_path / "new", "2"), out)
    assert is_text(out, "2")
    assert list(tmp_path.iterdir()) == [out]


def test_what_killed_builds_left_beside_it_goes(tmp_path):
    out = book(tmp_path / "html", "1")
    left = laid(tmp_path / ".html-next-999999999", x="x")
    put_in_place(book(tmp_path / "new", "2"), out)
    assert not left.exists()


@pytest.mark.parametrize("before", ["none", "empty", "book"])
def test_a_book_on_another_file_system_takes_the_place(tmp_path, disk, before):
    out = disk / "html"
    if before == "empty":
        out.mkdir()
    elif before == "book":
        book(out, "1")
    put_in_place(book(tmp_path / "new", "2"), out)
    assert is_text(out, "2")
    assert list(disk.iterdir()) == [out]


def test_a_mount_point_is_filled_and_filled_again(tmp_path, disk):
    put_in_place(book(tmp_path / "new", "1"), disk)
    assert is_text(disk, "1")
    laid(disk, old_html="x")
    put_in_place(book(tmp_path / "newer", "2"), disk)
    assert is_text(disk, "2")
    assert basis_hash(disk) == "made from this"


def test_a_bound_mount_is_filled(tmp_path):
    inner, out = book(tmp_path / "inner", "1"), tmp_path / "out"
    out.mkdir()
    if subprocess.run(["mount", "--bind", str(inner), str(out)], capture_output=True, check=False).returncode:
        pytest.skip("folders cannot be bound here")
    try:
        put_in_place(book(tmp_path / "new", "2"), out)
        assert is_text(inner, "2")
        assert sorted(one.name for one in tmp_path.iterdir()) == ["inner", "out"]
    finally:
        subprocess.run(["umount", "-l", str(out)], check=True)


@pytest.mark.parametrize("where", ["beside", "mounted"])
def test_on_a_full_disk_the_last_good_book_stays_and_nothing_half_written(tmp_path, disk, where):
    out = book(disk if where == "mounted" else disk / "html", "1")
    new = book(tmp_path / "new", "2")
    (new / "pages/large.html").write_text("x" * 1_000_000)
    with pytest.raises(BuildError, match="no space left on device: make room; the last good book is as it was"):
        put_in_place(new, out)
    assert is_text(out, "1")
    assert basis_hash(out) == "made from this"
    assert [one.name for one in disk.iterdir() if one.name.startswith(".")] == []


def test_where_files_may_not_grow_the_last_good_book_stays(tmp_path, disk):
    out = book(disk / "html", "1")
    new = book(tmp_path / "new", "2")
    (new / "large.html").write_text("x" * 50_000)
    put = "import resource, sys; from pathlib import Path; from nolimits.book.place import put_in_place\n"
    put += "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); put_in_place(*map(Path, sys.argv[1:]))"
    done = subprocess.run([sys.executable, "-c", put, str(new), str(out)], capture_output=True, text=True, check=False)
    assert "BuildError" in done.stderr
    assert "file too large" in done.stderr
    assert is_text(out, "1")


# --- what stays beside the book


def test_what_its_owner_keeps_to_publish_it_stays(tmp_path):
    out = book(tmp_path / "site", "1")
    laid(out / ".git", HEAD="ref", objects__ab="x")
    laid(out, CNAME="example.org")
    (out / ".nojekyll").touch()
    git = (out / ".git").stat().st_ino
    laid(out, old_html="x")
    put_in_place(book(tmp_path / "new", "2"), out)
    assert is_text(out, "2", ".git/HEAD", ".git/objects/ab", "CNAME", ".nojekyll")
    assert (out / ".git").stat().st_ino == git
    assert basis_hash(out) == "made from this"


def test_a_folder_that_cannot_be_filled_is_put_back_as_it_was(tmp_path, monkeypatch):
    out = book(tmp_path / "site", "1")
    laid(out, CNAME="example.org", old_html="x")
    before, swap = {name: (out / name).read_bytes() for name in files_below(out)}, places._swap
    left = [3]

    def failing(a: Path, b: Path) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise OSError(5, "Input/output error")
        swap(a, b)

    monkeypatch.setattr(places, "_swap", failing)
    with pytest.raises(BuildError, match="input/output error"):
        put_in_place(book(tmp_path / "new", "2"), out)
    assert {name: (out / name).read_bytes() for name in files_below(out)} == before


def test_a_folder_that_is_being_filled_is_no_finished_book_and_still_ours(tmp_path, monkeypatch):
    out = book(tmp_path / "site", "1")
    laid(out, CNAME="example.org")
    seen, swap = [], places._swap

    def looking(a: Path, b: Path) -> None:
        swap(a, b)
        seen.append((basis_hash(out), set(files_below(out)) - {"CNAME"} <= {*record_of(out)["files"], *_hidden(out)}))

    monkeypatch.setattr(places, "_swap", looking)
    put_in_place(book(tmp_path / "new", "2"), out)
    assert seen[:-1] == [("", True)] * (len(seen) - 1)
    assert seen[-1] == ("made from this", True)


def _hidden(folder: Path) -> set[str]:
    return {name for name in files_below(folder) if name.startswith(".")}


# --- which folders may be replaced


def refusal(tmp_path: Path, out: Path) -> str:
    """What is said against a folder; nothing where it may be replaced."""
    try:
        refuse_foreign(out, place_of(out, tmp_path), tmp_path / "_build/html")
    except BuildError as error:
        return str(error)
    return ""


def test_a_new_an_empty_and_a_book_s_own_folder_may_be_replaced(tmp_path):
    (tmp_path / "empty").mkdir()
    for out in (tmp_path / "new/deep", tmp_path / "empty", book(tmp_path / "site", "1")):
        assert refusal(tmp_path, out) == ""


@pytest.mark.parametrize("kept", [".git/config", ".nojekyll", "CNAME", ".htaccess", "lost+found/x"])
def test_a_book_with_what_its_owner_keeps_may_be_replaced(tmp_path, kept):
    out = book(tmp_path / "site", "1")
    (out / kept).parent.mkdir(exist_ok=True)
    (out / kept).touch()
    assert refusal(tmp_path, out) == ""


FOREIGN = {
    "a thesis": {"thesis.txt": "all of it"},
    "another Sphinx book": {"genindex.html": "x", "objects.inv": "# Sphinx inventory version 2", "index.html": "x"},
    "another Sphinx book, not finished": {".buildinfo": "# Sphinx build info version 1", "index.html": "x"},
    "a record of another program": {RECORD: '{"version": 3}'},
    "a record that is a list": {RECORD: "[]"},
    "a record that is a number": {RECORD: "3"},
    "a record that is no JSON": {RECORD: "{"},
    "a record without end": {RECORD: "[" * 100_000},
    "a record of other types": {RECORD: json.dumps(dict.fromkeys(SIGNED, 3))},
    "a repository": {".git/config": "x"},
}


@pytest.mark.parametrize("case", FOREIGN)
def test_a_folder_of_something_else_is_refused(tmp_path, case):
    out = tmp_path / "mine"
    for name, text in FOREIGN[case].items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(text)
    assert refusal(tmp_path, out) == (
        f"--out {out}: the folder holds something else than a book: name a new or an empty one"
    )
    assert basis_hash(out) == ""


@pytest.mark.parametrize("name", ["thesis.txt", "pages/notes.md", "notes/.hidden"])
def test_a_foreign_file_beside_the_book_is_named(tmp_path, name):
    out = book(tmp_path / "site", "1")
    (out / name).parent.mkdir(exist_ok=True)
    (out / name).touch()
    said = f"--out {out}: {name} is no file of the book's: move it, or name another folder"
    assert refusal(tmp_path, out) == said


def test_a_link_among_the_files_is_foreign_and_never_followed(tmp_path):
    out = book(tmp_path / "site", "1")
    (out / "there").symlink_to(laid(tmp_path / "elsewhere", x="x"))
    assert "there is no file of the book's" in refusal(tmp_path, out)


def test_a_book_that_does_not_name_its_files_is_replaced_only_in_the_book_s_own_places(tmp_path):
    for name, said in (("_build/html", ""), ("_build/edition", ""), ("site", "does not name its files")):
        out = tmp_path / name
        book(out, "1")
        record = json.loads((out / RECORD).read_text())
        del record["files"]
        (out / RECORD).write_text(json.dumps(record))
        assert said in refusal(tmp_path, out)
        assert bool(refusal(tmp_path, out)) == bool(said)


# --- after a plain `jupyter-book build .`


def plain(folder: Path) -> Path:
    """What Sphinx leaves."""
    laid(folder, index_html="plain", _sources__a="x")
    (folder / ".buildinfo").write_text("# Sphinx build info version 1\n")
    return folder


def test_a_plain_build_in_the_book_s_own_place_is_taken_over(tmp_path):
    out = plain(tmp_path / "_build/html")
    assert refusal(tmp_path, out) == ""
    put_in_place(book(tmp_path / "new", "2"), out)
    assert is_text(out, "2")


def test_a_plain_build_over_a_finished_book_is_not_taken_for_it(tmp_path):
    out = book(tmp_path / "_build/html", "1")
    assert basis_hash(out) == "made from this"
    plain(out)
    assert basis_hash(out) == ""
    assert refusal(tmp_path, out) == ""


# --- links, files, folders that cannot be written to


def test_the_target_of_a_link_is_replaced_and_the_link_stays(tmp_path):
    target, out = book(tmp_path / "target", "1"), tmp_path / "current"
    out.symlink_to(target)
    place = place_of(out, tmp_path)
    put_in_place(book(tmp_path / "new", "2"), place)
    assert out.is_symlink()
    assert is_text(target, "2")


def test_a_link_to_nowhere_makes_its_target(tmp_path):
    out = tmp_path / "current"
    out.symlink_to(tmp_path / "later/html")
    put_in_place(book(tmp_path / "new", "2"), place_of(out, tmp_path))
    assert out.is_symlink()
    assert is_text(tmp_path / "later/html", "2")


def test_a_file_a_loop_and_a_source_folder_are_refused(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "chapters").mkdir()
    for name, said in (
        ("file", "there is a file of that name: name a folder"),
        ("loop", "a link that leads to itself: name a folder"),
        ("chapters/html", "the folder lies among the book's sources: name one elsewhere"),
        ("file/html", "cannot be written to: name a folder that you may write to"),
    ):
        assert refusal(tmp_path, tmp_path / name).endswith(said)


def test_a_folder_that_may_not_be_written_to_is_refused_before_anything_is_built(tmp_path, disk):
    out = book(disk / "html", "1")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for folder in (out, disk / "new"):
        assert "cannot be written to: name a folder that you may write to" in refusal(tmp_path, folder)
    assert os.access(out / "index.html", os.R_OK)

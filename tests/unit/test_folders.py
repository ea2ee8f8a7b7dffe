"""A build works in a folder of its own, one at a time, and puts its tree in place in one step."""

import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time

import pytest

from nolimits.book.build import Wish, inputs
from nolimits.book.folders import digest, disk_refusals, hold_alone, work_folder
from nolimits.book.parameters import BuildError
from nolimits.book.publishing import publish_day
from nolimits.data import DataError


def filled(folder, **files: str):
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


# --- one at a time


def test_a_second_build_waits_for_the_first_and_says_so(tmp_path):
    said, done = [], []

    def second() -> None:
        with hold_alone(tmp_path / "_build", said.append):
            done.append("second")

    with hold_alone(tmp_path / "_build", said.append):
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.1)
        assert done == []
        (told,) = said
        holder = rf"process {os.getpid()}, since \d\d:\d\d:\d\d"
        assert re.fullmatch(rf"another build \({holder}\) is under way: waiting for it", told)
    other.join(5)
    assert done == ["second"]


def test_a_second_publication_waits_for_the_first_before_it_builds_anything(tmp_path):
    said, raised = [], []

    def second() -> None:
        try:
            publish_day(tmp_path, tmp_path / "site", Wish(), said.append)
        except DataError as error:  # there is no book in the folder
            raised.append(str(error))

    with hold_alone(tmp_path / "_build/publishing", said.append):
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.1)
        (told,) = said
        assert told.startswith("another publication (process ")
        assert raised == []
    other.join(5)
    assert len(raised) == 1


def test_a_build_that_is_alone_says_nothing(tmp_path):
    said = []
    for _ in range(2):
        with hold_alone(tmp_path / "deep/_build", said.append):
            pass
    assert said == []


def test_a_work_folder_is_empty_and_gone_afterwards_with_what_was_left(tmp_path):
    filled(tmp_path / "work-1", half="x")
    kept = filled(tmp_path / "html", index="x")
    with work_folder(tmp_path) as work:
        assert list(work.iterdir()) == []
        assert not (tmp_path / "work-1").exists()
        (work / "x").touch()
    assert list(tmp_path.iterdir()) == [kept]


def test_a_work_folder_is_gone_where_the_build_failed(tmp_path):
    with pytest.raises(RuntimeError), work_folder(tmp_path):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_a_killed_build_is_free(tmp_path):
    holds = "import sys, os, signal; from pathlib import Path; from nolimits.book.folders import hold_alone\n"
    holds += "with hold_alone(Path(sys.argv[1]), print): os.kill(os.getpid(), signal.SIGKILL)"
    done = subprocess.run([sys.executable, "-c", holds, str(tmp_path)], check=False)
    assert done.returncode == -9
    assert "process" in (tmp_path / ".lock").read_text()
    said = []
    with hold_alone(tmp_path, said.append):
        assert said == []


# --- what a disk refuses


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "no space left on device: make room"),
        (errno.EROFS, "read-only file system: make it a folder that you may write to"),
        (errno.EACCES, "permission denied: make it a folder that you may write to"),
        (errno.EFBIG, "file too large: make it a folder"),
    ],
)
def test_what_a_disk_refuses_is_one_sentence_with_its_place(tmp_path, code, said):
    with pytest.raises(BuildError) as told, disk_refusals(tmp_path):
        raise OSError(code, os.strerror(code), "/there/it.html")
    assert str(told.value).startswith(f"/there/it.html: {said}")
    assert str(told.value).endswith("; the last good book is as it was")
    with pytest.raises(BuildError, match=str(tmp_path)), disk_refusals(tmp_path):
        raise OSError(code, os.strerror(code))


def test_of_a_tree_that_cannot_be_copied_the_first_file_is_told(tmp_path):
    with pytest.raises(BuildError, match=r"^/b/1: no space left on device: make room"), disk_refusals(tmp_path):
        raise shutil.Error([("/a/1", "/b/1", "[Errno 28] No space left on device: '/b/1'"), ("/a/2", "/b/2", "x")])


def test_a_full_disk_of_which_a_program_told_line_by_line_is_one_sentence(tmp_path):
    with pytest.raises(BuildError) as told, disk_refusals(tmp_path):
        raise BuildError("cannot be bound:\nWARNING: a: OSError(28, 'No space left on device')\nWARNING: b")
    assert str(told.value) == f"{tmp_path}: no space left on device: make room; the last good book is as it was"
    with pytest.raises(BuildError, match=r"^a:1: a fault$"), disk_refusals(tmp_path):
        raise BuildError("a:1: a fault")


def test_another_fault_of_the_system_stays_what_it_is(tmp_path):
    with pytest.raises(FileNotFoundError), disk_refusals(tmp_path):
        raise FileNotFoundError(errno.ENOENT, "No such file", "x")


# --- digests


def test_equal_contents_have_equal_digests_wherever_they_lie(tmp_path):
    one, two = (filled(tmp_path / name / "data", a="1", b="2") for name in ("x", "y"))
    assert digest(one) == digest(two)
    assert len(digest(one)) == len(hashlib.sha256().hexdigest())


@pytest.mark.parametrize("change", ["content", "name", "more", "less", "text"])
def test_whatever_differs_gives_another_digest(tmp_path, change):
    folder = filled(tmp_path / "data", a="1", b="2")
    before, told = digest(folder, also=["x"]), ["x"]
    match change:
        case "content":
            (folder / "a").write_text("9")
        case "name":
            (folder / "a").rename(folder / "c")
        case "more":
            (folder / "c").touch()
        case "less":
            (folder / "a").unlink()
        case "text":
            told = ["y"]
    assert digest(folder, also=told) != before


def test_texts_are_told_apart(tmp_path):
    assert digest(also=["ab", "c"]) != digest(also=["a", "bc"])


def test_caches_and_hidden_files_do_not_count(tmp_path):
    folder = filled(tmp_path / "code", a="1")
    before = digest(folder)
    filled(folder / "__pycache__", x="x")
    filled(folder / ".hidden", x="x")
    (folder / ".x").touch()
    assert digest(folder) == before


def test_a_single_file_and_one_that_is_not_there(tmp_path):
    folder = filled(tmp_path / "data", a="1")
    assert digest(folder / "a") != digest(folder / "none")
    assert digest(folder / "none") == digest()


# --- what a book is made from


def book(folder):
    filled(folder / "data", x="1")
    (folder / "_toc.yml").write_text("root: x\n")
    return folder


@pytest.fixture
def unprinted(tmp_path, monkeypatch):
    """A book on a machine without a browser."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    return book(tmp_path / "book")


def test_a_book_follows_from_its_sources_its_day_and_its_settings(unprinted):
    before = inputs(unprinted, Wish())
    assert inputs(unprinted, Wish(cutoff="2023-01-31")) != before
    assert inputs(unprinted, Wish(settings=["trade.start=2020"])) != before
    assert inputs(unprinted, Wish(settings=["a=1", "b=2"])) == inputs(unprinted, Wish(settings=["b=2", "a=1"]))
    assert inputs(unprinted, Wish(jobs=7)) == before
    (unprinted / "README.md").touch()
    (unprinted / "_build").mkdir()
    assert inputs(unprinted, Wish()) == before
    (unprinted / "data/x").write_text("2")
    assert inputs(unprinted, Wish()) != before


def test_whether_it_is_printed_counts_only_where_it_can_be(unprinted, tmp_path):
    assert inputs(unprinted, Wish(pdf=True)) == inputs(unprinted, Wish(pdf=False))
    (tmp_path / "chromium").write_text("#!/bin/sh\n")
    (tmp_path / "chromium").chmod(0o755)
    assert inputs(unprinted, Wish(pdf=True)) != inputs(unprinted, Wish(pdf=False))

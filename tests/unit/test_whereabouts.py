"""Where a book lies is found in one place: the folder that is named, else this or the nearest around it."""

import os

import pytest
from conftest import TABLES

from nolimits.data import DataError, View, evidence, folder, root
from nolimits.data.whereabouts import from_root


@pytest.fixture
def book(frozen_tables, monkeypatch):
    made = frozen_tables.folder.parent
    (made / "_toc.yml").write_text("root: x\n")
    (made / "notebooks/drafts").mkdir(parents=True)
    monkeypatch.delenv("NOLIMITS_DATA", raising=False)
    return made


# --- the book


@pytest.mark.parametrize("below", [".", "data", "notebooks/drafts"])
def test_the_book_is_this_folder_or_the_nearest_around_it(book, monkeypatch, below):
    monkeypatch.chdir(book / below)
    assert root() == book


def test_a_folder_that_is_named_comes_before_the_one_that_one_stands_in(book, monkeypatch, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "data").mkdir()
    (other / "_toc.yml").touch()
    monkeypatch.chdir(book)
    assert root(other) == other
    monkeypatch.chdir(other.parent)
    assert root(type(other)(other.name)) == other


@pytest.mark.parametrize("named", ["data", "notebooks", "nowhere", "_toc.yml"])
def test_what_is_named_must_be_a_books_folder_and_not_one_in_it(book, monkeypatch, named):
    monkeypatch.chdir(book)
    with pytest.raises(DataError, match=rf"--book .*{named}: there is no book: name the folder that holds _toc\.yml"):
        root(book / named)


def test_outside_of_a_book_there_is_none(book, monkeypatch):
    (book / "_toc.yml").unlink()
    monkeypatch.chdir(book)
    with pytest.raises(
        DataError, match=r"is not in a book: go to the folder that holds _toc\.yml and data/, or name it"
    ):
        root()


def test_a_book_without_tables_is_one_for_jupyter_book(tmp_path, monkeypatch):
    for name in ("_toc.yml", "_config.yml"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    for named in (None, tmp_path):
        with pytest.raises(DataError, match="is a book without data/, the tables that this one is made from"):
            root(named)


# --- its tables


def test_tables_that_the_environment_names_come_first(monkeypatch, book):
    monkeypatch.setenv("NOLIMITS_DATA", str(TABLES))
    monkeypatch.chdir(book)
    assert folder() == TABLES


@pytest.mark.parametrize("below", [".", "data", "notebooks/drafts"])
def test_the_nearest_tables_come_next(book, monkeypatch, below):
    monkeypatch.chdir(book / below)
    assert folder() == evidence().folder == book / "data"


def test_where_there_are_no_tables_it_is_said_how_to_name_them(monkeypatch, tmp_path):
    (tmp_path / "data").mkdir()  # without a descriptor
    monkeypatch.delenv("NOLIMITS_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match=r"is not in a book: .* in Python View\(folder='DIR/data'\)"):
        View()


# --- how a file of theirs is named


def test_a_file_of_a_book_is_named_from_its_root_wherever_one_stands(book, monkeypatch, tmp_path_factory):
    for place in (book, book / "notebooks", tmp_path_factory.mktemp("elsewhere")):
        monkeypatch.chdir(place)
        assert from_root(book / "data" / "a.csv") == "data/a.csv"


def test_another_file_is_named_from_here_where_it_lies_below_and_else_as_it_was_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert from_root(tmp_path / "data" / "a.csv") == "data/a.csv"
    assert from_root(tmp_path.parent / "b.csv") == str(tmp_path.parent / "b.csv")
    assert from_root(tmp_path.with_name(tmp_path.name + "-2") / "c.csv").startswith(os.sep)
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    assert from_root(tmp_path / "inner" / ".." / "inner" / "a.csv") == "a.csv"

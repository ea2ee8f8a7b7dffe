"""Editions of many days are laid into one site; a second time nothing is made."""

import json

import pytest
import small

from nolimits.book import Wish, build
from nolimits.book.parameters import BuildError
from nolimits.data import DataError
from nolimits.sweeps.publishing import publish_many

pytestmark = pytest.mark.xdist_group("many")
DAYS = "2023-01-31,2023-06-30"
NEWEST_FIRST = DAYS.split(",")[::-1]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    book = small.book(folder / "book")
    said = []
    return book, folder / "site", list(publish_many(book, folder / "site", DAYS, Wish(), said.append)), said


@pytest.mark.full
def test_each_day_has_its_edition_and_the_newest_lies_at_the_root(made):
    _, site, found, _ = made
    assert [new for _, new in found] == [True, True]
    assert [key[:10] for key, _ in found] == NEWEST_FIRST
    assert {path.name for path in (site / "editions").iterdir()} == {key for key, _ in found}
    assert json.loads((site / "edition.json").read_text())["cutoff"] == "2023-06-30"


@pytest.mark.full
def test_a_second_time_nothing_is_made(made):
    book, site, found, _ = made
    said = []
    assert list(publish_many(book, site, DAYS, Wish(), said.append)) == [(key, False) for key, _ in found]
    assert said == []


@pytest.mark.full
def test_what_was_published_before_a_stop_is_not_made_again(made, tmp_path):
    book, _, found, _ = made
    one = publish_many(book, tmp_path / "site", DAYS, Wish(), lambda _: None)
    assert next(one) == (found[0][0], True)
    one.close()
    again = publish_many(book, tmp_path / "site", DAYS, Wish(), lambda _: None)
    assert list(again) == [(found[0][0], False), (found[1][0], True)]


@pytest.mark.full
def test_an_edition_among_many_is_what_a_build_of_its_day_gives(made, tmp_path):
    book, site, found, _ = made
    tree = build(book, Wish(NEWEST_FIRST[0]), out=tmp_path / "alone", say=lambda _: None).parent
    for name in ("edition.json", "chapters/summary.json"):
        assert (site / "editions" / found[0][0] / name).read_bytes() == (tree / name).read_bytes()


def test_a_day_and_days_are_not_both_asked_for(tmp_path):
    book = small.book(tmp_path / "book")
    done = small.nolimits(book, "publish", "site", "--cutoff", "2023-01-31", "--cutoffs", "monthly")
    assert done.returncode == 2
    assert "--cutoff has no effect with --cutoffs" in done.stderr
    with pytest.raises(DataError, match="nothing is known of 2999-01-01 yet"):
        list(publish_many(book, tmp_path / "site", "2999-01-01", Wish(), lambda _: None))


SEVERAL = "2023-01-31,2023-02-28,2023-03-31,2023-06-30,2023-09-30"


@pytest.mark.full
def test_several_days_are_published_at_once_and_each_is_what_a_build_of_it_gives(tmp_path):
    book, site, said = small.book(tmp_path / "book"), tmp_path / "site", []
    found = list(publish_many(book, site, SEVERAL, Wish(jobs=2), said.append))
    assert found[0][0].startswith("2023-09-30")
    assert sorted(key[:10] for key, _ in found) == SEVERAL.split(",")
    assert {new for _, new in found} == {True}
    assert sum(line.startswith("bound the book") for line in said) == len(found)
    assert json.loads((site / "edition.json").read_text())["cutoff"] == "2023-09-30"
    for key, _ in found:
        tree = build(book, Wish(key[:10]), out=tmp_path / key, say=lambda _: None).parent
        for name in ("edition.json", "chapters/summary.json"):
            assert (site / "editions" / key / name).read_bytes() == (tree / name).read_bytes(), key
    assert [one.name for one in (book / "_build/crew").iterdir()] == [".lock"]


@pytest.mark.full
def test_what_goes_wrong_on_one_of_several_days_is_told_and_the_others_stay(tmp_path):
    book, site = small.book(tmp_path / "book"), tmp_path / "site"
    many = publish_many(book, site, SEVERAL, Wish(jobs=2), lambda _: None)
    there = [next(many)[0], next(many)[0]]
    for settings in book.glob("_build/crew/*/*/book/_config.yml"):
        settings.write_text("title: [")
    with pytest.raises(BuildError, match=r"_config.yml[^\n]*\nwhat was published stays: publish again to go on"):
        there += [key for key, _ in many]
    left = {path.name for path in (site / "editions").iterdir()}
    assert set(there) <= left
    assert len(left) < 5
    again = list(publish_many(book, site, SEVERAL, Wish(jobs=2), lambda _: None))
    assert {key for key, new in again if not new} == left
    assert len(again) == 5

"""Books as data on disk: beside the pages of a finished tree, and kept for the days with which others are compared."""

import json
import os
from pathlib import Path

import pytest
from conftest import known_by

from nolimits.claims import DECIDED, WORDS
from nolimits.data import DataError
from nolimits.editions import snapshots
from nolimits.editions.snapshots import earlier, file_name, load, manifest, recall, schemas, store, write_snapshots
from nolimits.pagemodel.twin import BookTwin


def page(name: str, *charts: str) -> dict:
    exhibits = [{"id": chart, "fingerprint": f"2-{chart}"} for chart in charts]
    return {"page": name, "fingerprint": f"of {name}", "exhibits": exhibits, "verdicts": []}


def book(edition: str = "2023-06-30-abc") -> BookTwin:
    pages = {name: page(name, *charts) for name, charts in {"one": ("a-b", "a-c"), "two": ()}.items()}
    pages = {f"chapters/{name}": held | {"page": f"chapters/{name}"} for name, held in pages.items()}
    return BookTwin(edition, edition[:10], "c0de", {"one": {"start": 2018}}, pages, {"m1": "partly"}, {"k": "a slip"})


@pytest.fixture
def tree(tmp_path) -> Path:
    """A finished tree of pages with the files of one chart."""
    folder = tmp_path / "tree"
    for name in ("chapters", "charts/a-b"):
        (folder / name).mkdir(parents=True)
    (folder / "charts/a-b/a-b.csv").write_text("x\n")
    (folder / "charts/a-b/a-b.json").write_text("{}")
    (folder / "charts/a-b/other.csv").write_text("y\n")
    return folder


def test_the_manifest_names_pages_and_charts_by_their_fingerprints():
    assert manifest(book()) == {
        "edition": "2023-06-30-abc",
        "cutoff": "2023-06-30",
        "code": "c0de",
        "parameters": {"one": {"start": 2018}},
        "claims": {"m1": "partly"},
        "corrections": {"k": "a slip"},
        "pages": {"chapters/one": "of one", "chapters/two": "of two"},
        "charts": {
            "a-b": {"page": "chapters/one", "fingerprint": "2-a-b", "files": {}},
            "a-c": {"page": "chapters/one", "fingerprint": "2-a-c", "files": {}},
        },
    }


def test_a_tree_gets_twins_schemas_manifest_and_the_hashes_of_its_charts_files(tree):
    write_snapshots(book(), tree)
    assert json.loads((tree / "chapters/one.json").read_text()) == book().pages["chapters/one"]
    assert {path.name for path in (tree / "schemas").iterdir()} == set(schemas())
    told = json.loads((tree / "edition.json").read_text())
    assert told["charts"]["a-b"]["files"] == {
        "a-b.csv": {"sha256": "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac", "bytes": 2},
        "a-b.json": {"sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", "bytes": 2},
    }
    assert told["charts"]["a-c"]["files"] == {}


def test_a_page_that_is_yet_to_be_bound_has_its_data_where_it_will_lie(tree):
    write_snapshots(BookTwin(**vars(book()) | {"pages": {"notebooks/x": page("notebooks/x")}}), tree)
    assert json.loads((tree / "notebooks" / "x.json").read_text())["page"] == "notebooks/x"


def test_files_give_the_book_back(tree):
    write_snapshots(book(), tree)
    assert load(tree) == book()


def test_signs_of_all_scripts_stay_as_they_are(tree):
    other = BookTwin(**vars(book()) | {"corrections": {"k": "опечатка 错"}})
    write_snapshots(other, tree)
    assert "опечатка 错" in (tree / "edition.json").read_text(encoding="utf-8")
    assert load(tree) == other


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no such file: name a day or the folder of a built edition"),
        ("{", r"cannot be read \(.*\): name the folder of a built edition"),
        ("[]", "is not an edition's manifest: name the folder of a built book"),
        ("{}", "is not an edition's manifest"),
        ('{"pages": {}}', "is not an edition's manifest"),
        ('{"pages": []}', "is not an edition's manifest"),
        ('{"pages": {"a": ""}}', "a.json: there is no such file"),
    ],
)
def test_a_folder_that_holds_no_edition_is_refused_in_a_sentence(tmp_path, text, said):
    if text is not None:
        (tmp_path / "edition.json").write_text(text)
    with pytest.raises(DataError, match=said) as told:
        load(tmp_path)
    assert "\n" not in str(told.value)


# --- schemas


def test_schemas_are_json_with_the_words_of_verdicts_filled_in():
    made = schemas()
    assert {path.name for path in snapshots.SCHEMAS.iterdir() if path.suffix in (".json", ".ttl")} == set(made)
    told = {name: json.loads(text) for name, text in made.items() if name.endswith(".json")}
    assert not any("{VERDICTS}" in text or "{RATED}" in text for text in made.values())
    assert json.dumps(list(WORDS)) in json.dumps(told["page.schema.json"])
    assert " ".join(f'"{word}"' for word in DECIDED) in made["shapes.ttl"]


# --- kept between builds


def test_a_book_is_kept_in_one_file_and_given_back(tmp_path):
    path = tmp_path / "deep" / file_name("2023-06-30-abc")
    store(book(), path)
    assert recall(path) == book()
    assert [one.name for one in path.parent.iterdir()] == ["snapshot-2023-06-30-abc.json"]


@pytest.mark.parametrize("text", [None, "{", "[]", "{}", '{"edition": "x"}'])
def test_what_cannot_be_read_is_as_good_as_none(tmp_path, text):
    path = tmp_path / "snapshot-x.json"
    if text is not None:
        path.write_text(text)
    assert recall(path) is None


def test_of_the_books_kept_the_oldest_go(tmp_path):
    (tmp_path / "trade-1.json").write_text("{}")
    for number in range(14):
        path = tmp_path / file_name(f"2023-06-{number + 10}-abc")
        store(book(), path)
        os.utime(path, ns=(number, number))
    left = sorted(one.name for one in tmp_path.glob("snapshot-*"))
    # the fourteenth was put there when thirteen lay there, of which the first had gone before
    assert left == [file_name(f"2023-06-{number + 10}-abc") for number in range(2, 14)]
    assert (tmp_path / "trade-1.json").is_file()


# --- days


def test_days_come_before_the_book_each_once_and_in_order():
    assert earlier(["2023-01-31", "2022-09-10", "2030-01-01", "2022-09-10"], known_by("2023-01-31")) == ["2022-09-10"]
    assert earlier(["2023-01-31", "2022-09-10"], known_by()) == ["2022-09-10", "2023-01-31"]
    assert earlier([], known_by()) == []


def test_a_day_may_be_written_as_a_date():
    import datetime

    assert earlier([datetime.date(2022, 9, 10)], known_by()) == ["2022-09-10"]


def test_a_paper_stands_for_the_last_day_on_which_it_can_have_appeared():
    paper, about = next(iter(known_by().evidence.documents.items()))
    assert earlier([paper, "2022-09-10"], known_by()) == ["2022-09-10", about["published_to"]]

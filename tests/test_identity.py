"""An edition's name follows from all that its pages follow from, and from nothing else."""

import json
import shutil

import pytest
import small

from nolimits.data import View, rows
from nolimits.editions import edition, visible

EARLY, DAY, LATER = "2025-09-10", "2026-01-31", "2026-03-15"
SOURCE = {"publisher": "Somebody", "title": "A title", "precision": "day", "language": "en", "kind": "wire"}


@pytest.fixture
def book(tmp_path):
    return small.book(tmp_path / "book")


@pytest.fixture
def data(book):
    """The small book's own tables, to plant changes in."""
    from conftest import Tables

    return Tables(book / "data")


def key(book, cutoff=DAY, parameters=None, folder=None):
    return edition(View(cutoff, folder=folder or book / "data"), parameters or {}, book).key


def replaced(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_key_is_the_cutoff_and_the_first_digits_of_the_fingerprint(book):
    made = edition(View(DAY, folder=book / "data"), {}, book)
    assert made.key == f"{DAY}-{made.fingerprint[:12]}"
    assert len(made.fingerprint) == 64


def test_the_same_book_elsewhere_is_the_same_edition(book, tmp_path):
    before = key(book)
    shutil.copytree(book, tmp_path / "elsewhere")
    assert key(tmp_path / "elsewhere") == before


def test_latest_is_its_day(book):
    newest = View(folder=book / "data").cutoff
    assert key(book, "latest") == key(book, newest)


def test_executed_copies_of_notebooks_are_the_same_edition(book):
    before, path = key(book), book / "notebooks" / "trade.ipynb"
    told = json.loads(path.read_text())
    for number, cell in enumerate(told["cells"]):
        cell["metadata"] |= {"papermill": {"duration": 1.5}, "tags": cell["metadata"].get("tags", [])}
        if cell["cell_type"] == "code":
            cell |= {"execution_count": number, "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}]}
    injected = told["cells"][1] | {
        "id": "in",
        "source": f'cutoff = "{DAY}"',
        "metadata": {"tags": ["injected-parameters"]},
    }
    told["cells"].insert(2, injected)
    path.write_text(json.dumps(told))
    assert key(book) == before


def test_what_staging_sets_is_no_part_of_it(book):
    before = key(book)
    replaced(book / "_config.yml", "nolimits_cutoff: latest", f"nolimits_cutoff: {DAY}\n    nolimits_edition: some-key")
    replaced(book / "_config.yml", "execute_notebooks: force", "execute_notebooks: 'off'")
    assert key(book) == before


def test_what_becomes_known_later_does_not_change_it(book, data):
    before = key(book), key(book, EARLY)
    data.plant("sources", source="x-later", published=LATER, url="https://example.org/x", **SOURCE)
    head, held = data.read("observations")
    added = {
        "indicator": "trade.turnover",
        "period_start": "2026-02-01",
        "period_end": "2026-02-28",
        "value": "20",
        "qualifier": "exact",
        "source": "x-later",
        "known_on": LATER,
    }
    data.write("observations", head, [*held, {column: added.get(column, "") for column in head}])
    data.plant("events", event="zzz-001", section="trade", date=LATER, kind="act", source="x-later", known_on=LATER)
    data.plant(
        "milestones",
        project="pos2",
        date=LATER,
        milestone="contract",
        status="agreed",
        source="x-later",
        known_on=LATER,
    )
    assert (key(book), key(book, EARLY)) == before
    assert key(book, LATER) != key(book, DAY)


def test_the_end_of_a_measure_that_became_known_later_does_not_change_it(book, data):
    row = next(row for row in rows("measures", book / "data") if not row["ended"] and row["known_on"] <= EARLY)
    before = key(book)
    data.change("measures", {"measure": row["measure"]}, ended="2026-02-01", ended_known_on=LATER)
    assert key(book) == before
    assert next(
        one for one in visible(View(LATER, folder=book / "data"))["measures"] if one["measure"] == row["measure"]
    )["ended"]


CHANGES = {
    "a figure": lambda book, data: data.change("observations", {"source": "ria-2025-08-29-turnover"}, value="1"),
    "a figure newly found": lambda book, data: data.plant(
        "observations",
        indicator="trade.turnover",
        period_start="1999-01-01",
        period_end="1999-12-31",
        value="6",
        qualifier="exact",
        source="ria-2025-08-29-turnover",
        known_on="2025-08-29",
    ),
    "a definition": lambda book, data: data.change("indicators", {"indicator": "trade.turnover"}, definition="other"),
    "a test of a claim": lambda book, data: data.change("criteria", {"claim": "m021"}, why="other"),
    "a source's title": lambda book, data: data.change("sources", {"source": "ria-2025-08-29-turnover"}, title="other"),
    "a chapter": lambda book, data: replaced(book / "chapters" / "summary.md", "The rate", "This rate"),
    "a notebook's text": lambda book, data: replaced(book / "notebooks" / "rate.ipynb", "It stands", "This stands"),
    "a notebook's parameter": lambda book, data: replaced(book / "notebooks" / "rate.ipynb", "2018", "2019"),
    "a setting": lambda book, data: replaced(book / "_config.yml", "nolimits_start: 2018", "nolimits_start: 2019"),
    "the order": lambda book, data: replaced(book / "_toc.yml", "- file: notebooks/rate\n", ""),
}


@pytest.mark.parametrize("what", CHANGES)
def test_all_that_pages_follow_from_changes_it(what, book, data):
    before = key(book)
    CHANGES[what](book, data)
    assert key(book) != before


def test_a_chosen_parameter_changes_it(book):
    assert key(book, parameters={"trade": {"start": 2015}}) != key(book)


def test_naming_a_default_changes_nothing(book):
    assert key(book, parameters={"trade": {"cutoff": DAY, "start": 2018}}) == key(book)


def test_all_tables_are_seen_whole_at_the_end(book):
    view = View(folder=book / "data")
    for name, held in visible(view).items():
        assert len(held) == len(rows(name, book / "data")), name
        assert not held or list(held[0]) == list(rows(name, book / "data")[0])

"""An edition's name follows from all that its pages follow from, and from nothing else."""

import json
import shutil

import pytest
import yaml
from conftest import known_by
from manuscripts import SETTINGS, Manuscript

from nolimits.data import DataError, View
from nolimits.editions import code, edition, text_hashes, visible_rows

pytestmark = pytest.mark.slow

EARLY, DAY, LATER = "2021-12-31", "2023-01-31", "2023-02-20"
FIGURE = {
    "indicator": "wool.exports",
    "period_start": "2022-01-01",
    "period_end": "2022-12-31",
    "known_on": "2023-01-20",
    "source": "customs-2023-01-20-wool",
}


@pytest.fixture
def book(frozen_tables) -> Manuscript:
    made = Manuscript(frozen_tables, summary="The rate is {value}`value('bank.rate')`.", other="Words.")
    made.notebook("trade", "wool.turnover", "year", "2021")
    made.notebook("talks", "bank.rate", "point", "2022-02-28")
    return made


def which(book, cutoff=DAY, parameters=None, root=None):
    return edition(View(cutoff, folder=book.tables.folder), parameters or {}, root or book.root)


def key(*asked, **options) -> str:
    return which(*asked, **options).key


def replaced(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


# --- what is the same edition


def test_a_key_is_the_cutoff_and_the_first_digits_of_the_fingerprint(book):
    made = which(book)
    assert made.key == f"{DAY}-{made.fingerprint[:12]}"
    assert len(made.fingerprint) == 64


def test_the_same_book_elsewhere_is_the_same_edition(book, tmp_path):
    before = key(book)
    shutil.copytree(book.root, tmp_path / "elsewhere")
    assert key(book, root=tmp_path / "elsewhere") == before


def test_latest_is_its_day(book):
    assert key(book, "latest") == key(book, View(folder=book.tables.folder).cutoff)


def test_executed_copies_of_notebooks_are_the_same_edition(book):
    before, path = key(book), book.root / "notebooks/trade.ipynb"
    told = json.loads(path.read_text())
    for number, cell in enumerate(told["cells"]):
        cell["metadata"] |= {"papermill": {"duration": 1.5}, "collapsed": True}
        if cell["cell_type"] == "code":
            cell |= {"execution_count": number, "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}]}
    injected = {"id": "in", "source": f'cutoff = "{DAY}"', "metadata": {"tags": ["injected-parameters"]}}
    told["cells"].insert(2, told["cells"][1] | injected)
    path.write_text(json.dumps(told))
    assert key(book) == before


def test_a_notebook_written_otherwise_as_json_is_the_same_edition(book):
    before, path = key(book), book.root / "notebooks/trade.ipynb"
    told = json.loads(path.read_text())
    for cell in told["cells"]:
        cell["source"] = "".join(cell["source"])
        cell["id"] = f"other-{cell['id']}"
    path.write_text(json.dumps(told, indent=3))
    assert key(book) == before


def test_what_staging_sets_is_no_part_of_it(book):
    before = key(book)
    config = SETTINGS["sphinx"]["config"] | {"nolimits_cutoff": DAY, "nolimits_edition": "some-key"}
    book.settings(**SETTINGS | {"execute": {"execute_notebooks": "off"}, "sphinx": {"config": config}})
    assert key(book) == before


def test_naming_a_default_changes_nothing(book):
    assert key(book, parameters={"trade": {"cutoff": DAY, "start": 2018}}) == key(book)


@pytest.mark.parametrize(
    "noted",
    [
        {"vscode": {"languageId": "python"}},
        {"jupyter": {"source_hidden": False}, "collapsed": True, "scrolled": "auto"},
        {"ExecuteTime": {"start_time": "x"}, "id": "abc", "trusted": True},
    ],
)
def test_what_an_editor_notes_of_cells_and_notebook_changes_nothing(book, noted):
    before, path = key(book), book.root / "notebooks/talks.ipynb"
    told = json.loads(path.read_text())
    told["metadata"] |= noted
    for cell in told["cells"]:
        cell["metadata"] |= noted
        cell["id"] = f"another-{cell['id']}"
    path.write_text(json.dumps(told))
    assert key(book) == before


def test_a_tag_of_a_cell_changes_it(book):
    before, path = key(book), book.root / "notebooks/talks.ipynb"
    told = json.loads(path.read_text())
    told["cells"][0]["metadata"]["tags"] = ["remove-cell"]
    path.write_text(json.dumps(told))
    assert key(book) != before


def test_the_order_of_settings_and_comments_among_them_change_nothing(book):
    before, path = key(book), book.root / "_config.yml"
    path.write_text("# a comment\n" + yaml.safe_dump(SETTINGS, sort_keys=True))
    assert key(book) == before


def test_what_is_built_and_what_lies_beside_the_book_is_no_part_of_it(book):
    before = key(book)
    (book.root / "_build").mkdir()
    for name in ("_build/x.html", "README.md", "notebooks/draft.ipynb"):
        (book.root / name).write_text("{}")
    assert key(book) == before


def test_what_becomes_known_later_does_not_change_it(book):
    before = key(book), key(book, EARLY)
    tables = book.tables
    head, held = tables.read("sources")
    source = dict(held[0]) | {"source": "x-2023-02-20-later", "url": "https://example.org/x", "published": LATER}
    tables.write("sources", head, [*held, source])
    later = {"source": source["source"], "known_on": LATER}
    span = {"period_start": "2023-01-01", "period_end": "2023-01-31"}
    tables.plant("observations", indicator="tea.sold", **span, value="3", qualifier="exact", **later)
    tables.plant("events", event="tal-999", section="talks", date=LATER, kind="loan", **later)
    tables.plant("milestones", project="mill-one", date=LATER, milestone="delayed", status="stalled", **later)
    assert (key(book), key(book, EARLY)) == before
    assert key(book, LATER) != key(book, DAY)


def test_what_is_first_measured_later_does_not_change_it(book):
    before = key(book), key(book, EARLY), visible_rows(View(DAY, folder=book.tables.folder))
    tables = book.tables
    later = {"source": "x-2023-02-20-silk", "known_on": LATER}
    about = {
        "publisher": "X",
        "title": "silk",
        "published": LATER,
        "precision": "day",
        "language": "en",
        "kind": "media",
    }
    tables.plant("sources", source=later["source"], url="https://example.org/silk", **about)
    tables.plant("units", unit="bale", summable="yes", whole="yes", meaning="a bale of silk")
    kept = {"section": "trade", "unit": "bale", "basis": "reported", "frequency": "annual", "definition": "Silk."}
    tables.plant("indicators", indicator="silk.sold", label="Silk sold", measures="level", **kept)
    tables.plant("indicators", indicator="silk.bought", label="Silk bought", measures="level", **kept)
    span = {"period_start": "2022-01-01", "period_end": "2022-12-31"}
    tables.plant("observations", indicator="silk.sold", **span, value="3", qualifier="exact", **later)
    tables.plant("observations", indicator="silk.bought", **span, value="2", qualifier="exact", **later)
    tables.plant("identities", whole="silk.sold", first="silk.bought", operation="plus", second="wool.exports")
    tables.plant("unused", pattern="silk.*", reason="kept for later", known_on=LATER)
    assert (key(book), key(book, EARLY), visible_rows(View(DAY, folder=book.tables.folder))) == before
    assert key(book, LATER) != key(book, DAY)


def test_the_end_of_a_measure_that_became_known_later_does_not_change_it(book):
    before = key(book)
    ended = {"ended": "2023-03-01", "ended_known_on": LATER}
    book.tables.change("measures", {"measure": "sud-wool-quota"}, **ended)
    assert key(book) == before
    assert key(book, LATER) != before


def test_an_edition_of_a_day_after_the_newest_row_is_refused(book):
    newest = View(folder=book.tables.folder).newest
    with pytest.raises(DataError, match=f"no edition of 2030-01-01: the newest row is of {newest}"):
        key(book, "2030-01-01")
    assert key(book, newest)


# --- what is another


def other_front(book):
    replaced(book.root / "chapters/summary.md", "# Summary", "---\nfacts:\n  a: value('bank.rate')\n---\n# Summary")


CHANGES = {
    "a figure": lambda book: book.tables.change("observations", FIGURE, value="1"),
    "a note on a figure": lambda book: book.tables.change("observations", FIGURE, note="looked at again"),
    "a figure newly found": lambda book: book.tables.plant(
        "observations", **FIGURE | {"period_end": "2022-09-30"}, value="70", qualifier="exact"
    ),
    "a figure set aside": lambda book: book.tables.plant(
        "corrections", **FIGURE, expect="90", action="ignore", reason="a slip"
    ),
    "a definition": lambda book: book.tables.change("indicators", {"indicator": "wool.exports"}, definition="other"),
    "a test of a claim": lambda book: book.tables.change("criteria", {"claim": "l001"}, why="other"),
    "a source's title": lambda book: book.tables.change("sources", {"source": FIGURE["source"]}, title="other"),
    "the data package": lambda book: replaced(book.tables.folder / "datapackage.yaml", "version: 0.0.1", "version: 2"),
    "a chapter": lambda book: replaced(book.root / "chapters/summary.md", "The rate", "This rate"),
    "a chapter's facts": other_front,
    "a notebook's text": lambda book: replaced(book.root / "notebooks/talks.ipynb", "It stands", "This stands"),
    "a notebook's tags": lambda book: replaced(book.root / "notebooks/talks.ipynb", "remove-cell", "hide-cell"),
    "a notebook's parameter": lambda book: replaced(book.root / "notebooks/talks.ipynb", "2018", "2019"),
    "a setting": lambda book: book.settings(**SETTINGS | {"title": "Another"}),
    "a citation": lambda book: (book.root / "CITATION.cff").write_text("title: Another\n"),
    "a picture of a chapter": lambda book: (book.root / "chapters/picture.svg").write_text("<svg/>"),
    "the contents": lambda book: book.without("chapters/other"),
    "the order": lambda book: (book.names.reverse(), book.list_pages()),
}


@pytest.mark.parametrize("what", CHANGES)
def test_all_that_pages_follow_from_changes_it(what, book):
    before = key(book)
    CHANGES[what](book)
    assert key(book) != before


def test_another_day_is_another_edition_though_nothing_more_is_known(book):
    assert which(book, "2023-01-30").fingerprint != which(book, "2023-01-31").fingerprint


def test_a_chosen_parameter_changes_it(book):
    assert key(book, parameters={"trade": {"start": 2015}}) != key(book)
    assert key(book, parameters={"nobody": {"start": 2015}}) == key(book)


# --- the code alone


def test_the_code_is_the_same_for_any_rows_and_settings(book):
    before = code(text_hashes(book.root))
    book.tables.change("observations", FIGURE, value="1")
    book.settings(**SETTINGS | {"title": "Another"})
    assert code(text_hashes(book.root)) == before
    assert len(before) == 12


@pytest.mark.parametrize("page", ["chapters/summary.md", "notebooks/talks.ipynb"])
def test_the_text_of_a_page_is_code(book, page):
    before = code(text_hashes(book.root))
    replaced(book.root / page, "ate", "ATE") if page.endswith(".md") else replaced(book.root / page, "It stands", "Is")
    assert code(text_hashes(book.root)) != before


# --- the rows that are visible


def test_all_tables_are_seen_whole_at_the_end(frozen):
    seen = visible_rows(frozen)
    assert list(seen) == [resource["name"] for resource in frozen.evidence.package["resources"]]
    for name, held in seen.items():
        every = frozen.evidence.rows(name)
        assert len(held) == len(every), name
        assert not held or list(held[0]) == list(every[0])


@pytest.mark.parametrize("day", ["2020-02-01", EARLY, "2022-06-14", DAY])
def test_no_row_is_seen_before_it_was_known(day):
    view = known_by(day)
    seen = visible_rows(view)
    for name in ("observations", "events", "measures", "milestones", "remarks"):
        every = view.evidence.rows(name)
        assert [row["known_on"] for row in seen[name]] == [row["known_on"] for row in every if row["known_on"] <= day]
    stated = {row["indicator"] for row in seen["claims"]}
    shown = [row["indicator"] for row in seen["indicators"]]
    assert shown == [name for name in view.evidence.indicators if name in {*view.indicators, *stated}]


def test_the_end_of_a_measure_is_blank_before_it_was_known():
    # known on 15 November 2022, for the end of the year
    for day, told in (("2022-11-14", ("", "")), ("2022-11-15", ("2022-12-31", "2022-11-15"))):
        (row,) = (row for row in visible_rows(known_by(day))["measures"] if row["measure"] == "nor-wool-duty")
        assert (row["ended"], row["ended_known_on"]) == told


def test_a_project_is_seen_with_its_first_act_and_whole_with_its_source():
    # heard of on 25 May 2021, its source published on 1 June
    assert "mill-one" not in {row["project"] for row in visible_rows(known_by("2021-05-24"))["projects"]}
    before, after = (
        next(row for row in visible_rows(known_by(day))["projects"] if row["project"] == "mill-one")
        for day in ("2021-05-25", "2021-06-01")
    )
    assert (before["name"], before["source"], before["nor_party"], before["capacity"]) == (
        "The mill on the river",
        "mill-2021-06-01-mills",
        "",
        "",
    )
    assert (after["nor_party"], after["capacity"]) == ("Nor Mills", "5")
    assert "status" not in after


def test_a_source_is_seen_once_published_or_once_a_row_names_it():
    seen = {row["source"] for row in visible_rows(known_by("2021-05-31"))["sources"]}
    assert "wire-2021-05-25-mills" in seen
    assert "mill-2021-06-01-mills" in seen  # the project is known
    assert "customs-2021-06-15-tea" not in seen
    assert seen <= {row["source"] for row in visible_rows(known_by("2021-06-15"))["sources"]}


def test_an_exception_is_seen_with_its_row(frozen_tables):
    rows = {"events": "tal-001", "milestones": "mill-one;2021-05-20;mou;wire-2021-05-25-mills"}
    for table, row in rows.items():
        frozen_tables.plant("exceptions", rule="some-rule", table=table, row=row, found="x", reason="y")
    frozen_tables.plant("exceptions", rule="some-rule", table="nothing", row="x", found="x", reason="y")

    def seen(day: str) -> list[str]:
        return [row["table"] for row in visible_rows(frozen_tables.view(day))["exceptions"]]

    assert (seen("2021-03-01"), seen("2021-03-02"), seen("2021-05-25")) == ([], ["events"], ["events", "milestones"])


def test_the_engine_counts_and_the_book_to_begin_with_that_it_carries_does_not(book):
    names = set(text_hashes(book.root))
    assert {"nolimits/data/view.py", "nolimits/pages/static/book.css"} <= names
    assert not {name for name in names if name.startswith("nolimits/starter/")}

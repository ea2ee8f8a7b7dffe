"""A notebook is run again only where something that it can see has changed, and nothing of the moment stays in it."""

import dataclasses
import json

import nbformat
import pytest
from conftest import known_by
from manuscripts import Manuscript
from nbformat import v4

from nolimits.book.days import Day
from nolimits.book.parameters import parameters_of
from nolimits.book.run import Job, earlier_run, rows_digest, run_all, scrub
from nolimits.manuscript import contents


@pytest.fixture
def book(frozen_tables) -> Manuscript:
    made = Manuscript(frozen_tables, one="Hello.")
    made.notebook("trade", "wool.turnover", "year", "2021")
    return made


def day(book, cutoff: str = "latest", *settings: str) -> Day:
    view, read = book.tables.view(cutoff), contents(book.root)
    return Day(read, view, parameters_of(read, settings, view.cutoff))


def job(book, *asked: str, drawn: bool = True) -> Job:
    (found,) = day(book, *asked).jobs(drawn=drawn)
    return found


def ran(book, uses: list[str]):
    """Leave what a run of the notebook leaves behind; gives the job and its view."""
    one = day(book)
    ((made, view),) = one.jobs(drawn=True).items()
    one.runs.mkdir(parents=True, exist_ok=True)
    (one.runs / f"{made.name}.ipynb").write_text("{}")
    record = {"page": made.page, "uses": uses, "rows": rows_digest(view, uses)}
    (one.runs / f"{made.name}.json").write_text(json.dumps(record))
    return one


# --- which run it is


def test_a_job_is_named_by_its_section_and_is_the_same_each_time(book):
    assert job(book).name == job(book).name
    assert job(book).name.startswith("trade-")
    assert (job(book).page, job(book).section) == ("notebooks/trade", "trade")


@pytest.mark.parametrize("change", ["text", "parameter", "day", "undrawn", "requirements", "descriptor"])
def test_whatever_a_run_follows_from_gives_it_another_name(book, change):
    before, path = job(book).name, book.root / "notebooks/trade.ipynb"
    match change:
        case "text":
            path.write_text(path.read_text().replace("It stands", "This stands"))
        case "requirements":
            (book.root / "requirements.txt").write_text("numpy\n")
        case "descriptor":
            descriptor = book.tables.folder / "datapackage.yaml"
            descriptor.write_text(descriptor.read_text().replace("The testers", "Others"))
    asked = {"parameter": ("latest", "trade.start=2015"), "day": ("2023-01-31",)}.get(change, ())
    assert job(book, *asked, drawn=change != "undrawn").name != before


def test_rows_are_no_part_of_the_name(book):
    before = job(book).name
    book.tables.change("observations", {"indicator": "wool.turnover"}, note="looked at again")
    assert job(book).name == before


# --- which run still holds


def test_a_run_holds_while_the_rows_that_it_asked_for_are_the_same(book):
    one = ran(book, ["wool.turnover"])
    ((made, view),) = one.jobs(drawn=True).items()
    assert earlier_run(made, one.runs, view) == one.runs / f"{made.name}.ipynb"
    book.tables.change("observations", {"indicator": "bank.rate"}, note="looked at again")
    assert earlier_run(made, one.runs, book.tables.view()) is not None
    book.tables.change("observations", {"indicator": "wool.turnover"}, note="looked at again")
    assert earlier_run(made, one.runs, book.tables.view()) is None


@pytest.mark.parametrize("lost", ["notebook", "record", "half a record", "no rows"])
def test_a_run_of_which_something_is_lost_does_not_hold(book, lost):
    one = ran(book, ["wool.turnover"])
    ((made, view),) = one.jobs(drawn=True).items()
    record = one.runs / f"{made.name}.json"
    match lost:
        case "notebook":
            (one.runs / f"{made.name}.ipynb").unlink()
        case "record":
            record.unlink()
        case "half a record":
            record.write_text("{")
        case "no rows":
            record.write_text('{"uses": []}')
    assert earlier_run(made, one.runs, view) is None


def test_a_book_whose_runs_hold_is_run_without_a_word(book):
    one = ran(book, ["wool.turnover"])
    said: list[str] = []
    ((made, path),) = run_all(one.jobs(drawn=True), one.runs, 1, said.append).items()
    assert (made.page, path.suffix, said) == ("notebooks/trade", ".ipynb", [])


def test_rows_are_told_by_what_a_view_shows_under_their_names():
    before = rows_digest(known_by("2022-12-31"), ["wool.exports"])
    assert rows_digest(known_by("2022-12-31"), ["wool.exports"]) == before
    assert rows_digest(known_by("2022-12-30"), ["wool.exports"]) != before, "the day stands in the pictures"
    assert rows_digest(known_by("2022-12-31"), ["wool.imports"]) != before
    assert rows_digest(known_by(), ["a", "b"][:0]) == rows_digest(known_by(), [])
    names = ["wool.exports", "events"]
    assert rows_digest(known_by(), names) == rows_digest(known_by(), names[::-1])


def test_a_register_s_row_counts_as_well(frozen_tables):
    before = rows_digest(frozen_tables.view(), ["events"])
    frozen_tables.change("events", {"event": "tal-001"}, description="Another treaty")
    assert rows_digest(frozen_tables.view(), ["events"]) != before


# --- what stays of a run


def executed() -> nbformat.NotebookNode:
    return v4.new_notebook(
        cells=[
            v4.new_code_cell("cutoff = 'x'", metadata={"tags": ["injected-parameters"], "papermill": {"duration": 1}}),
            v4.new_code_cell("1", metadata={"execution": {"iopub": "now"}, "tags": ["facts"]}),
            v4.new_markdown_cell("x", id="mine"),
        ],
        metadata={
            "papermill": {"start": "now"},
            "widgets": {},
            "language_info": {"name": "python", "version": "3.11.9"},
        },
    )


def test_nothing_of_the_moment_stays_in_a_notebook():
    made = executed()
    scrub(made)
    assert "now" not in nbformat.writes(made)
    assert made.metadata == {"language_info": {"name": "python"}}
    assert (made.cells[0].id, made.cells[0].metadata) == (
        "injected-parameters-0",
        {"tags": ["injected-parameters", "remove-cell"]},
    )
    assert (made.cells[1].metadata, made.cells[2].id) == ({"tags": ["facts"]}, "mine")


def test_a_notebook_scrubbed_twice_is_the_same():
    one, two = executed(), executed()
    two.metadata.papermill.start = "later"
    for made in (one, two):
        scrub(made)
    assert [cell | {"id": ""} for cell in one.cells[:1]] == [cell | {"id": ""} for cell in two.cells[:1]]
    assert one.metadata == two.metadata


# --- days


def test_a_book_of_an_earlier_day_is_the_same_book_with_its_notebooks_on_that_day(book):
    one = day(book, "latest", "trade.start=2020")
    other = one.on("2023-01-31")
    assert (other.view.cutoff, other.parameters) == ("2023-01-31", {"trade": {"cutoff": "2023-01-31", "start": 2020}})
    assert other.edition.key.startswith("2023-01-31-")
    assert one.parameters["trade"]["cutoff"] == "2024-01-20"


def test_a_book_as_data_is_kept_and_recalled(book):
    one = day(book)
    assert one.recall() is None
    made = dataclasses.replace(book.at(), edition=one.edition.key)
    assert one.store(made) is made
    assert one.recall() == made
    assert day(book).make(1, pytest.fail) == made

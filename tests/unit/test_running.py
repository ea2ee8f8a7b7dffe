"""A notebook is run again only where something that it can see has changed, and nothing of the moment stays in it."""

import dataclasses
import json
import os
import sys

import nbformat
import pytest
import small
from faults import describe
from manuscripts import Manuscript
from nbformat import v4

from nolimits.book.days import BookDay
from nolimits.book.parameters import BuildError, parameters_of
from nolimits.book.run import Job, Runner, earlier_run, run_all, scrub
from nolimits.book.workshop import Workshop
from nolimits.manuscript import contents

pytestmark = pytest.mark.slow


@pytest.fixture
def book(frozen_tables) -> Manuscript:
    made = Manuscript(frozen_tables, one="Hello.")
    made.notebook("trade", "wool.turnover", "year", "2021")
    return made


def no_kernels():
    raise AssertionError("a notebook is run")


def runner(book, said: list[str] | None = None, kernels=no_kernels) -> Runner:
    """What runs notebooks, unless it is told to have them all."""
    return Runner(book.root / "runs", 1, (said if said is not None else []).append, kernels)


def day(book, cutoff: str = "latest", *settings: str) -> BookDay:
    view, read = book.tables.view(cutoff), contents(book.root)
    return BookDay(read, view, parameters_of(read, settings, view.cutoff))


def job(book, *asked: str, drawn: bool = True) -> Job:
    (found,) = day(book, *asked).jobs(drawn=drawn)
    return found


def ran(book, read: list[str]) -> BookDay:
    """Leave what a run of the notebook leaves behind which has read some names; gives its day."""
    one = day(book)
    ((made, view),) = one.jobs(drawn=True).items()
    runs = runner(book).runs
    runs.mkdir(exist_ok=True)
    (runs / f"{made.name}.ipynb").write_text("{}")
    record = {"page": made.page, "read": view.evidence.contents(read)}
    (runs / f"{made.name}.json").write_text(json.dumps(record))
    return one


def holds(book) -> bool:
    """Whether what was run holds for the book as it is now."""
    ((made, view),) = day(book).jobs(drawn=True).items()
    return earlier_run(made, runner(book).runs, view) is not None


# --- which run it is


def test_a_job_is_named_by_its_section_and_is_the_same_each_time(book):
    assert job(book).name == job(book).name
    assert job(book).name.startswith("trade-")
    assert job(book).page == "notebooks/trade"
    assert job(book).text == (book.root / "notebooks/trade.ipynb").read_bytes()
    assert (job(book).folder, job(book).data) == (book.root / "notebooks", book.tables.folder)


@pytest.mark.parametrize(
    "change", ["text", "parameter", "day", "undrawn", "requirements", "descriptor", "indicators", "units"]
)
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
        case "indicators":
            book.tables.change("indicators", {"indicator": "bank.rate"}, label="The rate")
        case "units":
            book.tables.change("units", {"unit": "Mt"}, meaning="weight")
    asked = {"parameter": ("latest", "trade.start=2015"), "day": ("2023-01-31",)}.get(change, ())
    made = job(book, *asked, drawn=change != "undrawn")
    assert made.name != before


def test_the_first_year_of_the_book_is_no_part_of_the_name_for_a_notebook_has_its_own(book):
    one = day(book)
    (made,) = dataclasses.replace(one, view=one.view.since(2019)).jobs(drawn=True)
    assert made.name == job(book).name


def test_rows_are_no_part_of_the_name(book):
    before = job(book).name
    book.tables.change("observations", {"indicator": "wool.turnover"}, note="looked at again")
    book.tables.change("events", {"event": "tal-001"}, description="Another treaty")
    assert job(book).name == before


def test_a_first_figure_of_what_had_none_is_another_name(book):
    """A notebook may ask what is measured at all."""
    before = job(book, "2022-01-10").name
    first = {"indicator": "tea.stock", "known_on": "2022-01-20"}
    book.tables.change("observations", first, known_on="2022-01-05")
    assert job(book, "2022-01-10").name != before


# --- which run still holds


def test_a_run_holds_while_the_rows_that_it_read_are_the_same(book):
    one = ran(book, ["wool.turnover"])
    ((made, view),) = one.jobs(drawn=True).items()
    assert earlier_run(made, runner(book).runs, view) == runner(book).runs / f"{made.name}.ipynb"
    book.tables.change("observations", {"indicator": "bank.rate"}, note="looked at again")
    assert holds(book)
    book.tables.change("observations", {"indicator": "wool.turnover"}, note="looked at again")
    assert not holds(book)


@pytest.mark.parametrize(
    ("read", "table", "where", "cells"),
    [
        ("events", "events", {"event": "tal-001"}, {"description": "Another treaty"}),
        ("claims", "claims", {"claim": "p002"}, {"value": "91"}),
        ("wool.exports", "sources", {"source": "customs-2020-01-20-wool"}, {"publisher": "The Daily"}),
        ("events", "sources", {"source": "wire-2021-03-02-talks"}, {"publisher": "The Daily"}),
    ],
)
def test_a_row_of_any_table_counts_with_its_source(book, read, table, where, cells):
    ran(book, [read])
    book.tables.change(table, where, **cells)
    assert not holds(book)
    ran(book, ["tea.stock"])
    assert holds(book), "nobody has read it"


def test_what_was_not_there_and_is_now_counts_too(book):
    describe(book.tables, lambda found: found["glossary"].update(name="roads", path="roads.csv"))
    ran(book, ["roads"])
    assert holds(book)
    (book.tables.folder / "roads.csv").write_text("road\none\n")
    assert not holds(book)


@pytest.mark.parametrize(
    "lost", ["notebook", "record", "half a record", "nothing that was read", "a list", "no list of names"]
)
def test_a_run_of_which_something_is_lost_does_not_hold(book, lost):
    ((made, _),) = ran(book, ["wool.turnover"]).jobs(drawn=True).items()
    record = runner(book).runs / f"{made.name}.json"
    told = {"half a record": "{", "nothing that was read": "{}", "a list": "[]", "no list of names": '{"read": 5}'}
    match lost:
        case "notebook":
            record.with_suffix(".ipynb").unlink()
        case "record":
            record.unlink()
        case _:
            record.write_text(told[lost])
    assert not holds(book)


def test_a_book_whose_runs_hold_is_run_without_a_word(book):
    one = ran(book, ["wool.turnover"])
    said: list[str] = []
    ((made, path),) = run_all(one.jobs(drawn=True), runner(book, said)).items()
    assert (made.page, path.suffix, said) == ("notebooks/trade", ".ipynb", [])


# --- a run


@pytest.fixture
def run(book):
    """Runs the notebook on tables as they are; what was said, and the run."""
    with Workshop(book.root / "work") as workshop:

        def now():
            said: list[str] = []
            ((made, path),) = run_all(day(book).jobs(drawn=False), runner(book, said, workshop.kernels)).items()
            return said, made, path

        now.workshop = workshop
        yield now


def test_a_run_is_kept_with_what_it_read_and_not_done_twice(book, run):
    said, _, path = run()
    assert [line.partition(" (")[0] for line in said] == ["ran notebooks/trade.ipynb for 2024-01-20, undrawn"]
    record = json.loads(path.with_suffix(".json").read_text())
    assert "wool.turnover" in record["read"]
    assert run()[0] == []
    assert not list((runner(book).runs / "under-way").iterdir())


def test_a_cell_that_raises_is_named_and_nothing_is_kept(book, run):
    small.notebook(book.root / "notebooks/trade.ipynb", "wool.turnover", "year", "2021", extra="1 / 0\n")
    with pytest.raises(BuildError, match=r"^notebooks/trade.ipynb, cell 6: ZeroDivisionError: division by zero$"):
        run()
    assert not list(runner(book).runs.glob("*.ipynb"))


def test_a_kernel_that_is_killed_is_told_with_its_notebook(book, run):
    extra = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n"
    small.notebook(book.root / "notebooks/trade.ipynb", "wool.turnover", "year", "2021", extra=extra)
    with pytest.raises(BuildError, match=r"^notebooks/trade.ipynb: cannot be run: "):
        run()
    assert not list(runner(book).runs.glob("*.ipynb"))


@pytest.mark.skipif(sys.platform != "linux", reason="sockets that are names alone are Linux's")
def test_a_kernel_takes_no_port_that_another_build_may_take_meanwhile(book, run):
    extra = "import json\nfrom ipykernel import get_connection_info\nprint(json.loads(get_connection_info())['transport'])\n"
    small.notebook(book.root / "notebooks/trade.ipynb", "wool.turnover", "year", "2021", extra=extra)
    _, _, path = run()
    printed = [
        "".join(one.get("text", ""))
        for cell in json.loads(path.read_text())["cells"]
        for one in cell.get("outputs", ())
    ]
    assert [text for text in printed if text] == ["ipc\n"]


def test_a_notebook_edited_while_it_runs_is_run_as_it_was_and_again_as_it_is(book, run):
    path = book.root / "notebooks/trade.ipynb"
    edit = f"import pathlib\np = pathlib.Path({str(path)!r})\np.write_text(p.read_text().replace('A line.', 'A longer line.'))\n"
    small.notebook(path, "wool.turnover", "year", "2021", extra=edit)
    _, before, first = run()
    assert "A longer line." in path.read_text()
    assert "A longer line." not in json.loads(first.read_text())["cells"][-1]["source"]
    said, after, second = run()
    assert (len(said), before.name == after.name) == (1, False)
    assert "A longer line." in "".join(json.loads(second.read_text())["cells"][-1]["source"])


def test_a_run_whose_build_has_ended_keeps_nothing(book):
    with Workshop(book.root / "work") as workshop:
        by = runner(book, [], workshop.kernels)
        by.runs.mkdir()
        ((made, _),) = day(book).jobs(drawn=False).items()
        ticket = by.kernels().start("nolimits.book.run:execute", made, by.runs)
        assert by.kernels().next().ticket == ticket
    assert list(by.runs.glob("under-way/*.ipynb"))
    assert earlier_run(made, by.runs, day(book).view) is None


def test_a_run_in_a_forked_kernel_is_that_in_a_plain_one(book, run, monkeypatch):
    import papermill

    small.notebook(
        book.root / "notebooks/trade.ipynb",
        "wool.turnover",
        "year",
        "2021",
        extra="import warnings\nprint('told')\nwarnings.warn('once')\n{1, 2}\n",
    )
    _, made, path = run()
    forked = nbformat.read(path, as_version=4)
    for name in ("NOLIMITS_STORE", "NOLIMITS_CODE", "JUPYTER_DEFAULT_PROVISIONER_NAME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "NOLIMITS_DATA": str(made.data),
        "NOLIMITS_UNDRAWN": "yes",
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONWARNINGS": "ignore",
        "NO_COLOR": "1",
    }.items():
        monkeypatch.setenv(name, value)
    text = book.root / "notebooks/trade.ipynb"
    plain = papermill.execute_notebook(
        text, None, parameters=dict(made.parameters), kernel_name="python3", progress_bar=False, cwd=made.folder
    )
    scrub(plain)
    assert nbformat.writes(forked) == nbformat.writes(nbformat.from_dict(plain))
    assert "told\n" in nbformat.writes(forked).replace("\\n", "\n")
    assert os.environ.get("JUPYTER_DEFAULT_PROVISIONER_NAME") is None


# --- what stays of a run


def executed() -> nbformat.NotebookNode:
    return v4.new_notebook(
        cells=[
            v4.new_code_cell("cutoff = 'x'", metadata={"tags": ["injected-parameters"], "papermill": {"duration": 1}}),
            v4.new_code_cell("1", metadata={"execution": {"iopub": "now"}, "tags": ["facts"]}),
            v4.new_markdown_cell("x", id="mine", metadata={"vscode": {"languageId": "markdown"}}),
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
    assert (made.cells[1].metadata, made.cells[2].id, made.cells[2].metadata) == ({"tags": ["facts"]}, "mine", {})


def test_addresses_in_memory_and_chance_names_of_tables_go():
    made = executed()
    made.cells[1].outputs = [
        v4.new_output("execute_result", {"text/plain": "[<matplotlib.lines.Line2D at 0x7f7f63299910>]"}),
        v4.new_output("stream", text="<object object at 0x7f7f5137ede0>\n"),
        v4.new_output(
            "display_data", {"text/html": '<style>#T_9719f { }</style><table id="T_9719f">T_9719f_row0</table>'}
        ),
    ]
    scrub(made)
    result, stream, table = made.cells[1].outputs
    assert result["data"]["text/plain"] == "[<matplotlib.lines.Line2D>]"
    assert stream["text"] == "<object object>\n"
    assert table["data"]["text/html"] == '<style>#T_1 { }</style><table id="T_1">T_1_row0</table>'


def test_two_tables_of_a_cell_have_names_of_their_own():
    made = executed()
    shown = '<style>#T_{0} {{ }}</style><table id="T_{0}">T_{0}_row0</table>'
    made.cells[1].outputs = [
        v4.new_output("display_data", {"text/html": shown.format("9719f") + shown.format("00aa1")}),
        v4.new_output("display_data", {"text/html": shown.format("bbbbb")}),
    ]
    scrub(made)
    first, second = (one["data"]["text/html"] for one in made.cells[1].outputs)
    assert first == shown.format("1") + shown.format("1_1")
    assert second == shown.format("1_2")


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
    one, by = day(book), runner(book)
    assert one.recall(by) is None
    made = dataclasses.replace(book.at(), edition=one.edition.key)
    assert one.store(made, by) is made
    assert one.recall(by) == made
    assert day(book).make(by) == made

"""The same questions over days, parameters and sources: one row a case, done once, the same table however it is made."""

import argparse
import csv
import errno
import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import small
from pyarrow import parquet

from nolimits import manuscript
from nolimits.book.parameters import BuildError
from nolimits.claims import claim, weigh
from nolimits.cli.words import parser
from nolimits.data import DataError, View
from nolimits.sweeps import options, parcel, spread, telling, wanting
from nolimits.sweeps.grid import Grid, Variant
from nolimits.sweeps.journal import Journal
from nolimits.sweeps.sweep import Order, plan, sweep
from nolimits.sweeps.table import COLUMNS, CaseRow, write_table
from nolimits.sweeps.work import answer_unit

pytestmark = pytest.mark.slow

DAYS = ("2021-06-30", "2023-06-30", "2024-01-20")
CLAIMS = ("l001", "p002", "p005", "p006")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return small.book(tmp_path_factory.mktemp("book"))


def order(book, name: str, grid: Grid, **wanted) -> Order:
    return Order(grid, book / "_build" / name, **wanted)


def quiet(_: str) -> None:
    pass


def rows(book, name: str) -> list[dict[str, str]]:
    with (book / "_build" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def grid_of(book, *arguments: str) -> Grid:
    parser = argparse.ArgumentParser()
    options.declare(parser)
    return wanting.grid_of(parser.parse_args(arguments), manuscript.contents(book))


# --- what is asked


def test_every_case_is_a_row_in_the_order_of_the_grid(book):
    variants = (Variant(), Variant(tolerance=0.5), Variant(kinds=("media",)))
    found = sweep(book, order(book, "order", Grid("verdicts", CLAIMS, DAYS, variants)), quiet)
    told = [(row["question"], row["cutoff"], row["vary"]) for row in rows(book, "order")]
    assert told == [(c, d, v) for c in CLAIMS for d in DAYS for v in ("", "tolerance=0.5", "kinds=media")]
    assert found.rows == len(told)


def test_a_verdict_is_what_the_book_says_on_the_day(book):
    sweep(book, order(book, "verdicts", Grid("verdicts", CLAIMS, DAYS)), quiet)
    for row in rows(book, "verdicts"):
        view = View(row["cutoff"], folder=book / "data")
        assert row["word"] == weigh(claim(row["question"], view), view).word


def test_each_source_that_is_read_is_left_out_and_no_other(book):
    sweep(book, order(book, "without", Grid("verdicts", CLAIMS, DAYS, leave_out=True)), quiet)
    for key in CLAIMS:
        for day in DAYS:
            view = View(day, folder=book / "data")
            read = {row.source for row in weigh(claim(key, view), view).rows if row.source}
            own = [row for row in rows(book, "without") if (row["question"], row["cutoff"]) == (key, day)]
            assert [row["left_out"] for row in own] == ["", *sorted(read)]
            for row in own:
                blind = view.without(row["left_out"])
                assert row["word"] == weigh(claim(key, blind), blind).word


def test_sources_of_other_kinds_are_not_seen(book):
    sweep(book, order(book, "kinds", Grid("verdicts", ("l001",), ("2024-01-20",), (Variant(kinds=("media",)),))), quiet)
    (row,) = rows(book, "kinds")
    assert row["word"] == "undecided"


def test_theses_and_facts_are_asked_with_their_words_and_numbers(book):
    sweep(book, order(book, "theses", Grid("theses", ("letter-sells",), ("2024-01-20",), leave_out=True)), quiet)
    assert {row["word"] for row in rows(book, "theses")} <= {"open", "holds", "does not hold"}
    assert len(rows(book, "theses")) > 1
    sweep(book, order(book, "facts", Grid("facts", ("summary:rate",), ("2024-01-20",))), quiet)
    (row,) = rows(book, "facts")
    rate = View("2024-01-20", folder=book / "data").value("bank.rate")
    assert float(row["value"]) == rate.sure.value
    assert row["word"].startswith(row["value"].removesuffix(".0"))


def test_both_files_hold_the_same_and_say_what_their_columns_are(book):
    sweep(book, order(book, "both", Grid("verdicts", CLAIMS, DAYS)), quiet)
    table = parquet.read_table(book / "_build" / "both.parquet")
    assert table.column_names == list(COLUMNS) == list(rows(book, "both")[0])
    assert all(field.metadata[b"description"] for field in table.schema)
    told = [{name: "" if one is None else str(one) for name, one in row.items()} for row in table.to_pylist()]
    assert told == rows(book, "both")


# --- done once


def test_what_was_done_is_not_done_again_and_a_larger_sweep_goes_on_from_it(book):
    first = sweep(book, order(book, "first", Grid("verdicts", ("p007",), DAYS)), quiet)
    again = sweep(book, order(book, "again", Grid("verdicts", ("p007",), DAYS)), quiet)
    more = sweep(book, order(book, "more", Grid("verdicts", ("p007", "p008"), DAYS)), quiet)
    assert (first.new, again.new, more.new) == (1, 0, 1)
    assert first.digest == again.digest != more.digest
    assert (book / "_build" / "first.csv").read_bytes() == (book / "_build" / "again.csv").read_bytes()


def test_a_fact_is_asked_of_the_books_own_view_with_the_first_year_of_its_settings(tmp_path):
    own = small.book(tmp_path)
    page = own / "chapters" / "summary.md"
    told = page.read_text().replace("facts:\n", "facts:\n  begun: start\n", 1)
    page.write_text(f"{told}\nIt begins {{either}}`begun > 2000 ; late ; early`.\n")
    sweep(own, order(own, "begun", Grid("facts", ("summary:begun",), ("2024-01-20",))), quiet)
    assert [row["value"] for row in rows(own, "begun")] == ["2018.0"]


def test_a_changed_row_is_asked_anew(tmp_path):
    own = small.book(tmp_path)
    grid = Grid("verdicts", ("p002",), ("2024-01-20",))
    assert sweep(own, order(own, "a", grid), quiet).new == 1
    sources = own / "data" / "sources.csv"
    sources.write_text(sources.read_text().replace("Customs", "The customs", 1))
    assert sweep(own, order(own, "b", grid), quiet).new == 1


def test_of_a_journal_that_a_kill_cut_short_the_whole_lines_are_kept(tmp_path):
    first, second = Grid("verdicts", ("p001", "p002"), ("2024-01-20",)).units()
    row = CaseRow("2024-01-20", "", "", "p001", 1.5, None, 2.0, "confirmed", 0.1)
    with Journal(tmp_path / "j") as journal:
        journal.add(first, [row])
        journal.add(second, [row, row])
    whole = (tmp_path / "j").read_bytes()
    (tmp_path / "j").write_bytes(whole[:-9])
    with Journal(tmp_path / "j") as journal:
        assert first in journal
        assert second not in journal
        assert journal.rows(first) == [row]
        journal.add(second, [row, row])
    assert (tmp_path / "j").read_bytes() == whole


def test_of_a_journal_with_a_damaged_line_all_others_are_kept(tmp_path):
    row = CaseRow("2024-01-20", "", "", "p001", 1.5, None, 2.0, "confirmed", 0.1)
    units = list(Grid("verdicts", ("p001", "p002", "p003"), ("2024-01-20",)).units())
    with Journal(tmp_path / "j") as journal:
        for unit in units:
            journal.add(unit, [row])
    whole = (tmp_path / "j").read_bytes()
    first, second, third = whole.splitlines(keepends=True)
    for damaged in (b"\0\xff garbage\n", b"\n", b"null\n", second.replace(b"confirmed", b"refuted"), second[9:]):
        (tmp_path / "j").write_bytes(first + damaged + third)
        with Journal(tmp_path / "j") as journal:
            assert [unit in journal for unit in units] == [True, False, True]
            journal.add(units[1], [row])
            assert [journal.rows(unit) for unit in units] == [[row]] * 3


def test_a_journal_that_lacks_only_its_last_end_of_line_goes_on_with_a_line_of_its_own(tmp_path):
    row = CaseRow("2024-01-20", "", "", "p001", 1.5, None, 2.0, "confirmed", 0.1)
    first, second = Grid("verdicts", ("p001", "p002"), ("2024-01-20",)).units()
    with Journal(tmp_path / "j") as journal:
        journal.add(first, [row])
    (tmp_path / "j").write_bytes((tmp_path / "j").read_bytes()[:-1])
    with Journal(tmp_path / "j") as journal:
        assert first not in journal
        journal.add(second, [row])
    with Journal(tmp_path / "j") as journal:
        assert journal.rows(second) == [row]


def test_the_plan_says_how_many_cases_are_left_and_does_few(book):
    grid = Grid("verdicts", ("p003", "p004"), DAYS)
    asked = order(book, "plan", grid)
    first = plan(book, asked, quiet)
    assert (first.cases, first.left) == (6, 6)
    assert plan(book, asked, quiet).left == 0
    assert not (book / "_build" / "plan.csv").exists()


# --- by several


def units() -> list:
    return list(Grid("verdicts", (*CLAIMS, "p001", "p003"), DAYS, leave_out=True).units())


def plain(found) -> dict[str, list]:
    return {unit.key: [row[:-1] for row in told] for unit, told in found}


@pytest.fixture(scope="module")
def sent(book, tmp_path_factory):
    """The book as a parcel, and the folder in which it is unpacked here."""
    packed = parcel.pack_book(book)
    return packed, parcel.unpack(packed, tmp_path_factory.mktemp("parcels"))


def with_a_kill(found, pids) -> dict[str, list]:
    """What units give, where a process is killed as soon as the first has ended."""
    told = []
    for one in found:
        if not told:
            os.kill(pids()[0], signal.SIGKILL)
        told.append(one)
    return plain(told)


def killed_at_first(marker: Path, unit, folder: Path) -> list:
    """The answer to a unit, but the process that is first asked about p003 is killed."""
    if unit.question == "p003" and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return answer_unit(unit, folder)


def test_two_processes_one_of_which_is_killed_give_what_one_gives(sent, monkeypatch, tmp_path):
    _, folder = sent
    marker = tmp_path / "killed"
    monkeypatch.setattr(spread, "answer_unit", partial(killed_at_first, marker))
    found = plain(spread.on_this_machine(units(), folder, 2))
    assert marker.exists()
    assert found == plain((unit, answer_unit(unit, folder)) for unit in units())


def test_no_more_processes_are_begun_than_there_are_units(sent, monkeypatch):
    begun = []
    monkeypatch.setattr(spread, "_pool", lambda workers, real=spread._pool: (begun.append(workers), real(workers))[1])
    two = units()[:2]
    assert plain(spread.on_this_machine(two, sent[1], 100_000)).keys() == {unit.key for unit in two}
    assert begun == [2]


@pytest.mark.full
def test_a_cluster_of_which_a_worker_is_killed_gives_what_one_process_gives(sent):
    distributed = pytest.importorskip("distributed")
    packed, folder = sent
    with distributed.LocalCluster(2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        done = spread.on_cluster(units(), packed, cluster.scheduler_address)
        found = with_a_kill(done, lambda: [nanny.pid for nanny in cluster.workers.values() if nanny.pid])
        (run,) = Grid("sections", ("trade",), ("2024-01-20",)).units()
        ran = plain(spread.on_cluster([run], packed, cluster.scheduler_address))
    assert ran == plain([(run, answer_unit(run, folder))])
    assert found == plain((unit, answer_unit(unit, folder)) for unit in units())


def test_at_ctrl_c_a_sweep_stops_in_one_sentence_and_goes_on_later(tmp_path):
    own = small.book(tmp_path)
    factors = ",".join(map(str, range(1, 60)))
    asked = ("sweep", "verdicts", "--cutoffs", "weekly", "--leave-out", "read", "--tolerances", factors, "--jobs", "2")
    command = [sys.executable, "-m", "nolimits", *asked]
    # a session of its own: at a terminal Ctrl-C reaches the processes that it started, too
    under_way = subprocess.Popen(command, cwd=own, start_new_session=True, stderr=subprocess.PIPE, text=True)
    for _ in range(600):
        if any(path.stat().st_size for path in own.glob("_build/sweeps/*/*.jsonl")):
            break
        time.sleep(0.1)
    os.killpg(under_way.pid, signal.SIGINT)
    told = under_way.communicate(timeout=60)[1].splitlines()
    assert under_way.returncode == 130
    assert told[-1] == "nolimits: stopped by Ctrl-C; what was finished stays"
    assert not any(line.startswith(("Traceback", "Process ")) for line in told)
    assert not (own / "_build" / "sweeps" / "verdicts.csv").exists()
    assert plan(own, Order(grid_of(own, *asked[1:-2]), own / "t"), quiet).left < 11 * 59 * 107


@pytest.mark.full
@pytest.mark.parametrize("address", ["nonsense", "foo://bar:1", "tcp://127.0.0.1:1", "tls://127.0.0.1:8786"])
def test_where_no_scheduler_answers_the_address_is_named(sent, address):
    with pytest.raises(BuildError, match=f"--scheduler {address}: no Dask scheduler answers there"):
        list(spread.on_cluster(units(), sent[0], address))


@pytest.mark.full
def test_where_another_server_answers_it_is_told_soon(sent):
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(BuildError, match="no Dask scheduler answers there"):
            list(spread.on_cluster(units(), sent[0], f"tcp://127.0.0.1:{server.server_port}"))
        server.shutdown()


@pytest.mark.full
def test_a_cluster_to_which_no_worker_comes_is_told(sent, monkeypatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(spread, "WORKERLESS", 1)
    with (
        distributed.LocalCluster(n_workers=0, threads_per_worker=1, dashboard_address=None) as cluster,
        pytest.raises(BuildError, match="no worker came within 1 seconds: start one with `dask worker tcp://"),
    ):
        list(spread.on_cluster(units(), sent[0], cluster.scheduler_address))


def test_equal_sources_are_equal_parcels_and_another_program_refuses_them(book, sent, tmp_path):
    assert parcel.pack_book(book) == sent[0]
    other = parcel.Parcel(sent[0].name, "another", sent[0].files)
    with pytest.raises(BuildError, match="another version of nolimits"):
        parcel.unpack(other, tmp_path)


def test_a_book_of_which_files_were_lost_since_is_unpacked_anew(sent, tmp_path):
    packed, _ = sent
    folder = parcel.unpack(packed, tmp_path)
    (folder / "data" / "observations.csv").unlink()
    (folder / "data" / "sources.csv").write_text("torn")
    assert parcel.unpack(packed, tmp_path) == folder
    assert all((folder / name).read_bytes() == content for name, content in packed.files.items())
    assert [path.name for path in folder.parent.iterdir()] == ["book"]


# --- the files


TOLD = [CaseRow("2024-01-20", "", "", f"p{number}", 1.5, None, 2.0, "confirmed", 0.1) for number in range(9)]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_table_that_breaks_off_leaves_the_one_before_and_nothing_else(tmp_path):
    def broken():
        yield from TOLD
        raise BuildError("no more")

    write_table(TOLD[:1], tmp_path / "t")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(BuildError, match="no more"):
        write_table(broken(), tmp_path / "t")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_on_a_full_disk_the_folder_of_the_table_is_told_and_nothing_is_left(tmp_path):
    def until_full():
        yield from TOLD
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(BuildError) as told:
        write_table(until_full(), tmp_path / "deep" / "t")
    assert str(told.value) == (
        f"{tmp_path}/deep: no space left on device: make room; the table is as it was, and what is done is kept"
    )
    assert not names(tmp_path / "deep")


@pytest.mark.parametrize("name", ["a b", 'it\'s "so"', "ü 漢", "two\nlines", os.fsdecode(b"\xff"), "x" * 247])
def test_a_table_may_have_any_name_that_a_file_may_have(tmp_path, name):
    assert write_table(TOLD, tmp_path / name) == len(TOLD)
    assert names(tmp_path) == {f"{name}.csv", f"{name}.parquet"}


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("/", "--out /: a folder: name the table without its ending, such as /table"),
        (".", "a folder: name the table"),
        ("..", "a folder: name the table"),
        ("", "a folder: name the table"),
        ("data", "--out data: a folder: name the table without its ending, such as data/table"),
        ("told.csv", "--out told.csv: the table is written as csv and parquet: write --out told"),
        ("_toc.yml/told", "_toc.yml is no folder that you may write to"),
        ("taken/told", "told.parquet is a folder: move it"),
    ],
)
def test_where_no_table_can_lie_is_refused_before_anything_is_done(tmp_path, monkeypatch, out, said):
    own = small.book(tmp_path)
    (own / "taken" / "told.parquet").mkdir(parents=True)
    monkeypatch.chdir(own)
    asked = parser().parse_args(["sweep", "verdicts", "l001", "--out", out])
    with pytest.raises(BuildError, match=re.escape(said)):
        telling.run_sweep(asked, own, quiet)
    assert not (own / "_build").exists()


# --- sections


def test_a_section_is_run_with_its_parameters_and_one_that_fails_says_why(tmp_path):
    own = small.book(tmp_path)
    small.notebook(own / "notebooks" / "trade.ipynb", "wool.turnover", "year", "2021", extra="1 / (factor - 2)\n")
    ways = (Variant((("trade.factor", 1.5),)), Variant((("trade.factor", 2.0),)))
    found = sweep(own, order(own, "runs", Grid("sections", ("trade",), ("2024-01-20",), ways), jobs=2), quiet)
    told = {(row["vary"], row["question"]): row["word"] for row in rows(own, "runs")}
    assert found.failed == 1
    assert told["trade.factor=2.0", "trade"].startswith("failed: ")
    assert "ZeroDivisionError" in told["trade.factor=2.0", "trade"]
    assert re.fullmatch(r"\d+-[0-9a-f]+", told["trade.factor=1.5", "trade-chart"])
    assert told["trade.factor=1.5", "trade-chart headline"]
    assert told["trade.factor=1.5", "trade:newest"]
    again = sweep(own, order(own, "runs", Grid("sections", ("trade",), ("2024-01-20",), ways), jobs=2), quiet)
    assert (again.new, again.failed) == (1, 1), "what failed is tried again, and nothing else"


def test_a_chart_that_a_run_does_not_show_is_told(tmp_path):
    own = small.book(tmp_path)
    path = own / "notebooks" / "trade.ipynb"
    path.write_text(path.read_text().replace('"charts.lines(', '"_ = charts.lines('))
    found = sweep(own, order(own, "hidden", Grid("sections", ("trade",), ("2024-01-20",))), quiet)
    told = {row["question"]: row["word"] for row in rows(own, "hidden")}
    assert told["trade-chart"] == "failed: the chart is not shown"
    assert found.failed == 1


# --- what may be asked for


def test_days_are_the_ends_of_months_or_weeks_or_named(book):
    months = grid_of(book, "verdicts", "--cutoffs", "monthly").cutoffs
    weeks = grid_of(book, "verdicts", "--cutoffs", "weekly").cutoffs
    assert months[0] == "2022-01-31"
    assert months[-1] == weeks[-1] == View(folder=book / "data").newest
    assert len(weeks) > 4 * (len(months) - 1)
    assert grid_of(book, "verdicts", "--cutoffs", "2023-06-30,2021-06-30").cutoffs == ("2021-06-30", "2023-06-30")


def test_of_what_is_varied_only_what_it_moves_is_asked(book):
    found = grid_of(book, "facts", "--vary", "trade.factor=1,2.5")
    assert found.questions == ("trade:newest", "trade:move")
    assert [one.text for one in found.variants] == ["trade.factor=1.0", "trade.factor=2.5"]
    assert grid_of(book, "sections").questions == ("trade", "talks")
    assert grid_of(book, "facts", "summary").questions == ("summary:rate",)


def test_two_tolerances_are_told_apart_however_near_they_are(book):
    found = grid_of(book, "verdicts", "--tolerances", "1,1.0000001,1.0000002,0.5,1e-3")
    assert [one.text for one in found.variants] == [
        "",
        "tolerance=1.0000001",
        "tolerance=1.0000002",
        "tolerance=0.5",
        "tolerance=0.001",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["verdicts", "q999"], "'q999' cannot be asked here"),
        (["verdicts", "--vary", "trade.factor=1"], "no parameter of a section moves verdicts"),
        (["facts", "--tolerances", "0.5"], "facts have none: ask verdicts or theses"),
        (["verdicts", "--tolerances", "0"], "'0' is no factor above 0"),
        (["verdicts", "--tolerances", "half"], "'half' is no factor above 0"),
        (["verdicts", "--kinds", "gossip"], "no source is of the kind 'gossip'"),
        (["verdicts", "--kinds", ""], "no source is of the kind ''"),
        (["verdicts", "--kinds", "media,"], "no source is of the kind ''"),
        (["verdicts", "--kinds", "all,media"], "all stands by itself: write --kinds all beside"),
        (["facts", "--vary", "trade.factor"], "--vary 'trade.factor': no values: write SECTION.PARAM=A,B"),
        (["sections", "--leave-out", "read"], "a notebook is run with all sources"),
        (["facts", "--vary", "trade.colour=1"], "trade has no parameter 'colour'"),
        (["facts", "--vary", "trade.factor=much"], "'much' is not a number"),
        (["facts", "--vary", "trade.cutoff=2021-01-01"], "days are no parameter: write --cutoffs 2021-01-01"),
        (["facts", "--vary", "trade.factor=1", "--vary", "trade.factor=2"], "--vary trade.factor stands twice"),
        (["verdicts", "--cutoffs", "soon"], "soon"),
        (["verdicts", "--cutoffs", "2999-01-01"], "nothing is known of 2999-01-01 yet"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(book, arguments, said):
    with pytest.raises(DataError, match=said):
        grid_of(book, *arguments)


# --- the command


def test_the_command_writes_the_table_and_says_what_it_did(book):
    asked = ("sweep", "verdicts", "l001", "p001", "--cutoffs", "monthly", "--out", "told", "--jobs", "1")
    planned = small.nolimits(book, *asked, "--plan")
    assert planned.returncode == 0, planned.stderr
    assert "2 verdicts on" in planned.stdout
    done = small.nolimits(book, *asked)
    assert done.returncode == 0, done.stderr
    assert "all but the seconds has the hash" in done.stdout
    again = small.nolimits(book, *asked)
    assert "nothing had to be done" in again.stdout
    assert (book / "told.csv").is_file()
    assert (book / "told.parquet").is_file()


def test_a_sweep_whose_errors_go_nowhere_is_done_all_the_same(book):
    command = (
        sys.executable,
        "-m",
        "nolimits",
        "sweep",
        "verdicts",
        "l001",
        "--cutoffs",
        "2023-05-09",
        "--out",
        "mute",
    )
    assert subprocess.run(["sh", "-c", 'exec "$@" 2>&-', "sh", *command], cwd=book, check=False).returncode == 0
    assert (book / "mute.csv").is_file()


def test_the_command_refuses_what_cannot_be_meant_with_one_sentence(book):
    done = small.nolimits(book, "sweep", "verdicts", "q999")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "'q999' cannot be asked here" in done.stderr

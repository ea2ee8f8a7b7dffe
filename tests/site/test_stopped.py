"""A build that is stopped at any moment leaves the last good book, no process, and nothing that the next would use."""

import os
import random
import shutil
import signal
import time
from pathlib import Path

import edits
import pytest
import small
from conftest import Tables
from edits import Trial

pytestmark = pytest.mark.xdist_group("incremental")
SECONDS = 2  # after which no process may be left
RATE = {"indicator": "bank.rate", "known_on": "2022-06-14"}  # the newest figure that the talks show
LONGEST = 12  # seconds that a build takes here, or more


@pytest.fixture(scope="module")
def before(built) -> dict[str, bytes]:
    """What the book holds before anything is changed."""
    return edits.tree(built.book / "_build/html")


@pytest.fixture(scope="module")
def wanted(built) -> dict[str, bytes]:
    """What it is to hold when a figure has changed: a book of it that is built from nothing."""
    other = edits.sources(built.book, built.folder / "other")
    change(other)
    assert built.build(book=other).returncode == 0
    return edits.tree(other / "_build/html")


def change(book: Path) -> None:
    Tables(book / "data").change("observations", RATE, value="14.5")


def none_left(trial: Trial) -> bool:
    until = time.monotonic() + SECONDS
    while left := trial.left():
        if time.monotonic() > until:
            return not left
        time.sleep(0.05)
    return True


def stop(trial: Trial, how: signal.Signals, moment: float) -> tuple[int, str]:
    """Begin to build and stop that after some seconds; its code and what it said."""
    building = trial.begin()
    time.sleep(moment)
    if how is signal.SIGINT:
        os.killpg(building.pid, how)  # as a terminal does
    else:
        building.send_signal(how)
    _, said = building.communicate()
    return building.returncode, said


STOPS = [(signal.SIGKILL, 20), (signal.SIGTERM, 10), (signal.SIGINT, 10)]
MOMENTS = random.Random(5)
STOPPED = [(how, 2.5) for how, _ in STOPS]
STOPPED += [(how, MOMENTS.uniform(0.5, LONGEST)) for how, times in STOPS for _ in range(times)]


@pytest.mark.full
@pytest.mark.parametrize(("how", "moment"), STOPPED)
def test_a_build_that_is_stopped_leaves_the_last_good_book_and_no_process(trial, before, wanted, how, moment):
    change(trial.book)
    shutil.rmtree(trial.book / "_build/runs")  # all is to be run again
    code, said = stop(trial, how, moment)
    assert none_left(trial), trial.left()
    # one that is stopped when the new book is in its place already leaves that one
    assert edits.tree(trial.book / "_build/html") in ((before, wanted) if code else (wanted,))
    if code and how is signal.SIGINT:
        assert said.splitlines()[-1] == "nolimits: stopped by Ctrl-C; what was finished stays"
        assert "Traceback" not in said
        assert not list((trial.book / "_build").glob("work-*"))
    done = trial.build()
    assert done.returncode == 0, done.stderr
    assert edits.tree(trial.book / "_build/html") == wanted
    assert not list((trial.book / "_build").glob("work-*"))
    assert not [path for path in (trial.book / "_build").iterdir() if path.name.startswith(".html")]


def test_a_figure_withdrawn_after_a_build_was_killed_is_not_used(trial, before):
    """What a killed build has run, or half run, is of the figures of its time."""
    change(trial.book)
    stop(trial, signal.SIGKILL, 4)
    Tables(trial.book / "data").change("observations", RATE, value="9.5")
    assert trial.build().returncode == 0
    assert edits.tree(trial.book / "_build/html") == before


def test_a_fault_in_one_notebook_ends_the_others_too(trial):
    wait = "import time\ntime.sleep(60)\n"
    small.notebook(trial.book / "notebooks/talks.ipynb", "bank.rate", "point", "2022-02-28", extra=wait)
    small.notebook(trial.book / "notebooks/trade.ipynb", "wool.turnover", "year", "2021", extra="1 / 0\n")
    done = trial.build()
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert none_left(trial)


# --- more than one at once


@pytest.mark.full
def test_two_builds_and_a_publication_at_once_are_each_right(trial, wanted, tmp_path):
    change(trial.book)
    several = [trial.begin(), trial.begin(), trial.begin("publish", str(tmp_path / "site"), "--no-pdf")]
    said = [one.communicate() for one in several]
    assert [one.returncode for one in several] == [0, 0, 0], said
    assert any("is under way: waiting for it" in told for _, told in said)
    assert edits.tree(trial.book / "_build/html") == wanted
    (edition,) = (tmp_path / "site/editions").iterdir()
    for name, content in wanted.items():
        if name.startswith("charts/") and not name.endswith(".html"):
            assert (edition / name).read_bytes() == content
    assert none_left(trial)


@pytest.mark.full
def test_a_build_beside_the_serving_of_the_book_is_right_and_both_go_on(trial, wanted):
    serving = trial.begin("serve", "--port", "0")
    try:
        next(line for line in serving.stderr if "http://127.0.0.1:" in line)
        change(trial.book)
        assert trial.build().returncode == 0
        until = time.monotonic() + 60
        while edits.tree(trial.book / "_build/html") != wanted and time.monotonic() < until:
            time.sleep(0.2)
        assert edits.tree(trial.book / "_build/html") == wanted
        assert serving.poll() is None
    finally:
        os.killpg(serving.pid, signal.SIGINT)
        serving.communicate()
    assert none_left(trial)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_is_left_of_a_server_that_is_stopped(trial, how):
    serving = trial.begin("serve", "--port", "0")
    next(line for line in serving.stderr if "http://127.0.0.1:" in line)
    serving.send_signal(how)
    serving.communicate()
    assert none_left(trial)

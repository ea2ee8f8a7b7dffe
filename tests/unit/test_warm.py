"""A process that is kept warm does what it is told, tells what went wrong, and never outlives who started it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from edits import hear_ctrl_c

from nolimits.book.warm import Warm
from nolimits.book.workshop import Workshop

pytestmark = pytest.mark.slow

STARTED = """
import sys, time, pathlib
from nolimits.book.warm import Warm
warm = Warm(["json"], pathlib.Path(sys.argv[1]), {})
warm.start("os:getpid")
print(warm.next().value, flush=True)
warm.start("time:sleep", 600)
print(warm._process.pid, flush=True)
time.sleep(600)
"""
SECONDS = 2  # after which nothing may be left


@pytest.fixture
def warm(tmp_path):
    with Warm(["json", "fractions"], tmp_path / "log", {"COLOUR": "red"}) as made:
        yield made


def did(warm: Warm, task: str, *given: object):
    ticket = warm.start(task, *given)
    outcome = warm.next()
    assert outcome.ticket == ticket
    return outcome.value, outcome.error


def alive(pid: int) -> bool:
    """Whether a process runs: one that has ended and was not asked for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(*pids: int) -> bool:
    """Whether processes end in time."""
    until = time.monotonic() + SECONDS
    while any(map(alive, pids)):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


# --- tasks


def test_a_task_gives_its_value(warm):
    assert did(warm, "json:dumps", {"a": 1}) == ('{"a": 1}', "")
    assert did(warm, "os:getenv", "COLOUR") == ("red", "")


def test_each_task_has_a_process_of_its_own(warm):
    first, second = did(warm, "os:getpid")[0], did(warm, "os:getpid")[0]
    assert len({first, second, os.getpid(), warm._process.pid}) == 4
    did(warm, "os:putenv", "COLOUR", "blue")
    assert did(warm, "os:getenv", "COLOUR") == ("red", "")


def test_whoever_waits_for_one_task_passes_over_what_was_left_of_others(warm):
    warm.start("json:dumps", "left")
    warm.start("json:dumps", "left as well")
    assert warm.outcome(warm.start("json:dumps", 3)).value == "3"


def test_modules_are_loaded_before_a_task_comes(warm):
    assert did(warm, "builtins:eval", "'fractions' in __import__('sys').modules") == (True, "")


def test_tasks_run_side_by_side_and_the_first_to_end_is_told_first(warm):
    slow, quick = warm.start("time:sleep", 0.5), warm.start("time:sleep", 0)
    assert [warm.next().ticket, warm.next().ticket] == [quick, slow]


@pytest.mark.parametrize(
    ("task", "given", "said"),
    [
        ("json:loads", ("{",), "JSONDecodeError: Expecting property name"),
        ("json:nothing", (), "AttributeError: module 'json' has no attribute 'nothing'"),
        ("nowhere:at_all", (), "ModuleNotFoundError: No module named 'nowhere'"),
        ("sys:exit", (3,), "SystemExit: 3"),
        ("builtins:iter", ([1],), ""),  # an answer that can, and one that cannot be sent
        ("builtins:eval", ("lambda: 1",), "PicklingError"),
    ],
)
def test_what_goes_wrong_in_a_task_is_told_and_the_next_is_done(warm, task, given, said):
    error = did(warm, task, *given)[1]
    assert said in error
    assert bool(said) == bool(error)
    assert did(warm, "json:dumps", 1) == ("1", "")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_task_that_is_killed_is_told_and_the_next_is_done(warm, how):
    assert did(warm, "signal:raise_signal", how) == (None, "the process that did it was killed")
    assert did(warm, "json:dumps", 1) == ("1", "")


def test_a_large_value_arrives(warm):
    value, error = did(warm, "builtins:eval", "'x' * 30_000_000")
    assert (len(value), error) == (30_000_000, "")


# --- its end


def test_nothing_is_left_of_a_process_that_is_stopped(tmp_path):
    warm = Warm([], tmp_path / "log", {})
    did(warm, "os:getpid")
    warm.start("time:sleep", 600)
    until = time.monotonic() + 10
    while not (below := children(warm._process.pid)) and time.monotonic() < until:
        time.sleep(0.05)
    assert below
    warm.stop()
    assert gone(warm._process.pid, *below)


def test_whoever_waits_for_a_process_that_is_gone_is_told(tmp_path):
    with Warm([], tmp_path / "log", {}) as warm:
        did(warm, "os:getpid")
        warm.start("time:sleep", 600)
        os.kill(warm._process.pid, signal.SIGKILL)
        outcome = warm.next()
        assert (outcome.ticket, outcome.error) == (0, "the process that did it was killed")
        warm._process.wait()
        assert not warm.is_there
        ticket = warm.start("os:getpid")
        assert warm.outcome(ticket).error == "the process that did it was killed"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_whoever_started_it_and_its_tasks_with_it(tmp_path, how):
    hear_ctrl_c()
    command = [sys.executable, "-c", STARTED, str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as starter:
        starter.stdout.readline()
        warm = int(starter.stdout.readline())
        until = time.monotonic() + 10
        while not (below := children(warm)) and time.monotonic() < until:
            time.sleep(0.05)
        assert below
        starter.send_signal(how)
        starter.wait()
        assert gone(warm, *below)


# --- the workshop


def test_a_workshop_begins_a_process_when_it_is_wanted_and_ends_all(tmp_path):
    with Workshop(tmp_path / "build") as shop:
        assert not (tmp_path / "build").exists()
        kernels = shop.kernels()
        assert shop.kernels() is kernels
        assert (tmp_path / "build/kernels.log").exists()
        assert not (tmp_path / "build/binder.log").exists()
    assert gone(kernels._process.pid)


def test_a_workshop_begins_a_process_anew_that_is_gone(tmp_path):
    with Workshop(tmp_path / "build") as shop:
        first = shop.kernels()
        os.kill(first._process.pid, signal.SIGKILL)
        assert first.next().ticket == 0
        assert did(shop.kernels(), "json:dumps", 1) == ("1", "")


def test_one_whose_starter_dies_before_it_has_loaded_anything_ends_too(tmp_path):
    script = """
import os, pathlib, sys
from nolimits.book.warm import Warm
warm = Warm(["pandas", "matplotlib.pyplot", "sphinx.builders.html"], pathlib.Path(sys.argv[1]), {})
print(warm._process.pid, flush=True)
os._exit(1)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True, check=False
    )
    assert gone(int(done.stdout))


LOADED_LATER = """
import sys
from importlib import import_module
from nolimits.book.workshop import RUNNING
for module in RUNNING[:int(sys.argv[1])]:
    import_module(module)
had = set(sys.modules)
from nolimits.charts.registry import all_kinds
all_kinds()
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - had}))
"""


@pytest.mark.parametrize(("count", "later"), [(99, {"nolimits"}), (0, {"nolimits", "matplotlib", "seaborn"})])
def test_a_kernel_finds_all_that_draws_loaded_but_for_the_book_s_own_code(count, later):
    command = [sys.executable, "-c", LOADED_LATER, str(count)]
    found = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert (found == later) if count else (later <= found)

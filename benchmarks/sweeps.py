"""What many days cost: verdicts without each source, runs of a section, editions; prints figures, asserts nothing.

    .venv/bin/python benchmarks/sweeps.py [verdicts|sections|editions ...] [--runs N] [--days N]

Everything is done in a copy of the book, on all cores of this machine. *verdicts*: every statement at all ends of
months, also without each source that its test reads, by local processes and by a Dask cluster of as many workers.
*sections*: N runs of one section, each of another day, beside papermill's command and ploomber-engine (where it is
installed) on twenty of these days. *editions*: a site of the newest N ends of months (all of them where no N is
given), the same once more, and three of these days as builds from nothing.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

import psutil
from copies import copy_book

NOLIMITS = (sys.executable, "-m", "nolimits.cli")
SECTION, TRIED, ALONE = "military", 20, 3
CORES = os.cpu_count() or 1
PLOOMBER = """
import sys
from ploomber_engine import execute_notebook
execute_notebook(sys.argv[1], None, parameters={"cutoff": sys.argv[2]})
"""


@dataclass
class Ran:
    """How long a command took, and how much memory its processes held together early and late, in MiB."""

    seconds: float
    early: float
    late: float


def run(command: Sequence[str], book: Path) -> Ran:
    """Run a command in a book, watching what all its processes hold; memory shared by two counts twice."""
    started, held = time.perf_counter(), list[float]()
    child = subprocess.Popen(command, cwd=book, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(1):
            held.append(sum(_resident(one) for one in _processes(child.pid)) / 2**20)

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, told = child.communicate()
    ended.set()
    watcher.join()
    if child.returncode:
        sys.exit(f"{' '.join(command)[:200]} failed in {book}: {told.decode()[-600:]}")
    quarter = max(1, len(held) // 4)
    return Ran(time.perf_counter() - started, max(held[:quarter], default=0), max(held[-quarter:], default=0))


def _processes(pid: int) -> list[psutil.Process]:
    """A process and those below it; none where it has ended."""
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.Error:
        return []


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss)
    except psutil.Error:
        return 0.0


def tell(name: str, ran: Ran, more: str = "") -> None:
    """One line: what was done, how long it took, memory in the first and the last quarter of that time."""
    print(f"{name:58} {ran.seconds:8.1f} s {ran.early:7.0f} → {ran.late:.0f} MiB  {more}", flush=True)


@contextmanager
def _cluster() -> Iterator[str]:
    """The address of a Dask cluster with as many workers as cores, each a process."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=CORES, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def verdicts(book: Path) -> None:
    """All statements, all ends of months, every source that is read left out."""
    asked = [*NOLIMITS, "sweep", "verdicts", "--cutoffs", "monthly", "--leave-out", "read"]
    here = run([*asked, "--out", f"{book}/here"], book)
    tell("verdicts without each source, local processes", here)
    shutil.rmtree(book / "_build")
    with _cluster() as address:
        there = run([*asked, "--out", f"{book}/there", "--scheduler", address], book)
    same = _rows(book / "here.csv") == _rows(book / "there.csv")
    told = "the same table" if same else "ANOTHER TABLE"
    tell("verdicts without each source, a Dask cluster", there, f"{there.seconds / here.seconds:.2f} of that; {told}")


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return [{name: held for name, held in row.items() if name != "seconds"} for row in csv.DictReader(file)]


def sections(book: Path, count: int) -> None:
    """Runs of a section, each of another day."""
    newest = date(2026, 6, 1)
    days = [str(newest - timedelta(days=one)) for one in range(count)]
    ran = run([*NOLIMITS, "sweep", "sections", SECTION, "--cutoffs", ",".join(days), "--out", f"{book}/runs"], book)
    with (book / "runs.csv").open(encoding="utf-8", newline="") as file:
        each = {row["cutoff"]: float(row["seconds"]) for row in csv.DictReader(file)}
    share = ran.seconds * CORES / sum(each.values())
    tell(f"{len(each)} runs of {SECTION}", ran, f"{share:.2f} of the runs' own time over {CORES} cores")
    notebook = f"notebooks/{SECTION}.ipynb"
    papermill = str(Path(sys.executable).with_name("papermill"))
    rivals = {"papermill's command": [papermill, notebook, f"{book}/out.ipynb", "--no-progress-bar", "-p", "cutoff"]}
    if find_spec("ploomber_engine"):
        rivals["ploomber-engine"] = [sys.executable, "-c", PLOOMBER, notebook]
    for name, command in rivals.items():
        tried = [run([*command, day], book) for day in days[:: max(1, count // TRIED)][:TRIED]]
        seconds = sum(one.seconds for one in tried) / len(tried) * len(each)
        told = Ran(seconds, tried[0].late, tried[-1].late)
        tell(f"{name}, as many by {len(tried)} of them", told, f"a sweep takes {ran.seconds / seconds:.2f} of it")


def editions(book: Path, count: int) -> None:
    """A site of many editions, once more, and beside it builds from nothing."""
    from nolimits.data import View
    from nolimits.sweeps.wanting import days_of

    days = [*days_of("monthly", View(folder=book / "data"))][-count:]
    command = [*NOLIMITS, "publish", f"{book}/site", "--no-pdf", "--cutoffs", ",".join(days)]
    first = run(command, book)
    tell(f"a site of {len(days)} editions", first, f"{first.seconds / len(days):.1f} s each; {_size(book / 'site')}")
    tell("the same once more", run(command, book))
    alone = []
    for day in days[:: max(1, len(days) // ALONE)][:ALONE]:
        shutil.rmtree(book / "_build")
        alone.append(run([*NOLIMITS, "build", "--cutoff", day], book))
    seconds = sum(one.seconds for one in alone) / len(alone) * len(days)
    told = Ran(seconds, alone[0].late, alone[-1].late)
    tell(f"as many builds from nothing, by {len(alone)} of them", told, f"the site takes {first.seconds / seconds:.2f}")


def _size(site: Path) -> str:
    files = [path for path in site.rglob("*") if path.is_file()]
    return f"{len(files):,} files, {sum(path.stat().st_size for path in files) / 2**20:.0f} MiB"


def main() -> None:
    """Measure what is asked for, each in a copy of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", choices=["verdicts", "sections", "editions", []], metavar="WHAT")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--days", type=int, default=0)
    asked = parser.parse_args()
    print(f"{CORES} cores, Python {sys.version.split()[0]}")
    for name in asked.what or ("verdicts", "sections", "editions"):
        with tempfile.TemporaryDirectory() as folder:
            book = Path(folder) / "book"
            copy_book(book)
            match name:
                case "verdicts":
                    verdicts(book)
                case "sections":
                    sections(book, asked.runs)
                case _:
                    editions(book, asked.days)


if __name__ == "__main__":
    main()

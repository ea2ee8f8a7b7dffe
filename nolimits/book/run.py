"""Run the notebooks by papermill, in parallel, and only those for which something that they read has changed."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nolimits.book.folders import PACKAGE, digest
from nolimits.book.parameters import BuildError
from nolimits.book.warm import Outcome, Warm
from nolimits.data import Parameter, View, door, store, whereabouts
from nolimits.data.periods import epoch
from nolimits.manuscript.exhibit import FOR_PAGES, UNDRAWN
from nolimits.manuscript.notebook import METADATA
from nolimits.takeaway import Say

KERNEL = "python3"
MOST_KEPT = 60
ADDRESS = re.compile(r" at 0x[0-9a-f]+(?=>)")
TABLE = re.compile(r'<table id="T_([0-9a-f]{5})"')
STORE = "store"  # beside the runs: values that are kept


def kept_in(work: Path) -> AbstractContextManager[None]:
    """Keep values in a build's folder meanwhile, under a hash of the code that makes them."""
    return store.at(work / STORE, digest(PACKAGE, also=[platform.python_version(), platform.system()]))


@dataclass(frozen=True)
class Runner:
    """How notebooks are run: where runs are kept, how many at once, who is told, and the process that begins them."""

    runs: Path
    workers: int
    say: Say
    kernels: Callable[[], Warm]


@dataclass(frozen=True, eq=False)
class Job:
    """One notebook to run: `page` is its name in the book, `text` what it says, `folder` where it runs, `data` the
    folder of tables, `code` a hash of the code that it runs with, `told` what answers follow from besides the rows that
    are read. One that is not `drawn` says what its charts say and draws none of them; one that is not for `files` draws
    them for pages alone.
    """

    page: str
    text: bytes
    folder: Path
    data: Path
    parameters: Mapping[str, Parameter]
    code: str
    told: str
    drawn: bool = True
    files: bool = True

    @cached_property
    def name(self) -> str:
        """A name for this notebook's text, parameters, day and code; what it reads is told apart by its own hash."""
        told = json.dumps([self.page, dict(self.parameters), self.undrawn, self.code, self.told], sort_keys=True)
        return f"{self.page.rpartition('/')[2]}-{hashlib.sha256(told.encode() + self.text).hexdigest()[:24]}"

    @property
    def undrawn(self) -> str:
        """What tells its charts which pictures are not wanted."""
        return ("" if self.files else FOR_PAGES) if self.drawn else "yes"


def earlier_run(job: Job, runs: Path, view: View) -> Path | None:
    """An executed notebook of an earlier run that still holds; None where it must run again."""
    record, executed = runs / f"{job.name}.json", runs / f"{job.name}.ipynb"
    try:
        read = json.loads(record.read_text(encoding="utf-8"))["read"]
        holds = executed.is_file() and read == view.evidence.contents(read)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return executed if holds else None


def run_all(jobs: Mapping[Job, View], runner: Runner) -> dict[Job, Path]:
    """Executed notebooks by job, each with the view of its day.

    Raises BuildError that names notebook, cell and error if a cell raises.
    """
    runner.runs.mkdir(parents=True, exist_ok=True)
    done = {job: path for job, view in jobs.items() if (path := earlier_run(job, runner.runs, view))}
    # what is drawn takes longest, and comes first
    todo = sorted((job for job in jobs if job not in done), key=lambda job: job.drawn)
    if todo:
        kernels, under_way = runner.kernels(), dict[int, Job]()
        try:
            while todo or under_way:
                while todo and len(under_way) < runner.workers:
                    job = todo.pop()
                    under_way[kernels.start(f"{__name__}:{execute.__name__}", job, runner.runs)] = job
                outcome = kernels.next()
                if not outcome.ticket:
                    raise BuildError("the process that runs the notebooks was killed: build again")
                ended = under_way.pop(outcome.ticket)
                done[ended] = _keep_run(outcome, ended, jobs[ended], runner)
        except BaseException:
            kernels.stop()  # with the notebooks that are still running
            raise
        _prune(runner.runs, keep=set(done.values()))
    return done


Ran = tuple[list[str], float, str]  # the names read, seconds taken, what went wrong


def _keep_run(outcome: Outcome, job: Job, view: View, runner: Runner) -> Path:
    if outcome.error:
        raise BuildError(f"{job.page}.ipynb: cannot be run: {outcome.error}")
    read, seconds, error = outcome.value
    if error:
        raise BuildError(error)
    executed = runner.runs / f"{job.name}.ipynb"
    # only the build that began a run keeps it: a run that outlives its build keeps nothing
    path_under_way(job, runner.runs).replace(executed)
    record = {"page": job.page, "read": view.evidence.contents(read)}
    (runner.runs / f"{job.name}.json").write_text(json.dumps(record), encoding="utf-8")
    day = "" if job.drawn else f" for {view.cutoff}, undrawn"
    runner.say(f"ran {job.page}.ipynb{day} ({seconds:.1f} s)")
    return executed


def path_under_way(job: Job, runs: Path) -> Path:
    """Where a notebook lies that has been run and is not kept yet."""
    return runs / "under-way" / f"{job.name}.ipynb"


def execute(job: Job, runs: Path) -> Ran:
    """Run one notebook with this process' own kernel, and leave it beside the runs that hold."""
    from nolimits.book import kernels

    started = time.perf_counter()
    raw = path_under_way(job, runs)
    raw.parent.mkdir(exist_ok=True)
    trace, written = raw.with_suffix(".read"), raw.with_suffix(".written.ipynb")
    trace.unlink(missing_ok=True)
    written.write_bytes(job.text)
    os.environ |= {
        whereabouts.NAMED: str(job.data),
        door.TRACE: str(trace),
        UNDRAWN: job.undrawn,
        store.FOLDER: str(runs.parent / STORE),
        store.CODE: job.code,
        "IPYTHONDIR": str(runs / "ipython"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "SOURCE_DATE_EPOCH": str(epoch(str(job.parameters["cutoff"]))),  # figures of matplotlib's own are dated by it
    }
    kernels.prepare()

    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    try:
        # it is written once, at the end: papermill would write all of it before and after each cell
        notebook = papermill.execute_notebook(
            written, None, parameters=dict(job.parameters), kernel_name=KERNEL, progress_bar=False, cwd=job.folder
        )
        scrub(notebook)
        nbformat.write(notebook, raw)
        read = sorted(set(trace.read_text(encoding="utf-8").split())) if trace.exists() else []
    except PapermillExecutionError as error:
        said = f"{error.ename}: {error.evalue}".strip()
        return [], 0.0, f"{job.page}.ipynb, cell {error.cell_index}: {said}"
    except Exception as error:
        # whatever else papermill or a kernel raises, the reader of the message wants to know the notebook
        return [], 0.0, f"{job.page}.ipynb: cannot be run: {error}"
    finally:
        written.unlink(missing_ok=True)
        trace.unlink(missing_ok=True)
    return read, time.perf_counter() - started, ""


def scrub(notebook: Any) -> None:
    """Take out what differs from run to run and what an editor notes, and hide the cell that papermill put in."""
    for name in ("papermill", "widgets"):
        notebook.metadata.pop(name, None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for number, cell in enumerate(notebook.cells):
        for name in set(cell.metadata) - set(METADATA):
            cell.metadata.pop(name)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.metadata["tags"] = ["injected-parameters", "remove-cell"]
            cell.id = f"injected-parameters-{number}"
        tables: dict[str, str] = {}
        for output in cell.get("outputs", ()):
            _settle(output, number, tables)


def _settle(output: Any, cell: int, tables: dict[str, str]) -> None:
    """Of an output, give no addresses in memory, and name pandas' tables by their cells rather than by chance.

    `tables` are the names of those that the cell has shown before.
    """
    if "text" in output:
        output["text"] = ADDRESS.sub("", output["text"])
    data = output.get("data", {})
    if "text/plain" in data:
        data["text/plain"] = ADDRESS.sub("", data["text/plain"])
    for found in TABLE.findall(str(data.get("text/html", ""))):
        named = tables.setdefault(found, f"T_{cell}_{len(tables)}" if tables else f"T_{cell}")
        data["text/html"] = data["text/html"].replace(f"T_{found}", named)


def _prune(runs: Path, keep: set[Path]) -> None:
    old = sorted(runs.glob("*.ipynb"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in old[MOST_KEPT:]:
        if path not in keep:
            path.unlink()
            path.with_suffix(".json").unlink(missing_ok=True)

"""Run the notebooks by papermill, in parallel, and only those for which something that they can see has changed."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from nolimits.book.parameters import BuildError
from nolimits.charts.exhibit import UNDRAWN
from nolimits.data import Parameter, View
from nolimits.takeaway import Say

KERNEL = "python3"
MOST_KEPT = 60


@dataclass(frozen=True, eq=False)
class Job:
    """One notebook to run: `page` is its name in the book, `data` the staged folder of tables, `code` the hash of all
    that it runs with. One that is not `drawn` says what its charts say and draws none of them.
    """

    page: str
    notebook: Path
    data: Path
    parameters: Mapping[str, Parameter]
    code: str
    drawn: bool = True

    @property
    def section(self) -> str:
        """The short name of the page."""
        return self.page.rpartition("/")[2]

    @property
    def name(self) -> str:
        """A name for this notebook's text, parameters, day and code; rows are told apart by their own hash."""
        text = self.notebook.read_bytes()
        told = json.dumps([dict(self.parameters), self.drawn], sort_keys=True)
        return f"{self.section}-{hashlib.sha256(text + told.encode() + self.code.encode()).hexdigest()[:24]}"


def rows_digest(view: View, names: Iterable[str]) -> str:
    """A hash over all rows that a view shows under the names that a notebook asked for."""
    total = hashlib.sha256(view.cutoff.encode())
    for name in sorted(names):
        total.update(repr((name, view.visible(name))).encode())
    return total.hexdigest()


def earlier_run(job: Job, runs: Path, view: View) -> Path | None:
    """An executed notebook of an earlier run that still holds; None where it must run again."""
    record, executed = runs / f"{job.name}.json", runs / f"{job.name}.ipynb"
    try:
        told = json.loads(record.read_text(encoding="utf-8"))
        holds = executed.is_file() and told["rows"] == rows_digest(view, told["uses"])
    except (OSError, ValueError, KeyError):
        return None
    return executed if holds else None


def run_all(jobs: Mapping[Job, View], runs: Path, workers: int, say: Say) -> dict[Job, Path]:
    """Executed notebooks by job, each with the view of its day.

    Raises BuildError that names notebook, cell and error if a cell raises.
    """
    runs.mkdir(parents=True, exist_ok=True)
    done = {job: path for job, view in jobs.items() if (path := earlier_run(job, runs, view))}
    # what is drawn takes longest, and comes first
    todo = sorted((job for job in jobs if job not in done), key=lambda job: not job.drawn)
    if not todo:
        return done
    with ProcessPoolExecutor(min(workers, len(todo)), mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(execute, job, runs): job for job in todo}
        for future in as_completed(futures):
            job = futures[future]
            done[job] = _finished(future, job, runs, jobs[job], say, pool)
    _prune(runs, keep=set(done.values()))
    return done


Ran = tuple[list[str], float, str]  # the names asked for, seconds taken, what went wrong


def _finished(future: Future[Ran], job: Job, runs: Path, view: View, say: Say, pool: ProcessPoolExecutor) -> Path:
    try:
        uses, seconds, error = future.result()
    except BrokenProcessPool:
        raise BuildError(f"{job.page}.ipynb: the process that ran it was killed") from None
    if error:
        pool.shutdown(wait=False, cancel_futures=True)
        raise BuildError(error)
    record = {"page": job.page, "uses": sorted(uses), "rows": rows_digest(view, uses)}
    (runs / f"{job.name}.json").write_text(json.dumps(record), encoding="utf-8")
    day = "" if job.drawn else f" for {view.cutoff}, undrawn"
    say(f"ran {job.page}.ipynb{day} ({seconds:.1f} s)")
    return runs / f"{job.name}.ipynb"


def execute(job: Job, runs: Path) -> Ran:
    """Run one notebook in this process' own kernel."""
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    started = time.perf_counter()
    parts = runs / "under-way"
    parts.mkdir(exist_ok=True)
    trace, raw = parts / f"{job.name}.uses", parts / f"{job.name}.ipynb"
    trace.unlink(missing_ok=True)
    _keep_quiet(parts / f"{job.name}.log")
    os.environ |= {
        "NOLIMITS_DATA": str(job.data),
        "NOLIMITS_TRACE": str(trace),
        UNDRAWN: "" if job.drawn else "yes",
        "MPLBACKEND": "agg",
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": str(runs / "ipython"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    try:
        papermill.execute_notebook(
            job.notebook,
            raw,
            parameters=dict(job.parameters),
            kernel_name=KERNEL,
            progress_bar=False,
            cwd=job.notebook.parent,
        )
        notebook = nbformat.read(raw, as_version=4)
        scrub(notebook)
        nbformat.write(notebook, raw)
        raw.replace(runs / f"{job.name}.ipynb")
        uses = sorted(set(trace.read_text(encoding="utf-8").split())) if trace.exists() else []
    except PapermillExecutionError as error:
        said = f"{error.ename}: {error.evalue}".strip()
        return [], 0.0, f"{job.page}.ipynb, cell {error.cell_index}: {said}"
    except Exception as error:
        # whatever else papermill or a kernel raises, the reader of the message wants to know the notebook
        return [], 0.0, f"{job.page}.ipynb: cannot be run: {error}"
    finally:
        raw.unlink(missing_ok=True)
        trace.unlink(missing_ok=True)
    return uses, time.perf_counter() - started, ""


def _keep_quiet(log: Path) -> None:
    """Send what a kernel says of itself (it warns at every start) to a file; what cells say is in the notebook."""
    with log.open("wb") as file:
        os.dup2(file.fileno(), 2)


def scrub(notebook: Any) -> None:
    """Take out what differs from run to run, and hide the cell that papermill put in."""
    for name in ("papermill", "widgets"):
        notebook.metadata.pop(name, None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for number, cell in enumerate(notebook.cells):
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.metadata["tags"] = ["injected-parameters", "remove-cell"]
            cell.id = f"injected-parameters-{number}"


def _prune(runs: Path, keep: set[Path]) -> None:
    old = sorted(runs.glob("*.ipynb"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in old[MOST_KEPT:]:
        if path not in keep:
            path.unlink()
            path.with_suffix(".json").unlink(missing_ok=True)

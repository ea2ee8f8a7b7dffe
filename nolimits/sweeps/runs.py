"""A section run by papermill for one case: what its facts say, its charts' fingerprints and their headlines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from nolimits.book.days import BookDay
from nolimits.book.parameters import BuildError
from nolimits.book.run import Job, execute, path_under_way
from nolimits.book.workshop import Workshop
from nolimits.data import DataError, View
from nolimits.language import ExpressionError
from nolimits.manuscript import Contents, page
from nolimits.pagemodel.model import model
from nolimits.sweeps.asking import NOTHING, CaseResult, fact_in
from nolimits.sweeps.grid import Variant
from nolimits.sweeps.table import FAILED, CaseRow

HEADLINE = "headline"


def run_rows(book: Contents, section: str, cutoff: str, variant: Variant, root: View) -> Iterator[CaseRow]:
    """The rows of one run, in the order of its facts and its charts; a run that fails is one row that says why."""
    view, place = root.on(cutoff), book.folder.parent / "runs"
    place.mkdir(exist_ok=True)
    job = _job(book, section, view, variant)
    seconds, error = _run(job, place)
    seconds = round(seconds, 4)
    executed = path_under_way(job, place)
    try:
        found = (
            {section: CaseResult(NOTHING, f"{FAILED}: {error}", ())} if error else _results_of(job.page, executed, view)
        )
    finally:
        executed.unlink(missing_ok=True)
    for question, one in found.items():
        yield CaseRow(cutoff, variant.text, "", question, *one.ends, one.word, seconds)


def _job(book: Contents, section: str, view: View, variant: Variant) -> Job:
    chosen = {path.stem: {"cutoff": view.cutoff, **variant.of(path.stem)} for path in book.notebooks}
    day = BookDay(book, view, chosen)
    # no file of a chart outlives the run: none is made
    return next(job for job in day.jobs(drawn=True, files=False) if book.path(job.page).stem == section)


def _run(job: Job, place: Path) -> tuple[float, str]:
    """How long a run took, and what went wrong."""
    kernels = _workshop(place.parent).kernels()
    outcome = kernels.outcome(kernels.start(f"{execute.__module__}:{execute.__name__}", job, place))
    if not outcome.ticket:
        raise BuildError("the process that runs the notebooks was killed: sweep again")
    if outcome.error:
        raise BuildError(f"{job.page}.ipynb: cannot be run: {outcome.error}")
    _, seconds, error = outcome.value
    return seconds, error


@lru_cache(maxsize=1)
def _workshop(folder: Path) -> Workshop:
    """What begins this process' runs; it ends with the process."""
    folder.mkdir(parents=True, exist_ok=True)
    return Workshop(folder)


def _results_of(name: str, executed: Path, view: View) -> dict[str, CaseResult]:
    """What a run shows, by question."""
    section, found = name.rpartition("/")[2], {}
    try:
        ran = page(name, executed)
        twin = model(ran, view, "").twin
        for fact in ran.questions:
            found[f"{section}:{fact}"] = fact_in(ran, fact, view, {})
    except (DataError, ExpressionError) as error:
        return {section: CaseResult(NOTHING, f"{FAILED}: {error}", ())}
    # a cell whose chart cannot be drawn raises nothing: a notebook shows what it can
    shown = {exhibit["id"] for exhibit in twin["exhibits"]}
    for chart in (chart for chart in ran.charts if chart.id not in shown):
        found[chart.id] = CaseResult(NOTHING, f"{FAILED}: the chart is not shown", ())
    for exhibit in twin["exhibits"]:
        found[exhibit["id"]] = CaseResult(NOTHING, exhibit["fingerprint"], ())
        found[f"{exhibit['id']} {HEADLINE}"] = CaseResult(NOTHING, exhibit[HEADLINE], ())
    return found

"""How the book is made: check → stage → run → bind; incremental by content, deterministic, atomic and loud."""

from __future__ import annotations

import json
import os
import platform
import shutil
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from nolimits.book.folders import Say, alone, digest, put_in_place, workshop
from nolimits.book.parameters import BuildError, chosen, sections

if TYPE_CHECKING:
    from nolimits.editions import snapshots

__all__ = ["BuildError", "build", "chosen", "inputs", "root", "sections"]

SOURCES = ("_config.yml", "_toc.yml", "chapters", "notebooks", "data", "requirements.txt", "CITATION.cff")
PACKAGE = Path(__file__).resolve().parents[1]
RECORD = "build.json"


def root() -> Path:
    """The book's root: this folder or the nearest enclosing one that holds `_toc.yml` and `data/`."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "_toc.yml").is_file() and (folder / "data").is_dir():
            return folder
    raise BuildError(f"{here} is not in a book: go to the folder that holds _toc.yml and data/")


def inputs(book: Path, cutoff: str, settings: Sequence[str], *, pdf: bool = True) -> str:
    """A hash of all that the finished book follows from; with PDFs only where there is a Chromium to print them."""
    from nolimits.takeaway.print.press import candidates

    printing = ("pdf",) if pdf and candidates() else ()
    told = (cutoff, *sorted(settings), platform.python_version(), platform.system(), *printing)
    return digest(PACKAGE, *(book / name for name in SOURCES), also=told)


def build(
    book: Path,
    *,
    cutoff: str = "latest",
    settings: Sequence[str] = (),
    jobs: int | None = None,
    out: Path | None = None,
    pdf: bool = True,
    say: Say = print,
) -> Path:
    """Build the book and return where its `index.html` lies; does nothing where nothing has changed.

    `cutoff` is a day or `latest`, `settings` are `SECTION.PARAM=VALUE`, `jobs` is how many notebooks run at once
    (the cores by default), `out` the folder of the finished tree (`_build/html` by default). PDFs are printed unless
    `pdf` is false or the machine has no Chromium.
    Raises BuildError; a build that fails or is killed leaves the last good book as it was.
    """
    out = (out or book / "_build" / "html").absolute()
    _refuse_foreign(out)
    fingerprint = inputs(book, cutoff, settings, pdf=pdf)
    recorded = _recorded(out)
    # where no PDFs are asked for, a book that has them will do
    if recorded == fingerprint or (recorded and not pdf and recorded == inputs(book, cutoff, settings)):
        say("nothing has changed")
        return out / "index.html"
    with alone(book / "_build", say), workshop(book / "_build") as work:
        tree = _made(book, work, cutoff, settings, jobs or os.cpu_count() or 1, pdf, say)
        record = json.loads((tree / RECORD).read_text(encoding="utf-8"))
        (tree / RECORD).write_text(json.dumps(record | {"inputs": fingerprint}, indent=1) + "\n", encoding="utf-8")
        put_in_place(tree, out)
    return out / "index.html"


def _refuse_foreign(out: Path) -> None:
    """Never replace a folder that is not a book of ours."""
    if out.is_file():
        raise BuildError(f"--out {out}: there is a file of that name: name a folder")
    if out.is_dir() and any(out.iterdir()) and not any((out / name).exists() for name in (RECORD, "genindex.html")):
        raise BuildError(f"--out {out}: the folder holds something else than a book: name a new or an empty one")


def _recorded(out: Path) -> str:
    try:
        found = json.loads((out / RECORD).read_text(encoding="utf-8"))
        return found["inputs"] if (out / "index.html").is_file() else ""
    except (OSError, ValueError, KeyError):
        return ""


def _made(book: Path, work: Path, cutoff: str, settings: Sequence[str], jobs: int, pdf: bool, say: Say) -> Path:
    from nolimits import checks, claims
    from nolimits.book.bind import bind, stage
    from nolimits.book.run import Job, run_all
    from nolimits.citing.citations import imprint
    from nolimits.data import DataError, View
    from nolimits.data.tables import DESCRIPTOR
    from nolimits.editions import edition, snapshots
    from nolimits.manuscript import ManuscriptError
    from nolimits.prose import proof
    from nolimits.takeaway.downloads import add_downloads
    from nolimits.takeaway.print.press import press

    started = time.perf_counter()
    # a copy, so that an edit during the build cannot give half the pages other figures
    data = shutil.copytree(book / "data", work / "stage" / "data")
    if problems := checks.problems(book / "data") or claims.problems(book / "data"):
        raise BuildError("the data do not hold:\n" + "\n".join(str(problem) for problem in problems))
    try:
        view = View(cutoff, folder=data)
        # notebooks are given the day itself: `latest` and the newest day are one and the same book
        parameters = chosen(book, settings, view.cutoff)
        faults = proof.problems(book, view, parameters)
    except (DataError, ManuscriptError) as error:
        raise BuildError(str(error)) from None
    if faults:
        raise BuildError("the prose does not hold:\n" + "\n".join(str(fault) for fault in faults))
    say(f"checked data and prose ({time.perf_counter() - started:.1f} s)")
    # the data package names the authors, who stand in every picture
    code = digest(PACKAGE, book / "requirements.txt", data / DESCRIPTOR, also=[platform.python_version()])
    work_list = [
        Job(name, book / "notebooks" / f"{name}.ipynb", data, given, code) for name, given in parameters.items()
    ]
    # beside the notebooks, the last of which leaves a core idle
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        read = beside.submit(_as_data, book, data, parameters, view.cutoff, work / "stage" / snapshots.SNAPSHOTS)
        executed = run_all(work_list, book / "_build" / "runs", view, jobs, say)
        as_data = read.result()
    bound = time.perf_counter()
    which = edition(view, parameters, book)
    stage(book, work / "stage", executed, data, which)
    tree = bind(work / "stage", work, view.cutoff, book)
    snapshots.write(as_data, tree)
    record = {
        "title": "No Limits?",
        "cutoff": view.cutoff,
        "newest": view.newest,
        "edition": which.key,
        "fingerprint": which.fingerprint,
        "parameters": parameters,
    }
    (tree / RECORD).write_text(json.dumps(record), encoding="utf-8")
    say(f"bound the book ({time.perf_counter() - bound:.1f} s)")
    if not (by := press() if pdf else None):
        say(f"no PDFs{': no Chromium of this machine can print them' if pdf else ''}")
    ran = {name: executed[name] for name in parameters}
    add_downloads(tree, book, ran, view, imprint(book, which.key, view.cutoff), by, jobs, say)
    return tree


def _as_data(book: Path, data: Path, parameters: Mapping[str, Mapping], cutoff: str, staged: Path) -> snapshots.Book:
    """The book as data, and among the staged files that of each earlier day that the settings name, for comparison."""
    from nolimits.data import DataError, View
    from nolimits.editions import snapshots

    settings = yaml.safe_load((book / "_config.yml").read_text(encoding="utf-8"))
    named = settings["sphinx"]["config"].get("nolimits_editions", ())
    runs = book / "_build" / "runs"
    staged.mkdir()
    try:
        for day in (*snapshots.earlier(named, cutoff), cutoff):
            given = {section: values | {"cutoff": day} for section, values in parameters.items()}
            held = snapshots.snapshot(View(day, folder=data), book, given, runs)
            shutil.copyfile(runs / snapshots.named(held.edition), staged / f"{day}.json")
    except DataError as error:
        raise BuildError(str(error)) from None
    return held

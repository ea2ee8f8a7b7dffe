"""How the book is made: check → run → read → stage → bind → take away; incremental, deterministic, atomic and loud."""

from __future__ import annotations

import json
import os
import platform
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from nolimits.book.days import PACKAGE, Day, Read
from nolimits.book.folders import alone, digest, put_in_place, work_folder
from nolimits.book.parameters import BuildError, parameters_of
from nolimits.data import LATEST, DataError, View
from nolimits.manuscript import contents
from nolimits.pagemodel.twin import BookTwin
from nolimits.takeaway import Say

SOURCES = ("_config.yml", "_toc.yml", "chapters", "notebooks", "data", "requirements.txt", "CITATION.cff")
RECORD = "build.json"


@dataclass(frozen=True)
class Wish:
    """What a build is asked for: a day, parameters as `SECTION.PARAM=VALUE`, how many notebooks at once, PDFs."""

    cutoff: str = LATEST
    settings: Sequence[str] = ()
    jobs: int = os.cpu_count() or 1
    pdf: bool = True


def root() -> Path:
    """The book's root: this folder or the nearest enclosing one that holds `_toc.yml` and `data/`."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "_toc.yml").is_file() and (folder / "data").is_dir():
            return folder
    raise BuildError(f"{here} is not in a book: go to the folder that holds _toc.yml and data/")


def inputs(book: Path, wish: Wish) -> str:
    """A hash of all that the finished book follows from; with PDFs only where there is a Chromium to print them."""
    from nolimits.takeaway.print.press import candidates

    printing = ("pdf",) if wish.pdf and candidates() else ()
    told = (wish.cutoff, *sorted(wish.settings), platform.python_version(), platform.system(), *printing)
    return digest(PACKAGE, *(book / name for name in SOURCES), also=told)


def build(book: Path, wish: Wish | None = None, *, out: Path | None = None, say: Say = print) -> Path:
    """Build the book and return where its `index.html` lies; does nothing where nothing has changed.

    `out` is the folder of the finished tree (`_build/html` by default). PDFs are printed unless the machine has no
    Chromium. Raises BuildError; a build that fails or is killed leaves the last good book as it was.
    """
    wish = wish or Wish()
    out = (out or book / "_build" / "html").absolute()
    _refuse_foreign(out)
    fingerprint = inputs(book, wish)
    recorded = _recorded(out)
    # where no PDFs are asked for, a book that has them will do
    printed = Wish(wish.cutoff, wish.settings, wish.jobs, pdf=True)
    if recorded == fingerprint or (recorded and not wish.pdf and recorded == inputs(book, printed)):
        say("nothing has changed")
        return out / "index.html"
    with alone(book / "_build", say), work_folder(book / "_build") as work:
        tree = _made(book, work, wish, say)
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
        return str(found["inputs"]) if (out / "index.html").is_file() else ""
    except (OSError, ValueError, KeyError):
        return ""


def validate(book: Path, data: Path, cutoff: str, settings: Sequence[str]) -> Day:
    """The book of a day whose tables and prose hold; raises BuildError with all that does not."""
    from nolimits import checks, claims, manuscript
    from nolimits.pagemodel import proof

    if problems := checks.problems(book / "data") or claims.faulty_tests(book / "data"):
        raise BuildError("the data do not hold:\n" + "\n".join(str(problem) for problem in problems))
    try:
        view = View(cutoff, _start(book), data)
        # notebooks are given the day itself: `latest` and the newest day are one and the same book
        day = Day(contents(book), view, parameters_of(contents(book), settings, view.cutoff))
        faults = proof.proofread(manuscript.pages(day.book), view, day.parameters)
    except BuildError:
        raise
    except DataError as error:
        raise BuildError(str(error)) from None
    if faults:
        raise BuildError("the prose does not hold:\n" + "\n".join(str(fault) for fault in faults))
    return day


def _start(book: Path) -> int:
    return int(_config(book).get("nolimits_start", 1900))


def _config(book: Path) -> dict[str, Any]:
    """What the book's settings tell Sphinx."""
    settings = yaml.safe_load((book / "_config.yml").read_text(encoding="utf-8")) or {}
    found: dict[str, Any] = (settings.get("sphinx") or {}).get("config") or {}
    return found


def _made(book: Path, work: Path, wish: Wish, say: Say) -> Path:
    from nolimits.book.bind import bind, stage
    from nolimits.citing.citations import imprint
    from nolimits.editions import snapshots
    from nolimits.pagemodel.stale import stale
    from nolimits.takeaway.downloads import add_downloads
    from nolimits.takeaway.print.press import press

    started = time.perf_counter()
    # a copy, so that an edit during the build cannot give half the pages other figures
    data = shutil.copytree(book / "data", work / "stage" / "data")
    day = validate(book, data, wish.cutoff, wish.settings)
    say(f"checked data and prose ({time.perf_counter() - started:.1f} s)")
    pages, as_data = _read(day, wish.jobs, say, work / "stage" / snapshots.SNAPSHOTS)
    for told in (line for page in as_data.pages.values() for line in stale(page)):
        say(f"goes stale: {told}")
    bound = time.perf_counter()
    printed = stage(day, work / "stage", pages)
    tree = bind(work / "stage", work, day.view.cutoff, book)
    snapshots.write_snapshots(as_data, tree)
    which = day.edition
    record = {
        "cutoff": day.view.cutoff,
        "newest": day.view.newest,
        "edition": which.key,
        "fingerprint": which.fingerprint,
        "parameters": day.parameters,
    }
    (tree / RECORD).write_text(json.dumps(record), encoding="utf-8")
    say(f"bound the book ({time.perf_counter() - bound:.1f} s)")
    if not (by := press() if wish.pdf else None):
        say(f"no PDFs{': no Chromium of this machine can print them' if wish.pdf else ''}")
    about = imprint(book, which.key, day.view.cutoff)
    add_downloads(tree, day.book, printed, day.view, about, by, wish.jobs, say)
    return tree


def _read(day: Day, workers: int, say: Say, staged: Path) -> tuple[dict[str, Read], BookTwin]:
    """All pages of a day as read, and the book as data; that of each earlier day with which it compares is staged."""
    from nolimits.book.run import run_all
    from nolimits.editions import snapshots

    named = snapshots.earlier(_config(day.book.folder).get("nolimits_editions", ()), day.view)
    others = [day.on(one) for one in named]
    jobs = day.jobs(drawn=True)
    for other in others:
        jobs |= {} if other.recall() else other.jobs(drawn=False)
    try:
        done = run_all(jobs, day.runs, workers, say)
        executed = {job.page: path for job, path in done.items() if job.drawn}
        models = day.models(executed)
        as_data = day.store(day.twin(models))
        staged.mkdir()
        for one in (*others, day):
            held = one.make(workers, say) if one is not day else as_data
            text = json.dumps(asdict(held), ensure_ascii=False)
            (staged / f"{one.view.cutoff}.json").write_text(text, encoding="utf-8")
    except BuildError:
        raise
    except DataError as error:
        raise BuildError(str(error)) from None
    return {name: Read(model, executed.get(name)) for name, model in models.items()}, as_data

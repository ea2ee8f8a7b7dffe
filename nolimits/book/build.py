"""How the book is made: check → run → read → stage → bind → take away; incremental, deterministic, atomic and loud."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from nolimits.book.days import PACKAGE, Day, Read
from nolimits.book.folders import alone, digest, put_in_place, work_folder
from nolimits.book.layout import laid_out
from nolimits.book.parameters import BuildError, parameters_of
from nolimits.book.run import STORE, Runner
from nolimits.book.staging import SOURCES, mirror, stage
from nolimits.book.workshop import Workshop
from nolimits.data import LATEST, DataError, View, store
from nolimits.manuscript import contents
from nolimits.pagemodel.settings import Cover
from nolimits.pagemodel.twin import BookTwin
from nolimits.takeaway import Say

RECORD = "build.json"
# tables of which any page may show something without naming the row
WHOLE = ("claims", "criteria", "documents", "sources", "indicators", "units")
BUILD, RUNS = "_build", "runs"  # where a book's builds work, and where runs are kept in it


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


def build(
    book: Path, wish: Wish | None = None, *, out: Path | None = None, say: Say = print, workshop: Workshop | None = None
) -> Path:
    """Build the book and return where its `index.html` lies; does nothing where nothing has changed.

    `out` is the folder of the finished tree (`_build/html` by default); `workshop` are processes to work with that stay
    afterwards. PDFs are printed where they are wished for, unless the machine has no Chromium. Raises BuildError; a
    build that fails or is killed leaves the last good book as it was.
    """
    wish, place = wish or Wish(), book / BUILD
    out = (out or place / "html").absolute()
    _refuse_foreign(out)
    fingerprint = inputs(book, wish)
    recorded = _recorded(out)
    # where no PDFs are asked for, a book that has them will do
    printed = replace(wish, pdf=True)
    if recorded == fingerprint or (recorded and not wish.pdf and recorded == inputs(book, printed)):
        say("nothing has changed")
        return out / "index.html"
    with alone(place, say), ExitStack() as held, work_folder(place) as work:
        shop = workshop or held.enter_context(Workshop(place))
        shop.binder()  # it loads while all else is done
        stage(book, place / "stage")
        fingerprint = inputs(place / "stage", wish)
        with store.at(place / STORE, digest(PACKAGE, also=[platform.python_version(), platform.system()])):
            tree = _made(place, work, wish, say, shop)
        store.prune(place / STORE)
        record = json.loads((tree / RECORD).read_text(encoding="utf-8"))
        (tree / RECORD).write_text(json.dumps(record | {"inputs": fingerprint}, indent=1) + "\n", encoding="utf-8")
        if inputs(place / "stage", wish) != fingerprint:
            raise BuildError(f"{PACKAGE.name}/ was changed while the book was built: build again")
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

    def wrong() -> list[str]:
        return [str(one) for one in checks.problems(data) or claims.faulty_tests(data)]

    if problems := store.kept("checked", digest(data), wrong):
        raise BuildError("the data do not hold:\n" + "\n".join(problems))
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
    found: dict[str, Any] = (_yaml(book).get("sphinx") or {}).get("config") or {}
    return found


def _yaml(book: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((book / "_config.yml").read_text(encoding="utf-8")) or {}
    return found


def _made(place: Path, work: Path, wish: Wish, say: Say, shop: Workshop) -> Path:
    from nolimits.book.bind import Binding, bind, ship
    from nolimits.citing.citations import imprint
    from nolimits.editions import snapshots
    from nolimits.pagemodel.stale import stale
    from nolimits.takeaway.downloads import add_downloads
    from nolimits.takeaway.print.press import press
    from nolimits.takeaway.records import add_records

    book, runner = place / "stage", Runner(place / RUNS, wish.jobs, say, shop.kernels)
    started = time.perf_counter()
    day = validate(book, book / "data", wish.cutoff, wish.settings)
    say(f"checked data and prose ({time.perf_counter() - started:.1f} s)")
    pages, books = _read(day, runner)
    as_data = books[-1]
    for told in (line for page in as_data.pages.values() for line in stale(page)):
        say(f"goes stale: {told}")
    bound = time.perf_counter()
    about = imprint(book, day.edition.key, day.view.cutoff)
    mirror(laid_out(day, pages, books, about.unnamed.edition), place / "printed")
    printed = {name: place / "printed" / f"{name}.ipynb" for name, page in pages.items() if page.executed}
    binding = Binding(place / "printed", book / "data", place / "bound", day.view.cutoff)
    made = bind(shop.binder(), binding, _basis(day))
    which, tree = day.edition, work / "html"
    ship(made, tree, {about.unnamed.edition: which.key})
    add_records(tree, printed.values(), day.view, about, _cover(book))
    snapshots.write_snapshots(as_data, tree)
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
    add_downloads(tree, day.book, printed, day.view, about, by, place / "prints", wish.jobs, say)
    return tree


def _cover(book: Path) -> Cover | None:
    if not (told := _config(book).get("nolimits_cover")):
        return None
    return Cover.of({"title": _yaml(book).get("title", ""), **told})


def _basis(day: Day) -> str:
    """A hash of all that pages are bound from besides their own text and the rows that they name."""
    told = [day.view.evidence.content(name) for name in WHOLE]
    config = [day.book.folder / name for name in ("_config.yml", "CITATION.cff", "requirements.txt")]
    files = [path for path in config if path.is_file()]
    return digest(PACKAGE, *files, also=[*told, day.view.evidence.declared, day.view.cutoff, platform.python_version()])


def _read(day: Day, runner: Runner) -> tuple[dict[str, Read], list[BookTwin]]:
    """All pages of a day as read, and the books as data: of each earlier day with which it compares, its own last."""
    from nolimits.book.run import run_all
    from nolimits.editions import snapshots

    named = snapshots.earlier(_config(day.book.folder).get("nolimits_editions", ()), day.view.cutoff)
    others = [day.on(one) for one in named]
    jobs = day.jobs(drawn=True)
    for other in others:
        jobs |= {} if other.recall(runner) else other.jobs(drawn=False)
    try:
        done = run_all(jobs, runner)
        executed = {job.page: path for job, path in done.items() if job.drawn}
        models = day.models(executed)
        as_data = day.store(day.twin(models), runner)
        books = [*(one.make(runner) for one in others), as_data]
    except BuildError:
        raise
    except DataError as error:
        raise BuildError(str(error)) from None
    return {name: Read(model, executed.get(name)) for name, model in models.items()}, books

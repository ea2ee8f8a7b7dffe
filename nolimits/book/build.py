"""How the book is made: check → run → read → stage → bind → take away; incremental, deterministic, atomic and loud."""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from nolimits.book.folders import PACKAGE, clear_remains, digest, disk_refusals, hold_alone, work_folder
from nolimits.book.parameters import BuildError
from nolimits.book.place import RECORD, basis_hash, files_below, place_of, put_in_place, refuse_foreign
from nolimits.book.staging import stage
from nolimits.book.workshop import Workshop
from nolimits.data import LATEST
from nolimits.manuscript.beside import sources
from nolimits.takeaway import Say

if TYPE_CHECKING:
    from nolimits.book.tree import Glimpse

BUILD, RUNS = "_build", "runs"  # where a book's builds work, and where runs are kept in it


@dataclass(frozen=True)
class Wish:
    """What a build is asked for: a day, parameters as `SECTION.PARAM=VALUE`, how many notebooks at once, PDFs.

    `past` says which earlier days its pages can show, too: `monthly`, or days parted by commas.
    """

    cutoff: str = LATEST
    settings: Sequence[str] = ()
    jobs: int = os.cpu_count() or 1
    pdf: bool = False
    past: str = ""


def inputs(book: Path, wish: Wish) -> str:
    """A hash of all that the finished book follows from; with prints only where there is a program to make them."""
    return _wish_hash(digest(PACKAGE), digest(*sources(book)), wish)


def _wish_hash(code: str, written: str, wish: Wish) -> str:
    """The same by hashes of the package and of the sources, which take longest and are the same for each wish."""
    from nolimits.takeaway.print.office import pandoc
    from nolimits.takeaway.print.press import candidates

    programs = {"pdf": candidates, "office": pandoc} if wish.pdf else {}
    printing = [name for name, found in programs.items() if found()]
    past = (f"past {wish.past}",) if wish.past else ()
    machine = platform.python_version(), platform.system()
    return digest(also=(code, written, wish.cutoff, *sorted(wish.settings), *machine, *printing, *past))


def build(
    book: Path,
    wish: Wish | None = None,
    *,
    out: Path | None = None,
    say: Say = print,
    workshop: Workshop | None = None,
    glimpse: Glimpse | None = None,
) -> Path:
    """Build the book and return where its `index.html` lies; does nothing where nothing has changed.

    `out` is the folder of the finished tree (`_build/html` by default); `workshop` are processes to work with that stay
    afterwards; `glimpse` is told of pages as soon as they are bound. PDFs are printed where they are wished for, unless
    the machine has no Chromium. Raises BuildError; a build that fails or is killed leaves the last good book as it was.
    """
    wish, book = wish or Wish(), book.absolute()  # notebooks run elsewhere
    work = book / BUILD
    default = work / "html"
    out = (out or default).absolute()
    place = place_of(out, book)
    code, written = digest(PACKAGE), digest(*sources(book))
    # where no PDFs are asked for, a book that has them will do
    if basis_hash(place) in (_wish_hash(code, written, one) for one in (wish, replace(wish, pdf=True))):
        clear_remains(work)  # a build may have been killed when its book was in its place already
        say("nothing has changed")
        return out / "index.html"
    refuse_foreign(out, place, default)
    with disk_refusals(work), hold_alone(work, say), ExitStack() as held, work_folder(work) as made:
        shop = workshop or held.enter_context(Workshop(work))
        shop.binder()  # it loads while all else is done
        from nolimits.book.gate import validate
        from nolimits.book.past import past_days
        from nolimits.book.run import STORE, Runner, kept_in
        from nolimits.book.tree import BOUND, make_tree
        from nolimits.data import store

        stage(book, work / "stage")
        with kept_in(work):
            runner = Runner(work / RUNS, wish.jobs, say, shop.kernels)
            day = validate(work / "stage", wish.cutoff, wish.settings, say)
            past = past_days(wish.past, day)
            tree = make_tree(day, runner, shop.binder(), made, pdf=wish.pdf, past=past, glimpse=glimpse)
        store.prune(work / STORE)
        if digest(PACKAGE) != code:
            # what was made meanwhile may be of either code
            for name in (RUNS, STORE, BOUND):
                shutil.rmtree(work / name, ignore_errors=True)
            raise BuildError(f"{PACKAGE.name}/ was changed while the book was built: build again")
        record = {
            "cutoff": day.view.cutoff,
            "newest": day.view.newest,
            "edition": day.edition.key,
            "fingerprint": day.edition.fingerprint,
            "parameters": day.parameters,
            "inputs": _wish_hash(code, digest(*sources(work / "stage")), wish),
            "files": files_below(tree),
        }
        (tree / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        put_in_place(tree, place)
    return out / "index.html"

"""What each verb of the command line does: thin functions over the modules; each gives the exit code."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nolimits.book import Wish
    from nolimits.updates import Update


def _check(options: argparse.Namespace) -> int:
    from nolimits import checks, claims
    from nolimits.data.nouns import many

    folder = _folder(options)
    if options.readability:
        return _tell_readability(folder, options.format)
    # tests of claims are asked only of tables that hold, and the prose only of the book's own
    problems: list[object] = list(checks.problems(folder) or claims.faulty_tests(folder))
    if not (problems or options.data):
        problems = list(_faults(folder.parent))
    if options.format == "json":
        print(json.dumps([_as_data(one) for one in problems], ensure_ascii=False, indent=1))
    else:
        print("".join(f"{problem}\n" for problem in problems), end="")
    print(many(len(problems), "problem") if problems else f"{folder}: all rules hold", file=sys.stderr)
    return 1 if problems else 0


def _tell_readability(folder: Path, form: str) -> int:
    """How the pages of a folder's book read; a report, no gate."""
    from dataclasses import asdict

    from nolimits import manuscript
    from nolimits.book.settings import book_view
    from nolimits.data import LATEST
    from nolimits.pagemodel.readability import readability, readability_table

    root = folder.resolve().parent
    found = list(readability(manuscript.pages(manuscript.contents(root)), book_view(root, folder, LATEST)))
    print(json.dumps([asdict(one) for one in found], indent=1) if form == "json" else readability_table(found))
    return 0


def _as_data(problem: object) -> dict[str, object]:
    """A problem as data: of a table's its parts, of any other its place and its words."""
    parts = vars(problem) if hasattr(problem, "__dict__") and not isinstance(problem, Exception) else {}
    return {**parts, "problem": str(problem)}


def _faults(root: Path) -> Sequence[object]:
    """What is wrong with a book's settings and prose, and which of its series nothing uses.

    Of files that cannot be read the first is told.
    """
    from nolimits import manuscript
    from nolimits.book.settings import book_view
    from nolimits.checks import upkeep
    from nolimits.data import LATEST, DataError
    from nolimits.pagemodel import proof

    try:
        view = book_view(root, root / "data", LATEST)
        pages = manuscript.pages(manuscript.contents(root))
        named = {name for page in pages for name in page.indicators}
        faults = proof.proofread(pages, view, formulas=manuscript.has_formulas(root), others=manuscript.extras(root))
        return [*faults, *upkeep.upkeep_problems(root / "data", named)]
    except DataError as error:
        return [error]


def _folder(options: argparse.Namespace) -> Path:
    """The folder of the tables: the one that is named, else that of the book that is, else the nearest."""
    from nolimits.data import DataError, folder
    from nolimits.data.whereabouts import TABLES

    named: Path | None = vars(options).get("data")
    if named and not named.is_dir():
        raise DataError(f"--data {named}: there is no such folder")
    return named or (_book(options) / TABLES if options.book else folder())


def _book(options: argparse.Namespace) -> Path:
    from nolimits.data import root

    return root(options.book)


def _add(options: argparse.Namespace) -> int:
    from nolimits import updates
    from nolimits.data.whereabouts import book_of

    folder = _folder(options)
    chosen = ("published", "skip", "brief", "everything", "replace", "far")
    wish = updates.Options(options.mapping, **{name: getattr(options, name) for name in chosen})
    return _finish(updates.update(folder, options.files, wish, _say, book_of(folder.resolve())), options)


def _fetch(options: argparse.Namespace) -> int:
    import datetime

    from nolimits import feeds, updates
    from nolimits.data.whereabouts import book_of

    folder, day = _folder(options), options.on or datetime.date.today().isoformat()
    if options.attempt:
        trials = [feeds.attempt(name, day, folder) for name in options.sources or feeds.names(folder)]
        if options.format == "json":
            print(json.dumps([vars(one) | {"told": str(one)} for one in trials], default=str, indent=1))
        else:
            print("\n".join(map(str, trials)))
        return 1 if any(one.fault for one in trials) else 0
    found = feeds.fetch(options.sources, day, folder)
    for one in found.arrivals:
        print(one)
    for fault in found.faults:
        _say(f"nolimits: {fault}")
    wish = updates.Options(brief=options.brief, everything=options.everything, far=options.far)
    code = _finish(feeds.hand_on(found.arrivals, folder, wish, _say, book_of(folder.resolve())), options)
    return 1 if found.faults else code


def _finish(found: Update, options: argparse.Namespace) -> int:
    """Tell what an update would do, and do it unless somebody objects."""
    from nolimits.data.nouns import many

    for line in found.report(everything=options.everything):
        print(line)
    rows = many(found.rows, "row")
    refused = f", {found.rows_refused:,} refused" if found.refused else ""
    refused += f", {many(len(found.left_out), 'sheet')} left out" if found.left_out else ""
    if not found.rows:
        print(f"nothing to write{refused}")
    elif found.blocked:
        print(f"nothing written, {rows} held back: mend what would break{refused}")
    elif options.dry_run:
        print(f"a dry run: {rows} not written{refused}")
    elif not options.yes and not _has_terminal():
        print(f"nothing written: there is no terminal to ask at, and --yes would write {rows}{refused}")
        return 1
    elif not options.yes and not _ask_consent():
        print(f"nothing written{refused}")
        return 1
    else:
        found.write()
        print(f"{rows} written{refused}")
    return 1 if found.refused or found.left_out or found.broken else 0


def _has_terminal() -> bool:
    """Whether somebody sits at a terminal who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def _ask_consent() -> bool:
    """Whether who sits there wants it written; asked where it is seen, even if what was shown goes to a file."""
    print("write them? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _format(options: argparse.Namespace) -> int:
    from nolimits import updates

    for one in updates.tidy(_folder(options), options.tables):
        print(one)
    return 0


def _clean(options: argparse.Namespace) -> int:
    from nolimits import manuscript
    from nolimits.manuscript.clean import clean

    code = 0
    for path in options.notebooks or manuscript.contents(_book(options)).notebooks:
        text = clean(path)
        if text == path.read_text(encoding="utf-8"):
            continue
        code = int(options.check)
        print(f"{path}: {'has outputs or notes of an editor' if options.check else 'cleaned'}")
        if not options.check:
            path.write_text(text, encoding="utf-8", newline="\n")
    return code


def _read(options: argparse.Namespace) -> int:
    from nolimits import manuscript
    from nolimits.data import View, not_late
    from nolimits.pagemodel.spoken import page_lines

    contents = manuscript.contents(_book(options))
    name = contents.full_name(options.page)
    page = manuscript.page(name, contents.path(name))
    print("\n".join(page_lines(page, not_late(View(options.on, folder=contents.folder / "data")))).strip())
    return 0


def _claims(options: argparse.Namespace) -> int:
    from nolimits.claims import claim, ledger, records, weigh
    from nolimits.data import View, not_late

    tables = _folder(options)
    view = not_late(View(options.cutoff or "latest", folder=tables))
    if options.claim:
        found = weigh(claim(options.claim, view), view)
        print(records.as_json(found, view) if options.format == "json" else records.in_full(found, view))
    elif options.turned_since:
        since = not_late(View(options.turned_since, folder=tables)).cutoff
        print(records.list_turns(view, since, options.format))
    else:
        wanted = {name: getattr(options, name) for name in ledger.FILTERS}
        print(records.list_claims(ledger.verdicts(view, **wanted), view, options.format))
    return 0


def _cite(options: argparse.Namespace) -> int:
    import datetime

    from nolimits import manuscript
    from nolimits.book.charts import draw_charts
    from nolimits.citing import citations, naming
    from nolimits.data import View, not_late
    from nolimits.data.periods import day
    from nolimits.editions import edition

    book = manuscript.contents(_book(options))
    view = not_late(View(options.cutoff or "latest", folder=book.folder / "data"))
    imprint = citations.imprint(book.folder, edition(view, {}, book.folder).key, view.cutoff)
    pages = {page.name: page for page in manuscript.pages(book)}
    item = naming.citation_of(
        options.what, pages, view, imprint, lambda page, name: draw_charts(book, view, page, name, _say)
    )
    accessed = day(options.accessed) if options.accessed else datetime.date.today()
    print(citations.FORMS[options.style](citations.on(item, accessed.isoformat())), end="")
    return 0


def _diff(options: argparse.Namespace) -> int:
    from nolimits.book.charts import side
    from nolimits.editions import markup, telling
    from nolimits.editions.compare import compare

    found = compare(*(side(one, _say, options.book) for one in (options.old, options.new)))
    if options.format == "text":
        print(telling.as_text(found, everything=options.everything))
    else:
        print({"html": markup.as_html, "json": telling.as_record}[options.format](found))
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _wish(options: argparse.Namespace, *, pdf: bool) -> Wish:
    from nolimits.book import Wish

    past = getattr(options, "past", "")
    return Wish(options.cutoff or "latest", options.settings, options.jobs or os.cpu_count() or 1, pdf, past)


def _build(options: argparse.Namespace) -> int:
    from nolimits import book

    index = book.build(_book(options), _wish(options, pdf=options.pdf), out=options.out, say=_say)
    print(f"the book lies in {index}")
    return 0


def _publish(options: argparse.Namespace) -> int:
    from nolimits.book.publishing import publish_day

    root = _book(options)
    if options.cutoffs:
        from nolimits.sweeps.publishing import publish_all

        return publish_all(options, root, _wish(options, pdf=options.pdf), _say)
    key, new = publish_day(root, options.site, _wish(options, pdf=options.pdf), _say)
    print(f"{options.site / 'editions' / key}{'' if new else ': nothing has changed'}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from nolimits import editions
    from nolimits.data import DataError

    places = options.site
    if missing := [place for place in places if not place.is_dir()]:
        raise DataError(f"--site {missing[0]}: there is no such folder")
    if not places:
        places = [_book(options) / "_build" / "html"]
    found = editions.verify(options.thing, places)
    print(json.dumps(found.record(), ensure_ascii=False, indent=1) if options.format == "json" else found)
    return found.exit_code


def _serve(options: argparse.Namespace) -> int:
    from nolimits.book.serve import serve

    serve(_book(options), _wish(options, pdf=False), options.port, _say)
    return 0


def _sweep(options: argparse.Namespace) -> int:
    from nolimits.sweeps.telling import run_sweep

    return run_sweep(options, _book(options), _say)


def _new(options: argparse.Namespace) -> int:
    from nolimits.book.starter import lay_starter

    lay_starter(options.folder)
    print(f"a small book lies in {options.folder}: go there, `nolimits build` makes it and `python -m pytest` tests it")
    return 0


def _completion(options: argparse.Namespace) -> int:
    import shtab

    from nolimits.cli.words import parser

    print(shtab.complete(parser(), options.shell))
    return 0


VERBS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "add": _add,
    "fetch": _fetch,
    "format": _format,
    "clean": _clean,
    "build": _build,
    "read": _read,
    "claims": _claims,
    "cite": _cite,
    "diff": _diff,
    "serve": _serve,
    "sweep": _sweep,
    "publish": _publish,
    "verify": _verify,
    "new": _new,
    "completion": _completion,
}

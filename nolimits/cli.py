"""The command line: thin verbs over the modules; what is wrong is told in one sentence, exit 1."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from nolimits import __version__

if TYPE_CHECKING:
    from nolimits.book import Wish
    from nolimits.updates import Update


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one sentence and exit 1, as all of ours."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is."""
        self.exit(1, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `nolimits`; returns the exit code."""
    _print_anything()
    options = _parser().parse_args(arguments)
    from nolimits.data import DataError

    try:
        return int(options.verb(options))
    except BrokenPipeError:
        # whoever reads us has seen enough, as in `nolimits claims | head`
        sys.stdout = None
        return 0
    except DataError as error:
        print(f"nolimits: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"nolimits: {_refusal(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("nolimits: stopped by Ctrl-C; what was finished stays", file=sys.stderr)
        return 130


def _print_anything() -> None:
    """Write what a terminal's encoding lacks as an escape, rather than to fail at it; so do the programs we start."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # what they write is read here, not by the terminal
    os.environ.pop("PYTHONIOENCODING", None)


def _refusal(error: OSError) -> str:
    """What the system refused, and of which file."""
    return f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)


def _parser() -> Parser:
    parser = Parser(prog="nolimits", description="A report that states nothing it cannot trace.")
    parser.add_argument("--version", action="version", version=f"nolimits {__version__}")
    verbs = parser.add_subparsers(dest="name", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="validate the tables and report every problem")
    check.add_argument("--data", type=Path, metavar="DIR", help="the folder of tables (default: the book's data/)")
    check.set_defaults(verb=_check)
    add = verbs.add_parser("add", help="bring rows in from CSV or spreadsheets: shown first, then written")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE", help="tables in our columns, or in a publisher's")
    add.add_argument("--mapping", action="append", default=[], metavar="NAME", help="of data/mappings/NAME.yaml")
    add.add_argument("--published", default="", metavar="DAY", help="when what a mapping reads was published")
    add.add_argument("--replace", action="store_true", help="let rows take the place of others of their key")
    add.set_defaults(verb=_add)
    fetch = verbs.add_parser("fetch", help="ask publishers for their newest figures: shown first, then written")
    fetch.add_argument("sources", nargs="*", metavar="SOURCE", help="as data/feeds/ names it (default: all)")
    fetch.add_argument("--try", action="store_true", dest="attempt", help="only see whether it answers as expected")
    fetch.add_argument("--on", default="", metavar="DAY", help="known_on of what is fetched (default: today)")
    for verb in (add, fetch):
        verb.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
        verb.add_argument("--brief", action="store_true", help="do not look at pages: verdicts and figures only")
        verb.add_argument("--all", action="store_true", dest="everything", help="tell every row and every change")
        verb.add_argument("--far", action="store_true", help="let in figures far from all others of their indicator")
        verb.add_argument("--yes", action="store_true", help="write without asking")
    fetch.set_defaults(verb=_fetch)
    tidy = verbs.add_parser("format", help="put tables in order that an editor, a spreadsheet or pandas wrote")
    tidy.add_argument("tables", nargs="*", metavar="TABLE", help="such as observations (default: all)")
    tidy.set_defaults(verb=_format)
    for verb in (add, fetch, tidy):
        verb.add_argument("--data", type=Path, metavar="DIR", help="the folder of tables (default: the book's data/)")
    build = verbs.add_parser("build", help="check, run what has changed, and bind the book")
    build.add_argument("--out", type=Path, metavar="DIR", help="where the book is to lie (default: _build/html)")
    build.set_defaults(verb=_build)
    read = verbs.add_parser("read", help="a page in plain words as of a day, and what it leaves out")
    read.add_argument("page", metavar="PAGE", help="as _toc.yml names it, such as notebooks/trade")
    read.add_argument("--on", default="latest", metavar="DAY", help="use only what was known by this day")
    read.set_defaults(verb=_read)
    claims = verbs.add_parser("claims", help="the papers' statements and how they stand")
    claims.add_argument("claim", nargs="?", metavar="CLAIM", help="one claim in full, such as m021")
    claims.add_argument("--cutoff", default="", metavar="DAY", help="use only what was known by this day")
    for name in ("document", "section", "verdict", "strength"):
        claims.add_argument(f"--{name}", help=f"only claims of this {name}")
    claims.add_argument("--format", choices=("table", "csv", "json"), default="table")
    claims.add_argument("--turned-since", metavar="DAY", help="what turned since a day, and which row did it")
    claims.set_defaults(verb=_claims)
    cite = verbs.add_parser("cite", help="how to cite a chart, a claim, a figure, a section or the book")
    cite.add_argument("what", metavar="WHAT", help="such as trade-level, m021, trade.turnover@2024, trade or book")
    cite.add_argument("--style", choices=("apa", "chicago", "bibtex", "ris", "csl"), default="apa")
    cite.add_argument("--cutoff", default="", metavar="DAY", help="use only what was known by this day")
    cite.add_argument("--accessed", metavar="DAY", help="when it was looked at (default: today)")
    cite.set_defaults(verb=_cite)
    diff = verbs.add_parser("diff", help="what differs between two days or two editions, and which rows did it")
    diff.add_argument("old", metavar="OLD", help="a day, or the folder of a built edition")
    diff.add_argument("new", metavar="NEW", help="a day, or the folder of a built edition")
    diff.add_argument("--format", choices=("text", "html", "json"), default="text")
    diff.add_argument("--all", action="store_true", dest="everything", help="tell every change and every row")
    diff.set_defaults(verb=_diff)
    serve = verbs.add_parser("serve", help="build, serve on this machine only, and rebuild on change")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(verb=_serve)
    publish = verbs.add_parser("publish", help="build the book and lay its edition into a site, frozen")
    publish.add_argument("site", type=Path, metavar="SITE", help="the folder that a static host serves")
    publish.set_defaults(verb=_publish)
    verify = verbs.add_parser(
        "verify",
        help="whether a file is what was published, and what changed since",
        epilog="Exit codes: 0 as published, 1 altered, 3 unknown, 4 not found; 2 for wrong usage.",
    )
    verify.add_argument("thing", metavar="FILE|FINGERPRINT|URL", help="what somebody holds")
    verify.add_argument("--site", type=Path, action="append", default=[], metavar="DIR", help="a site of editions")
    verify.set_defaults(verb=_verify)
    build.add_argument("--pdf", action="store_true", help="print the book and its sections as PDFs, too")
    publish.add_argument("--no-pdf", action="store_true", help="do not print PDFs")
    for verb in (build, serve, publish):
        verb.add_argument("--cutoff", default="", metavar="DAY", help="use only what was known by this day")
        verb.add_argument("--set", action="append", default=[], metavar="SECTION.PARAM=VALUE", dest="settings")
        verb.add_argument("--jobs", type=_positive, metavar="N", help="notebooks run at once (default: the cores)")
    return parser


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _check(options: argparse.Namespace) -> int:
    from nolimits import checks, claims

    folder = _folder(options)
    # tests of claims are asked only of tables that hold, and the prose only of the book's own
    problems: list[object] = list(checks.problems(folder) or claims.faulty_tests(folder))
    if not (problems or options.data):
        problems = list(_faults(folder.parent))
    for problem in problems:
        print(problem)
    print(_counted(len(problems), "problem") if problems else f"{folder}: all rules hold", file=sys.stderr)
    return 1 if problems else 0


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _faults(root: Path) -> Sequence[object]:
    """What is wrong with a book's settings and prose, and which of its series nothing uses.

    Of files that cannot be read the first is told.
    """
    from nolimits import manuscript
    from nolimits.book.settings import view_of
    from nolimits.checks import upkeep
    from nolimits.data import LATEST, DataError
    from nolimits.pagemodel import proof

    try:
        view = view_of(root, root / "data", LATEST)
        pages = manuscript.pages(manuscript.contents(root))
        named = {name for page in pages for name in page.indicators}
        return [*proof.proofread(pages, view), *upkeep.problems(root / "data", named)]
    except DataError as error:
        return [error]


def _folder(options: argparse.Namespace) -> Path:
    from nolimits import data

    folder = options.data or data.folder()
    if not folder.is_dir():
        raise data.DataError(f"--data {folder}: there is no such folder")
    return Path(folder)


def _add(options: argparse.Namespace) -> int:
    from nolimits import updates

    folder = _folder(options)
    chosen = ("published", "brief", "everything", "replace", "far")
    wish = updates.Options(options.mapping, **{name: getattr(options, name) for name in chosen})
    return _finish(updates.update(folder, options.files, wish, _say, _book_of(folder)), options)


def _fetch(options: argparse.Namespace) -> int:
    import datetime

    from nolimits import feeds, updates

    folder, day = _folder(options), options.on or datetime.date.today().isoformat()
    if options.attempt:
        trials = [feeds.attempt(name, day, folder) for name in options.sources or feeds.names(folder)]
        print("\n".join(map(str, trials)))
        return 1 if any(one.fault for one in trials) else 0
    found = feeds.fetch(options.sources, day, folder)
    for one in found.arrivals:
        print(one)
    for fault in found.faults:
        _say(f"nolimits: {fault}")
    wish = updates.Options(brief=options.brief, everything=options.everything, far=options.far)
    code = _finish(feeds.hand_on(found.arrivals, folder, wish, _say, _book_of(folder)), options)
    return 1 if found.faults else code


def _book_of(folder: Path) -> Path | None:
    """The book whose tables a folder holds, if it is that of a book."""
    root = folder.resolve().parent
    return root if (root / "_toc.yml").is_file() else None


def _finish(found: Update, options: argparse.Namespace) -> int:
    """Tell what an update would do, and do it unless somebody objects."""
    for line in found.told(everything=options.everything):
        print(line)
    refused = f", {len(found.refused):,} refused" if found.refused else ""
    if not found.rows:
        print(f"nothing to write{refused}")
    elif found.blocked:
        print(f"nothing written, {found.rows:,} rows held back: mend what would break{refused}")
    elif options.dry_run:
        print(f"a dry run: {found.rows:,} rows not written{refused}")
    elif sys.stdin.isatty() and not options.yes and input("write them? [y/N] ").strip().lower() not in ("y", "yes"):
        print("nothing written")
        return 1
    else:
        found.write()
        print(f"{found.rows:,} rows written{refused}")
    return 1 if found.refused or found.broken else 0


def _format(options: argparse.Namespace) -> int:
    from nolimits import updates

    for one in updates.tidy(_folder(options), options.tables):
        print(one)
    return 0


def _read(options: argparse.Namespace) -> int:
    from nolimits import book, manuscript
    from nolimits.data import View, not_late
    from nolimits.pagemodel.spoken import spoken

    contents = manuscript.contents(book.root())
    page = manuscript.page(options.page, contents.path(options.page))
    print("\n".join(spoken(page, not_late(View(options.on, folder=contents.folder / "data")))).strip())
    return 0


def _claims(options: argparse.Namespace) -> int:
    from nolimits.claims import claim, ledger, records, weigh
    from nolimits.data import View, not_late

    view = not_late(View(options.cutoff or "latest"))
    if options.claim:
        print(records.in_full(weigh(claim(options.claim, view), view), view))
    elif options.turned_since:
        print(records.list_turns(view, not_late(View(options.turned_since)).cutoff))
    else:
        wanted = {name: getattr(options, name) for name in ledger.FILTERS}
        print(records.list_claims(ledger.verdicts(view, **wanted), view, options.format))
    return 0


def _cite(options: argparse.Namespace) -> int:
    import datetime

    from nolimits import manuscript
    from nolimits.book import root
    from nolimits.book.charts import draw_charts
    from nolimits.citing import citations, naming
    from nolimits.data import View, not_late
    from nolimits.data.periods import day
    from nolimits.editions import edition

    book = manuscript.contents(root())
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
    from nolimits.editions import telling
    from nolimits.editions.compare import compare

    found = compare(*(side(one, _say) for one in (options.old, options.new)))
    if options.format == "text":
        print(telling.as_text(found, everything=options.everything))
    else:
        print({"html": telling.as_html, "json": telling.as_record}[options.format](found))
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _wish(options: argparse.Namespace, *, pdf: bool) -> Wish:
    from nolimits.book import Wish

    return Wish(options.cutoff or "latest", options.settings, options.jobs or os.cpu_count() or 1, pdf)


def _build(options: argparse.Namespace) -> int:
    from nolimits import book

    index = book.build(book.root(), _wish(options, pdf=options.pdf), out=options.out, say=_say)
    print(f"the book lies in {index}")
    return 0


def _publish(options: argparse.Namespace) -> int:
    from nolimits import book, editions
    from nolimits.book.folders import alone

    root = book.root()
    # beside the book's own tree, so that an edition of another day does not displace the book that is being read
    out = root / "_build" / "edition"
    # nobody builds another edition there before this one is published
    with alone(root / "_build" / "publishing", _say):
        tree = book.build(root, _wish(options, pdf=not options.no_pdf), out=out, say=_say).parent
        key, new = editions.publish(tree, options.site, _say)
    print(f"{options.site / 'editions' / key}{'' if new else ': nothing has changed'}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from nolimits import book, data, editions

    places = options.site
    if missing := [place for place in places if not place.is_dir()]:
        raise data.DataError(f"--site {missing[0]}: there is no such folder")
    if not places:
        places = [book.root() / "_build" / "html"]
    found = editions.verify(options.thing, places)
    print(found)
    return found.exit_code


def _serve(options: argparse.Namespace) -> int:
    from nolimits.book.serve import serve

    serve(_wish(options, pdf=False), options.port, _say)
    return 0


if __name__ == "__main__":
    sys.exit(main())

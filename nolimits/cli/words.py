"""The words of the command line: verbs, options, which of them go together, and an example of each verb."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn

from nolimits import __version__
from nolimits.sweeps import options as sweeps

EXAMPLES = {
    "check": "check --data data",
    "add": "add trade.csv --dry-run",
    "fetch": "fetch --try worldbank",
    "format": "format observations",
    "clean": "clean notebooks/trade.ipynb",
    "build": "build --cutoff 2025-11-27 --set trade.start=2015 --pdf",
    "read": "read notebooks/trade --on 2025-11-27",
    "claims": "claims --section trade --strength low --format json",
    "cite": "cite m021 --style bibtex",
    "diff": "diff 2025-11-27 latest",
    "serve": "serve --port 8080",
    "sweep": "sweep verdicts --cutoffs monthly --leave-out read",
    "publish": "publish ../site --no-pdf",
    "verify": "verify trade-level.png --site ../site",
    "new": "new honey",
    "completion": "completion bash > ~/.local/share/bash-completion/completions/nolimits",
}
BOOK: dict[str, Any] = {
    **{"type": Path, "metavar": "DIR"},
    "help": "the folder of the book (default: this one or the nearest around it that holds one)",
}
BOOKLESS = ("completion", "new")  # verbs that ask no book
SHELLS = ("bash", "fish", "powershell", "tcsh", "zsh")  # those that shtab completes
FILTERS = ("document", "section", "verdict", "strength")


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one sentence and exit 2, that of a wrong use."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is."""
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def parser() -> Parser:
    """The command's words: its verbs with their options, and an example of each."""
    parser = Parser(prog="nolimits", description="A report that states nothing it cannot trace.")
    parser.add_argument("--version", action="version", version=f"nolimits {__version__}")
    parser.add_argument("--book", **BOOK, default=None)
    verbs = parser.add_subparsers(dest="name", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="validate the tables and report every problem")
    check.add_argument("--format", choices=("text", "json"), default="text")
    check.add_argument("--readability", action="store_true", help="tell how pages read instead: words, sentences, ease")
    check.add_argument("--data", type=Path, metavar="DIR", help="the folder of tables (default: the book's data/)")
    add = verbs.add_parser("add", help="bring rows in from CSV or spreadsheets: shown first, then written")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE", help="tables in our columns, or in a publisher's")
    add.add_argument("--mapping", action="append", default=[], metavar="NAME", help="of data/mappings/NAME.yaml")
    add.add_argument("--published", default="", metavar="DAY", help="when what a mapping reads was published")
    add.add_argument("--skip", action="append", default=[], metavar="SHEET", help="leave this sheet of a workbook out")
    add.add_argument("--replace", action="store_true", help="let rows take the place of others of their key")
    fetch = verbs.add_parser("fetch", help="ask publishers for their newest figures: shown first, then written")
    fetch.add_argument("sources", nargs="*", metavar="SOURCE", help="as data/feeds/ names it (default: all)")
    fetch.add_argument("--try", action="store_true", dest="attempt", help="only see whether it answers as expected")
    fetch.add_argument("--format", choices=("text", "json"), default="text", help="of --try")
    fetch.add_argument("--on", default="", metavar="DAY", help="known_on of what is fetched (default: today)")
    for verb in (add, fetch):
        verb.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
        verb.add_argument("--brief", action="store_true", help="do not look at pages: verdicts and figures only")
        verb.add_argument("--all", action="store_true", dest="everything", help="tell every row and every change")
        verb.add_argument("--far", action="store_true", help="let in figures far from all others of their indicator")
        verb.add_argument("--yes", action="store_true", help="write without asking, or without a terminal")
    tidy = verbs.add_parser("format", help="put tables in order that an editor, a spreadsheet or pandas wrote")
    tidy.add_argument("tables", nargs="*", metavar="TABLE", help="such as observations (default: all)")
    for verb in (add, fetch, tidy):
        verb.add_argument("--data", type=Path, metavar="DIR", help="the folder of tables (default: the book's data/)")
    clean = verbs.add_parser("clean", help="strip notebooks of outputs and of what an editor noted, before a commit")
    clean.add_argument("notebooks", nargs="*", type=Path, metavar="NOTEBOOK", help="(default: all of the book)")
    clean.add_argument("--check", action="store_true", help="only tell which are not clean, and exit 1 for any")
    build = verbs.add_parser("build", help="check, run what has changed, and bind the book")
    build.add_argument("--out", type=Path, metavar="DIR", help="where the book is to lie (default: _build/html)")
    read = verbs.add_parser("read", help="a page in plain words as of a day, and what it leaves out")
    read.add_argument("page", metavar="PAGE", help="as _toc.yml names it, such as notebooks/trade, or trade")
    read.add_argument("--on", "--cutoff", default="latest", metavar="DAY", help="use only what was known by this day")
    claims = verbs.add_parser("claims", help="the papers' statements and how they stand")
    claims.add_argument("claim", nargs="?", metavar="CLAIM", help="one claim in full, such as m021")
    claims.add_argument("--cutoff", default="", metavar="DAY", help="use only what was known by this day")
    for name in FILTERS:
        claims.add_argument(f"--{name}", help=f"only claims of this {name}")
    claims.add_argument("--format", choices=("table", "csv", "json"), default="table")
    claims.add_argument("--turned-since", metavar="DAY", help="what turned since a day, and which row did it")
    cite = verbs.add_parser("cite", help="how to cite a chart, a claim, a figure, a section or the book")
    cite.add_argument("what", metavar="WHAT", help="such as trade-level, m021, trade.turnover@2024, trade or book")
    cite.add_argument("--style", choices=("apa", "chicago", "bibtex", "ris", "csl"), default="apa")
    cite.add_argument("--cutoff", default="", metavar="DAY", help="use only what was known by this day")
    cite.add_argument("--accessed", metavar="DAY", help="when it was looked at (default: today)")
    diff = verbs.add_parser("diff", help="what differs between two days or two editions, and which rows did it")
    diff.add_argument("old", metavar="OLD", help="a day, or the folder of a built edition")
    diff.add_argument("new", metavar="NEW", help="a day, or the folder of a built edition")
    diff.add_argument("--format", choices=("text", "html", "json"), default="text")
    diff.add_argument("--all", action="store_true", dest="everything", help="tell every change and every row")
    serve = verbs.add_parser("serve", help="build, serve on this machine only, and rebuild on change")
    serve.add_argument("--port", type=int, default=8000)
    publish = verbs.add_parser("publish", help="build the book and lay its edition into a site, frozen")
    publish.add_argument("site", type=Path, metavar="SITE", help="the folder that a static host serves")
    sweep = verbs.add_parser("sweep", help="the same questions over many days, parameters and sources, as a table")
    sweeps.declare(sweep)
    publish.add_argument("--cutoffs", default="", metavar="DAYS", help="monthly, weekly or DAY,DAY: an edition of each")
    verify = verbs.add_parser("verify", help="whether a file is what was published, and what changed since")
    verify.epilog = "Exit codes: 0 as published, 1 altered, 3 unknown, 4 not found; 2 for wrong usage;"
    verify.add_argument("thing", metavar="FILE|FINGERPRINT|URL", help="what somebody holds")
    verify.add_argument("--format", choices=("text", "json"), default="text")
    verify.add_argument("--site", type=Path, action="append", default=[], metavar="DIR", help="a site of editions")
    for verb, printed in ((build, False), (publish, True)):
        told = f"print the book and its sections as PDFs, too (default: {'yes' if printed else 'no'})"
        verb.add_argument("--pdf", action=argparse.BooleanOptionalAction, default=printed, help=told)
        told = "monthly or DAY,DAY: earlier days that a slider on each page shows"
        verb.add_argument("--past", default="", metavar="DAYS", help=told)
    for verb in (build, serve, publish):
        verb.add_argument("--cutoff", default="", metavar="DAY", help="use only what was known by this day")
        verb.add_argument("--set", action="append", default=[], metavar="SECTION.PARAM=VALUE", dest="settings")
    for verb in (build, serve, publish, sweep):
        verb.add_argument("--jobs", type=_positive, metavar="N", help="how many at once (default: the cores)")
    new = verbs.add_parser("new", help="lay out a small book of your own, complete, with its tables and tests")
    new.add_argument(
        "folder", type=Path, metavar="DIR", help="where it is to lie: a folder that is empty, or not there yet"
    )
    shells = verbs.add_parser("completion", help="a script by which a shell completes these words")
    shells.add_argument("shell", choices=SHELLS)
    for name, verb in verbs.choices.items():
        if name not in BOOKLESS:
            verb.add_argument("--book", **BOOK, default=argparse.SUPPRESS)  # before the verb or behind it
        verb.epilog = " ".join(filter(None, (verb.epilog, f"example: nolimits {EXAMPLES[name]}")))
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def without_effect(options: argparse.Namespace) -> str | None:
    """What is wrong with options that would do nothing beside the others; None where each does something."""
    given = {name for name, value in vars(options).items() if value}
    if options.book and (beside := _without_book(options)):
        return f"--book has no effect with {beside}"
    match options.name:
        case "claims" if options.claim:
            idle = given & {*FILTERS, "turned_since"}
            return _idle(idle, "CLAIM") or _no_form(options, "csv", "one claim is told as table or json")
        case "claims" if options.turned_since:
            return _idle(given & {*FILTERS}, "--turned-since") or _no_form(options, "csv", "turns are a table or json")
        case "fetch" if options.attempt:
            return _idle(given & {"dry_run", "brief", "everything", "far", "yes"}, "--try")
        case "fetch":
            return _no_form(options, "json", "only what --try tells has it")
        case "diff" if options.format != "text":
            return _idle(given & {"everything"}, f"--format {options.format}")
        case "publish" if options.cutoffs:
            return _idle(given & {"cutoff", "past"}, "--cutoffs")
        case "sweep" if options.scheduler:
            return _idle(given & {"jobs"}, "--scheduler")
        case "add" if options.published and not options.mapping:
            return "--published has no effect without --mapping"
    return _idle(given & {"yes"}, "--dry-run") if "dry_run" in given else None


def _without_book(options: argparse.Namespace) -> str | None:
    """What of the other words lets a book have no say."""
    match options.name:
        case name if name in BOOKLESS:
            return str(name)
        case "verify" if options.site:
            return "--site"
        case "clean" if options.notebooks:
            return "NOTEBOOK"
        case "diff" if Path(options.old).is_dir() and Path(options.new).is_dir():
            return "two folders of editions"
    return "--data" if getattr(options, "data", None) else None


def _idle(names: set[str], beside: str) -> str | None:
    told = ["--all" if name == "everything" else f"--{name.replace('_', '-')}" for name in sorted(names)]
    return f"{' and '.join(told)} {'has' if len(told) == 1 else 'have'} no effect with {beside}" if told else None


def _no_form(options: argparse.Namespace, form: str, why: str) -> str | None:
    return f"--format {form} has no effect here: {why}" if options.format == form else None

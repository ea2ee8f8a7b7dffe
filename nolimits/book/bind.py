"""Bind printed pages into static HTML by Jupyter Book, warnings as errors, and only those that changed."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nolimits.book.folders import copy_tree
from nolimits.book.parameters import BuildError
from nolimits.book.warm import Warm
from nolimits.data import store, whereabouts
from nolimits.data.folders import names_below
from nolimits.data.periods import epoch
from nolimits.editions.archive import page_files

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
BASIS = "basis"  # the file that says from what, pages aside, a finished binding was made; there only where one is
NOT_SHIPPED = (
    "**/*.map",
    ".buildinfo",
    ".nojekyll",
    "_sources",
    "_static/locales",
    "_static/*webpack-macros.html",
    "_static/scripts/fontawesome.js*",
    "_static/searchtools.js",  # of a search that is not the book's
    "_static/language_data.js",
    "_static/doctools.js",
    "_static/sphinx_highlight.js",
    "_static/file.png",
    "_static/minus.png",
    "_static/plus.png",
    "_static/vendor/fontawesome/webfonts/*.ttf",
    "_static/vendor/fontawesome/webfonts/fa-regular*",
)
# what is shipped only where a page asks for it, by what such a page holds
WHERE_ASKED = {
    "_static/design-tabs.js": (b"design-tabs.js",),
    "_static/images/logo_*": (b"_static/images/logo_",),
    "_static/vendor/fontawesome/webfonts/fa-brands*": (b"fa-brands", b"fab fa-"),
}
WORDED = (".html", ".js", ".json", ".txt", ".xml")  # files that may name the edition


@dataclass(frozen=True)
class Binding:
    """What is bound: the folder of printed pages, the tables, where the HTML goes and stays between builds, the day."""

    printed: Path
    data: Path
    into: Path
    day: str


def begin(binder: Warm, what: Binding, basis: str) -> int:
    """Begin to bind printed pages, of which `await_pages` gives the HTML for the ticket that is returned.

    What was bound before is used again where its `basis` is the same and it was finished.
    """
    into = what.into
    mark = into / BASIS
    if not mark.is_file() or mark.read_text(encoding="utf-8") != basis:
        shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True, exist_ok=True)
    mark.unlink(missing_ok=True)
    return binder.start(f"{__name__}:{run_jupyter_book.__name__}", what, *store.where())


def await_pages(binder: Warm, ticket: int, what: Binding, basis: str) -> Path:
    """The HTML of pages of which the binding was begun; waits for it.

    Raises BuildError with Jupyter Book's own warnings, told in the sources' places.
    """
    outcome = binder.outcome(ticket)
    code, told = outcome.value or (1, outcome.error)
    if code:
        # what has warned would not warn again where it is not read again
        raise BuildError(f"the book cannot be bound:\n{_complaints(told, what.printed)}")
    (what.into / BASIS).write_text(basis, encoding="utf-8")
    return what.into / "_build" / "html"


def run_jupyter_book(what: Binding, folder: str, made_by: str) -> tuple[int, str]:
    """Jupyter Book's exit code and what it said; to be called in a process of its own.

    `folder` is where values are kept that code with the hash `made_by` makes.
    """
    import click
    from jupyter_book.cli.main import main

    os.environ |= {whereabouts.NAMED: str(what.data), "SOURCE_DATE_EPOCH": str(epoch(what.day))}
    os.environ |= {store.FOLDER: folder, store.CODE: made_by}
    os.chdir(what.printed)
    told = io.StringIO()
    command = ["build", str(what.printed), "--path-output", str(what.into), "-W", "-n", "--keep-going", "-q"]
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        try:
            main(command, standalone_mode=False)
            code = 0
        except click.ClickException as error:
            code = error.exit_code
            told.write(f"ERROR: {error.format_message()}\n")
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        except Exception as error:
            code = 1
            first = error.__cause__ or error  # Jupyter Book draws a box about what Sphinx raised
            told.write(f"Error: {type(first).__name__}: {' '.join(str(first).split())}\n")
    return code, told.getvalue()


def _complaints(said: str, printed: Path) -> str:
    plain = COLOURS.sub("", said).replace(f"{printed}/", "")
    lines = [line for line in plain.splitlines() if re.search(r"WARNING|ERROR|Error", line)]
    return "\n".join(dict.fromkeys(lines)) or plain[-3000:]


def ship(html: Path, tree: Path, names: Mapping[str, str]) -> None:
    """Copy what was bound, less what no page asks for and what tells of this machine; what stands for names is named.

    `names` are what is to stand in place of what stands for it, as long as that.
    """
    unused = [name for name, signs in WHERE_ASKED.items() if not any(_is_in_pages(sign, html) for sign in signs)]
    copy_tree(html, tree)
    for path in (path for pattern in (*NOT_SHIPPED, *unused) for path in tree.glob(pattern)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in (tree / name for name in names_below(html) if name.endswith(WORDED)):
        if path.is_file():
            content = path.read_bytes()
            changed = put_names(content, names)
            if path.name == "pydata-sphinx-theme.js":
                # the theme tells the console of each change of mode
                changed = changed.replace(b"console.log(", b"void(")
            if changed != content:
                path.write_bytes(changed)


def put_names(content: bytes, names: Mapping[str, str]) -> bytes:
    """A file's content with each name in place of what stands for it."""
    for stands, name in names.items():
        content = content.replace(stands.encode(), name.encode())
    return content


def _is_in_pages(sign: bytes, html: Path) -> bool:
    """Whether any page holds something."""
    return any(sign in page.read_bytes() for _, page in page_files(html))

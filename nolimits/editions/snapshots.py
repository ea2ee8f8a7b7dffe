"""The books of other days and of finished trees as data: read, worked out once, kept."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from nolimits import manuscript
from nolimits.citing.exhibits import weighed
from nolimits.data import LATEST, DataError, View
from nolimits.editions.archive import as_script, known_files
from nolimits.editions.identity import code, edition
from nolimits.language import ExpressionError
from nolimits.pagemodel.twin import PLAIN, Book, Parameters, twin

MANIFEST, FILES = "edition.json", "files.js"
SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
DAY_GIVEN = re.compile(r"\d{4}-\d\d-\d\d")
SNAPSHOTS, MOST_KEPT = "snapshots", 12


def book_of(view: View, root: Path, parameters: Parameters | None = None) -> Book:
    """The book at `root` as data, as of the view's cutoff."""
    given = parameters or {}
    return twin(view, root, given, edition(view, given, root).key, code(view, root))


def write(book: Book, tree: Path) -> None:
    """Put the twins beside the pages of a finished tree, the schemas into `schemas/`, and the manifest on top."""
    for name, page in book.pages.items():
        if (tree / f"{name}.html").parent.is_dir():
            _put(tree / f"{name}.json", page)
    (tree / "schemas").mkdir(exist_ok=True)
    for schema in sorted(path for path in SCHEMAS.iterdir() if path.suffix in (".json", ".ttl")):
        (tree / "schemas" / schema.name).write_bytes(schema.read_bytes())
    manifest = book.manifest()
    for name, chart in manifest["charts"].items():
        chart["files"] = _files(tree / "charts" / name / f"{name}.json")
    _put(tree / MANIFEST, manifest)
    (tree / FILES).write_bytes(as_script("NOLIMITS_FILES", known_files([manifest])))


def _put(path: Path, content: Mapping) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _files(record: Path) -> dict[str, dict]:
    """The files of a chart, its record among them, with their hashes and sizes."""
    return weighed({path.name: path.read_bytes() for path in sorted(record.parent.glob(f"{record.stem}.*"))})


def snapshot(view: View, root: Path, parameters: Parameters | None, cache: Path) -> Book:
    """As `twin`, from a file in `cache` where there is one for the edition; else it is put there."""
    path = cache / named(edition(view, parameters, root).key)
    if held := kept(path):
        return held
    book = book_of(view, root, parameters)
    keep(book, path)
    for old in sorted(cache.glob(named("*")), key=lambda one: one.stat().st_mtime_ns)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
    return book


def named(key: str) -> str:
    """The name of the file that `snapshot` keeps for an edition."""
    return f"snapshot-{key}.json"


def earlier(days: Iterable[str], cutoff: str) -> list[str]:
    """Those of some days that come before a cutoff, in order."""
    return sorted(day for day in set(map(str, days)) if day < cutoff)


def keep(book: Book, path: Path) -> None:
    """Put a whole book as data into one file, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_text(json.dumps(asdict(book), ensure_ascii=False), encoding="utf-8")
    half.replace(path)


def kept(path: Path) -> Book | None:
    """A book as data from a file that `keep` wrote; None where there is none that can be read."""
    try:
        return Book(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def given(what: str, root: Callable[[], Path]) -> Book:
    """The book as data of a day, or of the folder of a built edition; `root` finds the book where a day is given.

    Raises DataError for what is neither, and for a folder that holds no edition.
    """
    if Path(what).is_dir():
        return load(Path(what))
    if what != LATEST and not DAY_GIVEN.fullmatch(what):
        raise DataError(f"{what} is neither a day nor a folder: write 2025-11-27, or name the folder of a built book")
    book = root()
    try:
        return snapshot(View(what, folder=book / "data"), book, None, book / "_build" / "runs")
    except (ExpressionError, manuscript.ManuscriptError) as error:
        raise DataError(str(error)) from None


def load(folder: Path) -> Book:
    """The book as data of a finished tree. Raises DataError where a file is missing or cannot be read."""
    manifest = _got(folder / MANIFEST)
    try:
        pages = {name: _got(folder / f"{name}.json") for name in manifest["pages"]}
        plain = {name: manifest[name] for name in PLAIN}
        return Book(**plain, pages=pages)
    except (KeyError, TypeError, AttributeError):
        raise DataError(f"{folder / MANIFEST} is not an edition's manifest: name the folder of a built book") from None


def _got(path: Path) -> dict:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file: name a day or the folder of a built edition") from None
    except ValueError as error:
        raise DataError(f"{path} cannot be read ({error}): name the folder of a built edition") from None

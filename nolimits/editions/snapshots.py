"""Books as data on disk: beside the pages of a finished tree, and kept for days with which others are compared."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from nolimits.citing.exhibits import weighings
from nolimits.claims.verdicts import DECIDED, WORDS
from nolimits.data import DataError, View
from nolimits.pagemodel.twin import BookTwin

MANIFEST = "edition.json"
SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
SNAPSHOTS, MOST_KEPT = "snapshots", 12
PLAIN = ("edition", "cutoff", "code", "parameters", "claims", "corrections")


def manifest(book: BookTwin) -> dict[str, Any]:
    """What an edition is, by name and fingerprint."""
    shown = [(page["page"], exhibit) for page in book.pages.values() for exhibit in page["exhibits"]]
    return {name: getattr(book, name) for name in PLAIN} | {
        "pages": {name: page["fingerprint"] for name, page in book.pages.items()},
        "charts": {one["id"]: {"page": page, "fingerprint": one["fingerprint"], "files": {}} for page, one in shown},
    }


def write_snapshots(book: BookTwin, tree: Path) -> None:
    """Put the twins beside the pages of a finished tree, the schemas into `schemas/`, and the manifest on top."""
    for name, page in book.pages.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        _put(tree / f"{name}.json", page)
    (tree / "schemas").mkdir(exist_ok=True)
    for name, text in schemas().items():
        (tree / "schemas" / name).write_text(text, encoding="utf-8")
    told = manifest(book)
    for name, chart in told["charts"].items():
        chart["files"] = _files(tree / "charts" / name / f"{name}.json")
    _put(tree / MANIFEST, told)


def schemas() -> dict[str, str]:
    """The schemas of all that the book gives to machines, by file name; the verdicts' words are filled in."""
    words = {"VERDICTS": json.dumps(WORDS), "RATED": " ".join(f'"{word}"' for word in DECIDED)}
    found = {}
    for path in sorted(path for path in SCHEMAS.iterdir() if path.suffix in (".json", ".ttl")):
        text = path.read_text(encoding="utf-8")
        for name, filled in words.items():
            # in JSON the place is a list of one word, so that the file is JSON before it is filled in, too
            text = text.replace(f'["{{{name}}}"]', filled).replace(f'"{{{name}}}"', filled)
        found[path.name] = text
    return found


def _put(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")


def _files(record: Path) -> dict[str, dict[str, str | int]]:
    """The files of a chart, its record among them, with their hashes and sizes."""
    return weighings({path.name: path.read_bytes() for path in sorted(record.parent.glob(f"{record.stem}.*"))})


def load(folder: Path) -> BookTwin:
    """The book as data of a finished tree. Raises DataError where a file is missing or cannot be read."""
    told = _read(folder / MANIFEST)
    try:
        pages = {name: _read(folder / f"{name}.json") for name in told["pages"]}
        return BookTwin(**{name: told[name] for name in PLAIN}, pages=pages)
    except (KeyError, TypeError, AttributeError):
        raise DataError(f"{folder / MANIFEST} is not an edition's manifest: name the folder of a built book") from None


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file: name a day or the folder of a built edition") from None
    except ValueError as error:
        raise DataError(f"{path} cannot be read ({error}): name the folder of a built edition") from None
    return found


# --- kept between builds


def store(book: BookTwin, path: Path) -> None:
    """Put a whole book as data into one file, in one step; of those beside it the oldest go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_bytes(as_json(book))
    half.replace(path)
    every = sorted(path.parent.glob(file_name("*")), key=lambda one: one.stat().st_mtime_ns)
    for old in every[:-MOST_KEPT]:
        old.unlink(missing_ok=True)


def as_json(book: BookTwin) -> bytes:
    """A whole book as JSON, in UTF-8."""
    return orjson.dumps(vars(book))


def file_name(key: str) -> str:
    """The name of the file that keeps the book of an edition."""
    return f"snapshot-{key}.json"


def recall(path: Path) -> BookTwin | None:
    """A book as data from a file that `store` wrote; None where there is none that can be read."""
    try:
        return BookTwin(**orjson.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def earlier(named: Iterable[object], view: View) -> list[str]:
    """The days before a view's cutoff among those named, in order: each a day, or the key of a paper for its day."""
    papers = view.evidence.documents
    days = {papers[one]["published_to"] if (one := str(name)) in papers else one for name in named}
    return sorted(day for day in days if day < view.cutoff)

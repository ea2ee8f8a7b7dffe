"""What a book is made of besides its pages, settings and tables: files that lie with pages, or are named by them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from nolimits.data import DataError, mapping_of
from nolimits.data.folders import names_below
from nolimits.data.whereabouts import CONFIG, TABLES, TOC
from nolimits.manuscript import notebook
from nolimits.manuscript.contents import ENDINGS, Contents, contents

ALWAYS = (CONFIG, TOC, "requirements.txt", "CITATION.cff")
OF_PAGES = ("chapters", "notebooks")
WHOLE = (*OF_PAGES, "_static")  # folders that are carried whatever names them
FOLDERS = ("html_static_path", "html_extra_path", "templates_path", "local_extensions")  # settings that name some
EXCLUDED = "exclude_patterns"
LONGEST = 200
# where a link leads, or any word that ends as a file's name does
NAMED = re.compile(r"\]\(<?([^)>\n]+)>?\)|([^\s()<>\"'`{}\[\],;|=]+\.\w+)")


def sources(root: Path) -> tuple[Path, ...]:
    """The files and folders that a book is made from, those within another left out; all of them exist."""
    return _sources(root, _of_pages(root))


def _sources(root: Path, of_pages: Iterable[Path]) -> tuple[Path, ...]:
    places = [*(root / name for name in (*ALWAYS, *WHOLE, TABLES)), *of_pages, *_of_settings(root)]
    found = sorted({path for path in places if path.exists()})
    return tuple(path for path in found if not any(other in path.parents for other in found))


def files(*places: Path) -> Iterator[Path]:
    """All files at or below some places, sorted, without caches and hidden ones."""
    for place in places:
        if place.is_file():
            yield place
            continue
        yield from (place / name for name in names_below(place, hidden=False))


def beside(book: Contents) -> Iterator[Path]:
    """The files that are bound with a book's pages: what lies with them, or is named, and is no page itself."""
    root = book.folder
    named, pages = {*_of_pages(root)}, {root / f"{page}{ending}" for page in book.pages for ending in ENDINGS}
    for path in files(*(place for place in _sources(root, named) if place.name not in (*ALWAYS, TABLES))):
        if path.suffix not in ENDINGS or (path.suffix != ".ipynb" and path in named - pages):
            yield path


def _of_pages(root: Path) -> Iterator[Path]:
    """The folders of pages, pages that lie in none, and the files that pages name."""
    try:
        book = contents(root)
        paths = [book.path(name) for name in book.pages]
    except DataError:
        return  # whoever reads the contents tells it
    for path in paths:
        yield path if path.parent == root else root / path.relative_to(root).parts[0]
        yield from _paths_in(path, root, _text(path))


def _text(path: Path) -> str:
    try:
        if path.suffix == ".ipynb":
            return "\n".join(cell["source"] for cell in notebook.cells(path))
        return path.read_text(encoding="utf-8")
    except (DataError, OSError, ValueError):
        return ""


def _paths_in(page: Path, root: Path, text: str) -> Iterator[Path]:
    for name in _names(text):
        yield from _within(root, (root / name.lstrip("/")) if name.startswith("/") else page.parent / name)


@lru_cache(maxsize=128)  # a build asks several times what a book is made from
def _names(text: str) -> tuple[str, ...]:
    names = {next(filter(None, found.groups()), "") for found in NAMED.finditer(text)}
    return tuple(sorted({unquote(name.partition("#")[0].strip()) for name in names}))


def _within(root: Path, path: Path) -> Iterator[Path]:
    """A file, where it lies in the book's folder and in no hidden or built one; its name without `..`."""
    try:
        if not os.path.isfile(path):
            return  # as most words that end like a file's name
        place = path.resolve().relative_to(root.resolve())
        if place.parts and not place.parts[0].startswith(("_build", ".")):
            yield root / place
    except (OSError, ValueError):
        return


def _of_settings(root: Path) -> Iterator[Path]:
    """What the settings name: a logo, an icon, a bibliography; folders of style sheets, templates and extensions."""
    try:
        told = mapping_of(root / CONFIG, CONFIG)
    except DataError:
        return
    for key, text in _texts(told):
        if key in FOLDERS and (root / text).resolve().parent == root.resolve() and (root / text).is_dir():
            yield root / text
        elif key != EXCLUDED and text and len(text) < LONGEST:
            yield from _within(root, root / text)


def _texts(told: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """All texts of settings, each with the key under which it stands."""
    match told:
        case str():
            yield key, told
        case dict():
            for name, value in told.items():
                yield from _texts(value, key if key in FOLDERS else str(name))
        case list():
            for value in told:
                yield from _texts(value, key)

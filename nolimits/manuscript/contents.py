"""The table of contents: which pages the book has, in which order, under which part; the only reader of `_toc.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from nolimits.data import mapping_of
from nolimits.data.whereabouts import TOC
from nolimits.manuscript import generated
from nolimits.manuscript.errors import ManuscriptError

ALLOWED = re.compile(r", allowed: \{[^}]*\}")  # a set, whose order differs from run to run
ENDINGS = (".ipynb", ".md")
LEVELS = ("parts", "subtrees", "chapters", "sections", "entries")


@dataclass(frozen=True)
class Contents:
    """The book's pages (`notebooks/trade`) in order, each with its part's caption; `root` is the first."""

    folder: Path
    root: str
    parts: Mapping[str, str]

    @property
    def pages(self) -> tuple[str, ...]:
        """All pages in the book's order."""
        return tuple(self.parts)

    @property
    def notebooks(self) -> tuple[Path, ...]:
        """The notebooks among the pages, in the book's order."""
        return tuple(path for name in self.pages if (path := self.path(name)).suffix == ".ipynb")

    def path(self, page: str) -> Path:
        """The file of a page, be it one that the tables call for; raises ManuscriptError where there is none."""
        if page not in self._paths:
            self._paths[page] = self._path(page)
        return self._paths[page]

    @cached_property
    def _paths(self) -> dict[str, Path]:
        # asked for often, and whether the tables call for a page means to look at each of them
        return {}

    def _path(self, page: str) -> Path:
        for ending in ENDINGS:
            if (path := self.folder / f"{page}{ending}").is_file():
                return path
        if generated.page_text(page, self.folder):
            return self.folder / f"{page}.md"
        raise ManuscriptError(
            f"{TOC}: no page is called {page}: name a file, without its ending {' or '.join(ENDINGS)}"
        )


def contents(folder: Path) -> Contents:
    """The contents of the book in a folder.

    Raises DataError for a file that cannot be read as such, for a page outside of the book and for one that is listed
    twice.
    """
    read = mapping_of(folder / TOC, TOC)
    _hold(read)
    pages: dict[str, str] = {}
    for name, part in [(read["root"], ""), *_below(read, "")]:
        page = _plain(name)
        _refuse_outside(page)
        if page in pages:
            raise ManuscriptError(f"{TOC}: the page {page} is listed twice: list it once")
        pages[page] = part
    return Contents(folder, _plain(read["root"]), pages)


def _hold(read: Mapping[str, Any]) -> None:
    """Refuse what Sphinx' own reader of contents would refuse once the book is bound, and what is no page's name."""
    from sphinx_external_toc.parsing import MalformedError, parse_toc_data

    if not read:
        raise ManuscriptError(f"{TOC}: it is empty: write `root` and `chapters`, or `parts` with `chapters`")
    for name in _named(read):
        if not isinstance(name, str) or not name.strip():
            raise ManuscriptError(f"{TOC}: {name!r} is no page: name a file, without its ending")
    try:
        parse_toc_data({**read})
    except (MalformedError, TypeError, ValueError, AttributeError) as error:
        said = ALLOWED.sub("", " ".join(str(error).split()))
        raise ManuscriptError(f"{TOC}: no table of contents ({said}): write `root` and parts or chapters") from None


def _named(entry: object) -> Iterator[object]:
    """Whatever stands where a page should."""
    if isinstance(entry, Mapping):
        yield from (entry[key] for key in ("root", "file") if key in entry)
        if "glob" in entry:
            raise ManuscriptError(f"{TOC}: glob: {entry['glob']} names no page: list each file")
        for level in LEVELS:
            for one in entry[level] if isinstance(entry.get(level), list) else ():
                yield from _named(one)


def _refuse_outside(page: str) -> None:
    path = PurePosixPath(page)
    if path.is_absolute() or ".." in path.parts or "\\" in page or str(path) != page:
        raise ManuscriptError(f"{TOC}: {page} is no page of this book: name a file below the book's folder")


def _below(entry: Mapping[str, Any], part: str) -> Iterator[tuple[str, str]]:
    part = entry.get("caption", part)
    if "file" in entry:
        yield entry["file"], part
    for level in LEVELS:
        for one in entry.get(level) or ():
            yield from _below(one, part)


def _plain(name: str) -> str:
    """A page's name without an ending, as the contents may write it."""
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name

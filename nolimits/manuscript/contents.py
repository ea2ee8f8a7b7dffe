"""The table of contents: which pages the book has, in which order, under which part; the only reader of `_toc.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from nolimits.checks.problem import printable, suggest
from nolimits.data import mapping_of
from nolimits.data.whereabouts import TOC
from nolimits.manuscript import generated
from nolimits.manuscript.errors import ManuscriptError

ENDINGS = (".ipynb", ".md")
LEVELS = ("parts", "subtrees", "chapters", "sections", "entries")
LINKS = ("file", "url", "glob")
AT_ROOT = ("format", "defaults", "meta")


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

    def full_name(self, typed: str) -> str:
        """The page that somebody means: by its name, or by the last part of it where one page alone has that."""
        ends = [page for page in self.pages if page.rpartition("/")[2] == typed]
        return ends[0] if typed not in self.pages and len(ends) == 1 else typed

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
    from sphinx_external_toc.parsing import FILE_FORMATS, MalformedError, parse_toc_data

    if not read:
        raise ManuscriptError(f"{TOC}: it is empty: write `root` and `chapters`, or `parts` with `chapters`")
    for name in _page_entries(read):
        if not isinstance(name, str) or not name.strip():
            raise ManuscriptError(f"{TOC}: {name!r} is no page: name a file, without its ending")
    if isinstance(form := read.get("format", "default"), str) and form in FILE_FORMATS:
        _hold_keys(read, FILE_FORMATS[form], 0)
    try:
        parse_toc_data({**read})
    except (MalformedError, TypeError, ValueError, AttributeError) as error:
        said = " ".join(str(error).split())
        raise ManuscriptError(f"{TOC}: no table of contents ({said}): write `root` and parts or chapters") from None


def _hold_keys(entry: object, form: Any, depth: int) -> None:
    """Refuse the first key that means nothing where it stands, in an entry and all below it.

    Sphinx' reader would name keys in an order that differs from run to run, and pass over those of a part.
    """
    from sphinx_external_toc.parsing import TOCTREE_OPTIONS

    if not isinstance(entry, Mapping):
        return
    items, piles = form.get_items_key(depth), form.get_subtrees_key(depth)
    links = [key for key in LINKS if key in entry] if depth else ["root"]
    if len(links) != 1:
        said = f"both {' and '.join(links)}" if links else f"neither file nor url, but {_key_list(entry)}"
        raise ManuscriptError(f"{TOC}: an entry has {said}: write `file: …` or `url: …`, one of them")
    where = printable(str(entry.get(links[0], "")))
    inside = (items, piles, "options") if links[0] in ("root", "file") else ()
    _refuse_unknown(entry, (*links, "title", *inside, *(() if depth else AT_ROOT)), where)
    if isinstance(entry.get("options"), Mapping):
        _refuse_unknown(entry["options"], TOCTREE_OPTIONS, f"{where}: options")
    for pile in _mappings(entry.get(piles)):
        _refuse_unknown(pile, (items, *TOCTREE_OPTIONS), f"{piles}: {printable(str(pile.get('caption', '')))}")
    for pile in (entry, *_mappings(entry.get(piles))):
        for one in _mappings(pile.get(items)):
            _hold_keys(one, form, depth + 1)


def _mappings(given: object) -> list[Mapping[str, Any]]:
    return [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []


def _refuse_unknown(entry: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in entry:
        if key in known:
            continue
        levels = [one for one in known if one in LEVELS]
        right = f"{' or '.join(levels)} in a book of this format" if key in LEVELS and levels else suggest(key, known)
        if "format" in known and "format" not in entry and key in ("parts", "chapters", "sections"):
            right = f"`format: {'jb-article' if key == 'sections' else 'jb-book'}` above it, or {levels[0]}"
        place = where.strip(": ")
        raise ManuscriptError(f"{TOC}: {f'{place}: ' if place else ''}{printable(key)} means nothing here: {right}")


def _key_list(entry: Mapping[str, Any]) -> str:
    return ", ".join(map(printable, entry)) or "nothing"


def _page_entries(entry: object) -> Iterator[object]:
    """Whatever stands where a page should."""
    if isinstance(entry, Mapping):
        yield from (entry[key] for key in ("root", "file") if key in entry)
        if "glob" in entry:
            raise ManuscriptError(f"{TOC}: glob: {entry['glob']} names no page: list each file")
        for level in LEVELS:
            for one in entry[level] if isinstance(entry.get(level), list) else ():
                yield from _page_entries(one)


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

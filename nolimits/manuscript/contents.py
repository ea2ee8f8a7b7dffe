"""The table of contents: which pages the book has, in which order, under which part; the only reader of `_toc.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nolimits.manuscript import generated
from nolimits.manuscript.errors import ManuscriptError

TOC = "_toc.yml"
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
        for ending in ENDINGS:
            if (path := self.folder / f"{page}{ending}").is_file():
                return path
        if generated.page_text(page, self.folder):
            return self.folder / f"{page}.md"
        raise ManuscriptError(
            f"{TOC}: no page is called {page}: name a file, without its ending {' or '.join(ENDINGS)}"
        )


def contents(folder: Path) -> Contents:
    """The contents of the book in a folder; raises ManuscriptError for a file that cannot be read as such."""
    path = folder / TOC
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        root = str(read["root"])
        found = {_plain(root): ""} | dict(_below(read, ""))
    except FileNotFoundError:
        raise ManuscriptError(f"{TOC}: there is no such file: write one that names the book's pages") from None
    except yaml.YAMLError as error:
        raise ManuscriptError(f"{TOC}: broken YAML: {' '.join(str(error).split())}") from None
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise ManuscriptError(f"{TOC}: not a table of contents ({error}): write `root` and parts or chapters") from None
    return Contents(folder, _plain(root), found)


def _below(entry: Mapping[str, Any], part: str) -> Iterator[tuple[str, str]]:
    part = entry.get("caption", part)
    if "file" in entry:
        yield _plain(entry["file"]), part
    for level in LEVELS:
        for one in entry.get(level) or ():
            yield from _below(one, part)


def _plain(name: str) -> str:
    """A page's name without an ending, as the contents may write it."""
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name

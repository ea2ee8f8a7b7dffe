"""The charts that the pages of a book show, as the environment keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from nolimits.pages import context

SHELF = "nolimits_charts"  # where the environment keeps them
CATALOGUE = "chapters/charts"  # the page that shows all of them


@dataclass(frozen=True)
class Shown:
    """A chart as a page shows it: the page, what the notebook keeps of it, the sizes of its files, its pictures."""

    page: str
    bundle: Mapping[str, Any]
    files: Mapping[str, int]
    pictures: tuple[tuple[str, str, str, str, str], ...]  # width, theme, name of the file, width and height in pixels

    @property
    def spoken(self) -> Mapping[str, str]:
        """Its words in plain text."""
        spoken: Mapping[str, str] = self.bundle["spoken"]
        return spoken


def shelf(env: BuildEnvironment) -> dict[str, Shown]:
    """The charts that the pages read so far show, by id."""
    held: dict[str, Shown] = vars(env).setdefault(SHELF, {})
    return held


def in_order(env: BuildEnvironment) -> dict[str, Shown]:
    """All charts in the book's order, whichever page was read last."""
    pages = list(context.contents_of(env).parts)
    # within a page the order of reading is that of the page
    return dict(sorted(shelf(env).items(), key=lambda item: pages.index(item[1].page)))


def forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Take down the charts of a page that is read anew, or that is gone."""
    for name in [name for name, shown in shelf(env).items() if shown.page == page]:
        del shelf(env)[name]


def setup(app: Sphinx) -> None:
    """Register what forgets."""
    app.connect("env-purge-doc", forget)

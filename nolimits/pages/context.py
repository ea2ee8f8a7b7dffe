"""What a page knows: the book's view, what citations on all pages share, and the cover."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from sphinx.environment import BuildEnvironment

from nolimits import editions
from nolimits.citing import citations
from nolimits.data import View, not_late
from nolimits.data.store import remember
from nolimits.hypertext import Markup
from nolimits.manuscript import Contents, contents
from nolimits.pagemodel.registry import Setting
from nolimits.pagemodel.settings import Cover

BARE = (lambda *_: None, lambda *_: None)  # how a node begins and ends that adds nothing to its text in plain text


def view(env: BuildEnvironment) -> View:
    """The view at the book's cutoff, one for each build."""
    return _view(str(env.config.nolimits_cutoff), int(env.config.nolimits_start))


@lru_cache(maxsize=8)
def _view(cutoff: str, start: int) -> View:
    return not_late(View(cutoff, start))


def contents_of(env: BuildEnvironment) -> Contents:
    """The book's contents."""
    return _contents(Path(env.srcdir))


@lru_cache(maxsize=8)
def _contents(root: Path) -> Contents:
    return contents(root)


def imprint_of(env: BuildEnvironment) -> citations.Imprint:
    """What citations on all pages share; the edition is the one that the build was told, else worked out here."""
    return _imprint(Path(env.srcdir), str(env.config.nolimits_edition), view(env))


@lru_cache(maxsize=8)
def _imprint(root: Path, told: str, view: View) -> citations.Imprint:
    return citations.imprint(root, told or editions.edition(view, {}, root).key, view.cutoff)


def cover(env: BuildEnvironment) -> Cover | None:
    """The cover that the settings describe, if they do."""
    settings = env.config.nolimits_cover
    return Cover.of({"title": env.config.project, **settings}) if settings else None


def cover_text(env: BuildEnvironment) -> str:
    """What the cover shows, in words; empty where there is none."""
    if found := cover(env):
        return remember("shown", [found.alt, view(env).basis], partial(found.shows, view(env)))
    return ""


def setting(env: BuildEnvironment, docname: str) -> Setting:
    """What the parts of a page may use."""

    def address(page: str) -> str:
        found: str = env.app.builder.get_relative_uri(docname, page)
        return found

    return Setting(view(env), imprint_of(env), address, cover(env))


def add_to_head(told: dict[str, Any], tags: Markup) -> None:
    """Put tags behind those that a page's head has already; `told` is what the page's template is given."""
    # as text, to which others put theirs
    told["metatags"] = f"{told.get('metatags', '')}{tags}"

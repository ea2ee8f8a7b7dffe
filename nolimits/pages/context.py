"""What a page knows: the book's view, and the parameters of the page's notebook."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sphinx.environment import BuildEnvironment

from nolimits import editions, manuscript
from nolimits.citing import citations
from nolimits.data import View


def view(env: BuildEnvironment) -> View:
    """The view at the book's cutoff, one for each build."""
    return _view(str(env.config.nolimits_cutoff), int(env.config.nolimits_start))


@lru_cache(maxsize=8)
def _view(cutoff: str, start: int) -> View:
    return View(cutoff, start)


def names(env: BuildEnvironment) -> dict[str, manuscript.Value]:
    """The parameters that the expressions of the page being read may use."""
    return manuscript.parameters(Path(env.doc2path(env.docname)))


def imprint(env: BuildEnvironment) -> citations.Imprint:
    """What citations on all pages share; the edition is the one that the build was told, else worked out here."""
    told, seen = str(env.config.nolimits_edition), view(env)
    return _imprint(Path(env.srcdir), told, seen)


@lru_cache(maxsize=8)
def _imprint(root: Path, told: str, view: View) -> citations.Imprint:
    return citations.imprint(root, told or editions.edition(view, {}, root).key, view.cutoff)

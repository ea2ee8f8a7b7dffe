"""Excerpts: a block or a chart of another page, shown as it stands there, so that no sentence is written twice."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from nolimits.pages.facts import fact, give_places

logger = logging.getLogger(__name__)
HOLDERS = "nolimits_excerpts"  # where the environment keeps the pages that show excerpts


class excerpt(nodes.Element):  # noqa: N801  docutils names nodes so
    """Where an excerpt goes: `page` has the block, `named` is the class of the first block meant, or the id of one."""


class Excerpt(SphinxDirective):
    """The first block of a class of another page, such as `{excerpt} notebooks/trade inbrief`, or a chart by its id."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        """A node that is filled when all pages have been read."""
        page, named = self.arguments
        _holders(self.env).add(self.env.docname)
        made = excerpt(page=page, named=named)
        self.set_source_info(made)
        return [made]


class FillExcerpts(SphinxPostTransform):
    """Put the blocks in their places before references are resolved, so that these lead on from here."""

    default_priority = 5

    def run(self, **_options: object) -> None:
        """Each place filled; a located warning for a page or a block that is not there."""
        places = list(self.document.findall(excerpt))
        for place in places:
            place.replace_self(self._block(place))
        if places:
            _settle(self.document)

    def _block(self, place: excerpt) -> list[nodes.Element]:
        page, named = place["page"], place["named"]
        found = None
        if page in self.env.found_docs and page != self.env.docname:
            blocks = self.env.get_doctree(page).findall(nodes.Element)
            found = next((block for block in blocks if named in _names(block)), None)
        if found is None:
            logger.warning("no block %r is on a page %r: name one that is", named, page, location=place)
            return []
        for reference in found.findall(pending_xref):
            reference["refdoc"] = self.env.docname
        return [found]


def _names(block: nodes.Element) -> tuple[str, ...]:
    return (*block.get("classes", ()), *block.get("ids", ()))


def _settle(document: nodes.document) -> None:
    """Of what several blocks bring along one stays: the place of a number, the explanation of a term."""
    explained: set[str] = set()
    for node in list(document.findall(fact)):
        node.attributes.pop("place", None)
        if "term" in node["classes"]:
            if node["anchor"] in explained:
                node.parent.replace(node, nodes.Text(node.astext()))
            explained.add(node["anchor"])
    give_places(None, document)


def _holders(env: BuildEnvironment) -> set[str]:
    held: set[str] = vars(env).setdefault(HOLDERS, set())
    return held


def forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """A page that is read anew, or that is gone, shows no excerpt until it says so."""
    _holders(env).discard(page)


def pages_with_excerpts(_app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Pages with excerpts are written whenever any page is: they say what others say."""
    return sorted(_holders(env) & env.found_docs)


def setup(app: Sphinx) -> None:
    """Register the directive and what fills it."""
    app.add_node(excerpt)
    app.add_directive("excerpt", Excerpt)
    app.add_post_transform(FillExcerpts)
    app.connect("env-purge-doc", forget)
    app.connect("env-get-updated", pages_with_excerpts)

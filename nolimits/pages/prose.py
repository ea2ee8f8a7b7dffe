"""Roles of derived prose, the `when` directive, and the line that says for which day a page was built."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.writers.html5 import HTML5Translator

from nolimits.citing import citations
from nolimits.data import DataError, day_name
from nolimits.language import ExpressionError, Truth, evaluate
from nolimits.language.places import target
from nolimits.pages import context
from nolimits.prose import PLACELESS, ROLES, Fragment, anchor, fragment

logger = logging.getLogger(__name__)


class fact(nodes.Inline, nodes.TextElement):  # noqa: N801  docutils names nodes so
    """A derived piece of text: `tip` says where it comes from, `doc` and `anchor` where its rows are.

    `asked` is the permanent place of the question; the first that asks it on a page carries it as its `place`.
    """


class DerivedRole(SphinxRole):
    """A role of nolimits.prose, rendered as of the book's cutoff."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The words with a link to their rows; a located warning where the role cannot be answered."""
        view = context.view(self.env)
        names = context.names(self.env)
        try:
            part = fragment(view, self.name, self.text, names)
        except (ExpressionError, DataError) as error:
            logger.warning("%s in {%s}`%s`", error, self.name, self.text, location=self.get_location())
            return [nodes.problematic(self.rawtext, self.rawtext)], []
        if part.template:
            return self.inliner.parse(part.text, self.lineno, self.inliner, self.inliner.parent)
        asked = "" if self.name in PLACELESS else anchor(self.name, self.text)
        if not (asked or part.tip or part.rows or part.about):
            return [nodes.Text(part.text)], []
        node = fact(part.text, part.text, tip=part.tip, classes=_classes(part), asked=asked)
        if place := target(part.about, part.rows, view):
            node["doc"], node["anchor"] = place
        return [node], []


def _classes(part: Fragment) -> list[str]:
    if part.badge:
        return ["badge", part.badge]
    if not (part.tip or part.rows or part.about):
        return []
    return ["fact"] if part.known else ["fact", "unknown"]


class When(SphinxDirective):
    """A passage that stands only where a condition is certainly true."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """The passage, or nothing."""
        names = context.names(self.env)
        try:
            answer = evaluate(self.arguments[0], context.view(self.env), names)
        except (ExpressionError, DataError) as error:
            logger.warning("%s in {when} %s", error, self.arguments[0], location=self.get_location())
            return []
        if not isinstance(answer, Truth):
            logger.warning("when wants a condition, not %s", self.arguments[0], location=self.get_location())
            return []
        return self.parse_content_to_nodes() if answer.value else []


def visit_fact(translator: HTML5Translator, node: fact) -> None:
    """A link to the rows, with the origin as tooltip; a span where there is nothing to link to."""
    attributes = {"class": " ".join(node["classes"])} if node["classes"] else {}
    if node["tip"]:
        attributes["data-tip"] = node["tip"]
    if "doc" in node:
        builder = translator.builder
        page = builder.get_relative_uri(builder.current_docname, node["doc"])
        attributes["href"] = f"{page}#{node['anchor']}"
    elif node["tip"]:
        attributes["tabindex"] = "0"
    if "href" in attributes and node.get("asked"):
        attributes |= {"data-cite": _cited(translator, node), "data-place": node["asked"]}
    tag = "a" if "href" in attributes else "span"
    node["tag"] = tag
    # docutils would add the node's own classes a second time, and takes an id from its list only
    own = {"classes": [], "ids": [node["place"]] if node.get("place") else []}
    translator.body.append(translator.starttag(own, tag, "", **attributes))


def _cited(translator: HTML5Translator, node: fact) -> str:
    """The number as a line of a bibliography, for the card that a click opens."""
    env, page = translator.builder.env, translator.builder.current_docname
    title = env.titles[page].astext()
    item = citations.number(
        context.imprint(env), page, title, node["asked"], node.astext(), node["tip"], node["anchor"]
    )
    return citations.text(item, "apa")


def depart_fact(translator: HTML5Translator, node: fact) -> None:
    """Close the link or the span."""
    translator.body.append(f"</{node['tag']}>")


def say_which_day(app: Sphinx, doctree: nodes.document) -> None:
    """The first line below the title says up to which day the page knows, the newest day as well as any other."""
    view = context.view(app.env)
    if not (title := next(iter(doctree.findall(nodes.title)), None)):
        return
    line = nodes.paragraph(classes=["asof"])
    line += nodes.Text(f"As of {day_name(view.cutoff)}: this page uses only what was known by that day.")
    title.parent.insert(title.parent.index(title) + 1, line)


def give_places(app: Sphinx, doctree: nodes.document) -> None:
    """Each question that a page asks has its place where it is asked first, titles aside, which are shown elsewhere."""
    seen = {""}
    for node in doctree.findall(fact):
        asked = node.get("asked", "")
        if asked not in seen and not isinstance(node.parent, nodes.title):
            seen.add(asked)
            node["place"] = asked


def setup(app: Sphinx) -> None:
    """Register roles, the directive and the node."""
    app.add_node(fact, html=(visit_fact, depart_fact), text=(lambda *_: None, lambda *_: None))
    for name in ROLES:
        app.add_role(name, DerivedRole())
    app.add_directive("when", When)
    app.connect("doctree-read", give_places)
    app.connect("doctree-read", say_which_day)

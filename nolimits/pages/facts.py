"""Facts on the page: a traced piece of text with its card, and the line that says for which day a page was built."""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole
from sphinx.writers.html5 import HTML5Translator

from nolimits.citing import citations
from nolimits.pagemodel.parts.provenance import as_of, bounds_of
from nolimits.pages import context
from nolimits.prose.printing import FACT


class fact(nodes.Inline, nodes.TextElement):  # noqa: N801  docutils names nodes so
    """A derived piece of text: `tip` says where it comes from, `doc` and `anchor` where its rows are.

    `asked` is the permanent place of the question; the first that asks it on a page carries it as its `place`.
    """


class FactRole(SphinxRole):
    """What a printed page holds of a number: its words and its traces, as JSON."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The words with a link to their rows."""
        told = json.loads(self.text)
        classes = ["badge", told["badge"]] if told.get("badge") else ["fact", *(["term"] if told.get("term") else [])]
        node = fact(told["text"], told["text"], tip=told.get("tip", ""), classes=classes, asked=told.get("place", ""))
        if told.get("to"):
            node["doc"], node["anchor"] = told["to"]
        return [node], []


def visit_fact(translator: HTML5Translator, node: fact) -> None:
    """A link to the rows, with the origin as tooltip; a span where there is nothing to link to."""
    attributes: dict[str, Any] = {"class": " ".join(node["classes"])} if node["classes"] else {}
    if node["tip"]:
        attributes["data-tip"] = node["tip"]
    if "term" in node["classes"]:
        # what the eye is shown above the word
        attributes["aria-description"] = node["tip"]
    if "doc" in node:
        builder = translator.builder
        page = builder.get_relative_uri(builder.current_docname, node["doc"])
        attributes["href"] = f"{page}#{node['anchor']}"
    elif node["tip"]:
        attributes["tabindex"] = "0"
    if "href" in attributes and node.get("asked"):
        attributes |= {"data-cite": _citation(translator, node), "data-place": node["asked"]}
    tag = "a" if "href" in attributes else "span"
    node["tag"] = tag
    # docutils would add the node's own classes a second time, and takes an id from its list only
    own: Any = {"classes": [], "ids": [node["place"]] if node.get("place") else []}
    translator.body.append(translator.starttag(own, tag, "", **attributes))


def _citation(translator: HTML5Translator, node: fact) -> str:
    """The number as a line of a bibliography, for the card that a click opens."""
    env, page = translator.builder.env, translator.builder.current_docname
    title = env.titles[page].astext()
    item = citations.number_item(
        context.imprint_of(env), page, title, node["asked"], node.astext(), node["tip"], node["anchor"]
    )
    return citations.bibliography_line(item, "apa")


def depart_fact(translator: HTML5Translator, node: fact) -> None:
    """Close the link or the span."""
    translator.body.append(f"</{node['tag']}>")


def say_which_day(app: Sphinx, doctree: nodes.document) -> None:
    """The first line below the title says up to which day the page knows, the newest day as well as any other.

    Beside it stand the latest period and the later act that the page tells, and what it was run with that it does not
    declare.
    """
    last = act = chosen = ""
    for node in list(doctree.findall(nodes.raw)):
        if bounds := bounds_of(node.astext()):
            last, act, chosen = last or bounds["last"], act or bounds["act"], chosen or bounds["chosen"]
            node.parent.remove(node)
    if not (title := next(iter(doctree.findall(nodes.title)), None)):
        return
    line = nodes.paragraph(classes=["asof"])
    line += nodes.Text(" ".join(filter(None, (as_of(context.view(app.env), last, act), chosen))))
    title.parent.insert(title.parent.index(title) + 1, line)


def give_places(_app: Sphinx | None, doctree: nodes.document) -> None:
    """Each question that a page asks has its place where it is asked first, titles aside, which are shown elsewhere."""
    seen = {""}
    for node in doctree.findall(fact):
        asked = node.get("asked", "")
        if asked not in seen and not isinstance(node.parent, nodes.title):
            seen.add(asked)
            node["place"] = asked


def setup(app: Sphinx) -> None:
    """Register the role and the node."""
    app.add_node(fact, html=(visit_fact, depart_fact), text=context.BARE)
    app.add_role(FACT, FactRole())
    app.connect("doctree-read", give_places)
    app.connect("doctree-read", say_which_day)

"""Formulas as MathML, which browsers and the press set by themselves: no script, and nothing of another host."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from nolimits.hypertext import html

RENDERER = "mathml"
# environments, by those that stand for them; a formula is numbered beside it, so that its lines have no numbers
LINES = {
    "aligned": "align*",
    "align": "align*",
    "eqnarray": "align*",
    "eqnarray*": "align*",
    "gathered": "split",
    "gather": "split",
}
LINES |= {"gather*": "split", "multline": "split", "multline*": "split"}
ALONE = re.compile(r"\\(?:begin|end)\{equation\*?\}")
NAMED = re.compile(r"\\(begin|end)\{([a-z]+\*?)\}")
UNREAD = re.compile(r"<m[ion]>(\\[a-zA-Z]+|&)</m[ion]>")
LOG = logging.getLogger(__name__)


def mathml(tex: str, *, display: bool) -> str:
    """A formula of TeX as MathML. Raises ValueError for one that holds what cannot be set."""
    from latex2mathml.converter import convert

    known = NAMED.sub(lambda found: f"\\{found[1]}{{{LINES.get(found[2], found[2])}}}", ALONE.sub("", tex))
    try:
        made: str = convert(known.strip(), display="block" if display else "inline")
    except Exception as error:
        # whatever the library raises, the writer wants to know the formula
        raise ValueError(
            f"the formula {tex!r} cannot be read ({type(error).__name__}): write it in plain TeX"
        ) from None
    if unread := UNREAD.search(made):
        raise ValueError(f"the formula {tex!r} cannot be set: {unread[1]} is not known in it: write it otherwise")
    return made.replace("<math ", html('<math alttext="{}" ', " ".join(tex.split())), 1)


def _set(translator: HTML5Translator, node: nodes.math | nodes.math_block, *, display: bool) -> None:
    try:
        translator.body.append(mathml(node.astext(), display=display))
    except ValueError as error:
        LOG.warning(str(error), location=node)


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """A formula within a line."""
    translator.body.append(translator.starttag(node, "span", "", CLASS="math"))
    _set(translator, node, display=False)
    translator.body.append("</span>")
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """A formula on lines of its own, with its number where it has one."""
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    if node["number"]:
        translator.body.append(html('<span class="eqno">({})', get_node_equation_number(translator, node)))
        translator.add_permalink_ref(node, _("Link to this equation"))
        translator.body.append("</span>")
    _set(translator, node, display=True)
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the way in which formulas are set, unless the settings choose another."""
    app.add_html_math_renderer(RENDERER, (visit_math, None), (visit_math_block, None))
    if "html_math_renderer" not in app.config.overrides:
        app.config.html_math_renderer = RENDERER

"""Exhibits as figures: real text around the picture, one picture for each width and each theme."""

from __future__ import annotations

import json
import posixpath
import re
from urllib.parse import quote

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from nolimits import charts, prose
from nolimits.pages import context

SIZE = re.compile(r'<svg[^>]*? viewBox="0 0 ([\d.]+) ([\d.]+)"')


class picture(nodes.image):  # noqa: N801  docutils names nodes so
    """One rendering of a chart."""


class ExhibitRenderer:
    """Renders the output of a chart: headline, subtitle, pictures, numbered caption, sources."""

    mime_priority_overrides = (("*", charts.MIME, 1),)

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The figure for an exhibit; None for any other output."""
        if inline or data.mime_type != charts.MIME:
            return None
        record = data.content if isinstance(data.content, dict) else json.loads(data.string)
        return [_figure(renderer, record, data.line or 0)]


def _figure(renderer: NbElementRenderer, record: dict, line: int) -> nodes.figure:
    env = renderer.renderer.sphinx_env
    names = context.names(env)
    alt = prose.plain(context.view(env), record["alt"], names)
    figure = nodes.figure(classes=["exhibit"], ids=[record["id"]], names=[record["id"]])
    for field in ("headline", "subtitle"):
        if record[field]:
            figure += _templated(renderer, nodes.paragraph(classes=[f"exhibit-{field}"]), record[field], line)
    for width, svg in record["svg"].items():
        for theme, drawn in (("light", svg), ("dark", charts.dark(svg))):
            name = f"{record['id']}-{width}-{theme}.svg"
            path = renderer.write_file([name], drawn.encode(), overwrite=True)
            size = SIZE.search(drawn)
            figure += picture(uri=path, alt=alt, classes=[width, theme], width=size[1], height=size[2])
    figure += _templated(renderer, nodes.caption(), record["caption"], line)
    figure += nodes.paragraph(record["source_line"], record["source_line"], classes=["exhibit-source"])
    renderer.renderer.document.note_explicit_target(figure, figure)
    return figure


def _templated(renderer: NbElementRenderer, node: nodes.TextElement, template: str, line: int) -> nodes.TextElement:
    """A node with a template parsed into it: its roles become facts with links, as in any other text."""
    markdown = renderer.renderer
    with markdown.current_node_context(node):
        markdown.nested_render_text(template, line, inline=True)
    return node


def visit_picture(translator: HTML5Translator, node: picture) -> None:
    """An image that is loaded only where it is shown; its size is known before it is there."""
    builder = translator.builder
    source = posixpath.join(builder.imgpath, quote(builder.images.get(node["uri"], node["uri"])))
    tag = translator.emptytag(
        {"classes": [], "ids": []}, "img", "", **{"class": " ".join(node["classes"])}, src=source, alt=node["alt"],
        width=f"{float(node['width']):.0f}", height=f"{float(node['height']):.0f}", loading="lazy", decoding="async",
    )  # fmt: skip
    translator.body.append(tag)
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node; the renderer itself is found by its entry point."""
    app.add_node(picture, html=(visit_picture, None))

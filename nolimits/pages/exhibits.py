"""Exhibits as figures: real text around the picture, one picture for each width and each theme."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from nolimits import charts
from nolimits.citing import exhibits
from nolimits.citing.meta import CHARTS
from nolimits.pages import context
from nolimits.pages.shelf import Shown, shelf

PARTS = {"cite": "cite", "download": "download", "data": "data"}
PICTURES = ("svg", "frame", "png", "pdf")  # of a record: they lie in files
SIZE = re.compile(r'<svg[^>]*? viewBox="0 0 ([\d.]+) ([\d.]+)"')


class picture(nodes.image):  # noqa: N801  docutils names nodes so
    """One rendering of a chart."""


class takeaway(nodes.Element):  # noqa: N801  docutils names nodes so
    """The line of what can be taken away of a chart."""


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


def _figure(renderer: NbElementRenderer, record: dict[str, Any], line: int) -> nodes.figure:
    env = renderer.renderer.sphinx_env
    spoken, printed = record["spoken"], record["printed"]
    figure = nodes.figure(classes=["exhibit"], ids=[record["id"]], names=[record["id"]])
    for field in ("headline", "subtitle"):
        if printed[field]:
            figure += _parsed(renderer, nodes.paragraph(classes=[f"exhibit-{field}"]), printed[field], line)
    pictures = []
    for width, svg in record["svg"].items():
        for theme, drawn in (("light", svg), ("dark", charts.dark(svg))):
            name = f"{record['id']}-{width}-{theme}.svg"
            path = renderer.write_file([name], drawn.encode(), overwrite=True)
            wide, tall = (f"{float(number):.0f}" for number in _size(drawn))
            figure += picture(uri=path, alt=spoken["alt"], classes=[width, theme], width=wide, height=tall)
            pictures.append((width, theme, name, wide, tall))
    figure += _parsed(renderer, nodes.caption(), printed["caption"], line)
    figure += nodes.paragraph(spoken["source_line"], spoken["source_line"], classes=["exhibit-source"])
    files = exhibits.files(record, context.view(env), context.imprint_of(env))
    sizes = {name: len(content) for name, content in files.items()}
    told = {name: content for name, content in record.items() if name not in PICTURES}
    shelf(env)[record["id"]] = Shown(env.docname, told, sizes, tuple(pictures))
    if not env.config.nolimits_printed:
        _put(files, Path(env.app.outdir) / CHARTS / record["id"])
    figure += takeaway(id=record["id"], fingerprint=record["fingerprint"])
    renderer.renderer.document.note_explicit_target(figure, figure)
    return figure


def _size(drawn: str) -> tuple[str, str]:
    found = SIZE.search(drawn)
    if found is None:
        raise ValueError("a picture without a size")
    return found[1], found[2]


def _put(made: dict[str, bytes], folder: Path) -> None:
    """A chart's files beside the pages; whoever prints pages puts them there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_bytes(content)


def visit_takeaway(translator: HTML5Translator, node: takeaway) -> None:
    """Links to the parts of the chart's own page, and the first places of the fingerprint."""
    up = "../" * translator.builder.current_docname.count("/")
    page = f"{up}{CHARTS}/{node['id']}.html"
    links = [f'<a href="{page}#{anchor}">{word}</a>' for word, anchor in PARTS.items()]
    links.append(f'<a href="{page}">permalink</a>')
    mark = f'<code title="fingerprint of rows, parameters and plot">{node["fingerprint"][:12]}</code>'
    translator.body.append(f'<p class="exhibit-files">{" · ".join([*links, mark])}</p>')
    raise nodes.SkipNode


def _parsed(renderer: NbElementRenderer, node: nodes.TextElement, text: str, line: int) -> nodes.TextElement:
    """A node with printed text parsed into it, facts with their links included."""
    markdown = renderer.renderer
    with markdown.current_node_context(node):
        markdown.nested_render_text(text, line, inline=True)
    return node


def visit_picture(translator: HTML5Translator, node: picture) -> None:
    """An image that is loaded only where it is shown; its size is known before it is there."""
    builder = translator.builder
    source = posixpath.join(builder.imgpath, quote(builder.images.get(node["uri"], node["uri"])))
    bare: Any = {"classes": [], "ids": []}
    tag = translator.emptytag(
        bare,
        "img",
        "",
        **{"class": " ".join(node["classes"])},
        src=source,
        alt=node["alt"],
        width=node["width"],
        height=node["height"],
        loading="lazy",
        decoding="async",
    )
    translator.body.append(tag)
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node; the renderer itself is found by its entry point."""
    app.add_node(picture, html=(visit_picture, None))
    app.add_node(takeaway, html=(visit_takeaway, None), text=(lambda *_: None, lambda *_: None))

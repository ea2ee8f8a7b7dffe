"""Exhibits as figures: real text around the picture, one picture for each width and each theme."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from nolimits.charts import MIME, dark
from nolimits.charts.asked import MarkCard
from nolimits.citing import exhibits
from nolimits.citing.meta import CHARTS
from nolimits.hypertext import NOTHING, Markup, html, join, link
from nolimits.manuscript.exhibit import FILES
from nolimits.pages import context
from nolimits.pages.shelf import Shown, shelf

PARTS = {"cite": "cite", "download": "download", "data": "data"}
PICTURES = ("svg", *FILES)  # of a record: they lie in files
NARROW = "narrow"
WIDTHS = ("wide", NARROW)
SIZE = re.compile(r'<svg[^>]*? viewBox="0 0 ([\d.]+) ([\d.]+)"')


class picture(nodes.image):  # noqa: N801  docutils names nodes so
    """One rendering of a chart."""


class asked(nodes.Element):  # noqa: N801  docutils names nodes so
    """Where the marks of a chart stand, and what each answers: `marks` by width, `cards` by record."""


class takeaway(nodes.Element):  # noqa: N801  docutils names nodes so
    """The line of what can be taken away of a chart."""


class ExhibitRenderer:
    """Renders the output of a chart: headline, subtitle, pictures, numbered caption, sources."""

    mime_priority_overrides = (("*", MIME, 1),)

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The figure for an exhibit; None for any other output."""
        if inline or data.mime_type != MIME:
            return None
        record = data.content if isinstance(data.content, dict) else json.loads(data.string)
        return [_figure(renderer, record, data.line or 0)]


def _figure(renderer: NbElementRenderer, record: dict[str, Any], line: int) -> nodes.figure:
    env = renderer.renderer.sphinx_env
    spoken, printed = record["spoken"], record["printed"]
    figure = nodes.figure(classes=["exhibit"], ids=[record["id"]], names=[record["id"]])
    for field in ("headline", "subtitle"):
        if printed[field]:
            figure += _parse_into(renderer, nodes.paragraph(classes=[f"exhibit-{field}"]), printed[field], line)
    pictures, plot = [], nodes.container(classes=["plot"])
    for width, svg in record["svg"].items():
        for theme, drawn in (("light", svg), ("dark", dark(svg))):
            name = f"{record['id']}-{width}-{theme}.svg"
            path = renderer.write_file([name], drawn.encode(), overwrite=True)
            wide, tall = (f"{float(number):.0f}" for number in _size(drawn))
            plot += picture(uri=path, alt=spoken["alt"], classes=[width, theme], width=wide, height=tall)
            pictures.append((width, theme, name, wide, tall))
    plot += asked(marks=record["marks"], cards=record["cards"])
    figure += plot
    figure += _parse_into(renderer, nodes.caption(), printed["caption"], line)
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
    links = [link(word, page, anchor) for word, anchor in PARTS.items()]
    mark = html('<code title="fingerprint of rows, parameters and plot">{}</code>', node["fingerprint"][:12])
    parts = join([*links, link("permalink", page), mark], " · ")
    translator.body.append(html('<p class="exhibit-files">{}</p>', parts))
    raise nodes.SkipNode


def _parse_into(renderer: NbElementRenderer, node: nodes.TextElement, text: str, line: int) -> nodes.TextElement:
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


def answers(
    marks: Mapping[str, Sequence[Sequence[int]]], cards: Sequence[MarkCard], address: Callable[[str], str]
) -> Markup:
    """The marks of a chart as a hidden list that a script lays over the pictures; nothing where there are none.

    Each says where it stands, in pixels of the wide and of the narrow picture, where its rows are, and what it answers:
    a line of value and period, a line of source and day. `address` leads to a page; that of most rows is named once.
    """
    places = [{n: " ".join(at) for n, at in _by_record(marks.get(width, ())).items()} for width in WIDTHS]
    shown = [n for n in range(len(cards)) if any(n in own for own in places)]
    if not shown:
        return NOTHING
    usual = Counter(cards[n][2] for n in shown).most_common(1)[0][0]
    lines = []
    for n in shown:
        said, origin, page, anchor = cards[n]
        to = f"{'' if page == usual else address(page)}#{anchor}" if page else ""
        at = ";".join(own.get(n, "") for own in places)
        lines.append(html('<li data-at="{}" data-to="{}">{}\n{}</li>', at, to, said, origin))
    home = address(usual) if usual else ""
    return html(
        '<div class="asked" hidden role="slider" aria-valuemin="1" aria-valuenow="1"'
        ' aria-label="Marks of the chart: arrows walk them, Enter tells more">'
        '<ol hidden data-page="{}">{}</ol></div>',
        *(home, join(lines)),
    )


def _by_record(places: Sequence[Sequence[int]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for n, *place in places:
        found.setdefault(n, []).append(",".join(map(str, place)))
    return found


def visit_asked(translator: HTML5Translator, node: asked) -> None:
    """The list, with links from the page that shows it."""
    builder = translator.builder
    address = partial(builder.get_relative_uri, builder.current_docname)
    translator.body.append(answers(node["marks"], node["cards"], address))
    raise nodes.SkipNode


class CodeBelow(SphinxPostTransform):
    """Put what unfolds a chart's code behind the chart: nothing stands between a question and its answer."""

    default_priority = 200  # right after MyST-NB has folded the code
    formats = ("html",)

    def run(self, **_told: Any) -> None:
        """Move it in each cell that draws a chart; cells of another output stay as MyST-NB lays them out."""
        for cell in [one for one in self.document.findall(nodes.container) if _draws_chart(one)]:
            for folded in [one for one in cell.children if isinstance(one, HideCodeCellNode)]:
                cell.remove(folded)
                cell.append(folded)


def _draws_chart(node: nodes.container) -> bool:
    """Whether a container is a cell of code that shows a chart."""
    figures = node.findall(nodes.figure) if node.get("nb_element") == "cell_code" else ()
    return any("exhibit" in figure["classes"] for figure in figures)


def setup(app: Sphinx) -> None:
    """Register the nodes and the transform; the renderer itself is found by its entry point."""
    app.add_post_transform(CodeBelow)
    app.add_node(picture, html=(visit_picture, None))
    app.add_node(asked, html=(visit_asked, None), text=context.BARE)
    app.add_node(takeaway, html=(visit_takeaway, None), text=context.BARE)

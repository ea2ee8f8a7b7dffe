"""A page for each chart, with all that it takes to cite and to check it, and a catalogue of all charts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from nolimits import manuscript
from nolimits.citing import citations, exhibits
from nolimits.claims import ledger
from nolimits.data import View, day_name
from nolimits.pages import context
from nolimits.pages.ledger import badge
from nolimits.pages.reference import table

FOLDER = "charts"
STYLES = {"apa": "APA", "chicago": "Chicago"}


@dataclass(frozen=True)
class Shown:
    """A chart as a page shows it: the page, what the notebook keeps of it, its words, its files, its pictures."""

    page: str
    bundle: Mapping
    spoken: Mapping[str, str]
    files: Mapping[str, bytes]
    pictures: tuple[tuple[str, str, str, str, str], ...]  # width, theme, name of the file, width and height in pixels


def shelf(env: BuildEnvironment) -> dict[str, Shown]:
    """The charts that the pages read so far show, in the order of reading."""
    if not hasattr(env, "nolimits_charts"):
        env.nolimits_charts = {}
    return env.nolimits_charts


def pages(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    """A page for each chart; Sphinx asks for them once all others are written."""
    for name, shown in shelf(app.env).items():
        yield f"{FOLDER}/{name}", {"title": shown.spoken["headline"], "body": body(app.env, shown)}, "page.html"


def body(env: BuildEnvironment, shown: Shown) -> str:
    """All of a chart's page: picture, words, citation, files, data, sources, statements, identity; HTML."""
    view, record = context.view(env), shown.bundle
    name, spoken = record["id"], shown.spoken
    told = {field: escape(spoken[field]) for field in spoken}
    day = f"As of {day_name(view.cutoff)}: this page uses only what was known by that day."
    section = f'<a href="../{shown.page}.html#{name}">its section</a>'
    source = f'<span class="exhibit-source">{escape(record["source_line"])}</span>'
    return "".join(
        [
            f'<h1>{told["headline"]}</h1><p class="asof">{day}</p>',
            f'<figure class="exhibit landing" id="{name}"><p class="exhibit-subtitle">{told["subtitle"]}</p>',
            "".join(images(shown, "../")),
            f"<figcaption>{told['caption']}{source}</figcaption></figure>",
            f"<p>What the chart is part of, and what it cannot show, is told in {section}.</p>",
            _section("cite", "Cite", _cited(env, shown)),
            _section("download", "Download", _files(shown)),
            _section("data", "The data as drawn", _data(record, view)),
            _section("sources", "Sources", _sources(record, view)),
            _section("claims", "Statements that rest on these rows", _statements(record, view)),
            _section("identity", "How it is made, and which one it is", _identity(env, shown)),
        ]
    )


def _section(anchor: str, title: str, content: str) -> str:
    return f'<section id="{anchor}"><h2>{title}</h2>{content}</section>'


def images(shown: Shown, up: str) -> Iterator[str]:
    """The pictures of a chart, of which width and theme choose one; HTML."""
    alt = escape(shown.spoken["alt"], quote=True)
    for width, theme, file, wide, tall in shown.pictures:
        yield (
            f'<img class="{width} {theme}" src="{up}_images/{file}" alt="{alt}" width="{wide}" height="{tall}"'
            ' loading="lazy" decoding="async"/>'
        )


def _cited(env: BuildEnvironment, shown: Shown) -> str:
    item = citations.chart(context.imprint(env), shown.bundle, shown.spoken["headline"], context.view(env))
    lines = [
        f'<div class="citation"><strong>{title}</strong> <span class="citation-text">'
        f"{escape(citations.text(item, style))}</span></div>"
        for style, title in STYLES.items()
    ]
    place = f"{shown.bundle['id']}/{shown.bundle['id']}"
    forms = [f'<a href="{place}.{end}" download>{exhibits.KINDS[end]}</a>' for end in ("bib", "ris", "csl.json")]
    return f"{''.join(lines)}<p>For reference managers: {' · '.join(forms)}.</p>"


def _files(shown: Shown) -> str:
    name = shown.bundle["id"]
    lines = [
        (
            "",
            [
                f'<a href="{name}/{file}" download>{escape(file)}</a>',
                exhibits.KINDS[file.removeprefix(f"{name}.")],
                f"{max(1, round(len(content) / 1024))} KiB",
            ],
        )
        for file, content in shown.files.items()
    ]
    return table(("File", "What it is", "Size"), lines, "Files of the chart")


def _data(record: Mapping, view: View) -> str:
    rows = record["records"]
    columns = exhibits.columns(rows)
    if not rows:
        return f"<p>Nothing was known by {day_name(view.cutoff)}; the chart is empty.</p>"
    body = [("", [_cell(row.get(column)) for column in columns]) for row in rows]
    return table([column.replace("_", " ") for column in columns], body, "The data as drawn")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list | dict):
        return escape(", ".join(map(str, value)) if isinstance(value, list) else json.dumps(value, ensure_ascii=False))
    return escape("" if value is None else str(value))


def _sources(record: Mapping, view: View) -> str:
    items = []
    for key in record["sources"]:
        row = view.source(key)
        items.append(
            f'<li>{escape(row["publisher"])}: <a href="{escape(row["url"], quote=True)}" rel="noreferrer">'
            f'{escape(row["title"])}</a> (<a href="../chapters/sources.html#{escape(key, quote=True)}">in the'
            " bibliography</a>)</li>"
        )
    return f"<ul>{''.join(items)}</ul>" if items else "<p>None.</p>"


@lru_cache(maxsize=2)
def _resting(view: View) -> tuple[tuple[str, str, str, frozenset[str]], ...]:
    """Key, word, statement and places of the rows of each statement that a test weighs."""
    found = [verdict for verdict in ledger.verdicts(view) if verdict.rows]
    return tuple(
        (
            v.claim.key,
            v.word,
            v.claim.row["statement"],
            frozenset(ledger.row_record(row, view)["anchor"] for row in v.rows),
        )
        for v in found
    )


def statements(record: Mapping, view: View) -> list[tuple[str, str, str]]:
    """Key, verdict and text of the statements whose tests rest on rows that a chart draws."""
    drawn = set(record["rows"])
    return [(key, word, said) for key, word, said, rows in _resting(view) if rows & drawn]


def _statements(record: Mapping, view: View) -> str:
    found = statements(record, view)
    if not found:
        return "<p>No statement of the two papers is weighed by a row that is drawn here.</p>"
    lines = [
        ("", [f'<a href="../chapters/ledger.html#{key}"><code>{key}</code></a>', badge(word), escape(said)])
        for key, word, said in found
    ]
    return table(("Claim", "Verdict", "Statement"), lines, "Statements that rest on these rows")


def _identity(env: BuildEnvironment, shown: Shown) -> str:
    record, imprint = shown.bundle, context.imprint(env)
    options = "; ".join(f"<code>{key} = {_cell(value)}</code>" for key, value in sorted(record["parameters"].items()))
    facts = {
        "Kind of chart": escape(record["kind"]),
        "Unit": escape(record["unit"]) or "none",
        "As known by": day_name(record["cutoff"]),
        "Edition": f"<code>{escape(imprint.edition)}</code>",
        "Fingerprint": f"<code>{record['fingerprint']}</code>",
        "Drawn with": options,
        "Code": f'<a href="../{shown.page}.html#{record["id"]}">above the chart in its section, unfolded</a>',
        "Licence": escape(exhibits.LICENCE),
    }
    lines = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts.items())
    return (
        f'<dl class="indicator">{lines}</dl><p>The fingerprint is a hash of the rows drawn, the options and the drawing'
        ' code. <a href="../chapters/verify.html">Check a file against it.</a></p>'
        f'<div class="fingerprints" data-chart="{record["id"]}"></div>'
    )


# --- the catalogue


class catalogue(nodes.Element):  # noqa: N801  docutils names nodes so
    """Where the catalogue goes: it is filled when all pages have been read."""


class Catalogue(SphinxDirective):
    """Small pictures of all charts."""

    def run(self) -> list[nodes.Node]:
        """A node that is filled later."""
        return [catalogue()]


def visit_catalogue(translator: HTML5Translator, _node: catalogue) -> None:
    """All charts by section, each with its small picture that leads to its page; a script adds a choice of section."""
    env = translator.builder.env
    for notebook in manuscript.notebooks(Path(env.srcdir)):
        page = f"notebooks/{notebook.stem}"
        items = [_small(shown) for shown in shelf(env).values() if shown.page == page]
        head = f"<h2>{escape(env.titles[page].astext())}</h2>"
        body = f'<section class="catalogue" id="{notebook.stem}">{head}<ul>{"".join(items)}</ul></section>'
        translator.body.append(body)
    raise nodes.SkipNode


def _small(shown: Shown) -> str:
    pictures = "".join(image.replace("narrow ", "") for image in images(shown, "../") if 'class="narrow ' in image)
    headline = escape(shown.spoken["headline"])
    return f'<li><a href="../{FOLDER}/{shown.bundle["id"]}.html">{pictures}<span>{headline}</span></a></li>'


class Verify(SphinxDirective):
    """Where a file is dropped to be checked."""

    def run(self) -> list[nodes.Node]:
        """A field for a file, and where the answer goes; HTML."""
        made = (
            '<div class="verify"><label>Drop a file here, or choose one: <input type="file"/></label>'
            '<p role="status" aria-live="polite"></p><noscript>This needs JavaScript; `nolimits verify` does the'
            " same on the command line.</noscript></div>"
        )
        return [nodes.raw("", made, format="html")]


def add_scripts(app: Sphinx, page: str, _template: str, told: dict, _doctree: object) -> None:
    """What only some pages need; `files.js`, the checksums of all charts' files, lies at the root of the tree."""
    wanted = {"chapters/verify": "verify.js", "chapters/charts": "catalogue.js"}.get(page, "")
    if page.startswith(f"{FOLDER}/"):
        wanted = "fingerprints.js"
    if wanted:
        app.add_js_file(wanted, loading_method="defer")
    if wanted in ("verify.js", "fingerprints.js"):
        told["metatags"] = told.get("metatags", "") + '<script src="../files.js" defer></script>\n'


def setup(app: Sphinx) -> None:
    """Register the pages, the directives and what they need."""
    app.add_node(catalogue, html=(visit_catalogue, None), text=(lambda *_: None, lambda *_: None))
    app.add_directive("catalogue", Catalogue)
    app.add_directive("verify", Verify)
    app.connect("html-collect-pages", pages)
    app.connect("html-page-context", add_scripts)

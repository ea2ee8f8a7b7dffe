"""A page for each chart, with all that it takes to cite and to check it, and a catalogue of all charts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from nolimits.citing import citations, exhibits
from nolimits.citing.meta import CHARTS
from nolimits.claims import Claim, claim, ledger
from nolimits.data import View, day_name
from nolimits.data.door import memoise
from nolimits.data.store import remember
from nolimits.editions.sums import FILES, VERSIONS
from nolimits.manuscript.exhibit import LICENCE
from nolimits.pagemodel.evidence import rows_by_key
from nolimits.pagemodel.parts import provenance
from nolimits.pagemodel.parts.tables import badge, table
from nolimits.pages import context, fresh
from nolimits.pages.exhibits import answers
from nolimits.pages.shelf import CATALOGUE, Shown, in_order

STYLES = {"apa": "APA", "chicago": "Chicago"}
VERIFY = "chapters/verify"  # the page that has this directive and its script


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """A page for each chart that is not there yet as it should be; Sphinx asks for them when all others are written."""
    shared = context.view(app.env).basis, vars(context.imprint_of(app.env))
    for name, shown in in_order(app.env).items():
        page = f"{CHARTS}/{name}"
        if fresh.is_there(app, page, "follows", [vars(shown), shared]):
            continue  # what it would say need not be asked
        told = {"title": shown.spoken["headline"], "body": _body(app.env, shown)}
        if not fresh.is_there(app, page, "says", [told, shown.bundle]):
            yield page, told, "page.html"


def _body(env: BuildEnvironment, shown: Shown) -> str:
    """All of a chart's page: picture, words, citation, files, data, sources, statements, identity; HTML."""
    view, record = context.view(env), shown.bundle
    name, spoken = record["id"], shown.spoken
    told = {field: escape(text) for field, text in spoken.items()}
    known = rows_by_key(view)
    drawn = provenance.provenance_counts((known[key] for key in record["evidence"]), view)
    day = escape(provenance.as_of(view, drawn["last"], drawn["act"]))
    section = f'<a href="../{shown.page}.html#{name}">its section</a>'
    source = f'<span class="exhibit-source">{escape(spoken["source_line"])}</span>'
    asked = answers(record["marks"], record["cards"], lambda page: f"../{page}.html")
    return "".join(
        [
            f'<h1>{told["headline"]}</h1><p class="asof">{day}</p>',
            f'<figure class="exhibit landing" id="{name}"><p class="exhibit-subtitle">{told["subtitle"]}</p>',
            f'<div class="plot">{"".join(images(shown, "../"))}{asked}</div>',
            f"<figcaption>{told['caption']}{source}</figcaption></figure>",
            f"<p>What the chart is part of, and what it cannot show, is told in {section}.</p>",
            _section("cite", "Cite", _citation(env, shown)),
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


def _citation(env: BuildEnvironment, shown: Shown) -> str:
    item = citations.chart_item(context.imprint_of(env), shown.bundle, context.view(env))
    lines = [
        f'<div class="citation"><strong>{title}</strong> <span class="citation-text">'
        f"{escape(citations.bibliography_line(item, style))}</span></div>"
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
                f"{max(1, round(size / 1024))} KiB",
            ],
        )
        for file, size in shown.files.items()
    ]
    return table(("File", "What it is", "Size"), lines, "Files of the chart")


def _data(record: Mapping[str, Any], view: View) -> str:
    rows = record["records"]
    columns = exhibits.reader_columns(rows)
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


def _sources(record: Mapping[str, Any], view: View) -> str:
    items, page = [], view.evidence.resource("sources")["shown"]["page"]
    for key in record["sources"]:
        row = view.source(key)
        items.append(
            f'<li>{escape(row["publisher"])}: <a href="{escape(row["url"], quote=True)}" rel="noreferrer">'
            f'{escape(row["title"])}</a> (<a href="../{page}.html#{escape(key, quote=True)}">in the'
            " bibliography</a>)</li>"
        )
    return f"<ul>{''.join(items)}</ul>" if items else "<p>None.</p>"


def _verdict_rows(view: View) -> list[tuple[str, str, list[str]]]:
    """The statements that a test weighs by rows: key, verdict, places of the rows."""
    evidence = view.evidence

    def made() -> list[tuple[str, str, list[str]]]:
        return [
            (one.claim.key, one.word, [row.anchor for row in one.rows]) for one in ledger.verdicts(view) if one.rows
        ]

    told = [view.circumstances, evidence.contents(("claims", "criteria"))]
    return memoise(view.memo, "resting", lambda: remember("resting", told, made, evidence))


def _on_rows_of(record: Mapping[str, Any], view: View) -> list[tuple[Claim, str]]:
    """The statements whose tests rest on rows that a chart draws, with the verdicts on them."""
    drawn = set(record["rows"])
    return [(claim(key, view), word) for key, word, rows in _verdict_rows(view) if not drawn.isdisjoint(rows)]


def _statements(record: Mapping[str, Any], view: View) -> str:
    found = _on_rows_of(record, view)
    if not found:
        return "<p>No statement of the papers is weighed by a row that is drawn here.</p>"
    page = view.about_register("claims").page
    lines = [
        ("", [f'<a href="../{page}.html#{said.key}"><code>{said.key}</code></a>', badge(word), escape(said.text)])
        for said, word in found
    ]
    return table(("Claim", "Verdict", "Statement"), lines, "Statements that rest on these rows")


def _identity(env: BuildEnvironment, shown: Shown) -> str:
    record, imprint = shown.bundle, context.imprint_of(env)
    options = "; ".join(f"<code>{key} = {_cell(value)}</code>" for key, value in sorted(record["parameters"].items()))
    facts = {
        "Kind of chart": escape(record["kind"]),
        "Unit": escape(record["unit"]) or "none",
        "As known by": day_name(record["cutoff"]),
        "Edition": f"<code>{escape(imprint.edition)}</code>",
        "Fingerprint": f"<code>{record['fingerprint']}</code>",
        "Drawn with": options,
        "Code": f'<a href="../{shown.page}.html#{record["id"]}">above the chart in its section, unfolded</a>',
        "Licence": escape(LICENCE),
    }
    lines = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts.items())
    there = VERIFY in context.contents_of(env).parts
    check = f' <a href="../{VERIFY}.html">Check a file against it.</a>' if there else ""
    return (
        f'<dl class="indicator">{lines}</dl><p>The fingerprint is a hash of the records drawn, the options and the'
        f" finished plot.{check}</p>"
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
    """All charts by section, each with its small picture that leads to its page; links lead to a section each."""
    env = translator.builder.env
    links, sections = ['<a href="#">All</a>'], list[str]()
    for page in context.contents_of(env).pages:
        items = [_small(shown) for shown in in_order(env).values() if shown.page == page]
        if items:
            name, title = page.rpartition("/")[2], escape(env.titles[page].astext())
            links.append(f'<a href="#{name}" data-section="{name}">{title}</a>')
            body = f"<h2>{title}</h2><ul>{''.join(items)}</ul>"
            sections.append(f'<section class="catalogue" id="{name}">{body}</section>')
    if len(sections) > 1:
        translator.body.append(f'<nav class="catalogue-choice" aria-label="Section">{" ".join(links)}</nav>')
    translator.body += sections
    raise nodes.SkipNode


def _small(shown: Shown) -> str:
    pictures = "".join(image.replace("narrow ", "") for image in images(shown, "../") if 'class="narrow ' in image)
    headline = escape(shown.spoken["headline"])
    return f'<li><a href="../{CHARTS}/{shown.bundle["id"]}.html">{pictures}<span>{headline}</span></a></li>'


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


def _add_scripts(app: Sphinx, page: str, _template: str, told: dict[str, Any], _doctree: object) -> None:
    """What only some pages need; the lists of checksums and of fingerprints lie at the root of the tree."""
    own, beside = {VERIFY: ("verify.js", FILES), CATALOGUE: ("catalogue.js", "")}.get(page, ("", ""))
    if page.startswith(f"{CHARTS}/"):
        own, beside = "fingerprints.js", VERSIONS
    if own:
        app.add_js_file(own, loading_method="defer")
    if beside:
        told["metatags"] = told.get("metatags", "") + f'<script src="../{beside}" defer></script>\n'


def setup(app: Sphinx) -> None:
    """Register the pages, the directives and what they need."""
    app.add_node(catalogue, html=(visit_catalogue, None), text=context.BARE)
    app.add_directive("catalogue", Catalogue)
    app.add_directive("verify", Verify)
    app.connect("html-collect-pages", _pages)
    app.connect("html-page-context", _add_scripts)

"""A page for each chart, with all that it takes to cite and to check it, and a catalogue of all charts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
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
from nolimits.hypertext import NOTHING, Markup, code, html, items, join, link, paragraph, web_link
from nolimits.manuscript.exhibit import LICENCE
from nolimits.pagemodel.evidence import rows_by_key
from nolimits.pagemodel.parts import provenance
from nolimits.pagemodel.parts.tables import badge, table
from nolimits.pages import context, fresh
from nolimits.pages.exhibits import NARROW, answers
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


def _body(env: BuildEnvironment, shown: Shown) -> Markup:
    """All of a chart's page: picture, words, citation, files, data, sources, statements, identity."""
    view, record = context.view(env), shown.bundle
    name, spoken = record["id"], shown.spoken
    known = rows_by_key(view)
    drawn = provenance.provenance_counts((known[key] for key in record["evidence"]), view)
    day = provenance.as_of(view, drawn["last"], drawn["act"])
    asked = answers(record["marks"], record["cards"], lambda page: f"../{page}.html")
    section = link("its section", f"../{shown.page}.html", name)
    return join(
        [
            html('<h1>{}</h1><p class="asof">{}</p>', spoken["headline"], day),
            html(
                '<figure class="exhibit landing" id="{name}"><p class="exhibit-subtitle">{subtitle}</p>'
                '<div class="plot">{pictures}{asked}</div>'
                '<figcaption>{caption}<span class="exhibit-source">{source_line}</span></figcaption></figure>',
                name=name,
                pictures=join(images(shown, "../")),
                asked=asked,
                **{field: spoken[field] for field in ("subtitle", "caption", "source_line")},
            ),
            html("<p>What the chart is part of, and what it cannot show, is told in {}.</p>", section),
            _section("cite", "Cite", _citation(env, shown)),
            _section("download", "Download", _files(shown)),
            _section("data", "The data as drawn", _data(record, view)),
            _section("sources", "Sources", _sources(record, view)),
            _section("claims", "Statements that rest on these rows", _statements(record, view)),
            _section("identity", "How it is made, and which one it is", _identity(env, shown)),
        ]
    )


def _section(anchor: str, title: str, content: Markup) -> Markup:
    return html('<section id="{}"><h2>{}</h2>{}</section>', anchor, title, content)


def images(shown: Shown, up: str, *, narrow_alone: bool = False) -> Iterator[Markup]:
    """The pictures of a chart, of which width and theme choose one; or only the narrow ones, whatever the width."""
    for width, theme, file, wide, tall in shown.pictures:
        if narrow_alone and width != NARROW:
            continue
        yield html(
            '<img class="{classes}" src="{up}_images/{file}" alt="{alt}" width="{wide}" height="{tall}"'
            ' loading="lazy" decoding="async"/>',
            classes=theme if narrow_alone else f"{width} {theme}",
            up=up,
            file=file,
            alt=shown.spoken["alt"],
            wide=wide,
            tall=tall,
        )


def _citation(env: BuildEnvironment, shown: Shown) -> Markup:
    item = citations.chart_item(context.imprint_of(env), shown.bundle, context.view(env))
    lines = [
        html(
            '<div class="citation"><strong>{}</strong> <span class="citation-text">{}</span></div>',
            title,
            citations.bibliography_line(item, style),
        )
        for style, title in STYLES.items()
    ]
    place = f"{shown.bundle['id']}/{shown.bundle['id']}"
    forms = [_download(f"{place}.{end}", exhibits.KINDS[end]) for end in ("bib", "ris", "csl.json")]
    return join([*lines, html("<p>For reference managers: {}.</p>", join(forms, " · "))])


def _download(place: str, text: str) -> Markup:
    return html('<a href="{}" download>{}</a>', place, text)


def _files(shown: Shown) -> Markup:
    name = shown.bundle["id"]
    lines = [
        (
            NOTHING,
            [
                _download(f"{name}/{file}", file),
                exhibits.KINDS[file.removeprefix(f"{name}.")],
                f"{max(1, round(size / 1024))} KiB",
            ],
        )
        for file, size in shown.files.items()
    ]
    return table(("File", "What it is", "Size"), lines, "Files of the chart")


def _data(record: Mapping[str, Any], view: View) -> Markup:
    rows = record["records"]
    columns = exhibits.reader_columns(rows)
    if not rows:
        return paragraph(f"Nothing was known by {day_name(view.cutoff)}; the chart is empty.")
    body = [(NOTHING, [_cell(row.get(column)) for column in columns]) for row in rows]
    return table([column.replace("_", " ") for column in columns], body, "The data as drawn")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list | dict):
        return ", ".join(map(str, value)) if isinstance(value, list) else json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _sources(record: Mapping[str, Any], view: View) -> Markup:
    page = view.evidence.resource("sources")["shown"]["page"]
    found = [(view.source(key), link("in the bibliography", f"../{page}.html", key)) for key in record["sources"]]
    told = [html("{}: {} ({})", row["publisher"], web_link(row["title"], row["url"]), at) for row, at in found]
    return items(told) if told else paragraph("None.")


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


def _statements(record: Mapping[str, Any], view: View) -> Markup:
    found = _on_rows_of(record, view)
    if not found:
        return paragraph("No statement of the papers is weighed by a row that is drawn here.")
    page = f"../{view.about_register('claims').page}.html"
    lines = [(NOTHING, [link(code(said.key), page, said.key), badge(word), said.text]) for said, word in found]
    return table(("Claim", "Verdict", "Statement"), lines, "Statements that rest on these rows")


def _identity(env: BuildEnvironment, shown: Shown) -> Markup:
    record, imprint = shown.bundle, context.imprint_of(env)
    options = [code(f"{key} = {_cell(value)}") for key, value in sorted(record["parameters"].items())]
    facts = {
        "Kind of chart": record["kind"],
        "Unit": record["unit"] or "none",
        "As known by": day_name(record["cutoff"]),
        "Edition": code(imprint.edition),
        "Fingerprint": code(record["fingerprint"]),
        "Drawn with": join(options, "; "),
        "Code": link("above the chart in its section, unfolded", f"../{shown.page}.html", record["id"]),
        "Licence": LICENCE,
    }
    there = VERIFY in context.contents_of(env).parts
    return html(
        '<dl class="indicator">{facts}</dl><p>The fingerprint is a hash of the records drawn, the options and the'
        ' finished plot.{check}</p><div class="fingerprints" data-chart="{chart}"></div>',
        facts=join(html("<dt>{}</dt><dd>{}</dd>", *fact) for fact in facts.items()),
        check=html(" {}", link("Check a file against it.", f"../{VERIFY}.html")) if there else "",
        chart=record["id"],
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
    links, sections = [html('<a href="#">All</a>')], list[Markup]()
    for page in context.contents_of(env).pages:
        small = [_small(shown) for shown in in_order(env).values() if shown.page == page]
        if small:
            name, title = page.rpartition("/")[2], env.titles[page].astext()
            links.append(html('<a href="#{0}" data-section="{0}">{1}</a>', name, title))
            body = html("<h2>{}</h2>{}", title, items(small))
            sections.append(html('<section class="catalogue" id="{}">{}</section>', name, body))
    if len(sections) > 1:
        choice = html('<nav class="catalogue-choice" aria-label="Section">{}</nav>', join(links, " "))
        translator.body.append(choice)
    translator.body += sections
    raise nodes.SkipNode


def _small(shown: Shown) -> Markup:
    pictures = join(images(shown, "../", narrow_alone=True))
    words = html("{}<span>{}</span>", pictures, shown.spoken["headline"])
    return link(words, f"../{CHARTS}/{shown.bundle['id']}.html")


class Verify(SphinxDirective):
    """Where a file is dropped to be checked."""

    def run(self) -> list[nodes.Node]:
        """A field for a file, and where the answer goes; HTML."""
        made = html(
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
        context.add_to_head(told, html('<script src="../{}" defer></script>\n', beside))


def setup(app: Sphinx) -> None:
    """Register the pages, the directives and what they need."""
    app.add_node(catalogue, html=(visit_catalogue, None), text=context.BARE)
    app.add_directive("catalogue", Catalogue)
    app.add_directive("verify", Verify)
    app.connect("html-collect-pages", _pages)
    app.connect("html-page-context", _add_scripts)

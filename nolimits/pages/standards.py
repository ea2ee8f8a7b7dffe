"""What pages tell machines: citation tags, Dublin Core, Open Graph, and schema.org's terms for data and charts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape

from sphinx.application import Sphinx

from nolimits import data
from nolimits.charts.exhibit import RIGHTS
from nolimits.citing.citations import Imprint
from nolimits.data import View, day_name
from nolimits.pages import context
from nolimits.pages.cover import CARD_FILE, alt
from nolimits.pages.landing import FOLDER, Shown, shelf

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
CONTEXT = "https://schema.org"
DATA_PAGE = "chapters/dictionary"
ROOT_PAGE = "chapters/summary"
SUMMARY = "Two papers of 2025 disagree about China and Russia; every statement of both is weighed against sourced rows."


def address(imprint: Imprint, path: str, *, permanent: bool = True) -> str:
    """The address of a place of the book: in its edition, or at the site's root; its bare path where no site is set."""
    if not imprint.url:
        return path
    edition = f"editions/{imprint.edition}/" if permanent else ""
    return f"{imprint.url.rstrip('/')}/{edition}{path}"


def tags(imprint: Imprint, page: str, title: str, shown: Shown | None, view: View) -> list[tuple[str, str, str]]:
    """The meta tags of a page: which attribute names them (`name` or `property`), name, content."""
    place = address(imprint, f"{page}.html")
    day = imprint.cutoff.replace("-", "/")
    authors = [one.get("literal") or f"{one['family']}, {one['given']}" for one in imprint.authors]
    about = shown.spoken["caption"] if shown else f"{SUMMARY} As known by {day_name(view.cutoff)}."
    image = f"{FOLDER}/{shown.bundle['id']}/{shown.bundle['id']}.png" if shown else CARD_FILE
    found = [
        ("name", "description", about),
        ("name", "citation_title", title),
        *(("name", "citation_author", one) for one in authors),
        ("name", "citation_publication_date", day),
        ("name", "citation_language", "en"),
        ("name", "citation_inbook_title", imprint.title),
        ("name", "DC.title", title),
        *(("name", "DC.creator", one) for one in authors),
        ("name", "DC.date", imprint.cutoff),
        ("name", "DC.language", "en"),
        ("name", "DC.rights", CC_BY),
        ("name", "DC.identifier", place),
        ("name", "DC.isPartOf", imprint.title),
        ("name", "DC.type", "Image" if shown else "Text"),
        ("property", "og:title", title),
        ("property", "og:type", "article"),
        ("property", "og:site_name", "No Limits?"),
        ("property", "og:description", about),
        ("property", "og:image", address(imprint, image, permanent=False)),
        ("property", "og:image:alt", shown.spoken["alt"] if shown else alt(view)),
        ("property", "og:locale", "en_GB"),
        ("name", "twitter:card", "summary_large_image"),
    ]
    if imprint.url:
        here = address(imprint, f"{page}.html", permanent=False)
        found += [("property", "og:url", here), ("name", "citation_public_url", place)]
    return found


def written(found: Iterable[tuple[str, str, str]]) -> str:
    """Meta tags as HTML."""
    lines = [(kind, name, escape(" ".join(content.split()), quote=True)) for kind, name, content in found]
    return "".join(f'<meta {kind}="{name}" content="{content}"/>\n' for kind, name, content in lines)


# --- schema.org


def publisher(imprint: Imprint) -> list[dict]:
    """The book's authors in schema.org's terms."""
    return [
        {"@type": "Organization", "name": one["literal"]}
        if "literal" in one
        else {"@type": "Person", "familyName": one["family"], "givenName": one["given"]}
        for one in imprint.authors
    ]


def dataset(view: View, imprint: Imprint) -> dict:
    """All tables as a Dataset, with what is measured and where it can be had."""
    package = data.package(view.folder)
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": address(imprint, f"{DATA_PAGE}.html"),
        "name": package["title"],
        "description": " ".join(package["description"].split()),
        "url": address(imprint, f"{DATA_PAGE}.html"),
        "identifier": imprint.edition,
        "version": imprint.edition,
        "license": CC_BY,
        "creator": publisher(imprint),
        "keywords": package["keywords"],
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "dateModified": imprint.cutoff,
        "temporalCoverage": _span(view),
        "spatialCoverage": [{"@type": "Country", "name": name} for name in ("China", "Russia")],
        "measurementTechnique": "Compiled from published sources, one row for each figure as one source stated it",
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": view.about(name)["label"],
                "propertyID": name,
                "unitText": view.about(name)["unit"],
                "description": view.about(name)["definition"],
            }
            for name in view.indicators
        ],
        "distribution": [
            _download(imprint, path, kind)
            for path, kind in (
                ("data.zip", "application/zip"),
                ("data/datapackage.json", "application/json"),
                *((f"data/{one['path']}", "text/csv") for one in package["resources"]),
            )
        ],
    }


def _span(view: View) -> str:
    days = [row["period_start"] for row in data.rows("observations", view.folder) if row["known_on"] <= view.cutoff]
    return f"{min(days)}/{view.cutoff}" if days else view.cutoff


def _download(imprint: Imprint, path: str, kind: str) -> dict:
    return {"@type": "DataDownload", "name": path, "contentUrl": address(imprint, path), "encodingFormat": kind}


def report(view: View, imprint: Imprint) -> dict:
    """The book as a Report that rests on the data."""
    return {
        "@context": CONTEXT,
        "@type": "Report",
        "@id": address(imprint, f"{ROOT_PAGE}.html"),
        "name": imprint.title,
        "url": address(imprint, f"{ROOT_PAGE}.html"),
        "author": publisher(imprint),
        "license": CC_BY,
        "datePublished": imprint.cutoff,
        "version": imprint.edition,
        "inLanguage": "en",
        "abstract": SUMMARY,
        "isBasedOn": {"@id": address(imprint, f"{DATA_PAGE}.html")},
    }


def image(shown: Shown, imprint: Imprint) -> dict:
    """A chart as an ImageObject with its licence, and the data that it draws."""
    name, spoken = shown.bundle["id"], shown.spoken
    page, place = address(imprint, f"{FOLDER}/{name}.html"), f"{FOLDER}/{name}/{name}"
    credit = f"{' and '.join(_named(one) for one in publisher(imprint))}; {shown.bundle['source_line']}"
    return {
        "@context": CONTEXT,
        "@type": "ImageObject",
        "@id": page,
        "name": spoken["headline"],
        "caption": spoken["caption"],
        "description": spoken["alt"],
        "url": page,
        "contentUrl": address(imprint, f"{place}.png"),
        "encodingFormat": "image/png",
        "license": CC_BY,
        "acquireLicensePage": page,
        "creditText": credit,
        "creator": publisher(imprint),
        "copyrightNotice": f"{RIGHTS}, {' and '.join(_named(one) for one in publisher(imprint))}",
        "datePublished": imprint.cutoff,
        "identifier": shown.bundle["fingerprint"],
        "isBasedOn": [address(imprint, f"{place}.csv")],
    }


def _named(author: Mapping[str, str]) -> str:
    return author.get("name") or f"{author['givenName']} {author['familyName']}"


def as_script(told: Mapping) -> str:
    """A record as a script element of JSON-LD; nothing in it can end the element."""
    text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'


def add(app: Sphinx, page: str, _template: str, told: dict, _doctree: object) -> None:
    """Put tags and records into a page's head."""
    if page in ("search", "genindex"):
        return
    env = app.env
    view, imprint = context.view(env), context.imprint(env)
    shown = shelf(env).get(page.removeprefix(f"{FOLDER}/")) if page.startswith(f"{FOLDER}/") else None
    title = shown.spoken["headline"] if shown else env.titles[page].astext() if page in env.titles else imprint.title
    told["metatags"] = told.get("metatags", "") + written(tags(imprint, page, title, shown, view))
    records = {DATA_PAGE: dataset, ROOT_PAGE: report}
    if shown:
        told["metatags"] += as_script(image(shown, imprint))
    elif page in records:
        told["metatags"] += as_script(records[page](view, imprint))


def setup(app: Sphinx) -> None:
    """Register what is added to each page."""
    app.connect("html-page-context", add)

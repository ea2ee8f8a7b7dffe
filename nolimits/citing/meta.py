"""What pages tell machines: citation tags, Dublin Core, Open Graph, and schema.org's terms for data and charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nolimits.citing.authors import name_in_list
from nolimits.citing.citations import Imprint
from nolimits.data import View, day_name
from nolimits.data.observations import public_on
from nolimits.hypertext import Markup, data_script, html, join
from nolimits.manuscript.exhibit import RIGHTS

Bundle = Mapping[str, Any]
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
CONTEXT = "https://schema.org"
DATA_PAGE = "chapters/dictionary"
CHARTS = "charts"  # the folder of the charts' own pages and files


def _address(imprint: Imprint, path: str, page: str, *, permanent: bool = True) -> str:
    """The address of a place of the book: in its edition, or at the site's root; without a site, as from a page."""
    if not imprint.url:
        return f"{'../' * page.count('/')}{path}"
    edition = f"editions/{imprint.edition}/" if permanent else ""
    return f"{imprint.url.rstrip('/')}/{edition}{path}"


def tags(
    imprint: Imprint, page: str, title: str, bundle: Bundle | None, picture: tuple[str, str], said: str = ""
) -> list[tuple[str, str, str]]:
    """The meta tags of a page: which attribute names them (`name` or `property`), name, content.

    `bundle` is what a notebook keeps of the chart whose own page it is; `picture` are the path and the words of the
    picture that a shared link shows of any other page; `said` is what the page begins with.
    """
    place = _address(imprint, f"{page}.html", "")
    day = imprint.cutoff.replace("-", "/")
    authors = [name_in_list(one) for one in imprint.authors]
    about = f"{said or f'{title}. {imprint.abstract}'} As known by {day_name(imprint.cutoff)}."
    image, shows = picture
    if bundle:
        about = f"{title.rstrip('.')}. {bundle['spoken']['caption']}"
        image, shows = f"{CHARTS}/{bundle['id']}/{bundle['id']}.share.png", bundle["spoken"]["alt"]
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
        ("name", "DC.type", "Image" if bundle else "Text"),
        ("property", "og:title", title),
        ("property", "og:type", "article"),
        ("property", "og:site_name", imprint.short),
        ("property", "og:description", about),
        ("property", "og:locale", "en_GB"),
    ]
    if image:
        found += [
            ("property", "og:image", _address(imprint, image, page, permanent=False)),
            ("property", "og:image:alt", shows),
            ("name", "twitter:card", "summary_large_image"),
        ]
    if imprint.url:
        here = _address(imprint, f"{page}.html", page, permanent=False)
        found += [("property", "og:url", here), ("name", "citation_public_url", place)]
    return found


def tag_lines(found: Iterable[tuple[str, str, str]]) -> Markup:
    """Meta tags as HTML."""
    return join(html('<meta {}="{}" content="{}"/>\n', *one[:2], " ".join(one[2].split())) for one in found)


# --- schema.org


def publisher(imprint: Imprint) -> list[dict[str, str]]:
    """The book's authors in schema.org's terms."""
    persons = {"family": "familyName", "given": "givenName"}
    return [
        {"@type": "Organization", "name": one["literal"]}
        if "literal" in one
        else {"@type": "Person"} | {name: one[part] for part, name in persons.items() if part in one}
        for one in imprint.authors
    ]


def dataset(view: View, imprint: Imprint) -> dict[str, Any]:
    """All tables as a Dataset, with what is measured and where it can be had."""
    package = view.evidence.package
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": _address(imprint, f"{DATA_PAGE}.html", DATA_PAGE),
        "name": package["title"],
        "description": " ".join(package["description"].split()),
        "url": _address(imprint, f"{DATA_PAGE}.html", DATA_PAGE),
        "identifier": imprint.edition,
        "version": imprint.edition,
        "license": CC_BY,
        "creator": publisher(imprint),
        "keywords": package["keywords"],
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "dateModified": imprint.cutoff,
        "temporalCoverage": _span(view),
        "spatialCoverage": [{"@type": "Country", "name": name} for name in view.evidence.sides],
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
    days = [row["period_start"] for row in view.evidence.rows("observations") if public_on(row) <= view.cutoff]
    return f"{min(days)}/{view.cutoff}" if days else view.cutoff


def _download(imprint: Imprint, path: str, kind: str) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": path,
        "contentUrl": _address(imprint, path, DATA_PAGE),
        "encodingFormat": kind,
    }


def report_data(imprint: Imprint, page: str, described: bool = True) -> dict[str, Any]:
    """The book as a Report that rests on the data, where a page of it is `described`; `page` is its first page."""
    based = {"isBasedOn": {"@id": _address(imprint, f"{DATA_PAGE}.html", page)}} if described else {}
    return {
        "@context": CONTEXT,
        "@type": "Report",
        "@id": _address(imprint, f"{page}.html", page),
        "name": imprint.title,
        "url": _address(imprint, f"{page}.html", page),
        "author": publisher(imprint),
        "license": CC_BY,
        "datePublished": imprint.cutoff,
        "version": imprint.edition,
        "inLanguage": "en",
        "abstract": imprint.abstract,
        **based,
    }


def image(bundle: Bundle, imprint: Imprint) -> dict[str, Any]:
    """A chart as an ImageObject with its licence, and the data that it draws."""
    name, spoken = bundle["id"], bundle["spoken"]
    own, place = f"{CHARTS}/{name}", f"{CHARTS}/{name}/{name}"
    page = _address(imprint, f"{own}.html", own)
    credit = f"{' and '.join(imprint.names)}; {spoken['source_line']}"
    return {
        "@context": CONTEXT,
        "@type": "ImageObject",
        "@id": page,
        "name": spoken["headline"],
        "caption": spoken["caption"],
        "description": spoken["alt"],
        "url": page,
        "contentUrl": _address(imprint, f"{place}.png", own),
        "encodingFormat": "image/png",
        "license": CC_BY,
        "acquireLicensePage": page,
        "creditText": credit,
        "creator": publisher(imprint),
        "copyrightNotice": f"{RIGHTS}, {' and '.join(imprint.names)}",
        "datePublished": imprint.cutoff,
        "identifier": bundle["fingerprint"],
        "isBasedOn": [_address(imprint, f"{place}.csv", own)],
    }


def json_script(told: Mapping[str, Any]) -> Markup:
    """A record as a script element of JSON-LD; nothing in it can end the element."""
    return data_script("application/ld+json", told) + "\n"

"""What can be taken away of a chart: pictures, the rows drawn, citations, and a record that tells of all of them."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nolimits.charts.output import link
from nolimits.citing import citations, managers
from nolimits.citing.citations import Imprint
from nolimits.citing.meta import CHARTS
from nolimits.data import View, store
from nolimits.language.places import publication_day
from nolimits.manuscript.exhibit import LICENCE

# ends of the names of a chart's files, and what each is called; those before the record are what it tells of
KINDS = {
    "svg": "vector picture",
    "png": "picture",
    "share.png": "picture for links",
    "pdf": "page",
    "csv": "data",
    "bib": "BibTeX",
    "ris": "RIS",
    "csl.json": "CSL-JSON",
    "json": "record",
}
LEADING = (
    "panel",
    "name",
    "label",
    "goods",
    "side",
    "lane",
    "group",
    "actor",
    "counting",
    "moment",
    "year",
    "date",
    "period",
    "period_start",
    "period_end",
    "value",
    "low",
    "high",
    "unit",
    "count",
)
CLOSING = ("known_on", "source", "sources")
SCHEMA = Path(__file__).resolve().parents[1] / "schemas" / "chart.schema.json"
Bundle = Mapping[str, Any]


def files(bundle: Bundle, view: View, imprint: Imprint) -> dict[str, bytes]:
    """The files of a published chart by name: `ID.` and each of `KINDS`; the record `ID.json` has the others' hashes.

    `bundle` is what a notebook keeps of an exhibit.
    """
    item, name = citations.chart_item(imprint, bundle, view), bundle["id"]
    made = {
        "svg": bundle["frame"].encode(),
        "png": base64.b64decode(bundle["png"]),
        "share.png": _sign_share(bundle["share"], _foot(imprint, name)),
        "pdf": base64.b64decode(bundle["pdf"]),
        "csv": _table(bundle["records"]).encode(),
        "bib": managers.bibtex(item).encode(),
        "ris": managers.ris(item).encode(),
        "csl.json": citations.csl(item).encode(),
    }
    named = {f"{name}.{end}": content for end, content in made.items()}
    told = _record(bundle, view, imprint.edition, item, named)
    return named | {f"{name}.json": (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()}


def _sign_share(picture: str, foot: str) -> bytes:
    """The picture for links, kept in base64, with a line at its foot; none of one drawn for pages alone."""
    if not picture:
        return b""

    def made() -> str:
        return base64.b64encode(link.sign_picture(base64.b64decode(picture), foot)).decode()

    return base64.b64decode(store.remember("share", [picture, foot], made))


def _foot(imprint: Imprint, name: str) -> str:
    """Where a shared picture leads: the address of the chart's own page, without a site the book."""
    site = imprint.url.partition("://")[2].rstrip("/")
    return f"{site}/{CHARTS}/{name}.html" if site else imprint.short


def _table(records: Sequence[Mapping[str, Any]]) -> str:
    """Records as CSV; an empty chart has a header only."""
    head = reader_columns(records) or ["label", "value"]
    out = io.StringIO()
    writer = csv.DictWriter(out, head, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({column: _cell(row.get(column)) for column in head} for row in records)
    return out.getvalue()


def reader_columns(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names in records as a reader looks for them: what, when, how much, the rest, then known when and by whom."""
    found = sorted({column for row in records for column in row})
    led = [column for column in LEADING if column in found]
    last = [column for column in CLOSING if column in found]
    return led + [column for column in found if column not in (*led, *last)] + last


def _cell(value: object) -> object:
    return "" if value is None else json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _record(
    bundle: Bundle, view: View, edition: str, item: managers.ReferenceItem, made: Mapping[str, bytes]
) -> dict[str, Any]:
    """What a chart is, for machines, as `chart.schema.json` has it: words, identity, sources, files with hashes."""
    return {
        **{name: bundle[name] for name in ("id", "kind")},
        **{name: bundle["spoken"][name] for name in ("headline", "subtitle", "caption", "alt")},
        **{name: bundle[name] for name in ("unit", "cutoff")},
        "edition": edition,
        "source_line": bundle["spoken"]["source_line"],
        **{name: bundle[name] for name in ("fingerprint", "parameters")},
        "sources": [_source(key, view) for key in bundle["sources"]],
        "licence": LICENCE,
        "files": weighings(made),
        "citation": {
            "item": item,
            "text": {style: citations.bibliography_line(item, style) for style in citations.CSL_STYLES},
        },
    }


def weighings(files: Mapping[str, bytes]) -> dict[str, dict[str, str | int]]:
    """The SHA-256 and the size in bytes of files by name."""
    return {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)} for name, content in files.items()
    }


def _source(key: str, view: View) -> dict[str, str]:
    row = view.source(key)
    return {
        "source": key,
        "publisher": row["publisher"],
        "title": row["title"],
        "url": row["url"],
        "published": publication_day(row),
    }

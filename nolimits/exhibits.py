"""What can be taken away of a chart: its picture, the rows drawn, and a record that tells of both."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence

from nolimits.data import View
from nolimits.prose import published

LICENCE = "CC BY 4.0 for text and chart; the data remain their publishers'"
Spoken = Mapping[str, str]


def files(bundle: Mapping, spoken: Spoken, view: View) -> dict[str, bytes]:
    """The files of a published chart by name: `ID.svg`, `ID.csv` of exactly what is drawn, and the record `ID.json`.

    `bundle` is what a notebook keeps of an exhibit, `spoken` its headline, subtitle, caption and alt in plain words.
    """
    name = bundle["id"]
    made = {f"{name}.svg": bundle["frame"].encode(), f"{name}.csv": table(bundle["records"]).encode()}
    told = record(bundle, spoken, view, made)
    return made | {f"{name}.json": (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()}


def table(records: Sequence[Mapping]) -> str:
    """Records as CSV: a column for each name in order of appearance; an empty chart has a header only."""
    columns = list(dict.fromkeys(column for row in records for column in row)) or ["label", "value"]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({column: _cell(row.get(column)) for column in columns} for row in records)
    return out.getvalue()


def _cell(value: object) -> object:
    return "" if value is None else json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def record(bundle: Mapping, spoken: Spoken, view: View, made: Mapping[str, bytes]) -> dict:
    """What a chart is, for machines: words, unit, day, sources, parameters, fingerprint, and the hash of each file."""
    return {
        **{name: bundle[name] for name in ("id", "kind")},
        **{name: spoken[name] for name in ("headline", "subtitle", "caption", "alt")},
        **{name: bundle[name] for name in ("unit", "cutoff", "source_line", "fingerprint", "parameters")},
        "sources": [_source(key, view) for key in bundle["sources"]],
        "licence": LICENCE,
        "files": {name: {"sha256": hashlib.sha256(content).hexdigest()} for name, content in made.items()},
    }


def _source(key: str, view: View) -> dict[str, str]:
    row = view.source(key)
    return {"source": key, "publisher": row["publisher"], "title": row["title"], "url": row["url"],
            "published": published(row)}  # fmt: skip

"""A page as data, and as printed: read once from the manuscript, with what a run left of its charts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nolimits.data import View, day_name
from nolimits.manuscript import Page, outputs
from nolimits.manuscript.exhibit import MIME
from nolimits.pagemodel.evidence import row_record, rows_by_key
from nolimits.pagemodel.parts import provenance
from nolimits.pagemodel.reading import PageReading

WORDS = ("headline", "subtitle", "caption")
DAY = "{day}"  # what stands for the page's own day where its fingerprint is taken
Twin = dict[str, Any]


@dataclass(frozen=True)
class Model:
    """A page as of a day: `twin` is what it says, as data; `passages` are its Markdown as printed, in order."""

    twin: Twin
    passages: tuple[str, ...]


def model(page: Page, view: View, edition: str) -> Model:
    """What a page says as of the view's cutoff; a notebook must have been run with the same day.

    Raises DataError, with file and line, for what the tables cannot answer.
    """
    own = view_of(page, view)
    reading = PageReading(own)
    passages = tuple(reading.read(passage) for passage in page.passages)
    bundles = [bundle for _, bundle in outputs(page.path, MIME)] if page.is_notebook else []
    exhibits = [_exhibit(bundle, reading, own) for bundle in bundles]
    said = {
        "title": reading.title,
        "sentences": reading.sentences,
        "numbers": list(reading.numbers.values()),
        "verdicts": list(reading.verdicts.values()),
        "exhibits": exhibits,
        "parts": reading.parts,
    }
    twin = {
        "page": page.name,
        "cutoff": view.cutoff,
        "edition": edition,
        "fingerprint": _fingerprint(said, view.cutoff),
        "parameters": dict(own.parameters),
        **said,
        "rows": {row: row_record(reading.rows[row], own) for row in sorted(reading.rows)},
    }
    told = provenance.provenance_counts(reading.rows.values(), own)
    chosen = provenance.settings_text(page.chosen)
    bounds: provenance.Bounds = {"last": told["last"], "act": told["act"], "chosen": chosen}
    return Model(twin, provenance.insert_bounds(provenance.insert_counts(passages, told), bounds))


def view_of(page: Page, view: View) -> View:
    """A view with a page's parameters and facts; the day and the first year are the view's own."""
    own = {"cutoff": view.cutoff} if page.is_notebook else {}
    return view.with_names({**page.parameters, **own}, page.questions)


def _exhibit(bundle: Mapping[str, Any], reading: PageReading, view: View) -> Twin:
    """An exhibit with its words, the rows drawn, and the rows behind its headline (`told`)."""
    said = {name: reading.words(bundle[name]) for name in WORDS}
    numbers = dict.fromkeys(number for _, _, places in said.values() for number in places)
    records = json.dumps(bundle["records"], sort_keys=True, ensure_ascii=True)
    known = rows_by_key(view)
    return {
        "id": bundle["id"],
        "kind": bundle["kind"],
        **{name: text for name, (text, *_) in said.items()},
        "alt": bundle["spoken"]["alt"],
        "numbers": list(numbers),
        "unit": bundle["unit"],
        "fingerprint": bundle["fingerprint"],
        "records": hashlib.sha256(records.encode()).hexdigest(),
        "parameters": bundle["parameters"],
        "rows": reading.keep(known[key] for key in bundle["evidence"]),
        "told": said["headline"][1],
        "sources": list(bundle["sources"]),
    }


def _fingerprint(said: Mapping[str, Any], cutoff: str) -> str:
    """A hash of what a page says; that it says it of another day makes it no other page."""
    text = json.dumps(said, sort_keys=True, ensure_ascii=True, default=str).replace(day_name(cutoff), DAY)
    return hashlib.sha256(text.encode()).hexdigest()

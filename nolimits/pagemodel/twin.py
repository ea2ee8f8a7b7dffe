"""A book's pages as data: what each says, every derived number, verdicts and exhibits shown, and the rows behind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nolimits import charts, manuscript
from nolimits.citing.exhibits import ran
from nolimits.claims import ledger
from nolimits.data import DataError, View, day_name, rows
from nolimits.language import ExpressionError
from nolimits.pagemodel import evidence
from nolimits.pagemodel.reading import Reading

WORDS = ("headline", "subtitle", "caption")
DAY = "{day}"
PLAIN = ("edition", "cutoff", "code", "parameters", "claims", "corrections")
Parameters = Mapping[str, Mapping[str, manuscript.Value]]


@dataclass(frozen=True)
class Book:
    """A book as data: `pages` are the twins by name (`notebooks/trade`), in the book's order.

    `edition` is the key, `code` a hash of package and manuscript,
    `claims` verdicts by claim, `corrections` the reasons for rows set aside, by key.
    """

    edition: str
    cutoff: str
    code: str
    parameters: dict[str, dict]
    pages: dict[str, dict]
    claims: dict[str, str]
    corrections: dict[str, str]

    def manifest(self) -> dict:
        """What the edition is, by name and fingerprint."""
        shown = [(page["page"], exhibit) for page in self.pages.values() for exhibit in page["exhibits"]]
        return {name: getattr(self, name) for name in PLAIN} | {
            "pages": {name: page["fingerprint"] for name, page in self.pages.items()},
            "charts": {
                one["id"]: {"page": page, "fingerprint": one["fingerprint"], "files": {}} for page, one in shown
            },
        }


def twin(view: View, root: Path, parameters: Parameters, key: str, code: str) -> Book:
    """The book at `root` as data, as of the view's cutoff; `parameters` by section are set over the notebooks' own.

    `key` and `code` are those of its edition.

    Chapters and notebooks are read and the notebooks' code cells run in this process, without drawing and without
    Sphinx; staged, executed copies give the same. Raises DataError for a page that cannot be answered.
    """
    pages = {name: _page(name, view, root, parameters.get(Path(name).stem, {}), key) for name in manuscript.order(root)}
    sections = manuscript.notebooks(root)
    chosen = {path.stem: _names(path, view, parameters.get(path.stem, {})) for path in sections}
    words = {verdict.claim.key: verdict.word for verdict in ledger.verdicts(view)}
    return Book(key, view.cutoff, code, chosen, pages, words, _corrections(view))


def _corrections(view: View) -> dict[str, str]:
    """The rows set aside that would be visible, and why."""
    found = [row for row in rows("corrections", view.folder) if row["known_on"] <= view.cutoff]
    columns = ("indicator", "period_start", "period_end", "known_on", "source")
    return {".".join(row[column] for column in columns): row["reason"] for row in found}


def _names(page: Path, view: View, given: Mapping) -> dict[str, manuscript.Value]:
    """A notebook's parameters as its page knows them; none for a chapter."""
    return manuscript.parameters(page) | dict(given) | {"cutoff": view.cutoff} if page.suffix == ".ipynb" else {}


def _page(name: str, view: View, root: Path, given: Mapping, key: str) -> dict:
    path = next((path for end in (".ipynb", ".md") if (path := root / f"{name}{end}").is_file()), None)
    if path is None:
        raise DataError(f"_toc.yml: no page is called {name}: name a file of chapters/ or notebooks/")
    names = _names(path, view, given)
    reading, exhibits, space = Reading(view, names), [], {}
    for number, cell in enumerate(_cells(path), start=1):
        try:
            if cell["cell_type"] == "markdown":
                reading.read(cell["source"])
            elif isinstance(shown := _run(cell, space, names, view.folder), charts.Exhibit):
                exhibits.append(_exhibit(shown, reading))
        except (ExpressionError, DataError) as error:
            where = f", cell {number}" if path.suffix == ".ipynb" else ""
            raise DataError(f"{name}{path.suffix}{where}: {error}") from None
    told = {
        "title": reading.title,
        "sentences": reading.sentences,
        "numbers": list(reading.numbers.values()),
        "verdicts": list(reading.verdicts.values()),
        "exhibits": exhibits,
        "parts": reading.parts,
    }
    held = {row: evidence.told(reading.rows[row], view) for row in sorted(reading.rows)}
    return {
        "page": name,
        "cutoff": view.cutoff,
        "edition": key,
        "fingerprint": _fingerprint(told, view.cutoff),
        "parameters": names,
        **told,
        "rows": held,
    }


def _cells(page: Path) -> list[dict]:
    if page.suffix == ".ipynb":
        return [
            cell
            for cell in manuscript.cells(page)
            if cell["cell_type"] != "raw" and not manuscript.tagged(cell, "injected-parameters")
        ]
    return [{"cell_type": "markdown", "source": page.read_text(encoding="utf-8")}]


def _run(cell: dict, space: dict, names: Mapping, folder: Path) -> object:
    """Run a code cell and give the value of its last line; then set what it is to be run with."""
    try:
        shown = ran(cell["source"], space, folder)
    except Exception as error:
        # whatever a cell raises, the reader of the message wants to know the notebook
        raise DataError(f"{type(error).__name__}: {error}") from error
    if manuscript.tagged(cell, "parameters"):
        space |= names
    return shown


def _exhibit(shown: charts.Exhibit, reading: Reading) -> dict:
    """An exhibit with its words, the rows drawn, and the rows behind its headline (`told`)."""
    told = {name: reading.words(getattr(shown, name)) for name in WORDS}
    numbers = dict.fromkeys(number for _, _, held in told.values() for number in held)
    records = json.dumps(list(shown.records), sort_keys=True, ensure_ascii=True, default=str)
    return {
        "id": shown.id,
        "kind": shown.kind,
        **{name: charts.bare(text) for name, (text, _, _) in told.items()},
        "alt": shown.spoken["alt"],
        "numbers": list(numbers),
        "unit": shown.unit,
        "fingerprint": shown.fingerprint,
        "records": hashlib.sha256(records.encode()).hexdigest(),
        "parameters": _plain(shown.parameters),
        "rows": reading.keep(shown.rows),
        "told": told["headline"][1],
        "sources": list(shown.sources),
    }


def _plain(value: object) -> Any:
    """A value as JSON gives it back, so that a twin read from a file equals one that was worked out."""
    return json.loads(json.dumps(value, default=str))


def _fingerprint(told: Mapping, cutoff: str) -> str:
    """A hash of what a page says; that it says it of another day makes it no other page."""
    text = json.dumps(told, sort_keys=True, ensure_ascii=True, default=str).replace(day_name(cutoff), DAY)
    return hashlib.sha256(text.encode()).hexdigest()

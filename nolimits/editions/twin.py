"""A book's pages as data: what each says, every derived number, verdicts and exhibits shown, and the rows behind."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nolimits import charts, ledger, manuscript
from nolimits.data import LATEST, DataError, View, day_name, rows
from nolimits.editions import evidence
from nolimits.editions.archive import as_script, known_files
from nolimits.editions.identity import edition, made_from
from nolimits.editions.reading import Reading
from nolimits.exhibits import ran, weighed
from nolimits.expressions import ExpressionError

MANIFEST, FILES = "edition.json", "files.js"
SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
WORDS = ("headline", "subtitle", "caption")
DAY, DAY_GIVEN = "{day}", re.compile(r"\d{4}-\d\d-\d\d")
SNAPSHOTS, MOST_KEPT = "snapshots", 12
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


def twin(view: View, root: Path, parameters: Parameters | None = None) -> Book:
    """The book at `root` as data, as of the view's cutoff; `parameters` by section are set over the notebooks' own.

    Chapters and notebooks are read and the notebooks' code cells run in this process, without drawing and without
    Sphinx; staged, executed copies give the same. Raises DataError for a page that cannot be answered.
    """
    key = edition(view, parameters, root).key
    given = parameters or {}
    pages = {name: _page(name, view, root, given.get(Path(name).stem, {}), key) for name in manuscript.order(root)}
    sections = manuscript.notebooks(root)
    chosen = {path.stem: _names(path, view, (parameters or {}).get(path.stem, {})) for path in sections}
    words = {verdict.claim.key: verdict.word for verdict in ledger.verdicts(view)}
    return Book(key, view.cutoff, _code(view, root), chosen, pages, words, _corrections(view))


def _code(view: View, root: Path) -> str:
    """A hash of all that an edition follows from, tables, day and parameters aside."""
    total = hashlib.sha256()
    for name, content in made_from(view, {}, root):
        if name.startswith(("nolimits/", "chapters/", "notebooks/")):
            total.update(content)
    return total.hexdigest()[:12]


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


# --- as files


def write(book: Book, tree: Path) -> None:
    """Put the twins beside the pages of a finished tree, the schemas into `schemas/`, and the manifest on top."""
    for name, page in book.pages.items():
        if (tree / f"{name}.html").parent.is_dir():
            _put(tree / f"{name}.json", page)
    (tree / "schemas").mkdir(exist_ok=True)
    for schema in sorted(path for path in SCHEMAS.iterdir() if path.suffix in (".json", ".ttl")):
        (tree / "schemas" / schema.name).write_bytes(schema.read_bytes())
    manifest = book.manifest()
    for name, chart in manifest["charts"].items():
        chart["files"] = _files(tree / "charts" / name / f"{name}.json")
    _put(tree / MANIFEST, manifest)
    (tree / FILES).write_bytes(as_script("NOLIMITS_FILES", known_files([manifest])))


def _put(path: Path, content: Mapping) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _files(record: Path) -> dict[str, dict]:
    """The files of a chart, its record among them, with their hashes and sizes."""
    return weighed({path.name: path.read_bytes() for path in sorted(record.parent.glob(f"{record.stem}.*"))})


def snapshot(view: View, root: Path, parameters: Parameters | None, cache: Path) -> Book:
    """As `twin`, from a file in `cache` where there is one for the edition; else it is put there."""
    path = cache / named(edition(view, parameters, root).key)
    if held := kept(path):
        return held
    book = twin(view, root, parameters)
    keep(book, path)
    for old in sorted(cache.glob(named("*")), key=lambda one: one.stat().st_mtime_ns)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
    return book


def named(key: str) -> str:
    """The name of the file that `snapshot` keeps for an edition."""
    return f"snapshot-{key}.json"


def earlier(days: Iterable[str], cutoff: str) -> list[str]:
    """Those of some days that come before a cutoff, in order."""
    return sorted(day for day in set(map(str, days)) if day < cutoff)


def keep(book: Book, path: Path) -> None:
    """Put a whole book as data into one file, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_text(json.dumps(asdict(book), ensure_ascii=False), encoding="utf-8")
    half.replace(path)


def kept(path: Path) -> Book | None:
    """A book as data from a file that `keep` wrote; None where there is none that can be read."""
    try:
        return Book(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def given(what: str, root: Callable[[], Path]) -> Book:
    """The book as data of a day, or of the folder of a built edition; `root` finds the book where a day is given.

    Raises DataError for what is neither, and for a folder that holds no edition.
    """
    if Path(what).is_dir():
        return load(Path(what))
    if what != LATEST and not DAY_GIVEN.fullmatch(what):
        raise DataError(f"{what} is neither a day nor a folder: write 2025-11-27, or name the folder of a built book")
    book = root()
    try:
        return snapshot(View(what, folder=book / "data"), book, None, book / "_build" / "runs")
    except (ExpressionError, manuscript.ManuscriptError) as error:
        raise DataError(str(error)) from None


def load(folder: Path) -> Book:
    """The book as data of a finished tree. Raises DataError where a file is missing or cannot be read."""
    manifest = _got(folder / MANIFEST)
    try:
        pages = {name: _got(folder / f"{name}.json") for name in manifest["pages"]}
        plain = {name: manifest[name] for name in PLAIN}
        return Book(**plain, pages=pages)
    except (KeyError, TypeError, AttributeError):
        raise DataError(f"{folder / MANIFEST} is not an edition's manifest: name the folder of a built book") from None


def _got(path: Path) -> dict:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file: name a day or the folder of a built edition") from None
    except ValueError as error:
        raise DataError(f"{path} cannot be read ({error}): name the folder of a built edition") from None

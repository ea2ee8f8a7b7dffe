"""Which edition a book is: its cutoff, and a hash of all that its pages follow from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nolimits.data import DataError, Parameter, Register, Row, View, mapping_of
from nolimits.data.observations import public_on
from nolimits.data.store import remember
from nolimits.manuscript import citation, contents, generated, notebook, settings, sphinx_of
from nolimits.manuscript.beside import beside, files

PACKAGE = Path(__file__).resolve().parents[1]
STARTER = PACKAGE / "starter"  # a book to begin with, from which nothing of any other follows
SHOWN = 12  # hex digits of the fingerprint that name an edition
# what a cell of a notebook says; its outputs, counts and an editor's notes follow from it or say nothing
SAID = ("cell_type", "source", "attachments")
CITING = ("source", "first_public_source")  # columns that name a source
Rows = list[Row]
Parameters = Mapping[str, Mapping[str, Parameter]]
TextByName = Mapping[str, str]


@dataclass(frozen=True)
class Edition:
    """What tells an edition from all others: `key` is `CUTOFF-FINGERPRINT`, of which the first twelve digits."""

    cutoff: str
    fingerprint: str

    @property
    def key(self) -> str:
        """The edition's name: in addresses, records and citations."""
        return f"{self.cutoff}-{self.fingerprint[:SHOWN]}"


def edition(view: View, parameters: Parameters, root: Path, text: TextByName | None = None) -> Edition:
    """The edition that a book is which is built from `root` with a view and the notebooks' parameters.

    `parameters` are by section, set over the notebooks' own defaults; `text` is what `text_hashes` gives, found
    where it is not given. The same from sources and from staged, executed copies; rows known only after the view's
    cutoff, the machine and the versions of libraries have no part in it. Raises DataError for a cutoff after the
    newest row, of which nobody can know what will be known.
    """
    if view.cutoff > view.newest:
        raise DataError(f"no edition of {view.cutoff}: the newest row is of {view.newest}, choose a day up to it")
    chosen = ((name, _hash(content)) for name, content in _chosen(view, parameters, root))
    told = [*(text_hashes(root) if text is None else text).items(), *chosen, *_row_hashes(view).items()]
    return Edition(view.cutoff, _total(told))


def text_hashes(root: Path) -> TextByName:
    """What is written of a book, code, pages and what lies beside them: hashes of contents by name, in a fixed order.

    The same on any day, whatever the tables say.
    """
    book = contents(root)
    engine = (path for path in files(PACKAGE) if not path.is_relative_to(STARTER))
    found = {f"nolimits/{path.relative_to(PACKAGE).as_posix()}": _hash(path.read_bytes()) for path in engine}
    told = generated.texts(root)  # by the data package
    for name in sorted({*book.pages} - {*told}):
        path = book.path(name)
        if path.suffix == ".ipynb":
            cells = [cell for cell in notebook.cells(path) if not notebook.has_tag(cell, notebook.INJECTED)]
            found[f"{name}{path.suffix}"] = _hash(_json([_cell(cell) for cell in cells]))
        else:
            found[f"{name}{path.suffix}"] = _hash(path.read_bytes())
    return found | {path.relative_to(root).as_posix(): _hash(path.read_bytes()) for path in beside(book)}


def code(text: TextByName) -> str:
    """A hash of all that is written of a book."""
    return _total(text.items())[:SHOWN]


def _chosen(view: View, parameters: Parameters, root: Path) -> Iterator[tuple[str, bytes]]:
    """Names and contents of what else an edition follows from: day, parameters, settings, contents, what was known."""
    yield "cutoff", view.cutoff.encode()
    for path in contents(root).notebooks:
        chosen = notebook.parameters(path) | dict(parameters.get(path.stem, {})) | {"cutoff": view.cutoff}
        yield f"parameters of {path.stem}", _json(chosen)
    yield "_config.yml", _json(_settings(root))
    if (root / "CITATION.cff").is_file():
        yield "CITATION.cff", _json(citation(root))
    yield "_toc.yml", _json(mapping_of(root / "_toc.yml", "_toc.yml"))
    yield "data/datapackage.yaml", _json(view.evidence.package)


def _row_hashes(view: View) -> dict[str, str]:
    """Hashes of what is visible of each table, by name."""

    def made() -> dict[str, str]:
        return {f"data/{name}": _hash(_json(held)) for name, held in visible_rows(view).items()}

    return remember("visible", view.basis, made)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _total(told: Iterable[tuple[str, str]]) -> str:
    return _hash("".join(f"{name}\0{digest}\n" for name, digest in told).encode())


def _cell(cell: notebook.NotebookCell) -> dict[str, Any]:
    # a run leaves an empty list of tags where there were none
    kept = {name: cell["metadata"][name] for name in notebook.METADATA if cell["metadata"].get(name)}
    return {name: cell[name] for name in SAID if name in cell} | {"metadata": kept}


def _settings(root: Path) -> dict[str, Any]:
    """The book's settings less those that staging sets for one build."""
    found = settings(root)
    found.pop("execute", None)
    for name in ("nolimits_cutoff", "nolimits_edition"):
        sphinx_of(found).pop(name, None)
    return found


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, default=str).encode()


def visible_rows(view: View) -> dict[str, Rows]:
    """The rows of every table as visible at the view's cutoff, by the table's name, in the order of the tables.

    A dated row is there once it is known, a project once something of it is, a source once it is published or a visible
    row names it, an indicator once a figure of it is known or where a statement names it, a unit unless all that is in
    it is known only later. What became known of a visible row only later is blank.
    """
    names = [resource["name"] for resource in view.evidence.package["resources"]]
    seen = {name: _rows_by_cutoff(name, view) for name in names if name != "sources"}
    cited = {row[column] for held in seen.values() for row in held for column in CITING if row.get(column)}
    sources = view.evidence.rows("sources") if "sources" in names else ()
    seen["sources"] = [row for row in sources if row["source"] in cited or row["published"] <= view.cutoff]
    seen |= _measurement_rows(view, seen)
    if "exceptions" in seen:
        keys = {name: _keys(view, name, held) for name, held in seen.items()}
        seen["exceptions"] = [row for row in seen["exceptions"] if row["row"] in keys.get(row["table"], ())]
    return {name: seen[name] for name in names}


def _measurement_rows(view: View, seen: dict[str, Rows]) -> dict[str, Rows]:
    """What is measured, in which units, and which sums hold, as far as any of it was known by the cutoff."""
    claims = seen.get("claims", ())
    kept = {*view.indicators, *(row["indicator"] for row in claims)}
    indicators = [row for row in seen["indicators"] if row["indicator"] in kept]
    units = {row["unit"] for row in (*indicators, *claims)} | {row["capacity_unit"] for row in seen.get("projects", ())}
    later = {row["unit"] for row in seen["indicators"]} - units
    return {
        "indicators": [row if row["level"] in kept else row | {"level": ""} for row in indicators],
        "units": [row for row in seen.get("units", ()) if row["unit"] not in later],
        "identities": [row for row in seen.get("identities", ()) if {*row.values()} - {row["operation"]} <= kept],
    }


def _rows_by_cutoff(name: str, view: View) -> Rows:
    register, every = view.evidence.registers.get(name), view.evidence.rows(name)
    if register and register.acts:
        columns = every[0] if every else ()
        moved = sorted(view.register(name), key=lambda row: row[register.key])
        return [{column: row[column] for column in columns} for row in moved]
    known = [row for row in every if public_on(row) <= view.cutoff]
    if register and register.ends:
        return [_without_end(row, register, view.cutoff) for row in known]
    return [dict(row) for row in known]


def _without_end(row: Row, register: Register, cutoff: str) -> Row:
    known = (row[register.end_known] or row[register.known]) <= cutoff
    return dict(row) if known else row | {register.ends: "", register.end_known: ""}


def _keys(view: View, name: str, held: Rows) -> set[str]:
    """The keys of rows as `exceptions.csv` writes them."""
    key = view.evidence.resource(name)["schema"].get("primaryKey", [])
    columns = [key] if isinstance(key, str) else key
    return {";".join(row[column] for column in columns) for row in held}

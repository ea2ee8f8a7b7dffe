"""Which edition a book is: its cutoff, and a hash of all that its pages follow from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from nolimits import manuscript
from nolimits.data import View, package, rows

PACKAGE = Path(__file__).resolve().parents[1]
SHOWN = 12  # hex digits of the fingerprint that name an edition
# what a cell of a notebook says; its outputs, counts and stamps follow from it
SAID = ("cell_type", "source", "attachments")
STAMPS = ("papermill", "execution", "collapsed", "scrolled", "ExecuteTime")
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Edition:
    """What tells an edition from all others: `key` is `CUTOFF-FINGERPRINT`, of which the first twelve digits."""

    cutoff: str
    fingerprint: str

    @property
    def key(self) -> str:
        """The edition's name: in addresses, records and citations."""
        return f"{self.cutoff}-{self.fingerprint[:SHOWN]}"


def edition(view: View, parameters: Mapping[str, Mapping] | None, book_root: Path) -> Edition:
    """The edition that a book is which is built from `book_root` with a view and the notebooks' parameters.

    `parameters` are by section, set over the notebooks' own defaults. The same from sources and from staged, executed
    copies; rows known only after the view's cutoff, the machine and the versions of libraries have no part in it.
    """
    total = hashlib.sha256()
    for name, content in made_from(view, parameters or {}, book_root):
        total.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return Edition(view.cutoff, total.hexdigest())


def made_from(view: View, parameters: Mapping[str, Mapping], root: Path) -> Iterator[tuple[str, bytes]]:
    """Names and contents of all that an edition follows from, in a fixed order."""
    yield "cutoff", view.cutoff.encode()
    for path in _files(PACKAGE):
        yield f"nolimits/{path.relative_to(PACKAGE).as_posix()}", path.read_bytes()
    for path in _files(root / "chapters"):
        yield f"chapters/{path.relative_to(root / 'chapters').as_posix()}", path.read_bytes()
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        yield f"notebooks/{path.name}", _json([_cell(cell) for cell in manuscript.cells(path) if not _injected(cell)])
        chosen = manuscript.parameters(path) | dict(parameters.get(path.stem, {})) | {"cutoff": view.cutoff}
        yield f"parameters of {path.stem}", _json(chosen)
    yield "_config.yml", _json(_settings(root / "_config.yml"))
    if (root / "CITATION.cff").is_file():
        yield "CITATION.cff", _json(_yaml(root / "CITATION.cff"))
    yield "_toc.yml", _json(_yaml(root / "_toc.yml"))
    yield "data/datapackage.yaml", _json(package(view.folder))
    for name, held in visible(view).items():
        yield f"data/{name}", _json(held)


def _files(folder: Path) -> list[Path]:
    """The files below a folder, without caches and hidden ones, in order of their places."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return [
        found[name]
        for name in sorted(found)
        if not any(part.startswith(".") or part == "__pycache__" for part in name.split("/"))
    ]


def _cell(cell: Mapping) -> dict:
    # a run leaves an empty list of tags where there were none
    kept = {name: value for name, value in cell["metadata"].items() if name not in STAMPS and value != []}
    return {name: cell[name] for name in SAID if name in cell} | {"metadata": kept}


def _injected(cell: dict) -> bool:
    return manuscript.tagged(cell, "injected-parameters")


def _settings(path: Path) -> dict:
    """The book's settings less those that staging sets for one build."""
    settings = _yaml(path)
    settings.pop("execute", None)
    config = settings.get("sphinx", {}).get("config", {})
    for name in ("nolimits_cutoff", "nolimits_edition"):
        config.pop(name, None)
    return settings


def _yaml(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, default=str).encode()


def visible(view: View) -> dict[str, Rows]:
    """The rows of every table as visible at the view's cutoff, by the table's name, in the order of the tables.

    A dated row is there once it is known, a project once something of it is, a source once it is published or a visible
    row names it. What became known of a visible row only later is blank.
    """
    seen = {resource["name"]: _known(resource["name"], view) for resource in package(view.folder)["resources"]}
    named = {row["source"] for held in seen.values() for row in held if row.get("source")}
    if "sources" in seen:
        every = rows("sources", view.folder)
        seen["sources"] = [row for row in every if row["source"] in named or row["published"] <= view.cutoff]
    if "exceptions" in seen:
        keys = {name: _keys(view, name, held) for name, held in seen.items()}
        seen["exceptions"] = [row for row in seen["exceptions"] if row["row"] in keys.get(row["table"], ())]
    return seen


def _known(name: str, view: View) -> Rows:
    match name:
        case "sources":
            return []
        case "projects":
            columns = rows("projects", view.folder)[0] if rows("projects", view.folder) else ()
            return [{column: row[column] for column in columns} for row in _in_order(view)]
        case "measures":
            return [_without_end(row, view.cutoff) for row in rows(name, view.folder) if row["known_on"] <= view.cutoff]
    return [dict(row) for row in rows(name, view.folder) if row.get("known_on", "") <= view.cutoff]


def _in_order(view: View) -> list[dict[str, str]]:
    return sorted(view.projects(), key=lambda row: row["project"])


def _without_end(row: Mapping[str, str], cutoff: str) -> dict[str, str]:
    known = (row["ended_known_on"] or row["known_on"]) <= cutoff
    return dict(row) if known else row | {"ended": "", "ended_known_on": ""}


def _keys(view: View, name: str, held: Rows) -> set[str]:
    """The keys of rows as `exceptions.csv` writes them."""
    resource = next(one for one in package(view.folder)["resources"] if one["name"] == name)
    key = resource["schema"].get("primaryKey", [])
    columns = [key] if isinstance(key, str) else key
    return {";".join(row[column] for column in columns) for row in held}


def code(view: View, root: Path) -> str:
    """A hash of all that an edition follows from, tables, day and parameters aside."""
    total = hashlib.sha256()
    for name, content in made_from(view, {}, root):
        if name.startswith(("nolimits/", "chapters/", "notebooks/")):
            total.update(content)
    return total.hexdigest()[:12]

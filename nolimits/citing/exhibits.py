"""What can be taken away of a chart: pictures, the rows drawn, citations, and a record that tells of all of them."""

from __future__ import annotations

import ast
import base64
import contextlib
import csv
import difflib
import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from nolimits import charts, manuscript
from nolimits.charts.exhibit import LICENCE
from nolimits.citing import citations
from nolimits.citing.citations import Imprint
from nolimits.claims import claims
from nolimits.data import DataError, View
from nolimits.language import ExpressionError
from nolimits.language.places import published

# ends of the names of a chart's files, and what each is called; those before the record are what it tells of
KINDS = {
    "svg": "vector picture",
    "png": "picture",
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
Spoken = Mapping[str, str]


def files(bundle: Mapping, spoken: Spoken, view: View, imprint: Imprint) -> dict[str, bytes]:
    """The files of a published chart by name: `ID.` and each of `KINDS`; the record `ID.json` has the others' hashes.

    `bundle` is what a notebook keeps of an exhibit, `spoken` its headline, subtitle, caption and alt in plain words.
    """
    item, name = citations.chart(imprint, bundle, spoken["headline"], view), bundle["id"]
    made = {
        "svg": bundle["frame"].encode(),
        "png": base64.b64decode(bundle["png"]),
        "pdf": base64.b64decode(bundle["pdf"]),
        "csv": table(bundle["records"]).encode(),
        "bib": citations.bibtex(item).encode(),
        "ris": citations.ris(item).encode(),
        "csl.json": citations.csl(item).encode(),
    }
    named = {f"{name}.{end}": content for end, content in made.items()}
    told = record(bundle, spoken, view, imprint, named)
    return named | {f"{name}.json": (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()}


def table(records: Sequence[Mapping]) -> str:
    """Records as CSV; an empty chart has a header only."""
    head = columns(records) or ["label", "value"]
    out = io.StringIO()
    writer = csv.DictWriter(out, head, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({column: _cell(row.get(column)) for column in head} for row in records)
    return out.getvalue()


def columns(records: Sequence[Mapping]) -> list[str]:
    """The names in records as a reader looks for them: what, when, how much, the rest, then known when and by whom."""
    found = sorted({column for row in records for column in row})
    led = [column for column in LEADING if column in found]
    last = [column for column in CLOSING if column in found]
    return led + [column for column in found if column not in (*led, *last)] + last


def _cell(value: object) -> object:
    return "" if value is None else json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def record(bundle: Mapping, spoken: Spoken, view: View, imprint: Imprint, made: Mapping[str, bytes]) -> dict:
    """What a chart is, for machines, as `chart.schema.json` has it: words, identity, sources, files with hashes."""
    item = citations.chart(imprint, bundle, spoken["headline"], view)
    return {
        **{name: bundle[name] for name in ("id", "kind")},
        **{name: spoken[name] for name in ("headline", "subtitle", "caption", "alt")},
        **{name: bundle[name] for name in ("unit", "cutoff")},
        "edition": imprint.edition,
        **{name: bundle[name] for name in ("source_line", "fingerprint", "parameters")},
        "sources": [_source(key, view) for key in bundle["sources"]],
        "licence": LICENCE,
        "files": weighed(made),
        "citation": {"item": item, "text": {style: citations.text(item, style) for style in citations.CSL_STYLES}},
    }


def weighed(files: Mapping[str, bytes]) -> dict[str, dict[str, str | int]]:
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
        "published": published(row),
    }


# --- the exhibits of the manuscript, without a build


def ids(root: Path) -> dict[str, str]:
    """Every chart of the manuscript and the notebook that holds it, in the book's order, as its cells name them."""
    found = {}
    for notebook in manuscript.notebooks(root):
        for cell in manuscript.cells(notebook):
            if cell["cell_type"] == "code":
                found |= dict.fromkeys(_named(cell["source"]), notebook.stem)
    return found


def _named(source: str) -> list[str]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    words = [{word.arg: word.value for word in call.keywords} for call in calls]
    return [one["id"].value for one in words if {"id", "headline"} <= set(one) and isinstance(one["id"], ast.Constant)]


def of(root: Path, view: View, section: str) -> Iterator[charts.Exhibit]:
    """The exhibits of one notebook, run in this process with the view's cutoff and tables; nothing is drawn yet."""
    path, space = root / "notebooks" / f"{section}.ipynb", {}
    for cell in manuscript.cells(path):
        if cell["cell_type"] == "code" and not manuscript.tagged(cell, "injected-parameters"):
            shown = ran(cell["source"], space, view.folder)
            if manuscript.tagged(cell, "parameters"):
                space |= manuscript.parameters(path) | {"cutoff": view.cutoff}
            if isinstance(shown, charts.Exhibit):
                yield shown


def ran(source: str, space: dict, folder: Path) -> object:
    """Run a cell in a name space and give the value of its last line, as a kernel would; it finds `folder`'s tables."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with _tables_of(folder), contextlib.redirect_stdout(io.StringIO()):
        exec(compile(tree, "<cell>", "exec"), space)
        return eval(compile(ast.Expression(last.value), "<cell>", "eval"), space) if last else None


@contextlib.contextmanager
def _tables_of(folder: Path) -> Iterator[None]:
    """A notebook asks for the tables without naming a folder; meanwhile it finds these, and leaves no trace."""
    before = {name: os.environ.pop(name, None) for name in ("NOLIMITS_DATA", "NOLIMITS_TRACE")}
    os.environ["NOLIMITS_DATA"] = str(folder)
    try:
        yield
    finally:
        del os.environ["NOLIMITS_DATA"]
        os.environ |= {name: value for name, value in before.items() if value is not None}


# --- whatever can be cited, by its name


def cited(what: str, root: Path, view: View, imprint: Imprint) -> citations.Item:
    """The item for a chart's id, a claim's key, `indicator` or `indicator@PERIOD`, a page's name, or `book`.

    Raises DataError, with near names, for anything else, and for a manuscript that cannot be read.
    """
    try:
        return _meant(what, root, view, imprint)
    except (manuscript.ManuscriptError, ExpressionError, charts.ChartError, SyntaxError) as error:
        raise DataError(str(error)) from None


def _meant(what: str, root: Path, view: View, imprint: Imprint) -> citations.Item:
    name, at, span = what.partition("@")
    if name in view.indicators:
        return citations.value(imprint, name, span if at else "latest", view)
    if what == "book":
        return citations.book(imprint)
    if what in claims(view.folder):
        return citations.claim(imprint, what, view)
    if page := pages(root).get(what):
        return citations.section(imprint, page, heading(root, page))
    if section := ids(root).get(what):
        return _chart(what, section, root, view, imprint)
    known = ["book", *pages(root), *ids(root), *view.indicators, *claims(view.folder)]
    near = difflib.get_close_matches(name, known, n=3) or [one for one in known if name and name in one][:3]
    hint = f"perhaps {' or '.join(near)}" if near else "name a chart, a claim, an indicator, a section, or the book"
    raise DataError(f"nothing is called {what!r}: {hint}")


def _chart(name: str, section: str, root: Path, view: View, imprint: Imprint) -> citations.Item:
    shown = next((one for one in of(root, view, section) if one.id == name), None)
    if shown is None:
        raise DataError(f"notebooks/{section}.ipynb names the chart {name} but does not show it: end its cell with it")
    identity = {"id": shown.id, "fingerprint": shown.fingerprint, "sources": shown.sources}
    return citations.chart(imprint, identity, shown.spoken["headline"], view)


def pages(root: Path) -> dict[str, str]:
    """The book's pages by the names that they go by: `trade` for `notebooks/trade`, `method` for `chapters/method`."""
    chapters = sorted((root / "chapters").glob("*.md"))
    return {path.stem: f"{path.parent.name}/{path.stem}" for path in (*manuscript.notebooks(root), *chapters)}


def heading(root: Path, page: str) -> str:
    """The title of a page: its first heading."""
    notebook = root / f"{page}.ipynb"
    if notebook.is_file():
        texts = [cell["source"] for cell in manuscript.cells(notebook) if cell["cell_type"] == "markdown"]
    else:
        texts = [(root / f"{page}.md").read_text(encoding="utf-8")]
    lines = (line for text in texts for line in text.splitlines())
    return next((charts.bare(line.removeprefix("# ")) for line in lines if line.startswith("# ")), page)

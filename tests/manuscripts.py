"""A book that is read without being built: chapters and notebooks on frozen tables, as data on any day.

Nothing here takes longer than a moment: notebooks are run in this process, and their charts are not drawn.
"""

import ast
import json
import os
from contextlib import contextmanager
from pathlib import Path

import small
import yaml
from conftest import Tables

from nolimits import manuscript
from nolimits.charts import MIME
from nolimits.charts.exhibit import UNDRAWN
from nolimits.data import View
from nolimits.editions import code, edition, text_hashes
from nolimits.pagemodel.twin import BookTwin, models, twin

SETTINGS = {
    "title": "Wool and Tea?",
    "author": "The testers",
    "sphinx": {"config": {"extensions": ["nolimits.pages"], "nolimits_cutoff": "latest", "nolimits_start": 2018}},
}


class Manuscript:
    """A book of some pages on tables that a test may change; `pages` are chapters by name with their text."""

    def __init__(self, tables: Tables, **pages: str) -> None:
        self.tables, self.root = tables, tables.folder.parent
        for name in ("chapters", "notebooks"):
            (self.root / name).mkdir(exist_ok=True)
        self.settings(**SETTINGS)
        self.names: list[str] = []
        for name, text in pages.items():
            self.write(text, name)

    def settings(self, **told: object) -> None:
        """What `_config.yml` says."""
        (self.root / "_config.yml").write_text(yaml.safe_dump(told, sort_keys=False), encoding="utf-8")

    def write(self, text: str, name: str = "one") -> None:
        """A chapter's text below its title; a page that is not in the contents yet comes last."""
        (self.root / f"chapters/{name}.md").write_text(f"# {name.title()}\n\n{text}\n", encoding="utf-8")
        self._list(f"chapters/{name}")

    def notebook(self, name: str, indicator: str, kind: str, earlier: str, **options: object) -> Path:
        """A notebook with one chart of an indicator."""
        path = self.root / f"notebooks/{name}.ipynb"
        small.notebook(path, indicator, kind, earlier, **options)
        self._list(f"notebooks/{name}")
        return path

    def without(self, page: str) -> None:
        """Take a page out of the contents."""
        self.names.remove(page)
        self.list_pages()

    def _list(self, page: str) -> None:
        if page not in self.names:
            self.names.append(page)
            self.list_pages()

    def list_pages(self) -> None:
        """Write the contents."""
        first, *others = self.names
        below = {"chapters": [{"file": page} for page in others]} if others else {}
        told = {"format": "jb-book", "root": first} | below
        (self.root / "_toc.yml").write_text(yaml.safe_dump(told, sort_keys=False), encoding="utf-8")

    def at(self, day: str = "latest", *, drawn: bool = False, **parameters: dict) -> BookTwin:
        """The book as data on a day; `parameters` are of notebooks, by section. To draw a chart takes a second."""
        view, book = View(day, 2018, self.tables.folder), manuscript.contents(self.root)
        chosen = {path.stem: {"cutoff": view.cutoff} | parameters.get(path.stem, {}) for path in book.notebooks}
        done = self.root / "run"
        done.mkdir(exist_ok=True)
        with _asked_of(self.tables.folder, drawn):
            executed = {f"notebooks/{path.stem}": run(path, done, chosen[path.stem]) for path in book.notebooks}
        key = edition(view, chosen, self.root).key
        return twin(models(book, view, key, executed), view, key, code(text_hashes(self.root)))


@contextmanager
def _asked_of(folder: Path, drawn: bool):
    """Let notebooks find some tables, and keep their charts from being drawn, if so."""
    before = {name: os.environ.get(name) for name in ("NOLIMITS_DATA", UNDRAWN)}
    os.environ |= {"NOLIMITS_DATA": str(folder), UNDRAWN: "" if drawn else "yes"}
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def run(notebook: Path, into: Path, parameters: dict) -> Path:
    """An executed copy of a notebook: as papermill would leave it, run here and now."""
    told, names = json.loads(notebook.read_text(encoding="utf-8")), {}
    cells = []
    for cell in told["cells"]:
        cells.append(cell)
        if cell["cell_type"] != "code":
            continue
        cell["outputs"] = list(_outputs("".join(cell["source"]), names))
        if "parameters" in cell["metadata"].get("tags", ()):
            source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
            injected = {"cell_type": "code", "id": "injected", "metadata": {"tags": ["injected-parameters"]}}
            cells.append(injected | {"source": source, "outputs": [], "execution_count": None})
            names |= parameters
    path = into / notebook.name
    path.write_text(json.dumps(told | {"cells": cells}), encoding="utf-8")
    return path


def _outputs(source: str, names: dict):
    """Run a cell; gives the chart in which it ends, if it does."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
    if hasattr(shown, "bundle"):
        data = {MIME: shown.bundle(), "text/plain": shown.spoken["headline"]}
        yield {"output_type": "display_data", "metadata": {}, "data": data}

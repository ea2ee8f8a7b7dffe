"""The printed book as files for whoever binds it: pages, settings of this edition, days to compare with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from nolimits import manuscript
from nolimits.book.days import Day, Read
from nolimits.book.folders import files
from nolimits.editions import snapshots
from nolimits.pagemodel.printed import chapter, notebook
from nolimits.pagemodel.twin import BookTwin

SOURCES = (".md", ".ipynb")


def laid_out(day: Day, pages: Mapping[str, Read], books: Sequence[BookTwin], named: str) -> dict[str, bytes]:
    """The files to be bound, by name, execution off; `books` are those to compare, this one last.

    The pages name the edition as `named`.
    """
    root = day.book.folder
    beside = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in files(root / "chapters")
        if path.suffix not in SOURCES
    }
    texts = {f"{name}{day.book.path(name).suffix}": _text(day, name, page) for name, page in pages.items()}
    own = {name: (root / name).read_bytes() for name in ("_toc.yml", "CITATION.cff") if (root / name).is_file()}
    compared = [*books[:-1], replace(books[-1], edition=named)]
    days = {
        f"{snapshots.SNAPSHOTS}/{book.cutoff}.json": json.dumps(vars(book), ensure_ascii=False) for book in compared
    }
    words = texts | days | {"_config.yml": _settings(day, named)}
    return beside | own | {name: text.encode() for name, text in words.items()}


def _text(day: Day, name: str, page: Read) -> str:
    if page.executed is None:
        return chapter(manuscript.page(name, day.book.path(name)), page.model.passages)
    return notebook(json.loads(page.executed.read_text(encoding="utf-8")), page.model.passages)


def _settings(day: Day, named: str) -> str:
    path: Path = day.book.folder / "_config.yml"
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    settings.setdefault("execute", {}).update(execute_notebooks="off", stderr_output="error")
    own = {"nolimits_cutoff": day.view.cutoff, "nolimits_edition": named, "nolimits_printed": True}
    settings["sphinx"]["config"] |= own
    text: str = yaml.safe_dump(settings, sort_keys=False)
    return text

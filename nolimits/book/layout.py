"""The printed book as files for whoever binds it: pages, settings of this edition, days to compare with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from nolimits import manuscript
from nolimits.book.days import BookDay, Read
from nolimits.claims import claims
from nolimits.claims.history import words_on
from nolimits.data.store import remember
from nolimits.editions import months, snapshots
from nolimits.manuscript.beside import beside
from nolimits.manuscript.notebook import parsed
from nolimits.manuscript.settings import extensions
from nolimits.pagemodel.parts.cover import line
from nolimits.pagemodel.parts.ledger import moments
from nolimits.pagemodel.printed import chapter, notebook
from nolimits.pagemodel.registry import PARTS
from nolimits.pagemodel.settings import Cover
from nolimits.pagemodel.twin import BookTwin


def files_to_bind(
    day: BookDay, pages: Mapping[str, Read], books: Sequence[BookTwin], named: str, ledger: bytes, cover: Cover | None
) -> dict[str, bytes]:
    """The files to be bound, by name, execution off; `books` are those to compare, this one last.

    The pages name the edition as `named`; `ledger` are the records of all statements.
    """
    root = day.book.folder
    others = {path.relative_to(root).as_posix(): path.read_bytes() for path in beside(day.book)}
    moving = _other_days_hash(day, ledger, cover)
    texts = {
        f"{name}{day.book.path(name).suffix}": _text(day, name, page, moving if _moves(page) else "")
        for name, page in pages.items()
    }
    own = {name: (root / name).read_bytes() for name in ("_toc.yml", "CITATION.cff") if (root / name).is_file()}
    compared = [*books[:-1], replace(books[-1], edition=named)]
    days = {f"{snapshots.SNAPSHOTS}/{book.cutoff}.json": snapshots.as_json(book) for book in compared}
    monthly = months.months_as_data(manuscript.pages(day.book), day.view)
    texts |= {
        f"{snapshots.SNAPSHOTS}/{months.FILE}": json.dumps(monthly, ensure_ascii=False),
        "_config.yml": _settings(day, named),
    }
    return others | own | days | {name: text.encode() for name, text in texts.items()}


def _other_days_hash(day: BookDay, ledger: bytes, cover: Cover | None) -> str:
    """A hash of what parts of pages follow from that show other days, too."""
    view = day.view

    def made() -> str:
        total = hashlib.sha256(ledger)
        for name in view.evidence.registers:
            total.update(repr(view.register(name)).encode())
        # the records tell how each verdict stood at the ends of months, parts of pages how on the papers' days
        papers = [on for on, _ in moments(view)]
        total.update(repr([words_on(one, view, papers) for one in claims(view.evidence).values()]).encode())
        if cover:
            total.update(repr([cover.shows(view), line(cover, view)]).encode())
        return total.hexdigest()

    return remember("moving", [view.basis, cover and vars(cover)], made)


def _moves(page: Read) -> bool:
    return any(PARTS[one["directive"]].moves for one in page.model.twin["parts"])


def _text(day: BookDay, name: str, page: Read, moving: str) -> str:
    # a comment, by which whoever binds pages sees that one of them is another
    *others, last = page.model.passages
    passages = [*others, f"{last}\n\n% {moving}\n" if moving else last]
    if page.executed is None:
        return chapter(manuscript.page(name, day.book.path(name)), passages)
    return notebook(parsed(page.executed.read_text(encoding="utf-8")), passages)


def _settings(day: BookDay, named: str) -> str:
    path: Path = day.book.folder / "_config.yml"
    told = settings_to_bind(yaml.safe_load(path.read_text(encoding="utf-8")), day.view.cutoff, named)
    text: str = yaml.safe_dump(told, sort_keys=False)
    return text


def settings_to_bind(settings: Mapping[str, Any], cutoff: str, named: str) -> dict[str, Any]:
    """A book's settings as its printed pages are bound with, on a day, under the name of an edition."""
    own: dict[str, Any] = {"nolimits_cutoff": cutoff, "nolimits_edition": named, "nolimits_printed": True}
    # what Jupyter Book makes of its documented settings is added to, not replaced
    sphinx = {"recursive_update": True} | (settings.get("sphinx") or {})
    config = sphinx.get("config") or {}
    if "extensions" in config:
        # a list of all would take the place of those that are told beside it
        beside = extensions(settings), sphinx.get("local_extensions") or ()
        own["extensions"] = list(dict.fromkeys(chain(*beside)))
    run = (settings.get("execute") or {}) | {"execute_notebooks": "off", "stderr_output": "error"}
    return {**settings, "only_build_toc_files": True, "execute": run, "sphinx": sphinx | {"config": config | own}}

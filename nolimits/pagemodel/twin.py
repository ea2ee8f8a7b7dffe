"""A book as data: what each of its pages says, its verdicts, and what its edition is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nolimits.claims import ledger
from nolimits.data import Parameter, View
from nolimits.data.observations import KEY
from nolimits.data.store import remember
from nolimits.manuscript import Contents, Page, page
from nolimits.pagemodel.model import Model, Twin, model

Parameters = Mapping[str, Mapping[str, Parameter]]


@dataclass(frozen=True)
class BookTwin:
    """A book as data: `pages` are the twins by name (`notebooks/trade`), in the book's order.

    `edition` is the key, `code` a hash of package and manuscript, `claims` are verdicts by claim, `corrections` the
    reasons for corrected rows, by key.
    """

    edition: str
    cutoff: str
    code: str
    parameters: dict[str, dict[str, Parameter]]
    pages: dict[str, Twin]
    claims: dict[str, str]
    corrections: dict[str, str]

    @property
    def ledger(self) -> str:
        """The page that shows the most verdicts: the one to which a verdict leads."""
        return max(self.pages, key=lambda name: len(self.pages[name]["verdicts"]), default="")


def models(book: Contents, view: View, edition: str, executed: Mapping[str, Path]) -> dict[str, Model]:
    """Every page of a book as of a view's cutoff, by name; `executed` are the notebooks as run, by page."""
    return {name: _model(page(name, executed.get(name, book.path(name))), view, edition) for name in book.pages}


def _model(page: Page, view: View, edition: str) -> Model:
    """A page's model, made where it is not kept; the edition's name changes with each letter of any page."""

    def made() -> dict[str, Any]:
        found = model(page, view, "")
        return {"twin": found.twin, "passages": found.passages}

    told = [page.name, page.digest, view.basis]
    found = remember("model", told, made)
    return Model(found["twin"] | {"edition": edition}, tuple(found["passages"]))


def twin(pages: Mapping[str, Model], view: View, edition: str, code: str) -> BookTwin:
    """The book of some pages as data; `edition` and `code` are those of its identity."""
    twins = {name: one.twin for name, one in pages.items()}
    chosen = {name.rpartition("/")[2]: one["parameters"] for name, one in twins.items() if one["parameters"]}
    return BookTwin(edition, view.cutoff, code, chosen, twins, ledger.words(view), _corrections(view))


def _corrections(view: View) -> dict[str, str]:
    """The rows corrected that are, or would be, visible, and why."""
    found = [row for row in view.evidence.rows("corrections") if row["known_on"] <= view.cutoff]
    return {".".join(row[column] for column in KEY): row["reason"] for row in found}

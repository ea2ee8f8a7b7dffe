"""What the book's settings say of its cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nolimits.data import View, store
from nolimits.data.door import memoise
from nolimits.prose import bare, plain


@dataclass(frozen=True)
class Cover:
    """What the book's settings say of its cover: `indicator` is drawn from the year `first` on.

    `title` and `question` stand on the card, `note` below the cover, `alt`, a template, says what it shows.
    """

    indicator: str
    first: int
    title: str
    question: str
    note: str
    alt: str

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Cover:
        """The cover that a book's settings describe."""
        told = {name: " ".join(str(settings.get(name, "")).split()) for name in ("title", "question", "note", "alt")}
        return cls(str(settings["indicator"]), int(settings.get("first", 0)), **told)

    def shows(self, view: View) -> str:
        """What the cover shows, in words; each page's head says it, and each build asks for it."""

        def made() -> str:
            return store.remember("cover", [self.alt, view.basis], lambda: bare(plain(self.alt, view)), view.evidence)

        return memoise(view.memo, self.alt, made)

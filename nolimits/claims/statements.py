"""What was said: the statements of the papers, as they printed them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from nolimits.data import DataError, Entry, Evidence, Figure, Row, View, paper_figure
from nolimits.data.door import memoise


@dataclass(frozen=True)
class Claim:
    """One statement: `row` is its entry in `claims.csv`, `stated` the figure in it, if it has one."""

    key: str
    row: Entry
    stated: Figure | None

    @property
    def document(self) -> str:
        """The key of the paper that makes it."""
        return self.row["document"]

    @property
    def text(self) -> str:
        """The statement, in our words."""
        return self.row["statement"]

    @property
    def vague(self) -> bool:
        """Whether the figure is stated with the word *about*."""
        return self.row["qualifier"] == "about"


def claims(evidence: Evidence) -> Mapping[str, Claim]:
    """All statements by key, in the order of the table."""

    def made() -> Mapping[str, Claim]:
        return {
            entry["claim"]: Claim(entry["claim"], entry, paper_figure(entry, evidence.units))
            for entry in evidence.entries("claims")
        }

    return memoise(evidence.memo, "claims", made)


def claim(key: str, view: View) -> Claim:
    """One statement by its key; raises DataError for an unknown key."""
    known = claims(view.evidence)
    if key not in known:
        near = difflib.get_close_matches(key, known, n=2)
        raise DataError(f"no claim is called {key!r}: {'perhaps ' + ' or '.join(near) if near else 'see claims.csv'}")
    return known[key]


def criteria(evidence: Evidence) -> Mapping[str, tuple[Row, ...]]:
    """The tests by claim, in the order of the table: one for each side and reading."""

    def made() -> Mapping[str, tuple[Row, ...]]:
        found: dict[str, list[Row]] = {}
        for row in evidence.rows("criteria"):
            found.setdefault(row["claim"], []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    return memoise(evidence.memo, "criteria", made)


def paper_day(claim: Claim, evidence: Evidence) -> str:
    """The day from which a statement's paper counts."""
    return evidence.documents[claim.document]["published_to"]

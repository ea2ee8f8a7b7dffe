"""The ledger: all statements weighed, and how each paper's stand."""

from __future__ import annotations

from nolimits.claims.statements import claims
from nolimits.claims.strength import GRADES, strength
from nolimits.claims.verdicts import WORDS
from nolimits.claims.weigh import Verdict, weigh
from nolimits.data import DataError, Row, View
from nolimits.data.store import remember

FILTERS = ("document", "section", "verdict", "strength")

KNOWN = {"verdict": WORDS, "strength": GRADES}


def verdicts(view: View, **wanted: str | None) -> list[Verdict]:
    """All claims weighed as of the view's cutoff; `document`, `section`, `verdict` and `strength` keep to some.

    Raises DataError for a value that no claim has.
    """
    found = [weigh(claim, view) for claim in claims(view.evidence).values()]
    for name, value in wanted.items():
        if value is None:
            continue
        known = KNOWN[name] if name in KNOWN else tuple(sorted({one.claim.row[name] for one in found}))
        if value not in known:
            raise DataError(f"--{name} {value}: no claim has it: one of {', '.join(known)}")
        found = [one for one in found if _cell(one, name, view) == value]
    return found


def _cell(verdict: Verdict, name: str, view: View) -> str:
    match name:
        case "verdict":
            return verdict.word
        case "strength":
            return strength(verdict, view).grade
    return verdict.claim.row[name]


def words(view: View) -> dict[str, str]:
    """The verdict's word on each statement, by key."""
    evidence = view.evidence
    told = [view.circumstances, evidence.contents(("claims", "criteria"))]
    return remember("words", told, lambda: {one.claim.key: one.word for one in verdicts(view)}, evidence)


def documents(view: View) -> list[Row]:
    """The papers in order of their day, which is the last of the window in which each was published."""
    return list(view.evidence.documents.values())


def scores(view: View) -> dict[str, dict[str, int]]:
    """Counts of verdicts by word for each paper as of the view's cutoff."""
    counts = {row["document"]: dict.fromkeys(WORDS, 0) for row in documents(view)}
    for verdict in verdicts(view):
        counts[verdict.claim.document][verdict.word] += 1
    return counts

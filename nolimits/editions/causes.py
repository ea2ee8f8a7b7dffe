"""Why two editions differ in a place: the rows that came, those that went, and what else can have done it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nolimits.pagemodel.twin import BookTwin

CAUSES = {
    "correction": "a row was corrected or set aside",
    "definition": "what is asked was defined anew",
    "revision": "another figure for the same period",
    "new-period": "a figure for another period",
    "new-entry": "a new entry of a register",
    "day": "time went by",
    "code": "the same rows, told or drawn otherwise",
}
TwinRow = dict[str, Any]
Held = Mapping[str, TwinRow]


@dataclass(frozen=True)
class Why:
    """The causes of a change, the foremost first; `came` are rows behind the new state only, `went` behind the old."""

    causes: tuple[str, ...]
    came: tuple[TwinRow, ...] = ()
    went: tuple[TwinRow, ...] = ()


@dataclass(frozen=True)
class Side:
    """One side of a comparison in one place: the book, its rows by key, the keys behind the place.

    `defined` is what else the place follows from: its test, or its options.
    """

    book: BookTwin
    held: Held
    keys: tuple[str, ...]
    asked: str = ""
    names: Mapping[str, object] = field(default_factory=dict)
    defined: object = None

    def rows(self, wanted: Iterable[str]) -> list[TwinRow]:
        """The rows under some keys, each with its key."""
        return [{"key": key} | self.held[key] for key in wanted if key in self.held]


def why(old: Side, new: Side) -> Why:
    """What made a place differ, by the rows behind it on either side.

    Where no row, definition or option differs, the day does it if the code is the same, else the code.
    """
    before, after = set(old.keys), set(new.keys)
    came, went = new.rows(sorted(after - before)), old.rows(sorted(before - after))
    shared = sorted(before & after & old.held.keys() & new.held.keys())
    both = [(old.held[key], new.held[key], key) for key in shared]
    counted = Counter(_of_came(row, old, new) for row in came) + Counter(_of_went(row, new) for row in went)
    edited = [(key, a, b) for a, b, key in both if a["digest"] != b["digest"] and _means(a) == _means(b)]
    moved = [(key, a, b) for a, b, key in both if a.get("state") != b.get("state")] if not (came or went) else []
    counted.update("correction" for _ in edited)
    counted.update("day" if b.get("lapses") else "new-entry" for _, _, b in moved)
    if any(_means(a) != _means(b) for a, b, _ in both) or _differs_in_meaning(old, new):
        counted["definition"] += 1
    pairs = edited + moved
    came += [{"key": key} | b for key, _, b in pairs]
    went += [{"key": key} | a for key, a, _ in pairs]
    del counted[""]
    return Why(_rank(counted) or (_otherwise(old, new),), _by_day(came), _by_day(went))


def _of_came(row: TwinRow, old: Side, new: Side) -> str:
    before, after = row["key"] in old.book.corrections, row["key"] in new.book.corrections
    stands_again, moved = before and not after, after and not before and row["known_on"] <= old.book.cutoff
    if stands_again or moved:
        return "correction"
    if row["table"] != "observations":
        return "day" if row.get("lapses") and row["known_on"] <= old.book.cutoff else "new-entry"
    known = {(one["indicator"], one["period"]) for one in old.rows(old.keys) if one["table"] == "observations"}
    return "revision" if (row["indicator"], row["period"]) in known else "new-period"


def _of_went(row: TwinRow, new: Side) -> str:
    """A row that no longer counts tells of the cause where it was set aside, or where its day has passed."""
    if row["key"] in new.book.corrections:
        return "correction"
    return "day" if row.get("lapses") else ""


def _means(row: TwinRow) -> str:
    return row.get("definition", "")


def _differs_in_meaning(old: Side, new: Side) -> bool:
    changed = {name for name in {*old.names, *new.names} - {"cutoff"} if old.names.get(name) != new.names.get(name)}
    return old.defined != new.defined or any(re.search(rf"\b{re.escape(name)}\b", new.asked) for name in changed)


def _otherwise(old: Side, new: Side) -> str:
    return "day" if old.book.code == new.book.code else "code"


def _rank(counted: Counter[str]) -> tuple[str, ...]:
    """Corrections and definitions first, as they change what was said; then by the number of rows."""
    order = list(CAUSES)
    first = ("correction", "definition")
    found = [cause for cause in counted if counted[cause]]
    return tuple(sorted(found, key=lambda cause: (cause not in first, -counted[cause], order.index(cause))))


def _by_day(rows: Iterable[TwinRow]) -> tuple[TwinRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row["known_on"], row["key"]), reverse=True))

"""Rows as a page's twin names them: a key that tells each from all others, and what it says with its source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from nolimits.claims.words import row_words
from nolimits.data import Entry, Fact, Observation, View
from nolimits.language.places import key

DEFINED = ("unit", "basis", "definition", "minimum", "maximum")


def row_keys(rows: Iterable[Fact]) -> list[str]:
    """The keys of rows, each once, sorted."""
    return sorted({key(row) for row in rows})


def rows_by_key(view: View) -> Mapping[str, Fact]:
    """All rows that a view can see, by key."""
    if "rows by key" not in view.memo:
        found: dict[str, Fact] = {}
        for name in view.indicators:
            found |= {key(take): take for takes in view.periods(name).values() for take in takes}
        for name in view.evidence.registers:
            for entry in view.register(name):
                found.setdefault(key(entry), entry)
        view.memo["rows by key"] = found
    known: Mapping[str, Fact] = view.memo["rows by key"]
    return known


def row_record(row: Fact, view: View) -> dict[str, str]:
    """A row for machines: its table, its indicator and period, what it says, its source, the day known, its place.

    `state` is what it amounts to on the view's day; `digest` tells an edited row from what it was, `definition` an
    indicator that means something else than it did.
    """
    said = row_words(row, view)
    table = "observations" if isinstance(row, Observation) else row.register.name
    made = {"table": table, "says": said["says"], "known_on": said["known_on"] or _news(row)}
    if isinstance(row, Observation):
        about = view.about(row.indicator)
        made |= {
            "indicator": row.indicator,
            "period": f"{row.period.start}/{row.period.end}",
            "value": said["says"].rpartition(": ")[2],
            "definition": _hash(about[name] for name in DEFINED),
        }
    elif row.register.state and row.get(row.register.state):
        made["state"] = row[row.register.state].replace("_", " ")
    if isinstance(row, Entry) and row.register.begins:
        made["lapses"] = "yes"
    made |= {name: said[name] for name in ("source", "publisher", "url") if said.get(name)}
    return made | {"place": f"{said['page']}#{said['anchor']}", "digest": _digest(row)}


def _news(row: Fact) -> str:
    """The day of the last act of a thing, as far as the row tells it."""
    return row.get("news", "") if isinstance(row, Entry) else ""


def _digest(row: Fact) -> str:
    if isinstance(row, Observation):
        cells = [row.qualifier, repr(row.quantity)]
    else:
        cells = [row.get(column, "") for column in row.register.tells]
    return _hash(cells) if cells else ""


def _hash(cells: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(cells).encode()).hexdigest()[:12]


def newest_day(rows: Iterable[Fact]) -> str:
    """The day on which the last of some rows became known; empty where none has a day."""
    return max((row.known_on for row in rows), default="")


def published_sources(rows: Iterable[Fact], view: View) -> list[str]:
    """The keys of the sources that some rows name, as far as published by the view's day."""
    named = {row.source for row in rows} - {""}
    return sorted(name for name in named if view.names(name))

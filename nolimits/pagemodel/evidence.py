"""Rows as a page's twin names them: a key that tells each from all others, and what it says with its source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from nolimits.claims import ledger
from nolimits.data import Observation, View, known_on
from nolimits.language.places import register_place

Row = Observation | Mapping[str, str]
REGISTERS = {"event": "events", "measure": "measures", "claim": "claims", "project": "projects"}
DEFINED = ("unit", "basis", "definition", "minimum", "maximum")
# what a register's row says of itself on a day, which follows from other rows or from the day
STATES = {"measures": "state", "projects": "status"}
SAID = {"events": ("date", "actor", "kind", "description"), "milestones": ("status", "description")}


def is_row(row: Row) -> bool:
    """Whether something that an answer rests on is a row of evidence, not a source or a paper as such."""
    return isinstance(row, Observation) or any(column in row for column in REGISTERS)


def register(row: Row) -> str:
    """The table that a row is from."""
    if isinstance(row, Observation):
        return "observations"
    if "milestone" in row:
        return "milestones"
    return next(name for column, name in REGISTERS.items() if column in row)


def key(row: Row) -> str:
    """A name for a row that no other has: where the book shows single rows, the anchor that it has there."""
    if isinstance(row, Observation):
        return row.anchor
    if "milestone" in row:
        return f"project-{row['project']}.{row['date']}.{row['milestone']}.{row['source']}"
    return register_place(row)[1]


def keys(rows: Iterable[Row]) -> list[str]:
    """The keys of rows, each once, sorted."""
    return sorted({key(row) for row in rows})


def told(row: Row, view: View) -> dict[str, str]:
    """A row for machines: its table, its indicator and period, what it says, its source, the day known, its place.

    `state` is what it amounts to on the view's day; `digest` tells an edited row from what it was, `definition` an
    indicator that means something else than it did.
    """
    said, table = ledger.row_record(row, view), register(row)
    record = {"table": table, "says": _says(row, table, said["says"]), "known_on": said["known_on"] or _news(row)}
    if isinstance(row, Observation):
        value = said["says"].rpartition(": ")[2]
        record |= {"indicator": row.indicator, "period": f"{row.period.start}/{row.period.end}", "value": value}
        about = view.about(row.indicator)
        record["definition"] = _hash(about[name] for name in DEFINED)
    elif table in STATES and row.get(STATES[table]):
        record["state"] = row[STATES[table]].replace("_", " ")
    record |= {name: said[name] for name in ("source", "publisher", "url") if said.get(name)}
    return record | {"place": f"{said['page']}#{said['anchor']}", "digest": _digest(row, table)}


def _says(row: Row, table: str, said: str) -> str:
    match table:
        case "measures" if {"imposed_by", "goods"} <= row.keys():
            return f"{row['imposed_by']}, {row['goods']}: {said}"
        case "projects" if row.get("status"):
            return f"{said}: {row['status'].replace('_', ' ')}"
    return said


def _news(row: Row) -> str:
    """The day of the last act of a project, as far as the row tells it."""
    return "" if isinstance(row, Observation) else row.get("news", "")


def _digest(row: Row, table: str) -> str:
    if isinstance(row, Observation):
        cells = [row.qualifier, repr(row.quantity)]
    else:
        cells = [row.get(column, "") for column in SAID.get(table, ())]
    return _hash(cells) if cells else ""


def _hash(cells: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(cells).encode()).hexdigest()[:12]


def newest(rows: Iterable[Row]) -> str:
    """The day on which the last of some rows became known; empty where none has a day."""
    return max(map(known_on, rows), default="")


def sources(rows: Iterable[Row], view: View) -> list[str]:
    """The keys of the sources that some rows name, as far as published by the view's day."""
    named = {row.source if isinstance(row, Observation) else row.get("source", "") for row in rows} - {""}
    return sorted(name for name in named if view.source(name)["published"] <= view.cutoff)

"""Rules of how a table is laid out: rows in order, numbers as their sources printed them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from nolimits.checks.problem import Finding, visible
from nolimits.checks.reading import Table
from nolimits.data.tables import sort_key

Tables = Mapping[str, Table]
Findings = Iterator[Finding]

UNTOLD = 20  # rows out of order, or figures with zeros at their ends: from here on a program did it, which is told once


def rows_are_sorted(tables: Tables) -> Findings:
    """The rows of a table are sorted by its key, numbers as numbers, so that a change shows as a change of lines.

    As few rows as can be are called out of order, and each is told between which others it belongs.
    """
    for name, table in tables.items():
        place = sort_key({"schema": {"primaryKey": table.key, "fields": table.fields}})
        keys = [place(row.cells) for row in table.sound]
        if all(before <= after for before, after in pairwise(keys)):
            continue
        kept = _longest_rise(keys)
        order, wrong = [keys[at] for at in kept], sorted(set(range(len(keys))) - set(kept))
        rule = f"rows sorted by {', '.join(table.key)}"
        if len(wrong) > UNTOLD:
            row, found = table.sound[wrong[0]], f"{len(wrong):,} rows, this one the first"
            yield Finding(name, row, table.key[0], "rows out of order", found, f"{rule}: `nolimits format {name}`")
            continue
        for row, key in ((table.sound[at], keys[at]) for at in wrong):
            at = bisect_right(order, key)
            where = f"above line {table.sound[kept[at]].line}" if at < len(kept) else "at the end of the table"
            found = visible(table.key_of(row))
            yield Finding(name, row, table.key[0], "row out of order", found, f"{rule}: it belongs {where}")


def _longest_rise(keys: list[Any]) -> list[int]:
    """The places of a longest run of keys none of which is below the one before (patience sorting, Fredman 1975)."""
    ends: list[int] = []
    tops: list[Any] = []
    before, last = [-1] * len(keys), 0
    for at, key in enumerate(keys):
        pile = bisect_right(tops, key)
        last = at if pile == len(tops) else last
        before[at] = ends[pile - 1] if pile else -1
        ends[pile : pile + 1] = [at]
        tops[pile : pile + 1] = [key]
    found, at = [], last
    while at >= 0:
        found.append(at)
        at = before[at]
    return found[::-1]


def figures_keep_their_last_place(tables: Tables) -> Findings:
    """No number ends in zeros behind its point, as a program writes them: its last place tells how precise it is."""
    for name, table in tables.items():
        numbers = [field["name"] for field in table.fields if field["type"] == "number"]
        hits = [(row, one) for row in table.sound for one in numbers if "." in row[one] and row[one][-1] == "0"]
        rule = f"`nolimits format {name}` takes the zeros away and says so"
        if len(hits) > UNTOLD:
            row, column = hits[0]
            what, found = "a program wrote numbers with zeros at their ends", f"{len(hits):,} such as {row[column]}"
            yield Finding(name, row, column, what, found, f"{_plain(row[column])}: {rule}")
            continue
        for row, column in hits:
            yield Finding(
                name, row, column, "zeros at the end of a number", row[column], f"{_plain(row[column])}: {rule}"
            )


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".")

"""What differs between two editions, told: as text for a terminal, as a record for machines; `markup` has HTML."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from nolimits.data import day_name
from nolimits.data.nouns import many
from nolimits.data.tables import Row
from nolimits.editions.compare import KINDS, TURNS, Change, Comparison

WIDTH = 110
SHOWN = {"verdict": 40, "strength": 12, "headline": 8, "direction": 6, "state": 6, "number": 6, "page": 6}
FOLDED = ("date", "exhibit", "sentence")  # told one by one only where all is asked for
NUMBERS = ("direction", "state", "number", "date")
FEW, MANY = 1, 12


def sides(comparison: Comparison) -> str:
    """`between 27 November 2025 and 31 March 2026`."""
    days = [day_name(book.cutoff) for book in (comparison.old, comparison.new)]
    if days[0] == days[1]:
        return f"between edition {comparison.old.edition} and edition {comparison.new.edition}"
    return f"between {days[0]} and {days[1]}"


def nothing(comparison: Comparison) -> str:
    """That nothing differs, in a sentence."""
    old, new = comparison.old, comparison.new
    if old.edition == new.edition:
        return f"Nothing differs: both are the edition {new.edition}."
    return f"Nothing differs {sides(comparison)}."


def count_text(counts: dict[str, int]) -> list[str]:
    """`36 verdicts turned`, `1 headline` …, in the order of the kinds."""
    return [many(counts[kind], *words) for kind, words in KINDS.items() if kind in counts]


def once(changes: Iterable[Change]) -> list[tuple[Change, list[str]]]:
    """Changes with the pages on which each stands: one that stands on several is told once, the largest first."""
    found: dict[tuple[Any, ...], tuple[Change, list[str]]] = {}
    for change in changes:
        # the same answer from the same rows is the same news, however it is asked
        asked = tuple(row["key"] for row in change.came) if change.kind in NUMBERS else (change.anchor or change.asked,)
        same = (change.kind, change.before, change.after, *asked)
        found.setdefault(same, (change, []))[1].append(change.page)
    return sorted(found.values(), key=lambda pair: -pair[0].weight)


# --- text


def as_text(comparison: Comparison, *, everything: bool = False) -> str:
    """The comparison for a terminal: counts, then verdicts, headlines, directions and numbers, the largest first.

    `everything` lifts the limits and adds days, charts and sentences.
    """
    if not comparison:
        return nothing(comparison)
    lines = [f"What differs {sides(comparison)}", _editions(comparison), ""]
    lines += _wrap("Changes: " + " · ".join(count_text(comparison.counts)))
    lines += _wrap("By cause: " + " · ".join(f"{_cause_name(cause)} {n:,}" for cause, n in comparison.causes.items()))
    for kind in KINDS:
        if kind in SHOWN or (everything and kind in FOLDED):
            lines += _section(comparison, kind, everything)
    rest = count_text({kind: n for kind, n in comparison.counts.items() if kind in FOLDED})
    if rest and not everything:
        lines += ["", f"Not told one by one: {', '.join(rest)} (--all tells everything)"]
    return "\n".join(lines)


def _editions(comparison: Comparison) -> str:
    return f"edition {comparison.old.edition} → edition {comparison.new.edition}"


def _section(comparison: Comparison, kind: str, everything: bool) -> Iterator[str]:
    found = once(comparison.of(kind))
    if not found:
        return
    limit = len(found) if everything else SHOWN[kind]
    yield from ("", f"{KINDS[kind][1].upper()} ({len(found)})")
    for change, pages in found[:limit]:
        yield from _change(change, [comparison.title(page) for page in pages], MANY if everything else FEW)
    if len(found) > limit:
        yield f"  … and {len(found) - limit} more (--all)"


def _change(change: Change, titles: Sequence[str], most: int) -> Iterator[str]:
    where = ", ".join(dict.fromkeys(titles))
    match change.kind:
        case "verdict":
            weak = " (rests on too little to be called a turn)" if change.weak else ""
            yield from _wrap(f"{change.asked}  {change.before} → {change.after}  {change.context}{weak}", "  ")
        case "strength":
            yield from _wrap(f"{change.asked}  {change.before} → {change.after}  {change.context}", "  ")
        case "headline":
            yield f"  {change.asked} ({where})"
            yield from (*_wrap(f"− {change.before}", "    "), *_wrap(f"+ {change.after}", "    "))
        case "sentence":
            yield f"  {where}{': ' if change.context else ''}{change.context}"
            yield from _wrap(f"− {change.before}", "    ") if change.before else ()
            yield from _wrap(f"+ {change.after}", "    ") if change.after else ()
        case _:
            yield from _wrap(f"{change.before} → {change.after}  ({where})", "  ")
            yield from _wrap(change.context or change.asked, "    ")
    yield from _reason(change, most)


def _reason(change: Change, most: int) -> Iterator[str]:
    """The causes in brackets, and up to so many rows that came and went, one a line."""
    if most > FEW or change.kind not in TURNS or not change.came:
        yield f"    [{', '.join(map(_cause_name, change.causes))}]"
    for sign, rows in (("+", change.came), ("−", change.went)):
        for row in rows[:most]:
            yield f"      {sign} {textwrap.shorten(_says(row), WIDTH - 8, placeholder=' …')}"
        if len(rows) > most:
            yield f"      {sign} {more_rows(len(rows) - most)}"


def more_rows(number: int) -> str:
    """`3 more rows`."""
    return many(number, "more row")


def _cause_name(cause: str) -> str:
    return cause.replace("-", " ")


def _says(row: Row) -> str:
    """A row with its publisher and the day on which it became known."""
    known = f"known {day_name(row['known_on'])}" if row["known_on"] else ""
    origin = ", ".join(filter(None, (row.get("publisher", ""), known)))
    return f"{row['says']}{f' ({origin})' if origin else ''}"


def _wrap(said: str, indent: str = "") -> list[str]:
    return textwrap.wrap(said, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False)


# --- JSON


def as_record(comparison: Comparison) -> str:
    """The comparison as JSON; `schemas/diff.schema.json` says what is in it."""
    return json.dumps(comparison.record(), ensure_ascii=False, indent=1)

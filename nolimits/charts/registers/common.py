"""What the pictures of registers share: rows in groups, records with the rows behind them, words, and states."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from nolimits.charts.exhibit import ChartError, Datum
from nolimits.data import Entry, View
from nolimits.data.periods import years_before

T = TypeVar("T")
K = TypeVar("K")

# --- states of projects: from a thought to a running plant, then the three ways to stop; each with colour and hatch
STATES: dict[str, tuple[str, str]] = {
    "idea": ("heat2", ""),
    "negotiating": ("heat3", ""),
    "agreed": ("heat4", ""),
    "under_construction": ("heat5", ""),
    "operating": ("cyan", ""),
    "stalled": ("other", "////"),
    "withdrawn": ("rest", ""),
    "cancelled": ("both", ""),
}
# what counts as realised may come first: from a running plant back to a thought, then the three ways to stop
ORDER = ("operating", "under_construction", "agreed", "negotiating", "idea", "stalled", "withdrawn", "cancelled")
STOPPED = ("stalled", "withdrawn", "cancelled")
OPEN = ("idea", "negotiating", "agreed", "under_construction")  # what may yet run, unless it died in silence


def look_of(status: str) -> tuple[str, str]:
    """Colour and hatching of a state of projects."""
    return STATES.get(status, ("rest", ""))


def is_silent(row: Entry, cutoff: str, years: int) -> bool:
    """Whether a project is still open, and nothing was reported of it for so many years: it may have died unnoticed."""
    return row["status"] in OPEN and row["news"] < years_before(cutoff, years)


def silence(years: int, states: Sequence[str]) -> list[tuple[str, str, str]]:
    """The pale swatch of what is open and not heard of, in the colour of the first of its states; none of none."""
    return [(f"pale: open, nothing reported for {in_years(years)}", *STATES[state]) for state in states[:1]]


def state_keys(states: Iterable[str], order: Iterable[str] = ORDER) -> list[tuple[str, str, str]]:
    """Swatches of the states that are among some, in an order."""
    wanted = set(states)
    return [(value_in_words(name), *STATES[name]) for name in order if name in wanted]


def planned_years(row: Entry) -> list[int]:
    """The years of the first plan for completion; none where none is known."""
    return [int(part) for part in row["planned_completion"].split("-") if part.isdigit()]


# --- records


def datum(record: Mapping[str, Any], rows: Iterable[Entry], says: str) -> Datum:
    """A record, and what it `says`, with the day and the sources of the rows behind it: the newest day, all sources."""
    held = list(rows)
    known_on = max((row.get("known_on", "") for row in held), default="")
    sources = ";".join(dict.fromkeys(row["source"] for row in held))
    return Datum({**record, "known_on": known_on, "sources": sources}, tuple(held), says=says)


def numbers(data: Sequence[Datum], *columns: str) -> dict[tuple[Any, ...], int]:
    """The number of each record, by which marks say that they stand for it, by what it holds in some columns."""
    return {tuple(one.record.get(column) for column in columns): n for n, one in enumerate(data)}


def pick_cells(row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    """Some cells of a row."""
    return {column: row[column] for column in columns}


# --- options, groups, words


def one_of(name: str, value: object, allowed: Iterable[str]) -> None:
    """Raises ChartError where an option has a value that it cannot have."""
    if value not in (allowed := tuple(allowed)):
        raise ChartError(f"{name}={value!r} is not an option: {', '.join(allowed)}")


def group_by(rows: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Rows by the value of a key, groups in the order in which they first appear."""
    found: dict[K, list[T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def value_in_words(name: str) -> str:
    """A value of an enumeration in words: `under_construction` is `under construction`."""
    return name.replace("_", " ")


def in_years(number: int) -> str:
    """`a year`, `two years`, `7 years`."""
    words = {1: "a year", 2: "two years", 3: "three years", 4: "four years", 5: "five years"}
    return words.get(number, f"{number} years")


def day_after(iso: str) -> str:
    """The next day."""
    return (datetime.date.fromisoformat(iso) + datetime.timedelta(days=1)).isoformat()


def projects_since(acts: Sequence[Entry], start: int) -> list[Entry]:
    """The acts from a year on, and the one before them, whose state still held then."""
    later = [act for act in acts if act["date"] >= str(start)]
    return [*acts[: len(acts) - len(later)][-1:], *later]


def all_acts(view: View, rows: Iterable[Entry]) -> list[Entry]:
    """The acts of some projects, project by project."""
    return [act for row in rows for act in view.acts("projects", row["project"])]

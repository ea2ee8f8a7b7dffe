"""A problem: where it is, what is wrong, what was found and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from nolimits.checks.row import TableRow

SHOWN = 80


@dataclass(frozen=True)
class Problem:
    """One fault. `line` is the physical line (the header is 1), `column` a column's name, or its number from 1."""

    file: str
    line: int
    column: str
    what: str
    found: str
    right: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}: {self.found}: {self.right}"


@dataclass(frozen=True)
class Finding:
    """What a rule finds in a row; a problem, unless an exception names the rule, the row and what was found."""

    table: str
    row: TableRow
    column: str
    what: str
    found: str
    right: str


def visible(text: str) -> str:
    """A cell as it may be printed: quoted, cut at 80 characters, what is invisible written as an escape."""
    if not text:
        return "an empty cell"
    cut = printable(text[: SHOWN + 1])
    if len(cut) <= SHOWN:
        return f"'{cut}'"
    return f"'{cut[: SHOWN - 1]}…' ({len(text):,} characters)"


def printable(text: str) -> str:
    """Text as one line of a message may hold it: breaks of lines and whatever else is invisible written as escapes."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text)


def suggest(value: str, allowed: Iterable[str], listed: int = 8) -> str:
    """What might have been meant by a value that is not allowed: the nearest ones, else the first few."""
    choice = [word for word in allowed if word]
    if close := difflib.get_close_matches(value[:SHOWN], choice, n=3):
        return f"perhaps {_or([printable(word) for word in close])}"
    few = [printable(word) for word in choice[:listed]]
    return f"one of {', '.join(few)}" if len(choice) <= listed else f"one of {len(choice):,}, such as {few[0]}"


def _or(words: list[str]) -> str:
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]

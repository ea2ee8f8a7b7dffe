"""Registers as the data package declares them: what tells one entry from another, its days, its words and its place.

A register is a table of dated acts or of things, in whose descriptor a block `register` stands; nothing else in the
code knows which registers there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nolimits.data.periods import day_name

IN_FORCE = "in force"


@dataclass(frozen=True)
class Register:
    """What is declared of one register; columns are named, an empty name means that there is none.

    `key` names an entry, `day` is when it happened, `known` when that became known. `says` is what an entry says, with
    columns in braces; `tells` are the columns that make it what it is, so that an edited entry is told from another.
    `page` and `anchor` are where the book shows it, with columns in braces as well. Where `begins` is set, an entry
    has a state on each day, as `courses` says; `ends` is its last day, `end_known` when that became known (alone, that
    it is over since an unknown day), `supersedes` names the entries that it takes the place of, parted by ;.
    `acts` names the register of the acts from which an entry's state follows, `of` the register
    whose entries it moves. `part_of` names the entry of which one is a part or another report, so that one act counts
    once. `always` are the columns that are told of a thing before its own source was published.
    `apart` are the columns by which entries of one key are told apart. `doer` says who acts, and `habits` are those of
    whom an entry is a practice: nobody repeals it, so that its state is only as new as the report of it.
    """

    name: str
    key: str
    page: str
    anchor: str
    says: str
    day: str = ""
    known: str = ""
    tells: tuple[str, ...] = ()
    begins: str = ""
    ends: str = ""
    end_known: str = ""
    supersedes: str = ""
    part_of: str = ""
    acts: str = ""
    of: str = ""
    always: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    doer: str = ""
    habits: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """The column that holds an entry's state as of a day; empty where entries have none."""
        return "state" if self.begins else "status" if self.acts else ""


class Entry(dict[str, str]):
    """A row of a register as of a day: cells by column, and the register that it is from."""

    def __init__(self, cells: Mapping[str, str], register: Register) -> None:
        super().__init__(cells)
        self.register = register

    @property
    def known_on(self) -> str:
        """The day on which it became known; empty where its register knows none."""
        return self.get(self.register.known, "")

    @property
    def source(self) -> str:
        """The key of its source; empty where it has none."""
        return self.get("source", "")

    @property
    def page(self) -> str:
        """The page that shows it."""
        return self.register.page.format_map(self)

    @property
    def anchor(self) -> str:
        """Its permanent place on that page."""
        return self.register.anchor.format_map(self)

    @property
    def state_words(self) -> str:
        """Its state in words, of a practice that goes on with the day of the report; empty where it has none."""
        told = self.get(self.register.state, "").replace("_", " ")
        if told == IN_FORCE and self.get(self.register.doer) in self.register.habits:
            return f"{told} when reported, {day_name(self.known_on)}"
        return told

    @property
    def says(self) -> str:
        """What it says, in the register's words."""
        return self.register.says.format_map(_Spoken(self))

    def having(self, **cells: str) -> Entry:
        """The same entry with some cells set."""
        return Entry(self | cells, self.register)


class _Spoken(dict[str, str]):
    """Cells as they are said: a state without underscores, and nothing where a column is not there."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry)
        if state := entry.register.state:
            self[state] = entry.state_words

    def __missing__(self, column: str) -> str:
        return ""


def drop_parts(entries: Iterable[Entry]) -> list[Entry]:
    """Entries without those that are a part, or another report, of one that is among them."""
    found = list(entries)
    keys = {entry[entry.register.key] for entry in found}
    return [entry for entry in found if entry.get(entry.register.part_of, "") not in keys]


def registers_of(package: Mapping[str, Any]) -> dict[str, Register]:
    """The registers that a data package declares, by name, in its order."""
    return {
        resource["name"]: Register(
            name=resource["name"], apart=_apart(resource), **_lists_as_tuples(resource["register"])
        )
        for resource in package["resources"]
        if "register" in resource
    }


def _apart(resource: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a table's key besides that which names an entry."""
    columns = resource["schema"]["primaryKey"]
    every = [columns] if isinstance(columns, str) else columns
    return tuple(column for column in every if column != resource["register"]["key"])


def _lists_as_tuples(block: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(given) if isinstance(given, Sequence) and not isinstance(given, str) else given
        for name, given in block.items()
    }

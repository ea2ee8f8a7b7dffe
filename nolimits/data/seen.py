"""What a view sees under a name, as a mark: where two marks are equal, so are all answers read under the name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, TypeVar

from nolimits.data import door

if TYPE_CHECKING:
    from nolimits.data.view import View

Value = TypeVar("Value")
Mark = tuple[int, ...]
Known = dict[tuple[str, ...], dict[Mark, Value]]  # what was made, by the names that were read for it and their marks
MARKS = "marks"


def reuse(known: Known[Value], view: View, make: Callable[[], Value]) -> Value:
    """What follows from the rows of a view: made again only where something read for it is another than before.

    `known` keeps what was made for other days of the same tables; what is read for it is noted each time.
    """
    for names, found in known.items():
        seen = mark(view, names)
        if seen in found:
            door.read_all(names)  # for whoever keeps what is made of this
            return found[seen]
    with door.noted() as read:
        made = make()
    known.setdefault(tuple(sorted(read)), {})[mark(view, read)] = made
    return made


def mark(view: View, names: Iterable[str]) -> Mark:
    """The marks of what is seen under some names, indicators or tables, in the order of the names."""
    marks: dict[str, int] = view.memo.setdefault(MARKS, {})
    return tuple(marks[name] if name in marks else _mark_of(view, name, marks) for name in sorted(names))


def _mark_of(view: View, name: str, marks: dict[str, int]) -> int:
    # a number for each sight of the tables: rows by the hundred are not compared each time that a mark is looked up
    numbers: dict[Hashable, int] = view.evidence.memo.setdefault(MARKS, {})
    return marks.setdefault(name, numbers.setdefault((name, _sight_of(view, name)), len(numbers)))


def _sight_of(view: View, name: str) -> Hashable:
    if name in view.evidence.indicators:
        return tuple(id(take) for takes in view.periods(name).values() for take in takes)
    if name in view.evidence.registers:
        return _in_register(view, name)
    return ()  # a table without days is the same on each


def _in_register(view: View, name: str) -> Hashable:
    about = view.evidence.registers[name]
    entries = view.register(name)
    if not (about.begins or about.acts):
        return tuple(map(id, entries))  # the entries themselves, the same for all days
    return tuple(tuple(entry.values()) for entry in entries)

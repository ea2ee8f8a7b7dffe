"""What a view sees under a name, as a mark: where two marks are equal, so are all answers read under the name."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nolimits.data.view import View

Mark = tuple[tuple[str, Hashable], ...]


def mark(view: View, names: Iterable[str]) -> Mark:
    """The marks of what is seen under some names, indicators or tables, in the order of the names."""
    return tuple((name, _seen(view, name)) for name in sorted(names))


def _seen(view: View, name: str) -> Hashable:
    memo = f"mark of {name}"
    if memo not in view.memo:
        if name in view.evidence.indicators:
            view.memo[memo] = tuple(id(take) for takes in view.periods(name).values() for take in takes)
        elif name in view.evidence.registers:
            view.memo[memo] = _in_register(view, name)
        else:
            view.memo[memo] = ()  # a table without days is the same on each
    found: Hashable = view.memo[memo]
    return found


def _in_register(view: View, name: str) -> Hashable:
    about = view.evidence.registers[name]
    entries = view.register(name)
    if not (about.begins or about.acts):
        return tuple(map(id, entries))  # the entries themselves, the same for all days
    return tuple(tuple(entry.values()) for entry in entries)

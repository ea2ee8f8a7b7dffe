"""The course of entries that begin and end: their state on a day, and the last day on which they held."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from nolimits.data.periods import day
from nolimits.data.registers import IN_FORCE, Entry, Register

ANNOUNCED, SUPERSEDED, OVER = "announced", "superseded", "over"
LAPSED = "ended by its terms"  # the planned end has passed, and nothing is known of a prolongation
STATES = (ANNOUNCED, IN_FORCE, SUPERSEDED, LAPSED, OVER)


def as_known(entries: Iterable[Entry], cutoff: str) -> list[Entry]:
    """Entries of one register with `state` and `until` as of a day; an end that became known only later is blank.

    `until` is the last day on which an entry held, as far as was known; empty where no such day was.
    """
    found = [_without_later_end(entry, cutoff) for entry in entries]
    places = _successions(found, cutoff)
    return [_in_its_course(entry, places.get(entry[entry.register.key], ""), cutoff) for entry in found]


def predecessors(entry: Entry) -> tuple[str, ...]:
    """The keys of the entries that an entry takes the place of."""
    named = entry.get(entry.register.supersedes, "") if entry.register.supersedes else ""
    return tuple(named.split(";")) if named else ()


def _without_later_end(entry: Entry, cutoff: str) -> Entry:
    register = entry.register
    if _end_known(entry, register) <= cutoff:
        return entry
    return entry.having(**{register.ends: "", register.end_known: ""})


def _end_known(entry: Entry, register: Register) -> str:
    return entry[register.end_known] or entry.known_on


def _successions(entries: Iterable[Entry], cutoff: str) -> dict[str, str]:
    """The day from which another entry stands in the place of one, by the key of the latter."""
    found: dict[str, str] = {}
    for entry in entries:
        begins = entry[entry.register.begins]
        for key in predecessors(entry) if begins and begins <= cutoff else ():
            found[key] = min(begins, found.get(key, begins))
    return found


def _in_its_course(entry: Entry, succeeded: str, cutoff: str) -> Entry:
    register = entry.register
    begins, ends = entry[register.begins], entry[register.ends]
    until = min(filter(None, (_day_before(succeeded), ends or entry[register.end_known])), default="")
    return entry.having(state=_state(entry, begins, ends, succeeded, cutoff), until=until)


def _state(entry: Entry, begins: str, ends: str, succeeded: str, cutoff: str) -> str:
    if not begins or begins > cutoff:
        return ANNOUNCED
    if succeeded:
        return SUPERSEDED
    if not ends:
        return OVER if entry[entry.register.end_known] else IN_FORCE
    if ends >= cutoff:
        return IN_FORCE
    return OVER if _end_known(entry, entry.register) >= ends else LAPSED


def _day_before(iso: str) -> str:
    return (day(iso) - datetime.timedelta(1)).isoformat() if iso else ""

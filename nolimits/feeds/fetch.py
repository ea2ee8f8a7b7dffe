"""Fetch what feeds state, as rows that are handed on; or try whether a source still answers as expected."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nolimits.data import evidence
from nolimits.data.nouns import many
from nolimits.data.periods import day as read_day
from nolimits.feeds.datum import FeedDatum
from nolimits.feeds.declaration import Feed, feed, names
from nolimits.feeds.errors import FeedError
from nolimits.feeds.registry import client_of
from nolimits.feeds.vintages import Arrival, arrival, fit
from nolimits.feeds.web import Exchange, Manners, Web

SHOWN = 3  # figures of a series that a trial prints


@dataclass(frozen=True)
class Fetch:
    """What was fetched of several sources: what arrived, and a sentence for each source that could not be read."""

    arrivals: tuple[Arrival, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class FeedTrial:
    """What one source answered: what was asked, what came, what of it the tables have no place for, and what is wrong.

    `fault` is "" where nothing is.
    """

    feed: Feed
    exchanges: tuple[Exchange, ...]
    data: tuple[FeedDatum, ...]
    notes: tuple[str, ...]
    fault: str

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def fetch(sources: Sequence[str], day: str, folder: Path, web: Web | None = None) -> Fetch:
    """Ask sources, by name, or all that are declared beside the tables in `folder`, for what they state on a day.

    A source with a fault brings nothing and hinders no other. Nothing is written. Raises DataError for a malformed
    day, FeedError for a name that is not declared.
    """
    read_day(day)
    feeds = [feed(name, folder) for name in (sources or names(folder))]
    if not feeds:
        raise FeedError(f"{folder / 'feeds'} declares no feed: lay one there as NAME.yaml")
    arrived: list[Arrival] = []
    faults: list[str] = []
    for one in feeds:
        try:
            arrived.append(arrival(one, figures_of_feed(one, web, day), day, evidence(folder)))
        except FeedError as error:
            faults.append(str(error))
    return Fetch(tuple(arrived), tuple(faults))


def figures_of_feed(one: Feed, web: Web | None, day: str) -> list[FeedDatum]:
    """All figures that a feed's publisher states; raises FeedError, whatever came."""
    client = client_of(one)
    try:
        return list(client(one, web or _web(one), day))
    except FeedError:
        raise
    except Exception as error:  # an answer of a shape that nobody thought of
        told = f"{type(error).__name__}: {' '.join(str(error).split())[:100]}"
        raise FeedError(f"{one.name}: the client {one.client} cannot read what came ({told})") from error


def attempt(name: str, day: str, folder: Path, web: Web | None = None) -> FeedTrial:
    """Ask one source and look at its answer as a fetch would; writes nothing, and makes no rows."""
    read_day(day)
    one = feed(name, folder)
    door = web or _web(one)
    data: list[FeedDatum] = []
    notes: list[str] = []
    fault = ""
    try:
        data.extend(figures_of_feed(one, door, day))
        notes = fit(one, data, day, evidence(folder)).notes
    except FeedError as error:
        fault = str(error)
    return FeedTrial(one, tuple(door.exchanges), tuple(data), tuple(notes), fault)


def _web(one: Feed) -> Web:
    return Web(dataclasses.replace(Manners(), pause=one.pause))


def _lines(trial: FeedTrial) -> Iterable[str]:
    yield f"{trial.feed.name}: {trial.feed.source['publisher']}; {trial.feed.licence} ({trial.feed.terms})"
    for one in trial.exchanges:
        yield f"  asked {one.address}: {one.status}, {many(one.length, 'byte')}"
    grouped: dict[str, list[FeedDatum]] = {}
    for datum in trial.data:
        grouped.setdefault(datum.indicator, []).append(datum)
    for indicator, data in sorted(grouped.items()):
        newest = sorted(data, key=lambda one: one.period.end)[-SHOWN:]
        told = ", ".join(f"{one.period.name} {one.printed}" for one in newest)
        yield f"  {indicator}: {many(len(data), 'figure')}, the newest {told}"
    yield from (f"  {note}" for note in trial.notes)
    yield f"  not as expected: {trial.fault}" if trial.fault else "  as expected"

"""Feeds as they are declared, a file each in `data/feeds/`: whose figures, by which client, under which terms.

A declaration holds everything that is particular to a publisher; a client knows only how to ask and how to read.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from nolimits.data import folder as data_folder
from nolimits.feeds.datum import LENGTHS
from nolimits.feeds.errors import FeedError

FOLDER = "feeds"
KEEPS = ("all", "month-end", "turns")
REQUIRED = ("client", "address", "slug", "word", "source", "licence", "terms", "series")
SOURCE = ("publisher", "title", "url", "kind", "language")


@dataclass(frozen=True)
class FeedSeries:
    """One series of a publisher and the indicator that it feeds.

    `ask` is what the client needs to find it. `unit` is our unit, `theirs` the publisher's name for its own; ours is
    theirs times ten to the power of `power`, so that no digit changes. `period` is the length of its periods. Of daily
    figures `keep` takes all, the last of each month (`month-end`), or the first day of each new level (`turns`).
    `defines` are cells of the row of `indicators` for an indicator that the tables do not have yet; its `unused` says
    why that is kept while no page uses it.
    """

    indicator: str
    ask: Mapping[str, str]
    unit: str
    theirs: str
    period: str
    power: int = 0
    keep: str = "all"
    note: str = ""
    defines: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Feed:
    """A publisher's series as one client asks for them. `since` is the first year that is asked for.

    `pause` is in seconds, between two requests. `key` names the variable of the environment that holds a key,
    `register` the address where one is to be had.
    """

    name: str
    client: str
    address: str
    slug: str
    word: str
    source: Mapping[str, str]
    licence: str
    terms: str
    series: tuple[FeedSeries, ...]
    since: int = 2019
    pause: float = 1.0
    key: str = ""
    register: str = ""

    @property
    def secret(self) -> str:
        """The key from the environment; raises FeedError where it is needed and missing."""
        if found := os.environ.get(self.key, "").strip():
            return found
        raise FeedError(f"{self.name}: no key: get one at {self.register or self.terms} and set {self.key} to it")

    def at(self, address: str) -> Feed:
        """The same feed at another address, such as a server of a test."""
        return dataclasses.replace(self, address=address)


def names(folder: Path | None = None) -> list[str]:
    """The feeds that are declared beside the tables, in the order of the alphabet."""
    return sorted(path.stem for path in ((folder or data_folder()) / FOLDER).glob("*.yaml"))


def feed(name: str, folder: Path | None = None) -> Feed:
    """A feed by its name; raises FeedError for one that is not declared, or declared wrongly."""
    known = names(folder)
    if name not in known:
        raise FeedError(f"no feed is called {name!r}: there are {', '.join(known) or 'none in data/feeds/'}")
    path = (folder or data_folder()) / FOLDER / f"{name}.yaml"
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FeedError(f"feeds/{path.name} is not YAML: {' '.join(str(error).split())}") from None
    return feed_from(name, read)


def feed_from(name: str, read: Any) -> Feed:
    """A feed from the mapping that declares it; raises FeedError that names the place."""
    where = f"feeds/{name}.yaml"
    if not isinstance(read, dict):
        raise FeedError(f"{where} holds no mapping: it needs {', '.join(REQUIRED)}")
    allowed = {one.name for one in dataclasses.fields(Feed)} - {"name"}
    _demand(where, read, REQUIRED, allowed)
    _demand(f"{where}, source", read["source"], SOURCE, None)
    series = tuple(_series(f"{where}, series {number}", one) for number, one in enumerate(read["series"] or (), 1))
    if not series:
        raise FeedError(f"{where} lists no series: at least one is needed")
    texts = {key: str(value) for key, value in read.items() if key not in ("series", "source", "since", "pause")}
    since, pause = int(read.get("since", 2019)), float(read.get("pause", 1))
    return Feed(name=name, series=series, source=_texts(read["source"]), since=since, pause=pause, **texts)


def _series(where: str, read: Any) -> FeedSeries:
    allowed = {one.name for one in dataclasses.fields(FeedSeries)}
    _demand(where, read, ("indicator", "ask", "unit", "theirs", "period"), allowed)
    for key, choices in (("period", LENGTHS), ("keep", KEEPS)):
        if (found := read.get(key, choices[0])) not in choices:
            raise FeedError(f"{where}: {key} is {found!r}: one of {', '.join(choices)}")
    if not isinstance(power := read.get("power", 0), int):
        raise FeedError(f"{where}: power is {power!r}: a whole number, such as -9 from dollars to billions")
    texts = {key: str(value) for key, value in read.items() if key not in ("ask", "defines", "power")}
    return FeedSeries(power=power, ask=_texts(read["ask"]), defines=_texts(read.get("defines")), **texts)


def _texts(read: Any) -> Mapping[str, str]:
    return MappingProxyType({str(key): str(value) for key, value in (read or {}).items()})


def _demand(where: str, read: Any, required: tuple[str, ...], allowed: set[str] | None) -> None:
    if not isinstance(read, dict):
        raise FeedError(f"{where} holds no mapping: it needs {', '.join(required)}")
    if missing := [key for key in required if read.get(key) in (None, "")]:
        raise FeedError(f"{where} lacks {', '.join(missing)}")
    if allowed is not None and (strange := sorted(set(map(str, read)) - allowed)):
        raise FeedError(f"{where} has {', '.join(strange)}: known are {', '.join(sorted(allowed))}")

"""The one door to publishers' servers: polite, patient, never out of date, and in plain words where it fails.

The libraries behind it are the optional group `fetch`, and are loaded when the first address is asked.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from nolimits import __version__
from nolimits.feeds.errors import FeedError

if TYPE_CHECKING:
    from requests import Response, Session

AGENT = f"nolimits/{__version__} (No Limits? a report rebuilt from published figures; asks seldom, one at a time)"
SECRETS = ("Ocp-Apim-Subscription-Key", "Authorization")  # headers that no cache and no message may hold
QueryWords = Mapping[str, str]


@dataclass(frozen=True)
class Manners:
    """How a server is treated; all times in seconds.

    `attempts` are made at most, the second after `wait`, each later one after twice as long; a server that names a
    longer time is obeyed up to `longest`. Two requests lie at least `pause` apart.
    """

    connect: float = 10
    answer: float = 60
    attempts: int = 4
    wait: float = 2
    longest: float = 120
    pause: float = 1
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Exchange:
    """One request that was answered: address, status of HTTP, length in bytes."""

    address: str
    status: int
    length: int


class Web:
    """The publishers' servers. `cache` is the file that keeps answers which their servers can confirm or renew."""

    def __init__(self, manners: Manners | None = None, cache: Path | None = None) -> None:
        self.manners = manners or Manners()
        self.cache = cache
        self.exchanges: list[Exchange] = []

    @cached_property
    def session(self) -> Session:
        """The session through which everything goes, also what a library asks for; raises FeedError without one."""
        try:
            from nolimits.feeds.session import session
        except ImportError as error:
            raise FeedError(
                f"fetching needs {error.name}, which is not installed: pip install 'nolimits[fetch]', or make book"
            ) from None
        return session(self.manners, self.cache, self.exchanges.append)

    def ask(self, address: str, words: QueryWords | None = None, headers: QueryWords | None = None) -> Response:
        """What lies at an address, with words after a question mark; raises FeedError where nothing of use came."""
        return self._exchange("GET", address, params=dict(words or {}), headers=dict(headers or {}))

    def post(self, address: str, body: str, headers: QueryWords) -> Response:
        """What a server answers to a text."""
        return self._exchange("POST", address, data=body.encode(), headers=dict(headers))

    def json(self, address: str, words: QueryWords | None = None, headers: QueryWords | None = None) -> Any:
        """An answer in JSON, its fractions as decimals, digit for digit."""
        answer = self.ask(address, words, headers)
        try:
            return json.loads(answer.content, parse_float=Decimal)
        except ValueError:
            raise FeedError(f"{_place(answer.url)} sent something else than JSON: {_start(answer)}") from None

    def xml(self, address: str, words: QueryWords | None = None) -> ElementTree.Element:
        """An answer in XML, its root."""
        return read_xml(self.ask(address, words))

    def _exchange(self, method: str, address: str, **what: Any) -> Response:
        try:
            answer = self.session.request(method, address, **what)
        except sqlite3.Error as error:
            place = self.cache or "the cache of nolimits in the user's folder of caches"
            raise FeedError(
                f"{place} cannot be used ({error}): remove that file, it holds nothing that is needed"
            ) from None
        except OSError as error:  # as all faults of requests are
            raise FeedError(f"{_place(address)} cannot be asked ({' '.join(str(error).split())[:100]})") from None
        place = _place(answer.url)
        if not answer.ok:
            raise FeedError(f"{place} answered {answer.status_code} {answer.reason}: {_start(answer)}")
        if not answer.content.strip():
            raise FeedError(f"{place} answered with nothing")
        return answer


def read_xml(answer: Response) -> ElementTree.Element:
    """The root of an answer in XML; raises FeedError where it is none or cut short."""
    try:
        return ElementTree.fromstring(answer.content)
    except ElementTree.ParseError as error:
        told = f"sent something else than whole XML ({error}): {_start(answer)}"
        raise FeedError(f"{_place(answer.url)} {told}") from None


def no_page(answer: Response) -> Response:
    """The answer, unless it is a page for people where a file was expected."""
    if answer.content.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise FeedError(f"{_place(answer.url)} sent a web page instead of a file: {_start(answer)}")
    return answer


def _place(address: str | None) -> str:
    return str(address).partition("?")[0]


def _start(answer: Response) -> str:
    """The first words of an answer, on one line."""
    text = " ".join(answer.content[:400].decode("utf-8", "replace").split())
    return repr(text[:80] + ("…" if len(text) > 80 else ""))

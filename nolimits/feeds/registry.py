"""The clients: each is a function in a file of `clients` that registers itself with `@client`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules

from nolimits.feeds.datum import FeedDatum
from nolimits.feeds.declaration import Feed
from nolimits.feeds.errors import FeedError
from nolimits.feeds.web import Web

Client = Callable[[Feed, Web, str], Iterator[FeedDatum]]
CLIENTS: dict[str, Client] = {}


def client(function: Client) -> Client:
    """Make a function a client, called by its own name in declarations.

    It takes a feed, the web, and the day of fetching (ISO text), and yields the figures that the publisher states, in
    our units. Raises FeedError for whatever does not have the shape that it knows.
    """
    CLIENTS[function.__name__] = function
    return function


def client_of(feed: Feed) -> Client:
    """The client that a feed names; raises FeedError for one that does not exist."""
    from nolimits.feeds import clients

    for module in iter_modules(clients.__path__):
        import_module(f"{clients.__name__}.{module.name}")
    if feed.client not in CLIENTS:
        raise FeedError(
            f"feeds/{feed.name}.yaml: no client is called {feed.client!r}: there are {', '.join(sorted(CLIENTS))}"
        )
    return CLIENTS[feed.client]

"""Figures from first hand: feeds as they are declared, the clients that ask for them, and what changed since."""

from nolimits.feeds.declaration import Feed, FeedSeries, feed, names
from nolimits.feeds.errors import FeedError
from nolimits.feeds.fetch import FeedTrial, Fetch, attempt, fetch
from nolimits.feeds.handing import hand_on
from nolimits.feeds.vintages import Arrival
from nolimits.feeds.web import Manners, Web

__all__ = [
    "Arrival",
    "Feed",
    "FeedError",
    "FeedSeries",
    "FeedTrial",
    "Fetch",
    "Manners",
    "Web",
    "attempt",
    "feed",
    "fetch",
    "hand_on",
    "names",
]

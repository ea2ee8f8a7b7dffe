"""What can be wrong with a feed, with its address, or with what came from there."""

from __future__ import annotations

from nolimits.data import DataError


class FeedError(DataError):
    """A feed that cannot be read: says which, what came, and what would be right. The tables stay as they were."""

"""What is said where the manuscript cannot be read."""

from __future__ import annotations

from nolimits.data import DataError


class ManuscriptError(DataError):
    """A page that cannot be read: says where, what, and what would be right."""

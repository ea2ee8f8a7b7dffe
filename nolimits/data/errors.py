"""What all errors of the engine are, to whoever calls it."""

from __future__ import annotations


class DataError(ValueError):
    """Something asked of the data that they cannot answer: says what, and what would be right."""

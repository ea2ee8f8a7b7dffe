"""Sino-Russian economic relations since 2022, as a report that can be traced, rebuilt and cited."""

__version__ = "0.1.0"

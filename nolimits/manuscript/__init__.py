"""The manuscript as it lies on disk."""

from nolimits.manuscript.reading import *  # noqa: F403

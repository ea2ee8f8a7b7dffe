"""What a manuscript and its charts agree upon: how a chart is kept in a notebook, and what it must say of itself."""

from __future__ import annotations

import re

MIME = "application/vnd.nolimits.exhibit+json"
UNDRAWN = "NOLIMITS_UNDRAWN"  # set where a run wants what charts say and not their pictures,
FOR_PAGES = "files"  # or, to this, those that pages show and not those that are taken away
IDENTITY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
RIGHTS = "CC BY 4.0"
LICENCE = f"{RIGHTS} for text and chart; the data remain their publishers'"
WANTED = {
    "headline": "a headline that says what the chart shows",
    "caption": "a caption that says what is counted and what cannot be seen",
    "alt": "a text that tells a blind reader what the chart shows",
}
FILES = ("frame", "png", "pdf", "share")  # of what is kept of a chart: they become files of their own

"""What tests of the finished book share: its contents, and how a page is read as HTML and as data."""

import json
from functools import lru_cache
from pathlib import Path

import small
from bs4 import BeautifulSoup

from nolimits import manuscript

ROOT = small.ROOT
CONTENTS = manuscript.contents(ROOT)
SECTIONS = tuple(path.stem for path in CONTENTS.notebooks)


@lru_cache(maxsize=128)
def soup(page: Path) -> BeautifulSoup:
    """A page of a finished book as HTML, read once for all that only look at it."""
    return BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")


def told(site: Path, name: str) -> dict:
    """A page, or another file beside it, as data."""
    return json.loads((site / f"{name}.json").read_text(encoding="utf-8"))

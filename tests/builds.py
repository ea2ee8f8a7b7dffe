"""Builds and publications in this process, with processes that stay: what takes long to load is loaded once, as by `serve`."""

import atexit
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from nolimits.book import Wish
from nolimits.book.build import build as make
from nolimits.book.publishing import publish_day
from nolimits.book.workshop import Workshop
from nolimits.data import DataError


@cache
def workshop() -> Workshop:
    """The processes that build for the tests of this one; they end with it."""
    folder = tempfile.TemporaryDirectory()
    shop = Workshop(Path(folder.name))
    atexit.register(folder.cleanup)
    atexit.register(shop.close)
    return shop


def build(
    book: Path, *settings: str, cutoff: str = "latest", out: Path | None = None, jobs: int = 2, pdf: bool = False
) -> subprocess.CompletedProcess:
    """Build a book as the command does: its exit code, where the book lies, what was said."""
    said: list[str] = []
    try:
        index = make(book, Wish(cutoff, settings, jobs, pdf), out=out, say=said.append, workshop=workshop())
    except DataError as error:
        return subprocess.CompletedProcess((), 1, "", "\n".join([*said, f"nolimits: {error}"]))
    return subprocess.CompletedProcess((), 0, str(index), "\n".join(said))


def publish(book: Path, site: Path, cutoff: str) -> tuple[str, bool]:
    """Publish the edition of a day as the command does: its key, and whether it was added."""
    return publish_day(book, site, Wish(cutoff), print, workshop())

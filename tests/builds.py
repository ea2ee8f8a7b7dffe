"""Builds and publications in this process, with processes that stay: what takes long to load is loaded once, as by `serve`."""

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from nolimits.book import Wish
from nolimits.book.build import BUILD
from nolimits.book.build import build as make
from nolimits.book.publishing import publish_day
from nolimits.book.run import STORE
from nolimits.book.workshop import Workshop
from nolimits.data import DataError


@cache
def place() -> Path:
    """A folder of this process, which ends with it."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Path(folder.name)


@cache
def workshop() -> Workshop:
    """The processes that build for the tests of this one; they end with it."""
    shop = Workshop(place())
    atexit.register(shop.close)
    return shop


@contextmanager
def sharing(book: Path) -> Iterator[None]:
    """What builds of other books have kept serves this one, too: it lies under a hash of all that it was made from."""
    kept, own = place() / STORE, book / BUILD / STORE
    kept.mkdir(exist_ok=True)
    if not (book / BUILD).exists():
        shutil.copytree(kept, own)
    yield
    if own.is_dir():
        for path in own.glob("*.json"):
            if not (kept / path.name).exists():
                shutil.copy(path, kept)


def build(
    book: Path, *settings: str, cutoff: str = "latest", out: Path | None = None, jobs: int = 2, pdf: bool = False
) -> subprocess.CompletedProcess:
    """Build a book as the command does: its exit code, where the book lies, what was said."""
    said: list[str] = []
    try:
        with sharing(book):
            index = make(book, Wish(cutoff, settings, jobs, pdf), out=out, say=said.append, workshop=workshop())
    except DataError as error:
        return subprocess.CompletedProcess((), 1, "", "\n".join([*said, f"nolimits: {error}"]))
    return subprocess.CompletedProcess((), 0, str(index), "\n".join(said))


def publish(book: Path, site: Path, cutoff: str) -> tuple[str, bool]:
    """Publish the edition of a day as the command does: its key, and whether it was added."""
    with sharing(book):
        return publish_day(book, site, Wish(cutoff), print, workshop())

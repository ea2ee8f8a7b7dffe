"""How the files of a site of editions are read and written: whole, only where they differ, by one at a time."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from nolimits.data import DataError
from nolimits.data.folders import names_below

APART = ("downloads/", "_static/")  # HTML in them is no page
YOUNG = 2_000_000_000  # nanoseconds: a file may be written twice with the same stamps within what a disk tells apart
WORK = ".publishing-"  # how a folder is called in which an edition is prepared


def as_script(name: str, value: object) -> bytes:
    """A value as a script that a page can load from a plain folder."""
    return f"window.{name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def read_now(path: Path) -> dict[str, Any]:
    """A file of a book or a site as a mapping; empty where there is none.

    Raises DataError for one that cannot be read, or that holds something else.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{path} cannot be read ({error}): build or publish the edition again") from None
    if not isinstance(found, dict):
        raise DataError(f"{path} holds something else than it should: build or publish the edition again")
    return found


def page_files(tree: Path) -> Iterator[tuple[str, Path]]:
    """The pages of a finished book or a frozen edition by name; what was made to be taken away is none of them."""
    for name in names_below(tree):
        if name.endswith(".html") and not name.startswith(APART):
            yield name, tree / name


def checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder by its place."""
    return {name: hash_of(folder / name) for name in names_below(folder)}


def hash_of(path: Path) -> str:
    """The SHA-256 of a file. One that has lain for a while is read again only if its stamps have changed since."""
    told = path.stat()
    if time.time_ns() - max(told.st_mtime_ns, told.st_ctime_ns) < YOUNG:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return _hash_of_old(path, told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino)


@lru_cache(maxsize=200_000)
def _hash_of_old(path: Path, *_stamps: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step, and only where it would differ."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(content)
    os.replace(half, path)


@contextmanager
def locked(site: Path) -> Iterator[None]:
    """Hold the lock of a site, of which nothing is touched: a second publication waits for the first."""
    held = os.open(site, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


@contextmanager
def publishing_folder(site: Path) -> Iterator[Path]:
    """A folder to prepare an edition in, gone afterwards, as is what a killed publication left."""
    for left in site.glob(f"{WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    work = site / f"{WORK}{os.getpid()}"
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)

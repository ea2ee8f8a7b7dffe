"""A book's sources as one parcel, named by its content: sent to a worker once, unpacked once."""

from __future__ import annotations

import hashlib
import platform
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nolimits.book.folders import PACKAGE, digest
from nolimits.book.parameters import BuildError
from nolimits.manuscript.beside import files, sources

HALF = "half-"  # folders in which a book is unpacked


@dataclass(frozen=True)
class Parcel:
    """The sources by their places in the book; `name` is a hash of them, `code` one of the program to read them."""

    name: str
    code: str
    files: Mapping[str, bytes]


@cache
def code() -> str:
    """A hash of this program and of the Python that runs it, without its last place."""
    return digest(PACKAGE, also=platform.python_version_tuple()[:2])


def pack_book(book: Path) -> Parcel:
    """A book's sources as they are now."""
    held = {path.relative_to(book).as_posix(): path.read_bytes() for path in files(*sources(book))}
    total = hashlib.sha256()
    for place, content in held.items():
        total.update(f"{place}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return Parcel(total.hexdigest()[:24], code(), held)


def unpack(parcel: Parcel, place: Path) -> Path:
    """The folder of a parcel's book below a place, written where it is not there yet, or no longer as it was.

    Raises BuildError where this program is another than the one that packed it.
    """
    if parcel.code != code():
        raise BuildError("a worker has another version of nolimits or of Python: give it the one that sends the work")
    folder = place / parcel.name / "book"
    if not _holds(folder, parcel):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=HALF, dir=folder.parent, ignore_cleanup_errors=True) as half:
            _write(parcel, Path(half) / folder.name)
            if folder.exists() and not _holds(folder, parcel):  # what a kill or a hand left of it
                folder.rename(Path(half) / "old")
            with suppress(OSError):  # another was faster
                (Path(half) / folder.name).rename(folder)
    return folder


def _holds(folder: Path, parcel: Parcel) -> bool:
    """Whether a folder holds all that a parcel does."""
    try:
        return all((folder / name).read_bytes() == content for name, content in parcel.files.items())
    except OSError:
        return False


def _write(parcel: Parcel, folder: Path) -> None:
    for name, content in parcel.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

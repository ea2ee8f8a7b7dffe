"""A book's sources as one parcel, named by its content: sent to a worker once, unpacked once."""

from __future__ import annotations

import hashlib
import io
import os
import platform
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from nolimits.book.folders import PACKAGE, digest
from nolimits.book.parameters import BuildError
from nolimits.manuscript.beside import files, sources


@dataclass(frozen=True)
class Parcel:
    """The sources as an archive; `name` is a hash of it, `code` one of the program that shall read it."""

    name: str
    code: str
    archive: bytes


def code() -> str:
    """A hash of this program and of the Python that runs it, without its last place."""
    return digest(PACKAGE, also=platform.python_version_tuple()[:2])


def pack(book: Path) -> Parcel:
    """A book's sources as they are now."""
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w") as archive:
        for path in files(*sources(book)):
            # without its time: equal sources are equal parcels
            archive.writestr(
                zipfile.ZipInfo(path.relative_to(book).as_posix()), path.read_bytes(), zipfile.ZIP_DEFLATED
            )
    content = told.getvalue()
    return Parcel(hashlib.sha256(content).hexdigest()[:24], code(), content)


def unpack(parcel: Parcel, place: Path) -> Path:
    """The folder of a parcel's book below a place, written where it is not there yet.

    Raises BuildError where this program is another than the one that packed it.
    """
    if parcel.code != code():
        raise BuildError("a worker has another version of nolimits or of Python: give it the one that sends the work")
    folder = place / parcel.name / "book"
    if not folder.is_dir():
        half = folder.with_name(f"half-{os.getpid()}")
        with zipfile.ZipFile(io.BytesIO(parcel.archive)) as archive:
            archive.extractall(half)
        try:
            half.rename(folder)
        except OSError:  # another was faster
            shutil.rmtree(half)
    return folder

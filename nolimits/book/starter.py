"""A book of one's own, to begin with: a small one on another subject, complete with tables, pages and tests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from nolimits.book.parameters import BuildError
from nolimits.editions.identity import STARTER

CACHES = "__pycache__"


def lay_starter(folder: Path) -> None:
    """Lay the small book into a folder that is empty or not there yet.

    Raises BuildError where there is something of that name, and where it cannot be written; then nothing is left.
    """
    there = folder.is_dir()
    if any(folder.iterdir()) if there else os.path.lexists(folder):
        raise BuildError(f"{folder}: there is something already: name a folder that is empty, or not there yet")
    try:
        for path in sorted(STARTER.rglob("*")):
            if path.is_file() and CACHES not in path.parts:
                to = folder / path.relative_to(STARTER)
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(path.read_bytes())  # its content alone: an installed file may be read-only
    except BaseException:
        for entry in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        if not there and folder.is_dir():
            folder.rmdir()
        raise

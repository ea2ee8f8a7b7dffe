"""The files of a folder by name, in a fixed order: a build asks for thousands of them, several times."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

CACHE = "__pycache__"


def names_below(folder: Path, *, hidden: bool = True) -> list[str]:
    """The places of all files below a folder, with `/` between their parts, in order of these.

    Caches and what is hidden are left out where they are not wanted. Of links, those to files count and those to
    folders do not. None of a folder that is not there or cannot be read.
    """
    found = _below(os.fspath(folder), "", hidden)
    return sorted(found, key=lambda name: name.split("/"))


def _below(folder: str, before: str, hidden: bool) -> Iterator[str]:
    try:
        with os.scandir(folder) as listed:
            entries = [one for one in listed if hidden or not (one.name.startswith(".") or one.name == CACHE)]
    except OSError:
        return
    for one in entries:
        if one.is_dir(follow_symlinks=False):
            yield from _below(one.path, f"{before}{one.name}/", hidden)
        elif os.path.isfile(one.path) if one.is_symlink() else one.is_file():
            yield before + one.name

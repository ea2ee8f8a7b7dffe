"""What a build works on: a copy of the sources, so that an edit meanwhile changes nothing, each file written once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from nolimits.manuscript import generated
from nolimits.manuscript.beside import files, sources


def stage(book: Path, to: Path) -> None:
    """Make a folder a copy of a book's sources, without the pages that the tables call for."""
    found = {path.relative_to(book).as_posix(): path.read_bytes() for path in files(*sources(book))}
    laid = {f"{name}.md" for name in generated.texts(book)}
    mirror({name: content for name, content in found.items() if name not in laid}, to)


def mirror(content: Mapping[str, bytes], folder: Path) -> None:
    """Make a folder hold just these files, by name; one that holds what it should is left alone, its time too."""
    folder.mkdir(parents=True, exist_ok=True)
    for at, folders, names in os.walk(folder, topdown=False):
        before = "" if at == str(folder) else f"{Path(at).relative_to(folder).as_posix()}/"
        for name in (*names, *folders):
            lies = os.path.join(at, name)
            if os.path.islink(lies) or (name in names and before + name not in content):
                os.unlink(lies)
            elif name in folders and not os.listdir(lies):
                os.rmdir(lies)
    for name, told in content.items():
        path = folder / name
        try:
            same = path.read_bytes() == told
        except OSError:
            same = False
        if not same:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(told)

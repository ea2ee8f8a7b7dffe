"""What a build works on: a copy of the sources, so that an edit meanwhile changes nothing, each file written once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nolimits.manuscript import generated
from nolimits.manuscript.beside import files, sources


def stage(book: Path, to: Path) -> None:
    """Make a folder a copy of a book's sources, without the pages that the tables call for."""
    found = {path.relative_to(book).as_posix(): path.read_bytes() for path in files(*sources(book))}
    laid = [name for name in found if generated.page_text(name.removesuffix(".md"), book)]
    mirror({name: content for name, content in found.items() if name not in laid}, to)


def mirror(content: Mapping[str, bytes], folder: Path) -> None:
    """Make a folder hold just these files, by name; one that holds what it should is left alone, its time too."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.is_symlink() or path.relative_to(folder).as_posix() not in content:
            path.unlink()
    for name, told in content.items():
        path = folder / name
        try:
            same = path.read_bytes() == told
        except OSError:
            same = False
        if not same:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(told)

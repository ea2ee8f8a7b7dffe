"""Tables written to disk all together or not at all."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from nolimits.data import DataError, Row


def as_bytes(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A table as it lies on disk: UTF-8, commas, quotes only where they are needed, line feeds."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def write_together(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Put several files in place; if one cannot be, the others are put back as they were.

    Each is first written in full beside its place and forced to disk; then they are renamed, in the order given: one
    that others refer to comes first, so that even a power cut between two renames leaves tables that hold. Raises
    DataError with the file and the reason; then nothing has changed.
    """
    halves: dict[Path, Path] = {}
    olds: dict[Path, Path] = {}
    renamed: list[Path] = []
    try:
        for name, content in contents.items():
            path = folder / name
            path = path.resolve() if path.is_symlink() else path
            halves[path] = path.with_name(f".{path.name}.{os.getpid()}.new")
            _write(halves[path], content, like=path)
        for path in halves:
            if path.exists():
                olds[path] = path.with_name(f".{path.name}.{os.getpid()}.old")
                shutil.copy2(path, olds[path])
        for path, half in halves.items():
            half.replace(path)
            renamed.append(path)
        for place in {path.parent for path in halves}:
            _force(place)
    except BaseException as error:
        for path in renamed:
            if path in olds:
                olds[path].replace(path)
            else:
                path.unlink()
        if isinstance(error, OSError):
            name = Path(error.filename or folder).name
            raise DataError(f"{folder / name} cannot be written ({error.strerror}): nothing has changed") from None
        raise
    finally:
        for path in (*halves.values(), *olds.values()):
            path.unlink(missing_ok=True)


def _write(path: Path, content: bytes, like: Path) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        path.chmod(like.stat().st_mode & 0o777)


def _force(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

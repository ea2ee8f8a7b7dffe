"""Folders of a build: one build at a time, a place to work in, and the swap that puts a finished tree in place."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nolimits.takeaway import Say

AT_FDCWD, RENAME_EXCHANGE = -100, 2


@contextmanager
def alone(build: Path, say: Say) -> Iterator[None]:
    """Hold the build folder's lock; a second build waits and says so."""
    build.mkdir(parents=True, exist_ok=True)
    with (build / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("another build is under way: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def work_folder(build: Path) -> Iterator[Path]:
    """An empty folder to work in, gone afterwards; what a killed build left behind goes first."""
    for left in build.glob("work-*"):
        shutil.rmtree(left, ignore_errors=True)
    # a name of its own: a child of a killed build may still write to the old one
    work = build / f"work-{os.getpid()}"
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def put_in_place(tree: Path, out: Path) -> None:
    """Make a finished tree the published one in one step, so that there is never half a book."""
    out.parent.mkdir(parents=True, exist_ok=True)
    if not out.exists():
        os.rename(tree, out)
    elif not _exchanged(tree, out):
        # no atomic exchange here: the old tree steps aside for the moment between two renames
        aside = out.with_name(f".{out.name}-before")
        shutil.rmtree(aside, ignore_errors=True)
        os.rename(out, aside)
        os.rename(tree, out)
        shutil.rmtree(aside)


def _exchanged(a: Path, b: Path) -> bool:
    """Exchange two folders atomically (Linux, renameat2); False where the system cannot."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if call(AT_FDCWD, os.fsencode(a), AT_FDCWD, os.fsencode(b), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.EXDEV):
        return False
    raise OSError(code, os.strerror(code), str(b))


def files(*places: Path) -> Iterator[Path]:
    """All files at or below some places, sorted, without caches and hidden ones."""
    for place in places:
        if place.is_file():
            yield place
            continue
        for path in sorted(place.rglob("*")):
            parts = path.relative_to(place).parts
            if path.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts):
                yield path


def digest(*places: Path, also: Iterable[str] = ()) -> str:
    """A hash over the names and contents of files and over some text: equal for equal content, wherever it lies."""
    total = hashlib.sha256()
    for place in places:
        base = place.parent
        for path in files(place):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{path.relative_to(base).as_posix()}\0{content}\n".encode())
    for text in also:
        total.update(f"{text}\0".encode())
    return total.hexdigest()

"""Folders of a build: one build at a time, a place to work in, and what is hashed to know whether anything changed."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nolimits.book.parameters import BuildError
from nolimits.data.folders import names_below
from nolimits.manuscript.beside import files
from nolimits.takeaway import Say

PACKAGE = Path(__file__).resolve().parents[1]
WORK, LOCK = "work-", ".lock"  # folders to work in, by the number of the process; whose file is held meanwhile
# what a disk or a folder may refuse, as opposed to what a program gets wrong
FULL = (errno.ENOSPC, errno.EDQUOT)
STAYS = "the last good book is as it was"
REFUSED = (*FULL, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.EIO, errno.ENOTDIR)


@contextmanager
def hold_alone(build: Path, say: Say, what: str = "build") -> Iterator[None]:
    """Hold the build folder's lock; a second build waits and says for whom. The lock of a dead process is free."""
    build.mkdir(parents=True, exist_ok=True)
    with (build / LOCK).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            say(f"another {what}{_holder_name(lock.read())} is under way: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}")
        lock.flush()
        yield


def _holder_name(holder: str) -> str:
    """Who holds the lock, as that build wrote it; nothing where it had no time to."""
    return f" ({holder})" if holder else ""


@contextmanager
def work_folder(build: Path) -> Iterator[Path]:
    """An empty folder to work in, gone afterwards; what a killed build left behind goes first."""
    _clear(build)
    # a name of its own: a child of a killed build may still write to the old one
    work = build / f"{WORK}{os.getpid()}"
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _clear(build: Path) -> None:
    """Take away where builds worked; for whoever holds the lock."""
    for left in build.glob(f"{WORK}*"):
        shutil.rmtree(left, ignore_errors=True)


def clear_remains(build: Path) -> None:
    """Take away where killed builds worked, unless a build is under way, whose it may be."""
    if not any(build.glob(f"{WORK}*")):
        return
    try:
        with (build / LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _clear(build)
    except OSError:
        return  # held, or in a folder that may only be read


def copy_tree(source: Path, to: Path) -> None:
    """Copy all that a folder holds into another, what links lead to as well, by the system's own command.

    Raises BuildError with that command's words, which `refusals` tells in ours.
    """
    to.mkdir(parents=True, exist_ok=True)
    plain = os.environ | {"LC_ALL": "C"}
    done = subprocess.run(
        ["cp", "-RL", f"{source}/.", str(to)], env=plain, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        raise BuildError(f"{to} cannot be written: {done.stderr.strip().splitlines()[-1]}")


def link_tree(source: Path, to: Path) -> None:
    """As `copy_tree`, without a copy of any file's content where both lie on one file system.

    For what nobody changes in place, or where it is held against its stamps before it is used again.
    """
    try:
        for name in names_below(source, hidden=False):
            path, place = source / name, to / name
            place.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, place)
    except OSError as error:
        if error.errno in FULL:
            raise
        shutil.rmtree(to, ignore_errors=True)
        copy_tree(source, to)


@contextmanager
def disk_refusals(folder: Path, stays: str = STAYS) -> Iterator[None]:
    """Tell what a disk or a folder refuses in one sentence: a full disk, a folder that may not be written.

    `stays` says what was not lost by it.
    """
    try:
        yield
    except OSError as error:
        code, where = _refusal(error)
        if code not in REFUSED:
            raise
        raise _build_error(code, where or str(folder), stays) from None
    except BuildError as error:
        # a program that we started says so of each file that it could not write
        for code in FULL:
            if os.strerror(code) in str(error) and not str(error).endswith(stays):
                raise _build_error(code, str(folder), stays) from None
        raise


def _build_error(code: int, where: str, stays: str) -> BuildError:
    remedy = "make room" if code in FULL else "make it a folder that you may write to"
    return BuildError(f"{where}: {os.strerror(code).lower()}: {remedy}; {stays}")


def _refusal(error: OSError) -> tuple[int, str]:
    """The code of an error and its file; of a copied tree's the first."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        _, target, said = error.args[0][0]
        codes = {os.strerror(code): code for code in REFUSED}
        return next((code for text, code in codes.items() if text in str(said)), 0), str(target)
    return error.errno or 0, str(error.filename or "")


def stamps(folder: Path) -> str:
    """A hash over the names, sizes and times of the files below a folder, for what is too much to be read each time."""
    told = ((name, (folder / name).stat()) for name in names_below(folder, hidden=False))
    lines = (f"{name} {one.st_size} {one.st_mtime_ns}\n" for name, one in told)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


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

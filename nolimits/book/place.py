"""The place of a finished book: whether a folder may be replaced, and the swap that puts a tree there.

A folder may be replaced where it is empty or where `build.json` in it is ours and names every other file; what its
owner keeps beside the book to publish it (names that begin with a dot, `CNAME`) stays. In one step where the system
allows it: two folders change places. A folder that cannot be renamed (a mount point, a folder with something to keep)
is filled entry by entry, and put back as it was where that fails.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nolimits.book.folders import disk_refusals
from nolimits.book.parameters import BuildError
from nolimits.manuscript.beside import sources

RECORD = "build.json"
SIGNED = ("edition", "fingerprint", "inputs")  # what a record of ours tells, besides the names of its files
KEPT = ("CNAME", "lost+found")
OF_SPHINX = (".buildinfo", ".nojekyll", ".doctrees")
SPHINX, SIGN = ".buildinfo", b"# Sphinx build info"  # which a book of ours does not keep
AT_FDCWD, RENAME_EXCHANGE = -100, 2


def place_of(out: Path, book: Path) -> Path:
    """The folder that a book is to be put into: of a link, the one that it leads to.

    Raises BuildError for a file, and for a folder among the book's own sources.
    """
    try:
        place = out.resolve()
        loops = place.is_symlink()
    except (OSError, RuntimeError):
        loops = True
    if loops:
        raise BuildError(f"--out {out}: a link that leads to itself: name a folder")
    if place.exists() and not place.is_dir():
        raise BuildError(f"--out {out}: there is a file of that name: name a folder")
    for folder in (path.resolve() for path in sources(book) if path.is_dir()):
        if place.is_relative_to(folder) and place != folder:
            raise BuildError(f"--out {out}: the folder lies among the book's sources: name one elsewhere")
    return place


def record_of(place: Path) -> dict[str, Any]:
    """What the book in a folder notes of itself; empty where there is none of ours."""
    try:
        found = json.loads((place / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and all(isinstance(found.get(one), str) for one in SIGNED) else {}


def basis_hash(place: Path) -> str:
    """The hash of what the book in a folder was made from; empty where there is none, or another was built over it."""
    if not (place / "index.html").is_file() or _is_of_sphinx(place):
        return ""
    return str(record_of(place).get("inputs", ""))


def files_below(tree: Path) -> list[str]:
    """The places of all files of a tree, in order."""
    return sorted(_below(tree))


def refuse_foreign(out: Path, place: Path, default: Path) -> None:
    """Refuse a folder that holds anything that is not the book's, or that cannot be written to.

    `default` is where a plain `jupyter-book build` of this book puts its tree, which may be taken over.
    """
    _refuse_unwritable(out, place)
    if not place.is_dir() or not any(place.iterdir()):
        return
    own = place == default.resolve()
    if own and _is_of_sphinx(place):
        return
    record = record_of(place)
    if not record:
        raise BuildError(f"--out {out}: the folder holds something else than a book: name a new or an empty one")
    # what an earlier engine built among the book's own folders is known to be nobody else's
    if "files" not in record and place.parent != default.resolve().parent:
        raise BuildError(f"--out {out}: the book in it does not name its files: name a new or an empty folder")
    names = {*record.get("files", ()), RECORD}
    foreign = [] if "files" not in record else sorted(name for name in _foreign(place) if name not in names)
    if foreign:
        raise BuildError(f"--out {out}: {foreign[0]} is no file of the book's: move it, or name another folder")


def _is_of_sphinx(place: Path) -> bool:
    """Whether a plain `jupyter-book build` has put its tree there, or begun to."""
    try:
        return (place / SPHINX).read_bytes().startswith(SIGN)
    except OSError:
        return False


def _foreign(place: Path) -> Iterator[str]:
    """The files of a folder that are not kept whatever comes."""
    return (name for name in _below(place) if not is_kept(name.partition("/")[0]))


def _below(place: Path) -> Iterator[str]:
    """The places of all files below a folder, and of links, which are never followed."""

    def tell(error: OSError) -> None:
        raise error

    for folder, folders, names in os.walk(place, onerror=tell):
        within = Path(folder).relative_to(place).as_posix()
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        yield from (name if within == "." else f"{within}/{name}" for name in (*names, *links))


def is_kept(name: str) -> bool:
    """Whether an entry of a book's folder is its owner's: a hidden one, such as `.git`, or `CNAME`."""
    return name.startswith(".") or name in KEPT


def _refuse_unwritable(out: Path, place: Path) -> None:
    nearest = next(one for one in (place, *place.parents) if one.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise BuildError(f"--out {out}: {nearest} cannot be written to: name a folder that you may write to")


# --- the swap


def put_in_place(tree: Path, place: Path) -> None:
    """Make a finished tree the book in a folder, so that there is never half a book; the tree may lie anywhere.

    Raises BuildError where the system refuses; then the folder is as it was.
    """
    with disk_refusals(place):
        if place.is_dir() and (os.path.ismount(place) or _own_entries(place) or not os.access(place.parent, os.W_OK)):
            _fill(tree, place)
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = _sibling(place.parent, place.name)
        try:
            _move(tree, beside)
            if not place.exists():
                os.rename(beside, place)
            else:
                _swap(beside, place)
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            _fill(beside, place)  # a folder that is mounted, and does not look it
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _own_entries(place: Path) -> list[Path]:
    """The entries of a book's folder that stay there whatever book comes."""
    own = OF_SPHINX if _is_of_sphinx(place) else record_of(place).get("files", ())
    return [one for one in place.iterdir() if is_kept(one.name) and one.name not in own]


def _sibling(folder: Path, name: str) -> Path:
    """A hidden name for one process; what killed ones left under theirs goes."""
    start = f".{name}-next-"
    for left in folder.glob(f"{start}*"):
        if not _alive(left.name.removeprefix(start).split("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    return folder / f"{start}{os.getpid()}"


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def _move(tree: Path, to: Path) -> None:
    """Move a tree, by copying where it lies on another file system."""
    try:
        os.rename(tree, to)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copytree(tree, to, symlinks=True)


def _fill(tree: Path, place: Path) -> None:
    """Put a tree into a folder that stays, entry by entry; what has been done is undone where the system refuses."""
    beside = _sibling(place, "book")
    half = beside / f"{RECORD}-half"
    done: list[tuple[Path, Path]] = []

    def swap(new: Path, old: Path) -> None:
        _swap(new, old)
        done.append((new, old))

    try:
        _move(tree, beside)
        # while it is filled, the folder is a book of nothing, so that one that was killed is made again
        unfinished = record_of(place) | {"inputs": "", "files": sorted({*files_below(beside), *_foreign(place)})}
        record = json.loads((beside / RECORD).read_text(encoding="utf-8")) if (beside / RECORD).is_file() else {}
        half.write_text(json.dumps(record | unfinished), encoding="utf-8")
        new = [name for name in sorted(os.listdir(beside)) if name != half.name]
        old = [name for name in sorted(os.listdir(place)) if not is_kept(name) and name not in new]
        old += [one.name for one in place.iterdir() if one.name in OF_SPHINX and one not in _own_entries(place)]
        swap(half, place / RECORD)
        for name in (*(one for one in new if one != RECORD), *old, *(one for one in new if one == RECORD)):
            swap(beside / name, place / name)
    except BaseException:
        for one, other in reversed(done):
            _swap(one, other)
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _swap(a: Path, b: Path) -> None:
    """Let two entries of one file system change places, of which one may be missing."""
    there = [os.path.lexists(one) for one in (a, b)]
    if there == [True, True]:
        if not _exchange(a, b):
            aside = a.with_name(f"{a.name}-before")
            # no exchange here: the old one steps aside for the moment between two renames
            os.rename(b, aside)
            os.rename(a, b)
            os.rename(aside, a)
    elif there[0]:
        os.rename(a, b)
    elif there[1]:
        os.rename(b, a)


def _exchange(a: Path, b: Path) -> bool:
    """Exchange two entries atomically (Linux, renameat2); False where the system cannot."""
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

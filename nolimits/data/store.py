"""Values kept from one build to the next, each under a hash of all that it follows from.

Kept only where there is a folder to keep them: `at` names one for this process, `NOLIMITS_STORE` for those it starts.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

import orjson

from nolimits.data import door
from nolimits.data.evidence import Evidence

FOLDER, CODE = "NOLIMITS_STORE", "NOLIMITS_CODE"  # where values are kept, and a hash of the code that makes them
MOST_KEPT = 6000

Value = TypeVar("Value")
_at: ContextVar[tuple[str, str]] = ContextVar("_at", default=("", ""))


@contextmanager
def at(folder: Path, code: str) -> Iterator[None]:
    """Keep values in a folder meanwhile; `code` is a hash of the code that makes them."""
    before = _at.set((str(folder), code))
    try:
        yield
    finally:
        _at.reset(before)


def where() -> tuple[str, str]:
    """The folder where values are kept, and the hash of the code; empty where none are."""
    folder, code = _at.get()
    return folder or os.environ.get(FOLDER, ""), code or os.environ.get(CODE, "")


def remember(kind: str, told: object, make: Callable[[], Value], evidence: Evidence | None = None) -> Value:
    """A value that JSON can hold, made where it is not kept.

    It follows from what is `told`, from the code, and, where tables are given, from what `make` reads of them.
    """
    folder, code = where()
    if not folder:
        return make()
    path = Path(folder) / f"{kind}-{_hash(json.dumps([told, code], default=str))}.json"
    found = _recall(path)
    if found is not None and (evidence is None or found["read"] == evidence.contents(found["read"])):
        door.read_all(found["read"])  # for whoever keeps what is made of this
        value: Value = found["value"]
        return value
    with door.noted() as names:
        made = make()
    _keep({"read": evidence.contents(names) if evidence else {}, "value": made}, path)
    return made


def _recall(path: Path) -> dict[str, Any] | None:
    try:
        digest, _, text = path.read_bytes().partition(b"\n")
        if hashlib.sha256(text).hexdigest().encode() != digest:
            return None
        os.utime(path)  # those that nobody asks for go first
        found: dict[str, Any] = orjson.loads(text)
    except (OSError, ValueError):
        return None
    return found


def _keep(value: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_text(f"{_hash(text)}\n{text}", encoding="utf-8")
    half.replace(path)


def prune(folder: Path, most: int = MOST_KEPT) -> None:
    """Of the values that nobody asked for lately, the oldest go."""
    held = [(path.stat().st_mtime_ns, path) for path in folder.glob("*.json")]
    for _, path in sorted(held, reverse=True)[most:]:
        path.unlink(missing_ok=True)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

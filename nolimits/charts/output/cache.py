"""Pictures kept from one build to the next, each under a hash of all that it is drawn from."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import cloudpickle

from nolimits.data import DataError, View, door
from nolimits.data.evidence import Evidence

FOLDER, CODE = "NOLIMITS_PICTURES", "NOLIMITS_CODE"  # where pictures are kept, and a hash of what draws them

Pictures = Mapping[str, str]  # by name, as SVG or in base64


class _Closure(cloudpickle.Pickler):  # type: ignore[misc]  # it brings no types
    """Writes down what a drawing holds; of a view only its day and its first year, for a drawing reads no tables."""

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, View):
            return str, (f"{obj.cutoff} {obj.start} {obj.evidence.declared}",)
        if isinstance(obj, Evidence):
            raise DataError("a drawing holds the tables: give it what it draws")
        return super().reducer_override(obj)


def kept(draw: Callable[..., object], told: Mapping[str, object], make: Callable[[], Pictures]) -> Pictures:
    """The pictures of a drawing, made where they are not kept; `told` is what stands in them besides.

    Kept only where `NOLIMITS_PICTURES` names a folder. Raises DataError where the drawing reads a table.
    """
    with door.shut(f"the drawing of {told['id']}"):
        if not (folder := os.environ.get(FOLDER)):
            return make()
        path = Path(folder) / f"{key(draw, told)}.json"
        if (found := _recalled(path)) is None:
            found = make()
            _keep(found, path)
        return found


def key(draw: Callable[..., object], told: Mapping[str, object]) -> str:
    """A hash of a drawing with all that it holds, of what is told besides, and of the code that draws."""
    held = io.BytesIO()
    _Closure(held).dump(draw)
    words = json.dumps(dict(told), sort_keys=True, default=str)
    return hashlib.sha256(held.getvalue() + f"{words}\0{os.environ.get(CODE, '')}".encode()).hexdigest()


def _recalled(path: Path) -> Pictures | None:
    try:
        digest, _, text = path.read_text(encoding="utf-8").partition("\n")
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            return None
        os.utime(path)  # those that nobody asks for go first
    except (OSError, ValueError):
        return None
    found: Pictures = json.loads(text)
    return found


def _keep(pictures: Pictures, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(pictures)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_text(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}", encoding="utf-8")
    half.replace(path)

"""Pictures kept from one build to the next: what a drawing holds, written down to be told from all others."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import cloudpickle

from nolimits.data import DataError, Entry, View, door, store
from nolimits.data.evidence import Evidence

Pictures = Mapping[str, str]  # by name, as SVG or in base64


class _Closure(cloudpickle.Pickler):  # type: ignore[misc]  # it brings no types
    """Writes down what a drawing holds; of a view only its day and its first year, for a drawing reads no tables.

    Equal texts, rows and records are written alike, be they one object or several, and without what they remember for
    themselves: by its own ways pickling writes a thing that it has met before as a reference.
    """

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file)
        self.found: dict[int, tuple[object, str]] = {}  # with the thing, whose number no other may get meanwhile

    def persistent_id(self, obj: Any) -> bytes | None:
        """What is written in place of a thing that is told by what it holds."""
        if type(obj) is str:
            return obj.encode("utf-8", "surrogatepass")
        held = _held(obj)
        if held is None:
            return None
        if id(obj) not in self.found:
            self.found[id(obj)] = obj, _digest([type(obj), held])
        return self.found[id(obj)][1].encode()  # another object each time

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, View):
            return str, (f"{obj.cutoff} {obj.start} {obj.evidence.declaration_hash}",)
        if isinstance(obj, Evidence):
            raise DataError("a drawing holds the tables: give it what it draws")
        return super().reducer_override(obj)


def _held(obj: object) -> list[object] | None:
    """What a row or a record holds; None for any other thing."""
    if isinstance(obj, Entry):
        return [dict(obj), obj.register]
    if is_dataclass(obj) and not isinstance(obj, type):
        return [getattr(obj, one.name) for one in fields(obj)]
    return None


def pictures_of(draw: Callable[..., object], told: Mapping[str, object], make: Callable[[], Pictures]) -> Pictures:
    """The pictures of a drawing, made where they are not kept; `told` is what stands in them besides.

    Raises DataError where the drawing reads a table.
    """
    with door.shut(f"the drawing of {told['id']}"):
        return store.remember("picture", [told, drawing_hash(draw)], make)


def drawing_hash(draw: Callable[..., object]) -> str:
    """A hash of a drawing with all that it holds, the same for equal drawings."""
    return _digest(draw)


def _digest(held: object) -> str:
    written = io.BytesIO()
    _Closure(written).dump(held)
    return hashlib.sha256(written.getvalue()).hexdigest()

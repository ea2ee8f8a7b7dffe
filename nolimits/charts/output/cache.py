"""Pictures kept from one build to the next: what a drawing holds, written down to be told from all others."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from typing import Any

import cloudpickle

from nolimits.data import DataError, View, door, store
from nolimits.data.evidence import Evidence

Pictures = Mapping[str, str]  # by name, as SVG or in base64


class _Closure(cloudpickle.Pickler):  # type: ignore[misc]  # it brings no types
    """Writes down what a drawing holds; of a view only its day and its first year, for a drawing reads no tables."""

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, View):
            return str, (f"{obj.cutoff} {obj.start} {obj.evidence.declaration_hash}",)
        if isinstance(obj, Evidence):
            raise DataError("a drawing holds the tables: give it what it draws")
        return super().reducer_override(obj)


def pictures_of(draw: Callable[..., object], told: Mapping[str, object], make: Callable[[], Pictures]) -> Pictures:
    """The pictures of a drawing, made where they are not kept; `told` is what stands in them besides.

    Raises DataError where the drawing reads a table.
    """
    with door.shut(f"the drawing of {told['id']}"):
        return store.remember("picture", [told, drawing_hash(draw)], make)


def drawing_hash(draw: Callable[..., object]) -> str:
    """A hash of a drawing with all that it holds."""
    written = io.BytesIO()
    _Closure(written).dump(draw)
    return hashlib.sha256(written.getvalue()).hexdigest()

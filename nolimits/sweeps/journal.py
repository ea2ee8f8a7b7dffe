"""What a sweep has done so far: a file to which each unit is added as it ends, so that a killed sweep goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from nolimits.book.parameters import BuildError
from nolimits.sweeps.grid import WorkUnit
from nolimits.sweeps.table import CaseRow


class Journal:
    """The units that are done, a line each, in the order in which they ended. A line that a kill cut short goes; one
    that is damaged counts for nothing, and the others stay.

    What failed is kept for the table, and does not count as done when the journal is opened again.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b")
        self._places: dict[str, int] = {}
        self._file.seek(0)
        whole = 0
        while (line := self._file.readline()).endswith(b"\n"):
            told = _unsealed(line)
            if told and not told["failed"]:
                self._places[told["unit"]] = whole
            whole += len(line)
        self._file.truncate(whole)

    def __contains__(self, unit: WorkUnit) -> bool:
        """Whether a unit is done."""
        return unit.key in self._places

    def add(self, unit: WorkUnit, rows: Iterable[CaseRow]) -> None:
        """Keep what a unit gave."""
        rows = list(rows)
        self._file.seek(0, 2)
        place = self._file.tell()
        told = {"unit": unit.key, "failed": any(row.failed for row in rows), "rows": rows}
        self._file.write(_sealed(told))
        self._file.flush()
        self._places[unit.key] = place

    def rows(self, unit: WorkUnit) -> list[CaseRow]:
        """What a unit gave; raises KeyError for one that is not done, BuildError for one that was damaged since."""
        self._file.seek(self._places[unit.key])
        told = _unsealed(self._file.readline())
        if not told:
            raise BuildError(f"{self._file.name}: was damaged meanwhile: sweep again")
        return [CaseRow(*row) for row in told["rows"]]

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._file.close()


def _sealed(told: dict[str, Any]) -> bytes:
    """A line with a hash of what it says."""
    content = json.dumps(told).encode()
    return _seal(content) + b" " + content + b"\n"


def _unsealed(line: bytes) -> dict[str, Any] | None:
    """What a line says; None where it is not as it was written."""
    seal, _, content = line.rstrip(b"\n").partition(b" ")
    return json.loads(content) if seal == _seal(content) else None


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest()[:16].encode()

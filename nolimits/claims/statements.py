"""What was said: the statements of the two papers, as they printed them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nolimits.data import DataError, Figure, View, printed, tables


@dataclass(frozen=True)
class Claim:
    """One statement: `row` is its row of `claims.csv`, `stated` the figure in it, if it has one."""

    key: str
    row: dict[str, str]
    stated: Figure | None


def claims(folder: Path) -> dict[str, Claim]:
    """All statements by key, in the order of the table."""
    return dict(_claims(folder, (folder / "claims.csv").stat().st_mtime_ns))


@lru_cache(maxsize=4)
def _claims(folder: Path, _changed: int) -> tuple[tuple[str, Claim], ...]:
    return tuple((row["claim"], Claim(row["claim"], row, printed(row))) for row in tables.rows("claims", folder))


def claim(key: str, view: View) -> Claim:
    """One statement by its key; raises DataError for an unknown key."""
    known = claims(view.folder)
    if key not in known:
        near = difflib.get_close_matches(key, known, n=2)
        raise DataError(f"no claim is called {key!r}: {'perhaps ' + ' or '.join(near) if near else 'see claims.csv'}")
    return known[key]

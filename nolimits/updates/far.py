"""Figures far from all others of their indicator: slips of a unit, of a point, of a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from nolimits.checks.rules import ENDS
from nolimits.data import Period, Row, evidence
from nolimits.updates.cells import PLAIN
from nolimits.updates.merge import Merge
from nolimits.updates.rows import Incoming, Refusal

LOUD, SLIP = 2, 1000  # times the largest figure that is there: told, and refused
FEW = 3  # figures of an indicator: of fewer nothing can be said


def slips(folder: Path, merges: Mapping[str, Merge]) -> Iterator[tuple[Incoming, Refusal]]:
    """Figures a thousand times beyond the largest that their indicator has for periods of the kind."""
    for one, column, size, others in _figures(folder, merges):
        if size > SLIP * max(others):
            what = f"more than {SLIP:,} times the largest figure of {one.cells['indicator']}, {max(others):g}"
            right = "a figure in the indicator's unit; if it is right, --far lets it in"
            yield one, Refusal(one.place, one.table, column, what, one.cells[column], right)


def loud(folder: Path, merges: Mapping[str, Merge]) -> Iterator[str]:
    """Figures beyond twice the largest, or below half the least, of periods of their kind, each in a line."""
    for one, column, size, others in _figures(folder, merges):
        said = f"{one.place}: {one.cells['indicator']}: {one.cells[column]} beside"
        if size > LOUD * max(others):
            yield f"{said} at most {max(others):g} so far"
        elif size < min(others) / LOUD:
            yield f"{said} at least {min(others):g} so far"


def _figures(folder: Path, merges: Mapping[str, Merge]) -> Iterator[tuple[Incoming, str, float, list[float]]]:
    """The figures that come in by column, each with its size and those of its indicator for periods of the kind."""
    if "observations" not in merges:
        return
    sizes = _sizes(evidence(folder).rows("observations"))
    for one in merges["observations"].added:
        others = sizes.get((one.cells["indicator"], _kind(one.cells)), [])
        if len(others) >= FEW and max(others):
            yield from ((one, column, abs(float(one.cells[column])), others) for column in ENDS if one.cells[column])


def _sizes(rows: tuple[Row, ...]) -> dict[tuple[str, str], list[float]]:
    found: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        figures = [abs(float(row[end])) for end in ENDS if PLAIN.fullmatch(row[end])]
        if figures:
            found.setdefault((row["indicator"], _kind(row)), []).append(max(figures))
    return found


def _kind(row: Row) -> str:
    try:
        return Period(row["period_start"], row["period_end"]).kind
    except ValueError:
        return ""

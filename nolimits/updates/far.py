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
    for one, column, largest in _beyond(folder, merges, SLIP):
        what = f"more than {SLIP:,} times the largest figure of {one.cells['indicator']}, {largest:g}"
        right = "a figure in the indicator's unit; if it is right, --far lets it in"
        yield one, Refusal(one.place, one.table, column, what, one.cells[column], right)


def loud(folder: Path, merges: Mapping[str, Merge]) -> Iterator[str]:
    """Figures beyond twice the largest, or below half the least, of periods of their kind, each in a line."""
    for one, column, largest in _beyond(folder, merges, LOUD):
        yield f"{one.place}: {one.cells['indicator']}: {one.cells[column]} beside at most {largest:g} so far"
    for one, column, least in _below(folder, merges, LOUD):
        yield f"{one.place}: {one.cells['indicator']}: {one.cells[column]} beside at least {least:g} so far"


def _beyond(folder: Path, merges: Mapping[str, Merge], times: int) -> Iterator[tuple[Incoming, str, float]]:
    for one, figures in _beside(folder, merges):
        for column in ENDS:
            if (cell := one.cells[column]) and abs(float(cell)) > times * max(figures):
                yield one, column, max(figures)


def _below(folder: Path, merges: Mapping[str, Merge], times: int) -> Iterator[tuple[Incoming, str, float]]:
    for one, figures in _beside(folder, merges):
        for column in ENDS:
            if (cell := one.cells[column]) and abs(float(cell)) < min(figures) / times:
                yield one, column, min(figures)


def _beside(folder: Path, merges: Mapping[str, Merge]) -> Iterator[tuple[Incoming, list[float]]]:
    """The figures that come in, each with the sizes of those that its indicator has for periods of the kind."""
    if "observations" not in merges:
        return
    sizes = _sizes(evidence(folder).rows("observations"))
    for one in merges["observations"].added:
        figures = sizes.get((one.cells["indicator"], _kind(one.cells)), [])
        if len(figures) >= FEW and max(figures):
            yield one, figures


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

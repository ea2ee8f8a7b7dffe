"""Figures far from all others of their indicator: slips of a unit, of a point, of a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from nolimits.checks.rules import ENDS
from nolimits.data import Period, Row, evidence
from nolimits.updates.cells import PLAIN, plain_decimal
from nolimits.updates.merge import Merge
from nolimits.updates.rows import Incoming, Refusal

# times the largest figure that is there, or beneath the least: told, and refused. None of the book's own figures was
# ever so far as to be refused, while a slip of a thousand mostly lies a few hundred times beyond the largest
LOUD, SLIP = 2, 100
THOUSAND = 1000
FEW = 3  # figures of an indicator: of fewer nothing can be said


def slips(folder: Path, merges: Mapping[str, Merge]) -> Iterator[tuple[Incoming, Refusal]]:
    """Figures a hundred times beyond the largest of their indicator for periods of the kind, or beneath the least.

    A growth may be next to nothing, and any figure nothing.
    """
    growths = {name for name, row in evidence(folder).indicators.items() if row["level"]}
    for one, column, size, others in _figures(folder, merges):
        name, said, least = one.cells["indicator"], one.cells[column], min(filter(None, others))
        right = "a figure in the indicator's unit; if it is right, --far lets it in"
        if column in one.either and _among(THOUSAND * size, others) and not _among(size, others):
            what = f"a number that can be read in two ways, beside {least:g} to {max(others):g} so far"
            right = f"{plain_decimal(THOUSAND * Decimal(said))}, if that is meant; if {said} is, --far lets it in"
        elif size > SLIP * max(others):
            what = f"more than {SLIP:,} times the largest figure of {name}, {max(others):g}"
        elif 0 < size < least / SLIP and name not in growths:
            what = f"less than one part in {SLIP:,} of the least figure of {name}, {least:g}"
        else:
            continue
        yield one, Refusal(one.place, one.table, column, what, said, right)


def _among(size: float, others: list[float]) -> bool:
    return min(others) / LOUD <= size <= LOUD * max(others)


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

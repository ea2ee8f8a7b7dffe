"""Where the marks of a picture stand, noted while it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure


@dataclass(frozen=True)
class Spot:
    """The mark of a record: a point, or a shape from one corner, in the units of its axes; `n` says which record."""

    axes: Axes
    n: int
    x: float
    y: float
    wide: float = 0.0
    tall: float = 0.0


class Sheet(Figure):
    """A figure that knows where its marks stand, from where to where the plot reaches, and below which heights of it a
    whole row ends, so that it may be shown in part: inches from the top. `rows` is what a row is, such as `project`."""

    def __init__(self) -> None:
        super().__init__()
        self.spots: list[Spot] = []
        self.plot: tuple[float, float] = (0.0, 0.0)
        self.seams: list[float] = []
        self.rows = "row"


PIXELS = 96 / 72
SpotPlace = list[int]  # which record, left, top; of a shape its width and height too: pixels of the picture


def places(sheet: Sheet) -> list[SpotPlace]:
    """Where the marks of a finished picture stand, each once, those aside that lie off the sheet."""
    wide, tall = sheet.bbox.width, sheet.bbox.height
    found: dict[tuple[int, ...], None] = {}
    for spot in sheet.spots:
        corners = [(spot.x, spot.y), (spot.x + spot.wide, spot.y + spot.tall)]
        (x, y), (right, top) = spot.axes.transData.transform(corners)
        left, high = min(x, right), tall - max(y, top)
        extent = (abs(right - x), abs(top - y)) if spot.wide or spot.tall else ()
        if 0 <= left <= wide and 0 <= high <= tall:
            found[spot.n, *(round(length * PIXELS) for length in (left, high, *extent))] = None
    return [list(place) for place in found]

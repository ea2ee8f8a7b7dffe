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
    """A figure that knows where its marks stand."""

    def __init__(self) -> None:
        super().__init__()
        self.spots: list[Spot] = []

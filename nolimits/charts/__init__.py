"""How it looks: one function a kind of chart, each of which ends in `finish`."""

from nolimits.charts.bars import bars, mirrored
from nolimits.charts.canvas import VARIANTS, Canvas, Key
from nolimits.charts.exhibit import MIME, ChartError, Exhibit, Words, bare, finish
from nolimits.charts.multiples import multiples
from nolimits.charts.registers import board, gantt, in_force, milestones, strip
from nolimits.charts.rows import dumbbell, heat, ranked
from nolimits.charts.series import lines, vintages
from nolimits.charts.shares import composition, shares
from nolimits.charts.style import LIGHT, PALETTE, VERDICTS
from nolimits.charts.svg import dark

__all__ = [
    "LIGHT", "MIME", "PALETTE", "VARIANTS", "VERDICTS", "Canvas", "ChartError", "Exhibit", "Key", "Words", "bare",
    "bars", "board", "composition", "dark", "dumbbell", "finish", "gantt", "heat", "in_force", "lines",
    "milestones", "mirrored", "multiples", "ranked", "shares", "strip", "vintages",
]  # fmt: skip

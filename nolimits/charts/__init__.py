"""How it looks: one function a kind of chart, each of which ends in `finish`."""

from nolimits.charts.bars import bars, mirrored
from nolimits.charts.canvas import VARIANTS, Canvas, Key
from nolimits.charts.contributions import contributions
from nolimits.charts.courses import courses
from nolimits.charts.exhibit import MIME, ChartError, Exhibit, Words, bare, finish
from nolimits.charts.multiples import multiples
from nolimits.charts.registers import (
    access,
    answers,
    board,
    costs,
    entries,
    gantt,
    in_force,
    milestones,
    outcomes,
    slippage,
    strip,
    voices,
    yearly,
)
from nolimits.charts.rows import dumbbell, heat, ranked
from nolimits.charts.series import lines, vintages
from nolimits.charts.shares import composition, shares
from nolimits.charts.style import LIGHT, PALETTE, VERDICTS
from nolimits.charts.svg import dark

__all__ = [
    "LIGHT",
    "MIME",
    "PALETTE",
    "VARIANTS",
    "VERDICTS",
    "Canvas",
    "ChartError",
    "Exhibit",
    "Key",
    "Words",
    "access",
    "answers",
    "bare",
    "bars",
    "board",
    "composition",
    "contributions",
    "costs",
    "courses",
    "dark",
    "dumbbell",
    "entries",
    "finish",
    "gantt",
    "heat",
    "in_force",
    "lines",
    "milestones",
    "mirrored",
    "multiples",
    "outcomes",
    "ranked",
    "shares",
    "slippage",
    "strip",
    "vintages",
    "voices",
    "yearly",
]

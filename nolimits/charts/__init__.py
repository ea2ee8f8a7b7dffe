"""How it looks: one function a kind of chart, each of which ends in `finish`."""

from nolimits.charts.canvas import VARIANTS, Canvas, Key
from nolimits.charts.exhibit import MIME, ChartError, Exhibit, Words, finish
from nolimits.charts.kinds.bars import bars
from nolimits.charts.kinds.contributions import contributions
from nolimits.charts.kinds.courses import courses
from nolimits.charts.kinds.dumbbell import dumbbell
from nolimits.charts.kinds.heat import heat
from nolimits.charts.kinds.mirrored import mirrored
from nolimits.charts.kinds.multiples import multiples
from nolimits.charts.kinds.rows import ranked
from nolimits.charts.kinds.series import lines, vintages
from nolimits.charts.kinds.shares import composition, shares
from nolimits.charts.output.svg import dark
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
from nolimits.charts.style import LIGHT, PALETTE

__all__ = [
    "LIGHT",
    "MIME",
    "PALETTE",
    "VARIANTS",
    "Canvas",
    "ChartError",
    "Exhibit",
    "Key",
    "Words",
    "access",
    "answers",
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

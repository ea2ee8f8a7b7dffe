"""How it looks: one function a kind of chart, each of which hands over a `Drawing`."""

from nolimits.charts import kinds, registers
from nolimits.charts.exhibit import ChartError, Datum, Drawing, Exhibit, Words, finish
from nolimits.charts.output.svg import dark
from nolimits.charts.registry import KINDS, load
from nolimits.charts.sheet.canvas import VARIANTS, Canvas, Key
from nolimits.charts.style import LIGHT, PALETTE
from nolimits.manuscript.exhibit import MIME

for _package in (kinds, registers):
    load(_package.__name__, _package.__path__)
globals().update(KINDS)

__all__ = ["LIGHT", "MIME", "PALETTE", "VARIANTS", "Canvas", "ChartError", "Datum", "Drawing", "Exhibit", "Key"]
__all__ += ["Words", "dark", "finish"]
__all__ += sorted(KINDS)

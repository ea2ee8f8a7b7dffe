"""How it looks: one function a kind of chart, each of which hands over a `Drawing`.

What draws is loaded when it is first asked for: whoever only shows pictures, as the pages do, need not wait for it.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from nolimits.charts.palette import LIGHT, PALETTE, dark
from nolimits.manuscript.exhibit import MIME

if TYPE_CHECKING:
    from nolimits.charts.exhibit import ChartError, Datum, Drawing, Exhibit, Words, finish
    from nolimits.charts.sheet.canvas import VARIANTS, Canvas, Key

_DRAWING = {
    **dict.fromkeys(("ChartError", "Datum", "Drawing", "Exhibit", "Words", "finish"), "nolimits.charts.exhibit"),
    **dict.fromkeys(("VARIANTS", "Canvas", "Key"), "nolimits.charts.sheet.canvas"),
}
__all__ = ["LIGHT", "MIME", "PALETTE", "VARIANTS", "Canvas", "ChartError", "Datum", "Drawing", "Exhibit", "Key"]
__all__ += ["Words", "dark", "finish"]


def __getattr__(name: str) -> Any:
    """What draws, by its name; a kind of chart by its own."""
    if name in _DRAWING:
        return getattr(import_module(_DRAWING[name]), name)
    if not name.startswith("_") and not find_spec(f"{__name__}.{name}"):
        from nolimits.charts.registry import all_kinds

        if name in (kinds := all_kinds()):
            return kinds[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """What there is, the kinds of chart included."""
    from nolimits.charts.registry import all_kinds

    return sorted({*globals(), *__all__, *all_kinds()})

"""A report that can be traced, rebuilt and cited: the engine of the book, and the library that its notebooks use.

`from nolimits import View, charts, facts` is all that a notebook needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nolimits import charts as charts
    from nolimits.data import View as View
    from nolimits.language import facts as facts

__version__ = "0.2.0"

# from the tables to the reader: a room imports only from rooms before it
ROOMS = (
    *("memory", "hypertext", "data", "checks", "language", "claims", "prose", "manuscript", "charts", "citing"),
    *("pagemodel", "editions", "pages", "takeaway", "book", "updates", "feeds", "sweeps", "cli"),
)
_OFFERED = {"View": "nolimits.data", "facts": "nolimits.language", "charts": "nolimits"}


def __getattr__(name: str) -> Any:
    """What the package offers, loaded when it is first asked for."""
    if name not in _OFFERED:
        raise AttributeError(f"module 'nolimits' has no attribute {name!r}")
    return import_module("nolimits.charts") if name == "charts" else getattr(import_module(_OFFERED[name]), name)

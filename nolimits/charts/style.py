"""The house style: which role of the palette is whose, one type, one sheet of settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import lru_cache
from typing import Any

import matplotlib
import seaborn
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from nolimits.charts.letters import FILES
from nolimits.charts.palette import LIGHT, PALETTE

__all__ = ["LIGHT", "PALETTE"]

FAMILIES = {
    "normal": "Exhibit Sans",
    "strong": "Exhibit Sans Strong",
}  # our own names: no font of the machine can stand in

SIDES = ("scarlet", "navy")  # of the two sides of the subject, in their order
FREE_TONES = ("both", "amber", "cyan", "other")
SEQUENCES = (("last",), ("second", "last"), ("first", "third", "last"), ("first", "second", "third", "last"))
MARKERS = ("o", "s", "D", "^")

SMALL, BASE, TITLE, HEADLINE, SUBTITLE = 9.5, 10.0, 10.5, 15.0, 11.0  # points; nothing is ever set below 9


def tones(keys: Iterable[str], chosen: Mapping[str, str], own: Mapping[str, str] | None = None) -> list[str]:
    """A colour role for each series of a panel, no two the same: as chosen, else its own, else the next free."""
    found: list[str] = []
    for key in keys:
        wanted = chosen.get(key) or (own or {}).get(key)
        if wanted is None or (wanted in found and key not in chosen):
            wanted = next((role for role in FREE_TONES if role not in found), "rest")
        found.append(wanted)
    return found


@lru_cache(maxsize=2)
def family(weight: str = "normal") -> tuple[str, ...]:
    """The type of every exhibit, from the package's own folder; DejaVu, for rare signs, comes with matplotlib."""
    path = str(FILES[weight])
    entry = font_manager.ttfFontProperty(FT2Font(path))
    font_manager.fontManager.ttflist.append(replace(entry, fname=path, name=FAMILIES[weight], weight=400))
    return FAMILIES[weight], "DejaVu Sans"


@lru_cache(maxsize=1)
def sheet() -> dict[Any, Any]:
    """Matplotlib settings of the house style, on top of seaborn's base theme."""
    return seaborn.axes_style("ticks") | {
        "font.family": list(family()),
        "font.size": BASE,
        "text.color": LIGHT["ink"],
        "text.parse_math": False,  # a dollar sign is a dollar sign
        "axes.unicode_minus": True,
        "axes.edgecolor": LIGHT["axis"],
        "axes.facecolor": "none",
        "axes.labelcolor": LIGHT["ink"],
        "axes.linewidth": 0.8,
        "axes.grid": False,
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.xmargin": 0,
        "axes.ymargin": 0,
        "figure.dpi": 72,
        "figure.facecolor": "none",
        "savefig.facecolor": "none",
        "grid.color": LIGHT["grid"],
        "grid.linewidth": 0.8,
        "hatch.color": LIGHT["paper"],
        "hatch.linewidth": 1.1,
        "lines.linewidth": 2.0,
        "lines.markersize": 5.0,
        "patch.force_edgecolor": False,
        "patch.linewidth": 0,
        "path.simplify": True,
        "path.simplify_threshold": 0.1,
        "svg.fonttype": "path",
        "xtick.color": LIGHT["muted"],
        "ytick.color": LIGHT["muted"],
        "xtick.labelsize": SMALL,
        "ytick.labelsize": SMALL,
        "xtick.major.size": 3.5,
        "xtick.major.width": 0.8,
        "ytick.major.size": 0,
        "ytick.left": False,
    }


def house() -> AbstractContextManager[None]:
    """The settings in force while an exhibit is drawn."""
    return matplotlib.rc_context(sheet())

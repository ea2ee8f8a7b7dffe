"""The house style: one palette in two themes, one type, one sheet of settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import matplotlib
import seaborn
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from nolimits.claims import Word

FONTS = Path(__file__).parent / "fonts"
FAMILIES = {
    "normal": "Exhibit Sans",
    "strong": "Exhibit Sans Strong",
}  # our own names: no font of the machine can stand in
FILES = {"normal": "SourceSans3-Regular.ttf", "strong": "SourceSans3-SemiBold.ttf"}

# Each role has one colour on a light page and one on a dark page; a role is the only way to a colour.
PALETTE: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#121212"),
    "ink": ("#1f2328", "#e8e6e3"),
    "muted": ("#57606a", "#a9b1ba"),
    "axis": ("#868f99", "#7b848d"),
    "grid": ("#e1e5e9", "#30363c"),
    "scarlet": ("#c9342b", "#ff7468"),
    "navy": ("#17457f", "#a3c8ff"),
    "both": ("#3a424d", "#ced4db"),
    "amber": ("#a96400", "#f2b24b"),
    "cyan": ("#0d7490", "#4cc9e6"),
    "other": ("#6d7681", "#98a1ab"),
    "rest": ("#c4cad1", "#4a525a"),
    "first": ("#6e7780", "#828c96"),  # of a sequence, such as years: from the first to the last, which stands out most
    "second": ("#505a64", "#a5aeb7"),
    "third": ("#353d47", "#c9cfd5"),
    "last": ("#14181c", "#f2f1ef"),
    "heat1": ("#f3ece1", "#26241f"),
    "heat2": ("#e6d3b4", "#4a3c22"),
    "heat3": ("#d6b57f", "#745624"),
    "heat4": ("#c0924a", "#a37626"),
    "heat5": ("#8f6420", "#d9a443"),
} | {word.text: word.look.fill for word in Word}
LIGHT = {role: pair[0] for role, pair in PALETTE.items()}
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
    path = str(FONTS / FILES[weight])
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

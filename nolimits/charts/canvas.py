"""The sheet that a chart is drawn on: laid out downwards in inches, so that a text is measured before it is placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from nolimits.charts import style

WIDTHS = {"wide": 7.4, "narrow": 3.5, "frame": 7.4}  # inches: a column of 712 px, a phone of 360 px
VARIANTS = tuple(WIDTHS)
LEADING = 1.2
BASELINE = 0.93  # of the size, from the top of a line to where its letters stand
POINTS = 72.0


@dataclass(frozen=True)
class Key:
    """An entry of the line above a plot: a sign and what it stands for.

    `sign` is `line`, `dash`, `marker`, `hollow`, `pale`, `patch`, `hatch`, `outline`, `band`, `rule` or `none`.
    """

    text: str
    tone: str = "muted"
    sign: str = "line"
    marker: str = "o"
    hatch: str = ""


class Canvas:
    """One variant of an exhibit: its width, a cursor (`top`) that runs down, and ways to put things in place.

    Lengths are inches, heights run from the top. The height follows from what was put on it.
    """

    def __init__(self, variant: str, pad: float = 0.0) -> None:
        self.variant = variant
        self.narrow = variant == "narrow"
        self.width = WIDTHS[variant]
        self.top = pad
        self.pad = pad
        self.figure = Figure()
        FigureCanvasAgg(self.figure)
        self._inches = Affine2D()
        self._downwards = self._inches + self.figure.dpi_scale_trans
        self._placed: list[tuple[Axes, tuple[float, float, float, float]]] = []

    def axes(self, left: float, height: float, right: float = 0.0, *, top: float | None = None) -> Axes:
        """Axes at the cursor, `left` and `right` inches away from the sides; the cursor stays."""
        place = (left, self.top if top is None else top, self.width - left - right, height)
        axes = self.figure.add_axes((0, 0, 1, 1))
        axes.set_axisbelow(True)
        axes.grid(axis="y")
        self._placed.append((axes, place))
        return axes

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = style.BASE,
        tone: str = "ink",
        weight: str = "normal",
        ha: str = "left",
        va: str = "top",
    ) -> None:
        """A text at a place of the sheet, one line below the other; `va` is `top`, `center` or `bottom` of them all."""
        lines = text.split("\n")
        first = y - {"top": 0.0, "center": 0.5, "bottom": 1.0}[va] * height(len(lines), size)
        for i, line in enumerate(lines):
            # the baseline is placed, not the box, so that a line without descenders stands as high as its neighbours
            base = first + height(i, size) + BASELINE * size / POINTS
            self.figure.text(
                x,
                base,
                line,
                transform=self._downwards,
                fontsize=size,
                color=style.LIGHT[tone],
                fontfamily=style.family(weight),
                ha=ha,
                va="baseline",
            )

    def paragraph(self, text: str, *, size: float = style.BASE, tone: str = "ink", weight: str = "normal") -> None:
        """Running text over the whole width; the cursor moves below it."""
        lines = wrap(text, self.width, size, weight)
        self.write(0, self.top, "\n".join(lines), size=size, tone=tone, weight=weight)
        self.top += height(len(lines), size)

    def keys(self, unit: str, entries: Sequence[Key]) -> None:
        """The line above a plot: the unit, then the keys, flowing over as many rows as they need."""
        row, gap, sign = height(1, style.SMALL) + 0.04, 0.16, 0.3
        x, y = 0.0, self.top
        if unit:
            self.write(0, y, unit, size=style.SMALL, tone="muted")
            x = measure(unit, style.SMALL)[0] + 0.28
        widths = [0.46 + min(measure(entry.text, style.SMALL)[0], self.width) for entry in entries]
        if x and self.narrow and x + sum(widths) > self.width:
            x, y = 0.0, y + row
        for entry in entries:
            room = sign if entry.sign != "none" else 0.0
            lines = wrap(entry.text, self.width - room, style.SMALL)
            wide = room + max(measure(line, style.SMALL)[0] for line in lines)
            if x and x + wide > self.width:
                x, y = 0.0, y + row
            self._sign(entry, x, y + row / 2 - 0.02)
            tone = entry.tone if entry.tone not in ("rest", "grid") else "muted"
            self.write(x + room, y, "\n".join(lines), size=style.SMALL, tone=tone)
            y += row * (len(lines) - 1)
            x += wide + gap
        self.top = y + (row if unit or entries else 0) + 0.1

    def _sign(self, key: Key, x: float, y: float) -> None:
        color, put = style.LIGHT[key.tone], self._downwards
        if key.sign in ("patch", "hatch", "outline", "band"):
            hatch = {"hatch": "////"}.get(key.sign, key.hatch)
            face = "none" if key.sign == "outline" else color
            self.figure.add_artist(
                Rectangle(
                    (x, y - 0.06),
                    0.2,
                    0.12,
                    facecolor=face,
                    hatch=hatch or None,
                    edgecolor=color if key.sign == "outline" else style.LIGHT["paper"],
                    linewidth=1.2 if key.sign == "outline" else 0,
                    alpha=0.3 if key.sign == "band" else None,
                    transform=put,
                )
            )
        elif key.sign != "none":
            marker = key.marker if key.sign in ("line", "marker", "hollow", "pale") else None
            line: Any = {"line": "-", "rule": "-", "dash": (0, (3, 2))}.get(key.sign, "none")
            size, edge, alpha = {"hollow": (5.5, 1.4, None), "pale": (5.0, 0, 0.55)}.get(key.sign, (5.5, 0, None))
            middle = Line2D(
                [x, x + 0.1, x + 0.2],
                [y] * 3,
                color=color,
                linestyle=line,
                linewidth=2,
                marker=marker,
                markevery=[1],
                markersize=size,
                markeredgewidth=edge,
                alpha=alpha,
                markerfacecolor=style.LIGHT["paper"] if key.sign == "hollow" else color,
                transform=put,
            )
            self.figure.add_artist(middle)

    def calm(self, text: str) -> None:
        """What stands in for a plot of which nothing was known: a sentence between two light rules."""
        size = style.SUBTITLE
        lines = wrap(text, self.width - 0.6, size)
        tall = height(len(lines), size) + 0.8
        for y in (self.top + 0.02, self.top + tall - 0.02):
            rule = Line2D([0, self.width], [y, y], color=style.LIGHT["grid"], linewidth=1, transform=self._downwards)
            self.figure.add_artist(rule)
        middle = self.top + tall / 2
        self.write(self.width / 2, middle, "\n".join(lines), size=size, tone="muted", ha="center", va="center")
        self.top += tall

    def close(self) -> Figure:
        """The figure, its height set to where the cursor came to rest."""
        wide, tall = self.width + 2 * self.pad, self.top + self.pad
        self.figure.set_size_inches(wide, tall)
        self._inches.clear().scale(1, -1).translate(self.pad, tall)
        for axes, (left, top, width, high) in self._placed:
            axes.set_position(((left + self.pad) / wide, (tall - top - high) / tall, width / wide, high / tall))
        return self.figure


@lru_cache(maxsize=8192)
def measure(text: str, size: float, weight: str = "normal") -> tuple[float, float]:
    """Width of a line's widest part and height of all its lines, in inches."""
    font = FontProperties(family=style.family(weight), size=size)
    lines = text.split("\n")
    widths = [text_to_path.get_text_width_height_descent(line, font, ismath=False)[0] for line in lines]
    return max(widths) / POINTS, height(len(lines), size)


def height(lines: int, size: float) -> float:
    """Inches that so many lines of a size take up."""
    return lines * size * LEADING / POINTS


def wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """A text in lines of at most `width` inches; a word that is longer stands alone."""
    lines: list[list[str]] = []
    room, blank = 0.0, _blank(size, weight)
    for word in text.split():
        wide = measure(word, size, weight)[0]  # by the word: many texts share them
        if lines and blank + wide <= room:
            lines[-1].append(word)
            room -= blank + wide
        else:
            lines.append([word])
            room = width - wide
    return [" ".join(line) for line in lines] or [""]


@lru_cache(maxsize=32)
def _blank(size: float, weight: str) -> float:
    """Inches between two words."""
    return measure("n n", size, weight)[0] - 2 * measure("n", size, weight)[0]


def even(text: str, width: float, size: float) -> list[str]:
    """A text in as few lines as `width` allows, all about as long: no word is left alone on the last."""
    lines, words = wrap(text, width, size), len(text.split())
    # where each word stands alone, no narrower width ever needs another line
    while 1 < len(lines) < words and len(narrower := wrap(text, width - 0.1, size)) == len(lines):
        width, lines = width - 0.1, narrower
    return lines


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres for labels, as near as can be to where they are wanted, none over another, within [low, high].

    Labels that would touch form a block that is moved as one (pool adjacent violators); where all of them need more
    room than there is, they start at `low`.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    blocks: list[tuple[float, float, list[int]]] = []  # lower edge, extent, members
    for i in order:
        block = (wanted[i] - sizes[i] / 2, sizes[i], [i])
        block = (_held(block[0], block[1], low, high), *block[1:])
        while blocks and blocks[-1][0] + blocks[-1][1] > block[0]:
            edge, extent, members = blocks.pop()
            joined = [*members, *block[2]]
            total = extent + block[1]
            ideal = sum(wanted[j] for j in joined) / len(joined) - total / 2
            block = (_held(ideal, total, low, high), total, joined)
        blocks.append(block)
    centres = [0.0] * len(wanted)
    for edge, _, members in blocks:
        for i in members:
            centres[i] = edge + sizes[i] / 2
            edge += sizes[i]
    return centres


def _held(edge: float, extent: float, low: float, high: float) -> float:
    return max(low, min(edge, high - extent))

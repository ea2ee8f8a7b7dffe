"""The sheet that a chart is drawn on: laid out downwards in inches, so that a text is measured before it is placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D

from nolimits.charts import style
from nolimits.charts.letters import POINTS
from nolimits.charts.sheet import marks
from nolimits.charts.sheet.spots import Sheet
from nolimits.charts.sheet.text import height, measure, widest, wrap

WIDTHS = {"wide": 7.4, "narrow": 3.5, "frame": 7.4}  # inches: a column of 712 px, a phone of 360 px
VARIANTS = tuple(WIDTHS)
BASELINE = 0.93  # of the size, from the top of a line to where its letters stand
SIGN, BETWEEN = 0.3, 0.16  # inches: what a sign of a key takes up, and the air between two keys
# size, edge and strength of a key's mark
SIGNS: dict[str, tuple[float, float, float | None]] = {"hollow": (5.5, 1.4, None), "pale": (5.0, 0, 0.55)}
LINES: dict[str, Any] = {"line": "-", "rule": "-", "dash": (0, (3, 2))}


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
        self.figure = Sheet()
        FigureCanvasAgg(self.figure)
        self._inches = Affine2D()
        self._downwards = self._inches + self.figure.dpi_scale_trans
        self._placed: list[tuple[Axes, tuple[float, float, float, float]]] = []

    def axes(self, left: float, height: float, right: float = 0.0, *, top: float | None = None) -> Axes:
        """Axes at the cursor, `left` and `right` inches away from the sides; the cursor stays."""
        axes = self.figure.add_axes((0, 0, 1, 1))
        axes.set_axisbelow(True)
        axes.grid(axis="y")
        self._placed.append((axes, (left, self.top if top is None else top, self.width - left - right, height)))
        return axes

    def field(self, tall: float, left: float = 0.0, right: float = 0.0, *, across: float = 0.0) -> Axes:
        """Axes without ticks at the cursor, measured in inches downwards and rightwards, or from 0 to `across`."""
        axes = self.axes(left, tall, right)
        axes.set_axis_off()
        axes.set_xlim(0, across or self.width - left - right)
        axes.set_ylim(tall, 0)
        return axes

    def write(
        self,
        x: float,
        y: float,
        text: str | Sequence[str],
        *,
        size: float = style.SMALL,
        tone: str = "ink",
        weight: str = "normal",
        ha: str = "left",
        va: str = "top",
    ) -> None:
        """A text at a place of the sheet, one line below the other; `va` is `top`, `center` or `bottom` of them all."""
        lines = text.split("\n") if isinstance(text, str) else text
        first = y - {"top": 0.0, "center": 0.5, "bottom": 1.0}[va] * height(len(lines), size)
        look: dict[str, Any] = {
            "fontsize": size,
            "color": style.LIGHT[tone],
            "fontfamily": style.family(weight),
            "ha": ha,
        }
        for i, line in enumerate(lines):
            # the baseline is placed, not the box, so that a line without descenders stands as high as its neighbours
            base = first + height(i, size) + BASELINE * size / POINTS
            self.figure.text(x, base, line, transform=self._downwards, va="baseline", **look)

    def paragraph(self, text: str, *, size: float = style.SMALL, tone: str = "ink", weight: str = "normal") -> None:
        """Running text over the whole width; the cursor moves below it."""
        lines = wrap(text, self.width, size, weight)
        self.write(0, self.top, lines, size=size, tone=tone, weight=weight)
        self.top += height(len(lines), size)

    def keys(self, unit: str, entries: Sequence[Key]) -> None:
        """The line above a plot: the unit, then the keys, flowing over as many rows as they need."""
        row = height(1) + 0.04
        x, y = 0.0, self.top
        if unit:
            self.write(0, y, unit, tone="muted")
            x = measure(unit) + 0.28
        needed = x + sum(0.46 + min(measure(entry.text), self.width) for entry in entries)
        if x and self.narrow and needed > self.width:
            x, y = 0.0, y + row
        for entry in entries:
            room = SIGN if entry.sign != "none" else 0.0
            lines = wrap(entry.text, self.width - room)
            wide = room + widest(lines)
            if x and x + wide > self.width:
                x, y = 0.0, y + row
            self._sign(entry, x, y + row / 2 - 0.02)
            self.write(x + room, y, lines, tone=entry.tone if entry.tone not in ("rest", "grid") else "muted")
            y += row * (len(lines) - 1)
            x += wide + BETWEEN
        self.top = y + (row if unit or entries else 0) + 0.1

    def swatches(self, entries: Sequence[tuple[str, str, str]], pale: Sequence[tuple[str, str, str]] = ()) -> None:
        """A key of (text, tone, hatch): fields of colour with their meaning in ink, some of them pale, over rows."""
        row, sign, gap = height(1) + 0.05, 0.2, 0.2
        places, x, y = [], 0.0, 0.0
        for text, *_ in (every := [*entries, *pale]):
            wide = sign + measure(text)
            if x and x + wide > self.width:
                x, y = 0.0, y + row
            places.append((x, y))
            x += wide + gap
        axes = self.field(y + row)
        for n, ((text, tone, hatch), (left, top)) in enumerate(zip(every, places, strict=True)):
            marks.box(axes, (left, top + 0.02, 0.13, 0.13), tone, hatch, pale=n >= len(entries))
            self.write(left + sign, self.top + top, text)
        self.top += y + row + 0.08

    def _sign(self, key: Key, x: float, y: float) -> None:
        color, paper = style.LIGHT[key.tone], style.LIGHT["paper"]
        if key.sign in ("patch", "hatch", "outline", "band"):
            outline = key.sign == "outline"
            patch = Rectangle(
                (x, y - 0.06),
                0.2,
                0.12,
                facecolor="none" if outline else color,
                hatch=marks.HATCH if key.sign == "hatch" else key.hatch or None,
                edgecolor=color if outline else paper,
                linewidth=1.2 if outline else 0,
                alpha=0.3 if key.sign == "band" else None,
                transform=self._downwards,
            )
            self.figure.add_artist(patch)
        elif key.sign != "none":
            size, edge, alpha = SIGNS.get(key.sign, (5.5, 0, None))
            middle = Line2D(
                [x, x + 0.1, x + 0.2],
                [y] * 3,
                color=color,
                linestyle=LINES.get(key.sign, "none"),
                linewidth=2,
                marker=key.marker if key.sign in ("line", "marker", "hollow", "pale") else None,
                markevery=[1],
                markersize=size,
                markeredgewidth=edge,
                alpha=alpha,
                markerfacecolor=paper if key.sign == "hollow" else color,
                transform=self._downwards,
            )
            self.figure.add_artist(middle)

    def grid(self, columns: int, gap: float = 0.34) -> tuple[float, float]:
        """The width of each of so many columns side by side, and from the left of one to the left of the next."""
        wide = (self.width - gap * (columns - 1)) / columns
        return wide, wide + gap

    def seam(self, row: str, y: float = 0.0) -> None:
        """Note that a whole row, a `row` such as a project, ends so far below the cursor: it may be cut there."""
        self.figure.rows = row
        self.figure.seams.append(self.top + y)

    def calm(self, text: str) -> None:
        """What stands in for a plot of which nothing was known: a sentence between two light rules."""
        lines = wrap(text, self.width - 0.6, style.SUBTITLE)
        tall = height(len(lines), style.SUBTITLE) + 0.8
        for y in (self.top + 0.02, self.top + tall - 0.02):
            rule = Line2D([0, self.width], [y, y], color=style.LIGHT["grid"], linewidth=1, transform=self._downwards)
            self.figure.add_artist(rule)
        look: dict[str, Any] = {"size": style.SUBTITLE, "tone": "muted", "ha": "center", "va": "center"}
        self.write(self.width / 2, self.top + tall / 2, lines, **look)
        self.top += tall

    def close(self) -> Sheet:
        """The figure, its height set to where the cursor came to rest."""
        wide, tall = self.width + 2 * self.pad, self.top + self.pad
        self.figure.set_size_inches(wide, tall)
        self._inches.clear().scale(1, -1).translate(self.pad, tall)
        for axes, (left, top, width, high) in self._placed:
            axes.set_position(((left + self.pad) / wide, (tall - top - high) / tall, width / wide, high / tall))
        return self.figure

"""The picture that a shared link shows: headline and sources at the left, the plot at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from nolimits.charts import style
from nolimits.charts.output import pictures, png
from nolimits.charts.output.link import COLUMN, DOTS, FOOT, MARGIN, SIZE, SOURCE
from nolimits.charts.sheet.spots import Sheet
from nolimits.charts.sheet.text import height, wrap
from nolimits.data.nouns import many

BETWEEN = 0.35  # inches between the words and the plot
HEADLINE, MOST, SUBTITLE = 26.0, 7, 14.0  # points; lines of the headline before it gets smaller
LEAST = 0.5  # a plot that would have to be made smaller loses rows, as far as it has any
MORE = 0.3  # inches of the plot: where it says how many rows are left out


def share(wide: Image.Image, narrow: Callable[[], Sheet], words: Mapping[str, str], about: Mapping[str, str]) -> bytes:
    """A plot with `headline`, `subtitle` and `source_line` of its `words`, as PNG; `about` are its text chunks.

    It is the wide plot where all of that can be shown, else the narrow one: as many of its rows as there is room for,
    with how many more there are, and all of it where it has no rows. At the foot room is left for a line that says
    where it leads.
    """
    left, top = round((MARGIN + COLUMN + BETWEEN) * DOTS), round(MARGIN * DOTS)
    room, tall = SIZE[0] - left - top, SIZE[1] - 2 * top
    drawn = wide
    if wide.height * room / wide.width > tall:
        drawn = _in_part(narrow(), tall / LEAST)
    scale = min(room / drawn.width, tall / drawn.height, 1.0)
    small = drawn.resize((round(drawn.width * scale), round(drawn.height * scale)), Image.Resampling.LANCZOS)
    picture = _words(words)
    picture.paste(small, (left + (room - small.width) // 2, top + (tall - small.height) // 2))
    return png.encode_png(png.thrifty(picture), about, DOTS)


def _in_part(sheet: Sheet, tall: float) -> Image.Image:
    """A sheet no taller than so many pixels: its first whole rows, how many more there are, and what stands below all.

    The whole of it where it is no taller, and where it has no rows; at least what stands above the first end of a row.
    """
    sheet.set_facecolor(style.LIGHT["paper"])
    drawn = pictures.raster(sheet)
    seams = [min(round(inches * pictures.DENSITY), drawn.height) for inches in sheet.seams]
    foot = drawn.height - seams[-1] if seams else 0
    kept = [seam for seam in seams if seam + foot + MORE * pictures.DENSITY <= tall] or seams[:1]
    if drawn.height <= tall or not kept:
        return drawn
    line = _line(f"… {many(len(seams) - len(kept), f'more {sheet.rows}')} on its page", sheet.get_size_inches()[0])
    parts = [drawn.crop((0, 0, drawn.width, kept[-1])), drawn.crop((0, seams[-1], drawn.width, drawn.height)), line]
    whole = Image.new("RGB", (drawn.width, sum(part.height for part in parts)), style.LIGHT["paper"])
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    return whole


def _line(text: str, wide: float) -> Image.Image:
    """A line below a plot that is so many inches wide."""
    line = Figure(figsize=(wide, MORE), facecolor=style.LIGHT["paper"])
    line.text(0, 0.3, text, fontsize=style.SMALL, color=style.LIGHT["muted"], family=style.family("normal"))
    return pictures.raster(line)


def _words(words: Mapping[str, str]) -> Image.Image:
    """The sheet with its words: the headline and what is drawn from the top, the sources towards the foot."""
    sheet, size = _sheet(SIZE[0] / DOTS, SIZE[1] / DOTS), HEADLINE
    while len(lines := wrap(words["headline"], COLUMN, size, "strong")) > MOST:
        size -= 1
    below = _write(sheet, MARGIN, lines, size, "ink", "strong") + 0.12
    sources, told = wrap(words["source_line"], COLUMN, SOURCE), wrap(words["subtitle"], COLUMN, SUBTITLE)
    above = FOOT - 0.08 - height(len(sources), SOURCE)
    if below + height(len(told), SUBTITLE) + 0.15 < above:
        _write(sheet, below, told, SUBTITLE, "muted")
    _write(sheet, above, sources, SOURCE, "muted")
    return pictures.raster(sheet, DOTS)


def _sheet(wide: float, tall: float) -> Figure:
    figure = Figure(figsize=(wide, tall), dpi=DOTS, facecolor=style.LIGHT["paper"])
    FigureCanvasAgg(figure)
    return figure


def _write(sheet: Figure, top: float, lines: Sequence[str], size: float, tone: str, weight: str = "normal") -> float:
    """Lines from a height of the sheet on; where they end, in inches from its top."""
    wide, tall = sheet.get_size_inches()
    look: dict[str, Any] = {"fontsize": size, "color": style.LIGHT[tone], "family": style.family(weight), "va": "top"}
    for n, line in enumerate(lines):
        sheet.text(MARGIN / wide, 1 - (top + height(n, size)) / tall, line, **look)
    return top + height(len(lines), size)

"""The picture that a shared link shows: headline and sources at the left, the plot at the right."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from nolimits.charts import style
from nolimits.charts.output import pictures
from nolimits.charts.sheet.spots import Sheet
from nolimits.charts.sheet.text import height, measure, wrap
from nolimits.data.nouns import many

SIZE = (1200, 630)  # pixels, what most services show of a link
DOTS = 100  # an inch of this picture
MARGIN, COLUMN, BETWEEN = 0.45, 4.25, 0.35  # inches: around all, the width of the words, and up to the plot
HEADLINE, MOST, SUBTITLE, SOURCE = 26.0, 7, 14.0, 11.0  # points; lines of the headline before it gets smaller
FOOT = SIZE[1] / DOTS - MARGIN - height(1, SOURCE)  # inches from the top: where it says whither it leads
LEAST = 0.5  # a plot that would have to be made smaller loses rows, as far as it has any
MORE = 0.3  # inches of the plot: where it says how many rows are left out
NEAR = 12  # of 255: a shade that is nearer to the paper would be taken for it
SHADES = (1.0, 0.75, 0.5, 0.25)  # of each colour, for what is pale and for the edges of letters


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
    return pictures.written(_thrifty(picture), about, DOTS)


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


def signed(picture: bytes, text: str) -> bytes:
    """The same picture with a line at its foot, such as the address that leads to it, in letters that fit."""
    held = PngImageFile(io.BytesIO(picture))
    about = dict(held.text)
    with style.house():
        size = SOURCE
        while measure(text, size, "strong") > COLUMN:
            size -= 0.5
        strip = _sheet(COLUMN, height(1, SOURCE) + 0.1)
        strip.text(0, 0.3, text, fontsize=size, color=style.LIGHT["ink"], family=style.family("strong"))
        drawn = pictures.raster(strip, DOTS)
    held.paste(_thrifty(drawn), (round(MARGIN * DOTS), round(FOOT * DOTS)))
    return pictures.written(held, about, DOTS)


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


def _thrifty(picture: Image.Image) -> Image.Image:
    """A picture in the house's colours and their shades alone, which takes a third of the bytes."""
    return picture.quantize(palette=_palette(), dither=Image.Dither.NONE)


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """The paper, and the shades of each colour of the house that can be told from it."""
    paper = _bytes(style.LIGHT["paper"])
    mixed = (
        tuple(round(shade * part + (1 - shade) * ground) for part, ground in zip(_bytes(tone), paper, strict=True))
        for tone in style.LIGHT.values()
        for shade in SHADES
    )
    told_apart = (one for one in mixed if max(abs(a - b) for a, b in zip(one, paper, strict=True)) > NEAR)
    held = Image.new("P", (1, 1))
    held.putpalette([part for colour in dict.fromkeys([paper, *told_apart]) for part in colour])
    return held


def _bytes(colour: str) -> tuple[int, ...]:
    return tuple(round(255 * part) for part in to_rgb(colour))

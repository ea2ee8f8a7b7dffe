"""A figure as dots and as PDF: the same bytes on every machine, with what it is and whose it is kept inside."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import matplotlib
from fontTools import subset
from fontTools.ttLib import TTFont
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

DENSITY = 192  # dots an inch: twice what a page shows
LAYOUT = ("BASE", "GDEF", "GPOS", "GSUB", "STAT")  # a font's tables by which words are laid out


def raster(figure: Figure, density: float = DENSITY) -> Image.Image:
    """A figure as dots, so many an inch; as many as twice a page's where no number is given."""
    drawn, usual = FigureCanvasAgg(figure), figure.dpi
    figure.set_dpi(density)
    try:
        # letters as they were measured: hinting would make lines longer than their room
        with matplotlib.rc_context({"text.hinting": "none"}):
            drawn.draw()
        size = drawn.get_width_height(physical=True)
    finally:
        figure.set_dpi(usual)
    return Image.frombuffer("RGBA", size, drawn.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB")


def pdf(figure: Figure, about: Mapping[str, str]) -> bytes:
    """A figure as a PDF of one page, vector, text as text; `about` are entries of its info dictionary."""
    out = io.BytesIO()
    # the letters used of a TrueType font (type 42): publishers refuse outlines (type 3), and editors cannot edit them
    with matplotlib.rc_context({"pdf.fonttype": 42}), _laid_out():
        blank = dict.fromkeys(("CreationDate", "Creator", "Producer"))
        figure.savefig(out, format="pdf", facecolor=figure.get_facecolor(), metadata=blank | dict(about))
    return out.getvalue()


@contextmanager
def _laid_out() -> Iterator[None]:
    """Fonts go into PDFs without their layout: words lie where they lie, and those tables take longest to read."""
    usual = subset.load_font

    def bare(*given: Any, **named: Any) -> TTFont:
        font = usual(*given, **named)
        for table in LAYOUT:
            if table in font:
                del font[table]
        return font

    subset.load_font = bare
    try:
        yield
    finally:
        subset.load_font = usual

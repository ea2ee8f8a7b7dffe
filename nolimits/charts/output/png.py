"""Dots as PNG, in few colours where that will do; no plotting library is needed for it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache

from PIL import Image, ImageColor
from PIL.PngImagePlugin import PngInfo

from nolimits.charts.palette import LIGHT

NEAR = 12  # of 255: a shade that is nearer to the paper would be taken for it
SHADES = (1.0, 0.75, 0.5, 0.25)  # of each colour, for what is pale and for the edges of letters


def encode_png(image: Image.Image, about: Mapping[str, str], density: float) -> bytes:
    """Dots, so many an inch, as an opaque PNG; `about` are text chunks by keyword."""
    told = PngInfo()
    for keyword, text in about.items():
        told.add_itxt(keyword, text)
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=told, dpi=(density, density))
    return out.getvalue()


def thrifty(picture: Image.Image) -> Image.Image:
    """A picture in the house's colours and their shades alone, which takes a third of the bytes."""
    return picture.quantize(palette=_palette(), dither=Image.Dither.NONE)


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """The paper, and the shades of each colour of the house that can be told from it."""
    paper = ImageColor.getrgb(LIGHT["paper"])
    mixed = (
        tuple(round(shade * part + (1 - shade) * ground) for part, ground in zip(tone, paper, strict=True))
        for tone in map(ImageColor.getrgb, LIGHT.values())
        for shade in SHADES
    )
    told_apart = (one for one in mixed if max(abs(a - b) for a, b in zip(one, paper, strict=True)) > NEAR)
    held = Image.new("P", (1, 1))
    held.putpalette([part for colour in dict.fromkeys([paper, *told_apart]) for part in colour])
    return held

"""The sheet of a picture for links: its size, its margins, and the line at its foot that says where it leads.

That line follows from the site's address, which nobody knows who draws; whoever publishes adds it, without a plotting
library.
"""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngImageFile

from nolimits.charts.letters import FILES, LEADING, POINTS
from nolimits.charts.output import png
from nolimits.charts.palette import LIGHT

SIZE = (1200, 630)  # pixels, what most services show of a link
DOTS = 100  # an inch of this picture
MARGIN, COLUMN = 0.45, 4.25  # inches: around all, and the width of the words
SOURCE = 11.0  # points of sources and of the line at the foot
LINE = SOURCE * LEADING / POINTS  # inches
FOOT = SIZE[1] / DOTS - MARGIN - LINE  # inches from the top: where it says whither it leads


def sign_picture(picture: bytes, text: str) -> bytes:
    """The same picture with a line at its foot, such as the address that leads to it, in letters that fit."""
    held = PngImageFile(io.BytesIO(picture))
    about, room = dict(held.text), round(COLUMN * DOTS)
    font = ImageFont.truetype(FILES["strong"], SOURCE * DOTS / POINTS)
    while font.getlength(text) > room:
        font = font.font_variant(size=font.size - 0.5)
    strip = Image.new("RGB", (room, round((LINE + 0.1) * DOTS)), LIGHT["paper"])
    ImageDraw.Draw(strip).text((0, 0.7 * strip.height), text, LIGHT["ink"], font, anchor="ls")
    held.paste(png.thrifty(strip), (round(MARGIN * DOTS), round(FOOT * DOTS)))
    return png.encode_png(held, about, DOTS)

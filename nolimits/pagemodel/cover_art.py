"""The cover and the card that a shared link shows, as drawn."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nolimits.charts import style
from nolimits.data import View, day_name
from nolimits.pagemodel.parts.cover import line, papers
from nolimits.pagemodel.settings import Cover

CARD = (1200, 630)  # pixels, what most services show of a link


def draw_cover(cover: Cover, view: View, width: float, height: float, *, size: float, card: bool = False) -> Figure:
    """The line with the papers' days, in inches and points; the card adds title, question and day."""
    figure = Figure(figsize=(width, height))
    axes = figure.add_axes((0, 0, 1, 0.56 if card else 1))
    axes.set_axis_off()
    points = line(cover, view)
    if not points:
        return figure
    xs, ys = (list(values) for values in zip(*points, strict=True))
    axes.set_xlim(xs[0], xs[-1] + 0.11 * (xs[-1] - xs[0] or 1))
    axes.set_ylim(0, max(ys) * 1.3)
    axes.fill_between(xs, ys, color=style.LIGHT["heat1"], linewidth=0)
    axes.plot(xs, ys, color=style.LIGHT["both"], linewidth=size / 4.5, solid_joinstyle="round")
    _years(axes, xs, 0.04 * max(ys), size)
    _papers(axes, papers(view, xs[-1]), (xs, ys), size)
    axes.plot(xs[-1], ys[-1], "o", color=style.LIGHT["both"], markersize=size * 0.62)
    unit = view.unit_of(cover.indicator)
    axes.annotate(
        f"{unit.before} {ys[-1]:.0f} {unit.after}".strip(),
        (xs[-1], ys[-1]),
        (0.3 * size, size * 0.95),
        textcoords="offset points",
        ha="right",
        family=style.family("strong"),
        size=size,
        color=style.LIGHT["ink"],
    )
    return figure


def _years(axes: Axes, xs: Sequence[float], height: float, size: float) -> None:
    """Every second year below its months, the newest among them; `size` in points."""
    for year in range(math.ceil(xs[-1]) - 1, math.ceil(xs[0]), -2):
        axes.text(year + 0.5, height, str(year), ha="center", size=size * 0.75, color=style.LIGHT["muted"])


def _papers(axes: Axes, days: Mapping[float, str], line: tuple[Sequence[float], Sequence[float]], size: float) -> None:
    """The papers' days as upright lines up to the line, with their names to the left of the first, right of others."""
    tone, foot = style.LIGHT[style.SIDES[0]], 0.16 * max(line[1])
    for n, (day, name) in enumerate(sorted(days.items())):
        axes.vlines(day, foot, np.interp(day, *line), color=tone, linewidth=size / 12)
        side, offset = ("left", 0.3 * size) if n else ("right", -0.3 * size)
        axes.annotate(
            name, (day, foot), (offset, 0.1 * size), textcoords="offset points", ha=side, size=size * 0.75, color=tone
        )


def card(cover: Cover, view: View) -> bytes:
    """The card as PNG, the same bytes for the same rows."""
    with style.house():
        figure = draw_cover(cover, view, CARD[0] / 100, CARD[1] / 100, size=17, card=True)
        figure.set_facecolor(style.LIGHT["paper"])
        ink, muted = style.LIGHT["ink"], style.LIGHT["muted"]
        strong, normal = style.family("strong"), style.family()
        figure.text(0.05, 0.9, cover.title, family=strong, size=52, color=ink, va="top")
        figure.text(0.052, 0.7, cover.question, family=normal, size=24, color=ink, va="top")
        told = f"Every number leads to its row. As known by {day_name(view.cutoff)}."
        figure.text(0.052, 0.62, told, family=normal, size=18, color=muted, va="top")
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=100, metadata={"Software": None, "Title": cover.title})
    return out.getvalue()

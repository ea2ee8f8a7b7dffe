"""The cover and the card that a shared link shows: twelve months of trade on every day, drawn from the rows."""

from __future__ import annotations

import io
from html import escape

import numpy as np
from docutils import nodes
from matplotlib.figure import Figure
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from nolimits import charts, prose
from nolimits.charts import style
from nolimits.charts.output import svg
from nolimits.claims import ledger
from nolimits.data import View, day_name
from nolimits.data.periods import DataError
from nolimits.pages import context

CARD_FILE = "card.png"
CARD = (1200, 630)  # pixels, what most services show of a link
SIZES = {"wide": (7.5, 1.9), "narrow": (3.75, 1.7)}  # inches
TURNOVER = "trade.turnover"
FIRST = 2014
QUESTION = "China and Russia since 2022: two papers disagree."


def line(view: View) -> list[tuple[float, float]]:
    """Year as a decimal and twelve months of trade in USD bn: whole years, and months where twelve are known."""
    found = {figure.period.end: figure for figure in view.series(TURNOVER, "year", whole=True)}
    for figure in view.series(TURNOVER, "month", whole=True):
        try:
            found[figure.period.end] = view.sum12(TURNOVER, figure.period)
        except DataError:
            continue
    known = [(day, figure) for day, figure in sorted(found.items()) if figure.known and int(day[:4]) >= FIRST]
    return [(_decimal(day), figure.quantity.centre) for day, figure in known]


def _decimal(day: str) -> float:
    return int(day[:4]) + (int(day[5:7]) - 1 + int(day[8:]) / 31) / 12


def _papers(view: View, last: float) -> list[float]:
    """The papers' days, as far as past and not beyond the end of the line."""
    days = (row["published_to"] for row in ledger.documents(view) if row["published_to"] <= view.cutoff)
    return [day for day in map(_decimal, days) if day <= last]


def drawn(view: View, width: float, height: float, *, size: float, card: bool = False) -> Figure:
    """The line of trade with the papers' days, in inches and points; the card adds title, question and day."""
    figure = Figure(figsize=(width, height))
    axes = figure.add_axes((0, 0, 1, 0.56 if card else 1))
    axes.set_axis_off()
    points = line(view)
    if not points:
        return figure
    xs, ys = zip(*points, strict=True)
    axes.set_xlim(xs[0], xs[-1] + 0.11 * (xs[-1] - xs[0] or 1))
    axes.set_ylim(0, max(ys) * 1.3)
    axes.fill_between(xs, ys, color=style.LIGHT["heat1"], linewidth=0)
    axes.plot(xs, ys, color=style.LIGHT["both"], linewidth=size / 4.5, solid_joinstyle="round")
    days = _papers(view, xs[-1])
    axes.vlines(days, 0, np.interp(days, xs, ys), color=style.LIGHT["china"], linewidth=size / 12)
    years = range(int(xs[0]) + 1, int(xs[-1]) + 1, 2)
    for year in (year for year in years if all(abs(year - day) > 0.4 for day in days)):
        axes.text(year, max(ys) * 0.04, str(year), ha="center", size=size * 0.75, color=style.LIGHT["muted"])
    axes.plot(xs[-1], ys[-1], "o", color=style.LIGHT["both"], markersize=size * 0.62)
    axes.annotate(
        f"USD {ys[-1]:.0f} bn",
        (xs[-1], ys[-1]),
        (0.3 * size, size * 0.95),
        textcoords="offset points",
        ha="right",
        family=style.family("strong"),
        size=size,
        color=style.LIGHT["ink"],
    )
    return figure


def card(view: View) -> bytes:
    """The card as PNG, the same bytes for the same rows."""
    with style.house():
        figure = drawn(view, CARD[0] / 100, CARD[1] / 100, size=17, card=True)
        figure.set_facecolor(style.LIGHT["paper"])
        ink, muted = style.LIGHT["ink"], style.LIGHT["muted"]
        strong, normal = style.family("strong"), style.family()
        figure.text(0.05, 0.9, "No Limits?", family=strong, size=52, color=ink, va="top")
        figure.text(0.052, 0.7, QUESTION, family=normal, size=24, color=ink, va="top")
        told = f"Every number leads to its row. As known by {day_name(view.cutoff)}."
        figure.text(0.052, 0.62, told, family=normal, size=18, color=muted, va="top")
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=100, metadata={"Software": None, "Title": "No Limits?"})
    return out.getvalue()


def cover(view: View) -> str:
    """The picture that opens the book, in both themes, with what it shows in words; HTML."""
    shown = ""
    for variant, size in SIZES.items():
        with style.house():
            light = svg.text(drawn(view, *size, size=12), f"cover-{variant}", alt(view))
        for theme, picture in (("light", light), ("dark", charts.dark(light))):
            shown += f'<div class="cover-{theme} cover-{variant}">{picture}</div>'
    points = line(view)
    papers = len(_papers(view, points[-1][0])) if points else 0
    said = {0: "", 1: "; upright line: the day of the op-ed"}.get(papers, "; upright lines: the days of the two papers")
    note = f"Goods trade in twelve months by Chinese customs{said}."
    return f'<div class="cover">{shown}<p>{escape(note)}</p></div>'


def alt(view: View) -> str:
    """What the cover shows, in words."""
    return prose.plain(
        view,
        (
            "Goods trade between China and Russia in twelve months, since 2014: "
            "{value}`value('trade.turnover', 2014)` in"
            " 2014, {value}`sum12('trade.turnover')` in the newest twelve months."
        ),
    )


class Cover(SphinxDirective):
    """The cover."""

    def run(self) -> list[nodes.Node]:
        """Raw HTML."""
        return [nodes.raw("", cover(context.view(self.env)), format="html")]


def write_card(app: Sphinx, error: Exception | None) -> None:
    """The card beside the pages."""
    if not error and app.builder.name == "html":
        (app.outdir / CARD_FILE).write_bytes(card(context.view(app.env)))


def setup(app: Sphinx) -> None:
    """Register the directive and the card."""
    app.add_directive("cover", Cover)
    app.connect("build-finished", write_card)

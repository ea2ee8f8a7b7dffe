"""The cover and the card that a shared link shows: twelve months of a flow on every day, drawn from the rows."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import partial

from nolimits.charts import dark
from nolimits.claims import ledger
from nolimits.data import View
from nolimits.data.store import remember
from nolimits.hypertext import NOTHING, Markup, html, join, raw
from nolimits.pagemodel.registry import Setting, part
from nolimits.pagemodel.settings import Cover

CARD_FILE = "card.png"
SIZES = {"wide": (7.5, 1.9), "narrow": (3.75, 1.7)}  # inches


def line(cover: Cover, view: View) -> list[tuple[float, float]]:
    """Year as a decimal and twelve months of a flow: whole years, and each month that ends twelve known ones."""

    def made() -> list[tuple[float, float]]:
        return list(_points(cover, view))

    return [(x, y) for x, y in remember("cover", [vars(cover), view.circumstances], made, view.evidence)]


def _points(cover: Cover, view: View) -> Iterator[tuple[float, float]]:
    found = {figure.span.end: figure for figure in view.series(cover.indicator, "year", whole=True)}
    # the newest months may be known only as what came since January
    newer = (figure for kind in ("month", "ytd") for figure in view.series(cover.indicator, kind, whole=True))
    found |= {end: view.sum12(cover.indicator, end[:7]) for end in {figure.span.end for figure in newer} - set(found)}
    for day, figure in sorted(found.items()):
        if figure.known and figure.sure.bounded and int(day[:4]) >= cover.first:
            yield _decimal(day), figure.sure.centre


def _decimal(day: str) -> float:
    return int(day[:4]) + (int(day[5:7]) - 1 + int(day[8:]) / 31) / 12


def papers(view: View, last: float) -> dict[float, str]:
    """The papers' days, as far as past and not beyond the end of the line, with how the book calls them."""
    past = [row for row in ledger.documents(view) if row["published_to"] <= view.cutoff]
    days = {_decimal(row["published_to"]): row["called"] for row in past}
    return {day: name for day, name in days.items() if day <= last}


def cover_card(cover: Cover, view: View) -> bytes:
    """The card as PNG, the same bytes for the same rows."""

    def made() -> str:
        from nolimits.pagemodel.cover_art import card as drawn

        return base64.b64encode(drawn(cover, view)).decode()

    return base64.b64decode(remember("card", [vars(cover), view.circumstances], made, view.evidence))


@part("cover", moves=True)
def _cover(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """The picture that opens the book, in both themes, with what it shows in words."""
    view, cover = setting.view, setting.cover
    if cover is None:
        return NOTHING
    shown = []
    for variant in SIZES:
        light = remember(
            "picture", [vars(cover), view.circumstances, variant], partial(_draw, cover, view, variant), view.evidence
        )
        for theme, picture in (("light", light), ("dark", dark(light))):
            shown.append(html('<div class="cover-{} cover-{}">{}</div>', theme, variant, raw(picture)))
    points = line(cover, view)
    days = list(papers(view, points[-1][0]).values()) if points else []
    said = {0: "", 1: f"; upright line: the day of {days[0] if days else ''}"}
    marks = said.get(len(days), "; upright lines: the days of the papers")
    return html('<div class="cover">{}<p>{}.</p></div>', join(shown), cover.note + marks)


def _draw(cover: Cover, view: View, variant: str) -> str:
    """The picture in one of its sizes, on a light page; SVG."""
    # what draws is loaded only where something is to be drawn
    from nolimits.charts import style
    from nolimits.charts.output import svg
    from nolimits.pagemodel.cover_art import draw_cover

    with style.house():
        figure = draw_cover(cover, view, *SIZES[variant], size=12)
        return svg.svg_text(figure, f"cover-{variant}", cover.shows(view))

"""Whether a restriction of one side follows upon one of the other, beside how often it would by chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Unpack

from matplotlib.axes import Axes

from nolimits.charts import gather, glyphs, scales, style
from nolimits.charts.canvas import Canvas, Key, height, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.registers import layout
from nolimits.charts.registry import chart
from nolimits.data import DataError, View
from nolimits.language import wording
from nolimits.language.timing import Following, following

LANE, EDGE = 0.62, 0.2  # inches: between the two lanes, and from the edge of the field to a lane
BAR, PAIR = 0.15, 0.62  # inches: thickness of a bar of shares, height of a side's two bars with their names


class FilterWords(Words, total=False):
    """The words of an exhibit, and the kinds of measure that count."""

    kind: str | Iterable[str]


@chart
def answers(view: View, *, since: str, window: int = 90, **words: Unpack[FilterWords]) -> Exhibit:
    """Days on which each side took new measures, and those that the other followed within `window` days.

    A mark is filled where the other side followed, hollow where it did not, pale where the time was not over by the
    cutoff; a line leads to the step that followed. Below, the share of followed days beside that of all days since
    `since` that would have been followed too. Measures whose only day is that of a report are left out. Raises
    ChartError for a `window` below 1 and for an impossible day.
    """
    filters, said = layout.split_filters(words)
    kinds, tones = filters.get("kind", ()), gather.side_tones(view)
    try:
        found = [following(view, side, within=window, since=since, kind=kinds) for side in reversed(tones)]
    except DataError as error:
        raise ChartError(str(error)) from None
    records = [record for one in found for record in _records(one)]

    def draw(canvas: Canvas) -> None:
        if not any(one.days for one in found):
            canvas.calm(layout.nothing_known_of(view, "measure of this kind was"))
            return
        canvas.keys("", list(_keys(found, window)))
        _lanes(canvas, found, (since, view.cutoff), tones)
        _shares(canvas, found, tones)

    return finish(
        view,
        draw,
        records,
        found[0].rows,
        kind="answers",
        unit="%",
        parameters={"since": since, "window": window, "filters": filters},
        **said,
    )


def _records(one: Following) -> Iterable[dict[str, object]]:
    """One record for each day drawn, and one for the two shares of a side."""
    for day in one.days:
        own = [row for row in one.rows if row["imposed_by"] == one.side and row["effective"] == day]
        yield {
            "side": one.side,
            "date": day,
            "measures": ";".join(row["measure"] for row in own),
            "judged": day in one.judged,
            "followed_on": one.judged.get(day, ""),
        } | layout.behind(own)
    if one.share is not None:
        yield {
            "side": one.side,
            "days_judged": len(one.judged),
            "days_followed": one.followed,
            "share_percent": one.share,
            "chance_percent": one.chance,
        } | layout.behind(one.rows)


def _keys(found: Sequence[Following], window: int) -> Iterable[Key]:
    days = f"{window} day{'' if window == 1 else 's'}"
    if any(one.followed for one in found):
        yield Key(f"the other side followed within {days}", "ink", "marker")
    if any(len(one.judged) > one.followed for one in found):
        yield Key("it did not", "ink", "hollow")
    if any(len(one.days) > len(one.judged) for one in found):
        yield Key(f"{days} not over", "ink", "pale")


def _lanes(canvas: Canvas, found: Sequence[Following], span: tuple[str, str], tones: Mapping[str, str]) -> None:
    left = max(measure(one.side, style.BASE, "strong")[0] for one in found) + 0.16
    low, high = (scales.moment(day) for day in span)
    tall = 2 * EDGE + LANE
    top = canvas.top
    axes, below = layout.timeline(canvas, (left, 0.05, tall), (low - (high - low) * 0.01, high + (high - low) * 0.01))
    places = {one.side: EDGE + i * LANE for i, one in enumerate(found)}
    for one in found:
        tone = tones[one.side]
        canvas.write(0, top + places[one.side], one.side, size=style.BASE, tone=tone, weight="strong", va="center")
        other = next(y for side, y in places.items() if side != one.side)
        for day in one.days:
            x, later = scales.moment(day), one.judged.get(day, "")
            if later:
                axes.plot(
                    [x, scales.moment(later)],
                    [places[one.side], other],
                    color=style.LIGHT[tone],
                    linewidth=0.9,
                    alpha=0.6,
                    zorder=1.5,
                )
            _mark(axes, x, places[one.side], one, day, tone)
    canvas.top += below + 0.12


def _mark(axes: Axes, x: float, y: float, one: Following, day: str, tone: str) -> None:
    color, paper = style.LIGHT[tone], style.LIGHT["paper"]
    judged, filled = day in one.judged, bool(one.judged.get(day))
    axes.plot(
        [x],
        [y],
        linestyle="none",
        marker="o",
        markersize=6.4,
        markeredgewidth=1.4 if judged else 0,
        markeredgecolor=color,
        markerfacecolor=paper if judged and not filled else color,
        alpha=None if judged else 0.45,
        gid=f"data {one.side} {day}",
        clip_on=False,
        zorder=3,
    )


def _shares(canvas: Canvas, found: Sequence[Following], tones: Mapping[str, str]) -> None:
    """For each side two bars: the share of its own days that were followed, and that of all days."""
    known = [one for one in found if one.share is not None]
    if not known:
        return
    names = [_names(one, tones) for one in known]
    wide = max(measure(name, style.SMALL)[0] for pair in names for name in pair) + 0.12
    left = 0.0 if canvas.narrow else wide
    line = height(1, style.SMALL) + 0.02 if canvas.narrow else 0.0
    pair = PAIR + 2 * line
    axes = canvas.axes(left, pair * len(known))
    axes.set_axis_off()
    room = measure("100%", style.SMALL)[0] + 0.1
    axes.set_xlim(0, 100 * (canvas.width - left) / (canvas.width - left - room))
    axes.set_ylim(pair * len(known), 0)
    for i, (one, own) in enumerate(zip(known, names, strict=True)):
        shares = ((one.share, tones[one.side]), (one.chance, "rest"))
        for j, ((share, tone), name) in enumerate(zip(shares, own, strict=True)):
            if share is None:
                continue
            y = i * pair + line + BAR / 2 + 0.06 + j * (BAR + line + 0.07)
            if canvas.narrow:
                canvas.write(0, canvas.top + y - BAR / 2 - line, name, size=style.SMALL)
            else:
                canvas.write(wide - 0.12, canvas.top + y, name, size=style.SMALL, ha="right", va="center")
            axes.barh(y, share, BAR, color=style.LIGHT[tone], gid="data share", zorder=2)
            glyphs.beside(axes, share + 0.6, y, f"{wording.number(share, 0)}%")
    canvas.top += pair * len(known)


def _names(one: Following, sides: Iterable[str]) -> tuple[str, str]:
    other = next(side for side in sides if side != one.side)
    told = f"{other} after {one.side}: {one.followed} of {len(one.judged)}"
    return told, f"{other} after any day"

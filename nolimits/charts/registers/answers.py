"""Whether a restriction of one side follows upon one of the other, beside how often it would by chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nolimits.charts import gather, style
from nolimits.charts.exhibit import ChartError, Datum, Drawing
from nolimits.charts.registers.common import datum, numbers
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.lanes import timeline
from nolimits.charts.sheet.text import height, measure, widest
from nolimits.data import DataError, View
from nolimits.data.nouns import many
from nolimits.language import wording
from nolimits.language.timing import Following, responses

LANE, EDGE = 0.62, 0.2  # inches: between the two lanes, and from the edge of the field to a lane
RecordPlaces = Mapping[tuple[Any, ...], int]  # of records, by side and day; that of a side's shares without a day
BAR, PAIR = 0.15, 0.62  # inches: thickness of a bar of shares, height of a side's two bars with their names


@chart
def answers(view: View, *, since: str, window: int = 90, least: int = 1, **filters: Any) -> Drawing:
    """Days on which each side took new measures, and those that the other followed within `window` days.

    A mark is filled where the other side followed, hollow where it did not, pale where the time was not over by the
    cutoff; a line leads to the step that followed. Below, the share of followed days beside that of all days from
    `since` to the last measure that would have been followed too; the mark of the first says how probable so many are
    by chance alone; no share is drawn where a side has fewer than `least` such days. Measures whose only day is that
    of a report are left out. The filters are `kind` and `body`. Raises ChartError for a `window` below 1 and for an
    impossible day.
    """
    tones = gather.side_tones(view)
    kept = {name: filters.get(name, ()) for name in ("kind", "body")}
    try:
        found = [responses(view, side, within=window, since=since, **kept) for side in reversed(tones)]
    except DataError as error:
        raise ChartError(str(error)) from None
    enough = all(len(one.judged) >= least for one in found)
    data = [one for own in found for one in (*_days(own), *(_share(own) if enough else ()))]
    places = numbers(data, "side", "date")

    def draw(canvas: Canvas) -> None:
        canvas.keys("", list(_keys(found, window)))
        _lanes(canvas, found, (since, view.cutoff), tones, places)
        if enough:
            _shares(canvas, found, tones, places)

    return Drawing(draw, data, "%", found[0].rows, nothing="measure of this kind was")


def _days(one: Following) -> Iterable[Datum]:
    """One record for each day drawn."""
    for day in one.days:
        own = [row for row in one.rows if row["imposed_by"] == one.side and row["effective"] == day]
        measures = ";".join(row["measure"] for row in own)
        judged, followed = day in one.judged, one.judged.get(day, "")
        yield datum(
            {"side": one.side, "date": day, "measures": measures, "judged": judged, "followed_on": followed},
            own,
            f"{one.side}, {scales.short_day(day)}: {_answer_text(judged, followed)}",
        )


def _share(one: Following) -> Iterable[Datum]:
    """One record for the two shares of a side, if a day of it can be judged."""
    if one.share is not None:
        days = {"days_judged": len(one.judged), "days_followed": one.followed}
        shares = {"share_percent": one.share, "chance_percent": one.chance, "tail_percent": one.tail}
        told = f"{one.side}: {one.followed} of {many(len(one.judged), 'day')} followed, {wording.number(one.share, 0)}%"
        yield datum({"side": one.side, **days, **shares}, one.rows, told + _by_chance(one))


def _by_chance(one: Following) -> str:
    if one.chance is None or one.tail is None:
        return ""
    chance, tail = (wording.number(each, 0) for each in (one.chance, one.tail))
    return f"; by chance {chance}%, and so many or more with a probability of {tail}%"


def _answer_text(judged: bool, day: str) -> str:
    if not judged:
        return "the time to answer is not over"
    return f"the other side followed on {scales.short_day(day)}" if day else "the other side did not follow"


def _keys(found: Sequence[Following], window: int) -> Iterable[Key]:
    days = many(window, "day")
    if any(one.followed for one in found):
        yield Key(f"the other side followed within {days}", "ink", "marker")
    if any(len(one.judged) > one.followed for one in found):
        yield Key("it did not", "ink", "hollow")
    if any(len(one.days) > len(one.judged) for one in found):
        yield Key(f"{days} not over", "ink", "pale")


def _lanes(
    canvas: Canvas, found: Sequence[Following], span: tuple[str, str], tones: Mapping[str, str], places: RecordPlaces
) -> None:
    left = max(measure(one.side, style.BASE, "strong") for one in found) + 0.16
    low, high = (scales.moment(day) for day in span)
    top, slack = canvas.top, (high - low) * 0.01
    axes, below = timeline(canvas, (left, 0.05, 2 * EDGE + LANE), (low - slack, high + slack))
    heights = {one.side: EDGE + i * LANE for i, one in enumerate(found)}
    for one in found:
        tone, own = tones[one.side], heights[one.side]
        canvas.write(0, top + own, one.side, size=style.BASE, tone=tone, weight="strong", va="center")
        other = next(y for side, y in heights.items() if side != one.side)
        for day in one.days:
            x, later, judged = scales.moment(day), one.judged.get(day, ""), day in one.judged
            if later:
                ends = [x, scales.moment(later)], [own, other]
                axes.plot(*ends, color=style.LIGHT[tone], linewidth=1.2, zorder=1.5)
            look = {"width": 1.4, "hollow": not later} if judged else {"alpha": 0.45}
            marks.dot(axes, x, own, "o", 6.4, tone, gid=f"data {one.side} {day}", n=places[one.side, day], **look)
    canvas.top += below + 0.12


def _shares(canvas: Canvas, found: Sequence[Following], tones: Mapping[str, str], places: RecordPlaces) -> None:
    """For each side two bars: the share of its own days that were followed, and that of all days."""
    known = [one for one in found if one.share is not None]
    if not known:
        return
    names = [_names(one, tones) for one in known]
    wide = max(widest(pair) for pair in names) + 0.12
    left = 0.0 if canvas.narrow else wide
    line = height(1) + 0.02 if canvas.narrow else 0.0
    pair = PAIR + 2 * line
    room = measure("100%") + 0.1
    across = 100 * (canvas.width - left) / (canvas.width - left - room)
    axes = canvas.field(pair * len(known), left, across=across)
    for i, (one, own) in enumerate(zip(known, names, strict=True)):
        shares = ((one.share, tones[one.side]), (one.chance, "rest"))
        for j, ((share, tone), name) in enumerate(zip(shares, own, strict=True)):
            if share is None:
                continue
            y = i * pair + line + BAR / 2 + 0.06 + j * (BAR + line + 0.07)
            if canvas.narrow:
                canvas.write(0, canvas.top + y - BAR / 2 - line, name)
            else:
                canvas.write(wide - 0.12, canvas.top + y, name, ha="right", va="center")
            place, n = (0, y - BAR / 2, share, BAR), places[one.side, None]
            marks.box(axes, place, tone, order=2, clip=True, gid="data share", n=n)
            marks.beside(axes, share + 0.6, y, f"{wording.number(share, 0)}%")
    canvas.top += pair * len(known)


def _names(one: Following, sides: Iterable[str]) -> tuple[str, str]:
    other = next(side for side in sides if side != one.side)
    name = f"days that {other} followed"
    return f"{one.side}'s {name}: {one.followed} of {len(one.judged)}", f"all {name}"

"""Ranked bars: several figures of one unit, the largest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nolimits.charts import gather
from nolimits.charts.exhibit import ChartError, Drawing
from nolimits.charts.registry import chart
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.rows import MOST_ROWS, Item, draw_ranking
from nolimits.data import Figure, Observation, Period, View, period


@chart
def ranked(
    view: View,
    *indicators: str,
    at: str | int = "latest year",
    sort: bool = True,
    unit: str = "",
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
    rows: Mapping[str, str] | None = None,
    tone: str = "",
    foreseen: str = gather.FORESEEN,
) -> Drawing:
    """Several indicators (or expressions) of one unit, each a bar, the largest first.

    `at` is a period, or `latest`, `latest year` …, with which each is drawn at its own newest, and says which. What was
    not known stays in the list and says so; `unit` names that of expressions, `foreseen` what is hatched. `rows`
    {name: key} may stand for indicators and labels; `tones` are then by name as well; `tone` is the colour of bars that
    they do not name. Raises ChartError for two units or more than sixteen bars.
    """
    if rows:
        if unknown := set(tones or {}) - set(rows):
            raise ChartError(f"no row is called {unknown.pop()!r}, for which tones has a colour: {', '.join(rows)}")
        indicators, labels = tuple(rows.values()), {key: name for name, key in rows.items()}
        tones = {rows[name]: role for name, role in (tones or {}).items()}
    if not 1 <= len(indicators) <= MOST_ROWS:
        raise ChartError(f"a ranking holds 1 to {MOST_ROWS} bars, not {len(indicators)}")
    gather.check_tones(view, {**(tones or {}), **({"": tone} if tone else {})})
    drawn = gather.in_unit([_at(view, key, at) for key in indicators], unit)
    figures = dict(zip(indicators, drawn, strict=True))
    counted = {"keys": indicators, "labels": labels, "tones": tones, "unit": (unit := gather.one_unit(view, drawn))}
    found = sorted(figures.items(), key=lambda item: _rank(item[1], sort))
    chosen, own_side = gather.tones_of(view, tones or {}), gather.sides_of(view, indicators)
    usual = gather.tones_of(view, {"": tone})[""]
    own = {figure.period for figure in figures.values() if figure.known}
    items = [
        Item(
            gather.label(view, key, labels) + _when(figure, own),
            figure,
            chosen.get(key) or usual or own_side.get(key, "both"),
            n,  # those that are known come first
        )
        for n, (key, figure) in enumerate(found)
    ]
    data = [
        gather.datum(key, item.figure, item.name, item.figure.sure.centre, mark=gather.mark_of(item.figure))
        for (key, _), item in zip(found, items, strict=True)
        if item.figure.known
    ]
    hatched = any(figure.forecast for figure in figures.values())

    def draw(canvas: Canvas) -> None:
        shared = next(iter(own)) if len(own) == 1 else None
        canvas.keys(f"{unit}, {shared.name}" if shared else unit, [Key(foreseen, "other", "hatch")] * hatched)
        draw_ranking(canvas, items)

    behind = [row for _, figure in found for row in figure.rows]
    return Drawing(draw, data, unit, behind, parameters=counted, without=("rows",))


def _at(view: View, key: str, at: str | int) -> Figure:
    latest = str(at).startswith("latest")
    if gather.is_expression(key):
        return _add_span(gather.ask(view, key, None if latest else period(at)))
    return view.value(key, at)


def _add_span(figure: Figure) -> Figure:
    """A figure computed from several periods, such as a sum, with the span from the first of them to the last."""
    spans = [row.period for row in figure.rows if isinstance(row, Observation)]
    if figure.period is not None or not spans:
        return figure
    return replace(figure, period=Period(min(span.start for span in spans), max(span.end for span in spans)))


def _rank(figure: Figure, sort: bool) -> tuple[bool, float]:
    return not figure.known, -figure.sure.centre if figure.known and sort else 0.0


def _when(figure: Figure, own: set[Period | None]) -> str:
    return f", {figure.period.name}" if len(own) > 1 and figure.known and figure.period else ""

"""A table of tiles: values by row and column as shades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Unpack

from nolimits import prose
from nolimits.charts import gather, glyphs, numerals, style
from nolimits.charts.canvas import Canvas, measure
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.kinds.bars import short_period
from nolimits.charts.kinds.rows import MOST_ROWS, lay_rows, mark_of, one_unit, sideways, write_name
from nolimits.charts.registry import chart
from nolimits.data import Figure, View

HEATS = ("heat1", "heat2", "heat3", "heat4", "heat5")


DARK_HEATS = ("heat5",)


@chart
def heat(
    view: View,
    rows: Mapping[str, str],
    *,
    kind: str = "year",
    periods: Sequence[str | int] = (),
    unit: str = "",
    **words: Unpack[Words],
) -> Exhibit:
    """A table of tiles: a row for each name with its indicator or expression over `period`, a column for each period.

    The darker a tile, the larger the figure; a figure that was not known has no tile. Raises ChartError for two units.
    """
    if not 1 <= len(rows) <= MOST_ROWS:
        raise ChartError(f"a table of tiles holds 1 to {MOST_ROWS} rows, not {len(rows)}")
    names = [
        name
        for key in rows.values()
        for name in (gather.indicators_in(view, key) if gather.is_expression(key) else [key])
    ]
    columns = gather.periods_of(view, names, periods) if periods else gather.spans(view, names, kind)
    found = {
        (prose.plain(name, view), i): (key, gather.at(view, key, span))
        for name, key in rows.items()
        for i, span in enumerate(columns)
    }
    known = {place: one for place, one in found.items() if one[1].known}
    unit = unit or one_unit(view, [figure for _, figure in known.values()])
    records = [
        gather.entry(key, one, name, one.sure.centre, mark=mark_of(one)) for (name, _), (key, one) in known.items()
    ]

    def draw(canvas: Canvas) -> None:
        if not known:
            canvas.calm(glyphs.nothing_known(view))
            return
        canvas.keys(unit, [])
        _tiles(
            canvas,
            [prose.plain(name, view) for name in rows],
            [short_period(span, canvas.narrow) for span in columns],
            {place: figure for place, (_, figure) in known.items()},
        )

    return finish(
        view,
        draw,
        records,
        [row for _, figure in known.values() for row in figure.rows],
        kind="heat",
        unit=unit,
        parameters={"rows": dict(rows), "kind": kind, "periods": periods, "unit": unit},
        **words,
    )


def _tiles(
    canvas: Canvas, names: Sequence[str], columns: Sequence[str], known: Mapping[tuple[str, int], Figure]
) -> None:
    rows, left, tall = lay_rows(canvas, names, 0.3)
    wide = (canvas.width - left) / len(columns)
    values = [figure.sure.centre for figure in known.values()]
    low, high = min(values), max(values)
    places = numerals.fitting(values)
    texts = {place: numerals.in_print(figure.sure, figure.rows, places) for place, figure in known.items()}
    fit = all(measure(text, style.SMALL)[0] < wide - 0.06 for text in texts.values())
    axes = canvas.axes(left, tall)
    sideways(axes, -0.5, len(columns) - 0.5, tall)
    every = next(
        n for n in (1, 2, 3, 4, 6, 12, 24) if max(measure(c, style.SMALL)[0] for c in columns) + 0.05 < wide * n
    )
    ticks = [i for i in range(len(columns)) if (len(columns) - 1 - i) % every == 0]
    axes.set_xticks(ticks, [columns[i] for i in ticks])
    axes.tick_params(axis="x", length=0)
    for row, name in zip(rows, names, strict=True):
        write_name(canvas, row, left)
        for i in range(len(columns)):
            if figure := known.get((name, i)):
                share = (figure.sure.centre - low) / (high - low) if high > low else 0.5
                tone = HEATS[min(int(share * len(HEATS)), len(HEATS) - 1)]
                axes.barh(row.middle, 0.96, 0.3, left=i - 0.48, color=style.LIGHT[tone], gid="tile")
                if fit:
                    ink = "paper" if tone in DARK_HEATS else "ink"
                    glyphs.beside(axes, i, row.middle, texts[name, i], tone=ink, ha="center")
    canvas.top += tall + 0.14 + 0.17 * max(name.count("\n") + 1 for name in columns)

"""Trade measures as bars over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Any

from matplotlib.axes import Axes

from nolimits.charts import gather, style
from nolimits.charts.exhibit import ChartError, Datum, Drawing
from nolimits.charts.registers.common import group_by, pick_cells, value_in_words
from nolimits.charts.registry import chart
from nolimits.charts.sheet import marks, scales
from nolimits.charts.sheet.canvas import Canvas, Key
from nolimits.charts.sheet.lanes import timeline
from nolimits.charts.sheet.text import brief, height
from nolimits.data import Entry, View
from nolimits.data.nouns import many

KINDS = {
    "import_ban": "import bans",
    "safety_ban": "safety bans",
    "anti_dumping": "anti-dumping duties",
    "tariff": "tariffs",
    "fee": "fees",
    "quota": "quotas",
    "licensing": "licensing",
    "export_restriction": "export restrictions",
    "payment_restriction": "payment restrictions",
    "liberalisation": "openings",
}
OPENING = "liberalisation"
LABEL, LINES, BAR = 2.75, 2, 0.115  # inches: width of the labels beside bars; most lines; thickness
AHEAD = 1.5  # years after the cutoff that are shown of what is announced or planned
SHORTEST = 0.045  # inches: a bar that lasted days is still seen


@dataclass(frozen=True)
class MeasureBar:
    """One measure where it is drawn: days as years (`scales.moment`); `done` ends its solid part, `end` its outline.

    `tone` is the colour of the side that imposes it, `n` the place of its record.
    """

    row: Entry
    n: int
    begin: float
    done: float
    end: float
    open: bool
    tone: str

    @property
    def opens(self) -> bool:
        """Whether it opens a market rather than restricts one."""
        return self.row["kind"] == OPENING

    @property
    def announced(self) -> bool:
        """Whether it is not in force yet."""
        return self.row["state"] == "announced"


@chart
def gantt(view: View, *, most: int = 24, **filters: Any) -> Drawing:
    """Trade measures as bars over time, by the side that imposes them and by kind.

    Solid bars restrict, hatched ones open; what is announced or planned is hollow; an arrow head says that no end is
    known. At most `most` measures are drawn, the newest of each kind in turn; the remainder is stated, as are those
    that ended before the view's first year. Filters are columns of `measures.csv` or `state`: `kind="tariff"`,
    `kind=["fee", "tariff"]`, `state="in force"`. Raises ChartError for `most` below 1.
    """
    if most < 1:
        raise ChartError(f"most={most} leaves nothing to draw: write 1 or more")
    known = view.register("measures", **filters)
    alive = [row for row in known if not (end := row["until"]) or end >= f"{view.start}-01-01"]
    drawn = _sort_bars(_newest(alive, most), view.evidence.sides)
    bars = [_bar(row, n, view) for n, row in enumerate(drawn)]
    return Drawing(
        lambda canvas: _draw(canvas, bars, view),
        [_datum(row) for row in drawn],
        nothing="measure of this kind was",
        note=_remainder(len(alive) - len(drawn), len(known) - len(alive), view),
    )


def name_of(kind: str) -> str:
    """A kind of measures in words."""
    return KINDS.get(kind, value_in_words(kind))


def _day(row: Entry) -> str:
    """The day from which a measure is drawn."""
    return row["effective"] or row["announced"] or row["known_on"]


def _newest(rows: Iterable[Entry], most: int) -> list[Entry]:
    """At most so many rows: the newest of each side and kind, then the second of each, and so on."""
    by_day = sorted(rows, key=lambda row: (_day(row), row["measure"]), reverse=True)
    turns = group_by(by_day, lambda row: f"{row['imposed_by']} {row['kind']}").values()
    return [row for rank in zip_longest(*turns) for row in rank if row][:most]


def _sort_bars(rows: Iterable[Entry], sides: Sequence[str]) -> list[Entry]:
    """By side, then kind (what opens last), then day."""
    side = {name: i for i, name in enumerate(sides)}
    kind = {name: i for i, name in enumerate(KINDS)}
    return sorted(
        rows,
        key=lambda row: (
            side.get(row["imposed_by"], len(side)),
            kind.get(row["kind"], len(kind)),
            _day(row),
            row["measure"],
        ),
    )


def _remainder(left_out: int, over: int, view: View) -> str:
    parts = []
    if left_out:
        parts.append(f"{many(left_out, 'more measure is', 'more measures are')} not drawn")
    if over:
        parts.append(f"{many(over, 'other' if left_out else 'measure')} ended before {view.start}")
    return "; ".join(parts) + "." if parts else ""


def _datum(row: Entry) -> Datum:
    own = pick_cells(row, ("measure", "imposed_by", "kind", "goods", "terms", "announced", "effective", "state"))
    own |= {"ended": row["until"], "effect": "opens" if row["kind"] == OPENING else "restricts"}
    return Datum(own | pick_cells(row, ("known_on", "source")), (row,))


def _bar(row: Entry, n: int, view: View) -> MeasureBar:
    begin = scales.moment(_day(row))
    today, end = max(scales.moment(view.cutoff), begin), row["until"]
    stop = scales.moment(end) if end else today
    done = min(stop, today) if row["state"] != "announced" else begin
    tone = gather.side_tones(view).get(row["imposed_by"], "other")
    return MeasureBar(row, n, begin, done, stop, open=not end, tone=tone)


def _draw(canvas: Canvas, bars: Sequence[MeasureBar], view: View) -> None:
    canvas.keys("", list(_keys(bars, view)))
    left, today = 0.06 if canvas.narrow else LABEL + 0.12, scales.moment(view.cutoff)
    headings, rows, tall = _stack_rows(canvas, bars)
    low = max(min(*(bar.begin for bar in bars), today - 1), view.start - 0.5)
    high = max([today + (today - low) * 0.05, *(min(max(bar.end, bar.begin + 0.3), today + AHEAD) for bar in bars)])
    axes, below = timeline(canvas, (left, 0.1, tall), (low, high), day=view.cutoff, above=tall > 4)
    for side, kind, y in headings:
        tone = gather.side_tones(view).get(side, "muted")
        text = f"{side}: {name_of(kind)}"
        canvas.write(0, canvas.top + y, text, size=style.BASE, tone=tone, weight="strong")
    inch = (canvas.width - left - 0.1) / (high - low)
    for bar, (lines, y, middle) in zip(bars, rows, strict=True):
        canvas.write(0, canvas.top + y, lines)
        _draw_bar(axes, bar, middle, (low, high), SHORTEST / inch)
    canvas.top += below


def _keys(bars: Sequence[MeasureBar], view: View) -> Iterable[Key]:
    for side, tone in gather.side_tones(view).items():
        own = [bar for bar in bars if bar.row["imposed_by"] == side]
        if any(not bar.opens for bar in own):
            yield Key(f"{side} restricts", tone, "patch")
        if any(bar.opens for bar in own):
            yield Key(f"{side} opens", tone, "hatch")
    if any(bar.end > bar.done or bar.announced for bar in bars):
        yield Key("announced or planned", "muted", "outline")
    if any(bar.open for bar in bars):
        yield Key("no end known", "muted", "marker", ">")
    yield Key(f"dotted line: {scales.short_day(view.cutoff)}", "muted", "none")


def _stack_rows(
    canvas: Canvas, bars: Sequence[MeasureBar]
) -> tuple[list[tuple[str, str, float]], list[tuple[list[str], float, float]], float]:
    """Where headings and rows stand, in inches from the top of the field, and how tall the field is."""
    headings: list[tuple[str, str, float]] = []
    rows: list[tuple[list[str], float, float]] = []
    y = 0.06
    for (side, kind), own in groupby(bars, key=lambda bar: (bar.row["imposed_by"], bar.row["kind"])):
        y += 0.1 if headings else 0.0
        headings.append((side, kind, y))
        y += height(1, style.BASE) + 0.06
        for bar in own:
            lines = brief(bar.row["goods"], canvas.width if canvas.narrow else LABEL, LINES)
            text = height(len(lines))
            rows.append((lines, y, y + text + 0.03 + BAR / 2 if canvas.narrow else y + text / 2))
            y += text + BAR + 0.13 if canvas.narrow else text + 0.07
    return headings, rows, y


def _draw_bar(axes: Axes, bar: MeasureBar, y: float, span: tuple[float, float], shortest: float) -> None:
    begin, done, end = (min(max(x, span[0]), span[1]) for x in (bar.begin, bar.done, bar.end))
    if bar.announced:
        end = max(end, min(begin + 0.3, span[1]))
    elif done - begin < shortest:
        done = begin + shortest
    gid = f"data {bar.row['measure']}"
    if done > begin:
        hatch = "//////" if bar.opens else ""
        marks.box(axes, (begin, y - BAR / 2, done - begin, BAR), bar.tone, hatch, clip=True, gid=gid)
    if end > done or done <= begin:
        marks.outline(axes, (done, y - BAR / 2, end - done, BAR), bar.tone, 1.1, gid=gid)
    marks.spot(axes, bar.n, begin, y - BAR / 2, max(end, done) - begin, BAR)
    if bar.open or bar.end > span[1]:
        marks.dot(axes, max(end, done), y, ">", 6, bar.tone)
    if bar.begin < span[0]:
        marks.dot(axes, span[0], y, "<", 6, bar.tone)

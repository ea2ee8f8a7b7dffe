"""Trade measures: the register as bars over time, and how many were in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Any, Unpack

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nolimits.charts import gather, scales, style
from nolimits.charts.canvas import Canvas, Key, height
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.registers import layout
from nolimits.charts.registers.layout import Row
from nolimits.charts.registry import chart
from nolimits.data import View

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
EFFECTS = {"restricts": "both", "opens": "cyan"}
LABEL, LINES, BAR = 2.75, 2, 0.115  # inches: width of the labels beside bars; most lines; thickness
AHEAD = 1.5  # years after the cutoff that are shown of what is announced or planned
SHORTEST = 0.045  # inches: a bar that lasted days is still seen


class MeasureWords(Words, total=False):
    """The words of an exhibit, and filters by column of `measures.csv`: a value, or several."""

    measure: str | Iterable[str]
    imposed_by: str | Iterable[str]
    kind: str | Iterable[str]
    target: str | Iterable[str]
    body: str | Iterable[str]
    state: str | Iterable[str]


@dataclass(frozen=True)
class MeasureBar:
    """One measure where it is drawn: days as years (`scales.moment`); `done` ends its solid part, `end` its outline.

    `tone` is the colour of the side that imposes it.
    """

    row: Row
    begin: float
    done: float
    end: float
    open: bool
    tone: str

    @property
    def opens(self) -> bool:
        """Whether it opens a market rather than restricts one."""
        return self.row["kind"] == OPENING


@chart
def gantt(view: View, *, most: int = 24, **words: Unpack[MeasureWords]) -> Exhibit:
    """Trade measures as bars over time, by the side that imposes them and by kind.

    Solid bars restrict, hatched ones open; what is announced or planned is hollow; an arrow head says that no end is
    known. At most `most` measures are drawn, the newest of each kind in turn; the remainder is stated, as are those
    that ended before the view's first year. Filters are columns of `measures.csv` or `state`: `kind="tariff"`,
    `kind=["fee", "tariff"]`, `state="in force"`. Raises ChartError for `most` below 1.
    """
    if most < 1:
        raise ChartError(f"most={most} leaves nothing to draw: write 1 or more")
    filters, said = layout.split_filters(words)
    known = view.register("measures", **filters)
    since = f"{view.start}-01-01"
    alive = [row for row in known if not (end := row["until"]) or end >= since]
    drawn = _ordered(_newest(alive, most), view.evidence.sides)
    left_out = _remainder(len(alive) - len(drawn), len(known) - len(alive), view)

    def draw(canvas: Canvas) -> None:
        if not drawn:
            canvas.calm(layout.nothing_known_of(view, "measure of this kind was"))
        else:
            _draw_gantt(canvas, [_bar(row, view) for row in drawn], view)
        if left_out:
            canvas.top += 0.06
            canvas.paragraph(left_out, size=style.SMALL, tone="muted")

    return finish(
        view,
        draw,
        [_record(row, view) for row in drawn],
        drawn,
        kind="gantt",
        unit="",
        parameters={"most": most, "filters": filters},
        **said,
    )


def _day(row: Row) -> str:
    """The day from which a measure is drawn."""
    return row["effective"] or row["announced"] or row["known_on"]


def _newest(rows: Iterable[Row], most: int) -> list[Row]:
    """At most so many rows: the newest of each side and kind, then the second of each, and so on."""
    by_day = sorted(rows, key=lambda row: (_day(row), row["measure"]), reverse=True)
    turns = layout.group_by(by_day, lambda row: f"{row['imposed_by']} {row['kind']}").values()
    in_turn = [row for rank in zip_longest(*turns) for row in rank if row]
    return in_turn[:most]


def _ordered(rows: Iterable[Row], sides: Sequence[str]) -> list[Row]:
    """By side, then kind (what opens last), then day."""
    kinds = list(KINDS)
    return sorted(
        rows,
        key=lambda row: (
            sides.index(row["imposed_by"]) if row["imposed_by"] in sides else len(sides),
            kinds.index(row["kind"]) if row["kind"] in kinds else len(kinds),
            _day(row),
            row["measure"],
        ),
    )


def _remainder(left_out: int, over: int, view: View) -> str:
    parts = []
    if left_out:
        parts.append(f"{left_out} more {'measure is' if left_out == 1 else 'measures are'} not drawn")
    if over:
        counted = f"{'other' if left_out else 'measure'}{'' if over == 1 else 's'}"
        parts.append(f"{over} {counted} ended before {view.start}")
    return "; ".join(parts) + "." if parts else ""


def _record(row: Row, view: View) -> dict[str, object]:
    names = ("measure", "imposed_by", "kind", "goods", "terms", "announced", "effective")
    own: dict[str, object] = {name: row[name] for name in names}
    return own | {
        "ended": row["until"],
        "state": row["state"],
        "effect": "opens" if row["kind"] == OPENING else "restricts",
        "known_on": row["known_on"],
        "source": row["source"],
    }


def _bar(row: Row, view: View) -> MeasureBar:
    today = scales.moment(view.cutoff)
    begin = scales.moment(_day(row))
    end = row["until"]
    stop = scales.moment(end) if end else max(today, begin)
    done = min(stop, max(today, begin)) if row["state"] != "announced" else begin
    tone = gather.side_tones(view).get(row["imposed_by"], "other")
    return MeasureBar(row, begin, done, stop, open=not end, tone=tone)


def _draw_gantt(canvas: Canvas, bars: Sequence[MeasureBar], view: View) -> None:
    canvas.keys("", list(_keys(bars, view)))
    left = 0.06 if canvas.narrow else LABEL + 0.12
    room = canvas.width if canvas.narrow else LABEL
    places, tall = _stacked(canvas, bars, room)
    low = min(min(bar.begin for bar in bars), scales.moment(view.cutoff) - 1)
    low = max(low, view.start - 0.5)
    today = scales.moment(view.cutoff)
    high = max([today + (today - low) * 0.05, *(min(max(bar.end, bar.begin + 0.3), today + AHEAD) for bar in bars)])
    axes, below = layout.timeline(canvas, (left, 0.1, tall), (low, high), day=view.cutoff, above=tall > 4)
    top = canvas.top
    for text, y in places["headings"]:
        tone = gather.side_tones(view).get(text.partition(":")[0], "muted")
        canvas.write(0, top + y, text, size=style.BASE, tone=tone, weight="strong")
    inch = (canvas.width - left - 0.1) / (high - low)
    for bar, (lines, y, middle) in zip(bars, places["rows"], strict=True):
        canvas.write(0, top + y, "\n".join(lines), size=style.SMALL)
        _draw_bar(axes, bar, middle, (low, high), SHORTEST / inch)
    canvas.top += below


def _keys(bars: Sequence[MeasureBar], view: View) -> Iterable[Key]:
    for side, tone in gather.side_tones(view).items():
        own = [bar for bar in bars if bar.row["imposed_by"] == side]
        if any(not bar.opens for bar in own):
            yield Key(f"{side} restricts", tone, "patch")
        if any(bar.opens for bar in own):
            yield Key(f"{side} opens", tone, "hatch")
    if any(bar.end > bar.done or bar.row["state"] == "announced" for bar in bars):
        yield Key("announced or planned", "muted", "outline")
    if any(bar.open for bar in bars):
        yield Key("no end known", "muted", "marker", ">")
    yield Key(f"dotted line: {layout.short_day(view.cutoff)}", "muted", "none")


def _stacked(canvas: Canvas, bars: Sequence[MeasureBar], room: float) -> tuple[dict[str, list[Any]], float]:
    """Where headings and rows stand, in inches from the top of the field, and how tall the field is."""
    headings: list[tuple[str, float]] = []
    rows: list[tuple[list[str], float, float]] = []
    y = 0.06
    for (side, kind), own in groupby(bars, key=lambda bar: (bar.row["imposed_by"], bar.row["kind"])):
        y += 0.1 if headings else 0.0
        headings.append((f"{side}: {KINDS.get(kind, layout.spaced_out(kind))}", y))
        y += height(1, style.BASE) + 0.06
        for bar in own:
            lines = layout.brief(bar.row["goods"], room, LINES)
            text = height(len(lines), style.SMALL)
            if canvas.narrow:
                rows.append((lines, y, y + text + 0.03 + BAR / 2))
                y += text + BAR + 0.13
            else:
                rows.append((lines, y, y + text / 2))
                y += text + 0.07
    return {"headings": headings, "rows": rows}, y


def _draw_bar(axes: Axes, bar: MeasureBar, y: float, span: tuple[float, float], shortest: float) -> None:
    color, paper = style.LIGHT[bar.tone], style.LIGHT["paper"]
    begin, done, end = (min(max(x, span[0]), span[1]) for x in (bar.begin, bar.done, bar.end))
    if bar.row["state"] == "announced":
        end = max(end, min(begin + 0.3, span[1]))
    elif done - begin < shortest:
        done = begin + shortest
    if done > begin:
        axes.add_patch(
            Rectangle(
                (begin, y - BAR / 2),
                done - begin,
                BAR,
                facecolor=color,
                edgecolor=paper,
                linewidth=0,
                hatch="//////" if bar.opens else None,
                gid=f"data {bar.row['measure']}",
            )
        )
    if end > done or done <= begin:
        axes.add_patch(
            Rectangle(
                (done, y - BAR / 2),
                end - done,
                BAR,
                facecolor="none",
                edgecolor=color,
                linewidth=1.1,
                gid=f"data {bar.row['measure']}",
            )
        )
    if bar.open or bar.end > span[1]:
        layout.tip(axes, max(end, done), y, ">", bar.tone)
    if bar.begin < span[0]:
        layout.tip(axes, span[0], y, "<", bar.tone)


# --- how many


Step = tuple[str, int, str]


PANEL, GAP, EDGE = 0.75, 0.2, 0.1  # inches: height of a small panel, air between two, room for half a year's name

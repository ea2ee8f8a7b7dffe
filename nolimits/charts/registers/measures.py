"""Trade measures: the register as bars over time, and how many were in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Unpack

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nolimits.charts import glyphs, scales, style
from nolimits.charts.canvas import Canvas, Key, height, measure, spread
from nolimits.charts.exhibit import ChartError, Exhibit, Words, finish
from nolimits.charts.registers import layout
from nolimits.charts.registers.layout import Row
from nolimits.data import View

SIDES = {"China": "china", "Russia": "russia"}
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
    state: str | Iterable[str]


@dataclass(frozen=True)
class Bar:
    """One measure where it is drawn: days as years (`scales.moment`); `done` ends its solid part, `end` its outline."""

    row: Row
    begin: float
    done: float
    end: float
    open: bool

    @property
    def tone(self) -> str:
        """The colour of the side that imposes it."""
        return SIDES.get(self.row["imposed_by"], "other")

    @property
    def opens(self) -> bool:
        """Whether it opens a market rather than restricts one."""
        return self.row["kind"] == OPENING


def gantt(view: View, *, most: int = 24, **words: Unpack[MeasureWords]) -> Exhibit:
    """Trade measures as bars over time, by the side that imposes them and by kind.

    Solid bars restrict, hatched ones open; what is announced or planned is hollow; an arrow head says that no end is
    known. At most `most` measures are drawn, the newest of each kind in turn; the remainder is stated, as are those
    that ended before the view's first year. Filters are columns of `measures.csv` or `state`: `imposed_by="China"`,
    `kind=["fee", "tariff"]`, `state="in force"`. Raises ChartError for `most` below 1.
    """
    if most < 1:
        raise ChartError(f"most={most} leaves nothing to draw: write 1 or more")
    filters, said = layout.parted(words)
    known = view.measures(**filters)
    since = f"{view.start}-01-01"
    alive = [row for row in known if not (end := known_end(row, view)) or end >= since]
    drawn = _ordered(_newest(alive, most))
    left_out = _remainder(len(alive) - len(drawn), len(known) - len(alive), view)

    def draw(canvas: Canvas) -> None:
        if not drawn:
            canvas.calm(layout.nothing(view, "measure of this kind was"))
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


def known_end(row: Row, view: View) -> str:
    """The day on which a measure ends, as far as the cutoff knows; empty where no end was known."""
    return row["ended"] if row["ended"] and (row["ended_known_on"] or row["known_on"]) <= view.cutoff else ""


def _day(row: Row) -> str:
    """The day from which a measure is drawn."""
    return row["effective"] or row["announced"] or row["known_on"]


def _newest(rows: Iterable[Row], most: int) -> list[Row]:
    """At most so many rows: the newest of each side and kind, then the second of each, and so on."""
    by_day = sorted(rows, key=lambda row: (_day(row), row["measure"]), reverse=True)
    turns = layout.grouped(by_day, lambda row: f"{row['imposed_by']} {row['kind']}").values()
    in_turn = [row for rank in zip_longest(*turns) for row in rank if row]
    return in_turn[:most]


def _ordered(rows: Iterable[Row]) -> list[Row]:
    """By side, then kind (what opens last), then day."""
    sides, kinds = list(SIDES), list(KINDS)
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
        counted = "others" if left_out else "measure" if over == 1 else "measures"
        parts.append(f"{over} {counted} ended before {view.start}")
    return "; ".join(parts) + "." if parts else ""


def _record(row: Row, view: View) -> dict[str, object]:
    names = ("measure", "imposed_by", "kind", "goods", "terms", "announced", "effective")
    return {name: row[name] for name in names} | {
        "ended": known_end(row, view),
        "state": row["state"],
        "effect": "opens" if row["kind"] == OPENING else "restricts",
        "known_on": row["known_on"],
        "source": row["source"],
    }


def _bar(row: Row, view: View) -> Bar:
    today = scales.moment(view.cutoff)
    begin = scales.moment(_day(row))
    end = known_end(row, view)
    stop = scales.moment(end) if end else max(today, begin)
    return Bar(row, begin, min(stop, max(today, begin)) if row["state"] != "announced" else begin, stop, open=not end)


def _draw_gantt(canvas: Canvas, bars: Sequence[Bar], view: View) -> None:
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
        tone = SIDES.get(text.partition(":")[0], "muted")
        canvas.write(0, top + y, text, size=style.BASE, tone=tone, weight="strong")
    inch = (canvas.width - left - 0.1) / (high - low)
    for bar, (lines, y, middle) in zip(bars, places["rows"], strict=True):
        canvas.write(0, top + y, "\n".join(lines), size=style.SMALL)
        _draw_bar(axes, bar, middle, (low, high), SHORTEST / inch)
    canvas.top += below


def _keys(bars: Sequence[Bar], view: View) -> Iterable[Key]:
    for side in SIDES:
        own = [bar for bar in bars if bar.row["imposed_by"] == side]
        if any(not bar.opens for bar in own):
            yield Key(f"{side} restricts", SIDES[side], "patch")
        if any(bar.opens for bar in own):
            yield Key(f"{side} opens", SIDES[side], "hatch")
    if any(bar.end > bar.done or bar.row["state"] == "announced" for bar in bars):
        yield Key("announced or planned", "muted", "outline")
    if any(bar.open for bar in bars):
        yield Key("no end known", "muted", "marker", ">")
    yield Key(f"dotted line: {layout.short_day(view.cutoff)}", "muted", "none")


def _stacked(canvas: Canvas, bars: Sequence[Bar], room: float) -> tuple[dict[str, list], float]:
    """Where headings and rows stand, in inches from the top of the field, and how tall the field is."""
    headings: list[tuple[str, float]] = []
    rows: list[tuple[list[str], float, float]] = []
    y = 0.06
    for (side, kind), own in groupby(bars, key=lambda bar: (bar.row["imposed_by"], bar.row["kind"])):
        y += 0.1 if headings else 0.0
        headings.append((f"{side}: {KINDS.get(kind, layout.spaced(kind))}", y))
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


def _draw_bar(axes: Axes, bar: Bar, y: float, span: tuple[float, float], shortest: float) -> None:
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


GROUPS = ("imposed_by", "kind", "effect")
Step = tuple[str, int, str]


def in_force(view: View, *, by: str = "imposed_by", panels: str = "", **words: Unpack[MeasureWords]) -> Exhibit:
    """How many measures were in force on each day, as steps, by `imposed_by`, `kind` or `effect` (restricts or opens).

    A measure of which no end is known counts to the cutoff. Of more than four groups the smallest are drawn as one.
    With `panels="kind"` the same is drawn once more for each kind, below and smaller, on one scale. Filters are columns
    of `measures.csv`. Raises ChartError for another `by` or `panels`.
    """
    layout.one_of("by", by, GROUPS)
    layout.one_of("panels", panels, ("", "kind"))
    filters, said = layout.parted(words)
    begun = [row for row in view.measures(**filters) if row["effective"] and row["effective"] <= view.cutoff]
    first = max(f"{view.start}-01-01", min((row["effective"] for row in begun), default=""))
    counted = {name: _counts(rows, first, view) for name, rows in _groups(begun, by).items()}
    kinds = layout.grouped(begun, lambda row: row["kind"]) if panels else {}
    small = {
        KINDS.get(kind, layout.spaced(kind)): {
            name: _counts(rows, first, view) for name, rows in _groups(kinds[kind], by).items()
        }
        for kind in sorted(kinds, key=lambda kind: (kind == OPENING, -len(kinds[kind]), kind))
    }
    told = {KINDS.get(kind, layout.spaced(kind)): rows for kind, rows in kinds.items()}
    records = [
        {"by": by, "group": name, "date": day, "in_force": count, "changed": changed}
        | of
        | layout.behind(row for row in _groups(rows, by)[name] if row["effective"] <= day)
        for of, rows, groups in (({}, begun, counted), *(({"kind": kind}, told[kind], small[kind]) for kind in small))
        for name, steps in groups.items()
        for day, count, changed in steps
    ]

    def draw(canvas: Canvas) -> None:
        if not counted:
            canvas.calm(layout.nothing(view, "measure of this kind was in force as far as was"))
            return
        tones = _tones(counted, by)
        _draw_counts(canvas, counted, tones, view)
        if small:
            _draw_small(canvas, small, tones, view)

    return finish(
        view,
        draw,
        records,
        begun,
        kind="in_force",
        unit="measures in force",
        parameters={"by": by, "filters": filters} | ({"panels": panels} if panels else {}),
        **said,
    )


def _tones(groups: Iterable[str], by: str) -> dict[str, str]:
    own, names = SIDES if by == "imposed_by" else EFFECTS if by == "effect" else {}, list(groups)
    return dict(zip(names, style.tones(names, {name: own[name] for name in names if name in own}), strict=True))


def _groups(rows: Sequence[Row], by: str) -> dict[str, list[Row]]:
    def name(row: Row) -> str:
        if by == "effect":
            return "opens" if row["kind"] == OPENING else "restricts"
        return KINDS.get(row["kind"], layout.spaced(row["kind"])) if by == "kind" else row["imposed_by"]

    sizes = Counter(name(row) for row in rows)
    kept = sorted(sizes, key=lambda group: (-sizes[group], group))
    kept = kept if len(kept) <= 4 else kept[:3]
    groups = layout.grouped(rows, lambda row: name(row) if name(row) in kept else "all others")
    return {group: groups[group] for group in [*kept, "all others"] if group in groups}


def _counts(rows: Sequence[Row], first: str, view: View) -> list[Step]:
    """(day, how many from then on, what changed), from the first day shown to the cutoff."""
    acts = [(row["effective"], 1, row["measure"]) for row in rows]
    ended = [(end, row["measure"]) for row in rows if (end := known_end(row, view)) and end < view.cutoff]
    acts += [(layout.day_after(end), -1, name) for end, name in ended]
    count = sum(change for day, change, _ in acts if day <= first)
    steps = [(first, count, "")]
    for day, own in groupby(sorted(act for act in acts if act[0] > first), key=lambda act: act[0]):
        changes = list(own)
        count += sum(change for _, change, _ in changes)
        steps.append((day, count, ";".join(("+" if change > 0 else "−") + name for _, change, name in changes)))
    return [*steps, (view.cutoff, count, "")] if steps[-1][0] < view.cutoff else steps


def _draw_counts(canvas: Canvas, counted: Mapping[str, Sequence[Step]], tones: Mapping[str, str], view: View) -> None:
    tails = {name: f"{name}\n{steps[-1][1]}" for name, steps in counted.items()}
    y = scales.levels([count for steps in counted.values() for _, count, _ in steps], zero=True, whole=True)
    right = 0.1 if canvas.narrow else max(measure(text, style.SMALL)[0] for text in tails.values()) + 0.2
    left = y.room() + 0.08
    low = scales.moment(min(steps[0][0] for steps in counted.values()))
    high = scales.moment(view.cutoff)
    x = scales.years(min(low, high - 1), high, canvas.width - left - right, canvas.narrow)
    canvas.keys(
        "measures in force",
        [Key(f"{name} {steps[-1][1]}", tones[name], "rule") for name, steps in counted.items() if canvas.narrow],
    )
    tall = 2.4 if canvas.narrow else 2.8
    axes = canvas.axes(left, tall, right)
    glyphs.dress(axes, x, y, [low, high])
    _steps(axes, counted, tones)
    wanted = [(y.high - steps[-1][1]) / (y.high - y.low) * tall for steps in counted.values()]
    sizes = [measure(text, style.SMALL)[1] + 0.03 for text in tails.values()]
    centres = [] if canvas.narrow else spread(wanted, sizes, -0.1, tall + 0.2)
    for name, centre in zip(counted, centres, strict=False):
        canvas.write(
            canvas.width - right + 0.1,
            canvas.top + centre,
            tails[name],
            size=style.SMALL,
            tone=tones[name],
            va="center",
        )
    canvas.top += tall + glyphs.foot(x)


def _steps(axes: Axes, counted: Mapping[str, Sequence[Step]], tones: Mapping[str, str]) -> None:
    for name, steps in counted.items():
        axes.step(
            [scales.moment(day) for day, *_ in steps],
            [count for _, count, _ in steps],
            where="post",
            color=style.LIGHT[tones[name]],
            gid=f"data {name}",
        )


PANEL, GAP, EDGE = 0.75, 0.2, 0.1  # inches: height of a small panel, air between two, room for half a year's name


def _draw_small(
    canvas: Canvas, small: Mapping[str, Mapping[str, Sequence[Step]]], tones: Mapping[str, str], view: View
) -> None:
    """The same steps kind by kind, on one scale."""
    groups = [steps for own in small.values() for steps in own.values()]
    most = max(count for steps in groups for _, count, _ in steps)
    y = scales.levels([0, most], zero=True, most=3, whole=True)
    low, high = min(scales.moment(steps[0][0]) for steps in groups), scales.moment(view.cutoff)
    columns = 2 if canvas.narrow else 3
    wide, left = (canvas.width - GAP * (columns - 1)) / columns, y.room() + 0.08
    x = scales.years(min(low, high - 1), high, wide - left - EDGE, narrow=True)
    head = height(2, style.SMALL) + 0.05
    canvas.top += 0.12
    for i, (kind, own) in enumerate(small.items()):
        at = (i % columns) * (wide + GAP)
        newest = ", ".join(f"{name} {own[name][-1][1]}" for name in tones if name in own)
        canvas.write(at, canvas.top, f"{kind[:1].upper()}{kind[1:]}", size=style.SMALL, weight="strong")
        canvas.write(at, canvas.top + height(1, style.SMALL), newest, size=style.SMALL, tone="muted")
        axes = canvas.axes(at + left, PANEL, canvas.width - at - wide + EDGE, top=canvas.top + head)
        glyphs.dress(axes, x, y, [low, high])
        _steps(axes, own, tones)
        if i % columns == columns - 1 or i == len(small) - 1:
            canvas.top += head + PANEL + glyphs.foot(x) + 0.08

"""Parts of a whole: stacked to 100 % by period, or one row for each direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from nolimits import prose
from nolimits.charts import gather, glyphs, scales, style
from nolimits.charts.canvas import Canvas, Key, height, measure, spread, wrap
from nolimits.charts.exhibit import ChartError, Draw, Exhibit, Words, finish
from nolimits.charts.kinds.bars import GROUP, HEIGHTS, short_period
from nolimits.charts.registry import chart
from nolimits.data import Figure, Period, View, period
from nolimits.data.quantities import exactly
from nolimits.language import wording

REST = "rest"
NAME_WIDTH = 1.4


@dataclass(frozen=True)
class Slice:
    """A part of one stack: its name, its share in percent, where it starts, and its figure (none for the rest)."""

    key: str
    label: str
    tone: str
    share: float
    start: float
    figure: Figure | None


Stack = tuple[str, Period, list[Slice]]


@chart
def shares(
    view: View,
    parts: Sequence[str],
    whole: str | None = None,
    *,
    kind: str = "year",
    periods: Sequence[str | int] = (),
    rest: str = "other or not reported",
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
    **words: Unpack[Words],
) -> Exhibit:
    """Up to four parts of a whole by period, stacked to 100 %; what they leave is the rest, in grey.

    Without a `whole` the parts are percentages themselves. A period is drawn if a part and the whole are known.
    Raises ChartError for more than four parts or parts in another unit than the whole.
    """
    named = [key for key in parts if not gather.is_expression(key)]
    spans = gather.periods_of(view, parts, periods) if periods else gather.spans(view, named, kind)
    stacks = [(span.name, span, _stack(view, parts, whole, span, rest, labels or {}, tones or {})) for span in spans]
    stacks = [one for one in stacks if any(part.figure for part in one[2])]

    def draw(canvas: Canvas) -> None:
        if not stacks:
            canvas.calm(glyphs.nothing_known(view))
        else:
            _columns(canvas, stacks)

    return _finished(
        view,
        draw,
        stacks,
        "shares",
        {
            "parts": parts,
            "whole": whole,
            "kind": kind,
            "periods": periods,
            "rest": rest,
            "labels": labels,
            "tones": tones,
        },
        words,
    )


@chart
def composition(
    view: View,
    rows: Sequence[tuple[str, Sequence[str], str | None, str | int]],
    *,
    rest: str = "other or not reported",
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
    **words: Unpack[Words],
) -> Exhibit:
    """Stacks side by side, one row each: (name, parts, whole or None, period), such as the two directions of trade.

    `period` may be `latest year`: then it is that of the newest figure of the first part. Otherwise as `shares`.
    """
    stacks: list[Stack] = []
    for name, parts, whole, when in rows:
        span = view.value(parts[0], when).period if str(when).startswith("latest") else period(when)
        found = _stack(view, parts, whole, span, rest, labels or {}, tones or {}) if span else []
        if span and any(part.figure for part in found):
            stacks.append((prose.plain(name, view), span, found))

    def draw(canvas: Canvas) -> None:
        if not stacks:
            canvas.calm(glyphs.nothing_known(view))
        else:
            _strips(canvas, stacks)

    return _finished(
        view, draw, stacks, "composition", {"rows": rows, "rest": rest, "labels": labels, "tones": tones}, words
    )


def _finished(
    view: View, draw: Draw, stacks: Sequence[Stack], kind: str, parameters: Mapping[str, Any], words: Words
) -> Exhibit:
    records = [
        _record(name, span, part, parts)
        if part.figure is None
        else gather.entry(
            part.key,
            part.figure,
            part.label,
            part.share,
            panel=name,
            mark="foreseen" if part.figure.forecast else "outturn",
            start=gather.tidy(part.start),
        )
        for name, span, parts in stacks
        for part in parts
    ]
    rows = [row for *_, parts in stacks for part in parts if part.figure for row in part.figure.rows]
    return finish(view, draw, records, rows, kind=kind, unit="%", parameters=parameters, **words)


def _record(name: str, span: Period, part: Slice, parts: Sequence[Slice]) -> dict[str, object]:
    """What the parts leave rests on the rows of all of them."""
    rows = [row for one in parts if one.figure for row in one.figure.rows]
    return {
        "panel": name,
        "label": part.label,
        "indicator": "",
        "period_start": span.start,
        "period_end": span.end,
        "unit": "percent",
        "how": "what the parts leave of the whole",
        "drawn": gather.tidy(part.share),
        "mark": "rest",
        "start": gather.tidy(part.start),
        "known_on": max((row.known_on for row in rows), default=""),
        "sources": ";".join(dict.fromkeys(row.source for row in rows)),
    }


def _stack(
    view: View,
    parts: Sequence[str],
    whole: str | None,
    span: Period,
    rest: str,
    labels: Mapping[str, str],
    tones: Mapping[str, str],
) -> list[Slice]:
    gather.check_count(parts)
    gather.check_tones(view, tones)
    base = view.value(whole, span) if whole else None
    if base is not None and not base.known:
        return []
    found, start = [], 0.0
    for key, role in zip(
        parts, style.tones(parts, gather.tones_of(view, tones), gather.sides_of(view, parts)), strict=True
    ):
        figure = gather.at(view, key, span)
        if figure.known and figure.unit != (base.unit if base else "percent"):
            raise ChartError(
                f"{key} is in {figure.unit}, its whole in {base.unit if base else 'percent'}: name a whole in its unit"
            )
        if figure.known:
            share = (figure.sure / base.sure * exactly(100)).centre if base else figure.sure.centre
            found.append(Slice(key, gather.label(view, key, labels), role, share, start, figure))
            start += share
    if found and start < 99.95:
        found.append(Slice("", rest, REST, 100 - start, start, None))
    return found


def _columns(canvas: Canvas, stacks: Sequence[Stack]) -> None:
    last = stacks[-1][2]
    tails = {} if canvas.narrow else {part.label: wrap(part.label, NAME_WIDTH, style.SMALL) for part in last}
    canvas.keys("%", [Key(label, tone, "patch") for label, tone in _names(stacks) if label not in tails])
    right = max((measure("\n".join(lines), style.SMALL)[0] + 0.14 for lines in tails.values()), default=0.0)
    top = max(100.0, *(part.start + part.share for *_, parts in stacks for part in parts))
    y = scales.Scale(0, top, (0, 25, 50, 75, 100), ("0", "25", "50", "75", "100"))
    left, tall = y.room() + 0.08, HEIGHTS[canvas.variant]
    slot = (canvas.width - left - right) / len(stacks)
    names = [short_period(span, canvas.narrow) for _, span, _ in stacks]
    need = max(measure(name, style.SMALL)[0] for name in names) + 0.06
    every = next(n for n in (1, 2, 3, 4, 6, 12, 24, 60) if slot * n >= need)
    ticks = [i for i in range(len(stacks)) if (len(stacks) - 1 - i) % every == 0]
    x = scales.Scale(-0.5, len(stacks) - 0.5, tuple(ticks), tuple(names[i] for i in ticks))
    axes = canvas.axes(left, tall, right)
    glyphs.dress(axes, x, y)
    axes.tick_params(axis="x", length=0)
    for i, (*_, parts) in enumerate(stacks):
        for part in parts:
            axes.bar(
                i,
                part.share,
                GROUP,
                part.start,
                color=style.LIGHT[part.tone],
                gid=f"data {part.key}",
                zorder=2,
                edgecolor=style.LIGHT["paper"],
                linewidth=0.8,
            )
            text = wording.number(part.share, 0)
            if part.share / top * tall > 0.2 and measure(text, style.SMALL)[0] < slot * GROUP - 0.04:
                ink = "ink" if part.tone == REST else "paper"
                glyphs.beside(axes, i, part.start + part.share / 2, text, tone=ink, ha="center")
    _tails(canvas, [part for part in last if part.label in tails], tails, tall / top, canvas.width - right + 0.12)
    canvas.top += tall + glyphs.foot(x)


def _tails(canvas: Canvas, parts: Sequence[Slice], tails: Mapping[str, list[str]], inch: float, x: float) -> None:
    tall = HEIGHTS[canvas.variant]
    sizes = [height(len(tails[part.label]), style.SMALL) + 0.04 for part in parts]
    centres = spread([tall - (part.start + part.share / 2) * inch for part in parts], sizes, -0.05, tall + 0.1)
    for part, centre in zip(parts, centres, strict=True):
        tone = "muted" if part.tone == REST else part.tone
        canvas.write(x, canvas.top + centre, "\n".join(tails[part.label]), size=style.SMALL, tone=tone, va="center")


def _names(stacks: Iterable[Stack]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((part.label, part.tone) for *_, parts in stacks for part in parts))


def _strips(canvas: Canvas, stacks: Sequence[Stack]) -> None:
    """One sideways stack for each row; the name and period above it, each part named below it."""
    canvas.keys("%", [])
    thick, row = 0.36, height(1, style.SMALL)
    for name, span, parts in stacks:
        canvas.paragraph(f"{name}, {span.name}", size=style.TITLE, weight="strong")
        canvas.top += 0.05
        axes = canvas.axes(0, thick)
        axes.set_axis_off()
        axes.set_xlim(0, max(100.0, parts[-1].start + parts[-1].share))
        axes.set_ylim(0, 1)
        for part in parts:
            axes.barh(
                0.5,
                part.share,
                1,
                part.start,
                color=style.LIGHT[part.tone],
                gid=f"data {part.key}",
                edgecolor=style.LIGHT["paper"],
                linewidth=1,
            )
            text = wording.number(part.share, 0) + "%"
            if part.share / 100 * canvas.width > measure(text, style.SMALL)[0] + 0.1:
                ink = "ink" if part.tone == REST else "paper"
                glyphs.beside(axes, part.start + part.share / 2, 0.5, text, tone=ink, ha="center")
        canvas.top += thick + 0.06
        canvas.keys("", [Key(part.label, part.tone, "patch") for part in parts])
        canvas.top += row * 0.6

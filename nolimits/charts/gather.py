"""From the view to what is drawn: series of points, each with its figure, and the records that say exactly this."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nolimits import prose
from nolimits.charts import style
from nolimits.charts.exhibit import ChartError, Datum
from nolimits.charts.sheet import scales
from nolimits.data import Figure, Period, View, period, record
from nolimits.data.quantities import exactly
from nolimits.language import evaluate, parse, wording

MOST_SERIES = 4
KINDS = ("year", "month", "ytd", "point", "span", "any")
FORESEEN = "forecast or plan"


@dataclass(frozen=True)
class Point:
    """A figure where it is drawn: `x` on the axis of time, `y` in the unit drawn, and the ends of its interval.

    `n` is the place of its record among those of the chart.
    """

    x: float
    y: float
    low: float
    high: float
    figure: Figure
    planned: bool = False
    n: int = -1

    @property
    def forecast(self) -> bool:
        """Whether it is drawn as foreseen: known before its period ended, or a plan by what it counts."""
        return self.planned or self.figure.forecast


@dataclass(frozen=True)
class Series:
    """What one line or one set of bars shows; `axis` is its unit in words, `whole` whether there are halves of it."""

    key: str
    label: str
    tone: str
    unit: str
    points: tuple[Point, ...]
    marker: str = "o"
    kind: str = ""
    axis: str = ""
    whole: bool = False

    @property
    def foreseen(self) -> bool:
        """Whether one of its points is drawn as foreseen."""
        return any(point.forecast for point in self.points)


def series_of(
    view: View,
    key: str,
    name: str,
    tone: str,
    points: Iterable[Point],
    unit: str = "",
    *,
    marker: str = "o",
    kind: str = "",
) -> Series:
    """A series with what its unit is called and whether it comes in wholes; the unit is that of its points."""
    drawn = tuple(points)
    own = unit or (drawn[0].figure.unit if drawn else unit_of(view, key))
    about = view.unit(own)
    return Series(key, name, tone, own, drawn, marker, kind, about.axis, about.whole and own != wording.YEAR)


def label(view: View, key: str, labels: Mapping[str, str] | None) -> str:
    """What a series is called: as the author says (a template), else as `indicators.csv` says."""
    if labels and key in labels:
        return prose.plain(labels[key], view)
    if is_expression(key):
        raise ChartError(f"the expression {key!r} has no name: give it one in labels")
    return view.about(key)["label"]


def is_expression(key: str) -> bool:
    """Whether a key is a question in the language of expressions, not an indicator."""
    return "(" in key


def series(
    view: View,
    keys: Sequence[str],
    kind: str,
    *,
    rolling: bool = False,
    labels: Mapping[str, str] | None = None,
    tones: Mapping[str, str] | None = None,
    index: str | int | None = None,
    unit: str = "",
) -> list[Series]:
    """The series of one panel, at most four, of one unit.

    A key is an indicator or an expression over `period`, such as
    `value('oil.value', period) / value('oil.volume', period)`.
    `kind` is one of `KINDS`: `ytd` holds the whole year as well, which too is since January, and `any` every kind of
    period at its end. `rolling` sums the twelve months that end with each month; `index` sets a period to 100; `unit`
    names that of expressions.
    Raises ChartError for more than four, for two units, for an unknown kind of period, for an unknown colour.
    """
    check_kind(kind)
    check_count(keys)
    shape, found = "rolling" if rolling else kind, []
    for key, role, marker in zip(keys, roles_of(view, keys, tones), style.MARKERS, strict=False):
        figures = in_unit(_rolling_sums(view, key) if rolling else _figures(view, key, kind), unit)
        drawn, own = points(view, key, figures, shape), unit
        if index is not None:
            drawn, own = _index(view, key, drawn, index), "index"
        name = label(view, key, labels)
        found.append(series_of(view, key, name, role, drawn, own, marker=marker, kind=shape))
    check_units(found)
    return found


def counts_only(found: Iterable[Series]) -> bool:
    """Whether the figures of a panel are counts, on whose axis a half means nothing."""
    return all(one.whole for one in found)


def check_kind(kind: str) -> None:
    """Raises ChartError for a kind of period that there is not."""
    if kind not in KINDS:
        raise ChartError(f"kind={kind!r} is not a kind of period: {', '.join(KINDS)}")


def roles_of(view: View, keys: Sequence[str], chosen: Mapping[str, str] | None) -> list[str]:
    """A colour role for each series; of two that want the same, the outturn has it before the plan.

    Raises ChartError for a colour that there is not.
    """
    check_tones(view, chosen or {})
    planned = {key: not is_expression(key) and view.about(key)["basis"] == "plan" for key in keys}
    order = sorted(dict.fromkeys(keys), key=lambda key: planned[key])
    found = dict(zip(order, style.tones(order, tones_of(view, chosen or {}), sides_of(view, order)), strict=True))
    return [found[key] for key in keys]


def tones_of(view: View, chosen: Mapping[str, str]) -> dict[str, str]:
    """Colours as an author chooses them, of which a side's name is one, as roles of the palette."""
    own = side_tones(view)
    return {key: own.get(tone, tone) for key, tone in chosen.items()}


def side_tones(view: View) -> dict[str, str]:
    """The colour role of each side of the subject, by the side's name."""
    return dict(zip(view.evidence.sides, style.SIDES, strict=False))


def sides_of(view: View, keys: Iterable[str]) -> dict[str, str]:
    """The colour role that each series has by whose it is; a series of nobody's is left out."""
    roles = {"both": "both", "other": "other"} | side_tones(view)
    order = ["both", *reversed(view.evidence.sides), "other"]
    found = {}
    for key in keys:
        named_by = indicators_in(key) if is_expression(key) or key in view.evidence.indicators else []
        sides = {view.about(name).get("side", "") for name in named_by}
        # of an expression over several, the first in this order decides
        if side := next((one for one in order if one in sides), ""):
            found[key] = roles[side]
    return found


def check_count(keys: Sequence[str]) -> None:
    """Raises ChartError for no series and for more than four."""
    if not keys:
        raise ChartError("a chart needs at least one indicator: name one, such as 'trade.turnover'")
    if len(keys) > MOST_SERIES:
        raise ChartError(f"{len(keys)} series are too many for one panel: {MOST_SERIES} at most, else charts.multiples")


def check_tones(view: View, tones: Mapping[str, str]) -> None:
    """Raises ChartError for a colour that is neither a side's nor a role of the palette."""
    for wrong in (role for role in tones.values() if role not in style.PALETTE and role not in view.evidence.sides):
        known = ", ".join((*view.evidence.sides, *style.PALETTE))
        raise ChartError(f"{wrong!r} is not a colour of the palette: {known}")


def check_units(found: Sequence[Series]) -> None:
    """Raises ChartError where series of one panel have different units."""
    units = {one.unit for one in found if one.unit}
    if len(units) > 1:
        raise ChartError(f"one panel holds one unit, not {' and '.join(sorted(units))}: use charts.multiples")


def one_unit(view: View, figures: Iterable[Figure]) -> str:
    """The unit that some figures share, in words; ChartError where they have several."""
    units = {view.unit(figure.unit).axis for figure in figures}
    if len(units) > 1:
        raise ChartError(f"one chart holds one unit, not {' and '.join(sorted(units))}")
    return next(iter(units), "")


def in_unit(figures: Iterable[Figure], unit: str) -> tuple[Figure, ...]:
    """Figures under another name of their unit, where an expression has turned it into one that has no name yet."""
    return tuple(replace(figure, unit=unit) for figure in figures) if unit else tuple(figures)


def unit_of(view: View, key: str) -> str:
    """The unit of an indicator; empty for an expression, whose unit shows with its first figure."""
    return "" if is_expression(key) else view.about(key)["unit"]


def _figures(view: View, key: str, kind: str) -> tuple[Figure, ...]:
    """The figures of an indicator, or the answers to an expression, for each period of a kind."""
    if not is_expression(key):
        return of_kind(view, key, kind)
    figures = (ask(view, key, span) for span in spans(view, indicators_in(key), kind))
    return tuple(figure for figure in figures if figure.known)


def of_kind(view: View, key: str, kind: str) -> tuple[Figure, ...]:
    """The standing figures of an indicator in order of time: of one kind, since January, or of any kind at all.

    Of several of any kind that end on one day, the one of the shortest period is kept: it says most about that day.
    """
    if kind not in ("ytd", "any"):
        return view.series(key, kind)
    if kind == "ytd":
        return tuple(figure for figure in view.series(key) if figure.span.kind in ("ytd", "year"))
    by_end = {figure.span.end: figure for figure in view.series(key)}  # of one end, the latest start comes last
    return tuple(by_end.values())


def indicators_in(key: str) -> list[str]:
    """An indicator itself; those that an expression names, in the order in which it does."""
    if not is_expression(key):
        return [key]
    texts = [node.value for node in ast.walk(parse(key)) if isinstance(node, ast.Constant)]
    return [text for text in dict.fromkeys(texts) if isinstance(text, str) and "." in text and ".." not in text]


def spans(view: View, indicators: Iterable[str], kind: str) -> list[Period]:
    """All periods of a kind for which one of the indicators is known, in order of time."""
    return periods_in_order(figure.span for name in indicators for figure in of_kind(view, name, kind))


def periods_in_order(found: Iterable[Period]) -> list[Period]:
    """Periods in order of time, each once: by their ends, of one end the longest first."""
    return sorted({*found}, key=lambda span: (span.end, span.start))


def _short_form(span: Period) -> str:
    """A period in the short form that `period()` reads."""
    return span.start if span.start == span.end else f"{span.start}..{span.end}"


def ask(view: View, expression: str, span: Period | None = None) -> Figure:
    """The answer to an expression that gives a number; it may name `period`. Raises ChartError where it gives none."""
    answer = evaluate(expression, view, {"period": _short_form(span)} if span else {})
    if not isinstance(answer, Figure):
        raise ChartError(f"{expression!r} does not give a number")
    answer = _limit_to_rows(answer)
    return replace(answer, period=span) if span else answer


def _limit_to_rows(figure: Figure) -> Figure:
    """A computed figure as far as its rows bound it: the middle of what follows from "over 40" says nothing.

    A division by an open interval ends at nought (a growth at −100 %), which is as open as the row was.
    """
    got = figure.quantity
    if got is None or got.value is not None or not got.bounded or figure.how in ("stated", "printed"):
        return figure
    if all(row.quantity.bounded for row in figure.rows if hasattr(row, "quantity")):
        return figure
    if got.low == (-100 if figure.unit == "percent" else 0):
        return replace(figure, quantity=replace(got, low=-math.inf))
    return replace(figure, quantity=replace(got, high=math.inf)) if got.high == 0 else figure


def growth_of(view: View, key: str, span: Period) -> Figure:
    """The change of an indicator on a year earlier, in percent, as far as its rows bound it."""
    return _limit_to_rows(view.growth(key, span))


def periods_of(view: View, keys: Sequence[str], periods: Iterable[str | int]) -> list[Period]:
    """Periods as an author names them; `latest year`, `latest ytd` … are those of the first key that knows one.

    What is not known yet, and what was named already, is left out.
    """
    names = [name for key in keys for name in indicators_in(key)]
    found = [
        next((span for name in names if (span := view.value(name, one).period)), None)
        if isinstance(one, str) and one.startswith("latest")
        else period(one)
        for one in periods
    ]
    return list(dict.fromkeys(span for span in found if span))


def at(view: View, key: str, span: Period) -> Figure:
    """The figure of an indicator, or the answer to an expression, for one period."""
    return ask(view, key, span) if is_expression(key) else view.value(key, span)


def _rolling_sums(view: View, key: str) -> tuple[Figure, ...]:
    """Sums of twelve months for every month from the view's start on for which they can be had."""
    months = sorted({figure.span.end[:7] for kind in ("month", "ytd", "year") for figure in view.series(key, kind)})
    return tuple(figure for month in months if (figure := view.sum12(key, month)).known)


def points(view: View, key: str, figures: Iterable[Figure], kind: str = "") -> tuple[Point, ...]:
    """Figures at their places in time; what has no finite end has no place."""
    planned = not is_expression(key) and view.about(key)["basis"] == "plan"
    drawn = (point(figure, kind) for figure in figures if figure.known)
    return tuple(replace(one, planned=planned) for one in drawn if math.isfinite(one.y))


def point(figure: Figure, kind: str = "") -> Point:
    """One figure at its place in time; since January and of any kind at its end, a rolling sum at its last month."""
    span = figure.span
    if kind in ("ytd", "any"):
        x = scales.moment(span.end)
    else:
        x = scales.place(Period(span.end[:8] + "01", span.end) if kind == "rolling" else span)
    return Point(x, figure.sure.centre, figure.sure.low, figure.sure.high, figure)


def _index(view: View, key: str, drawn: tuple[Point, ...], base: str | int) -> tuple[Point, ...]:
    """The points in percent of a period's figure; none where that period is not known."""
    start = ask(view, key, period(base)) if is_expression(key) else view.value(key, base)
    if not start.known:
        return ()
    return tuple(_percent(one, start) for one in drawn)


def _percent(one: Point, start: Figure) -> Point:
    same = one.figure.period == start.period
    share = exactly(100) if same else one.figure.sure / start.sure * exactly(100)
    # the base's rows stand behind every point of an index
    rows = one.figure.rows if same else one.figure.rows + start.rows
    return replace(one, y=share.centre, low=share.low, high=share.high, figure=replace(one.figure, rows=rows))


def number_records(
    found: Iterable[Series],
    first: int = 0,
    *,
    panel: str | None = None,
    own: bool = True,
    more: Callable[[Point], Mapping[str, object]] = lambda point: {},
) -> tuple[list[Series], list[Datum]]:
    """Series whose points know their records, the `first` of which has that number, and these records.

    Without `own` a record is under the indicator of its figure, not under the key of its series.
    """
    known: list[Series] = []
    data: list[Datum] = []
    for one in found:
        places = [replace(point, n=first + len(data) + i) for i, point in enumerate(one.points)]
        known.append(replace(one, points=tuple(places)))
        for point in places:
            key, mark = one.key if own else point.figure.about, mark_of(point)
            data.append(datum(key, point.figure, one.label, point.y, panel=panel, mark=mark, **more(point)))
    return known, data


def mark_of(one: Point | Figure) -> str:
    """How a figure is drawn, and why."""
    return "foreseen" if one.forecast else "outturn"


def datum(
    key: str,
    figure: Figure,
    name: str,
    drawn: float,
    *,
    panel: str | None = None,
    mark: str = "outturn",
    **more: object,
) -> Datum:
    """One mark: what `data.record` says of its figure, its label, and `drawn`, where it stands."""
    first = {"label": name} if panel is None else {"panel": panel, "label": name}
    plain = {name: tidy(value) for name, value in record(key, figure).items()}
    return Datum(first | plain | {"drawn": tidy(drawn), "mark": mark} | more, tuple(figure.rows), figure)


def tidy(value: object) -> object:
    """A value as JSON and CSV can hold it: open ends are empty, and floats carry no dust of arithmetic."""
    if isinstance(value, float):
        return float(f"{value:.10g}") if math.isfinite(value) else None
    return value

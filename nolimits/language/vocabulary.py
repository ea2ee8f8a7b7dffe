"""The words of the language: each function takes the view first, and its docstring's first line is shown to writers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nolimits.data import Figure, Period, View, period
from nolimits.data import quantities as q
from nolimits.data.periods import day, years_before
from nolimits.data.quantities import Quantity, exactly
from nolimits.language.answers import Answer, ExpressionError, Text, Truth, number, rows_of
from nolimits.language.timing import Following, following

Option = Answer | None


def _word(answer: Answer) -> str:
    if not isinstance(answer, Text) or answer.value is None:
        raise ExpressionError("a text in quotation marks is wanted here")
    return answer.value


def _span(answer: Answer) -> str | Period:
    """A period from text or from a plain number such as 2024."""
    if isinstance(answer, Figure):
        if answer.unit not in ("", "year") or not answer.known:
            raise ExpressionError("a period is wanted here, such as 2024 or '2025-01..2025-09'")
        return str(int(answer.quantity.centre))
    return _word(answer)


def _needs(*answers: Answer) -> None:
    if not all(isinstance(answer, Figure) for answer in answers):
        raise ExpressionError("a number is wanted here")


_NOW, _YEAR, _CLOSE = Text("latest"), Text("year"), number(2)


def value(view: View, indicator: Answer, span: Answer = _NOW, on: Option = None) -> Figure:
    """value('indicator', period, on='day'): the figure for a period (or `latest`, `latest year` …), known on a day."""
    return (view.on(_word(on)) if on else view).value(_word(indicator), _span(span))


def growth(view: View, indicator: Answer, span: Answer = _NOW) -> Figure:
    """growth('indicator', period): change on the same period a year earlier, in percent."""
    return view.growth(_word(indicator), _span(span))


def sum12(view: View, indicator: Answer, last: Answer = _NOW) -> Figure:
    """sum12('indicator', month): the sum of the twelve months that end with a month."""
    return view.sum12(_word(indicator), _span(last))


def change(view: View, indicator: Answer, earlier: Answer, later: Answer = _NOW) -> Figure:
    """change('indicator', earlier, later): difference of two periods' figures, in the indicator's unit."""
    then, now = value(view, indicator, earlier), value(view, indicator, later)
    result = now.quantity - then.quantity if now.known and then.known else None
    return Figure(result, now.unit, now.period, rows_of(now, then), "difference of two figures", now.about)


def rise(view: View, earlier: Answer, later: Answer) -> Figure:
    """rise(earlier, later): change from one number to another, in percent of the first."""
    _needs(earlier, later)
    if earlier.unit != later.unit:
        raise ExpressionError(f"units are mixed: {earlier.unit} with {later.unit}")
    known = earlier.known and later.known
    result = (later.quantity / earlier.quantity - exactly(1)) * exactly(100) if known else None
    return Figure(result, "percent", later.period, rows_of(later, earlier), "computed from two figures", later.about)


def ratio(view: View, a: Answer, b: Answer) -> Figure:
    """ratio(a, b): how many times b goes into a."""
    _needs(a, b)
    result = a.quantity / b.quantity if a.known and b.known else None
    unit = "ratio" if a.unit == b.unit else f"{a.unit or 'one'} per {b.unit or 'one'}"
    return Figure(result, unit, a.period, rows_of(a, b), "computed from two figures", a.about)


def share(view: View, part: Answer, whole: Answer) -> Figure:
    """share(part, whole): part in percent of whole, of one unit."""
    _needs(part, whole)
    if part.unit != whole.unit:
        raise ExpressionError(f"units are mixed: {part.unit} with {whole.unit}")
    result = part.quantity / whole.quantity * exactly(100) if part.known and whole.known else None
    return Figure(result, "percent", part.period, rows_of(part, whole), "computed from two figures", part.about)


def mean(view: View, *parts: Answer) -> Figure:
    """mean(a, b, …): the mean of numbers of one unit; unknown if one is."""
    _needs(*parts)
    if len({part.unit for part in parts}) != 1:
        raise ExpressionError("mean takes numbers of one unit")
    known = all(part.known for part in parts)
    result = q.total(part.quantity for part in parts) / exactly(len(parts)) if known else None
    return Figure(result, parts[0].unit, None, rows_of(*parts), f"mean of {len(parts)} figures", parts[0].about)


def _extreme(view: View, indicator: Answer, kind: Answer, sign: int) -> Figure:
    outturns = [f for f in view.series(_word(indicator), _word(kind), whole=True) if not f.forecast]
    if not outturns:
        return Figure(None, view.about(_word(indicator))["unit"], None, about=_word(indicator))
    return max(outturns, key=lambda figure: (sign * figure.quantity.centre, figure.period))


def peak(view: View, indicator: Answer, kind: Answer = _YEAR) -> Figure:
    """peak('indicator', 'year'): the highest figure among periods of a kind: year, month, ytd, point or span."""
    return _extreme(view, indicator, kind, 1)


def trough(view: View, indicator: Answer, kind: Answer = _YEAR) -> Figure:
    """trough('indicator', 'year'): the lowest figure among periods of a kind."""
    return _extreme(view, indicator, kind, -1)


def _outturns(view: View, indicator: Answer, kind: Answer, since: Answer | None, until: Answer | None) -> list[Figure]:
    """Known figures of a kind of period between two periods, ends included, forecasts left out."""
    first = period(_span(since)).start if since else ""
    last = period(_span(until)).end if until else "9999"
    known = view.series(_word(indicator), _word(kind), whole=True)
    return [f for f in known if not f.forecast and first <= f.period.start and f.period.end <= last]


def _tally(figures: list[Figure], truths: list[bool | None], how: str) -> Figure:
    """How many are true: an interval where some are unknown; unknown where nothing is known at all."""
    sure, open_ = sum(truth is True for truth in truths), sum(truth is None for truth in truths)
    rows = tuple(row for figure in figures for row in figure.rows)
    counted = Quantity(sure, sure + open_, None if open_ else sure) if figures else None
    return Figure(counted, "count", None, rows, how, figures[0].about if figures else "")


def above(
    view: View, indicator: Answer, level: Answer, kind: Answer, since: Option = None, until: Option = None
) -> Figure:
    """above('indicator', level, 'month', since=2022): in how many known periods it was above a level."""
    _needs(level)
    found = _outturns(view, indicator, kind, since, until)
    return _tally(found, [q.less(level.quantity, f.quantity) for f in found], "periods above a level")


def below(
    view: View, indicator: Answer, level: Answer, kind: Answer, since: Option = None, until: Option = None
) -> Figure:
    """below('indicator', level, 'month', since=2022): in how many known periods it was below a level."""
    _needs(level)
    found = _outturns(view, indicator, kind, since, until)
    return _tally(found, [q.less(f.quantity, level.quantity) for f in found], "periods below a level")


def periods(view: View, indicator: Answer, kind: Answer, since: Option = None, until: Option = None) -> Figure:
    """periods('indicator', 'month', since=2022): for how many periods a figure was known."""
    found = _outturns(view, indicator, kind, since, until)
    rows = tuple(row for figure in found for row in figure.rows)
    return Figure(exactly(len(found)), "count", None, rows, "periods known", _word(indicator))


def total(view: View, indicator: Answer, kind: Answer, since: Option = None, until: Option = None) -> Figure:
    """total('indicator', 'year', since=2022): the sum of the known figures; unknown where there are none."""
    found = _outturns(view, indicator, kind, since, until)
    rows = tuple(row for figure in found for row in figure.rows)
    summed = q.total(figure.quantity for figure in found) if found else None
    return Figure(summed, view.about(_word(indicator))["unit"], None, rows, "sum of known figures", _word(indicator))


def _chosen(parts: tuple[Answer, ...], sign: int) -> Figure:
    _needs(*parts)
    if not parts or len({part.unit for part in parts if part.unit}) > 1:
        raise ExpressionError("units are mixed: numbers of one unit are wanted")
    known = [part for part in parts if part.known]
    if len(known) < len(parts):
        return Figure(None, parts[0].unit, None, rows_of(*parts))
    return max(known, key=lambda part: sign * part.quantity.centre)


def largest(view: View, *parts: Answer) -> Figure:
    """largest(a, b, …): the largest of numbers of one unit; unknown if one is."""
    return _chosen(parts, 1)


def smallest(view: View, *parts: Answer) -> Figure:
    """smallest(a, b, …): the smallest of numbers of one unit; unknown if one is."""
    return _chosen(parts, -1)


def year(view: View, figure: Answer) -> Figure:
    """year(x): the year in which a figure's period, or a day, ends; a plain number such as 2014 is one."""
    if isinstance(figure, Text):
        if figure.value is None:
            return Figure(None, "year", None, figure.rows)
        return Figure(exactly(int(_word(figure)[:4])), "year", None, figure.rows, "the figure's year")
    if figure.known and not (figure.unit or figure.period or figure.rows):
        return replace(figure, unit="year")
    known = figure.period is not None and figure.known
    return Figure(exactly(figure.period.year) if known else None, "year", None, figure.rows, "the figure's year")


def absolute(view: View, a: Answer) -> Figure:
    """abs(a): a number without its sign."""
    _needs(a)
    return replace(a, quantity=abs(a.quantity) if a.known else None)


def near(view: View, a: Answer, b: Answer, within: Answer = _CLOSE) -> Truth:
    """near(a, b, within=2): whether a is within so many percent of b, ends included."""
    _needs(a, b, within)
    if a.unit and b.unit and a.unit != b.unit:
        raise ExpressionError(f"units are mixed: {a.unit} with {b.unit}")
    if not (a.known and b.known):
        return Truth(None, rows_of(a, b))
    room = exactly(abs(b.quantity.centre) * within.quantity.centre / 100 * (1 + 1e-9))
    return Truth(q.at_most(abs(a.quantity - exactly(b.quantity.centre)), room), rows_of(a, b))


def known(view: View, answer: Answer) -> Truth:
    """known(x): whether x was known by the cutoff; never unknown itself."""
    seen = answer.known if isinstance(answer, Figure) else answer.value is not None
    return Truth(seen, answer.rows)


DATED = {"events": "date", "milestones": "date", "measures": "effective", "projects": "since"}
REGISTERS = ("claims", "criteria", "events", "measures", "milestones", "projects")


def _selected(view: View, register: Answer, wanted: dict[str, Answer]) -> list[dict[str, str]]:
    """Rows of a register; values apart by `|`, `since`/`until` for days, ends included."""
    name = _word(register)
    if name not in REGISTERS:
        raise ExpressionError(f"no register is called {name!r}: {', '.join(REGISTERS)}")
    column = DATED.get(name, "")
    since = period(_span(wanted.pop("since"))).start if "since" in wanted else ""
    until = period(_span(wanted.pop("until"))).end if "until" in wanted else ""
    begun = _in_course(view, wanted) if name == "projects" else ()
    words = {key: _word(answer).split("|") for key, answer in wanted.items()}
    if name == "projects":
        rows = [r for r in begun if all(_cell(r, key) in allowed for key, allowed in words.items())]
    else:
        rows = list(getattr(view, name)(**words))
    if not (since or until):
        return rows
    if not column:
        raise ExpressionError(f"the rows of {name} have no day")
    return [row for row in rows if since <= row[column] <= (until or "9999")]


def _in_course(view: View, wanted: dict[str, Answer]) -> list[dict[str, str]]:
    """Projects by their course: those `begun_since` a period, and those with news within so many years (`fresh`)."""
    first = period(_span(wanted.pop("begun_since"))).start if "begun_since" in wanted else ""
    fresh = wanted.pop("fresh", None)
    if fresh is not None:
        _needs(fresh)
    last = years_before(view.cutoff, int(fresh.quantity.centre)) if fresh else ""
    return [row for row in view.projects() if row["begun"] >= first and row["news"] >= last]


def _cell(row: dict[str, str], column: str) -> str:
    if column not in row:
        raise ExpressionError(f"there is no column {column!r}: the columns are {', '.join(row)}")
    return row[column]


def count(view: View, register: Answer, **wanted: Answer) -> Figure:
    """count('events', kind='loan|bond', since=2022): how many rows of a register were known.

    Projects take `begun_since`, the period from which on their first act dates, and `fresh`, within how many years
    before the cutoff their last one does.
    """
    rows = _selected(view, register, wanted)
    return Figure(exactly(len(rows)), "count", None, tuple(rows), f"rows of {_word(register)}")


def _dated(view: View, register: Answer, wanted: dict[str, Answer], last: bool) -> Text:
    if (column := DATED.get(_word(register))) is None:
        raise ExpressionError(f"the rows of {_word(register)} have no day")
    rows = [row for row in _selected(view, register, wanted) if row[column]]
    chosen = sorted(rows, key=lambda row: row[column])
    if not chosen:
        return Text(None)
    row = chosen[-1 if last else 0]
    return Text(row[column], (row,))


def first(view: View, register: Answer, **wanted: Answer) -> Text:
    """first('events', kind='bond'): the day of the earliest row of a register that was known."""
    return _dated(view, register, wanted, last=False)


def last(view: View, register: Answer, **wanted: Answer) -> Text:
    """last('events', kind='bond'): the day of the newest row of a register that was known."""
    return _dated(view, register, wanted, last=True)


def said(view: View, claim: Answer) -> Figure:
    """said('m029'): the figure that a statement of a paper gives, as printed."""
    return view.said(_word(claim))


def status(view: View, project: Answer, on: Option = None) -> Text:
    """status('project', on='day'): a project's state as of the cutoff or of an earlier day."""
    found = (view.on(_word(on)) if on else view).status(_word(project))
    return Text(found.status if found.last else None, found.milestones[-1:])


def since(view: View, project: Answer) -> Text:
    """since('project'): the day from which a project has been in its state."""
    found = view.status(_word(project))
    return Text(found.since or None, found.milestones[-1:])


def plan(view: View, project: Answer, what: Answer) -> Figure:
    """plan('project', 'cost'): a project as first planned: its `cost` in USD bn, `completion` year or `capacity`."""
    key, wanted = _word(project), _word(what)
    view.status(key)
    row = next((row for row in view.projects() if row["project"] == key), {})
    # a project may be known before what was planned for it is
    known = (row,) if row and view.source(row["source"])["published"] <= view.cutoff else ()
    match wanted:
        case "cost":
            low, high = row.get("cost_low_usd_bn", ""), row.get("cost_high_usd_bn", "")
            return Figure(_range(low, high), "USD bn", None, known, "as planned")
        case "completion":
            first_, _, last_ = row.get("planned_completion", "").partition("-")
            return Figure(_range(first_, last_ or first_), "year", None, known, "as planned")
        case "capacity":
            size = row.get("capacity", "")
            return Figure(_range(size, size), row.get("capacity_unit", ""), None, known, "as planned")
    raise ExpressionError("a plan has a cost, a completion or a capacity")


def _range(low: str, high: str) -> Quantity | None:
    if not low:
        return None
    if not high:
        return q.quantity("over", "", low)
    return Quantity(float(low), float(high), float(low) if low == high else None)


def cost(view: View, **wanted: Answer) -> Figure:
    """cost(status='operating'): what projects were to cost at the least, added up as far as known, in USD bn."""
    rows = [row for row in _selected(view, Text("projects"), wanted) if row["cost_low_usd_bn"]]
    least = q.total(exactly(float(row["cost_low_usd_bn"])) for row in rows) if rows else None
    return Figure(least, "USD bn", None, tuple(rows), "sum of first costs, ranges at their lower end")


def years(view: View, earlier: Answer, later: Answer) -> Figure:
    """years('2014-05-21', first('milestones', …)): the years between two days."""
    if not (isinstance(earlier, Text) and isinstance(later, Text)):
        raise ExpressionError("years takes two days")
    rows = rows_of(earlier, later)
    if earlier.value is None or later.value is None:
        return Figure(None, "years", None, rows)
    span = (day(later.value) - day(earlier.value)).days / 365.25
    return Figure(exactly(span), "years", None, rows, "between two days")


def _following(view: View, side: Answer, within: Option, since: Answer, kind: Option) -> Following:
    _needs(days := within or number(90))
    kinds = _word(kind).split("|") if kind else ()
    return following(view, _word(side), within=int(days.quantity.centre), since=_word(since), kind=kinds)


def _percent(share: float | None, found: Following, how: str) -> Figure:
    return Figure(None if share is None else exactly(share), "percent", None, found.rows, how)


def followed(view: View, side: Answer, *, since: Answer, within: Option = None, kind: Option = None) -> Figure:
    """followed('China', since='2022-02-24', within=90, kind='fee'): % of its days of measures that others followed."""
    found = _following(view, side, within, since, kind)
    return _percent(found.share, found, f"{found.followed} of {len(found.judged)} days")


def by_chance(view: View, side: Answer, *, since: Answer, within: Option = None, kind: Option = None) -> Figure:
    """by_chance('China', since='2022-02-24', within=90): % of all days that measures of others than China followed."""
    found = _following(view, side, within, since, kind)
    return _percent(found.chance, found, "of all days")


VOCABULARY: dict[str, Callable[..., Answer]] = {
    function.__name__: function
    for function in (
        value,
        growth,
        sum12,
        change,
        rise,
        ratio,
        share,
        mean,
        peak,
        trough,
        above,
        below,
        periods,
        total,
        largest,
        smallest,
        year,
        near,
        known,
        count,
        first,
        last,
        said,
        status,
        since,
        plan,
        cost,
        years,
        followed,
        by_chance,
    )
} | {"abs": absolute}

"""The vocabulary of registers: how many entries, when, in which state, as planned, one side's steps upon the other."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from operator import itemgetter

from nolimits.data import DataError, Entry, Figure, View, period
from nolimits.data import quantities as q
from nolimits.data.door import memoise
from nolimits.data.figures import COUNTED
from nolimits.data.nouns import many
from nolimits.data.periods import years_before
from nolimits.data.quantities import Quantity, exactly
from nolimits.data.registers import Register, drop_parts
from nolimits.language.answers import Answer, ExpressionError, Text
from nolimits.language.binding import Day, Number, Word, number_in, span, word_in
from nolimits.language.timing import Following, responses

EVER = "9999"
FRESH, BEGUN = "fresh", "begun_since"
DAYS = ("since", "until")
TESTS = "criteria"
EXPRESSIONS = ("measure", "confirmed_if", "partly_if", "refuted_if")  # of a test
OF = "of_"  # stands before a column of the thing that an entry is about


def _select(view: View, register: str, wanted: dict[str, Answer]) -> list[Entry]:
    """Entries of a register; values apart by `|`, `since` and `until` for days, ends included.

    Matched once for a view: prose and tests ask for the same entries again and again.
    """
    moved = bool(view.about_register(register).acts)
    words = {name: _filter_text(name, answer, moved=moved) for name, answer in wanted.items()}
    key = f"of {register}: {sorted(words.items())}"
    return memoise(view.memo, key, lambda: _match(view, register, words))


def _filter_text(name: str, answer: Answer, *, moved: bool) -> str:
    """What is asked of a column, in words; things that acts move have a course besides."""
    if name in DAYS or (moved and name == BEGUN):
        return span(answer)
    if moved and name == FRESH:
        return f"{number_in(answer):g}"
    return word_in(answer)


def _match(view: View, register: str, wanted: dict[str, str]) -> list[Entry]:
    about = view.about_register(register)
    column = about.day or ("since" if about.acts else "")
    since = period(wanted.pop("since")).start if "since" in wanted else ""
    until = period(wanted.pop("until")).end if "until" in wanted else ""
    found: Sequence[Entry] = view.register(register)
    if about.acts:
        found = _in_course(view, found, wanted)
    words = {name: frozenset(text.split("|")) for name, text in wanted.items()}
    if about.key in words and not about.acts:
        found = _find_by_key(view, about, words.pop(about.key))
    for name, allowed in words.items():
        if about.of and name.startswith(OF):
            things = _things(view, about.of, name.removeprefix(OF), allowed)
            found = [entry for entry in found if entry[about.key] in things]
        else:
            _needs_column(view, register, name)
            found = [entry for entry in found if entry[name] in allowed]
    if not (since or until):
        return list(found)
    if not column:
        raise ExpressionError(f"the rows of {register} have no day")
    return [entry for entry in found if entry[column] and since <= entry[column] <= (until or EVER)]


def _find_by_key(view: View, about: Register, keys: frozenset[str]) -> list[Entry]:
    """The entries of some keys, in the register's order; tests name entries by their keys more often than not."""

    def made() -> dict[str, list[tuple[int, Entry]]]:
        by_key: dict[str, list[tuple[int, Entry]]] = {}
        for place, entry in enumerate(view.register(about.name)):
            by_key.setdefault(entry[about.key], []).append((place, entry))
        return by_key

    by_key = memoise(view.memo, f"keys of {about.name}", made)
    places = sorted((one for key in keys for one in by_key.get(key, ())), key=itemgetter(0))
    return [entry for _, entry in places]


def _things(view: View, register: str, column: str, allowed: frozenset[str]) -> set[str]:
    """The keys of a register's entries that have one of some words in a column."""
    _needs_column(view, register, column)
    key = view.about_register(register).key
    return {entry[key] for entry in view.register(register) if entry[column] in allowed}


def _needs_column(view: View, register: str, name: str) -> None:
    about = view.about_register(register)
    columns = [field["name"] for field in view.evidence.resource(register)["schema"]["fields"]]
    columns += [about.state] if about.state else []
    columns += ["begun_as"] if about.acts else []
    if name not in columns:
        raise ExpressionError(f"there is no column {name!r}: the columns are {', '.join(columns)}")


def _in_course(view: View, found: Sequence[Entry], wanted: dict[str, str]) -> list[Entry]:
    """Things by their course: those `begun_since` a period, and those with news within so many years (`fresh`)."""
    first = period(wanted.pop(BEGUN)).start if BEGUN in wanted else ""
    fresh = wanted.pop(FRESH, "")
    last = years_before(view.cutoff, int(float(fresh))) if fresh else ""
    return [entry for entry in found if entry["begun"] >= first and entry["news"] >= last]


def count(view: View, register: Word, **wanted: Answer) -> Figure:
    """count(register, kind='loan|bond', since=2022): how many entries of a register were known.

    An entry that is part of another, or another report of it, is not counted beside that one.
    Projects take `begun_since`, the period from which on their first act dates, and `fresh`, within how many years
    before the cutoff their last one does. Entries about another register's things, as reviews are about claims, are
    also chosen by a column of these, with `of_` before it: `of_kind='figure'`.
    """
    found = drop_parts(_select(view, register, wanted))
    return Figure(exactly(len(found)), "count", None, tuple(found), f"{COUNTED} {register}")


def by_key(view: View) -> Figure:
    """by_key(): how many tests of statements name a dated entry of a register by its key."""
    found = [test for test in view.register(TESTS) if any(_names_key(test[column], view) for column in EXPRESSIONS)]
    return Figure(exactly(len(found)), "count", None, tuple(found), "tests that cite an entry")


def _names_key(expression: str, view: View) -> bool:
    """Whether an expression asks a register of dated entries, as `events`, for one of them by its key."""
    from nolimits.language.walk import parse  # which asks this file for its words

    for node in ast.walk(parse(expression or "0")):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            about = view.evidence.registers.get(str(node.args[0].value))
            if about and about.day and not about.of and any(word.arg == about.key for word in node.keywords):
                return True
    return False


def _sort_by_day(view: View, register: str, wanted: dict[str, Answer]) -> tuple[list[Entry], str]:
    about = view.about_register(register)
    column = about.day or ("since" if about.acts else "")
    if not column:
        raise ExpressionError(f"the rows of {register} have no day")
    found = [entry for entry in _select(view, register, wanted) if entry[column]]
    return sorted(found, key=lambda entry: entry[column]), column


def first(view: View, register: Word, **wanted: Answer) -> Text:
    """first(register, kind='bond'): the day of the earliest entry of a register that was known."""
    found, column = _sort_by_day(view, register, wanted)
    return Text(found[0][column], (found[0],)) if found else Text(None)


def last(view: View, register: Word, **wanted: Answer) -> Text:
    """last(register, kind='bond'): the day of the newest entry of a register that was known."""
    found, column = _sort_by_day(view, register, wanted)
    return Text(found[-1][column], (found[-1],)) if found else Text(None)


def said(view: View, claim: Word) -> Figure:
    """said(claim): the figure that a statement of a paper gives, as printed."""
    return view.claim_figure(claim)


def status(view: View, project: Word, on: Day | None = None) -> Text:
    """status(project, on=day): a project's state as of the cutoff or of an earlier day."""
    found = (view.on(on) if on else view).status(project)
    return Text(found.status if found.last else None, found.acts[-1:])


def since(view: View, project: Word) -> Text:
    """since(project): the day from which a project has been in its state."""
    found = view.status(project)
    return Text(found.since or None, found.acts[-1:])


def plan(view: View, project: Word, what: Word) -> Figure:
    """plan(project, 'cost'): a project as first planned: its `cost` in USD bn, `completion` year or `capacity`."""
    view.status(project)
    entry = next((one for one in view.projects() if one["project"] == project), None)
    # a project may be known before what was planned for it is
    known = (entry,) if entry is not None and view.sees(entry.source) else ()
    cells: dict[str, str] = entry or {}
    match what:
        case "cost":
            low, high = cells.get("cost_low_usd_bn", ""), cells.get("cost_high_usd_bn", "")
            return Figure(_range(low, high), "USD bn", None, known, "as planned")
        case "completion":
            early, _, late = cells.get("planned_completion", "").partition("-")
            return Figure(_range(early, late or early), "year", None, known, "as planned")
        case "capacity":
            size = cells.get("capacity", "")
            return Figure(_range(size, size), cells.get("capacity_unit", ""), None, known, "as planned")
    raise ExpressionError("a plan has a cost, a completion or a capacity")


def _range(low: str, high: str) -> Quantity | None:
    if not low:
        return None
    if not high:
        return q.quantity("at_least", "", low)
    return Quantity(float(low), float(high), float(low) if low == high else None)


def cost(view: View, **wanted: Answer) -> Figure:
    """cost(status='operating'): what projects were to cost at the least, added up as far as known, in USD bn."""
    found = [entry for entry in _select(view, "projects", wanted) if entry["cost_low_usd_bn"]]
    least = q.sum_of(exactly(float(entry["cost_low_usd_bn"])) for entry in found) if found else None
    return Figure(least, "USD bn", None, tuple(found), "sum of first costs, ranges at their lower end")


def _responses(view: View, side: str, within: float, since: str, kind: str | None, body: str | None) -> Following:
    try:
        kinds, bodies = (one.split("|") if one else () for one in (kind, body))
        return responses(view, side, within=int(within), since=since, kind=kinds, body=bodies)
    except DataError as error:
        raise ExpressionError(str(error)) from None


def followed(
    view: View, side: Word, *, since: Day, within: Number = 90, kind: Word | None = None, body: Word | None = None
) -> Figure:
    """followed(side, since=day, within=90, kind='fee'): % of its days of measures that the other side followed."""
    found = _responses(view, side, within, since, kind, body)
    share = None if found.share is None else exactly(found.share)
    return Figure(share, "percent", None, found.rows, f"{found.followed} of {many(len(found.judged), 'day')}")


def by_chance(
    view: View, side: Word, *, since: Day, within: Number = 90, kind: Word | None = None, body: Word | None = None
) -> Figure:
    """by_chance(side, since=day, within=90): % of all days, to the last measure, that the other side followed."""
    found = _responses(view, side, within, since, kind, body)
    return Figure(None if found.chance is None else exactly(found.chance), "percent", None, found.rows, "of all days")


def tail(
    view: View, side: Word, *, since: Day, within: Number = 90, kind: Word | None = None, body: Word | None = None
) -> Figure:
    """tail(side, since=day, within=90): % chance that so many of its days of measures, or more, were followed."""
    found = _responses(view, side, within, since, kind, body)
    how = f"binomial tail, {found.followed} of {many(len(found.judged), 'day')}"
    return Figure(None if found.tail is None else exactly(found.tail), "percent", None, found.rows, how)


def steps(
    view: View, side: Word, *, since: Day, within: Number = 90, kind: Word | None = None, body: Word | None = None
) -> Figure:
    """steps(side, since=day, within=90): how many of its days of measures are old enough to have been followed."""
    found = _responses(view, side, within, since, kind, body)
    return Figure(exactly(len(found.judged)), "count", None, found.rows, f"{COUNTED} measures")

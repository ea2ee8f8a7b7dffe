"""What was measured as a phrase: a bare count, day or quotient is told with what it counts, dates or divides."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from nolimits.claims.trial import names, view_for_test
from nolimits.claims.weigh import Verdict
from nolimits.data import Figure, Period, View, day_name
from nolimits.data.nouns import listed
from nolimits.data.periods import period
from nolimits.data.quantities import OPEN, qualifier_words
from nolimits.language import Answer, Text, evaluate
from nolimits.language.entries import EXPRESSIONS
from nolimits.language.walk import parse
from nolimits.language.wording import figure

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BARE = re.compile(rf"((about|{'|'.join(map(qualifier_words, OPEN))}) )?[−\d.,]+( to [−\d.,]+)?")
COUNTED, DATED, SHARES, QUOTIENTS = ("count",), ("first", "last"), ("share",), ("ratio", "share", "rise", "change")
STATES = ("status", "state")
FIRST_YEAR = 1900  # a whole number from which on is a year, in a test
FROM, TO = "since", "until"
KIND, OF_THING = "kind", "of thing"  # columns: of what kind an entry is; the name of the thing that it is about
SIDES = ("imposed_by", "actor", "party")
# what stands before what a column holds
PREPOSITIONS = {"section": "in", "sector": "in", "body": "enacted by the", "subject": "on"}
DIRECTIONS = {"supports": "in favour of cooperation", "limits": "against cooperation"}
SPELT = {"mou": "memorandum"}  # values that are no words as they stand
Filters = Mapping[str, str]


def phrase(verdict: Verdict, view: View) -> str:
    """What was measured in words that can stand alone; empty where the measured figure does so itself."""
    measured, expression = verdict.measured, verdict.test["measure"]
    if measured is None or (not isinstance(measured, Text) and not (isinstance(measured, Figure) and measured.known)):
        return ""
    if isinstance(measured, Text) and measured.value is None:
        return ""
    asked = view_for_test(verdict.test, verdict.claim, view)
    tree = parse(expression)
    calls = list(_calls(tree))
    if isinstance(measured, Text):
        return _day_text(measured.value or "", calls, view)
    told = figure(measured, view)
    if calls and tree is calls[0] and (found := _share(calls, verdict, asked, told)):
        return found
    counts = [call for call in calls if _name(call) in COUNTED]
    if len(counts) == 1 and calls[0] is counts[0] and measured.unit == "count":
        return _count_text(round(measured.sure.centre), counts[0], view)
    dated = [call for call in calls if _name(call) in DATED]
    if measured.unit == "year" and len(calls) > 1 and tree is calls[0] and dated:
        if measured.sure.centre >= FIRST_YEAR:
            return f"{told}, {_whose(dated[0], view)}"
        return f"{told} year{'s' * (told != '1')}"
    if " per " in measured.unit and measured.unit not in view.evidence.units and (pair := _pair(calls, expression)):
        first, second = (evaluate(ast.unparse(one), asked, names(verdict.claim, None)) for one in pair)
        return f"{_in_words(first, view)} against {_in_words(second, view)}"
    alone = bool(calls) and tree is calls[0] and _name(calls[0]) == "value"
    if (BARE.fullmatch(told) or (alone and _of_before(measured, verdict))) and (
        measured.about in view.evidence.indicators
    ):
        span = f", {measured.period.name}" if measured.period else ""
        return f"{told} ({view.about(measured.about)['label']}{span})"
    return ""


def _of_before(measured: Figure, verdict: Verdict) -> bool:
    """Whether what was measured ended before the time of which the statement speaks, as an issue before an absence."""
    start = verdict.claim.row["period_start"]
    return bool(start and measured.period and measured.period.end < start)


def yardstick(verdict: Verdict, view: View) -> str:
    """The series that a test looks at, with its years or months: `Wool sold, 2026 against 2024`.

    Empty for a test that looks at none by its name.
    """
    asked = [verdict.test[name] for name in EXPRESSIONS if verdict.test[name]]
    nodes = [node for expression in asked for node in ast.walk(parse(expression))]
    held = list(dict.fromkeys(node.value for node in nodes if isinstance(node, ast.Constant)))
    series = [view.about(one)["label"] for one in held if isinstance(one, str) and one in view.indicators]
    if not series:
        return ""
    years = sorted((one for one in held if isinstance(one, int) and one >= FIRST_YEAR), reverse=True)
    days = {key: value for node in nodes if isinstance(node, ast.Call) for key, value in _filters(node).items()}
    when = " against ".join(map(str, years)) or _days(days)
    return "; ".join(series) + (f", {when}" if when else "")


def _in_words(answer: Answer, view: View) -> str:
    return figure(answer, view) if isinstance(answer, Figure) else ""


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _word(call: ast.Call) -> str:
    """The register that a call asks, which its first argument names."""
    first = call.args[0] if call.args else None
    return str(first.value) if isinstance(first, ast.Constant) else ""


def _filters(call: ast.Call) -> Filters:
    given = {word.arg: word.value for word in call.keywords if word.arg}
    return {name: str(value.value) for name, value in given.items() if isinstance(value, ast.Constant)}


def _pair(calls: list[ast.Call], expression: str) -> tuple[ast.expr, ast.expr] | None:
    """The two things that are divided, innermost division last."""
    for node in ast.walk(parse(expression)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            return node.left, node.right
    for call in calls:
        if _name(call) in QUOTIENTS and len(call.args) == 2:
            return call.args[0], call.args[1]
    return None


def _share(calls: list[ast.Call], verdict: Verdict, view: View, told: str) -> str:
    """`9 of 51 projects are stalled or ended (17.6%)`."""
    if not calls or _name(calls[0]) not in SHARES or len(calls[0].args) != 2:
        return ""
    some, every = calls[0].args
    if not (isinstance(some, ast.Call) and isinstance(every, ast.Call) and _name(some) == _name(every) == COUNTED[0]):
        return ""
    if _word(some) != _word(every):
        return ""
    asked = (evaluate(ast.unparse(one), view, names(verdict.claim, None)) for one in (some, every))
    numbers = [round(one.sure.centre) for one in asked if isinstance(one, Figure) and one.quantity]
    if len(numbers) != 2:
        return ""
    register, (of_all, _), (own, keys) = _word(every), _resolved(every, view), _resolved(some, view)
    narrow = {name: value for name, value in own.items() if of_all.get(name) != value}
    about = _filter_text({name: value for name, value in of_all.items() if name not in narrow}, register, view)
    which = _filter_text(narrow, register, view)
    named = f": {_either(keys)}" if keys else ""
    return f"{numbers[0]} of {numbers[1]} {register}{about}{f' are{which}' if which else ''}{named} ({told})"


def _filter_text(filters: Filters, register: str, view: View) -> str:
    """By what entries were chosen, as words behind what they are: ` in force of the kind fee by a side, since 2024`."""
    given = {name: value for name, value in filters.items() if name not in (FROM, TO)}
    close = {name: _close(name, given[name], register) for name in sorted(given, key=lambda one: _rank(one, register))}
    loose = [_loose(name, value, register, view) for name, value in given.items() if not close[name]]
    told = " ".join(filter(None, close.values()))
    words = ", ".join(filter(None, [told, *loose, _days(filters)]))
    return f" {words}" if words else ""


def _rank(column: str, register: str) -> int:
    """State, whose, of what kind and by whom, in the order in which English has them."""
    columns = (*STATES, OF_THING, KIND, _one(register), *SIDES)
    return columns.index(column) if column in columns else len(columns)


def _close(column: str, value: str, register: str) -> str:
    """What stands close behind a noun: `in force`, `of the kind fee`, `of a project`, `by a side`."""
    if column in STATES:
        return _either(value)
    if column in (KIND, _one(register)):
        return f"of the kind {_either(value)}"
    if column == OF_THING:
        return f"of {_either(value)}"
    return f"by {_either(value)}" if column in SIDES else ""


def _loose(column: str, value: str, register: str, view: View) -> str:
    """What stands behind a comma: `in finance`, `with` a party as the register calls that column."""
    if column == "direction":
        return DIRECTIONS.get(value, f"direction {_either(value)}")
    titles = {one["name"]: one.get("title", "") for one in view.evidence.resource(register)["schema"]["fields"]}
    before = PREPOSITIONS.get(column) or f"with {titles.get(column) or column.replace('_', ' ')}"
    return f"{before} {_either(value)}"


def _either(values: str) -> str:
    parts = [SPELT.get(value, value.replace("anti_", "anti-").replace("_", " ")) for value in values.split("|")]
    return listed(parts, " or ")


def _days(filters: Filters) -> str:
    """`since 1 May 2024`, `up to 2 May 2024`; of both `on 1 May 2024`, `in May 2024`, `in 2024`, or from day to day."""
    first = period(filters[FROM]).start if FROM in filters else ""
    last = period(filters[TO]).end if TO in filters else ""
    if first and last:
        span = Period(first, last)
        near = {"point": f"on {span.name}", "month": f"in {span.name}", "year": f"in {span.name}"}
        return near.get(span.kind, f"from {day_name(first)} to {day_name(last)}")
    return f"since {day_name(first)}" if first else f"up to {day_name(last)}" if last else ""


def _one(register: str) -> str:
    return register.removesuffix("s")


def _resolved(call: ast.Call, view: View) -> tuple[dict[str, str], str]:
    """By what a call chooses entries, things by their names; apart from it the entries that it names by their keys."""
    about, filters = view.evidence.registers.get(_word(call)), dict(_filters(call))
    if about and about.of:
        names_of = {entry[about.key]: entry.get("name", entry[about.key]) for entry in view.evidence.entries(about.of)}
        if things := filters.pop(about.key, ""):
            filters[OF_THING] = "|".join(names_of.get(thing, thing).partition(" (")[0] for thing in things.split("|"))
        return filters, ""
    return filters, filters.pop(about.key, "") if about else ""


def _count_text(number: int, call: ast.Call, view: View) -> str:
    """`27 measures of the kind fee or quota, since 1 January 2024`.

    Of entries named by their keys, `2 of 3 events`, and as states are of some of them, `1 of 4 measures is in force`.
    """
    register, (filters, keys) = _word(call), _resolved(call, view)
    if (named := _how_many(keys)) > 1:
        state = _pop_state(filters)
        being = f" {'is' if number == 1 else 'are'} {state}" if state else ""
        return f"{number or 'none'} of {named} {register}{being}{_filter_text(filters, register, view)}"
    noun = _one(register) if number == 1 or named else register
    return f"{number or 'no'} {noun}{_filter_text(filters, register, view)}"


def _how_many(keys: str) -> int:
    return len(keys.split("|")) if keys else 0


def _pop_state(filters: dict[str, str]) -> str:
    """The state by which entries were chosen, in words, taken out of the rest; empty where there is none."""
    return " ".join(_either(filters.pop(name)) for name in STATES if name in filters)


def _day_text(value: str, calls: list[ast.Call], view: View) -> str:
    if not DAY.fullmatch(value):
        return ""
    dated = [call for call in calls if _name(call) in DATED]
    return f"{day_name(value)}, {_whose(dated[0], view)}" if dated else day_name(value)


def _whose(call: ast.Call, view: View) -> str:
    """`the first milestone of Arctic LNG 2`; of entries named by keys, `the day of the event`, `the last of 2`."""
    register, (filters, keys) = _word(call), _resolved(call, view)
    if (named := _how_many(keys)) > 1:
        state = _pop_state(filters)
        one = f"{_name(call)} {state}".strip()
        return f"the {one} of {named} {register}{_filter_text(filters, register, view)}"
    about = _filter_text(filters, register, view)
    return f"the day of the {_one(register)}{about}" if named else f"the {_name(call)} {_one(register)}{about}"

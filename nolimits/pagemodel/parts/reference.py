"""Pages made from the tables: every row at a permanent place, the bibliography, and what each column means; HTML."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from nolimits.data import DataError, Entry, Observation, Period, Row, View, day_name
from nolimits.data.nouns import many
from nolimits.data.observations import best_take, public_on
from nolimits.data.stakes import party
from nolimits.language import VOCABULARY, evaluate
from nolimits.language.facts import answer_text
from nolimits.language.places import list_anchor, publication_day
from nolimits.language.wording import say_number, vaguely
from nolimits.pagemodel.parts.tables import LineOfCells, source_link, table, web_link
from nolimits.pagemodel.registry import Setting, part
from nolimits.prose import ROLES, bare, plain

FIRST_ROLE = re.compile(r"\{[a-z-]+\}(?=`)")


def _rows_of(view: View, section: str, _body: str) -> list[str]:
    return [repr([view.visible(name), _figures_set_aside(view, name)]) for name in _indicators(view, section)]


def _indicators(view: View, section: str) -> list[str]:
    if section not in view.evidence.choices("indicators", "section"):
        raise DataError(f"no section is called {section!r}: see the column `section` of indicators.csv")
    return [name for name in view.indicators if view.about(name)["section"] == section]


@part("rows", made_from=_rows_of)
def _rows(setting: Setting, section: str, _body: str = "") -> str:
    """All indicators of a section of which a figure was known, with their rows."""
    names = _indicators(setting.view, section)
    nothing = f"<p>By {day_name(setting.view.cutoff)} we found nothing of this section.</p>"
    return "\n".join(indicator(name, setting) for name in names) or nothing


def indicator(name: str, setting: Setting) -> str:
    """An indicator with all its visible rows: those that stand marked, those that cannot beside them struck out."""
    view = setting.view
    about, periods, aside = view.about(name), view.periods(name), _figures_set_aside(view, name)
    spans = sorted({*periods, *(take.period for take in aside)}, key=lambda span: (span.end, span.start))
    body = [line for span in spans for line in _of_period(periods.get(span, []), span, aside, setting)]
    count = len(body) - len(aside)
    held = table(("Period", "Figure", "Known", "Source", "Note"), body, f"Rows of {name}") if body else ""
    known = many(count, "row") if count else f"nothing known by {day_name(view.cutoff)}"
    known += f", {len(aside)} set aside" if aside else ""
    return (
        f'<details class="indicator" id="{escape(name, quote=True)}"><summary><strong>{escape(about["label"])}</strong>'
        f" <code>{escape(name)}</code> <span>{escape(about['unit'])} · {known}</span></summary>"
        f"<p>{escape(about['definition'])}. Basis: {escape(about['basis'])}. {_bounds(about)}</p>{held}</details>"
    )


def _figures_set_aside(view: View, name: str) -> dict[Observation, str]:
    """The figures of an indicator that a correction keeps from standing, as far as they were public, and why."""
    visible = (take for take in view.evidence.never_standing.get(name, ()) if take.known_on <= view.cutoff)
    return {take: view.evidence.set_aside[take.key] for take in visible}


def _of_period(
    takes: Sequence[Observation], span: Period, aside: Mapping[Observation, str], setting: Setting
) -> Iterator[LineOfCells]:
    """The rows of a period in the order of their days, each that cannot hold beside the one that stands with why."""
    best = best_take(takes)
    reasons = {take: f"set aside: {why}" for take, why in aside.items() if take.period == span}
    for take in sorted([*takes, *reasons], key=lambda one: (one.found_on, one.source)):
        why = reasons.get(take) or (_reason_against(take, best, takes) if best else "")
        yield _take_line(take, take is best, why, setting)


def _reason_against(take: Observation, best: Observation, takes: Sequence[Observation]) -> str:
    """Why a figure that cannot be right beside the one that stands does not stand; empty where both may be."""
    if best.quantity.meets(take.quantity):
        return ""
    if take.forecast and not best.forecast:
        return "what came of it stands"
    if best.official and not take.official:
        return "an official figure stands"
    newest = max(one.known_on for one in takes if one.quantity == best.quantity)
    return "a newer figure stands" if newest > take.known_on else "a figure of a better source stands"


def _bounds(about: dict[str, str]) -> str:
    low, high = about.get("minimum", ""), about.get("maximum", "")
    return f"Plausible between {escape(low or 'any')} and {escape(high or 'any')}." if low or high else ""


def _take_line(take: Observation, stands: bool, why: str, setting: Setting) -> LineOfCells:
    classes = " ".join(name for name, holds in (("stands", stands), ("forecast", take.forecast)) if holds)
    figure = say_number(take.quantity, setting.view.unit(take.unit), vague=vaguely(take))
    if take.quantity.value is not None:
        figure = f"{'about ' if vaguely(take) else ''}{take.quantity.value:.12g}"
    figure = f'<s class="set-aside">{escape(figure)}</s>' if why else escape(figure)
    forecast = " (forecast)" if take.forecast else ""
    mark = ' <abbr title="the figure that stands">✓</abbr>' if stands else ""
    return f' id="{escape(take.anchor, quote=True)}" class="{classes}"', [
        escape(take.period.name),
        figure + forecast + mark,
        take.known_on + (f" (read on {take.found_on})" if take.known_on < take.found_on else ""),
        source_link(take.source, setting),
        escape("; ".join(filter(None, (why, take.note)))),
    ]


# --- registers


def _entries_of(view: View, name: str, _body: str) -> str:
    if view.about_register(name).acts:
        return repr([(entry, view.acts(name, entry[entry.register.key])) for entry in view.register(name)])
    return repr(view.visible(name))


@part("register", made_from=_entries_of)
def register(setting: Setting, name: str, _body: str = "") -> str:
    """A register's visible entries, each at its permanent place."""
    about, found = setting.view.about_register(name), setting.view.register(name)
    if about.acts:
        return f'<div id="register-{name}">{"".join(_thing(entry, setting) for entry in found)}</div>'
    shown = _columns_to_show(setting.view, name)
    seen: set[str] = set()
    body: list[LineOfCells] = []
    for entry in found:
        attributes = "" if entry.anchor in seen else f' id="{escape(entry.anchor, quote=True)}"'
        seen.add(entry.anchor)
        cells = [
            escape(entry.state_words if column == about.state else entry[column].replace("_", " ")) for column in shown
        ]
        body.append((attributes, [*cells, entry.known_on, source_link(entry.source, setting)]))
    head = [*(column.replace("_", " ") for column in shown), "known on", "source"]
    return f'<div id="{_list_id(name, found)}">{table(head, body, f"Register of {name}")}</div>'


def _list_id(name: str, found: tuple[Entry, ...]) -> str:
    return list_anchor(found[0]) if found else f"register-{name}"


def _columns_to_show(view: View, name: str) -> list[str]:
    """The columns of a register that its page shows: all but keys, sources, days known and the section."""
    about = view.about_register(name)
    columns = [field["name"] for field in view.evidence.resource(name)["schema"]["fields"]]
    hidden = {about.key, about.known, about.end_known, about.supersedes, about.part_of, "source", "section"}
    return [column for column in columns if column not in hidden] + ([about.state] if about.state else [])


def _thing(entry: Entry, setting: Setting) -> str:
    view, register = setting.view, entry.register
    acts = view.about_register(register.acts)
    body = [
        (
            "",
            [
                act[acts.day],
                escape(act["milestone"].replace("_", " ")),
                escape(act["status"].replace("_", " ")),
                escape(act.says),
                act.known_on,
                source_link(act.source, setting),
            ],
        )
        for act in view.acts(register.name, entry[register.key])
    ]
    head = ("date", "milestone", "status after it", "what happened", "known on", "source")
    state = escape(entry["status"])
    return (
        f'<details class="indicator" id="{escape(entry.anchor, quote=True)}"><summary>'
        f"<strong>{escape(entry['name'])}</strong> <span>{escape(entry['sector'])}</span> "
        f'<span class="badge {state}">{state.replace("_", " ")}</span> '
        f"<span>last act on record: {day_name(entry['news'])}</span></summary>"
        f"{table(head, body, 'Milestones of ' + entry['name'])}</details>"
    )


# --- sources and meanings


def _public_sources(view: View, _argument: str = "", _body: str = "") -> list[Row]:
    """The sources published by the cutoff or read for a figure that was public by then."""
    return [row for row in view.evidence.rows("sources") if view.names(row["source"])]


@part("sources", made_from=_public_sources)
def bibliography(setting: Setting, _argument: str = "", _body: str = "") -> str:
    """Every source published by the cutoff or read for a figure that was public by then, newest first."""
    found = _public_sources(setting.view)
    items = [
        f'<li id="{escape(row["source"], quote=True)}">{escape(row["publisher"])}: '
        f"{web_link(row['title'], row['url'])}, "
        f'{publication_day(row)} <span class="kind">{_kind(row)}, {row["language"]}{_source_note(row)}</span></li>'
        for row in sorted(found, key=lambda row: (row["published"], row["source"]), reverse=True)
    ]
    return f'<ol class="sources" reversed>{"".join(items)}</ol>'


def _kind(source: Row) -> str:
    """What sort of source it is; of an official table that was read from a copy, that too."""
    return f"{source['kind']}, copied" if source.get("copied") == "yes" else source["kind"]


def _source_note(source: Row) -> str:
    """Of a source that repeats another, which; of one that passes on a party's word alone, whose."""
    told = ""
    if origin := source.get("origin"):
        told += f', repeats <a href="#{escape(origin, quote=True)}">{escape(origin)}</a>'
    if whose := party(source):
        told += f", word of {escape(whose)}"
    return told


@part("dictionary", made_from=lambda view, _argument, _body: view.evidence.package["resources"])
def dictionary(setting: Setting, _argument: str = "", _body: str = "") -> str:
    """What every table and column means, from the data package."""
    return "\n".join(_table_section(resource) for resource in setting.view.evidence.package["resources"])


def _unused_rows(view: View, _argument: str = "", _body: str = "") -> list[Row]:
    """The rows on what no page, chart or test names, as far as known, each with the indicators that it holds."""
    known = (row for row in view.evidence.rows("unused") if public_on(row) <= view.cutoff)
    return [row | {"names": " ".join(fnmatch.filter(view.indicators, row["pattern"]))} for row in known]


@part("unused", made_from=_unused_rows)
def unused_table(setting: Setting, _argument: str = "", _body: str = "") -> str:
    """The indicators that no page, chart or test names, with the reason."""
    view = setting.view
    page = view.evidence.resource("observations")["shown"]["page"]
    body = []
    for row in _unused_rows(view):
        name, kept = row["pattern"], row["names"].split()
        if name not in kept:
            body.append(("", [f"<code>{escape(name)}</code>", "those of the topic", escape(row["reason"])]))
            continue
        about = view.about(name)
        place = f"{setting.address(page.format_map(about))}#{escape(name, quote=True)}"
        link = f'<a href="{place}"><code>{escape(name)}</code></a>'
        body.append(("", [link, escape(about["label"]), escape(row["reason"])]))
    return table(("Indicator", "What it is", "Why it is not used"), body, "Series that the book does not use")


def _table_section(resource: dict[str, Any]) -> str:
    schema = resource["schema"]
    body = [
        ("", [f"<code>{escape(field['name'])}</code>", escape(field["type"]), _meaning(field)])
        for field in schema["fields"]
    ]
    keys = schema.get("primaryKey", [])
    key = ", ".join([keys] if isinstance(keys, str) else keys)
    return (
        f'<section class="table-meaning" id="table-{escape(resource["name"], quote=True)}">'
        f"<h2>{escape(resource.get('title', resource['name']))} <code>{escape(resource['path'])}</code></h2>"
        f"<p>{escape(resource['description'])} Key: {escape(key) or 'none'}.</p>"
        f"{table(('Column', 'Type', 'Meaning'), body, 'Columns of ' + resource['name'])}</section>"
    )


def _meaning(field: dict[str, Any]) -> str:
    constraints = field.get("constraints", {})
    parts = [escape(field.get("description", ""))]
    if "enum" in constraints:
        words = ", ".join(f"<code>{escape(str(word))}</code>" for word in constraints["enum"])
        parts.append(f"One of: {words}.")
    if "pattern" in constraints:
        parts.append(f"Pattern: <code>{escape(constraints['pattern'])}</code>.")
    return " ".join(parts)


def _answers(view: View, _argument: str, body: str) -> list[str]:
    """What the examples give; raises DataError where one is missing, and where one is of nothing that there is."""
    return [_example(line, view) for line in _examples(body).values()]


def _examples(body: str) -> dict[str, str]:
    """The examples by what they are of. Raises DataError where one is missing, or of nothing of the language."""
    examples, known = {_entry(line): line for line in _lines(body)}, (*_words(), *_marks())
    if lacking := [name for name in known if name not in examples]:
        raise DataError(f"no example is given of {', '.join(lacking)}: write a line for each")
    if strange := set(examples) - set(known):
        raise DataError(f"{', '.join(sorted(strange))} is nothing of the language: take its line out")
    return examples


def _words() -> dict[str, Callable[..., object]]:
    return {f"{name}(": function for name, function in VOCABULARY.items()}


def _marks() -> dict[str, Callable[..., object]]:
    return {f"{{{name}}}": function for name, function in ROLES.items()}


@part("language", made_from=_answers)
def language(setting: Setting, _argument: str = "", body: str = "") -> str:
    """What a question and a role may say, from the functions' own docstrings, each with an example from the body.

    An example is a line: a question, or a sentence whose first role it shows. Raises DataError where one is missing.
    """
    examples = _examples(body)
    return "".join(
        f"<h2>{title}</h2>"
        + table(
            ("Written", "Meaning", "Example", f"On {day_name(setting.view.cutoff)}"),
            [_word_line(function, examples[name], setting.view) for name, function in some.items()],
            title,
        )
        for title, some in (("Questions", _words()), ("Roles", _marks()))
    )


def _lines(body: str) -> list[str]:
    """The examples; a question stands between back-ticks."""
    return [
        line.strip().strip("`") if line.strip().startswith("`") else line.strip()
        for line in body.split("\n")
        if line.strip()
    ]


def _entry(line: str) -> str:
    """The entry that an example is of: `value(` for a question, `{value}` for a role."""
    found = FIRST_ROLE.search(line)
    return found[0] if found else line[: line.find("(") + 1]


def _word_line(function: Callable[..., object], example: str, view: View) -> LineOfCells:
    written, _, meaning = (function.__doc__ or "").split("\n")[0].partition(": ")
    cells = [f"<code>{escape(written)}</code>", escape(meaning.replace("``", "`"))]
    return "", [*cells, f"<code>{escape(example)}</code>", escape(_example(example, view))]


def _example(line: str, view: View) -> str:
    """What an example gives on the view's day."""
    if FIRST_ROLE.search(line):
        return bare(plain(line, view)) or "(left out)"
    return answer_text(evaluate(line, view), view)

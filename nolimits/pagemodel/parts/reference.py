"""Pages made from the tables: every row at a permanent place, the bibliography, and what each column means."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from nolimits.data import DataError, Entry, Observation, Period, Row, View, day_name
from nolimits.data.nouns import many
from nolimits.data.observations import best_take, public_on
from nolimits.data.stakes import party
from nolimits.hypertext import NOTHING, Markup, code, html, join, link, web_link
from nolimits.language import VOCABULARY, evaluate
from nolimits.language.facts import answer_text
from nolimits.language.places import list_anchor, publication_day
from nolimits.language.wording import say_number, vaguely
from nolimits.pagemodel.parts.tables import LineOfCells, source_link, table
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
def _rows(setting: Setting, section: str, _body: str = "") -> Markup:
    """All indicators of a section of which a figure was known, with their rows."""
    names = _indicators(setting.view, section)
    nothing = html("<p>By {} we found nothing of this section.</p>", day_name(setting.view.cutoff))
    return join((indicator(name, setting) for name in names), "\n") or nothing


def indicator(name: str, setting: Setting) -> Markup:
    """An indicator with all its visible rows: those that stand marked, those that cannot beside them struck out."""
    view = setting.view
    about, periods, aside = view.about(name), view.periods(name), _figures_set_aside(view, name)
    spans = sorted({*periods, *(take.period for take in aside)}, key=lambda span: (span.end, span.start))
    body = [line for span in spans for line in _of_period(periods.get(span, []), span, aside, setting)]
    count = len(body) - len(aside)
    held = table(("Period", "Figure", "Known", "Source", "Note"), body, f"Rows of {name}") if body else ""
    known = many(count, "row") if count else f"nothing known by {day_name(view.cutoff)}"
    known += f", {len(aside)} set aside" if aside else ""
    return html(
        '<details class="indicator" id="{name}"><summary><strong>{label}</strong>'
        " <code>{name}</code> <span>{unit} · {known}</span></summary>"
        "<p>{definition}. Basis: {basis}. {bounds}</p>{held}</details>",
        name=name,
        **{column: about[column] for column in ("label", "unit", "definition", "basis")},
        known=known,
        bounds=_bounds(about),
        held=held,
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
    return f"Plausible between {low or 'any'} and {high or 'any'}." if low or high else ""


def _take_line(take: Observation, stands: bool, why: str, setting: Setting) -> LineOfCells:
    classes = " ".join(name for name, holds in (("stands", stands), ("forecast", take.forecast)) if holds)
    figure = say_number(take.quantity, setting.view.unit(take.unit), vague=vaguely(take))
    if take.quantity.value is not None:
        figure = f"{'about ' if vaguely(take) else ''}{take.quantity.value:.12g}"
    shown = html('<s class="set-aside">{}</s>', figure) if why else figure
    forecast = " (forecast)" if take.forecast else ""
    mark = html(' <abbr title="the figure that stands">✓</abbr>') if stands else ""
    return html(' id="{}" class="{}"', take.anchor, classes), [
        take.period.name,
        join((shown, forecast, mark)),
        take.known_on + (f" (read on {take.found_on})" if take.known_on < take.found_on else ""),
        source_link(take.source, setting),
        "; ".join(filter(None, (why, take.note))),
    ]


# --- registers


def _entries_of(view: View, name: str, _body: str) -> str:
    if view.about_register(name).acts:
        return repr([(entry, view.acts(name, entry[entry.register.key])) for entry in view.register(name)])
    return repr(view.visible(name))


@part("register", made_from=_entries_of)
def register(setting: Setting, name: str, _body: str = "") -> Markup:
    """A register's visible entries, each at its permanent place."""
    about, found = setting.view.about_register(name), setting.view.register(name)
    if about.acts:
        return html('<div id="register-{}">{}</div>', name, join(_thing(entry, setting) for entry in found))
    shown = _columns_to_show(setting.view, name)
    seen: set[str] = set()
    body: list[LineOfCells] = []
    for entry in found:
        attributes = NOTHING if entry.anchor in seen else html(' id="{}"', entry.anchor)
        seen.add(entry.anchor)
        cells = [entry.state_words if column == about.state else entry[column].replace("_", " ") for column in shown]
        body.append((attributes, [*cells, entry.known_on, source_link(entry.source, setting)]))
    head = [*(column.replace("_", " ") for column in shown), "known on", "source"]
    return html('<div id="{}">{}</div>', _list_id(name, found), table(head, body, f"Register of {name}"))


def _list_id(name: str, found: tuple[Entry, ...]) -> str:
    return list_anchor(found[0]) if found else f"register-{name}"


def _columns_to_show(view: View, name: str) -> list[str]:
    """The columns of a register that its page shows: all but keys, sources, days known and the section."""
    about = view.about_register(name)
    columns = [field["name"] for field in view.evidence.resource(name)["schema"]["fields"]]
    hidden = {about.key, about.known, about.end_known, about.supersedes, about.part_of, "source", "section"}
    return [column for column in columns if column not in hidden] + ([about.state] if about.state else [])


def _thing(entry: Entry, setting: Setting) -> Markup:
    view, register = setting.view, entry.register
    acts = view.about_register(register.acts)
    body = [
        (
            NOTHING,
            [
                act[acts.day],
                act["milestone"].replace("_", " "),
                act["status"].replace("_", " "),
                act.says,
                act.known_on,
                source_link(act.source, setting),
            ],
        )
        for act in view.acts(register.name, entry[register.key])
    ]
    head = ("date", "milestone", "status after it", "what happened", "known on", "source")
    return html(
        '<details class="indicator" id="{place}"><summary><strong>{name}</strong> <span>{sector}</span> '
        '<span class="badge {state}">{state_words}</span> <span>last act on record: {day}</span></summary>'
        "{acts}</details>",
        place=entry.anchor,
        name=entry["name"],
        sector=entry["sector"],
        state=entry["status"],
        state_words=entry["status"].replace("_", " "),
        day=day_name(entry["news"]),
        acts=table(head, body, "Milestones of " + entry["name"]),
    )


# --- sources and meanings


def _public_sources(view: View, _argument: str = "", _body: str = "") -> list[Row]:
    """The sources published by the cutoff or read for a figure that was public by then."""
    return [row for row in view.evidence.rows("sources") if view.names(row["source"])]


@part("sources", made_from=_public_sources)
def bibliography(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """Every source published by the cutoff or read for a figure that was public by then, newest first."""
    found = _public_sources(setting.view)
    newest_first = sorted(found, key=lambda row: (row["published"], row["source"]), reverse=True)
    return html('<ol class="sources" reversed>{}</ol>', join(_source_item(row) for row in newest_first))


def _source_item(row: Row) -> Markup:
    return html(
        '<li id="{source}">{publisher}: {title}, {day} <span class="kind">{kind}, {language}{note}</span></li>',
        source=row["source"],
        publisher=row["publisher"],
        title=web_link(row["title"], row["url"]),
        day=publication_day(row),
        kind=_kind(row),
        language=row["language"],
        note=_source_note(row),
    )


def _kind(source: Row) -> str:
    """What sort of source it is; of an official table that was read from a copy, that too."""
    return f"{source['kind']}, copied" if source.get("copied") == "yes" else source["kind"]


def _source_note(source: Row) -> Markup:
    """Of a source that repeats another, which; of one that passes on a party's word alone, whose."""
    told = NOTHING
    if origin := source.get("origin"):
        told += html(", repeats {}", link(origin, "", origin))
    if whose := party(source):
        told += f", word of {whose}"
    return told


@part("dictionary", made_from=lambda view, _argument, _body: view.evidence.package["resources"])
def dictionary(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """What every table and column means, from the data package."""
    return join(map(_table_section, setting.view.evidence.package["resources"]), "\n")


def _unused_rows(view: View, _argument: str = "", _body: str = "") -> list[Row]:
    """The rows on what no page, chart or test names, as far as known, each with the indicators that it holds."""
    known = (row for row in view.evidence.rows("unused") if public_on(row) <= view.cutoff)
    return [row | {"names": " ".join(fnmatch.filter(view.indicators, row["pattern"]))} for row in known]


@part("unused", made_from=_unused_rows)
def unused_table(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """The indicators that no page, chart or test names, with the reason."""
    view = setting.view
    page = view.evidence.resource("observations")["shown"]["page"]
    body: list[LineOfCells] = []
    for row in _unused_rows(view):
        name, kept = row["pattern"], row["names"].split()
        if name not in kept:
            body.append((NOTHING, [code(name), "those of the topic", row["reason"]]))
            continue
        about = view.about(name)
        place = link(code(name), setting.address(page.format_map(about)), name)
        body.append((NOTHING, [place, about["label"], row["reason"]]))
    return table(("Indicator", "What it is", "Why it is not used"), body, "Series that the book does not use")


def _table_section(resource: dict[str, Any]) -> Markup:
    schema = resource["schema"]
    body = [(NOTHING, [code(field["name"]), field["type"], _meaning(field)]) for field in schema["fields"]]
    keys = schema.get("primaryKey", [])
    key = ", ".join([keys] if isinstance(keys, str) else keys)
    return html(
        '<section class="table-meaning" id="table-{name}"><h2>{title} <code>{path}</code></h2>'
        "<p>{description} Key: {key}.</p>{columns}</section>",
        name=resource["name"],
        title=resource.get("title", resource["name"]),
        path=resource["path"],
        description=resource["description"],
        key=key or "none",
        columns=table(("Column", "Type", "Meaning"), body, "Columns of " + resource["name"]),
    )


def _meaning(field: dict[str, Any]) -> Markup:
    constraints = field.get("constraints", {})
    parts: list[str] = [field.get("description", "")]
    if "enum" in constraints:
        parts.append(html("One of: {}.", join((code(str(word)) for word in constraints["enum"]), ", ")))
    if "pattern" in constraints:
        parts.append(html("Pattern: {}.", code(constraints["pattern"])))
    return join(parts, " ")


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
def language(setting: Setting, _argument: str = "", body: str = "") -> Markup:
    """What a question and a role may say, from the functions' own docstrings, each with an example from the body.

    An example is a line: a question, or a sentence whose first role it shows. Raises DataError where one is missing.
    """
    examples = _examples(body)
    return join(
        html("<h2>{}</h2>", title)
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
    return NOTHING, [code(written), meaning.replace("``", "`"), code(example), _example(example, view)]


def _example(line: str, view: View) -> str:
    """What an example gives on the view's day."""
    if FIRST_ROLE.search(line):
        return bare(plain(line, view)) or "(left out)"
    return answer_text(evaluate(line, view), view)

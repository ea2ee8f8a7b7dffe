"""Pages made from the tables: every row at a permanent place, the bibliography, and what each column means."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from nolimits import data
from nolimits.data import DataError, Observation, View, day_name
from nolimits.data.observations import standing
from nolimits.language import VOCABULARY
from nolimits.language.places import published, register_place
from nolimits.language.wording import spoken
from nolimits.pages import context
from nolimits.prose import ROLES

SOURCES_PAGE = "sources.html"


def table(head: Iterable[str], body: Iterable[tuple[str, Iterable[str]]], name: str) -> str:
    """An HTML table in a box that scrolls by itself; `body` gives attributes and cells that are HTML already."""
    columns = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    lines = "".join(f"<tr{attributes}>{''.join(f'<td>{c}</td>' for c in cells)}</tr>" for attributes, cells in body)
    label = escape(name, quote=True)
    return (
        f'<div class="table-box" role="region" aria-label="{label}" tabindex="0"><table class="rows">'
        f"<thead><tr>{columns}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def cited(key: str, view: View) -> str:
    """A link to a source's place in the bibliography."""
    row = view.source(key)
    return f'<a href="{SOURCES_PAGE}#{escape(key, quote=True)}">{escape(row["publisher"])}</a>'


def indicator(name: str, view: View) -> str:
    """An indicator with all its visible rows, those that stand marked; HTML."""
    about = view.about(name)
    periods = view._periods(name)
    count = sum(len(takes) for takes in periods.values())
    body = [_observed(take, take is standing(takes), view) for takes in periods.values() for take in takes]
    rows = table(("Period", "Figure", "Known", "Source", "Note"), body, f"Rows of {name}") if body else ""
    known = f"{count} {'row' if count == 1 else 'rows'}" if count else f"nothing known by {day_name(view.cutoff)}"
    return (
        f'<details class="indicator" id="{escape(name, quote=True)}"><summary><strong>{escape(about["label"])}</strong>'
        f" <code>{escape(name)}</code> <span>{escape(about['unit'])} · {known}</span></summary>"
        f"<p>{escape(about['definition'])}. Basis: {escape(about['basis'])}. {_bounds(about)}</p>{rows}</details>"
    )


def _bounds(about: dict[str, str]) -> str:
    low, high = about.get("minimum", ""), about.get("maximum", "")
    return f"Plausible between {escape(low or 'any')} and {escape(high or 'any')}." if low or high else ""


def _observed(take: Observation, stands: bool, view: View) -> tuple[str, list[str]]:
    classes = " ".join(name for name, holds in (("stands", stands), ("forecast", take.forecast)) if holds)
    figure = spoken(take.quantity, take.unit, vague=take.qualifier == "about")
    if take.quantity.value is not None:
        figure = f"{'about ' if take.qualifier == 'about' else ''}{take.quantity.value:.12g}"
    marks = " (forecast)" if take.forecast else ""
    attributes = f' id="{escape(take.anchor, quote=True)}" class="{classes}"'
    mark = ' <abbr title="the figure that stands">✓</abbr>' if stands else ""
    return attributes, [
        escape(take.period.name),
        escape(figure) + marks + mark,
        take.known_on,
        cited(take.source, view),
        escape(take.note),
    ]


def rows(view: View, section: str) -> str:
    """All indicators of a section with their rows; HTML."""
    named = [row["indicator"] for row in data.rows("indicators", view.folder) if row["section"] == section]
    if not named:
        raise DataError(f"no section is called {section!r}: see the column `section` of indicators.csv")
    return "\n".join(indicator(name, view) for name in named)


def register(view: View, name: str) -> str:
    """A register's visible rows with anchors; HTML."""
    if name == "projects":
        return f'<div id="register-projects">{"".join(_project(row, view) for row in view.projects())}</div>'
    found = {"events": view.events, "measures": view.measures}[name]()
    hidden = ("event", "measure", "source", "known_on", "section", "ended_known_on")
    shown = [column for column in (found[0] if found else {}) if column not in hidden]
    seen: set[str] = set()
    body = []
    for row in found:
        _, anchor = register_place(row)
        attributes = "" if anchor in seen else f' id="{escape(anchor, quote=True)}"'
        seen.add(anchor)
        cells = [escape(row[column].replace("_", " ")) for column in shown]
        body.append((attributes, [*cells, row["known_on"], cited(row["source"], view)]))
    made = table([*(column.replace("_", " ") for column in shown), "known on", "source"], body, f"Register of {name}")
    return f'<div id="register-{name}">{made}</div>'


def _project(row: dict[str, str], view: View) -> str:
    body = [
        (
            "",
            [
                act["date"],
                escape(act["milestone"].replace("_", " ")),
                escape(act["status"].replace("_", " ")),
                escape(act["description"]),
                act["known_on"],
                cited(act["source"], view),
            ],
        )
        for act in view.milestones(row["project"])
    ]
    head = ("date", "milestone", "status after it", "what happened", "known on", "source")
    state = escape(row["status"])
    return (
        f'<details class="indicator" id="project-{escape(row["project"], quote=True)}"><summary>'
        f"<strong>{escape(row['name'])}</strong> <span>{escape(row['sector'])}</span> "
        f'<span class="badge {state}">{state.replace("_", " ")}</span></summary>'
        f"{table(head, body, 'Milestones of ' + row['name'])}</details>"
    )


def bibliography(view: View) -> str:
    """Every source published by the cutoff, newest first; HTML."""
    found = [row for row in data.rows("sources", view.folder) if row["published"] <= view.cutoff]
    items = [
        f'<li id="{escape(row["source"], quote=True)}">{escape(row["publisher"])}: '
        f'<a href="{escape(row["url"], quote=True)}" rel="noreferrer">{escape(row["title"])}</a>, '
        f'{published(row)} <span class="kind">{row["kind"]}, {row["language"]}</span></li>'
        for row in sorted(found, key=lambda row: (row["published"], row["source"]), reverse=True)
    ]
    return f'<ol class="sources" reversed>{"".join(items)}</ol>'


def dictionary(view: View) -> str:
    """What every table and column means, from the data package; HTML."""
    return "\n".join(_described(resource) for resource in data.package(view.folder)["resources"])


def unused(view: View) -> str:
    """The indicators that no page, chart or test names, with the reason; HTML."""
    body = [
        (
            "",
            [
                f'<a href="rows-{view.about(row["indicator"])["section"]}.html#{escape(row["indicator"], quote=True)}">'
                f"<code>{escape(row['indicator'])}</code></a>",
                escape(view.about(row["indicator"])["label"]),
                escape(row["reason"]),
            ],
        )
        for row in data.rows("unused", view.folder)
    ]
    return table(("Indicator", "What it is", "Why it is not used"), body, "Series that the book does not use")


def _described(resource: dict) -> str:
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


def _meaning(field: dict) -> str:
    constraints = field.get("constraints", {})
    parts = [escape(field.get("description", ""))]
    if "enum" in constraints:
        words = ", ".join(f"<code>{escape(str(word))}</code>" for word in constraints["enum"])
        parts.append(f"One of: {words}.")
    if "pattern" in constraints:
        parts.append(f"Pattern: <code>{escape(constraints['pattern'])}</code>.")
    return " ".join(parts)


def vocabulary(_view: View) -> str:
    """What an expression and a role may say, from the functions' own docstrings; HTML."""
    lines = [(function.__doc__ or "").split("\n")[0] for function in (*VOCABULARY.values(), *ROLES.values())]
    parts = [line.partition(": ") for line in lines]
    body = [("", [f"<code>{escape(written)}</code>", escape(meaning)]) for written, _, meaning in parts]
    return table(("Written", "Meaning"), body, "The language of derived prose")


class FromTables(SphinxDirective):
    """A part of a page made from the tables by one of the functions above."""

    optional_arguments = 1
    make: Callable[..., str]

    def run(self) -> list[nodes.Node]:
        """Raw HTML, all cells escaped."""
        made = type(self).make(context.view(self.env), *self.arguments)
        return [nodes.raw("", made, format="html")]


def setup(app: Sphinx) -> None:
    """Register a directive for each kind of page."""
    for function in (rows, register, bibliography, dictionary, unused, vocabulary):
        made = {"make": staticmethod(function), "__doc__": function.__doc__}
        app.add_directive(function.__name__, type(function.__name__.title(), (FromTables,), made))

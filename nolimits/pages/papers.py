"""The two papers on the page: their days, their statements through time and beside the evidence, and the footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from nolimits import data
from nolimits.claims import WORDS, Claim, Verdict, claim, claims, ledger, weigh
from nolimits.data import DataError, View, day_name
from nolimits.language import ExpressionError
from nolimits.pages import context
from nolimits.pages.ledger import NAMES, badge, moments, spark
from nolimits.pages.prose import fact
from nolimits.pages.reference import FromTables, table

logger = logging.getLogger(__name__)
KEY = re.compile(r"\b[mt]\d{3}\b")


def named(keys: str, view: View) -> list[Claim]:
    """The statements whose keys stand in a text, parted by blanks; DataError for an unknown key."""
    return [claim(key, view) for key in keys.split()]


def papers(view: View) -> str:
    """From when the two papers date, and which of them the page's day precedes; HTML."""
    found = ledger.documents(view)
    days = [(NAMES[row["document"]], row["published_from"], row["published_to"]) for row in found]
    told = _joined([f"the {name} dates from {_window(first, last)}" for name, first, last in days])
    late = [f"the {name}" for name, _, last in days if last > view.cutoff]
    text = f"By their own text {told}; each counts from the later day on."
    if late:
        ahead = late[0] if len(late) == 1 else "both"
        text += (
            f" On {day_name(view.cutoff)}, the day of this page, {ahead} still lay ahead:"
            " what is said here of statements yet to come looks forward, while the evidence is that of the page’s day."
        )
    return f"<p>{escape(text)}</p>"


def _window(first: str, last: str) -> str:
    """`7 to 14 September 2025`."""
    return f"{int(first[8:]) if first[:7] == last[:7] else day_name(first)} to {day_name(last)}"


def standing(view: View, keys: str) -> str:
    """Statements with their verdicts on each paper's day, as far as past, and on the page's; HTML."""
    days = moments(view)
    body = []
    for said in named(keys, view):
        words = [weigh(said, view.on(day)).word for day, _ in days]
        body.append(("", [_linked(said), escape(said.row["statement"]), *map(badge, words)]))
    whose = {row["published_to"]: f"{NAMES[row['document']]}’s day" for row in ledger.documents(view)}
    heads = [whose.get(day, "now") for day, _ in days]
    return table(("Claim", "Statement", *heads), body, "Verdicts through time")


def premises(view: View, keys: str) -> str:
    """Statements as premises: what is measured of each, its verdict with history, and what would turn it; HTML."""
    body = []
    for said in named(keys, view):
        verdict = weigh(said, view)
        history = ledger.history(said, view) if verdict.word != "untestable" else []
        strip = spark(history, f"history of {said.key}") if history else ""
        newest = day_name(verdict.newest) if verdict.newest else "–"
        measured = ledger.measured(verdict, view) or "–"
        premise = escape(said.row["statement"]) + _weighed(verdict, view)
        body.append(("", [_linked(said), badge(verdict.word) + strip, premise, escape(measured), newest]))
    return table(("Claim", "Verdict", "Premise", "Measured", "Newest row"), body, "Premises and their state")


def _weighed(verdict: Verdict, view: View) -> str:
    """Why a verdict is fair and what would turn it, folded; HTML."""
    turn = ledger.turning(verdict, view)
    lines = [verdict.why, *([f"Would turn: {turn}."] if turn else [])]
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f"<details><summary>how it is weighed</summary>{told}</details>"


def tally(view: View, section: str) -> str:
    """How many statements a section holds, of which paper, and how they stand; HTML."""
    found = ledger.verdicts(view, section=section)
    texts = Counter(verdict.claim.row["document"] for verdict in found)
    words = Counter(verdict.word for verdict in found)
    tested = sum(verdict.test["test"] == "measured" for verdict in found)
    whose = _joined([f"{texts[key]} of the {name}" for key, name in NAMES.items() if texts[key]])
    stand = _joined([f"{badge(word)} {words[word]}" for word in WORDS if words[word]])
    return (
        f"<p>The ledger holds {len(found)} statements on this section, {whose}; {tested} of them have a test."
        f" By what was known on {day_name(view.cutoff)} they stand as follows: {stand}.</p>"
    )


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def footnotes(view: View) -> str:
    """The paper's footnotes as printed, the statements that rest on each, and what is odd about it; HTML."""
    resting: dict[str, list[Claim]] = {}
    for row in view.claims(document="milov-2025"):
        for number in filter(None, row["footnotes"].split(";")):
            resting.setdefault(number, []).append(claim(row["claim"], view))
    items = (_footnote(row, resting.get(row["number"], [])) for row in data.rows("footnotes", view.folder))
    return f'<ol class="sources footnotes">{"".join(items)}</ol>'


def _footnote(row: dict[str, str], resting: Sequence[Claim]) -> str:
    claimed = f" Given for {', '.join(map(_linked, resting))}." if resting else ""
    accessed = f", accessed {day_name(row['accessed'])}" if row["accessed"] else ""
    number = escape(row["number"], quote=True)
    return (
        f'<li id="footnote-{number}" value="{number}">{escape(row["publisher"])}: {_titled(row)}{accessed}.{claimed}'
        f"{_problems(row['problem'])}</li>"
    )


def problem_kinds(view: View) -> str:
    """How many footnotes have an oddity of each kind; HTML."""
    rows = data.rows("footnotes", view.folder)
    kinds = Counter(kind for row in rows for kind in {kind for kind, _ in _parted(row["problem"])})
    body = [
        ("", [escape(kind), f'<span class="num">{count}</span>'])
        for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    ]
    none = sum(not row["problem"] for row in rows)
    return table(("Oddity", "Footnotes"), [*body, ("", ["none", str(none)])], "Footnotes by kind of oddity")


def _titled(row: dict[str, str]) -> str:
    title = escape(row["title"])
    if not row["url"].startswith(("http://", "https://")):
        return title
    return f'<a href="{escape(row["url"], quote=True)}" rel="noreferrer">{title}</a>'


def _parted(problem: str) -> list[tuple[str, str]]:
    """Kind and text of each oddity in a cell such as `date: … | style: …`."""
    parts = [part.partition(":") for part in problem.split(" | ") if part]
    return [(kind.replace("_vs_", " against ").replace("_", " "), text.strip()) for kind, _, text in parts]


def _problems(problem: str) -> str:
    items = (f"<li><em>{escape(kind)}</em>: {escape(text)}</li>" for kind, text in _parted(problem))
    return f"<ul>{''.join(items)}</ul>" if problem else ""


def _linked(said: Claim) -> str:
    return f'<a href="ledger.html#{said.key}"><code>{said.key}</code></a>'


class FromPapers(FromTables):
    """A part of a page made by one of the functions above; what it names may be several words."""

    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Raw HTML, all cells escaped; a located warning for a name that the tables do not hold."""
        try:
            return super().run()
        except (DataError, ExpressionError) as error:
            logger.warning("%s in {%s}", error, self.name, location=self.get_location())
            return []


def link_keys(app: Sphinx, doctree: nodes.document) -> None:
    """A statement's key in running text leads to the ledger and tells the statement when pointed at."""
    known = claims(context.view(app.env).folder)
    for text in list(doctree.findall(nodes.Text)):
        if isinstance(text.parent, nodes.paragraph | nodes.emphasis | nodes.strong) and KEY.search(text):
            text.parent.replace(text, list(_with_keys(text, known)))


def _with_keys(text: str, known: dict[str, Claim]) -> Iterator[nodes.Node]:
    at = 0
    for found in KEY.finditer(text):
        if said := known.get(found[0]):
            if found.start() > at:
                yield nodes.Text(text[at : found.start()])
            told = said.row["statement"]
            yield fact(found[0], found[0], tip=told, classes=["fact"], doc="chapters/ledger", anchor=said.key)
            at = found.end()
    if at < len(text):
        yield nodes.Text(text[at:])


def setup(app: Sphinx) -> None:
    """Register a directive for each part."""
    for function in (papers, standing, premises, tally, footnotes, problem_kinds):
        name = function.__name__.replace("_", "-")
        made = {"make": staticmethod(function), "__doc__": function.__doc__}
        app.add_directive(name, type(function.__name__.title().replace("_", ""), (FromPapers,), made))
    app.connect("doctree-read", link_keys)

"""The ledger's pages: every statement with its verdict, the papers' scores, and how verdicts moved over time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from nolimits.citing import citations
from nolimits.citing.citations import Imprint
from nolimits.claims import WORDS, Verdict, claims, ledger, weigh
from nolimits.data import View, day_name
from nolimits.language.places import register_place
from nolimits.pages import context
from nolimits.pages.reference import FromTables, cited, table

NAMES = {"milov-2025": "paper", "moscow-times-2025": "op-ed"}
TESTED = ("confirmed", "partly", "refuted")
RATINGS = {"confirmed": 3, "partly": 2, "refuted": 1}
# datatables.net 3.1.5 (MIT), dist file js/dataTables.min.js as published
DATATABLES_SHA256 = "38017a5586acd9c6eb6bbfe8b6938e1a25bdc717c5acfcb07e0c9d663282c59d"
DATA_FILE, LEDGER_PAGE = "claims.json", "chapters/ledger"


def badge(word: str) -> str:
    """A verdict's word, shown as such; HTML."""
    return f'<span class="badge {word}">{word}</span>'


def judged(verdict: Verdict) -> str:
    """A verdict's word, and where the statement is causal that only what can be measured of it was weighed; HTML."""
    part = verdict.claim.row["kind"] == "causal" and verdict.word in TESTED
    return badge(verdict.word) + (' <small class="part">measurable part</small>' if part else "")


def spark(history: Sequence[tuple[str, str]], label: str) -> str:
    """A verdict's history as a strip, a month a unit; an inline SVG whose colours are the page's."""
    total = len(history)
    runs = _runs(history)
    parts = "".join(f'<rect class="{word}" x="{start}" width="{length}" height="1"/>' for word, start, length in runs)
    box = f'viewBox="0 0 {total} 1" preserveAspectRatio="none"'
    return f'<svg class="spark" {box} role="img" aria-label="{escape(label, quote=True)}">{parts}</svg>'


def _runs(history: Sequence[tuple[str, str]]) -> list[tuple[str, int, int]]:
    """Word, first month and length of each stretch of one verdict."""
    runs: list[tuple[str, int, int]] = []
    for index, (_, word) in enumerate(history):
        if runs and runs[-1][0] == word:
            runs[-1] = (word, runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((word, index, 1))
    return runs


def statements(view: View, imprint: Imprint) -> str:
    """Every statement of the two papers with verdict, history, test, rows and sources; HTML that can be filtered."""
    body = [_statement(verdict, view, imprint) for verdict in ledger.verdicts(view)]
    head = ("Claim", "Verdict", "Statement", "Stated", "Measured", "Paper", "Section", "Kind")
    made = table(head, body, "Statements of the two papers").replace('class="rows"', 'class="rows ledger"', 1)
    return f'<div id="register-claims">{made}</div>{reviews(view)}'


def reviews(view: View) -> str:
    """The decided statements as schema.org ClaimReview, for search engines; a script element of JSON-LD."""
    papers = {row["document"]: row for row in ledger.documents(view)}
    told = [_review(v, papers[v.claim.row["document"]]) for v in ledger.verdicts(view) if v.word in RATINGS]
    # nothing in a statement may end the element that holds it
    text = json.dumps({"@context": "https://schema.org", "@graph": told}, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _review(verdict: Verdict, paper: dict[str, str]) -> dict:
    author = {"@type": "Organization", "name": "The No Limits? contributors"}
    by = (
        {"@type": "Person", "name": paper["author"]}
        if paper["author"]
        else {"@type": "Organization", "name": paper["publisher"]}
    )
    return {
        "@type": "ClaimReview",
        "@id": f"#{verdict.claim.key}",
        "url": f"#{verdict.claim.key}",
        "claimReviewed": verdict.claim.row["statement"],
        "datePublished": verdict.cutoff,
        "author": author,
        "itemReviewed": {"@type": "Claim", "author": by, "datePublished": paper["published_to"]},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[verdict.word],
            "bestRating": 3,
            "worstRating": 1,
            "alternateName": verdict.word,
        },
    }


def _statement(verdict: Verdict, view: View, imprint: Imprint) -> tuple[str, list[str]]:
    row, key = verdict.claim.row, verdict.claim.key
    cited = escape(citations.text(citations.claim(imprint, key, view), "apa"), quote=True)
    history = ledger.history(verdict.claim, view) if verdict.word != "untestable" else []
    strip = spark(history, "; ".join(f"from {day}: {word}" for day, word in ledger.changes(history))) if history else ""
    return f' id="{verdict.claim.key}"', [
        f'<a class="fact" href="#{key}" data-place="{key}" data-cite="{cited}"><code>{key}</code></a>',
        judged(verdict) + strip,
        escape(row["statement"]) + _details(verdict, view),
        escape(ledger.stated(verdict.claim)),
        escape(ledger.measured(verdict, view)),
        NAMES[row["document"]],
        escape(row["section"]),
        escape(row["kind"]),
    ]


def _details(verdict: Verdict, view: View) -> str:
    """How a statement is weighed and on which rows, folded; HTML."""
    told = ledger.record(verdict, view, full=False)
    lines = [f"<p>{escape(verdict.why)}</p>"]
    for name, label in (
        ("measure", "measured by"),
        ("confirmed_if", "confirmed if"),
        ("refuted_if", "refuted if"),
        ("due", "to be judged from"),
    ):
        if told["test"][name]:
            lines.append(f"<p>{label}: <code>{escape(told['test'][name])}</code></p>")
    if turn := ledger.turning(verdict, view):
        lines.append(f"<p>would turn: {escape(turn)}</p>")
    if verdict.rows:
        lines.append(f"<ul>{''.join(_row(row, view) for row in verdict.rows[:12])}</ul>")
        if len(verdict.rows) > 12:
            lines.append(f"<p>and {len(verdict.rows) - 12} more rows</p>")
    return f"<details><summary>how it is weighed</summary>{''.join(lines)}</details>"


def _row(row: object, view: View) -> str:
    told = ledger.row_record(row, view)
    source = f", {cited(told['source'], view)}" if told["source"] else ""
    page = told["page"].removeprefix("chapters/")
    return (
        f'<li><a href="{page}.html#{escape(told["anchor"], quote=True)}">{escape(told["says"])}</a>'
        f"{source}, known {told['known_on']}</li>"
    )


def verdicts(view: View, section: str) -> str:
    """The claims of a section that a test can decide, with their verdicts; HTML."""
    found = [v for v in ledger.verdicts(view, section=section) if v.test["test"] == "measured"]
    body = [
        (
            "",
            [
                f'<a href="../chapters/ledger.html#{v.claim.key}"><code>{v.claim.key}</code></a>',
                judged(v),
                escape(v.claim.row["statement"]),
                escape(ledger.stated(v.claim)),
                escape(ledger.measured(v, view)),
            ],
        )
        for v in found
    ]
    return table(("Claim", "Verdict", "Statement", "Stated", "Measured"), body, f"Claims of the section {section}")


def moments(view: View) -> list[tuple[str, str]]:
    """The days at which the papers are compared: each paper's own, as far as past, and the view's; with their names."""
    papers = [(row["published_to"], NAMES[row["document"]]) for row in ledger.documents(view)]
    return [*((day, name) for day, name in papers if day < view.cutoff), (view.cutoff, "this book")]


def scoreboard(view: View) -> str:
    """Counts of verdicts by paper at the papers' days and now, drawn and in numbers; HTML."""
    lines = []
    for day, name in moments(view):
        scores = ledger.scores(view.on(day))
        for document, counted in scores.items():
            tested = sum(counted[word] for word in TESTED)
            bars = "".join(
                f'<span class="bar {word}" style="flex-grow:{counted[word]}" title="{word}: {counted[word]}"></span>'
                for word in (*TESTED, "undecided")
                if counted[word]
            )
            cells = [escape(f"{day_name(day)} ({name})"), NAMES[document]]
            cells.append(f'<span class="bars" aria-hidden="true">{bars}</span>')
            lines.append(("", [*cells, *(str(counted[word]) for word in WORDS), str(tested)]))
    head = ("As of", "Statements of", "Drawn", *WORDS, "decided")
    return table(head, lines, "Verdicts by paper and day").replace('class="rows"', 'class="rows scoreboard"', 1)


def turned(view: View) -> str:
    """The claims that turned since each paper's day, with the rows that turned them; HTML."""
    since = min((day for day, _ in moments(view)), default=view.cutoff)
    body = []
    for claim in claims(view.folder).values():
        if turn := ledger.turned(claim, view, since):
            rows = "".join(_row(row, view) for row in turn.rows[:4]) or "<li>its day to be judged came</li>"
            words = f"{badge(turn.before)} → {badge(turn.after)}"
            body.append(("", [_linked(claim.key), words, escape(claim.row["statement"]), f"<ul>{rows}</ul>"]))
    if not body:
        return f"<p>No verdict has turned since {day_name(since)}.</p>"
    head = ("Claim", f"Since {day_name(since)}", "Statement", "What turned it")
    return table(head, body, "Verdicts that turned")


def turned_brief(view: View) -> str:
    """What became of each paper's statements since its day: newly weighed ones counted, reversals told; HTML."""
    parts = []
    for paper in ledger.documents(view):
        day, name = paper["published_to"], NAMES[paper["document"]]
        if day >= view.cutoff:
            parts.append(f"<p>On {day_name(view.cutoff)} the {name} was not yet written.</p>")
            continue
        own = [c for c in claims(view.folder).values() if c.row["document"] == paper["document"]]
        turns = [turn for c in own if (turn := ledger.turned(c, view, day))]
        over = [turn for turn in turns if turn.before in TESTED]
        fresh = Counter(turn.after for turn in turns if turn.before == "undecided")
        new = ", ".join(f"{fresh[word]} {word}" for word in TESTED if fresh[word]) or "none"
        parts.append(
            f"<p>Since the {name}’s day, {day_name(day)}, rows became known that decide statements of it which could"
            f" not be weighed then: {new}. {_counted(len(over), 'verdict')} turned over{':' if over else '.'}</p>"
        )
        parts.append(f"<ul>{''.join(map(_told, over))}</ul>" if over else "")
    return "".join(parts)


def _counted(number: int, noun: str) -> str:
    return f"{number or 'No'} {noun}{'s' if number > 1 else ''}"


def _told(turn: ledger.Turn) -> str:
    words = f"{badge(turn.before)} → {badge(turn.after)}"
    return f"<li>{_linked(turn.claim.key)} {words} {escape(turn.claim.row['statement'])}</li>"


def watch(view: View) -> str:
    """The days ahead: when a statement can be judged, when a measure begins or ends; HTML."""
    dated = [*_due(view), *_terms(view)]
    if not dated:
        return f"<p>On {day_name(view.cutoff)} no such day lay ahead.</p>"
    body = [("", [day_name(day), *cells]) for day, cells in sorted(dated)]
    return table(("Day", "What will be known", "As it stands", "Row"), body, "Days ahead")


def _due(view: View) -> list[tuple[str, list[str]]]:
    days = {row["document"]: row["published_to"] for row in ledger.documents(view)}
    written = [v for v in ledger.verdicts(view) if days[v.claim.row["document"]] <= view.cutoff]
    return [
        (v.test["due"], [f"Whether it holds: {escape(v.claim.row['statement'])}", badge(v.word), _linked(v.claim.key)])
        for v in written
        if v.test.get("due", "") > view.cutoff
    ]


def _terms(view: View) -> list[tuple[str, list[str]]]:
    found = []
    for row in view.measures():
        for column, word in (("effective", "begins"), ("ended", "ends by its terms")):
            if row[column] > view.cutoff:
                kind = row["kind"].replace("anti_", "anti-").replace("_", " ")
                what = f"{escape(row['imposed_by'])}: {kind}, {escape(row['goods'])}, {word}"
                anchor = escape(register_place(row)[1], quote=True)
                place = f'<a href="registers.html#{anchor}">register</a>'
                found.append((row[column], [what, escape(row["state"]), place]))
    return found


def _linked(key: str) -> str:
    return f'<a href="ledger.html#{key}"><code>{key}</code></a>'


def over_time(view: View) -> str:
    """All tested claims as rows, months as columns, coloured by verdict; one inline SVG."""
    tested = [c for c in claims(view.folder).values() if weigh(c, view).test["test"] == "measured"]
    columns, left, step, tall, top = ledger.days(view), 52, 9, 9, 22
    parts = []
    for line, claim in enumerate(tested):
        y, history = top + line * tall, ledger.history(claim, view)
        parts.append(f'<a href="ledger.html#{claim.key}"><text x="{left - 6}" y="{y + 8}">{claim.key}</text>')
        parts += [
            f'<rect class="{word}" x="{left + start * step}" y="{y}" width="{length * step}" height="{tall - 1}"/>'
            for word, start, length in _runs(history)
        ]
        parts.append(f"<title>{escape(claim.row['statement'])}</title></a>")
    years = [(index, day[:4]) for index, day in enumerate(columns) if day[5:7] == "01"]
    parts += [f'<text class="year" x="{left + index * step}" y="14">{year}</text>' for index, year in years]
    papers = (sum(column < day for column in columns) for day, _ in moments(view)[:-1])
    parts += [f'<path class="paper" d="M{left + x * step} {top - 4}V{top + len(tested) * tall}"/>' for x in papers]
    width, height = left + len(columns) * step + 4, top + len(tested) * tall + 4
    return (
        f'<div class="table-box" role="region" aria-label="Verdicts over time" tabindex="0">'
        f'<svg class="over-time" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="Verdicts of all tested claims by month">{"".join(parts)}</svg></div>{legend(WORDS[:4])}'
    )


def legend(words: Iterable[str]) -> str:
    """What the colours mean; HTML."""
    return f'<p class="legend">{" ".join(badge(word) for word in words)}</p>'


class Statements(SphinxDirective):
    """All statements, each with its citation."""

    def run(self) -> list[nodes.Node]:
        """Raw HTML, all cells escaped."""
        return [nodes.raw("", statements(context.view(self.env), context.imprint(self.env)), format="html")]


def write_records(app: Sphinx, error: Exception | None) -> None:
    """The whole ledger for machines, beside the pages."""
    if error or app.builder.name != "html":
        return
    view = context.view(app.env)
    told = {"cutoff": view.cutoff, "claims": [ledger.record(v, view) for v in ledger.verdicts(view)]}
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    (app.outdir / DATA_FILE).write_text(text, encoding="utf-8")


def add_scripts(app: Sphinx, page: str, _template: str, context_: dict, _doctree: object) -> None:
    """The table library is loaded by the one page that uses it."""
    if page == LEDGER_PAGE:
        for script in ("datatables/dataTables.min.js", "ledger.js"):
            app.add_js_file(script, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register a directive for each part."""
    app.add_directive("statements", Statements)
    for name, function in (
        ("verdicts", verdicts),
        ("scoreboard", scoreboard),
        ("turned", turned),
        ("turned-brief", turned_brief),
        ("watch", watch),
        ("over-time", over_time),
    ):
        made = {"make": staticmethod(function), "__doc__": function.__doc__}
        app.add_directive(name, type(name.title().replace("-", ""), (FromTables,), made))
    app.connect("html-page-context", add_scripts)
    app.connect("build-finished", write_records)

"""The ledger's parts: every statement with its verdict, the papers' scores, and how verdicts moved over time; HTML."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from nolimits.citing import citations
from nolimits.citing.meta import publisher
from nolimits.claims import DECIDED, WORDS, Verdict, answers, claims, ledger, weigh
from nolimits.claims.history import DatedWord, Turn, days, history, spells, turn_since
from nolimits.claims.measured import yardstick
from nolimits.claims.shifts import Cause, shift
from nolimits.claims.strength import strength
from nolimits.claims.trial import CONDITIONS, Trial
from nolimits.claims.verdicts import OVERTAKEN, PART_ONLY, PHRASES, RATINGS, TESTED, UNDECIDED, UNTESTABLE
from nolimits.claims.words import measured_text, stated_text, turning_text
from nolimits.data import Row, View, day_name
from nolimits.data.nouns import many
from nolimits.language.wording import capital
from nolimits.pagemodel.parts.tables import (
    LineOfCells,
    badge,
    claim_link,
    join_cells,
    paper_cell,
    row_item,
    strength_cell,
    table,
    verdict_cell,
)
from nolimits.pagemodel.parts.theses import stand_badge
from nolimits.pagemodel.registry import Setting, part

MOST_ROWS = 12
NOTHING_YET = "On {day} no paper was known to be out, so none can have been overtaken."


def _all_words(view: View, *_: str) -> list[tuple[str, str]]:
    return [*ledger.words(view).items()]


def _all_keys(view: View, _argument: str) -> list[str]:
    return list(claims(view.evidence))


def _of_section(view: View, section: str) -> list[str]:
    return [verdict.claim.key for verdict in ledger.verdicts(view, section=section) if verdict.tested]


def spark(steps: Sequence[DatedWord], label: str) -> str:
    """A verdict's history as a strip, a month a unit; an inline SVG whose colours are the page's."""
    total = len(steps)
    runs = _runs(steps)
    parts = "".join(f'<rect class="{word}" x="{start}" width="{length}" height="1"/>' for word, start, length in runs)
    box = f'viewBox="0 0 {total} 1" preserveAspectRatio="none"'
    return f'<svg class="spark" {box} role="img" aria-label="{escape(label, quote=True)}">{parts}</svg>'


def _runs(steps: Sequence[DatedWord]) -> list[tuple[str, int, int]]:
    """Word, first month and length of each stretch of one verdict."""
    runs: list[tuple[str, int, int]] = []
    for index, (_, word) in enumerate(steps):
        if runs and runs[-1][0] == word:
            runs[-1] = (word, runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((word, index, 1))
    return runs


@part("statements", claims=_all_keys, moves=True)
def _statements(setting: Setting, _argument: str = "", _body: str = "") -> str:
    """Every statement of the papers with verdict, history, test, rows and sources, which can be filtered."""
    view = setting.view
    body = [_statement(verdict, setting) for verdict in ledger.verdicts(view)]
    head = ("Claim", "Verdict", "Strength", "Statement", "Stated", "Measured", "Paper", "Section", "Kind")
    made = table(head, body, "Statements of the papers").replace('class="rows"', 'class="rows ledger"', 1)
    choices = '<div class="ledger-choices"></div>'  # for the script by which the table is filtered
    return f'<div id="register-claims">{choices}{made}</div>{reviews(setting)}'


def reviews(setting: Setting) -> str:
    """The decided statements as schema.org ClaimReview, for search engines; a script element of JSON-LD."""
    papers, authors = setting.view.evidence.documents, publisher(setting.imprint)
    decided = (one for one in ledger.verdicts(setting.view) if one.word in RATINGS)
    told = [_review(one, papers[one.claim.document], authors) for one in decided]
    # nothing in a statement may end the element that holds it
    text = json.dumps({"@context": "https://schema.org", "@graph": told}, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _review(verdict: Verdict, paper: dict[str, str], authors: list[dict[str, str]]) -> dict[str, Any]:
    by = (
        {"@type": "Person", "name": paper["author"]}
        if paper["author"]
        else {"@type": "Organization", "name": paper["publisher"]}
    )
    return {
        "@type": "ClaimReview",
        "@id": f"#{verdict.claim.key}",
        "url": f"#{verdict.claim.key}",
        "claimReviewed": verdict.claim.text,
        "datePublished": verdict.cutoff,
        "author": authors,
        "itemReviewed": {"@type": "Claim", "author": by, "datePublished": paper["published_to"]},
        "reviewRating": {
            "@type": "Rating",
            # a dated statement is rated by its day
            "ratingValue": RATINGS[verdict.then if verdict.word == OVERTAKEN else verdict.word],
            "bestRating": max(RATINGS.values()),
            "worstRating": min(RATINGS.values()),
            "alternateName": verdict.word,
        },
    }


def _statement(verdict: Verdict, setting: Setting) -> LineOfCells:
    view, claim = setting.view, verdict.claim
    key = claim.key
    cited = escape(citations.bibliography_line(citations.claim_item(setting.imprint, key, view), "apa"), quote=True)
    steps = history(claim, view) if verdict.word != UNTESTABLE else []
    strip = spark(steps, "; ".join(f"from {day}: {word}" for day, word in spells(steps))) if steps else ""
    return f' id="{key}"', [
        f'<a class="fact" href="#{key}" data-place="{key}" data-cite="{cited}"><code>{key}</code></a>',
        verdict_cell(verdict) + strip,
        strength_cell(verdict, view),
        escape(claim.text) + _details(verdict, setting),
        escape(stated_text(claim, view)),
        escape(measured_text(verdict, view)),
        paper_cell(claim.document, view),
        escape(claim.row["section"]),
        escape(claim.row["kind"]),
    ]


def _details(verdict: Verdict, setting: Setting) -> str:
    """How a statement is weighed and on which rows, folded."""
    lines = [line for trial in verdict.trials for line in _test_lines(trial, verdict)]
    lines += [f"<p>on its paper’s day {escape(verdict.then)}, now {escape(verdict.now)}</p>"] if verdict.since else []
    found = strength(verdict, setting.view)
    if found.grade:
        why = "; ".join(found.reasons) or "nothing speaks against it"
        count = many(len(found.origins), "independent source")
        lines.append(f"<p>strength: {found.grade}; {count}; {escape(why)}</p>")
    if turn := turning_text(verdict, setting.view):
        lines.append(f"<p>would turn: {escape(turn)}</p>")
    if verdict.rows:
        lines.append(f"<ul>{''.join(row_item(row, setting) for row in verdict.rows[:MOST_ROWS])}</ul>")
        if len(verdict.rows) > MOST_ROWS:
            lines.append(f"<p>and {many(len(verdict.rows) - MOST_ROWS, 'more row')}</p>")
    return f"<details><summary>how it is weighed</summary>{''.join(lines)}</details>"


def _test_lines(trial: Trial, verdict: Verdict) -> Iterable[str]:
    """One of a statement's tests; HTML."""
    test = trial.test
    if len(verdict.trials) > 1:
        side = {"said": "whether it was said", "so": "whether it is so", "part": PART_ONLY}[test["asks"]]
        yield f"<p>{side}, {test['reading']} reading: {badge(trial.word)}</p>"
    yield f"<p>{escape(test['why'])}</p>"
    labels = {"measure": "measured by", **{name: name.replace("_", " ") for name in CONDITIONS}}
    for name, label in (labels | {"due": "to be judged from"}).items():
        if test[name]:
            yield f"<p>{label}: <code>{escape(test[name])}</code></p>"


@part("verdicts", claims=_of_section, moves=True)
def _verdicts(setting: Setting, section: str, _body: str = "") -> str:
    """The claims of a section that a test can decide, with their verdicts."""
    view = setting.view
    body = [
        (
            "",
            [
                claim_link(one.claim.key, setting),
                verdict_cell(one),
                strength_cell(one, view),
                escape(one.claim.text),
                escape(stated_text(one.claim, view)),
                escape(measured_text(one, view)),
            ],
        )
        for one in ledger.verdicts(view, section=section)
        if one.tested
    ]
    return table(
        ("Claim", "Verdict", "Strength", "Statement", "Stated", "Measured"), body, f"Claims of the section {section}"
    )


def moments(view: View) -> list[tuple[str, str]]:
    """The days at which the papers are compared: each paper's own, as far as past, and the view's; with their names."""
    papers = [(row["published_to"], row["short"]) for row in ledger.documents(view)]
    return [*((day, name) for day, name in papers if day < view.cutoff), (view.cutoff, "this book")]


@part("scoreboard", made_from=_all_words, moves=True)
def scoreboard(setting: Setting, _argument: str = "", _body: str = "") -> str:
    """Counts of verdicts by paper at the papers' days and now, drawn and in numbers."""
    view = setting.view
    lines = []
    for day, name in moments(view):
        scores = ledger.scores(view.on(day))
        for document, counted in scores.items():
            tested = sum(counted[word] for word in DECIDED)
            bars = "".join(
                f'<span class="bar {word}" style="flex-grow:{counted[word]}" title="{word}: {counted[word]}"></span>'
                for word in (*DECIDED, UNDECIDED)
                if counted[word]
            )
            cells = [escape(f"{day_name(day)} ({name})"), paper_cell(document, view)]
            cells.append(f'<span class="bars" aria-hidden="true">{bars}</span>')
            lines.append(("", [*cells, *(str(counted[word]) for word in WORDS), str(tested)]))
    head = ("As of", "Statements of", "Drawn", *WORDS, "decided")
    return table(head, lines, "Verdicts by paper and day").replace('class="rows"', 'class="rows scoreboard"', 1)


@part("turned", made_from=_all_words, moves=True)
def turned_table(setting: Setting, _argument: str = "", _body: str = "") -> str:
    """The claims that turned since each paper's day, with the rows that turned them."""
    view = setting.view
    since = min((day for day, _ in moments(view)), default=view.cutoff)
    if _all_ahead(view):
        return f"<p>{NOTHING_YET.format(day=day_name(view.cutoff))}</p>"
    body = []
    for claim in claims(view.evidence).values():
        turn = turn_since(claim, view, since)
        if turn and not turn.weak:
            rows = "".join(row_item(row, setting) for row in turn.rows[:4]) or f"<li>{_by_day(turn, view, since)}</li>"
            words = f"{badge(turn.before)} → {badge(turn.after)}"
            body.append(("", [claim_link(claim.key, setting), words, escape(claim.text), f"<ul>{rows}</ul>"]))
    if not body:
        return f"<p>No verdict has turned since {day_name(since)}.</p>"
    head = ("Claim", f"Since {day_name(since)}", "Statement", "What turned it")
    return table(head, body, "Verdicts that turned")


def _by_day(turn: Turn, view: View, since: str) -> str:
    """What turned a verdict for which no row became known."""
    found = shift(turn.claim, view.on(since), view)
    return "its day to be judged came" if found and found.cause is Cause.DUE else "time alone"


def _all_ahead(view: View) -> bool:
    """Whether no paper was out by the view's day, so that nothing can have turned since one."""
    return all(paper["published_to"] > view.cutoff for paper in ledger.documents(view))


@part("turned-brief", made_from=_all_words, moves=True)
def turned_brief(setting: Setting, _argument: str = "", _body: str = "") -> str:
    """What became of each paper since its day: theses that moved, statements newly judged counted, reversals told."""
    view = setting.view
    if _all_ahead(view):
        return f"<p>{NOTHING_YET.format(day=day_name(view.cutoff))}</p>"
    parts = []
    for paper in ledger.documents(view):
        day, name = paper["published_to"], paper["short"]
        if day >= view.cutoff:
            told = f"was {answers.yet_to_come([paper], view)}" if day > view.cutoff else "had just been written"
            parts.append(f"<p>On {day_name(view.cutoff)} {name} {told}.</p>")
            continue
        own = [c for c in claims(view.evidence).values() if c.document == paper["document"]]
        parts.append(_thesis_moves(paper, setting))
        parts += _since([turn for c in own if (turn := turn_since(c, view, day))], setting)
    return "".join(parts)


def _thesis_moves(paper: Row, setting: Setting) -> str:
    """The theses of a paper that stand otherwise than on its day, and why where that cannot be judged."""
    own = [one for one in answers.standings(setting.view) if one.thesis.document == paper["document"]]
    moved = [one for one in own if one.then and one.then is not one.now]
    name, day = paper["short"], day_name(paper["published_to"])
    if not moved:
        return f"<p>The theses of {name} stand as on its day, {day}.</p>" if own else ""
    items = "".join(
        f"<li>{stand_badge(one.then)} → {stand_badge(one.now)} {escape(capital(one.thesis.text))}"
        f"{_small(answers.reason(one))}</li>"
        for one in moved
        if one.then
    )
    whole, part = many(len(own), "thesis", "theses"), many(len(moved), "stands", "stand")
    return f"<p>Of the {whole} of {name}, {part} otherwise than on its day, {day}:</p><ul>{items}</ul>"


def _since(turns: Sequence[Turn], setting: Setting) -> Iterator[str]:
    """What became of a paper's statements since its day; turns that rest on too little are only counted."""
    firm = [turn for turn in turns if not turn.weak]
    over = [turn for turn in firm if UNDECIDED not in (turn.before, turn.after)]
    fresh = Counter(turn.after for turn in firm if turn.before == UNDECIDED)
    lost, weak = sum(turn.after == UNDECIDED for turn in firm), sum(turn.weak for turn in turns)
    told = []
    if fresh:
        parts = [(fresh[word], PHRASES.get(word, word)) for word in DECIDED if fresh[word]]
        parts[0] = parts[0][0], f"{'is' if parts[0][0] == 1 else 'are'} {parts[0][1]}"
        new = join_cells([f"{number} {word}" for number, word in parts])
        told.append(f"Of its statements that were open on that day, {new} now.")
    if lost:
        told.append(f"{many(lost, 'statement')} that could be judged on that day cannot be now.")
    if weak:
        which = many(weak, "verdict reads", "verdicts read")
        told.append(f"{which} otherwise than on that day, on too little to be called a turn.")
    yield f"<p>{' '.join(told)}</p>" if told else ""
    if over:
        items = "".join(_turn_item(turn, setting) for turn in over)
        yield f"<p>{many(len(over), 'verdict')} turned over:</p><ul>{items}</ul>"
    elif not turns:
        yield "<p>No statement’s verdict has turned.</p>"


def _small(text: str) -> str:
    return f" <small>({escape(text)})</small>" if text else ""


def _turn_item(turn: Turn, setting: Setting) -> str:
    words = f"{badge(turn.before)} → {badge(turn.after)}"
    return f"<li>{claim_link(turn.claim.key, setting)} {words} {escape(turn.claim.text)}</li>"


@part("watch", made_from=_all_words, moves=True)
def watch(setting: Setting, _argument: str = "", _body: str = "") -> str:
    """The days ahead: when a statement can be judged, when a measure begins or ends."""
    view = setting.view
    dated = [*_due(setting), *_terms(setting)]
    if not dated:
        return f"<p>On {day_name(view.cutoff)} no such day lay ahead.</p>"
    body = [("", [day_name(day), *cells]) for day, cells in sorted(dated)]
    return table(("Day", "What will be known", "As it stands", "Row"), body, "Days ahead")


def _due(setting: Setting) -> Iterable[tuple[str, list[str]]]:
    view = setting.view
    written = {row["document"] for row in ledger.documents(view) if row["published_to"] <= view.cutoff}
    for one in ledger.verdicts(view):
        if one.claim.document in written and one.test.get("due", "") > view.cutoff:
            by = yardstick(one, view)
            told = f"Whether it holds: {escape(one.claim.text)}"
            told += f' <small class="part">to be judged by: {escape(by)}</small>' if by else ""
            yield one.test["due"], [told, badge(one.word), claim_link(one.claim.key, setting)]


def _terms(setting: Setting) -> Iterable[tuple[str, list[str]]]:
    view = setting.view
    for row in view.register("measures"):
        for column, word in (("effective", "begins"), ("ended", "ends by its terms")):
            if row[column] > view.cutoff:
                kind = row["kind"].replace("anti_", "anti-").replace("_", " ")
                what = f"{escape(row['imposed_by'])}: {kind}, {escape(row['goods'])}, {word}"
                place = f"{setting.address(row.page)}#{escape(row.anchor, quote=True)}"
                yield row[column], [what, escape(row["state"]), f'<a href="{place}">register</a>']


@part("over-time", made_from=_all_words, moves=True)
def over_time(setting: Setting, _argument: str = "", _body: str = "") -> str:
    """All tested claims as rows, months as columns, coloured by verdict; one inline SVG."""
    view = setting.view
    page = setting.address(view.about_register("claims").page)
    tested = [claim for claim in claims(view.evidence).values() if weigh(claim, view).tested]
    columns, left, step, tall, top = days(view), 52, 9, 9, 22
    parts = []
    for line, claim in enumerate(tested):
        y, steps = top + line * tall, history(claim, view)
        parts.append(f'<a href="{page}#{claim.key}"><text x="{left - 6}" y="{y + 8}">{claim.key}</text>')
        parts += [
            f'<rect class="{word}" x="{left + start * step}" y="{y}" width="{length * step}" height="{tall - 1}"/>'
            for word, start, length in _runs(steps)
        ]
        parts.append(f"<title>{escape(claim.text)}</title></a>")
    years = [(index, day[:4]) for index, day in enumerate(columns) if day[5:7] == "01"]
    parts += [f'<text class="year" x="{left + index * step}" y="14">{year}</text>' for index, year in years]
    papers = (sum(column < day for column in columns) for day, _ in moments(view)[:-1])
    parts += [f'<path class="paper" d="M{left + x * step} {top - 4}V{top + len(tested) * tall}"/>' for x in papers]
    width, height = left + len(columns) * step + 4, top + len(tested) * tall + 4
    return (
        f'<div class="table-box" role="region" aria-label="Verdicts over time" tabindex="0">'
        f'<svg class="over-time" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="group" '
        f'aria-label="Verdicts of all tested claims by month">{"".join(parts)}</svg></div>{legend(TESTED)}'
    )


def legend(words: Iterable[str]) -> str:
    """What the colours mean; HTML."""
    return f'<p class="legend">{" ".join(badge(word) for word in words)}</p>'

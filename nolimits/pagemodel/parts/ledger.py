"""The ledger's parts: every statement with its verdict, the papers' scores, and how verdicts moved over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from nolimits.citing import citations
from nolimits.citing.meta import publisher
from nolimits.claims import DECIDED, WORDS, Verdict, claims, ledger, weigh
from nolimits.claims.history import DatedWord, days, history, spells
from nolimits.claims.strength import strength
from nolimits.claims.trial import CONDITIONS, Trial
from nolimits.claims.verdicts import OVERTAKEN, PART_ONLY, RATINGS, TESTED, UNDECIDED, UNTESTABLE
from nolimits.claims.words import measured_text, stated_text, turning_text
from nolimits.data import View, day_name
from nolimits.data.nouns import many
from nolimits.hypertext import NOTHING, Markup, code, data_script, html, items, join, paragraph
from nolimits.pagemodel.parts.tables import (
    STACKED,
    LineOfCells,
    badge,
    claim_link,
    paper_name,
    row_item,
    strength_cell,
    table,
    verdict_cell,
)
from nolimits.pagemodel.registry import Setting, part

MOST_ROWS = 12


def all_words(view: View, *_: str) -> list[tuple[str, str]]:
    """The verdict on each statement: what a part follows from that shows them all."""
    return [*ledger.words(view).items()]


def _all_keys(view: View, _argument: str) -> list[str]:
    return list(claims(view.evidence))


def _of_section(view: View, section: str) -> list[str]:
    return [verdict.claim.key for verdict in ledger.verdicts(view, section=section) if verdict.tested]


def spark(steps: Sequence[DatedWord], label: str) -> Markup:
    """A verdict's history as a strip, a month a unit; an inline SVG whose colours are the page's."""
    return html(
        '<svg class="spark" viewBox="0 0 {} 1" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        len(steps),
        label,
        join(html('<rect class="{}" x="{}" width="{}" height="1"/>', *run) for run in _runs(steps)),
    )


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
def _statements(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """Every statement of the papers with verdict, history, test, rows and sources, which can be filtered."""
    view = setting.view
    body = [_statement(verdict, setting) for verdict in ledger.verdicts(view)]
    head = ("Claim", "Verdict", "Strength", "Statement", "Stated", "Measured", "Paper", "Section", "Kind")
    made = table(head, body, "Statements of the papers", f"ledger {STACKED}")
    # the script by which the table is filtered puts its choices into the empty box
    whole = html('<div id="register-claims"><div class="ledger-choices"></div>{}</div>', made)
    return whole + reviews(setting)


def reviews(setting: Setting) -> Markup:
    """The decided statements as schema.org ClaimReview, for search engines; a script element of JSON-LD."""
    papers, authors = setting.view.evidence.documents, publisher(setting.imprint)
    decided = (one for one in ledger.verdicts(setting.view) if one.word in RATINGS)
    told = [_review(one, papers[one.claim.document], authors) for one in decided]
    return data_script("application/ld+json", {"@context": "https://schema.org", "@graph": told})


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
    cited = citations.bibliography_line(citations.claim_item(setting.imprint, key, view), "apa")
    steps = history(claim, view) if verdict.word != UNTESTABLE else []
    strip = spark(steps, "; ".join(f"from {day}: {word}" for day, word in spells(steps))) if steps else ""
    place = html('<a class="fact" href="#{0}" data-place="{0}" data-cite="{1}"><code>{0}</code></a>', key, cited)
    return html(' id="{}"', key), [
        place,
        verdict_cell(verdict) + strip,
        strength_cell(verdict, view),
        join((claim.text, _details(verdict, setting))),
        stated_text(claim, view),
        measured_text(verdict, view),
        paper_name(claim.document, view),
        claim.row["section"],
        claim.row["kind"],
    ]


def _details(verdict: Verdict, setting: Setting) -> Markup:
    """How a statement is weighed and on which rows, folded."""
    lines = [line for trial in verdict.trials for line in _test_lines(trial, verdict)]
    lines += [paragraph(f"on its paper’s day {verdict.then}, now {verdict.now}")] if verdict.since else []
    found = strength(verdict, setting.view)
    if found.grade:
        why = "; ".join(found.reasons) or "nothing speaks against it"
        count = many(len(found.origins), "independent source")
        lines.append(paragraph(f"strength: {found.grade}; {count}; {why}"))
    if turn := turning_text(verdict, setting.view):
        lines.append(paragraph(f"would turn: {turn}"))
    if verdict.rows:
        lines.append(items(row_item(row, setting) for row in verdict.rows[:MOST_ROWS]))
        if len(verdict.rows) > MOST_ROWS:
            lines.append(paragraph(f"and {many(len(verdict.rows) - MOST_ROWS, 'more row')}"))
    return html("<details><summary>how it is weighed</summary>{}</details>", join(lines))


def _test_lines(trial: Trial, verdict: Verdict) -> Iterable[Markup]:
    """One of a statement's tests."""
    test = trial.test
    if len(verdict.trials) > 1:
        side = {"said": "whether it was said", "so": "whether it is so", "part": PART_ONLY}[test["asks"]]
        yield html("<p>{}, {} reading: {}</p>", side, test["reading"], badge(trial.word))
    yield paragraph(test["why"])
    labels = {"measure": "measured by", **{name: name.replace("_", " ") for name in CONDITIONS}}
    for name, label in (labels | {"due": "to be judged from"}).items():
        if test[name]:
            yield html("<p>{}: {}</p>", label, code(test[name]))


@part("verdicts", claims=_of_section, moves=True)
def _verdicts(setting: Setting, section: str, _body: str = "") -> Markup:
    """The claims of a section that a test can decide, with their verdicts."""
    view = setting.view
    body = [
        (
            NOTHING,
            [
                claim_link(one.claim.key, setting),
                verdict_cell(one),
                strength_cell(one, view),
                one.claim.text,
                stated_text(one.claim, view),
                measured_text(one, view),
            ],
        )
        for one in ledger.verdicts(view, section=section)
        if one.tested
    ]
    return table(
        ("Claim", "Verdict", "Strength", "Statement", "Stated", "Measured"),
        body,
        f"Claims of the section {section}",
        STACKED,
    )


def moments(view: View) -> list[tuple[str, str]]:
    """The days at which the papers are compared: each paper's own, as far as past, and the view's; with their names."""
    papers = [(row["published_to"], row["short"]) for row in ledger.documents(view)]
    return [*((day, name) for day, name in papers if day < view.cutoff), (view.cutoff, "this book")]


@part("scoreboard", made_from=all_words, moves=True)
def scoreboard(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """Counts of verdicts by paper at the papers' days and now, drawn and in numbers."""
    view = setting.view
    lines: list[LineOfCells] = []
    for day, name in moments(view):
        scores = ledger.scores(view.on(day))
        for document, counted in scores.items():
            tested = sum(counted[word] for word in DECIDED)
            bars = join(
                html('<span class="bar {0}" style="flex-grow:{1}" title="{0}: {1}"></span>', word, counted[word])
                for word in (*DECIDED, UNDECIDED)
                if counted[word]
            )
            drawn = html('<span class="bars" aria-hidden="true">{}</span>', bars)
            cells = [f"{day_name(day)} ({name})", paper_name(document, view), drawn]
            lines.append((NOTHING, [*cells, *(str(counted[word]) for word in WORDS), str(tested)]))
    head = ("As of", "Statements of", "Drawn", *WORDS, "decided")
    return table(head, lines, "Verdicts by paper and day", "scoreboard")


@part("over-time", made_from=all_words, moves=True)
def over_time(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """All tested claims as rows, months as columns, coloured by verdict; one inline SVG."""
    view = setting.view
    page = setting.address(view.about_register("claims").page)
    tested = [claim for claim in claims(view.evidence).values() if weigh(claim, view).tested]
    columns, left, step, tall, top = days(view), 52, 9, 9, 22
    parts = []
    for line, claim in enumerate(tested):
        y, steps = top + line * tall, history(claim, view)
        bars = join(
            html(
                '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
                word,
                left + start * step,
                y,
                length * step,
                tall - 1,
            )
            for word, start, length in _runs(steps)
        )
        parts.append(
            html(
                '<a href="{page}#{key}"><text x="{x}" y="{y}">{key}</text>{bars}<title>{text}</title></a>',
                page=page,
                key=claim.key,
                x=left - 6,
                y=y + 8,
                bars=bars,
                text=claim.text,
            )
        )
    years = [(index, day[:4]) for index, day in enumerate(columns) if day[5:7] == "01"]
    parts += [html('<text class="year" x="{}" y="14">{}</text>', left + index * step, year) for index, year in years]
    papers = (sum(column < day for column in columns) for day, _ in moments(view)[:-1])
    bottom = top + len(tested) * tall
    parts += [html('<path class="paper" d="M{} {}V{}"/>', left + x * step, top - 4, bottom) for x in papers]
    drawn = html(
        '<div class="table-box" role="region" aria-label="Verdicts over time" tabindex="0">'
        '<svg class="over-time" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="group" '
        'aria-label="Verdicts of all tested claims by month">{parts}</svg></div>',
        width=left + len(columns) * step + 4,
        height=bottom + 4,
        parts=join(parts),
    )
    return drawn + legend(TESTED)


def legend(words: Iterable[str]) -> Markup:
    """What the colours mean."""
    return html('<p class="legend">{}</p>', join(map(badge, words), " "))

"""The papers on the page: their days, their statements through time and beside the evidence, their footnotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nolimits.claims import WORDS, Claim, Verdict, claim, ledger, weigh
from nolimits.claims.history import history
from nolimits.claims.strength import strength
from nolimits.claims.verdicts import OVERTAKEN, PHRASES, UNTESTABLE
from nolimits.claims.words import measured_text, turning_text
from nolimits.data import Row, View, day_name
from nolimits.data.nouns import listed, many
from nolimits.hypertext import NOTHING, Markup, html, items, join, paragraph, web_link
from nolimits.pagemodel.parts.ledger import moments, spark
from nolimits.pagemodel.parts.tables import STACKED, LineOfCells, badge, claim_link, join_cells, table, weighed_badge
from nolimits.pagemodel.registry import Setting, part

IN_WORDS = {word: word for word in WORDS} | PHRASES | {OVERTAKEN: f"{OVERTAKEN} since"}


def _keys(view: View, keys: str) -> list[str]:
    return [said.key for said in _claims_in(keys, view)]


def _words(view: View, section: str, _body: str) -> list[tuple[str, str]]:
    return [(one.claim.key, one.word) for one in ledger.verdicts(view, section=section)]


def _claims_in(keys: str, view: View) -> list[Claim]:
    """The statements whose keys stand in a text, parted by blanks; DataError for an unknown key."""
    return [claim(key, view) for key in keys.split()]


@part("papers")
def _papers(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """From when the papers date, and which of them the page's day precedes."""
    view = setting.view
    found = ledger.documents(view)
    days = [(row["short"], row["published_from"], row["published_to"]) for row in found]
    told = listed([f"{name} dates from {_window(first, last)}" for name, first, last in days])
    late = [name for name, _, last in days if last > view.cutoff]
    text = f"By their own text {told}; each counts from the later day on."
    if late:
        ahead = late[0] if len(late) == 1 else "both"
        text += (
            f" On {day_name(view.cutoff)}, the day of this page, {ahead} still lay ahead:"
            " what is said here of statements yet to come looks forward, while the evidence is that of the page’s day."
        )
    return paragraph(text)


def _window(first: str, last: str) -> str:
    """`7 to 14 September 2025`."""
    return f"{int(first[8:]) if first[:7] == last[:7] else day_name(first)} to {day_name(last)}"


@part("standing", claims=_keys, moves=True)
def _standing_table(setting: Setting, keys: str, _body: str = "") -> Markup:
    """Statements with their verdicts on each paper's day, as far as past, and on the page's."""
    view = setting.view
    days = moments(view)
    body: list[LineOfCells] = []
    for said in _claims_in(keys, view):
        words = [weighed_badge(weigh(said, view.on(day)), view.on(day)) for day, _ in days]
        body.append((NOTHING, [claim_link(said.key, setting), said.text, *words]))
    whose = {row["published_to"]: f"day of {row['short']}" for row in ledger.documents(view)}
    heads = [whose.get(day, "now") for day, _ in days]
    return table(("Claim", "Statement", *heads), body, "Verdicts through time")


@part("premises", claims=_keys, moves=True)
def premises(setting: Setting, keys: str, _body: str = "") -> Markup:
    """Statements as premises: what is measured of each, its verdict with history, and what would turn it."""
    view = setting.view
    body: list[LineOfCells] = []
    for said in _claims_in(keys, view):
        verdict = weigh(said, view)
        steps = history(said, view) if verdict.word != UNTESTABLE else []
        strip = spark(steps, f"history of {said.key}") if steps else ""
        newest = day_name(verdict.newest) if verdict.newest else "–"
        found = measured_text(verdict, view) or "–"
        premise = join((said.text, _weighing(verdict, view)))
        word = weighed_badge(verdict, view) + strip
        body.append((NOTHING, [claim_link(said.key, setting), word, premise, found, newest]))
    return table(("Claim", "Verdict", "Premise", "Measured", "Newest row"), body, "Premises and their state", STACKED)


@part("premises-brief", claims=_keys, moves=True)
def premises_brief(setting: Setting, keys: str, _body: str = "") -> Markup:
    """How many premises there are, how they stand, and how many verdicts rest on too little: two sentences."""
    view = setting.view
    found = [weigh(said, view) for said in _claims_in(keys, view)]
    words = Counter(verdict.word for verdict in found)
    stand = listed(f"{words[word]} {IN_WORDS[word]}" for word in WORDS if words[word]) if found else "none"
    weak = sum(strength(verdict, view).weak for verdict in found)
    which = many(len(found), "premise below stands", "premises below stand")
    told = f"By what was known on {day_name(view.cutoff)} the {which} as follows: {stand}."
    if weak:
        told += f" {many(weak, 'verdict rests', 'verdicts rest')} on too little to count."
    return paragraph(told)


def _weighing(verdict: Verdict, view: View) -> Markup:
    """Why a verdict is fair and what would turn it, folded."""
    turn = turning_text(verdict, view)
    lines = [verdict.why, *([f"Would turn: {turn}."] if turn else [])]
    return html("<details><summary>how it is weighed</summary>{}</details>", join(map(paragraph, lines)))


@part("tally", made_from=_words, moves=True)
def tally(setting: Setting, section: str, _body: str = "") -> Markup:
    """How many statements a section holds, of which paper, and how they stand."""
    view = setting.view
    found = ledger.verdicts(view, section=section)
    texts = Counter(verdict.claim.document for verdict in found)
    words = Counter(verdict.word for verdict in found)
    tested = sum(verdict.tested for verdict in found)
    names = {row["document"]: row["short"] for row in ledger.documents(view)}
    return html(
        "<p>The ledger holds {statements} on this section, {whose}; {tested} a test."
        " By what was known on {day} they stand as follows: {stand}.</p>",
        statements=many(len(found), "statement"),
        whose=listed(f"{texts[key]} of {name}" for key, name in names.items() if texts[key]),
        tested=many(tested, "of them has", "of them have"),
        day=day_name(view.cutoff),
        stand=join_cells([html("{} {}", badge(word), words[word]) for word in WORDS if words[word]]),
    )


@part("footnotes", moves=True)
def footnotes(setting: Setting, document: str, _body: str = "") -> Markup:
    """A paper's footnotes as printed, the statements that rest on each, and what is odd about it."""
    view = setting.view
    resting: dict[str, list[Claim]] = {}
    for row in view.register("claims", document=document):
        for number in filter(None, row["footnotes"].split(";")):
            resting.setdefault(number, []).append(claim(row["claim"], view))
    rows = [row for row in view.evidence.rows("footnotes") if row["document"] == document]
    each = (_footnote(row, resting.get(row["number"], []), setting) for row in rows)
    return html('<ol class="sources footnotes">{}</ol>', join(each))


def _footnote(row: Row, resting: Sequence[Claim], setting: Setting) -> Markup:
    claimed = join((claim_link(said.key, setting) for said in resting), ", ")
    return html(
        '<li id="footnote-{number}" value="{number}">{publisher}: {titled}{accessed}.{claimed}{problems}</li>',
        number=row["number"],
        publisher=row["publisher"],
        titled=web_link(row["title"], row["url"]),
        accessed=f", accessed {day_name(row['accessed'])}" if row["accessed"] else "",
        claimed=html(" Given for {}.", claimed) if resting else "",
        problems=_problems(row["problem"]),
    )


@part("problem-kinds")
def problem_kinds(setting: Setting, document: str, _body: str = "") -> Markup:
    """How many footnotes of a paper have an oddity of each kind."""
    rows = [row for row in setting.view.evidence.rows("footnotes") if row["document"] == document]
    kinds = Counter(kind for row in rows for kind in {kind for kind, _ in _oddities(row["problem"])})
    body: list[LineOfCells] = [
        (NOTHING, [kind, html('<span class="num">{}</span>', count)])
        for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    ]
    none = sum(not row["problem"] for row in rows)
    return table(("Oddity", "Footnotes"), [*body, (NOTHING, ["none", str(none)])], "Footnotes by kind of oddity")


def _oddities(problem: str) -> list[tuple[str, str]]:
    """Kind and text of each oddity in a cell such as `date: … | style: …`."""
    parts = [part.partition(":") for part in problem.split(" | ") if part]
    return [(kind.replace("_vs_", " against ").replace("_", " "), text.strip()) for kind, _, text in parts]


def _problems(problem: str) -> Markup:
    return items(html("<em>{}</em>: {}", *one) for one in _oddities(problem)) if problem else NOTHING

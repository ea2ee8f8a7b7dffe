"""The papers on the page: their days, their statements through time and beside the evidence, their footnotes; HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from nolimits.claims import WORDS, Claim, Verdict, claim, ledger, weigh
from nolimits.claims.history import history
from nolimits.claims.strength import strength
from nolimits.claims.verdicts import OVERTAKEN, PHRASES, UNTESTABLE
from nolimits.claims.words import measured_text, turning_text
from nolimits.data import Row, View, day_name
from nolimits.data.nouns import many
from nolimits.pagemodel.parts.ledger import moments, spark
from nolimits.pagemodel.parts.tables import badge, claim_link, join_cells, table, web_link, weighed_badge
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
def _papers(setting: Setting, _argument: str = "", _body: str = "") -> str:
    """From when the papers date, and which of them the page's day precedes."""
    view = setting.view
    found = ledger.documents(view)
    days = [(row["short"], row["published_from"], row["published_to"]) for row in found]
    told = join_cells([f"{name} dates from {_window(first, last)}" for name, first, last in days])
    late = [name for name, _, last in days if last > view.cutoff]
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


@part("standing", claims=_keys, moves=True)
def _standing_table(setting: Setting, keys: str, _body: str = "") -> str:
    """Statements with their verdicts on each paper's day, as far as past, and on the page's."""
    view = setting.view
    days = moments(view)
    body = []
    for said in _claims_in(keys, view):
        words = [weighed_badge(weigh(said, view.on(day)), view.on(day)) for day, _ in days]
        body.append(("", [claim_link(said.key, setting), escape(said.text), *words]))
    whose = {row["published_to"]: f"day of {row['short']}" for row in ledger.documents(view)}
    heads = [whose.get(day, "now") for day, _ in days]
    return table(("Claim", "Statement", *heads), body, "Verdicts through time")


@part("premises", claims=_keys, moves=True)
def premises(setting: Setting, keys: str, _body: str = "") -> str:
    """Statements as premises: what is measured of each, its verdict with history, and what would turn it."""
    view = setting.view
    body = []
    for said in _claims_in(keys, view):
        verdict = weigh(said, view)
        steps = history(said, view) if verdict.word != UNTESTABLE else []
        strip = spark(steps, f"history of {said.key}") if steps else ""
        newest = day_name(verdict.newest) if verdict.newest else "–"
        found = measured_text(verdict, view) or "–"
        premise = escape(said.text) + _weighing(verdict, view)
        word = weighed_badge(verdict, view) + strip
        body.append(("", [claim_link(said.key, setting), word, premise, escape(found), newest]))
    return table(("Claim", "Verdict", "Premise", "Measured", "Newest row"), body, "Premises and their state")


@part("premises-brief", claims=_keys, moves=True)
def premises_brief(setting: Setting, keys: str, _body: str = "") -> str:
    """How many premises there are, how they stand, and how many verdicts rest on too little: two sentences."""
    view = setting.view
    found = [weigh(said, view) for said in _claims_in(keys, view)]
    words = Counter(verdict.word for verdict in found)
    stand = join_cells([f"{words[word]} {IN_WORDS[word]}" for word in WORDS if words[word]]) if found else "none"
    weak = sum(strength(verdict, view).weak for verdict in found)
    which = many(len(found), "premise below stands", "premises below stand")
    told = f"By what was known on {day_name(view.cutoff)} the {which} as follows: {stand}."
    if weak:
        told += f" {many(weak, 'verdict rests', 'verdicts rest')} on too little to count."
    return f"<p>{escape(told)}</p>"


def _weighing(verdict: Verdict, view: View) -> str:
    """Why a verdict is fair and what would turn it, folded; HTML."""
    turn = turning_text(verdict, view)
    lines = [verdict.why, *([f"Would turn: {turn}."] if turn else [])]
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f"<details><summary>how it is weighed</summary>{told}</details>"


@part("tally", made_from=_words, moves=True)
def tally(setting: Setting, section: str, _body: str = "") -> str:
    """How many statements a section holds, of which paper, and how they stand."""
    view = setting.view
    found = ledger.verdicts(view, section=section)
    texts = Counter(verdict.claim.document for verdict in found)
    words = Counter(verdict.word for verdict in found)
    tested = sum(verdict.tested for verdict in found)
    names = {row["document"]: row["short"] for row in ledger.documents(view)}
    whose = join_cells([f"{texts[key]} of {name}" for key, name in names.items() if texts[key]])
    stand = join_cells([f"{badge(word)} {words[word]}" for word in WORDS if words[word]])
    return (
        f"<p>The ledger holds {many(len(found), 'statement')} on this section, {whose};"
        f" {many(tested, 'of them has', 'of them have')} a test."
        f" By what was known on {day_name(view.cutoff)} they stand as follows: {stand}.</p>"
    )


@part("footnotes", moves=True)
def footnotes(setting: Setting, document: str, _body: str = "") -> str:
    """A paper's footnotes as printed, the statements that rest on each, and what is odd about it."""
    view = setting.view
    resting: dict[str, list[Claim]] = {}
    for row in view.register("claims", document=document):
        for number in filter(None, row["footnotes"].split(";")):
            resting.setdefault(number, []).append(claim(row["claim"], view))
    rows = [row for row in view.evidence.rows("footnotes") if row["document"] == document]
    items = (_footnote(row, resting.get(row["number"], []), setting) for row in rows)
    return f'<ol class="sources footnotes">{"".join(items)}</ol>'


def _footnote(row: Row, resting: Sequence[Claim], setting: Setting) -> str:
    claimed = f" Given for {', '.join(claim_link(said.key, setting) for said in resting)}." if resting else ""
    accessed = f", accessed {day_name(row['accessed'])}" if row["accessed"] else ""
    number = escape(row["number"], quote=True)
    titled = web_link(row["title"], row["url"])
    return (
        f'<li id="footnote-{number}" value="{number}">{escape(row["publisher"])}: {titled}{accessed}.{claimed}'
        f"{_problems(row['problem'])}</li>"
    )


@part("problem-kinds")
def problem_kinds(setting: Setting, document: str, _body: str = "") -> str:
    """How many footnotes of a paper have an oddity of each kind."""
    rows = [row for row in setting.view.evidence.rows("footnotes") if row["document"] == document]
    kinds = Counter(kind for row in rows for kind in {kind for kind, _ in _oddities(row["problem"])})
    body = [
        ("", [escape(kind), f'<span class="num">{count}</span>'])
        for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    ]
    none = sum(not row["problem"] for row in rows)
    return table(("Oddity", "Footnotes"), [*body, ("", ["none", str(none)])], "Footnotes by kind of oddity")


def _oddities(problem: str) -> list[tuple[str, str]]:
    """Kind and text of each oddity in a cell such as `date: … | style: …`."""
    parts = [part.partition(":") for part in problem.split(" | ") if part]
    return [(kind.replace("_vs_", " against ").replace("_", " "), text.strip()) for kind, _, text in parts]


def _problems(problem: str) -> str:
    items = (f"<li><em>{escape(kind)}</em>: {escape(text)}</li>" for kind, text in _oddities(problem))
    return f"<ul>{''.join(items)}</ul>" if problem else ""

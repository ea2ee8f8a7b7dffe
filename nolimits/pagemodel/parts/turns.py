"""What turned since the papers' days, by which rows, and the days ahead on which something will be known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nolimits.claims import DECIDED, answers, claims, ledger
from nolimits.claims.history import Turn, turn_since
from nolimits.claims.measured import yardstick
from nolimits.claims.shifts import Cause, shift
from nolimits.claims.verdicts import PHRASES, UNDECIDED
from nolimits.data import Row, View, day_name
from nolimits.data.nouns import listed, many
from nolimits.hypertext import NOTHING, Markup, html, items, join, link, paragraph
from nolimits.language.wording import capital
from nolimits.pagemodel.parts.ledger import all_words, moments
from nolimits.pagemodel.parts.tables import STACKED, LineOfCells, badge, claim_link, row_item, table
from nolimits.pagemodel.parts.theses import stand_badge
from nolimits.pagemodel.registry import Setting, part

NOTHING_YET = "On {day} no paper was known to be out, so nothing can have turned since."


@part("turned", made_from=all_words, moves=True)
def turned_table(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """The claims that turned since each paper's day, with the rows that turned them."""
    view = setting.view
    since = min((day for day, _ in moments(view)), default=view.cutoff)
    if _all_ahead(view):
        return paragraph(NOTHING_YET.format(day=day_name(view.cutoff)))
    body: list[LineOfCells] = []
    for claim in claims(view.evidence).values():
        turn = turn_since(claim, view, since)
        if turn and not turn.weak:
            rows = items([row_item(row, setting) for row in turn.rows[:4]] or [_by_day(turn, view, since)])
            body.append((NOTHING, [claim_link(claim.key, setting), _turned(turn), claim.text, rows]))
    if not body:
        return paragraph(f"No verdict has turned since {day_name(since)}.")
    head = ("Claim", f"Since {day_name(since)}", "Statement", "What turned it")
    return table(head, body, "Verdicts that turned", STACKED)


def _by_day(turn: Turn, view: View, since: str) -> str:
    """What turned a verdict for which no row became known."""
    found = shift(turn.claim, view.on(since), view)
    return "its day to be judged came" if found and found.cause is Cause.DUE else "time alone"


def _all_ahead(view: View) -> bool:
    """Whether no paper was out by the view's day, so that nothing can have turned since one."""
    return all(paper["published_to"] > view.cutoff for paper in ledger.documents(view))


@part("turned-brief", made_from=all_words, moves=True)
def turned_brief(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """What became of each paper since its day: theses that moved, statements newly judged counted, reversals told."""
    view = setting.view
    if _all_ahead(view):
        return paragraph(NOTHING_YET.format(day=day_name(view.cutoff)))
    parts = []
    for paper in ledger.documents(view):
        day, name = paper["published_to"], paper["short"]
        if day >= view.cutoff:
            told = f"was {answers.yet_to_come([paper], view)}" if day > view.cutoff else "had just been written"
            parts.append(paragraph(f"On {day_name(view.cutoff)} {name} {told}."))
            continue
        own = [c for c in claims(view.evidence).values() if c.document == paper["document"]]
        parts.append(_thesis_moves(paper, setting))
        parts += _since([turn for c in own if (turn := turn_since(c, view, day))], setting)
    return join(parts)


def _thesis_moves(paper: Row, setting: Setting) -> Markup:
    """The theses of a paper that stand otherwise than on its day, and why where that cannot be judged."""
    own = [one for one in answers.standings(setting.view) if one.thesis.document == paper["document"]]
    moved = [one for one in own if one.then and one.then is not one.now]
    name, day = paper["short"], day_name(paper["published_to"])
    if not moved:
        return paragraph(f"The theses of {name} stand as on its day, {day}.") if own else NOTHING
    each = (
        html(
            "{} → {} {}{}",
            stand_badge(one.then),
            stand_badge(one.now),
            capital(one.thesis.text),
            _small(answers.reason(one)),
        )
        for one in moved
        if one.then
    )
    whole, part = many(len(own), "thesis", "theses"), many(len(moved), "stands", "stand")
    return paragraph(f"Of the {whole} of {name}, {part} otherwise than on its day, {day}:") + items(each)


def _since(turns: Sequence[Turn], setting: Setting) -> Iterator[Markup]:
    """What became of a paper's statements since its day; turns that rest on too little are only counted."""
    firm = [turn for turn in turns if not turn.weak]
    over = [turn for turn in firm if UNDECIDED not in (turn.before, turn.after)]
    fresh = Counter(turn.after for turn in firm if turn.before == UNDECIDED)
    lost, weak = sum(turn.after == UNDECIDED for turn in firm), sum(turn.weak for turn in turns)
    told = []
    if fresh:
        parts = [(fresh[word], PHRASES.get(word, word)) for word in DECIDED if fresh[word]]
        parts[0] = parts[0][0], f"{'is' if parts[0][0] == 1 else 'are'} {parts[0][1]}"
        new = listed(f"{number} {word}" for number, word in parts)
        told.append(f"Of its statements that were open on that day, {new} now.")
    if lost:
        told.append(f"{many(lost, 'statement')} that could be judged on that day cannot be now.")
    if weak:
        more = "more " if fresh or lost else ""
        which = many(weak, f"{more}verdict differs", f"{more}verdicts differ")
        told.append(f"{which} from that day’s, but on too little evidence to count as a change.")
    if told:
        yield paragraph(" ".join(told))
    if over:
        yield paragraph(f"{many(len(over), 'verdict')} turned over:")
        yield items(html("{} {} {}", claim_link(one.claim.key, setting), _turned(one), one.claim.text) for one in over)
    elif not turns:
        yield paragraph("No statement’s verdict has turned.")


def _small(text: str) -> Markup:
    return html(" <small>({})</small>", text) if text else NOTHING


def _turned(turn: Turn) -> Markup:
    """What a verdict was and is."""
    return html("{} → {}", badge(turn.before), badge(turn.after))


@part("watch", made_from=all_words, moves=True)
def watch(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """The days ahead: when a statement can be judged, when a measure begins or ends."""
    view = setting.view
    dated = [*_due(setting), *_terms(setting)]
    if not dated:
        return paragraph(f"On {day_name(view.cutoff)} no such day lay ahead.")
    body = [(NOTHING, [day_name(day), *cells]) for day, cells in sorted(dated)]
    return table(("Day", "What will be known", "As it stands", "Row"), body, "Days ahead")


def _due(setting: Setting) -> Iterable[tuple[str, list[str]]]:
    view = setting.view
    written = {row["document"] for row in ledger.documents(view) if row["published_to"] <= view.cutoff}
    for one in ledger.verdicts(view):
        if one.claim.document in written and one.test.get("due", "") > view.cutoff:
            by = yardstick(one, view)
            told = html("Whether it holds: {}", one.claim.text)
            told += html(' <small class="part">to be judged by: {}</small>', by) if by else ""
            yield one.test["due"], [told, badge(one.word), claim_link(one.claim.key, setting)]


def _terms(setting: Setting) -> Iterable[tuple[str, list[str]]]:
    view = setting.view
    for row in view.register("measures"):
        for column, word in (("effective", "begins"), ("ended", "ends by its terms")):
            if row[column] > view.cutoff:
                kind = row["kind"].replace("anti_", "anti-").replace("_", " ")
                what = f"{row['imposed_by']}: {kind}, {row['goods']}, {word}"
                yield row[column], [what, row["state"], link("register", setting.address(row.page), row.anchor)]

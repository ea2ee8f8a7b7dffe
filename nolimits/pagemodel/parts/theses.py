"""Who was right, on what: the answer, and each thesis with what would turn it."""

from __future__ import annotations

from nolimits.claims import answers, claim, verdicts, weigh
from nolimits.claims.strength import reserves
from nolimits.claims.theses import Stand, Standing, stand, theses
from nolimits.claims.verdicts import TOO_WEAK
from nolimits.data import View, day_name
from nolimits.hypertext import NOTHING, Markup, html, items, join, paragraph
from nolimits.language.places import thesis_place
from nolimits.language.wording import capital
from nolimits.pagemodel.parts.tables import STACKED, LineOfCells, badge, claim_link, paper_name, table
from nolimits.pagemodel.registry import Setting, part

SILENT = html('<small class="silent">says nothing of it</small>')
NO_THESIS = "On {day} no paper was known to be out, so there is no thesis to judge."
GONE = "no test confirms it now"  # said in place of its being too weak to count
CLASSES = {
    Stand.HOLDS: verdicts.CONFIRMED,
    Stand.PART: verdicts.PARTLY,
    Stand.OVERTAKEN: verdicts.OVERTAKEN,
    Stand.FAILS: verdicts.REFUTED,
    Stand.OPEN: verdicts.UNDECIDED,
}


def _stands(view: View, *_: str) -> list[tuple[str, ...]]:
    """All that the sentences follow from: how each thesis stands, and stood."""
    found = (stand(thesis, view) for thesis in theses(view.evidence))
    return [(one.thesis.key, one.now.value, one.then.value if one.then else "", one.grade) for one in found]


def core_of_all(view: View, _argument: str) -> list[str]:
    """The core statements of all theses, each once."""
    return list(dict.fromkeys(key for thesis in theses(view.evidence) for key in thesis.core))


@part("answer", made_from=_stands, moves=True)
def _answer(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """Which paper has the better of it on what, and how much of it is decided: two sentences."""
    return html('<p class="answer"><strong>{}</strong> {}</p>', *answers.answer(setting.view))


@part("who-was-right", made_from=_stands, claims=core_of_all, moves=True)
def _who(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """The answer, a sentence for each paper and for each section on which one of them had argued something."""
    view = setting.view
    argued = {one.thesis.section for one in answers.standings(view)}
    if not argued:
        return _answer(setting, "", "")
    papers = (paragraph(answers.on_paper(document, view)) for document in view.evidence.documents)
    own = (section for section in answers.sections(view) if section in argued)
    here = items(answers.on_section(section, view) for section in own)
    return join((_answer(setting, "", ""), *papers, here))


@part("who-was-right-brief", made_from=_stands, claims=core_of_all, moves=True)
def _brief(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """Sections as rows, papers as columns: how each thesis stands, and its words, which lead to all that bears it."""
    view = setting.view
    found = answers.standings(view)
    if not found:
        return paragraph(NO_THESIS.format(day=day_name(view.cutoff)))
    papers = list(dict.fromkeys(one.thesis.document for one in found))
    body: list[LineOfCells] = []
    for section in answers.sections(view):
        own = {name: [one for one in found if _is_of(one, name, section)] for name in papers}
        if any(own.values()):
            cells = (join(_thesis_link(one, setting) for one in own[name]) or SILENT for name in papers)
            body.append((NOTHING, [answers.topic_name(section).capitalize(), *cells]))
    names = (capital(view.evidence.documents[name]["called"]) for name in papers)
    return table(("On", *names), body, "Who was right on what")


def _is_of(one: Standing, document: str, section: str) -> bool:
    return (one.thesis.document, one.thesis.section) == (document, section)


def _thesis_link(one: Standing, setting: Setting) -> Markup:
    """A thesis in words behind how it stands."""
    page, anchor = thesis_place(one.thesis.key, setting.view)
    words = stand_badge(one.now), capital(one.thesis.text)
    return html('<a class="thesis" href="{}#{}">{} {}</a>', setting.address(page), anchor, *words)


@part("theses", made_from=_stands, claims=core_of_all, moves=True)
def _theses(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """Every thesis: how it stood on its paper's day and stands now, by which statements, and what would turn it."""
    view = setting.view
    found = answers.standings(view)
    if not found:
        return paragraph(NO_THESIS.format(day=day_name(view.cutoff)))
    body = [
        (
            html(' id="{}"', thesis_place(one.thesis.key, view)[1]),
            [
                paper_name(one.thesis.document, view),
                capital(one.thesis.text),
                _now(one),
                stand_badge(one.then) if one.then else "",
                one.grade,
                _borne(one, setting),
                answers.turners_text(one),
            ],
        )
        for one in found
    ]
    head = ("Paper", "Thesis", "Now", "On its day", "Strength", "Stands or falls with", "Would be")
    return table(head, body, "Theses of the papers", STACKED)


def stand_badge(one: Stand) -> Markup:
    """How a thesis stands, shown as a verdict is."""
    return html('<span class="badge {}">{}</span>', CLASSES[one], one.value)


def _now(one: Standing) -> Markup:
    """How a thesis stands, and why where it cannot be judged any more."""
    why = answers.reason(one)
    return stand_badge(one.now) + (html(' <small class="since">{}</small>', why) if why else "")


def _borne(one: Standing, setting: Setting) -> Markup:
    """The core statements with their verdicts, and what is to be said beside each."""
    view, told = setting.view, []
    for key in one.thesis.core:
        beside = ", ".join(_beside(key, one, view))
        link = claim_link(key, setting)
        told.append(html("{} {}{}", link, badge(one.words[key]), f" ({beside})" if beside else ""))
    return join(told, ", ")


def _beside(key: str, one: Standing, view: View) -> list[str]:
    """What is to be said beside a core statement: why it counts, too, where its verdict alone would be too weak."""
    told = reserves(weigh(claim(key, view), view), view)
    return [GONE if reserve == TOO_WEAK and key not in one.weak else reserve for reserve in told]

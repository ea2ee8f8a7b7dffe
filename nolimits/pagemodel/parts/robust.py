"""What would change our mind: each thesis in all fair readings, and the sources that verdicts hang on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nolimits.claims import Verdict, answers, claim, ledger, weigh
from nolimits.claims.measured import phrase, yardstick
from nolimits.claims.robust import COUNTED, READING, SOURCE, TOLERANCE, WEAK, Curve, Nearest, curve, nearest
from nolimits.claims.strength import strength
from nolimits.claims.theses import Stand, Standing
from nolimits.claims.words import middle
from nolimits.data import Figure, View, day_name
from nolimits.data.nouns import listed, many
from nolimits.hypertext import NOTHING, Markup, html, paragraph
from nolimits.language.wording import capital, say_number
from nolimits.pagemodel.parts.ledger import spark
from nolimits.pagemodel.parts.tables import STACKED, badge, claim_link, join_cells, paper_name, source_link, table
from nolimits.pagemodel.parts.theses import CLASSES, NO_THESIS, core_of_all, stand_badge
from nolimits.pagemodel.registry import Setting, part

MOST_TOLD = 3  # sources that are named as those on which most verdicts hang
HALF, TWICE = "0.5", "2"
CHOICES = {
    (TOLERANCE, HALF): "half the tolerance",
    (TOLERANCE, TWICE): "twice the tolerance",
    (READING, "first"): "the first reading alone",
    (READING, "second"): "the second reading alone",
    (WEAK, COUNTED): "counting verdicts that rest on too little",
}


def _curves(view: View, *_: str) -> list[object]:
    """All that the table of theses follows from."""
    return [
        (one.thesis.key, one.now.value, vars(curve(one.thesis, view)), repr(nearest(one, view)))
        for one in answers.standings(view)
    ]


@part("robustness", made_from=_curves, claims=core_of_all)
def _robustness(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """Each thesis: the smallest new fact that would turn it, in how many fair readings it stands so, what moves it."""
    view = setting.view
    found = [(one, curve(one.thesis, view)) for one in answers.standings(view)]
    if not found:
        return paragraph(NO_THESIS.format(day=day_name(view.cutoff)))
    body = [
        (
            html(' id="mind-{}"', one.thesis.key),
            [
                paper_name(one.thesis.document, view),
                capital(one.thesis.text),
                stand_badge(one.now),
                _turner_text(nearest(one, view), setting),
                _strip(one, own) + f"{own.same} of {own.readings}",
                _mover_text(own, setting),
            ],
        )
        for one, own in found
    ]
    head = ("Paper", "Thesis", "Now", "Would be", "Readings in which it stands so", "Moved most by")
    return table(head, body, "What would turn each thesis", STACKED)


@part("robustness-brief", made_from=_curves, claims=core_of_all)
def _brief(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """How many theses a single new fact would turn, and how many stand as they do whatever is chosen."""
    view = setting.view
    found = [(one, curve(one.thesis, view)) for one in answers.standings(view)]
    if not found:
        return NOTHING
    turned = sum(nearest(one, view) is not None for one, _ in found)
    told = f"A single new fact would turn {turned or 'none'} of {many(len(found), 'thesis', 'theses')}."
    return paragraph(f"{told} {_count_sentence(found)}")


def _count_sentence(found: Sequence[tuple[Standing, Curve]]) -> str:
    """How many theses stand as they do whatever is chosen, and how many do so in fewer than half of the readings."""
    firm = sum(own.same == own.readings for _, own in found)
    frail = sum(2 * own.same < own.readings for _, own in found)
    held = [own for one, own in found if one.now is Stand.HOLDS]
    if firm == len(found):
        told = "Every thesis stands as it does in every fair reading."
    else:
        rest = f"{frail} in fewer than half of them" if frail else "each of the others in at least half of them"
        told = f"{capital(str(firm or 'none'))} stand{'s' * (firm < 2)} as now in every fair reading, {rest}."
    if held:
        same = sum(own.same == own.readings for own in held)
        if len(held) == 1:
            told += f" The one that holds {'does' if same else 'does not do'} so in every one."
        else:
            told += f" Of the {len(held)} that hold, {same or 'none'} {'do' if same > 1 else 'does'} so in every one."
    return told


def _strip(one: Standing, own: Curve) -> Markup:
    """The readings in order of how the thesis stands in them, as a strip; an inline SVG."""
    steps = [("", CLASSES[Stand(way)]) for way, count in own.stands.items() for _ in range(count)]
    told = listed(f"{way} in {count}" for way, count in own.stands.items())
    return spark(steps, f"{one.thesis.text}: {told} of {own.readings} fair readings")


def _turner_text(found: Nearest | None, setting: Setting) -> str:
    """The smallest new fact in words, with the statement that it would turn."""
    if not found:
        return "no single fact would turn it"
    view, would = setting.view, found.stand.value
    verdict = weigh(claim(found.claim, view), view)
    measured, text = verdict.measured, verdict.claim.text
    shown = badge(found.word), html('{} <small class="part">{}</small>', claim_link(found.claim, setting), text)
    if found.more:
        return html("{}, if more or newer sources bore out the present verdict, {}: {}", would, *shown)
    if not (found.start and found.end and isinstance(measured, Figure)):
        return html("{}, if new evidence made this {}: {}", would, *shown)
    unit = view.unit(measured.unit)
    start, end = (say_number(middle(one), unit, most=2) for one in (found.start, found.end))
    way = "rose" if found.end.centre > found.start.centre else "fell"
    far = f"from {start} to {end}" if start != end else f"from {start} at all"
    about = phrase(verdict, view) or (_about(measured, view) if measured.period else yardstick(verdict, view))
    what = f" ({about})" if about and about != start else ""
    part = "" if found.start.value is not None else "the middle of "
    return html("{}, if {}what is measured{} {} {}, which would make this {}: {}", would, part, what, way, far, *shown)


def _about(measured: Figure, view: View) -> str:
    """Of what a figure is, and when: `Wool sold, 2023`; of a rate of change `Wool sold, change, 2023`."""
    if measured.about not in view.evidence.indicators:
        return ""
    about = view.about(measured.about)
    change = ", change" if measured.unit != about["unit"] else ""
    span = f", {measured.period.name}" if measured.period else ""
    return f"{about['label']}{change}{span}"


def _mover_text(own: Curve, setting: Setting) -> str:
    """The choice that moves a thesis most, and in how many of the readings with it the thesis stands otherwise."""
    dimension, option = own.mover
    if not dimension:
        return "nothing"
    what = html("leaving out {}", source_link(option, setting)) if dimension == SOURCE else CHOICES[own.mover]
    those = "without that source" if dimension == SOURCE else "with that choice"
    chosen = many(own.chosen, "reading")
    count = f"all {chosen}" if own.moved == own.chosen else f"{own.moved} of the {chosen}"
    return html("{}: it stands otherwise in {} {}", what, count, those)


def _hangs(view: View, *_: str) -> list[object]:
    """All that the table of sources follows from."""
    return [(one.claim.key, one.now, dict(strength(one, view).carriers)) for one in ledger.verdicts(view)]


@part("hanging", made_from=_hangs)
def _single_sources(setting: Setting, _argument: str = "", _body: str = "") -> Markup:
    """The decided verdicts that hang on a single source: how many, on which sources most, and each."""
    view = setting.view
    graded = [(one, found) for one in ledger.verdicts(view) if (found := strength(one, view)).grade]
    single = [(one, *next(iter(found.carriers.items()))) for one, found in graded if len(found.carriers) == 1]
    several = sum(len(found.carriers) > 1 for _, found in graded)
    if not graded:
        return paragraph(f"On {day_name(view.cutoff)} no statement had been decided.")
    every, one = many(len(graded), "decided verdict"), many(len(single), "hangs", "hang")
    told = html(
        "<p>Of {}, {} on a single source: without it they would be others. {} each of several sources,"
        " and {} would be the same without any one.{}</p>",
        *(every, one, many(several, "needs", "need"), len(graded) - len(single) - several, _most(single, setting)),
    )
    body = [
        (
            NOTHING,
            [
                claim_link(one.claim.key, setting),
                one.claim.text,
                badge(one.now),
                source_link(source, setting),
                badge(word),
            ],
        )
        for one, source, word in single
    ]
    head = ("Claim", "Statement", "Verdict", "Hangs on", "Without it")
    return told + (table(head, body, "Verdicts that hang on a single source", STACKED) if body else "")


def _most(single: Sequence[tuple[Verdict, str, str]], setting: Setting) -> Markup:
    """The sources on which several verdicts hang, those with most first."""
    counts = Counter(source for _, source, _ in single)
    most = sorted((source for source, count in counts.items() if count > 1), key=lambda one: (-counts[one], one))
    if not most:
        return NOTHING
    told = [html("{}: {}", source_link(one, setting), counts[one]) for one in most[:MOST_TOLD]]
    return html(" The sources on which most of them hang, with how many: {}.", join_cells(told))

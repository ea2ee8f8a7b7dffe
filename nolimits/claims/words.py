"""Verdicts in words: what was measured, what was stated, what would turn it, and what a row says."""

from __future__ import annotations

from dataclasses import replace

from nolimits.claims.measured import phrase
from nolimits.claims.statements import Claim
from nolimits.claims.turning import turns
from nolimits.claims.verdicts import UNDECIDED
from nolimits.claims.weigh import Verdict, asks, grounds
from nolimits.data import Fact, Figure, Observation, View
from nolimits.data.quantities import Quantity
from nolimits.data.store import remember
from nolimits.language import Text
from nolimits.language.places import page_of
from nolimits.language.wording import figure, say_number, unknown, vaguely

YES_NO = {True: "yes", False: "no"}


def measured_text(verdict: Verdict, view: View) -> str:
    """What was measured, in words; empty where there is nothing to measure.

    Of a statement that is undecided as its readings part, what each measures and decides.
    """
    shown = [trial for trial in verdict.trials if asks(trial, verdict.side)]
    if verdict.now == UNDECIDED and verdict.due and len({trial.word for trial in shown}) > 1:
        each = (replace(verdict, measured=one.measured, test=one.test, trials=(one,)) for one in shown)
        words = [trial.word for trial in shown]
        parts = (f"{measured_text(one, view) or 'nothing'} ({word})" for one, word in zip(each, words, strict=True))
        return f"by one reading {'; by the other '.join(parts)}"
    found = verdict.measured
    if found is None:
        return ""
    if told := phrase(verdict, view):
        return told
    if isinstance(found, Figure):
        return figure(found, view)
    if found.value is None:
        return unknown(view)
    return found.value.replace("_", " ") if isinstance(found, Text) else YES_NO[found.value]


def stated_text(claim: Claim, view: View) -> str:
    """The figure in a statement, in words; empty where it has none."""
    if claim.stated is None:
        return ""
    return say_number(claim.stated.sure, view.unit(claim.stated.unit), vague=claim.vague)


def turning_text(verdict: Verdict, view: View) -> str:
    """What would turn a verdict, in words; empty where it does not hang on one number."""
    # what was measured was read before: it is told, for it would not be noted
    follows = [*grounds(verdict.claim, view), verdict.word, repr(verdict.measured)]
    return remember("turning", follows, lambda: _make_turning_text(verdict, view), view.evidence)


def _make_turning_text(verdict: Verdict, view: View) -> str:
    found = verdict.measured
    if not isinstance(found, Figure) or found.quantity is None:
        return ""
    unit, parts = view.unit(found.unit), []
    now = say_number(middle(found.quantity), unit, most=2)
    what = "what is measured" if found.quantity.value is not None else "the middle of what is measured"
    for moved, word in turns(verdict, view):
        way, then = "rose" if moved.centre > found.quantity.centre else "fell", say_number(moved, unit, most=2)
        # nearer than the digits that are told
        parts.append(f"{word} if {what} {way} {'at all' if then == now else f'to {then}'}")
    return "; ".join(parts)


def middle(quantity: Quantity) -> Quantity:
    """A quantity told as one number: a range by its middle, by which it moves."""
    return quantity if quantity.value is not None else Quantity(quantity.low, quantity.high, quantity.centre)


def _says(row: Fact, view: View) -> str:
    """What a row says, in a line."""
    if not isinstance(row, Observation):
        return row.says
    value = say_number(row.quantity, view.unit(row.unit), vague=vaguely(row))
    return f"{view.about(row.indicator)['label']}, {row.period.name}: {value}"


def row_words(row: Fact, view: View) -> dict[str, str]:
    """A row that a verdict rests on: what it says, its source with address, the day known, and its place."""
    source = row.source
    # a thing's entry tells its name before the source of its plan was published
    if source and not isinstance(row, Observation) and view.source(source)["published"] > view.cutoff:
        source = ""
    record = {
        "says": _says(row, view),
        "known_on": row.known_on,
        "page": page_of(row, view),
        "anchor": row.anchor,
        "source": source,
    }
    if source:
        about = view.source(source)
        record |= {"publisher": about["publisher"], "url": about["url"]}
    return record

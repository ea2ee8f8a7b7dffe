"""A statement read otherwise: with another tolerance, in one of its readings, blind to some sources."""

from __future__ import annotations

from dataclasses import dataclass

from nolimits.claims.statements import Claim, paper_day
from nolimits.claims.tolerance import scale_test
from nolimits.claims.trial import ask_test
from nolimits.claims.weigh import Verdict, asks, on_side, weigh, word_since
from nolimits.data import View


@dataclass(frozen=True)
class Reading:
    """How tests are read: `tolerance` is a factor on all tolerances, `which` the reading that is kept to, `first` or
    `second`, where a statement has it; both where it is empty.
    """

    tolerance: float = 1.0
    which: str = ""


USUAL = Reading()


def word_on_side(verdict: Verdict, eyes: View, reading: Reading = USUAL) -> str:
    """The word on that side of a statement which gives the verdict, read otherwise; `eyes` see all or less."""
    shown = [trial for trial in verdict.trials if asks(trial, verdict.side)]
    shown = [trial for trial in shown if reading.which in ("", trial.test["reading"])] or shown
    tests = [
        trial.test if reading.tolerance == 1 else scale_test(trial.test, trial.measured, reading.tolerance)
        for trial in shown
    ]
    return on_side(verdict.side, [ask_test(test, verdict.claim, eyes) for test in tests], eyes.cutoff)


def word_otherwise(claim: Claim, view: View, reading: Reading = USUAL) -> str:
    """The word on a statement as of the view's cutoff, read otherwise then and now."""
    now, day = word_on_side(weigh(claim, view), view, reading), paper_day(claim, view.evidence)
    if view.cutoff <= day:
        return now
    earlier = view.on(day)
    return word_since(word_on_side(weigh(claim, earlier), earlier, reading), now)

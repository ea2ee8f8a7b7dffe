"""How far what was measured would have to move for the word to be another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from nolimits.claims.tolerance import PERCENT
from nolimits.claims.trial import CONDITIONS, Trial, names, view_for_test, word_of
from nolimits.claims.verdicts import CONFIRMED, PARTLY
from nolimits.claims.weigh import PART, Verdict, asks, joint
from nolimits.data import Figure, View
from nolimits.data.door import memoise
from nolimits.data.quantities import Quantity
from nolimits.language import Truth
from nolimits.language.walk import evaluator
from nolimits.language.wording import AS_PRINTED

STEPS = 60
CLEAR = 1e-9  # how far beyond a threshold is clear of it, in proportion
WHOLE = 100.0  # in percent: nothing falls by more
MEASURED = "measured"  # what a condition calls it


def turns(verdict: Verdict, view: View) -> list[tuple[Quantity, str]]:
    """The nearest values of what was measured, upwards and downwards, at which the word would be another.

    Found by bisection on the measured value, all else kept; empty where the test does not hang on one bounded number,
    where two readings measure different things, and where the number alone would give another word already. A value
    that cannot be is none: one outside of its indicator's bounds, or a fall by more than all.
    """
    return memoise(view.memo, f"turns of {verdict.claim.key}", lambda: list(_turns(verdict, view)))


def _turns(verdict: Verdict, view: View) -> Iterator[tuple[Quantity, str]]:
    moved = _moved(verdict, view)
    if moved and moved.word(0.0) == verdict.now:
        for sign in (1, -1):
            yield from moved.turn(sign)


def word_past(verdict: Verdict, view: View, end: Quantity) -> str:
    """The word beyond a value at which a verdict turns, where no part of the figure lies across that threshold."""
    moved = _moved(verdict, view)
    if moved is None:
        return verdict.now
    shift = end.centre - moved.start.centre
    clear = math.copysign(moved.start.width + CLEAR * max(abs(end.centre), 1.0), shift)
    return moved.word(shift + clear)


def _moved(verdict: Verdict, view: View) -> _Moved | None:
    """The word on a verdict for other values, worked out once; None where it does not hang on one bounded number."""

    def made() -> _Moved | None:
        measured = verdict.measured
        if not isinstance(measured, Figure) or measured.quantity is None or not measured.quantity.bounded:
            return None
        shown = [trial for trial in verdict.trials if asks(trial, verdict.side)]
        one = verdict.due and len({trial.test["measure"] for trial in shown}) == 1
        return _Moved(verdict, shown, view, measured) if one else None

    return memoise(view.memo, f"moved {verdict.claim.key}", made)


def _bounds(measured: Figure, view: View) -> tuple[float, float]:
    """What a figure can be: a stated one within its indicator's bounds; of a rate of change, no fall by over 100%."""
    about = view.about(measured.about) if measured.about in view.evidence.indicators else {}
    # a rate of change that is told as such has the name of the figure that changes, and a unit of its own
    if measured.how in AS_PRINTED and about.get("unit") == measured.unit:
        return float(about["minimum"] or "-inf"), float(about["maximum"] or "inf")
    return (-WHOLE if measured.unit == PERCENT else -math.inf), math.inf


class _Moved:
    """The word on a verdict for another measured value; what does not hang on that is worked out once."""

    def __init__(self, verdict: Verdict, trials: list[Trial], view: View, measured: Figure) -> None:
        self.measured, self.start, self.now, self.part = measured, measured.sure, verdict.now, verdict.side == PART
        self.whole, self.bounds = view.unit(measured.unit).whole, _bounds(measured, view)
        self.asked = []
        for trial in trials:
            seen, known = view_for_test(trial.test, verdict.claim, view), names(verdict.claim, None)
            conditions = {
                name: evaluator(trial.test[name], seen, known, MEASURED) if trial.test[name] else None
                for name in CONDITIONS
            }
            self.asked.append((conditions, bool(trial.test["partly_if"])))

    def word(self, shift: float) -> str:
        """The word if the measured value were so much larger."""
        low, high, value = self.start.low + shift, self.start.high + shift, self.start.value
        given = replace(self.measured, quantity=Quantity(low, high, None if value is None else value + shift))
        words = []
        for conditions, partly in self.asked:
            answers = {name: one(given) if one else Truth(None) for name, one in conditions.items()}
            truths = {name: one for name, one in answers.items() if isinstance(one, Truth)}
            words.append(word_of(truths, partly=partly))
        found = joint(words)
        return PARTLY if self.part and found == CONFIRMED else found

    def turn(self, sign: int) -> Iterator[tuple[Quantity, str]]:
        """The nearest value in a direction with another word, and that word; nothing where there is none."""
        size = max(abs(self.start.centre), self.start.width, 1.0)
        steps = (sign * size * 2.0**step for step in range(-12, 8))
        far = next((shift for shift in steps if self.word(shift) != self.now), None)
        if far is None:
            return
        near = 0.0
        for _ in range(STEPS):
            middle = (near + far) / 2
            if middle in (near, far):
                break  # no number lies between
            if self.word(middle) == self.now:
                near = middle
            else:
                far = middle
        if self.whole:
            # of what is counted there are no halves, and never fewer than none
            at = (math.ceil if sign > 0 else math.floor)(round(self.start.centre + far, 6))
            shifts = (count - self.start.centre for count in (at, at + sign) if count >= 0)
            far = next((shift for shift in shifts if self.word(shift) != self.now), None)
            if far is None:
                return
        least, most = self.bounds
        if least <= self.start.centre + far <= most:
            yield Quantity(self.start.low + far, self.start.high + far, self.start.centre + far), self.word(far)

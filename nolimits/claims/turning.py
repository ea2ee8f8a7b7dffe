"""How far what was measured would have to move for the word to be another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from nolimits.claims.trial import CONDITIONS, Trial, names, view_for_test, word_of
from nolimits.claims.verdicts import CONFIRMED, PARTLY
from nolimits.claims.weigh import PART, Verdict, asks, joint
from nolimits.data import Figure, View
from nolimits.data.door import memoise
from nolimits.data.quantities import Quantity
from nolimits.language import Truth
from nolimits.language.walk import evaluator

STEPS = 60
MEASURED = "measured"  # what a condition calls it


def turns(verdict: Verdict, view: View) -> list[tuple[Quantity, str]]:
    """The nearest values of what was measured, upwards and downwards, at which the word would be another.

    Found by bisection on the measured value, all else kept; empty where the test does not hang on one bounded number,
    and where two readings measure different things.
    """
    return memoise(view.memo, f"turns of {verdict.claim.key}", lambda: list(_turns(verdict, view)))


def _turns(verdict: Verdict, view: View) -> Iterator[tuple[Quantity, str]]:
    measured = verdict.measured
    if not isinstance(measured, Figure) or measured.quantity is None or not measured.quantity.bounded:
        return
    shown = [trial for trial in verdict.trials if asks(trial, verdict.side)]
    if verdict.due and len({trial.test["measure"] for trial in shown}) == 1:
        moved = _Moved(verdict, shown, view, measured)
        for sign in (1, -1):
            yield from moved.turn(sign)


class _Moved:
    """The word on a verdict for another measured value; what does not hang on that is worked out once."""

    def __init__(self, verdict: Verdict, trials: list[Trial], view: View, measured: Figure) -> None:
        self.measured, self.start, self.now, self.part = measured, measured.sure, verdict.now, verdict.side == PART
        self.whole = view.unit(measured.unit).whole
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
        yield Quantity(self.start.low + far, self.start.high + far, self.start.centre + far), self.word(far)

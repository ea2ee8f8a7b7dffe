"""How much a verdict rests on: a grade that falls by one for each domain in which its rows are weak, with the reason.

After the domains by which GRADE rates a body of evidence (https://www.gradeworkinggroup.org): bias of the source,
inconsistency, indirectness, imprecision, selection. Each is decided from the rows, by the rules in `DOMAINS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from nolimits.claims.readings import Reading, word_on_side
from nolimits.claims.statements import claim as statement
from nolimits.claims.trial import SAID
from nolimits.claims.verdicts import DECIDED, OVERTAKEN, PART_ONLY, PARTLY, REFUTED, TOO_WEAK
from nolimits.claims.weigh import Verdict, asks, grounds, weigh
from nolimits.data import Entry, Figure, Row, View
from nolimits.data.door import memoise
from nolimits.data.origins import first_pages, origin, without_origin
from nolimits.data.periods import years_before
from nolimits.data.quantities import exactly
from nolimits.data.stakes import alone, party
from nolimits.data.store import remember

HIGH, MODERATE, LOW, VERY_LOW = GRADES = ("high", "moderate", "low", "very low")
WEAK = (LOW, VERY_LOW)
PAST = ("event", "quotation", "figure")  # kinds of statement that speak of a day or a period gone by
COUNTS = re.compile(r"\b(count|cost|followed)\(")  # words of the language that count what a register holds
ONE = exactly(1)
TIMES = (0.5, 2.0)  # the tolerances with which a test is asked again


@dataclass(frozen=True)
class Strength:
    """How much a verdict rests on; `grade` is empty where nothing was decided.

    `origins` are the independent sources, `kinds` those of their sources. `carriers` are those without which the word
    would be another, each as the first of its pages that is read, with that word. `reasons` tell the domains that lower
    the grade. `readings` are the words by the fair readings.
    """

    grade: str = ""
    origins: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    newest: str = ""
    carriers: Mapping[str, str] = field(default_factory=dict)
    tolerances: Mapping[str, str] = field(default_factory=dict)
    readings: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def weak(self) -> bool:
        """Whether it is too little for a headline, and for telling that something turned."""
        return self.grade in WEAK


def strength(verdict: Verdict, view: View) -> Strength:
    """How much a verdict rests on, by the rows of the view; asked once for a view and a day."""
    return memoise(view.memo, f"strength of {verdict.claim.key}", lambda: _keep_strength(verdict, view))


def strong(key: str, view: View) -> bool:
    """Whether the verdict on a statement is decided, and by more than little."""
    found = weigh(statement(key, view), view)
    return found.word in DECIDED and not strength(found, view).weak


def reserves(verdict: Verdict, view: View) -> list[str]:
    """What is to be said beside a verdict wherever it stands: that it is of a part, that it rests on too little."""
    return [PART_ONLY] * verdict.is_part + [TOO_WEAK] * strength(verdict, view).weak


def is_aged(verdict: Verdict, view: View) -> bool:
    """Whether it is decided of what is so now by rows of which the newest is more than a year old."""
    found = strength(verdict, view)
    return bool(found.grade and _old_row(verdict, found, ()))


def weak_by_age(verdict: Verdict, view: View) -> bool:
    """Whether it would rest on enough, were its newest row not more than a year old."""
    found = strength(verdict, view)
    return found.weak and is_aged(verdict, view) and _grade(len(found.reasons) - 1) not in WEAK


def holds_no_more(verdict: Verdict, view: View) -> bool:
    """Whether a statement that held on its paper's day does so by no reading now, and that rests on enough.

    That a source left out or another tolerance would make it hold in part does not weaken that it holds no more.
    """
    found = strength(verdict, view)
    others = {*found.carriers.values(), *found.tolerances.values()}
    if verdict.word != OVERTAKEN or not others <= {PARTLY, REFUTED}:
        return False
    return _grade(len(found.reasons) - bool(found.carriers) - bool(found.tolerances)) not in WEAK


def _keep_strength(verdict: Verdict, view: View) -> Strength:
    if verdict.now not in DECIDED:
        return Strength()
    made = remember(
        "strength", grounds(verdict.claim, view), lambda: vars(_make_strength(verdict, view)), view.evidence
    )
    lists = {name: tuple(value) for name, value in made.items() if isinstance(value, list | tuple)}
    return Strength(**{**made, **lists})


def _make_strength(verdict: Verdict, view: View) -> Strength:
    shown = [trial for trial in verdict.trials if asks(trial, verdict.side)]
    sources = list(dict.fromkeys(row.source for row in verdict.rows if row.source))
    about = [view.source(source) for source in sources]
    found = Strength(
        origins=tuple(dict.fromkeys(origin(row, view) for row in about)),
        kinds=tuple(dict.fromkeys(row["kind"] for row in about)),
        newest=verdict.newest,
        carriers=_carriers(verdict, sources, view),
        tolerances=_tolerances(verdict, view),
        readings=tuple(trial.word for trial in shown),
    )
    reasons = tuple(reason for domain in DOMAINS if (reason := domain(verdict, found, about)))
    return Strength(**{**vars(found), "grade": _grade(len(reasons)), "reasons": reasons})


def _grade(reasons: int) -> str:
    """The grade of a verdict against which so many reasons speak."""
    return GRADES[min(reasons, len(GRADES) - 1)]


def _carriers(verdict: Verdict, sources: Sequence[str], view: View) -> dict[str, str]:
    """The sources of which each alone, left out with all of its origin, makes the word another."""
    words = {source: word_on_side(verdict, without_origin(source, view)) for source in first_pages(sources, view)}
    return {source: word for source, word in words.items() if word != verdict.now}


def _tolerances(verdict: Verdict, view: View) -> dict[str, str]:
    """The words with half and with twice the tolerance, where they are others."""
    words = {f"{factor:g}": word_on_side(verdict, view, Reading(factor)) for factor in TIMES}
    return {factor: word for factor, word in words.items() if word != verdict.now}


# --- the domains: each gives the reason for which it lowers the grade, empty where it does not


def _one_origin(_verdict: Verdict, found: Strength, about: Sequence[Row]) -> str:
    if len(found.origins) != 1:
        return ""
    return f"all rows are of one source, {about[0]['publisher']}"


def _one_interest(_verdict: Verdict, _found: Strength, about: Sequence[Row]) -> str:
    who = alone(map(party, about))
    return f"only a party with a stake says so, {who}" if who else ""


def _indirect(verdict: Verdict, _found: Strength, _about: Sequence[Row]) -> str:
    # of a part, which is shown as one, the strength is that of the part
    shown = [trial.test for trial in verdict.trials if asks(trial, verdict.side)]
    return "what is measured stands in for what is said" if any(test.get("proxy") for test in shown) else ""


def _old_row(verdict: Verdict, found: Strength, _about: Sequence[Row]) -> str:
    row = verdict.claim.row
    now = not row["period_end"] and row["kind"] not in PAST and verdict.test["day"] == "own"
    old = bool(found.newest) and found.newest < years_before(verdict.cutoff, 1)
    return f"it speaks of now, and its newest row is of {found.newest}" if now and old else ""


def _one_carrier(verdict: Verdict, found: Strength, _about: Sequence[Row]) -> str:
    if not found.carriers:
        return ""
    source, word = next(iter(found.carriers.items()))
    if len(found.carriers) == 1:
        return f"without one source, {source}, it would be {word}"
    return f"without any one of {len(found.carriers)} sources, such as {source}, it would be {word}"


def _close(_verdict: Verdict, found: Strength, _about: Sequence[Row]) -> str:
    how = {"0.5": "half", "2": "twice"}
    return " and ".join(f"with {how[name]} the tolerance it would be {word}" for name, word in found.tolerances.items())


def _own_count(verdict: Verdict, _found: Strength, _about: Sequence[Row]) -> str:
    measured = verdict.measured
    if not isinstance(measured, Figure) or verdict.side == SAID or not COUNTS.search(verdict.test["measure"]):
        return ""
    # a single entry shows that something happened, whatever else was found
    single = measured.unit == "count" and measured.quantity == ONE
    own = any(isinstance(row, Entry) for row in verdict.rows)
    return "" if single or not own else "it counts what a register of this book holds"


DOMAINS: tuple[Callable[[Verdict, Strength, Sequence[Row]], str], ...] = (
    _one_origin,
    _one_interest,
    _indirect,
    _old_row,
    _one_carrier,
    _close,
    _own_count,
)

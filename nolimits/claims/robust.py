"""How firmly a thesis stands: in which share of all fair readings as it does, what moves it most, what would turn it.

A specification curve after Simonsohn, Simmons and Nelson (Nature Human Behaviour, 2020), over the choices that a
multiverse analysis (Steegen, Tuerlinckx, Gelman and Vanpaemel, Perspectives on Psychological Science, 2016) asks for:
all that could fairly have been chosen otherwise, each with each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from nolimits.claims.readings import USUAL, Reading, word_on_side
from nolimits.claims.statements import claim
from nolimits.claims.strength import TIMES
from nolimits.claims.theses import Stand, Standing, Thesis, by_rule, stand, verdicts_of
from nolimits.claims.turning import turns, word_past
from nolimits.claims.verdicts import DECIDED, UNDECIDED
from nolimits.claims.weigh import Verdict, asks, grounds
from nolimits.data import Figure, View
from nolimits.data.door import memoise
from nolimits.data.origins import first_pages, of_its_origin
from nolimits.data.quantities import Quantity
from nolimits.data.store import remember

STATES = ("status", "state")  # columns of registers whose words change
COUNTED = "counted"  # verdicts that rest on little count as they stand


class Choices(NamedTuple):
    """An option of each dimension; the empty one is the book's own."""

    source: str = ""
    tolerance: str = ""
    reading: str = ""
    weak: str = ""


SOURCE, TOLERANCE, READING, WEAK = DIMENSIONS = Choices._fields


@dataclass(frozen=True)
class Curve:
    """A thesis in all fair readings: how often it `stands` how, in the order of stands.

    `mover` is the choice that moves it most, as dimension and option, empty where none moves it; `moved` is in how
    many of the `chosen` readings with that choice it stands otherwise.
    """

    stands: Mapping[str, int]
    now: str
    mover: tuple[str, str] = ("", "")
    moved: int = 0
    chosen: int = 0

    @property
    def readings(self) -> int:
        """How many readings there are."""
        return sum(self.stands.values())

    @property
    def same(self) -> int:
        """In how many of them it stands as it does."""
        return self.stands.get(self.now, 0)


@dataclass(frozen=True)
class Nearest:
    """The smallest new fact that would make a thesis stand otherwise: a core statement that would be `word`.

    `start` and `end` are what is measured of it now and what would have to be, None where it hangs on no number.
    `more` says that the statement is as it should be and only rests on too little.
    """

    claim: str
    word: str
    stand: Stand
    start: Quantity | None = None
    end: Quantity | None = None
    more: bool = False


def curve(thesis: Thesis, view: View) -> Curve:
    """A thesis in all fair readings, by the rows of the view; asked once for a view."""
    return memoise(view.memo, f"curve of {thesis.key}", lambda: _keep_curve(thesis, view))


def _keep_curve(thesis: Thesis, view: View) -> Curve:
    follows = [vars(thesis), *(grounds(claim(key, view), view) for key in thesis.core)]
    made = remember("curve", follows, lambda: vars(_curve(thesis, view)), view.evidence)
    return Curve(**{**made, "mover": tuple(made["mover"])})


def _curve(thesis: Thesis, view: View) -> Curve:
    now = stand(thesis, view).now
    found = _stands(thesis, view)
    counts = Counter(found.values())
    others: dict[tuple[str, str], float] = {
        (dimension, option): _share(_with(found, dimension, option), now) - _share(_with(found, dimension, ""), now)
        for dimension in DIMENSIONS
        for option in dict.fromkeys(getattr(choices, dimension) for choices in found)
        if option
    }
    most = max(others, key=lambda choice: others[choice], default=("", ""))
    ways = {way.value: counts[way] for way in Stand if counts[way]}
    if others.get(most, 0) <= 0:
        return Curve(ways, now.value)
    chosen = _with(found, *most)
    return Curve(ways, now.value, most, sum(way is not now for way in chosen), len(chosen))


def _with(found: Mapping[Choices, Stand], dimension: str, option: str) -> list[Stand]:
    """How a thesis stands in the readings with one option of a dimension."""
    return [way for choices, way in found.items() if getattr(choices, dimension) == option]


def _share(ways: Sequence[Stand], now: Stand) -> float:
    """In which share of some readings a thesis stands otherwise than now."""
    return sum(way is not now for way in ways) / len(ways)


def _stands(thesis: Thesis, view: View) -> dict[Choices, Stand]:
    """How a thesis stands by each combination of what could fairly be chosen otherwise."""
    found = verdicts_of(thesis, view)
    sources = first_pages((row.source for one in found.values() for row in one.rows if row.source), view)
    shown = [trial.test["reading"] for one in found.values() for trial in one.trials if asks(trial, one.side)]
    readings = ("", *(("first", "second") if "second" in shown else ()))
    tolerances = ("", *(f"{factor:g}" for factor in TIMES))
    ways = map(Choices._make, product(("", *sources), tolerances, readings, ("", COUNTED)))
    return {
        one: stand_in(thesis, view, Reading(float(one.tolerance or 1), one.reading), one.source, weak=bool(one.weak))
        for one in ways
    }


def stand_in(thesis: Thesis, view: View, reading: Reading = USUAL, left_out: str = "", *, weak: bool = False) -> Stand:
    """How a thesis stands where its core statements are read otherwise, or without a source and all of its origin.

    What rests on too little is what does in the view's own reading; it counts where `weak` says so. How the thesis
    stood on its paper's day is kept, too.
    """
    usual, words = stand(thesis, view), []
    gone = of_its_origin(left_out, view) if left_out else ()
    blind = view.without(*gone)
    for key, verdict in verdicts_of(thesis, view).items():
        if key in usual.weak and not weak:
            words.append(UNDECIDED)
        else:
            rests = any(row.source in gone for row in verdict.rows)
            words.append(word_on_side(verdict, blind if rests else view, reading))
    return by_rule(words, usual.then)


def nearest(one: Standing, view: View) -> Nearest | None:
    """The smallest new fact that would turn a thesis: of what is measured the least move, in proportion.

    Where none hangs on a number, one more source for a statement that rests on too little, else a row that turns a
    statement. None where no single statement would turn it.
    """
    moves = sorted(_moves(one, view), key=lambda found: found[0])
    if moves:
        return moves[0][1]
    turners = [
        Nearest(key, word, way, more=key in one.weak and one.words[key] == word) for key, word, way in one.turners
    ]
    return min(turners, key=lambda found: not found.more, default=None)


def _moves(one: Standing, view: View) -> Iterator[tuple[float, Nearest]]:
    """What is measured of each core statement, moved until the thesis stands otherwise, and how far that is.

    No new fact makes fewer of dated entries, and none turns a thesis that only doubts about a figure's last digits
    would turn, and that stands as now beyond them.
    """
    for key, verdict in verdicts_of(one.thesis, view).items():
        measured = verdict.measured
        if key in one.weak or verdict.now not in DECIDED or not isinstance(measured, Figure) or not measured.quantity:
            continue
        for end, word in turns(verdict, view):
            start = measured.quantity
            if measured.counts and not _may_end(verdict) and end.centre < start.centre:
                continue
            way = by_rule({**one.effective_words, key: word}.values(), one.then)
            beyond = by_rule({**one.effective_words, key: word_past(verdict, view, end)}.values(), one.then)
            if one.now not in (way, beyond):
                size = max(abs(start.centre), start.width, 1e-9)
                yield abs(end.centre - start.centre) / size, Nearest(key, word, way, start, end)


def _may_end(verdict: Verdict) -> bool:
    """Whether what a test counts is chosen by its state, so that there may be fewer one day."""
    return any(f"{name}=" in verdict.test["measure"] for name in STATES)

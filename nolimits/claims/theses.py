"""What the papers argue, thesis by thesis, and how each stands by the statements that bear it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, unique

from nolimits.claims.shifts import Shift, counts, shift
from nolimits.claims.statements import claim, paper_day
from nolimits.claims.strength import GRADES, MODERATE, holds_no_more, strength, weak_by_age
from nolimits.claims.verdicts import CONFIRMED, OVERTAKEN, PARTLY, REFUTED, UNDECIDED, VerdictWord
from nolimits.claims.weigh import PART, Verdict, weigh
from nolimits.data import DataError, Evidence, Row, View
from nolimits.data.door import memoise

CORE, SUPPORT = "core", "support"


@unique
class Stand(Enum):
    """How a thesis stands, in the order in which theses are counted."""

    HOLDS = "holds"
    PART = "holds in part"
    OVERTAKEN = VerdictWord.OVERTAKEN.label
    FAILS = "does not hold"
    OPEN = "open"


@dataclass(frozen=True)
class Thesis:
    """One thing that a paper argues: `text` is a clause that can follow "that", `core` and `support` are statements."""

    key: str
    document: str
    section: str
    text: str
    core: tuple[str, ...]
    support: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """How a thesis stands by a day, and stood on its paper's: `then` is None before that day.

    `words` are the verdicts on its core statements, `weak` those of them that rest on too little to count. `grade` is
    the lowest strength among those that count, moderate at most where one decides nothing, empty where none counts.
    `turners` are the core statements of which each
    alone would make it stand otherwise, with the verdict and the stand that would follow. `shifts` are the core
    statements that count otherwise than on the paper's day; `aged` says that it is open for the age of its rows alone.
    """

    thesis: Thesis
    now: Stand
    then: Stand | None
    words: Mapping[str, str]
    weak: tuple[str, ...]
    grade: str
    turners: tuple[tuple[str, str, Stand], ...]
    shifts: tuple[Shift, ...] = ()
    aged: bool = False

    @property
    def lost(self) -> bool:
        """Whether it is open and was not on its paper's day, or would not be, were its newest rows younger."""
        return self.now is Stand.OPEN and (self.aged or self.then not in (None, Stand.OPEN))

    @property
    def effective_words(self) -> dict[str, str]:
        """The verdicts on its core statements as they count: one that rests on too little decides nothing."""
        return {key: UNDECIDED if key in self.weak else word for key, word in self.words.items()}


def theses(evidence: Evidence) -> tuple[Thesis, ...]:
    """All theses, paper by paper in the order of their days, each paper's in its own order."""
    return memoise(evidence.memo, "theses", lambda: _make_theses(evidence))


def thesis(key: str, evidence: Evidence) -> Thesis:
    """One thesis by its key. Raises DataError for an unknown key."""
    found = next((one for one in theses(evidence) if one.key == key), None)
    if found is None:
        raise DataError(f"no thesis is called {key!r}: theses.csv names them")
    return found


def _make_theses(evidence: Evidence) -> tuple[Thesis, ...]:
    papers = list(evidence.documents)
    rows = sorted(evidence.rows("theses"), key=lambda row: (papers.index(row["document"]), int(row["order"])))
    borne = evidence.rows("bearers")
    return tuple(
        Thesis(
            row["thesis"], row["document"], row["section"], row["text"], _by(row, borne, CORE), _by(row, borne, SUPPORT)
        )
        for row in rows
    )


def _by(thesis: Row, bearers: Sequence[Row], role: str) -> tuple[str, ...]:
    return tuple(row["claim"] for row in bearers if (row["thesis"], row["role"]) == (thesis["thesis"], role))


def stand(thesis: Thesis, view: View) -> Standing:
    """How a thesis stands as of the view's cutoff, and how it stood on its paper's day."""
    return memoise(view.memo, f"thesis {thesis.key}", lambda: _make_standing(thesis, view))


def verdicts_of(thesis: Thesis, view: View) -> dict[str, Verdict]:
    """The verdicts on the core statements of a thesis, by their keys."""
    return {key: weigh(claim(key, view), view) for key in thesis.core}


def _make_standing(thesis: Thesis, view: View) -> Standing:
    found = verdicts_of(thesis, view)
    then = _on_its_day(thesis, view)
    gone = [key for key, one in found.items() if then is Stand.HOLDS and holds_no_more(one, view)]
    weak = tuple(key for key, one in found.items() if strength(one, view).weak and key not in gone)
    counting = {key: UNDECIDED if key in weak else one.word for key, one in found.items()}
    now = by_rule(counting.values(), then)
    turners = []
    for key, verdict in found.items():
        # of a part alone no more is ever shown than that it holds in part; what has no test never turns
        best = PARTLY if verdict.side == PART else CONFIRMED
        for word in (best, REFUTED) if verdict.tested else ():
            other = by_rule({**counting, key: word}.values(), then)
            if counting[key] != word and other != now:
                turners.append((key, word, other))
    grades = ["" if key in weak else strength(one, view).grade for key, one in found.items()]
    grade = _lowest(grades) if now is not Stand.OPEN else ""
    shifts = _shifts(thesis, view) if then else ()
    younger = {key: found[key].word for key in weak if weak_by_age(found[key], view)}
    aged = now is Stand.OPEN and by_rule({**counting, **younger}.values(), then) is not Stand.OPEN
    words = {key: one.word for key, one in found.items()}
    return Standing(thesis, now, then, words, weak, grade, tuple(turners), shifts, aged)


def _lowest(grades: Sequence[str]) -> str:
    """The lowest of the strengths of core statements; moderate at most where one is empty, for it decides nothing."""
    known = [grade for grade in grades if grade]
    most = [] if len(known) == len(grades) else [MODERATE]
    return max([*known, *most], key=GRADES.index) if known else ""


def _shifts(thesis: Thesis, view: View) -> tuple[Shift, ...]:
    """How its core statements count otherwise than on the paper's day."""
    said = [claim(key, view) for key in thesis.core]
    earlier = view.on(paper_day(said[0], view.evidence))
    return tuple(found for one in said if (found := shift(one, earlier, view)))


def _on_its_day(thesis: Thesis, view: View) -> Stand | None:
    """How a thesis stood on its paper's day; None before that day."""
    day = paper_day(claim(thesis.core[0], view), view.evidence)
    if view.cutoff < day:
        return None
    earlier = view.on(day)
    return by_rule(counts(one, earlier) for one in verdicts_of(thesis, earlier).values())


def by_rule(words: Iterable[str], then: Stand | None = None) -> Stand:
    """How a thesis stands by the verdicts on its core statements, and by how it stood on its day.

    It holds in part where at least half of them hold, each at least in part. A statement that fails counts no better
    than one that is open: no refutation lifts a thesis.
    """
    verdicts = list(words)
    failed = sum(word in (REFUTED, OVERTAKEN) for word in verdicts)
    held = sum(word in (CONFIRMED, PARTLY) for word in verdicts)
    if verdicts and all(word == CONFIRMED for word in verdicts):
        return Stand.HOLDS
    if failed and then is Stand.HOLDS:
        return Stand.OVERTAKEN
    if 2 * failed > len(verdicts):
        return Stand.FAILS
    return Stand.PART if verdicts and 2 * held >= len(verdicts) else Stand.OPEN

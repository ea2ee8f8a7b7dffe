"""The words of a verdict, declared once: colours, ratings, schemas and style sheets follow from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, unique

Colours = tuple[str, str]  # on a light and on a dark page


@dataclass(frozen=True)
class Look:
    """How a verdict is shown and rated.

    `ink` and `ground` are the colours of its badge, `fill` that of a strip or a bar. `rating` is its place on
    schema.org's scale for reviews of claims, None for a word that decides nothing.
    """

    ink: Colours
    ground: Colours
    fill: Colours
    rating: int | None = None


@unique
class VerdictWord(Enum):
    """A verdict, in the order in which verdicts are counted and listed."""

    CONFIRMED = Look(("#0f6149", "#6ddcb4"), ("#dff2ea", "#10352a"), ("#13795b", "#4fd0a4"), rating=3)
    PARTLY = Look(("#585e05", "#d3db6e"), ("#f1f3d2", "#2f3210"), ("#6b7209", "#c6cf55"), rating=2)
    OVERTAKEN = Look(("#7a3e06", "#f0b27a"), ("#fbeadb", "#3f2409"), ("#a85a12", "#e39a52"), rating=1)
    REFUTED = Look(("#842a64", "#eda3d0"), ("#f8e6f1", "#421a34"), ("#8c2f6b", "#e58cc4"), rating=1)
    UNDECIDED = Look(("#4d5660", "#c3cad1"), ("transparent", "transparent"), ("#b9bec6", "#5b626d"))
    UNTESTABLE = Look(("#4d5660", "#c3cad1"), ("#e9ecef", "#2b3036"), ("#e3e5e8", "#33373d"))

    @property
    def text(self) -> str:
        """The word as it is written, in tables and on pages."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The word as a reader sees it beside a statement."""
        return LABELS.get(self.text, self.text)

    @property
    def look(self) -> Look:
        """How it is shown and rated."""
        return self.value


THEN = "on the paper’s day"
NO_LONGER = f"{THEN} and no longer does"
LABELS = {"overtaken": f"held {NO_LONGER}"}
PART_ONLY = "by its measurable part alone"  # said beside a verdict on a cause, of which only that is weighed
TOO_WEAK, ENOUGH = "too weak to count", "enough to count"  # said beside one that rests on too little, or came to
WORDS = tuple(word.text for word in VerdictWord)
DECIDED = tuple(word.text for word in VerdictWord if word.look.rating is not None)
RATINGS = {word.text: word.look.rating for word in VerdictWord if word.look.rating is not None}
CONFIRMED, PARTLY, REFUTED = VerdictWord.CONFIRMED.text, VerdictWord.PARTLY.text, VerdictWord.REFUTED.text
OVERTAKEN, UNDECIDED, UNTESTABLE = VerdictWord.OVERTAKEN.text, VerdictWord.UNDECIDED.text, VerdictWord.UNTESTABLE.text
PHRASES = {PARTLY: f"{CONFIRMED} in part"}  # what a sentence says in place of a word that cannot stand in one
# how a statement stood on its paper's day, and stands now, as a sentence says it; else it was, and is, open
STOOD = {CONFIRMED: "held", PARTLY: "held in part", REFUTED: "did not hold"}
HOLDS = {CONFIRMED: "holds", PARTLY: "holds in part", REFUTED: "does not hold"}
TESTED = tuple(word for word in WORDS if word != UNTESTABLE)


def are_opposed(before: str, after: str) -> bool:
    """Whether a verdict turned from one end of the scale to the other."""
    return {RATINGS.get(before), RATINGS.get(after)} == {max(RATINGS.values()), min(RATINGS.values())}


def aftermath(then: str, now: str, *, undated: bool = False) -> str:
    """What became of a statement between its paper's day and now, in words; empty where nothing did.

    Of one that is `undated` it is not known how it stood then, for nobody knows whether its rows were public.
    """
    if then == now or not then:
        return ""
    stands = f"{HOLDS.get(now, 'is open')} now"
    if undated:
        return f"{stands}; how it stood {THEN} is not known"
    if then in (CONFIRMED, PARTLY) and now == REFUTED:
        return f"{STOOD[then]} {NO_LONGER}"
    return f"{STOOD.get(then, 'was open')} {THEN} and {stands}"


def style_sheet() -> str:
    """The verdicts' colours as CSS variables for both themes, and the rules that use them."""
    return "\n".join([*_variables(), *_rules(), ""])


def _variables() -> Iterator[str]:
    for theme, selector in enumerate((":root", 'html[data-theme="dark"]')):
        parts = (
            f"--{word.text}: {word.look.ink[theme]}; --{word.text}-ground: {word.look.ground[theme]};"
            f" --{word.text}-fill: {word.look.fill[theme]};"
            for word in VerdictWord
        )
        yield f"{selector} {{ {' '.join(parts)} }}"


LINES = " white-space: normal; -webkit-box-decoration-break: clone; box-decoration-break: clone;"


def _rules() -> Iterator[str]:
    for word in VerdictWord:
        name, hollow = word.text, word.look.ground[0] == "transparent"
        shape = " box-shadow: inset 0 0 0 1.5px currentcolor;" if hollow else ""
        # several words wrap, each line a badge
        lines = LINES if name in LABELS else ""
        yield f":is(a, span).badge.{name} {{ color: var(--{name}); background: var(--{name}-ground);{shape}{lines} }}"
        yield f"svg .{name} {{ fill: var(--{name}-fill); }}"
        yield f".bar.{name} {{ background: var(--{name}-fill); }}"

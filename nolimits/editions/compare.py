"""What differs between two editions: verdicts, headlines, directions, numbers, charts, sentences, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from nolimits.claims.strength import WEAK
from nolimits.claims.verdicts import DECIDED, ENOUGH, TOO_WEAK, UNDECIDED, are_opposed
from nolimits.data import day_name
from nolimits.data.nouns import many
from nolimits.editions.causes import CAUSES, Side, Why, why
from nolimits.editions.likeness import alike, kind_of, likeliest, other_period, size
from nolimits.pagemodel.model import DAY, Twin
from nolimits.pagemodel.twin import BookTwin

KINDS = {  # what differs, as it is told of one and of more
    "verdict": ("verdict turned", "verdicts turned"),
    "strength": ("verdict that counts otherwise", "verdicts that count otherwise"),
    "headline": ("headline", "headlines"),
    "direction": ("direction", "directions"),
    "state": ("state of a project", "states of projects"),
    "number": ("number", "numbers"),
    "date": ("day or period", "days and periods"),
    "exhibit": ("chart", "charts"),
    "sentence": ("sentence", "sentences"),
    "part": ("part made from tables", "parts made from tables"),
    "page": ("page", "pages"),
}
TURNS = ("verdict", "strength")  # of these kinds, what is told of a statement
CAPTIONS = ("subtitle", "caption")  # words of a chart beside its headline
VerdictPages = tuple[list[str], Twin, Mapping[str, Twin]]  # pages that show a verdict, the verdict, the rows beside it


@dataclass(frozen=True)
class Change:
    """One difference, in one place of one page.

    `kind` is one of `KINDS`; `anchor` is its place on the page, `asked` what is asked there, and `context` the
    sentence, statement or heading by which a reader knows it. `before` is None where the place is new, `after` where
    it is gone. `weight` orders changes of a kind, the largest first; `pages` are all that show a verdict,
    and `weak` says that it rests on too little, before or after, to be called a turn.
    """

    page: str
    kind: str
    anchor: str
    asked: str
    context: str
    before: str | None
    after: str | None
    causes: tuple[str, ...]
    came: tuple[Twin, ...] = ()
    went: tuple[Twin, ...] = ()
    weight: float = 0.0
    pages: tuple[str, ...] = ()
    weak: bool = False

    @property
    def cause(self) -> str:
        """The foremost cause."""
        return self.causes[0] if self.causes else ""


@dataclass(frozen=True)
class Comparison:
    """Two editions and all that differs: `changes` by kind in the order of `KINDS`, then by page in the book's."""

    old: BookTwin
    new: BookTwin
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind."""
        counted = Counter(change.kind for change in self.changes)
        return {kind: counted[kind] for kind in KINDS if counted[kind]}

    @cached_property
    def causes(self) -> dict[str, int]:
        """How many changes each cause is the foremost of."""
        counted = Counter(change.cause for change in self.changes)
        return {cause: counted[cause] for cause in CAUSES if counted[cause]}

    def of(self, kind: str) -> list[Change]:
        """The changes of a kind."""
        return [change for change in self.changes if change.kind == kind]

    def on(self, page: str) -> list[Change]:
        """What differs on a page, the verdicts shown there among it."""
        return [change for change in self.changes if page == change.page or page in change.pages]

    def title(self, page: str) -> str:
        """The title of a page."""
        return (self.new.pages.get(page) or self.old.pages[page])["title"]

    def record(self) -> Twin:
        """The comparison for machines."""
        sides = {
            name: {"edition": book.edition, "cutoff": book.cutoff}
            for name, book in (("old", self.old), ("new", self.new))
        }
        titles = {page: self.title(page) for page in dict.fromkeys(change.page for change in self.changes)}
        told = [asdict(change) | {"cause": change.cause} for change in self.changes]
        return {
            **sides,
            "same": not self.changes,
            "counts": self.counts,
            "causes": self.causes,
            "pages": titles,
            "changes": told,
        }


def compare(old: BookTwin, new: BookTwin) -> Comparison:
    """What differs between two editions of a book. That a sentence names another day as its own makes no difference."""
    found = [*_verdicts(old, new)]
    for page in dict.fromkeys([*new.pages, *old.pages]):
        if page in old.pages and page in new.pages:
            found += _Pages(old, new, page).changes()
        else:
            one = new.pages.get(page) or old.pages[page]
            before, after = (None, one["title"]) if page in new.pages else (one["title"], None)
            found.append(Change(page, "page", "", page, one["title"], before, after, ("code",)))
    kinds, places = list(KINDS), list(dict.fromkeys([*new.pages, *old.pages]))
    found.sort(key=lambda change: (kinds.index(change.kind), places.index(change.page), -change.weight))
    return Comparison(old, new, tuple(found))


# --- verdicts, wherever they are shown


def _verdicts(old: BookTwin, new: BookTwin) -> Iterator[Change]:
    ledger = new.ledger
    before, after = _verdict_pages(old), _verdict_pages(new)
    for claim in sorted({*before, *after}):
        was, now = old.claims.get(claim), new.claims.get(claim)
        a, b = before.get(claim), after.get(claim)
        shown = b or a
        if shown is None:
            continue
        weak = [one is not None and one[1].get("strength") in WEAK for one in (a, b)]
        if was == now and (weak[0] is weak[1] or now not in DECIDED or not (_has_strength(a) and _has_strength(b))):
            continue
        reason = _why_turned(old, new, a, b)
        pages, said, _ = shown
        kind = "verdict"
        if was == now:
            kind, (was, now) = "strength", (f"{was}, {TOO_WEAK if one else ENOUGH}" for one in weak)
        where = ledger if ledger in pages else pages[0]
        yield Change(
            where,
            kind,
            claim,
            claim,
            said["statement"],
            was,
            now,
            reason.causes,
            reason.came,
            reason.went,
            _reversal(was, now) if kind == "verdict" else 0.0,
            tuple(pages),
            any(weak),
        )


def _has_strength(shown: VerdictPages | None) -> bool:
    """Whether a verdict is shown with its strength, which older editions do not tell."""
    return shown is not None and "strength" in shown[1]


def _verdict_pages(book: BookTwin) -> dict[str, VerdictPages]:
    """For each claim the pages that show its verdict, the verdict, and the rows held beside it."""
    found: dict[str, VerdictPages] = {}
    for name, page in book.pages.items():
        for verdict in page["verdicts"]:
            found.setdefault(verdict["claim"], ([], verdict, page["rows"]))[0].append(name)
    return found


def _why_turned(old: BookTwin, new: BookTwin, a: VerdictPages | None, b: VerdictPages | None) -> Why:
    if not (a and b):
        return Why(("definition",))
    before, after = (
        Side(book, held, tuple(said["rows"]), defined=said["test"]) for book, (_, said, held) in ((old, a), (new, b))
    )
    reason = why(before, after)
    return reason if reason.causes != ("code",) or not _came_due(a[1], old, new) else Why(("day",))


def _came_due(said: Mapping[str, Any], old: BookTwin, new: BookTwin) -> bool:
    return bool(said["due"]) and old.cutoff < said["due"] <= new.cutoff


def _reversal(was: str | None, now: str | None) -> float:
    """A verdict that turned over weighs more than one that was open."""
    if was and now and are_opposed(was, now):
        return 2.0
    return 1.0 if UNDECIDED not in (was, now) else 0.5


# --- what else stands on a page


class _Pages:
    """The twins of one page on either side."""

    def __init__(self, old: BookTwin, new: BookTwin, page: str) -> None:
        self.books, self.name = (old, new), page
        self.old, self.new = old.pages[page], new.pages[page]

    def changes(self) -> Iterator[Change]:
        if self.old["fingerprint"] == self.new["fingerprint"]:
            return
        if self.old["title"] != self.new["title"]:
            titles = (self.old["title"], self.new["title"])
            yield Change(self.name, "sentence", "", "", self.new["title"], *titles, ("code",))
        yield from self._numbers()
        yield from self._exhibits()
        yield from self._sentences()
        yield from self._parts()

    def _why(
        self, a: Mapping[str, Any], b: Mapping[str, Any], *, key: str = "rows", asked: str = "", defined: str = ""
    ) -> Why:
        return why(
            *(
                Side(book, page["rows"], tuple(one.get(key, ())), asked, page["parameters"], one.get(defined))
                for book, page, one in ((self.books[0], self.old, a), (self.books[1], self.new, b))
            )
        )

    def _same(self, before: str, after: str) -> bool:
        """Whether two texts are the same but for the day of the edition."""
        days = (day_name(book.cutoff) for book in self.books)
        return before == after or len({t.replace(d, DAY) for t, d in zip((before, after), days, strict=True)}) == 1

    def _pairs(self, kind: str, key: str) -> Iterator[tuple[Twin | None, Twin | None]]:
        before, after = ({one[key]: one for one in page[kind]} for page in (self.old, self.new))
        for name in dict.fromkeys([*after, *before]):
            yield before.get(name), after.get(name)

    def _numbers(self) -> Iterator[Change]:
        for a, b in self._pairs("numbers", "anchor"):
            # a number asked on one side only stands in a sentence that came or went
            if a is None or b is None or self._same(a["text"], b["text"]):
                continue
            reason = self._why(a, b, asked=b["expression"])
            before, after = (f"{one['text']}{other_period(one, other)}" for one, other in ((a, b), (b, a)))
            asked = f"{{{b['role']}}}`{b['expression']}`"
            yield Change(
                self.name,
                kind_of(a, b),
                b["anchor"],
                asked,
                self._context(b),
                before,
                after,
                reason.causes,
                reason.came,
                reason.went,
                size(a["value"], b["value"]),
            )

    def _context(self, number: Mapping[str, Any]) -> str:
        """The sentence in which a number stands now; that of an exhibit is its headline."""
        place = number["anchor"]
        said = next((one["text"] for one in self.new["sentences"] if place in one["numbers"]), "")
        return said or next((one["headline"] for one in self.new["exhibits"] if place in one["numbers"]), "")

    def _exhibits(self) -> Iterator[Change]:
        for a, b in self._pairs("exhibits", "id"):
            if a is None or b is None:
                one = b or a or {}
                before, after = (side["headline"] if side else None for side in (a, b))
                yield Change(self.name, "exhibit", one["id"], one["id"], one["headline"], before, after, ("code",))
                continue
            if not self._same(a["headline"], b["headline"]):
                reason = self._why(a, b, key="told")
                if reason.causes[0] in ("day", "code"):
                    reason = self._why(a, b, defined="parameters")
                told = (a["headline"], b["headline"])
                yield Change(
                    self.name,
                    "headline",
                    b["id"],
                    b["id"],
                    b["subtitle"],
                    *told,
                    reason.causes,
                    reason.came,
                    reason.went,
                )
            yield from self._captions(a, b)
            if not alike(a, b):
                yield self._redrawn(a, b)

    def _captions(self, a: Twin, b: Twin) -> Iterator[Change]:
        """What stands above and below a chart, put otherwise."""
        for part in CAPTIONS:
            before, after = (one.get(part, "") for one in (a, b))
            if not self._same(before, after):
                reason = self._why(a, b, asked=after)
                yield Change(
                    self.name,
                    "sentence",
                    b["id"],
                    b["id"],
                    b["headline"],
                    before or None,
                    after or None,
                    reason.causes,
                    reason.came,
                    reason.went,
                )

    def _redrawn(self, a: Twin, b: Twin) -> Change:
        reason = self._why(a, b, defined="parameters")
        if a["records"] == b["records"] and a["parameters"] == b["parameters"]:
            reason = Why(("code",))
        before, after = (many(len(one["rows"]), "row") for one in (a, b))
        return Change(
            self.name,
            "exhibit",
            b["id"],
            b["id"],
            b["headline"],
            before,
            after,
            reason.causes,
            reason.came,
            reason.went,
        )

    def _sentences(self) -> Iterator[Change]:
        pairs = [(a, b) for a, b in self._pairs("sentences", "anchor")]
        gone = [a for a, b in pairs if a and b is None]
        for a, b in pairs:
            if b is None:
                continue
            if a is None and (near := likeliest(b, gone)):
                gone.remove(near)
                a = near
            if a is None or not self._same(a["text"], b["text"]):
                yield self._sentence_change(a, b)
        for a in gone:
            yield self._sentence_change(a, None)

    def _sentence_change(self, a: Twin | None, b: Twin | None) -> Change:
        one, empty = b or a or {}, {"rows": ()}
        reason = self._why(a or empty, b or empty, asked=one["text"])
        return Change(
            self.name,
            "sentence",
            one["anchor"],
            "",
            one["under"],
            a["text"] if a else None,
            b["text"] if b else None,
            reason.causes,
            reason.came,
            reason.went,
        )

    def _parts(self) -> Iterator[Change]:
        before = Counter((part["directive"], part["argument"], part["fingerprint"]) for part in self.old["parts"])
        after = Counter((part["directive"], part["argument"], part["fingerprint"]) for part in self.new["parts"])
        gone = {one[:2] for one in before} - {one[:2] for one in after}
        for directive, argument in (*(one[:2] for one in after - before), *sorted(gone)):
            yield Change(self.name, "part", "", f"{directive} {argument}".strip(), "", None, None, ())

"""What rows that come in would change: figures that no longer stand, verdicts, pages, sentences that would go stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nolimits.book.charts import runner
from nolimits.book.days import BookDay
from nolimits.book.parameters import parameters_of
from nolimits.claims import ledger
from nolimits.claims.shifts import as_it_counts
from nolimits.claims.theses import stand, theses
from nolimits.claims.verdicts import DECIDED
from nolimits.data import LATEST, Observation, View, evidence
from nolimits.data.observations import best_take
from nolimits.editions.compare import Comparison, compare
from nolimits.manuscript import contents
from nolimits.pagemodel.stale import stale
from nolimits.pagemodel.twin import BookTwin
from nolimits.updates.merge import Merge

Say = Callable[[str], None]


@dataclass(frozen=True)
class Pair:
    """A figure that comes in beside the one that stood for its period."""

    new: Observation
    old: Observation

    @property
    def apart(self) -> bool:
        """Whether no figure can be both."""
        return not self.new.quantity.meets(self.old.quantity)


@dataclass
class Effects:
    """What would change: figures displaced, figures against what stands, verdicts that turn, those that only come to
    count or cease to, theses, pages, sentences going stale.
    """

    displaced: list[Pair] = field(default_factory=list)
    against: list[Pair] = field(default_factory=list)
    verdicts: list[tuple[str, str, str]] = field(default_factory=list)  # claim, word before, word after
    weights: list[tuple[str, str, str]] = field(default_factory=list)  # the same of words that are as they were
    theses: list[tuple[str, str, str]] = field(default_factory=list)  # thesis, how it stood, how it would stand
    pages: Comparison | None = None
    stale: list[str] = field(default_factory=list)


def effects(folder: Path, stage: Path, merges: Mapping[str, Merge], book: Path | None, say: Say) -> Effects:
    """What a staged change of the tables would change; pages only where the root of a `book` is given."""
    found = Effects()
    for pair, stands in _figures(folder, stage, merges):
        if pair.apart:
            found.against.append(pair)
        if stands:
            found.displaced.append(pair)
    before, after = View(LATEST, folder=folder), View(LATEST, folder=stage)
    words, weights = zip(*map(_verdicts, (before, after)), strict=True)
    found.verdicts = _new_wordings(*words)
    turned = {key for key, *_ in found.verdicts}
    found.weights = [one for one in _new_wordings(*weights) if one[0] not in turned]
    found.theses = _new_wordings(
        *({one.key: stand(one, view).now.value for one in theses(view.evidence)} for view in (before, after))
    )
    if book is not None:
        old, new = (_book(book, view, say) for view in (before, after))
        found.pages = compare(old, new)
        known = set(_stale(old))
        found.stale = [one for one in _stale(new) if one not in known]
    return found


def _verdicts(view: View) -> tuple[dict[str, str], dict[str, str]]:
    """The word of each verdict, and that word with whether it counts."""
    found = {one.claim.key: one for one in ledger.verdicts(view)}
    weights = {key: as_it_counts(one, view, full=one.now in DECIDED) for key, one in found.items()}
    return {key: one.word for key, one in found.items()}, weights


def _new_wordings(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What is told in other words than before, by key: the words before, empty where there were none, and after."""
    return [(key, before.get(key, ""), words) for key, words in after.items() if before.get(key) != words]


def _figures(folder: Path, stage: Path, merges: Mapping[str, Merge]) -> Iterator[tuple[Pair, bool]]:
    """Each figure that comes in beside the one that stood, and whether it stands instead."""
    if "observations" not in merges:
        return
    before, after = evidence(folder).observations, evidence(stage).observations
    added = {tuple(one.cells.values()): one for one in merges["observations"].added}
    wanted = {(one.cells["indicator"], one.cells["period_start"], one.cells["period_end"]) for one in added.values()}
    for indicator, start, end in sorted(wanted):
        old = best_take(
            take for take in before.get(indicator, ()) if (take.period.start, take.period.end) == (start, end)
        )
        if old is None:
            continue
        takes = [take for take in after[indicator] if take.period == old.period]
        stands = best_take(takes)
        present = {take.anchor for take in before[indicator] if take.period == old.period}
        for take in takes:
            if take.anchor not in present:
                moved = stands is not None and take.anchor == stands.anchor and take.quantity != old.quantity
                yield Pair(take, old), moved


def _book(root: Path, view: View, say: Say) -> BookTwin:
    book = contents(root)
    with runner(book, say) as by:
        return BookDay(book, view, parameters_of(book, (), view.cutoff)).make(by)


def _stale(book: BookTwin) -> Iterator[str]:
    for page in book.pages.values():
        yield from stale(page)

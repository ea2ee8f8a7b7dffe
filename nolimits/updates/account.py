"""What an update would do, told before it is done: rows, figures that stand no longer, effects, refusals."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nolimits.data import Observation
from nolimits.data.quantities import INFINITE
from nolimits.data.texts import many
from nolimits.editions import telling
from nolimits.updates.effects import Effects, Pair
from nolimits.updates.merge import Merge
from nolimits.updates.rows import Refusal

FEW, MOST, WIDTH = 3, 12, 118
ROWS = 6  # numbers of rows told of a fault that many share


def tables(merges: Iterable[Merge], *, everything: bool) -> Iterator[str]:
    """How many rows come in, by table, and of figures by indicator."""
    for one in merges:
        counts = [
            (len(one.added), "new"),
            (len(one.filled), "filled in"),
            (len(one.replaced), "replaced"),
            (one.same, "there already"),
        ]
        said = ", ".join(f"{number:,} {word}" for number, word in counts if number)
        yield f"{one.name}: {said or 'nothing'}"
        if one.name == "observations":
            yield from _by_indicator(one, everything)
        for row, incoming in (*one.filled, *one.replaced):
            changed = [name for name in row if row[name] != incoming.cells[name]]
            told = "; ".join(f"{name}: {row[name] or 'empty'} → {incoming.cells[name]}" for name in changed)
            yield f"  {incoming.place}: {told}"


def _by_indicator(one: Merge, everything: bool) -> Iterator[str]:
    counted = Counter(row.cells["indicator"] for row in one.added)
    shown = sorted(counted) if everything else [name for name, _ in counted.most_common(MOST)]
    for name in shown:
        spans = [row.cells for row in one.added if row.cells["indicator"] == name]
        first, last = min(row["period_start"] for row in spans), max(row["period_end"] for row in spans)
        yield f"  {name}: {counted[name]:,} from {first} to {last}"
    if len(counted) > len(shown):
        yield f"  … and {len(counted) - len(shown)} more (--all)"


def changes(found: Effects, *, everything: bool) -> Iterator[str]:
    """What would change besides the tables."""
    yield from _pairs("would stand in place of others", found.displaced, everything)
    yield from _pairs("would contradict those that stand", found.against, everything)
    if found.theses:
        several = many(len(found.theses), "thesis", "theses")
        yield f"{several} would stand otherwise, and with that the answer on the first page:"
        for key, was, now in found.theses:
            yield from _wrapped(f"{key}: {was} → {now}")
    if found.verdicts:
        yield f"{many(len(found.verdicts), 'verdict')} would turn:"
        turned = Counter((was, now) for _, was, now in found.verdicts)
        for (was, now), number in turned.most_common():
            names = [claim for claim, *pair in found.verdicts if tuple(pair) == (was, now)]
            yield from _wrapped(f"{was} → {now} ({number}): {', '.join(names)}")
    if found.pages is not None:
        yield ""
        yield telling.as_text(found.pages, everything=everything)
        drawn = telling.once(found.pages.of("exhibit"))
        if drawn and not everything:
            names = [f"{change.anchor} ({', '.join(map(found.pages.title, pages))})" for change, pages in drawn]
            yield from ("", f"Charts that would be drawn anew: {len(names)}", *_wrapped(", ".join(names)))
    if found.stale:
        yield f"{many(len(found.stale), 'sentence')} would go stale, a fixed period beside a newer one:"
        for one in found.stale if everything else found.stale[:MOST]:
            yield from _wrapped(one)


def _pairs(title: str, pairs: Sequence[Pair], everything: bool) -> Iterator[str]:
    if pairs:
        yield f"{many(len(pairs), 'figure')} {title}:"
        shown = sorted(pairs, key=_size, reverse=True)
        for pair in shown if everything else shown[:MOST]:
            new, old = pair.new, pair.old
            yield f"  {new.indicator}, {new.period.name}: {_figure(new)} against {_figure(old)}"
        if len(pairs) > MOST and not everything:
            yield f"  … and {len(pairs) - MOST} more, the smaller ones (--all)"


def _size(pair: Pair) -> float:
    a, b = pair.new.quantity.centre, pair.old.quantity.centre
    return abs(a - b) / max(abs(a), abs(b), 1e-12)


def _figure(take: Observation) -> str:
    quantity = take.quantity
    if quantity.value is not None:
        value = f"{quantity.value:.15g}"
    elif quantity.bounded:
        value = f"{quantity.low:.15g} to {quantity.high:.15g}"
    else:
        value = f"{quantity.high if quantity.low == -INFINITE else quantity.low:.15g}"
    vague = f"{take.qualifier} " if take.qualifier not in ("exact", "range") else ""
    return f"{vague}{value} ({take.source})"


def refusals(found: Sequence[Refusal], *, everything: bool) -> Iterator[str]:
    """The rows refused; a fault that many rows of a file share is told once, with how many and which."""
    groups: dict[tuple[str, str, str, str], list[Refusal]] = {}
    for one in found:
        groups.setdefault((one.place.sheet, one.table, one.column, one.what), []).append(one)
    for (sheet, table, column, what), held in sorted(groups.items(), key=lambda pair: -len(pair[1])):
        if everything or len(held) <= FEW:
            yield from map(str, held)
            continue
        numbers = ", ".join(str(one.place.row) for one in held[:ROWS])
        first = ": ".join(part for part in (held[0].found, held[0].right) if part)
        where = ": ".join(part for part in (sheet, table, column) if part)
        yield f"{where}: {what}: {len(held):,} rows ({numbers} …), such as {first}"


def _wrapped(said: str) -> list[str]:
    return textwrap.wrap(said, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False)

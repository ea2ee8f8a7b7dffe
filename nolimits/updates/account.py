"""What an update would do, told before it is done: rows, figures that stand no longer, effects, refusals."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nolimits.data import Observation
from nolimits.data.nouns import many
from nolimits.data.quantities import INFINITE, qualifier_words
from nolimits.editions import telling
from nolimits.updates.effects import Effects, Pair
from nolimits.updates.merge import Merge
from nolimits.updates.rows import Refusal

FEW, MOST, WIDTH = 3, 12, 118
STANDS = ("figure would stand in place of another", "figures would stand in place of others")
CONTRADICTS = ("figure contradicts the one that stands", "figures contradict those that stand")
ROWS = 6  # numbers of rows told of a fault that many share


def tables(merges: Iterable[Merge], *, everything: bool) -> Iterator[str]:
    """How many rows come in, by table, and of figures by indicator."""
    for one in merges:
        counts = [
            (len(one.added), "new"),
            (len(one.filled), "filled in"),
            (len(one.replaced), "replaced"),
            (one.same, "there already"),
            (len(one.twice), "given again"),
        ]
        said = ", ".join(f"{number:,} {word}" for number, word in counts if number)
        yield f"{one.name}: {said or 'nothing'}"
        if one.name == "observations":
            yield from _by_indicator(one, everything)
        for row, incoming in (*one.filled, *one.replaced):
            changed = [name for name in row if row[name] != incoming.cells[name]]
            told = "; ".join(f"{name}: {row[name] or 'empty'} → {incoming.cells[name]}" for name in changed)
            yield f"  {incoming.place}: {told}"
        for incoming, first in one.twice if everything else one.twice[:FEW]:
            yield f"  {incoming.place}: the same row as {first}: leave one out"
        if len(one.twice) > FEW and not everything:
            yield f"  … and {many(len(one.twice) - FEW, 'more row')} given again (--all)"


def _by_indicator(one: Merge, everything: bool) -> Iterator[str]:
    counted = Counter(row.cells["indicator"] for row in one.added)
    shown = sorted(counted) if everything else [name for name, _ in counted.most_common(MOST)]
    for name in shown:
        spans = [row.cells for row in one.added if row.cells["indicator"] == name]
        first, last = min(row["period_start"] for row in spans), max(row["period_end"] for row in spans)
        yield f"  {name}: {counted[name]:,} from {first} to {last}"
    if len(counted) > len(shown):
        yield f"  … and {many(len(counted) - len(shown), 'more indicator')} (--all)"


def further_changes(found: Effects, *, everything: bool) -> Iterator[str]:
    """What would change besides the tables."""
    yield from _pairs(STANDS, found.displaced, everything)
    yield from _pairs(CONTRADICTS, found.against, everything)
    if found.theses:
        theses = many(len(found.theses), "thesis", "theses")
        yield f"{theses} would stand otherwise, and the answer on the first page with that:"
        for key, was, now in found.theses:
            yield from _wrap(f"{key}: {was} → {now}")
    yield from _turns("verdict would turn", "verdicts would turn", found.verdicts)
    yield from _turns("verdict would count otherwise", "verdicts would count otherwise", found.weights)
    if found.pages is not None:
        yield ""
        yield telling.as_text(found.pages, everything=everything)
        drawn = telling.once(found.pages.of("exhibit"))
        if drawn and not everything:
            names = [f"{change.anchor} ({', '.join(map(found.pages.title, pages))})" for change, pages in drawn]
            yield from ("", f"Charts that would be drawn anew: {len(names)}", *_wrap(", ".join(names)))
    if found.stale:
        yield f"{many(len(found.stale), 'sentence')} would go stale, a fixed period beside a newer one:"
        for one in found.stale if everything else found.stale[:MOST]:
            yield from _wrap(one)


def _turns(one: str, more: str, turns: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """Verdicts that change, those of one kind in a line."""
    if not turns:
        return
    yield f"{many(len(turns), one, more)}:"
    for (was, now), number in Counter((was, now) for _, was, now in turns).most_common():
        names = [claim for claim, *pair in turns if tuple(pair) == (was, now)]
        yield from _wrap(f"{was} → {now} ({number}): {', '.join(names)}")


def _pairs(title: tuple[str, str], pairs: Sequence[Pair], everything: bool) -> Iterator[str]:
    if pairs:
        yield f"{many(len(pairs), *title)}:"
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
    vague = f"{qualifier_words(take.qualifier)} " if take.qualifier not in ("exact", "range") else ""
    return f"{vague}{value} ({take.source})"


def refusal_texts(found: Sequence[Refusal], *, everything: bool) -> Iterator[str]:
    """Why rows are refused, in their order; a fault that many rows of a file share is told once, at its first row."""
    groups: dict[tuple[str, str, str, str], list[Refusal]] = {}
    for one in found:
        groups.setdefault((one.place.sheet, one.table, one.column, one.what), []).append(one)
    for one in found:
        sheet, table, column, what = shared = (one.place.sheet, one.table, one.column, one.what)
        held = groups.get(shared, [])
        if everything or 0 < len(held) <= FEW:
            yield str(one)
            continue
        if not held:
            continue
        del groups[shared]
        numbers = ", ".join(str(one.place.row) for one in held[:ROWS])
        first = ": ".join(part for part in (held[0].found, held[0].right) if part)
        where = ": ".join(part for part in (sheet, table, column) if part)
        yield f"{where}: {what}: {many(len(held), 'row')} ({numbers} …), such as {first}"


def _wrap(said: str) -> list[str]:
    return textwrap.wrap(said, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False)

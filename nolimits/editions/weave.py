"""Many versions of a text as one sequence of pieces, each with the versions that hold it: what stays is kept once.

A version is what its pieces say, one after the other; nothing is lost, whatever the text is and wherever it is cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

# before what may change by itself: blocks, rows, links, pictures and the shapes in them; and, finer, before phrases
BLOCK = (
    r"<(?:p|li|ul|ol|h[1-6]|section|figure|figcaption|div|details|summary|tr|dt|dd|a|img|svg|path|rect|text|g|use)\b"
)
BLOCKS, CUT = re.compile(rf"(?={BLOCK})"), re.compile(rf"(?={BLOCK}|<td| data-| alt=| title=|[\[\]:;,] )")


@dataclass(frozen=True)
class Piece:
    """Some text, the versions that hold it, a bit for each, and of how many parts it is, as `CUT` makes them."""

    text: str
    held: int
    parts: int = 1


def weave(versions: Sequence[str | None]) -> tuple[Piece, ...]:
    """The pieces of some versions in order; None stands for one that is not there, of which no piece tells."""
    woven: list[Piece] = []
    first: dict[str, int] = {}  # the first of the versions that say the same
    same = dict[int, int]()
    for number, text in enumerate(versions):
        if text is None:
            continue
        if text in first:
            same[first[text]] |= 1 << number
            continue
        first[text] = number
        same[number] = 1 << number
        woven = _with(woven, _cut(BLOCKS, text), 1 << number, finer=CUT)
    runs = groupby(woven, lambda one: _all(one.held, same))
    return tuple(_join(list(run), held) for held, run in runs)


def _cut(where: re.Pattern[str], text: str) -> list[str]:
    return list(filter(None, where.split(text)))


def _join(run: Sequence[Piece], held: int) -> Piece:
    # a part may end where a piece does, though nothing in the text tells
    return Piece("".join(one.text for one in run), held, sum(len(_cut(CUT, one.text)) for one in run))


def _with(woven: Sequence[Piece], parts: Sequence[str], bit: int, finer: re.Pattern[str] | None = None) -> list[Piece]:
    """Pieces with one more version among them; where one stands in place of others, both are cut finer."""
    start, end = _ends([one.text for one in woven], parts)
    head = [Piece(one.text, one.held | bit) for one in woven[:start]]
    tail = [Piece(one.text, one.held | bit) for one in woven[len(woven) - end :]]
    old, new = woven[start : len(woven) - end], parts[start : len(parts) - end]
    # what is said again and again, as cells of a table are, is no landmark: looking for it took ages
    for what, a, b, c, d in SequenceMatcher(None, [one.text for one in old], new).get_opcodes():
        if what == "equal":
            head += [Piece(one.text, one.held | bit) for one in old[a:b]]
        elif what == "replace" and finer:
            pieces = [Piece(text, one.held) for one in old[a:b] for text in _cut(finer, one.text)]
            head += _with(pieces, _cut(finer, "".join(new[c:d])), bit)
        else:
            head += old[a:b]
            head += [Piece(text, bit) for text in new[c:d]]
    return head + tail


def _ends(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many texts two sequences have in common at their beginning, and then at their end."""
    most = min(len(a), len(b))
    start = next((n for n in range(most) if a[n] != b[n]), most)
    end = next((n for n in range(most - start) if a[-1 - n] != b[-1 - n]), most - start)
    return start, end


def _all(held: int, same: dict[int, int]) -> int:
    """The versions that hold a piece, with those that say the same as one of them."""
    return sum(every for number, every in same.items() if held >> number & 1)


def pieces_as_data(woven: Sequence[Piece], known: int | None = None) -> dict[str, Any]:
    """Pieces as JSON can hold them: `texts`; of each the place in `spans` of the versions that hold it, in `held`.

    A span is a list of first and last versions, by twos. Of pieces of the version that is `known` to whoever reads
    them, the numbers of parts take the place of texts: they follow one another there, too.
    """
    places = {one: place for place, one in enumerate(dict.fromkeys(piece.held for piece in woven))}
    return {
        "texts": [one.parts if known is not None and one.held >> known & 1 else one.text for one in woven],
        "held": [places[piece.held] for piece in woven],
        "spans": [_span(one) for one in places],
    }


def _span(held: int) -> list[int]:
    bits = [number for number in range(held.bit_length()) if held >> number & 1]
    starts = [number for number in bits if number - 1 not in bits]
    ends = [number for number in bits if number + 1 not in bits]
    return [number for pair in zip(starts, ends, strict=True) for number in pair]

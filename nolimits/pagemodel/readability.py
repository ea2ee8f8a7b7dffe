"""How pages read: their words, the length of their sentences, and Flesch's index of reading ease, as figures.

The index is R. Flesch's of 1948: 206.835 less 1.015 for each word of a mean sentence, less 84.6 for each syllable of a
mean word; 60 to 70 is plain English, below 30 hard. Pyphen counts syllables by where a word may be parted, which is
somewhat too few, and on every page alike. How much stands in the passive is not told: that takes a parser of
English, and those that can be relied on weigh more than the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from nolimits.data import DataError, View
from nolimits.manuscript import Page
from nolimits.pagemodel.model import view_of
from nolimits.pagemodel.reading import PageReading

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
CELLS = " | "  # parts the cells of a line of a table, which is no sentence
HEAD = ("page", "words", "sentences", "mean", "longest", "ease")


@dataclass(frozen=True)
class Readability:
    """How a page reads: how many words and sentences, words a sentence on the mean and at the most, reading ease."""

    page: str
    words: int
    sentences: int
    mean: float
    longest: int
    ease: float


def readability(pages: Iterable[Page], view: View) -> Iterator[Readability]:
    """How each page reads as of the view's cutoff; a page without a sentence is passed over."""
    for page in pages:
        if found := read_ease(page.name, _sentences_of(page, view)):
            yield found


def _sentences_of(page: Page, view: View) -> list[str]:
    reading = PageReading(view_of(page, view))
    for passage in page.passages:
        reading.read(passage)
    return [one["text"] for one in reading.sentences if CELLS not in one["text"]]


def read_ease(page: str, sentences: Iterable[str]) -> Readability | None:
    """How some sentences read, under the name of a page; None where there is no word in them. Figures are no words."""
    lengths, syllables = [], 0
    for words in (WORD.findall(one) for one in sentences):
        if words:
            lengths.append(len(words))
            syllables += sum(map(_syllables, words))
    if not lengths:
        return None
    total, mean = sum(lengths), sum(lengths) / len(lengths)
    ease = 206.835 - 1.015 * mean - 84.6 * syllables / total
    return Readability(page, total, len(lengths), mean, max(lengths), ease)


@cache
def _syllables(word: str) -> int:
    return len(_hyphens().positions(word)) + 1


@cache
def _hyphens() -> Any:
    try:
        from pyphen import Pyphen
    except ModuleNotFoundError:
        raise DataError(
            "syllables are counted by pyphen, which is not installed: pip install 'nolimits[reading]'"
        ) from None
    return Pyphen(lang="en_US")


def readability_table(found: Iterable[Readability]) -> str:
    """A table in plain text, a page a line."""
    lines = [
        (one.page, str(one.words), str(one.sentences), f"{one.mean:.1f}", str(one.longest), f"{one.ease:.0f}")
        for one in found
    ]
    widths = [max(map(len, column)) for column in zip(HEAD, *lines, strict=True)]
    return "\n".join(_line(row, widths) for row in (HEAD, *lines))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, *figures = row
    cells = (cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True))
    return "  ".join([name.ljust(widths[0]), *cells])

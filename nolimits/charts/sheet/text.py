"""Texts measured before they are placed: lines that fit a width, labels that give way, names thinned out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from nolimits.charts import style
from nolimits.charts.letters import LEADING, POINTS

EVERY = (1, 2, 3, 4, 6, 12, 24, 60)  # of so many names one is written
ELLIPSIS = "…"
BRACKETS = re.compile(r"\s*\([^()]*\)")


@lru_cache(maxsize=8192)
def measure(text: str, size: float = style.SMALL, weight: str = "normal") -> float:
    """Width of a text's widest line, in inches."""
    font = FontProperties(family=style.family(weight), size=size)
    lines = text.split("\n")
    return max(text_to_path.get_text_width_height_descent(line, font, ismath=False)[0] for line in lines) / POINTS


def widest(texts: Iterable[str]) -> float:
    """Width of the widest of some texts; nought for none."""
    return max(map(measure, texts), default=0.0)


def height(lines: int, size: float = style.SMALL) -> float:
    """Inches that so many lines of a size take up."""
    return lines * size * LEADING / POINTS


def tall(text: str) -> float:
    """Inches that the lines of a text take up."""
    return height(text.count("\n") + 1)


def wrap(text: str, width: float, size: float = style.SMALL, weight: str = "normal") -> list[str]:
    """A text in lines of at most `width` inches; a word that is longer stands alone."""
    lines: list[list[str]] = []
    room, blank = 0.0, _blank(size, weight)
    for word in text.split():
        wide = measure(word, size, weight)  # by the word: many texts share them
        if lines and blank + wide <= room:
            lines[-1].append(word)
            room -= blank + wide
        else:
            lines.append([word])
            room = width - wide
    return [" ".join(line) for line in lines] or [""]


@lru_cache(maxsize=32)
def _blank(size: float, weight: str) -> float:
    """Inches between two words."""
    return measure("n n", size, weight) - 2 * measure("n", size, weight)


def even(text: str, width: float, size: float = style.SMALL) -> list[str]:
    """A text in as few lines as `width` allows, all about as long: no word is left alone on the last."""
    lines, words = wrap(text, width, size), len(text.split())
    # where each word stands alone, no narrower width ever needs another line
    while 1 < len(lines) < words and len(narrower := wrap(text, width - 0.1, size)) == len(lines):
        width, lines = width - 0.1, narrower
    return lines


def brief(text: str, width: float, lines: int, size: float = style.SMALL) -> list[str]:
    """A text in at most so many lines of `width` inches: what stands in brackets goes first, then the end."""
    # a compound that is wider than the room may break after its hyphen
    words = " ".join(word.replace("-", "- ") if measure(word, size) > width else word for word in text.split())
    whole = wrap(words, width, size)
    if len(whole) > lines:
        whole = wrap(strip_brackets(words), width, size)
    if len(whole) > lines:
        whole = [*whole[: lines - 1], _cut(" ".join(whole[lines - 1 :]), width, size)]
    return [line if measure(line, size) <= width else _cut(line, width, size) for line in whole]


def _cut(line: str, width: float, size: float) -> str:
    words = line.split()
    while len(words) > 1 and measure(" ".join(words).rstrip(",;:") + ELLIPSIS, size) > width:
        words.pop()
    kept = " ".join(words).rstrip(",;:")
    while len(kept) > 1 and measure(kept + ELLIPSIS, size) > width:
        kept = kept[:-1]
    return kept + ELLIPSIS


def strip_brackets(name: str) -> str:
    """A name without what stands in brackets."""
    return BRACKETS.sub("", name)


def thin_names(names: Sequence[str], slot: float, gap: float = 0.06, steps: Sequence[int] = EVERY) -> list[int]:
    """Which of some names, `slot` inches apart, are written so that all have room; the last is always among them."""
    every = label_step(widest(names) + gap, slot, steps)
    return [i for i in range(len(names)) if (len(names) - 1 - i) % every == 0]


def label_step(need: float, slot: float, steps: Sequence[int]) -> int:
    """Of how many names, `slot` inches apart, one has the inches that it needs."""
    return next((n for n in steps if slot * n >= need), steps[-1])


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres for labels, as near as can be to where they are wanted, none over another, within [low, high].

    Labels that would touch form a block that is moved as one (pool adjacent violators); where all of them need more
    room than there is, they start at `low`.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    blocks: list[tuple[float, float, list[int]]] = []  # lower edge, extent, members
    for i in order:
        block = (_clamp(wanted[i] - sizes[i] / 2, sizes[i], low, high), sizes[i], [i])
        while blocks and blocks[-1][0] + blocks[-1][1] > block[0]:
            _, extent, members = blocks.pop()
            joined, total = [*members, *block[2]], extent + block[1]
            ideal = sum(wanted[j] for j in joined) / len(joined) - total / 2
            block = (_clamp(ideal, total, low, high), total, joined)
        blocks.append(block)
    centres = [0.0] * len(wanted)
    for edge, _, members in blocks:
        for i in members:
            centres[i] = edge + sizes[i] / 2
            edge += sizes[i]
    return centres


def _clamp(edge: float, extent: float, low: float, high: float) -> float:
    return max(low, min(edge, high - extent))


def pack_boxes(boxes: Sequence[tuple[float, float]], gap: float = 0.02) -> list[int]:
    """The row of each box (left, right) such that none touches another: the first row in which there is room."""
    rows: list[list[tuple[float, float]]] = []
    found = []
    for left, right in boxes:
        free = (i for i, taken in enumerate(rows) if all(left > b + gap or right < a - gap for a, b in taken))
        row = next(free, len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((left, right))
        found.append(row)
    return found


def halves(talls: Sequence[float], most: int | None = None) -> int:
    """Where to part a list so that the taller of two columns is as short as can be."""
    cuts = range(1, (len(talls) if most is None else most) + 1)
    return min(cuts, key=lambda i: max(sum(talls[:i]), sum(talls[i:])))

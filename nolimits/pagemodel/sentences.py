"""Sentences of a template, each with an anchor that holds while the template does, whatever the data fill in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DIGITS = 8
ABBREVIATIONS = frozenset(
    {
        "approx",
        "art",
        "ca",
        "cf",
        "ch",
        "co",
        "corp",
        "dr",
        "e.g",
        "ed",
        "eds",
        "etc",
        "fig",
        "i.e",
        "inc",
        "jr",
        "ltd",
        "mr",
        "mrs",
        "ms",
        "mt",
        "no",
        "nos",
        "p",
        "para",
        "pp",
        "prof",
        "sec",
        "st",
        "vol",
        "vs",
    }
)
# what may close a sentence, marks that may follow it, a blank, and what may open the next one
END = re.compile(r"(?P<stop>[.!?…])(?P<after>[\"'”’»)\]]*)(?P<gap>\s+)(?=[\"'“‘«(\[]*[A-Z0-9À-ÖØ-ÞА-Я])")
LAST_WORD = re.compile(r"[\w.&-]+$")
INITIAL = re.compile(r"(?:^|\.)[A-ZÀ-ÖØ-ÞА-Я]$")


@dataclass(frozen=True)
class Run:
    """A stretch of rendered text from one place of a template.

    `asked` is the source of the role that gave it, empty where the words are the template's own; `parts` are indices
    of what was said by roles within it, for the caller's use.
    """

    text: str
    asked: str = ""
    parts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """A rendered sentence; `template` is what it was made from, `parts` are those of its runs."""

    text: str
    template: str
    parts: tuple[int, ...]

    @property
    def anchor(self) -> str:
        """The same for as long as the template is the same."""
        return f"s-{hashlib.sha256(self.template.encode()).hexdigest()[:DIGITS]}"


def ends(text: str) -> list[int]:
    """Where sentences end in a text, the end of the text included; abbreviations and initials end none."""
    found = [match.end("after") for match in END.finditer(text) if not _abbreviated(text, match)]
    return [*found, len(text)] if text[found[-1] if found else 0 :].strip() else found


def _abbreviated(text: str, match: re.Match) -> bool:
    """`V. Milov`, `e.g. coal`, `No. 5`: a full stop that is part of a word."""
    if match["stop"] != "." or match["after"]:
        return False
    word = LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    return bool(word) and (word[0].lower() in ABBREVIATIONS or bool(INITIAL.search(word[0])))


def split(text: str) -> list[str]:
    """The sentences of a text without roles."""
    return [sentence.text for sentence in sentences([Run(text)])]


def sentences(runs: Sequence[Run], *, whole: bool = False) -> list[Sentence]:
    """The sentences of a passage given as runs in order; `whole` takes it as one, however it is punctuated."""
    text, start, found = "".join(run.text for run in runs), 0, []
    bounds = [len(text)] if whole else ends(text)
    for end in bounds:
        if said := " ".join(text[start:end].split()):
            pieces = list(_pieces(runs, text, start, end, bounds))
            template = "".join(piece for piece, _ in pieces)
            parts = tuple(dict.fromkeys(part for _, held in pieces for part in held))
            found.append(Sentence(said, " ".join(template.split()), parts))
        start = end
    return found


def _pieces(
    runs: Sequence[Run], text: str, start: int, end: int, bounds: Sequence[int]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What of a template a stretch of its text was made from: words as they are, roles as they were asked.

    A role whose answer goes over several sentences tells its later ones by their number.
    """
    at = 0
    for run in runs:
        first, last = max(start, at), min(end, at + len(run.text))
        if first < last and not run.asked:
            yield run.text[first - at : last - at], run.parts
        elif first < last and run.text[first - at : last - at].strip():
            before = sum(at < bound <= first for bound in bounds)
            yield run.asked + (f"#{before}" if before else ""), run.parts
        elif not run.text and run.asked and text[start : max(start, at)].strip() and text[at:end].strip():
            # a role within a sentence belongs to it even where it says nothing
            yield run.asked, run.parts
        at += len(run.text)

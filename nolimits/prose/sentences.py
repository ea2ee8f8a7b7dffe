"""Where sentences end in a text; abbreviations and initials end none."""

from __future__ import annotations

import re
from itertools import pairwise

ABBREVIATIONS = frozenset(
    [
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
    ]
)
# what may close a sentence, marks that may follow it, a blank, and what may open the next one; a private sign stands
# for a role, of which one kind ends a sentence by itself
END = re.compile(
    r"(?P<stop>[.!?…\ue001])(?P<after>[\"'”’»)\]*_]*)(?P<gap>\s+)(?=[\"'“‘«(\[*_]*[A-Z0-9À-ÖØ-ÞА-Я\ue000\ue001])"
)
LAST_WORD = re.compile(r"[\w.&-]+$")
INITIAL = re.compile(r"(?:^|\.)[A-ZÀ-ÖØ-ÞА-Я]$")


def sentence_ends(text: str) -> list[int]:
    """Where sentences end in a text, the end of the text included."""
    found = [match.end("after") for match in END.finditer(text) if not _is_abbreviation(text, match)]
    return [*found, len(text)] if text[found[-1] if found else 0 :].strip() else found


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    """`A. Writer`, `e.g. coal`, `No. 5`: a full stop that is part of a word."""
    if match["stop"] != "." or match["after"]:
        return False
    word = LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    return word is not None and (word[0].lower() in ABBREVIATIONS or bool(INITIAL.search(word[0])))


def split_sentences(text: str) -> list[str]:
    """The sentences of a text without roles."""
    places = [0, *sentence_ends(text)]
    return [said for a, b in pairwise(places) if (said := " ".join(text[a:b].split()))]

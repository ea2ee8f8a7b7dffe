"""The colours of exhibits in two themes, and pictures of the one as pictures of the other; nothing here draws."""

from __future__ import annotations

import re

from nolimits.claims import VerdictWord

# Each role has one colour on a light page and one on a dark page; a role is the only way to a colour.
PALETTE: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#121212"),
    "ink": ("#1f2328", "#e8e6e3"),
    "muted": ("#57606a", "#a9b1ba"),
    "axis": ("#868f99", "#7b848d"),
    "grid": ("#e1e5e9", "#30363c"),
    "scarlet": ("#c9342b", "#ff7468"),
    "navy": ("#17457f", "#a3c8ff"),
    "both": ("#3a424d", "#ced4db"),
    "amber": ("#a96400", "#f2b24b"),
    "cyan": ("#0d7490", "#4cc9e6"),
    "other": ("#6d7681", "#98a1ab"),
    "rest": ("#c4cad1", "#4a525a"),
    "first": ("#6e7780", "#828c96"),  # of a sequence, such as years: from the first to the last, which stands out most
    "second": ("#505a64", "#a5aeb7"),
    "third": ("#353d47", "#c9cfd5"),
    "last": ("#14181c", "#f2f1ef"),
    "heat1": ("#f3ece1", "#26241f"),
    "heat2": ("#e6d3b4", "#4a3c22"),
    "heat3": ("#d6b57f", "#745624"),
    "heat4": ("#c0924a", "#a37626"),
    "heat5": ("#8f6420", "#d9a443"),
} | {word.text: word.look.fill for word in VerdictWord}
LIGHT = {role: pair[0] for role, pair in PALETTE.items()}
DARK = dict(PALETTE.values())
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
SALTED = re.compile(r'(id="|href="#|url\(#)x')  # ids, as pictures are given them


def dark(light: str) -> str:
    """The same picture for a dark page: each colour of the palette exchanged for its partner, ids kept apart."""
    return COLOUR.sub(lambda found: DARK.get(found[0].lower(), found[0]), SALTED.sub(r"\1y", light))

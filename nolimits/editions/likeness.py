"""How two numbers, charts or sentences of two editions stand to each other: of which kind, how far apart, how alike."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from nolimits.data import Period
from nolimits.pagemodel.model import Twin

DIRECTIONS, STATES, DATES = ("change", "compare"), ("word",), ("period", "known-on", "day")
ALIKE = 0.6  # how much of a sentence must stay for it to be the same one, put otherwise


def alike(a: Twin, b: Twin) -> bool:
    """Whether two charts look the same; of one that was not drawn, by what it draws."""
    if a["fingerprint"] and b["fingerprint"]:
        return bool(a["fingerprint"] == b["fingerprint"])
    return all(a[part] == b[part] for part in ("kind", "records", "parameters"))


def kind_of(a: Mapping[str, Any], b: Mapping[str, Any]) -> str:
    """Of which kind a number's change is: a state, a date, a direction where it turned for certain, or a number."""
    role = b["role"]
    if role in STATES:
        return "state"
    if role in DATES:
        return "date"
    return "direction" if role in DIRECTIONS and _sign(a["value"]) != _sign(b["value"]) else "number"


def _sign(value: Mapping[str, Any] | None) -> int | None:
    """Which way a change goes for certain; nought where its interval holds nought, None where it was not known."""
    if value is None:
        return None
    low, high = value["low"], value["high"]
    return 1 if low is not None and low > 0 else -1 if high is not None and high < 0 else 0


def other_period(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """The period of a number where that of the other side is another."""
    if not one["period"] or one["period"] == other["period"] or one["role"] in DATES:
        return ""
    return f" ({Period(*one['period'].split('/')).name})"


def size(a: Mapping[str, Any] | None, b: Mapping[str, Any] | None) -> float:
    """How far two values are apart, from 0 to 1; one that was not known before is between."""
    if a is None or b is None:
        return 0.25
    x, y = (_centre(value) for value in (a, b))
    return abs(x - y) / (abs(x) + abs(y)) if x or y else 0.0


def _centre(value: Mapping[str, Any]) -> float:
    ends = [end for end in (value["low"], value["high"]) if end is not None]
    return sum(ends) / len(ends) if ends else 0.0


def likeliest(sentence: Mapping[str, Any], others: list[Twin]) -> Twin | None:
    """The sentence of the same part of a page that one most likely was before; None where none is like it."""
    rated = [
        (difflib.SequenceMatcher(None, other["text"], sentence["text"]).ratio(), other)
        for other in others
        if other["under"] == sentence["under"]
    ]
    best = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= ALIKE else None

"""Sentences that go stale: a fixed period beside the newest one, where what is asked has moved on since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nolimits.data import LATEST, Period

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
INDICATOR = re.compile(r"'([a-z0-9_]+\.[a-z0-9_.]+)'")
NEAR = 1  # years: an older period is a comparison and means what it says


def stale(twin: Mapping[str, Any]) -> Iterator[str]:
    """What on a page mixes a fixed period with the newest of the same thing: page, sentence, and both periods."""
    numbers = {one["anchor"]: one for one in twin["numbers"]}
    for sentence in twin["sentences"]:
        yield from _mixtures(f"{twin['page']}: {sentence['text']}", [numbers[place] for place in sentence["numbers"]])
    for exhibit in twin["exhibits"]:
        yield from _mixtures(
            f"{twin['page']}, {exhibit['id']}: {exhibit['headline']}", [numbers[place] for place in exhibit["numbers"]]
        )


def _mixtures(what: str, asked: list[Mapping[str, Any]]) -> Iterator[str]:
    newest = {name: span for one in asked if LATEST in one["expression"] for name, span in _spans(one)}
    fixed = [(name, span) for one in asked if _is_fixed(one["expression"]) for name, span in _spans(one)]
    # a change from a fixed period to the newest says by itself what it compares
    meant = {name for one in asked if _compares(one["expression"]) for name in INDICATOR.findall(one["expression"])}
    for name, span in fixed:
        now = newest.get(name)
        if now and name not in meant and now.kind == span.kind and span.end < now.end and now.year - span.year <= NEAR:
            yield f"{what} [{name}: {span.name} beside {now.name}]"


def _is_fixed(expression: str) -> bool:
    return LATEST not in expression and bool(YEAR.search(expression))


def _compares(expression: str) -> bool:
    return LATEST in expression and bool(YEAR.search(expression))


def _spans(one: Mapping[str, Any]) -> Iterator[tuple[str, Period]]:
    if one["period"]:
        span = Period(*one["period"].split("/"))
        yield from ((name, span) for name in INDICATOR.findall(one["expression"]))

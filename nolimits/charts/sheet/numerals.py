"""Figures as they are printed in a chart: as precise as they are, and of one chart with as many decimals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from nolimits.data import Fact
from nolimits.data.quantities import Quantity
from nolimits.language import wording

UNKNOWN = "not known yet"


def in_print(
    quantity: Quantity, rows: Sequence[Fact] = (), decimals: int | None = None, *, signed: bool = False
) -> str:
    """A quantity as it is printed beside its mark: `244.8`, `~31`, `>500`, `≤40`, `14–18`; `decimals` at most."""
    if quantity.value is not None:
        vague = len(rows) == 1 and wording.vaguely(rows[0])
        text = wording.say_number(quantity, vague=vague).removeprefix("about ")
        vague = vague or quantity.mixed
        if decimals is not None and len(text.partition(".")[2]) > decimals:
            text = wording.number(quantity.value, decimals)
        # a swung dash before a minus reads as two of them
        about = "about " if vague and quantity.value < 0 else "~" if vague else ""
        return about + ("+" if signed and quantity.value > 0 else "") + text
    ends = [end for end in (quantity.low, quantity.high) if math.isfinite(end)]
    places = decimals_for(ends) if decimals is None else decimals
    low, *high = dict.fromkeys(wording.number(round(end, places)) for end in ends)
    if quantity.bounded:
        return f"{low}{' to ' if quantity.low < 0 else '–'}{high[0]}" if high else f"~{low}"
    signs = "≥≤" if quantity.closed else "><"
    return signs[math.isinf(quantity.low)] + low


def decimals_for(values: Iterable[float]) -> int:
    """How many decimals figures of one chart are printed with: enough for three digits of the largest."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if largest >= 10 or not largest:
        return 0 if largest >= 1000 else 1
    return max(2, 1 - math.floor(math.log10(largest)))

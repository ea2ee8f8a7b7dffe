"""Units of figures, as `units.csv` declares them: their words, their name on an axis, what may be done with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """One unit: `before` and `after` are the words around a number, `axis` is its name above a plot.

    `decimals` is how many are printed at most, None for as many as are known. A unit that is not `summable` is that of
    a price, a rate, a share, a rank or a capacity. Of a `whole` unit there are no halves.
    """

    name: str
    before: str = ""
    after: str = ""
    axis: str = ""
    decimals: int | None = None
    summable: bool = False
    whole: bool = False


PLAIN = Unit("")
CURRENCY = re.compile(r"([A-Z]{3}) ")


def units_of(rows: Iterable[Mapping[str, str]]) -> dict[str, Unit]:
    """The units that rows of `units.csv` declare, by name."""
    return {
        row["unit"]: Unit(
            name=row["unit"],
            before=row["before"],
            after=row["after"],
            axis=row["axis"],
            decimals=int(row["decimals"]) if row["decimals"] else None,
            summable=row["summable"] == "yes",
            whole=row["whole"] == "yes",
        )
        for row in rows
    }


def compound(name: str) -> Unit:
    """A unit that no table declares, such as one divided by another: told by its own name, never summed."""
    if currency := CURRENCY.match(name):
        return Unit(name, before=currency[1], after=name[currency.end() :], axis=name)
    return Unit(name, after=name, axis=name) if name else PLAIN

"""Whether the measures of one side follow upon those of the other, beside how often they would by chance."""

from __future__ import annotations

import datetime
import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from nolimits.data import DataError, Entry, View
from nolimits.data.periods import day

# words of the language whose answer follows from the view's day itself, not only from the rows known by then; the
# growth of a period that is named does not
OF_THE_DAY = re.compile(r"\b(cutoff|fresh|followed|by_chance|tail|steps|growth(?!\('[^']*', '?\d))\b")


@dataclass(frozen=True)
class Following:
    """How often one side's new measures were followed by the other's within so many days.

    `days` are those on which the side took a step; `judged` those of them whose time was over by the cutoff, with the
    day of the other side's first later step, empty where none came in time. `chance` is the share, in percent, of all
    days up to the last step of either side that would have been followed as well: of later days nothing is recorded.
    It is None where no day can be judged. `rows` are the measures of both sides.
    """

    side: str
    days: tuple[str, ...]
    judged: dict[str, str]
    chance: float | None
    rows: tuple[Entry, ...]

    @property
    def followed(self) -> int:
        """How many of the judged days were followed."""
        return sum(bool(later) for later in self.judged.values())

    @property
    def share(self) -> float | None:
        """The share of the judged days that were followed, in percent."""
        return 100 * self.followed / len(self.judged) if self.judged else None

    @property
    def tail(self) -> float | None:
        """How probable it is, in percent, that so many of the judged days or more are followed by chance alone.

        The exact tail of the binomial distribution, each day being followed with the probability `chance`.
        """
        if self.chance is None or not self.judged:
            return None
        days, p = len(self.judged), self.chance / 100
        return 100 * sum(math.comb(days, n) * p**n * (1 - p) ** (days - n) for n in range(self.followed, days + 1))


def responses(
    view: View, side: str, *, within: int, since: str, kind: Sequence[str] | str = (), body: Sequence[str] | str = ()
) -> Following:
    """How measures of `side` that took effect from `since` on were followed by the other's within so many days.

    `kind` keeps to kinds of measure, `body` to whose act it is. A measure of which no day is known but that of a report
    is left out. Raises DataError for a side that imposed nothing, for no days to follow in, and for an impossible day.
    """
    if within < 1:
        raise DataError(f"within={within} leaves no time to follow: write 1 day or more")
    if side not in (sides := sorted({row["imposed_by"] for row in view.evidence.entries("measures")})):
        raise DataError(f"no measure is imposed by {side!r}: the sides are {', '.join(sides)}")
    wanted = {name: values for name, values in (("kind", kind), ("body", body)) if values}
    first, found = day(since).isoformat(), view.register("measures", **wanted)
    rows = tuple(row for row in found if first <= row["effective"] <= view.cutoff and has_own_day(row))
    own = sorted({row["effective"] for row in rows if row["imposed_by"] == side})
    others = sorted({row["effective"] for row in rows if row["imposed_by"] != side})
    last = (day(view.cutoff) - datetime.timedelta(within)).isoformat()
    judged = {one: _next(others, one, within) for one in own if one <= last}
    recorded = min(last, max(own + others, default=""))
    every = [one.isoformat() for one in _between(day(first), day(recorded))] if recorded else []
    hits = sum(bool(_next(others, one, within)) for one in every)
    return Following(side, tuple(own), judged, 100 * hits / len(every) if every else None, rows)


def has_own_day(row: Entry) -> bool:
    """Whether more is known of a measure's day than that of the report: such a day says nothing about timing."""
    return bool(row["effective"]) and (bool(row["announced"]) or row["effective"] != row["known_on"])


def _next(days: Sequence[str], after: str, within: int) -> str:
    """The first of the days later than one, if it is no more than so many days later; else empty."""
    place = bisect_right(days, after)
    limit = (day(after) + datetime.timedelta(within)).isoformat()
    return days[place] if place < len(days) and days[place] <= limit else ""


def _between(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + datetime.timedelta(i) for i in range((last - first).days + 1)]

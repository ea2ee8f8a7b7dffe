"""What a paper states, beside what was measured: hollow marks, none before the paper was published."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nolimits import claims, prose
from nolimits.charts import gather
from nolimits.charts.exhibit import ChartError, Datum, Paper
from nolimits.charts.gather import Point
from nolimits.charts.sheet.canvas import Key
from nolimits.charts.sheet.trace import is_open
from nolimits.data import Figure, Period, View, period
from nolimits.data.quantities import OPEN, qualifier_words, quantity

CLAIM = re.compile(r"[a-z]\d{3}")
BOUNDS = {("^", False): ": more than", ("^", True): ": at least", ("v", False): ": less than", ("v", True): ": up to"}


@dataclass(frozen=True)
class PaperMark:
    """A figure that a paper states, where it is drawn; `source` is the paper's key, empty where none is named.

    `known_on` is the first day of the window in which the paper was published.
    """

    point: Point
    name: str
    about: str = ""
    source: str = ""
    known_on: str = ""

    @property
    def datum(self) -> Datum:
        """Its record, with the paper behind it where one is named."""
        own = gather.datum(self.about, self.point.figure, self.name, self.point.y, mark="stated")
        behind = (Paper(self.source),) if self.source else ()
        return replace(own, record={**own.record, "known_on": self.known_on, "sources": self.source}, rows=behind)


def paper_marks(
    view: View, given: Iterable[str | Sequence[Any]], unit: str, kind: str = "", *, first: int
) -> list[PaperMark]:
    """Hollow marks as an author asks for them, without those of papers that were not published by the cutoff.

    A mark is a claim's key, (claim, label), or (period, figure, label) with the paper's key of `documents.csv` as a
    fourth: without one it waits for the first of the papers. `first` is the number of the first of their records. The
    figure is a number, an expression, or a bound such as "under 6". Raises ChartError for a claim without a figure and
    a period, for another unit than the chart's, for an unknown figure and for an unknown paper.
    """
    marks = [_mark(view, [one] if isinstance(one, str) else list(one), unit, kind) for one in given]
    known = [mark for mark in marks if mark]
    return [replace(mark, point=replace(mark.point, n=first + i)) for i, mark in enumerate(known)]


def _mark(view: View, parts: list[Any], unit: str, kind: str) -> PaperMark | None:
    if isinstance(parts[0], str) and CLAIM.fullmatch(parts[0]):
        return _of_claim(view, parts[0], prose.plain(parts[1], view) if len(parts) > 1 else "", unit, kind)
    when, value, name, *named = parts
    papers = view.evidence.documents
    if unknown := set(named) - set(papers):
        raise ChartError(f"no paper is called {unknown.pop()!r}: the papers are {', '.join(papers)}")
    since = min(papers[key]["published_to"] for key in named or papers)
    if view.cutoff < since:
        return None
    span = period(when)
    figure = _bound(value, unit, span) or gather.ask(view, value if isinstance(value, str) else f"{value}", span)
    if not figure.known:
        raise ChartError(f"the stated figure {value!r} for {span.name} is not known: write the number")
    source = papers[named[0]]["source"] if named else ""
    return PaperMark(gather.point(figure, kind), prose.plain(name, view), source=source, known_on=since)


def _bound(value: object, unit: str, span: Period) -> Figure | None:
    """A bound as an author writes it: `over 40`, `at least 40`, `under 6`, `up to 6`."""
    words, _, number = str(value).rpartition(" ")
    name = next((one for one in OPEN if qualifier_words(one) == words), "")
    return Figure(quantity(name, "", number, number), unit, span, how="printed") if name else None


def _of_claim(view: View, key: str, name: str, unit: str, kind: str) -> PaperMark | None:
    claim = claims.claim(key, view)
    if claim.stated is None or claim.stated.period is None:
        raise ChartError(f"claim {key} states no figure for a period: it cannot be a mark")
    if unit and claim.stated.unit != unit:
        raise ChartError(f"claim {key} is in {claim.stated.unit}, the chart in {unit}")
    paper = view.evidence.documents[claim.document]
    if view.cutoff < paper["published_to"]:
        return None
    name = name or f"stated by {paper['author'] or paper['publisher']}"
    point = gather.point(replace(claim.stated, rows=()), kind)
    return PaperMark(point, name, claim.stated.about, paper["source"], paper["published_to"])


def legend_keys(told: Sequence[PaperMark]) -> Iterable[Key]:
    """The keys of stated figures: a diamond, an arrow head for bounds; both where one name has both."""
    for name in dict.fromkeys(one.name for one in told):
        own = dict.fromkeys(_sign(one.point) for one in told if one.name == name)
        yield from (Key(name + BOUNDS.get(sign, "") * (len(own) > 1), "ink", "hollow", sign[0]) for sign in own)


def _sign(point: Point) -> tuple[str, bool]:
    """The marker of a stated figure, and whether it is a bound that is counted in."""
    if not is_open(point):
        return "D", False
    return "^" if math.isinf(point.high) else "v", point.figure.sure.closed

"""What a mark answers when it is asked: its value and period, its source and the day it became known, and its row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nolimits.data import Entry, Figure, Observation, View, day_name
from nolimits.language import places, wording

if TYPE_CHECKING:
    from nolimits.charts.exhibit import Datum

MOST_PUBLISHERS = 2
MarkCard = tuple[str, str, str, str]  # what it says, where that is from, and the page and the anchor of its rows


def card(datum: Datum, view: View) -> MarkCard:
    """The card of one mark; page and anchor are empty where no row stands behind it."""
    to = _target(datum, view) or ("", "")
    return _mark_text(datum, view), _origin(datum, view), *to


def _mark_text(datum: Datum, view: View) -> str:
    """What a mark stands for, in words: as its chart says, else its figure, else what its row says."""
    record, figure = datum.record, datum.figure
    if datum.says:
        return datum.says
    if figure is not None:
        named = ", ".join(filter(None, (str(record.get("label", "")), str(record.get("moment", "")))))
        period = f", {figure.period.name}" if figure.period else ""
        return f"{named}: {wording.figure(figure, view)}{_place_text(figure, record.get('drawn'))}{period}"
    entries = [row for row in datum.rows if isinstance(row, Entry)]
    return "; ".join(_row_text(row) for row in entries[-1:])


def _place_text(figure: Figure, at: object) -> str:
    """Where a mark stands, if that is not its figure itself: an index, or a share."""
    if not isinstance(at, float | int) or abs(at - figure.sure.centre) <= 1e-6 * max(1.0, abs(at)):
        return ""
    return f" (drawn at {wording.number(at, 1)})"


def _row_text(row: Entry) -> str:
    day = row.get(row.register.day, "") if row.register.day else ""
    return f"{day_name(day)}: {row.says}" if len(day) == 10 else row.says


def _origin(datum: Datum, view: View) -> str:
    """Publishers, and the day on which the newest of the rows behind it became known."""
    named = str(datum.record.get("sources") or datum.record.get("source") or "")
    publishers = list(dict.fromkeys(_publishers(filter(None, named.split(";")), view)))
    if not publishers:
        return ""
    more = len(publishers) - MOST_PUBLISHERS
    shown = ", ".join(publishers[:MOST_PUBLISHERS]) + (f" and {more} more" if more > 0 else "")
    known = str(datum.record.get("known_on") or "")
    how = str(datum.record.get("how") or "stated")
    told = f"{how}: " if how not in ("stated", "printed") else ""
    return f"{told}{shown}" + (f", known {day_name(known)}" if known else "")


def _publishers(keys: Iterable[str], view: View) -> Iterable[str]:
    return (str(view.source(key)["publisher"]) for key in keys)


def _target(datum: Datum, view: View) -> tuple[str, str] | None:
    """The page and the anchor of the rows behind a mark; of a paper's figure those of the paper."""
    rows = [row for row in datum.rows if isinstance(row, Entry | Observation)]
    if rows:
        return places.target(datum.figure.about if datum.figure else "", rows, view)
    paper = next((row.source for row in datum.rows), "")
    return places.target(f"{places.SOURCE}{paper}", (), view) if paper else None

"""What came, set beside what the tables hold: new figures and changed ones become rows, the rest makes none.

A publisher's changed figure is a new vintage: a row with the day of fetching as `known_on` and a source of that day. No
row that stands in the tables is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nolimits.data import Evidence, Period, Row
from nolimits.data.nouns import many
from nolimits.data.stakes import NOBODY
from nolimits.feeds.datum import FeedDatum
from nolimits.feeds.declaration import Feed, FeedSeries
from nolimits.feeds.errors import FeedError

PeriodPlace = tuple[str, str, str]  # indicator, first day, last day


@dataclass(frozen=True)
class Arrival:
    """What one feed brings: rows of tables, in their columns.

    Indicators come only where a feed defines them, with a reason for `unused` where it gives one. `revised` counts the
    rows that change a figure which the same feed brought before, `same` the figures that made no row; `notes` say what
    was left out and why.
    """

    feed: str
    indicators: tuple[Row, ...]
    sources: tuple[Row, ...]
    observations: tuple[Row, ...]
    unused: tuple[Row, ...]
    revised: int
    same: int
    notes: tuple[str, ...]

    def __str__(self) -> str:
        new = len(self.observations) - self.revised
        told = f"{many(new, 'new figure')}, {many(self.revised, 'changed one')}, {self.same:,} as the tables have them"
        return "\n".join([f"{self.feed}: {told}", *(f"  {note}" for note in self.notes)])


@dataclass(frozen=True)
class Fit:
    """Figures that the tables can take, by place; indicators that would come with them; notes on what is left out."""

    figures: dict[PeriodPlace, FeedDatum]
    fresh: list[Row]
    notes: list[str]


def fit(feed: Feed, data: Iterable[FeedDatum], day: str, evidence: Evidence) -> Fit:
    """The figures of an answer as far as the tables have a place for them.

    Raises FeedError for two figures of one period, another unit, and a figure outside its indicator's bounds.
    """
    found = _once_each(feed, data)
    if not found:
        raise FeedError(f"{feed.name}: the answer holds no figures")
    indicators, fresh = _indicators(feed, found, evidence)
    unknown = sorted({one.indicator for one in found.values()} - indicators.keys())
    right = f"add it to indicators.csv, or take the series out of feeds/{feed.name}.yaml"
    notes = [f"no indicator {name}: {right}" for name in unknown]
    known = {place: one for place, one in found.items() if one.indicator in indicators}
    if early := [place for place in known if place[2] >= day]:
        told = many(len(early), "figure is of a period", "figures are of periods")
        notes.append(f"{told} that had not ended by {day}: left out")
    figures = {place: one for place, one in known.items() if place[2] < day}
    _within(feed, figures, indicators)
    return Fit(figures, fresh, notes)


def arrival(feed: Feed, data: Iterable[FeedDatum], day: str, evidence: Evidence) -> Arrival:
    """The rows that figures fetched on a day (ISO text) make beside the tables of `evidence`.

    A figure makes none where the newest take of the same feed on its period states it, or, where the feed has none
    yet, the newest take of the same kind of source. Raises FeedError as `fit` does, and for series that end before
    their last known period, and rows of this or a later day that are there already and say something else.
    """
    held = fit(feed, data, day, evidence)
    wanted, fresh, notes = held.figures, held.fresh, held.notes
    own, others = _takes(feed, wanted, evidence)
    _whole(feed, wanted, own)
    source = source_row(feed, day, evidence)
    rows: list[Row] = []
    revised = 0
    for place, one in sorted(wanted.items()):
        takes = own.get(place) or others.get(place, [])
        if takes and _value(takes[-1]) == one.value:
            continue
        if (mine := own.get(place)) and mine[-1]["known_on"] >= day:
            raise FeedError(
                f"{feed.name}: {one.indicator} {one.period.name} is {one.printed} and was {mine[-1]['value']} when "
                f"fetched on {mine[-1]['known_on']}: fetch on a later day, so that both can stand"
            )
        revised += place in own
        rows.append(_row(feed, one, source["source"], day, evidence))
    named = {row["indicator"] for row in rows} & {row["indicator"] for row in fresh}
    return Arrival(
        feed.name,
        tuple(row for row in fresh if row["indicator"] in named),
        (source,) if rows and source["source"] not in evidence.sources else (),
        tuple(rows),
        tuple(_reasons(feed, [one for one in wanted.values() if one.indicator in named], day, evidence)),
        revised,
        len(wanted) - len(rows),
        tuple(notes),
    )


def source_row(feed: Feed, day: str, evidence: Evidence) -> Row:
    """The row of `sources` for a fetch of a day. Its address ends in the day: the table holds each address once."""
    cells = {
        "interest": NOBODY,  # an office's own figures are no mere word
        **feed.source,
        "source": f"{feed.slug}-{day}-{feed.word}",
        "url": f"{feed.source['url']}#{day}",
        "published": day,
        "precision": "day",
        "licence": feed.licence,
        "license": feed.licence,
    }
    return _cells("sources", cells, evidence)


def _once_each(feed: Feed, data: Iterable[FeedDatum]) -> dict[PeriodPlace, FeedDatum]:
    found: dict[PeriodPlace, FeedDatum] = {}
    for one in data:
        place = (one.indicator, one.period.start, one.period.end)
        if found.setdefault(place, one).value != one.value:
            raise FeedError(
                f"{feed.name}: {one.indicator} {one.period.name} is {found[place].printed} and {one.printed} "
                f"in one answer"
            )
    return found


def _indicators(
    feed: Feed, found: Mapping[PeriodPlace, FeedDatum], evidence: Evidence
) -> tuple[dict[str, Row], list[Row]]:
    """The indicators that figures may have: those of the tables, and rows for those that a declaration defines."""
    fresh: dict[str, Row] = {}
    for one in found.values():
        if one.indicator in evidence.indicators or one.indicator in fresh:
            continue
        for series in feed.series:
            if series.defines and _is_of(series, one):
                cells = {name: text.format(**one.names) for name, text in series.defines.items()}
                cells |= {"indicator": one.indicator, "unit": series.unit}
                fresh[one.indicator] = _cells("indicators", cells, evidence)
    return {**evidence.indicators, **fresh}, list(fresh.values())


def _reasons(feed: Feed, data: Iterable[FeedDatum], day: str, evidence: Evidence) -> Iterator[Row]:
    """Why new indicators, fetched on a day, are kept that no page uses yet, by topic where the table is of patterns."""
    key = evidence.resource("unused")["schema"]["primaryKey"]
    column = key if isinstance(key, str) else key[0]
    told = {row[column] for row in evidence.rows("unused")}
    for one in data:
        topic = one.indicator.partition(".")[0]
        name = one.indicator if column == "indicator" else f"{topic}.*"
        reason = next((s.defines["unused"] for s in feed.series if _is_of(s, one) and "unused" in s.defines), "")
        if reason and name not in told:
            told.add(name)
            yield _cells("unused", {column: name, "reason": reason, "known_on": day}, evidence)


def _within(feed: Feed, wanted: Mapping[PeriodPlace, FeedDatum], indicators: Mapping[str, Row]) -> None:
    """Units and bounds: what would be the sign of another unit or another column."""
    for series in feed.series:
        about = indicators.get(series.indicator)
        if about and about["unit"] != series.unit:
            raise FeedError(
                f"feeds/{feed.name}.yaml brings {series.indicator} in {series.unit}: it is in {about['unit']}"
            )
    for one in wanted.values():
        about = indicators[one.indicator]
        low, high = Decimal(about["minimum"] or "-Infinity"), Decimal(about["maximum"] or "Infinity")
        if not low <= one.value <= high:
            raise FeedError(
                f"{feed.name}: {one.indicator} {one.period.name} is {one.printed} {about['unit']}, outside of "
                f"{about['minimum']} to {about['maximum']}: has the publisher changed its unit?"
            )


def _takes(
    feed: Feed, wanted: Mapping[PeriodPlace, FeedDatum], evidence: Evidence
) -> tuple[dict[PeriodPlace, list[Row]], dict[PeriodPlace, list[Row]]]:
    """The rows that the tables hold of those series, oldest first: the feed's own, and others of its kind of source."""
    mine = re.compile(rf"{re.escape(feed.slug)}-\d{{4}}-\d{{2}}-\d{{2}}-{re.escape(feed.word)}")
    series = {one.indicator for one in wanted.values()}
    own: dict[PeriodPlace, list[Row]] = {}
    others: dict[PeriodPlace, list[Row]] = {}
    for row in sorted(evidence.rows("observations"), key=lambda row: row["known_on"]):
        if row["indicator"] not in series:
            continue
        place = (row["indicator"], row["period_start"], row["period_end"])
        if mine.fullmatch(row["source"]):
            own.setdefault(place, []).append(row)
        elif evidence.sources[row["source"]]["kind"] == feed.source["kind"] and row["qualifier"] == "exact":
            others.setdefault(place, []).append(row)
    return own, others


def _whole(feed: Feed, wanted: Mapping[PeriodPlace, FeedDatum], own: Mapping[PeriodPlace, Sequence[Row]]) -> None:
    """A series never ends before it ended last time: else the answer is cut short."""
    ends: dict[str, str] = {}
    for indicator, _, end in wanted:
        ends[indicator] = max(end, ends.get(indicator, ""))
    for indicator, start, end in sorted(own):
        if end > ends[indicator]:
            raise FeedError(
                f"{feed.name}: {indicator} ends on {ends[indicator]}, though {Period(start, end).name} was there "
                f"before: the answer is cut short"
            )


def _row(feed: Feed, one: FeedDatum, source: str, day: str, evidence: Evidence) -> Row:
    note = next((s.note for s in feed.series if _is_of(s, one)), "")
    cells = {
        "indicator": one.indicator,
        "period_start": one.period.start,
        "period_end": one.period.end,
        "value": one.printed,
        "qualifier": "exact",
        "source": source,
        "known_on": day,
        "note": note,
    }
    return _cells("observations", cells, evidence)


def _is_of(series: FeedSeries, one: FeedDatum) -> bool:
    return series.indicator.format_map(_Any(one.names)) == one.indicator


class _Any(dict[str, str]):
    """Words for a template that may ask for others."""

    def __missing__(self, key: str) -> str:
        return ""


def _cells(table: str, cells: Mapping[str, str], evidence: Evidence) -> Row:
    """A row of a table: its columns in their order, empty where nothing is told."""
    return {field["name"]: cells.get(field["name"], "") for field in evidence.resource(table)["schema"]["fields"]}


def _value(row: Row) -> Decimal | None:
    return Decimal(row["value"]) if row["value"] else None

"""A CSV that is published at an address, such as a file of a public repository.

`ask` has file (what follows the feed's address), date and value (columns), where the file is not parted by commas
separator, and any number of `only COLUMN`, the value that a column must have in the rows that are meant.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from nolimits.data.nouns import many
from nolimits.feeds.datum import FeedDatum, feed_span
from nolimits.feeds.declaration import Feed, FeedSeries
from nolimits.feeds.errors import FeedError
from nolimits.feeds.reading import cell, datum, same_unit, thin, word
from nolimits.feeds.registry import client
from nolimits.feeds.web import Web, no_page

ONLY = "only "


@client
def table(feed: Feed, web: Web, day: str) -> Iterator[FeedDatum]:
    """Figures of a column; raises FeedError for rows of another length than the head, and where none is meant."""
    files: dict[str, str] = {}
    for series in feed.series:
        name = word(series, "file", feed)
        where = f"{feed.name}: {name}"
        if name not in files:
            files[name] = _text(no_page(web.ask(f"{feed.address}/{name}")).content, where)
        yield from thin(_data(series, files[name], feed, where), series, day)


def _data(series: FeedSeries, text: str, feed: Feed, where: str) -> list[FeedDatum]:
    found: list[FeedDatum] = []
    head, *rows = csv.reader(io.StringIO(text), delimiter=series.ask.get("separator", ","))
    wanted = {name.removeprefix(ONLY): value for name, value in series.ask.items() if name.startswith(ONLY)}
    date, value = word(series, "date", feed), word(series, "value", feed)
    for line, cells in enumerate(rows, 2):
        if len(cells) != len(head):
            raise FeedError(
                f"{where}, line {line} has {many(len(cells), 'cell')}: the head has {len(head)}, a file cut short?"
            )
        row = dict(zip(head, cells, strict=True))
        if any(cell(row, name, where) != only for name, only in wanted.items()):
            continue
        period = feed_span(cell(row, date, where), series.period, f"{where}, line {line}, {date}")
        if place := series.ask.get("unit"):
            same_unit(cell(row, place, where), series, f"{where}, line {line}")
        if period.year >= feed.since:
            found += datum(series, period, cell(row, value, where), f"{where}, line {line}, {value}")
    if not found:
        raise FeedError(f"{where} has no row for {series.indicator} since {feed.since}")
    return found


def _text(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FeedError(f"{where} is not written in UTF-8") from None

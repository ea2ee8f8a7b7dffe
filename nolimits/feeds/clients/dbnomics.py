"""DBnomics: series of many offices and banks in one form.

After the documentation of the API (https://api.db.nomics.world/v22/apidocs). `ask` has id, provider/dataset/series,
and, where the series has a dimension for it, unit: the name of that dimension.
"""

from __future__ import annotations

from collections.abc import Iterator

from nolimits.data.nouns import many
from nolimits.feeds.datum import FeedDatum, feed_span
from nolimits.feeds.declaration import Feed
from nolimits.feeds.errors import FeedError
from nolimits.feeds.reading import cell, datum, same_unit, word
from nolimits.feeds.registry import client
from nolimits.feeds.web import Web


@client
def dbnomics(feed: Feed, web: Web, day: str) -> Iterator[FeedDatum]:
    """Observations of series; raises FeedError where an id names none or several."""
    for series in feed.series:
        name = word(series, "id", feed)
        where = f"{feed.name}: the answer on {name}"
        answer = web.json(f"{feed.address}/v22/series/{name}", {"observations": "1", "metadata": "0"})
        found = cell(cell(answer, "series", where), "docs", where)
        if not isinstance(found, list) or len(found) != 1:
            raise FeedError(
                f"{where} holds {len(found) if isinstance(found, list) else 'no'} series: one was asked for"
            )
        (one,) = found
        if place := series.ask.get("unit"):
            same_unit(cell(cell(one, "dimensions", where), place, where), series, where)
        periods, values = cell(one, "period", where), cell(one, "value", where)
        if len(periods) != len(values) or not periods:
            raise FeedError(
                f"{where} has {many(len(periods), 'period')} and {many(len(values), 'value')}: as many of each are due"
            )
        for when, value in zip(periods, values, strict=True):
            if (period := feed_span(when, series.period, where)).year >= feed.since:
                yield from datum(series, period, value, f"{where}, {when}")

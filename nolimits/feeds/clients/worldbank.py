"""World Bank: indicators by country and year.

After the documentation of the API (https://datahelpdesk.worldbank.org/knowledgebase/topics/125589).
`ask` has country (ISO, three letters) and code (such as NY.GDP.MKTP.CD).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nolimits.feeds.datum import FeedDatum, feed_span
from nolimits.feeds.declaration import Feed
from nolimits.feeds.errors import FeedError
from nolimits.feeds.reading import cell, datum, same_unit, word
from nolimits.feeds.registry import client
from nolimits.feeds.web import Web

ROWS = "1000"  # to a page


@client
def worldbank(feed: Feed, web: Web, day: str) -> Iterator[FeedDatum]:
    """Yearly indicators; raises FeedError for a code that the bank does not know."""
    for series in feed.series:
        country, code = word(series, "country", feed), word(series, "code", feed)
        where = f"{feed.name}: the answer on {code} of {country}"
        for row in _rows(feed, web, country, code, f"{feed.since}:{day[:4]}", where):
            found = cell(cell(row, "indicator", where), "id", where), cell(row, "countryiso3code", where)
            if found != (code, country):
                raise FeedError(f"{where} is on {found[0]} of {found[1]}")
            same_unit(row.get("unit"), series, where)
            period = feed_span(cell(row, "date", where), series.period, f"{where}, date")
            yield from datum(series, period, cell(row, "value", where), f"{where}, value")


def _rows(feed: Feed, web: Web, country: str, code: str, years: str, where: str) -> Iterator[Any]:
    page, pages = 1, 1
    while page <= pages:
        words = {"format": "json", "per_page": ROWS, "date": years, "page": str(page)}
        answer = web.json(f"{feed.address}/country/{country}/indicator/{code}", words)
        if isinstance(answer, list) and answer and isinstance(answer[0], dict) and "message" in answer[0]:
            raise FeedError(f"{where} says: {'; '.join(str(one.get('value')) for one in answer[0]['message'])}")
        if not (isinstance(answer, list) and len(answer) == 2 and isinstance(answer[1], list)):
            raise FeedError(f"{where} is no pair of a head and a list of rows")
        yield from answer[1]
        page, pages = page + 1, int(cell(answer[0], "pages", where))

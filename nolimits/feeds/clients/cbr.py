"""The daily tables of cbr.ru: official exchange rates, and the key rate.

After the description of its XML (https://www.cbr.ru/development/sxml/) and of its web service
(https://www.cbr.ru/development/DWS/). `ask` has table: rate, with currency, its code such as R01235; or key.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

from nolimits.feeds.datum import FeedDatum, feed_number, feed_span
from nolimits.feeds.declaration import Feed, FeedSeries
from nolimits.feeds.errors import FeedError
from nolimits.feeds.reading import datum, thin, word
from nolimits.feeds.registry import client
from nolimits.feeds.web import Web, read_xml

SPACE = "http://web.cbr.ru/"
ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
    '<KeyRateXML xmlns="{space}"><fromDate>{first}</fromDate><ToDate>{last}</ToDate></KeyRateXML>'
    "</soap:Body></soap:Envelope>"
)


@client
def cbr(feed: Feed, web: Web, day: str) -> Iterator[FeedDatum]:
    """Rates by day, thinned as each series says; raises FeedError for another currency than was asked for."""
    tables = {"rate": _rates, "key": _key_rates}
    for series in feed.series:
        if (table := word(series, "table", feed)) not in tables:
            raise FeedError(f"feeds/{feed.name}.yaml: table is {table!r}: one of {', '.join(tables)}")
        found = list(tables[table](feed, web, day, series))
        if not found:
            raise FeedError(f"{feed.name}: the table of {series.indicator} is empty since {feed.since}")
        yield from thin(found, series, day)


def _rates(feed: Feed, web: Web, day: str, series: FeedSeries) -> Iterator[FeedDatum]:
    code = word(series, "currency", feed)
    year, month, date = day.split("-")
    words = {"date_req1": f"01/01/{feed.since}", "date_req2": f"{date}/{month}/{year}", "VAL_NM_RQ": code}
    root = web.xml(f"{feed.address}/scripts/XML_dynamic.asp", words)
    where = f"{feed.name}: the table of {code}"
    if root.tag != "ValCurs" or root.get("ID") != code:
        raise FeedError(f"{where} is of {root.get('ID') or root.tag}: another currency than was asked for")
    for record in root.iter("Record"):
        when = record.get("Date", "")
        unit = feed_number(_text(record, "Nominal", where), f"{where}, Nominal of {when}")
        if unit != Decimal(series.theirs.partition(" ")[0]):
            raise FeedError(f"{where} is for {unit} units on {when}: it was declared for {series.theirs}")
        period = feed_span(when, "day", where)
        yield from datum(series, period, _text(record, "Value", where), f"{where}, {when}")


def _key_rates(feed: Feed, web: Web, day: str, series: FeedSeries) -> Iterator[FeedDatum]:
    body = ENVELOPE.format(space=SPACE, first=f"{feed.since}-01-01", last=day)
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{SPACE}KeyRateXML"'}
    root = read_xml(web.post(f"{feed.address}/DailyInfoWebServ/DailyInfo.asmx", body, headers))
    where = f"{feed.name}: the table of the key rate"
    for record in root.iter("KR"):
        when = _text(record, "DT", where)
        yield from datum(series, feed_span(when, "day", where), _text(record, "Rate", where), f"{where}, {when}")


def _text(record: Element, name: str, where: str) -> str:
    found = record.find(name)
    if found is None:
        there = ", ".join(one.tag for one in record)
        raise FeedError(f"{where} has no column {name!r}: there are {there}")
    return found.text or ""

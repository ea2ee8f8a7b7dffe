"""UN Comtrade: trade by reporter, partner, flow and code of goods, by month or year.

After the documentation of the API (https://uncomtrade.org/docs/) and the parameters of its own Python package.
`ask` has reporter and partner (M49 numbers, 0 is the world), flow (M imports, X exports), code (of the Harmonised
System, TOTAL, or AG2 for all chapters) and measure (primaryValue, netWgt or qty).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nolimits.feeds.datum import FeedDatum, feed_span
from nolimits.feeds.declaration import Feed, FeedSeries
from nolimits.feeds.errors import FeedError
from nolimits.feeds.reading import cell, datum, same_unit, word
from nolimits.feeds.registry import client
from nolimits.feeds.web import Web

PERIODS = 12  # that one request may name
FREQUENCIES = {"month": "M", "year": "A"}
UNITS = {"primaryValue": "USD", "netWgt": "kg"}  # by documentation; of qty each row says its own
CHAPTERS = "AG2"
KEY = "Ocp-Apim-Subscription-Key"
# the sums over second partners, customs procedures and means of transport, without which a flow comes in parts
SUMS = {"partner2Code": "0", "customsCode": "C00", "motCode": "0"}


@client
def comtrade(feed: Feed, web: Web, day: str) -> Iterator[FeedDatum]:
    """Flows of goods as a reporter states them; raises FeedError without a key, and for a flow that comes in parts."""
    headers = {KEY: feed.secret}
    for (frequency, reporter, partner, flow), series in _together(feed).items():
        chapters = any(one.ask["code"] == CHAPTERS for one in series)
        codes = sorted({one.ask["code"] for one in series})
        periods = _periods(frequency, feed.since, day)
        rows: list[Any] = []
        for first in range(0, len(periods), PERIODS):
            words = {
                **{"reporterCode": reporter, "partnerCode": partner, "flowCode": flow, "cmdCode": ",".join(codes)},
                **{"period": ",".join(periods[first : first + PERIODS]), **SUMS, "includeDesc": "true"},
            }
            rows += _rows(web.json(f"{feed.address}/data/v1/get/C/{frequency}/HS", words, headers), feed)
        if not rows:
            raise FeedError(f"{feed.name}: no rows for reporter {reporter}, partner {partner}, flow {flow}")
        seen: set[tuple[str, str]] = set()
        for row in rows:
            code, period = str(cell(row, "cmdCode", _where(feed))), str(cell(row, "period", _where(feed)))
            if (code, period) in seen:
                raise FeedError(f"{feed.name}: two rows for code {code} and period {period}: one sum was expected")
            seen.add((code, period))
            for one in series:
                if one.ask["code"] == code or (chapters and one.ask["code"] == CHAPTERS and len(code) == 2):
                    yield from _datum(one, row, feed)


def _together(feed: Feed) -> dict[tuple[str, str, str, str], list[FeedSeries]]:
    """The series that one request can bring."""
    found: dict[tuple[str, str, str, str], list[FeedSeries]] = {}
    for one in feed.series:
        reporter, partner, flow, _, measure = (
            word(one, name, feed) for name in ("reporter", "partner", "flow", "code", "measure")
        )
        if one.theirs != UNITS.get(measure, one.theirs) or one.period not in FREQUENCIES:
            raise FeedError(f"feeds/{feed.name}.yaml: {one.indicator}: {measure} by {one.period} comes in {UNITS}")
        found.setdefault((FREQUENCIES[one.period], reporter, partner, flow), []).append(one)
    return found


def _periods(frequency: str, since: int, day: str) -> Sequence[str]:
    years = range(since, int(day[:4]) + 1)
    if frequency == "A":
        return [str(year) for year in years if f"{year}-12-31" < day]
    return [f"{year}{month:02}" for year in years for month in range(1, 13) if f"{year}-{month:02}" < day[:7]]


def _rows(answer: Any, feed: Feed) -> list[Any]:
    rows = cell(answer, "data", _where(feed))
    if fault := answer.get("error"):
        raise FeedError(f"{_where(feed)} says: {fault}")
    if not isinstance(rows, list):
        raise FeedError(f"{_where(feed)} has {type(rows).__name__} for data: a list of rows was expected")
    return rows


def _datum(series: FeedSeries, row: Any, feed: Feed) -> Iterator[FeedDatum]:
    measure, where = series.ask["measure"], _where(feed)
    for name in ("reporterCode", "partnerCode", "flowCode"):
        wanted = series.ask[name.removesuffix("Code")]
        if (found := str(cell(row, name, where))) != wanted:
            raise FeedError(f"{where} has {found} for {name}: {wanted} was asked for")
    value = cell(row, measure, where)
    if measure == "netWgt" and (not value or row.get("isNetWgtEstimated")):
        return  # no weight was reported: what stands there is nothing, or an estimate of the database
    if measure == "qty":
        if not value or row.get("isQtyEstimated"):
            return
        same_unit(cell(row, "qtyUnitAbbr", where), series, where)
    period = feed_span(cell(row, "period", where), series.period, f"{where}, period")
    names = {"code": str(row["cmdCode"]).lower(), "name": str(row.get("cmdDesc") or "").strip()}
    yield from datum(series, period, value, f"{where}, {measure}", names)


def _where(feed: Feed) -> str:
    return f"{feed.name}: the answer of the database"

"""The spreadsheet of monthly commodity prices of the World Bank, known as the Pink Sheet.

The address of the file changes with each edition, so that it is read from the page that links to it. `ask` has column,
the heading of a commodity in the sheet; the line below the headings has the units, in brackets.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from nolimits.feeds.datum import FeedDatum, feed_span
from nolimits.feeds.declaration import Feed
from nolimits.feeds.errors import FeedError
from nolimits.feeds.reading import datum, same_unit, word
from nolimits.feeds.registry import client
from nolimits.feeds.web import Web, no_page

SHEET = "Monthly Prices"
LINK = re.compile(r"""href=["']([^"']+CMO-Historical-Data-Monthly\.xlsx[^"']*)["']""")
MONTH = re.compile(r"\d{4}M\d{2}")


@client
def pinksheet(feed: Feed, web: Web, day: str) -> Iterator[FeedDatum]:
    """Monthly prices; raises FeedError where the page links to no file, and where a heading is gone."""
    page = web.ask(feed.address)
    if not (found := LINK.search(page.text)):
        raise FeedError(f"{feed.name}: {feed.address} links to no file CMO-Historical-Data-Monthly.xlsx")
    rows = _sheet(no_page(web.ask(urljoin(page.url, found[1]))).content, feed)
    wanted = {word(one, "column", feed) for one in feed.series}
    place = next((n for n, row in enumerate(rows[:12]) if wanted & set(map(_heading, row))), None)
    if place is None:
        raise FeedError(f"{feed.name}: the sheet {SHEET!r} has none of the headings {', '.join(sorted(wanted))}")
    headings, units = list(map(_heading, rows[place])), rows[place + 1]
    months = [row for row in rows[place + 2 :] if MONTH.fullmatch(str(row[0]))]
    if not months:
        raise FeedError(f"{feed.name}: the sheet {SHEET!r} has no rows of the form 2024M05")
    for series in feed.series:
        name = series.ask["column"]
        if name not in headings:
            raise FeedError(f"{feed.name}: the sheet {SHEET!r} has no heading {name!r}")
        column, where = headings.index(name), f"{feed.name}: the sheet's column {name!r}"
        same_unit(str(units[column]).strip(" ()"), series, where)
        for row in months:
            if int(str(row[0])[:4]) >= feed.since:
                period = feed_span(row[0], series.period, f"{where}, month")
                yield from datum(series, period, row[column], f"{where}, {row[0]}")


def _sheet(content: bytes, feed: Feed) -> list[tuple[Any, ...]]:
    try:
        import pandas
        from python_calamine import CalamineError
    except ImportError as error:
        raise FeedError(f"reading spreadsheets needs {error.name}: pip install 'nolimits[updates]'") from None
    try:
        frame = pandas.read_excel(io.BytesIO(content), sheet_name=SHEET, header=None, dtype=object, engine="calamine")
    except (CalamineError, ValueError, OSError) as error:
        raise FeedError(f"{feed.name}: the file is no whole spreadsheet with a sheet {SHEET!r} ({error})") from None
    return [tuple(None if cell != cell else cell for cell in row) for row in frame.itertuples(index=False, name=None)]


def _heading(cell: object) -> str:
    """A heading without the stars of its footnotes."""
    return " ".join(str(cell or "").replace("*", " ").split())

"""Statistical offices and banks that speak SDMX, by way of sdmx1, which knows each one's ways.

`ask` has flow (the dataset), key (one code for each dimension, parted by dots) and, where the dataset names its unit,
unit: the dimension or attribute that holds it. The feed's `address` is that of sdmx1's source, followed by its name
after a bar, such as https://api.imf.org/external/sdmx/2.1|IMF_DATA.
"""

from __future__ import annotations

import dataclasses
import io
import logging
from collections.abc import Iterator
from contextlib import redirect_stdout
from typing import Any

from nolimits.feeds.datum import FeedDatum, feed_span
from nolimits.feeds.declaration import Feed
from nolimits.feeds.errors import FeedError
from nolimits.feeds.reading import datum, same_unit, word
from nolimits.feeds.registry import client
from nolimits.feeds.web import Web

TIME = "TIME_PERIOD"


@client
def sdmx(feed: Feed, web: Web, day: str) -> Iterator[FeedDatum]:
    """Observations of series; raises FeedError where a key brings none, or more than one for a period."""
    try:
        import sdmx as library
        from sdmx.exceptions import ParseError
    except ImportError as error:
        raise FeedError(f"{feed.name}: SDMX needs {error.name}: pip install 'nolimits[fetch]'") from None
    logging.getLogger("sdmx").setLevel(logging.ERROR)  # it remarks on every answer that brings no structure
    address, _, name = feed.address.partition("|")
    office = library.Client(name, session=web.session)
    office.source = dataclasses.replace(office.source, url=address)
    for series in feed.series:
        flow, key = word(series, "flow", feed), word(series, "key", feed)
        where = f"{feed.name}: the answer on {flow} {key}"
        try:
            with redirect_stdout(io.StringIO()):  # where it fails it prints what it held
                message = office.data(flow, key=key, params={"startPeriod": str(feed.since)})
        except FeedError:
            raise
        except ParseError as error:
            raise FeedError(f"{where} is no SDMX that can be read ({error})") from None
        except Exception as error:  # the library raises whatever its parsers do
            raise FeedError(
                f"{where} cannot be read ({type(error).__name__}: {' '.join(str(error).split())[:80]})"
            ) from None
        seen: set[str] = set()
        for observation in (one for dataset in getattr(message, "data", ()) for one in dataset.obs):
            codes = _codes(observation)
            if TIME not in codes:
                raise FeedError(f"{where} has no {TIME}: there are {', '.join(codes)}")
            if (when := codes[TIME]) in seen:
                raise FeedError(f"{where} has two figures for {when}: the key names more than one series")
            seen.add(when)
            if place := series.ask.get("unit"):
                if place not in codes:
                    raise FeedError(f"{where} has no {place}, which was to hold the unit: there are {', '.join(codes)}")
                same_unit(codes[place], series, where)
            period = feed_span(when, series.period, where)
            if period.year >= feed.since:  # not every office heeds startPeriod
                yield from datum(series, period, observation.value, f"{where}, {when}")
        if not seen:
            raise FeedError(f"{where} holds no figures")


def _codes(observation: Any) -> dict[str, str]:
    """What an observation says of itself: the codes of its dimensions and attributes, by name."""
    found: dict[str, str] = {}
    key = observation.key
    for values in (getattr(observation, "series_key", None), key, observation.dimension):
        if values is not None:
            found |= {name: str(value.value) for name, value in values.values.items()}
    for name, value in observation.attrib.items():
        found[name] = str(value.value)
    return found

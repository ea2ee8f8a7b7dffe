"""The feeds of the book are declared so that their clients can read them and the tables can take what they bring."""

import re
from decimal import Decimal

import pytest
import yaml
from conftest import ROOT

from nolimits.data import evidence
from nolimits.data.periods import period
from nolimits.feeds import feed, hand_on, names
from nolimits.feeds.datum import FeedDatum
from nolimits.feeds.declaration import feed_from
from nolimits.feeds.registry import client_of
from nolimits.feeds.vintages import arrival
from nolimits.updates import Options

DATA = ROOT / "data"
every_feed = pytest.mark.parametrize("name", names(DATA))


def test_feeds_are_declared():
    assert names(DATA)


@every_feed
def test_a_feed_has_a_client_an_address_and_terms(name):
    found = feed(name, DATA)
    client_of(found)
    for address in (found.address, found.terms, found.source["url"]):
        assert address.startswith("https://")
    assert found.source["kind"] in evidence(DATA).choices("sources", "kind")
    assert re.fullmatch(r"[a-z0-9]+-2024-02-03-[a-z0-9]+", f"{found.slug}-2024-02-03-{found.word}")


@every_feed
def test_no_key_is_written_down(name):
    assert re.fullmatch(r"([A-Z]+_KEY)?", feed(name, DATA).key)


@every_feed
def test_a_series_is_in_the_unit_of_its_indicator(name):
    known = evidence(DATA).indicators
    for series in feed(name, DATA).series:
        if series.indicator in known:
            assert series.unit == known[series.indicator]["unit"], series.indicator


def test_no_two_feeds_share_their_sources():
    marks = [(one.slug, one.word) for one in (feed(name, DATA) for name in names(DATA))]
    assert len(set(marks)) == len(marks)
    addresses = [feed(name, DATA).source["url"] for name in names(DATA)]
    assert len(set(addresses)) == len(addresses)


def test_indicators_that_feeds_define_are_such_as_the_tables_take(tables):
    arrivals = []
    for one in (feed(name, tables.folder) for name in names(tables.folder)):
        said = {"code": "27", "name": "Mineral fuels"}
        when = {"year": period("2020"), "month": period("2020-05"), "day": period("2020-05-05")}
        data = [
            FeedDatum(series.indicator.format(**said), when[series.period], Decimal(1), said)
            for series in one.series
            if series.defines
        ]
        if data:
            arrivals.append(arrival(one, data, "2024-02-03", evidence(tables.folder)))
    made = hand_on(arrivals, tables.folder, Options(brief=True), print, None)
    assert [str(refusal) for refusal in made.refused] == []
    assert made.rows > 2 * len(arrivals)


def test_the_example_of_a_feed_in_the_docs_is_one():
    text = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
    (example,) = (block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if block.startswith("client:"))
    client_of(feed_from("example", yaml.safe_load(example)))

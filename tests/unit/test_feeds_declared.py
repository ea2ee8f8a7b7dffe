"""A feed is declared in a file of data/feeds/; what is wrong with one is told with its place."""

import pytest
import yaml
from publishers import SERIES, declaration

from nolimits.feeds import FeedError, feed, names
from nolimits.feeds.declaration import feed_from


def write(tables, text: str | None = None, name: str = "office", **more) -> None:
    folder = tables.folder / "feeds"
    folder.mkdir(exist_ok=True)
    told = text if text is not None else yaml.safe_dump(declaration("table", "http://x", *SERIES["table"], **more))
    (folder / f"{name}.yaml").write_text(told, encoding="utf-8")


def test_feeds_are_found_beside_the_tables_by_name(frozen_tables):
    write(frozen_tables, name="wool")
    write(frozen_tables, name="office", since=2015)
    assert names(frozen_tables.folder) == ["office", "wool"]
    found = feed("office", frozen_tables.folder)
    assert (found.name, found.client, found.since, found.pause) == ("office", "table", 2015, 0)
    assert dict(found.series[0].ask) == {"file": "brent-monthly.csv", "date": "Date", "value": "Price"}


def test_a_feed_that_is_not_declared_is_told_with_those_that_are(frozen_tables):
    with pytest.raises(FeedError, match=r"no feed is called 'tea': there are none in data/feeds/"):
        feed("tea", frozen_tables.folder)
    write(frozen_tables)
    with pytest.raises(FeedError, match="no feed is called 'tea': there are office"):
        feed("tea", frozen_tables.folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [("series: [", "feeds/office.yaml is not YAML"), ("- one", "holds no mapping"), ("", "holds no mapping: it needs")],
)
def test_a_file_of_another_shape_is_told(frozen_tables, text, said):
    write(frozen_tables, text)
    with pytest.raises(FeedError, match=said) as told:
        feed("office", frozen_tables.folder)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"licence": ""}, "feeds/office.yaml lacks licence"),
        ({"colour": "red"}, "feeds/office.yaml has colour: known are address, client"),
        ({"source": {"publisher": "x"}}, "feeds/office.yaml, source lacks title, url, kind, language"),
        ({"series": [{}]}, "feeds/office.yaml, series 1 lacks indicator, ask, unit, theirs, period"),
        ({"series": [{**SERIES["table"][0], "period": "week"}]}, "period is 'week': one of day, month, quarter, year"),
        ({"series": [{**SERIES["table"][0], "keep": "some"}]}, "keep is 'some': one of all, month-end, turns"),
        ({"series": [{**SERIES["table"][0], "power": 0.001}]}, "power is 0.001: a whole number"),
        ({"series": ["x"]}, "series 1 holds no mapping"),
    ],
)
def test_what_a_declaration_lacks_or_has_too_much_is_told(more, said):
    with pytest.raises(FeedError, match=said):
        feed_from("office", {**declaration("table", "http://x", *SERIES["table"]), **more})

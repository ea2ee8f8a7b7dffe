"""What came becomes rows beside those that are there: new vintages where a figure changed, none where it did not."""

from decimal import Decimal

import pytest
from publishers import DAY, SERIES, declaration, feed_of

from nolimits.data import Evidence
from nolimits.data.periods import period
from nolimits.feeds import FeedError
from nolimits.feeds.datum import FeedDatum, feed_number, feed_span
from nolimits.feeds.declaration import feed_from
from nolimits.feeds.vintages import arrival

SOURCE = f"office-{DAY}-wool"


@pytest.fixture
def arrive(frozen_tables):
    """What figures of wool's price become beside the frozen tables, which a test may change before."""

    def made(*data, feed=None, day=DAY):
        return arrival(feed or feed_of("table", "http://localhost"), data, day, Evidence(frozen_tables.folder))

    return made


def price(when: str, value: str) -> FeedDatum:
    return FeedDatum("wool.price", period(when), Decimal(value))


def known(tables, value: str, source: str = "office-2023-12-10-wool", kind: str = "official", when: str = "2023-11"):
    day, held = source[-15:-5] if source.startswith("office") else "2023-12-10", period(when)
    tables.plant(
        "sources", source=source, publisher="x", title="x", url=f"https://x/{source}", published=day, kind=kind
    )
    tables.plant(
        "observations",
        **{"indicator": "wool.price", "period_start": held.start, "period_end": held.end, "value": value},
        **{"qualifier": "exact", "source": source, "known_on": day},
    )


# --- rows


def test_a_new_figure_makes_a_row_and_a_source_of_the_day(arrive):
    found = arrive(price("2023-11", "8513.50"))
    (row,) = found.observations
    assert row == {
        **{"indicator": "wool.price", "period_start": "2023-11-01", "period_end": "2023-11-30", "value": "8513.5"},
        **{"low": "", "high": "", "qualifier": "exact", "aggregate": "", "source": SOURCE, "known_on": DAY, "note": ""},
        **{"first_public": "", "first_public_source": ""},
    }
    (source,) = found.sources
    assert source == {
        **{"source": SOURCE, "publisher": "Customs", "title": "Wool and tea", "url": f"https://example.org/wool#{DAY}"},
        **{"published": DAY, "precision": "day", "language": "en", "kind": "official", "copied": ""},
        **{"origin": "", "interest": "none"},
    }
    assert str(found) == "office: 1 new figure, 0 changed ones, 0 as the tables have them"


def test_a_figure_that_the_feed_brought_before_makes_none(arrive, frozen_tables):
    known(frozen_tables, "8513.5")
    found = arrive(price("2023-11", "8513.50"))
    assert (found.observations, found.sources, found.same) == ((), (), 1)


def test_a_changed_figure_is_a_new_vintage(arrive, frozen_tables):
    known(frozen_tables, "8513.5")
    found = arrive(price("2023-11", "8514"))
    assert [(row["value"], row["source"], row["known_on"]) for row in found.observations] == [("8514", SOURCE, DAY)]
    assert found.revised == 1


def test_a_figure_that_is_as_it_was_before_a_revision_is_a_revision_again(arrive, frozen_tables):
    known(frozen_tables, "8513.5", "office-2023-12-10-wool")
    known(frozen_tables, "8514", "office-2024-01-10-wool")
    assert arrive(price("2023-11", "8513.5")).revised == 1


def test_a_figure_that_another_source_of_its_kind_has_makes_none(arrive, frozen_tables):
    known(frozen_tables, "8513.5", "customs-2023-12-10-wool")
    assert arrive(price("2023-11", "8513.5")).observations == ()


def test_a_figure_that_the_press_has_makes_a_row(arrive, frozen_tables):
    known(frozen_tables, "8513.5", "daily-2023-12-10-wool", "media")
    assert len(arrive(price("2023-11", "8513.5")).observations) == 1


def test_where_another_source_differs_the_feeds_own_figure_is_not_brought_twice(arrive, frozen_tables):
    known(frozen_tables, "8513.5")
    known(frozen_tables, "8600", "customs-2024-01-10-wool")
    assert arrive(price("2023-11", "8513.5")).observations == ()


def test_a_figure_that_changes_within_a_day_waits_for_the_next(arrive, frozen_tables):
    known(frozen_tables, "8513.5", SOURCE)
    assert arrive(price("2023-11", "8513.5")).same == 1
    with pytest.raises(FeedError, match=rf"is 8514 and was 8513.5 when fetched on {DAY}: fetch on a later day"):
        arrive(price("2023-11", "8514"))


def test_a_source_of_the_day_that_is_there_is_not_made_twice(arrive, frozen_tables):
    known(frozen_tables, "8513.5", SOURCE)
    found = arrive(price("2023-11", "8513.5"), price("2023-12", "8600"))
    assert (len(found.observations), found.sources) == (1, ())


# --- what is left out


def test_a_period_that_has_not_ended_is_left_out_and_told(arrive):
    found = arrive(price("2024-01", "8500"), price("2024-02", "8600"), price("2024", "8700"))
    assert [row["period_end"] for row in found.observations] == ["2024-01-31"]
    assert found.notes == (f"2 figures are of periods that had not ended by {DAY}: left out",)


def test_an_indicator_that_the_tables_lack_is_left_out_and_told(arrive):
    found = arrive(FeedDatum("silk.price", period("2023"), Decimal(1)), price("2023-11", "8500"))
    assert len(found.observations) == 1
    assert found.notes == (
        "no indicator silk.price: add it to indicators.csv, or take the series out of feeds/office.yaml",
    )


def test_an_indicator_that_a_feed_defines_comes_with_its_figures(arrive):
    defines = {"label": "Silk, code {code}", "definition": "Silk: {name}.", "section": "trade", "unused": "for later"}
    series = {**SERIES["table"][0], "indicator": "silk.sold_{code}", "unit": "USD bn", "defines": defines}
    feed = feed_from("office", declaration("table", "http://localhost", series))
    made = [
        FeedDatum(f"silk.sold_{code}", period("2022"), Decimal(1), {"code": code, "name": "all"})
        for code in ("50", "51")
    ]
    found = arrive(*made, feed=feed)
    rows = found.indicators
    assert found.unused == ({"pattern": "silk.*", "reason": "for later", "known_on": DAY},)
    assert [(row["indicator"], row["label"], row["unit"]) for row in rows] == [
        ("silk.sold_50", "Silk, code 50", "USD bn"),
        ("silk.sold_51", "Silk, code 51", "USD bn"),
    ]
    assert rows[0]["definition"] == "Silk: all."


def test_a_reason_is_given_once_for_a_topic(arrive, frozen_tables):
    frozen_tables.plant("unused", pattern="tea.*", reason="old", known_on=DAY)
    for topic, reasons in (("silk", ({"pattern": "silk.*", "reason": "for later", "known_on": DAY},)), ("tea", ())):
        defines = {"label": "x {code}", "unused": "for later"}
        series = {**SERIES["table"][0], "indicator": topic + ".new_{code}", "unit": "USD bn", "defines": defines}
        feed = feed_from("office", declaration("table", "http://localhost", series))
        data = [FeedDatum(f"{topic}.new_{code}", period("2022"), Decimal(1), {"code": code}) for code in ("50", "51")]
        assert arrive(*data, feed=feed).unused == reasons


# --- what cannot be


def test_an_answer_without_figures_is_told(arrive):
    with pytest.raises(FeedError, match="the answer holds no figures"):
        arrive()


def test_two_figures_of_one_period_are_told(arrive):
    with pytest.raises(FeedError, match=r"wool.price November 2023 is 1 and 2 in one answer"):
        arrive(price("2023-11", "1"), price("2023-11", "2"))
    assert len(arrive(price("2023-11", "1"), price("2023-11", "1")).observations) == 1


def test_a_series_declared_in_another_unit_than_its_indicator_is_told(arrive):
    feed = feed_from("office", declaration("table", "http://x", {**SERIES["table"][0], "unit": "USD bn"}))
    with pytest.raises(FeedError, match=r"brings wool.price in USD bn: it is in USD per t"):
        arrive(price("2023-11", "1"), feed=feed)


def test_a_figure_beyond_the_bounds_of_its_indicator_is_told(arrive):
    with pytest.raises(FeedError, match="is -1 USD per t, outside of 0 to : has the publisher changed its unit"):
        arrive(price("2023-11", "-1"))
    assert arrive(price("2023-11", "0")).observations


def test_a_series_that_ends_before_it_did_is_told_as_cut_short(arrive, frozen_tables):
    known(frozen_tables, "8600", when="2023-12")
    with pytest.raises(FeedError, match="ends on 2023-11-30, though December 2023 was there before: the answer is cut"):
        arrive(price("2023-11", "8500"))
    assert arrive(price("2023-12", "8600"), price("2023-11", "8500")).same == 1


# --- cells of answers


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("8,5130", "8.513"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        (6804128143.0, "6804128143"),
        ("-0.0", "0"),
        ("1.5e3", "1500"),
        ("100", "100"),
        (Decimal("1E-9"), "0.000000001"),
        ("−3", "-3"),
    ],
)
def test_a_number_keeps_its_digits(cell, printed):
    assert FeedDatum("x.y", period("2023"), feed_number(cell, "a cell")).printed == printed


@pytest.mark.parametrize("cell", [None, "", "NA", "..", "…", "n/a", float("nan")])
def test_a_cell_that_says_that_there_is_none_holds_none(cell):
    assert feed_number(cell, "a cell") is None


@pytest.mark.parametrize("cell", ["about 5", "1,234,567", "1.2.3", "inf", "5%", "0x10", True])
def test_a_cell_that_holds_something_else_is_told(cell):
    with pytest.raises(FeedError, match=r"a cell is '.*': a number was expected there"):
        feed_number(cell, "a cell")


@pytest.mark.parametrize(
    ("text", "length", "name"),
    [
        ("202305", "month", "May 2023"),
        ("2023M05", "month", "May 2023"),
        ("2023-M05", "month", "May 2023"),
        ("2023-05", "month", "May 2023"),
        ("2023-05-15", "month", "May 2023"),
        (2023, "year", "2023"),
        ("2023-12-31", "year", "2023"),
        ("2023-Q2", "quarter", "April to June 2023"),
        ("2023Q1", "quarter", "January to March 2023"),
        ("31.05.2023", "day", "31 May 2023"),
        ("2023-05-31T00:00:00+03:00", "day", "31 May 2023"),
    ],
)
def test_a_period_is_read_as_publishers_write_it(text, length, name):
    assert feed_span(text, length, "a cell").name == name


@pytest.mark.parametrize(
    ("text", "length"), [("2023", "month"), ("2023-05", "year"), ("May", "month"), ("2023-13", "month")]
)
def test_a_period_of_another_length_is_told(text, length):
    with pytest.raises(FeedError, match=rf"a cell is '{text}': a {length} was expected there"):
        feed_span(text, length, "a cell")

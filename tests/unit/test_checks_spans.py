"""What a part of a span comes to is no more than the whole, and a rate stands beside levels of its own vintage."""

import pytest
from faults import add, keep_up, told

from nolimits import checks
from nolimits.updates import Options, update

PART, FALLS, RATE = "a part above its whole", "a sum since January that falls", "a rate of another vintage"
JANUARY = {"indicator": "tea.sold", "period_start": "2022-01-01", "period_end": "2022-01-31"}


def tea(tables, end, known="2023-02-15", start="2022-01-01", **figure):
    """A figure of tea sold from a day in 2022, as customs stated it."""
    source = f"customs-{known}-tea"
    if not any(row["source"] == source for row in tables.read("sources")[1]):
        about = {"publisher": "Customs", "title": "T", "precision": "day", "language": "en", "kind": "official"}
        address = f"https://example.org/{source}"
        add(tables, "sources", source=source, url=address, published=known, interest="none", **about)
    cells = {"period_start": start, "period_end": end, "known_on": known, "source": source}
    figure = {"qualifier": "exact"} | figure
    add(tables, "observations", indicator="tea.sold", **cells, **figure)


def findings(tables, *wanted):
    """What the rules say of parts and wholes, without the places."""
    return [one.partition(": ")[2] for one in told(tables) if any(f": {what}: " in one for what in wanted)]


# --- parts and wholes; the year's first half is 2, 4, 6, 8, 10 and 12 by month, each known in the month after


@pytest.mark.parametrize(("year", "holds"), [("42", True), ("11", True), ("10.9", False)])
def test_no_month_is_above_its_year_beyond_rounding(frozen_tables, year, holds):
    tea(frozen_tables, "2022-12-31", value=year)  # June is 12 ± 0.5
    found = findings(frozen_tables, PART)
    assert found == (
        [] if holds else [f"{PART}: 12 of June 2022, against 10.9 of 2022: at least 12, or another period"]
    )


def test_a_quarter_is_held_to_its_year_and_a_month_to_its_quarter(frozen_tables):
    tea(frozen_tables, "2022-06-30", start="2022-04-01", value="10.9")
    (said,) = findings(frozen_tables, PART)
    assert said.startswith(f"{PART}: 12 of June 2022, against 10.9 of April to June 2022")
    frozen_tables.drop("observations", indicator="tea.sold", period_start="2022-06-01")
    assert findings(frozen_tables, PART) == []
    tea(frozen_tables, "2022-12-31", value="10.2")
    assert findings(frozen_tables, PART) == [
        f"{PART}: 10.9 of April to June 2022, against 10.2 of 2022: at least 10.9, or another period"
    ]


@pytest.mark.parametrize(
    ("figure", "holds"),
    [
        ({"qualifier": "over", "low": "5"}, True),  # the year may be any larger
        ({"qualifier": "under", "high": "11"}, False),
        ({"qualifier": "range", "low": "5", "high": "12"}, True),
        ({"qualifier": "range", "low": "5", "high": "11"}, False),
        ({"qualifier": "about", "value": "11.3"}, True),  # 2 % of it reach 11.526
    ],
)
def test_bounds_are_kept(frozen_tables, figure, holds):
    tea(frozen_tables, "2022-12-31", **figure)
    assert (findings(frozen_tables, PART) == []) is holds


@pytest.mark.parametrize(
    "change",
    [
        lambda tables: tables.change("units", {"unit": "Mt"}, summable="no"),
        lambda tables: tables.change("indicators", {"indicator": "tea.sold"}, minimum="-5"),  # may be smaller by December
        lambda tables: tables.change("indicators", {"indicator": "tea.sold"}, frequency="point"),
        lambda tables: tables.change(
            "observations", {"indicator": "tea.sold", "source": "customs-2023-02-15-tea"},
            known_on="2022-11-15", source="customs-2022-11-15-tea",
        ),  # a forecast promises nothing
        lambda tables: add(
            tables, "corrections", indicator="tea.sold", period_start="2022-01-01", period_end="2022-12-31",
            known_on="2023-02-15", source="customs-2023-02-15-tea", expect="10.9", action="ignore", reason="of half a year",
        ),
    ],
)  # fmt: skip
def test_where_nothing_is_added_up_no_part_is_compared(frozen_tables, change):
    tea(frozen_tables, "2022-12-31", value="10.9")
    assert len(findings(frozen_tables, PART)) == 1
    if not any(row["source"] == "customs-2022-11-15-tea" for row in frozen_tables.read("sources")[1]):
        add(frozen_tables, "sources", source="customs-2022-11-15-tea", publisher="Customs", title="T", kind="official",
            url="https://example.org/n", published="2022-11-15", precision="day", language="en", interest="none")  # fmt: skip
    change(frozen_tables)
    assert findings(frozen_tables, PART) == []


def test_only_the_take_that_no_other_bears_out_is_named(frozen_tables):
    tea(frozen_tables, "2022-12-31", value="100")
    tea(frozen_tables, "2022-06-30", known="2022-09-15", start="2022-06-01", value="120")
    (said,) = findings(frozen_tables, PART)
    assert said == f"{PART}: 120 of June 2022, against 100 of 2022: at most 100, or another period"
    tea(frozen_tables, "2022-12-31", known="2023-03-15", value="110")  # the other take of the year is no fault
    assert len(findings(frozen_tables, PART)) == 1
    tea(frozen_tables, "2022-12-31", known="2023-04-15", value="125")
    assert findings(frozen_tables, PART) == []


def test_a_row_is_told_once_against_the_shortest_span(frozen_tables):
    frozen_tables.drop("observations", indicator="tea.sold", period_start="2022-06-01")
    tea(frozen_tables, "2022-06-30", known="2023-03-15", start="2022-06-01", value="12")
    tea(frozen_tables, "2022-06-30", start="2022-04-01", value="10.9")
    tea(frozen_tables, "2022-12-31", value="10.9")
    assert [one.split(": ")[1] for one in findings(frozen_tables, PART)] == [
        "12 of June 2022, against 10.9 of April to June 2022"
    ]


def test_of_two_spans_that_end_together_the_shorter_is_told(frozen_tables):
    tea(frozen_tables, "2021-12-31", start="2021-10-01", value="10.9")
    tea(frozen_tables, "2021-12-31", start="2021-01-01", value="10.9")
    found = [one.split(": ")[1] for one in findings(frozen_tables, PART)]
    assert "12 of December 2021, against 10.9 of October to December 2021" in found


# --- sums since January


@pytest.mark.parametrize(
    ("later", "holds"), [("20", True), ("19.5", True), ("19", True), ("18.9", False), ("8", False)]
)
def test_a_sum_since_january_does_not_fall_beyond_rounding(frozen_tables, later, holds):
    tea(frozen_tables, "2022-04-30", known="2022-05-15", value="20")  # 19.5 to 20.5
    tea(frozen_tables, "2022-05-31", known="2022-06-15", value=later)
    found = findings(frozen_tables, FALLS)
    right = "at least 20, or another period"
    assert found == (
        [] if holds else [f"{FALLS}: 20 of January to April 2022, against {later} of January to May 2022: {right}"]
    )


def test_a_year_is_a_sum_since_january_too(frozen_tables):
    tea(frozen_tables, "2022-11-30", known="2022-12-15", value="50")
    tea(frozen_tables, "2022-12-31", value="45")
    assert [one.split(": ")[1] for one in findings(frozen_tables, FALLS)] == [
        "50 of January to November 2022, against 45 of 2022"
    ]


# --- at the door


def test_a_month_typed_as_a_sum_is_refused_at_the_door(frozen_tables, tmp_path):
    keep_up(frozen_tables)
    tea(frozen_tables, "2022-04-30", known="2022-05-15", value="20")
    path = tmp_path / "may.csv"
    path.write_text(
        "indicator,period_start,period_end,value,qualifier,source,known_on\n"
        "tea.sold,2022-01-01,2022-05-31,{},exact,customs-2022-06-15-tea,2022-06-15\n".format("10")
    )
    (refusal,) = update(frozen_tables.folder, [path], Options(brief=True), lambda _: None).refused
    assert (refusal.what, refusal.found) == (FALLS, "20 of January to April 2022, against 10 of January to May 2022")
    path.write_text(path.read_text().replace(",10,", ",30,"))
    assert update(frozen_tables.folder, [path], Options(brief=True), lambda _: None).refused == []


# --- rates and levels


def rate(tables, known, value="-28.7"):
    """A rate of wool sold in 2022 by another source, beside levels of 90 after 121: -25.6, from -26.3 to -24.9."""
    tables.change("units", {"unit": "percent"}, revised="2")
    source = f"office-{known}-wool"
    about = {"publisher": "Office", "title": "T", "precision": "day", "language": "en", "kind": "official"}
    add(tables, "sources", source=source, url="https://example.org/o", published=known, interest="none", **about)
    span = {"period_start": "2022-01-01", "period_end": "2022-12-31", "known_on": known, "source": source}
    add(tables, "observations", indicator="wool.exports_yoy", value=value, qualifier="exact", **span)
    tables.drop("observations", indicator="wool.exports_yoy", source="customs-2023-01-20-wool")


@pytest.mark.parametrize(
    ("known", "value", "holds"),
    [
        ("2023-04-05", "-28.7", True),  # 75 days after the levels: of one vintage
        ("2023-04-06", "-28.7", False),
        ("2023-04-06", "-28.2", True),  # within what is revised
    ],
)
def test_a_rate_of_another_vintage_is_held_to_the_levels_beside_it(frozen_tables, known, value, holds):
    rate(frozen_tables, known, value)
    found = findings(frozen_tables, RATE)
    told_ = value.replace("-", "−")
    right = "at most 2 points from the change of those levels, or the reason"
    said = f"{RATE}: {told_} of {known}, against 90 of 2023-01-20 after 121: {right}"
    assert found == ([] if holds else [said])


def test_a_rate_of_another_vintage_may_be_explained(frozen_tables):
    rate(frozen_tables, "2023-04-06")
    (found,) = (one for one in checks.problems(frozen_tables.folder) if one.what == RATE)
    row = "wool.exports_yoy;2022-01-01;2022-12-31;2023-04-06;office-2023-04-06-wool"
    rule = "rates-stand-beside-levels-of-their-vintage"
    add(frozen_tables, "exceptions", rule=rule, table="observations", row=row, found=found.found, reason="of its day")
    assert told(frozen_tables) == []


def test_a_rate_that_does_not_stand_or_whose_levels_are_unknown_is_let_be(frozen_tables):
    rate(frozen_tables, "2023-04-06")
    frozen_tables.drop("observations", indicator="wool.exports", period_start="2021-01-01")
    assert findings(frozen_tables, RATE) == []

"""What a view answers with: a figure with its rows, a statement's own figure, and a figure as one flat row."""

import math

import pandas as pd
import pytest
from conftest import TABLES, known_by

from nolimits.data import DataError, Figure, Status, Unit, paper_figure, period, record
from nolimits.data.frames import TYPES
from nolimits.data.quantities import Quantity, exactly


def test_an_unknown_figure_says_so_and_has_nothing_to_give():
    unknown = Figure(None, "Mt", None, about="tea.sold")
    assert (unknown.known, unknown.forecast, unknown.known_on, unknown.how) == (False, False, "", "stated")
    for ask, message in (
        (lambda: unknown.sure, "no figure is known of tea.sold"),
        (lambda: unknown.span, "a figure of tea.sold has no period"),
        (lambda: Figure(None, "", None).sure, "no figure is known of this"),
        (lambda: Figure(None, "", None).span, "a figure of this has no period"),
    ):
        with pytest.raises(ValueError) as refused:  # noqa: PT011
            ask()
        assert str(refused.value) == message


def test_a_figure_became_known_with_the_last_of_its_rows():
    april = known_by().value("wool.exports", "2022-04")
    assert [row.known_on for row in april.rows] == ["2022-05-20", "2022-04-20"]
    assert april.known_on == "2022-05-20"
    assert (april.known, april.sure, april.span) == (True, april.quantity, period("2022-04"))


def test_a_figure_is_a_forecast_where_one_of_its_rows_is():
    assert known_by("2023-06-30").value("wool.exports", 2023).forecast
    assert known_by("2023-06-30").growth("wool.exports", 2023).forecast
    assert not known_by().value("wool.exports", 2023).forecast
    # entries of registers are no forecasts
    assert not Figure(exactly(1), "count", None, known_by().register("events")).forecast


def test_a_state_has_its_newest_act():
    acts = known_by().acts("projects", "road-one")
    assert Status("road-one", "operating", "2021-10-01", acts).last is acts[-1]
    assert Status("road-one", "unknown", "", ()).last is None


# --- what a paper states


def test_the_figure_of_a_statement_is_as_the_paper_printed_it():
    found = known_by().claim_figure("p002")
    assert (found.quantity, found.unit, found.period) == (Quantity(89.5, 90.5, 90), "USD bn", period(2022))
    assert (found.how, found.about) == ("printed", "claim:p002")
    assert [row["claim"] for row in found.rows] == ["p002"]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [("p003", Quantity(39.5, 40.5, 40)), ("p004", Quantity(-25.5, -24.5, -25)), ("p007", Quantity(325, float("inf")))],
)
def test_a_vague_statement_stays_vague(claim, expected):
    assert known_by().claim_figure(claim).quantity == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"qualifier": "under", "high": "330"}, Quantity(-float("inf"), 330)),
        ({"qualifier": "range", "low": "320", "high": "330"}, Quantity(320, 330)),
    ],
)
def test_a_statement_may_have_an_upper_end(frozen_tables, cells, expected):
    frozen_tables.change("claims", {"claim": "p007"}, **cells)
    assert frozen_tables.view().claim_figure("p007").quantity == expected


def test_a_count_in_a_statement_is_whole(frozen_tables):
    frozen_tables.change("claims", {"claim": "p007"}, value="325", low="", qualifier="exact")
    assert frozen_tables.view().claim_figure("p007").quantity == exactly(325)


def test_a_statement_may_have_no_period_and_a_unit_of_its_own(frozen_tables):
    for cells in ({"period_start": ""}, {"period_end": ""}):
        frozen_tables.change("claims", {"claim": "p002"}, unit="bales", **cells)
        entry = next(one for one in frozen_tables.view().register("claims") if one["claim"] == "p002")
        found = paper_figure(entry, {"Mt": Unit("Mt")})
        assert (found.unit, found.period, found.sure.value) == ("bales", None, 90)


@pytest.mark.parametrize(
    ("claim", "message"),
    [("l001", "claim l001 states no figure"), ("x001", "no claim is called 'x001': see claims.csv")],
)
def test_a_statement_without_a_figure_gives_none(claim, message):
    with pytest.raises(DataError) as refused:
        known_by().claim_figure(claim)
    assert str(refused.value) == message


# --- one flat row


def test_a_figure_as_a_row_tells_where_it_is_from():
    april = known_by().value("wool.exports", "2022-04")
    assert record("wool.exports", april) == {
        "indicator": "wool.exports",
        "period_start": "2022-04-01",
        "period_end": "2022-04-30",
        "value": 7,
        "low": 6,
        "high": 8,
        "unit": "USD bn",
        "forecast": False,
        "how": "difference of two year-to-date figures",
        "known_on": "2022-05-20",
        "sources": "customs-2022-05-20-wool;customs-2022-04-20-wool",
    }


def test_a_source_of_several_rows_is_told_once_and_no_source_not_at_all():
    rows = known_by().value("wool.exports", 2022).rows
    mill = known_by().register("claims")[:1]
    assert record("x", Figure(exactly(1), "", period(2022), rows + rows + mill))["sources"] == "customs-2023-01-20-wool"


def test_a_frame_holds_one_row_a_standing_figure():
    frame = known_by(start=2021).frame("wool.exports", "bank.rate", kind="year")
    assert list(frame["indicator"]) == ["wool.exports"] * 3
    assert list(frame["value"]) == [121, 90, 99]
    whole = known_by().frame("bank.rate", "tea.stock")
    assert isinstance(whole, pd.DataFrame)
    assert list(whole["value"]) == [20, 9.5, 3, 4]
    assert list(whole["period_end"].astype(str)) == ["2022-02-28", "2022-06-14", "2021-12-31", "2022-12-31"]


def test_a_frame_has_the_same_columns_and_types_whatever_is_known():
    whole = known_by().frame("wool.exports", "tea.cargoes")
    assert dict(whole.dtypes.astype(str)) == dict(TYPES)
    for empty in (known_by().frame(), known_by("2020-02-01").frame("bank.rate")):
        assert len(empty) == 0
        assert dict(empty.dtypes.astype(str)) == dict(TYPES)
        assert (empty.attrs["units"], empty.attrs["sources"]) == ({}, {})


def test_a_frame_tells_units_sources_and_the_day():
    told = known_by("2023-04-01").frame("wool.exports", "bank.rate", kind="year").attrs
    assert told["cutoff"] == "2023-04-01"
    assert told["units"] == {"wool.exports": "USD bn"}
    assert set(told["sources"]) >= {"customs-2023-01-20-wool"}
    assert told["sources"]["customs-2023-01-20-wool"] == {
        "publisher": "Customs",
        "title": "Wool of 2023-01-20",
        "url": "https://example.org/customs-2023-01-20-wool",
        "published": "2023-01-20",
    }


def test_a_frame_keeps_what_is_vague_as_its_ends():
    cargoes = known_by().frame("tea.cargoes").set_index("period_start")
    ranged, under = cargoes.loc["2022-01-01"], cargoes.loc["2019-01-01"]
    assert (ranged["low"], ranged["high"]) == (300, 340)
    assert math.isnan(under["value"])
    assert under["low"] == -math.inf


def test_a_view_shows_its_day_and_its_tables():
    assert repr(known_by("2023-04-01", start=2020)) == f"View('2023-04-01', start=2020, folder={str(TABLES)!r})"

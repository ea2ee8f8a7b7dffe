"""A view knows what was known by the end of its day: nothing later is seen, and what is asked of it stays the same."""

import datetime

import pytest
from conftest import TABLES, known_by
from hypothesis import given
from hypothesis import strategies as st

from nolimits.data import DataError, View, period

PAMPHLET = "pamphlet-2023-05-10-text"  # the source of the share of wool in 2023
FIRST, LAST = "2015-02-01", "2024-01-20"  # the days of the oldest figure and of the newest row
days = st.dates(datetime.date(2015, 2, 1), datetime.date(2024, 2, 1)).map(str)


# --- its day


def test_the_latest_view_is_that_of_the_newest_row():
    assert (known_by().cutoff, known_by().newest) == (LAST, LAST)


@pytest.mark.parametrize(("day", "is_latest"), [("2024-01-19", False), (LAST, True), ("2030-01-01", True)])
def test_a_view_is_the_latest_where_it_sees_all(day, is_latest):
    assert known_by(day).is_latest is is_latest


def test_a_row_of_a_register_may_be_the_newest(frozen_tables):
    frozen_tables.change("events", {"event": "tal-004"}, known_on="2025-03-01")
    assert frozen_tables.view().cutoff == "2025-03-01"


def test_a_day_before_any_data_is_refused():
    assert known_by(FIRST).cutoff == FIRST
    with pytest.raises(DataError) as refused:
        known_by("2015-01-31")
    assert str(refused.value) == f"nothing was known by 2015-01-31: choose a cutoff from {FIRST} on"


@pytest.mark.parametrize("day", ["2025-02-30", "10 September", "2025-9-1", "20250910", ""])
def test_an_impossible_day_is_refused(day):
    with pytest.raises(DataError, match="is not a day: write a date that exists"):
        known_by(day)


def test_the_tables_that_are_named_are_meant_where_no_folder_is_given(monkeypatch):
    monkeypatch.setenv("NOLIMITS_DATA", str(TABLES))
    assert View().folder == TABLES


def test_the_folder_may_be_given_as_text():
    assert View(folder=str(TABLES)).folder == TABLES


# --- what was known by then


@pytest.mark.parametrize(
    ("day", "value"), [("2022-01-19", None), ("2022-01-20", 120), ("2023-01-19", 120), ("2023-01-20", 121), (LAST, 121)]
)
def test_a_row_is_seen_from_its_day_on(day, value):
    found = known_by(day).value("wool.exports", 2021)
    assert (found.quantity and found.quantity.value) == value


@given(days)
def test_no_row_known_after_the_cutoff_is_seen(day):
    view = known_by(day)
    takes = [take for name in view.indicators for spans in view.periods(name).values() for take in spans]
    entries = [entry for name in ("events", "measures", "milestones", "remarks") for entry in view.register(name)]
    assert all(row.known_on <= day for row in [*takes, *entries])
    count = sum(row["known_on"] <= day for row in view.evidence.rows("observations"))
    assert len(takes) == count


def test_an_unknown_figure_has_its_unit_and_period():
    found = known_by("2022-01-19").value("wool.exports", "2021")
    assert (found.known, found.unit, found.period, found.about) == (False, "USD bn", period(2021), "wool.exports")


def test_a_known_figure_has_its_row():
    found = known_by().value("tea.carried", "2010..2014")
    assert (found.sure.value, found.unit, found.how, found.aggregate) == (10, "Mt", "stated", "mean")
    assert [row.source for row in found.rows] == ["institute-2015-02-01-tea"]
    assert (found.about, found.change, found.period) == ("tea.carried", False, period("2010..2014"))


def test_a_figure_of_an_indicator_of_change_is_one():
    assert known_by().value("wool.exports_yoy", 2022).change


def test_the_periods_of_an_indicator_are_in_order_of_time():
    seen = list(known_by("2022-07-20").periods("wool.exports"))
    assert [span.name for span in seen] == [
        "2019",
        "2020",
        "2021",
        "January to March 2022",
        "January to April 2022",
        "January to June 2022",
    ]


def test_of_periods_that_lie_within_each_other_the_one_that_ends_first_comes_first():
    assert [span.name for span in known_by().periods("tea.sold")][-2:] == ["June 2022", "2022"]


def test_all_takes_on_a_period_are_told_best_first():
    assert [take.quantity.value for take in known_by().takes("wool.exports", 2021)] == [121, 120]
    assert [take.quantity.value for take in known_by("2023-01-19").takes("wool.exports", "2021")] == [120]
    assert known_by().takes("wool.exports", period(1999)) == ()


def test_a_row_that_was_set_aside_never_stands(frozen_tables):
    key = {"indicator": "wool.exports", "period_start": "2021-01-01", "period_end": "2021-12-31"}
    row = {"known_on": "2023-01-20", "source": "customs-2023-01-20-wool"}
    frozen_tables.plant("corrections", **key, **row, expect="121", action="ignore", reason="a slip")
    view = frozen_tables.view()
    assert [take.quantity.value for take in view.takes("wool.exports", 2021)] == [120]
    assert view.value("wool.exports", 2021).sure.value == 120


# --- the latest


@pytest.mark.parametrize(
    ("day", "indicator", "span", "name", "value"),
    [
        (LAST, "wool.exports", "latest", "2023", 99),
        ("2024-01-19", "wool.exports", "latest", "January to March 2023", 24),  # not what is expected of 2023
        ("2024-01-19", "wool.exports", "latest year", "2022", 90),
        (LAST, "wool.exports", "latest ytd", "January to March 2023", 24),
        (LAST, "wool.exports", "latest month", "April 2022", 7),
        (LAST, "tea.sold", "latest", "June 2022", 12),  # not what was expected of 2022
        (LAST, "tea.stock", "latest point", "31 December 2022", 4),
        (LAST, "tea.carried", "latest span", "2015 to 2019", 50),
        (LAST, "tea.carried", "latest", "2021", 11),
        ("2022-12-09", "tea.plan", "latest", "2022", 100),  # there are but plans
        ("2022-12-10", "tea.plan", "latest", "2023", 110),
        ("2022-12-31", "tea.plan", "latest year", "2023", 110),
    ],
)
def test_the_latest_figure_is_the_newest_outturn_of_its_kind(day, indicator, span, name, value):
    found = known_by(day).value(indicator, span)
    assert (found.span.name, found.sure.value) == (name, value)


@pytest.mark.parametrize(("indicator", "span"), [("wool.exports", "latest point"), ("bank.rate", "latest year")])
def test_where_no_figure_of_the_kind_is_known_the_latest_is_unknown(indicator, span):
    found = known_by().value(indicator, span)
    assert (found.known, found.period, found.about) == (False, None, indicator)
    assert found.unit == known_by().about(indicator)["unit"]


def test_the_latest_is_meant_where_no_period_is_named():
    assert known_by().value("tea.stock").sure.value == 4


def test_the_first_year_of_a_series_does_not_hide_the_latest_figure():
    assert known_by(start=2030).value("wool.exports").sure.value == 99


# --- series


def values(view, *asked, **options):
    return [(figure.span.name, figure.sure.centre) for figure in view.series(*asked, **options)]


def test_a_series_holds_the_standing_figures_of_a_kind():
    assert values(known_by(), "wool.exports", "year") == [
        ("2019", 80),
        ("2020", 100),
        ("2021", 121),
        ("2022", 90),
        ("2023", 99),
    ]
    assert values(known_by(), "wool.exports", "month") == [("April 2022", 7)]
    assert values(known_by(), "bank.rate", "point") == [("28 February 2022", 20), ("14 June 2022", 9.5)]
    assert values(known_by(), "tea.carried", "span") == [("2010 to 2014", 10), ("2015 to 2019", 50)]
    assert values(known_by("2022-04-20"), "wool.exports", "ytd") == [("January to March 2022", 20)]


def test_a_series_of_no_kind_holds_all_in_order_of_time():
    assert values(known_by("2022-05-20"), "wool.exports") == [
        ("2019", 80),
        ("2020", 100),
        ("2021", 120),
        ("January to March 2022", 20),
        ("January to April 2022", 27),
    ]
    # of one end the later start comes last
    assert [name for name, _ in values(known_by(), "tea.sold")][11:14] == [
        "December 2021",
        "January 2022",
        "February 2022",
    ]
    assert values(known_by("2021-02-01"), "tea.carried") == [("2010 to 2014", 10), ("2015 to 2019", 50), ("2020", 12)]


def test_december_follows_in_a_series_of_months_from_the_year(frozen_tables):
    frozen_tables.plant(
        "observations",
        indicator="wool.exports",
        period_start="2022-01-01",
        period_end="2022-11-30",
        value="80",
        qualifier="exact",
        known_on="2022-12-20",
        source="customs-2022-12-01-measures",
    )
    assert values(frozen_tables.view(), "wool.exports", "month") == [("April 2022", 7), ("December 2022", 10)]


def test_a_series_holds_forecasts_which_say_so():
    found = known_by("2023-06-30").series("wool.exports", "year")
    assert [(figure.span.name, figure.forecast) for figure in found][-2:] == [("2022", False), ("2023", True)]


@pytest.mark.parametrize(("start", "first"), [(2021, "2021"), (2022, "2022"), (1900, "2019")])
def test_a_series_keeps_to_the_first_year_asked_for(start, first):
    assert values(known_by(start=start), "wool.exports", "year")[0][0] == first
    assert values(known_by().since(start), "wool.exports", "year")[0][0] == first
    assert values(known_by(start=start), "wool.exports", "year", whole=True)[0][0] == "2019"


def test_a_series_of_an_indicator_without_figures_is_empty():
    assert known_by(FIRST).series("wool.exports") == ()


@pytest.mark.parametrize("kind", ["yaer", "quarter", ""])
def test_a_kind_of_period_that_is_none_is_refused(kind):
    with pytest.raises(DataError) as refused:
        known_by().series("wool.exports", kind)
    assert str(refused.value) == f"{kind!r} is no kind of period: write year, month, ytd, point or span"


# --- what is declared


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            lambda view: view.value("wool.exprts"),
            "no indicator is called 'wool.exprts': perhaps wool.exports or wool.exports_yoy or wool.imports",
        ),
        (lambda view: view.growth("xyz", 2022), "no indicator is called 'xyz': see indicators.csv"),
        (lambda view: view.takes("xyz", 2022), "no indicator is called 'xyz': see indicators.csv"),
        (lambda view: view.unit_of("xyz"), "no indicator is called 'xyz': see indicators.csv"),
        (lambda view: view.source("zzz"), "no source is called 'zzz': see sources.csv"),
        (
            lambda view: view.source("mill-2021-06-01-mill"),
            "no source is called 'mill-2021-06-01-mill': perhaps mill-2021-06-01-mills or mill-2022-02-01-mills or "
            "mill-2023-02-03-mills",
        ),
        (
            lambda view: view.value("wool.exports", "soon"),
            "'soon' is not a period: write 2025, 2025-09, 2025-H1, 2025-Q3, 2025-09-10 or 2025-01..2025-09",
        ),
    ],
)
def test_what_is_not_there_is_refused_and_near_ones_are_named(ask, message):
    with pytest.raises(DataError) as refused:
        ask(known_by())
    assert str(refused.value) == message


def test_indicators_units_and_sources_are_as_declared():
    view = known_by()
    assert view.indicators[:2] == ("bank.rate", "tea.cargoes")
    assert view.about("tea.stock")["label"] == "Tea in store"
    assert (view.unit_of("bank.rate").name, view.unit("Mt").after) == ("percent", "Mt")
    assert view.source(PAMPHLET)["publisher"] == "The Pamphleteer"


# --- another day, another eye


def test_a_view_that_is_blind_to_a_source_does_not_see_its_rows():
    view = known_by()
    blind = view.without(PAMPHLET)
    assert view.value("wool.share", 2023).sure.value == 40
    assert not blind.value("wool.share", 2023).known
    assert blind.value("wool.share", 2022).known
    assert view.value("wool.share", 2023).known
    assert blind.cutoff == view.cutoff


def test_a_blind_view_does_not_see_the_acts_and_entries_of_its_source():
    blind = known_by().without("wire-2021-05-25-mills")
    assert next(act["milestone"] for act in blind.acts("projects", "mill-one")) == "contract"
    assert blind.on("2021-12-31").status("mill-one").status == "unknown"
    assert len(known_by().without("wire-2021-03-02-talks").register("events")) == 3


def test_a_blind_view_still_sees_what_the_paper_states():
    assert len(known_by().without(PAMPHLET).register("claims")) == len(known_by().register("claims"))


@pytest.mark.parametrize(("day", "seen"), [("2023-05-09", False), ("2023-05-10", True)])
def test_a_source_is_seen_from_its_day_on_but_by_the_blind(day, seen):
    assert known_by(day).sees(PAMPHLET) is seen
    assert not known_by(day).without(PAMPHLET).sees(PAMPHLET)
    assert known_by(day).without(PAMPHLET).sees("wire-2020-05-01-mills")


def test_a_view_is_blind_to_nothing_where_no_source_is_named():
    view = known_by()
    assert view.without("") is view


@pytest.mark.parametrize(("earlier", "value"), [("2023-01-19", 120), ("2023-01-20", 121), ("2030-01-01", 121)])
def test_a_view_on_an_earlier_day_knows_less(earlier, value):
    assert known_by("2023-12-31").on(earlier).value("wool.exports", 2021).sure.value == value


def test_a_view_on_its_own_or_a_later_day_is_the_view_itself():
    view = known_by("2023-01-20")
    assert view.on("2023-01-20") is view.on("2024-01-01") is view.on("latest") is view
    assert view.on("2023-01-19").cutoff == "2023-01-19"


def test_other_views_are_made_once_and_entries_are_read_once():
    view = known_by()
    assert view.on("2023-01-19") is view.on("2023-01-19")
    assert view.without(PAMPHLET) is view.without(PAMPHLET)
    assert view.register("events") is view.register("events")


def test_a_blind_view_stays_blind_on_another_day():
    blind = known_by().without(PAMPHLET).on("2023-12-31")
    assert not blind.value("wool.share", 2023).known
    assert known_by().on("2023-12-31").value("wool.share", 2023).known
    assert not blind.on("2023-06-30").value("wool.share", 2023).known


def test_a_view_on_an_earlier_day_is_blinded_all_the_same():
    assert not known_by().on("2023-12-31").without(PAMPHLET).value("wool.share", 2023).known


@pytest.mark.parametrize(
    "other", [lambda view: view.on("2023-12-31"), lambda view: view.without(PAMPHLET), lambda view: view.since(2020)]
)
def test_facts_parameters_and_the_first_year_go_with_a_view(other):
    view = known_by(start=2020, base=2021).with_names({"base": 2021}, {"rate": "value('bank.rate')"})
    for _ in range(2):  # made, and kept
        found = other(view)
        assert (found.parameters, found.facts, found.start) == ({"base": 2021}, {"rate": "value('bank.rate')"}, 2020)


@pytest.mark.parametrize("names", [({"base": 2021}, {}), ({}, {"rate": "value('bank.rate')"})])
def test_parameters_go_without_facts_and_facts_without_parameters(names):
    found = known_by().with_names(*names).on("2023-12-31")
    assert (found.parameters, found.facts) == names


def test_names_of_one_page_are_not_those_of_another():
    view = known_by()
    one = view.with_names({"base": 2021}, {"rate": "value('bank.rate')"})
    assert one.on("2023-12-31").parameters == {"base": 2021}
    assert (view.parameters, view.facts, view.on("2023-12-31").parameters) == ({}, {}, {})
    one.answers["rate"] = 1
    assert view.answers == one.with_names({}, {}).answers == {}


def test_the_parameters_of_a_view_are_those_it_was_made_with():
    assert known_by(base=2021, bold=True).parameters == {"base": 2021, "bold": True}


def test_another_first_year_holds_on_another_day_as_well():
    view = known_by()
    assert view.on("2023-12-31").start == view.without(PAMPHLET).start == 1900
    later = view.since(2021)
    assert later.on("2023-12-31").start == later.without(PAMPHLET).start == 2021
    later.answers["first"] = 2021
    assert view.answers == {}


# --- what was public before it was found


def found_late(tables, first_public="2023-01-25"):
    key = {"indicator": "wool.exports", "period_start": "2022-01-01", "period_end": "2022-12-31"}
    source = "customs-2023-01-20-wool"
    day = {"first_public": first_public, "first_public_source": source}
    found = {"source": "customs-2023-06-30-late", "known_on": "2023-06-30"}
    about = {"publisher": "Customs", "title": "a copy", "url": "https://example.org/late", "published": "2023-06-30"}
    tables.plant("sources", source=found["source"], **about, precision="day", language="en", kind="official")
    tables.plant("observations", **key, **found, **day, value="91.5", qualifier="exact")


def test_a_figure_is_seen_from_the_day_on_which_it_was_public(frozen_tables):
    found_late(frozen_tables)
    before, after = (frozen_tables.view(day).value("wool.exports", 2022) for day in ("2023-01-24", "2023-01-25"))
    assert (before.sure.value, after.sure.value) == (90, 91.5)
    assert after.known_on == "2023-01-25"


def test_a_source_that_was_published_later_is_named_for_what_was_public_by_then(frozen_tables):
    found_late(frozen_tables)
    named = {day: frozen_tables.view(day).names("customs-2023-06-30-late") for day in ("2023-01-24", "2023-01-25")}
    assert named == {"2023-01-24": False, "2023-01-25": True}
    assert not frozen_tables.view("2023-01-25").sees("customs-2023-06-30-late")

"""What was known on a day: nothing later is seen, and of several takes the choice is total and repeatable."""

import itertools

import pytest

from nolimits.data import DataError, View, period
from nolimits.data.observations import standing


def test_no_row_known_after_the_cutoff_is_seen(view, root):
    names = {row["indicator"] for row in view._book.indicators.values()}
    takes = [take for name in names for spans in view._periods(name).values() for take in spans]
    registers = [row for rows in (view.events(), view.measures(), view.milestones()) for row in rows]
    assert max(take.known_on for take in takes) <= view.cutoff
    assert all(row["known_on"] <= view.cutoff for row in registers)


def test_latest_is_the_day_of_the_newest_row(latest):
    assert latest.cutoff == latest.newest
    assert latest.is_latest


@pytest.mark.parametrize("day", ["2025-02-30", "10 September", "2025-9-1", "20250910", ""])
def test_an_impossible_day_is_refused_in_one_sentence(root, day):
    with pytest.raises(DataError, match="is not a day: write"):
        View(day, folder=root / "data")


def test_a_cutoff_before_any_data_is_refused(root):
    with pytest.raises(DataError, match="nothing was known by 1990-01-01"):
        View("1990-01-01", folder=root / "data")


def test_an_unknown_indicator_names_near_ones(latest):
    with pytest.raises(DataError, match=r"trade\.turnover"):
        latest.value("trade.turnovr")


def test_a_vaguer_newer_figure_does_not_displace_the_precise_one(latest):
    takes = latest.takes("trade.turnover", 2024)
    vague = [take for take in takes if take.qualifier == "about" and take.quantity.value == 245]
    assert vague, "the evidence has lost its example of a vague retelling"
    assert latest.value("trade.turnover", 2024).quantity.value == 244.819


def test_a_newer_figure_that_differs_stands(tables):
    row = {"indicator": "trade.turnover", "period_start": "2024-01-01", "period_end": "2024-12-31"}
    tables.plant(
        "observations",
        **row,
        value="251.4",
        qualifier="exact",
        source="tass-2026-01-14-turnover",
        known_on="2026-03-20",
    )
    assert View(folder=tables.folder).value("trade.turnover", 2024).quantity.value == 251.4


def test_the_choice_does_not_depend_on_the_order_of_rows(latest):
    takes = list(latest.takes("trade.turnover", 2025))
    chosen = {standing(order) for order in itertools.islice(itertools.permutations(takes[:6]), 200)}
    assert len(chosen) == 1


def test_of_equal_figures_the_better_source_is_named(latest):
    chosen = latest.value("trade.turnover", 2025).rows[0]
    same = [t for t in latest.takes("trade.turnover", 2025) if t.quantity == chosen.quantity]
    assert len(same) > 1
    assert chosen.rank == min(take.rank for take in same)


def test_a_corrected_row_never_stands(latest, root):
    from nolimits import data

    for row in data.rows("corrections", root / "data"):
        span = period(f"{row['period_start']}..{row['period_end']}")
        assert row["source"] not in {
            take.source for take in latest.takes(row["indicator"], span) if take.known_on == row["known_on"]
        }


def test_an_outturn_ends_the_forecast(latest):
    early = View("2023-06-30", folder=latest.folder)
    ended = [
        (name, span)
        for name in latest._book.indicators
        for span, takes in latest._periods(name).items()
        if any(take.forecast for take in takes) and any(not take.forecast for take in takes)
    ]
    assert ended
    assert not any(latest.value(name, span).forecast for name, span in ended)
    assert any(early.value(name, span).forecast for name in early._book.indicators for span in early._periods(name))


def test_a_month_is_the_difference_of_two_year_to_dates(latest):
    october = latest.value("trade.turnover", "2025-10")
    assert october.how.startswith("difference")
    assert october.quantity.value == pytest.approx(183.243 - 163.621)


def test_no_month_is_made_across_a_gap(tables):
    head, rows = tables.read("observations")
    kept = [row for row in rows if not (row["indicator"] == "trade.turnover" and row["period_end"] == "2025-09-30")]
    tables.write("observations", head, kept)
    assert not View(folder=tables.folder).value("trade.turnover", "2025-10").known


def test_shares_and_prices_are_never_subtracted(latest):
    spans = [
        figure
        for name in latest._book.indicators
        if latest.about(name)["unit"] in ("percent", "USD per tcm", "rank")
        for figure in latest.series(name, "month")
    ]
    assert spans
    assert all(figure.how == "stated" for figure in spans)


def test_a_stated_growth_is_preferred_and_a_computed_one_says_so(latest):
    assert latest.growth("trade.turnover", 2025).how == "stated"
    computed = latest.growth("trade.turnover_in_yuan", 2017)
    assert computed.how in ("stated", "computed from two levels")
    assert any(
        latest.growth(name, figure.period).how.startswith("computed")
        for name in ("trade.turnover", "budget.deficit")
        for figure in latest.series(name, "year")
        if latest.growth(name, figure.period).known
    )


def test_twelve_months_are_since_january_plus_last_year_less_its_same_months(latest):
    rolled = latest.sum12("trade.turnover", "2025-09")
    parts = [
        latest.value("trade.turnover", span).quantity.value for span in ("2025-01..2025-09", 2024, "2024-01..2024-09")
    ]
    assert rolled.quantity.value == pytest.approx(parts[0] + parts[1] - parts[2])


def test_a_sum_of_what_cannot_be_summed_is_refused(latest):
    with pytest.raises(DataError, match="cannot be summed"):
        latest.sum12("gas.price_china")


def test_a_series_keeps_to_the_first_year_asked_for(root):
    view = View(start=2022, folder=root / "data")
    assert min(figure.period.year for figure in view.series("trade.turnover")) == 2022


def test_a_measure_is_announced_in_force_or_over(view):
    for row in view.measures():
        if row["state"] == "announced":
            assert not row["effective"] or row["effective"] > view.cutoff
        if row["state"] == "over":
            assert row["ended"] < view.cutoff


def test_the_end_of_a_measure_counts_from_the_day_it_was_known(tables):
    tables.change("measures", {"measure": "cn-coal-zero-duty-2022"}, ended="2023-03-31", ended_known_on="2024-01-01")
    before, after = (View(day, folder=tables.folder) for day in ("2023-12-31", "2024-01-02"))
    states = [
        next(r["state"] for r in v.measures() if r["measure"] == "cn-coal-zero-duty-2022") for v in (before, after)
    ]
    assert states == ["in force", "over"]


def test_a_project_has_the_state_of_its_last_known_milestone(view, root):
    from nolimits import data

    for project in data.rows("projects", root / "data"):
        acts = [row for row in data.rows("milestones", root / "data") if row["project"] == project["project"]]
        known = sorted((r for r in acts if r["known_on"] <= view.cutoff), key=lambda r: (r["date"], r["known_on"]))
        assert view.status(project["project"]).status == (known[-1]["status"] if known else "unknown")


def test_an_unknown_project_is_refused(latest):
    with pytest.raises(DataError, match="no project is called"):
        latest.status("power-of-siberia-9")


def test_a_filter_on_a_column_that_is_not_there_is_refused(latest):
    with pytest.raises(DataError, match="there is no column"):
        latest.events(colour="red")


def test_a_view_that_is_blind_to_a_source_does_not_see_its_rows(latest):
    source = latest.value("trade.turnover", 2025).rows[0].source
    blind = latest.without(source)
    assert source not in {take.source for take in blind.takes("trade.turnover", 2025)}
    assert source in {take.source for take in latest.takes("trade.turnover", 2025)}


@pytest.mark.parametrize(
    ("text", "start", "end", "name"),
    [
        ("2024", "2024-01-01", "2024-12-31", "2024"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
        ("2025-01..2025-09", "2025-01-01", "2025-09-30", "January to September 2025"),
        ("2025-H1", "2025-01-01", "2025-06-30", "January to June 2025"),
        ("2025-Q3", "2025-07-01", "2025-09-30", "July to September 2025"),
        ("2025-09-10", "2025-09-10", "2025-09-10", "10 September 2025"),
        ("2015..2019", "2015-01-01", "2019-12-31", "2015 to 2019"),
    ],
)
def test_a_period_is_read_and_named(text, start, end, name):
    span = period(text)
    assert (span.start, span.end, span.name) == (start, end, name)


@pytest.mark.parametrize("text", ["soon", "2025-13", "2025-H3", "2025-Q5", "2025-02-30", "2025..2024"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(DataError):
        period(text)


def test_a_year_back_keeps_the_end_of_the_month():
    assert period("2024-02").back() == period("2023-02")


def test_a_frame_holds_one_row_a_figure(latest):
    frame = latest.frame("trade.exports_to_china", "trade.imports_from_china", kind="year")
    assert set(frame["indicator"]) == {"trade.exports_to_china", "trade.imports_from_china"}
    assert len(frame) == sum(len(latest.series(name, "year")) for name in set(frame["indicator"]))

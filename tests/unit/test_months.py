"""Month by month: what became known, and which theses, verdicts and headlines it moved."""

import json

import pytest
import small
from conftest import known_by
from wool import plant_what_hangs_on_one

from nolimits.editions.months import Moved, months, months_as_data
from nolimits.manuscript import page


@pytest.fixture
def section(tmp_path):
    """A section with one chart, whose headline goes with the newest year of the turnover in wool, or does not."""

    def one(*, moves: bool = True):
        path = tmp_path / "trade.ipynb"
        small.notebook(path, "wool.turnover", "year", "2021")
        if not moves:
            path.write_text(path.read_text().replace('\\"It {change}`move`\\", ', ""))
        return page("notebooks/trade", path)

    return one


def test_rows_are_counted_in_the_month_in_which_they_became_known_the_newest_first():
    found = list(months([], known_by("2022-06-30"), 6))
    assert [one.until for one in found] == sorted((one.until for one in found), reverse=True)
    assert all(one.since < one.until for one in found)
    evidence = known_by().evidence
    for one in found:
        days = [row["known_on"] for row in evidence.rows("observations")]
        counted = sum(one.since < day <= one.until for day in days)
        assert sum(one.rows.values()) >= counted


def test_a_month_in_which_nothing_became_known_is_left_out():
    every = list(months([], known_by("2024-01-20"), 24))
    assert every
    assert all(sum(one.rows.values()) for one in every)
    assert len(every) < 24


def test_a_thesis_that_moves_as_its_rows_grow_old_is_told_with_that_cause(frozen_tables):
    plant_what_hangs_on_one(frozen_tables)
    (month,) = (one for one in months([], frozen_tables.view("2024-03-05"), 2) if one.moved)
    assert (month.until, month.rows) == ("2024-02-29", {})
    moved = {one.anchor: one for one in month.moved}
    thesis = moved["thesis-letter-sells"]
    assert (thesis.before, thesis.after) == ("holds", "open")
    assert [(why.claim, why.cause, why.rows) for why in thesis.why] == [("l001", "age", ())]


def counted(tables, day: str):
    (month,) = (one for one in months([], tables.view(day), 1) if one.until == day)
    return month.rows.get("trade", 0), month.copied, month.late


def test_figures_from_a_copy_are_counted_apart_unless_an_earlier_day_is_proved(frozen_tables):
    source = {"source": "customs-2024-01-20-wool"}
    rows, none, _ = counted(frozen_tables, "2024-01-20")
    assert (rows > 1, none) == (True, 0)
    frozen_tables.change("sources", source, copied="yes")
    new, copied, _ = counted(frozen_tables, "2024-01-20")
    assert copied > 1
    assert new + copied == rows
    proved = {"first_public": "2024-01-10", "first_public_source": "customs-2023-01-20-wool"}
    frozen_tables.change("observations", source | {"indicator": "wool.exports"}, **proved)
    assert counted(frozen_tables, "2024-01-20")[:2] == (new + 1, copied - 1)


def test_figures_of_times_long_past_are_told_as_such(frozen_tables):
    _, _, none = counted(frozen_tables, "2024-01-20")
    cells = {"indicator": "wool.exports", "value": "1", "qualifier": "exact", "source": "customs-2024-01-20-wool"}
    for year in ("2020", "2022"):
        span = {"period_start": f"{year}-07-01", "period_end": f"{year}-07-31"}
        frozen_tables.plant("observations", **cells, **span, known_on="2024-01-20")
    assert counted(frozen_tables, "2024-01-20")[2] == none + 1


def test_no_more_months_are_told_than_are_asked_for_and_none_after_the_day():
    found = list(months([], known_by("2023-06-30"), 2))
    assert len(found) <= 2
    assert all(one.until <= "2023-06-30" for one in found)


def test_a_headline_that_says_otherwise_is_told_with_what_it_was(section):
    found = months([section()], known_by("2024-01-20"), 2)
    moved = [two for one in found for two in one.moved if two.kind == "headline"]
    assert moved[0].page == "notebooks/trade"
    assert moved[0].anchor == "trade-chart"
    assert moved[0].before != moved[0].after
    assert moved[0].after == "It fell by USD 24 bn"


def test_a_headline_that_stays_is_not_told(section):
    found = months([section(moves=False)], known_by("2024-01-20"), 6)
    assert [two for one in found for two in one.moved if two.kind == "headline"] == []


@pytest.fixture
def moved(frozen_tables) -> list[Moved]:
    """What moves where three sources tell in February what Norland sold and bought."""
    span = {"period_start": "2023-01-01", "period_end": "2023-12-31", "qualifier": "exact"}
    about = {"title": "T", "url": "https://example.org", "precision": "day", "language": "en", "kind": "official"}
    for number, publisher in enumerate(("First", "Second", "Third"), start=1):
        day = f"2024-02-0{number}"
        told = {"source": f"s-{day}-wool", "published": day, "publisher": publisher}
        frozen_tables.plant("sources", **told, **about)
        for name, value in (("wool.exports", "120"), ("wool.imports", "60")):
            known = {"known_on": day, "source": told["source"]}
            frozen_tables.plant("observations", indicator=name, value=value, **known, **span)
    return [two for one in months([], frozen_tables.view(), 2) for two in one.moved]


def test_theses_and_verdicts_that_turn_are_told_with_their_places(moved):
    (thesis,) = (one for one in moved if one.kind == "thesis" and one.anchor == "thesis-letter-sells")
    assert (thesis.page, thesis.before, thesis.after) == ("chapters/who-was-right", "open", "holds")
    assert thesis.about == "Norland sells more wool than it buys"
    (why,) = thesis.why
    assert (why.claim, why.cause) == ("l001", "rows")
    assert [row["known_on"] for row in why.rows] == sorted((row["known_on"] for row in why.rows), reverse=True)
    assert all(row["known_on"] >= "2024-02-01" for row in why.rows)
    verdicts = {one.anchor for one in moved if one.kind == "verdict"}
    assert all(one.page == "chapters/ledger" for one in moved if one.kind == "verdict")
    assert verdicts <= {"l001", "l002", "l003", "p001", "p002", "p005", "p006"}


def test_months_are_data_that_json_can_hold(section):
    told = months_as_data([section()], known_by("2024-01-20"))
    assert json.loads(json.dumps(told)) == json.loads(json.dumps(told))
    assert {"until", "since", "rows", "moved", "copied", "late"} == set(told[0])

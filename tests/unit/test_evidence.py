"""The door to what lies on disk: what the tables hold, and that they are read anew once they change."""

import pandas as pd
import pytest
from conftest import TABLES, known_by

from nolimits.data import DataError, evidence
from nolimits.data.tables import package, read_rows

KEY = ("wool.exports", "2021-01-01", "2021-12-31", "2023-01-20", "customs-2023-01-20-wool")
COLUMNS = ("indicator", "period_start", "period_end", "known_on", "source")


# --- what they hold


def test_rows_are_text_in_the_order_of_the_file(frozen_tables):
    rows = read_rows("units", TABLES)
    assert [row["unit"] for row in rows][:3] == ["Mt", "USD bn", "USD per t"]
    assert rows[0]["before"] == ""
    frozen_tables.change("units", {"unit": "Mt"}, meaning="a „Tonne“\r\nof tea")
    assert read_rows("units", frozen_tables.folder)[0]["meaning"] == "a „Tonne“\r\nof tea"


def test_a_table_without_a_file_is_told_and_one_that_is_not_described_has_no_rows(frozen_tables):
    assert evidence(TABLES).rows("wars") == ()
    (frozen_tables.folder / "glossary.csv").unlink()
    with pytest.raises(FileNotFoundError):
        evidence(frozen_tables.folder).rows("glossary")
    with pytest.raises(DataError, match=r"tests/datapackage\.yaml: there is no such file"):
        package(TABLES.parent)


def test_the_descriptor_is_read_as_it_is(frozen_tables):
    assert package(TABLES)["title"] == "Norland and Sudland"
    path = frozen_tables.folder / "datapackage.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Norland and", "Nørland and"), encoding="utf-8")
    assert package(frozen_tables.folder)["title"] == "Nørland and Sudland"


def test_what_is_declared_of_a_table_is_found_by_its_name():
    held = evidence(TABLES)
    assert held.resource("remarks")["title"] == "Remarks"
    with pytest.raises(DataError) as refused:
        held.resource("wars")
    assert str(refused.value).startswith("no table is called 'wars': the tables are indicators, units, observations, ")


@pytest.mark.parametrize(
    ("table", "column", "choices"),
    [
        ("observations", "qualifier", ("exact", "about", "over", "at_least", "under", "up_to", "range")),
        ("indicators", "label", ()),
        ("claims", "value", ()),
    ],
)
def test_the_choices_of_a_column_are_in_the_order_of_the_descriptor(table, column, choices):
    assert evidence(TABLES).choices(table, column) == choices


def test_the_sides_are_as_declared(frozen_tables):
    assert evidence(TABLES).sides == ("Norland", "Sudland")
    path = frozen_tables.folder / "datapackage.yaml"
    text = (
        path.read_text(encoding="utf-8").replace("sides: &id001\n- Norland\n- Sudland\n", "").replace("*id001", "[a]")
    )
    path.write_text(text, encoding="utf-8")
    assert evidence(frozen_tables.folder).sides == ()


def test_a_table_as_a_frame_has_the_types_of_the_descriptor():
    frame = evidence(TABLES).frame("claims")
    assert isinstance(frame, pd.DataFrame)
    assert {name: str(frame[name].dtype) for name in ("claim", "value", "period_start")} == {
        "claim": "string",
        "value": "Float64",
        "period_start": "string",
    }
    assert str(evidence(TABLES).frame("footnotes")["number"].dtype) == "Int64"
    stated = frame.set_index("claim")
    assert stated.loc["p002", "value"] == 90
    assert pd.isna(stated.loc["l001", "value"])
    assert pd.isna(stated.loc["l001", "indicator"])


def test_a_cell_that_says_na_is_no_empty_cell(frozen_tables):
    frozen_tables.change("claims", {"claim": "l001"}, subject="NA")
    assert evidence(frozen_tables.folder).frame("claims")["subject"][0] == "NA"


def test_entries_and_their_keys_are_those_of_the_table():
    held = evidence(TABLES)
    assert [entry["event"] for entry in held.entries("events")] == ["tal-001", "tal-002", "tal-003", "tal-004"]
    assert held.entries("events")[0].register.name == "events"
    assert held.keys("projects") == {"mill-one", "road-one"}
    assert held.keys("milestones") == {"mill-one", "road-one"}


def test_papers_are_in_order_of_the_day_from_which_they_count(frozen_tables):
    assert list(evidence(TABLES).documents) == ["letter-2023", "pamphlet-2023"]
    frozen_tables.change("documents", {"document": "letter-2023"}, published_to="2023-06-05")
    held = evidence(frozen_tables.folder)
    assert list(held.documents) == ["pamphlet-2023", "letter-2023"]
    assert held.documents["letter-2023"]["short"] == "the letter"


def test_indicators_growths_and_sources_are_found_by_their_names():
    held = evidence(TABLES)
    assert held.growths == {"wool.exports": "wool.exports_yoy"}
    assert held.indicators["wool.price"]["unit"] == "USD per t"
    assert held.sources["wire-2020-05-01-mills"]["publisher"] == "The Wire"
    assert (held.oldest, held.newest) == ("2015-02-01", "2024-01-20")


def test_a_row_that_is_set_aside_is_no_observation(frozen_tables):
    assert evidence(TABLES).set_aside == {}
    cells = dict(zip(COLUMNS, KEY, strict=True))
    frozen_tables.plant("corrections", **cells, expect="121", action="ignore", reason="a slip")
    held = evidence(frozen_tables.folder)
    assert held.set_aside == {KEY: "a slip"}
    before, after = evidence(TABLES).observations["wool.exports"], held.observations["wool.exports"]
    assert len(before) - len(after) == 1
    assert not [take for take in after if take.known_on == "2023-01-20" and take.period.end == "2021-12-31"]


# --- read once, and anew once they change


def test_the_tables_are_read_once():
    held = evidence(TABLES)
    assert evidence(TABLES) is held
    for ask in (lambda: held.rows("units"), lambda: held.entries("events"), lambda: held.keys("events")):
        assert ask() is ask()
    assert known_by().evidence is held


def test_what_others_make_of_the_tables_is_kept_with_them(frozen_tables):
    assert evidence(frozen_tables.folder).memo == {}
    evidence(frozen_tables.folder).memo["made"] = 1
    assert evidence(frozen_tables.folder).memo == {"made": 1}


def test_the_tables_are_read_anew_once_a_file_changes(frozen_tables):
    before = evidence(frozen_tables.folder)
    assert frozen_tables.view().value("bank.rate", "2022-06-14").sure.value == 9.5
    rate = {"indicator": "bank.rate", "period_start": "2022-06-14"}
    frozen_tables.change("observations", rate, value="8.25")
    assert evidence(frozen_tables.folder) is not before
    assert frozen_tables.view().value("bank.rate", "2022-06-14").sure.value == 8.25


def test_a_file_of_the_same_length_that_was_written_later_is_read_anew(frozen_tables):
    path = frozen_tables.folder / "observations.csv"
    before = evidence(frozen_tables.folder)
    path.write_text(path.read_text(encoding="utf-8").replace(",9.5,", ",9.4,"), encoding="utf-8")
    assert evidence(frozen_tables.folder) is not before


# --- what a page rests on


def test_what_was_asked_for_is_traced_once(monkeypatch, tmp_path):
    trace = tmp_path / "trace"
    monkeypatch.setenv("NOLIMITS_TRACE", str(trace))
    view = known_by()
    view.value("bank.rate")
    view.series("bank.rate", "point")
    view.status("mill-one")
    view.register("events", kind="loan")
    assert trace.read_text(encoding="utf-8").split() == ["bank.rate", "projects", "milestones", "events"]


def test_nothing_is_traced_where_no_file_is_named(monkeypatch, tmp_path):
    monkeypatch.delenv("NOLIMITS_TRACE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert known_by().value("bank.rate").known
    assert not list(tmp_path.iterdir())


def test_all_that_a_view_can_see_under_a_name_is_told():
    view = known_by("2022-06-13")
    about, (take, source) = view.visible("bank.rate")
    assert (about["label"], take.quantity.value, source["publisher"]) == ("Bank rate", 20, "Customs")
    assert len(known_by("2022-06-14").visible("bank.rate")) == 3


@pytest.mark.parametrize(("day", "seen"), [("2022-02-11", 1), ("2022-02-12", 2)])
def test_the_rows_of_a_register_that_a_view_can_see_come_with_their_sources(day, seen):
    found = known_by(day).visible("events")
    assert len(found) == seen
    row, source = found[0]
    assert (row["event"], source["publisher"]) == ("tal-001", "The Wire")


def test_rows_without_a_day_or_a_source_are_always_seen():
    assert known_by("2020-01-20").visible("claims")[0] == (evidence(TABLES).rows("claims")[0], None)

"""The recipes of docs/notebook.md run as they stand there, and give what they say."""

import json
import re
import shutil

import pandas as pd
import pytest
from conftest import ROOT

pytestmark = pytest.mark.slow
TEXT = (ROOT / "docs" / "notebook.md").read_text(encoding="utf-8")
PARTS = {part.partition("\n")[0].lstrip("# "): part for part in re.split(r"(?m)^(?=#{1,2} )", TEXT) if part.strip()}


def code(name: str) -> str:
    """All blocks of a recipe, one after the other, as cells of one notebook."""
    return "\n".join(re.findall(r"```python\n(.*?)```", PARTS[name], re.DOTALL))


@pytest.fixture
def ran(tmp_path, monkeypatch):
    """Runs a recipe in a folder with nothing but the tables; the names that it leaves."""
    monkeypatch.delenv("NOLIMITS_DATA", raising=False)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)

    def run(name: str) -> dict:
        names: dict = {}
        exec(compile(code(name), name, "exec"), names)
        return names

    return run


def test_there_are_five_recipes_after_the_view_itself_and_each_has_code():
    assert len(PARTS) == 1 + 5
    assert all(code(name) for name in PARTS)


def test_a_view_of_a_folder_gives_a_frame_with_types_units_and_sources(ran):
    trade = ran("The library in a notebook")["trade"]
    assert len(trade) > 5
    assert pd.api.types.is_datetime64_any_dtype(trade["period_end"])
    assert trade["value"].dtype == "float64"
    assert set(trade["unit"]) == {trade.attrs["units"]["trade.turnover"]}
    assert trade["known_on"].max() <= pd.Timestamp(trade.attrs["cutoff"]) == pd.Timestamp("2025-09-10")
    named = {key for cell in trade["sources"] for key in cell.split(";")}
    assert named == set(trade.attrs["sources"])
    assert all(source["url"].startswith("http") for source in trade.attrs["sources"].values())


def test_a_new_chart_is_drawn_and_kept(ran, tmp_path):
    chart = ran("A new chart")["chart"]
    assert (tmp_path / "mine.png").read_bytes().startswith(b"\x89PNG")
    assert len(chart.frame()) > 5
    assert set(chart._repr_mimebundle_()) >= {"image/svg+xml", "image/png"}


def test_a_custom_test_has_three_answers_and_rows(ran):
    names = ran("A custom test")
    assert names["now"].value in (True, False)
    assert names["now"].rows
    assert names["then"].value is None  # the year had not ended
    assert names["verdict"].rows


def test_a_comparison_of_two_days_parts_what_was_revised_from_what_is_new(ran):
    names = ran("A comparison of two days")
    assert len(names["news"]) > 0
    assert set(names["revised"]["seen"].astype(str)) <= {"both"}
    assert len(names["both"]) == len(names["after"])  # nothing that was known is forgotten


def test_a_join_keeps_each_year_once(ran):
    names = ran("A join with your own data")
    assert names["joined"]["year"].is_unique
    assert len(names["joined"]) > 5
    assert names["joined"]["per_day"].notna().equals(names["joined"]["value"].notna())


def test_an_export_can_be_read_again_with_its_meaning(ran, tmp_path):
    frame = ran("An export")["frame"]
    again = pd.read_parquet(tmp_path / "figures.parquet")
    assert again.dtypes.astype(str).to_dict() == frame.dtypes.astype(str).to_dict()
    assert len(pd.read_csv(tmp_path / "figures.csv")) == len(frame)
    told = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert told == frame.attrs
    assert set(told["units"]) == {"trade.turnover", "oil.china_imports_from_russia"}

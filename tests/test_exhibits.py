"""What can be taken away of a chart agrees with it: the data are what is drawn, and the record knows each file's hash."""

import csv
import hashlib
import io
import json

import pytest

from nolimits import charts, exhibits
from nolimits.data import View

WORDS = {"headline": "Trade", "subtitle": "USD bn", "caption": "A caption.", "alt": "Two lines of trade"}
DAYS = ("latest", "2021-01-01")


def bundle(view):
    chart = charts.lines(view, "trade.exports_to_china", "trade.imports_from_china", kind="year", id="trade-test",
                         headline="Trade", subtitle="USD bn", caption="A caption.", alt="Two lines of trade")  # fmt: skip
    return chart.bundle()


@pytest.fixture(params=DAYS)
def made(request, root):
    view = View(request.param, start=2018, folder=root / "data")
    told = bundle(view)
    return told, exhibits.files(told, WORDS, view)


def test_the_data_are_exactly_what_is_drawn(made):
    told, files = made
    rows = list(csv.DictReader(io.StringIO(files["trade-test.csv"].decode())))
    assert len(rows) == len(told["records"])
    for row, drawn in zip(rows, told["records"], strict=True):
        assert {name: str(value) for name, value in drawn.items() if value is not None} == {
            name: value for name, value in row.items() if value
        }


def test_the_record_knows_each_file_by_its_hash(made):
    _, files = made
    told = json.loads(files["trade-test.json"])
    assert set(told["files"]) == {"trade-test.svg", "trade-test.csv"}
    for name, about in told["files"].items():
        assert hashlib.sha256(files[name]).hexdigest() == about["sha256"]


def test_the_record_names_sources_day_licence_and_fingerprint(made):
    told, files = made
    record = json.loads(files["trade-test.json"])
    assert record["fingerprint"] == told["fingerprint"]
    assert record["cutoff"] == told["cutoff"]
    assert record["licence"]
    assert [source["source"] for source in record["sources"]] == told["sources"]
    assert all(source["url"].startswith("http") for source in record["sources"])


def test_the_picture_carries_its_identity(made):
    told, files = made
    assert told["fingerprint"].encode() in files["trade-test.svg"]


def test_the_files_are_the_same_each_time(root):
    views = [View(start=2018, folder=root / "data") for _ in range(2)]
    first, second = (exhibits.files(bundle(view), WORDS, view) for view in views)
    assert first == second


def test_a_changed_figure_changes_data_and_fingerprint(root, tables):
    year = {"indicator": "trade.exports_to_china", "period_start": "2024-01-01", "period_end": "2024-12-31"}
    before = bundle(View(start=2018, folder=root / "data"))
    tables.change("observations", year, value="99", low="", high="", qualifier="exact")
    after = bundle(View(start=2018, folder=tables.folder))
    assert before["fingerprint"] != after["fingerprint"]
    assert exhibits.table(before["records"]) != exhibits.table(after["records"])

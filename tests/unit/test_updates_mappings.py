"""A publisher's table becomes rows of ours by a mapping, which says in one sentence what is wrong with itself."""

import datetime
import re

import openpyxl
import pytest
import yaml
from conftest import ROOT
from faults import keep_up, told

from nolimits.data import DataError, evidence
from nolimits.updates import Options, update
from nolimits.updates.mappings import mapping

pytestmark = pytest.mark.slow

WOOL = {
    "title": "Wool by month, as the customs house lays it out",
    "table": "observations",
    "files": ["wool-*.xlsx"],
    "reads": {"sheet": "Figures", "header": 3, "until": "Source"},
    "missing": ["-"],
    "where": {"Land": ["Norland", "Sudland"]},
    "melt": {"columns": r"[A-Z][a-z]{2} \d{4}", "name": "month", "value": "figure"},
    "columns": {
        "indicator": {"of": "Land", "values": {"Norland": "wool.exports", "Sudland": "wool.imports"}},
        "value": {"of": "figure", "times": 0.001},
        "qualifier": {"is": "exact"},
    },
    "period": {"of": "month", "as": "%b %Y"},
    "unit": "USD bn",
    "restates": True,
    "source": {
        "name": "customs",
        "word": "months",
        "publisher": "Customs",
        "title": "Wool by month, {month}",
        "url": "https://example.org/months-{published}",
        "language": "en",
        "kind": "official",
    },
}


@pytest.fixture
def tables(frozen_tables):
    keep_up(frozen_tables)
    (frozen_tables.folder / "mappings").mkdir()
    return frozen_tables


def declare(tables, told=None, name="wool", **changes):
    text = yaml.safe_dump((told or WOOL) | changes)
    (tables.folder / "mappings" / f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def book(tmp_path):
    """The customs house's workbook: a title, two head lines, months across, a note below."""
    made = openpyxl.Workbook()
    made.active.title = "Read me"
    sheet = made.create_sheet("Figures")
    for line in (
        ["Wool, USD million"],
        [],
        ["Land", "Unit", "Jan 2023", "Feb 2023", "Mar 2023"],
        ["Norland", "m", 8123.5, 7000, "-"],
        ["Sudland", "m", 5000, None, 6100.25],
        ["Elsewhere", "m", 1, 2, 3],
        ["Source: the customs house"],
    ):
        sheet.append(line)
    made.save(tmp_path / "wool-2023-05.xlsx")
    return tmp_path / "wool-2023-05.xlsx"


def made(tables, *files, mappings=("wool",), published="2023-05-20"):
    options = Options(mappings, published, brief=True)
    return update(tables.folder, files, options, lambda _: None)


def test_wide_months_become_rows_with_period_unit_and_source(tables, book):
    declare(tables)
    found = made(tables, book)
    assert found.refused == []
    found.write()
    _, rows = tables.read("observations")
    rows = [row for row in rows if row["source"] == "customs-2023-05-20-months"]
    assert [(row["indicator"], row["period_start"], row["period_end"], row["value"]) for row in rows] == [
        ("wool.exports", "2023-01-01", "2023-01-31", "8.1235"),
        ("wool.exports", "2023-02-01", "2023-02-28", "7"),
        ("wool.imports", "2023-01-01", "2023-01-31", "5"),
        ("wool.imports", "2023-03-01", "2023-03-31", "6.10025"),
    ]
    assert {row["known_on"] for row in rows} == {"2023-05-20"}
    _, sources = tables.read("sources")
    assert [row["interest"] for row in sources if row["source"] == "customs-2023-05-20-months"] == ["none"]
    assert told(tables) == []


def test_of_an_edition_that_repeats_all_months_only_what_changed_comes_in(tables, book):
    declare(tables)
    made(tables, book).write()
    again = made(tables, book, published="2023-06-20")
    assert (again.rows, again.merges["observations"].same) == (0, 4)
    sheet = openpyxl.load_workbook(book)
    sheet["Figures"]["C4"] = 8200
    sheet.save(book)
    later = made(tables, book, published="2023-06-20")
    assert [(one.table, one.cells.get("value", "")) for m in later.merges.values() for one in m.changes] == [
        ("observations", "8.2"),
        ("sources", ""),
    ]


def test_where_a_mapping_names_no_sheet_the_others_are_told_and_not_where_it_does(tables, book):
    declare(tables)
    sheet = openpyxl.load_workbook(book)
    sheet["Read me"].append(["Wool is wool."])
    sheet.save(book)
    assert made(tables, book).left_out == []  # it reads Figures, and leaves the others out by saying so
    declare(tables, reads={"header": 3, "until": "Source"})
    sheet.move_sheet("Figures", -1)
    sheet.save(book)
    found = made(tables, book)
    right = "name the sheet that mapping wool reads (`reads: {sheet: …}`), or leave this one out: --skip 'Read me'"
    assert (found.rows, found.left_out) == (5, [f"{book}, sheet Read me: {right}"])


def test_figures_in_another_unit_than_the_indicator_s_are_refused(tables, book):
    declare(tables, unit="USD m")
    found = made(tables, book)
    assert found.rows == 0
    assert {one.what for one in found.refused} == {"another unit than the indicator's"}


def test_a_word_that_the_mapping_does_not_know_costs_its_row_alone(tables, book):
    declare(tables, where={})
    found = made(tables, book)
    assert {(one.place.row, one.what) for one in found.refused} == {
        (6, "a word that the mapping does not know ('Elsewhere')")
    }
    assert found.rows == 5
    assert {one.place.part for one in found.refused} == {"Jan 2023", "Feb 2023", "Mar 2023"}
    assert str(found.refused[0].place) == f"{book}, sheet Figures, row 6, column Feb 2023"
    assert found.rows_refused == 3


def test_all_that_a_mapping_cannot_read_of_a_row_is_told_at_once(tables, book):
    sheet = openpyxl.load_workbook(book)
    sheet["Figures"]["A6"], sheet["Figures"]["C6"], sheet["Figures"]["D6"] = "Elsewhere", "about 1", "-"
    sheet.save(book)
    declare(tables, where={})
    found = made(tables, book)
    told_ = [(one.place.part, one.column) for one in found.refused]
    assert told_ == [
        ("Jan 2023", "indicator"),
        ("Jan 2023", "value"),
        ("Mar 2023", "indicator"),
    ]  # none where no figure is


@pytest.mark.parametrize(
    ("form", "cell", "span"),
    [
        ("%Y", 2023, ("2023-01-01", "2023-12-31")),
        ("%Y", "2023", ("2023-01-01", "2023-12-31")),
        ("%YM%m", "2023M02", ("2023-02-01", "2023-02-28")),
        ("%B %Y", "February 2023", ("2023-02-01", "2023-02-28")),
        ("%YQ%q", "2023Q3", ("2023-07-01", "2023-09-30")),
        ("%d.%m.%Y", "15.02.2023", ("2023-02-15", "2023-02-15")),
        ("%Y-%m", datetime.date(2023, 2, 1), ("2023-02-01", "2023-02-28")),
    ],
)
def test_a_period_is_read_as_the_mapping_says(tables, tmp_path, form, cell, span):
    columns = {"indicator": {"is": "wool.exports"}, "value": "figure", "qualifier": {"is": "exact"}}
    parts = {name: WOOL[name] for name in ("title", "table", "source")}
    declare(tables, parts | {"columns": columns, "period": {"of": "when", "as": form}})
    sheet = openpyxl.Workbook()
    sheet.active.append(["when", "figure"])
    sheet.active.append([cell, 24])  # no more than what came since January, no less than to March
    sheet.save(tmp_path / "one.xlsx")
    (row,) = made(tables, tmp_path / "one.xlsx", published="2024-05-20").merges["observations"].added
    assert (row.cells["period_start"], row.cells["period_end"]) == span


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"table": "observation"}, "table: no table is called 'observation': perhaps observations"),
        ({"colums": {}}, "colums means nothing: perhaps columns"),
        (
            {"reads": {"header": 0}},
            "reads.header is 0: write a whole number of at least 1 (the row that names the columns",
        ),
        ({"columns": {"valu": "figure"}}, "columns.valu: observations has no such column: perhaps value"),
        ({"columns": {"value": "figure"}}, "columns: nothing gives indicator, which is in the key of observations"),
        ({"columns": WOOL["columns"] | {"value": {"of": "figure", "times": 0.136}}}, "columns.value"),
        ({"period": {"of": "month", "as": "month"}}, "period.as is 'month': write text (as strptime writes it"),
        (
            {"melt": {"columns": "[", "name": "month", "value": "figure"}},
            "melt.columns is '[': write text (a pattern of the columns",
        ),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told_in_one_sentence(tables, changes, says):
    declare(tables, **changes)
    with pytest.raises(DataError) as caught:
        mapping("wool", tables.folder, evidence(tables.folder).package["resources"])
    assert says in str(caught.value)
    assert "wool.yaml: " in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "published", "says"),
    [
        (
            {"reads": {"sheet": "Data"}},
            "2023-05-20",
            "no sheet 'Data', which mapping wool reads: its sheets are Read me",
        ),
        (
            {"reads": {"sheet": "Figures", "header": 2}},
            "2023-05-20",
            "row 2: no column 'Land', which mapping wool reads",
        ),
        ({"files": ["tea-*"]}, "2023-05-20", "--mapping wool reads none of the files: it reads tea-*"),
        ({}, "", "mapping wool needs the day of publication: --published 2025-12-31"),
        ({}, "May", "'May' is not a day"),
    ],
)
def test_a_file_that_is_not_laid_out_as_the_mapping_says_is_one_sentence(tables, book, changes, published, says):
    declare(tables, **changes)
    with pytest.raises(DataError) as caught:
        made(tables, book, published=published)
    assert says in str(caught.value)


def test_a_mapping_that_is_not_there_is_told_with_what_is_near(tables, book):
    declare(tables)
    with pytest.raises(DataError, match="no mapping is called 'wol': perhaps wool"):
        made(tables, book, mappings=("wol",))


def test_a_column_follows_from_the_patterns_of_another(tables, tmp_path):
    names = ("indicator", "section", "label", "unit", "basis", "frequency", "definition", "minimum", "maximum")
    columns = {name: name for name in names} | {
        "measures": {"of": "indicator", "patterns": {"_yoy$": "growth", "_(chang)e$": r"\1e"}, "else": "level"}
    }
    declare(tables, {"title": "Series", "table": "indicators", "columns": columns})
    lines = [f"tea.{one},trade,Tea {one},percent,reported,annual,Tea.,-100,100\n" for one in ("a", "b_yoy", "c_change")]
    (tmp_path / "series.csv").write_text(",".join(names) + "\n" + "".join(lines), encoding="utf-8")
    found = made(tables, tmp_path / "series.csv")
    assert found.refused == []
    assert [one.cells["measures"] for one in found.merges["indicators"].added] == ["level", "growth", "change"]


# --- the book's own mappings


@pytest.mark.parametrize("path", sorted((ROOT / "data/mappings").glob("*.yaml")), ids=lambda path: path.stem)
def test_each_mapping_of_the_book_is_sound(path):
    assert mapping(path.stem, ROOT / "data", evidence(ROOT / "data").package["resources"]).told["title"]


PRICES = {
    "price.dubai_world_bank": ("Dubai crude", "USD per barrel", "200"),
    "price.coal_australia_world_bank": ("Coal at Newcastle", "USD per t", "600"),
    "price.lng_japan_world_bank": ("LNG in Japan", "USD per MMBtu", "120"),
}


def test_the_world_bank_s_monthly_prices_are_read_from_its_own_layout(tables, tmp_path):
    """The layout of the Pink Sheet's workbook: four lines of title, names, units, then a month a row from 1960 on."""
    for unit in ("USD per barrel", "USD per MMBtu"):
        tables.plant("units", unit=unit, summable="no", whole="no", meaning=unit)
    for name, (label, unit, most) in PRICES.items():
        words = {"section": "trade", "basis": "reported", "frequency": "monthly", "definition": f"{label}."}
        tables.plant(
            "indicators", indicator=name, label=label, unit=unit, measures="level", minimum="0", maximum=most, **words
        )
    for name in ("units", "indicators"):
        head, rows = tables.read(name)
        tables.write(name, head, sorted(rows, key=lambda row: next(iter(row.values()))))
    text = (ROOT / "data/mappings/worldbank-prices.yaml").read_text(encoding="utf-8")
    (tables.folder / "mappings/worldbank-prices.yaml").write_text(text, encoding="utf-8")
    made_ = openpyxl.Workbook()
    sheet = made_.active
    sheet.title = "Monthly Prices"
    for line in (
        ["World Bank Commodity Price Data (The Pink Sheet)"],
        ["monthly prices in nominal US dollars, 1960 to present"],
        ["Updated on May 02, 2023"],
        [],
        [None, "Crude oil, average", "Crude oil, Dubai", "Coal, Australian", "Liquefied natural gas, Japan"],
        [None, "($/bbl)", "($/bbl)", "($/mt)", "($/mmbtu)"],
        ["1960M01", 1.63, 1.63, "…", "…"],
        ["2023M03", 76.47, 77.5, 187.22, 16.03],
        ["2023M04", 82.46, 83.76, 194.28, "…"],
    ):
        sheet.append(line)
    made_.save(tmp_path / "CMO-Historical-Data-Monthly.xlsx")
    found = made(tables, tmp_path / "CMO-Historical-Data-Monthly.xlsx", mappings=("worldbank-prices",))
    assert found.refused == []
    found.write()
    assert told(tables) == []
    _, rows = tables.read("observations")
    assert [(row["indicator"], row["period_end"], row["value"]) for row in rows if "worldbank" in row["source"]] == [
        ("price.coal_australia_world_bank", "2023-03-31", "187.22"),
        ("price.coal_australia_world_bank", "2023-04-30", "194.28"),
        ("price.dubai_world_bank", "2023-03-31", "77.5"),
        ("price.dubai_world_bank", "2023-04-30", "83.76"),
        ("price.lng_japan_world_bank", "2023-03-31", "16.03"),
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"columns": WOOL["columns"] | {"value": ""}}, "no column '', which mapping wool reads"),
        (
            {"columns": WOOL["columns"] | {"value": {"values": {}}}},
            "columns.value is {'values': {}}: write a column of",
        ),
        ({"melt": {"columns": "Jan", "name": "month"}}, "wool.yaml: melt.value is missing: write `value: …`"),
        ({"restates": "often"}, "wool.yaml: restates is 'often': write true or false (whether each edition repeats"),
        ({"where": {"Land": 5}}, "wool.yaml: where.Land is 5: write a cell of that column, or a list of some"),
        ({"missing": None}, "wool.yaml: missing is empty: write a list that is not empty (how the publisher writes"),
    ],
)
def test_a_mapping_with_a_part_that_cannot_be_is_told_which_and_what_would_be_right(tables, book, changes, says):
    declare(tables, **changes)
    with pytest.raises(DataError, match=re.escape(says)) as error:
        made(tables, book)
    assert str(error.value).isprintable()


@pytest.mark.parametrize("text", ["title: a\ntitle: b\n", "a: " + "[" * 5000, "a: &a [*a]", "- a", "\tx: y", ""])
def test_a_mapping_that_is_no_mapping_of_names_is_one_sentence(tables, book, text):
    (tables.folder / "mappings" / "wool.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"wool\.yaml:") as error:
        made(tables, book)
    assert str(error.value).isprintable()


def test_an_indicator_for_which_a_mapping_names_no_unit_is_refused(tables, book):
    declare(tables, unit={"wool.exports": "USD bn", "wool.import": "USD bn"})
    refused = made(tables, book).refused
    assert {(one.what, one.right) for one in refused} == {
        ("no unit named", "a line of `unit` for wool.imports in the mapping, which names units by indicator")
    }


def test_rows_that_a_mapping_wants_and_that_are_not_there_are_told(tables, book):
    declare(tables, where={"Land": ["Norland", "Sudlnad"]})
    assert any("no row whose Land is 'Sudlnad', which mapping wool reads" in one for one in made(tables, book).remarks)
    declare(tables)
    assert not any("no row whose" in one for one in made(tables, book).remarks)


@pytest.mark.parametrize(
    ("decimal", "cells", "values"),
    [
        (",", ("1,250", "1.250", "12.345,5"), ["1.25", "1250", "12345.5"]),
        (".", ("1,250", "1.250", "12,345.5"), ["1250", "1.25", "12345.5"]),
    ],
)
def test_a_mapping_that_says_which_sign_is_decimal_leaves_nothing_to_be_read_in_two_ways(
    tables, tmp_path, decimal, cells, values
):
    lines = ["Land;month;figure", *(f"Norland;2018-0{n};{cell}" for n, cell in enumerate(cells, 1))]
    (tmp_path / "wool.csv").write_text("\n".join(lines), encoding="utf-8")
    columns = {"indicator": {"is": "wool.exports"}, "value": "figure", "qualifier": {"is": "exact"}}
    told = {name: part for name, part in WOOL.items() if name not in ("melt", "where", "missing")}
    tables.change("indicators", {"indicator": "wool.exports"}, maximum="99999")
    changes = {"files": ["wool.csv"], "columns": columns, "period": {"of": "month", "as": "%Y-%m"}}
    declare(tables, told, reads={"decimal": decimal, "separator": ";"}, **changes)
    found = update(
        tables.folder, [tmp_path / "wool.csv"], Options(["wool"], "2023-05-20", brief=True, far=True), lambda _: None
    )
    assert found.refused == []
    assert [one.cells["value"] for one in found.merges["observations"].added] == values

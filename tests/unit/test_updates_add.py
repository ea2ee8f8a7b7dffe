"""Files become rows: shown before they are written, written all together or not at all, each refusal with its remedy."""

import csv
import datetime
import io
import os
import re
import zipfile

import openpyxl
import pytest
from faults import keep_up, told
from manuscripts import Manuscript
from wool import plant_what_hangs_on_one

from nolimits.cli import main
from nolimits.data import DataError
from nolimits.updates import Options, update
from nolimits.updates.account import further_changes
from nolimits.updates.effects import Effects
from nolimits.updates.writing import write_together

pytestmark = pytest.mark.slow

SOURCE = {
    "source": "wire-2024-02-01-tea",
    "publisher": "The Wire",
    "title": "Tea in 2023",
    "url": "https://example.org/wire-2024-02-01-tea",
    "published": "2024-02-01",
    "precision": "day",
    "language": "en",
    "kind": "wire",
    "interest": "none",
}
FIGURE = {
    "indicator": "tea.cargoes",
    "period_start": "2023-01-01",
    "period_end": "2023-12-31",
    "value": "340",
    "qualifier": "exact",
    "source": "wire-2024-02-01-tea",
    "known_on": "2024-02-01",
}
REVISION = FIGURE | {"period_start": "2021-01-01", "period_end": "2021-12-31", "value": "310"}


@pytest.fixture
def tables(frozen_tables):
    """The frozen tables with bounds for every series."""
    keep_up(frozen_tables)
    return frozen_tables


@pytest.fixture
def lay(tmp_path):
    """Writes a file of rows in our columns."""

    def file(name, rows, *, separator=",", encoding="utf-8"):
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), delimiter=separator, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
        (tmp_path / name).write_bytes(out.getvalue().encode(encoding))
        return tmp_path / name

    return file


def state(tables):
    return {path.name: path.read_bytes() for path in tables.folder.iterdir() if path.is_file()}


def made(tables, *files, **options):
    return update(tables.folder, files, Options(brief=True, **options), lambda _: None)


def kept(tables, name, **where):
    _, rows = tables.read(name)
    return [row for row in rows if all(row[key] == cell for key, cell in where.items())]


# --- what comes in


def test_files_that_belong_together_come_in_together_and_in_order(tables, lay):
    found = made(tables, lay("figures.csv", [FIGURE]), lay("from.csv", [SOURCE]))
    assert (found.rows, found.refused) == (2, [])
    found.write()
    assert told(tables) == []
    assert [row["value"] for row in kept(tables, "observations", source=SOURCE["source"])] == ["340"]


def test_a_source_says_what_it_repeats_and_whose_word_it_is_or_is_refused(tables, lay):
    source = SOURCE | {"origin": "wire-2021-03-02-talks", "interest": "Sudland"}
    found = made(tables, lay("sources.csv", [source]))
    assert found.refused == []
    found.write()
    (row,) = kept(tables, "sources", source=SOURCE["source"])
    assert (row["origin"], row["interest"]) == ("wire-2021-03-02-talks", "Sudland")
    other = SOURCE | {"source": "wire-2024-02-02-tea", "published": "2024-02-02", "url": "https://example.org/two"}
    for cells, wrong in (
        ({"interest": ""}, "interest: missing value"),
        ({"interest": "Customs"}, "interest: unknown value"),
        ({"origin": "wire-2024-02-02-silk"}, "origin: no such row in sources"),
    ):
        (refusal,) = made(tables, lay("sources.csv", [other | cells])).refused
        assert wrong in str(refusal)


@pytest.mark.parametrize(
    ("separator", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1251"), ("|", "utf-8")]
)
def test_a_csv_of_any_separator_and_encoding_is_read_and_told_how(tables, lay, separator, encoding):
    source = SOURCE | {"publisher": "Чайные вести", "published": "01.02.2024"}
    figure = FIGURE | {"indicator": "tea.carried", "value": "12,5", "known_on": "1.2.2024"}
    files = [lay(f"{n}.csv", [row], separator=separator, encoding=encoding) for n, row in enumerate((source, figure))]
    found = made(tables, *files)
    assert found.refused == []
    assert found.remarks
    found.write()
    (row,) = kept(tables, "observations", source=SOURCE["source"])
    assert (row["value"], row["known_on"]) == ("12.5", "2024-02-01")
    assert kept(tables, "sources", publisher="Чайные вести")


def test_a_workbook_has_a_table_a_sheet_with_days_and_numbers_of_its_own(tables, tmp_path):
    book = openpyxl.Workbook()
    for name, row in (("sources", SOURCE), ("figures", FIGURE | {"value": 340.0})):
        sheet = book.create_sheet(name)
        sheet.append(["Tea, second edition"])
        sheet.append([])
        sheet.append(list(row))
        sheet.append([datetime.date.fromisoformat(cell) if str(cell)[:3] == "202" else cell for cell in row.values()])
    book.active.append(["Notes"])
    book.save(tmp_path / "tea.xlsx")
    found = made(tables, tmp_path / "tea.xlsx", skip=["Sheet"])
    assert (found.rows, found.refused, found.left_out) == (2, [], [])
    found.write()
    assert told(tables) == []


def workbook(path, **sheets):
    """A workbook of sheets by name, each a list of lines."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        book.create_sheet(name)
        for line in lines:
            book[name].append(list(line))
    book.save(path)
    return path


def test_a_sheet_that_is_no_table_is_told_with_its_remedy_unless_it_is_left_out_by_name(tables, tmp_path, capsys):
    path = workbook(tmp_path / "tea.xlsx", sources=[SOURCE, SOURCE.values()], more=[FIGURE.values()], Empty=[])
    found = made(tables, path)
    assert (found.rows, found.refused) == (1, [])  # the other sheet is not hurt
    (said,) = found.left_out
    assert said.startswith(f"{path}, sheet more: its first row ('tea.cargoes', '2023-01-01', ")
    assert said.endswith(
        "names no column of ours: write a header above, or name a mapping with --mapping, or leave it out: --skip 'more'"
    )
    assert made(tables, path, skip=["more"]).left_out == []
    command = ["add", "--data", str(tables.folder), "--brief", "--yes", str(path)]
    assert main(command) == 1
    assert capsys.readouterr().out.endswith("1 row written, 1 sheet left out\n")
    assert main([*command, "--skip", "more"]) == 0


def test_a_sheet_is_only_left_out_by_its_name(tables, tmp_path, lay):
    path = workbook(tmp_path / "tea.xlsx", sources=[SOURCE, SOURCE.values()], more=[FIGURE.values()])
    with pytest.raises(DataError, match=r"^--skip mor: no file has such a sheet: perhaps more$"):
        made(tables, path, skip=["mor"])
    with pytest.raises(DataError, match=r"^--skip more: no file has such a sheet: only workbooks have sheets$"):
        made(tables, lay("s.csv", [SOURCE]), skip=["more"])
    assert made(tables, path, skip=["sources", "more"]).rows == 0


ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
><office:body><office:spreadsheet><table:table table:name="sources">{rows}</table:table></office:spreadsheet>
</office:body></office:document-content>"""


MANIFEST = """<?xml version="1.0" encoding="UTF-8"?><manifest:manifest
xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/"
manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"""


def test_an_open_document_is_read(tables, tmp_path):
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    date = '<table:table-cell office:value-type="date" office:date-value="{0}"><text:p>{0}</text:p></table:table-cell>'
    lines = [
        [cell.format(one) for one in SOURCE],
        [(date if c[:2] == "20" else cell).format(c) for c in SOURCE.values()],
    ]
    rows = "".join(f"<table:table-row>{''.join(line)}</table:table-row>" for line in lines)
    with zipfile.ZipFile(tmp_path / "from.ods", "w") as file:
        file.writestr("META-INF/manifest.xml", MANIFEST)
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", ODS.format(rows=rows))
    found = made(tables, tmp_path / "from.ods")
    assert (found.rows, found.refused) == (1, [])


PERCENT = "a number that is shown as a percentage, 34%"
UNREAD = "a formula without its value"
ERROR = "an error of a spreadsheet in place of a value"


def refused_of_workbook(tables, tmp_path, change):
    """What is told of the second of two figures, after a change of its sheet: row 3, of which D is the value."""
    path = workbook(tmp_path / "tea.xlsx", sources=[SOURCE, SOURCE.values()], observations=[FIGURE])
    book = openpyxl.load_workbook(path)
    for year in (2022, 2023):
        days = {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31", "value": 340}
        book["observations"].append(list((FIGURE | days).values()))
    change(book["observations"])
    book.save(path)
    found = made(tables, path)
    assert all(one.place.row == 3 and one.table == "observations" for one in found.refused)
    return [(one.column, one.what, one.found) for one in found.refused]


@pytest.mark.parametrize(
    ("cell", "form", "what", "shown"),
    [
        (0.34, "0%", PERCENT, "'0.34'"),
        (0.34, "0.00%", PERCENT, "'0.34'"),
        (0.34, "#,##0.0 %;[Red]-0.0%", PERCENT, "'0.34'"),
        ("=300+40", "General", UNREAD, "an empty cell"),
        ("#DIV/0!", "General", ERROR, "'#DIV/0!'"),
        ("#N/A", "General", ERROR, "'#N/A'"),
    ],
)
def test_a_cell_of_a_workbook_that_is_no_plain_value_is_refused_as_what_it_is(
    tables, tmp_path, cell, form, what, shown
):
    def change(sheet):
        sheet["D3"].value, sheet["D3"].number_format = cell, form

    assert refused_of_workbook(tables, tmp_path, change) == [("value", what, shown)]


@pytest.mark.parametrize("form", ['0.0" %"', "0\\%", "#,##0", "0.00E+00"])
def test_a_percent_sign_that_a_format_only_writes_behind_a_number_says_nothing(tables, tmp_path, form):
    def change(sheet):
        sheet["D3"].number_format = form

    assert refused_of_workbook(tables, tmp_path, change) == []


def test_merged_cells_are_refused_where_they_hide_a_row_s_value_and_not_above_the_table(tables, tmp_path):
    def across(sheet):
        sheet.insert_rows(1)
        sheet["A1"] = "Tea"
        sheet.merge_cells("A1:G1")

    assert refused_of_workbook(tables, tmp_path, across) == []
    (told,) = refused_of_workbook(tables, tmp_path, lambda sheet: sheet.merge_cells("D2:D3"))
    assert told == ("value", "merged with the cell above, which alone has the value", "an empty cell")


def test_a_cell_beside_a_workbook_s_table_is_told_as_that_and_a_row_of_blanks_is_none(tables, tmp_path):
    def change(sheet):
        sheet["I3"] = "see note"
        sheet["A4"], sheet["B4"] = "  ", " "
        for column in "CDEFG":
            sheet[f"{column}4"] = None

    told = refused_of_workbook(tables, tmp_path, change)
    what = "a cell beside the table, 'see note', under no name: name its column, or take the cell away"
    assert told == [("", what, "")]


def test_an_open_document_tells_percentages_errors_and_formulas_as_well(tables, tmp_path):
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    ends = (
        '<table:table-cell office:value-type="percentage" office:value="0.34"><text:p>34%</text:p></table:table-cell>',
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
        '<table:table-cell table:formula="of:=1+1"/>',
        '<table:table-cell office:value-type="float" office:value="340"><text:p>340</text:p></table:table-cell>',
    )
    lines = [[text.format(one) for one in FIGURE]]
    for year, end in zip(range(2020, 2024), ends, strict=True):
        row = FIGURE | {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
        lines.append([end if name == "value" else text.format(cell) for name, cell in row.items()])
    rows = "".join(f"<table:table-row>{''.join(line)}</table:table-row>" for line in lines)
    rows = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>' + rows
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" xmlns:office'
    with zipfile.ZipFile(tmp_path / "observations.ods", "w") as file:
        file.writestr("META-INF/manifest.xml", MANIFEST)
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", ODS.replace("xmlns:office", calc, 1).format(rows=rows))
    found = made(tables, tmp_path / "observations.ods")
    told = {(one.place.row, one.what) for one in found.refused if one.column == "value"}
    assert told == {(4, PERCENT), (5, ERROR), (6, UNREAD)}


def test_a_file_with_a_break_of_lines_in_its_name_is_told_in_one_line(tables, lay):
    found = made(tables, lay("two\nlines.csv", [FIGURE | {"value": "many"}], separator=";"), lay("s.csv", [SOURCE]))
    assert found.refused
    assert all(len(one.splitlines()) == 1 for one in [*map(str, found.refused), *found.remarks])


def test_what_is_there_already_is_skipped_and_nothing_is_written(tables, lay):
    _, rows = tables.read("observations")
    before = state(tables)
    found = made(tables, lay("again.csv", rows[:3]))
    assert (found.rows, found.merges["observations"].same, found.contents) == (0, 3, {})
    assert state(tables) == before


# --- what it would do


def test_a_later_figure_that_stands_instead_and_one_that_contradicts_are_shown(tables, lay):
    found = made(tables, lay("f.csv", [REVISION]), lay("s.csv", [SOURCE]))
    (pair,) = found.effects.displaced
    assert (pair.old.quantity.low, pair.new.quantity.value) == (320, 310)
    assert found.effects.against == [pair]
    lines = list(found.report())
    assert "1 figure would stand in place of another:" in lines
    assert any("tea.cargoes, 2021: 310 (wire-2024-02-01-tea) against over 320" in line for line in lines)


def test_verdicts_that_would_turn_are_shown(tables, lay):
    few = REVISION | {"value": "300"}
    found = made(tables, lay("f.csv", [few]), lay("s.csv", [SOURCE]))
    assert [claim for claim, *_ in found.effects.verdicts] == ["p007"]


def test_verdicts_that_would_come_to_count_or_cease_to_are_shown(tables, lay):
    """What is told of wool in 2022 hangs on one office: a row of 2026 lets the book's day pass the year after."""
    plant_what_hangs_on_one(tables)
    tables.drop("events", event="new")
    source = SOURCE | {"source": "wire-2026-02-01-rate", "published": "2026-02-01", "url": "https://example.org/r"}
    rate = FIGURE | {"indicator": "bank.rate", "value": "9", "source": source["source"], "known_on": "2026-02-01"}
    rate |= {"period_start": "2026-01-31", "period_end": "2026-01-31"}
    found = made(tables, lay("s.csv", [source]), lay("f.csv", [rate]))
    assert found.refused == []
    assert ("l001", "confirmed, enough to count", "confirmed, too weak to count") in found.effects.weights
    assert "l001" not in [claim for claim, *_ in found.effects.verdicts]
    assert any("confirmed, enough to count → confirmed, too weak to count" in line for line in found.report())
    soon = [{name: cell.replace("2026-0", "2023-0") for name, cell in row.items()} for row in (source, rate)]
    found = made(tables, lay("s.csv", soon[:1]), lay("f.csv", soon[1:]))
    assert (found.refused, [one for one in found.effects.weights if one[0] == "l001"]) == ([], [])


def test_pages_that_would_change_are_shown_and_only_looked_at_where_asked(tables, lay, monkeypatch):
    book = Manuscript(tables, summary="There were {value}`value('tea.cargoes', 2021)` of them.")
    files = [lay("f.csv", [REVISION]), lay("s.csv", [SOURCE])]
    found = update(tables.folder, files, Options(), lambda _: None, book.root)
    assert [(change.kind, change.before, change.after) for change in found.effects.pages.of("number")] == [
        ("number", "over 320", "310")
    ]
    assert made(tables, *files).effects.pages is None


def test_figures_far_from_all_others_are_told_loudly_and_farther_ones_refused(tables, lay):
    tables.change("indicators", {"indicator": "tea.cargoes"}, maximum="9000000")
    loud = made(tables, lay("f.csv", [FIGURE | {"value": "4000"}]), lay("s.csv", [SOURCE]))
    assert loud.refused == []
    assert "4000 beside at most 340 so far" in loud.warnings[0]
    for value, words in (("681", "681 beside at most 340 so far"), ("680", ""), ("100", "100 beside at least ")):
        near = made(tables, lay("f.csv", [FIGURE | {"value": value}]), lay("s.csv", [SOURCE]))
        assert any("so far" in one for one in near.warnings) is bool(words)
        assert not words or any(words in one for one in near.warnings)
    tables.change("indicators", {"indicator": "tea.cargoes"}, unit="USD bn", minimum="0")
    rows = kept(tables, "observations", indicator="tea.cargoes")
    least = min(float(row["value"] or row["high"] or row["low"]) for row in rows)
    for value, what in (
        ("34001", "more than 100 times the largest figure of tea.cargoes, 340"),
        (f"{least / 100.1:.6f}", f"less than one part in 100 of the least figure of tea.cargoes, {least:g}"),
    ):
        slip = FIGURE | {"value": value}
        found = made(tables, lay("f.csv", [slip]), lay("s.csv", [SOURCE]))
        assert [one.what for one in found.refused] == [what]
        assert made(tables, lay("f.csv", [slip]), lay("s.csv", [SOURCE]), far=True).refused == []
    for value in ("34000", f"{least / 99.9:.6f}", "0"):
        assert made(tables, lay("f.csv", [FIGURE | {"value": value}]), lay("s.csv", [SOURCE])).refused == []


def test_three_digits_behind_every_point_are_refused_with_both_readings_where_the_figures_so_far_are_thousands(
    tables, lay
):
    tables.change("indicators", {"indicator": "tea.cargoes"}, unit="USD bn", minimum="0", maximum="900000")
    other = FIGURE | {"period_start": "2022-01-01", "period_end": "2022-12-31"}
    source = lay("s.csv", [SOURCE])

    def of(*values, **options):
        rows = [one | {"value": value} for one, value in zip((FIGURE, other), values, strict=True)]
        return made(tables, lay("f.csv", rows, separator=";"), source, **options)

    for row in kept(tables, "observations", indicator="tea.cargoes"):
        if row["value"]:
            wide = str(float(row["value"]) * 10)
            tables.change("observations", {"indicator": "tea.cargoes", "value": row["value"]}, value=wide)
    refused = of("1.250", "2.100").refused
    assert [one.right for one in refused] == [
        "1250, if that is meant; if 1.25 is, --far lets it in",
        "2100, if that is meant; if 2.1 is, --far lets it in",
    ]
    assert of("1.250", "2.100", far=True).refused == []
    # where another number tells what a point means, or none has one, there is nothing to choose
    assert not any("two ways" in one.what for one in of("1.250", "2100.5").refused)
    assert of("1250", "2100").refused == []


# --- what is refused


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ({"value": "3e14"}, "value", "a spreadsheet wrote numbers as powers of ten"),
        ({"value": "300000000000000"}, "value", "more than 100 times the largest figure"),
        ({"value": "2000"}, "value", "implausible figure"),
        ({"value": "340.5"}, "value", "half of what is whole"),
        ({"value": "-340"}, "value", "implausible figure"),
        ({"unit": "USD m"}, "unit", "another unit than the indicator's"),
        ({"indicator": "tea.cargos"}, "indicator", "no such row in indicators"),
        ({"period_start": "44927"}, "period_start", "a spreadsheet turned days into numbers"),
        ({"known_on": "2024-02-02"}, "known_on", "not the day of its source"),
        ({"qualifier": "exactly"}, "qualifier", "unknown value"),
        ({"period_end": "2022-12-31"}, "period_end", "days the wrong way round"),
        ({"note": "=1+1"}, "note", "a spreadsheet would run it"),
    ],
)
def test_a_wrong_row_names_itself_and_hurts_no_other(tables, lay, row, column, what):
    good = FIGURE | {"indicator": "tea.sold", "value": "11", "period_start": "2023-12-01"}
    rows = [dict.fromkeys(("unit", "note"), "") | one for one in (good, FIGURE | row)]
    path = lay("f.csv", rows)
    found = made(tables, path, lay("s.csv", [SOURCE]))
    (refusal,) = found.refused
    assert (refusal.column, str(refusal.place)) == (column, f"{path}, row 3")
    assert refusal.what.startswith(what)
    assert refusal.right
    found.write()
    assert told(tables) == []
    assert [one["indicator"] for one in kept(tables, "observations", source=SOURCE["source"])] == ["tea.sold"]


def test_a_row_that_refers_to_a_refused_one_is_refused_with_it(tables, lay):
    found = made(tables, lay("f.csv", [FIGURE]), lay("s.csv", [SOURCE | {"kind": "gossip"}]))
    assert [(one.table, one.what) for one in found.refused] == [
        ("observations", "no such row in sources"),
        ("sources", "unknown value"),
    ]
    assert "which is refused itself" in found.refused[0].right
    assert found.rows == 0


def test_refusals_are_told_in_the_order_of_the_rows(tables, lay):
    rows = [
        FIGURE | {"qualifier": "exactly"},  # found by a rule of cells
        FIGURE | {"indicator": "tea.sold", "value": "x"},  # found as the row is read
        FIGURE | {"indicator": "bank.rate"},  # found once others are gone: no bank rate of a year
        FIGURE | {"indicator": "tea.cargos"},
        FIGURE | {"indicator": "tea.sold", "value": "y"},
    ]
    found = made(tables, lay("s.csv", [SOURCE | {"kind": "gossip"}]), lay("f.csv", rows))
    assert [one.place.row for one in found.refused if one.table == "sources"] == [2]
    places = [(one.place.sheet[-5:], one.place.row) for one in found.refused]
    assert places == sorted(places, key=lambda one: (one[0] == "f.csv", one[1]))
    assert {row for _, row in places[1:]} == {2, 3, 4, 5, 6}
    told_ = [line for line in found.report() if "f.csv, row" in line]
    assert [line.split("row ")[1][0] for line in told_] == [str(row) for _, row in places[1:]]


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({"value": "x", "known_on": "2024-02-02"}, ["value", "known_on"]),  # a cell, and a rule about another
        ({"value": "x", "period_end": "y", "qualifier": "exactly"}, ["value", "period_end", "qualifier"]),
        ({"value": "x", "indicator": "tea.cargos"}, ["value", "indicator"]),
        ({"qualifier": "exactly", "source": "wire-2024-02-01-teas"}, ["qualifier", "source"]),
        ({"value": "34000000", "note": "=1"}, ["value", "note"]),  # far from all others, and a formula
        ({"value": "3400000", "unit": "Mt"}, ["unit"]),  # of another unit no more can be said
        ({"value": "340.5", "note": " ", "known_on": "2024-02-03", "unit": "Mt"}, ["unit", "known_on"]),
        ({"value": "x"}, ["value"]),  # nothing else is wrong, and nothing is made up
        ({"qualifier": "exactly"}, ["qualifier"]),
    ],
)
def test_all_faults_of_a_row_are_told_at_once(tables, lay, cells, columns):
    row = FIGURE | {"note": "", "unit": ""} | cells
    other = dict.fromkeys(row, "") | FIGURE | {"indicator": "tea.sold", "value": "11"}
    found = made(tables, lay("f.csv", [row, other]), lay("s.csv", [SOURCE]))
    assert sorted({one.column for one in found.refused}) == sorted(columns)
    assert (found.rows_refused, {one.place.row for one in found.refused}) == (1, {2})
    assert [one.cells["indicator"] for one in found.merges["observations"].added] == ["tea.sold"]
    columns += ["value"] if "unit" in columns else []
    mended = row | {column: (FIGURE | {"note": "", "unit": ""})[column] for column in columns}
    assert made(tables, lay("f.csv", [mended]), lay("s.csv", [SOURCE])).refused == []  # one run tells it all


def test_a_row_that_contradicts_is_told_all_that_it_contradicts(tables, lay):
    present = kept(tables, "measures")[0]
    found = made(
        tables, lay("m.csv", [present | {"kind": "fee" if present["kind"] != "fee" else "ban", "imposed_by": "X"}])
    )
    assert {one.column for one in found.refused} == {"kind", "imposed_by"}
    assert found.rows_refused == 1


def test_a_stated_figure_is_never_written_over(tables, lay):
    _, rows = tables.read("observations")
    row = next(row for row in rows if row["indicator"] == "bank.rate")
    for options in ({}, {"replace": True}):
        found = made(tables, lay("f.csv", [row | {"value": "21"}]), **options)
        assert [one.what for one in found.refused] == ["contradicts the row that is there, which has '20'"]


def test_a_row_may_fill_what_was_empty_and_replace_only_where_asked(tables, lay):
    found = made(tables, lay("m.csv", kept(tables, "measures")[:1] and [kept(tables, "measures")[0] | {"note": "so"}]))
    assert (found.rows, found.refused) == ((1, []) if not kept(tables, "measures")[0]["note"] else (0, found.refused))
    indicator = kept(tables, "indicators", indicator="tea.sold")[0] | {"label": "Tea that was sold", "unit": "count"}
    files = [lay("i.csv", [indicator])]
    assert [one.column for one in made(tables, *files).refused] == ["label", "unit"]
    found = made(tables, *files, replace=True)
    assert (found.blocked, len(found.merges["indicators"].replaced)) == (True, 1)  # a test would mix its units
    with pytest.raises(DataError, match=r"nothing is written, because then criteria\.csv"):
        found.write()
    renamed = made(tables, lay("i.csv", [indicator | {"unit": "Mt"}]), replace=True)
    assert (renamed.blocked, renamed.rows) == (False, 1)


def test_two_rows_of_one_key_that_disagree_are_both_refused(tables, lay):
    found = made(tables, lay("f.csv", [FIGURE, FIGURE | {"value": "341"}]), lay("s.csv", [SOURCE]))
    assert [one.what for one in found.refused] == ["given twice and not the same"] * 2


@pytest.mark.parametrize("change", [{}, {"value": "-340"}])
def test_a_row_that_a_file_holds_twice_is_told_as_that_and_not_as_one_that_is_there(tables, lay, change):
    row = FIGURE | change
    found = made(tables, lay("f.csv", [row, row]), lay("s.csv", [SOURCE]))
    lines = "\n".join(found.report())
    assert "there already" not in lines
    assert re.search(r"observations: .*1 given again", lines)
    assert re.search(r"f.csv, row 3: the same row as \S*f.csv, row 2: leave one out", lines)


def test_a_row_that_makes_another_break_a_rule_is_refused(tables, lay):
    present = kept(tables, "sources")[-1]
    found = made(tables, lay("s.csv", [SOURCE | {"source": "aaa-2024-02-01-tea", "url": present["url"]}]))
    assert found.rows == 0
    assert found.refused[0].column == "url"
    assert told(tables) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"x,y\n1,2\n", "its first row ('x', 'y') names no column of ours: write a header above"),
        ("a.csv", b"indicator,value,source\n1,2,3\n", "nearest is observations, whose column period_start is not"),
        ("a.csv", b"", "holds no rows"),
        ("a.csv", b"indicator,period_start,period_end,known_on,source,valeu\n", "has no column 'valeu': perhaps value"),
        ("a.csv", b"M\xfc\xdfig,y\n", "neither UTF-8 nor Windows-1251"),
        ("a.csv", b"PK\x03\x04", "a spreadsheet under the name of a text"),
        ("a.xlsx", b"PK\x03\x04", "cannot be read as a spreadsheet"),
        ("a.pdf", b"%PDF", "not a kind of file that is read"),
    ],
)
def test_a_file_that_is_no_table_is_one_sentence(tables, tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    before = state(tables)
    with pytest.raises(DataError) as caught:
        made(tables, tmp_path / name)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert state(tables) == before


def test_tables_that_cannot_be_read_are_mended_first(tables, lay):
    path = tables.folder / "events.csv"
    path.write_bytes(path.read_bytes().replace(b"tal-002,", b"tal-002,,"))
    with pytest.raises(DataError, match=r"extra cell.*mend the tables first"):
        made(tables, lay("s.csv", [SOURCE]))


def test_a_fault_that_is_there_is_not_held_against_what_comes_in_and_may_be_mended_by_it(tables, lay):
    tables.plant("observations", **FIGURE)
    tables.change("events", {"event": "tal-002"}, kind="gossip")
    assert len(told(tables)) == 2
    found = made(tables, lay("s.csv", [SOURCE]))
    assert (found.rows, found.refused, found.blocked) == (1, [], False)
    found.write()
    assert [one.split(": ")[1] for one in told(tables)] == ["unknown value"]


# --- writing


def test_where_one_table_cannot_be_written_none_is(tables, monkeypatch):
    before = state(tables)
    real = os.replace
    monkeypatch.setattr("pathlib.Path.replace", lambda self, to: _failing(real, self, to))
    with pytest.raises(DataError, match="nothing has changed"):
        write_together(tables.folder, {"events.csv": b"a\n", "sources.csv": b"b\n", "new.csv": b"c\n"})
    assert state(tables) == before


def _failing(real, path, to):
    if str(path).endswith(".new") and "new.csv" in str(path):
        raise OSError(28, "No space left on device", str(path))
    real(path, to)
    return to


def test_a_folder_that_cannot_be_written_stays_as_it_is(tables):
    before = state(tables)
    with pytest.raises(DataError, match="nothing has changed"):
        write_together(tables.folder, {"events.csv": b"a\n", "no/such.csv": b"b\n"})
    assert state(tables) == before


# --- the command


def test_the_command_shows_writes_and_says_how_many(tables, lay, capsys):
    files = [lay("f.csv", [FIGURE, FIGURE | {"value": "x"}]), lay("s.csv", [SOURCE])]
    command = ["add", "--data", str(tables.folder), "--brief", *map(str, files)]
    before = state(tables)
    assert main([*command, "--dry-run"]) == 1
    out = capsys.readouterr().out
    assert out.endswith("a dry run: 2 rows not written, 1 refused\n")
    assert "sources: 1 new" in out
    assert state(tables) == before
    assert main([*command, "--yes"]) == 1
    assert capsys.readouterr().out.endswith("2 rows written, 1 refused\n")
    assert main([*command, "--yes"]) == 1
    assert capsys.readouterr().out.endswith("nothing to write, 1 refused\n")


class Typed(io.StringIO):
    """What somebody types at a terminal, who may also end it."""

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("answer", "written"), [("y\n", True), ("Yes\n", True), ("\n", False), ("n\n", False), ("", False)]
)
def test_whoever_sits_at_a_terminal_is_asked(tables, lay, capsys, monkeypatch, answer, written):
    monkeypatch.setattr("sys.stdin", Typed(answer))
    before = state(tables)
    code = main(["add", "--data", str(tables.folder), "--brief", str(lay("s.csv", [SOURCE]))])
    out, err = capsys.readouterr()
    assert (code == 0, state(tables) != before) == (written, written)
    assert out.endswith("1 row written\n" if written else "nothing written\n")
    assert err.endswith("write them? [y/N] ")


@pytest.mark.parametrize("stdin", [io.StringIO("y\n"), None])
def test_without_a_terminal_only_yes_writes(tables, lay, capsys, monkeypatch, stdin):
    monkeypatch.setattr("sys.stdin", stdin)
    command = ["add", "--data", str(tables.folder), "--brief", str(lay("s.csv", [SOURCE]))]
    before = state(tables)
    assert main(command) == 1
    out = capsys.readouterr().out
    assert out.startswith("sources: 1 new\n")
    assert out.endswith("nothing written: there is no terminal to ask at, and --yes would write 1 row\n")
    assert state(tables) == before
    assert main([*command, "--dry-run"]) == 0
    assert state(tables) == before
    assert main([*command, "--yes"]) == 0
    assert capsys.readouterr().out.endswith("1 row written\n")
    assert state(tables) != before
    assert main(command) == 0  # all is there: there is nothing to ask


def test_many_refusals_of_one_cause_are_told_once(tables, lay, capsys):
    rows = [FIGURE | {"period_start": str(44927 + n)} for n in range(200)]
    assert main(["add", "--data", str(tables.folder), str(lay("f.csv", rows)), "--brief"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 5
    assert "a spreadsheet turned days into numbers: 200 rows (2, 3, 4, 5, 6, 7 …)" in out[2]
    assert "no such row in sources: 200 rows (2, " in out[3]


def test_theses_that_would_stand_otherwise_are_told_before_verdicts():
    found = Effects(theses=[("wool", "open", "holds")], verdicts=[("l001", "undecided", "confirmed")])
    first, second, third, *_ = further_changes(found, everything=False)
    assert first == "1 thesis would stand otherwise, and the answer on the first page with that:"
    assert second.strip() == "wool: open → holds"
    assert third == "1 verdict would turn:"
    assert not [line for line in further_changes(Effects(), everything=False) if "theses" in line]


def test_what_there_is_one_of_is_told_as_one(tables, lay, capsys):
    few = REVISION | {"value": "300"}  # turns a verdict, displaces and contradicts a figure
    files = [lay("f.csv", [few, FIGURE | {"value": "x"}]), lay("s.csv", [SOURCE])]
    main(["add", "--data", str(tables.folder), "--brief", "--dry-run", *map(str, files)])
    out = capsys.readouterr().out
    for one in ("1 figure would stand", "1 figure contradicts", "1 verdict would turn", "1 row refused"):
        assert one in out
    assert re.findall(r"\b1 (?!thesis)\w+s\b", out) == []
    lay(
        "f.csv",
        [few, REVISION | {"period_start": "2022-01-01", "period_end": "2022-12-31"}, *[FIGURE | {"value": "x"}] * 2],
    )
    main(["add", "--data", str(tables.folder), "--brief", "--dry-run", *map(str, files)])
    out = capsys.readouterr().out
    assert "2 figures would stand in place of others:" in out
    assert "2 rows refused:" in out

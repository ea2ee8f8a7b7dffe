"""`nolimits format` writes a table as the project does, whatever program left it, and says in one line what it did."""

import csv
import io

import pytest
from faults import told

from nolimits.data import DataError
from nolimits.updates import tidy


def said(tables, *names) -> list[str]:
    return [str(one) for one in tidy(tables.folder, names) if one.done]


@pytest.fixture
def before(frozen_tables):
    return {path.name: path.read_bytes() for path in frozen_tables.folder.iterdir()}


def rewritten(tables, name, *, separator=",", encoding="utf-8", end="\n", quoting=csv.QUOTE_MINIMAL, rows=None):
    head, read = tables.read(name)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerows([head, *([row[column] for column in head] for row in (rows or read))])
    (tables.folder / f"{name}.csv").write_bytes(out.getvalue().encode(encoding))


def now(tables):
    return {path.name: path.read_bytes() for path in tables.folder.iterdir()}


def test_tables_in_order_stay_as_they_are(frozen_tables, before):
    assert said(frozen_tables) == []
    assert now(frozen_tables) == before


def test_what_a_spreadsheet_did_is_undone_and_told(frozen_tables, before):
    rewritten(frozen_tables, "observations", separator=";", encoding="utf-8-sig", end="\r\n")
    assert said(frozen_tables) == [
        "observations: byte order mark taken away, 64 carriage returns taken away, semicolons between cells made commas"
    ]
    assert now(frozen_tables) == before


def test_quotes_are_only_where_they_are_needed(frozen_tables, before):
    rewritten(frozen_tables, "claims", quoting=csv.QUOTE_ALL)
    assert said(frozen_tables, "claims") == ["claims: quotes and line ends made plain"]
    assert now(frozen_tables) == before


def test_rows_are_sorted_and_counted(frozen_tables, before):
    _, rows = frozen_tables.read("sources")
    rewritten(frozen_tables, "sources", rows=[rows[1], rows[0], *rows[2:]])
    assert said(frozen_tables) == ["sources: 2 rows moved"]
    assert now(frozen_tables) == before


def test_zeros_of_pandas_are_taken_away_and_told(frozen_tables, before):
    _, rows = frozen_tables.read("observations")
    for row in rows[:2]:
        row["value"] = str(float(row["value"]))
    rewritten(frozen_tables, "observations", rows=rows)
    assert said(frozen_tables) == ["observations: zeros at the end of 1 number taken away (20.0 → 20)"]
    assert now(frozen_tables) == before


def test_days_and_numbers_of_another_country_are_written_plainly(frozen_tables, before):
    _, rows = frozen_tables.read("observations")
    for row in rows:
        row["known_on"] = ".".join(row["known_on"].split("-")[::-1])
        row["value"] = row["value"].replace(".", ",")
    rewritten(frozen_tables, "observations", separator=";", rows=rows)
    (line,) = said(frozen_tables)
    assert "63 days written as YYYY-MM-DD" in line
    assert now(frozen_tables) == before


def test_a_cell_in_which_two_things_can_be_meant_stays_for_the_check(frozen_tables):
    frozen_tables.change("events", {"event": "tal-002"}, date="03/04/2022")
    assert said(frozen_tables) == []
    assert any("'03/04/2022'" in one for one in told(frozen_tables))


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("events", lambda text: text.replace(b"tal-002,", b"tal-002,,"), "events.csv:3: 10 cells under 9 columns"),
        ("events", lambda text: text.replace(b"asks for", b'asks "for'), "events.csv:3: a stray quote in"),
        ("events", lambda text: text.replace(b"actor", b"actress"), "events.csv:1: column 'actress': the columns are"),
        ("events", lambda text: text.replace(b"asks", b"M\xfc\xdfig"), "neither UTF-8 nor Windows-1251"),
    ],
)
def test_a_table_that_cannot_be_told_apart_leaves_all_as_they_were(frozen_tables, name, change, says):
    rewritten(frozen_tables, "claims", quoting=csv.QUOTE_ALL)
    path = frozen_tables.folder / f"{name}.csv"
    path.write_bytes(change(path.read_bytes()))
    before = now(frozen_tables)
    with pytest.raises(DataError) as caught:
        tidy(frozen_tables.folder)
    assert says in str(caught.value)
    assert now(frozen_tables) == before


def test_a_table_that_is_none_is_told_with_what_is_near(frozen_tables):
    with pytest.raises(DataError, match="no table is called 'event': perhaps events"):
        tidy(frozen_tables.folder, ["event"])

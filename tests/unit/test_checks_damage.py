"""What a spreadsheet does to a table is told by its cause, once and first, not by all that follows from it."""

import csv
import io

import pytest
from faults import told

from nolimits.checks import damage


def rewritten(tables, name, *, separator=",", encoding="utf-8", change=lambda column, cell: cell):
    """Write a table anew as a program would."""
    head, rows = tables.read(name)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerows([head, *([change(column, row[column]) for column in head] for row in rows)])
    (tables.folder / f"{name}.csv").write_bytes(out.getvalue().encode(encoding))


def as_number(column, cell):
    return str(int(cell.replace("-", "")) // 500) if column == "period_start" else cell


def shortened(column, cell):
    return "Jan-25" if column == "known_on" else cell


def powers(column, cell):
    return f"{float(cell):.2E}" if column == "value" and cell else cell


def local(column, cell):
    return ".".join(cell.split("-")[::-1]) if column.startswith("period") else cell


@pytest.mark.parametrize(
    ("change", "column", "cause", "cells"),
    [
        (as_number, "period_start", "day number", "'40200'"),
        (shortened, "known_on", "shortened day", "'Jan-25'"),
        (powers, "value", "power of ten", "'2.00E+01'"),
    ],
)
def test_cells_that_a_spreadsheet_changed_are_one_problem_with_its_cause(frozen_tables, change, column, cause, cells):
    rewritten(frozen_tables, "observations", change=change)
    first, *others = told(frozen_tables)
    assert first.startswith(f"observations.csv:2:{column}: {damage.CAUSES[cause]}: ")
    assert f"cells such as {'' if change is as_number else cells}" in first
    assert others == []


def test_two_columns_are_two_problems(frozen_tables):
    rewritten(frozen_tables, "observations", change=local)
    found = told(frozen_tables)
    assert [one.split(": ")[1] for one in found] == [damage.CAUSES["local day"]] * 2
    assert all("nolimits format" in one for one in found)


@pytest.mark.parametrize(("sign", "name"), damage.SEPARATORS.items())
def test_another_separator_is_one_problem(frozen_tables, sign, name):
    rewritten(frozen_tables, "observations", separator=sign)
    assert told(frozen_tables) == [
        f"observations.csv:1:1: a spreadsheet saved it with another separator: cells parted by {name}: "
        "cells parted by commas: `nolimits format observations` writes them so"
    ]


def test_another_encoding_is_one_problem(frozen_tables):
    for event in ("tal-001", "tal-002"):
        frozen_tables.change("events", {"event": event}, description=f"Там что-то было, {event}")
    rewritten(frozen_tables, "events", encoding="cp1251")
    (found,) = told(frozen_tables)
    assert found.startswith("events.csv:1:1: not UTF-8: a program saved it in another encoding: 2 lines")
    assert "cp1251" in found


def test_a_slip_in_few_cells_is_told_cell_by_cell(frozen_tables):
    head, rows = frozen_tables.read("observations")
    for row in rows[:3]:
        row["known_on"] = "Jan-25"
    frozen_tables.write("observations", head, rows)
    found = [one for one in told(frozen_tables) if ":known_on:" in one]
    assert [one.split(": ")[1] for one in found] == ["not a date"] * 3

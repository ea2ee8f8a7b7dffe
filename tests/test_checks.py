"""Every fault of the tables is reported with its file, line, column, what was found and what would be right."""

import csv
import io
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from frictionless import Package
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nolimits import checks, data
from nolimits.checks import package, reading, schema
from nolimits.checks.problem import Problem, shown

DATA = Path(__file__).resolve().parents[1] / "data"
RESOURCES = data.package(DATA)["resources"]
TABLES = [resource["name"] for resource in RESOURCES]
FIELDS = [(resource["name"], field) for resource in RESOURCES for field in resource["schema"]["fields"]]
Where = Callable[[dict[str, str]], bool]


class Copy:
    """A copy of the data folder in which faults are planted."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(shutil.copytree(DATA, folder / "data"))

    def change(self, table: str, where: Where, /, **cells: str) -> int:
        """Set cells of the first row that fits; gives its line."""
        path = self.folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            lines = [(reader.line_num, row) for row in reader]
        line, row = next(pair for pair in lines if where(pair[1]))
        row.update(cells)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row), lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for _, row in lines)
        return line

    def rewrite(self, name: str, change: Callable[[bytes], bytes]) -> None:
        path = self.folder / name
        path.write_bytes(change(path.read_bytes()))

    def problems(self) -> list[Problem]:
        return checks.problems(self.folder)

    def only(self, table: str, line: int, column: str) -> Problem:
        """The one problem there is; fails where there is another, or none, or it lies elsewhere."""
        problems = self.problems()
        assert [(Path(p.file).name, p.line, p.column) for p in problems] == [(f"{table}.csv", line, column)], problems
        return problems[0]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.fixture(scope="module")
def sound() -> dict[str, reading.Table]:
    tables = {resource["name"]: reading.read(DATA, resource) for resource in package.read(DATA)[0]}
    schema.check(tables)
    return tables


def rows(table: str) -> list[dict[str, str]]:
    return list(data.rows(table, DATA))


def has(**cells: str) -> Where:
    return lambda row: all(row[column] == cell for column, cell in cells.items())


def lines_swapped(number: int) -> Callable[[bytes], bytes]:
    def swap(text: bytes) -> bytes:
        lines = text.split(b"\n")
        lines[number - 1], lines[number] = lines[number], lines[number - 1]
        return b"\n".join(lines)

    return swap


def line_changed(number: int, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A change of the first `old` of one line."""

    def change(text: bytes) -> bytes:
        lines = text.split(b"\n")
        assert old in lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(old, new, 1)
        return b"\n".join(lines)

    return change


def columns_swapped(text: bytes) -> bytes:
    table = list(csv.reader(io.StringIO(text.decode(), newline="")))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([*row[:2], row[3], row[2], *row[4:]] for row in table)
    return out.getvalue().encode()


# --- the true data


def test_the_true_data_have_no_problems():
    assert [str(problem) for problem in checks.problems(DATA)] == []


def test_frictionless_itself_finds_the_data_package_valid():
    report = Package(str(DATA / "datapackage.yaml")).validate()
    assert report.flatten(["title", "rowNumber", "message"]) == []


@pytest.mark.parametrize("table", TABLES)
def test_pandas_loads_each_table_with_the_types_of_the_data_package(table):
    frame = data.table(table, DATA)
    fields = next(resource for resource in RESOURCES if resource["name"] == table)["schema"]["fields"]
    assert list(frame.columns) == [field["name"] for field in fields]
    assert len(frame) == len(rows(table))


@pytest.mark.parametrize(("table", "field"), FIELDS, ids=lambda part: part if isinstance(part, str) else part["name"])
def test_each_column_is_described_and_each_value_of_an_enum_explained(table, field):
    assert field["description"].endswith((".", ")"))
    assert set(field.get("meanings", {})) == set(field.get("constraints", {}).get("enum", ()))


def test_the_tables_read_are_byte_for_byte_the_files(sound):
    for table in sound.values():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([table.columns, *(row.cells.values() for row in table.rows)])
        assert text.getvalue() == (DATA / f"{table.name}.csv").read_text(encoding="utf-8"), table.name


@pytest.mark.parametrize("rule", checks.RULES)
def test_a_rule_finds_nothing_in_the_true_data_but_granted_exceptions(rule, sound):
    granted = {(row["table"], row["row"], row["found"]) for row in rows("exceptions") if row["rule"] == rule}
    found = {(one.table, sound[one.table].key_of(one.row), one.found) for one in checks.RULES[rule](sound)}
    assert found == granted


@pytest.mark.parametrize("rule", checks.RULES)
def test_a_rule_says_in_a_sentence_what_it_demands(rule):
    assert re.match(r"[A-Z].*[.]", checks.rule_text(rule))


# --- the named rules, one planted fault each


def _one_figure(row: dict[str, str]) -> bool:
    takes = [take for take in rows("observations") if take["indicator"] == row["indicator"]]
    return len(takes) == 1 and bool(takes[0]["value"])


def _with_parts(indicator: str) -> Where:
    """Rows whose source states exports and imports of the same period as well."""
    family = indicator.removeprefix("trade.turnover").removeprefix("trade.surplus_with_china")
    stated = {(row["indicator"], row["source"], row["period_start"], row["period_end"]) for row in rows("observations")}

    def where(row: dict[str, str]) -> bool:
        place = (row["source"], row["period_start"], row["period_end"])
        parts = (f"trade.{part}{family}" for part in ("exports_to_china", "imports_from_china"))
        return row["indicator"] == indicator and bool(row["value"]) and all((part, *place) in stated for part in parts)

    return where


def _range_apart(row: dict[str, str]) -> bool:
    return row["qualifier"] == "range" and row["low"] != row["high"] and not row["indicator"].startswith("trade.")


PLANTED = [
    ("cells-are-trimmed", "projects", lambda row: row["note"], {"note": "three trains "}, "note"),
    ("no-cell-is-a-formula", "events", has(), {"description": "=HYPERLINK(1)"}, "description"),
    ("no-cell-is-a-formula", "claims", has(), {"note": "+cmd|' /C calc'!A0"}, "note"),
    ("no-cell-is-a-formula", "milestones", has(), {"description": "-1+1"}, "description"),
    ("no-cell-is-a-formula", "sources", has(), {"title": "@SUM(A1)"}, "title"),
    ("addresses-are-of-the-web", "sources", has(), {"url": "javascript:alert(1)"}, "url"),
    ("addresses-are-of-the-web", "sources", has(), {"url": 'https://example.org/"><script>'}, "url"),
    ("addresses-are-of-the-web", "footnotes", has(), {"url": "file:///etc/passwd"}, "url"),
    ("qualifier-fits-its-cells", "observations", has(indicator="rate.key", qualifier="exact"), {"low": "7"}, "low"),
    ("qualifier-fits-its-cells", "claims", has(qualifier="over"), {"low": ""}, "low"),
    ("low-is-not-above-high", "observations", _range_apart, {"low": "29", "high": "28"}, "low"),
    ("bounds-run-upwards", "indicators", _one_figure, {}, "minimum"),
    ("figures-lie-within-bounds", "observations", has(indicator="rate.key", value="7.5"), {"value": "75"}, "value"),
    ("days-run-forwards", "claims", lambda row: row["period_start"], {"period_end": "1999-12-31"}, "period_end"),
    ("days-run-forwards", "measures", lambda row: row["effective"], {"ended": "1899-12-31"}, "ended"),
    ("days-run-forwards", "projects", has(), {"planned_completion": "2030-2028"}, "planned_completion"),
    ("nothing-is-known-before-it-happens", "events", has(event="fin-002"), {"date": "2099-01-31"}, "known_on"),
    ("known-day-is-the-sources-day", "events", has(event="fin-002"), {"known_on": "2099-01-31"}, "known_on"),
    (
        "sources-name-their-day",
        "sources",
        lambda row: row["published"][8:] == "03",
        {"precision": "month"},
        "published",
    ),
    ("keys-name-their-kind", "events", has(section="finance"), {"section": "military"}, "section"),
    ("cells-come-together", "projects", lambda row: row["capacity"], {"capacity_unit": ""}, "capacity_unit"),
    (
        "claims-use-the-indicators-unit",
        "claims",
        lambda row: row["indicator"] and row["unit"] == "percent",
        {"unit": "count"},
        "unit",
    ),
    ("footnotes-exist", "claims", lambda row: row["footnotes"], {"footnotes": "999"}, "footnotes"),
    ("counterparts-run-both-ways", "claims", has(counterpart=""), {"counterpart": "agrees:t999"}, "counterpart"),
    ("corrections-still-hold", "corrections", has(), {"expect": "12345"}, "expect"),
    (
        "turnover-is-exports-plus-imports",
        "observations",
        _with_parts("trade.turnover_russian_statistics"),
        {"value": "77"},
        "value",
    ),
    (
        "surplus-is-exports-less-imports",
        "observations",
        _with_parts("trade.surplus_with_china"),
        {"value": "99"},
        "value",
    ),
    (
        "month-is-difference-of-year-to-dates",
        "observations",
        has(indicator="oil.china_imports_from_russia", period_start="2022-11-01"),
        {"value": "70.81"},
        "value",
    ),
    (
        "stated-growth-is-recomputed-growth",
        "observations",
        has(indicator="trade.turnover_yoy", period_start="2024-01-01", period_end="2024-12-31"),
        {"value": "19"},
        "value",
    ),
]


@pytest.mark.parametrize(("rule", "table", "where", "cells", "column"), PLANTED, ids=[case[0] for case in PLANTED])
def test_a_planted_breach_of_a_rule_is_the_one_problem_reported(copy, rule, table, where, cells, column):
    if rule == "bounds-run-upwards":
        only = next(row for row in rows("indicators") if where(row))
        value = next(row["value"] for row in rows("observations") if row["indicator"] == only["indicator"])
        cells = {"minimum": value, "maximum": value}
    line = copy.change(table, where, **cells)
    problem = copy.only(table, line, column)
    assert problem.what
    assert problem.found
    assert problem.right


def test_a_row_out_of_order_is_reported_where_it_stands(copy):
    copy.rewrite("measures.csv", lines_swapped(10))
    problem = copy.only("measures", 11, "measure")
    assert problem.what == "row out of order"
    assert "above line 10" in problem.right


def test_every_rule_has_a_planted_breach():
    assert {case[0] for case in PLANTED} | {"rows-are-sorted"} == set(checks.RULES)


def test_a_counterpart_that_is_not_returned_is_reported_with_what_it_lacks(copy):
    alone = next(row for row in rows("claims") if row["counterpart"] and ";" not in row["counterpart"])
    sense, _, other = alone["counterpart"].partition(":")
    copy.change("claims", has(claim=alone["claim"]), counterpart="")
    line = next(number for number, row in enumerate(rows("claims"), 2) if row["claim"] == other)
    problem = copy.only("claims", line, "counterpart")
    assert (problem.what, problem.found) == ("one-way counterpart", f"{sense}:{alone['claim']}")


def test_one_take_of_a_year_to_date_that_fits_no_other_figure_is_named_itself(copy):
    where = has(indicator="trade.turnover", period_start="2025-01-01", period_end="2025-08-31", qualifier="exact")
    line = copy.change("observations", where, value="243.8")
    assert {problem.line for problem in copy.problems()} == {line}


def test_figures_that_agree_within_rounding_or_revision_are_no_problem(copy):
    where = has(indicator="oil.china_imports_from_russia", period_start="2022-11-01")
    before = next(row for row in rows("observations") if where(row))
    copy.change("observations", where, value=f"{float(before['value']) * 1.01:.3f}")
    assert copy.problems() == []


# --- exceptions


def test_an_exception_that_no_longer_applies_is_a_problem(copy):
    excepted = next(row for row in rows("exceptions") if row["table"] == "events")
    event = next(row for row in rows("events") if row["event"] == excepted["row"])
    copy.change("events", has(event=event["event"]), date=event["known_on"])
    line = next(number for number, row in enumerate(rows("exceptions"), 2) if row == excepted)
    assert copy.only("exceptions", line, "row").what == "an exception that no longer applies"


def test_an_exception_does_not_cover_another_finding_in_its_row(copy):
    excepted = next(row for row in rows("exceptions") if row["table"] == "events")
    copy.change("events", has(event=excepted["row"]), date="2031-01-01")
    whats = [problem.what for problem in copy.problems()]
    assert whats == ["known before it happened", "an exception for something else"]


@pytest.mark.parametrize(
    ("cells", "column", "meant"),
    [
        ({"rule": "turnover-is-export-plus-imports"}, "rule", "turnover-is-exports-plus-imports"),
        ({"table": "observation"}, "table", "observations"),
    ],
)
def test_an_exception_from_an_unknown_rule_or_table_names_what_may_be_meant(copy, cells, column, meant):
    where = has(rule="turnover-is-exports-plus-imports")
    line = copy.change("exceptions", where, **cells)
    problem = next(problem for problem in copy.problems() if Path(problem.file).name == "exceptions.csv")
    assert (problem.line, problem.column) == (line, column)
    assert meant in problem.right


# --- cells against their columns

SCHEMA = [
    ("observations", has(indicator="rate.key"), {"value": "7,5"}, "value", "plain number"),
    ("observations", has(indicator="rate.key"), {"value": "nan"}, "value", "plain number"),
    ("observations", has(indicator="rate.key"), {"value": "1e1"}, "value", "plain number"),
    ("observations", has(indicator="rate.key"), {"qualifier": "exakt"}, "qualifier", "perhaps exact"),
    ("observations", has(indicator="rate.key"), {"indicator": "rate.kex"}, "indicator", "perhaps rate.key"),
    ("observations", has(indicator="rate.key"), {"known_on": ""}, "known_on", "YYYY-MM-DD"),
    ("events", has(event="fin-002"), {"date": "2025-02-30"}, "date", "a day that exists"),
    ("events", has(event="fin-002"), {"date": "29.04.2016"}, "date", "YYYY-MM-DD"),
    ("events", has(event="fin-002"), {"section": "finence"}, "section", "perhaps finance"),
    ("events", has(event="fin-002"), {"kind": ""}, "kind", "such as agreement"),
    ("events", has(event="fin-002"), {"source": "worldoil-2016-04-29-yamol"}, "source", "worldoil-2016-04-29-yamal"),
    ("indicators", has(indicator="rate.key"), {"label": "L" * 41}, "label", "at most 40 characters"),
    ("projects", has(project="pos2"), {"capacity": "-50"}, "capacity", "at least 0"),
    ("projects", has(project="pos2"), {"planned_completion": "soon"}, "planned_completion", "of the form"),
    ("sources", has(), {"language": "russian"}, "language", "of the form"),
]


@pytest.mark.parametrize(
    ("table", "where", "cells", "column", "right"),
    SCHEMA,
    ids=[f"{case[3]}-{next(iter(case[2].values()))[:12]}" for case in SCHEMA],
)
def test_a_cell_that_its_column_does_not_allow_is_reported_with_what_would_be_right(
    copy, table, where, cells, column, right
):
    line = copy.change(table, where, **cells)
    problem = copy.only(table, line, column)
    assert right in problem.right


def test_a_key_that_is_malformed_is_reported_with_the_rows_that_it_leaves_dangling(copy):
    line = copy.change("footnotes", has(number="7"), number="7.5")
    problems = copy.problems()
    assert [(problem.line, problem.right) for problem in problems if "footnotes.csv" in problem.file] == [
        (line, "a whole number such as 12")
    ]
    assert {problem.what for problem in problems} == {"not an integer", "no such footnote"}


def test_a_repeated_key_names_the_line_that_holds_it_already(copy):
    copy.change("sources", has(source=rows("sources")[1]["source"]), source=rows("sources")[0]["source"])
    repeated = next(problem for problem in copy.problems() if problem.what == "repeated key")
    assert (repeated.line, repeated.column) == (3, "source")
    assert "line 2" in repeated.right


def test_a_repeated_value_of_a_unique_column_is_reported(copy):
    line = copy.change("indicators", has(indicator="rate.key"), label=rows("indicators")[0]["label"])
    assert copy.only("indicators", line, "label").what == "repeated key"


def test_a_correction_of_a_row_that_is_not_there_names_rows_near_it(copy):
    first = rows("corrections")[0]
    line = copy.change("corrections", has(), period_end=first["period_end"].replace("-12-31", "-12-30"))
    problem = copy.only("corrections", line, "indicator")
    assert ";".join(first[column] for column in ("indicator", "period_start", "period_end")) in problem.right


def test_many_references_to_a_row_that_went_are_all_reported(copy):
    source = max({row["source"] for row in rows("observations")}, key=[r["source"] for r in rows("observations")].count)
    copy.rewrite("sources.csv", lambda text: re.sub(rb"(?m)^" + source.encode() + rb",.*\n", b"", text))
    expected = sum(row["source"] == source for table in ("observations", "events", "milestones") for row in rows(table))
    found = [problem for problem in copy.problems() if problem.what == "no such row in sources"]
    assert len(found) >= expected > 1


# --- bytes

HOSTILE = {
    "byte order mark": ("events", lambda text: b"\xef\xbb\xbf" + text, 1, "1", "byte order mark"),
    "CRLF": ("events", lambda text: text.replace(b"\n", b"\r\n"), 1, "1", "carriage returns"),
    "Latin-1": ("events", line_changed(4, b"Bank of Russia", b"Bank of R\xfcssia"), 4, "description", "not UTF-8"),
    "UTF-16": ("events", lambda text: text.decode().encode("utf-16"), 1, "1", "not UTF-8"),
    "NUL": ("events", line_changed(4, b"Bank of", b"Bank\x00of"), 4, "description", "invisible character"),
    "tab": ("events", line_changed(4, b"Bank of", b"Bank\tof"), 4, "description", "invisible character"),
    "right-to-left override": (
        "events",
        line_changed(4, b"Bank of", "Bank \u202eof".encode()),
        4,
        "description",
        "invisible character",
    ),
    "missing column": ("documents", line_changed(1, b",note", b""), 1, "note", "missing column"),
    "unknown column": ("projects", line_changed(1, b",note", b",remark"), 1, "remark", "unknown column"),
    "misplaced column": ("events", columns_swapped, 1, "actor", "misplaced column"),
    "extra cell": ("events", line_changed(6, b",finance,", b",finance,,"), 6, "10", "extra cell"),
    "missing cell": ("events", line_changed(6, b",finance,", b","), 6, "known_on", "missing cell"),
    "empty line": ("events", lambda text: text.replace(b"\nfin-004", b"\n\nfin-004"), 5, "1", "empty line"),
    "quote at a cell's start": ("events", line_changed(4, b",Bank of", b',"Bank of'), 4, "description", "stray quote"),
    "quote in the header": ("events", line_changed(1, b"actor", b'act"or'), 1, "actor", "stray quote"),
    "quote inside a cell": ("events", line_changed(4, b"Bank of", b'Bank "of"'), 4, "description", "stray quote"),
    "text after a quote": ("events", line_changed(4, b",Bank of", b',"Bank" of'), 4, "description", "stray quote"),
    "empty file": ("events", lambda _: b"", 1, "1", "empty file"),
    "blank file": ("events", lambda _: b"\n\n", 1, "1", "empty file"),
    "header only": ("events", lambda text: text.split(b"\n")[0] + b"\n", 1, "1", "empty table"),
    "a million characters": (
        "events",
        line_changed(4, b",Bank of", b"," + b"A" * 1_000_000 + b" Bank of"),
        4,
        "description",
        "overlong cell",
    ),
}


@pytest.mark.parametrize(("table", "change", "line", "column", "what"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_not_a_clean_table_is_reported_where_it_breaks(copy, table, change, line, column, what):
    copy.rewrite(f"{table}.csv", change)
    problems = [problem for problem in copy.problems() if problem.what == what]
    assert [(Path(p.file).name, p.line, p.column) for p in problems] == [(f"{table}.csv", line, column)]


@pytest.mark.parametrize(
    "case", ["NUL", "quote in the header", "quote inside a cell", "header only", "byte order mark", "misplaced column"]
)
def test_a_broken_file_brings_no_problems_but_its_own(copy, case):
    table, change, line, column, _ = HOSTILE[case]
    copy.rewrite(f"{table}.csv", change)
    copy.only(table, line, column)


def test_a_file_without_a_newline_at_its_end_is_reported_at_its_last_line(copy):
    copy.rewrite("events.csv", lambda text: text.rstrip(b"\n"))
    assert copy.only("events", len(rows("events")) + 1, "1").what == "no newline at the end"


def test_a_quoted_cell_may_span_lines_and_later_rows_keep_their_physical_line(copy):
    copy.change("claims", has(claim="m001"), note="first\nsecond\nthird")
    copy.change("claims", has(claim="m002"), testable="maybe")
    assert copy.only("claims", 5, "testable").found == "'maybe'"


def test_a_cell_after_line_breaks_in_its_own_row_is_reported_on_its_own_line(copy):
    copy.change("claims", has(claim="m001"), statement="first\nsecond", testable="maybe")
    copy.only("claims", 3, "testable")


def test_a_cell_of_a_million_characters_is_one_short_sentence_and_soon_found(copy):
    copy.change("events", has(event="fin-002"), description="A" * 1_000_000, section="B" * 1_000_000)
    start = time.perf_counter()
    problems = copy.problems()
    assert time.perf_counter() - start < 5
    assert [problem.what for problem in problems] == ["overlong cell", "overlong cell"]
    assert all(len(str(problem)) < 300 for problem in problems)


def test_a_missing_table_is_reported_once_and_its_absence_not_blamed_on_others(copy):
    (copy.folder / "sources.csv").unlink()
    assert copy.only("sources", 1, "1").what == "missing table"


def test_a_table_that_needs_no_rows_may_have_none(copy):
    copy.rewrite("corrections.csv", lambda text: text.split(b"\n")[0] + b"\n")
    assert copy.problems() == []


def test_a_csv_file_that_the_data_package_does_not_describe_is_reported(copy):
    (copy.folder / "observatons.csv").write_text("a,b\n1,2\n")
    problem = copy.only("observatons", 1, "1")
    assert "perhaps observations.csv" in problem.right


def test_all_faults_are_reported_at_once_sorted_by_file_and_line(copy):
    planted = [
        ("claims", copy.change("claims", has(claim="m021"), value="x")),
        ("claims", copy.change("claims", has(claim="m300"), kind="figures")),
        ("events", copy.change("events", has(event="fin-030"), known_on="2024-13-01")),
        ("events", copy.change("events", has(event="mil-002"), actor="Chin")),
        ("measures", copy.change("measures", has(imposed_by="Russia"), kind="fees")),
    ]
    copy.rewrite("milestones.csv", line_changed(9, b",", b",,"))
    planted.append(("milestones", 9))
    found = [(Path(problem.file).stem, problem.line) for problem in copy.problems()]
    assert found == planted


# --- the data package

PACKAGES = {
    "no file": (None, "no data package"),
    "not text": (lambda text: text[:2000] + b"\xff" + text[2000:], "not UTF-8"),
    "not YAML": (lambda text: text.replace(b"resources:\n", b"resources: [\n", 1), "broken YAML"),
    "no resources": (lambda text: text[: text.index(b"resources:")], "broken data package"),
    "a list": (lambda _: b"- a\n- b\n", "broken data package"),
    "nothing": (lambda _: b"", "broken data package"),
    "an unknown type": (lambda text: text.replace(b"type: date", b"type: data", 1), "broken data package"),
    "an unknown constraint": (lambda text: text.replace(b"maxLength: 40", b"maxlength: 40"), "broken data package"),
    "a broken pattern": (lambda text: text.replace(b"'(fin|mil)-", b"'(fin|mil-"), "broken data package"),
    "a key of no column": (lambda text: text.replace(b"primaryKey: event", b"primaryKey: evnt"), "broken data package"),
    "a reference to no table": (
        lambda text: text.replace(b"resource: sources", b"resource: source", 1),
        "broken data package",
    ),
    "yes and no unquoted": (lambda text: text.replace(b"['yes', partly", b"[yes, partly"), "broken data package"),
    "a path elsewhere": (lambda text: text.replace(b"path: events.csv", b"path: ../events.csv"), "broken data package"),
    "a key without a value": (lambda text: text.replace(b"foreignKeys:\n", b"foreignKeys: 3\n#", 1), "broken"),
}


@pytest.mark.parametrize(("change", "what"), PACKAGES.values(), ids=PACKAGES)
def test_a_broken_data_package_is_reported_and_nothing_else(copy, change, what):
    path = copy.folder / "datapackage.yaml"
    if change is None:
        path.unlink()
    else:
        copy.rewrite(path.name, change)
    problems = copy.problems()
    assert problems
    assert all(Path(problem.file).name == "datapackage.yaml" and what in problem.what for problem in problems)


def test_a_data_package_without_a_table_of_which_a_rule_speaks_says_so(copy):
    text = (copy.folder / "datapackage.yaml").read_text(encoding="utf-8")
    start, end = text.index("\n  - name: footnotes"), text.index("\n  - name: sources")
    (copy.folder / "datapackage.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    (copy.folder / "footnotes.csv").unlink()
    assert [problem.found for problem in copy.problems()] == ["no table or column 'footnotes'"]


# --- sentences and robustness


def test_a_problem_reads_as_place_fault_finding_and_remedy():
    problem = Problem("data/events.csv", 3, "date", "not a date", "'x'", "a day")
    assert str(problem) == "data/events.csv:3:date: not a date: 'x': a day"


def test_a_shown_cell_is_cut_and_what_is_invisible_is_escaped():
    assert shown("a\x00b\u202ec\n") == "'a\\x00b\\u202ec\\n'"
    assert len(shown("x" * 5000)) < 110
    assert shown("") == "an empty cell"


plain = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=8)
cell = st.one_of(plain, plain.map(lambda text: text + '"\n,' + text))


@given(st.lists(st.tuples(cell, cell, cell.filter(bool)), min_size=1, max_size=8))
def test_whatever_a_csv_writer_writes_is_read_back_cell_for_cell_and_line_for_line(tmp_path_factory, table):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("a", "b", "c"), *table])
    fields = [{"name": name, "type": "string"} for name in "abc"]
    read = reading.read(path.parent, {"name": "t", "path": "t.csv", "schema": {"primaryKey": "a", "fields": fields}})
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        ends = [reader.line_num for _ in reader]
    assert read.problems == []
    assert [tuple(row.cells.values()) for row in read.rows] == table
    assert [row.line for row in read.rows] == [end + 1 for end in ends[:-1]]


@given(st.binary(max_size=300), st.integers(0, 700))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_bytes_a_table_holds_the_answer_is_sentences(copy, noise, at):
    original = (DATA / "documents.csv").read_bytes()
    (copy.folder / "documents.csv").write_bytes(original[:at] + noise + original[at:])
    for problem in copy.problems():
        assert problem.line >= 1
        assert str(problem).isprintable()

"""The book's own tables hold every rule, and are what other readers of data packages take them for."""

import csv
import io

import pytest
import yaml
from conftest import ROOT
from frictionless import Package

from nolimits import checks, claims
from nolimits.checks import package, reading, schema
from nolimits.data.evidence import Evidence
from nolimits.data.tables import read_rows

pytestmark = pytest.mark.slow

DATA = ROOT / "data"
RESOURCES = yaml.safe_load((DATA / "datapackage.yaml").read_text(encoding="utf-8"))["resources"]
TABLES = [resource["name"] for resource in RESOURCES]


@pytest.fixture(scope="module")
def sound() -> dict[str, reading.Table]:
    found = {resource["name"]: reading.read_table(DATA, resource) for resource in package.read_package(DATA)[0]}
    schema.check_rows(found)
    return found


def test_the_book_s_tables_have_no_problems():
    assert [str(problem) for problem in checks.problems(DATA)] == []
    assert [str(problem) for problem in claims.faulty_tests(DATA)] == []


def test_frictionless_itself_finds_the_data_package_valid():
    report = Package(str(DATA / "datapackage.yaml")).validate()
    assert report.flatten(["title", "rowNumber", "message"]) == []


@pytest.mark.parametrize("table", TABLES)
def test_pandas_loads_each_table_with_the_types_of_the_data_package(table):
    frame = Evidence(DATA).frame(table)
    fields = next(resource for resource in RESOURCES if resource["name"] == table)["schema"]["fields"]
    assert list(frame.columns) == [field["name"] for field in fields]
    assert len(frame) == len(read_rows(table, DATA))


def test_each_column_is_described_and_each_value_of_an_enum_explained():
    for resource in RESOURCES:
        for field in resource["schema"]["fields"]:
            where = f"{resource['name']}.{field['name']}"
            assert field["description"].endswith((".", ")")), where
            assert set(field.get("meanings", {})) == set(field.get("constraints", {}).get("enum", ())), where


def test_the_tables_read_are_byte_for_byte_the_files(sound):
    for table in sound.values():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([table.columns, *(row.cells.values() for row in table.rows)])
        assert text.getvalue() == (DATA / f"{table.name}.csv").read_text(encoding="utf-8"), table.name


@pytest.mark.parametrize("rule", checks.RULES)
def test_a_rule_finds_nothing_in_the_book_s_tables_but_granted_exceptions(rule, sound):
    granted = {(row["table"], row["row"], row["found"]) for row in read_rows("exceptions", DATA) if row["rule"] == rule}
    found = {(one.table, sound[one.table].key_of(one.row), one.found) for one in checks.RULES[rule](sound)}
    assert found == granted

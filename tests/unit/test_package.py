"""The data package holds what was known by its day, says which edition it is, and is the same each time."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import frictionless
import pandas
import pytest
from conftest import known_by

from nolimits.data.evidence import PANDAS_TYPES
from nolimits.takeaway.package import data_files, sums, zip_files

DAYS = ("2020-02-01", "2022-11-14", "latest")


def files(view, home: str = "") -> dict[str, bytes]:
    return data_files(view, "KEY", "Cite so.", home)


def put(folder: Path, made: dict[str, bytes]) -> Path:
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return folder


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_the_newest_package_holds_the_tables_as_they_lie_there(frozen):
    made = files(frozen)
    names = [resource["path"] for resource in frozen.evidence.package["resources"]]
    assert set(made) == {*names, "datapackage.json", "README.md", "SHA256SUMS"}
    for name in names:
        assert made[name] == (frozen.folder / name).read_bytes()


@pytest.mark.parametrize("day", DAYS)
def test_the_package_is_valid_on_any_day(day, tmp_path):
    report = frictionless.validate(str(put(tmp_path, files(known_by(day))) / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])[:3]


def test_a_changed_cell_makes_the_package_invalid(frozen, tmp_path):
    table = put(tmp_path, files(frozen)) / "indicators.csv"
    table.write_bytes(table.read_bytes().replace(b"annual", b"yearly", 1))
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


@pytest.mark.parametrize("day", DAYS)
def test_no_row_is_in_it_that_became_known_later_and_none_is_left_out(day):
    view = known_by(day)
    made = files(view)
    for name in ("observations", "events", "measures", "milestones", "remarks"):
        every = view.evidence.rows(name)
        kept = [row["source"] for row in every if row["known_on"] <= view.cutoff]
        assert [row["source"] for row in read(made[f"{name}.csv"])] == kept


def test_a_table_of_which_nothing_was_known_keeps_its_head(frozen):
    made = files(known_by("2020-02-01"))
    assert made["remarks.csv"] == b"remark,date,speaker,side,gist,source,known_on\n"


def test_what_was_not_known_of_a_row_is_blank():
    (duty,) = [row for row in read(files(known_by("2022-11-14"))["measures.csv"]) if row["measure"] == "nor-wool-duty"]
    assert (duty["effective"], duty["ended"], duty["ended_known_on"]) == ("2022-03-01", "", "")


def test_what_must_be_told_in_the_end_may_be_blank_on_an_earlier_day():
    # the mill was heard of before its plan was published, which names the parties
    described = {day: json.loads(files(known_by(day))["datapackage.json"]) for day in ("2021-05-25", "2021-06-01")}
    party = {
        day: next(
            field
            for resource in told["resources"]
            if resource["name"] == "projects"
            for field in resource["schema"]["fields"]
            if field["name"] == "nor_party"
        )
        for day, told in described.items()
    }
    assert party["2021-06-01"]["constraints"] == {"required": True}
    assert party["2021-05-25"]["constraints"] == {}
    assert party["2021-05-25"]["description"].endswith(". Empty where not known by the cutoff.")


@pytest.mark.parametrize("day", DAYS)
def test_pandas_reads_each_table_with_the_declared_types(day, tmp_path):
    folder = put(tmp_path, files(known_by(day)))
    for resource in json.loads((folder / "datapackage.json").read_text())["resources"]:
        types = {field["name"]: PANDAS_TYPES[field["type"]] for field in resource["schema"]["fields"]}
        frame = pandas.read_csv(folder / resource["path"], dtype=types, keep_default_na=False, na_values=[""])
        assert {name: str(kind) for name, kind in frame.dtypes.items()} == types


def test_the_descriptor_tells_edition_day_and_the_hash_of_each_table():
    view = known_by("2022-11-14")
    made = files(view)
    told = json.loads(made["datapackage.json"])
    assert (told["edition"], told["cutoff"], told["created"]) == ("KEY", "2022-11-14", "2022-11-14T00:00:00Z")
    assert (told["title"], "homepage" in told) == ("Norland and Sudland", False)
    for resource in told["resources"]:
        content = made[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    home = json.loads(files(view, "https://example.org/")["datapackage.json"])
    assert home["homepage"] == "https://example.org/"


def test_making_a_package_changes_nothing_of_the_evidence(frozen):
    before = json.dumps(frozen.evidence.package, default=str)
    files(known_by("2021-05-25"))
    files(frozen)
    assert json.dumps(frozen.evidence.package, default=str) == before


@pytest.mark.parametrize("day", DAYS)
def test_the_checksums_are_those_of_the_files(day):
    made = files(known_by(day))
    told = dict(reversed(line.split("  ")) for line in made["SHA256SUMS"].decode().splitlines())
    assert told == {name: hashlib.sha256(held).hexdigest() for name, held in made.items() if name != "SHA256SUMS"}


def test_checksums_are_written_as_sha256sum_reads_them():
    assert sums({"a.txt": b"a"}) == b"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.txt\n"


def test_the_readme_tells_edition_day_licence_rows_and_how_to_cite():
    readme = files(known_by("2022-11-14"))["README.md"].decode()
    rows = sum(row["known_on"] <= "2022-11-14" for row in known_by().evidence.rows("observations"))
    for told in (
        "# Norland and Sudland\n\nTwo countries that are not, for tests.",
        "Edition `KEY`: what was known by 14 November 2022. Later rows are left out.",
        f"| `observations.csv` | {rows} | Figures |",
        "[Creative Commons Attribution 4.0 International](https://creativecommons.org/licenses/by/4.0/)",
        "## How to cite\n\nCite so.\n",
    ):
        assert told in readme


def test_the_zip_is_the_same_each_time_and_holds_what_the_folder_holds():
    made = files(known_by("2022-11-14"))
    archive = zip_files(made, "2022-11-14")
    assert archive == zip_files(made, "2022-11-14")
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == list(made)
        assert {name: opened.read(name) for name in opened.namelist()} == made
        assert {one.date_time for one in opened.infolist()} == {(2022, 11, 14, 0, 0, 0)}
        assert {one.external_attr >> 16 for one in opened.infolist()} == {0o644}
        assert {one.compress_type for one in opened.infolist()} == {zipfile.ZIP_DEFLATED}

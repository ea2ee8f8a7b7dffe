"""Whatever a file has become on its way, nothing is half written, nothing ends in a traceback, nothing wrong goes in."""

import csv
import io
import shutil

import openpyxl
import pytest
from conftest import TABLES, Tables
from faults import keep_up
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nolimits import checks
from nolimits.data import DataError
from nolimits.updates import Options, tidy, update

pytestmark = pytest.mark.slow

QUICK, MANY, PARTS = 24, 5000, 10
SOURCE = ("wire-2024-02-01-tea", "The Wire", "Tea", "https://example.org/n", "2024-02-01", "day", "en", "wire", "none")
NEW = {
    "sources": [SOURCE, ("daily-2024-02-03-wool", "The Daily", "Wool", "https://example.org/m", "2024-02-03", *SOURCE[5:])],
    "observations": [
        ("tea.cargoes", "2023-01-01", "2023-12-31", "340", "", "", "exact", "", SOURCE[0], "2024-02-01", ""),
        ("tea.sold", "2023-01-01", "2023-01-31", "", "10.5", "", "over", "", SOURCE[0], "2024-02-01", "so"),
        ("wool.exports", "2023-01-01", "2023-12-31", "95.25", "", "", "about", "", "daily-2024-02-03-wool", "2024-02-03", ""),
        ("wool.share", "2023-01-01", "2023-12-31", "", "20", "25", "range", "", "daily-2024-02-03-wool", "2024-02-03", ""),
    ],
    "claims": [
        ("l004", "letter-2023", "trade", "figure", "Norland sold 90.", "Wool", "wool.exports", "90", "", "", "exact",
         "USD bn", "2023-01-01", "2023-12-31", "", "yes", "", "", ""),
    ],
    "criteria": [("l004", "so", "first", "own", "measured", "value('wool.exports', 2023)", "measured > 80", "measured < 80", "", "as it says")],
    "projects": [("mill-two", "Mill 2", "mills", "N", "S", "20", "Mt", "1", "2", "2027", SOURCE[0], "")],
}  # fmt: skip
# columns by name: what a table has besides is left empty
HEADS = {
    "sources": ["source", "publisher", "title", "url", "published", "precision", "language", "kind", "interest"],
    "observations": [
        "indicator",
        "period_start",
        "period_end",
        "value",
        "low",
        "high",
        "qualifier",
        "aggregate",
        "source",
        "known_on",
        "note",
    ],
    "claims": [
        "claim",
        "document",
        "section",
        "kind",
        "statement",
        "subject",
        "indicator",
        "value",
        "low",
        "high",
        "qualifier",
        "unit",
        "period_start",
        "period_end",
        "footnotes",
        "testable",
        "test_idea",
        "counterpart",
        "note",
    ],
    "criteria": ["claim", "asks", "reading", "day", "test", "measure", "confirmed_if", "refuted_if", "due", "why"],
    "projects": [
        "project",
        "name",
        "sector",
        "sud_party",
        "nor_party",
        "capacity",
        "capacity_unit",
        "cost_low_usd_bn",
        "cost_high_usd_bn",
        "planned_completion",
        "source",
        "note",
    ],
}
CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "44927", "Jan-25", "3E+14", "1,5", "1.234,5", "2023-02-30", "31.12.2023", "=1+1", "@x", "-", "0",
         "\u202e", "\x00", "NaN", "inf", "1e999", "9" * 400, "TRUE", "#REF!", "exact", "USD m", "count", "tea.cargoes",
         "wool.exports", "2023-01-01", '"', "a;b", "a\nb", "Ð¢Ðµ", "\ufeff", "a" * 3000, "\ud7ff", "null", "{}", "../x"]
    ),
    st.text(max_size=12),
)  # fmt: skip
SCALE = st.sampled_from([10**12, 10**6, 10**5, -(10**5)])  # a slip that no bounds of the tables allow


class Case:
    """Files by name, and the figures in them that are clearly wrong; told in few words where a test fails."""

    def __init__(self, files, slips):
        self.files, self.slips = files, slips

    def __repr__(self):
        texts = {name: bytes(content[:400]) for name, content in self.files.items() if name.endswith("csv")}
        return f"Case({texts}, {self.slips})"


class Start:
    """Tables, and what lay in them to begin with."""

    def __init__(self, folder):
        self.folder, self.before = folder, {path.name: path.read_bytes() for path in folder.iterdir()}


@st.composite
def spoilt(draw):
    """Files of rows, some of them spoilt: by name, with the figures that are clearly wrong."""
    rows = {name: [list(row) for row in given] for name, given in NEW.items()}
    heads = {name: list(head) for name, head in HEADS.items()}
    slips = set()
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from(sorted(rows)))
        row = draw(st.sampled_from(rows[name]))
        match draw(st.sampled_from(["cell", "slip", "unit", "swap", "head", "drop", "twice"])):
            case "cell":
                row[draw(st.integers(0, len(row) - 1))] = draw(CELLS)
            case "slip":
                for at, cell in enumerate(row):
                    column = heads[name][at] if at < len(heads[name]) else ""
                    if column in ("value", "low", "high", "capacity") and cell.replace(".", "").isdigit():
                        row[at] = f"{float(cell) * draw(SCALE):.0f}"
                        slips.add(row[at])
            case "unit":
                row[:] = [{"USD bn": "count", "Mt": "USD bn"}.get(cell, cell) for cell in row]
            case "swap":
                one, other = draw(st.tuples(*[st.integers(0, len(row) - 1)] * 2))
                row[one], row[other] = row[other], row[one]
            case "head":
                heads[name][draw(st.integers(0, len(heads[name]) - 1))] = draw(CELLS)
            case "drop":
                del row[draw(st.integers(0, len(row) - 1))]
            case "twice":
                rows[name].append(list(row))
    form = draw(st.sampled_from(["csv", "csv", "xlsx"]))
    files = {f"{name}.{form}": _file(form, heads[name], rows[name], draw) for name in rows}
    if draw(st.integers(0, 9)) == 0:
        name = draw(st.sampled_from(sorted(files)))
        at, gone, noise = draw(st.integers(0, 5000)), draw(st.integers(0, 20)), draw(st.binary(max_size=20))
        at %= len(files[name])  # a workbook's length depends on the hour
        files[name] = files[name][:at] + noise + files[name][at + gone :]
    return Case(files, slips - {"0"})


def _file(form, head, rows, draw):
    if form == "xlsx":
        book = openpyxl.Workbook()
        for line in (head, *rows):
            clean = ["".join(c for c in cell if c.isprintable() and c < "\ud800")[:3000] for cell in line]
            book.active.append([float(c) if c.replace(".", "", 1).isdecimal() and len(c) < 300 else c for c in clean])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=draw(st.sampled_from(",;\t")),
        lineterminator=draw(st.sampled_from(["\n", "\r\n"])),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    writer.writerows([head, *rows])
    return text.getvalue().encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"])), "replace")


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """Tables with bounds for all series, and what lies in them."""
    folder = tmp_path_factory.mktemp("start") / "data"
    shutil.copytree(TABLES, folder)
    keep_up(Tables(folder))
    return Start(folder)


def _holds(start, case):
    folder, before, files, slips = start.folder, start.before, case.files, case.slips
    place = folder.parent / "files"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    try:
        found = update(folder, sorted(place.iterdir()), Options(brief=True), lambda _: None)
        said = "\n".join(found.report())
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before  # shown, and nothing written
        assert all(refusal.what for refusal in found.refused), said
        if found.contents:
            found.write()
            assert checks.problems(folder) == []
        for name, content in before.items():
            now = (folder / name).read_bytes()
            assert set(content.splitlines()) <= set(now.splitlines()), name  # no row that was there has gone
            new = now.decode().splitlines()
            assert not [line for line in new if slips & set(line.split(","))], name  # no slip has come in
        assert {path.name for path in folder.iterdir()} == set(before)
    except DataError as error:
        if "\n" in str(error):
            raise AssertionError(f"more than a sentence: {error}") from None
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    finally:
        for name, content in before.items():
            if (folder / name).read_bytes() != content:
                (folder / name).write_bytes(content)


@given(spoilt())
@settings(max_examples=QUICK, suppress_health_check=[HealthCheck.too_slow])
def test_a_spoilt_file_does_no_harm(start, case):
    _holds(start, case)


@pytest.mark.full
@pytest.mark.parametrize("part", range(PARTS))  # each draws files of its own, on whichever core is free
@given(case=spoilt())
@settings(max_examples=MANY // PARTS, suppress_health_check=[HealthCheck.too_slow])
def test_thousands_of_spoilt_files_do_no_harm(start, part, case):
    _holds(start, case)


def test_the_files_that_are_spoilt_would_come_in_whole(start):
    folder = start.folder
    place = folder.parent / "whole"
    place.mkdir()
    for name, rows in NEW.items():
        Tables(place).write(name, HEADS[name], [dict(zip(HEADS[name], row, strict=True)) for row in rows])
    found = update(folder, sorted(place.iterdir()), Options(brief=True), lambda _: None)
    assert [str(one) for one in found.refused] == []
    assert found.broken == []
    assert found.rows == sum(map(len, NEW.values()))


@given(st.binary(max_size=200), st.integers(0, 3000))
@settings(max_examples=QUICK // 3, suppress_health_check=[HealthCheck.too_slow])
def test_formatting_spoilt_tables_leaves_each_whole(start, noise, at):
    folder, before = start.folder, start.before
    content = before["observations.csv"]
    (folder / "observations.csv").write_bytes(content[:at] + noise + content[at:])
    spoilt_ = {path.name: path.read_bytes() for path in folder.iterdir()}
    try:
        tidy(folder)
        once = {path.name: path.read_bytes() for path in folder.iterdir()}
        tidy(folder)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == once  # in order is in order
    except DataError as error:
        if "\n" in str(error):
            raise AssertionError(f"more than a sentence: {error}") from None
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == spoilt_
    finally:
        (folder / "observations.csv").write_bytes(content)

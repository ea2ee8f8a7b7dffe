"""A build is incremental by content, deterministic, atomic and loud; here on a small book of frozen tables."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import builds
import pytest
import small
import yaml
from bs4 import BeautifulSoup
from conftest import Tables
from edits import hear_ctrl_c
from links import broken

from nolimits.book.folders import hold_alone
from nolimits.data import View, day_name

pytestmark = pytest.mark.xdist_group("small")
RATE = {"indicator": "bank.rate", "known_on": "2022-06-14"}  # the newest figure that the talks show


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a finished book by its place in it."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def soup(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A small book that has been built once."""
    folder = small.book(tmp_path_factory.mktemp("made") / "book")
    done = builds.build(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def again(made, tmp_path) -> Path:
    """A copy of the built book, with all that its builds keep."""
    return Path(shutil.copytree(made, tmp_path / "copy"))


def ran(done: subprocess.CompletedProcess) -> set[str]:
    """Which notebooks a build ran."""
    assert done.returncode == 0, done.stderr
    return {line.split("/")[1].split(".")[0] for line in done.stderr.splitlines() if line.startswith("ran ")}


# --- what is made


def test_a_build_says_where_the_book_lies(made):
    done = small.nolimits(made, "build")
    assert done.stdout.strip().endswith("_build/html/index.html")
    assert (made / "_build/html/index.html").is_file()


def test_every_link_of_the_book_resolves(made):
    assert broken(made / "_build/html", made / "_build/html") == []


def test_a_register_that_is_only_a_table_a_descriptor_and_a_page_shows_its_rows(made):
    page = soup(made / "_build/html/chapters/registers.html")
    shown = page.select_one("#register-remarks")
    rows = {row["id"]: [cell.text for cell in row.select("td")] for row in shown.select("tbody tr")}
    assert list(rows) == ["remark-rem-001", "remark-rem-002", "remark-rem-003"]
    assert rows["remark-rem-002"] == [
        "2022-02-10",
        "The envoy of Sudland",
        "Sudland",
        "the talks want time",
        "2022-02-12",
        "The Daily",
    ]
    assert "There are 3 of them." in page.select_one("article").text
    twin = json.loads((made / "_build/html/chapters/registers.json").read_text())
    assert ("register", "remarks") in {(part["directive"], part["argument"]) for part in twin["parts"]}
    said = {key: (row["table"], row["says"], row["place"]) for key, row in twin["rows"].items()}
    assert said["remark-rem-002"] == (
        "remarks",
        "The envoy of Sudland: the talks want time",
        "chapters/registers#remark-rem-002",
    )
    (number,) = [one for one in twin["numbers"] if one["text"] == "3"]
    assert number["rows"] == list(rows)
    # the page's number leads to the register, where each row has its place
    assert page.find(id=number["anchor"])["href"] == "#register-remarks"


@pytest.mark.full
def test_a_section_needs_only_its_notebook_the_contents_and_the_descriptor(again):
    tables = Tables(again / "data")
    descriptor = again / "data/datapackage.yaml"
    package = yaml.safe_load(descriptor.read_text(encoding="utf-8"))
    (indicators,) = (one for one in package["resources"] if one["name"] == "indicators")
    (section,) = (field for field in indicators["schema"]["fields"] if field["name"] == "section")
    section["constraints"]["enum"].append("roads")
    section["meanings"]["roads"] = "ways by land"
    descriptor.write_text(yaml.safe_dump(package, sort_keys=False), encoding="utf-8")
    about = {"label": "Length of roads", "unit": "Mt", "basis": "reported", "frequency": "annual", "measures": "level"}
    head, rows = tables.read("indicators")
    row = dict.fromkeys(head, "") | about | {"indicator": "roads.length", "section": "roads", "definition": "Roads."}
    tables.write("indicators", head, sorted([*rows, row], key=lambda one: one["indicator"]))
    for year, value in (("2021", "5"), ("2022", "7")):
        span = {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31", "known_on": f"{int(year) + 1}-01-20"}
        source = {"source": f"customs-{int(year) + 1}-01-20-wool", "qualifier": "exact", "value": value}
        tables.plant("observations", indicator="roads.length", **span, **source)
    small.notebook(again / "notebooks/roads.ipynb", "roads.length", "year", "2021")
    contents = yaml.safe_load((again / "_toc.yml").read_text())
    contents["chapters"] += [{"file": "notebooks/roads"}, {"file": "chapters/rows-roads"}]
    (again / "_toc.yml").write_text(yaml.safe_dump(contents, sort_keys=False))

    assert "roads" in ran(builds.build(again))
    html = again / "_build/html"
    assert not (again / "chapters/rows-roads.md").exists()
    page, listed = soup(html / "notebooks/roads.html"), soup(html / "chapters/rows-roads.html")
    assert page.select_one("h1").text.startswith("Roads")
    assert page.select_one("figure.exhibit#roads-chart")
    assert listed.select_one("h1").text.startswith("Roads: every row")
    fact = page.select_one("article a.fact[href*='rows-roads.html#']")
    assert listed.find(id=fact["href"].partition("#")[2])
    links = {link["href"] for link in soup(html / "chapters/summary.html").select("nav a[href]")}
    assert {"../notebooks/roads.html", "rows-roads.html"} <= links
    assert (html / "downloads/roads.html").is_file()
    assert (html / "charts/roads-chart.html").is_file()
    assert broken(html, html) == []


def test_a_chart_is_cited_by_its_name_without_being_drawn_again(made):
    done = small.nolimits(made, "cite", "trade-chart", "--accessed", "2027-05-06")
    assert (done.returncode, done.stderr) == (0, "")
    assert "[Chart; data from Customs]" in done.stdout
    assert done.stdout.endswith(" charts/trade-chart.html. Accessed 6 May 2027.\n")


def test_a_built_book_does_not_differ_from_its_day(made):
    done = small.nolimits(made, "diff", "_build/html", "latest")
    assert done.stdout.startswith("Nothing differs: both are the edition ")


def test_a_file_of_the_built_book_is_verified(made):
    file = "_build/html/charts/trade-chart/trade-chart.png"
    done = small.nolimits(made, "verify", file)
    assert (done.returncode, done.stdout.partition(":")[0]) == (0, "intact")


# --- what is done again


def test_where_nothing_has_changed_nothing_is_done(made):
    before = (made / "_build/html").stat().st_mtime_ns
    done = small.nolimits(made, "build")
    assert "nothing has changed" in done.stderr
    assert (made / "_build/html").stat().st_mtime_ns == before


def test_touching_a_file_runs_nothing(again):
    for path in (again / "data/observations.csv", again / "notebooks/trade.ipynb", again / "_config.yml"):
        path.touch()
    assert "nothing has changed" in builds.build(again).stderr


def test_a_changed_figure_runs_only_the_notebooks_that_can_see_it_and_the_page_shows_it(again):
    Tables(again / "data").change("observations", RATE, value="14.5")
    assert ran(builds.build(again)) == {"talks"}
    assert "14.5%" in (again / "_build/html/notebooks/talks.html").read_text()
    assert "14.5%" in (again / "_build/html/chapters/summary.html").read_text()


def test_a_changed_figure_that_no_notebook_can_see_runs_none(again):
    Tables(again / "data").change("observations", {"indicator": "tea.stock"}, note="looked at again")
    assert ran(builds.build(again)) == set()
    assert "looked at again" in (again / "_build/html/chapters/rows-trade.html").read_text()


def test_a_changed_notebook_runs_alone(again):
    small.notebook(again / "notebooks/trade.ipynb", "wool.turnover", "year", "2020")
    assert ran(builds.build(again)) == {"trade"}


@pytest.mark.full
def test_changed_code_runs_all_notebooks(again, tmp_path):
    package = shutil.copytree(small.ROOT / "nolimits", tmp_path / "code" / "nolimits")
    style = package / "charts" / "style.py"
    style.write_text(style.read_text() + "\n# changed\n")
    done = small.nolimits(again, "build", env=os.environ | {"PYTHONPATH": str(tmp_path / "code")})
    assert ran(done) == {"trade", "talks"}


@pytest.mark.full
def test_another_cutoff_is_another_book_and_going_back_runs_nothing(again):
    # the days with which the book compares itself were run without drawing
    assert ran(builds.build(again, cutoff="2023-06-30")) == {"trade", "talks"}
    page = (again / "_build/html/notebooks/trade.html").read_text()
    assert "As of 30 June 2023" in page
    assert json.loads((again / "_build/html/build.json").read_text())["cutoff"] == "2023-06-30"
    assert ran(builds.build(again)) == set()
    newest = day_name(View(folder=again / "data").newest)
    assert f"As of {newest}" in (again / "_build/html/notebooks/trade.html").read_text()


def test_a_parameter_reaches_its_notebook(again):
    assert ran(builds.build(again, "trade.start=2022")) == {"trade"}
    assert json.loads((again / "_build/html/build.json").read_text())["parameters"]["trade"]["start"] == 2022
    assert json.loads((again / "_build/html/notebooks/trade.json").read_text())["parameters"]["start"] == 2022


@pytest.mark.full
def test_two_builds_from_nothing_in_two_folders_are_equal_byte_for_byte(made, tmp_path):
    other = small.book(tmp_path / "elsewhere" / "book")
    assert small.nolimits(other, "build", "--jobs", "1").returncode == 0
    assert tree(other / "_build/html") == tree(made / "_build/html")


# --- where it is put


def test_the_book_can_be_put_elsewhere_and_no_other_folder_is_overwritten(again, tmp_path):
    assert builds.build(again, out=tmp_path / "site").returncode == 0
    assert (tmp_path / "site/index.html").is_file()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("all of it")
    refused = builds.build(again, out=tmp_path / "mine")
    assert refused.returncode == 1
    assert "holds something else than a book" in refused.stderr
    assert (tmp_path / "mine/thesis.txt").read_text() == "all of it"


@pytest.mark.full
def test_the_book_is_put_on_another_file_system_over_a_good_one_and_what_is_kept_there_stays(again):
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or memory.stat().st_dev == again.stat().st_dev:
        pytest.skip("no other file system here")
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        out, link = Path(folder) / "site", again / "current"
        link.symlink_to(out)
        assert builds.build(again, out=link).returncode == 0
        assert tree(out) == tree(again / "_build/html")
        (out / "CNAME").write_text("example.org")
        Tables(again / "data").change("observations", RATE, value="14.5")
        assert builds.build(again, out=link).returncode == 0
        assert link.is_symlink()
        assert "14.5%" in (out / "notebooks/talks.html").read_text()
        assert (out / "CNAME").read_text() == "example.org"
        assert "nothing has changed" in builds.build(again, out=link).stderr


def test_what_a_killed_build_left_is_swept_where_nothing_has_changed_and_nothing_of_one_under_way(again):
    left = again / "_build/work-12345/html"
    left.mkdir(parents=True)
    with hold_alone(again / "_build", print):
        assert "nothing has changed" in builds.build(again).stderr
        assert left.exists()
    assert "nothing has changed" in builds.build(again).stderr
    assert not left.parent.exists()


PAGE, ROOM = 4096, 200  # bytes that a file system of memory gives at a time; such pages that are left


@pytest.mark.full
def test_on_a_full_disk_a_build_is_one_sentence_and_the_last_good_book_stays(again, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    held = [path for path in again.rglob("*") if "runs" not in path.relative_to(again).parts]
    pages = sum(1 + path.lstat().st_size // PAGE for path in held) + ROOM  # room for the book, and not for a second
    mount = ["mount", "-t", "tmpfs", "-o", f"size={pages * PAGE}", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("file systems cannot be mounted here")
    try:
        book = Path(shutil.copytree(again, disk / "book", ignore=shutil.ignore_patterns("runs")))
        before = tree(book / "_build/html")
        Tables(book / "data").change("observations", RATE, value="14.5")
        done = builds.build(book)
        assert done.returncode == 1
        lines = [line for line in done.stderr.splitlines() if not line.startswith(("checked ", "ran ", "goes "))]
        (told,) = lines
        assert told.endswith("no space left on device: make room; the last good book is as it was")
        assert tree(book / "_build/html") == before
        assert not list((book / "_build").glob("work-*"))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert "_build/html cannot be written to: name a folder" in builds.build(book).stderr
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.full
@pytest.mark.parametrize("moment", [0.5, 5.0])
def test_a_build_killed_at_any_moment_leaves_the_last_good_book(again, moment):
    before = tree(again / "_build/html")
    shutil.rmtree(again / "_build/runs")
    Tables(again / "data").change("observations", RATE, value="14.5")
    building = subprocess.Popen(
        [sys.executable, "-m", "nolimits.cli", "build"], cwd=again, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(moment)
    alive = building.poll() is None
    os.killpg(building.pid, signal.SIGKILL)
    building.wait()
    if alive:
        assert tree(again / "_build/html") == before
    assert builds.build(again).returncode == 0
    assert "14.5%" in (again / "_build/html/notebooks/talks.html").read_text()
    assert not list((again / "_build").glob("work-*"))


@pytest.mark.full
def test_two_builds_at_once_do_not_hurt_each_other(again):
    command = [sys.executable, "-m", "nolimits.cli", "build", "--cutoff"]
    both = [
        subprocess.Popen([*command, day], cwd=again, stderr=subprocess.PIPE) for day in ("2023-01-31", "2023-06-30")
    ]
    assert [one.wait() for one in both if one.communicate() or True] == [0, 0]
    day = json.loads((again / "_build/html/build.json").read_text())["cutoff"]
    assert f"As of {day_name(day)}" in (again / "_build/html/notebooks/talks.html").read_text()


def _served(address: str, words: str, seconds: int = 90) -> bool:
    """Whether a served page comes to hold some words in time."""
    for _ in range(seconds * 4):
        try:
            with urllib.request.urlopen(address) as page:
                shown = page.read().decode()
        except urllib.error.HTTPError as error:
            shown = error.read().decode()
        if words in shown:
            return True
        time.sleep(0.25)
    return False


@contextmanager
def serving(book: Path) -> Iterator[tuple[subprocess.Popen, str]]:
    """A book that is served, and its address; whatever a test finds, the server ends with it."""
    hear_ctrl_c()
    command = [sys.executable, "-m", "nolimits.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=book, stderr=subprocess.PIPE, text=True) as server:
        try:
            yield server, next(line.split()[4] for line in server.stderr if "http://127.0.0.1:" in line)
        finally:
            server.terminate()


def test_serve_shows_the_book_on_this_machine_and_builds_it_anew_on_change(again):
    with serving(again) as (_, address):
        assert _served(f"{address}notebooks/talks.html", "<h1>Talks")
        Tables(again / "data").change("observations", RATE, value="14.5")
        assert _served(f"{address}notebooks/talks.html", "14.5%")


def test_serve_shows_a_half_typed_cell_as_a_fault_until_it_is_right_again(again):
    talks = again / "notebooks/talks.ipynb"
    whole, built = talks.read_text(), tree(again / "_build/html")
    with serving(again) as (server, address):
        assert _served(f"{address}notebooks/trade.html", "/-/reload.js")
        talks.write_text(whole.replace('cutoff: str = \\"latest\\"', "cutoff: str ="))
        assert _served(f"{address}notebooks/trade.html", "notebooks/talks.ipynb, cell 2: the code cannot be read")
        talks.write_text(whole)
        assert _served(f"{address}notebooks/trade.html", "<h1>Trade")
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=30)
    assert server.returncode == 0
    assert said.splitlines()[-1] == "stopped: the book is served no longer"
    assert "Traceback" not in said
    assert tree(again / "_build/html") == built
    assert b"/-/" not in b"".join(text for name, text in built.items() if name.endswith(".html"))


# --- what stops it


@pytest.fixture
def refused(again):
    """Builds a book that cannot be built: what it says; the last good book stays."""
    before = tree(again / "_build/html")

    def build() -> str:
        done = builds.build(again)
        assert (done.returncode, done.stdout) == (1, "")
        assert "Traceback" not in done.stderr
        assert tree(again / "_build/html") == before
        return done.stderr

    build.book = again
    return build


def test_a_cell_that_raises_is_named(refused):
    talks = refused.book / "notebooks/talks.ipynb"
    small.notebook(talks, "bank.rate", "point", "2022-02-28", extra="1 / 0\n")
    assert "notebooks/talks.ipynb, cell 6: ZeroDivisionError: division by zero" in refused()


def test_a_chart_that_is_named_and_not_shown_cannot_be_cited(again):
    talks = again / "notebooks/talks.ipynb"
    text = talks.read_text().replace("charts.lines(", "shown = charts.lines(")
    talks.write_text(text)
    done = small.nolimits(again, "cite", "talks-chart")
    assert done.returncode == 1
    assert "names the chart talks-chart but does not show it: end its cell with it" in done.stderr


def test_a_page_that_cannot_be_bound_is_told_in_its_own_place(refused):
    page = refused.book / "chapters/summary.md"
    lines = page.read_text().count("\n")
    page.write_text(page.read_text() + "\nSee {ref}`nowhere`.\n")
    said = refused()
    assert f"chapters/summary.md:{lines + 2}" in said
    assert "nowhere" in said


def test_an_unknown_directive_stops_the_build_with_file_and_line(refused):
    page = refused.book / "chapters/summary.md"
    page.write_text("# Small\n\nFine.\n\n:::{registre} measures\n:::\n")
    said = refused()
    assert "chapters/summary.md:5: no directive is called 'registre': write one of " in said


def test_an_unknown_directive_in_a_notebook_is_told_with_its_cell(refused):
    path = refused.book / "notebooks/talks.ipynb"
    told = json.loads(path.read_text())
    told["cells"][4]["source"] = (
        "## How it stands\n\n:::{note}\n:::{chart} x\n:::\n:::\n\nIt {change}`move`: {value}`newest`.\n"
    )
    path.write_text(json.dumps(told))
    assert "notebooks/talks.ipynb, cell 5, line 4: no directive is called 'chart'" in refused()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It grew by 5 points.", "chapters/summary.md:4: the number 5 is typed"),
        (
            "It is {value}`value('bank.rte')`.",
            "chapters/summary.md:4: no indicator is called 'bank.rte': perhaps bank.rate",
        ),
        ("It is {value}`value(`.", "chapters/summary.md:4: not an expression"),
        ("{source}`nobody-2025-01-01-x`", "chapters/summary.md:4: no source is called"),
    ],
)
def test_prose_that_cannot_be_traced_stops_the_build_with_file_and_line(refused, text, sentence):
    (refused.book / "chapters/summary.md").write_text(f"# Small\n\nFine.\n{text}\n")
    assert sentence in refused()


def test_a_bad_row_stops_the_build_with_file_line_and_column(refused):
    Tables(refused.book / "data").change("indicators", {"indicator": "bank.rate"}, maximum="9")
    said = refused()
    assert "data/observations.csv:" in said
    assert ":value:" in said


def test_a_notebook_without_a_parameters_cell_is_refused(refused):
    talks = refused.book / "notebooks/talks.ipynb"
    small.notebook(talks, "bank.rate", "point", "2022-02-28", parameters=False)
    assert "notebooks/talks.ipynb: no cell is tagged `parameters`" in refused()


BAD = {
    "unknown section": (["--set", "sport.start=2015"], "no section is called 'sport'"),
    "wrong type": (["--set", "trade.start=early"], "'early' is not a whole number"),
    "malformed date": (["--cutoff", "September"], "'September' is not a day"),
    "before any data": (["--cutoff", "1990-01-01"], "nothing was known by 1990-01-01"),
    "no jobs": (["--jobs", "0"], "is not a whole number above 0"),
    "unknown option": (["--colour"], "unrecognized arguments"),
}


@pytest.mark.parametrize(("arguments", "sentence"), BAD.values(), ids=BAD)
def test_bad_input_gets_one_sentence_and_nothing_is_written(made, arguments, sentence):
    before = tree(made / "_build/html")
    done = small.nolimits(made, "build", *arguments)
    assert done.returncode == (2 if arguments[0] in ("--jobs", "--colour") else 1)
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert tree(made / "_build/html") == before


@pytest.mark.full
def test_a_plain_jupyter_book_build_works_too(tmp_path):
    copy = small.book(tmp_path / "plain")
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-W", "-n", "--keep-going", "-q"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert soup(copy / "_build/html/notebooks/trade.html").select("figure.exhibit")
    assert soup(copy / "_build/html/chapters/rows-trade.html").select("tr[id]")
    # its tree lies where ours does, and is taken over
    assert builds.build(copy).returncode == 0
    assert (copy / "_build/html/build.json").is_file()
    assert not (copy / "_build/html/.buildinfo").exists()

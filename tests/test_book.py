"""A build is incremental by content, deterministic, atomic and loud; here on a small book of real tables."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import small
from conftest import Tables

from nolimits.data import View, day_name

pytestmark = pytest.mark.xdist_group("small")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a finished book by its place in it."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A small book that has been built once."""
    folder = small.book(tmp_path_factory.mktemp("made") / "book")
    done = small.nolimits(folder, "build")
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


def test_a_build_says_where_the_book_lies(made):
    done = small.nolimits(made, "build")
    assert done.stdout.strip().endswith("_build/html/index.html")
    assert (made / "_build/html/index.html").is_file()


def test_where_nothing_has_changed_nothing_is_done(made):
    before = (made / "_build/html").stat().st_mtime_ns
    done = small.nolimits(made, "build")
    assert "nothing has changed" in done.stderr
    assert (made / "_build/html").stat().st_mtime_ns == before


def test_touching_a_file_runs_nothing(again):
    for path in (again / "data/observations.csv", again / "notebooks/trade.ipynb", again / "_config.yml"):
        path.touch()
    assert "nothing has changed" in small.nolimits(again, "build").stderr


def test_a_changed_figure_runs_only_the_notebooks_that_can_see_it_and_the_page_shows_it(again):
    newest = {"indicator": "rate.key", "known_on": "2026-02-13"}
    Tables(again / "data").change("observations", newest, value="14.75")
    assert ran(small.nolimits(again, "build")) == {"rate"}
    assert "14.75%" in (again / "_build/html/notebooks/rate.html").read_text()
    assert "14.75%" in (again / "_build/html/chapters/summary.html").read_text()


def test_a_changed_figure_that_no_notebook_can_see_runs_none(again):
    Tables(again / "data").change("observations", {"indicator": "arms.china_imports_change"}, note="looked at again")
    assert ran(small.nolimits(again, "build")) == set()


def test_a_changed_notebook_runs_alone(again):
    small.notebook(again / "notebooks/trade.ipynb", "trade.turnover", "year", "2022")
    assert ran(small.nolimits(again, "build")) == {"trade"}


def test_changed_code_runs_all_notebooks(again, tmp_path):
    package = shutil.copytree(small.ROOT / "nolimits", tmp_path / "code" / "nolimits")
    style = package / "charts" / "style.py"
    style.write_text(style.read_text() + "\n# changed\n")
    done = small.nolimits(again, "build", env=os.environ | {"PYTHONPATH": str(tmp_path / "code")})
    assert ran(done) == {"trade", "rate"}


def test_another_cutoff_is_another_book_and_going_back_runs_nothing(again):
    assert ran(small.nolimits(again, "build", "--cutoff", "2023-06-30")) == {"trade", "rate"}
    page = (again / "_build/html/notebooks/trade.html").read_text()
    assert "As of 30 June 2023" in page
    assert json.loads((again / "_build/html/build.json").read_text())["cutoff"] == "2023-06-30"
    assert ran(small.nolimits(again, "build")) == set()
    newest = day_name(View(folder=again / "data").newest)
    assert f"As of {newest}" in (again / "_build/html/notebooks/trade.html").read_text()


def test_a_parameter_reaches_its_notebook(again):
    assert ran(small.nolimits(again, "build", "--set", "trade.start=2022")) == {"trade"}
    executed = next((again / "_build/runs").glob("trade-*.ipynb"))
    assert executed.is_file()
    assert json.loads((again / "_build/html/build.json").read_text())["parameters"]["trade"]["start"] == 2022


def test_two_builds_from_nothing_in_two_folders_are_equal_byte_for_byte(made, tmp_path):
    other = small.book(tmp_path / "elsewhere" / "book")
    assert small.nolimits(other, "build", "--jobs", "1").returncode == 0
    assert tree(other / "_build/html") == tree(made / "_build/html")


def test_the_book_can_be_put_elsewhere_and_no_other_folder_is_overwritten(again, tmp_path):
    assert small.nolimits(again, "build", "--out", str(tmp_path / "site")).returncode == 0
    assert (tmp_path / "site/index.html").is_file()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("all of it")
    refused = small.nolimits(again, "build", "--out", str(tmp_path / "mine"))
    assert refused.returncode == 1
    assert "holds something else than a book" in refused.stderr
    assert (tmp_path / "mine/thesis.txt").read_text() == "all of it"


def test_a_cell_that_raises_is_named_and_the_last_good_book_stays(again):
    before = tree(again / "_build/html")
    small.notebook(again / "notebooks/rate.ipynb", "rate.key", "point", "2022-02-28", extra="1 / 0\n")
    done = small.nolimits(again, "build")
    assert done.returncode == 1
    assert "notebooks/rate.ipynb, cell 4: ZeroDivisionError: division by zero" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(again / "_build/html") == before


def test_a_page_that_cannot_be_bound_is_told_in_its_own_place(again):
    before = tree(again / "_build/html")
    page = again / "chapters/summary.md"
    page.write_text(page.read_text() + "\nSee {ref}`nowhere`.\n")
    done = small.nolimits(again, "build")
    assert done.returncode == 1
    assert "chapters/summary.md:5" in done.stderr
    assert "nowhere" in done.stderr
    assert tree(again / "_build/html") == before


@pytest.mark.parametrize("moment", [0.5, 5.0])
def test_a_build_killed_at_any_moment_leaves_the_last_good_book(again, moment):
    before = tree(again / "_build/html")
    shutil.rmtree(again / "_build/runs")
    Tables(again / "data").change("observations", {"indicator": "rate.key", "known_on": "2026-02-13"}, value="14.75")
    building = subprocess.Popen(
        [sys.executable, "-m", "nolimits.cli", "build"], cwd=again, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(moment)
    alive = building.poll() is None
    os.killpg(building.pid, signal.SIGKILL)
    building.wait()
    if alive:
        assert tree(again / "_build/html") == before
    assert small.nolimits(again, "build").returncode == 0
    assert "14.75%" in (again / "_build/html/notebooks/rate.html").read_text()
    assert not list((again / "_build").glob("work-*"))


def test_two_builds_at_once_do_not_hurt_each_other(again):
    command = [sys.executable, "-m", "nolimits.cli", "build", "--cutoff"]
    both = [
        subprocess.Popen([*command, day], cwd=again, stderr=subprocess.PIPE) for day in ("2023-06-30", "2025-09-10")
    ]
    assert [one.wait() for one in both if one.communicate() or True] == [0, 0]
    day = json.loads((again / "_build/html/build.json").read_text())["cutoff"]
    words = {"2023-06-30": "As of 30 June 2023", "2025-09-10": "As of 10 September 2025"}[day]
    assert words in (again / "_build/html/notebooks/rate.html").read_text()


def _served(address: str, words: str, seconds: int = 90) -> bool:
    """Whether a served page comes to hold some words in time."""
    for _ in range(seconds * 4):
        with urllib.request.urlopen(address) as page:
            if words in page.read().decode():
                return True
        time.sleep(0.25)
    return False


def test_serve_shows_the_book_on_this_machine_and_builds_it_anew_on_change(again):
    command = [sys.executable, "-m", "nolimits.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=again, stderr=subprocess.PIPE, text=True) as serving:
        try:
            address = next(line.split()[4] for line in serving.stderr if "http://127.0.0.1:" in line)
            assert _served(f"{address}notebooks/rate.html", "<h1>Rate")
            newest = {"indicator": "rate.key", "known_on": "2026-02-13"}
            Tables(again / "data").change("observations", newest, value="14.75")
            assert _served(f"{address}notebooks/rate.html", "14.75%")
        finally:
            serving.terminate()


BAD = {
    "unknown section": (["--set", "sport.start=2015"], "no section is called 'sport'"),
    "unknown parameter": (["--set", "trade.colour=red"], "trade has no parameter 'colour'"),
    "wrong type": (["--set", "trade.start=early"], "'early' is not a whole number"),
    "wrong float": (["--set", "trade.factor=big"], "'big' is not a number"),
    "wrong truth": (["--set", "trade.bold=perhaps"], "'perhaps' is not true or false"),
    "no equals sign": (["--set", "trade.start"], "write SECTION.PARAM=VALUE"),
    "cutoff of a section": (["--set", "trade.cutoff=2025-01-01"], "write --cutoff"),
    "malformed date": (["--cutoff", "September"], "'September' is not a day"),
    "impossible date": (["--cutoff", "2025-02-30"], "'2025-02-30' is not a day"),
    "before any data": (["--cutoff", "1990-01-01"], "nothing was known by 1990-01-01"),
    "no jobs": (["--jobs", "0"], "is not a whole number above 0"),
    "unknown option": (["--colour"], "unrecognized arguments"),
}


@pytest.mark.parametrize(("arguments", "sentence"), BAD.values(), ids=BAD)
def test_bad_input_gets_one_sentence_and_nothing_is_written(made, arguments, sentence):
    before = tree(made / "_build/html")
    done = small.nolimits(made, "build", *arguments)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert tree(made / "_build/html") == before


def test_a_notebook_without_a_parameters_cell_is_refused(again):
    small.notebook(again / "notebooks/rate.ipynb", "rate.key", "point", "2022-02-28", parameters=False)
    done = small.nolimits(again, "build")
    assert done.returncode == 1
    assert "notebooks/rate.ipynb: no cell is tagged `parameters`" in done.stderr


def test_a_bad_row_stops_the_build_with_file_line_and_column(again):
    before = tree(again / "_build/html")
    Tables(again / "data").change("observations", {"indicator": "rate.key", "known_on": "2026-02-13"}, value="1550")
    done = small.nolimits(again, "build")
    assert done.returncode == 1
    assert "data/observations.csv:" in done.stderr
    assert ":value:" in done.stderr
    assert tree(again / "_build/html") == before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It grew by 5 points.", "chapters/summary.md:4: the number 5 is typed"),
        (
            "It is {value}`value('rate.ky')`.",
            "chapters/summary.md:4: no indicator is called 'rate.ky': perhaps rate.key",
        ),
        ("It is {value}`value(`.", "chapters/summary.md:4: not an expression"),
        ("{source}`nobody-2025-01-01-x`", "chapters/summary.md:4: no source is called"),
    ],
)
def test_prose_that_cannot_be_traced_stops_the_build_with_file_and_line(again, text, sentence):
    page = again / "chapters/summary.md"
    page.write_text(f"# Small\n\nFine.\n{text}\n")
    done = small.nolimits(again, "build")
    assert done.returncode == 1
    assert sentence in done.stderr


def test_outside_of_a_book_a_build_says_so(tmp_path):
    done = small.nolimits(tmp_path, "build")
    assert done.returncode == 1
    assert "is not in a book" in done.stderr


def test_check_reports_to_standard_output_and_exits_1(again):
    good = small.nolimits(again, "check")
    assert (good.returncode, good.stdout) == (0, "")
    Tables(again / "data").change("observations", {"indicator": "rate.key", "known_on": "2026-02-13"}, source="nobody")
    bad = small.nolimits(again, "check", "--data", str(again / "data"))
    assert bad.returncode == 1
    assert "observations.csv:" in bad.stdout

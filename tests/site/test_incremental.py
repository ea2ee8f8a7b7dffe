"""A book that is built again after an edit is, byte for byte, the one that is built from nothing."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import edits
import pytest
import small
from conftest import Tables
from edits import EDITS, Trial

pytestmark = pytest.mark.xdist_group("incremental")
# edits that any book bears, whatever its rules
PLAIN = ("chapter", "order", "saved", "citation", "notes", "indicators", "documents", "sources", "footnotes")
PLAIN += ("events", "measures", "figure", "page added", "page removed")


def after(trial: Trial, *kinds: str) -> list[str]:
    """What differs after edits of these kinds, one upon another, each with a build of its own."""
    for kind in kinds:
        EDITS[kind](trial.editor)
        trial.editor.count += 1
        done = trial.build()
        assert done.returncode == 0, done.stderr
    return trial.differences()


# --- any edit


def test_after_an_edit_the_book_is_that_which_is_built_from_nothing_elsewhere_under_other_settings(trial, tmp_path):
    EDITS["turnover"](trial.editor)
    done = trial.build()
    assert done.returncode == 0, done.stderr
    other = edits.sources(trial.book, tmp_path / "another place/book")
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 9\nfont.size: 20\nsavefig.dpi: 30\naxes.facecolor: red\n")
    strange = {"LC_ALL": "C", "LANG": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "COLUMNS": "40"}
    strange |= {"MATPLOTLIBRC": str(tmp_path / "matplotlibrc"), "HOME": str(tmp_path), "MPLBACKEND": "pdf"}
    strange |= {"SOURCE_DATE_EPOCH": "1", "PYTHONOPTIMIZE": "", "NO_COLOR": ""}
    command = [sys.executable, "-m", "nolimits.cli", "build", "--jobs", "1"]
    done = subprocess.run(
        command, cwd=other, env=trial.environment | strange, umask=0o077, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert edits.differing(trial.book / "_build/html", other / "_build/html") == []


@pytest.mark.full
def test_after_edits_of_many_kinds_it_is_so_as_well(trial):
    assert after(trial, "milestones", "title", "page added", "image", "caption") == []


@pytest.mark.full
def test_after_edits_of_what_shapes_pages_that_do_not_name_it_it_is_so_as_well(trial):
    assert after(trial, "style", "static", "extension") == []
    page = (trial.book / "_build/html/chapters/ledger.html").read_text()
    assert 'name="signed"' in page
    assert after(trial, "static", "style") == []


@pytest.mark.full
def test_what_is_taken_away_leaves_nothing_behind(trial):
    assert after(trial, "chart", "page removed", "withdrawn", "chart", "first") == []


@pytest.mark.full
@pytest.mark.parametrize("seed", [11, 12])
def test_after_each_of_thirty_edits_the_book_is_that_which_is_built_from_nothing(tmp_path, seed):
    trial = Trial(tmp_path, edits.book(tmp_path / "book"), seed)
    assert trial.build().returncode == 0
    told = []
    for _ in range(30):
        told.append(trial.edit(EDITS))
        assert trial.differences() == [], "\n".join(told)


@pytest.mark.full
def test_after_a_dozen_edits_of_the_whole_book_it_is_that_which_is_built_from_nothing(tmp_path):
    trial = Trial(tmp_path, edits.sources(small.ROOT, tmp_path / "book"), 13)
    assert trial.build().returncode == 0
    told = []
    for _ in range(4):
        edits.sources(trial.book, trial.folder / "before")
        for _ in range(3):
            told.append(trial.editor.edit({name: EDITS[name] for name in PLAIN}))
            trial.build()
        assert trial.differences() == [], "\n".join(told)


@pytest.mark.full
def test_what_a_page_says_of_a_place_on_another_is_what_that_says_of_itself(trial):
    page = trial.book / "_build/html/chapters/plan.html"
    talks = trial.book / "notebooks/talks.ipynb"
    talks.write_text(talks.read_text().replace("A line.", "A line of the bank."))
    assert trial.build().returncode == 0
    assert "A line of the bank." in page.read_text()


@pytest.mark.full
def test_pictures_of_one_name_are_told_apart_whichever_page_comes_and_goes(trial):
    toc = trial.editor.toc()
    (one,) = (one for one in toc["chapters"] if one["file"] == "chapters/papers")
    for change in (toc["chapters"].remove, toc["chapters"].append):
        change(one)
        trial.editor.write_toc(toc)
        assert trial.build().returncode == 0
    assert trial.differences() == []


@pytest.mark.full
def test_a_book_of_another_day_or_with_other_parameters_leaves_nothing_in_that_of_today(trial):
    before = edits.tree(trial.book / "_build/html")
    for asked in (("--cutoff", "2023-06-30"), ("--set", "trade.start=2020")):
        assert trial.build(*asked).returncode == 0
        assert edits.tree(trial.book / "_build/html") != before
    assert trial.build().returncode == 0
    assert edits.tree(trial.book / "_build/html") == before


# --- figures


@pytest.mark.full
def test_a_figure_that_is_withdrawn_is_nowhere_in_the_book(trial):
    tables, html = Tables(trial.book / "data"), trial.book / "_build/html"
    _, rows = tables.read("observations")
    there = {row["indicator"]: row for row in rows}["bank.rate"]
    tables.change("observations", {"indicator": "bank.rate", "known_on": there["known_on"]}, value="17.3")
    assert trial.build().returncode == 0
    assert "17.3%" in (html / "notebooks/talks.html").read_text()
    tables.drop("observations", indicator="bank.rate", known_on=there["known_on"])
    assert trial.differences() == []
    assert not [name for name, text in edits.tree(html).items() if b"17.3" in text and name.endswith(("html", "json"))]


@pytest.mark.full
def test_a_stated_figure_that_changes_changes_the_chart_that_marks_it_and_the_old_picture_is_stale(trial, tmp_path):
    html = trial.book / "_build/html"
    before = json.loads((html / "edition.json").read_text())["charts"]
    held = Path(shutil.copy(html / "charts/trade-stated/trade-stated.svg", tmp_path))
    assert "intact" in small.nolimits(trial.book, "verify", str(held), env=trial.environment).stdout
    Tables(trial.book / "data").change("claims", {"claim": "p002"}, value="81")
    assert trial.build().returncode == 0
    now = json.loads((html / "edition.json").read_text())["charts"]
    assert now["trade-stated"]["fingerprint"] != before["trade-stated"]["fingerprint"]
    assert now["trade-chart"]["fingerprint"] == before["trade-chart"]["fingerprint"]
    assert "81" in (html / "charts/trade-stated/trade-stated.csv").read_text()
    done = small.nolimits(trial.book, "verify", str(held), env=trial.environment)
    assert not done.stdout.startswith("intact")
    assert done.returncode


@pytest.mark.full
def test_a_notebook_edited_while_it_runs_is_shown_as_edited_by_the_next_build(trial):
    talks, page = trial.book / "notebooks/talks.ipynb", trial.book / "_build/html/notebooks/talks.html"
    wait = "import time\ntime.sleep(4)\n"
    small.notebook(talks, "bank.rate", "point", "2022-02-28", extra=wait)
    building = trial.begin()
    running = trial.book / "_build/runs/under-way"
    while not list(running.glob("talks-*")) and building.poll() is None:
        pass
    talks.write_text(talks.read_text().replace("A line.", "A line that was edited."))
    building.communicate()
    assert building.returncode == 0
    assert "A line that was edited." not in page.read_text()
    assert trial.build().returncode == 0
    assert "A line that was edited." in page.read_text()


# --- however


@pytest.mark.full
def test_a_script_without_a_main_guard_builds_the_book(trial):
    script = trial.folder / "script.py"
    script.write_text("from pathlib import Path\nfrom nolimits.book import build\nprint(build(Path('book')))\n")
    EDITS["call"](trial.editor)
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=trial.folder,
        env=trial.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("book/_build/html/index.html") == 1
    assert trial.differences() == []

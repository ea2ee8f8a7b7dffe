"""A notebook is a page of evidence: committed without outputs or logic, and it runs in every way that users run it."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from nolimits import manuscript

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = manuscript.notebooks(ROOT)
BIN = Path(sys.executable).parent
SECTIONS = {"trade", "barriers", "finance", "projects", "military"}
LOGIC = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Lambda, ast.ListComp, ast.DictComp, ast.Try)

every_notebook = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


def code(notebook):
    return [cell["source"] for cell in manuscript.cells(notebook) if cell["cell_type"] == "code"]


def charts_of(notebook):
    """The calls that draw an exhibit, with their keyword arguments."""
    calls = [node for source in code(notebook) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [call for call in calls if {"id", "headline"} <= {word.arg for word in call.keywords}]


def test_the_five_sections_are_there():
    assert {path.stem for path in NOTEBOOKS} == SECTIONS


@every_notebook
def test_a_notebook_is_committed_without_outputs(notebook):
    for cell in manuscript.cells(notebook):
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert not {"papermill", "execution"} & set(cell["metadata"])


@every_notebook
def test_a_notebook_declares_cutoff_and_start_with_their_types(notebook):
    declared = manuscript.declared(notebook)
    assert declared["cutoff"] == ("str", "latest")
    assert declared["start"][0] == "int"
    assert len(declared) >= 2


@every_notebook
def test_a_notebook_holds_no_logic(notebook):
    for source in code(notebook):
        assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, LOGIC)]


@every_notebook
def test_a_notebook_has_at_least_eight_exhibits_each_told_in_words(notebook):
    calls = charts_of(notebook)
    assert len(calls) >= 8
    for call in calls:
        said = {word.arg: word.value.value for word in call.keywords if isinstance(word.value, ast.Constant)}
        assert said["id"].startswith(f"{notebook.stem}-")
        assert all(len(said[part].strip()) > 10 for part in ("headline", "caption", "alt")), said["id"]


@every_notebook
def test_a_notebook_has_ten_words_of_prose_for_each_line_of_code(notebook):
    words = sum(len(c["source"].split()) for c in manuscript.cells(notebook) if c["cell_type"] == "markdown")
    lines = sum(len([line for line in source.splitlines() if line.strip()]) for source in code(notebook))
    assert words >= 10 * lines


@every_notebook
def test_each_exhibit_is_spoken_of_in_the_text(notebook):
    text = "".join(c["source"] for c in manuscript.cells(notebook) if c["cell_type"] == "markdown")
    for call in charts_of(notebook):
        name = next(word.value.value for word in call.keywords if word.arg == "id")
        assert f"{{numref}}`{name}`" in text, f"nothing in the text refers to {name}"


def test_the_ids_of_exhibits_are_unique():
    names = [
        word.value.value for nb in NOTEBOOKS for call in charts_of(nb) for word in call.keywords if word.arg == "id"
    ]
    assert len(names) == len(set(names))


@every_notebook
def test_a_question_heads_each_part(notebook):
    text = "\n".join(c["source"] for c in manuscript.cells(notebook) if c["cell_type"] == "markdown")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert sum(heading.endswith("?") for heading in headings) >= 4


@pytest.mark.xdist_group("site")
def test_papermill_runs_a_notebook_by_itself(tmp_path):
    out = tmp_path / "out.ipynb"
    command = [BIN / "papermill", "notebooks/trade.ipynb", out, "-p", "cutoff", "2025-09-10", "--no-progress-bar"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = [output["data"] for cell in json.loads(out.read_text())["cells"] for output in cell.get("outputs", ())]
    exhibits = [data["application/vnd.nolimits.exhibit+json"] for data in told if "image/svg+xml" in data]
    assert exhibits
    assert all(exhibit["cutoff"] == "2025-09-10" for exhibit in exhibits)


@pytest.mark.xdist_group("site")
def test_nbconvert_runs_a_notebook_where_it_lies(tmp_path):
    command = [BIN / "jupyter", "nbconvert", "--execute", "--to", "html", "--output-dir", tmp_path, "projects.ipynb"]
    done = subprocess.run(command, cwd=ROOT / "notebooks", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r'<img[^>]*src="data:image/svg', (tmp_path / "projects.html").read_text())

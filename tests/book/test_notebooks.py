"""A notebook is a page of evidence: committed without outputs or logic, and it runs in every way that users run it."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from nolimits.data.tables import read_rows
from nolimits.manuscript import contents, page, parameter_lines
from nolimits.manuscript.notebook import cells

pytestmark = pytest.mark.slow

BOOK = contents(ROOT)
PAGES = [page(name, BOOK.path(name)) for name in BOOK.pages if BOOK.path(name) in BOOK.notebooks]
BIN = Path(sys.executable).parent
MORE, MOST = "-more", 10  # the ending of a section's second notebook; exhibits of a first one
LOGIC = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Lambda, ast.ListComp, ast.DictComp, ast.Try)

every_notebook = pytest.mark.parametrize("notebook", PAGES, ids=lambda page: page.path.stem)


def code(notebook):
    return [cell["source"] for cell in cells(notebook.path) if cell["cell_type"] == "code"]


def section(notebook):
    """The section that a notebook is of: `trade` for `trade` and for `trade-more`, which holds the rest of it."""
    return notebook.path.stem.removesuffix(MORE)


def text(notebook):
    return "\n".join(passage.text for passage in notebook.passages)


def test_each_section_of_the_tables_has_its_notebook():
    sections = {row["section"] for row in read_rows("indicators", ROOT / "data")}
    assert {section(notebook) for notebook in PAGES} == sections
    assert {path.name for path in (ROOT / "notebooks").glob("*.ipynb")} == {path.name for path in BOOK.notebooks}


@every_notebook
def test_a_notebook_is_committed_without_outputs(notebook):
    for cell in cells(notebook.path):
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert not {"papermill", "execution"} & set(cell["metadata"])


@every_notebook
def test_a_notebook_declares_cutoff_and_start_with_their_types(notebook):
    declared = parameter_lines(notebook.path)
    assert declared["cutoff"] == ("str", "latest")
    assert declared["start"][0] == "int"
    assert len(declared) >= 2


@every_notebook
def test_a_notebook_holds_no_logic(notebook):
    for source in code(notebook):
        assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, LOGIC)]


@every_notebook
def test_a_notebook_has_a_few_exhibits_named_after_its_section(notebook):
    least = 1 if notebook.name.endswith("-more") else 2  # the rest may be text and tables but for one
    assert least <= len(notebook.charts) <= MOST
    for chart in notebook.charts:
        assert chart.id.startswith(f"{section(notebook)}-")
        assert {"headline", "caption", "alt"} <= set(chart.words), chart.id


@every_notebook
def test_a_notebook_has_two_words_of_prose_for_each_line_of_code_beside_its_facts(notebook):
    lines = [line for line in notebook.code.splitlines() if line.strip()]
    assert len(text(notebook).split()) >= 2 * len(lines)


@every_notebook
def test_each_exhibit_is_spoken_of_in_the_text(notebook):
    for chart in notebook.charts:
        assert f"{{numref}}`{chart.id}`" in text(notebook), f"nothing in the text refers to {chart.id}"


def test_each_exhibit_that_the_text_speaks_of_is_there():
    drawn = {chart.id for notebook in PAGES for chart in notebook.charts}
    for name in BOOK.pages:
        spoken = re.findall(r"\{numref\}`([^`]+)`", text(page(name, BOOK.path(name))))
        assert set(spoken) <= drawn, name


def test_a_retired_chart_is_drawn_no_more_and_its_successor_is():
    drawn = {chart.id for notebook in PAGES for chart in notebook.charts}
    retired = read_rows("retired_charts", ROOT / "data")
    assert not {row["chart"] for row in retired} & drawn
    assert {row["successor"] for row in retired if row["successor"]} <= drawn


def test_the_ids_of_exhibits_are_unique():
    names = [chart.id for notebook in PAGES for chart in notebook.charts]
    assert len(names) == len(set(names))


@every_notebook
def test_a_question_heads_each_part(notebook):
    headings = re.findall(r"^## (.+)$", text(notebook), re.MULTILINE)
    assert sum(heading.endswith("?") for heading in headings) >= 3


@pytest.mark.xdist_group("site")
def test_papermill_runs_a_notebook_by_itself(tmp_path):
    out = tmp_path / "out.ipynb"
    command = [
        BIN / "papermill",
        "notebooks/finance-more.ipynb",
        out,
        "-p",
        "cutoff",
        "2025-09-10",
        "--no-progress-bar",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = [output["data"] for cell in json.loads(out.read_text())["cells"] for output in cell.get("outputs", ())]
    exhibits = [data["application/vnd.nolimits.exhibit+json"] for data in told if "image/svg+xml" in data]
    assert exhibits
    assert all(exhibit["cutoff"] == "2025-09-10" for exhibit in exhibits)


@pytest.mark.xdist_group("site")
@pytest.mark.full
def test_nbconvert_runs_a_notebook_where_it_lies(tmp_path):
    command = [
        BIN / "jupyter",
        "nbconvert",
        "--execute",
        "--to",
        "html",
        "--output-dir",
        tmp_path,
        "finance-more.ipynb",
    ]
    done = subprocess.run(command, cwd=ROOT / "notebooks", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r'<img[^>]*src="data:image/svg', (tmp_path / "finance-more.html").read_text())

"""Cleaning takes from a notebook what running and editors leave in it, and nothing that somebody wrote."""

import json

import nbformat
import pytest
import small
from conftest import ROOT
from nbformat import v4

from nolimits.cli import main
from nolimits.data import DataError
from nolimits.manuscript.clean import clean


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "trade.ipynb"
    small.notebook(found, "wool.turnover", "year", "2021")
    found.write_text(clean(found), encoding="utf-8")
    return found


def spoil(path, kernel="Python 3 (ipykernel)"):
    """As an editor saves it that ran it, with its own name for the kernel and its own order of keys."""
    read = nbformat.read(path, as_version=4)
    for number, cell in enumerate(read.cells):
        cell.metadata |= {"vscode": {"languageId": "python"}, "execution": {"iopub": "now"}, "collapsed": True}
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.outputs = [v4.new_output("stream", text="said\\n" * 1000)]
    injected = v4.new_code_cell("cutoff = 'x'", metadata={"tags": ["injected-parameters"]})
    read.cells.insert(2, injected)
    read.metadata |= {
        "papermill": {"start": "now"},
        "widgets": {"x": 1},
        "language_info": {"name": "python", "version": "3"},
        "kernelspec": {"display_name": kernel, "language": "python", "name": "python3"},
    }
    nbformat.write(read, path)


@pytest.mark.parametrize("kernel", ["Python 3 (ipykernel)", ".venv", "Python 3"])
def test_a_notebook_that_was_run_and_saved_is_as_it_was_before(path, kernel):
    before = path.read_text(encoding="utf-8")
    spoil(path, kernel)
    assert path.read_text(encoding="utf-8") != before
    assert clean(path) == before


def test_a_kernel_that_somebody_chose_stays(path):
    read = json.loads(path.read_text())
    read["metadata"]["kernelspec"] = {"display_name": "Wool", "language": "python", "name": "wool"}
    path.write_text(json.dumps(read))
    assert json.loads(clean(path))["metadata"]["kernelspec"] == read["metadata"]["kernelspec"]


def test_the_order_of_keys_is_that_of_jupyter(path):
    before = path.read_text(encoding="utf-8")
    nbformat.write(nbformat.read(path, as_version=4), path)
    assert path.read_text(encoding="utf-8") == before


def test_what_somebody_wrote_stays(path):
    read = json.loads(path.read_text())
    read["cells"][0] |= {"attachments": {"map.png": {"image/png": "aaaa"}}}
    read["cells"][1]["metadata"] |= {"mystnb": {"image": {"alt": "A map"}}, "slideshow": {"slide_type": "skip"}}
    path.write_text(json.dumps(read))
    assert json.loads(clean(path))["cells"] == read["cells"]


def test_the_books_own_notebooks_are_clean():
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        assert clean(notebook) == notebook.read_text(encoding="utf-8"), notebook.name


def test_the_command_cleans_what_it_is_given_and_tells_it(path, capsys):
    spoil(path)
    assert main(["clean", "--check", str(path)]) == 1
    assert capsys.readouterr().out == f"{path}: has outputs or notes of an editor\n"
    assert main(["clean", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: cleaned\n"
    assert main(["clean", "--check", str(path)]) == 0
    assert capsys.readouterr().out == ""


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    (tmp_path / "x.ipynb").write_text("no")
    with pytest.raises(DataError, match="not a notebook"):
        clean(tmp_path / "x.ipynb")


@pytest.mark.parametrize("name", ["kernelspec", "language_info"])
@pytest.mark.parametrize("odd", [None, "python3", []])
def test_a_notebook_that_tells_of_its_kernel_otherwise_is_refused(path, name, odd):
    told = json.loads(path.read_text(encoding="utf-8"))
    told["metadata"][name] = odd
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(DataError, match=f"not a notebook .'{name}' of its metadata"):
        clean(path)


def test_a_byte_order_mark_before_a_notebook_is_taken_away(path):
    before = path.read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8-sig")
    assert clean(path) == before
    assert main(["clean", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == before

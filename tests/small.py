"""A small book with real tables and two short notebooks: for tests of how a book is made rather than of what it says."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import v4

ROOT = Path(__file__).resolve().parents[1]
METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}
SETUP = "from nolimits import charts, data\nview = data.View(cutoff, start)"
CHART = """charts.lines(
    view, "{indicator}", kind="{kind}", id="{name}-chart",
    headline="It {{direction}}`change('{indicator}', '{earlier}')`", caption="A line.", alt="A line over time",
)"""


def notebook(path: Path, indicator: str, kind: str, earlier: str, *, extra: str = "", parameters: bool = True) -> None:
    """Write a notebook with one chart of one indicator; `extra` is code put before the chart."""
    name = path.stem
    cells = [
        v4.new_markdown_cell(f"# {name.title()}\n\nIt stands at {{value}}`value('{indicator}')`."),
        v4.new_code_cell('cutoff: str = "latest"\nstart: int = 2018\nfactor: float = 1.5\nbold: bool = False'),
        v4.new_code_cell(SETUP),
        v4.new_code_cell(extra + CHART.format(indicator=indicator, kind=kind, name=name, earlier=earlier)),
    ]
    cells[1].metadata["tags"] = ["parameters", "remove-cell"] if parameters else ["remove-cell"]
    for number, cell in enumerate(cells):
        cell.id = f"{name}-{number}"
    made = v4.new_notebook(cells=cells, metadata=METADATA)
    nbformat.write(made, path)


def book(folder: Path) -> Path:
    """Lay out the small book in a folder."""
    for name in ("chapters", "notebooks"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copyfile(ROOT / "_config.yml", folder / "_config.yml")
    (folder / "requirements.txt").touch()
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/summary\nchapters:\n- file: notebooks/trade\n- file: notebooks/rate\n"
    )
    (folder / "chapters" / "summary.md").write_text("# Small\n\nThe rate is {value}`value('rate.key')`.\n")
    notebook(folder / "notebooks" / "trade.ipynb", "trade.turnover", "year", "2023")
    notebook(folder / "notebooks" / "rate.ipynb", "rate.key", "point", "2022-02-28")
    return folder


def nolimits(folder: Path, *arguments: str, **options) -> subprocess.CompletedProcess:
    """Run the command in a folder; a small book is not printed."""
    if arguments[:1] == ("build",) and folder != ROOT:
        arguments = (*arguments, "--no-pdf")
    command = [sys.executable, "-m", "nolimits.cli", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **options)

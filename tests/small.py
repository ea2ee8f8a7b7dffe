"""A small book about two countries that are not: for tests of how a book is made rather than of what it says."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import yaml
from nbformat import v4

ROOT = Path(__file__).resolve().parents[1]
TABLES = Path(__file__).resolve().parent / "tables"
METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}
SETUP = "from nolimits import View, charts, facts\n\nview = View(cutoff, start, factor=factor)"
FACTS = "facts(\n    view,\n    newest=\"value('{indicator}', 'latest')\",\n    move=\"change('{indicator}', '{earlier}')\",\n)"
CHART = """charts.lines(
    view, "{indicator}", kind="{kind}", id="{name}-chart",
    headline=("It {{change}}`move`", "How it moved"), caption="A line.", alt="A line over time.",
)"""
CHAPTERS = {
    "summary": "---\nfacts:\n  rate: value('bank.rate')\n---\n# Small\n\nThe rate is {value}`rate`.\nThe mill is {word}`status('mill-one')`.\n",
    "registers": "# Registers\n\n:::{register} measures\n:::\n\n:::{register} events\n:::\n\n:::{register} projects\n:::\n\n"
    "## Remarks\n\nThere are {number}`count('remarks')` of them.\n\n:::{register} remarks\n:::\n",
    "ledger": "# The ledger\n\n:::{statements}\n:::\n",
    "sources": "# Sources\n\n:::{sources}\n:::\n",
    "dictionary": "# Dictionary\n\n:::{dictionary}\n:::\n",
}
PAGES = (
    "notebooks/trade",
    "notebooks/talks",
    "chapters/registers",
    "chapters/ledger",
    "chapters/rows-trade",
    "chapters/rows-talks",
    "chapters/dictionary",
    "chapters/sources",
)


def notebook(path: Path, indicator: str, kind: str, earlier: str, *, extra: str = "", parameters: bool = True) -> None:
    """Write a notebook with one chart of one indicator; `extra` is code put before the chart."""
    name = path.stem
    told = {"indicator": indicator, "kind": kind, "name": name, "earlier": earlier}
    cells = [
        v4.new_markdown_cell(f"# {name.title()}"),
        v4.new_code_cell('cutoff: str = "latest"\nstart: int = 2018\nfactor: float = 1.5\nbold: bool = False'),
        v4.new_code_cell(SETUP),
        v4.new_code_cell(FACTS.format(**told)),
        v4.new_markdown_cell("## How it stands\n\nIt stands at {value}`newest`.\nIt {change}`move`."),
        v4.new_code_cell(extra + CHART.format(**told)),
    ]
    cells[1].metadata["tags"] = ["parameters", "remove-cell"] if parameters else ["remove-cell"]
    cells[2].metadata["tags"] = ["remove-cell"]
    cells[3].metadata["tags"] = ["facts", "remove-cell"]
    for number, cell in enumerate(cells):
        cell.id = f"{name}-{number}"
    nbformat.write(v4.new_notebook(cells=cells, metadata=METADATA), path)


def settings() -> dict:
    """The book's own settings, for another subject."""
    read = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    read |= {"title": "Wool and Tea?", "author": "The testers"}
    config = read["sphinx"]["config"]
    config["nolimits_editions"] = ["2023-01-31", "2023-06-30"]
    config["nolimits_cover"] = {
        "indicator": "wool.turnover",
        "first": 2014,
        "question": "Two texts disagree.",
        "note": "Wool in twelve months",
        "alt": "Wool trade: {value}`sum12('wool.turnover')`.",
    }
    return read


def book(folder: Path) -> Path:
    """Lay out the small book in a folder."""
    for name in ("chapters", "notebooks"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(TABLES, folder / "data")
    (folder / "_config.yml").write_text(yaml.safe_dump(settings(), sort_keys=False), encoding="utf-8")
    (folder / "requirements.txt").touch()
    toc = {"format": "jb-book", "root": "chapters/summary", "chapters": [{"file": page} for page in PAGES]}
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")
    for name, text in CHAPTERS.items():
        (folder / "chapters" / f"{name}.md").write_text(text, encoding="utf-8")
    notebook(folder / "notebooks" / "trade.ipynb", "wool.turnover", "year", "2021")
    notebook(folder / "notebooks" / "talks.ipynb", "bank.rate", "point", "2022-02-28")
    return folder


def nolimits(folder: Path, *arguments: str, **options) -> subprocess.CompletedProcess:
    """Run the command in a folder."""
    command = [sys.executable, "-m", "nolimits.cli", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **options)

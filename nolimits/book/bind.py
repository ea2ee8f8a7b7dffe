"""Bind staged pages into static HTML by Jupyter Book, warnings as errors, and take out what need not ship."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

from nolimits import manuscript
from nolimits.book.days import Day, Read
from nolimits.book.parameters import BuildError
from nolimits.pagemodel.printed import chapter, notebook

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
NOT_SHIPPED = (
    "**/*.map",
    ".buildinfo",
    ".nojekyll",
    "_sources",
    "_static/locales",
    "_static/images",
    "_static/*webpack-macros.html",
    "_static/scripts/fontawesome.js*",
    "_static/file.png",
    "_static/minus.png",
    "_static/plus.png",
    "_static/vendor/fontawesome/webfonts/*.ttf",
    "_static/vendor/fontawesome/webfonts/fa-brands*",
    "_static/vendor/fontawesome/webfonts/fa-regular*",
)


def stage(day: Day, to: Path, pages: Mapping[str, Read]) -> dict[str, Path]:
    """Lay out the printed book with its settings for this edition, execution off; gives the printed notebooks by page.

    What lies beside the chapters goes along.
    """
    root = day.book.folder
    shutil.copytree(root / "chapters", to / "chapters")
    printed = {}
    for name, page in pages.items():
        source = day.book.path(name)
        path = to / f"{name}{source.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if page.executed is None:
            text = chapter(manuscript.page(name, source), page.model.passages)
        else:
            text = notebook(json.loads(page.executed.read_text(encoding="utf-8")), page.model.passages)
            printed[name] = path
        path.write_text(text, encoding="utf-8")
    for name in ("_toc.yml", "CITATION.cff"):
        if (root / name).is_file():
            shutil.copyfile(root / name, to / name)
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    settings.setdefault("execute", {}).update(execute_notebooks="off", stderr_output="error")
    own = {"nolimits_cutoff": day.view.cutoff, "nolimits_edition": day.edition.key, "nolimits_printed": True}
    settings["sphinx"]["config"] |= own
    (to / "_config.yml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    return printed


def bind(staged: Path, into: Path, day: str, root: Path) -> Path:
    """The finished HTML tree. Raises BuildError with Jupyter Book's own warnings, told in the sources' places."""
    import datetime

    epoch = int(datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC).timestamp())
    environment = os.environ | {
        "NOLIMITS_DATA": str(staged / "data"),
        "SOURCE_DATE_EPOCH": str(epoch),
        "PYTHONHASHSEED": "0",
        "PYTHONWARNINGS": "ignore",
        "NO_COLOR": "1",
    }
    command = [
        sys.executable,
        "-c",
        "from jupyter_book.cli.main import main; main()",
        "build",
        str(staged),
        "--path-output",
        str(into),
        "-W",
        "-n",
        "--keep-going",
        "-q",
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=staged, check=False)
    if done.returncode:
        raise BuildError(f"the book cannot be bound:\n{_told(done, staged, root)}")
    tree = into / "_build" / "html"
    _slim(tree)
    return tree


def _told(done: subprocess.CompletedProcess[str], staged: Path, root: Path) -> str:
    said = COLOURS.sub("", done.stdout + done.stderr).replace(f"{staged}/", "")
    lines = [line for line in said.splitlines() if re.search(r"WARNING|ERROR|Error", line)]
    return "\n".join(dict.fromkeys(lines)) or said[-3000:]


def _slim(tree: Path) -> None:
    """Remove source maps, what no page asks for, and what tells of this machine; hush the theme."""
    for pattern in NOT_SHIPPED:
        for path in tree.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for script in tree.rglob("pydata-sphinx-theme.js"):
        # the theme tells the console of each change of mode
        script.write_text(script.read_text(encoding="utf-8").replace("console.log(", "void("), encoding="utf-8")

"""Notebooks as they are committed: without outputs, counts and what an editor notes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nolimits.data import text_of
from nolimits.manuscript.notebook import INJECTED, METADATA, cells, has_tag, where

KERNEL = ("display_name", "language", "name")
# how Python's own kernel is noted; each machine calls it otherwise: "Python 3 (ipykernel)", ".venv"
USUAL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def clean(path: Path) -> str:
    """A notebook's text less its outputs, its counts, what an editor noted, and what papermill put in.

    Raises ManuscriptError where the file is no notebook.
    """
    cells(path)  # it is one
    notebook = json.loads(text_of(path, where(path)))
    told = notebook.get("metadata", {})
    kept: dict[str, Any] = {}
    if "kernelspec" in told:
        kept["kernelspec"] = {name: told["kernelspec"][name] for name in KERNEL if name in told["kernelspec"]}
        if kept["kernelspec"].get("name") == USUAL["name"]:
            kept["kernelspec"] |= USUAL
    if "language_info" in told:
        kept["language_info"] = {"name": told["language_info"].get("name", "python")}
    own = [_cell(cell) for cell in notebook["cells"] if not has_tag(cell, INJECTED)]
    # keys in the order in which Jupyter writes them, so that a notebook saved and cleaned is as it was
    return json.dumps(notebook | {"cells": own, "metadata": kept}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    found = cell | {"metadata": {name: told for name, told in cell["metadata"].items() if name in METADATA}}
    found["source"] = cell["source"] if isinstance(cell["source"], list) else cell["source"].splitlines(keepends=True)
    if cell["cell_type"] == "code":
        found |= {"execution_count": None, "outputs": []}
    return found

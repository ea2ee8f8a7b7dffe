"""Printed pages as files: chapters as Markdown, notebooks with their passages printed and their code as it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import yaml

from nolimits.manuscript import Page


def chapter(page: Page, printed: Sequence[str]) -> str:
    """A chapter's text; what its front matter says besides facts stays on top, and lines stay where they were."""
    front = f"---\n{yaml.safe_dump(dict(page.front), allow_unicode=True)}---\n" if page.front else ""
    (passage,) = page.passages
    return front + "\n" * max(0, passage.line - 1 - front.count("\n")) + printed[0]


def notebook(cells: dict[str, Any], printed: Sequence[str]) -> str:
    """A notebook's text, as JSON: Markdown cells printed, in order."""
    passages = iter(printed)
    made = [cell | {"source": next(passages)} if cell["cell_type"] == "markdown" else cell for cell in cells["cells"]]
    return json.dumps(cells | {"cells": made}, ensure_ascii=False) + "\n"

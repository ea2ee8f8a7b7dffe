"""Printed pages as files: chapters as Markdown, notebooks with their passages printed and their code as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from nolimits.manuscript import Page
from nolimits.manuscript.exhibit import MIME

HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def chapter(page: Page, printed: Sequence[str]) -> str:
    """A chapter's text; what its front matter says besides facts stays on top, and lines stay where they were."""
    front = f"---\n{yaml.safe_dump(dict(page.front), allow_unicode=True)}---\n" if page.front else ""
    (passage,) = page.passages
    return front + "\n" * max(0, passage.line - 1 - front.count("\n")) + printed[0]


def notebook(cells: dict[str, Any], printed: Sequence[str]) -> str:
    """A notebook's text, as JSON: Markdown cells printed, in order; a picture without words is told by its heading.

    Of a chart it keeps the bundle, which holds the pictures, and the words.
    """
    passages, heading, made = iter(printed), "", []
    for cell in cells["cells"]:
        if cell["cell_type"] == "markdown":
            text = _with_pasted(next(passages), cell.get("attachments", {}))
            heading = next(reversed(HEADING.findall(text)), heading)
            made.append(cell | {"source": text})
        else:
            cell = _once(cell)
            made.append(_with_words(cell, heading) if is_wordless(cell) else cell)
    return json.dumps(cells | {"cells": made}, ensure_ascii=False) + "\n"


def _with_pasted(text: str, attached: Mapping[str, Mapping[str, str]]) -> str:
    """A text with the pictures that were pasted into its cell, which MyST does not look for there."""
    for name, kinds in attached.items():
        for kind, content in kinds.items():
            text = text.replace(f"(attachment:{name})", f"(data:{kind};base64,{''.join(content.split())})")
    return text


def _once(cell: dict[str, Any]) -> dict[str, Any]:
    """A cell whose charts hold each picture once, for a run leaves them beside the bundle for other readers, too."""

    def bare(output: dict[str, Any]) -> dict[str, Any]:
        data = output.get("data", {})
        return output | {"data": {kind: data[kind] for kind in (MIME, "text/plain")}} if MIME in data else output

    return cell | {"outputs": [bare(output) for output in cell["outputs"]]} if "outputs" in cell else cell


def is_wordless(cell: Mapping[str, Any]) -> bool:
    """Whether a run left pictures under a cell of which nothing is said to whoever cannot see them."""
    kinds = {kind for output in cell.get("outputs", ()) for kind in output.get("data", {})}
    told = cell.get("metadata", {}).get("mystnb", {}).get("image", {}).get("alt")
    return not told and MIME not in kinds and any(kind.startswith("image/") for kind in kinds)


def _with_words(cell: dict[str, Any], heading: str) -> dict[str, Any]:
    own = cell["metadata"].get("mystnb", {})
    image = own.get("image", {}) | {"alt": f"A figure under the heading {heading}" if heading else "A figure"}
    return cell | {"metadata": cell["metadata"] | {"mystnb": own | {"image": image}}}

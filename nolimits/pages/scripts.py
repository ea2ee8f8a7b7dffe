"""Which scripts of extensions a page has no use for: those whose markup it does not hold."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

# what a page's markup holds where a script has work to do, and the words by which that is loaded
OF_MARKUP = {
    re.compile(r'class="[^"]*(?<![\w-])(?:toggle|dropdown)(?![\w-])'): ("togglebutton", "toggleHint", "toggleOpen"),
    re.compile(r'data-sync-id="'): ("design-tabs.js",),
}


def idle_scripts(body: str) -> list[str]:
    """The words by which those scripts are loaded that a page of this markup does without."""
    return [word for markup, words in OF_MARKUP.items() if not markup.search(body) for word in words]


def _add(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    context["idle_scripts"] = idle_scripts(context.get("body") or "")


def setup(app: Sphinx) -> None:
    """Tell the theme's page which scripts to leave out."""
    app.connect("html-page-context", _add)

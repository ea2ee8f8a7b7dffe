"""Pages as they are read: printed from the page model, unless whoever stages the book has printed them before."""

from __future__ import annotations

import json
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from nolimits.data import DataError
from nolimits.manuscript import contents, generated, page
from nolimits.pagemodel.model import model
from nolimits.pagemodel.printed import chapter, notebook
from nolimits.pages import context

logger = logging.getLogger(__name__)


def _read(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the printed page in place of its source; a located warning for what cannot be answered."""
    if app.config.nolimits_printed or docname not in context.contents_of(app.env).parts:
        return
    path = Path(app.env.doc2path(docname))
    try:
        own = page(docname, path)
        printed = model(own, context.view(app.env), "").passages
    except DataError as error:
        logger.warning("%s", error, location=docname)
        return
    source[0] = notebook(json.loads(source[0]), printed) if own.is_notebook else chapter(own, printed)


def lay_out(app: Sphinx, _config: object) -> None:
    """Sphinx reads files: pages that the tables call for are laid beside the others before it looks for them."""
    folder = Path(app.srcdir)
    generated.write_missing(folder, contents(folder).pages)


def setup(app: Sphinx) -> None:
    """Register the setting and the reader."""
    app.add_config_value("nolimits_printed", False, "env")
    app.connect("config-inited", lay_out, priority=100)
    app.connect("source-read", _read)

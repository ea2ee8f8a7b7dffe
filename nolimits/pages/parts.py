"""Parts of pages that are made from tables, as directives; the records for machines that go with them."""

from __future__ import annotations

from functools import partial

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from nolimits.claims.records import DATA_FILE, claims_file
from nolimits.claims.verdicts import style_sheet
from nolimits.data import DataError
from nolimits.data.store import remember
from nolimits.language import ExpressionError
from nolimits.pagemodel.parts.cover import CARD_FILE, cover_card
from nolimits.pagemodel.registry import PARTS
from nolimits.pages import context

logger = logging.getLogger(__name__)
VERDICT_STYLES = "verdicts.css"


class PartDirective(SphinxDirective):
    """A part of a page by its name; what it is made from is noted when the page is printed."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {"made": directives.unchanged}  # noqa: RUF012  docutils reads it from the class

    def run(self) -> list[nodes.Node]:
        """Raw HTML, all cells escaped; a located warning for what the tables do not hold."""
        try:
            made = self._make_html()
        except (DataError, ExpressionError) as error:
            logger.warning("%s in {%s}", error, self.name, location=self.get_location())
            return []
        return [nodes.raw("", made, format="html")]

    def _make_html(self) -> str:
        """The part as HTML, made where it is not kept: a page is read anew for each letter that changes in it."""
        argument, body = self.arguments[0] if self.arguments else "", "\n".join(self.content)
        setting = context.setting(self.env, self.env.docname)
        own = vars(setting.imprint), setting.cover and vars(setting.cover)
        told = [self.name, argument, body, self.env.docname, *own, setting.view.basis]
        return remember("part", told, partial(PARTS[self.name].html, setting, argument, body))


def write_records(app: Sphinx, error: Exception | None) -> None:
    """Whoever prints pages adds what goes with them; where none has, the ledger and the card are put beside them."""
    if error or app.builder.name != "html" or app.config.nolimits_printed:
        return
    view, cover = context.view(app.env), context.cover(app.env)
    (app.outdir / DATA_FILE).write_bytes(claims_file(view))
    if cover:
        (app.outdir / CARD_FILE).write_bytes(cover_card(cover, view))


def write_styles(app: Sphinx) -> None:
    """The verdicts' colours, before any page is written: a page names its style sheets with a digest."""
    if app.builder.name == "html":
        static = app.outdir / "_static"
        static.mkdir(parents=True, exist_ok=True)
        (static / VERDICT_STYLES).write_text(style_sheet(), encoding="utf-8")


def _add_scripts(app: Sphinx, page: str, _template: str, _told: dict[str, object], _doctree: object) -> None:
    """What sorts and filters the ledger is loaded by the one page that holds it."""
    if page == context.view(app.env).about_register("claims").page:
        app.add_js_file("ledger.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register a directive for each part."""
    app.add_config_value("nolimits_cover", {}, "env")
    for name in PARTS:
        app.add_directive(name, PartDirective)
    app.add_css_file(VERDICT_STYLES)
    app.connect("builder-inited", write_styles)
    app.connect("html-page-context", _add_scripts)
    app.connect("build-finished", write_records)

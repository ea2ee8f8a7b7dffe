"""The Sphinx side: roles and directives of derived prose, exhibits as figures, and the pages made from tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.config import Config

from nolimits import __version__
from nolimits.pages import (
    changes,
    excerpts,
    exhibits,
    facts,
    formulas,
    fresh,
    keys,
    landing,
    months,
    parts,
    scripts,
    shelf,
    source,
    standards,
)

BIBLIOGRAPHY = "bibtex_bibfiles"
STATIC, TEMPLATES = Path(__file__).with_name("static"), Path(__file__).with_name("templates")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension.

    Settings are `nolimits_cutoff` (a day or `latest`), `nolimits_start` (a year) and `nolimits_edition` (its key;
    worked out where it is empty).
    """
    app.add_config_value("nolimits_cutoff", "latest", "env")
    app.add_config_value("nolimits_start", 1900, "env")
    app.add_config_value("nolimits_edition", "", "env")
    every = (
        source,
        facts,
        parts,
        keys,
        changes,
        exhibits,
        formulas,
        scripts,
        shelf,
        landing,
        months,
        standards,
        excerpts,
        fresh,
    )
    for part in every:
        part.setup(app)
    app.config.templates_path.append(str(TEMPLATES))
    if BIBLIOGRAPHY in app.config.overrides:
        # a list of extensions in the settings takes the place of the one to which Jupyter Book adds this
        app.setup_extension("sphinxcontrib.bibtex")
    app.connect("config-inited", _prefer_own_logo)
    app.connect("builder-inited", _add_static)
    app.connect("builder-inited", _leave_search)
    app.connect("builder-inited", _keep_templates)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _prefer_own_logo(_app: Sphinx, config: Config) -> None:
    """Let the `logo` that a book names stand before pictures that the theme's options name."""
    if config.html_logo:
        logo = config.html_theme_options.get("logo", {})
        config.html_theme_options["logo"] = {key: told for key, told in logo.items() if not key.startswith("image_")}


def _leave_search(app: Sphinx) -> None:
    """Let Sphinx index nothing, which takes it long: the book's search is its own, and has a page of its own."""
    if hasattr(app.builder, "search"):
        app.builder.search = False
        app.config.html_additional_pages.setdefault("search", "search.html")


def _keep_templates(app: Sphinx) -> None:
    """Let the theme's templates be compiled once, not in each build."""
    if environment := getattr(getattr(app.builder, "templates", None), "environment", None):
        folder = Path(app.doctreedir) / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


def _add_static(app: Sphinx) -> None:
    app.config.html_static_path.append(str(STATIC))
    if not app.config.html_favicon:
        app.config.html_favicon = str(STATIC / "favicon.svg")
    app.add_css_file("book.css")
    for script in ("cite.js", "search.js"):
        app.add_js_file(script, loading_method="defer")

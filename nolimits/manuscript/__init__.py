"""The manuscript as it lies on disk: its contents, its pages, and what notebooks hold."""

from nolimits.manuscript.brought import NOTHING, Brought, extras
from nolimits.manuscript.contents import Contents, contents
from nolimits.manuscript.errors import ManuscriptError
from nolimits.manuscript.notebook import ChartCall, outputs, parameter_lines, parameters
from nolimits.manuscript.pages import Page, Passage, page, pages
from nolimits.manuscript.settings import citation, has_formulas, settings, sphinx_of

__all__ = [
    "NOTHING",
    "Brought",
    "ChartCall",
    "Contents",
    "ManuscriptError",
    "Page",
    "Passage",
    "citation",
    "contents",
    "extras",
    "has_formulas",
    "outputs",
    "page",
    "pages",
    "parameter_lines",
    "parameters",
    "settings",
    "sphinx_of",
]

"""The manuscript as it lies on disk: its contents, its pages, and what notebooks hold."""

from nolimits.manuscript.contents import Contents, contents
from nolimits.manuscript.errors import ManuscriptError
from nolimits.manuscript.extras import NO_EXTRAS, Extras, extras
from nolimits.manuscript.notebook import ChartCall, outputs, parameter_lines, parameters
from nolimits.manuscript.pages import Page, Passage, page, pages
from nolimits.manuscript.settings import citation, has_formulas, settings, sphinx_of

__all__ = [
    "NO_EXTRAS",
    "ChartCall",
    "Contents",
    "Extras",
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

"""A page loads the scripts of extensions for whose markup it has a use, and no others."""

import pytest

from nolimits.pages.scripts import idle_scripts

FOLDS, TABS = ["togglebutton", "toggleHint", "toggleOpen"], ["design-tabs.js"]


@pytest.mark.parametrize(
    ("body", "idle"),
    [
        ("<p>A dropdown, a toggle.</p>", FOLDS + TABS),
        ('<details class="sd-dropdown toggle-button">', FOLDS + TABS),
        ('<div class="toggle docutils container">', TABS),
        ('<div class="dropdown admonition">', TABS),
        ('<div class="solution dropdown admonition">', TABS),
        ('<input class="x"><label data-sync-id="one">', FOLDS),
        ("", FOLDS + TABS),
    ],
)
def test_a_script_is_idle_where_its_markup_is_not(body, idle):
    assert idle_scripts(body) == idle

"""Whoever comes on a telephone from a number to its row sees there, without a step sideways, whose figure it is."""

import pytest
from browsing import chromium  # noqa: F401  the fixture
from conftest import ROOT

WIDTH = 390
ROWS = """<meta name="viewport" content="width=device-width"><style>* {{ box-sizing: border-box }} {style}</style>
<article class="bd-article" style="margin: 1rem"><details class="{kind}" open><div class="table-box"><table class="rows">
<thead><tr><th>Period</th><th>Figure</th><th>Known</th><th>Source</th><th>Note</th></tr></thead>
<tbody><tr class="stands"><td>January to November 2025</td><td>about 203.675 ✓</td><td>2025-12-23</td>
<td id="source"><a href="#">Kyiv Independent via CGS (citing Reuters, Chinese customs)</a></td>
<td>A note of some length that may well be read by a step sideways.</td></tr></tbody></table></div></details></article>"""


@pytest.mark.parametrize(("kind", "seen"), [("indicator", True), ("entry", False)])
def test_the_source_of_a_row_is_seen_on_a_telephone(chromium, kind, seen):  # noqa: F811
    style = (ROOT / "nolimits/pages/static/book.css").read_text(encoding="utf-8")
    page = chromium.new_page(viewport={"width": WIDTH, "height": 844})
    page.set_content(ROWS.format(style=style, kind=kind))
    box = page.locator("#source").bounding_box()
    page.close()
    assert (box["x"] + box["width"] <= WIDTH) is seen

"""What is printed: on paper every number leads to its source, and the press finds a browser that can print, or says so."""

import io
import json
import re
from pathlib import Path

import lxml.html
import pytest
from lxml import etree
from matplotlib.figure import Figure
from programs import executable
from pypdf import PdfReader

from nolimits.citing.citations import Imprint
from nolimits.hypertext import html
from nolimits.takeaway.print import hatching, press
from nolimits.takeaway.print.notes import Notes
from nolimits.takeaway.print.paper import paper

EDITION = "2024-01-20-aaaaaaaaaaaa"
IMPRINT = Imprint("Wool and Tea? A quarrel", "Wool", "", ({"literal": "The testers"},), "", EDITION, "2024-01-20")
SOLD = "wool.exports.2022-01-01.2022-12-31.2023-01-20.customs-2023-01-20-wool"
BOUGHT = "wool.imports.2022-01-01.2022-12-31.2023-01-20.customs-2023-01-20-wool"
RATE = "bank.rate.2022-06-14.2022-06-14.2022-06-14.customs-2022-06-14-bank"
TEA = "tea.cargoes.2021-01-01.2021-12-31.2022-03-01.daily-2022-03-01-tea"


# --- hatching


HATCHED = (
    b'<svg xmlns="http://www.w3.org/2000/svg"><defs><pattern id="p" patternUnits="userSpaceOnUse" width="72" height="72">'
    b'<rect width="73" height="73" fill="#c9342b"/><path d="M0 0L72 72" stroke="#fff"/></pattern></defs>'
    b'<path d="M70 10H80V20H70z" fill="url(#p)"%s/></svg>'
)


def test_a_hatched_surface_is_drawn_line_by_line():
    drawn = hatching.draw_hatches(HATCHED % b"").decode()
    assert "pattern" not in drawn
    assert drawn.count("M0 0L72 72") == 2  # it lies in two tiles
    assert re.findall(r'transform="translate\(([\d. ]+)\)"', drawn) == ["0.0 0.0", "72.0 0.0"]
    assert drawn.count("clipPath") == 2
    assert 'fill="#c9342b"' in drawn


def test_the_edge_of_a_hatched_surface_stays():
    root = etree.fromstring(hatching.draw_hatches(HATCHED % b' stroke="#000"'))
    edge = [node for node in root.iter("{*}path") if node.get("stroke") == "#000"]
    assert [node.get("fill") for node in edge] == ["none"]
    assert not [
        node
        for node in etree.fromstring(hatching.draw_hatches(HATCHED % b' stroke="none"')).iter("{*}path")
        if node.get("stroke") == "none"
    ]


def test_a_path_may_be_given_in_lines_and_corners():
    drawn = hatching.draw_hatches(HATCHED.replace(b"M70 10H80V20H70z", b"M70 10L80 20L150 10z") % b"").decode()
    assert re.findall(r'transform="translate\(([\d. ]+)\)"', drawn) == ["0.0 0.0", "72.0 0.0", "144.0 0.0"]


def test_a_picture_without_hatching_stays_as_it_is():
    picture = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0H1"/></svg>'
    assert hatching.draw_hatches(picture) is picture


def test_only_what_is_hatched_is_drawn_anew():
    drawn = hatching.draw_hatches((HATCHED % b"").replace(b"</svg>", b'<path d="M0 0H1" fill="url(#q)"/></svg>'))
    assert b'<path d="M0 0H1" fill="url(#q)"/>' in drawn


# --- notes: the numbers in brackets


@pytest.fixture
def tree(tmp_path) -> Path:
    """A finished tree with one chart and the twin of one page."""
    (tmp_path / "charts/trade-chart").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    sources = [{"source": "institute-2022-03-01-wool"}, {"source": "nobody-2030-01-01-x"}]
    (tmp_path / "charts/trade-chart/trade-chart.json").write_text(json.dumps({"sources": sources}))
    numbers = [{"anchor": "n-9", "sources": ["daily-2022-03-01-tea", "customs-2023-01-20-wool", "nobody-2030-01-01-x"]}]
    (tmp_path / "notebooks/trade.json").write_text(json.dumps({"numbers": numbers}))
    return tmp_path


def fact(row: str, words: str = "1", place: str = "") -> str:
    told = f' data-place="{place}"' if place else ""
    return f'<a class="fact" href="../chapters/rows-trade.html#{row}"{told}>{words}</a>'


def noted(tree, view, article: str) -> tuple[lxml.html.HtmlElement, Notes]:
    notes = Notes(tree, view)
    made = lxml.html.fromstring(f"<article>{article}</article>")
    notes.add(made, "notebooks/trade")
    return made, notes


def words(node) -> str:
    return node.text_content().replace("\u2009", " ")


def test_a_figure_is_followed_by_the_number_of_its_source(tree, frozen):
    made, notes = noted(tree, frozen, f"<p>It was {fact(SOLD)}, then {fact(RATE)}.</p>")
    assert words(made) == "It was 1 [1], then 1 [2]."
    assert notes.used == {"customs-2023-01-20-wool": 1, "customs-2022-06-14-bank": 2}
    assert [link.get("href") for link in made.findall(".//span/a")] == ["#source-1", "#source-2"]


def test_a_source_is_numbered_once_a_paragraph_and_keeps_its_number(tree, frozen):
    made, _ = noted(tree, frozen, f"<p>{fact(SOLD)} {fact(BOUGHT)}</p><p>{fact(RATE)} {fact(SOLD)}</p>")
    assert words(made) == "1 [1] 11 [2] 1 [1]"


def test_a_number_of_several_rows_has_all_their_sources(tree, frozen):
    made, _ = noted(tree, frozen, f"<p>{fact('wool.exports', place='n-9')}</p>")
    assert words(made) == "1 [1, 2]"


def test_a_number_that_is_asked_again_has_the_same_sources(tree, frozen):
    again = '<a class="fact" href="../chapters/rows-trade.html#wool.exports">1</a>'
    made, _ = noted(tree, frozen, f"<p>{fact('wool.exports', place='n-9')}</p><p>{again}</p>")
    assert words(made) == "1 [1, 2]1 [1, 2]"


def test_numbers_in_headlines_have_none_and_charts_have_those_of_what_they_draw(tree, frozen):
    figure = f'<figure id="trade-chart"><p>{fact(SOLD)}</p><p class="exhibit-source">Source: x</p></figure>'
    made, _ = noted(tree, frozen, f"<h2>{fact(SOLD)}</h2>{figure}")
    assert words(made) == "11Source: x [1]"


def test_a_chart_without_a_record_has_no_number(tree, frozen):
    made, _ = noted(tree, frozen, '<figure id="other-chart"><p class="exhibit-source">Source: x</p></figure>')
    assert words(made) == "Source: x"


def test_a_link_to_the_bibliography_and_one_to_a_register_have_their_source(tree, frozen):
    links = '<a class="fact" href="../chapters/sources.html#daily-2022-03-01-tea">The Daily</a>'
    links += '<a class="fact" href="../chapters/registers.html#event-tal-001">a treaty</a>'
    made, notes = noted(tree, frozen, f"<p>{links}</p>")
    assert words(made) == "The Daily [1]a treaty [2]"
    assert list(notes.used) == ["daily-2022-03-01-tea", "wire-2021-03-02-talks"]


def test_what_is_no_fact_has_none(tree, frozen):
    made, notes = noted(tree, frozen, f'<p><a class="x" href="#{SOLD}">1</a></p>')
    assert (words(made), notes.used) == ("1", {})


def test_numbers_that_follow_one_another_are_a_stretch(tree, frozen):
    first = f"<p>{fact(SOLD)}</p><p>{fact(RATE)}</p><p>{fact(TEA)}</p>"
    record = tree / "charts/trade-chart/trade-chart.json"
    keys = ["customs-2023-01-20-wool", "customs-2022-06-14-bank", "daily-2022-03-01-tea"]
    record.write_text(json.dumps({"sources": [{"source": key} for key in keys]}))
    made, _ = noted(tree, frozen, first + '<figure id="trade-chart"><p class="exhibit-source">x</p></figure>')
    assert words(made).endswith("x [1–3]")
    record.write_text(json.dumps({"sources": [{"source": key} for key in keys[:2]]}))
    made, _ = noted(tree, frozen, first + '<figure id="trade-chart"><p class="exhibit-source">x</p></figure>')
    assert words(made).endswith("x [1, 2]")


def test_a_source_of_a_later_day_is_not_named(tree):
    from conftest import known_by

    _, notes = noted(tree, known_by("2022-12-31"), f"<p>{fact(SOLD)}</p>")
    assert notes.used == {}


def test_the_sources_named_are_listed(tree, frozen):
    _, notes = noted(tree, frozen, f"<p>{fact(SOLD)}</p>")
    listed = lxml.html.fromstring(notes.list(html("<p>Kicker</p>")))
    (item,) = listed.findall(".//li")
    assert item.get("id") == "source-1"
    assert words(item) == "1Customs: Wool of 2023-01-20, 20 January 2023. example.org/customs-2023-01-20-wool"
    assert words(listed).startswith("KickerSources")
    assert Notes(tree, frozen).list("x") == ""


# --- the document


@pytest.fixture
def pages(tree) -> Path:
    """A finished tree of three pages."""
    (tree / "chapters").mkdir()
    chart = '<figure class="exhibit" id="trade-chart"><img class="wide light" src="../_images/a.svg" alt="A line">'
    chart += '<img class="narrow dark" src="../_images/b.svg"><p class="exhibit-source">Source: x</p>'
    chart += '<p class="exhibit-files"><a href="x">cite</a> · <code>2-abc</code></p></figure>'
    bodies = {
        "chapters/summary": f'<h1>Summary<a class="headerlink" href="#x">#</a></h1><p class="asof">As of</p><p>It is {fact(SOLD)}. '
        '<a href="../notebooks/trade.html#how">Trade</a> <a href="ledger.html#l001">l001</a></p><script>1</script>',
        "notebooks/trade": f'<h1>Trade</h1><h2 id="how">How</h2>{chart}<details class="hide"><summary>code</summary></details>',
        "chapters/ledger": "<h1>The ledger</h1><p>rows</p>",
    }
    for name, body in bodies.items():
        (tree / f"{name}.html").write_text(f"<html><body><nav>theme</nav><article>{body}</article></body></html>")
    (tree / "_images").mkdir()
    for name in "ab":
        (tree / f"_images/{name}.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg"><title>{name}</title></svg>'
        )
    return tree


def body(tree) -> str:
    """The text of a document, its style sheet aside."""
    return tree.find("body").text_content()


ALL = [("chapters/summary", ""), ("notebooks/trade", "The evidence"), ("chapters/ledger", "The papers")]


def test_the_document_needs_no_other_file(pages, frozen):
    made = paper(pages, ALL, IMPRINT, frozen)
    tree = lxml.html.fromstring(made)
    assert not re.search(r"<script|url\((?![\"']?data:)|@import", made)
    assert [image.get("src")[:18] for image in tree.iter("img")] == ["data:image/svg+xml"]
    assert "theme" not in body(tree)


def test_the_document_has_a_title_page_contents_chapters_and_sources(pages, frozen):
    tree = lxml.html.fromstring(paper(pages, ALL, IMPRINT, frozen))
    assert (tree.findtext(".//p[@class='title']"), tree.findtext(".//p[@class='subtitle']")) == (
        "Wool and Tea?",
        "A quarrel",
    )
    assert tree.findtext(".//title") == "Wool and Tea?: A quarrel"
    assert [node.get("id") for node in tree.find_class("chapter")] == ["summary", "trade", "sources"]
    contents = [line.text_content().removesuffix("000") for line in tree.findall(".//nav//li")]
    assert contents == ["Summary", "The evidence", "Trade", "How", "Sources"]
    assert "As known by 20 January 2024" in tree.text_content()
    assert EDITION in tree.text_content()


def test_what_is_only_looked_up_is_left_out_and_named(pages, frozen):
    before, _, after = body(lxml.html.fromstring(paper(pages, ALL, IMPRINT, frozen))).partition("Contents")
    assert "The ledger" in before
    assert "rows" not in after
    assert "The ledger" not in after


def test_links_lead_within_the_document_or_are_only_words(pages, frozen):
    tree = lxml.html.fromstring(paper(pages, ALL, IMPRINT, frozen))
    summary = next(node for node in tree.find_class("chapter") if node.get("id") == "summary")
    links = {link.text_content(): link.get("href") for link in summary.iter("a")}
    assert links["Trade"].startswith("#")
    assert tree.xpath(f"//*[@id='{links['Trade'][1:]}']")
    assert "l001" not in links
    assert "l001" in summary.text_content()


def test_a_chart_on_paper_keeps_its_name_and_its_mark(pages, frozen):
    tree = lxml.html.fromstring(paper(pages, ALL, IMPRINT, frozen))
    assert tree.find_class("exhibit-files")[0].text_content() == "trade-chart · 2-abc"


def test_a_single_page_is_a_report_of_its_own(pages, frozen):
    tree = lxml.html.fromstring(paper(pages, [("notebooks/trade", "The evidence")], IMPRINT, frozen))
    assert tree.findtext(".//p[@class='title']") == "Trade"
    assert tree.findtext(".//p[@class='subtitle']") == "A section of Wool and Tea? A quarrel"


def test_a_short_report_has_neither_contents_nor_a_list_of_sources(pages, frozen):
    tree = lxml.html.fromstring(paper(pages, [("chapters/summary", "")], IMPRINT, frozen, short=True))
    assert tree.findtext(".//p[@class='subtitle']") == "From Wool and Tea? A quarrel"
    assert [node.get("id") for node in tree.find_class("chapter")] == ["summary"]
    assert not tree.findall(".//nav")
    assert not tree.find_class("notes")
    assert "Numbers in brackets" not in body(tree)
    assert "the book lists all of them" in body(tree)


# --- the press


def pdf(title: str = "x") -> bytes:
    out = io.BytesIO()
    Figure().savefig(out, format="pdf", metadata={"Title": title, "Creator": "HeadlessChrome"})
    return out.getvalue()


def test_what_a_pdf_tells_replaces_what_was_told():
    again = press.settle(pdf(), {"/Title": "Другое", "/Author": "We"})
    assert PdfReader(io.BytesIO(again)).metadata == {"/Title": "Другое", "/Author": "We"}
    assert b"HeadlessChrome" not in again
    assert len(PdfReader(io.BytesIO(again)).pages) == 1


def test_parts_that_chromium_counts_on_are_counted_from_nought():
    def printed(first: int) -> bytes:
        parts = b" ".join(b"(node%08d)" % (first + number) for number in (0, 1, 0))
        return pdf().replace(b"endobj", b"endobj % " + parts + b"\n", 1)

    made = [press.settle(printed(first), {"/Title": "x"}) for first in (7, 90)]
    assert b"(node00000000) (node00000001) (node00000000)" in made[0]
    assert b"(node00000000) (node00000001) (node00000000)" in made[1]


def test_a_machine_without_a_browser_has_no_press(machine):
    assert press.press() is None


def test_the_system_s_browser_is_the_press(machine):
    there = executable(machine / "path/chromium", "Chromium 140.0.1 built on Debian")
    assert press.press() == press.Press(str(there), "Chromium 140.0.1 built on Debian")


def test_a_browser_that_is_too_old_or_cannot_be_run_is_passed_over(machine):
    executable(machine / "path/chromium", "Chromium 130.0.1")
    executable(machine / "path/chromium-browser", "nonsense")
    executable(machine / "path/google-chrome", "").write_bytes(b"\x7fELF no program")
    assert press.press() is None
    good = executable(machine / "path/chrome", "Chrome 131.0")
    assert press.press() == press.Press(str(good), "Chrome 131.0")


def test_the_browsers_of_playwright_are_looked_for_the_newest_first(machine, monkeypatch):
    cache = machine / "home/.cache/ms-playwright"
    old, new = (executable(cache / f"chromium-{n}/chrome-linux/chrome", f"Chromium {n}") for n in (1200, 1300))
    (cache / "chromium-1400/chrome-linux").mkdir(parents=True)
    (cache / "chromium-1400/chrome-linux/chrome").write_text("not to be run")
    assert press.candidates() == [str(new), str(old)]
    own = executable(machine / "own/chromium-1/chrome-linux64/chrome", "Chromium 150")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(machine / "own"))
    assert press.candidates() == [str(own)]

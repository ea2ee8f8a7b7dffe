"""PDFs say what they are, lead to their places and are drawn with lines: of a small book, and of the whole one."""

import re
from pathlib import Path

import builds
import lxml.html
import pytest
import small
import yaml
from finished import ROOT, SECTIONS, told
from pypdf import PdfReader

from nolimits.takeaway.print.office import pandoc
from nolimits.takeaway.print.press import candidates

pytestmark = [
    pytest.mark.xdist_group("small"),
    pytest.mark.skipif(not candidates(), reason="there is no Chromium to print with"),
]
BOOK, SMALL = "no-limits", "wool-and-tea"
PRINTS = [("small", name) for name in (SMALL, "trade")]
PRINTS += [pytest.param(("whole", name), marks=pytest.mark.full) for name in (BOOK, *SECTIONS)]


@pytest.fixture(scope="session")
def printed(tmp_path_factory):
    """The small book or the whole one, printed: where its sources and its tree lie."""
    folder = tmp_path_factory.mktemp("printed")
    made: dict[str, Path] = {}

    def of(name: str) -> tuple[Path, Path]:
        book = ROOT if name == "whole" else folder / "book"
        if name not in made:
            if name == "small":
                _lay_out(book)
            done = builds.build(book, out=folder / name, pdf=True)
            assert done.returncode == 0, done.stderr
            made[name] = folder / name
            made[name].with_suffix(".said").write_text(done.stderr)
        return book, made[name]

    return of


def _lay_out(book: Path) -> None:
    """The small book, with itself in brief, and a page that lists what can be taken away."""
    small.book(book)
    (book / "chapters/in-brief.md").write_text("# In brief\n\nWool and tea.\n")
    (book / "chapters/downloads.md").write_text("# Downloads\n\n:::{div} downloads read\n:::\n")
    contents = yaml.safe_load((book / "_toc.yml").read_text())
    contents["chapters"] += [{"file": "chapters/in-brief"}, {"file": "chapters/downloads"}]
    (book / "_toc.yml").write_text(yaml.safe_dump(contents, sort_keys=False))


@pytest.fixture(params=PRINTS, ids="-".join)
def asked(request) -> tuple[str, str]:
    """Of which book, and which of its PDFs."""
    return request.param


@pytest.fixture
def pdf(asked, printed) -> PdfReader:
    book, name = asked
    return PdfReader(printed(book)[1] / f"downloads/{name}.pdf")


def test_a_pdf_says_what_it_is(pdf, asked, printed):
    book, tree = printed(asked[0])
    edition = told(tree, "edition")["edition"]
    title = yaml.safe_load((book / "_config.yml").read_text())["title"]
    assert title in pdf.metadata.title or title in pdf.pages[0].extract_text()
    assert pdf.metadata.author
    assert edition in pdf.metadata["/Keywords"]
    assert edition in pdf.pages[0].extract_text()
    assert pdf.metadata["/CreationDate"].startswith(f"D:{edition[:10].replace('-', '')}")
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "en"


@pytest.mark.full
def test_the_book_in_brief_has_at_most_twelve_pages(printed):
    brief = PdfReader(printed("whole")[1] / "downloads/in-brief.pdf")
    assert len(brief.pages) <= 12
    assert brief.metadata.title.startswith("The book in brief")


def test_the_pages_of_a_pdf_are_numbered_as_the_contents_say(pdf):
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(pdf.pages, start=1)}
    assert len(numbers) > 4
    lines = [entry for entry in flat(pdf.outline) if entry.title != "Contents"]
    contents = " ".join(pdf.pages[number].extract_text() for number in (2, 3, 4))
    for entry in lines[:5]:
        number = numbers[entry.page.idnum]
        assert re.search(rf"{re.escape(entry.title)}\s*{number}\b", contents), entry.title
        assert re.search(rf"\b{number}\b", pdf.pages[number - 1].extract_text())


def test_nothing_is_so_wide_that_all_pages_are_made_smaller(pdf):
    """Chromium shrinks every page to fit the widest thing; a CSS pixel is three quarters of a point else."""
    scales = set()
    pdf.pages[0].extract_text(visitor_text=lambda text, cm, *_: scales.add(round(cm[0], 3)) if text.strip() else None)
    assert scales == {0.75}


def flat(outline) -> list:
    return [one for entry in outline for one in (flat(entry) if isinstance(entry, list) else [entry])]


def test_links_of_a_pdf_lead_to_places_in_it_or_to_sources(pdf):
    places = set(pdf.named_destinations)
    within = outside = 0
    for page in pdf.pages:
        for note in page.get("/Annots", ()):
            note = note.get_object()
            action = note.get("/A", {})
            if "/URI" in action:
                assert re.match(r"https?://", str(action["/URI"])), action["/URI"]
                outside += 1
            else:
                place = note.get("/Dest") or action["/D"]
                assert str(place) in places
                within += 1
    assert within
    assert outside


def test_charts_in_a_pdf_are_drawn_with_lines_and_nothing_tells_of_the_press(asked, printed):
    book, name = asked
    content = (printed(book)[1] / f"downloads/{name}.pdf").read_bytes()
    assert re.search(rb"/Type\s*/StructElem\s*/S\s*/Figure", content)
    assert not re.search(rb"/Subtype\s*/Image", content)
    assert b"HeadlessChrome" not in content


def test_the_page_of_downloads_lists_each_pdf(printed):
    _, tree = printed("small")
    page = lxml.html.fromstring((tree / "chapters/downloads.html").read_bytes())
    linked = {link.get("href") for link in page.findall(".//a[@download]")}
    assert {f"../downloads/{name}.pdf" for name in (SMALL, "trade", "talks", "in-brief")} <= linked


def test_the_book_in_brief_is_there_for_word_or_it_is_said_why_not(printed):
    _, tree = printed("small")
    there = (tree / "downloads/in-brief.docx").is_file()
    assert there == bool(pandoc())
    assert there == ("in-brief.docx" in (tree / "chapters/downloads.html").read_text())
    said = tree.with_suffix(".said").read_text()
    assert there != ("no .docx of the book in brief: pandoc, which makes it, is not on this machine" in said)

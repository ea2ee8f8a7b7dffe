"""What the words around a chart say of it is so on every day: of when a figure is, what is counted, whether it is empty."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from conftest import CUTOFFS, ROOT
from drawing import shown
from passages import running_text, words_of_charts
from sizes import first

from nolimits.data import Entry, Figure, View
from nolimits.manuscript import contents, pages
from nolimits.pagemodel.blocks import Directive, Running, blocks
from nolimits.pagemodel.model import view_of
from nolimits.prose import Said, Spoken, passage

PAGES = {one.name: one for one in pages(contents(ROOT))}
NOTEBOOKS = {path.stem: path for path in contents(ROOT).notebooks}
SUMMARIES = ("inbrief", "findings")  # blocks of findings without the page around them

every_section = pytest.mark.parametrize("section", NOTEBOOKS)


@cache
def seen(name: str, day: str) -> View:
    """A day's view with the facts of a page."""
    return view_of(PAGES[name], View(day, folder=ROOT / "data"))


@pytest.fixture(scope="module")
def made():
    """The charts of a notebook on a day, made once."""
    return cache(lambda section, day: tuple(shown(NOTEBOOKS[section], day)))


# --- when a figure is


def undated(spoken: Spoken, around: str = "") -> list[str]:
    """The figures of a sentence whose year neither it nor the words around it name."""
    words = spoken.text + around
    return [part.text for part in figures(spoken) if str(part.answer.period.year) not in words]


def figures(spoken: Spoken) -> Iterator[Said]:
    """What a sentence says of figures that are of one period."""
    for part in spoken.parts:
        if isinstance(part, Said) and isinstance(part.answer, Figure) and part.answer.period:
            yield part


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("Coal cost {value}`coal`.", True),
        ("Coal cost {value}`coal` in {period}`coal`.", False),
        ("Coal cost {value}`coal` in 2021.", False),
        ("Coal cost {value}`coal` in 2024.", True),
        ("We found {number}`count('projects')` projects.", False),
    ],
)
def test_a_figure_without_its_year_is_found(text, faulty):
    asked = {"coal": "value('coal.china_import_price_from_russia', '2021-11')"}
    view = View(folder=ROOT / "data").with_names({}, asked)
    assert [bool(undated(spoken)) for spoken in passage(text, view)] == [faulty]


@pytest.mark.parametrize("day", CUTOFFS)
def test_a_headline_says_of_which_year_its_figures_are(day):
    faults = []
    for name, page in PAGES.items():
        view = seen(name, day)
        around = {chart: spoken.text for chart, spoken in words_of_charts(page, view, "subtitle")}
        told = words_of_charts(page, view, "headline")
        faults += [(chart, spoken.text) for chart, spoken in told if undated(spoken, around.get(chart, ""))]
    assert faults == []


@pytest.mark.parametrize("day", CUTOFFS)
def test_a_finding_told_by_itself_says_of_which_year_its_figures_are(day):
    faults, told = [], 0
    for name, page in PAGES.items():
        view = seen(name, day)
        for spoken in (
            spoken for held in page.passages for text in _summaries(held.text) for spoken in passage(text, view)
        ):
            told += 1
            faults += [spoken.text] if undated(spoken) else []
    assert told
    assert faults == []


def _summaries(text: str) -> Iterator[str]:
    for block in blocks(text):
        if isinstance(block, Directive) and block.argument in SUMMARIES:
            yield from (one.text for one in blocks(block.body) if isinstance(one, Running))


# --- how many findings

MOST_FINDINGS = 6  # what a box of findings holds before it is a page of its own


def findings(text: str, view: View) -> list[str]:
    """The sentences of a passage's boxes of findings that stand on a view's day, without the words that open them."""
    told = [spoken.text for box in _summaries(text) for spoken in passage(box, view)]
    return [sentence for sentence in told if sentence != "**What we found.**"]


@pytest.mark.parametrize(("sentences", "crowded"), [(MOST_FINDINGS, False), (MOST_FINDINGS + 1, True)])
def test_a_box_with_more_findings_than_a_reader_takes_in_is_found(sentences, crowded):
    box = "\n".join(f"Finding {place} holds." for place in range(sentences))
    text = f":::{{div}} inbrief\n**What we found.**\n{box}\n:::\n\nAnother sentence."
    assert (len(findings(text, View(folder=ROOT / "data"))) > MOST_FINDINGS) is crowded


@every_section
@pytest.mark.parametrize("day", CUTOFFS)
def test_a_box_of_findings_is_read_at_a_glance(section, day):
    page = next(one for name, one in PAGES.items() if name.endswith(f"/{section}"))
    told = [sentence for held in page.passages for sentence in findings(held.text, seen(page.name, day))]
    assert len(told) <= MOST_FINDINGS, told


# --- how much

# how far apart two figures are follows from the figures, or goes; what a paper says is told as its own words
DEGREES = re.compile(
    r"\b(?:a little|slightly|sharply|steeply|barely|vastly|hugely|greatly|close to (?:its|the)|well (?:above|below)"
    r"|(?:far|hardly) (?:any|a|more|less|larger|smaller|fewer|higher|lower))\b"
)
ATTRIBUTED = re.compile(r"\b(?:Milov|op-ed|op-ed’s|he|its author)\b", re.IGNORECASE)


def of_degree(text: str) -> list[str]:
    """The words of degree in a sentence that is not attributed."""
    return [] if ATTRIBUTED.search(text) else DEGREES.findall(text)


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("Reports differ by a little.", True),
        ("It is far larger than the other.", True),
        ("Milov says that it brought far more.", False),
        ("It rose as far as is known.", False),
    ],
)
def test_a_word_of_degree_is_found(text, faulty):
    assert bool(of_degree(text)) is faulty


@pytest.mark.parametrize("day", CUTOFFS)
def test_no_word_of_degree_stands_beside_figures_that_tell_it(day):
    faults = []
    for name, page in PAGES.items():
        view = seen(name, day)
        told = [spoken for _, text in running_text(page, view) for spoken in passage(text, view)]
        told += [spoken for _, spoken in words_of_charts(page, view)]
        faults += [one.text for one in told if of_degree(one.text)]
    assert faults == []


# --- who says it

# whoever alleges or denies a thing is named: the words alone tell the reader neither what was said nor by whom
NAMELESS = re.compile(r"\b(?:is|are|was|were) (?:alleged|denied|disputed|contested)\b(?! by\b)")


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("That coal was sold is alleged and denied.", True),
        ("Whether coal was sold is disputed.", True),
        ("That coal was sold is denied by Beijing.", False),
        ("Kyiv says that coal was sold; Beijing denies it.", False),
    ],
)
def test_an_allegation_of_nobody_is_found(text, faulty):
    assert bool(NAMELESS.search(text)) is faulty


@pytest.mark.parametrize("day", CUTOFFS)
def test_every_allegation_and_denial_is_somebodys(day):
    told = [text for name, page in PAGES.items() for _, text in running_text(page, seen(name, day))]
    assert told
    assert [text for text in told if NAMELESS.search(text)] == []


# --- what is counted, and whether anything is drawn


@every_section
@pytest.mark.parametrize("day", first(3, CUTOFFS))
def test_what_the_alternative_text_of_a_time_line_counts_is_drawn(made, section, day):
    """Entries of a register that are counted, of one that the chart draws, are among those behind its marks."""
    name = next(name for name in PAGES if name.endswith(f"/{section}"))
    drawn = {exhibit.id: entries(exhibit.rows) for exhibit in made(section, day) if exhibit.kind == "strip"}
    faults = []
    words = words_of_charts(PAGES[name], seen(name, day), "alt")
    for chart, spoken in (one for one in words if one[0] in drawn):
        registers = {register for register, _ in drawn[chart]}
        for part in (part for part in spoken.parts if isinstance(part, Said) and isinstance(part.answer, Figure)):
            counted = {one for one in entries(part.answer.rows) if one[0] in registers}
            faults += [(chart, part.text, counted - drawn[chart])] if counted - drawn[chart] else []
    assert faults == []


def entries(rows: Iterable[object]) -> set[tuple[str, str]]:
    """The entries of registers among some rows, by register and permanent place."""
    return {(row.register.name, row.anchor) for row in rows if isinstance(row, Entry)}


SAYS_SO = re.compile(r"\b(?:no|nothing|nobody|none|empty)\b", re.IGNORECASE)


@every_section
@pytest.mark.parametrize("day", first(3, CUTOFFS))
def test_a_sentence_that_sends_to_an_empty_chart_says_so(made, section, day):
    name = next(name for name in PAGES if name.endswith(f"/{section}"))
    view = seen(name, day)
    empty = {exhibit.id for exhibit in made(section, day) if not exhibit.records}
    told = [spoken for _, text in running_text(PAGES[name], view) for spoken in passage(text, view)]
    sent = [one.text for one in told if any(f"{{numref}}`{chart}`" in one.text for chart in empty)]
    assert [text for text in sent if not SAYS_SO.search(text)] == []

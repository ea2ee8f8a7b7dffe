"""Before the papers were out a page speaks of no table of theses, and nothing of them has turned."""

import re

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT

import nolimits.pagemodel.parts  # noqa: F401  they register themselves
from nolimits.data import View
from nolimits.manuscript import contents, pages
from nolimits.pagemodel.blocks import Directive, Heading, Running, blocks
from nolimits.pagemodel.model import view_of
from nolimits.pagemodel.registry import PARTS, PLACES, WHEN, WRAPPERS, Setting
from nolimits.prose import passage
from nolimits.prose.roles import condition

PAGES = {one.name: one for one in pages(contents(ROOT))}
DAYS = ("2021-06-30", "2023-06-30", "2025-09-10", "latest")
JUDGING = ("chapters/who-was-right", "chapters/what-would-change-our-mind", "chapters/summary", "chapters/face-to-face")
SHOWN = re.compile(r"\b(the|this|each) (table|strip|last column)\b|\bsentences above\b", re.IGNORECASE)


def standing(text, view):
    """The blocks of a text that stand on a day, those that parts are made by among them."""
    for block in blocks(text):
        if isinstance(block, Directive) and (block.name == WHEN or block.name in WRAPPERS):
            if block.name in WRAPPERS or condition(view, block.argument).value:
                yield from standing(block.body, view)
        else:
            yield block


def sections(found):
    """Blocks by the heading that they stand under."""
    held = []
    for block in found:
        if isinstance(block, Heading):
            yield held
            held = []
        held.append(block)
    yield held


def unseen(found, view):
    """The sentences that speak of a table where the parts beside them show none."""
    here = list(found)
    parts = [one for one in here if isinstance(one, Directive) and one.name in PARTS and one.name not in PLACES]
    html = "".join(PARTS[one.name].html(Setting(view, None, str), one.argument, one.body) for one in parts)
    if BeautifulSoup(html, "lxml").select("table, ul, svg"):
        return []
    said = (spoken.text for one in here if isinstance(one, Running) for spoken in passage(one.text, view))
    return [text for text in said if SHOWN.search(text)]


@pytest.mark.parametrize(("day", "faulty"), [("2021-06-30", True), ("latest", False)])
def test_a_sentence_that_speaks_of_a_table_that_is_not_there_is_found(day, faulty):
    view = View(day, folder=ROOT / "data")
    text = "The table names the smallest.\n\n:::{theses}\n:::\n"
    assert bool(unseen(standing(text, view), view)) == faulty


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", JUDGING)
def test_a_page_speaks_of_no_table_where_it_shows_none(name, day):
    view = view_of(PAGES[name], View(day, folder=ROOT / "data"))
    found = [block for held in PAGES[name].passages for block in standing(held.text, view)]
    assert [text for section in sections(found) for text in unseen(section, view)] == []


@pytest.mark.parametrize("day", DAYS[:-1])
@pytest.mark.parametrize("part", ["turned", "turned-brief", "who-was-right-brief", "theses", "robustness"])
def test_before_the_papers_one_sentence_says_that_there_is_nothing_to_judge(part, day):
    told = BeautifulSoup(PARTS[part].html(Setting(View(day, folder=ROOT / "data"), None, str), "", ""), "lxml")
    assert [one.text.count("no paper was known to be out") for one in told.select("p")] == [1]
    assert not told.select("table, ul")

"""What a sentence says of a time: nothing is missing from one to come, and no newest figure is told under a typed one."""

import re

import pytest
from conftest import ROOT

from nolimits.data import View
from nolimits.manuscript import contents, pages
from nolimits.pagemodel.blocks import Directive, Running, blocks
from nolimits.pagemodel.model import view_of
from nolimits.pagemodel.registry import WHEN, WRAPPERS
from nolimits.prose import ROLE, alternatives, passage
from nolimits.prose.roles import condition
from nolimits.prose.templates import fields

PAGES = {one.name: one for one in pages(contents(ROOT))}
DAYS = ("2021-06-30", "2023-06-30", "2025-09-10", "latest")

# --- what is missing

MISSED = re.compile(r"\bwe found (?:no|none|nothing)\b|\bno(?:ne)?\b[^.;:]*\bwas found\b", re.IGNORECASE)
BY = re.compile(r"\b[Bb]y \d{1,2} \w+ \d{4}\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def told(text: str, view: View) -> list[str]:
    """The sentences of a text that stand on a day, and those that fold into parts of it."""
    said = []
    for block in blocks(text):
        if isinstance(block, Running):
            said += [spoken.text for spoken in passage(block.text, view)]
        elif isinstance(block, Directive) and block.name in (WHEN, *WRAPPERS):
            stands = block.name != WHEN or condition(view, block.argument).value
            said += told(block.body, view) if stands else []
    return said


def ahead(text: str, cutoff: str) -> list[str]:
    """The years to come of which a text says that it found nothing; the day of the book itself apart."""
    return [year for year in YEAR.findall(BY.sub("", text)) if MISSED.search(text) and year > cutoff[:4]]


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("By 30 June 2023 we found no loss of 2024 or 2025, and the figure is empty.", True),
        ("No loss of 2024 was found.", True),
        ("By 30 June 2023 we found no such loss, and the figure is empty.", False),
        ("For 2019–2021 we found no such figure.", False),
        ("Milov expects a loss in 2024.", False),
    ],
)
def test_a_time_to_come_of_which_nothing_is_found_is_seen(text, faulty):
    assert bool(ahead(text, "2023-06-30")) == faulty


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_said_to_be_missing_from_a_time_to_come(name, day):
    view = view_of(PAGES[name], View(day, folder=ROOT / "data"))
    said = [text for held in PAGES[name].passages for text in told(held.text, view)]
    assert [text for text in said if ahead(text, view.cutoff)] == []


# --- the newest figure

NEWEST = re.compile(r"value\('[^']+'(?:, '(?:latest|latest [a-z]+)')?\)")
TYPED = re.compile(
    r"\b(?:in|of|by|at|for|since|until) (?:the (?:start|end) of )?(?:\d{1,2} )?(?:[a-z]+ )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
END = re.compile(r"(?<=[.!?;])\s+|\n")  # of a sentence, or of a part that tells of a thing of its own
DATING = ("period", "known-on")


def undated(text: str, questions: dict[str, str]) -> list[str]:
    """The newest figures that a sentence tells beside a typed date, and not beside the period that they are of."""
    roles = [(role["name"], fields(role["text"])[0]) for role in ROLE.finditer(text)]
    dated = {asked for name, asked in roles if name in DATING}
    asked = [one for name, one in roles if name in ("value", "amount", "number")]
    if not TYPED.search(ROLE.sub("", text)):
        return []
    return [one for one in asked if NEWEST.fullmatch(questions.get(one, one)) and one not in dated]


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("The works stood at {value}`built` at the end of 2024.", True),
        ("The works stood at {value}`built` by {period}`built`, after a plan of 2014.", False),
        ("The works stood at {value}`then` at the end of 2024.", False),
        ("The works stood at {value}`built`.", False),
    ],
)
def test_a_newest_figure_under_a_typed_date_is_found(text, faulty):
    facts = {"built": "value('works.progress')", "then": "value('works.progress', '2024-12-31')"}
    assert bool(undated(text, facts)) == faulty


@pytest.mark.parametrize("name", PAGES)
def test_no_newest_figure_is_told_under_a_typed_date(name):
    page = PAGES[name]
    words = [text for chart in page.charts for given, _ in chart.words.values() for text in alternatives(given)]
    texts = [part for text in (*words, *(held.text for held in page.passages)) for part in END.split(text)]
    assert [(fault, text) for text in texts for fault in undated(text, dict(page.questions))] == []

"""What a sentence says of a time: nothing is missing from one to come, and no newest figure is told under a typed one."""

import re

import pytest
from conftest import ROOT
from nolimits.data import View
from nolimits.manuscript import contents, pages
from nolimits.pagemodel.blocks import Running
from nolimits.pagemodel.model import view_of
from nolimits.prose import ROLE, alternatives, passage
from nolimits.prose.templates import fields

from test_before import standing

PAGES = {one.name: one for one in pages(contents(ROOT))}
DAYS = ("2021-06-30", "2023-06-30", "2025-09-10", "latest")

# --- what is missing

MISSED = re.compile(r"\b[Ww]e found (?:no|none|nothing)\b|\bno\b[^.;:]*\bwas found\b|\bnone was found\b")
BY = re.compile(r"\b[Bb]y \d{1,2} \w+ \d{4}\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


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
    found = [one for held in PAGES[name].passages for one in standing(held.text, view) if isinstance(one, Running)]
    told = [spoken.text for one in found for spoken in passage(one.text, view)]
    assert [text for text in told if ahead(text, view.cutoff)] == []


# --- the newest figure

NEWEST = re.compile(r"value\('[^']+'(?:, '(?:latest|latest [a-z]+)')?\)")
TYPED = re.compile(r"\b(?:in|of|by|at the (?:start|end) of|for|since|until) (?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:of )?(?:19|20)\d\d\b", re.IGNORECASE)
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

"""What the book reckons from two indicators is of one period: on an early day the newest of each need not be."""

import ast
import re
from collections.abc import Iterator

import pytest
from conftest import CUTOFFS, ROOT, known_by

from nolimits.data import Figure, Period, View
from nolimits.language import evaluate
from nolimits.manuscript import contents, pages
from nolimits.manuscript.pages import Page
from nolimits.pagemodel.model import view_of
from nolimits.prose import ROLE, ROLES, alternatives
from nolimits.prose.roles import expand
from nolimits.prose.templates import fields

PAGES = tuple(pages(contents(ROOT)))
FIXES = ("year", "month")  # within these a figure only says of which period another is asked
CONDITIONS = ("confirmed_if", "partly_if", "refuted_if")
ASKING = set(ROLES) - {"source", "stated", "verdict", "by-verdict", "strength"}  # these name a source or a statement
QUARTERS = tuple(f"{year}-{end}" for year in range(2021, 2026) for end in ("03-31", "06-30", "09-30", "12-31"))
DAYS = tuple(dict.fromkeys((*CUTOFFS, *QUARTERS)))  # on some of them one of two series is ahead

BOTH = "smallest(year(value('wool.exports')), year(value('wool.turnover')))"  # the last year that both tell of


def newest(node: ast.AST, view: View) -> Iterator[str]:
    """The calls that ask for the newest figure of an indicator, whichever period that is of."""
    match node:
        case ast.Call(func=ast.Name(name)) if name in FIXES:
            return
        case ast.Call(func=ast.Name("value"), args=[ast.Constant(), *spans]):
            if not spans or str(getattr(evaluate(ast.unparse(spans[0]), view), "value", "")).startswith("latest"):
                yield ast.unparse(node)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from newest(child, view)


def flows(period: Period | None) -> bool:
    """Whether a figure is of a span of time; what stands on a day, such as a capacity, stands until it is told anew."""
    return period is not None and period.kind != "point"


def mixed(question: str, view: View) -> list[str]:
    """What a question reckons from the newest figures of several indicators that are not of one period."""
    found = []
    for node in ast.walk(ast.parse(expand(question, view), mode="eval")):
        match node:
            case ast.BinOp() | ast.Call(func=ast.Name("rise" | "ratio" | "share" | "near")):
                figures = [evaluate(call, view) for call in newest(node, view)]
                spans = {(one.about, one.period) for one in figures if isinstance(one, Figure) and flows(one.period)}
                if len({period for _, period in spans}) > 1 and len({about for about, _ in spans}) > 1:
                    found.append(ast.unparse(node))
    return found


def questions(page: Page) -> tuple[str, ...]:
    """All that a page asks: its facts, and what stands first in a role of its prose or of its charts' words."""
    told = [text for chart in page.charts for words, _ in chart.words.values() for text in alternatives(words)]
    texts = [*told, *(held.text for held in page.passages)]
    asked = (role for text in texts for role in ROLE.finditer(text) if role["name"] in ASKING)
    return tuple(dict.fromkeys([*page.questions.values(), *map(question_of, asked)]))


def question_of(role: re.Match[str]) -> str:
    """What a role asks; one that compares sets its first answer against its second."""
    first, second, *_ = *fields(role["text"]), ""
    return f"ratio({first}, {second})" if role["name"] == "compare" else first


@pytest.mark.parametrize(
    ("question", "day", "faulty"),
    [
        ("share(value('wool.exports'), value('wool.turnover'))", "2023-06-30", True),
        ("2 * (value('wool.exports', 'latest') - value('wool.turnover'))", "2023-06-30", True),
        ("share(value('wool.exports'), value('wool.exports', 2021))", "2023-06-30", False),
        ("share(value('wool.exports', year(value('wool.turnover'))), value('wool.turnover'))", "2023-06-30", False),
        ("share(value('wool.exports', 2022), value('wool.turnover', 2022))", "2023-06-30", False),
        (f"value('wool.exports', {BOTH}) - value('wool.turnover', {BOTH})", "2023-06-30", False),
    ],
)
def test_what_is_of_two_periods_is_found(question, day, faulty):
    assert bool(mixed(question, known_by(day))) == faulty


@pytest.mark.parametrize("day", DAYS)
def test_no_fact_reckons_from_the_newest_of_two_indicators_that_are_of_two_periods(day):
    seen = View(day, folder=ROOT / "data")
    faults = []
    for page in PAGES:
        view = view_of(page, seen)
        faults += [(page.name, fault) for question in questions(page) for fault in mixed(question, view)]
    assert faults == []


@pytest.mark.parametrize("day", DAYS)
def test_no_statement_is_weighed_by_the_newest_of_two_indicators_that_are_of_two_periods(day):
    view = View(day, folder=ROOT / "data")
    faults = []
    for row in view.evidence.rows("criteria"):
        asked = view.with_names({}, {"measured": row["measure"]} if row["measure"] else {})
        for column in ("measure", *CONDITIONS):
            faults += [(row["claim"], fault) for fault in mixed(row[column], asked)] if row[column] else []
    assert faults == []

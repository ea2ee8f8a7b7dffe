"""Where rows are to be found: the page and the anchor of a figure, of an entry, of many, of a source, of a statement."""

import pytest
from asking import asked
from conftest import known_by

from nolimits.data import DataError
from nolimits.language.places import indicator_page, key, list_anchor, page_of, publication_day, target

ANCHOR = "wool.exports.2022-01-01.2022-12-31.2023-01-20.customs-2023-01-20-wool"


@pytest.mark.parametrize(
    ("precision", "told"), [("day", "9 September 2025"), ("month", "September 2025"), ("year", "2025")]
)
def test_a_source_is_dated_as_precisely_as_it_is_known(precision, told):
    assert publication_day({"published": "2025-09-09", "precision": precision}) == told


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("value('wool.exports', 2022)", ("chapters/rows-trade", ANCHOR)),
        ("change('wool.exports', 2021, 2022)", ("chapters/rows-trade", "wool.exports")),
        ("value('wool.exports', 2022) - value('wool.imports', 2022)", ("chapters/rows-trade", "wool.exports")),
        ("growth('wool.exports', 2022)", ("chapters/rows-trade", ANCHOR.replace("exports", "exports_yoy"))),
        (
            "value('bank.rate', '2022-06-14') > 9",
            ("chapters/rows-talks", "bank.rate.2022-06-14.2022-06-14.2022-06-14.customs-2022-06-14-bank"),
        ),
        ("value('wool.exports', 2099)", ("chapters/rows-trade", "wool.exports")),
        ("count('events', kind='agreement')", ("chapters/registers", "event-tal-001")),
        ("count('events')", ("chapters/registers", "register-events")),
        ("count('milestones')", ("chapters/registers", "register-projects")),
        ("status('mill-one')", ("chapters/registers", "project-mill-one")),
        ("cost()", ("chapters/registers", "register-projects")),
        ("said('p002')", ("chapters/ledger", "p002")),
        ("1 + 1", None),
        ("first('events', kind='bond')", None),
    ],
)
def test_an_answer_leads_to_its_rows(text, place):
    found = asked(text)
    assert target(getattr(found, "about", ""), found.rows, known_by()) == place


def test_a_source_and_a_statement_have_a_place_whatever_rests_on_them():
    view = known_by()
    rows = view.register("events")
    assert target("source:wire-2020-05-01-mills", rows, view) == ("chapters/sources", "wire-2020-05-01-mills")
    assert target("claim:p002", rows, view) == ("chapters/ledger", "p002")


def test_figures_come_before_entries_and_what_they_are_about_before_the_first_of_them():
    view = known_by()
    events, takes = view.register("events"), view.takes("wool.exports", 2021)
    assert target("", (*events, *takes), view) == ("chapters/rows-trade", "wool.exports")
    assert target("", (takes[0], *view.takes("bank.rate", "2022-06-14")), view) == (
        "chapters/rows-trade",
        "wool.exports",
    )
    assert target("", (events[0], view.register("measures")[0]), view) == ("chapters/registers", "register-events")
    assert target("bank.rate", takes, view) == ("chapters/rows-talks", "bank.rate")
    # of one row its own indicator is meant, whatever is asked about
    assert target("bank.rate", takes[:1], view) == ("chapters/rows-trade", takes[0].anchor)
    assert target("", (*events, takes[0]), view) == ("chapters/rows-trade", takes[0].anchor)


def test_the_page_of_a_row_is_that_of_its_indicator_or_its_register():
    view = known_by()
    assert page_of(view.takes("bank.rate", "2022-06-14")[0], view) == "chapters/rows-talks"
    assert page_of(view.register("events")[0], view) == "chapters/registers"
    assert page_of(view.register("claims")[0], view) == "chapters/ledger"
    assert indicator_page("tea.sold", view) == "chapters/rows-trade"
    with pytest.raises(DataError, match="no indicator is called"):
        indicator_page("no.such", view)


def test_the_acts_of_things_are_listed_with_the_things():
    view = known_by()
    assert list_anchor(view.register("milestones")[0]) == "register-projects"
    assert list_anchor(view.projects()[0]) == "register-projects"
    assert list_anchor(view.register("measures")[0]) == "register-measures"


def test_no_two_rows_have_one_key():
    view = known_by()
    assert key(view.takes("wool.exports", 2022)[0]) == ANCHOR
    assert key(view.register("events")[0]) == "event-tal-001"
    acts = view.acts("projects", "mill-one")
    assert key(acts[0]) == "project-mill-one.2021-05-20.mou.wire-2021-05-25-mills"
    rows = [row for name in ("events", "measures", "milestones", "claims") for row in view.register(name)]
    takes = [take for name in view.indicators for spans in view.periods(name).values() for take in spans]
    assert len({key(row) for row in [*rows, *takes]}) == len(rows) + len(takes)

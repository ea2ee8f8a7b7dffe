"""Pages made from tables hold every row, say what is not known, and let no cell become markup."""

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT

from nolimits import data, manuscript
from nolimits.citing import citations
from nolimits.data import DataError, View, day_name
from nolimits.pages import cards, ledger, papers, reference

IMPRINT = citations.imprint(ROOT, "2026-03-31-0123456789ab", "2026-03-31")
HOSTILE = "<script>alert('x')</script><b>bold</b>"
SECTIONS = sorted({row["section"] for row in data.rows("indicators")})


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


@pytest.mark.parametrize("section", SECTIONS)
def test_each_visible_row_of_a_section_has_its_place(view, section):
    placed = {node["id"] for node in soup(reference.rows(view, section)).select("tr[id]")}
    named = [row["indicator"] for row in data.rows("indicators", view.folder) if row["section"] == section]
    assert placed == {take.anchor for name in named for takes in view._periods(name).values() for take in takes}


@pytest.mark.parametrize("section", SECTIONS)
def test_one_row_stands_for_each_period(latest, section):
    for details in soup(reference.rows(latest, section)).select("details.indicator"):
        standing = details.select("tr.stands")
        assert len(standing) == len(latest._periods(details["id"]))


def test_a_section_that_is_not_there_is_refused(latest):
    with pytest.raises(DataError, match="no section is called"):
        reference.rows(latest, "sport")


def test_the_bibliography_lists_what_was_published_by_the_day(view):
    listed = {node["id"] for node in soup(reference.bibliography(view)).select("li")}
    known = {row["source"] for row in data.rows("sources", view.folder) if row["published"] <= view.cutoff}
    assert listed == known


def test_no_cell_becomes_markup(tables):
    tables.change("events", {"event": "fin-001"}, description=HOSTILE)
    tables.change("measures", {"measure": "cn-coal-duty-2024"}, goods=HOSTILE)
    tables.change("milestones", {"project": "pos2"}, description=HOSTILE)
    tables.change("observations", {"indicator": "rate.key"}, note=HOSTILE)
    tables.change("sources", {"source": "reuters-2016-04-21-yamal"}, title=HOSTILE, publisher=HOSTILE)
    tables.change("claims", {"claim": "m021"}, statement=HOSTILE)
    tables.change("footnotes", {"number": "1"}, title=HOSTILE, problem=HOSTILE)
    tables.change("indicators", {"indicator": "rate.key"}, label=HOSTILE, definition=HOSTILE)
    view = View(folder=tables.folder)
    pages = [
        reference.rows(view, "finance"),
        reference.bibliography(view),
        reference.dictionary(view),
        *(reference.register(view, name) for name in ("events", "measures", "projects")),
        ledger.statements(view, IMPRINT),
        ledger.verdicts(view, "trade"),
        ledger.turned(view),
        ledger.over_time(view),
        papers.footnotes(view),
        papers.standing(view, "m021"),
        papers.premises(view, "m021"),
    ]
    for html in pages:
        assert not [node for node in soup(html).select("script") if node.get("type") != "application/ld+json"]
        assert "<b>bold" not in html


def test_a_card_shows_value_change_and_the_day_known(latest):
    parts = ["Trade", "value('trade.turnover', 2025)", "{direction}`growth('trade.turnover', 2025)`"]
    made = soup(cards.card(latest, parts, {}, lambda page: f"../{page}.html"))
    assert made.select_one(".card-value a")["href"].startswith("../chapters/rows-trade.html#trade.turnover")
    assert made.select_one(".card-change").text == "fell by 6.9%"
    assert "known 14 January 2026" in made.select_one(".card-known").text
    assert made.select_one("svg polyline")


def test_a_card_of_what_was_not_known_says_so(root):
    view = View("2021-01-01", folder=root / "data")
    made = soup(cards.card(view, ["Trade", "value('trade.turnover', 2025)"], {}, str))
    assert made.select_one(".card-value").text == f"not known by {day_name(view.cutoff)}"
    assert not made.select("svg")


def test_the_scoreboard_counts_each_paper_at_each_day(latest):
    lines = soup(ledger.scoreboard(latest)).select("tbody tr")
    assert len(lines) == 6
    for line in lines:
        counted = [int(cell.text) for cell in line.select("td")[3:8]]
        assert sum(counted) in {sum(c["document"] == name for c in data.rows("claims")) for name in ledger.NAMES}


def test_the_days_of_the_papers_are_not_named_before_they_came(root):
    early = View("2023-06-30", folder=root / "data")
    assert [day for day, _ in ledger.moments(early)] == ["2023-06-30"]
    assert "still lay ahead" in papers.papers(early)
    assert "still lay ahead" not in papers.papers(View(folder=root / "data"))


def test_the_figure_of_verdicts_has_a_line_for_each_tested_statement(latest):
    tested = [row for row in data.rows("criteria") if row["test"] == "measured"]
    assert len(soup(ledger.over_time(latest)).select("svg a")) == len(tested)


def test_each_footnote_is_listed_with_its_problem(latest):
    listed = soup(papers.footnotes(latest))
    for row in data.rows("footnotes"):
        assert listed.select_one(f"#footnote-{row['number']}")


def used(root) -> set[str]:
    """What a page names or a test asks for; `growth` looks by itself for a stated change."""
    tests = "".join(row[column] for row in data.rows("criteria", root / "data") for column in row)
    found = manuscript.named(root) | set(manuscript.INDICATOR.findall(tests))
    return found | {f"{name}_yoy" for name in found}


def test_every_indicator_is_used_or_listed_with_a_reason(root, latest):
    listed = {row["indicator"] for row in data.rows("unused", root / "data")}
    assert set(latest.indicators) - used(root) == listed


def test_the_list_of_unused_series_is_short(root, latest):
    assert len(data.rows("unused", root / "data")) < len(latest.indicators) / 15

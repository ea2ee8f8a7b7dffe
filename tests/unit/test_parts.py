"""Parts of pages made from tables hold every row, say what is not known, and let no cell become markup."""

import json

import pytest
from bs4 import BeautifulSoup
from conftest import known_by

from nolimits.citing.citations import Imprint
from nolimits.claims import DECIDED, WORDS, ledger
from nolimits.data import DataError
from nolimits.data.observations import best_take
from nolimits.hypertext import web_link
from nolimits.pagemodel.parts.cover import cover_card, line
from nolimits.pagemodel.parts.ledger import moments
from nolimits.pagemodel.parts.tables import join_cells, row_item
from nolimits.pagemodel.registry import PARTS, Setting
from nolimits.pagemodel.settings import Cover

EARLY, BETWEEN = "2021-12-31", "2023-04-01"
DAYS = ("2020-02-01", EARLY, BETWEEN, "latest")
HOSTILE = "<script>alert('x')</script><b>bold</b>"
IMPRINT = Imprint(
    "Wool and Tea?", "Wool", "", ({"literal": "The testers"},), "", "2024-01-20-0123456789ab", "2024-01-20"
)
SECTIONS = ("trade", "talks")


def setting(view, **options) -> Setting:
    return Setting(view, IMPRINT, lambda page: f"../{page}.html", **options)


def made(name: str, view=None, argument: str = "", body: str = "", **options) -> BeautifulSoup:
    """A part as of a day."""
    html = PARTS[name].html(setting(view or known_by(), **options), argument, body)
    return BeautifulSoup(html, "lxml")


def cells(row) -> list[str]:
    return [cell.get_text(" ", strip=True) for cell in row.select("td")]


def lines(soup) -> list[list[str]]:
    return [cells(row) for row in soup.select("tbody tr")]


# --- rows


def test_a_row_behind_a_verdict_tells_since_when_it_was_known_where_its_table_does():
    view = known_by()
    (dated, *_), (plain, *_) = view.register("milestones"), view.projects()
    assert ", known " in row_item(dated, setting(view))
    assert plain.known_on == ""
    assert row_item(plain, setting(view)).endswith("</a>")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("section", SECTIONS)
def test_each_visible_row_of_a_section_has_its_place(day, section):
    view = known_by(day)
    placed = [node["id"] for node in made("rows", view, section).select("tr[id]")]
    named = [name for name in view.indicators if view.about(name)["section"] == section]
    assert placed == [take.anchor for name in named for takes in view.periods(name).values() for take in takes]


@pytest.mark.parametrize("section", SECTIONS)
def test_one_row_stands_for_each_period(section):
    view = known_by()
    for details in made("rows", view, section).select("details.indicator"):
        stands = [row["id"] for row in details.select("tr.stands")]
        assert stands == [best_take(takes).anchor for takes in view.periods(details["id"]).values()]


def test_a_row_tells_period_figure_day_source_and_note():
    found = made("rows", argument="trade")
    rows = {row["id"]: cells(row) for row in found.select("tr[id]")}
    assert rows["wool.exports.2023-01-01.2023-12-31.2024-01-20.customs-2024-01-20-wool"] == [
        "2023",
        "99 ✓",
        "2024-01-20",
        "Customs",
        "",
    ]
    forecast = "wool.exports.2023-01-01.2023-12-31.2023-06-01.daily-2023-06-01-wool"
    assert rows[forecast] == [
        "2023",
        "about 95 (forecast)",
        "2023-06-01",
        "The Daily",
        "what came of it stands; expected by the trade",
    ]
    assert found.find(id=forecast)["class"] == ["forecast"]
    ranges = "tea.cargoes.2022-01-01.2022-12-31.2023-02-01.institute-2023-02-01-tea"
    assert rows[ranges][1] == "300 to 340 ✓"


def test_an_indicator_tells_what_it_is_and_how_much_is_known_of_it():
    found = made("rows", known_by("2020-01-31"), "trade")
    sold = found.find(id="wool.exports")
    assert sold.summary.get_text(" ", strip=True) == "Wool sold wool.exports USD bn · 1 row"
    assert sold.p.text.endswith(" Basis: reported. Plausible between 0 and any.")


def test_an_indicator_is_shown_once_a_figure_of_it_is_known():
    assert not made("rows", known_by("2020-01-31"), "trade").find(id="wool.share")
    assert made("rows", known_by(), "trade").find(id="wool.share")


def aside(tables, figure, reason, **where):
    (row,) = (row for row in tables.read("observations")[1] if all(row[name] == cell for name, cell in where.items()))
    cells = {column: row[column] for column in ("indicator", "period_start", "period_end", "known_on", "source")}
    tables.plant("corrections", **cells, expect=figure, action="ignore", reason=reason)
    return ".".join(cells.values())


def struck(tables, day="latest"):
    """The figures that are struck out of the rows of trade, with why, by their places."""
    rows = made("rows", tables.view(day), "trade").select("tr[id]")
    return {row["id"]: (row.s.text, cells(row)[-1]) for row in rows if row.s}


def test_a_row_that_is_set_aside_is_shown_struck_out_with_the_reason(frozen_tables):
    assert not [key for key in struck(frozen_tables) if key.startswith("tea.cargoes")]
    key = aside(frozen_tables, "310", "of another year", indicator="tea.cargoes", value="310")
    assert struck(frozen_tables)[key] == ("310", "set aside: of another year")
    tea = made("rows", frozen_tables.view(), "trade").find(id="tea.cargoes")
    assert "5 rows, 1 set aside" in tea.summary.get_text(" ", strip=True)
    assert tea.find(id=key)["class"] == []  # it does not stand
    assert "about 312 ✓" in [cells(row)[1] for row in tea.select("tr[id]")]  # what stands instead
    assert key not in struck(frozen_tables, "2021-01-31")  # not public by then


def test_a_figure_that_cannot_hold_beside_the_one_that_stands_is_struck_out_with_the_reason(frozen_tables):
    of = "wool.exports.2021-01-01.2021-12-31"
    assert not [key for key in struck(frozen_tables) if key.startswith(of)]  # 120 and 121 touch: both may be right
    frozen_tables.change("observations", {"indicator": "wool.exports", "value": "120"}, value="118")
    assert struck(frozen_tables)[f"{of}.2022-01-20.customs-2022-01-20-wool"] == ("118", "a newer figure stands")
    frozen_tables.change("sources", {"source": "customs-2023-01-20-wool"}, kind="wire")
    assert struck(frozen_tables)[f"{of}.2023-01-20.customs-2023-01-20-wool"] == ("121", "an official figure stands")
    forecast = "wool.exports.2023-01-01.2023-12-31.2023-06-01.daily-2023-06-01-wool"
    told = ("about 95", "what came of it stands; expected by the trade")
    assert struck(frozen_tables)[forecast] == told
    assert forecast not in struck(frozen_tables, "2024-01-19")  # it stood until then


def test_an_indicator_whose_rows_are_all_set_aside_says_that_nothing_is_known(frozen_tables):
    for value in ("30", "33", "40"):
        aside(frozen_tables, value, "a slip", indicator="wool.share", value=value)
    share = made("rows", frozen_tables.view(), "trade").find(id="wool.share")
    assert share.summary.get_text(" ", strip=True).endswith("nothing known by 20 January 2024, 3 set aside")
    assert [cells(row)[-1] for row in share.select("tr[id]")] == ["set aside: a slip"] * 3
    assert not share.select(".stands")


def test_a_section_of_which_nothing_is_known_says_so(frozen_tables):
    talks = {row["indicator"] for row in frozen_tables.read("indicators")[1] if row["section"] == "talks"}
    head, rows = frozen_tables.read("observations")
    frozen_tables.write("observations", head, [row for row in rows if row["indicator"] not in talks])
    head, rows = frozen_tables.read("indicators")
    frozen_tables.write("indicators", head, [row for row in rows if row["section"] != "talks"])
    assert (
        made("rows", frozen_tables.view(), "talks").get_text() == "By 20 January 2024 we found nothing of this section."
    )


def test_a_section_that_is_not_there_is_refused():
    with pytest.raises(DataError, match=r"no section is called 'sport': see the column `section` of indicators\.csv"):
        made("rows", argument="sport")


# --- registers


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", ["events", "measures", "remarks"])
def test_a_register_shows_each_entry_at_its_place(day, name):
    view = known_by(day)
    placed = [row["id"] for row in made("register", view, name).select("tr[id]")]
    assert placed == [entry.anchor for entry in view.register(name)]


def test_a_register_shows_its_columns_but_keys_with_state_day_and_source():
    found = made("register", known_by("2022-12-31"), "measures")
    heads = [cell.text for cell in found.select("th")]
    assert heads == [
        "imposed by",
        "goods",
        "kind",
        "announced",
        "effective",
        "ended",
        "target",
        "body",
        "terms",
        "note",
        "state",
        "known on",
        "source",
    ]
    duty = ["Norland", "wool", "tariff", "", "2022-03-01", "2022-12-31", "other side", "state", "a tenth on wool", ""]
    assert cells(found.find(id="measure-nor-wool-duty")) == [*duty, "in force", "2022-02-20", "Customs"]
    assert found.div["id"] == "register-measures"


def test_an_end_is_shown_from_the_day_on_which_it_was_known():
    # made known on 15 November 2022, for the end of the year
    shown = {
        day: cells(made("register", known_by(day), "measures").find(id="measure-nor-wool-duty"))
        for day in ("2022-11-14", "2022-11-15", "2022-12-31", "2023-01-01")
    }
    assert {day: (row[5], row[10]) for day, row in shown.items()} == {
        "2022-11-14": ("", "in force"),
        "2022-11-15": ("2022-12-31", "in force"),
        "2022-12-31": ("2022-12-31", "in force"),
        "2023-01-01": ("2022-12-31", "ended by its terms"),
    }


def test_a_register_of_which_nothing_is_known_is_an_empty_table():
    found = made("register", known_by("2020-02-01"), "remarks")
    assert (found.div["id"], lines(found)) == ("register-remarks", [])


def test_things_that_acts_move_are_told_with_their_course():
    found = made("register", argument="projects")
    mill = found.find(id="project-mill-one")
    assert mill.summary.get_text(" ", strip=True) == (
        "The mill on the river mills under construction last act on record: 15 July 2023"
    )
    assert [row[:4] for row in lines(mill)] == [
        ["2021-05-20", "mou", "negotiating", "A memorandum on the mill"],
        ["2022-02-01", "contract", "agreed", "A contract for the mill"],
        ["2023-02-01", "construction start", "under construction", "Works begin"],
        ["2023-07-15", "denied", "under construction", "A delay is denied"],
    ]
    early = made("register", known_by("2021-05-25"), "projects")
    assert [row[3] for row in lines(early.find(id="project-mill-one"))] == ["A memorandum on the mill"]


def test_a_register_that_is_not_there_is_refused():
    with pytest.raises(DataError, match="no register is called 'sport'"):
        made("register", argument="sport")


# --- sources and meanings


@pytest.mark.parametrize("day", DAYS)
def test_the_bibliography_lists_what_was_published_by_the_day_the_newest_first(day):
    view = known_by(day)
    listed = [node["id"] for node in made("sources", view).select("li")]
    known = [row for row in view.evidence.rows("sources") if row["published"] <= view.cutoff]
    assert listed == [
        row["source"] for row in sorted(known, key=lambda row: (row["published"], row["source"]), reverse=True)
    ]


def test_a_source_is_told_with_publisher_title_day_kind_and_language():
    item = made("sources").find(id="customs-2024-01-20-wool")
    assert item.get_text(" ", strip=True) == "Customs: Wool of 2024-01-20 , 20 January 2024 official, en"
    assert item.a["href"] == "https://example.org/customs-2024-01-20-wool"


def test_a_source_tells_what_it_repeats_and_whose_word_it_is(frozen_tables):
    told = {"origin": "customs-2023-01-20-wool", "interest": "Sudland"}
    frozen_tables.change("sources", {"source": "customs-2024-01-20-wool"}, **told)
    item = made("sources", frozen_tables.view()).find(id="customs-2024-01-20-wool")
    assert item.span.get_text() == "official, en, repeats customs-2023-01-20-wool, word of Sudland"
    assert item.span.a["href"] == "#customs-2023-01-20-wool"


def test_the_dictionary_tells_every_table_and_column():
    found = made("dictionary")
    for resource in known_by().evidence.package["resources"]:
        table = found.find(id=f"table-{resource['name']}")
        assert [row[0] for row in lines(table)] == [field["name"] for field in resource["schema"]["fields"]]
        assert resource["title"] in table.h2.text
    claims = found.find(id="table-claims")
    assert "Key: claim." in claims.p.text
    assert "Pattern: [pl][0-9]{3} ." in lines(claims)[0][2]
    assert "One of: trade , talks ." in lines(claims)[2][2]


def test_unused_series_are_listed_with_the_reason(frozen_tables):
    frozen_tables.plant("unused", pattern="tea.plan", reason="kept for later", known_on="2022-01-31")
    frozen_tables.plant("unused", pattern="wool.*", reason="kept for the mill", known_on="2023-01-31")
    found = made("unused", frozen_tables.view())
    assert lines(found) == [
        ["tea.plan", "Tea as planned", "kept for later"],
        ["wool.*", "those of the topic", "kept for the mill"],
    ]
    assert [row[0] for row in lines(made("unused", frozen_tables.view("2023-01-30")))] == ["tea.plan"]
    assert found.a["href"] == "../chapters/rows-trade.html#tea.plan"


# --- no hindsight


def test_no_part_of_an_earlier_day_tells_of_what_became_known_later(frozen_tables):
    def told():
        asked = setting(frozen_tables.view("2023-01-31"))
        wanted = {"rows": SECTIONS, "register": ("events", "measures", "projects", "remarks")}
        names = ("rows", "register", "sources", "dictionary", "unused", "statements")
        return {name: [PARTS[name].html(asked, one, "") for one in wanted.get(name, ("",))] for name in names}

    before = told()
    later = {"source": "x-2023-02-20-silk", "known_on": "2023-02-20"}
    about = {"publisher": "X", "title": "silk", "published": "2023-02-20", "precision": "day", "kind": "media"}
    frozen_tables.plant("sources", source=later["source"], url="https://example.org/silk", language="en", **about)
    kept = {"section": "trade", "unit": "Mt", "basis": "reported", "frequency": "annual", "definition": "Silk."}
    frozen_tables.plant("indicators", indicator="silk.sold", label="Silk sold", measures="level", **kept)
    span = {"period_start": "2022-01-01", "period_end": "2022-12-31"}
    frozen_tables.plant("observations", indicator="silk.sold", **span, value="3", qualifier="exact", **later)
    frozen_tables.plant("unused", pattern="silk.*", reason="kept for later", known_on="2023-02-20")
    frozen_tables.plant("events", event="tal-999", section="talks", date="2023-02-19", kind="loan", **later)
    assert told() == before


# --- the ledger


def test_every_statement_is_told_with_its_verdict_and_can_be_cited():
    view = known_by()
    found = made("statements", view)
    rows = found.select("table.ledger tbody tr")
    assert [row["id"] for row in rows] == [row["claim"] for row in view.evidence.rows("claims")]
    row = found.find(id="p002")
    assert cells(row)[1:3] == ["confirmed", "low"]
    assert cells(row)[4:] == ["USD 90 bn", "USD 90 bn", "The pamphlet", "trade", "figure"]
    fact = row.select_one("a.fact")
    assert "Verdict: confirmed" in fact["data-cite"]
    assert IMPRINT.edition in fact["data-cite"]
    assert (fact["href"], fact["data-place"]) == ("#p002", "p002")


def test_a_statement_tells_how_it_is_weighed():
    details = made("statements").find(id="l003").details.get_text(" ", strip=True)
    for told in (
        "as it says, l003",
        "measured by: growth('wool.exports', 2023)",
        "confirmed if: measured > 1",
        "refuted if: measured < -1",
        "to be judged from: 2024-01-20",
        "Wool sold, 2023: USD 99 bn , Customs , known 20 January 2024",
    ):
        assert told in details
    assert "would turn: undecided if what is measured fell to 2%" in details
    assert "measured by" not in made("statements").find(id="l002").details.text


def test_a_statement_without_a_test_has_no_history():
    found = made("statements")
    assert found.find(id="l001").select("svg.spark rect")
    assert not found.find(id="l002").select("svg.spark")


def test_the_reviews_tell_the_decided_statements_for_machines():
    script = made("statements").select_one('script[type="application/ld+json"]')
    told = {one["@id"]: one for one in json.loads(script.string)["@graph"]}
    assert set(told) == {f"#{one.claim.key}" for one in ledger.verdicts(known_by()) if one.word in DECIDED}
    assert told["#p002"]["reviewRating"] | {"@type": ""} == {
        "@type": "",
        "ratingValue": 3,
        "bestRating": 3,
        "worstRating": 1,
        "alternateName": "confirmed",
    }
    # what held on its day is rated by that day, and told as overtaken
    overtaken = told["#p001"]["reviewRating"]
    assert (overtaken["ratingValue"], overtaken["alternateName"]) == (3, "overtaken")
    assert told["#p002"]["itemReviewed"]["author"] == {"@type": "Person", "name": "A. Pamphleteer"}
    assert told["#p002"]["author"] == [{"@type": "Organization", "name": "The testers"}]
    assert told["#l001"]["itemReviewed"]["author"] == {"@type": "Organization", "name": "The Daily"}


def test_the_verdicts_of_a_section_are_those_with_a_test():
    found = {section: [row[0] for row in lines(made("verdicts", argument=section))] for section in SECTIONS}
    assert found == {"trade": ["l001", "l003", "p001", "p002", "p003", "p004", "p007", "p008"], "talks": ["p005"]}
    with pytest.raises(DataError, match="sport"):
        made("verdicts", argument="sport")


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2023-03-05", [("2023-03-05", "this book")]),
        ("2023-03-06", [("2023-03-05", "the letter"), ("2023-03-06", "this book")]),
        ("2024-01-20", [("2023-03-05", "the letter"), ("2023-05-10", "the pamphlet"), ("2024-01-20", "this book")]),
    ],
)
def test_papers_are_compared_on_their_days_as_far_as_past(day, wanted):
    assert moments(known_by(day)) == wanted


def test_the_scoreboard_counts_each_paper_at_each_day():
    found = lines(made("scoreboard"))
    assert [row[:2] for row in found] == [
        [f"{day} ({name})", paper]
        for day, name in (
            ("5 March 2023", "the letter"),
            ("10 May 2023", "the pamphlet"),
            ("20 January 2024", "this book"),
        )
        for paper in ("The letter", "The pamphlet")
    ]
    counted = [[int(cell) for cell in row[3:9]] for row in found]
    assert [sum(row) for row in counted] == [3, 8] * 3
    # on the letter's day wool sold less than it bought; a year later more, and it rose
    assert (dict(zip(WORDS, counted[0], strict=True)), dict(zip(WORDS, counted[4], strict=True))) == (
        {"confirmed": 0, "partly": 0, "overtaken": 0, "refuted": 1, "undecided": 1, "untestable": 1},
        {"confirmed": 2, "partly": 0, "overtaken": 0, "refuted": 0, "undecided": 0, "untestable": 1},
    )
    assert [int(row[9]) for row in found] == [sum(row[:4]) for row in counted]


def seconded(tables):
    """The tables with another paper that prints the same figures of wool, so that no single source carries a verdict."""
    about = {"publisher": "Echo", "title": "Wool", "url": "https://example.org", "precision": "day", "kind": "media"}
    for day in ("2023-01-20", "2024-01-20"):
        source = {"source": f"echo-{day}-wool", "published": day, "language": "en"}
        tables.plant("sources", **about, **source)
    _, rows = tables.read("observations")
    for row in rows:
        whole = row["period_end"] in ("2022-12-31", "2023-12-31") and row["source"].startswith("customs")
        if whole and row["indicator"] in ("wool.exports", "wool.imports"):
            tables.plant("observations", **row | {"source": f"echo-{row['known_on']}-wool"})
    return tables


def test_verdicts_that_turned_since_the_first_paper_s_day_are_told_with_their_rows(frozen_tables):
    found = made("turned", seconded(frozen_tables).view())
    assert [cell.text for cell in found.select("th")][:2] == ["Claim", "Since 5 March 2023"]
    turned = {row[0]: row[1:] for row in lines(found)}
    assert turned["l001"][0] == "refuted → confirmed"
    assert "Wool sold, 2023: USD 99 bn" in turned["l001"][2]
    assert turned["l003"][0] == "undecided → confirmed"
    assert "p002" not in turned


def test_what_rests_on_too_little_is_not_told_as_turned():
    assert made("turned").text == "No verdict has turned since 5 March 2023."
    brief = [p.text for p in made("turned-brief").select("p")]
    assert "2 verdicts differ from that day’s, but on too little evidence to count as a change." in brief
    assert "No statement’s verdict has turned." not in brief


def test_that_no_verdict_has_turned_is_a_sentence():
    assert made("turned", known_by("2023-03-06")).text == "No verdict has turned since 5 March 2023."


def test_a_verdict_that_turned_by_its_day_alone_says_so(frozen_tables):
    seconded(frozen_tables).change("criteria", {"claim": "p002"}, due="2023-04-01")
    turned = {row[0]: row[3] for row in lines(made("turned", frozen_tables.view()))}
    assert turned["p002"] == "its day to be judged came"


def test_what_became_of_a_paper_s_statements_is_told_in_brief(frozen_tables):
    found = made("turned-brief", seconded(frozen_tables).view())
    theses, judged, over, *_ = [p.text for p in found.select("p")]
    assert theses == "Of the 1 thesis of the letter, 1 stands otherwise than on its day, 5 March 2023:"
    assert found.select("ul")[0].get_text(" ", strip=True).endswith("Norland sells more wool than it buys")
    assert judged == "Of its statements that were open on that day, 1 is confirmed now."
    assert over == "1 verdict turned over:"
    assert [item.get_text(" ", strip=True) for item in found.select("ul")[1].select("li")] == [
        "l001 refuted → confirmed Norland sells more wool than it buys."
    ]


def test_of_a_paper_of_which_nothing_turned_and_of_one_to_come_no_more_is_told():
    assert [p.text for p in made("turned-brief", known_by(BETWEEN)).select("p")] == [
        "The theses of the letter stand as on its day, 5 March 2023.",
        "No statement’s verdict has turned.",
        "On 1 April 2023 the pamphlet was not yet written.",
    ]


def test_the_days_ahead_are_told_in_order():
    found = lines(made("watch", known_by("2023-03-31")))
    told = "Whether it holds: Wool sold will rise in 2023. to be judged by: Wool sold, 2023"
    assert found == [["20 January 2024", told, "undecided", "l003"]]
    # on that day a fee was to come and a duty to end
    assert [row[:2] for row in lines(made("watch", known_by("2022-12-15")))] == [
        ["31 December 2022", "Norland: tariff, wool, ends by its terms"],
        ["1 January 2023", "Norland: fee, wool, begins"],
    ]
    assert made("watch").text == "On 20 January 2024 no such day lay ahead."


def test_an_end_that_is_not_known_yet_is_no_day_ahead():
    assert made("watch", known_by("2022-11-14")).text == "On 14 November 2022 no such day lay ahead."
    assert [row[0] for row in lines(made("watch", known_by("2022-11-15")))] == ["31 December 2022"]


def test_the_figure_of_verdicts_has_a_line_for_each_tested_statement():
    found = made("over-time")
    assert [link["href"] for link in found.select("svg a")] == [
        f"../chapters/ledger.html#{row['claim']}"
        for row in known_by().evidence.rows("criteria")
        if row["test"] == "measured"
    ]
    assert len(found.select("svg path.paper")) == 2
    assert [text.text for text in found.select("svg text.year")] == ["2022", "2023", "2024"]
    assert len(made("over-time", known_by(BETWEEN)).select("svg path.paper")) == 1


# --- the papers


def test_the_papers_are_named_with_their_days_and_which_lie_ahead():
    told = {day: made("papers", known_by(day)).text for day in ("2023-03-04", BETWEEN, "latest")}
    assert told["latest"] == (
        "By their own text the letter dates from 1 to 5 March 2023 and the pamphlet dates from 1 to 10 May 2023; "
        "each counts from the later day on."
    )
    assert "On 1 April 2023, the day of this page, the pamphlet still lay ahead:" in told[BETWEEN]
    assert "both still lay ahead" in told["2023-03-04"]


def test_a_window_over_two_months_is_told_in_full(frozen_tables):
    frozen_tables.change("documents", {"document": "letter-2023"}, published_from="2023-02-27")
    assert "from 27 February 2023 to 5 March 2023" in made("papers", frozen_tables.view()).text


def test_a_verdict_that_rests_on_enough_is_not_called_weak(frozen_tables):
    found = made("standing", seconded(frozen_tables).view(), "l001")
    assert lines(found)[0][-1] == "confirmed"


def test_statements_are_told_through_time():
    found = made("standing", argument="l001 p002")
    assert [cell.text for cell in found.select("th")] == [
        "Claim",
        "Statement",
        "day of the letter",
        "day of the pamphlet",
        "now",
    ]
    weak = "too weak to count"
    words = [["refuted", "refuted", "confirmed"], ["confirmed"] * 3]
    assert [row[2:] for row in lines(found)] == [[f"{word} {weak}" for word in row] for row in words]
    with pytest.raises(DataError, match="z999"):
        made("standing", argument="z999")


def test_premises_are_told_with_what_is_measured_and_what_would_turn_them():
    found = made("premises", argument="l001 l002")
    sold, mean = lines(found)
    assert (sold[0], sold[3], sold[4]) == ("l001", "USD 2 bn", "20 January 2024")
    assert "as it says, l001" in sold[2]
    assert "Would turn: " in sold[2]
    assert (mean[1], mean[3], mean[4]) == ("untestable", "–", "–")
    assert found.select_one("svg.spark")
    assert len(found.select("svg.spark")) == 1


def test_premises_are_told_in_brief_by_how_they_stand_and_how_many_rest_on_too_little():
    told = "By what was known on 20 January 2024 the 2 premises below stand as follows: 1 confirmed and 1 untestable."
    assert made("premises-brief", argument="l001 l002").text == f"{told} 1 verdict rests on too little to count."
    assert "too little" not in made("premises-brief", argument="l002").text


def test_the_tally_counts_a_section_s_statements():
    told = " ".join(made("tally", argument="trade").get_text(" ").split())
    assert told.startswith(
        "The ledger holds 8 statements on this section, 2 of the letter and 6 of the pamphlet; 8 of them"
    )
    assert "By what was known on 20 January 2024 they stand as follows: confirmed" in told
    talks = " ".join(made("tally", argument="talks").get_text(" ").split())
    assert "3 statements on this section, 1 of the letter and 2 of the pamphlet; 1 of them has a test" in talks


def test_each_footnote_is_listed_with_its_problem_and_what_rests_on_it(frozen_tables):
    frozen_tables.change("claims", {"claim": "p002"}, footnotes="1;2")
    item = made("footnotes", frozen_tables.view(), "pamphlet-2023").find(id="footnote-1")
    assert item.get_text(" ", strip=True) == (
        "Customs: Wool trade in 2022 , accessed 1 April 2023. Given for p002 . date : the page has another day"
    )
    assert item["value"] == "1"
    assert not made("footnotes", argument="letter-2023").select("li")


def test_kinds_of_problems_are_counted(frozen_tables):
    for number, problem in enumerate(("", "date: x | date: y | title_vs_text: z", "coverage: x"), start=2):
        told = {"publisher": "Customs", "title": "x", "problem": problem}
        frozen_tables.plant("footnotes", document="pamphlet-2023", number=str(number), **told)
    found = lines(made("problem-kinds", frozen_tables.view(), "pamphlet-2023"))
    assert found == [["date", "2"], ["coverage", "1"], ["title against text", "1"], ["none", "1"]]


# --- cards and cover


def test_a_card_shows_value_change_and_the_day_known():
    told = {"label": "Wool", "value": "USD 196 bn", "place": "n-1", "page": "chapters/rows-trade", "anchor": "wool.x"}
    told |= {
        "change": [["rose "], ["by 4%", "n-2", "chapters/rows-trade", "wool.y"]],
        "known": "2023 · known 20 January 2024",
        "line": "0.0,25.0 60.0,3.0 120.0,9.0",
    }
    (shown,) = made("cards", body=f"\n{json.dumps(told)}\n").select(".card")
    assert shown.select_one(".card-label").text == "Wool"
    assert shown.select_one(".card-value")["id"] == "n-1"
    assert shown.select_one(".card-value a")["href"] == "../chapters/rows-trade.html#wool.x"
    assert shown.select_one(".card-change").text == "rose by 4%"
    assert shown.select_one("#n-2 a")["href"] == "../chapters/rows-trade.html#wool.y"
    assert shown.select_one(".card-known").text == "2023 · known 20 January 2024"
    assert (shown.circle["cx"], shown.circle["cy"]) == ("120.0", "9.0")


def test_a_card_without_rows_change_and_line_shows_its_value_alone():
    empty = dict.fromkeys(("page", "anchor", "change", "known", "line"), "")
    (shown,) = made("cards", body=json.dumps({"label": "x", "value": "1", "place": "n-1"} | empty)).select(".card")
    assert [node["class"] for node in shown.select("p")] == [["card-label"], ["card-value"]]
    assert not shown.select("a, svg")


COVER = {"indicator": "wool.turnover", "first": 2020, "title": "T", "question": "Q?", "note": "Wool", "alt": "A line"}


def test_the_cover_is_drawn_for_both_themes_and_says_what_it_shows():
    cover = Cover.of(COVER)
    found = made("cover", cover=cover)
    assert len(found.select(".cover > div")) == 4
    assert found.select_one(".cover > p").text == "Wool; upright lines: the days of the papers."
    # the line ends with 2022, before the papers came
    assert made("cover", known_by("2023-05-31"), cover=cover).p.text == "Wool."
    assert not made("cover").select(".cover")


def test_the_line_of_the_cover_begins_in_its_year_and_ends_with_what_is_known():
    assert [value for _, value in line(Cover.of(COVER), known_by())] == [180, 220, 189, 196]
    assert [value for _, value in line(Cover.of(COVER), known_by(EARLY))] == [180]


def test_the_cover_ends_with_the_newest_twelve_months_known_though_only_since_january(frozen_tables):
    told = {"source": "customs-2024-01-20-wool", "known_on": "2024-01-20", "qualifier": "exact"}
    frozen_tables.change("observations", {"value": "196"}, period_end="2023-04-30", value="60")
    span = {"period_start": "2022-01-01", "period_end": "2022-04-30"}
    frozen_tables.plant("observations", indicator="wool.turnover", value="50", **span, **told)
    assert [value for _, value in line(Cover.of(COVER), frozen_tables.view())] == [180, 220, 189, 199]


def test_the_card_of_the_book_is_a_picture_that_is_the_same_each_time():
    cover = Cover.of(COVER)
    made = cover_card(cover, known_by())
    assert made.startswith(b"\x89PNG")
    assert made == cover_card(cover, known_by())
    assert made != cover_card(cover, known_by(EARLY))
    assert cover_card(cover, known_by("2020-01-20")).startswith(b"\x89PNG")


# --- no markup


def test_no_cell_becomes_markup(frozen_tables):
    frozen_tables.change("events", {"event": "tal-001"}, description=HOSTILE, actor=HOSTILE)
    frozen_tables.change("measures", {"measure": "sud-tea-ban"}, goods=HOSTILE)
    frozen_tables.change("remarks", {"remark": "rem-001"}, gist=HOSTILE)
    frozen_tables.change("milestones", {"project": "mill-one"}, description=HOSTILE)
    head, projects = frozen_tables.read("projects")
    frozen_tables.write(
        "projects", head, [row | {"name": f"{row['project']} {HOSTILE}", "sector": HOSTILE} for row in projects]
    )
    frozen_tables.change("observations", {"indicator": "bank.rate"}, note=HOSTILE)
    frozen_tables.change("sources", {"source": "customs-2024-01-20-wool"}, title=HOSTILE, publisher=HOSTILE)
    frozen_tables.change("claims", {"claim": "l001"}, statement=HOSTILE, footnotes="1")
    frozen_tables.change("criteria", {"claim": "l001"}, why=HOSTILE)
    frozen_tables.change(
        "footnotes", {"number": "1"}, title=HOSTILE, publisher=HOSTILE, problem=f"{HOSTILE}: {HOSTILE}"
    )
    frozen_tables.change("indicators", {"indicator": "bank.rate"}, label=HOSTILE, definition=HOSTILE)
    frozen_tables.plant("unused", pattern="bank.rate", reason=HOSTILE, known_on="2021-01-01")
    view, asked = frozen_tables.view(), setting(frozen_tables.view())
    arguments = {"rows": SECTIONS, "register": ("events", "measures", "projects", "remarks"), "verdicts": SECTIONS}
    arguments |= {
        "standing": ("l001",),
        "premises": ("l001",),
        "premises-brief": ("l001",),
        "footnotes": ("pamphlet-2023",),
        "tally": SECTIONS,
    }
    arguments |= {"problem-kinds": ("pamphlet-2023",)}
    # cards are printed as data, and the language is that of the code
    for name in sorted(set(PARTS) - {"cards", "language", "vocabulary"}):
        for argument in arguments.get(name, ("",)):
            html = PARTS[name].html(asked, argument, "")
            soup = BeautifulSoup(html, "lxml")
            assert not [node for node in soup.select("script") if node.get("type") != "application/ld+json"], name
            assert "<b>bold" not in html, name
    told = dict.fromkeys(("label", "value", "place", "page", "anchor", "change", "known", "line"), "")
    html = PARTS["cards"].html(
        asked, "", json.dumps(told | {"label": HOSTILE, "value": HOSTILE, "change": [[HOSTILE]]})
    )
    assert "<b>" not in html
    assert view.cutoff == "2024-01-20"


def test_an_address_that_is_none_leads_nowhere():
    assert web_link("<b>", "javascript:alert(1)") == "&lt;b&gt;"
    assert web_link("x", 'https://e.org/"') == '<a href="https://e.org/&#34;" rel="noreferrer">x</a>'


def test_parts_of_a_sentence_are_joined_as_one_speaks():
    assert [join_cells(list("abc")[:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]

"""What differs between two editions is told for a terminal and as HTML: what weighs most first, the rest in numbers."""

import json

import pytest
from bs4 import BeautifulSoup

from nolimits.editions import telling
from nolimits.editions.compare import Change, Comparison
from nolimits.pagemodel.twin import BookTwin

TITLES = {"chapters/one": "One", "chapters/two": "Two", "chapters/ledger": "The ledger"}
HOSTILE = "<script>alert(1)</script>"


def book(cutoff: str, edition: str = "") -> BookTwin:
    pages = {name: {"title": title} for name, title in TITLES.items()}
    return BookTwin(edition or f"{cutoff}-x", cutoff, "c", {}, pages, {}, {})


def between(*changes: Change, old: str = "2022-06-30", new: str = "2023-06-30") -> Comparison:
    return Comparison(book(old), book(new), changes)


def row(says: str = "Wool sold, 2022: USD 90 bn", known: str = "2023-01-20", **other: str) -> dict:
    place = {"place": "chapters/rows-trade#wool.exports.2022", "publisher": "Customs", "url": "https://example.org/x"}
    return {"key": says, "says": says, "known_on": known} | place | other


def change(kind: str, before: str | None = "1", after: str | None = "2", **told) -> Change:
    page = told.pop("page", "chapters/one")
    same = {"anchor": "n-1", "asked": "{value}`x`", "context": "It is 2.", "causes": ("new-period",)}
    return Change(page, kind, **(same | told), before=before, after=after)


def verdict(claim: str = "l001", before: str = "confirmed", after: str = "refuted", **told) -> Change:
    told = {"anchor": claim, "asked": claim, "context": "Norland sells more.", "page": "chapters/ledger"} | told
    return change("verdict", before, after, **told)


def lines(*changes: Change, **options) -> list[str]:
    """The text below its head."""
    return telling.as_text(between(*changes), **options).splitlines()[3:]


# --- text


def test_that_nothing_differs_is_told_in_a_sentence():
    same = Comparison(book("2022-06-30"), book("2022-06-30"), ())
    assert telling.as_text(same) == "Nothing differs: both are the edition 2022-06-30-x."
    assert telling.as_text(between()) == "Nothing differs between 30 June 2022 and 30 June 2023."
    two = Comparison(book("2022-06-30", "a"), book("2022-06-30", "b"), ())
    assert telling.as_text(two) == "Nothing differs between edition a and edition b."


def test_a_text_begins_with_sides_and_counts():
    found = between(
        verdict(), change("number"), change("number", causes=("revision", "day")), change("part", causes=())
    )
    assert telling.as_text(found).splitlines()[:5] == [
        "What differs between 30 June 2022 and 30 June 2023",
        "edition 2022-06-30-x → edition 2023-06-30-x",
        "",
        "Changes: 1 verdict turned · 2 numbers · 1 part made from tables",
        "By cause: revision 1 · new period 2",
    ]


def test_of_one_day_the_editions_are_named():
    assert telling.sides(Comparison(book("2022-06-30", "a"), book("2022-06-30", "b"), ())) == (
        "between edition a and edition b"
    )


def test_counts_are_parted_by_thousands():
    assert telling.count_text({"number": 12345}, {"number": "numbers", "date": "days"}) == ["12,345 numbers"]


def test_a_verdict_is_told_with_the_row_that_turned_it():
    told = lines(verdict(came=(row(),), went=(row("Wool sold, 2021: USD 121 bn", "2023-01-20"),)))
    assert told[2:] == [
        "",
        "VERDICTS TURNED (1)",
        "  l001  confirmed → refuted  Norland sells more.",
        "      + Wool sold, 2022: USD 90 bn (Customs, known 20 January 2023)",
        "      − Wool sold, 2021: USD 121 bn (Customs, known 20 January 2023)",
    ]


def test_a_verdict_without_a_new_row_is_told_with_its_causes():
    assert lines(verdict(causes=("definition", "day")))[-2:] == [
        "  l001  confirmed → refuted  Norland sells more.",
        "    [definition, day]",
    ]


def test_a_headline_is_told_as_it_was_and_as_it_is():
    told = lines(change("headline", "It fell", "It rose", asked="one-chart", anchor="one-chart", context="By year"))
    assert told[-5:] == ["HEADLINES (1)", "  one-chart (One)", "    − It fell", "    + It rose", "    [new period]"]


@pytest.mark.parametrize("kind", ["direction", "state", "number"])
def test_what_changed_in_a_number_is_told_with_its_sentence(kind):
    assert lines(change(kind))[-3:] == ["  1 → 2  (One)", "    It is 2.", "    [new period]"]


def test_a_number_without_a_sentence_is_told_by_its_question():
    assert lines(change("number", context=""))[-2] == "    {value}`x`"


def test_a_sentence_is_told_where_all_is_asked_for():
    said = change("sentence", "It is 1.", None, context="Head"), change("sentence", None, "It is 2.", context="")
    assert lines(*said)[-1] == "Not told one by one: 2 sentences (--all tells everything)"
    assert lines(*said, everything=True)[-7:] == [
        "SENTENCES (2)",
        "  One: Head",
        "    − It is 1.",
        "    [new period]",
        "  One",
        "    + It is 2.",
        "    [new period]",
    ]


def test_days_charts_and_sentences_are_only_counted():
    few = [change(kind) for kind in ("date", "exhibit", "sentence")]
    assert lines(*few)[-2:] == [
        "",
        "Not told one by one: 1 day or period, 1 chart, 1 sentence (--all tells everything)",
    ]
    assert not any(line.startswith("Not told") for line in lines(*few, everything=True))


def test_pages_that_came_or_went_are_told_and_parts_only_counted():
    told = lines(
        change("page", None, "Two", asked="chapters/two", anchor="", context="Two"), change("part", None, None)
    )
    assert "PAGES (1)" in told
    assert not any("PARTS" in line for line in told)
    assert not any(line.startswith("Not told") for line in told)


@pytest.mark.parametrize(
    ("kind", "limit"), [("verdict", 40), ("headline", 8), ("direction", 6), ("state", 6), ("number", 6), ("page", 6)]
)
def test_of_many_changes_the_first_are_told_and_the_others_counted(kind, limit):
    many = [change(kind, str(n), str(n + 1), anchor=f"n-{n}", came=(row(f"row {n}"),)) for n in range(limit + 3)]
    told = lines(*many)
    assert told[-1] == "  … and 3 more (--all)"
    whole = lines(*many, everything=True)
    assert not any("more (--all)" in line for line in whole)
    assert lines(*many[:limit])[-1] != "  … and 0 more (--all)"


def test_the_largest_of_a_kind_come_first():
    small, large = (
        change("number", name, "z", anchor=name, weight=weight) for name, weight in (("a", 0.1), ("b", 0.9))
    )
    told = [line for line in lines(small, large) if "→" in line]
    assert told == ["  b → z  (One)", "  a → z  (One)"]


def test_a_long_line_is_wrapped_and_no_word_is_broken():
    told = lines(change("number", context="word " * 60 + "x" * 150))
    assert all(len(line) <= 110 for line in told if "xxx" not in line)
    assert any("x" * 150 in line for line in told)


def test_a_long_row_is_cut():
    (line,) = [line for line in lines(verdict(came=(row("words " * 40),))) if line.strip().startswith("+")]
    assert len(line) <= 110
    assert line.endswith(" …")


def test_of_many_rows_one_is_told_and_the_others_counted():
    told = lines(change("number", came=(row("a"), row("b"), row("c")), went=(row("d"), row("e"))))
    assert told[-5:] == [
        "    [new period]",
        "      + a (Customs, known 20 January 2023)",
        "      + 2 more rows",
        "      − d (Customs, known 20 January 2023)",
        "      − 1 more row",
    ]


def test_where_all_is_asked_for_twelve_rows_are_told_with_the_causes_of_verdicts():
    told = lines(verdict(came=tuple(row(str(n)) for n in range(13))), everything=True)
    assert "    [new period]" in told
    assert told[-1] == "      + 1 more row"
    assert len([line for line in told if line.startswith("      + ")]) == 13


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"known_on": ""}, "x (Customs)"),
        ({"publisher": ""}, "x (known 20 January 2023)"),
        ({"publisher": "", "known_on": ""}, "x"),
    ],
)
def test_a_row_tells_as_much_of_its_origin_as_is_known(told, says):
    assert lines(verdict(came=(row("x", **told),)))[-1] == f"      + {says}"


# --- the same news once


def test_the_same_answer_from_the_same_rows_is_told_once_with_its_pages():
    here = change("number", came=(row("a"),), anchor="n-1", weight=0.1)
    there = change("number", came=(row("a"),), anchor="n-2", page="chapters/two")
    ((one, pages),) = telling.once([here, there])
    assert (one, pages) == (here, ["chapters/one", "chapters/two"])
    assert [line for line in lines(here, there) if "→" in line] == ["  1 → 2  (One, Two)"]


@pytest.mark.parametrize("kind", ["direction", "state", "number", "date"])
def test_the_same_answer_from_other_rows_is_other_news(kind):
    here, there = (change(kind, came=(row(name),)) for name in "ab")
    assert len(telling.once([here, there])) == 2


def test_what_is_no_number_is_the_same_news_by_its_place():
    here, there = (change("exhibit", came=(row("a"),), anchor=name) for name in ("a-chart", "b-chart"))
    assert len(telling.once([here, there])) == 2
    here, there = (change("exhibit", came=(row(name),), anchor="a-chart") for name in "ab")
    assert len(telling.once([here, there])) == 1
    pages = [change("page", None, "Two", anchor="", asked=name) for name in ("chapters/two", "chapters/three")]
    assert len(telling.once(pages)) == 2


@pytest.mark.parametrize("told", [{"before": "0"}, {"after": "3"}, {"kind": "direction"}])
def test_other_news_is_told_by_itself(told):
    given = {"kind": "number"} | told
    assert len(telling.once([change("number"), change(given.pop("kind"), **given)])) == 2


def test_a_page_on_which_the_news_stand_twice_is_named_once():
    here = change("number", anchor="n-1"), change("number", anchor="n-2")
    assert [line for line in lines(*here) if "→" in line] == ["  1 → 2  (One)"]


# --- JSON


def test_the_record_is_the_comparison_as_json():
    found = between(verdict(context="Wolle für Ähren"))
    told = telling.as_record(found)
    assert json.loads(told) == json.loads(json.dumps(found.record()))
    assert "Wolle für Ähren" in told


# --- HTML


def body(*changes: Change, address=None, **options) -> BeautifulSoup:
    return BeautifulSoup(telling.comparison_body(between(*changes), address, **options), "lxml")


def link(page: str, anchor: str) -> str:
    return f"../{page}.html#{anchor}"


def test_that_nothing_differs_is_a_paragraph():
    assert telling.comparison_body(between()) == "<p>Nothing differs between 30 June 2022 and 30 June 2023.</p>"


def test_the_page_stands_alone_and_names_both_editions():
    soup = BeautifulSoup(telling.as_html(between(change("number"))), "lxml")
    assert soup.title.text == soup.h1.text == "What differs between 30 June 2022 and 30 June 2023"
    assert soup.select_one(".sides").text == (
        "edition 2022-06-30-x, as known by 30 June 2022 → edition 2023-06-30-x, as known by 30 June 2023"
    )
    assert soup.html["lang"] == "en"
    assert not soup.select("script, link, img, iframe, a")


def test_no_cell_becomes_markup():
    told = {
        "context": HOSTILE,
        "asked": HOSTILE,
        "came": (row(HOSTILE, publisher=HOSTILE, url=f"javascript:{HOSTILE}"),),
    }
    told["went"] = (row("x", url='https://example.org/"><script>'),)
    kinds = ("verdict", "headline", "direction", "state", "number", "date", "exhibit", "sentence", "part", "page")
    made = telling.as_html(between(*(change(kind, HOSTILE, HOSTILE, **told) for kind in kinds)))
    soup = BeautifulSoup(made, "lxml")
    assert not soup.select("script")
    assert HOSTILE in soup.get_text()
    assert not soup.select('a[href^="javascript:"]')
    assert soup.select_one('a[href^="https:"]')["href"] == 'https://example.org/"><script>'


def test_counts_stand_on_top_without_the_parts():
    made = body(verdict(), change("number"), change("part", causes=()))
    assert [item.text for item in made.select(".change-counts li")] == ["1 verdict turned", "1 number"]
    assert made.select_one(".change-causes").text == "By foremost cause: a figure for another period 2."


def test_verdicts_that_turned_over_stand_before_those_that_could_not_be_given():
    made = body(verdict("l001"), verdict("l002", "undecided", "confirmed"), verdict("l003", "refuted", "undecided"))
    assert made.h2.text == "Verdicts that turned over"
    assert [item.code.text for item in made.select("div > ul.change-list > li")] == ["l001"]
    folded = made.select_one("details")
    assert folded.summary.text == "2 other statements can be decided now and could not before, or the reverse"
    assert [item.code.text for item in folded.select("li.verdict")] == ["l002", "l003"]
    alone = body(verdict("l002", "undecided", "confirmed"))
    assert alone.summary.text == "1 statement can be decided now and could not before, or the reverse"
    assert not alone.select("h2")


def test_verdicts_that_rest_on_too_little_are_folded_apart_and_told_as_such():
    weak = {"weak": True}
    made = body(verdict("l001"), verdict("l002", **weak), verdict("l003", "undecided", "partly", **weak))
    assert [item.code.text for item in made.select("div > ul.change-list > li")] == ["l001"]
    told = made.select_one("details")
    assert told.summary.text == "2 more read otherwise but rest on too little, then or now, to be called a turn"
    assert [item.code.text for item in told.select("li.verdict")] == ["l002", "l003"]
    alone = body(verdict("l002", **weak))
    assert alone.summary.text == "1 more reads otherwise but rests on too little, then or now, to be called a turn"
    assert any("too little to be called a turn" in line for line in lines(verdict("l002", **weak)))


def test_a_verdict_is_shown_with_badges_and_leads_to_its_place():
    (item,) = body(verdict(), address=link).select("li.verdict")
    assert [(badge.text, badge["class"]) for badge in item.select(".badge")] == [
        ("confirmed", ["badge", "confirmed"]),
        ("refuted", ["badge", "refuted"]),
    ]
    assert item.a["href"] == "../chapters/ledger.html#l001"
    assert item.a.code.text == "l001"
    (item,) = body(verdict(before=None)).select("li.verdict")
    assert item.select_one(".badge").text == "none"


def test_headlines_are_listed_as_they_were_and_as_they_are():
    (item,) = body(change("headline", "It fell", "It rose"), address=link).select("li.headline")
    assert (item.select_one("del").text, item.ins.text) == ("It fell", "It rose")
    assert item.select_one(".change-where a")["href"] == "../chapters/one.html#n-1"


def test_the_largest_changes_are_those_of_a_fiftieth_and_more():
    small, large = (
        change("number", name, "2", anchor=name, weight=weight) for name, weight in (("s", 0.0199), ("l", 0.02))
    )
    other = [change(kind, name, "2", anchor=name) for kind, name in (("direction", "d"), ("state", "t"))]
    made = body(small, large, *other)
    assert made.h2.text == "The largest changes in numbers"
    assert [item.select_one("del").text for item in made.h2.find_next("ul").select("li.change")] == ["l", "d", "t"]
    (led,) = body(large, address=link).select("h2 + ul > li.change a[href$='#l']")
    assert led["href"] == link(large.page, "l")


def test_twelve_of_the_largest_changes_are_shown():
    many = [change("number", str(n), "x", anchor=f"n-{n}", weight=0.5) for n in range(15)]
    assert len(body(*many).select("li.number")) == 12


def test_a_change_from_or_to_nothing_shows_a_dash():
    (item,) = body(change("state", None, "agreed")).select("h2 + ul > li.state")
    assert (item.select_one("del").text, item.ins.text, item.p.text) == ("–", "agreed", "It is 2.")
    (item,) = body(change("state", "agreed", None, context="")).select("h2 + ul > li.state")
    assert (item.ins.text, item.p.text) == ("–", "{value}`x`")


def test_states_sentences_and_pages_are_folded_page_by_page():
    made = body(
        change("sentence", "It is 1.", "It is 2.", context="Head"),
        change("state"),
        change("sentence", page="chapters/two"),
        change("page", None, "New", anchor="", context="New", page="chapters/two"),
        change("page", "Old", None, anchor="", context="Old", page="chapters/two"),
        change("exhibit"),
    )
    assert made.select("h2")[-1].text == "Page by page"
    folded = made.select("h2")[-1].find_next_siblings("details")
    assert [one.summary.text for one in folded] == ["One 1 state of a project, 1 sentence", "Two 1 sentence, 2 pages"]
    assert folded[0].select_one("li.sentence .change-where").text == "Head"
    assert [item.text.partition(")")[0] for item in folded[1].select("li.page")] == ["New (new", "Old (gone"]


def test_where_no_page_has_more_to_tell_there_is_no_list_of_pages():
    assert "Page by page" not in body(change("number", weight=0.5)).get_text()


def test_headings_are_as_deep_as_asked_for():
    assert not body(verdict(), heading="h3").select("h2")
    assert body(verdict(), heading="h3").h3.text == "Verdicts that turned over"


def test_a_change_tells_its_causes_and_its_rows():
    (item,) = body(
        change("headline", causes=("revision", "day"), came=(row(),), went=(row("x"),)), address=link
    ).select("li.headline")
    assert item.select_one(".change-cause").text == "another figure for the same period; time went by"
    came, went = item.select(".change-rows li")
    assert (came["class"], went["class"]) == (["came"], ["went"])
    assert came.text == "Wool sold, 2022: USD 90 bn Customs, known 20 January 2023"
    assert came.a["href"] == "../chapters/rows-trade.html#wool.exports.2022"
    assert came.small.a["href"] == "https://example.org/x"


def test_without_addresses_no_row_leads_into_the_book():
    (item,) = body(change("headline", came=(row(),))).select("li.headline")
    assert [anchor["href"] for anchor in item.select("a")] == ["https://example.org/x"]


def test_a_change_without_rows_tells_its_cause_alone_and_one_without_causes_nothing():
    (item,) = body(change("headline", causes=("code",))).select("li.headline")
    assert item.select_one(".change-rows").text == "the same rows, told or drawn otherwise"
    assert not item.select(".change-rows ul")
    (item,) = body(change("headline", causes=())).select("li.headline")
    assert not item.select(".change-rows")


def test_of_many_rows_two_are_shown_and_up_to_twelve_folded():
    rows = tuple(row(str(n)) for n in range(15))
    (item,) = body(change("headline", came=rows)).select("li.headline")
    shown, folded = item.select(".change-rows > ul > li"), item.select(".change-rows details li")
    assert ([one.text[0] for one in shown], item.summary.text) == (["0", "1"], "13 more rows")
    assert len(folded) == 10
    (item,) = body(change("headline", came=rows[:3])).select("li.headline")
    assert item.summary.text == "1 more row"
    (item,) = body(change("headline", came=rows[:2])).select("li.headline")
    assert not item.select("details")


def test_of_a_sentence_one_row_is_shown_and_the_others_counted():
    (item,) = body(change("sentence", came=(row("a"), row("b"), row("c")))).select("li.sentence")
    assert len(item.select(".change-rows li")) == 1
    assert item.select_one(".change-rows > small").text == "2 more rows"
    (item,) = body(change("sentence", came=(row("a"),))).select("li.sentence")
    assert not item.select(".change-rows > small")

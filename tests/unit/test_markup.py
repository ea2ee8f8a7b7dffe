"""What differs between two editions as HTML: what turned first, the largest changes in figures, all else folded."""

from bs4 import BeautifulSoup
from comparing import HOSTILE, between, change, row, verdict

from nolimits.editions import markup
from nolimits.editions.compare import Change
from nolimits.editions.markup import Arrangement
from nolimits.hypertext import html


def body(*changes: Change, address=None, **options) -> BeautifulSoup:
    return BeautifulSoup(markup.comparison_body(between(*changes), address, Arrangement(**options)), "lxml")


def shown(made: BeautifulSoup, title: str) -> list:
    """The items of the lists under a heading."""
    head = next(one for one in made.select("h2") if one.text == title)
    items = []
    for one in head.find_next_siblings():
        if one.name in ("h2", "details"):
            break
        items += one.select(":scope > li")
    return items


def fold(made: BeautifulSoup, name: str):
    """What is folded under a name."""
    return made.select_one(f"details#{name}")


def link(page: str, anchor: str) -> str:
    return f"../{page}.html#{anchor}"


def test_that_nothing_differs_is_a_paragraph():
    assert markup.comparison_body(between()) == "<p>Nothing differs between 30 June 2022 and 30 June 2023.</p>"


def test_the_page_stands_alone_and_names_both_editions():
    soup = BeautifulSoup(markup.as_html(between(change("number"))), "lxml")
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
    made = markup.as_html(between(*(change(kind, HOSTILE, HOSTILE, **told) for kind in kinds)))
    soup = BeautifulSoup(made, "lxml")
    assert not soup.select("script")
    assert HOSTILE in soup.get_text()
    assert not soup.select('a[href^="javascript:"]')
    assert soup.select_one('a[href^="https:"]')["href"] == 'https://example.org/"><script>'


def test_counts_are_folded_last_without_the_parts():
    made = body(verdict(), change("number"), change("part", causes=()))
    last = made.select("div > details")[-1]
    assert (last["id"], last.summary.text) == ("counts", "All that differs, counted")
    assert [item.text for item in last.select(".change-counts li")] == ["1 verdict turned", "1 number"]
    assert last.select_one(".change-causes").text == "By foremost cause: a figure for another period 2."


def test_theses_that_turned_stand_first_and_that_none_did_is_said():
    turned = [html("holds → open")]
    made = body(verdict(), change("number", weight=0.5), theses=turned)
    titles = ["Theses that turned", "Verdicts that turned", "The largest changes in figures"]
    assert [one.text for one in made.select("h2")] == titles
    assert [one.text for one in shown(made, titles[0])] == ["holds → open"]
    assert body(verdict(), theses=[]).h2.find_next("p").text == "No thesis turned."
    assert body(verdict()).h2.text == "Verdicts that turned"


def test_verdicts_stand_by_paper_as_the_layout_orders_them_those_of_most_weight_first():
    turned = [
        verdict("p001", weight=2.0),
        verdict("l001", "undecided", "partly", weight=0.5),
        verdict("l002", weight=2.0),
    ]
    made = body(*turned, papers={"letter": "The letter"})
    assert [one.text for one in made.select("h3")] == ["The letter", "pamphlet"]
    assert [item.code.text for item in shown(made, "Verdicts that turned")] == ["l002", "l001", "p001"]
    made = body(*turned, papers={"pamphlet": "A", "letter": "B"})
    assert [one.text for one in made.select("h3")] == ["A", "B"]
    assert not body(verdict("x001")).select("h3")


def test_that_no_verdict_turned_is_said():
    made = body(change("number"))
    assert made.h2.find_next("p").text == "No verdict turned that rests on enough."


def test_of_many_verdicts_twelve_are_shown_and_the_others_folded():
    made = body(*(verdict(f"l{n:03}") for n in range(1, 15)))
    assert len(shown(made, "Verdicts that turned")) == 12
    rest = fold(made, "verdicts")
    assert (rest.summary.text, len(rest.select("li.verdict"))) == ("2 more verdicts turned", 2)
    assert not fold(body(*(verdict(f"l{n:03}") for n in range(1, 13))), "verdicts")


def test_verdicts_that_rest_on_too_little_are_folded_apart_and_told_as_such():
    weak = {"weak": True}
    made = body(verdict("l001"), verdict("l002", **weak), verdict("l003", "undecided", "partly", **weak))
    assert [item.code.text for item in shown(made, "Verdicts that turned")] == ["l001"]
    told = fold(made, "weak")
    assert told.summary.text == ("2 verdicts read otherwise but rest on too little, then or now, to be called a turn")
    assert [item.code.text for item in told.select("li.verdict")] == ["l002", "l003"]
    alone = fold(body(verdict("l002", **weak)), "weak")
    assert alone.summary.text == "1 verdict reads otherwise but rests on too little, then or now, to be called a turn"


def test_what_is_not_told_in_full_folds_all_but_the_theses():
    made = body(verdict(), change("number", weight=0.5), theses=[], full=False)
    assert [one.text for one in made.select("h2")] == ["Theses that turned"]
    told = [fold(made, name).summary.text for name in ("verdicts", "figures")]
    assert told == ["1 verdict turned", "1 large change in figures"]
    assert fold(made, "verdicts").h3.text == "letter"
    assert body(change("number"), full=False).h2.text == "Verdicts that turned"


def test_each_fold_has_an_address_that_begins_with_its_place():
    made = body(change("headline"), change("sentence"), verdict(weak=True), place="since-2022-06-30")
    names = ["headlines", "weak", "pages", "counts"]
    assert [one["id"] for one in made.select("div > details")] == [f"since-2022-06-30-{name}" for name in names]


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


def test_headlines_are_folded_as_they_were_and_as_they_are():
    folded = fold(body(change("headline", "It fell", "It rose"), address=link), "headlines")
    assert folded.summary.text == "1 headline of a chart says otherwise"
    (item,) = folded.select("li.headline")
    assert (item.select_one("del").text, item.ins.text) == ("It fell", "It rose")
    assert item.select_one(".change-where a")["href"] == "../chapters/one.html#n-1"


LARGE = "The largest changes in figures"


def test_the_largest_changes_are_those_of_a_fiftieth_and_more():
    small, large = (
        change("number", name, "2", anchor=name, weight=weight) for name, weight in (("s", 0.0199), ("l", 0.02))
    )
    other = [change(kind, name, "2", anchor=name) for kind, name in (("direction", "d"), ("state", "t"))]
    made = body(small, large, *other)
    assert [item.select_one("del").text for item in shown(made, LARGE)] == ["l", "d", "t"]
    (item,) = shown(body(large, address=link), LARGE)
    assert item.a["href"] == link(large.page, "l")


def test_five_of_the_largest_changes_are_shown_and_seven_folded():
    many = [change("number", str(n), "x", anchor=f"n-{n}", weight=0.5) for n in range(15)]
    made = body(*many)
    rest = fold(made, "figures")
    assert (len(shown(made, LARGE)), len(rest.select("li.number"))) == (5, 7)
    assert rest.summary.text == "7 more large changes in figures"
    assert not fold(body(*many[:5]), "figures")


def test_a_change_from_or_to_nothing_shows_a_dash():
    (item,) = shown(body(change("state", None, "agreed")), LARGE)
    assert (item.select_one("del").text, item.ins.text, item.p.text) == ("–", "agreed", "It is 2.")
    (item,) = shown(body(change("state", "agreed", None, context="")), LARGE)
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
    every = fold(made, "pages")
    assert every.summary.text == "Page by page: 1 state of a project, 2 sentences, 2 pages"
    folded = every.select("details:has(> ul)")
    assert [one.summary.text for one in folded if one.small] == [
        "One 1 state of a project, 1 sentence",
        "Two 1 sentence, 2 pages",
    ]
    assert folded[0].select_one("li.sentence .change-where").text == "Head"
    assert [item.text.partition(")")[0] for item in every.select("li.page")] == ["New (new", "Old (gone"]


def test_where_no_page_has_more_to_tell_there_is_no_list_of_pages():
    assert "Page by page" not in body(change("number", weight=0.5)).get_text()


def test_headings_are_as_deep_as_asked_for():
    made = body(verdict(), heading="h3")
    assert not made.select("h2")
    assert (made.h3.text, made.h4.text) == ("Verdicts that turned", "letter")


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


def test_rows_are_folded_under_the_cause_twelve_at_most_and_the_others_counted():
    (item,) = body(change("headline", came=tuple(row(str(n)) for n in range(15)))).select("li.headline")
    folded = item.select_one("details.change-rows")
    assert folded.summary.text == "a figure for another period"
    assert len(folded.select("li")) == 12
    assert folded.select_one(":scope > small").text == "3 more rows"
    (item,) = body(change("headline", came=tuple(row(str(n)) for n in range(12)))).select("li.headline")
    assert not item.select(".change-rows > small")


def test_of_a_sentence_one_row_is_shown_and_the_others_counted():
    (item,) = body(change("sentence", came=(row("a"), row("b"), row("c")))).select("li.sentence")
    assert len(item.select(".change-rows li")) == 1
    assert item.select_one(".change-rows > small").text == "2 more rows"
    (item,) = body(change("sentence", came=(row("a"),))).select("li.sentence")
    assert not item.select(".change-rows > small")

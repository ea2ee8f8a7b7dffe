"""The words of a chart follow the facts of its page, stay words whatever they hold, and are never missing."""

import base64
import io

import pytest
from conftest import known_by
from drawing import WORDS, said
from lxml import etree
from PIL import Image
from pypdf import PdfReader

from nolimits import charts

FACTS = {"sold": "value('wool.exports', 'latest year')", "newest": "value('wool.exports', 2023)"}
BY_VERDICT = {"by": "p002", "confirmed": "It was so", "refuted": "It was not so", "else": "Nobody knows"}


def told(day="latest", facts=FACTS, **words):
    """What a chart says on a day."""
    view = known_by(day).with_names({"limit": 95}, facts)
    return charts.lines(view, "wool.exports", **WORDS | words)


# --- what a chart owes


@pytest.mark.parametrize("missing", ["headline", "caption", "alt"])
@pytest.mark.parametrize("empty", [None, "", "  ", (), ("", " ")])
def test_a_chart_without_a_word_that_it_owes_is_refused_by_name(missing, empty):
    words = {name: text for name, text in WORDS.items() if name != missing or empty is not None}
    with pytest.raises(charts.ChartError, match=f"the chart trade-sample has no {missing}: write {missing}="):
        charts.lines(known_by(), "wool.exports", **words | ({} if empty is None else {missing: empty}))


def test_a_subtitle_may_be_left_out():
    assert told().spoken["subtitle"] == ""


@pytest.mark.parametrize("wrong", ["", "trade", "Trade Balance", "trade_balance", "trade-", "-trade", "trade--balance"])
def test_an_id_that_is_not_section_and_word_is_refused(wrong):
    with pytest.raises(charts.ChartError, match="section-what"):
        told(id=wrong)


@pytest.mark.parametrize("right", ["trade-balance", "trade-balance-2", "t1-x"])
def test_an_id_of_section_and_word_is_kept(right):
    assert told(id=right).id == right


# --- templates over the page's facts


@pytest.mark.parametrize(
    ("headline", "day", "text"),
    [
        ("Wool sold {change}`sold`", "latest", "Wool sold rose by 10%"),
        ("Wool sold {change}`sold`", "2023-01-31", "Wool sold fell by 25.5%"),
        ("Wool over **{number}`limit`**", "latest", "Wool over 95"),
        (["In {period}`newest`: {value}`newest`", "No figure yet"], "latest", "In 2023: USD 99 bn"),
        (["In {period}`newest`: {value}`newest`", "No figure yet"], "2022-12-31", "No figure yet"),
        (("{if}`sold > limit` More than planned", "Less than planned"), "latest", "More than planned"),
        (("{if}`sold > limit` More than planned", "Less than planned"), "2023-01-31", "Less than planned"),
        (BY_VERDICT, "latest", "It was so"),
        (BY_VERDICT, "2022-06-30", "Nobody knows"),
    ],
)
def test_a_headline_is_said_as_of_the_day(headline, day, text):
    exhibit = told(day, headline=headline)
    assert exhibit.spoken["headline"] == text
    assert exhibit.words["headline"] == headline


@pytest.mark.parametrize("word", ["headline", "caption", "alt"])
@pytest.mark.parametrize(
    "given",
    [
        "In {period}`newest`: {value}`newest`",
        ["In {period}`newest`", "It {change}`newest`"],
        {"by": "p002", "confirmed": "It was so", "refuted": "It was not so"},
    ],
)
def test_a_chart_without_a_word_that_can_be_said_is_refused_in_one_sentence(word, given):
    assert told("latest", **{word: given}).spoken[word]
    with pytest.raises(charts.ChartError) as refused:
        told("2022-12-31", **{word: given})
    assert str(refused.value) == (
        f"the chart trade-sample has no {word} on 2022-12-31: add one that asks for nothing unknown"
    )


@pytest.mark.parametrize(
    ("day", "text"), [("latest", "Counted. 99 at last. So it is."), ("2022-12-31", "Counted. So it is.")]
)
def test_a_sentence_of_a_caption_that_cannot_be_said_is_left_out(day, text):
    caption = "Counted. {number}`newest` at last. So it is."
    assert told(day, caption=caption).spoken["caption"] == text


def test_what_is_printed_keeps_markup_and_traces_and_what_is_spoken_does_not():
    exhibit = told(headline="**Sold**: {value}`sold`")
    assert exhibit.spoken["headline"] == "Sold: USD 99 bn"
    assert exhibit.printed["headline"].startswith("**Sold**: {fact}`")
    assert "wool.exports.2023-01-01" in exhibit.printed["headline"]


def test_a_view_without_facts_is_asked_by_questions():
    exhibit = charts.lines(known_by(), "wool.exports", **WORDS | {"headline": "{number}`value('wool.exports', 2020)`"})
    assert exhibit.spoken["headline"] == "100"


PARTS = {
    "the label of a line": lambda view, text: charts.lines(
        view, "wool.exports", labels={"wool.exports": text}, **WORDS
    ),
    "the name of a mark": lambda view, text: charts.lines(view, "wool.exports", marks=[(2021, text)], **WORDS),
    "the name of a band": lambda view, text: charts.lines(view, "wool.exports", bands=[(80, 90, text)], **WORDS),
    "the name of a statement": lambda view, text: charts.lines(
        view, "wool.exports", stated=[(2021, 130, text)], **WORDS
    ),
    "the label of a bar": lambda view, text: charts.bars(
        view, "wool.exports", "wool.imports", labels={"wool.exports": text}, **WORDS
    ),
    "the title of a panel": lambda view, text: charts.multiples(view, {text: "wool.exports"}, **WORDS),
    "the name of a row": lambda view, text: charts.ranked(view, rows={text: "wool.exports"}, **WORDS),
    "the name of a dumbbell": lambda view, text: charts.dumbbell(
        view, [(text, "value('wool.exports', 2021)", "value('wool.exports', 2022)")], **WORDS
    ),
    "the name of a year": lambda view, text: charts.courses(view, "wool.exports", 2022, labels={"2022": text}, **WORDS),
    "the name of a table's row": lambda view, text: charts.access(view.since(2020), {text: "nor-wool-duty"}, **WORDS),
    "the name of a group": lambda view, text: charts.yearly(
        view.since(2020), by="actor", labels={"Norland": text}, **WORDS
    ),
}


@pytest.mark.parametrize("part", PARTS)
def test_words_inside_a_picture_follow_the_facts_as_well(part):
    view = known_by().with_names({}, FACTS)
    words = " ".join(" ".join(said(PARTS[part](view, "But {number}`sold`").figure("wide"))).split())
    assert "But 99" in words
    assert "{" not in words


# --- the line of sources


def test_the_source_line_names_the_publishers_and_the_day():
    assert told("2023-01-31").spoken["source_line"] == "Source: Customs; as known by 31 January 2023"


def test_the_publisher_with_most_rows_comes_first_and_the_last_is_joined():
    exhibit = charts.bars(known_by(), "wool.share", "wool.exports_yoy", "bank.rate", **WORDS)
    assert exhibit.spoken["source_line"].startswith("Sources: The Institute, Customs and The Pamphleteer; as known by ")


@pytest.mark.parametrize(("publishers", "more"), [(5, ""), (7, " and 2 more")])
def test_the_source_line_names_five_publishers_at_most(frozen_tables, publishers, more):
    for month in range(1, publishers):
        frozen_tables.change("sources", {"source": f"customs-2021-{month + 1:02}-15-tea"}, publisher=f"Body {month}")
    line = charts.bars(frozen_tables.view(), "tea.sold", kind="month", **WORDS).spoken["source_line"]
    named = "Customs, Body 1, Body 2, Body 3" + (", Body 4" if more else " and Body 4")
    assert line == f"Sources: {named}{more}; as known by 20 January 2024"


def test_a_chart_of_nothing_known_has_no_sources():
    line = charts.strip(known_by("2020-06-30"), **WORDS).spoken["source_line"]
    assert line == "No sources; as known by 30 June 2020"


# --- words stay words


@pytest.mark.parametrize(
    "hostile", ['A <b>"x"</b> & (y) \\ $5% Ж', "<script>alert(1)</script> & $x^2$", "]]> -- \\) x"]
)
def test_hostile_words_stay_words_in_every_picture(hostile):
    exhibit = told(headline=hostile, alt=hostile)
    bundle = exhibit.bundle()
    headline = bundle["spoken"]["headline"]
    assert etree.fromstring(bundle["frame"].encode()).get("aria-label") == bundle["spoken"]["alt"]
    assert etree.fromstring(bundle["svg"]["wide"].encode()).get("aria-label") == bundle["spoken"]["alt"]
    assert not [tag for tag in ("<script", "<b>") if tag in bundle["frame"]]
    with Image.open(io.BytesIO(base64.b64decode(bundle["png"]))) as picture:
        assert picture.text["Title"] == headline
    assert PdfReader(io.BytesIO(base64.b64decode(bundle["pdf"]))).metadata.title == headline


def test_a_dollar_sign_is_a_dollar_sign():
    assert "$5 is not $6" in said(told(headline="$5 is not $6").figure("frame"))


def test_a_variant_that_there_is_not_is_refused():
    for ask in (told().figure, told().svg):
        with pytest.raises(charts.ChartError, match="'tall' is not a variant: wide, narrow, frame"):
            ask("tall")

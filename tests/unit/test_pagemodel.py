"""A page is read once: block by block, with what it says as data, and printed so that nothing is asked any more."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from conftest import known_by
from drawing import WORDS
from nbformat import v4

from nolimits import charts
from nolimits.charts.exhibit import UNDRAWN
from nolimits.citing.citations import Imprint
from nolimits.data import DataError
from nolimits.manuscript import Passage, contents, page
from nolimits.pagemodel import printed
from nolimits.pagemodel.blocks import Directive, Heading, Lines, Running, TableLine, blocks, plain_words
from nolimits.pagemodel.model import model, view_of
from nolimits.pagemodel.reading import PageReading
from nolimits.pagemodel.registry import PARTS, PLACES, STATIC, WRAPPERS, Setting
from nolimits.pagemodel.settings import Cover
from nolimits.pagemodel.sheet import PassageSheet
from nolimits.pagemodel.twin import models, twin
from nolimits.prose.templates import ROLE

THEN, BEFORE = "2023-01-31", "2022-12-31"  # with and without the figures of 2022
KEY = "wool.exports.2022-01-01.2022-12-31.2023-01-20.customs-2023-01-20-wool"
BOUGHT = KEY.replace("exports", "imports")
FACTS = {
    "sold": "value('wool.exports', 2022)",
    "bought": "value('wool.imports', 2022)",
    "fell": "sold < bought",
    "later": "value('wool.exports', 2030)",
}


def named(day: str = "latest"):
    return known_by(day).with_names({}, FACTS)


def read(text: str, day: str = "latest", place: str = "chapters/one.md", line: int = 1) -> tuple[PageReading, str]:
    """A passage as read, and as printed with facts by their words alone."""
    reading = PageReading(named(day))
    return reading, words(reading.read(Passage(place, line, text)))


def words(text: str) -> str:
    return ROLE.sub(lambda role: f"<{json.loads(role['text'])['text']}>" if role["name"] == "fact" else role[0], text)


def said(text: str, day: str = "latest") -> list[str]:
    return [one["text"] for one in read(text, day)[0].sentences]


def shown(text: str, day: str = "latest") -> str:
    return read(text, day)[1]


# --- blocks


def test_a_passage_is_parted_into_blocks_with_their_lines():
    text = (
        "# Wool\n\nIt is\nold.\n\n- one\n- two\n\n  more\n\n| a | b |\n|---|---|\n| c | d |\n\n"
        ":::{note} Of tea\n:class: big\n\nIt is dear.\n:::\n\n```{cards}\nA ; a\n```\n"
    )
    assert list(blocks(text)) == [
        Heading(1, "Wool", Lines(0, 1)),
        Running("It is\nold.", Lines(2, 4)),
        Running("one", Lines(5, 6), Lines(5, 6)),
        Running("two", Lines(6, 7), Lines(6, 10)),
        Running("more", Lines(8, 9)),
        TableLine(("a", "b"), Lines(10, 11), True),
        TableLine(("c", "d"), Lines(12, 13), False),
        Directive("note", "Of tea", "\nIt is dear.\n", 16, Lines(14, 19)),
        Directive("cards", "", "A ; a\n", 21, Lines(20, 23)),
    ]


def test_blocks_of_a_part_are_counted_from_where_it_begins():
    assert [block.lines for block in blocks("One.\n\nTwo.", 10)] == [Lines(10, 11), Lines(12, 13)]


def test_code_comments_and_markup_are_no_blocks():
    text = "```python\nx = 1\n```\n\n    indented\n\n% a comment\n\n<!-- hidden -->\n\n<div>old</div>\n"
    assert list(blocks(text)) == []


def test_the_options_of_a_directive_may_stand_between_rulers():
    (one,) = blocks(":::{note}\n---\nclass: big\n---\nIt is dear.\n:::\n")
    assert (one.body, one.body_line) == ("It is dear.\n", 4)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("**Wool** and *tea*", "Wool and tea"),
        ('[that page](a.md "title") and <https://a.org>', "that page and https://a.org"),
        ("![a picture](p.png) of `code`", "a picture of code"),
        ("{numref}`wool-chart` and {doc}`that page <trade>`", "Figure wool-chart and that page"),
        ("one  \nline\nmore", "one line more"),
        (r"a\_b \*c\*", "a_b *c*"),
    ],
)
def test_running_text_is_told_as_a_reader_sees_it(text, wanted):
    assert plain_words(text) == wanted


# --- sentences


def test_a_page_says_its_sentences_in_order_under_their_headings():
    reading, _ = read("# Wool\n\nOld. Wide.\n\n## Tea\n\n- Dear.\n\n| a | b |\n|---|---|\n| c | d |\n")
    assert reading.title == "Wool"
    assert [(one["text"], one["under"]) for one in reading.sentences] == [
        ("Old.", ""),
        ("Wide.", ""),
        ("Dear.", "Tea"),
        ("a | b", "Tea"),
        ("c | d", "Tea"),
    ]


def test_a_sentence_has_its_words_its_numbers_and_its_rows():
    reading, text = read("**Wool** came to {value}`sold`,\n{compare}`sold ; bought` the other.")
    (one,) = reading.sentences
    assert one["text"] == "Wool came to USD 90 bn, less than the other."
    assert one["numbers"] == list(reading.numbers)
    assert one["rows"] == [KEY, BOUGHT]
    assert set(reading.rows) == {KEY, BOUGHT}
    assert text == "**Wool** came to <USD 90 bn>,\n<less than> the other."


def test_a_sentence_keeps_its_anchor_whatever_it_says():
    text = "In the newest year {value}`value('wool.exports', 'latest year')` was sold."
    anchors = {read(text, day)[0].sentences[0]["anchor"] for day in (BEFORE, THEN, "latest")}
    assert len(anchors) == 1
    assert re.fullmatch("s-[0-9a-f]{8}", *anchors)
    assert read("Other words.")[0].sentences[0]["anchor"] not in anchors


def test_sentences_that_are_written_alike_have_anchors_of_their_own():
    anchors = [one["anchor"] for one in read("Same. Same.\n\nSame.")[0].sentences]
    assert anchors == [anchors[0], f"{anchors[0]}-2", f"{anchors[0]}-3"]


def test_what_is_not_known_is_left_out_and_what_stands_stays_on_its_line():
    text = "One {value}`sold`.\nTwo {value}`later`.\nThree.\n\nFour {value}`later`.\n\nFive."
    assert said(text) == ["One USD 90 bn.", "Three.", "Five."]
    assert shown(text) == "One <USD 90 bn>.\nThree.\n\n\n\nFive."


def test_text_without_roles_is_printed_as_it_is_written():
    text = "One *two*\n  three,  four \\\nfive.\n\n> six\n\n1. seven\n"
    assert shown(text) == text


def test_what_stands_around_running_text_is_kept():
    text = "> It is {value}`sold`.\n> It is {value}`later`.\n> So.\n\n1. One {value}`sold`.\n2. Two.\n"
    assert shown(text) == "> It is <USD 90 bn>.\n> So.\n\n1. One <USD 90 bn>.\n2. Two.\n"


# --- items, tables, headings


def test_an_item_that_says_nothing_goes_with_its_mark():
    text = "- One {value}`sold`.\n- Two {value}`later`.\n- Three.\n"
    assert said(text) == ["One USD 90 bn.", "Three."]
    assert shown(text) == "- One <USD 90 bn>.\n- Three.\n"


def test_an_item_of_which_only_the_title_could_be_said_goes():
    text = "- **Wool.**\n  It {value}`later`.\n  So {value}`later`.\n- **Tea.**\n  It is dear.\n- **Mills.**\n"
    assert said(text) == ["Tea.", "It is dear.", "Mills."]
    assert shown(text) == "- **Tea.**\n  It is dear.\n- **Mills.**\n"


def test_an_item_stands_while_something_under_its_title_does():
    text = "- **Wool.**\n  It {value}`later`.\n  It {change}`sold`.\n"
    assert said(text) == ["Wool.", "It fell by 25.5%."]


def test_all_of_an_item_goes_with_its_first_text():
    text = "- One {value}`later`.\n\n  More {value}`sold`.\n\n  - Inner.\n\n  :::{note}\n  Noted.\n  :::\n- Two.\n"
    assert said(text) == ["Two."]
    assert shown(text).strip() == "- Two."


def test_a_later_paragraph_or_an_inner_item_goes_alone():
    text = "- One.\n\n  More {value}`later`.\n\n  - Inner {value}`later`.\n  - Other.\n"
    assert said(text) == ["One.", "Other."]


def test_a_line_of_a_table_stands_only_whole_and_its_head_always():
    text = "| Wool | in |\n|---|---|\n| {value}`sold` | 2022 |\n| {value}`later` | 2030 |\n| none | at all |\n"
    assert said(text) == ["Wool | in", "USD 90 bn | 2022", "none | at all"]
    assert shown(text) == "| Wool | in |\n|---|---|\n| <USD 90 bn> | 2022 |\n| none | at all |\n"


def test_a_bar_in_a_cell_parts_no_cell():
    text = "| a | b |\n|---|---|\n| x \\| y | {value}`sold` |\n"
    assert shown(text).splitlines()[-1] == "| x \\| y | <USD 90 bn> |"


def test_a_heading_may_hold_a_number():
    reading, text = read("# Wool at {value}`sold`\n\n## In {period}`sold`\n\nSo.\n")
    assert reading.title == "Wool at USD 90 bn"
    assert reading.sentences[0]["under"] == "In 2022"
    assert len(reading.numbers) == 2
    assert text == "# Wool at <USD 90 bn>\n\n## In <2022>\n\nSo.\n"


def test_a_heading_that_asks_for_what_is_not_known_is_refused():
    with pytest.raises(DataError, match=r"chapters/one\.md:3: the heading 'In .*' says what is not known on this day"):
        read("# Wool\n\n## In {period}`later`\n")
    assert shown("## In {period}`later ; years to come`\n") == "## In years to come\n"


# --- the sheet


def test_running_text_may_be_put_anew_in_fewer_or_in_more_lines():
    sheet = PassageSheet("a\n- one\n  two\nb")
    sheet.put(Lines(1, 3), "one\ntwo", "three")
    assert sheet.text == "a\n- three\nb"
    sheet = PassageSheet("a\n- one\nb")
    sheet.put(Lines(1, 2), "one", "two\n  three")
    assert sheet.text == "a\n- two\n  three\nb"


def test_several_lines_may_be_replaced_by_one_indented_as_they_were():
    sheet = PassageSheet("a\n  one\n  two\nb")
    sheet.replace(Lines(1, 3), "three")
    assert sheet.text == "a\n  three\nb"


def test_lines_that_are_dropped_leave_the_blank_ones_after_them():
    sheet = PassageSheet("- one\n  two\n\n- three")
    sheet.drop(Lines(0, 3))
    assert sheet.text == "\n- three"
    assert sheet.is_dropped(Lines(1, 2))
    assert not sheet.is_dropped(Lines(2, 3))


# --- numbers and verdicts


def test_a_number_is_told_with_its_interval_its_rows_and_its_day():
    reading, _ = read("It came to {value}`sold`.")
    ((place, one),) = reading.numbers.items()
    assert one == {
        "anchor": place,
        "role": "value",
        "expression": "value('wool.exports', 2022)",
        "text": "USD 90 bn",
        "value": {"low": 89.5, "high": 90.5},
        "unit": "USD bn",
        "period": "2022-01-01/2022-12-31",
        "rows": [KEY],
        "sources": ["customs-2023-01-20-wool"],
        "known_on": "2023-01-20",
    }


def test_an_open_end_is_told_as_none():
    reading, _ = read("Over or under: {value}`value('tea.cargoes', 2021)`, {value}`value('tea.cargoes', 2019)`.")
    assert [one["value"] for one in reading.numbers.values()] == [
        {"low": 320.0, "high": None},
        {"low": None, "high": 300.0},
    ]


def test_a_number_that_is_asked_twice_is_told_once():
    reading, _ = read("It is {value}`sold`. It is {value}`value('wool.exports', 2022)`.")
    assert len(reading.numbers) == 1
    assert [one["numbers"] for one in reading.sentences] == [list(reading.numbers)] * 2


def test_of_a_word_no_interval_is_told():
    reading, _ = read("The mill is {word}`status('mill-one')`.")
    (one,) = reading.numbers.values()
    assert (one["text"], one["value"], one["unit"], one["period"]) == ("under construction", None, "", None)


def test_words_that_stand_in_are_no_number():
    reading, _ = read("It is {value}`later ; open`.")
    assert (reading.numbers, reading.sentences[0]["text"]) == ({}, "It is open.")


def test_a_verdict_is_told_with_what_was_measured_and_its_rows():
    reading, text = read("It is {verdict}`p001`.")
    one = reading.verdicts["p001"]
    assert (one["verdict"], one["document"], one["due"]) == ("overtaken", "pamphlet-2023", None)
    assert one["statement"] == "Norland buys more wool than it sells."
    assert [row.partition(".2")[0] for row in one["rows"]] == ["wool.exports", "wool.imports"]
    assert reading.numbers == {}
    assert text == "It is <held on the paper’s day and no longer does; too weak to count>."


def test_the_day_on_which_a_statement_is_due_is_told():
    assert read("It is {verdict}`l003`.", THEN)[0].verdicts["l003"]["due"] == "2024-01-20"


# --- directives


@pytest.mark.parametrize("fence", [":::", "```"])
def test_a_directive_of_others_is_left_as_it_is(fence):
    text = f"One.\n\n{fence}{{toggle}} x\nIt.\n{fence}\n"
    assert read(text)[1] == text


@pytest.mark.parametrize("name", sorted(WRAPPERS - {"card"}))
def test_what_stands_in_a_wrapper_is_read(name):
    text = f":::{{{name}}} Title\n:class: big\n\nIt is {{value}}`sold`.\nOr {{value}}`later`.\n:::\n"
    assert said(text) == ["It is USD 90 bn."]
    assert shown(text) == f":::{{{name}}} Title\n:class: big\n\nIt is <USD 90 bn>.\n:::\n"


@pytest.mark.parametrize("name", sorted(STATIC | PLACES))
def test_what_stands_in_a_directive_of_others_is_left_as_it_is(name):
    text = f"```{{{name}}} x\nIt is {{value}}`sold`.\n```\n"
    assert said(text) == []
    assert shown(text) == text


def test_a_passage_stands_only_where_its_condition_holds():
    text = "One.\n\n:::{when} fell\nTwo {value}`bought`.\n\nThree.\n:::\n\nFour."
    assert said(text) == ["One.", "Two USD 99 bn.", "Three.", "Four."]
    assert shown(text) == "One.\n\n\nTwo <USD 99 bn>.\n\nThree.\n\n\nFour."
    assert said(text, BEFORE) == ["One.", "Four."]
    assert shown(text, BEFORE) == "One.\n\n\n\n\n\n\n\nFour."


def test_a_passage_rests_on_the_rows_of_its_condition():
    reading, _ = read(":::{when} fell\nIt fell.\n:::\n\nSo.")
    assert [one["rows"] for one in reading.sentences] == [[KEY, BOUGHT], []]


def test_a_passage_may_hang_on_whether_something_is_known():
    text = ":::{when} later\nIt is known.\n:::\n"
    assert said(text) == []
    assert said(text.replace("later", "sold")) == ["It is known."]


def test_passages_with_conditions_may_lie_in_one_another():
    text = "::::{when} sold\n:::{when} fell\nBoth.\n:::\n:::{when} later\nNone.\n:::\n::::\n"
    assert said(text) == ["Both."]
    assert read(text)[0].sentences[0]["rows"] == [KEY, BOUGHT]


def test_a_condition_that_cannot_be_asked_is_refused_with_its_line():
    with pytest.raises(DataError, match=r"chapters/one\.md:11: 'nothing' is not a name"):
        read(":::{when} nothing\nIt.\n:::\n", line=11)


# --- cards


CARDS = ":::{cards}\nSold ; sold ; {change}`sold`\nLater ; later ; {change}`later`\nBought ; bought ; of {value}`later`\n:::\n"


def test_words_of_a_card_stay_apart_from_its_numbers():
    _, text = read(CARDS.replace("{change}`sold`", "of {number}`sold` in all"))
    pieces = next(json.loads(line) for line in text.splitlines() if line.startswith("{"))["change"]
    assert "".join(piece[0] for piece in pieces) == "of 90 in all"


def test_cards_are_printed_as_data_those_unknown_left_out():
    _, text = read(CARDS)
    one, two = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert one.pop("place").startswith("n-")
    ((words, place, page, anchor),) = one.pop("change")
    assert (words, place[:2], page) == ("fell by 25.5%", "n-", "chapters/rows-trade")
    assert anchor.startswith("wool.exports_yoy.")
    assert one == {
        "label": "Sold",
        "value": "USD 90 bn",
        "page": "chapters/rows-trade",
        "anchor": KEY,
        "known": "2022 · known 20 January 2023",
        # 80, 100, 121, 90, 99 over the width and upside down over the height
        "line": "0.0,25.0 30.0,14.3 60.0,3.0 90.0,19.6 120.0,14.8",
    }
    assert (two["label"], two["value"], two["change"]) == ("Bought", "USD 99 bn", [])


def test_cards_are_numbers_and_sentences_of_their_page():
    reading, _ = read(CARDS)
    assert [one["text"] for one in reading.sentences] == ["Sold: USD 90 bn; fell by 25.5%", "Bought: USD 99 bn"]
    cards = [one for one in reading.numbers.values() if one["role"] == "card"]
    assert [one["expression"] for one in cards] == ["value('wool.exports', 2022)", "value('wool.imports', 2022)"]
    assert reading.sentences[0]["numbers"][0] == cards[0]["anchor"]
    assert len(reading.numbers) == 3


def test_a_card_of_a_short_series_draws_no_line():
    _, text = read(":::{cards}\nRate ; value('bank.rate')\nEvents ; count('events')\n:::\n")
    rate, events = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert (rate["line"], events["line"]) == ("", "")
    assert (events["value"], events["anchor"], events["known"]) == ("4", "register-events", "known 1 February 2023")


def test_a_card_of_what_is_no_number_is_refused():
    with pytest.raises(DataError, match="a card wants a fact that is a number, not fell"):
        read(":::{cards}\nFell ; fell\n:::\n")


# --- parts made from tables


def test_each_part_has_a_name_of_its_own():
    assert not set(PARTS) & (WRAPPERS | STATIC | PLACES)
    assert not (WRAPPERS & STATIC)
    assert not (WRAPPERS & PLACES)
    assert not (STATIC & PLACES)
    assert all(part.name == name for name, part in PARTS.items())
    assert all(part.html.__doc__ for part in PARTS.values())


ARGUMENTS = {
    "rows": "trade",
    "register": "events",
    "standing": "p001 l001",
    "premises": "p001 l001",
    "premises-brief": "p001 l001",
    "tally": "trade",
    "verdicts": "trade",
    "footnotes": "pamphlet-2023",
    "problem-kinds": "pamphlet-2023",
}
NEEDS_A_BODY = {"cards", "language"}


@pytest.mark.parametrize("day", ["2015-02-01", THEN, "latest"])
@pytest.mark.parametrize("name", sorted(set(PARTS) - NEEDS_A_BODY))
def test_each_part_is_noted_on_its_page_and_can_be_shown_on_each_day(name, day):
    view, argument = known_by(day), ARGUMENTS.get(name, "")
    reading = PageReading(view)
    text = reading.read(Passage("chapters/one.md", 1, f":::{{{name}}} {argument}\n:::\n"))
    (part,) = reading.parts
    assert (part["directive"], part["argument"]) == (name, argument)
    assert f"\n:made: {part['fingerprint'][:16]}\n" in text
    settings = {"indicator": "wool.turnover", "first": 2014, "title": "Wool", "note": "Twelve months", "alt": "Wool."}
    imprint = Imprint("Wool", "Wool", "", ({"literal": "The testers"},), "", "key", view.cutoff)
    setting = Setting(view, imprint, lambda page: f"{page}.html", Cover.of(settings))
    assert isinstance(PARTS[name].html(setting, argument, ""), str)


def digest(text: str, view) -> str:
    reading = PageReading(view)
    reading.read(Passage("chapters/one.md", 1, text))
    return reading.parts[0]["fingerprint"]


@pytest.mark.parametrize(
    ("text", "table", "where", "cells"),
    [
        (":::{register} events\n:::\n", "events", {"event": "tal-002"}, {"description": "Sudland asks for more time"}),
        (":::{rows} trade\n:::\n", "observations", {"indicator": "wool.share"}, {"note": "of all wool"}),
        (":::{statements}\n:::\n", "criteria", {"claim": "p002"}, {"confirmed_if": "measured > stated"}),
        (":::{standing} p002\n:::\n", "observations", {"source": "customs-2023-01-20-wool"}, {"value": "50"}),
        (":::{scoreboard}\n:::\n", "criteria", {"claim": "p006"}, {"test": "untestable"}),
    ],
)
def test_a_part_has_another_fingerprint_where_what_it_is_made_from_differs(frozen_tables, text, table, where, cells):
    before = digest(text, frozen_tables.view())
    assert digest(text, frozen_tables.view()) == before
    frozen_tables.change("remarks", {"remark": "rem-001"}, gist="something else altogether")
    assert digest(text, frozen_tables.view()) == before
    frozen_tables.change(table, where, **cells)
    assert digest(text, frozen_tables.view()) != before


def test_a_part_has_another_fingerprint_with_another_argument_or_body():
    written = (":::{register} events\n:::\n", ":::{register} measures\n:::\n", ":::{register} events\nx\n:::\n")
    assert len({digest(text, known_by()) for text in written}) == len(written)


def test_a_part_gives_the_verdicts_that_it_shows():
    assert set(read(":::{standing} p001 l003\n:::\n")[0].verdicts) == {"p001", "l003"}
    reading, _ = read(":::{statements}\n:::\n")
    assert set(reading.verdicts) == {row["claim"] for row in known_by().evidence.rows("claims")}
    assert set(read(":::{verdicts} talks\n:::\n")[0].verdicts) == {"p005"}  # those with a test


def test_what_a_part_cannot_show_is_refused_with_its_line():
    with pytest.raises(DataError, match=r"chapters/one\.md:3: no register is called 'nosuch'"):
        read("One.\n\n:::{register} nosuch\n:::\n")


# --- the page as a whole


FRONT = "---\nfacts:\n  sold: value('wool.exports', 2022)\n---\n"
ONE = "# Wool\n\nIt came to {value}`sold`. It is {verdict}`p001`.\n\n:::{register} events\n:::\n"


@pytest.fixture
def chapter(tmp_path):
    """Writes a chapter and gives its page."""

    def write(text: str):
        (tmp_path / "one.md").write_text(text)
        return page("one", tmp_path / "one.md")

    return write


def test_the_model_of_a_page_is_all_that_it_says(chapter):
    made = model(chapter(FRONT + ONE), known_by(THEN), "key")
    assert {name: made.twin[name] for name in ("page", "cutoff", "edition", "title", "parameters")} == {
        "page": "one",
        "cutoff": THEN,
        "edition": "key",
        "title": "Wool",
        "parameters": {},
    }
    assert [one["text"] for one in made.twin["sentences"]] == [
        "It came to USD 90 bn.",
        "It is confirmed; too weak to count.",
    ]
    assert [one["text"] for one in made.twin["numbers"]] == ["USD 90 bn"]
    assert [one["claim"] for one in made.twin["verdicts"]] == ["p001"]
    assert [one["directive"] for one in made.twin["parts"]] == ["register"]
    assert made.twin["exhibits"] == []
    assert len(made.passages) == 1


def test_each_row_that_is_named_is_told(chapter):
    told = model(chapter(FRONT + ONE), known_by(THEN), "").twin
    named_there = {row for kind in ("sentences", "numbers", "verdicts") for one in told[kind] for row in one["rows"]}
    assert set(told["rows"]) == named_there == {KEY, BOUGHT}
    row = told["rows"][KEY]
    assert {name: row[name] for name in ("table", "indicator", "period", "value", "source", "known_on", "place")} == {
        "table": "observations",
        "indicator": "wool.exports",
        "period": "2022-01-01/2022-12-31",
        "value": "USD 90 bn",
        "source": "customs-2023-01-20-wool",
        "known_on": "2023-01-20",
        "place": f"chapters/rows-trade#{KEY}",
    }


def test_an_entry_of_a_register_is_told_with_its_state(chapter):
    counted = "{number}`count('projects')` of them, {number}`count('measures')` of those."
    rows = model(chapter(counted), known_by(), "").twin["rows"]
    assert {key: row["state"] for key, row in rows.items()} == {
        "project-mill-one": "under construction",
        "project-road-one": "operating",
        "measure-nor-late-fee": "in force",
        "measure-nor-tea-opening": "in force",
        "measure-nor-wool-duty": "ended by its terms",
        "measure-sud-tea-ban": "in force",
        "measure-sud-wool-quota": "in force",
    }
    assert {row["table"] for row in rows.values()} == {"projects", "measures"}
    assert rows["project-mill-one"]["known_on"] == "2023-07-15"  # the day of its last act
    assert rows["project-mill-one"]["place"] == "chapters/registers#project-mill-one"


def test_that_only_the_day_moved_makes_no_other_page(chapter):
    told = chapter("As of {day}`cutoff` this is all.")
    one, two = (model(told, known_by(day), "").twin for day in (BEFORE, THEN))
    assert one["sentences"] != two["sentences"]
    assert one["fingerprint"] == two["fingerprint"]


def test_what_the_page_says_makes_another(chapter):
    one = model(chapter("One."), known_by(), "").twin["fingerprint"]
    assert model(chapter("One. Two."), known_by(), "").twin["fingerprint"] != one
    assert model(chapter("One."), known_by(), "other").twin["fingerprint"] == one


def test_a_page_that_cannot_be_answered_is_named_with_its_line(chapter):
    with pytest.raises(DataError, match=r"one\.md:9: no indicator is called 'no.such'"):
        model(chapter(FRONT + "# One\n\nTwo.\n\n{value}`value('no.such')`\n"), known_by(), "")


def test_a_notebook_is_read_on_the_day_of_the_view_with_its_parameters(tmp_path, monkeypatch):
    monkeypatch.setenv(UNDRAWN, "1")
    view = known_by(THEN).with_names({}, FACTS)
    chart = charts.lines(
        view,
        "wool.exports",
        kind="year",
        id="wool-chart",
        headline=("{value}`later`", "It {change}`sold`"),
        subtitle="In USD bn",
        caption="Counted by {either}`sold ; customs ; nobody`.",
        alt="A **line** of wool. It ends at {value}`sold`.",
    )
    cells = [
        v4.new_code_cell('cutoff = "latest"\nfactor = 2', metadata={"tags": ["parameters"]}),
        v4.new_code_cell(
            "facts(view, sold=\"value('wool.exports', 2022)\", later=\"value('wool.exports', 2030)\")",
            metadata={"tags": ["facts"]},
        ),
        v4.new_markdown_cell("# Wool\n\nTwice {value}`sold` is {value}`sold * factor`. As of {day}`cutoff`."),
        v4.new_code_cell("draw()", outputs=[v4.new_output("display_data", chart._repr_mimebundle_())]),
    ]
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / "notebooks/wool.ipynb"
    nbformat.write(v4.new_notebook(cells=cells), path)
    made = model(page("notebooks/wool", path), known_by(THEN), "key").twin
    assert made["parameters"] == {"cutoff": THEN, "factor": 2}
    assert [one["text"] for one in made["sentences"]] == ["Twice USD 90 bn is USD 180 bn.", "As of 31 January 2023."]
    (exhibit,) = made["exhibits"]
    assert {name: exhibit[name] for name in ("id", "headline", "subtitle", "caption", "alt", "unit")} == {
        "id": "wool-chart",
        "headline": "It fell by 25.5%",
        "subtitle": "In USD bn",
        "caption": "Counted by customs.",
        "alt": "A line of wool. It ends at USD 90 bn.",
        "unit": "USD billion",
    }
    assert KEY in exhibit["rows"]
    assert exhibit["told"] == [KEY.replace("exports", "exports_yoy")]
    assert set(exhibit["rows"]) | set(exhibit["told"]) <= set(made["rows"])
    assert set(exhibit["numbers"]) <= {one["anchor"] for one in made["numbers"]}


def test_a_page_sees_its_own_facts_and_no_others(chapter):
    view = view_of(chapter(FRONT + ONE), known_by().with_names({"factor": 2}, {"other": "1"}))
    assert (view.facts, view.parameters) == ({"sold": "value('wool.exports', 2022)"}, {})


# --- printed files


def test_a_printed_chapter_keeps_its_front_matter_and_its_lines(chapter):
    told = chapter("---\ntitle: Wool\nfacts:\n  sold: value('wool.exports', 2022)\n---\n# Wool\n\nOld.\n")
    text = printed.chapter(told, model(told, known_by(), "").passages)
    assert text == "---\ntitle: Wool\n---\n\n\n# Wool\n\nOld.\n"
    assert text.splitlines().index("# Wool") == told.passages[0].line - 1


def test_a_printed_chapter_without_front_matter_begins_with_its_text(chapter):
    told = chapter("# Wool\n")
    assert printed.chapter(told, ["# Wool\n"]) == "# Wool\n"


def test_a_printed_notebook_has_its_code_as_it_was():
    cells = {"cells": [{"cell_type": "markdown", "source": "a"}, {"cell_type": "code", "source": "x"}], "nbformat": 4}
    read_back = json.loads(printed.notebook(cells, ["b"]))
    assert [cell["source"] for cell in read_back["cells"]] == ["b", "x"]
    assert read_back["nbformat"] == 4


def test_a_printed_notebook_holds_each_picture_of_a_chart_once_and_other_outputs_as_they_were():
    exhibit = charts.bars(known_by(), "wool.exports", **WORDS)
    kept = exhibit._repr_mimebundle_()
    assert {"image/svg+xml", "image/png", "application/pdf"} < set(kept)
    others = [
        {"output_type": "stream", "text": "a"},
        {"output_type": "display_data", "data": {"image/png": "b"}},
        {"output_type": "display_data", "data": {"text/html": "c", "text/plain": "d"}},
    ]
    cell = {"cell_type": "code", "source": "x", "outputs": [*others, {"output_type": "execute_result", "data": kept}]}
    text = printed.notebook({"cells": [cell]}, [])
    *same, chart = json.loads(text)["cells"][0]["outputs"]
    assert same == others
    assert chart["data"] == {charts.MIME: exhibit.bundle(), "text/plain": str(exhibit)}
    assert text.count(kept["image/png"]) == 1


# --- the cover, and the book


def test_the_settings_of_the_cover_are_read_with_their_white_space_folded():
    cover = Cover.of({"indicator": "wool.turnover", "alt": "Wool:\n  **{value}`sold`**.", "title": " Wool \n"})
    assert (cover.first, cover.title, cover.question, cover.note) == (0, "Wool", "", "")
    assert cover.shows(named()) == "Wool: USD 90 bn."


@pytest.fixture
def book(frozen_tables) -> Path:
    """A book of three pages on a copy of the frozen tables."""
    root = frozen_tables.folder.parent
    (root / "_toc.yml").write_text(
        "format: jb-book\nroot: one\nchapters:\n- file: chapters/ledger\n- file: chapters/rows-talks\n"
    )
    (root / "one.md").write_text(FRONT + ONE)
    (root / "chapters").mkdir()
    (root / "chapters/ledger.md").write_text("# Ledger\n\n:::{statements}\n:::\n")
    return root


@pytest.mark.parametrize(("day", "verdict"), [(THEN, "confirmed"), ("latest", "overtaken")])
def test_a_book_as_data_has_its_pages_and_all_verdicts(book, frozen_tables, day, verdict):
    view = frozen_tables.view(day)
    made = twin(models(contents(book), view, "key", {}), view, "key", "code")
    assert list(made.pages) == ["one", "chapters/ledger", "chapters/rows-talks"]
    assert (made.edition, made.code, made.cutoff) == ("key", "code", view.cutoff)
    assert set(made.claims) == {row["claim"] for row in view.evidence.rows("claims")}
    assert made.claims["p001"] == verdict
    assert made.ledger == "chapters/ledger"
    assert made.corrections == {}


def test_a_book_as_data_tells_the_rows_set_aside_once_they_would_be_seen(book, frozen_tables):
    row = {
        "indicator": "wool.share",
        "period_start": "2022-01-01",
        "period_end": "2022-12-31",
        "known_on": "2023-03-01",
        "source": "institute-2023-03-01-wool",
    }
    frozen_tables.plant("corrections", **row, expect="33", action="drop", reason="a slip of the pen")
    found = {}
    for day in ("2023-02-28", "2023-03-01"):
        view = frozen_tables.view(day)
        found[day] = twin(models(contents(book), view, "", {}), view, "", "").corrections
    assert found == {"2023-02-28": {}, "2023-03-01": {".".join(row.values()): "a slip of the pen"}}

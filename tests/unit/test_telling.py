"""What differs between two editions is told for a terminal: what weighs most first, the rest in numbers."""

import json

import pytest
from comparing import between, book, change, row, verdict

from nolimits.editions import telling
from nolimits.editions.compare import Change, Comparison


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
    assert telling.count_text({"number": 12345, "date": 1}) == ["12,345 numbers", "1 day or period"]


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

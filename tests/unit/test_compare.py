"""What differs between two editions: which kinds of change there are, what counts as the same, and what comes first."""

import hashlib
import json
from dataclasses import replace
from functools import partial

import pytest

from nolimits.editions.compare import KINDS, compare
from nolimits.editions.markup import as_html
from nolimits.editions.telling import as_text
from nolimits.pagemodel.twin import BookTwin

OLD, NEW = "2022-06-30", "2023-06-30"
PAGE = "chapters/one"
ROWS = {
    "a": {"table": "observations", "indicator": "i", "period": "2021", "known_on": "2022-01-20", "digest": "a"},
    "b": {"table": "observations", "indicator": "i", "period": "2022", "known_on": "2023-01-20", "digest": "b"},
    "e": {"table": "events", "known_on": "2023-02-01", "digest": "e"},
}


# --- books made by hand


def page(title: str = "One", **told) -> dict:
    """A page as data; its fingerprint follows from what it says."""
    parts = {"sentences": [], "numbers": [], "verdicts": [], "exhibits": [], "parts": []} | told
    fingerprint = hashlib.sha256(json.dumps([title, parts], default=str).encode()).hexdigest()
    return {"title": title, "fingerprint": fingerprint, "parameters": {}, "rows": ROWS} | parts


def book(cutoff: str, *one, code: str = "c", claims: dict | None = None, **pages) -> BookTwin:
    """A book as data: one page, or pages by short name."""
    named = {PAGE: one[0]} if one else {f"chapters/{name}": held for name, held in pages.items()}
    return BookTwin(f"{cutoff}-x", cutoff, code, {}, named, claims or {}, {})


old, new = partial(book, OLD), partial(book, NEW)


def number(text: str, low=None, high=None, **told) -> dict:
    """A number; without ends it was not known."""
    value = None if low is None and high is None else {"low": low, "high": high}
    asked = {"anchor": "n-1", "role": "value", "expression": "value('i')", "period": None, "rows": []}
    return asked | {"text": text, "value": value} | told


def sentence(text: str, anchor: str = "s-1", **told) -> dict:
    return {"anchor": anchor, "text": text, "under": "Head", "numbers": [], "rows": []} | told


def exhibit(headline: str = "It rose", **told) -> dict:
    same = {"subtitle": "By year", "fingerprint": "2-f", "records": "r", "kind": "lines", "parameters": {"start": 2018}}
    return {"id": "one-chart", "headline": headline, "rows": ["a"], "told": ["a"], "numbers": []} | same | told


def verdict(claim: str, word: str, **told) -> dict:
    return {"claim": claim, "verdict": word, "statement": f"{claim} says", "rows": [], "due": None, "test": "t"} | told


def found(before: dict, after: dict, **told):
    """The changes of one page."""
    return list(compare(old(before), new(after, **told)).changes)


def numbers(before: dict, after: dict, **told):
    return found(page(numbers=[before], **told), page(numbers=[after], **told))


# --- what counts as the same


def test_a_book_does_not_differ_from_itself():
    same = page(numbers=[number("USD 1 bn", 1, 1)], sentences=[sentence("It is.")])
    found = compare(old(same), old(same))
    assert (bool(found), found.changes, found.counts, found.causes) == (False, (), {}, {})
    assert found.record()["same"] is True


def test_a_page_whose_fingerprint_is_the_same_is_the_same_whatever_else_differs():
    before = page(numbers=[number("USD 1 bn", 1, 1)])
    after = page(numbers=[number("USD 2 bn", 2, 2)]) | {"fingerprint": before["fingerprint"]}
    assert found(before, after) == []


def test_that_a_text_names_its_own_day_makes_no_difference():
    told = {"sentences": [sentence("Known by 30 June 2022.")], "numbers": [number("not known by 30 June 2022")]}
    then = {"sentences": [sentence("Known by 30 June 2023.")], "numbers": [number("not known by 30 June 2023")]}
    assert found(page(**told), page(**then)) == []


def test_that_a_text_names_the_other_edition_s_day_does_make_one():
    before, after = sentence("Known by 30 June 2023."), sentence("Known by 30 June 2022.")
    assert [one.kind for one in found(page(sentences=[before]), page(sentences=[after]))] == ["sentence"]


def test_a_number_that_only_one_side_asks_for_is_none_that_changed():
    assert found(page(numbers=[number("1", 1, 1)]), page()) == []
    assert found(page(), page(numbers=[number("1", 1, 1)])) == []


def test_a_number_that_says_the_same_of_other_rows_is_none_that_changed():
    assert numbers(number("1", 1, 1, rows=["a"]), number("1", 1, 1, rows=["b"])) == []


# --- numbers


def test_a_number_that_changed_tells_where_what_and_why():
    before = number("USD 1 bn", 1, 1, rows=["a"], period="2021-01-01/2021-12-31")
    after = number("USD 3 bn", 3, 3, rows=["b"], period="2022-01-01/2022-12-31")
    said = sentence("It was USD 3 bn.", numbers=["n-0", "n-1"])
    (one, told) = found(
        page(numbers=[before]), page(numbers=[after], sentences=[said, sentence("No.", "s-2")], exhibits=[])
    )[:2]
    assert (one.page, one.kind, one.anchor, one.asked) == (PAGE, "number", "n-1", "{value}`value('i')`")
    assert one.context == "It was USD 3 bn."
    assert (one.before, one.after) == ("USD 1 bn (2021)", "USD 3 bn (2022)")
    assert (one.causes, one.cause) == (("new-period",), "new-period")
    assert ([row["key"] for row in one.came], [row["key"] for row in one.went]) == (["b"], ["a"])
    assert (one.weight, one.pages) == (0.5, ())
    assert told.kind == "sentence"


def test_a_number_in_a_headline_is_known_by_the_headline():
    shown = exhibit("It is 3", numbers=["n-1"])
    before, after = (
        page(numbers=[number("1", 1, 1)], exhibits=[shown]),
        page(numbers=[number("3", 3, 3)], exhibits=[exhibit("Other", id="x"), shown]),
    )
    assert next(one.context for one in found(before, after) if one.kind == "number") == "It is 3"


def test_a_number_of_no_sentence_has_no_context():
    (one,) = numbers(number("1", 1, 1), number("3", 3, 3))
    assert one.context == ""


def test_the_period_is_told_where_it_is_another():
    years = ["2021-01-01/2021-12-31", "2022-01-01/2022-12-31"]
    (one,) = numbers(number("1", 1, 1, period=years[0]), number("3", 3, 3, period=years[0]))
    assert (one.before, one.after) == ("1", "3")
    (one,) = numbers(number("1", 1, 1, period=years[0]), number("3", 3, 3, period=years[1]))
    assert (one.before, one.after) == ("1 (2021)", "3 (2022)")
    (one,) = numbers(number("none"), number("3", 3, 3, period=years[1]))
    assert (one.before, one.after) == ("none", "3 (2022)")
    asked = {"role": "period"}
    (one,) = numbers(number("2021", 1, 1, period=years[0], **asked), number("2022", 3, 3, period=years[1], **asked))
    assert (one.before, one.after) == ("2021", "2022")


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("value", "number"),
        ("amount", "number"),
        ("number", "number"),
        ("card", "number"),
        ("stated", "number"),
        ("word", "state"),
        ("period", "date"),
        ("known-on", "date"),
        ("day", "date"),
        ("change", "direction"),
        ("compare", "direction"),
    ],
)
def test_the_kind_of_a_change_follows_from_the_role(role, kind):
    (one,) = numbers(number("fell", -2, -1, role=role), number("rose", 1, 2, role=role))
    assert one.kind == kind


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ((-2, -1), (1, 2), "direction"),
        ((1, 2), (3, 4), "number"),
        ((-4, -3), (-2, -1), "number"),
        ((-1, 1), (1, 2), "direction"),  # it was not certain
        ((-1, 1), (-3, 2), "number"),
        ((0, 1), (1, 2), "direction"),  # nought is in it
        ((-1, 0), (-2, -1), "direction"),
        ((1, None), (2, 3), "number"),  # open above
        ((None, -1), (-3, -2), "number"),
        ((None, 1), (None, 2), "number"),  # neither way for certain
        ((None, None), (1, 2), "direction"),  # not known before
        ((-1, 1), (None, None), "direction"),
    ],
)
def test_a_direction_is_one_that_goes_another_way_for_certain(before, after, kind):
    (one,) = numbers(number("a", *before, role="change"), number("b", *after, role="change"))
    assert one.kind == kind


@pytest.mark.parametrize(
    ("before", "after", "weight"),
    [
        ((1, 1), (3, 3), 0.5),
        ((3, 3), (1, 1), 0.5),
        ((0, 2), (2, 4), 0.5),
        ((-1, -1), (1, 1), 1.0),
        ((0, 0), (0, 0), 0.0),
        ((0, 0), (2, 2), 1.0),
        ((1, None), (3, None), 0.5),  # of an open one, the end that there is
        ((None, 1), (None, 3), 0.5),
        ((None, None), (3, 3), 0.25),  # not known before
        ((3, 3), (None, None), 0.25),
        ((100, 100), (101, 101), 1 / 201),
    ],
)
def test_a_number_weighs_by_how_far_its_values_are_apart(before, after, weight):
    (one,) = numbers(number("a", *before), number("b", *after))
    assert one.weight == pytest.approx(weight)


def test_a_parameter_of_the_page_is_a_definition_where_the_question_of_today_names_it():
    before, after = number("1", 1, 1), number("2", 2, 2, expression="value('i') * factor")
    pages = [page(numbers=[one]) | {"parameters": {"factor": n}} for n, one in enumerate((before, after))]
    assert found(*pages)[0].causes == ("definition",)
    pages = [page(numbers=[one]) | {"parameters": {"factor": n}} for n, one in enumerate((after, before))]
    assert found(*pages)[0].causes == ("day",)


# --- charts


def charts(before: dict, after: dict, **told):
    return found(page(exhibits=[before]), page(exhibits=[after]), **told)


def test_another_headline_is_told_with_the_rows_behind_its_words():
    (one,) = charts(exhibit("It rose"), exhibit("It fell", told=["b"]))
    assert (one.kind, one.anchor, one.asked, one.context) == ("headline", "one-chart", "one-chart", "By year")
    assert (one.before, one.after, one.weight) == ("It rose", "It fell", 0.0)
    assert one.causes == ("new-period",)
    assert ([row["key"] for row in one.came], [row["key"] for row in one.went]) == (["b"], ["a"])


def test_a_headline_whose_words_rest_on_the_same_rows_follows_from_what_is_drawn():
    drawn = {"rows": ["a", "b"], "records": "s", "fingerprint": "2-g"}
    one, other = charts(exhibit("It rose"), exhibit("It fell", **drawn))
    assert (one.kind, one.causes) == ("headline", ("new-period",))
    assert (other.kind, other.causes) == ("exhibit", ("new-period",))
    one = charts(exhibit("It rose"), exhibit("It fell", **drawn), code="d")[0]
    assert one.causes == ("new-period",)


def test_a_headline_follows_from_the_options_of_its_chart_where_no_row_explains_it():
    one = charts(exhibit("It rose"), exhibit("It fell", parameters={"start": 2019}))[0]
    assert (one.kind, one.causes) == ("headline", ("definition",))


def test_a_headline_with_rows_of_its_own_does_not_ask_for_options():
    one = charts(exhibit("It rose"), exhibit("It fell", told=["b"], parameters={"start": 2019}))[0]
    assert one.causes == ("new-period",)


def test_another_headline_over_the_same_chart_is_of_the_code_or_the_day():
    assert charts(exhibit("It rose"), exhibit("It grew"), code="d")[0].causes == ("code",)
    assert charts(exhibit("It rose"), exhibit("It grew"))[0].causes == ("day",)


def test_a_headline_that_names_its_own_day_is_the_same():
    assert charts(exhibit("By 30 June 2022"), exhibit("By 30 June 2023")) == []


def test_a_chart_drawn_from_other_rows_is_told_with_their_number():
    (one,) = charts(exhibit(), exhibit(rows=["a", "b"], records="s", fingerprint="2-g"))
    assert (one.kind, one.anchor, one.asked, one.context) == ("exhibit", "one-chart", "one-chart", "It rose")
    assert (one.before, one.after, one.causes) == ("1 row", "2 rows", ("new-period",))
    assert ([row["key"] for row in one.came], one.went) == (["b"], ())


def test_a_chart_with_other_options_is_a_definition():
    (one,) = charts(exhibit(), exhibit(parameters={"start": 2019}, fingerprint="2-g"))
    assert (one.kind, one.causes) == ("exhibit", ("definition",))


def test_the_same_records_and_options_drawn_otherwise_are_code():
    (one,) = charts(exhibit(), exhibit(fingerprint="2-g", rows=["b"]))
    assert (one.kind, one.causes, one.came, one.went) == ("exhibit", ("code",), (), ())


def test_of_two_drawn_charts_only_the_fingerprint_counts():
    assert charts(exhibit(), exhibit(records="s", parameters={}, kind="bars")) == []


@pytest.mark.parametrize("undrawn", [("", "2-f"), ("2-f", ""), ("", "")])
@pytest.mark.parametrize("other", [{"kind": "bars"}, {"records": "s"}, {"parameters": {"start": 2019}}])
def test_of_a_chart_that_was_not_drawn_what_it_draws_counts(undrawn, other):
    before, after = (exhibit(fingerprint=mark) for mark in undrawn)
    assert [one.kind for one in charts(before, after | other)] == ["exhibit"]
    assert charts(before, after) == []


def test_a_new_chart_and_one_that_is_gone_are_told_by_their_headlines():
    (came,) = found(page(), page(exhibits=[exhibit()]))
    assert (came.kind, came.anchor, came.asked, came.context) == ("exhibit", "one-chart", "one-chart", "It rose")
    assert (came.before, came.after, came.causes) == (None, "It rose", ("code",))
    (went,) = found(page(exhibits=[exhibit()]), page())
    assert (went.before, went.after, went.context, went.causes) == ("It rose", None, "It rose", ("code",))


# --- sentences


def reworded(before: list, after: list, **told):
    return [
        (one.before, one.after)
        for one in found(page(sentences=before), page(sentences=after))
        if one.kind == "sentence"
    ]


def test_a_sentence_that_says_something_else_is_told_under_its_heading():
    (one,) = found(
        page(sentences=[sentence("It is 1.", rows=["a"])]), page(sentences=[sentence("It is 2.", rows=["b"])])
    )
    assert (one.kind, one.anchor, one.asked, one.context) == ("sentence", "s-1", "", "Head")
    assert (one.before, one.after, one.causes, one.weight) == ("It is 1.", "It is 2.", ("new-period",), 0.0)
    assert ([row["key"] for row in one.came], [row["key"] for row in one.went]) == (["b"], ["a"])


def test_a_new_sentence_and_one_that_is_gone_are_told_with_their_rows():
    said = sentence("It is 2.", rows=["b"])
    (came,) = found(page(), page(sentences=[said]))
    assert (came.before, came.after, came.causes) == (None, "It is 2.", ("new-period",))
    (went,) = found(page(sentences=[said]), page())
    assert (went.before, went.after, went.anchor, went.context) == ("It is 2.", None, "s-1", "Head")
    assert [row["key"] for row in went.went] == ["b"]


def test_a_sentence_put_otherwise_is_the_same_if_enough_of_it_stayed():
    before, after = "The trade in wool rose by a tenth.", "The trade in wool fell by a tenth."
    assert reworded([sentence(before, "s-1")], [sentence(after, "s-2")]) == [(before, after)]
    apart = "Quite another thing entirely?"
    assert reworded([sentence(before, "s-1")], [sentence(apart, "s-2")]) == [(None, apart), (before, None)]


def test_six_tenths_of_a_sentence_are_enough():
    ten = "abcdefghij"
    assert reworded([sentence(ten, "s-1")], [sentence("abcdef0123", "s-2")]) == [(ten, "abcdef0123")]
    assert reworded([sentence(ten, "s-1")], [sentence("abcde01234", "s-2")]) == [(None, "abcde01234"), (ten, None)]


def test_a_sentence_put_otherwise_stays_under_its_heading():
    said = "The trade in wool rose."
    assert reworded([sentence(said, "s-1", under="A")], [sentence(said, "s-2", under="B")]) == [
        (None, said),
        (said, None),
    ]


def test_the_nearest_of_several_sentences_is_the_one():
    before = [sentence("The trade in tea rose a lot.", "s-1"), sentence("The trade in wool rose a lot.", "s-2")]
    after = "The trade in wool rose a bit."
    assert reworded(before, [sentence(after, "s-3")]) == [(before[1]["text"], after), (before[0]["text"], None)]


def test_one_sentence_becomes_one_other():
    before = [sentence("The trade in wool rose.", "s-1")]
    after = [sentence("The trade in wool fell.", "s-2"), sentence("The trade in wool fell!", "s-3")]
    assert reworded(before, after) == [(before[0]["text"], after[0]["text"]), (None, after[1]["text"])]


def test_a_sentence_whose_template_changed_and_whose_words_did_not_is_the_same():
    assert reworded([sentence("It rose.", "s-1")], [sentence("It rose.", "s-2")]) == []


def test_a_sentence_that_stays_is_not_taken_for_another():
    stays = sentence("The trade in wool rose.", "s-1")
    after = "The trade in wool fell."
    assert reworded([stays], [stays, sentence(after, "s-2")]) == [(None, after)]


# --- parts made from tables


def part(fingerprint: str, argument: str = "trade") -> dict:
    return {"directive": "rows", "argument": argument, "fingerprint": fingerprint}


def test_a_part_that_is_made_from_something_else_is_told_by_its_name():
    (one,) = found(page(parts=[part("a")]), page(parts=[part("b")]))
    assert (one.kind, one.asked, one.anchor, one.context) == ("part", "rows trade", "", "")
    assert (one.before, one.after, one.causes, one.cause) == (None, None, (), "")


def test_a_part_without_an_argument_is_told_by_its_directive():
    (one,) = found(page(), page(parts=[part("b", "")]))
    assert one.asked == "rows"


def test_a_part_that_stays_is_not_told_in_whatever_order():
    assert found(page(parts=[part("a"), part("b", "talks")]), page(parts=[part("b", "talks"), part("a")])) == []
    two = found(page(parts=[part("a"), part("a", "talks")]), page(parts=[part("a", "talks"), part("a", "talks")]))
    assert [one.asked for one in two] == ["rows talks", "rows trade"], "what came, then what went"


# --- pages


def test_a_new_page_and_one_that_is_gone_are_told_by_their_titles():
    found = compare(old(one=page("One"), two=page("Two")), new(one=page("One"), three=page("Three")))
    assert [(c.page, c.kind, c.asked, c.context, c.before, c.after, c.causes) for c in found.changes] == [
        ("chapters/three", "page", "chapters/three", "Three", None, "Three", ("code",)),
        ("chapters/two", "page", "chapters/two", "Two", "Two", None, ("code",)),
    ]
    assert (found.title("chapters/three"), found.title("chapters/two")) == ("Three", "Two")


def test_the_title_of_a_page_is_the_one_that_it_has_now():
    assert compare(old(page("Once")), new(page("Now"))).title(PAGE) == "Now"


# --- verdicts


def shown(*said: dict) -> dict:
    return page(verdicts=list(said))


def turned(before: BookTwin, after: BookTwin):
    return compare(before, after).of("verdict")


def one_turned(was: str | None, now: str | None, before: dict | None = None, after: dict | None = None, **told):
    """The change of one verdict, shown on one page."""
    pages = [shown(verdict("m1", word or "", **(other or {}))) for word, other in ((was, before), (now, after))]
    claims = [{"m1": word} if word else {} for word in (was, now)]
    (one,) = turned(old(pages[0], claims=claims[0]), new(pages[1], claims=claims[1], **told))
    return one


def test_a_verdict_that_turned_is_told_once_with_all_pages_that_show_it():
    held = {"two": shown(verdict("m1", "x")), "ledger": shown(verdict("m1", "x"), verdict("m2", "y")), "not": page()}
    after = {name: dict(one) for name, one in held.items()}
    (one,) = turned(old(**held, claims={"m1": "confirmed"}), new(**after, claims={"m1": "refuted"}))
    assert (one.page, one.pages) == ("chapters/ledger", ("chapters/two", "chapters/ledger"))
    assert (one.anchor, one.asked, one.context) == ("m1", "m1", "m1 says")
    assert (one.before, one.after) == ("confirmed", "refuted")
    assert compare(old(**held, claims={"m1": "confirmed"}), new(**after, claims={"m1": "refuted"})).on(
        "chapters/two"
    ) == [one]


def test_a_verdict_that_the_ledger_does_not_show_is_told_on_the_first_page_that_does():
    held = {"two": shown(verdict("m1", "x")), "three": shown(verdict("m1", "x"))}
    held |= {"ledger": shown(verdict("m2", "y"), verdict("m3", "z"))}
    (one,) = turned(old(**held, claims={"m1": "confirmed"}), new(**held, claims={"m1": "refuted"}))
    assert one.page == "chapters/two"


def test_a_verdict_that_no_page_shows_is_not_told():
    assert turned(old(page(), claims={"m1": "confirmed"}), new(page(), claims={"m1": "refuted"})) == []


def test_a_verdict_that_stands_is_not_told():
    held = shown(verdict("m1", "x"))
    assert turned(old(held, claims={"m1": "confirmed"}), new(held, claims={"m1": "confirmed"})) == []


def test_a_verdict_that_turned_has_the_rows_behind_it():
    one = one_turned("confirmed", "refuted", {"rows": ["a"]}, {"rows": ["b", "e"]})
    assert one.causes == ("new-period", "new-entry")
    assert ([row["key"] for row in one.came], [row["key"] for row in one.went]) == (["e", "b"], ["a"])


def test_a_verdict_by_another_test_is_a_definition():
    assert one_turned("confirmed", "refuted", {"test": "t"}, {"test": "u"}).causes == ("definition",)


@pytest.mark.parametrize(
    ("due", "cause"), [(OLD, "code"), ("2022-07-01", "day"), (NEW, "day"), ("2023-07-01", "code"), (None, "code")]
)
def test_a_verdict_whose_day_came_turned_by_the_day(due, cause):
    told = {"due": due}
    assert one_turned("undecided", "confirmed", told, told, code="d").causes == (cause,)


def test_the_day_explains_nothing_that_rows_explain():
    told = {"due": "2022-07-01"}
    assert one_turned("undecided", "confirmed", told, told | {"rows": ["b"]}, code="d").causes == ("new-period",)


def test_a_statement_that_came_in_or_was_taken_out_is_a_definition():
    held = shown(verdict("m1", "x"))
    (one,) = turned(old(page(), claims={}), new(held, claims={"m1": "confirmed"}))
    assert (one.before, one.after, one.causes, one.weight) == (None, "confirmed", ("definition",), 1.0)
    (one,) = turned(old(held, claims={"m1": "confirmed"}), new(page(), claims={}))
    assert (one.before, one.after, one.causes, one.page) == ("confirmed", None, ("definition",), PAGE)


@pytest.mark.parametrize(
    ("was", "now", "weight"),
    [
        ("confirmed", "refuted", 2.0),
        ("refuted", "confirmed", 2.0),
        ("confirmed", "partly", 1.0),
        ("partly", "refuted", 1.0),
        ("untestable", "confirmed", 1.0),
        ("undecided", "confirmed", 0.5),
        ("refuted", "undecided", 0.5),
    ],
)
def test_a_verdict_that_turned_over_weighs_most(was, now, weight):
    assert one_turned(was, now).weight == weight


@pytest.mark.parametrize(
    ("before", "after", "weak"),
    [("high", "moderate", False), ("low", "high", True), ("high", "very low", True), ("", "high", False)],
)
def test_a_verdict_that_rests_on_too_little_on_either_side_is_weak(before, after, weak):
    assert one_turned("confirmed", "refuted", {"strength": before}, {"strength": after}).weak is weak


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("moderate", "low", ("confirmed, enough to count", "confirmed, too weak to count")),
        ("very low", "high", ("confirmed, too weak to count", "confirmed, enough to count")),
        ("low", "very low", None),
        ("high", "moderate", None),
        (None, "low", None),  # an older edition did not tell it
        ("low", None, None),
    ],
)
def test_a_verdict_that_came_to_count_or_ceased_to_is_told_though_its_word_is_the_same(before, after, told):
    sides = [{"strength": one} if one else {} for one in (before, after)]
    pages = [shown(verdict("m1", "confirmed", **one)) for one in sides]
    found = compare(old(pages[0], claims={"m1": "confirmed"}), new(pages[1], claims={"m1": "confirmed"}))
    assert [(one.asked, one.before, one.after) for one in found.of("strength")] == ([("m1", *told)] if told else [])
    assert found.of("verdict") == []
    if told:
        text, page_ = as_text(found), as_html(found)
        assert "VERDICTS THAT COUNT OTHERWISE (1)" in text
        assert f"m1  {told[0]} → {told[1]}  m1 says" in text
        assert "1 verdict reads as it did but counts otherwise" in page_
        assert f"{told[0]} → {told[1]}: m1 says" in page_


def test_a_verdict_that_decides_nothing_has_no_strength_to_lose():
    pages = [shown(verdict("m1", "undecided", strength=one)) for one in ("", "low")]
    found = compare(old(pages[0], claims={"m1": "undecided"}), new(pages[1], claims={"m1": "undecided"}))
    assert found.of("strength") == []


def test_an_edition_that_tells_no_strength_has_no_weak_verdict():
    assert not one_turned("confirmed", "refuted").weak


def test_verdicts_of_one_weight_are_in_the_order_of_their_claims():
    held = shown(verdict("m2", "x"), verdict("m1", "x"), verdict("m3", "x"))
    before = dict.fromkeys(("m1", "m2", "m3"), "partly")
    found = turned(old(held, claims=before), new(held, claims={"m1": "refuted", "m2": "refuted", "m3": "undecided"}))
    assert [one.asked for one in found] == ["m1", "m2", "m3"]


# --- the whole comparison


def whole():
    """A comparison in which most kinds of change stand."""
    one = page(
        numbers=[number("1", 1, 1), number("2", 2, 2, anchor="n-2"), number("agreed", role="word", anchor="n-3")],
        sentences=[sentence("It is 1.")],
        exhibits=[exhibit()],
        verdicts=[verdict("m1", "confirmed")],
    )
    two = page(
        numbers=[
            number("2", 2, 2, rows=["b"]),
            number("20", 20, 20, anchor="n-2"),
            number("idea", role="word", anchor="n-3"),
        ],
        sentences=[sentence("It is 2.")],
        exhibits=[exhibit("It fell", fingerprint="2-g")],
        verdicts=[verdict("m1", "refuted")],
    )
    first = {"last": page(numbers=[number("1", 1, 1)]), "one": one, "gone": page("Gone")}
    second = {"one": two, "last": page(numbers=[number("9", 9, 9)]), "new": page("New")}
    return compare(old(**first, claims={"m1": "confirmed"}), new(**second, claims={"m1": "refuted"}))


def test_changes_come_by_kind_then_by_page_then_by_weight():
    assert [(one.kind, one.page.removeprefix("chapters/"), one.anchor) for one in whole().changes] == [
        ("verdict", "one", "m1"),
        ("headline", "one", "one-chart"),
        ("state", "one", "n-3"),
        ("number", "one", "n-2"),
        ("number", "one", "n-1"),
        ("number", "last", "n-1"),
        ("exhibit", "one", "one-chart"),
        ("sentence", "one", "s-1"),
        ("page", "new", ""),
        ("page", "gone", ""),
    ]


def test_changes_are_counted_by_kind_in_the_order_of_kinds():
    counts = whole().counts
    assert counts == {"verdict": 1, "headline": 1, "state": 1, "number": 3, "exhibit": 1, "sentence": 1, "page": 2}
    assert list(counts) == [kind for kind in KINDS if kind in counts]


def test_changes_are_counted_by_their_foremost_cause_in_the_order_of_causes():
    causes = whole().causes
    assert causes == {"new-period": 1, "day": 6, "code": 3}
    assert list(causes) == ["new-period", "day", "code"]


def test_changes_can_be_had_by_kind_and_by_page():
    found = whole()
    assert [one.anchor for one in found.of("number")] == ["n-2", "n-1", "n-1"]
    assert {one.page for one in found.on("chapters/last")} == {"chapters/last"}
    assert found.on("chapters/nowhere") == []


def test_the_record_holds_both_sides_counts_titles_and_changes():
    found = whole()
    told = found.record()
    assert told["old"] == {"edition": f"{OLD}-x", "cutoff": OLD}
    assert told["new"] == {"edition": f"{NEW}-x", "cutoff": NEW}
    assert (told["same"], told["counts"], told["causes"]) == (False, found.counts, found.causes)
    titles = {"one": "One", "last": "One", "new": "New", "gone": "Gone"}
    assert told["pages"] == {f"chapters/{name}": title for name, title in titles.items()}
    assert len(told["changes"]) == len(found.changes)
    assert told["changes"][0]["cause"] == found.changes[0].cause
    assert (told["changes"][0]["kind"], told["changes"][0]["before"]) == ("verdict", "confirmed")


def test_a_comparison_the_other_way_round_tells_the_reverse():
    before, after = old(page(numbers=[number("1", 1, 1)])), new(page(numbers=[number("3", 3, 3)]))
    there, back = compare(before, after).changes[0], compare(after, before).changes[0]
    assert (there.before, there.after) == (back.after, back.before)
    assert replace(there, before="", after="") == replace(back, before="", after="")

"""The language asks the tables and nothing else: it cannot reach Python, and what it cannot do it says in a sentence."""

import ast

import pytest
from asking import asked, complaint
from conftest import known_by
from hypothesis import given
from hypothesis import strategies as st

from nolimits.data import Figure
from nolimits.data.quantities import exactly
from nolimits.language import VOCABULARY, ExpressionError, Text, Truth, constant, evaluate, parse
from nolimits.language.answers import distinct, rows_of

CALLABLE = f"only these may be called: {', '.join(sorted(VOCABULARY))}"
NOT_PLAIN = "is not allowed: write a number below 1e15 or a short text"
TOO_MANY = "0: the expression has too many parts: 200 at most"
NOT_TEXT = "0: not an expression: nested too deeply or not text"
HOSTILE = {
    "attribute": ("().__class__.__bases__", "0: Attribute is not part of the language"),
    "call beyond the vocabulary": ("1 + open('/etc/passwd')", f"4: {CALLABLE}"),
    "call of a call": ("abs(1)(2)", f"0: {CALLABLE}"),
    "import": ("__import__('os').system('true')", f"0: {CALLABLE}"),
    "power": ("9**9**9", "0: Pow is not part of the language"),
    "shift": ("1 << 100000", "0: LShift is not part of the language"),
    "remainder": ("1 + (5 % 2)", "5: Mod is not part of the language"),
    "plus sign": ("+1", "0: UAdd is not part of the language"),
    "lambda": ("(lambda: 1)()", f"0: {CALLABLE}"),
    "comprehension": ("[x for x in (1, 2)]", "0: ListComp is not part of the language"),
    "subscript": ("'abc'[0]", "0: Subscript is not part of the language"),
    "conditional": ("1 if 1 > 0 else 2", "0: IfExp is not part of the language"),
    "identity": ("1 is 1", "0: Is is not part of the language"),
    "f-string": ("f'{1}'", "0: JoinedStr is not part of the language"),
    "star": ("value(*('a', 'b'))", "6: Starred is not part of the language"),
    "double star": ("1 + count('events', **{'kind': 'bond'})", "4: ** is not part of the language"),
    "walrus": ("(x := 1)", "1: NamedExpr is not part of the language"),
    "truth constant": ("True", f"0: True {NOT_PLAIN}"),
    "nothing constant": ("1 + None", f"4: None {NOT_PLAIN}"),
    "bytes": ("b'abc'", f"0: b'abc' {NOT_PLAIN}"),
    "complex": ("2j", f"0: 2j {NOT_PLAIN}"),
    "huge number": ("1" + "0" * 15, f"0: 1{'0' * 15} {NOT_PLAIN}"),
    "huge text": ("'" + "a" * 201 + "'", f"0: '{'a' * 201}' {NOT_PLAIN}"),
    "deep nesting": ("(" * 300 + "1" + ")" * 300, NOT_TEXT),
    "deep operators": ("-" * 300 + "1", TOO_MANY),
    "many parts": ("+".join(["1"] * 400), TOO_MANY),
    "a megabyte": ("1 + " * 250_000 + "1", "2000: the expression has 1000001 characters: 2000 at most"),
    "a null byte": ("1\x00", NOT_TEXT),
    "two statements": ("1; 2", "1: not an expression: invalid syntax"),
    "nothing": ("", "0: not an expression: invalid syntax"),
    "half a sum": ("1 + * 2", "4: not an expression: invalid syntax"),
}


@pytest.fixture(autouse=True)
def _parsed_anew():
    parse.cache_clear()


@pytest.mark.parametrize(("text", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_expression_is_refused_at_once_and_told_why(text, message):
    if message == NOT_TEXT:
        with pytest.raises(ExpressionError, match=r"^not an expression: "):
            parse(text)  # which of Python's own limits is met first differs from version to version
    else:
        assert complaint(text) == message


def deep(levels: int) -> str:
    return "-" * levels + "1"


def test_an_expression_may_be_as_large_as_is_said_and_no_larger():
    assert isinstance(parse("1" + " " * 1999), ast.Constant)
    assert complaint("1" + " " * 2000).startswith("2000: the expression has 2001 characters")
    # a call, its name and how that is used are three parts
    many = "largest(" + ", ".join(["1"] * 197) + ")"
    assert len(list(ast.walk(parse(many)))) == 200
    assert complaint(many.replace("(", "(1, ", 1)) == TOO_MANY
    # each minus is a level, and the number below the last is one more
    assert asked(deep(24)).quantity == exactly(1)
    assert complaint(deep(25)) == "24: the expression is nested too deeply: 24 levels at most"


def test_numbers_and_texts_may_be_as_large_as_is_said_and_no_larger():
    assert asked("999999999999999").quantity == exactly(999999999999999)
    assert asked("1e14").quantity == exactly(1e14)
    assert complaint("1e15") == f"0: 1000000000000000.0 {NOT_PLAIN}"
    assert asked("'" + "a" * 200 + "'").value == "a" * 200


HUGE = "(" + " * ".join(["1e14"] * 23) + ")"


@pytest.mark.parametrize("text", [HUGE, f"{HUGE} - {HUGE}", f"1 / {HUGE}", f"{HUGE} > 1", f"abs({HUGE})"])
def test_numbers_that_grow_too_large_are_told(text):
    assert complaint(text) == "0: the expression cannot be worked out: its numbers are too large"


def test_a_function_that_cannot_be_worked_out_is_told():
    large = "(" + " * ".join(["1e14"] * 18) + ")"
    assert complaint(f"share({large}, 1 / {large})") == "0: share cannot be worked out for these numbers"
    assert complaint("near(1, 1, within=1 / 0)") == "0: near cannot be worked out for these numbers"


def test_white_space_around_an_expression_means_nothing():
    assert asked("  1 + 1 ").quantity == exactly(2)


def test_an_expression_is_parsed_once():
    assert parse("1 + 2 + 3") is parse("1 + 2 + 3")


@given(st.text(max_size=40))
def test_any_text_is_answered_or_refused(text):
    try:
        answer = evaluate(text, known_by())
    except ExpressionError:
        return
    assert isinstance(answer, Figure | Truth | Text)


# --- where it goes wrong


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1 + value('no.such')", 4),
        ("1 + nothing", 4),
        ("value('wool.exports') + growth('wool.exports')", 0),
        ("1 < (value('wool.exports', 2022) + value('bank.rate'))", 5),
        ("2 * (value('wool.exports', 2022) * value('bank.rate'))", 5),
        ("1 < 2 and (value('bank.rate') > value('tea.stock'))", 11),
        ("1 < 2 and 'a'", 10),
        ("1 + 'a'", 4),
        ("not 1", 4),
        ("1 < 2 and 'a' < 1", 10),
        ("1 < 2 and 1 in ('a',)", 10),
        ("1 < 2 and 'a' in 'b'", 17),
        ("1 < 2 and (1, 2)", 10),
        ("1 + abs(year('abc'))", 8),
    ],
)
def test_a_complaint_knows_the_place_in_the_expression(text, place):
    assert complaint(text).startswith(f"{place}: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 + 'a'", "a number is wanted here"),
        ("-'a'", "a number is wanted here"),
        ("'a' + 1", "a number is wanted here"),
        ("1 and 1 < 2", "a condition is wanted here"),
        ("not 'a'", "a condition is wanted here"),
        ("'a' == 1", "only like can be compared with like"),
        ("1 == 'a'", "only like can be compared with like"),
        ("(1 < 2) == (1 < 2)", "only like can be compared with like"),
        ("1 in (1, 2)", "before `in` stands a word"),
        ("'a' in 'abc'", "behind `in` stands a list such as ('operating', 'agreed')"),
        ("'a' in ()", "behind `in` stands a list such as ('operating', 'agreed')"),
        ("'a' in ('a', abs(1))", "behind `in` stands a list such as ('operating', 'agreed')"),
        ("('a', 'b')", "a list may only stand behind `in`"),
        ("('a', 'b') == 'a'", "a list may only stand behind `in`"),
    ],
)
def test_what_does_not_go_together_is_told(text, message):
    assert complaint(text).partition(": ")[2] == message


def test_a_complaint_is_at_the_beginning_where_no_place_is_told():
    assert ExpressionError("wrong").at == 0
    assert str(ExpressionError("wrong", 3)) == "wrong"


# --- names


def test_a_view_gives_its_day_and_its_first_year_names():
    assert asked("cutoff", "2022-06-30").value == "2022-06-30"
    assert asked("start", start=2019).quantity == exactly(2019)
    assert asked("value('bank.rate', cutoff)", "2022-06-14").sure.value == 9.5


def test_parameters_of_each_kind_are_answers():
    view = known_by(year=2021, factor=1.5, name="bank.rate", bold=True)
    assert asked("year + factor", view=view).quantity == exactly(2022.5)
    assert asked("value(name, '2022-06-14')", view=view).sure.value == 9.5
    assert asked("bold", view=view) == Truth(True)
    assert asked("not bold", view=view) == Truth(False)


def test_names_that_are_given_come_first_then_the_views_own_then_parameters_then_facts():
    view = known_by().with_names({"a": 2, "b": 3, "cutoff": "x"}, {"a": "3", "b": "4", "c": "5", "start": "6"})
    assert evaluate("a", view, {"a": 1}).quantity == exactly(1)
    assert evaluate("a", view).quantity == exactly(2)
    assert evaluate("b", view, {"a": 1}).quantity == exactly(3)
    assert evaluate("c", view).quantity == exactly(5)
    assert evaluate("cutoff", view).value == view.cutoff
    assert evaluate("start", view).quantity == exactly(1900)
    assert evaluate("cutoff", view, {"cutoff": "mine"}).value == "mine"
    assert evaluate("m", view, {"m": Truth(None)}) == Truth(None)


def test_a_name_that_is_not_there_is_told_with_those_that_are():
    assert complaint("nothing") == "0: 'nothing' is not a name of this expression: it may name cutoff, start"
    view = known_by(base=2021).with_names({"base": 2021}, {"rate": "1"})
    assert complaint("1 + rat", view=view) == (
        "4: 'rat' is not a name of this expression: it may name cutoff, start, base, rate"
    )
    with pytest.raises(ExpressionError, match=r"it may name measured, cutoff, start, base, rate$"):
        evaluate("rat", view, {"measured": 1})


def test_of_many_names_only_near_ones_are_told():
    twelve = {f"fact_{number}": "1" for number in range(10)}
    view = known_by().with_names({}, twelve)
    assert complaint("fact", view=view) == (
        "0: 'fact' is not a name of this expression: it may name cutoff, start, " + ", ".join(twelve)
    )
    view = known_by().with_names({}, twelve | {"other": "1"})
    assert complaint("fact_22", view=view).endswith(
        "it may name " + ", ".join(f"fact_{n}" for n in (2, 9, 8, 7, 6, 5, 4, 3, 1, 0))
    )
    assert complaint("zzzzz", view=view) == (
        "0: 'zzzzz' is not a name of this expression: none of the 13 names here is like it"
    )


# --- facts that name each other


def test_a_fact_may_rest_on_another_and_is_worked_out_once():
    view = known_by().with_names({}, {"one": "value('bank.rate')", "two": "one + one"})
    assert asked("two + 1", view=view).sure.value == 20
    assert asked("one", view=view) is asked("one", view=view)


def test_a_fact_that_asks_for_itself_is_told():
    view = known_by().with_names({}, {"one": "two + 1", "two": "one + 1", "three": "three"})
    assert complaint("one", view=view) == "0: the fact 'one' asks for itself"
    assert complaint("three", view=view) == "0: the fact 'three' asks for itself"
    assert complaint("one", view=view) == "0: the fact 'one' asks for itself"


def test_a_fact_that_cannot_be_asked_is_told_each_time():
    view = known_by().with_names({}, {"one": "1 + value('no.such')"})
    for _ in range(2):
        assert complaint("one", view=view) == "4: no indicator is called 'no.such': see indicators.csv"
    assert view.answers == {}


# --- answers


def test_the_kinds_of_answer():
    assert isinstance(asked("value('wool.exports', 2022)"), Figure)
    assert isinstance(asked("1 < 2"), Truth)
    assert isinstance(asked("status('mill-one')"), Text)
    assert constant(3) == Figure(exactly(3), "", None)
    assert constant(3, "Mt").unit == "Mt"


def test_an_answer_is_known_where_it_is_certain():
    assert (Truth(True).known, Truth(False).known, Truth(None).known) == (True, True, False)
    assert (Text("").known, Text(None).known) == (True, False)


def test_rows_are_told_once_and_in_order():
    events, measures = known_by().register("events"), known_by().register("measures")
    assert distinct([*events[:2], events[0], measures[0]]) == (*events[:2], measures[0])
    assert rows_of(Truth(True, events[:2]), Text("a", events[1:3])) == events[:3]
    # entries are told apart by identity, not by their cells
    assert len(distinct([events[0], events[0].having()])) == 2


@pytest.mark.parametrize("name", VOCABULARY)
def test_each_function_shows_how_it_is_written(name):
    assert VOCABULARY[name].__doc__.startswith(f"{name}(")


def test_the_vocabulary_is_what_is_documented():
    assert sorted(VOCABULARY) == sorted(
        [
            "value",
            "growth",
            "sum12",
            "change",
            "per_year",
            "per_month",
            "peak",
            "trough",
            "above",
            "below",
            "periods",
            "total",
            "rise",
            "ratio",
            "share",
            "mean",
            "largest",
            "smallest",
            "abs",
            "near",
            "known",
            "year",
            "month",
            "years",
            "count",
            "first",
            "last",
            "by_key",
            "said",
            "status",
            "since",
            "plan",
            "cost",
            "followed",
            "by_chance",
            "tail",
            "steps",
        ]
    )


def test_of_equal_peaks_the_first_is_told_for_then_it_was_reached(frozen_tables):
    highest = asked("peak('bank.rate', 'point')", view=frozen_tables.view())
    (row,) = highest.rows
    cells = {
        "indicator": "bank.rate",
        "value": f"{highest.sure.value:g}",
        "qualifier": "exact",
        "known_on": row.known_on,
    }
    later = {"period_start": "2023-11-30", "period_end": "2023-11-30"}
    frozen_tables.plant("observations", **cells, **later, source=row.source)
    assert asked("peak('bank.rate', 'point')", view=frozen_tables.view()).span == highest.span

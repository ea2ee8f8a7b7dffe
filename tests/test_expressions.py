"""The language of prose and tests asks the tables and nothing else: it cannot reach Python, and it knows its units."""

import pytest

from nolimits.language import VOCABULARY, ExpressionError, Figure, Text, Truth, evaluate, number

HOSTILE = {
    "attribute": "().__class__.__bases__",
    "call beyond the vocabulary": "open('/etc/passwd')",
    "import": "__import__('os').system('true')",
    "power": "9**9**9",
    "shift": "1 << 100000",
    "lambda": "(lambda: 1)()",
    "comprehension": "[x for x in (1, 2)]",
    "subscript": "'abc'[0]",
    "f-string": "f'{1}'",
    "star": "value(*('a', 'b'))",
    "double star": "count('events', **{'kind': 'bond'})",
    "walrus": "(x := 1)",
    "truth constant": "True",
    "bytes": "b'abc'",
    "huge number": "1" + "0" * 400,
    "huge text": "'" + "a" * 1000 + "'",
    "deep nesting": "(" * 300 + "1" + ")" * 300,
    "deep operators": "-" * 300 + "1",
    "many parts": "+".join(["1"] * 400),
    "a megabyte": "1 + " * 250_000 + "1",
    "two statements": "1; 2",
    "nothing": "",
    "a null byte": "1\x00",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_expression_is_refused_at_once(latest, text):
    with pytest.raises(ExpressionError):
        evaluate(text, latest)


@pytest.mark.parametrize(
    ("text", "place"),
    [("1 + value('no.such')", 4), ("value('trade.turnover') + growth('trade.turnover')", 0), ("1 + nothing", 4)],
)
def test_a_complaint_knows_the_place_in_the_expression(latest, text, place):
    with pytest.raises(ExpressionError) as refused:
        evaluate(text, latest)
    assert refused.value.at == place


@pytest.mark.parametrize(
    "text",
    [
        "value('trade.turnover', 2024) > value('rate.key')",
        "value('trade.turnover', 2024) - growth('trade.turnover', 2024)",
        "share(value('trade.turnover', 2024), value('trade.turnover_in_yuan', 2024))",
        "mean(value('trade.turnover', 2024), value('rate.key'))",
        "value('trade.turnover', 2024) * value('rate.key')",
    ],
)
def test_units_do_not_mix(latest, text):
    with pytest.raises(ExpressionError, match="unit"):
        evaluate(text, latest)


def test_units_are_watched_where_nothing_is_known(root):
    from nolimits.data import View

    with pytest.raises(ExpressionError, match="units are mixed"):
        evaluate("value('trade.turnover', 2025) > value('rate.key')", View("2021-01-01", folder=root / "data"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3 == 7", True),
        ("not 1 > 2 and (2 >= 2 or 1 != 1)", True),
        ("1 < 2 < 3", True),
        ("abs(-3) == 3", True),
        ("near(100, 101, within=2)", True),
        ("near(100, 110)", False),
        ("'a' < 'b'", True),
        ("'operating' in ('operating', 'agreed')", True),
        ("'idea' not in ('operating',)", True),
        ("known(value('trade.turnover', 2024))", True),
        ("known(value('trade.turnover', 2099))", False),
        ("value('trade.turnover', 2099) > 5", None),
        ("value('trade.turnover', 2099) > 5 or 1 == 1", True),
        ("value('trade.turnover', 2099) > 5 and 1 == 2", False),
        ("value('trade.turnover', 2024) > value('trade.turnover', 2023)", True),
        ("change('trade.turnover', 2023, 2024) > 0", True),
        ("rise(value('trade.turnover', 2021), value('trade.turnover', 2024)) > 60", True),
        ("ratio(value('trade.turnover', 2024), value('trade.turnover', 2021)) > 1.6", True),
        ("year(peak('trade.turnover', 'year')) == 2024", True),
        ("trough('trade.turnover', 'year') < peak('trade.turnover', 'year')", True),
        ("first('events', kind='bond') < last('events', kind='bond')", True),
        ("count('measures', state='in force') <= count('measures')", True),
        ("count('events', kind='bond|loan') >= count('events', kind='bond')", True),
        ("count('events', since=2022, until=2024) <= count('events')", True),
        ("mean(1, 2, 3) == 2", True),
        ("largest(1, 3, 2) == 3 and smallest(1, 3, 2) == 1", True),
        ("below('trade.turnover_yoy', 0, 'year', since=2025, until=2025) == 1", True),
        ("above('trade.turnover_yoy', 0, 'year', since=2022, until=2024) == 3", True),
        ("above('trade.turnover', 1, 'year', since=2099) > 0", None),
        ("periods('trade.turnover', 'year', since=2022, until=2025) == 4", True),
        ("near(total('trade.turnover', 'year', since=2024, until=2025), 472.9, within=1)", True),
    ],
)
def test_an_expression_gives_its_truth(latest, text, expected):
    assert evaluate(text, latest).value is expected


def test_an_answer_carries_the_rows_that_it_rests_on(latest):
    answer = evaluate("share(value('trade.exports_to_china', 2024), value('trade.turnover', 2024)) > 50", latest)
    assert {row.indicator for row in answer.rows} == {"trade.exports_to_china", "trade.turnover"}


def test_projects_are_counted_by_when_they_began_and_by_how_old_their_news_is(view):
    rows, newest = view.projects(), f"{int(view.cutoff[:4]) - 2}{view.cutoff[4:]}"
    begun = evaluate("count('projects', begun_since='2014-03')", view).quantity.value
    fresh = evaluate("count('projects', fresh=2, status='operating|stalled')", view).quantity.value
    assert begun == sum(row["begun"] >= "2014-03-01" for row in rows)
    assert fresh == sum(row["news"] >= newest and row["status"] in ("operating", "stalled") for row in rows)


def test_a_plain_number_is_a_year_and_a_figure_has_one(latest):
    plain, dated = (
        evaluate(text, latest, {"base_year": 2014})
        for text in ("year(base_year)", "year(value('trade.turnover', 2024))")
    )
    assert [(one.unit, one.quantity.value) for one in (plain, dated)] == [("year", 2014), ("year", 2024)]


def test_costs_add_up_at_their_lower_ends(latest):
    parts = [evaluate(f"cost(project='{name}')", latest).quantity.value for name in ("pos1", "cr929")]
    both = evaluate("cost(project='pos1|cr929')", latest)
    assert (both.quantity.value, both.unit) == (sum(parts), "USD bn")
    assert parts[1] == evaluate("plan('cr929', 'cost')", latest).quantity.low


def test_a_cost_of_projects_without_one_is_unknown(latest):
    assert not evaluate("cost(project='pos2')", latest).known


def test_a_name_is_known_only_where_it_is_given(latest):
    given = evaluate("value('trade.turnover', base_year)", latest, {"base_year": 2021})
    assert given.known
    with pytest.raises(ExpressionError, match="base_year"):
        evaluate("value('trade.turnover', base_year)", latest)


@pytest.mark.parametrize("name", VOCABULARY)
def test_each_function_shows_how_it_is_written(name):
    assert VOCABULARY[name].__doc__.startswith(f"{name}(")


@pytest.mark.parametrize(
    "text",
    [
        "value()",
        "value(1, 2, 3)",
        "value(trade)",
        "count('observations')",
        "count('events', colour='red')",
        "status('no-such')",
        "share('a', 'b')",
        "mean()",
        "peak('trade.turnover', 3)",
        "1 in (1, 2)",
        "1 and 2",
        "'a' + 'b'",
        "'a' == 1",
        "first('claims')",
        "growth('trade.turnover', 'soon')",
        "count('projects', fresh='two')",
        "count('events', fresh=2)",
        "cost(colour='red')",
    ],
)
def test_wrong_use_of_the_vocabulary_is_refused(latest, text):
    with pytest.raises(ExpressionError):
        evaluate(text, latest)


def test_the_kinds_of_answer(latest):
    assert isinstance(evaluate("value('trade.turnover', 2024)", latest), Figure)
    assert isinstance(evaluate("1 < 2", latest), Truth)
    assert isinstance(evaluate("status('pos2')", latest), Text)
    assert number(3).quantity.value == 3

"""Why two editions differ in a place follows from the rows behind it on either side, the foremost cause first."""

import pytest

from nolimits.editions.causes import CAUSES, Side, why
from nolimits.pagemodel.twin import BookTwin

OLD, NEW = "2022-06-30", "2023-06-30"
YEAR = {"table": "observations", "indicator": "wool.exports", "definition": "d1"}


def book(cutoff: str, code: str = "c1", **corrections: str) -> BookTwin:
    return BookTwin(f"{cutoff}-x", cutoff, code, {}, {}, {}, corrections)


def figure(period: str = "2021", known: str = "2022-01-20", **other: str) -> dict:
    return YEAR | {"period": period, "known_on": known, "digest": "one"} | other


def entry(known: str = "2022-01-20", **other: str) -> dict:
    return {"table": "events", "known_on": known, "digest": "one"} | other


def sides(before: dict, after: dict, *, old: BookTwin | None = None, new: BookTwin | None = None, **told) -> tuple:
    """Two sides of a place whose rows are those of two mappings by key; `told` are pairs of what else it follows from."""
    first = {name: pair[0] for name, pair in told.items()}
    second = {name: pair[1] for name, pair in told.items()}
    one = Side(old or book(OLD), before, tuple(before), **first)
    return one, Side(new or book(NEW), after, tuple(after), **second)


def causes(before: dict, after: dict, **told) -> tuple[str, ...]:
    return why(*sides(before, after, **told)).causes


# --- one cause


def test_a_figure_for_another_period_is_one():
    assert causes({"a": figure("2021")}, {"b": figure("2022")}) == ("new-period",)


def test_a_figure_for_a_period_of_another_indicator_is_one_too():
    assert causes({"a": figure("2021")}, {"b": figure("2021", indicator="wool.imports")}) == ("new-period",)


def test_another_figure_for_the_same_period_is_a_revision():
    assert causes({"a": figure("2021")}, {"b": figure("2021", "2023-01-20")}) == ("revision",)


def test_an_entry_is_no_figure_of_the_same_period():
    assert causes({"e": entry()}, {"b": figure("2021")}) == ("new-period",)


def test_another_entry_is_a_new_entry():
    assert causes({}, {"e": entry()}) == ("new-entry",)


def test_an_entry_that_was_known_before_but_whose_day_came_since_is_of_the_day():
    assert causes({}, {"e": entry(OLD, lapses="yes")}) == ("day",)
    assert causes({}, {"e": entry("2022-07-01", lapses="yes")}) == ("new-entry",)
    assert causes({}, {"e": entry(OLD)}) == ("new-entry",)


def test_a_row_that_was_set_aside_is_a_correction():
    assert causes({"a": figure()}, {}, new=book(NEW, a="a slip")) == ("correction",)


def test_a_row_that_is_no_longer_set_aside_is_a_correction():
    assert causes({}, {"a": figure()}, old=book(OLD, a="a slip")) == ("correction",)


def test_a_row_that_is_set_aside_on_both_sides_and_came_by_another_way_is_none():
    both = {"old": book(OLD, a="a slip"), "new": book(NEW, a="a slip")}
    assert causes({}, {"a": figure()}, **both) == ("new-period",)


def test_a_row_that_was_moved_to_where_it_belongs_is_a_correction_unless_it_is_new():
    moved = book(NEW, b="stood under another indicator")
    assert causes({}, {"b": figure(known_on=OLD)}, new=moved) == ("correction",)
    assert causes({}, {"b": figure(known_on=NEW)}, new=moved) == ("new-period",)


def test_an_edited_row_is_a_correction_and_is_told_as_it_was_and_as_it_is():
    found = why(*sides({"a": figure(says="1")}, {"a": figure(digest="two", says="2")}))
    assert found.causes == ("correction",)
    assert [(row["key"], row["says"]) for row in found.came] == [("a", "2")]
    assert [(row["key"], row["says"]) for row in found.went] == [("a", "1")]


def test_a_row_that_stayed_is_not_told():
    found = why(*sides({"a": figure("2021")}, {"a": figure("2021"), "b": figure("2022")}))
    assert ([row["key"] for row in found.came], found.went) == (["b"], ())


def test_a_row_that_means_something_else_is_a_definition_and_no_correction():
    changed = figure(definition="d2", digest="two")
    found = why(*sides({"a": figure()}, {"a": changed}))
    assert (found.causes, found.came, found.went) == (("definition",), (), ())


def test_an_entry_whose_day_has_passed_is_of_the_day():
    assert causes({"e": entry(lapses="yes")}, {}) == ("day",)


def test_a_row_that_went_for_no_reason_of_its_own_tells_of_no_cause():
    assert causes({"a": figure()}, {}) == ("day",)
    assert causes({"a": figure()}, {}, new=book(NEW, "c2")) == ("code",)


def test_an_entry_in_another_state_tells_of_a_day_where_it_begins_and_ends_and_else_of_an_act():
    before, after = entry(state="announced"), entry(state="in force")
    assert causes({"e": before}, {"e": after}) == ("new-entry",)
    found = why(*sides({"e": before | {"lapses": "yes"}}, {"e": after | {"lapses": "yes"}}))
    assert found.causes == ("day",)
    assert [row["state"] for row in (*found.went, *found.came)] == ["announced", "in force"]


def test_an_entry_in_another_state_beside_rows_that_came_is_not_what_did_it():
    before, after = entry(state="announced", lapses="yes"), entry(state="in force", lapses="yes")
    found = why(*sides({"e": before}, {"e": after, "b": figure()}))
    assert found.causes == ("new-period",)
    assert [row["key"] for row in found.came] == ["b"]


def test_an_entry_in_another_state_beside_rows_that_went_is_not_what_did_it():
    before, after = entry(state="announced"), entry(state="in force")
    assert causes({"e": before, "b": entry(lapses="yes")}, {"e": after}) == ("day",)


# --- what else a place follows from


def test_another_test_or_other_options_are_a_definition():
    same = {"a": figure()}
    assert causes(same, same, defined=("t1", "t2")) == ("definition",)
    assert causes(same, same, defined=("t1", "t1")) == ("day",)


@pytest.mark.parametrize(
    ("asked", "cause"), [("value('x') * factor", "definition"), ("value('x') * factors", "day"), ("value('x')", "day")]
)
def test_a_parameter_is_a_definition_where_the_question_names_it(asked, cause):
    told = {"names": ({"factor": 1}, {"factor": 2}), "asked": (asked, asked)}
    assert causes({}, {}, **told) == (cause,)


def test_a_parameter_that_came_or_went_is_a_definition_where_the_question_names_it():
    assert causes({}, {}, names=({}, {"factor": 2}), asked=("factor", "factor")) == ("definition",)
    assert causes({}, {}, names=({"factor": 2}, {}), asked=("factor", "factor")) == ("definition",)


def test_a_parameter_that_stayed_is_no_definition():
    assert causes({}, {}, names=({"factor": 2}, {"factor": 2}), asked=("factor", "factor")) == ("day",)


def test_the_question_of_today_counts():
    assert causes({}, {}, names=({"f": 1}, {"f": 2}), asked=("1", "f")) == ("definition",)
    assert causes({}, {}, names=({"f": 1}, {"f": 2}), asked=("f", "1")) == ("day",)


def test_the_day_is_no_parameter():
    assert causes({}, {}, names=({"cutoff": OLD}, {"cutoff": NEW}), asked=("cutoff", "cutoff")) == ("day",)


def test_a_name_with_signs_of_its_own_is_taken_as_it_is():
    assert causes({}, {}, names=({"a.b": 1}, {"a.b": 2}), asked=("axb", "axb")) == ("day",)


def test_where_nothing_differs_but_the_book_the_code_did_it_if_it_is_other_code():
    same = {"a": figure()}
    assert causes(same, same) == ("day",)
    assert causes(same, same, new=book(NEW, "c2")) == ("code",)


def test_other_code_is_told_only_where_nothing_else_explains_it():
    assert causes({}, {"b": figure()}, new=book(NEW, "c2")) == ("new-period",)


# --- several causes


def test_the_cause_of_most_rows_comes_first():
    before = {"a": figure("2021")}
    after = {"b": figure("2021", "2023-01-20"), "c": figure("2022"), "d": figure("2023")}
    assert causes(before, after) == ("new-period", "revision")
    after = {"b": figure("2021", "2023-01-20"), "f": figure("2021", "2023-02-20"), "c": figure("2022")}
    assert causes(before, after) == ("revision", "new-period")


def test_of_as_many_rows_the_order_is_that_of_the_causes():
    before = {"a": figure("2021")}
    after = {"b": figure("2021", "2023-01-20"), "c": figure("2022"), "e": entry(), "f": entry(OLD, lapses="yes")}
    found = causes(before, after)
    assert found == ("revision", "new-period", "new-entry", "day")
    assert list(found) == sorted(found, key=list(CAUSES).index)


def test_corrections_and_definitions_come_first_however_few_their_rows():
    before = {"a": figure("2021"), "x": figure("2019")}
    after = {"b": figure("2022"), "c": figure("2023"), "d": figure("2024")}
    told = {"new": book(NEW, x="a slip"), "defined": (1, 2)}
    assert causes(before, after, **told) == ("correction", "definition", "new-period")


def test_of_corrections_and_definitions_that_of_more_rows_comes_first():
    before = {"a": figure(), "b": figure("2020"), "c": figure("2019")}
    after = {"a": figure(digest="two"), "b": figure("2020", digest="two"), "c": figure("2019", definition="d2")}
    assert causes(before, after) == ("correction", "definition")


def test_a_definition_counts_once_however_many_rows_it_touches():
    before = {key: figure(str(2010 + n)) for n, key in enumerate("abc")}
    after = {key: row | {"definition": "d2"} for key, row in before.items()} | {"a": figure("2010", digest="two")}
    assert causes(before, after) == ("correction", "definition")


# --- the rows told


def test_rows_are_told_newest_first():
    after = {"b": figure("2021", "2022-01-20"), "c": figure("2022", "2023-01-20"), "a": figure("2020", "2021-01-20")}
    found = why(*sides({}, after))
    assert [row["known_on"] for row in found.came] == ["2023-01-20", "2022-01-20", "2021-01-20"]


def test_rows_of_one_day_are_told_in_one_order_whatever_the_order_in_which_they_were_held():
    found = why(*sides({}, {key: figure(key) for key in "bca"}))
    assert [row["key"] for row in found.came] == ["c", "b", "a"]
    found = why(*sides({key: figure(key) for key in "bca"}, {}))
    assert [row["key"] for row in found.went] == ["c", "b", "a"]


def test_a_key_whose_row_is_not_held_is_passed_over():
    old, new = book(OLD), book(NEW)
    found = why(Side(old, {}, ("gone",)), Side(new, {}, ("lost", "gone")))
    assert (found.causes, found.came, found.went) == (("day",), (), ())


def test_each_cause_is_explained_in_words():
    assert all(words and words[0].islower() and not words.endswith(".") for words in CAUSES.values())

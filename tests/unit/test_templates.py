"""A template is words and roles: sentence by sentence, each role with its fields and its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nolimits.prose.templates import ROLE, Role, fields, pieces, sentences


def written(text):
    return [one.written for one in sentences(text)]


# --- roles


def test_a_role_is_read_with_its_fields_and_its_place():
    text = "Wool {change}`wool ; rose by ; fell by ; stood` again."
    assert pieces(text) == ("Wool ", Role("change", ("wool", "rose by", "fell by", "stood"), 5), " again.")


def test_a_text_without_roles_is_one_piece_and_an_empty_one_none():
    assert pieces("Only words.") == ("Only words.",)
    assert pieces("") == ()


def test_roles_may_follow_one_another_without_words():
    assert [piece.name for piece in pieces("{value}`a`{period}`b`")] == ["value", "period"]


@pytest.mark.parametrize(
    "text",
    [
        "The `{bibliography}` directive wants `{cite}` roles.",
        "Write `` {value}`wool` `` for it.",
        "Write ``{value}`wool` `` for it.",
        "Over `{value}` lines\nand `more`.",
    ],
)
def test_what_stands_in_code_is_no_role(text):
    assert pieces(text) == (text,)


@pytest.mark.parametrize(
    "text",
    ["`code` and {value}`wool`", "{value}`wool` and `code`", "a lone ` here\n\n{value}`wool`", r"\` {value}`wool`"],
)
def test_a_role_beside_code_is_read(text):
    assert [piece.name for piece in pieces(text) if isinstance(piece, Role)] == ["value"]


def test_the_place_of_a_role_counts_from_where_its_text_begins():
    assert pieces("{value}`a`", 40)[0].at == 40


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a", ("a",)),
        (" a ; b ;c", ("a", "b ;c")),
        ("a ; b ; ", ("a", "b", "")),
        ("a; b", ("a; b",)),
        ("Rate ; rate ; {change}`rate ; up ; down ; still`", ("Rate", "rate", "{change}`rate ; up ; down ; still`")),
    ],
)
def test_fields_are_parted_by_a_semicolon_between_blanks(text, wanted):
    assert fields(text) == wanted


def test_a_role_over_two_lines_is_one():
    assert pieces("{either}`a > b ;\nmore ;\nless`") == (Role("either", ("a > b", "more", "less")),)


@pytest.mark.parametrize("text", ["{value}``a``", "`{value}`", "{Value}`a`", "{value} `a`", "{value}`a", "{value}``"])
def test_what_is_not_written_like_a_role_is_none(text):
    assert not ROLE.search(text)
    assert pieces(text) == (text,)


def test_a_role_is_written_with_its_white_space_folded():
    (role,) = pieces("{compare}`a ;  b ;\n more ; less ; as much`")
    assert role.written == "{compare}`a ; b ; more ; less ; as much`"


# --- sentences


def test_sentences_are_told_apart_around_roles():
    text = "It stands at {value}`a`. {if}`b` It fell. Else?"
    assert written(text) == ["It stands at {value}`a`.", "{if}`b` It fell.", "Else?"]


def test_a_stop_inside_a_role_ends_no_sentence():
    text = "It is {either}`a > b ; more. Indeed ; less. Alas` so. Next."
    assert len(sentences(text)) == 2


def test_a_role_whose_wordings_all_end_a_sentence_ends_one_itself():
    closing, open_ = "{either}`a ; Yes. ; No!`", "{either}`a ; Yes. ; no`"
    assert pieces(closing)[0].closes
    assert not pieces(open_)[0].closes
    assert not pieces("{value}`a.`")[0].closes
    assert written(f"It is {closing} Next.") == [f"It is {closing}", "Next."]
    assert written(f"It is {open_} Next.") == [f"It is {open_} Next."]


def test_a_role_may_begin_a_sentence():
    assert written("One. {value}`a` came next.") == ["One.", "{value}`a` came next."]


def test_the_white_space_behind_a_sentence_is_kept_apart():
    assert [one.gap for one in sentences("One.\nTwo.  Three.")] == ["\n", "  ", ""]


def test_a_role_knows_its_place_in_the_whole_passage():
    text = "One. Two {value}`a`. Three {value}`b`."
    assert [role.at for one in sentences(text) for role in one.roles] == [
        text.index("{value}`a"),
        text.index("{value}`b"),
    ]


def test_a_sentence_is_written_the_same_however_its_lines_are_broken():
    assert written("It is\n{value}`a`   now.") == written("It is {value}`a ` now.")


@given(st.lists(st.sampled_from(["Wool ", "tea. ", "{value}`a`", "{if}`b` ", "{either}`a ; X. ; Y.`", "\n", "It. "])))
def test_nothing_of_a_template_is_lost(parts):
    text = "".join(parts)
    kept = "".join(
        "".join(p if isinstance(p, str) else p.written for p in one.pieces) + one.gap for one in sentences(text)
    )
    assert kept.split() == text.split()

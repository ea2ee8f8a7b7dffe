"""Many versions of a text woven into one sequence of pieces, of which each version can be had again."""

import json

from hypothesis import given
from hypothesis import strategies as st

from nolimits.editions.weave import CUT, Piece, pieces_as_data, weave

ONE, OTHER = "<p>It rose by <a>2%</a>.</p><p>So it did.</p>", "<p>It rose by <a>3%</a>.</p><p>So it did.</p>"
some = st.lists(
    st.sampled_from(["<p>a", "</p>", "<a>1</a>", " and ", "<li>", "é<", ",", " data-x", ": "]), max_size=9
).map("".join)


def version(woven: tuple[Piece, ...], number: int) -> str:
    """What a version says."""
    return "".join(one.text for one in woven if one.held >> number & 1)


def read(told: dict, number: int, known: str = "") -> str:
    """A version as a page reads it, which knows one of them."""
    parts, found = [part for part in CUT.split(known) if part], []
    for text, place in zip(told["texts"], told["held"], strict=True):
        if isinstance(text, int):
            text, parts = "".join(parts[:text]), parts[text:]
        span = told["spans"][place]
        if any(first <= number <= last for first, last in zip(span[::2], span[1::2], strict=True)):
            found.append(text)
    assert parts == []
    return "".join(found)


def test_what_two_versions_share_is_kept_once():
    texts = [piece.text for piece in weave([ONE, OTHER])]
    assert texts == ["<p>It rose by ", "<a>2%</a>.</p>", "<a>3%</a>.</p>", "<p>So it did.</p>"]


def test_a_version_that_comes_again_takes_no_room():
    once, again = weave([ONE, OTHER]), weave([ONE, OTHER, ONE, OTHER, ONE])
    assert [piece.text for piece in once] == [piece.text for piece in again]
    assert [version(again, number) for number in range(5)] == [ONE, OTHER, ONE, OTHER, ONE]


def test_of_a_version_that_is_not_there_no_piece_tells():
    assert [version(weave([ONE, None, OTHER]), number) for number in range(3)] == [ONE, "", OTHER]


@given(st.lists(st.none() | some, min_size=1, max_size=6))
def test_each_version_can_be_had_again_whatever_they_are(versions):
    woven = weave(versions)
    assert [version(woven, number) for number in range(len(versions))] == [text or "" for text in versions]


@given(st.lists(st.none() | some, min_size=1, max_size=6), some)
def test_a_reader_that_knows_one_version_has_all_from_what_is_written(versions, known):
    told = json.loads(json.dumps(pieces_as_data(weave([*versions, known]), known=len(versions))))
    assert [read(told, number, known) for number in range(len(versions) + 1)] == [
        *(one or "" for one in versions),
        known,
    ]
    if "<p>a" in known:
        assert known not in told["texts"]

"""The words of a verdict are declared once, with their order, their colours and their place on a scale."""

import itertools

import pytest

from nolimits.claims import DECIDED, WORDS, VerdictWord
from nolimits.claims.verdicts import RATINGS, are_opposed, style_sheet

LEAST_CONTRAST = 4.5
PAGES = ("#ffffff", "#121212")  # the ground of a light and of a dark page


def test_the_words_come_in_the_order_in_which_they_are_counted():
    assert WORDS == ("confirmed", "partly", "overtaken", "refuted", "undecided", "untestable")
    assert DECIDED == ("confirmed", "partly", "overtaken", "refuted")
    assert VerdictWord.PARTLY.text == "partly"
    assert VerdictWord.PARTLY.look is VerdictWord.PARTLY.value


def test_the_words_that_decide_are_rated_from_one_to_three():
    assert RATINGS == {"refuted": 1, "overtaken": 1, "partly": 2, "confirmed": 3}


@pytest.mark.parametrize(("before", "after"), list(itertools.product(WORDS, WORDS)))
def test_only_confirmed_and_what_fails_now_are_opposed(before, after):
    opposed = ({"confirmed", "refuted"}, {"confirmed", "overtaken"})
    assert are_opposed(before, after) == ({before, after} in opposed)


def test_each_word_has_variables_for_both_themes_and_rules_that_use_them():
    lines = style_sheet().splitlines()
    assert lines[0].startswith(
        ":root { --confirmed: #0f6149; --confirmed-ground: #dff2ea; --confirmed-fill: #13795b; --partly: "
    )
    assert lines[1].startswith(
        'html[data-theme="dark"] { --confirmed: #6ddcb4; --confirmed-ground: #10352a; --confirmed-fill: #4fd0a4; --partly: '
    )
    assert lines[2:5] == [
        ":is(a, span).badge.confirmed { color: var(--confirmed); background: var(--confirmed-ground); }",
        "svg .confirmed { fill: var(--confirmed-fill); }",
        ".bar.confirmed { background: var(--confirmed-fill); }",
    ]
    assert len(lines) == 2 + 3 * len(WORDS)
    assert all(line.endswith(" }") for line in lines)
    assert style_sheet().endswith("}\n")


@pytest.mark.parametrize("word", VerdictWord)
def test_no_word_is_left_out_of_the_style_sheet(word):
    text = style_sheet()
    for theme, name in itertools.product((0, 1), ("", "-ground", "-fill")):
        colour = {"": word.look.ink, "-ground": word.look.ground, "-fill": word.look.fill}[name][theme]
        assert f" --{word.text}{name}: {colour};" in text.splitlines()[theme]
    assert (
        text.count(f".badge.{word.text} ") == text.count(f"svg .{word.text} ") == text.count(f".bar.{word.text} ") == 1
    )


def test_a_badge_without_a_ground_is_drawn_as_a_ring_and_no_other_is():
    hollow = [word for word in VerdictWord if word.look.ground[0] == "transparent"]
    assert [word.text for word in hollow] == ["undecided"]
    rings = [line for line in style_sheet().splitlines() if "box-shadow: inset 0 0 0 1.5px currentcolor; }" in line]
    assert [line.partition(" {")[0] for line in rings] == [":is(a, span).badge.undecided"]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("word", VerdictWord)
@pytest.mark.parametrize("theme", [0, 1])
def test_a_badge_can_be_read_on_its_ground(word, theme):
    ground = word.look.ground[theme]
    shades = sorted(
        luminance(one) for one in (word.look.ink[theme], PAGES[theme] if ground == "transparent" else ground)
    )
    assert (shades[1] + 0.05) / (shades[0] + 0.05) >= LEAST_CONTRAST

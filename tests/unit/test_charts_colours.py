"""Colours come from the palette alone: sides have theirs from the data package, and each can be told on both pages."""

import re

import pytest
from conftest import known_by
from drawing import WORDS, planted

from nolimits import charts
from nolimits.charts import gather, style

SOLD, BOUGHT, BOTH = "wool.exports", "wool.imports", "wool.turnover"
FAINT = ("paper", "grid", "rest", "undecided", "untestable", "axis")  # grounds, and fields that no text is set in


def used(exhibit):
    """The roles whose colours a plot shows."""
    found = set(re.findall(r"#[0-9a-f]{6}\b", exhibit.svg("wide")))
    return {role for role, (light, _) in charts.PALETTE.items() if light in found}


# --- sides


@pytest.mark.parametrize(("key", "role"), [(SOLD, "scarlet"), (BOUGHT, "navy"), (BOTH, "both")])
def test_a_series_has_the_colour_of_the_side_that_it_is_of(key, role):
    assert used(charts.bars(known_by(), key, **WORDS)) & {"scarlet", "navy", "both"} == {role}


def test_the_data_package_says_which_side_comes_first(frozen_tables):
    path = frozen_tables.folder / "datapackage.yaml"
    path.write_text(path.read_text().replace("- Norland\n- Sudland\nkeywords", "- Sudland\n- Norland\nkeywords"))
    assert gather.side_tones(frozen_tables.view()) == {"Sudland": "scarlet", "Norland": "navy"}
    assert "navy" in used(charts.bars(frozen_tables.view(), SOLD, **WORDS))
    assert gather.side_tones(known_by()) == {"Norland": "scarlet", "Sudland": "navy"}


def test_a_series_of_nobody_takes_the_next_free_colour(frozen_tables):
    view = planted(frozen_tables, [(2021, "exact", "3"), (2022, "exact", "4")])
    assert gather.roles_of(view, ["zz.test", SOLD, "wool.price"], {}) == ["both", "scarlet", "amber"]


@pytest.mark.parametrize(
    ("expression", "role"),
    [
        ("value('wool.exports', period) * 2", "scarlet"),
        ("value('wool.exports', period) / value('wool.imports', period)", "navy"),
        ("value('wool.exports', period) / value('wool.turnover', period)", "both"),
    ],
)
def test_an_expression_has_the_colour_of_what_it_asks_for(expression, role):
    assert gather.roles_of(known_by(), [expression], {}) == [role]


@pytest.mark.parametrize("keys", [(SOLD, "wool.price"), (SOLD, BOUGHT, BOTH, "wool.price")])
def test_no_two_series_of_a_panel_have_one_colour(keys):
    roles = gather.roles_of(known_by(), keys, {})
    assert len(set(roles)) == len(keys)


@pytest.mark.parametrize("keys", [("tea.plan", "tea.sold"), ("tea.sold", "tea.plan")])
def test_of_plan_and_outturn_of_one_side_the_outturn_has_its_colour(keys):
    roles = dict(zip(keys, gather.roles_of(known_by(), keys, {}), strict=True))
    assert roles["tea.sold"] == "navy" != roles["tea.plan"]


# --- colours that an author chooses


@pytest.mark.parametrize(("tone", "role"), [("Sudland", "navy"), ("Norland", "scarlet"), ("cyan", "cyan")])
def test_a_colour_is_named_by_a_side_or_by_its_role(tone, role):
    assert role in used(charts.bars(known_by(), BOTH, tones={BOTH: tone}, **WORDS))
    assert role in used(charts.lines(known_by(), BOTH, tones={BOTH: tone}, **WORDS))


ASKED = {
    "bars": lambda view, tone: charts.bars(view, SOLD, tones={SOLD: tone}, **WORDS),
    "lines": lambda view, tone: charts.lines(view, SOLD, tones={SOLD: tone}, **WORDS),
    "mirrored": lambda view, tone: charts.mirrored(view, up=SOLD, down=BOUGHT, tones={SOLD: tone}, **WORDS),
    "contributions": lambda view, tone: charts.contributions(view, BOTH, SOLD, tones={SOLD: tone}, **WORDS),
    "multiples": lambda view, tone: charts.multiples(view, {"A": SOLD}, tones={SOLD: tone}, **WORDS),
    "ranked": lambda view, tone: charts.ranked(view, SOLD, tones={SOLD: tone}, **WORDS),
    "ranked, all bars": lambda view, tone: charts.ranked(view, SOLD, tone=tone, **WORDS),
    "dumbbell": lambda view, tone: charts.dumbbell(
        view, [("A", "value('wool.exports', 2021)", "value('wool.exports', 2022)")], tone=tone, **WORDS
    ),
    "yearly": lambda view, tone: charts.yearly(view.since(2020), by="actor", tones={"Norland": tone}, **WORDS),
}


@pytest.mark.parametrize("kind", ASKED)
def test_an_unknown_colour_is_refused_with_those_that_there_are(kind):
    with pytest.raises(charts.ChartError) as refused:
        ASKED[kind](known_by(), "mauve")
    message = str(refused.value)
    assert message.startswith("'mauve' is not a colour of the palette: Norland, Sudland, paper, ink, ")
    assert set(charts.PALETTE) <= set(message.partition(": ")[2].split(", "))


@pytest.mark.parametrize("kind", ASKED)
def test_a_known_colour_is_taken_by_every_kind(kind):
    assert "amber" in used(ASKED[kind](known_by(), "amber"))
    assert ASKED[kind](known_by(), "Sudland").records


@pytest.mark.parametrize("tone", ["China", "norland", "#ff0000", "red"])
def test_another_country_s_side_or_a_colour_of_one_s_own_is_none(tone):
    with pytest.raises(charts.ChartError, match="is not a colour of the palette"):
        ASKED["bars"](known_by(), tone)


# --- what the palette must hold


@pytest.mark.parametrize("role", [role for role in charts.PALETTE if role not in FAINT and not role.startswith("heat")])
def test_colours_can_be_read_on_both_pages(role):
    for theme, ground in ((0, "#ffffff"), (1, "#121212")):
        assert contrast(charts.PALETTE[role][theme], ground) >= 4.5


def test_the_two_sides_differ_in_lightness_too():
    for theme in (0, 1):
        one, other = (luminance(charts.PALETTE[role][theme]) for role in style.SIDES)
        assert max(one, other) / min(one, other) > 1.25


def test_no_light_colour_has_two_partners_on_a_dark_page():
    pairs = set(charts.PALETTE.values())
    assert len({light for light, _ in pairs}) == len(pairs)


def test_a_dark_picture_has_the_partner_of_each_colour_and_ids_of_its_own():
    light = charts.bars(known_by(), SOLD, **WORDS).svg("wide")
    dark = charts.dark(light)
    assert charts.PALETTE["scarlet"][0] in light
    assert charts.PALETTE["scarlet"][1] in dark
    ids = [set(re.findall(r'id="([^"]+)"', svg)) for svg in (light, dark)]
    assert ids[0]
    assert not ids[0] & ids[1]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)

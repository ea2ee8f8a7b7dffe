"""Words follow the data: flip the figure and the sentence flips; what was not known reads as such."""

import pytest

from nolimits import prose
from nolimits.data import DataError, View
from nolimits.data.quantities import Quantity, quantity
from nolimits.language import ExpressionError, places, wording
from nolimits.manuscript import Passage
from nolimits.prose import proof

YEAR_2025 = {"indicator": "trade.turnover_yoy", "period_start": "2025-01-01", "period_end": "2025-12-31"}


def say(text, view, **names):
    return prose.plain(view, text, names)


@pytest.mark.parametrize(
    ("cells", "unit", "words"),
    [
        (("exact", "244.819"), "USD bn", "USD 244.8 bn"),
        (("exact", "-6.9"), "percent", "−6.9%"),
        (("about", "31"), "bcm", "about 31 bcm"),
        (("over", "", "500", ""), "count", "over 500"),
        (("under", "", "", "5"), "percent", "under 5%"),
        (("range", "", "14", "18"), "USD bn", "USD 14 to 18 bn"),
        (("exact", "12345.6"), "RUB bn", "RUB 12,346 bn"),
        (("exact", "248.7"), "USD per tcm", "USD 248.7 per thousand m³"),
        (("exact", "-3.5"), "USD per barrel", "−USD 3.5 per barrel"),
        (("exact", "5"), "rank", "fifth"),
        (("exact", "0.2"), "TWh", "0.2 TWh"),
    ],
)
def test_a_quantity_is_said_with_its_unit_and_its_doubt(cells, unit, words):
    assert wording.spoken(quantity(*cells), unit, vague=cells[0] == "about") == words


def test_a_computed_figure_shows_no_more_places_than_it_can_bear():
    assert wording.spoken(Quantity(1.2, 1.9, 1.55555), "percent") == "2%"


@pytest.mark.parametrize(
    ("rate", "words"), [("-6.9", "Trade fell by 6.9%."), ("4.2", "Trade rose by 4.2%."), ("0", "Trade hardly changed.")]
)
def test_a_direction_turns_with_the_figure(tables, rate, words):
    tables.change("observations", YEAR_2025, value=rate)
    assert say("Trade {direction}`growth('trade.turnover', 2025)`.", View(folder=tables.folder)) == words


def test_a_comparison_turns_with_the_figures(tables):
    text = "Exports were {compare}`value('trade.exports_to_china', 2024) ; value('trade.imports_from_china', 2024)` imports."
    assert say(text, View(folder=tables.folder)) == "Exports were more than imports."
    year = {"indicator": "trade.exports_to_china", "period_start": "2024-01-01", "period_end": "2024-12-31"}
    tables.change("observations", year, value="99", low="", high="", qualifier="exact")
    assert say(text, View(folder=tables.folder)) == "Exports were less than imports."


@pytest.mark.parametrize(
    ("day", "words"),
    [("latest", "it fell by 6.9%"), ("2025-09-10", "it is not over"), ("2021-01-01", "it is not over")],
)
def test_a_wording_is_picked_by_what_is_known(root, day, words):
    text = "{pick}``growth('trade.turnover', 2025) < 0 ; it fell by {amount}`growth('trade.turnover', 2025)` ; it grew ; it is not over``"
    assert say(text, View(day, folder=root / "data")) == words


def test_a_wording_may_hold_a_role_with_fields_of_its_own(latest):
    text = "{pick}``1 < 2 ; {pick}`1 > 2 ; up ; down` it goes ; no``"
    assert say(text, latest) == "down it goes"


def test_what_was_not_known_says_until_when(root):
    view = View("2025-09-10", folder=root / "data")
    assert say("{value}`value('trade.turnover', 2025)`", view) == "not known by 10 September 2025"
    assert say("{direction}`growth('trade.turnover', 2025)`", view).endswith("not known by 10 September 2025")


def test_a_source_is_not_cited_before_it_was_published(root):
    text = "{source}`tass-2026-01-14-turnover`"
    assert say(text, View(folder=root / "data")) == "TASS, 14 January 2026"
    assert "not known by" in say(text, View("2025-09-10", folder=root / "data"))


def test_each_role_answers_at_each_day(view):
    texts = {
        "value": "value('trade.turnover', 2020)",
        "amount": "growth('trade.turnover', 2020)",
        "number": "year(peak('trade.turnover'))",
        "period": "value('trade.turnover')",
        "known-on": "value('trade.turnover')",
        "direction": "growth('trade.turnover', 2020)",
        "pick": "known(value('trade.turnover', 2020)) ; yes ; no",
        "compare": "value('trade.turnover', 2020) ; value('trade.turnover', 2019)",
        "status": "pos2",
        "day": "first('events')",
        "cutoff": "day",
        "source": "reuters-2016-04-21-yamal",
        "stated": "m021",
        "verdict": "m021 ; milov-2025",
        "by-verdict": "m021 ; it holds ; it falls ; it is open",
    }
    assert set(texts) == set(prose.ROLES)
    for role, text in texts.items():
        part = prose.fragment(view, role, text)
        assert part.text.strip(), role
        if part.rows and not part.template:
            page, anchor = places.target(part.about, part.rows, view)
            assert page.startswith("chapters/")
            assert anchor


def test_a_derived_number_leads_to_its_row_and_tells_source_and_day(latest):
    part = prose.fragment(latest, "value", "value('trade.turnover', 2025)")
    assert places.target(part.about, part.rows, latest) == ("chapters/rows-trade", part.rows[0].anchor)
    assert "TASS, known 14 January 2026" in part.tip


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("value", "value('no.such')"),
        ("value", "1 < 2"),
        ("direction", "1 ; up ; down"),
        ("compare", "1"),
        ("pick", "1 ; a ; b"),
        ("pick", "1 < 2 ; a"),
        ("status", "no-such"),
        ("day", "1"),
        ("source", "no-such"),
        ("stated", "m999"),
        ("stated", "m001"),
    ],
)
def test_a_role_that_cannot_be_answered_is_refused(latest, role, text):
    with pytest.raises((ExpressionError, DataError)):
        prose.fragment(latest, role, text)


@pytest.mark.parametrize(
    "text",
    [
        "It grew by 5%.",
        "Some 300 firms left.",
        "In 3 of 4 cases.",
        "USD 12.5 bn",
        "a 2.0 rise",
        "over 1,000 km",
        "| a | 7 |",
        "- 40 cars",
        "**12**",
        "Nr 5",
        "10-fold",
    ],
)
def test_a_typed_number_is_found(text):
    assert list(proof.untraced(Passage("chapters/x.md", 1, text), []))


@pytest.mark.parametrize(
    "text",
    [
        "On 10 September 2025 and in May 2024.",
        "Since 2022, in the 1990s, from 2019–2021.",
        "See page 7, Table 1 and footnote 64.",
        "Claim m021 and t014.",
        "Power of Siberia 2 is named so.",
        "`code 5`",
        "[a link](https://x.org/12345)",
        "```\n1 + 1\n```",
        "{value}`value('trade.turnover', 2024)`",
        "1. first\n2. second",
        ":::{when} 1 < 2\nYes.\n:::",
        "(target-1)=\n# Title",
    ],
)
def test_what_may_be_typed_is_let_pass(text):
    assert not list(proof.untraced(Passage("chapters/x.md", 1, text), ["Power of Siberia 2"]))


def test_a_fault_names_page_and_line():
    fault = next(proof.untraced(Passage("chapters/x.md", 1, "One.\n\nIt is 5 there.\n"), []))
    assert str(fault).startswith("chapters/x.md:3: the number 5 is typed")
    cell = next(proof.untraced(Passage("notebooks/trade.ipynb, cell 4", 1, "Two\nis 2."), []))
    assert str(cell).startswith("notebooks/trade.ipynb, cell 4, line 2: the number 2 is typed")


def test_a_role_inside_a_wording_is_proofread_too(latest):
    text = "{pick}``1 < 2 ; {value}`value('no.such')` ; fine``"
    assert any("no.such" in fault.what for fault in proof.unanswered(Passage("x.md", 1, text), latest, {}))


def test_the_manuscript_holds_at_each_day(root, view):
    assert [str(fault) for fault in proof.problems(root, view)] == []


def test_each_name_that_is_let_pass_is_used_and_has_a_reason(root):
    from nolimits import data
    from nolimits.manuscript import passages

    text = "\n".join(passage.text for passage in passages(root))
    for row in data.rows("typed_digits", root / "data"):
        assert row["reason"]
        assert row["text"] in text, f"{row['text']} is allowed in typed_digits.csv, and nobody writes it"

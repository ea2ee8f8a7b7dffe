"""A thesis stands or falls with its core statements, and the sentences come out either way."""

from dataclasses import replace
from itertools import product

import pytest
from bs4 import BeautifulSoup
from conftest import known_by
from wool import plant, plant_what_hangs_on_one

import nolimits.pagemodel.parts  # noqa: F401  they register themselves
from nolimits.claims import answers, claim, weigh
from nolimits.claims.shifts import Cause, Shift
from nolimits.claims.strength import strength
from nolimits.claims.theses import Stand, by_rule, stand, theses
from nolimits.data import DataError
from nolimits.language import places
from nolimits.pagemodel.registry import PARTS, Setting
from nolimits.prose.roles import say
from nolimits.prose.templates import Role

SOON = "2024-06-30"  # before the rows of 2024 are a year old
EITHER = "known(value('wool.exports', 2022)) or known(value('wool.share', 2022))"  # of which one source is enough
C, P, R, OV, U = "confirmed", "partly", "refuted", "overtaken", "undecided"


@pytest.mark.parametrize(
    ("words", "then", "expected"),
    [
        ([C, C], None, Stand.HOLDS),
        ([C, U], None, Stand.PART),
        ([C, R], None, Stand.PART),
        ([C, R, R], None, Stand.FAILS),
        ([R], None, Stand.FAILS),
        ([R, U], None, Stand.OPEN),
        ([C, U, U], None, Stand.OPEN),
        ([C, R, U], None, Stand.OPEN),
        ([C, P, R, U], None, Stand.PART),
        ([U], Stand.HOLDS, Stand.OPEN),
        ([P], None, Stand.PART),
        ([C, OV], Stand.HOLDS, Stand.OVERTAKEN),
        ([R], Stand.HOLDS, Stand.OVERTAKEN),
        ([OV], Stand.PART, Stand.FAILS),
        ([], None, Stand.OPEN),
    ],
)
def test_how_a_thesis_stands_follows_from_the_verdicts_by_a_rule(words, then, expected):
    assert by_rule(words, then) is expected


RANKS = {Stand.FAILS: 0, Stand.OVERTAKEN: 0, Stand.OPEN: 1, Stand.PART: 2, Stand.HOLDS: 3}


@pytest.mark.parametrize("then", [None, Stand.HOLDS])
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_a_refutation_lifts_no_thesis_and_a_confirmation_lowers_none(size, then):
    for words in product((C, P, R, OV, U), repeat=size):
        rank = RANKS[by_rule(words, then)]
        assert RANKS[by_rule((*words[1:], R), then)] <= rank, words
        assert RANKS[by_rule((*words[1:], C), then)] >= rank, words


def test_the_sentence_flips_with_the_rows(frozen_tables, tmp_path):
    plant(frozen_tables, "120", "60")
    sells = answers.on_section("trade", frozen_tables.view())
    frozen_tables.change("observations", {"value": "120"}, value="50")
    buys = answers.on_section("trade", frozen_tables.view())
    assert sells != buys
    assert "is right that Norland sells more wool than it buys" in sells
    assert "is right that Norland buys more wool than it sells" not in sells
    assert "is right that Norland buys more wool than it sells" in buys
    assert "is right that Norland sells more wool than it buys" not in buys


def test_the_answer_flips_with_the_rows(frozen_tables):
    plant(frozen_tables, "120", "60")
    first, _ = answers.answer(frozen_tables.view())
    frozen_tables.change("observations", {"value": "120"}, value="50")
    second, _ = answers.answer(frozen_tables.view())
    assert "the letter is borne out on trade" in first
    assert "The pamphlet is borne out on trade" in second


def test_where_theses_of_a_section_part_the_answer_names_the_one_that_holds(frozen_tables):
    plant(frozen_tables, "120", "60")
    told = {"document": "letter-2023", "section": "trade", "order": "2", "text": "wool is cheap"}
    frozen_tables.plant("theses", thesis="letter-cheap", **told)
    frozen_tables.plant("bearers", thesis="letter-cheap", claim="l002", role="core")
    first, _ = answers.answer(frozen_tables.view())
    assert "the letter is borne out in holding that Norland sells more wool than it buys" in first
    assert "on trade" not in first.partition("The pamphlet")[0]
    assert "is mixed or open" in first


def sells(view):
    return stand(next(one for one in theses(view.evidence) if one.key == "letter-sells"), view)


def test_a_thesis_that_stood_on_its_day_can_no_longer_be_judged_when_its_rows_are_old(frozen_tables):
    plant_what_hangs_on_one(frozen_tables)
    young, old = (frozen_tables.view(day) for day in ("2023-03-05", "2024-03-05"))
    assert (sells(young).now, sells(young).lost, sells(young).shifts) == (Stand.HOLDS, False, ())
    (shift,) = sells(old).shifts
    assert (sells(old).now, sells(old).lost, sells(old).aged) == (Stand.OPEN, True, True)
    assert (shift.claim.key, shift.before, shift.after, shift.cause) == ("l001", "confirmed", U, Cause.AGE)
    said = answers.on_section("trade", old)
    assert "the letter can no longer be judged on whether Norland sells more wool than it buys (held on" in said
    assert "evidence at its core is more than a year old" in said
    assert "judged yet on whether Norland sells" not in said
    first, second = answers.answer(old)
    assert "is borne out any more" in first
    assert second.endswith("of the open ones could be judged on their paper’s day and cannot be judged now.")


@pytest.mark.parametrize(
    ("letter", "pamphlet", "said"),
    [
        (
            "HHPO",
            "FFO",
            "The letter did better: three of its four theses hold at least in part, against none of the three of",
        ),
        ("FFO", "HHPO", "The pamphlet did better: three of its four theses hold"),
        (
            "HPO",
            "HO",
            "Neither paper did clearly better: two of the three theses of the letter hold at least in part, and one",
        ),
        (
            "H",
            "F",
            "Neither paper did clearly better: the one thesis of the letter holds at least in part, and the one thesis of"
            " the pamphlet does not hold even in part.",
        ),
        ("HH", "", ""),
    ],
)
def test_a_paper_did_better_only_if_it_still_would_with_one_thesis_less(letter, pamphlet, said):
    view = known_by("latest")
    ways = {"H": Stand.HOLDS, "P": Stand.PART, "O": Stand.OPEN, "F": Stand.FAILS}
    model = sells(view)
    found = [
        replace(model, now=ways[way], thesis=replace(model.thesis, document=document))
        for document, row in (("letter-2023", letter), ("pamphlet-2023", pamphlet))
        for way in row
    ]
    told = answers.better(found, view.evidence.documents.values())
    assert told.startswith(said)
    assert bool(told) == bool(said)


def let_sales_fall(tables, publishers: int) -> None:
    """Let a thesis hold on its day, and let sales since lie below purchases by little more than what is no change, as
    some publishers have it of whom one is read."""
    plant_what_hangs_on_one(tables)
    plant(tables, "98.6", "100.1")
    for number in range(publishers, 3):
        tables.drop("observations", indicator="wool.exports", source=f"s-2024-02-0{number + 1}-wool")
    rise = "rise(value('wool.imports', 'latest year'), value('wool.exports', 'latest year'))"
    test = {"measure": rise, "confirmed_if": "measured > 1", "refuted_if": "measured < -1"}
    tables.change("criteria", {"claim": "l001"}, **test)


def test_a_thesis_whose_core_holds_by_no_reading_any_more_is_overtaken_and_as_weak_as_that(frozen_tables):
    let_sales_fall(frozen_tables, publishers=3)
    view = frozen_tables.view(SOON)
    found = sells(view)
    assert strength(weigh(claim("l001", view), view), view).weak
    assert (found.words, found.weak) == ({"l001": OV}, ())
    assert (found.then, found.now, found.grade) == (Stand.HOLDS, Stand.OVERTAKEN, "low")
    first, _ = answers.answer(view)
    assert "the letter was right at the time, though no longer," in first
    table = BeautifulSoup(PARTS["theses"].html(Setting(view, None, str), "", ""), "lxml")
    assert "no longer does (no test confirms it now)" in table.select_one("#thesis-letter-sells").text


@pytest.mark.parametrize(("publishers", "day"), [(1, SOON), (3, "latest")])
def test_a_thesis_whose_core_would_hold_without_one_source_or_is_old_is_not_overtaken(frozen_tables, publishers, day):
    let_sales_fall(frozen_tables, publishers)
    found = sells(frozen_tables.view(day))
    assert (found.words, found.weak) == ({"l001": OV}, ("l001",))
    assert (found.then, found.now, found.grade) == (Stand.HOLDS, Stand.OPEN, "")


@pytest.mark.parametrize(("beside", "grade"), [("p002", "high"), ("l002", "moderate")])
def test_beside_a_core_statement_that_decides_nothing_no_thesis_is_of_high_strength(frozen_tables, beside, grade):
    of_two = {"measure": "value('wool.share', 2022)", "confirmed_if": EITHER, "partly_if": "", "refuted_if": ""}
    for key in ("l001", "p002"):
        frozen_tables.change("criteria", {"claim": key}, test="measured", day="own", due="", **of_two)
    frozen_tables.plant("bearers", thesis="letter-sells", claim=beside, role="core")
    assert sells(frozen_tables.view("2023-06-30")).grade == grade


def test_a_thesis_that_was_open_on_its_day_and_is_cannot_be_judged_yet(frozen):
    assert not sells(frozen).lost
    assert "the letter cannot be judged yet on whether" in answers.on_section("trade", frozen)


@pytest.mark.parametrize(
    ("weak", "said"),
    [
        (True, "held on the paper’s day; too little bears it now"),
        (False, "held on the paper’s day; statements at its core are undecided by now"),
    ],
)
def test_why_a_thesis_can_no_longer_be_judged_is_told(frozen, weak, said):
    shift = Shift(claim("l001", frozen), C, U, Cause.ROWS, weak=weak)
    assert answers.why_lost(replace(sells(frozen), then=Stand.HOLDS, shifts=(shift,))) == said


def test_how_the_theses_of_a_paper_stood_on_its_day_is_told_as_past(frozen_tables):
    plant_what_hangs_on_one(frozen_tables)
    assert answers.on_paper("letter-2023", frozen_tables.view("2024-03-05")).endswith(
        "on its day, 5 March 2023, one held."
    )


def test_before_any_paper_nothing_is_said_to_hold():
    view = known_by("2021-06-30")
    first, second = answers.answer(view)
    assert first.endswith("were not yet written.")
    assert second == "So nothing can be said here of who was right."
    assert answers.standings(view) == []
    assert answers.on_section("trade", view) == "On trade, no paper had argued anything by 30 June 2021."
    assert answers.on_paper("letter-2023", view).endswith("was not yet written.")


@pytest.mark.parametrize(
    ("day", "said"), [("2023-02-28", "not yet written."), ("2023-03-02", "not known to be out yet.")]
)
def test_a_paper_that_may_have_been_out_is_not_called_unwritten(day, said):
    assert answers.on_paper("letter-2023", known_by(day)).endswith(f"the letter was {said}")


def test_a_weak_verdict_bears_no_thesis(frozen):
    """By one source alone the exports are above the imports, which is too little."""
    thesis = next(one for one in theses(frozen.evidence) if one.key == "letter-sells")
    found = stand(thesis, frozen)
    assert found.words == {"l001": "confirmed"}
    assert found.weak == ("l001",)
    assert (found.now, found.grade) == (Stand.OPEN, "")


def test_what_would_turn_a_thesis_is_told(frozen):
    thesis = next(one for one in theses(frozen.evidence) if one.key == "letter-sells")
    told = answers.turners_text(stand(thesis, frozen))
    assert told == "holds if l001 were confirmed by more or newer sources; does not hold if l001 were refuted"


@pytest.mark.parametrize("day", ["2015-02-01", "2021-06-30", "2023-04-15", "2023-06-30", "latest"])
def test_on_each_day_every_sentence_is_one(day):
    view = known_by(day)
    told = [*answers.answer(view), *(answers.on_section(name, view) for name in answers.sections(view))]
    told += [answers.on_paper(name, view) for name in view.evidence.documents]
    for sentence in told:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert not {"  ", " ,", ",,", "  .", "{", "}"} & {sentence[i : i + 2] for i in range(len(sentence))}


def who(view) -> list[str]:
    found = BeautifulSoup(PARTS["who-was-right"].html(Setting(view, None, str), "", ""), "lxml")
    return [one.text for one in found.select("p, li")]


def test_of_papers_and_sections_on_which_nobody_had_argued_anything_no_more_is_told_than_that():
    assert who(known_by("2021-06-30")) == [" ".join(answers.answer(known_by("2021-06-30")))]
    between = who(known_by("2023-04-01"))  # the letter is out, which says nothing of the talks
    assert any(one.startswith("On trade, the letter") for one in between)
    assert not any(one.startswith("On talks") for one in between)
    assert any(one.startswith("On talks, the pamphlet") for one in who(known_by()))


# --- in brief


def brief(view) -> BeautifulSoup:
    setting = Setting(view, None, lambda page: f"../{page}.html")
    return BeautifulSoup(PARTS["who-was-right-brief"].html(setting, "", ""), "lxml")


def test_in_brief_each_thesis_is_told_with_a_mark_under_its_paper_beside_its_section(frozen_tables):
    plant(frozen_tables, "120", "60")
    found = brief(frozen_tables.view())
    assert [cell.text for cell in found.select("th")] == ["On", "The letter", "The pamphlet"]
    trade, talks = ([cell.text for cell in row.select("td")] for row in found.select("tbody tr"))
    assert trade[0] == "Trade"
    assert trade[1] == "holds Norland sells more wool than it buys"
    assert talks[:2] == ["Talks", "says nothing of it"]
    thesis = found.select_one("a.thesis:has(.badge.confirmed)")
    assert thesis["href"] == "../chapters/who-was-right.html#thesis-letter-sells"
    assert thesis.text == "holds Norland sells more wool than it buys"


def test_how_a_thesis_stands_now_is_told_before_how_it_stood_with_the_reason_where_it_is_lost(frozen_tables):
    plant_what_hangs_on_one(frozen_tables)
    setting = Setting(frozen_tables.view("2024-03-05"), None, lambda page: f"../{page}.html")
    found = BeautifulSoup(PARTS["theses"].html(setting, "", ""), "lxml")
    assert [cell.text for cell in found.select("th")][2:4] == ["Now", "On its day"]
    cells = [cell.text for cell in found.select_one("#thesis-letter-sells").select("td")]
    assert cells[2:4] == ["open evidence at its core is more than a year old", "holds"]


def test_before_any_paper_there_is_nothing_in_brief():
    assert (
        brief(known_by("2021-06-30")).text
        == "On 30 June 2021 no paper was known to be out, so there is no thesis to judge."
    )


def strength_of(thesis: str, view):
    return say(Role("strength", (thesis, "not decided")), view)


def test_the_strength_of_a_thesis_is_said_where_it_is_decided_with_the_rows_and_the_thesis(frozen_tables):
    plant(frozen_tables, "120", "60")
    said = strength_of("letter-sells", frozen_tables.view())
    assert said.text in ("high", "moderate")
    assert said.tip == "Norland sells more wool than it buys: holds"
    assert said.rows
    place = places.target(said.about, said.rows, frozen_tables.view())
    assert place == ("chapters/who-was-right", "thesis-letter-sells")


def test_the_strength_of_a_thesis_that_is_open_or_not_yet_written_is_not_said(frozen, frozen_tables):
    assert strength_of("letter-sells", frozen).text == "not decided"
    plant(frozen_tables, "120", "60")
    assert strength_of("letter-sells", known_by("2021-06-30")).text == "not decided"
    assert say(Role("strength", ("letter-sells",)), frozen) is None


def test_the_strength_of_a_thesis_that_nobody_argues_is_refused(frozen):
    with pytest.raises(DataError, match=r"no thesis is called 'letter-sings': theses\.csv names them"):
        strength_of("letter-sings", frozen)

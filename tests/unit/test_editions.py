"""A book is data as well as pages, and of any two books it can be said what differs, why, and which rows did it."""

import json
import os
import shutil
import time
from functools import partial
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from manuscripts import Manuscript

import nolimits
from nolimits.data import DataError
from nolimits.editions import archive, snapshots, telling
from nolimits.editions.causes import CAUSES
from nolimits.editions.compare import KINDS, compare
from nolimits.prose.roles import Role, anchor

pytestmark = pytest.mark.slow

EARLY, BEFORE, AFTER = "2021-01-01", "2022-06-30", "2023-01-31"
SOLD = "In {period}`value('wool.exports')` it was {value}`value('wool.exports')`."


@pytest.fixture
def written(frozen_tables):
    """Writes a book of some chapters on a copy of the frozen tables."""
    return partial(Manuscript, frozen_tables)


@pytest.fixture
def full(written) -> Manuscript:
    """A book with a notebook, a ledger and registers."""
    book = written(
        summary="The rate is {value}`value('bank.rate')`.\nThe mill is {word}`status('mill-one')`.",
        ledger=":::{statements}\n:::",
        registers=":::{register} measures\n:::\n\n:::{register} remarks\n:::",
    )
    book.notebook("trade", "wool.turnover", "year", "2020")
    return book


def valid(name: str, content: object) -> None:
    path = Path(nolimits.__file__).parent / "schemas" / f"{name}.schema.json"
    schema = json.loads(snapshots.schemas()[path.name])
    Draft202012Validator.check_schema(schema)
    assert [error.message[:300] for error in Draft202012Validator(schema).iter_errors(content)] == []


# --- the book as data


@pytest.mark.parametrize("day", [EARLY, "latest"])
def test_each_page_and_the_edition_are_data_as_their_schemas_say(full, day):
    book = full.at(day, drawn=True)
    assert list(book.pages) == full.names
    for page in book.pages.values():
        valid("page", page)
    valid("edition", snapshots.manifest(book))


def test_a_page_that_lacks_a_part_is_refused_by_the_schema(full):
    page = full.at().pages["chapters/summary"]
    page.pop("sentences")
    with pytest.raises(AssertionError, match="sentences"):
        valid("page", page)


def test_the_book_tells_its_edition_its_parameters_and_all_verdicts(full):
    book = full.at(AFTER)
    assert (book.cutoff, book.edition[:10], len(book.code)) == (AFTER, AFTER, 12)
    assert book.parameters == {"trade": {"cutoff": AFTER, "start": 2018, "factor": 1.5, "bold": False}}
    # wool sold 90, bought 99 in 2022; nothing is known of 2023
    assert {
        claim: word for claim, word in book.claims.items() if claim in ("l001", "l002", "l003", "p001", "p002")
    } == {"l001": "refuted", "l002": "untestable", "l003": "undecided", "p001": "confirmed", "p002": "confirmed"}
    assert {one["claim"] for one in book.pages["chapters/ledger"]["verdicts"]} == set(book.claims)
    assert book.ledger == "chapters/ledger"


def test_a_chart_is_told_with_its_rows_and_those_behind_its_headline(full):
    (chart,) = full.at(AFTER).pages["notebooks/trade"]["exhibits"]
    assert (chart["id"], chart["headline"]) == ("trade-chart", "It rose by USD 9 bn")  # 180 in 2020, 189 in 2022
    assert [key.split(".")[2] for key in chart["rows"]] == ["2019-01-01", "2020-01-01", "2021-01-01", "2022-01-01"]
    assert [key.split(".")[2] for key in chart["told"]] == ["2020-01-01", "2022-01-01"]


@pytest.mark.parametrize("day", [EARLY, "latest"])
def test_anchors_are_unique_on_a_page_and_rows_are_told(full, day):
    for name, page in full.at(day).pages.items():
        for kind, key in (("numbers", "anchor"), ("sentences", "anchor"), ("exhibits", "id"), ("verdicts", "claim")):
            anchors = [one[key] for one in page[kind]]
            assert len(anchors) == len(set(anchors)), (name, kind)
            assert {row for one in page[kind] for row in one["rows"]} <= set(page["rows"]), (name, kind)


def test_a_number_is_told_with_its_interval_its_rows_and_its_day(written):
    book = written(one="Wool sold came to {value}`value('wool.exports', 2022)`.")
    page = book.at(AFTER).pages["chapters/one"]
    (number,) = page["numbers"]
    asked = Role("value", ("value('wool.exports', 2022)",))
    assert number["anchor"] == anchor(asked, book.tables.view())
    assert (number["text"], number["unit"], number["period"]) == ("USD 90 bn", "USD bn", "2022-01-01/2022-12-31")
    assert number["value"] == {"low": 89.5, "high": 90.5}
    assert (number["known_on"], number["sources"]) == ("2023-01-20", ["customs-2023-01-20-wool"])
    (key,) = number["rows"]
    row = page["rows"][key]
    assert (row["indicator"], row["period"], row["known_on"]) == ("wool.exports", number["period"], "2023-01-20")
    assert row["place"] == f"chapters/rows-trade#{key}"


def test_a_sentence_of_what_was_not_known_is_not_in_it(written):
    book = written(one="In 2022 it was {value}`value('wool.exports', 2022)`.\nThis stands always.")
    assert [one["text"] for one in book.at(BEFORE).pages["chapters/one"]["sentences"]] == ["This stands always."]
    assert len(book.at(AFTER).pages["chapters/one"]["sentences"]) == 2


def test_that_only_the_day_moved_makes_no_other_page(written):
    book = written(one="As of {day}`cutoff` this is all.")
    before, after = (book.at(day).pages["chapters/one"] for day in (BEFORE, AFTER))
    assert before["sentences"] != after["sentences"]
    assert before["fingerprint"] == after["fingerprint"]


def test_a_page_that_cannot_be_answered_is_named(written):
    with pytest.raises(DataError, match=r"chapters/one\.md:3: .*no indicator is called"):
        written(one="{value}`value('no.such')`").at()


def test_staged_and_executed_pages_give_the_same_book(full, tmp_path):
    before = full.at()
    shutil.copy(full.root / "run/trade.ipynb", full.root / "notebooks/trade.ipynb")
    assert full.at() == before


# --- why a number is another


def changes(before, after, *kinds: str):
    """The changes between two books of the kinds, each of which there must be one of."""
    found = compare(before, after)
    return [one for kind in kinds for (one,) in [found.of(kind)]]


def exports(book: Manuscript, **cells: str) -> None:
    """Plant a figure of wool sold in 2022, or of another period."""
    told = {"period_start": "2022-01-01", "period_end": "2022-12-31", "source": "customs-2023-01-20-wool"}
    book.tables.plant("observations", indicator="wool.exports", qualifier="exact", **told | cells)


KEY = {
    "indicator": "wool.exports",
    "period_start": "2022-01-01",
    "period_end": "2022-12-31",
    "known_on": "2023-01-20",
    "source": "customs-2023-01-20-wool",
}


def test_a_figure_for_a_new_period_is_why_a_number_is_another(written):
    book = written(one=SOLD)
    number, date, sentence = changes(book.at(BEFORE), book.at(AFTER), "number", "date", "sentence")
    assert {one.causes for one in (number, date, sentence)} == {("new-period",)}
    assert (number.before, number.after) == ("USD 27 bn (January to April 2022)", "USD 90 bn (2022)")
    assert number.context == "In 2022 it was USD 90 bn."
    assert [row["says"] for row in number.came] == ["Wool sold, 2022: USD 90 bn"]
    assert [row["says"] for row in number.went] == ["Wool sold, January to April 2022: USD 27 bn"]


def test_another_figure_for_the_same_period_is_a_revision(written):
    book = written(one=SOLD)
    before = book.at(AFTER)
    exports(book, known_on="2023-02-20", value="93")
    number, sentence = changes(before, book.at("2023-02-28"), "number", "sentence")
    assert (number.causes, sentence.causes) == (("revision",), ("revision",))
    assert (number.before, number.after) == ("USD 90 bn", "USD 93 bn")
    assert ([row["known_on"] for row in number.came], [row["known_on"] for row in number.went]) == (
        ["2023-02-20"],
        ["2023-01-20"],
    )


def test_a_row_set_aside_is_a_correction_that_tells_the_row(written):
    book = written(one=SOLD)
    before = book.at(AFTER)
    book.tables.plant("corrections", **KEY, expect="90", action="ignore", reason="a slip")
    number, sentence = changes(before, book.at(AFTER), "number", "sentence")
    # the figure of a shorter period stands instead
    assert (number.causes, sentence.causes) == (("correction", "new-period"), ("correction", "new-period"))
    assert [row["says"] for row in number.went] == ["Wool sold, 2022: USD 90 bn"]
    # the other way round, what was set aside counts again
    assert compare(book.at(AFTER), before).of("number")[0].causes == ("correction",)


def test_an_edited_row_is_a_correction_that_tells_it_as_it_was_and_as_it_is(written):
    book = written(one=SOLD)
    before = book.at(AFTER)
    book.tables.change("observations", KEY, value="95")
    number, sentence = changes(before, book.at(AFTER), "number", "sentence")
    assert (number.causes, sentence.causes) == (("correction",), ("correction",))
    assert [row["says"] for row in (*number.went, *number.came)] == [
        "Wool sold, 2022: USD 90 bn",
        "Wool sold, 2022: USD 95 bn",
    ]


def test_a_note_on_a_row_changes_nothing(written):
    book = written(one=SOLD)
    before = book.at(AFTER)
    book.tables.change("observations", KEY, note="looked at again")
    assert not compare(before, book.at(AFTER))


def test_what_is_measured_defined_anew_is_a_definition(written):
    book = written(one="In store are {value}`value('tea.stock')`.")
    before = book.at()
    book.tables.change("indicators", {"indicator": "tea.stock"}, unit="USD bn")
    number, sentence = changes(before, book.at(), "number", "sentence")
    assert (number.causes, sentence.causes) == (("definition",), ("definition",))
    assert (number.before, number.after, number.came, number.went) == ("4 Mt", "USD 4 bn", (), ())


def test_a_new_entry_of_a_register_is_told(written):
    book = written(one="Known are {number}`count('events', kind='loan')` loans.")
    before, after = book.at("2022-09-30"), book.at("2022-10-01")
    number, sentence = changes(before, after, "number", "sentence")
    assert (number.causes, sentence.causes) == (("new-entry",), ("new-entry",))
    assert (number.before, number.after) == ("0", "1")
    assert [row["says"] for row in number.came] == ["Norland lends for the mill"]


def test_an_edited_entry_is_a_correction(written):
    book = written(one="The last loan was spoken of on {day}`last('events', kind='loan')`.")
    before = book.at()
    book.tables.change("events", {"event": "tal-004"}, date="2022-10-16")
    date, sentence = changes(before, book.at(), "date", "sentence")
    assert (date.causes, sentence.causes) == (("correction",), ("correction",))
    assert (date.before, date.after) == ("15 October 2022", "16 October 2022")
    assert [row["key"] for row in (*date.went, *date.came)] == ["event-tal-004", "event-tal-004"]


def test_an_act_that_moves_a_thing_is_a_new_entry(written):
    book = written(one="The mill is {word}`status('mill-one')`.")
    state, sentence = changes(book.at("2023-01-31"), book.at("2023-02-03"), "state", "sentence")
    assert (state.causes, sentence.causes) == (("new-entry",), ("new-entry",))
    assert (state.before, state.after) == ("agreed", "under construction")
    assert [row["says"] for row in state.came] == ["Works begin"]


def test_time_alone_can_make_a_difference(written):
    book = written(one="In force are {number}`count('measures', state='in force', goods='tea in bags')`.")
    # announced in April, in force from June on
    number, sentence = changes(book.at("2022-05-31"), book.at("2022-06-01"), "number", "sentence")
    assert (number.causes, sentence.causes) == (("day",), ("day",))
    assert (number.before, number.after) == ("0", "1")
    assert [row["key"] for row in number.came] == ["measure-sud-tea-ban"]


def test_a_measure_whose_day_has_passed_is_of_the_day(written):
    book = written(one="In force are {number}`count('measures', state='in force', kind='tariff')`.")
    (number,) = changes(book.at("2022-12-31"), book.at("2023-01-01"), "number")
    assert (number.before, number.after, number.causes) == ("1", "0", ("day",))
    assert [row["key"] for row in number.went] == ["measure-nor-wool-duty"]


def test_other_words_for_the_same_rows_are_code(written):
    book = written(one=SOLD)
    before = book.at()
    book.write(SOLD.replace("it was", "it came to"))
    (only,) = compare(before, book.at()).changes
    assert (only.kind, only.cause) == ("sentence", "code")
    assert (only.before, only.after) == ("In 2023 it was USD 99 bn.", "In 2023 it came to USD 99 bn.")


def test_a_new_sentence_of_words_alone_is_code(written):
    book = written(one="This stands.")
    before = book.at()
    book.write("This stands.\nThat is new.")
    (only,) = compare(before, book.at()).changes
    assert (only.kind, only.before, only.after, only.causes) == ("sentence", None, "That is new.", ("code",))


def test_a_parameter_is_a_definition(written):
    book = written(one="Hello.")
    path = book.notebook("talks", "bank.rate", "point", "2022-02-28")
    path.write_text(path.read_text().replace("value('bank.rate', 'latest')", "value('bank.rate') * factor"))
    (number,) = changes(book.at(talks={"factor": 2.0}), book.at(talks={"factor": 4.0}), "number")
    assert number.causes == ("definition",)
    assert (number.before, number.after) == ("19.0%", "38%")


def test_a_parameter_that_a_page_does_not_ask_for_changes_no_number(written):
    book = written(one="Hello.")
    book.notebook("talks", "bank.rate", "point", "2022-02-28")
    assert compare(book.at(), book.at(talks={"factor": 2.0})).changes == ()


def test_a_test_put_otherwise_is_a_definition(written):
    book = written(ledger=":::{statements}\n:::")
    before = book.at()
    book.tables.change("criteria", {"claim": "l001"}, confirmed_if="measured < 0", refuted_if="measured > 0")
    (verdict,) = changes(before, book.at(), "verdict")
    assert (verdict.asked, verdict.before, verdict.after) == ("l001", "confirmed", "overtaken")
    assert (verdict.causes, verdict.came, verdict.went) == (("definition",), (), ())


def test_a_verdict_turns_by_the_rows_behind_it(written):
    book = written(ledger=":::{statements}\n:::")
    found = compare(book.at("2023-01-19"), book.at("2023-01-20"))
    turned = {one.asked: (one.before, one.after, one.causes) for one in found.of("verdict")}
    assert turned == {
        "l001": ("confirmed", "refuted", ("new-period",)),  # sold and bought: 121 and 100 in 2021, 90 and 99 in 2022
        "p001": ("refuted", "confirmed", ("new-period",)),
        "p002": ("undecided", "confirmed", ("new-period",)),  # it says 90
    }
    assert [one.asked for one in found.of("verdict")] == ["l001", "p001", "p002"]
    assert all("2023-01-19" < row["known_on"] <= "2023-01-20" for one in found.of("verdict") for row in one.came)


def test_a_verdict_that_can_be_judged_from_a_day_on_turns_by_the_day(written):
    book = written(ledger=":::{statements}\n:::")
    book.tables.change("criteria", {"claim": "p002"}, due="2023-02-01")
    (verdict,) = changes(book.at("2023-01-31"), book.at("2023-02-01"), "verdict")
    assert (verdict.asked, verdict.after, verdict.causes) == ("p002", "confirmed", ("day",))


def test_a_longer_day_shows_as_rows_that_came_since(full):
    found = compare(full.at(BEFORE), full.at(AFTER))
    assert {one.kind for one in found.changes} <= set(KINDS)
    assert all(set(one.causes) <= set(CAUSES) for one in found.changes)
    assert all(one.causes for one in found.changes if one.kind != "part")
    assert "code" not in found.causes
    assert all(BEFORE < row["known_on"] <= AFTER for one in found.of("verdict") for row in one.came)


def test_a_chart_drawn_from_other_rows_is_told_as_is_its_headline(full):
    found = compare(full.at(BEFORE), full.at(AFTER))
    (chart,), (headline,) = found.of("exhibit"), found.of("headline")
    assert (chart.before, chart.after, chart.causes) == ("3 rows", "4 rows", ("new-period",))
    assert (headline.before, headline.after) == (
        "It rose by USD 40 bn",
        "It rose by USD 9 bn",
    )  # 220 and 189, after 180
    assert ([row["period"][:4] for row in headline.came], [row["period"][:4] for row in headline.went]) == (
        ["2022"],
        ["2021"],
    )


def test_a_chart_drawn_with_other_options_is_a_definition(full):
    before = full.at()
    path = full.root / "notebooks/trade.ipynb"
    path.write_text(path.read_text().replace('kind=\\"year\\"', 'kind=\\"year\\", zero=True'))
    (chart,) = changes(before, full.at(), "exhibit")
    assert (chart.before, chart.after, chart.causes) == ("5 rows", "5 rows", ("definition",))


def test_a_register_with_another_entry_is_a_part_made_from_something_else(written):
    book = written(one=":::{register} remarks\n:::\n\n:::{register} measures\n:::")
    (only,) = compare(book.at("2023-01-15"), book.at("2023-01-16")).changes
    assert (only.kind, only.asked) == ("part", "register remarks")


def test_a_page_that_came_in_is_code(written):
    book = written(one="Hello.")
    before = book.at()
    book.write("More.", "two")
    (only,) = compare(before, book.at()).changes
    assert (only.kind, only.page, only.after, only.causes) == ("page", "chapters/two", "Two", ("code",))
    (only,) = compare(book.at(), before).changes
    assert (only.before, only.after) == ("Two", None)


# --- as told, and as kept


def test_the_record_of_a_comparison_is_as_its_schema_says(full):
    books = [full.at(day) for day in (EARLY, BEFORE, AFTER, "latest")]
    for before, after in zip(books, [*books[1:], books[0]], strict=True):
        valid("diff", json.loads(telling.as_record(compare(before, after))))
    valid("diff", json.loads(telling.as_record(compare(books[0], books[0]))))


def test_a_record_with_a_strange_cause_is_refused_by_the_schema(full):
    told = json.loads(telling.as_record(compare(full.at(BEFORE), full.at(AFTER))))
    told["changes"][0]["causes"] = ["magic"]
    with pytest.raises(AssertionError, match="magic"):
        valid("diff", told)


def test_files_give_the_book_back(full, tmp_path):
    tree = tmp_path / "tree"
    for name in ("chapters", "notebooks"):
        (tree / name).mkdir(parents=True)
    book = full.at(AFTER)
    snapshots.write_snapshots(book, tree)
    assert snapshots.load(tree) == book


# --- checksums


@pytest.mark.parametrize("young", [archive.YOUNG, 0])
def test_a_file_that_was_changed_has_another_sum_though_its_size_and_its_time_are_put_back(
    tmp_path, monkeypatch, young
):
    monkeypatch.setattr(archive, "YOUNG", young)  # as if it had lain there for a while
    path = tmp_path / "one"
    path.write_text("one")
    first, told = archive.hash_of(path), path.stat()
    assert archive.hash_of(path) == first
    time.sleep(0.05)  # a disk's stamps are no finer than this
    path.write_text("two")
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert archive.hash_of(path) != first

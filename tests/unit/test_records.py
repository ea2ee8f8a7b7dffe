"""Verdicts in words and as records: what was measured, what was stated, what would turn it, and on which rows it rests."""

import json

import jsonschema
import pytest
from conftest import ROOT, known_by
from wool import plant_what_hangs_on_one

from nolimits.claims import claim, ledger, weigh
from nolimits.claims.records import align, claim_record, in_full, list_claims, list_turns
from nolimits.claims.words import measured_text, row_words, stated_text, turning_text
from nolimits.editions.snapshots import schemas

SCHEMA = json.loads(schemas()["claims.schema.json"])


def verdict(key: str, view):
    return weigh(claim(key, view), view)


def record(key: str, view, **options):
    return claim_record(verdict(key, view), view, **options)


def with_test(tables, key: str = "p001", **cells: str):
    """A view in which a statement has another test."""
    about = {"test": "measured", "confirmed_if": "", "refuted_if": "", "due": ""}
    tables.change("criteria", {"claim": key}, **(about | cells))
    return tables.view()


# --- in words


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("p002", "USD 90 bn"),
        ("p003", "not known by 20 January 2024"),
        ("p004", "−25.5%"),
        ("p005", "under construction"),
        ("p007", "over 320 (Cargoes of tea, 2021)"),
        ("l002", ""),
        ("p006", ""),
    ],
)
def test_what_was_measured_is_said_in_words(frozen, key, says):
    assert measured_text(verdict(key, frozen), frozen) == says


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        ("value('wool.exports', 2022) > 80", "yes"),
        ("value('wool.exports', 2022) > 100", "no"),
        ("value('wool.exports', 2022) > 90", "not known by 20 January 2024"),
        ("first('events', kind='agreement')", "1 March 2021, the first event of the kind agreement"),
        ("first('events', kind='bond')", "not known by 20 January 2024"),
    ],
)
def test_a_truth_is_measured_as_yes_or_no_and_a_day_with_what_it_is_of(frozen_tables, measure, says):
    view = with_test(frozen_tables, measure=measure)
    assert measured_text(verdict("p001", view), view) == says


@pytest.mark.parametrize(
    ("key", "says"),
    [("p002", "USD 90 bn"), ("p003", "40%"), ("p004", "about −25%"), ("p007", "over 325"), ("l001", "")],
)
def test_what_was_stated_is_said_as_vaguely_as_it_was_printed(frozen, key, says):
    assert stated_text(claim(key, frozen), frozen) == says


def test_of_readings_that_part_each_is_told_with_its_word(frozen_tables):
    test = next(row for row in frozen_tables.read("criteria")[1] if row["claim"] == "p002")
    other = {"reading": "second", "measure": "value('wool.exports', 2030)"}
    frozen_tables.plant("criteria", **test | other)
    view = frozen_tables.view()
    found = weigh(claim("p002", view), view)
    assert found.word == "undecided"
    told = "by one reading USD 90 bn (confirmed); by the other not known by 20 January 2024 (undecided)"
    assert measured_text(found, view) == told


def test_what_would_turn_a_verdict_is_said_for_either_way(frozen):
    assert turning_text(verdict("p002", frozen), frozen) == (
        "undecided if what is measured rose to USD 91 bn; undecided if what is measured fell to USD 89 bn"
    )
    assert turning_text(verdict("l001", frozen), frozen) == "undecided if what is measured fell to USD 1 bn"
    for key in ("p003", "p005", "p006", "p007"):
        assert turning_text(verdict(key, frozen), frozen) == ""


def test_a_turning_point_that_reads_like_what_was_measured_is_none_to_name(frozen, frozen_tables):
    """−25.5 turns at −25.45, which would be told as −25.5; two events turn at three and at one."""
    assert turning_text(verdict("p004", frozen), frozen) == (
        "confirmed if what is measured rose at all; refuted if what is measured fell to −25.6%"
    )
    asked = {"measure": "count('events', kind='loan')", "confirmed_if": "measured == 2", "refuted_if": "measured < 2"}
    view = with_test(frozen_tables, **asked)
    assert turning_text(verdict("p001", view), view) == (
        "partly if what is measured rose to 3; refuted if what is measured fell to 1"
    )


def test_a_turning_point_has_two_decimals_at_most(frozen_tables):
    frozen_tables.change("observations", {"indicator": "wool.exports", "value": "90"}, value="1.0000")
    for bound, says in (("2.34567", "to USD 2.35 bn"), ("1.00349", "at all")):
        view = with_test(frozen_tables, measure="value('wool.exports', 2022)", confirmed_if=f"measured < {bound}")
        assert turning_text(verdict("p001", view), view) == f"undecided if what is measured rose {says}"


def test_a_row_says_what_it_is_where_it_is_and_whose(frozen):
    (row,) = verdict("p002", frozen).rows
    assert row_words(row, frozen) == {
        "says": "Wool sold, 2022: USD 90 bn",
        "known_on": "2023-01-20",
        "page": "chapters/rows-trade",
        "anchor": "wool.exports.2022-01-01.2022-12-31.2023-01-20.customs-2023-01-20-wool",
        "source": "customs-2023-01-20-wool",
        "publisher": "Customs",
        "url": "https://example.org/customs-2023-01-20-wool",
    }


def test_a_vague_row_says_so(frozen):
    row = frozen.value("wool.share", 2022).rows[0]
    assert row_words(row, frozen)["says"] == "Share of wool, 2022: about 33%"


def test_an_act_says_what_its_register_says(frozen):
    (row,) = verdict("p005", frozen).rows
    told = row_words(row, frozen)
    assert (told["says"], told["page"], told["anchor"]) == (
        "A delay is denied",
        "chapters/registers",
        "project-mill-one",
    )
    assert (told["source"], told["publisher"]) == ("daily-2023-07-15-mills", "The Daily")


@pytest.mark.parametrize(("day", "source"), [("2021-05-31", ""), ("2021-06-01", "mill-2021-06-01-mills")])
def test_a_thing_names_its_source_from_the_day_on_which_that_was_published(day, source):
    """The mill was talked of on 25 May 2021; the plan of it is of 1 June."""
    view = known_by(day)
    (mill,) = (entry for entry in view.projects() if entry["project"] == "mill-one")
    told = row_words(mill, view)
    assert told["source"] == source
    assert ("publisher" in told, "url" in told) == (bool(source), bool(source))
    assert told["says"] == "The mill on the river: negotiating"


def test_a_row_without_a_source_names_none(frozen):
    told = row_words(claim("p002", frozen).row, frozen)
    assert (told["source"], told["known_on"], told["anchor"]) == ("", "", "p002")
    assert "publisher" not in told


# --- as records


def test_a_record_tells_the_statement_its_test_and_how_it_stands(frozen):
    told = record("p002", frozen)
    history = told.pop("history")
    asked = {
        "asks": "so",
        "reading": "first",
        "day": "own",
        "test": "measured",
        "measure": "value('wool.exports', 2022)",
        "confirmed_if": "near(measured, stated)",
        "partly_if": "",
        "refuted_if": "not near(measured, stated)",
        "due": "",
    }
    assert told == {
        "claim": "p002",
        "document": "pamphlet-2023",
        "section": "trade",
        "kind": "figure",
        "statement": "Wool sold in 2022 came to 90 billion.",
        "stated": "USD 90 bn",
        "measured": "USD 90 bn",
        "verdict": "confirmed",
        "on_its_day": "confirmed",
        "now": "confirmed",
        "since": "",
        "measurable_part": False,
        "sides": {"so": "confirmed"},
        "strength": "low",
        "test": asked,
        "tests": [asked | {"verdict": "confirmed", "why": "as it says, p002"}],
        "rests_on": {
            "grade": "low",
            "origins": ["customs"],
            "kinds": ["official"],
            "newest_row": "2023-01-20",
            "without_one_source": {"customs-2023-01-20-wool": "undecided"},
            "other_tolerance": {},
            "readings": ["confirmed"],
            "reasons": [
                "all rows are of one source, Customs",
                "without one source, customs-2023-01-20-wool, it would be undecided",
            ],
        },
        "why": "as it says, p002",
        "cutoff": "2024-01-20",
        "newest_row": "2023-01-20",
        "interval": {"low": 89.5, "high": 90.5, "unit": "USD bn"},
        "turns": turning_text(verdict("p002", frozen), frozen),
        "rows": [row_words(row, frozen) for row in verdict("p002", frozen).rows],
    }
    assert history[0] == {"day": "2022-01-31", "verdict": "undecided"}
    assert history[-1] == {"day": "2024-01-20", "verdict": "confirmed"}


def test_a_short_record_leaves_out_rows_history_and_turns(frozen):
    full, short = record("p002", frozen), record("p002", frozen, full=False)
    assert set(full) - set(short) == {"tests", "rests_on", "turns", "rows", "history"}
    assert short == {name: value for name, value in full.items() if name in short}


def test_an_open_end_of_what_was_measured_is_null(frozen, frozen_tables):
    assert record("p007", frozen)["interval"] == {"low": 320, "high": None, "unit": "count"}
    view = with_test(frozen_tables, measure="value('tea.cargoes', 2019)")
    assert record("p001", view)["interval"] == {"low": None, "high": 300, "unit": "count"}


@pytest.mark.parametrize("key", ["p003", "p005", "p006", "l002"])
def test_what_is_no_known_figure_has_no_interval(frozen, key):
    assert "interval" not in record(key, frozen)


def test_a_statement_without_a_written_test_can_be_told_as_well(frozen_tables):
    frozen_tables.drop("criteria", claim="p001")
    view = frozen_tables.view()
    assert record("p001", view)["test"] == {
        "asks": "so",
        "reading": "first",
        "day": "own",
        "partly_if": "",
        "test": "untestable",
        "measure": "",
        "confirmed_if": "",
        "refuted_if": "",
        "due": "",
    }


def test_the_record_of_the_whole_ledger_keeps_its_schema(frozen):
    told = {"cutoff": frozen.cutoff, "claims": [claim_record(one, frozen) for one in ledger.verdicts(frozen)]}
    jsonschema.validate(told, SCHEMA)
    told["claims"][0]["verdict"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, SCHEMA)


def test_the_schema_as_it_lies_in_the_package_is_json_but_names_no_word():
    raw = json.loads((ROOT / "nolimits" / "schemas" / "claims.schema.json").read_text(encoding="utf-8"))
    assert raw["$defs"]["word"] == {"enum": ["{VERDICTS}"]}


# --- in a terminal


def test_the_ledger_as_json_is_its_short_records(frozen):
    found = ledger.verdicts(frozen)
    text = list_claims(found, frozen, "json")
    assert json.loads(text) == [record(one.claim.key, frozen, full=False) for one in found]
    assert "about −25%" in text
    assert text.startswith('[\n {\n  "claim": "l001"')


def test_the_ledger_as_csv_has_a_header_and_a_line_for_each_statement(frozen_tables):
    frozen_tables.change("claims", {"claim": "p002"}, statement='Wool, "much" of it, was sold.')
    view = frozen_tables.view()
    assert list_claims(ledger.verdicts(view, document="pamphlet-2023")[:2], view, "csv") == (
        "claim,document,section,verdict,strength,on_its_day,now,stated,measured,newest_row,statement\n"
        "p001,pamphlet-2023,trade,overtaken,low,confirmed,refuted,,USD 2 bn,2024-01-20,Norland buys more wool than it sells.\n"
        'p002,pamphlet-2023,trade,confirmed,low,confirmed,confirmed,USD 90 bn,USD 90 bn,2023-01-20,"Wool, ""much"" of it, was sold."'
    )


def test_the_ledger_as_a_table_has_aligned_columns(frozen):
    assert list_claims(ledger.verdicts(frozen, document="letter-2023"), frozen, "table") == (
        "claim  verdict     strength  stated  measured  statement\n"
        "l001   confirmed   low               USD 2 bn  Norland sells more wool than it buys.\n"
        "l002   untestable                              Both mean well.\n"
        "l003   confirmed   low               10%       Wool sold will rise in 2023."
    )


def test_the_last_column_of_a_table_is_cut_at_a_width(frozen_tables):
    frozen_tables.change("claims", {"claim": "l001"}, statement="n" * 100)
    frozen_tables.change("claims", {"claim": "l002"}, statement="m" * 101)
    view = frozen_tables.view()
    lines = list_claims(ledger.verdicts(view, document="letter-2023"), view, "table").splitlines()
    assert lines[1].endswith("  " + "n" * 100)
    assert lines[2].endswith("  " + "m" * 99 + "…")


def test_cells_are_aligned_but_for_the_last_and_nothing_trails():
    assert align([("a", "bb", "c"), ("aaa", "", "cccc"), ("", "b", "")], last=3) == "a    bb  c\naaa      cc…\n     b"
    assert align(iter([("a", "b")]), last=1) == "a  b"


def test_a_statement_is_told_in_full(frozen):
    assert in_full(verdict("p002", frozen), frozen) == (
        "p002  pamphlet-2023, trade, figure\n"
        "  Wool sold in 2022 came to 90 billion.\n"
        "\n"
        "stated         USD 90 bn\n"
        "measured       USD 90 bn\n"
        "verdict        confirmed\n"
        "on its day     confirmed\n"
        "now            confirmed\n"
        "why            as it says, p002\n"
        "turns          undecided if what is measured rose to USD 91 bn; undecided if what is measured fell to USD 89 bn\n"
        "newest row     2023-01-20\n"
        "strength       low\n"
        "sources        1 independent\n"
        "weak because   all rows are of one source, Customs\n"
        "and 2          without one source, customs-2023-01-20-wool, it would be undecided\n"
        "measured by    value('wool.exports', 2022)\n"
        "confirmed if   near(measured, stated)\n"
        "refuted if     not near(measured, stated)\n"
        "\n"
        "rows used, known by 20 January 2024:\n"
        "  2023-01-20  Wool sold, 2022: USD 90 bn  (Customs, https://example.org/customs-2023-01-20-wool)\n"
        "\n"
        "history:\n"
        "  from 2022-01-31  undecided\n"
        "  from 2023-01-31  confirmed"
    )


def test_what_a_statement_does_not_have_is_not_told(frozen):
    assert in_full(verdict("l002", frozen), frozen) == (
        "l002  letter-2023, talks, judgement\n"
        "  Both mean well.\n"
        "\n"
        "verdict        untestable\n"
        "on its day     untestable\n"
        "now            untestable\n"
        "why            as it says, l002\n"
        "\n"
        "history:\n"
        "  from 2022-01-31  untestable"
    )


def test_a_forecast_is_told_with_its_day(frozen):
    assert "\ndue            2024-01-20\n" in in_full(verdict("l003", frozen), frozen)


def test_a_row_without_a_source_is_told_without_one(frozen_tables):
    """The mill is known before the source of its plan: it has no publisher yet."""
    with_test(frozen_tables, measure="count('projects', sector='mills')")
    view = frozen_tables.view("2021-05-31")
    assert "\n    The mill on the river: negotiating  (, )\n" in in_full(verdict("p001", view), view)


def test_what_has_turned_is_listed_with_the_rows_that_did_it():
    assert list_turns(known_by("2023-02-10"), "2022-02-01") == (
        "l001  confirmed, too weak to count → refuted, too weak to count  Norland sells more wool than it buys.\n"
        "      2023-01-20  Wool sold, 2022: USD 90 bn  (Customs)\n"
        "      2023-01-20  Wool bought, 2022: USD 99 bn  (Customs)\n"
        "p001  refuted, too weak to count → confirmed, too weak to count  Norland buys more wool than it sells.\n"
        "      2023-01-20  Wool sold, 2022: USD 90 bn  (Customs)\n"
        "      2023-01-20  Wool bought, 2022: USD 99 bn  (Customs)\n"
        "p002  undecided → confirmed, too weak to count  Wool sold in 2022 came to 90 billion.\n"
        "      2023-01-20  Wool sold, 2022: USD 90 bn  (Customs)\n"
        "p007  confirmed, too weak to count → undecided  More than 325 cargoes of tea came in 2021.\n"
        "      2022-03-01  Cargoes of tea, 2021: over 320  (The Daily)\n"
        "p008  undecided → refuted  Tea sold in 2022 missed the plan.\n"
        "      2022-03-31  Tea sold, 2022: 120 Mt  (The Daily)"
    )


def test_a_verdict_that_became_too_weak_to_count_has_turned_and_says_why(frozen_tables):
    """What decides on wool in 2022 hangs on one office; a year after the last of it nothing newer is known."""
    plant_what_hangs_on_one(frozen_tables)
    view = frozen_tables.view()
    told = list_turns(view, "2023-06-30").splitlines()
    at = next(n for n, line in enumerate(told) if line.startswith("l001"))
    text = "Norland sells more wool than it buys."
    assert told[at : at + 2] == [
        f"l001  confirmed, enough to count → confirmed, too weak to count  {text}",
        "      its newest row is more than a year old",
    ]
    found = next(one for one in json.loads(list_turns(view, "2023-06-30", "json")) if one["claim"] == "l001")
    assert (found["before"], found["after"]) == ("confirmed", "confirmed")
    assert found["counted"] == {"before": "confirmed", "after": "undecided"}
    assert not [
        line for line in list_turns(view, "2024-06-30").splitlines() if line.startswith("l001")
    ]  # it was by then


def test_where_nothing_has_turned_the_days_are_named():
    told = list_turns(known_by("2023-06-30"), "2023-06-29")
    assert told == "no verdict has turned between 29 June 2023 and 30 June 2023"

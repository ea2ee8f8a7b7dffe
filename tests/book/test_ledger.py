"""Conclusions are tests: each statement of the book has one or a reason, and each verdict follows from the rows."""

import ast

import pytest
from conftest import CUTOFFS, ROOT
from sizes import first

from nolimits import checks, prose
from nolimits import claims as room
from nolimits.claims import WORDS, VerdictWord, claim, claims, criteria, ledger, turns, weigh
from nolimits.claims.history import days, history, turn_since
from nolimits.claims.records import in_full, list_claims
from nolimits.claims.trial import CONDITIONS, MEASURED
from nolimits.claims.words import row_words
from nolimits.data import Entry, Observation, View
from nolimits.language import Truth, evaluate
from nolimits.language.walk import parse

pytestmark = pytest.mark.slow

DATA = ROOT / "data"
STRICT = ("export-proceeds-sale", "foreign-currency-transfers", "non-resident-securities")  # controls of early 2022
FIRMS = {"bank_restriction", "cards", "loan", "purchases", "rating"}  # kinds of act by banks and firms


@pytest.fixture(scope="module", params=first(2, CUTOFFS))
def view(request) -> View:
    return View(request.param, folder=DATA)


def own_source(view: View, key: str) -> str:
    return view.evidence.documents[claim(key, view).document]["source"]


# --- statements and their tests


def test_each_statement_has_tests_or_a_reason_in_the_same_order(latest):
    rows = latest.evidence.rows("criteria")
    assert list(dict.fromkeys(row["claim"] for row in rows)) == list(claims(latest.evidence))
    assert all(len(row["why"].strip()) > 10 for row in rows)


def test_a_statement_that_is_not_measured_has_no_test_and_one_that_is_has_a_condition(latest):
    for key, row in ((key, row) for key, rows in criteria(latest.evidence).items() for row in rows):
        if row["test"] == MEASURED:
            assert row["measure"], key
            assert any(row[name] for name in CONDITIONS), key
        else:
            assert not any(row[name] for name in ("measure", *CONDITIONS, "due")), key


def test_most_statements_are_weighed_by_a_test(latest):
    measured = [rows for rows in criteria(latest.evidence).values() if any(row["test"] == MEASURED for row in rows)]
    assert len(measured) > len(criteria(latest.evidence)) / 2


def test_every_test_can_be_asked():
    assert [str(problem) for problem in room.faulty_tests(DATA)] == []


def counts_firms(expression: str) -> bool:
    """Whether an expression takes acts of China of any kind, or of a kind that banks and firms do, for one answer."""
    calls = [node for node in ast.walk(parse(expression or "0")) if isinstance(node, ast.Call)]
    asked = [{word.arg: getattr(word.value, "value", "") for word in call.keywords} for call in calls]
    kinds = (words.get("kind", "") for words in asked if words.get("actor") == "China")
    return any(not kind or FIRMS & set(kind.split("|")) for kind in kinds)


def test_what_firms_do_is_told_from_acts_of_a_state():
    assert counts_firms("count('events', section='finance', actor='China', direction='supports') > 3")
    assert counts_firms("known(first('events', actor='China', kind='export_control|bank_restriction'))")
    assert not counts_firms("known(first('events', actor='China', kind='policy|sanction'))")


def test_of_beijing_is_asked_what_the_state_did(latest):
    of_beijing = {key for key, one in claims(latest.evidence).items() if "Beijing" in one.row["statement"]}
    tests = [test for key in of_beijing for test in criteria(latest.evidence)[key]]
    assert not [test["claim"] for test in tests for name in ("measure", *CONDITIONS) if counts_firms(test[name])]


@pytest.mark.parametrize(("missing", "word"), [("", "confirmed"), *((name, "partly") for name in STRICT)])
def test_capital_controls_are_very_strict_only_if_all_three_ways_out_are_closed(latest, missing, word):
    source = {row["regulation"]: row["source"] for row in latest.evidence.rows("regulations")}
    seen = latest.without(source[f"ru-{missing}-2022"]) if missing else latest
    assert weigh(claim("m330", seen), seen).word == word


def test_the_papers_and_their_own_sources_are_there(latest):
    named = [row["source"] for row in ledger.documents(latest)]
    assert {one.document for one in claims(latest.evidence).values()} == set(latest.evidence.documents)
    assert all(source in latest.evidence.sources for source in named if source)


def test_the_counterparts_of_statements_are_held_to_run_both_ways():
    assert "counterparts-run-both-ways" in checks.RULES


# --- verdicts, on each of several days


def test_every_statement_can_be_weighed_and_has_a_known_word(view):
    found = ledger.verdicts(view)
    assert [one.claim.key for one in found] == list(claims(view.evidence))
    assert {one.word for one in found} <= set(WORDS)
    assert all(one.cutoff == view.cutoff for one in found)


def test_no_statement_is_confirmed_and_refuted_at_once(view):
    for one in ledger.verdicts(view):
        if one.tested:
            names = {"measured": one.measured} | ({"stated": one.claim.stated} if one.claim.stated else {})
            impartial = view.without(own_source(view, one.claim.key))
            asked = [one.test[name] for name in ("confirmed_if", "refuted_if") if one.test[name]]
            truths = [evaluate(condition, impartial, names) for condition in asked]
            assert all(isinstance(truth, Truth) for truth in truths)
            assert [truth.value for truth in truths] != [True, True], one.claim.key


def test_an_untested_statement_is_undecided_or_untestable_and_rests_on_nothing(view):
    for one in ledger.verdicts(view):
        if not one.tested:
            assert one.word == ("untestable" if one.test["test"] == "untestable" else "undecided"), one.claim.key
            assert (one.rows, one.measured) == ((), None)


def test_a_verdict_rests_on_rows_that_were_known_and_none_of_which_is_the_papers_own(view):
    for one in ledger.verdicts(view):
        own = own_source(view, one.claim.key)
        for row in one.rows:
            assert row.known_on <= view.cutoff, one.claim.key
            # a thing's entry tells its name; its source may be the plan of whoever names it
            if isinstance(row, Observation) or row.known_on:
                assert own == "" or row.source != own, one.claim.key
        assert one.newest <= view.cutoff


def test_what_a_paper_states_is_no_evidence(view):
    """Neither statement nor test is a row on which a verdict rests, of whichever paper."""
    for one in ledger.verdicts(view):
        assert not [row for row in one.rows if isinstance(row, Entry) and row.register.name in ("claims", "criteria")]


def test_a_forecast_is_not_judged_before_its_day(view):
    for one in ledger.verdicts(view):
        if one.test["due"] > view.cutoff:
            assert one.word == "undecided", one.claim.key
            assert turns(one, view) == []


def test_each_row_of_a_verdict_can_be_told_with_its_place_and_source(view):
    for one in ledger.verdicts(view):
        for row in one.rows:
            told = row_words(row, view)
            assert told["says"]
            assert told["page"]
            assert told["anchor"]
            assert told.get("url", "https://").startswith("http")


def test_the_scores_count_each_statement_once(view):
    scores = ledger.scores(view)
    assert sum(sum(counted.values()) for counted in scores.values()) == len(claims(view.evidence))
    assert list(scores) == [row["document"] for row in ledger.documents(view)]


def test_absence_of_data_refutes_nothing():
    early = View(View(folder=DATA).evidence.oldest, folder=DATA)
    assert [one.claim.key for one in ledger.verdicts(early) if one.word == "refuted" and not one.rows] == []


# --- through time


def test_a_turn_since_the_day_of_a_paper_names_two_words_and_rows_known_in_between(latest):
    for paper in ledger.documents(latest):
        since = paper["published_to"]
        for one in claims(latest.evidence).values():
            if since < latest.cutoff and (turn := turn_since(one, latest, since)):
                assert turn.before != turn.after
                assert turn.after == weigh(one, latest).word
                assert since < turn.on <= latest.cutoff
                assert all(since < row.known_on <= latest.cutoff for row in turn.rows)
            assert turn_since(one, latest, latest.cutoff) is None


def test_a_history_ends_with_todays_word_and_repeats_that_of_a_view_of_its_day(latest):
    middle = days(latest)[len(days(latest)) // 2]
    there = View(middle, folder=DATA)
    for one in list(claims(latest.evidence).values())[::7]:
        told = dict(history(one, latest))
        assert told[latest.cutoff] == weigh(one, latest).word
        assert told[middle] == weigh(one, there).word


# --- for machines and for terminals


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_the_ledger_is_listed_in_each_format(latest, form):
    told = list_claims(ledger.verdicts(latest), latest, form)
    assert all(key in told for key in claims(latest.evidence))


def test_a_statement_of_each_word_is_told_in_full(latest):
    for word in WORDS:
        for one in ledger.verdicts(latest, verdict=word)[:2]:
            told = in_full(one, latest)
            assert one.claim.text in told
            assert f"verdict        {word}" in told
            assert "history:" in told


# --- a planted figure turns verdict and words


def planted(tables, original: list[dict[str, str]], row: Observation, value: float) -> View:
    """The tables with every take on one figure set to a value."""
    same = (row.indicator, row.period.start, row.period.end)
    changed = {"value": f"{value:.6f}", "low": "", "high": "", "qualifier": "exact"}
    tables.write(
        "observations",
        list(original[0]),
        [
            each | changed if (each["indicator"], each["period_start"], each["period_end"]) == same else each
            for each in original
        ],
    )
    return tables.view()


@pytest.mark.full
def test_a_planted_figure_turns_verdicts_and_the_words_with_them(latest, tables):
    """Of statements that hang on one bounded figure, most are turned by one well beyond what would turn them.

    A planted figure is exact: a verdict that was open because its figure is vague may stay between two bounds.
    """
    _, original = tables.read("observations")
    turned = {}
    for one in ledger.verdicts(latest):
        only = [row for row in one.rows if isinstance(row, Observation)]
        at = turns(one, latest)
        if len(one.rows) != 1 or len(only) != 1 or not at or one.measured.quantity != only[0].quantity:
            continue
        centre = only[0].quantity.centre
        view = planted(tables, original, only[0], centre + 3 * (at[0][0].centre - centre))
        after = weigh(claim(one.claim.key, view), view).word
        turned[one.claim.key] = after != one.word
        words = {"confirmed": "stands", "refuted": "falls", "overtaken": "falls"}.get(after, "is open")
        told = prose.plain(
            f"{{verdict}}`{one.claim.key}` {{by-verdict}}`{one.claim.key} ; stands ; falls ; is open`", view
        )
        assert told.startswith(VerdictWord[after.upper()].label)
        assert told.endswith(words)
    assert sum(turned.values()) > len(turned) / 2, turned

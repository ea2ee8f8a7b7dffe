"""Conclusions are tests: each statement has one or a reason, a verdict follows the rows, and the words follow the verdict."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import small
from bs4 import BeautifulSoup

from nolimits import claims as ledger_of
from nolimits import data, prose
from nolimits.claims import WORDS, claim, claims, ledger, turns, weigh
from nolimits.data import DataError, Observation, View
from nolimits.pages import ledger as page

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "data"
KEYS = [row["claim"] for row in data.rows("claims", TABLES)]
TESTS = {row["claim"]: row for row in data.rows("criteria", TABLES)}
M021 = {"indicator": "trade.turnover_yoy", "period_start": "2025-01-01", "period_end": "2025-09-30"}


def test_each_statement_has_a_test_or_a_reason():
    assert list(TESTS) == KEYS
    assert all(row["why"].strip().endswith(".") or row["why"].strip() for row in TESTS.values())


def test_at_least_250_statements_are_weighed_by_a_test():
    assert sum(row["test"] == "measured" for row in TESTS.values()) >= 250


def test_every_test_can_be_asked():
    assert [str(problem) for problem in ledger_of.problems(TABLES)] == []


@pytest.mark.parametrize("key", KEYS)
def test_no_statement_is_confirmed_and_refuted_at_once(key, latest):
    from nolimits.claims.weigh import _asked, _impartial

    test = TESTS[key]
    if test["test"] == "measured":
        verdict = weigh(claim(key, latest), latest)
        view = _impartial(verdict.claim, latest)
        both = [
            _asked(test[name], view, verdict.claim, verdict.measured).value for name in ("confirmed_if", "refuted_if")
        ]
        assert both != [True, True]


def test_each_word_has_its_rule(tables):
    """One planted change after the other takes one statement through the words."""
    seen = {}
    for rate, qualifier in (("-9.4", "exact"), ("-7.5", "exact"), ("2", "exact"), ("-8.4", "about")):
        tables.change("observations", M021, value=rate, qualifier=qualifier)
        if qualifier == "about":
            tables.change("observations", M021, value="", qualifier="range", low="-12", high="-9")
        seen[rate] = weigh(claim("m021", View(folder=tables.folder)), View(folder=tables.folder)).word
    assert seen == {"-9.4": "confirmed", "-7.5": "partly", "2": "refuted", "-8.4": "undecided"}


def test_absence_of_data_refutes_nothing(root):
    early = View("2010-01-01", folder=TABLES)
    assert not [v.claim.key for v in ledger.verdicts(early) if v.word == "refuted" and not v.rows]


def test_a_forecast_is_not_judged_before_its_day(latest):
    due = [key for key, row in TESTS.items() if row["due"] > latest.cutoff]
    assert due
    assert {weigh(claim(key, latest), latest).word for key in due} == {"undecided"}


def test_a_paper_never_confirms_itself(latest):
    sources = {row["document"]: row["source"] for row in data.rows("documents", TABLES)}
    for verdict in ledger.verdicts(latest):
        own = sources[verdict.claim.row["document"]]
        assert own == "" or own not in {row.source for row in verdict.rows if isinstance(row, Observation)}


def test_what_is_vague_about_a_bound_stays_undecided(tables):
    """Over 500 against about 510: the interval reaches below the bound."""
    tables.change(
        "criteria",
        {"claim": "m021"},
        measure="value('trade.turnover', 2025)",
        confirmed_if="measured > 500",
        refuted_if="measured <= 475",
    )
    year = {"indicator": "trade.turnover", "period_start": "2025-01-01", "period_end": "2025-12-31"}
    tables.change("observations", year, value="", low="495", high="525", qualifier="range")
    tables.change("indicators", {"indicator": "trade.turnover"}, maximum="1000")
    view = View(folder=tables.folder)
    assert weigh(claim("m021", view), view).word == "undecided"


def _planted(tables, original: list[dict[str, str]], row: Observation, value: float) -> View:
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
    return View(folder=tables.folder)


def _values(verdict, row: Observation, view: View) -> list[float]:
    """Figures to plant: well beyond what would turn the verdict, where it hangs on this one; else less, more, contrary."""
    here = row.quantity.centre
    if getattr(verdict.measured, "quantity", None) == row.quantity:
        return [here + 3 * (moved.centre - here) for moved, _ in turns(verdict, view)]
    return [here * 0.4, here * 2.5, -here]


def test_for_at_least_40_statements_a_planted_figure_turns_the_verdict_and_the_words(latest, tables):
    _, original = tables.read("observations")
    turned = {}
    for key in KEYS:
        verdict = weigh(claim(key, latest), latest)
        rows = [row for row in verdict.rows if isinstance(row, Observation)]
        for row in rows[:2]:
            for value in _values(verdict, row, latest) if key not in turned else ():
                view = _planted(tables, original, row, value)
                after = weigh(claim(key, view), view).word
                if after != verdict.word:
                    turned[key] = (verdict.word, after)
                    words = {"confirmed": "stands", "refuted": "falls"}.get(after, "is open")
                    said = prose.plain(view, f"{{verdict}}`{key}` {{by-verdict}}`{key} ; stands ; falls ; is open`")
                    assert said == f"{after} {words}"
                    break
    assert len(turned) >= 40, turned
    assert {word for pair in turned.values() for word in pair} >= {"confirmed", "partly", "refuted", "undecided"}


def test_the_section_table_shows_the_planted_verdict(tables):
    before = BeautifulSoup(page.verdicts(View(folder=tables.folder), "trade"), "lxml")
    tables.change("observations", M021, value="2")
    after = BeautifulSoup(page.verdicts(View(folder=tables.folder), "trade"), "lxml")
    words = [
        next(r for r in soup.select("tbody tr") if "m021" in r.text).select_one(".badge").text
        for soup in (before, after)
    ]
    assert words == ["confirmed", "refuted"]


def test_what_history_says_differs_at_the_days_of_the_papers(root):
    words = {}
    for day in ("2025-09-10", "2025-11-27", "2026-03-31"):
        view = View(day, folder=TABLES)
        words[day] = {key: weigh(claim(key, view), view).word for key in KEYS}
    assert words["2025-09-10"]["m021"] == "undecided"
    assert words["2025-11-27"]["m021"] == "confirmed"
    assert words["2025-11-27"] != words["2026-03-31"]


def test_a_turn_names_the_rows_that_did_it(latest):
    turn = ledger.turned(claim("m021", latest), latest, "2025-09-10")
    assert (turn.before, turn.after) == ("undecided", "confirmed")
    assert turn.rows
    assert all("2025-09-10" < ledger_of.known_on(row) <= latest.cutoff for row in turn.rows)
    assert ledger.turned(claim("m021", latest), latest, latest.cutoff) is None


def test_the_scores_count_each_statement_once(view):
    scores = ledger.scores(view)
    assert sum(sum(counted.values()) for counted in scores.values()) == len(KEYS)


@pytest.mark.parametrize("form", ledger.FORMATS)
def test_the_ledger_is_listed_in_each_format(latest, form):
    told = ledger.listed(ledger.verdicts(latest, section="trade", document="milov-2025"), latest, form)
    assert "m021" in told
    if form == "json":
        assert all(record["verdict"] in WORDS for record in json.loads(told))
    if form == "csv":
        assert {row["section"] for row in csv.DictReader(told.splitlines())} == {"trade"}


def test_a_filter_that_no_statement_has_is_refused(latest):
    with pytest.raises(DataError, match="no claim has it: one of"):
        ledger.verdicts(latest, section="sport")


@pytest.mark.parametrize("key", ["m021", "t001", KEYS[-1]])
def test_one_statement_is_told_in_full(latest, key):
    told = ledger.in_full(weigh(claim(key, latest), latest), latest)
    assert claims(TABLES)[key].row["statement"] in told
    assert "history:" in told


def test_the_command_tells_one_many_and_what_turned():
    run = lambda *arguments: small.nolimits(ROOT, "claims", *arguments)  # noqa: E731
    assert "confirmed if" in run("m021").stdout
    assert run("--section", "trade", "--verdict", "confirmed", "--format", "csv").stdout.count("\n") > 3
    assert "m021  undecided → confirmed" in run("--turned-since", "2025-09-10").stdout
    for wrong in (
        ["m999"],
        ["--section", "sport"],
        ["--cutoff", "soon"],
        ["--turned-since", "2025-02-30"],
        ["--format", "xml"],
    ):
        done = run(*wrong)
        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1


def test_the_ledger_for_machines_keeps_its_schema(latest):
    told = {"cutoff": latest.cutoff, "claims": [ledger.record(v, latest) for v in ledger.verdicts(latest)[:60]]}
    schema = json.loads((ROOT / "nolimits/schemas/claims.schema.json").read_text())
    jsonschema.validate(told, schema)
    told["claims"][0]["verdict"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, schema)


def test_the_reviews_for_search_engines_name_statement_paper_and_rating(latest):
    script = BeautifulSoup(page.reviews(latest), "lxml").select_one("script")
    graph = json.loads(script.string)["@graph"]
    decided = [v for v in ledger.verdicts(latest) if v.word in page.RATINGS]
    assert len(graph) == len(decided)
    for review in graph:
        assert review["@type"] == "ClaimReview"
        assert review["claimReviewed"]
        assert review["itemReviewed"]["author"]["name"]
        assert 1 <= review["reviewRating"]["ratingValue"] <= 3


def test_a_statement_without_a_test_and_a_test_that_cannot_be_asked_are_reported(tables):
    head, rows = tables.read("criteria")
    tables.write("criteria", head, [row for row in rows if row["claim"] != "m021"])
    tables.change("criteria", {"claim": "m022"}, test="measured", measure="value('no.such')", confirmed_if="1 < 2")
    done = subprocess.run(
        [sys.executable, "-m", "nolimits.cli", "check", "--data", tables.folder],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "claims.csv:22:claim: without a row in criteria.csv: m021" in done.stdout
    assert "criteria.csv:" in done.stdout
    assert "no indicator is called 'no.such'" in done.stdout


def test_the_vendored_table_library_is_the_one_that_was_pinned():
    import hashlib

    script = ROOT / "nolimits/pages/static/datatables/dataTables.min.js"
    assert hashlib.sha256(script.read_bytes()).hexdigest() == page.DATATABLES_SHA256

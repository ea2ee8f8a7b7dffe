"""The ledger counts every statement once and keeps to what it is asked for; the command tells it in a terminal."""

import csv
import json

import pytest
from conftest import TABLES, known_by

from nolimits import cli
from nolimits.claims import WORDS, claims, ledger
from nolimits.data import DataError


@pytest.fixture
def run(monkeypatch, capsys):
    """The command, asked of the frozen tables."""
    monkeypatch.setenv("NOLIMITS_DATA", str(TABLES))

    def asked(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(["claims", *arguments])
        except SystemExit as stopped:
            code = int(stopped.code)
        return code, *capsys.readouterr()

    return asked


def keys(view, **wanted) -> list[str]:
    return [one.claim.key for one in ledger.verdicts(view, **wanted)]


def test_every_statement_is_weighed_in_the_order_of_the_table(frozen):
    assert keys(frozen) == list(claims(frozen.evidence))
    assert keys(frozen, document=None, section=None, verdict=None) == keys(frozen)


def test_a_filter_keeps_to_a_paper_a_section_a_word_or_all_of_them(frozen):
    assert keys(frozen, document="letter-2023") == ["l001", "l002", "l003"]
    assert keys(frozen, section="talks") == ["l002", "p005", "p006"]
    assert keys(frozen, verdict="confirmed") == ["l001", "l003", "p002"]
    assert keys(frozen, document="pamphlet-2023", section="talks", verdict="refuted") == ["p005"]
    assert keys(frozen, section=None, verdict="untestable") == ["l002"]


def test_a_word_that_no_statement_has_just_now_gives_none(frozen):
    assert keys(frozen, verdict="partly") == []


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"section": "sport"}, "--section sport: no claim has it: one of talks, trade"),
        ({"document": "letter"}, "--document letter: no claim has it: one of letter-2023, pamphlet-2023"),
        ({"verdict": "true"}, f"--verdict true: no claim has it: one of {', '.join(WORDS)}"),
        ({"document": "letter-2023", "section": "sport"}, "--section sport: no claim has it: one of talks, trade"),
    ],
)
def test_a_value_that_no_statement_has_is_refused_with_those_that_are_had(frozen, wanted, says):
    with pytest.raises(DataError) as refused:
        ledger.verdicts(frozen, **wanted)
    assert str(refused.value) == says


def test_the_papers_come_in_the_order_of_their_days(frozen_tables):
    assert [row["document"] for row in ledger.documents(known_by())] == ["letter-2023", "pamphlet-2023"]
    frozen_tables.change("documents", {"document": "letter-2023"}, published_to="2023-05-11")
    assert [row["document"] for row in ledger.documents(frozen_tables.view())] == ["pamphlet-2023", "letter-2023"]


def test_the_scores_count_each_statement_once_by_paper_and_word():
    assert ledger.scores(known_by()) == {
        "letter-2023": {"confirmed": 2, "partly": 0, "overtaken": 0, "refuted": 0, "undecided": 0, "untestable": 1},
        "pamphlet-2023": {"confirmed": 1, "partly": 0, "overtaken": 1, "refuted": 2, "undecided": 4, "untestable": 0},
    }
    assert list(ledger.scores(known_by())["letter-2023"]) == list(WORDS)
    assert ledger.scores(known_by("2021-01-01"))["pamphlet-2023"] == {
        "confirmed": 0,
        "partly": 0,
        "overtaken": 0,
        "refuted": 1,
        "undecided": 7,
        "untestable": 0,
    }


# --- the command


def test_the_command_tells_all_statements_in_a_table(run):
    code, told, _ = run()
    assert code == 0
    assert told.splitlines()[0].split() == ["claim", "verdict", "strength", "stated", "measured", "statement"]
    assert "p002   confirmed   low       USD 90 bn" in told


def test_the_command_tells_those_that_are_asked_for_in_each_format(run):
    asked = ("--document", "pamphlet-2023", "--section", "trade", "--verdict", "refuted")
    code, told, _ = run(*asked, "--format", "csv")
    assert (code, [row["claim"] for row in csv.DictReader(told.splitlines())]) == (0, ["p008"])
    _, told, _ = run(*asked, "--format", "json", "--cutoff", "2021-06-30")
    assert [one["claim"] for one in json.loads(told)] == ["p001"]


def test_the_command_tells_one_statement_and_what_turned(run):
    assert "confirmed if near(measured, stated)" in " ".join(run("p002")[1].split())
    _, told, _ = run("--turned-since", "2023-06-30")
    assert "l001  refuted, too weak to count → confirmed, too weak to count" in told
    _, told, _ = run("--turned-since", "2022-06-30", "--cutoff", "2023-06-30")
    assert "l001  confirmed, too weak to count → refuted, too weak to count" in told


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["p999"], "nolimits: no claim is called 'p999': "),
        (["--section", "sport"], "nolimits: --section sport: no claim has it"),
        (["--cutoff", "soon"], "nolimits: 'soon' is not a day"),
        (["--turned-since", "2023-02-30"], "nolimits: '2023-02-30' is not a day"),
        (["--format", "xml"], "nolimits claims: argument --format: invalid choice: 'xml'"),
    ],
)
def test_a_wrong_question_is_answered_in_one_sentence(run, asked, says):
    code, told, complaint = run(*asked)
    assert (bool(code), told) == (True, "")
    assert complaint.startswith(says)
    assert len(complaint.strip().splitlines()) == 1

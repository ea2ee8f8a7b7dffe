"""An exception covers one finding of one rule in one row, and is told once it no longer applies."""

import pytest
import yaml
from faults import add, describe, descriptor, line, rewrite, told

from nolimits import checks

RULE = "nothing-is-known-before-it-happens"
FOUND = "2021-03-02, before 2021-03-05"
LATE = f"known_on: known before it happened: {FOUND}: not before 2021-03-05, which is date"


@pytest.fixture
def tables(frozen_tables):
    """The frozen tables with one event that is known three days before its day."""
    frozen_tables.change("events", {"event": "tal-001"}, date="2021-03-05")
    return frozen_tables


def grant(tables, **cells: str) -> None:
    about = {"rule": RULE, "table": "events", "row": "tal-001", "found": FOUND, "reason": "announced ahead"}
    add(tables, "exceptions", **(about | cells))


def test_a_breach_for_which_an_exception_is_granted_is_no_problem(tables):
    assert told(tables) == [f"events.csv:{line(tables, 'events', event='tal-001')}:{LATE}"]
    grant(tables)
    assert told(tables) == []


def test_an_exception_that_no_longer_applies_is_told(tables):
    grant(tables)
    tables.change("events", {"event": "tal-001"}, date="2021-03-01")
    assert told(tables) == [
        "exceptions.csv:2:row: an exception that no longer applies: 'tal-001': "
        f"no exception, because {RULE} finds nothing in such a row of events"
    ]


def test_an_exception_for_a_row_that_is_gone_is_told(tables):
    grant(tables)
    grant(tables, row="tal-009")
    assert [one.partition(": ")[0] for one in told(tables)] == ["exceptions.csv:3:row"]


def test_an_exception_does_not_cover_another_finding_in_its_row(tables):
    grant(tables, found="2021-03-02, before 2021-03-04")
    assert told(tables) == [
        f"events.csv:{line(tables, 'events', event='tal-001')}:{LATE}",
        f"exceptions.csv:2:found: an exception for something else: '2021-03-02, before 2021-03-04': '{FOUND}'",
    ]


def test_an_exception_does_not_cover_another_row(tables):
    grant(tables)
    tables.change("events", {"event": "tal-002"}, date="2022-02-14")
    assert len(told(tables)) == 1


def test_an_exception_does_not_cover_another_rule(tables):
    tables.change("events", {"event": "tal-001"}, description="Signed. ")
    grant(tables, rule="cells-are-trimmed", found=FOUND)
    assert [one.split(": ")[:2] for one in told(tables)] == [
        [f"events.csv:{line(tables, 'events', event='tal-001')}:description", "space around a cell"],
        [f"events.csv:{line(tables, 'events', event='tal-001')}:known_on", "known before it happened"],
        ["exceptions.csv:2:found", "an exception for something else"],
    ]


def test_of_two_findings_of_one_rule_in_a_row_only_the_granted_one_is_covered(tables):
    tables.change("measures", {"measure": "nor-wool-duty"}, goods="wool ", terms="a tenth ")
    grant(tables)
    grant(tables, rule="cells-are-trimmed", table="measures", row="nor-wool-duty", found="'a tenth '")
    at = line(tables, "measures", measure="nor-wool-duty")
    assert told(tables) == [f"measures.csv:{at}:goods: space around a cell: 'wool ': 'wool'"]


def test_a_row_of_several_keys_is_named_by_all_of_them(tables):
    tables.change("milestones", {"date": "2020-04-30"}, description="A road ")
    grant(tables)
    key = "road-one;2020-04-30;announced;wire-2020-05-01-mills"
    grant(tables, rule="cells-are-trimmed", table="milestones", row=key, found="'A road '")
    assert told(tables) == []


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"rule": "cells-are-trimed"}, "rule: no such rule: 'cells-are-trimed': perhaps cells-are-trimmed"),
        ({"table": "eventss"}, "table: no such table: 'eventss': perhaps events"),
    ],
)
def test_an_exception_from_an_unknown_rule_or_table_names_what_may_be_meant(tables, cells, says):
    grant(tables)
    grant(tables, **cells)
    at = line(tables, "exceptions", **cells)
    assert told(tables) == [f"exceptions.csv:{at}:{says}"]


def test_whether_an_exception_applies_is_open_where_its_table_could_not_be_read(tables):
    grant(tables)
    tables.change("events", {"event": "tal-001"}, date="2021-03-01")
    rewrite(tables, "events.csv", lambda text: text + b"tal-009,talks\n")
    assert [one.split(": ")[1] for one in told(tables)] == ["missing cell"]


def test_an_unsound_exception_covers_nothing(tables):
    grant(tables, reason="")
    assert [one.split(": ")[1] for one in told(tables)] == ["known before it happened", "missing value"]


def test_columns_of_which_the_rules_speak_must_be_there(frozen_tables):
    fields = descriptor(frozen_tables)["resources"]
    (about,) = (one for one in fields if one["name"] == "measures")
    kept = [one for one in about["schema"]["fields"] if one["name"] != "supersedes"]
    describe(frozen_tables, lambda found: found["measures"]["schema"].update(fields=kept))
    describe(frozen_tables, lambda found: found["measures"]["register"].pop("supersedes"))
    head, rows = frozen_tables.read("measures")
    head.remove("supersedes")
    frozen_tables.write("measures", head, [{name: row[name] for name in head} for row in rows])
    assert told(frozen_tables) == [
        "datapackage.yaml:1:resources: the rules cannot be applied: no table or column 'supersedes': "
        "every table and column of which the rules speak"
    ]


def test_a_table_that_is_not_described_has_no_rows_and_breaks_no_rule(frozen_tables):
    gone = ("footnotes", "corrections", "exceptions", "identities", "typed_digits", "glossary")
    for name in gone:
        (frozen_tables.folder / f"{name}.csv").unlink()
    package = descriptor(frozen_tables)
    package["resources"] = [one for one in package["resources"] if one["name"] not in gone]
    (frozen_tables.folder / "datapackage.yaml").write_text(yaml.safe_dump(package))
    assert told(frozen_tables) == []
    frozen_tables.change("claims", {"claim": "p001"}, footnotes="7")
    (said,) = told(frozen_tables)
    assert "footnotes" in said


def test_all_faults_are_told_at_once_sorted_by_file_line_and_column(frozen_tables):
    frozen_tables.change("claims", {"claim": "p008"}, kind="figures")
    frozen_tables.change("claims", {"claim": "l002"}, testable="maybe", kind="figures")
    frozen_tables.change("measures", {"measure": "nor-wool-duty"}, kind="fees")
    (frozen_tables.folder / "stray.csv").touch()
    rewrite(frozen_tables, "events.csv", lambda text: text.replace(b"tal-002,talks,", b"tal-002,talks,,"))
    places = [(one.file.rpartition("/")[2], one.line, one.column) for one in checks.problems(frozen_tables.folder)]
    assert places == [
        ("claims.csv", line(frozen_tables, "claims", claim="l002"), "kind"),
        ("claims.csv", line(frozen_tables, "claims", claim="l002"), "testable"),
        ("claims.csv", line(frozen_tables, "claims", claim="p008"), "kind"),
        ("events.csv", line(frozen_tables, "events", event="tal-002"), "10"),
        ("measures.csv", line(frozen_tables, "measures", measure="nor-wool-duty"), "kind"),
        ("stray.csv", 1, "1"),
    ]

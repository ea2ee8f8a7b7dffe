"""An act that two entries of a register tell is kept twice and counted once."""

import pytest
import yaml
from asking import number
from drawing import WORDS

from nolimits import checks
from nolimits.charts import strip, yearly


def join(tables, **parts):
    """Give the events a column that says of which other event one is a part."""
    path = tables.folder / "datapackage.yaml"
    package = yaml.safe_load(path.read_text())
    events = next(one for one in package["resources"] if one["name"] == "events")
    events["register"]["part_of"] = "part_of"
    events["schema"]["fields"].insert(
        -2, {"name": "part_of", "type": "string", "description": "Of which it is a part."}
    )
    path.write_text(yaml.safe_dump(package, sort_keys=False))
    head, rows = tables.read("events")
    for row in rows:
        row["part_of"] = parts.get(row["event"].replace("-", "_"), "")
    tables.write("events", [*head[:-2], "part_of", *head[-2:]], rows)
    return tables


def findings(tables):
    return [str(one) for one in checks.problems(tables.folder) if ":part_of:" in str(one)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("count('events')", 3),
        ("count('events', kind='loan')", 1),
        ("count('events', event='tal-004')", 1),  # its whole is not asked for
        ("count('events', since='2022-10-01')", 1),  # its whole is of an earlier day
    ],
)
def test_a_part_is_not_counted_beside_its_whole(frozen_tables, question, expected):
    assert number(question, view=join(frozen_tables, tal_004="tal-003").view()) == expected


def test_a_part_is_counted_while_its_whole_is_not_known(frozen_tables):
    frozen_tables.change("events", {"event": "tal-003"}, known_on="2024-01-01")
    view = join(frozen_tables, tal_004="tal-003").view("2023-06-30")
    assert number("count('events', kind='loan')", view=view) == 1


def test_without_a_whole_every_entry_counts(frozen_tables):
    assert number("count('events', kind='loan')", view=join(frozen_tables).view()) == 2


@pytest.mark.parametrize(("parts", "loans"), [({}, 2), ({"tal_004": "tal-003"}, 1)])
def test_charts_show_as_many_events_as_are_counted(frozen_tables, parts, loans):
    view = join(frozen_tables, **parts).view()
    columns = yearly(view, filters={"kind": "loan"}, **WORDS)
    assert sum(record["count"] for record in columns.records) == loans
    assert len(strip(view, kind="loan", **WORDS).records) == loans


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        ({"tal_004": "tal-003"}, ""),
        ({"tal_004": "tal-009"}, "no such event: tal-009"),
        ({"tal_004": "tal-004"}, "no such event: tal-004"),
        ({"tal_004": "tal-003", "tal_003": "tal-001"}, "a part itself: tal-003: tal-001, of which that one is a part"),
    ],
)
def test_a_part_names_a_whole_that_stands_by_itself(frozen_tables, parts, complaint):
    found = findings(join(frozen_tables, **parts))
    assert len(found) == bool(complaint)
    assert all(complaint in one for one in found)

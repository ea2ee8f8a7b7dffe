"""The data package's own faults are told first, and nothing is held to a description that cannot be relied on."""

import random

import pytest
from faults import describe, descriptor, dumped, field, rewrite, told

from nolimits import checks
from nolimits.checks import package

pytestmark = pytest.mark.slow

SHAPE = "name, path and schema with fields, each with name and type"
LEAST = "key, says, page and anchor at the least"


def column(table, name, /, **cells):
    return lambda found: field(found, table, name).update(cells)


def bound(table, name, /, **cells):
    return lambda found: field(found, table, name).setdefault("constraints", {}).update(cells)


def register(table, /, **cells):
    return lambda found: found[table]["register"].update(cells)


def unregistered(table, *names):
    return lambda found: without(found[table]["register"], *names)


def written(text):
    return lambda _: text


def schema(table, /, **cells):
    return lambda found: found[table]["schema"].update(cells)


def without(block, *names):
    for name in names:
        del block[name]


# what is changed, and what is told of it behind `datapackage.yaml:1:`
FAULTS = {
    # a table
    "a table without a path": (lambda found: without(found["events"], "path"), f"resources.4: 'path' missing: {SHAPE}"),
    "a table without a name": (lambda found: without(found["events"], "name"), f"resources.4: 'name' missing: {SHAPE}"),
    "a column without a name": (
        lambda found: without(field(found, "events", "kind"), "name"),
        f"resources.4: 'name' missing: {SHAPE}",
    ),
    "a table whose name is a number": (
        lambda found: found["events"].update(name=7),
        "resources.4: the name 7: names that are text",
    ),
    "a column whose name is a number": (
        column("events", "kind", name=1.5),
        "resources.4: the name 1.5: names that are text",
    ),
    "a path elsewhere": (
        lambda found: found["events"].update(path="../events.csv"),
        "events.path: '../events.csv': events.csv, beside the data package",
    ),
    # a column
    "an unknown type": (column("events", "date", type="data"), "events.date: type 'data': perhaps date"),
    "no type": (
        lambda found: without(field(found, "events", "date"), "type"),
        "events.date: type an empty cell: one of string, number, integer, date",
    ),
    "an unknown constraint": (
        bound("events", "description", maxlength=40),
        "events.description: constraint 'maxlength': perhaps maxLength",
    ),
    "a value of an enum that is no text": (
        bound("units", "whole", enum=["yes", False]),
        "units.whole: False in the enum: text: in quotes where YAML would read something else",
        "units.whole: a meaning of 'no': meanings of values of the enum",
    ),
    "a meaning of no value": (
        lambda found: field(found, "units", "whole")["meanings"].update(maybe="who knows"),
        "units.whole: a meaning of 'maybe': meanings of values of the enum",
    ),
    "a broken pattern": (
        bound("events", "event", pattern="tal-([0-9]"),
        "events.event: pattern 'tal-([0-9]': a regular expression (missing ), unterminated subpattern at position 4)",
    ),
    "a bound that is no number": (
        bound("projects", "capacity", minimum="0"),
        "projects.capacity: minimum '0': a number",
    ),
    "a bound that is a truth": (
        bound("projects", "capacity", maximum=True),
        "projects.capacity: maximum True: a number",
    ),
    "a length that is no number": (
        bound("indicators", "label", maxLength=[40]),
        "indicators.label: maxLength [40]: a number",
    ),
    "a bound of a day": (
        bound("events", "date", minimum=2000),
        "events.date: minimum of a date: a column of the type number or integer",
    ),
    "a bound of a text": (
        bound("events", "description", maximum=9),
        "events.description: maximum of a string: a column of the type number or integer",
    ),
    "constraints that are a number": (
        column("events", "date", constraints=3),
        "resources: a part of another shape ('int' object has no attribute 'keys'): "
        "a Frictionless data package of tables",
    ),
    # rules that a column declares
    **{
        f"{rule} no column": (
            column("measures", "ended", **{rule: "effectiv"}),
            f"measures.ended.{rule}: 'effectiv': perhaps effective",
        )
        for rule in ("from", "needs", "happened")
    },
    "needs a list": (
        column("measures", "ended", needs=["effective"]),
        "measures.ended.needs: '['effective']': perhaps effective",
    ),
    "only where no column is": (
        column("indicators", "level", only={"column": "measure", "is": "growth"}),
        "indicators.level.only: 'measure': perhaps measures",
    ),
    "only without saying what": (
        column("indicators", "level", only={"column": "measures"}),
        "indicators.level.only: '{'column': 'measures'}': a block with column and is",
    ),
    "only without a block": (
        column("indicators", "level", only="measures"),
        "indicators.level.only: 'measures': a block with column and is",
    ),
    "a prefix of no column": (
        column("events", "event", prefix={"column": "sektion", "means": {}}),
        "events.event.prefix: 'sektion': perhaps section or direction",
    ),
    "a prefix that means nothing": (
        column("events", "event", prefix={"column": "section"}),
        "events.event.prefix: '{'column': 'section'}': a block with column and means",
    ),
    "a prefix with one meaning": (
        column("events", "event", prefix={"column": "section", "means": "talks"}),
        "events.event.prefix: 'talks': what each first part of a key means",
    ),
    "one other name": (
        column("sources", "publisher", instead="Wire"),
        "sources.publisher.instead: 'Wire': the right name for each other one, as text",
    ),
    "another name for nothing": (
        column("sources", "publisher", instead={"Wire": None}),
        "sources.publisher.instead: '{'Wire': None}': the right name for each other one, as text",
    ),
    # keys
    "no key": (
        schema("identities", primaryKey=[]),
        "identities.primaryKey: no key: one or more of whole, first, operation, second",
    ),
    "a key of no column": (schema("events", primaryKey="evnt"), "events.primaryKey: 'evnt': perhaps event"),
    "a key of several columns, one of them none": (
        schema("milestones", primaryKey=["project", "day"]),
        "milestones.primaryKey: 'day': one of project, date, milestone, status, description, source, known_on",
    ),
    "a reference to no table": (
        schema("events", foreignKeys=[{"fields": "source", "reference": {"resource": "source", "fields": "source"}}]),
        "events.foreignKeys: 'source': perhaps sources",
    ),
    "a reference from no column": (
        schema("events", foreignKeys=[{"fields": "sorce", "reference": {"resource": "sources", "fields": "source"}}]),
        "events.foreignKeys: 'sorce': perhaps source",
    ),
    "a reference to no column": (
        schema("events", foreignKeys=[{"fields": ["source"], "reference": {"resource": "sources", "fields": ["key"]}}]),
        "events.foreignKeys: 'key': one of 11, such as source",
    ),
    "a reference to no table before one from no column": (
        schema(
            "events",
            foreignKeys=[
                {"fields": "source", "reference": {"resource": "source", "fields": "source"}},
                {"fields": "sorce", "reference": {"resource": "sources", "fields": "source"}},
            ],
        ),
        "events.foreignKeys: 'sorce': perhaps source",
        "events.foreignKeys: 'source': perhaps sources",
    ),
    # registers
    "a register that is no block": (
        lambda found: found["events"].update(register="event"),
        "events.register: 'event': a block with "
        "key, page, anchor, says, day, known, tells, begins, ends, end_known, supersedes, part_of, acts, of, always, "
        "doer, habits",
    ),
    "a register with an unknown word": (register("events", dey="date"), "events.register: 'dey': perhaps key or day"),
    **{
        f"a register without {name}": (unregistered("remarks", name), f"remarks.register: {name} missing: {LEAST}")
        for name in ("key", "says", "page", "anchor")
    },
    "a register with an empty page": (register("remarks", page=""), f"remarks.register: page missing: {LEAST}"),
    **{
        f"a register whose {name} is no column": (
            register("measures", **{name: "effectiv"}),
            f"measures.register.{name}: 'effectiv': perhaps effective",
        )
        for name in ("key", "day", "known", "begins", "ends", "end_known")
    },
    **{
        f"a register whose {name} are no columns": (
            register("measures", **{name: ["terms", "effectiv"]}),
            f"measures.register.{name}: 'effectiv': perhaps effective",
        )
        for name in ("tells", "always")
    },
    "a register that acts of no register move": (
        register("projects", acts="sources"),
        "projects.register.acts: 'sources': {near}",
    ),
    "a register of the acts of no register": (
        register("milestones", of="project"),
        "milestones.register.of: 'project': perhaps projects",
    ),
    "a register that says a column which is not there": (
        register("events", says="{date}: {descriptio}"),
        "events.register.says: 'descriptio': perhaps description",
    ),
    "a register whose anchor names no column": (
        register("events", anchor="event-{evnt}"),
        "events.register.anchor: 'evnt': perhaps event",
    ),
    "a register whose page has a brace too many": (
        register("events", page="chapters/{section"),
        "events.register.page: 'chapters/{section': text with columns in braces (expected '}' before end of string)",
    ),
    "a register that says a state which its entries do not have": (
        register("events", says="{description} {status}"),
        "events.register.says: 'status': one of 9, such as event",
    ),
    "a register whose anchor is a state": (
        register("measures", anchor="{state}"),
        "measures.register.anchor: 'state': one of 15, such as measure",
    ),
}

ALLOWED = {
    "a state of what begins and ends": register("measures", says="{goods}: {state}"),
    "a course of what acts move": register(
        "projects", says="{name}, {status} since {since}, {begun}, {begun_as}, {news}"
    ),
    "text without columns": register("events", says="an event", page="a", anchor="{event}-{date}"),
    "one column instead of several": register("events", tells="description"),
    "acts of its own kind": register("projects", acts="milestones"),
    "a bound of a whole number": bound("units", "decimals", maximum=12.5),
    "a length of a number": bound("projects", "capacity", maxLength=5),
    "a meaning of each value": column("remarks", "side", meanings={"Norland": "of Norland"}),
    "a key of one column in a list": schema("events", primaryKey=["event"]),
    "no references": schema("events", foreignKeys=[]),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_the_data_package_is_told_where_it_lies_and_nothing_else_is(frozen_tables, case):
    change, *says = FAULTS[case]
    describe(frozen_tables, change)
    found = told(frozen_tables)
    assert len(found) == len(says), found
    for one, due in zip(found, sorted(says), strict=True):
        where, what = due.split(": ", 1)
        due = f"datapackage.yaml:1:{where}: broken data package: {what.partition('{near}')[0]}"
        assert one.startswith(due) if "{near}" in what else one == due


@pytest.mark.parametrize("case", ALLOWED)
def test_what_a_data_package_may_say_besides_is_no_fault(frozen_tables, case):
    describe(frozen_tables, ALLOWED[case])
    assert told(frozen_tables) == []


def test_all_faults_of_a_data_package_are_told_at_once(frozen_tables):
    def change(found):
        field(found, "events", "date")["type"] = "data"
        found["measures"]["path"] = "m.csv"
        del found["remarks"]["path"]
        found["projects"]["register"]["key"] = "projct"
        del found["units"]["schema"]["primaryKey"]

    describe(frozen_tables, change)
    remarks = 1 + [one["name"] for one in descriptor(frozen_tables)["resources"]].index("remarks")
    assert {one.split(":")[2] for one in told(frozen_tables)} == {
        "events.date",
        "measures.path",
        f"resources.{remarks}",
        "projects.register.key",
        "units.primaryKey",
    }


# --- the file itself


FILES = {
    "not text": (
        lambda text: b"name: x\n\xff" + text,
        "2:1: no data package: not UTF-8 at byte 8 (0xff): save it as UTF-8",
    ),
    "not YAML": (
        lambda text: b"name: x\n  title: y\n",
        "2:1: no data package: broken YAML: mapping values are not allowed in this context: mend that line",
    ),
    "a list that is never closed": (
        lambda text: b"name: x\nresources: [a,\n",
        "3:1: no data package: broken YAML: did not find expected node content: mend that line",
    ),
    "a control character": (
        lambda text: b"name: \x00\n",
        "1:1: no data package: broken YAML: unacceptable character #x0000: control characters are not allowed: mend that line",
    ),
    **{
        name: (
            written(text),
            "1:resources: broken data package: no list of tables: a list of resources, each with name, path and schema",
        )
        for name, text in {
            "nothing": b"",
            "no resources": b"name: x\n",
            "no table among the resources": b"resources: []\n",
            "resources that are no list": b"resources: {a: 1}\n",
        }.items()
    },
    "a list": (lambda text: b"- a\n- b\n", "1:1: no data package: not a mapping: write `key: value`, one a line"),
    "a key that stands twice": (
        lambda text: b"name: x\nname: y\n",
        "2:1: no data package: the key 'name' stands twice: write it once",
    ),
    "a table that is a number": (
        lambda text: b"resources: [3]\n",
        "1:resources.1: broken data package: 'int' object is not subscriptable missing: " + SHAPE,
        "1:resources: broken data package: a part of another shape (argument of type 'int' is not iterable): "
        "a Frictionless data package of tables",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_no_data_package_is_told_and_nothing_else(frozen_tables, case):
    change, *says = FILES[case]
    rewrite(frozen_tables, "datapackage.yaml", change)
    found = told(frozen_tables)
    assert found
    assert found[0] in [f"datapackage.yaml:{one}" for one in says], found


def test_a_folder_without_a_data_package_says_so(frozen_tables):
    (frozen_tables.folder / "datapackage.yaml").unlink()
    assert told(frozen_tables) == [
        "datapackage.yaml:1:1: no data package: there is no such file: write one, or restore it from git"
    ]


def test_a_sound_data_package_gives_its_tables_in_order(frozen):
    resources, problems = package.read_package(frozen.folder)
    assert problems == []
    assert [one["name"] for one in resources[:3]] == ["indicators", "units", "observations"]


def test_one_column_is_named_by_itself_and_several_in_a_list():
    assert package.as_list("source") == ["source"]
    assert package.as_list(["a", "b"]) == ["a", "b"]


def leaves(node, path=()):
    """The places of a descriptor, each shape of place once or twice."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from leaves(value, (*path, key))


def test_whatever_stands_at_a_place_of_the_data_package_the_answer_is_sentences(frozen_tables):
    read = descriptor(frozen_tables)
    places = [place for place in leaves(read) if place[0] == "resources" and "description" not in place]
    rng = random.Random(7)
    path = frozen_tables.folder / "datapackage.yaml"
    for place in rng.sample(places, 40):
        inner = read
        for key in place[:-1]:
            inner = inner[key]
        before = inner[place[-1]]
        inner[place[-1]] = rng.choice([3, [], {}, "x", None, ["x"], True])
        path.write_text(dumped(read), encoding="utf-8")
        for problem in checks.problems(frozen_tables.folder):
            assert str(problem).isprintable()
        inner[place[-1]] = before

"""Every cell is held to its column: type, constraints, keys and references, each fault with what would be right."""

import pytest
from faults import add, describe, field, line, rewrite, spread, told

from nolimits.checks import schema


@pytest.fixture(autouse=True)
def forgotten():
    """No cell is judged by what was found of an equal one in another test."""
    schema._is_of_type.cache_clear()


RATE = {"indicator": "bank.rate", "period_start": "2022-02-28"}
EVENT = {"event": "tal-002"}
MILL = {"project": "mill-one"}
NUMBER = "a plain number such as 244.819"
DAY = "a day that exists, written YYYY-MM-DD, such as 2025-09-10"

# a table, which row, what is put into which column, what is told behind the column
CELLS = [
    ("observations", RATE, "qualifier", "exakt", "unknown value: 'exakt': perhaps exact"),
    (
        "observations",
        RATE,
        "qualifier",
        "Q",
        "unknown value: 'Q': one of exact, about, over, at_least, under, up_to, range",
    ),
    (
        "observations",
        RATE,
        "qualifier",
        "",
        "missing value: an empty cell: one of exact, about, over, at_least, under, up_to, range",
    ),
    ("observations", RATE, "known_on", "", f"missing value: an empty cell: {DAY}"),
    ("events", EVENT, "kind", "", "missing value: an empty cell: one of 16, such as agreement"),
    ("events", EVENT, "description", "", "missing value: an empty cell: some text"),
    (
        "sources",
        {"source": "wire-2020-02-01-tea"},
        "language",
        "",
        "missing value: an empty cell: text of the form [a-z]{2}",
    ),
    (
        "sources",
        {"source": "wire-2020-02-01-tea"},
        "language",
        "english",
        "malformed value: 'english': text of the form [a-z]{2}",
    ),
    ("projects", MILL, "planned_completion", "soon", "malformed value: 'soon': text of the form [0-9]{4}(-[0-9]{4})?"),
    (
        "projects",
        MILL,
        "planned_completion",
        "2023-24",
        "malformed value: '2023-24': text of the form [0-9]{4}(-[0-9]{4})?",
    ),
    ("projects", MILL, "capacity", "-0.1", "too small: '-0.1': at least 0"),
    (
        "indicators",
        {"indicator": "tea.sold"},
        "label",
        "L" * 41,
        f"too long: '{'L' * 41}': at most 40 characters, not 41",
    ),
    ("units", {"unit": "percent"}, "decimals", "1.5", "not an integer: '1.5': a whole number such as 12"),
    ("units", {"unit": "percent"}, "decimals", "01", "not an integer: '01': a whole number such as 12"),
    ("units", {"unit": "percent"}, "decimals", "-1", "too small: '-1': at least 0"),
    ("units", {"unit": "percent"}, "summable", "true", "unknown value: 'true': one of yes, no"),
]
ALLOWED = [
    ("events", EVENT, "date", "2020-02-29"),
    ("projects", MILL, "capacity", "0"),
    ("projects", MILL, "planned_completion", "2023-2024"),
    ("projects", MILL, "planned_completion", ""),
    ("indicators", {"indicator": "tea.sold"}, "label", "L" * 40),
    ("units", {"unit": "percent"}, "decimals", "0"),
    ("units", {"unit": "percent"}, "decimals", "10"),
    ("units", {"unit": "percent"}, "decimals", ""),
]


def names(cases):
    return [f"{case[2]}-{case[3][:12]}" for case in cases]


@pytest.mark.parametrize(("table", "where", "column", "cell", "says"), CELLS, ids=names(CELLS))
def test_a_cell_that_its_column_does_not_allow_is_told_with_what_would_be_right(
    frozen_tables, table, where, column, cell, says
):
    at = line(frozen_tables, table, **where)
    frozen_tables.change(table, where, **{column: cell})
    assert told(frozen_tables) == [f"{table}.csv:{at}:{column}: {says}"]


@pytest.mark.parametrize(("table", "where", "column", "cell"), ALLOWED, ids=names(ALLOWED))
def test_a_cell_that_its_column_just_allows_is_no_problem(frozen_tables, table, where, column, cell):
    frozen_tables.change(table, where, **{column: cell})
    assert told(frozen_tables) == []


def test_a_number_is_plain(frozen_tables):
    wrong = ["7,5", "nan", "inf", "1e1", "1 000", "07", "7.", ".5", "+7", "--7", "٣", "-", "1_000", "0x1"]
    spread(frozen_tables, "observations", "value", wrong)
    found = [one for one in told(frozen_tables) if ":value: not a" in one]
    assert found == [
        f"observations.csv:{number}:value: not a number: '{cell}': {NUMBER}" for number, cell in enumerate(wrong, 2)
    ]


def test_plain_numbers_are_allowed(frozen_tables):
    spread(frozen_tables, "indicators", "minimum", ["-7", "-7.5", "-0", "-0.5", "-1234567.89", "0"])
    assert told(frozen_tables) == []


def test_a_day_exists_and_is_written_in_full(frozen_tables):
    wrong = ["2022-02-30", "2023-02-29", "2022-13-01", "2022-00-10", "10.02.2022", "2022-2-10", "20220210", "2022"]
    spread(frozen_tables, "sources", "published", wrong)
    found = [one for one in told(frozen_tables) if one.startswith("sources")]
    assert found == [
        f"sources.csv:{number}:published: not a date: '{cell}': {DAY}" for number, cell in enumerate(wrong, 2)
    ]


def test_an_upper_bound_of_a_column_is_held_to_and_itself_allowed(frozen_tables):
    describe(frozen_tables, lambda found: field(found, "projects", "capacity").update(constraints={"maximum": 5}))
    assert told(frozen_tables) == []
    frozen_tables.change("projects", MILL, capacity="5.01")
    at = line(frozen_tables, "projects", **MILL)
    assert told(frozen_tables) == [f"projects.csv:{at}:capacity: too large: '5.01': at most 5"]


def test_every_wrong_cell_of_a_column_is_told_and_no_other(frozen_tables):
    for event in ("tal-001", "tal-003"):
        frozen_tables.change("events", {"event": event}, kind="lone")
    frozen_tables.change("events", {"event": "tal-004"}, kind="bund")
    assert told(frozen_tables) == [
        f"events.csv:{line(frozen_tables, 'events', event=event)}:kind: unknown value: '{cell}': perhaps {near}"
        for event, cell, near in (("tal-001", "lone", "loan"), ("tal-003", "lone", "loan"), ("tal-004", "bund", "bond"))
    ]


# --- keys


def test_a_repeated_key_names_the_line_that_holds_it_already(frozen_tables):
    frozen_tables.change("measures", {"measure": "nor-tea-opening"}, measure="nor-late-fee")
    assert told(frozen_tables) == [
        "measures.csv:3:measure: repeated key: 'nor-late-fee': a measure of its own: line 2 holds the same"
    ]


def test_a_third_row_of_one_key_names_the_first_as_well(frozen_tables):
    for measure in ("nor-tea-opening", "nor-wool-duty"):
        frozen_tables.change("measures", {"measure": measure}, measure="nor-late-fee")
    assert [one.rpartition(": ")[2] for one in told(frozen_tables)] == ["line 2 holds the same"] * 2


def test_a_repeated_key_of_several_columns_names_them_all(frozen_tables):
    where = {"indicator": "bank.rate", "period_start": "2022-06-14"}
    _, rows = frozen_tables.read("observations")
    first = next(row for row in rows if row["indicator"] == "bank.rate")
    frozen_tables.change("observations", where, **{column: cell for column, cell in first.items() if column != "value"})
    assert told(frozen_tables) == [
        "observations.csv:3:indicator: repeated key: "
        "'bank.rate;2022-02-28;2022-02-28;2022-02-28;customs-2022-02-28-bank': "
        "a indicator + period_start + period_end + known_on + source of its own: line 2 holds the same"
    ]


def test_a_repeated_value_of_a_column_that_is_unique_is_told(frozen_tables):
    _, rows = frozen_tables.read("indicators")
    frozen_tables.change("indicators", {"indicator": "tea.sold"}, label=rows[0]["label"])
    at = line(frozen_tables, "indicators", indicator="tea.sold")
    assert told(frozen_tables) == [
        f"indicators.csv:{at}:label: repeated key: '{rows[0]['label']}': a label of its own: line 2 holds the same"
    ]


def test_empty_cells_of_a_column_that_is_unique_are_not_the_same(frozen_tables):
    describe(frozen_tables, lambda found: field(found, "measures", "note").update(constraints={"unique": True}))
    assert told(frozen_tables) == []


def test_a_key_that_cannot_be_read_is_not_told_again_as_a_repeated_one(frozen_tables):
    for measure in ("nor-late-fee", "nor-tea-opening"):
        frozen_tables.change("measures", {"measure": measure}, measure="fee")
    assert [one.split(": ")[1] for one in told(frozen_tables)] == ["malformed value", "malformed value"]


def test_a_repeated_key_behind_a_line_break_is_told_on_the_line_of_its_last_column(frozen_tables):
    """The key of a footnote is its document and its number; in this file another column comes between."""

    def turned(found):
        found["footnotes"]["schema"]["fields"].insert(1, found["footnotes"]["schema"]["fields"].pop(3))

    describe(frozen_tables, turned)
    head, rows = frozen_tables.read("footnotes")
    head.insert(1, head.pop(3))
    rows = [rows[0] | {"title": "first\nsecond"}, rows[0] | {"title": "third\nfourth"}]
    frozen_tables.write("footnotes", head, rows)
    assert told(frozen_tables) == [
        "footnotes.csv:5:document: repeated key: 'pamphlet-2023;1': "
        "a document + number of its own: line 2 holds the same"
    ]


# --- references


@pytest.mark.parametrize(
    ("table", "where", "column", "cell", "says"),
    [
        ("observations", RATE, "indicator", "bank.rte", "no such row in indicators: 'bank.rte': perhaps bank.rate"),
        (
            "events",
            EVENT,
            "source",
            "daily-2022-02-12-talk",
            "no such row in sources: 'daily-2022-02-12-talk': perhaps daily-2022-02-12-talks",
        ),
        ("indicators", {"indicator": "tea.sold"}, "unit", "Mts", "no such row in units: 'Mts': perhaps Mt"),
        ("claims", {"claim": "p003"}, "unit", "percents", "no such row in units: 'percents': perhaps percent"),
        (
            "claims",
            {"claim": "p003"},
            "document",
            "pamphlet-2022",
            "no such row in documents: 'pamphlet-2022': perhaps pamphlet-2023",
        ),
        (
            "milestones",
            {"milestone": "mou"},
            "project",
            "mill-two",
            "no such row in projects: 'mill-two': perhaps mill-one",
        ),
    ],
)
def test_a_reference_to_a_row_that_is_not_there_names_rows_near_it(frozen_tables, table, where, column, cell, says):
    at = line(frozen_tables, table, **where)
    frozen_tables.change(table, where, **{column: cell})
    (found,) = (one for one in told(frozen_tables) if "out of order" not in one)
    assert found.startswith(f"{table}.csv:{at}:{column}: {says}")


def test_a_reference_of_several_columns_is_told_with_rows_of_the_same_first(frozen_tables):
    key = {"indicator": "wool.exports", "period_start": "2021-01-01", "period_end": "2021-12-30"}
    about = {"known_on": "2023-01-20", "source": "customs-2023-01-20-wool"}
    add(frozen_tables, "corrections", expect="121", action="ignore", reason="a slip", **key, **about)
    says = (
        "no such row in observations: 'wool.exports;2021-01-01;2021-12-30;2023-01-20;customs-2023-01-20-wool': "
        "perhaps wool.exports;2021-01-01;2021-12-31;2023-01-20;customs-2023-01-20-wool"
    )
    (found,) = told(frozen_tables)
    assert found.startswith(f"corrections.csv:2:indicator: {says}")
    assert found.count(" wool.exports;") >= found.count(";2023-01-20;") > 1


def test_a_row_of_another_first_is_not_named_although_it_is_nearer(frozen_tables):
    """No price of 2019 is stated, while exports and imports of that day differ by a word alone."""
    key = {"indicator": "wool.price", "period_start": "2019-01-01", "period_end": "2019-12-31"}
    about = {"known_on": "2020-01-20", "source": "customs-2020-01-20-wool"}
    add(frozen_tables, "corrections", expect="400", action="ignore", reason="a slip", **key, **about)
    (found,) = told(frozen_tables)
    near = found.partition(": perhaps ")[2]
    assert near.count("wool.price;202") == 3
    assert "wool.exports" not in near


def test_a_reference_of_several_columns_without_kin_is_told_with_whatever_is_near(frozen_tables):
    key = {"indicator": "bank.rte", "period_start": "2022-02-28", "period_end": "2022-02-28"}
    about = {"known_on": "2022-02-28", "source": "customs-2022-02-28-bank"}
    add(frozen_tables, "corrections", expect="20", action="ignore", reason="a slip", **key, **about)
    (found,) = told(frozen_tables)
    assert found.partition(": perhaps ")[2].startswith("bank.rate;2022-02-28;2022-02-28;2022-02-28;customs")


def test_all_references_to_a_row_that_went_are_told(frozen_tables):
    frozen_tables.drop("projects", project="mill-one")
    found = told(frozen_tables)
    _, acts = frozen_tables.read("milestones")
    assert [one.split(": ")[1] for one in found] == ["no such row in projects"] * sum(
        act["project"] == "mill-one" for act in acts
    )


def test_of_many_dangling_references_only_the_first_twenty_are_told_with_a_guess(frozen_tables):
    """A guess costs time: from the twenty-first on the table is named alone."""
    head, rows = frozen_tables.read("events")
    many = [
        rows[0] | {"event": f"tal-{i:03}", "source": f"wire-2021-03-02-x{i:02}", "description": f"{i}"}
        for i in range(1, 25)
    ]
    frozen_tables.write("events", head, [*many, many[0] | {"event": "tal-025", "description": "25"}])
    found = told(frozen_tables)
    guessed = ["perhaps" in one or "one of" in one for one in found]
    assert guessed == [True] * 20 + [False] * 4 + [True]
    assert found[20].endswith(": no such row in sources: 'wire-2021-03-02-x21': a key of sources")


def test_a_reference_into_a_table_that_could_not_be_read_is_not_told(frozen_tables):
    frozen_tables.change("milestones", {"milestone": "mou"}, project="mill-onf")
    rewrite(frozen_tables, "projects.csv", lambda text: text + b"zoo,\n")
    assert [one.split(": ")[1] for one in told(frozen_tables) if "order" not in one] == ["missing cell"]


def test_references_into_a_table_after_one_that_could_not_be_read_are_told(frozen_tables):
    """A milestone names a project, whose table is broken, and a source, whose table is not."""
    frozen_tables.change("milestones", {"milestone": "mou"}, source="wire-2021-05-25-mill")
    rewrite(frozen_tables, "projects.csv", lambda text: text + b"zoo,\n")
    assert [one.split(": ")[1] for one in told(frozen_tables)] == ["no such row in sources", "missing cell"]


def test_an_empty_reference_names_nothing(frozen_tables):
    frozen_tables.change("documents", {"document": "pamphlet-2023"}, source="")
    assert told(frozen_tables) == []


def test_a_reference_whose_own_cell_is_refused_is_not_told_again(frozen_tables):
    describe(
        frozen_tables,
        lambda found: field(found, "events", "source")["constraints"].update(pattern="[a-z]+-[0-9-]+-[a-z]+"),
    )
    frozen_tables.change("events", EVENT, source="DAILY")
    assert [one.split(": ")[1] for one in told(frozen_tables)] == ["malformed value"]


def test_references_behind_one_that_is_in_order_are_told(frozen_tables):
    frozen_tables.change("events", {"event": "tal-004"}, source="daily")
    frozen_tables.change("events", {"event": "tal-002"}, source="")
    assert [one.split(": ")[1] for one in told(frozen_tables)] == ["missing value", "no such row in sources"]

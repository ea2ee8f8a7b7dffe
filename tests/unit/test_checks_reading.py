"""A file that is no clean table is told where it breaks, by physical line and column, and what can be read still is."""

import csv
import io
import os
import time

import pytest
from faults import descriptor, line, rewrite, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nolimits import checks
from nolimits.checks import package, reading
from nolimits.checks.problem import Problem, suggest, visible

HEAD = b"event,section,date,actor,kind,direction,description,source,known_on"
QUOTES = 'a cell in quotes from its first to its last character, with "" for a quote inside it'
NINE = "9 cells, as in the header"


def swapped(old: bytes, new: bytes):
    return lambda text: text.replace(old, new, 1)


def columns_swapped(text: bytes) -> bytes:
    read = list(csv.reader(io.StringIO(text.decode(), newline="")))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([*row[:2], row[3], row[2], *row[4:]] for row in read)
    return out.getvalue().encode()


# what is done to events.csv, and what is told of it; line 3 holds tal-002, "Sudland asks for time"
FILES = {
    "byte order mark": (
        lambda text: b"\xef\xbb\xbf" + text,
        "1:1: byte order mark: bytes EF BB BF before the header: UTF-8 without such a mark",
    ),
    "CR LF in every line": (
        lambda text: text.replace(b"\n", b"\r\n"),
        "1:1: carriage returns: {lines} lines end in CR LF: lines that end in LF alone",
    ),
    "CR LF in one line": (
        swapped(b"2022-02-12\n", b"2022-02-12\r\n"),
        "3:1: carriage returns: 1 line ends in CR LF: lines that end in LF alone",
    ),
    "a carriage return alone": (
        swapped(b"asks for", b"asks\rfor"),
        "3:description: invisible character: U+000D in 'Sudland asks\\rfor time': text without control characters",
    ),
    "UTF-16, little end first": (
        lambda text: b"\xff\xfe" + text.decode().encode("utf-16-le"),
        "1:1: not UTF-8: the byte order mark of UTF-16: text saved as UTF-8",
    ),
    "UTF-16, big end first": (
        lambda text: b"\xfe\xff" + text.decode().encode("utf-16-be"),
        "1:1: not UTF-8: the byte order mark of UTF-16: text saved as UTF-8",
    ),
    "Latin-1": (
        swapped(b"Sudland asks", b"S\xfcdland asks"),
        "3:description: not UTF-8: byte 0xfc after 'd,statement,limits,S': text saved as UTF-8",
    ),
    "Latin-1 within quotes": (
        swapped(b"Sudland asks for time", b'"Sudland, as S\xfcd, asks"'),
        "3:description: not UTF-8: byte 0xfc after 'imits,\"Sudland, as S': text saved as UTF-8",
    ),
    "Latin-1 in the first cell": (
        swapped(b"tal-002", b"tal\xa0002"),
        "3:event: not UTF-8: byte 0xa0 after 'tal': text saved as UTF-8",
    ),
    "Latin-1 in the header": (
        swapped(b"actor", b"act\xf6r"),
        "1:1: not UTF-8: byte 0xf6 after 'ent,section,date,act': text saved as UTF-8",
        "1:4: unknown column: 'act\ufffdr': perhaps actor",
        "1:actor: missing column: no column actor: the columns {columns}",
    ),
    "a lost character": (
        swapped(b"Sudland asks", "S\ufffddland asks".encode()),
        "3:description: lost character: U+FFFD in 'S\ufffddland asks for time': "
        "the character that stood here before the text was read in a wrong encoding",
    ),
    "NUL": (
        swapped(b"asks for", b"asks\x00for"),
        "3:description: invisible character: U+0000 in 'Sudland asks\\x00for time': text without control characters",
    ),
    "tab": (
        swapped(b"asks for", b"asks\tfor"),
        "3:description: invisible character: U+0009 in 'Sudland asks\\tfor time': text without control characters",
    ),
    "right-to-left override": (
        swapped(b"asks for", "asks \u202efor".encode()),
        "3:description: invisible character: U+202E in 'Sudland asks \\u202efor time': text without control characters",
    ),
    "missing column": (
        lambda text: b"\n".join(one.rpartition(b",")[0] for one in text.splitlines()) + b"\n",
        "1:known_on: missing column: no column known_on: the columns {columns}",
    ),
    "unknown column": (
        swapped(b",actor", b",actress"),
        "1:actor: missing column: no column actor: the columns {columns}",
        "1:actress: unknown column: 'actress': perhaps actor",
    ),
    "unknown column that is no word": (
        swapped(b",actor", b",act or"),
        "1:4: unknown column: 'act or': perhaps actor",
        "1:actor: missing column: no column actor: the columns {columns}",
    ),
    "column too many": (
        lambda text: text.replace(b"\n", b",x\n"),
        "1:x: unknown column: 'x': a column of the data package",
    ),
    "repeated column": (
        lambda text: text.replace(b"\n", b",x\n").replace(b",x\n", b",actor\n", 1),
        "1:actor: repeated column: 'actor': a column of the data package",
    ),
    "misplaced column": (columns_swapped, "1:actor: misplaced column: actor is column 3: the columns {columns}"),
    "extra cell": (
        swapped(b"tal-002,", b"tal-002,,"),
        f"3:10: extra cell: 10 cells: {NINE}; a comma inside a cell needs quotes around the cell",
    ),
    "missing cell": (swapped(b"tal-002,talks,", b"tal-002,"), f"3:known_on: missing cell: 8 cells: {NINE}"),
    "missing cells": (swapped(b",daily-2022-02-12-talks,2022-02-12", b""), f"3:source: missing cell: 7 cells: {NINE}"),
    "empty line": (swapped(b"\ntal-002", b"\n\ntal-002"), f"3:1: empty line: no cells: {NINE}"),
    "quote at a cell's start": (
        swapped(b",Sudland asks", b',"Sudland asks'),
        f"3:description: stray quote: '\"Sudland asks for time': {QUOTES}",
    ),
    "quote in the header": (swapped(b"actor", b'act"or'), f"1:actor: stray quote: 'act\"or': {QUOTES}"),
    "quote inside a cell": (
        swapped(b"asks for", b'asks "for"'),
        f"3:description: stray quote: 'Sudland asks \"for\" time': {QUOTES}",
    ),
    "text after a quote": (
        swapped(b",Sudland asks", b',"Sudland" asks'),
        f"3:description: stray quote: '\"Sudland\" asks for time': {QUOTES}",
    ),
    "a quote in the last cell": (
        swapped(b",2022-02-12\n", b',2022"02"12\n'),
        f"3:known_on: stray quote: '2022\"02\"12': {QUOTES}",
    ),
    "a quote behind the last column": (
        swapped(b",2022-02-12\n", b',2022-02-12,a"b\n'),
        f"3:10: stray quote: 'a\"b': {QUOTES}",
    ),
    "a quote in a column without a name": (
        lambda text: text.replace(b"actor", b"").replace(b"Sudland,statement", b'S"dland,statement'),
        "1:4: unknown column: an empty cell: {first}",
        "1:actor: missing column: no column actor: the columns {columns}",
        f"3:4: stray quote: 'S\"dland': {QUOTES}",
    ),
    "empty file": (lambda _: b"", "1:1: empty file: 0 bytes: a header and at least one row"),
    "blank file": (lambda _: b"\n \n", "1:1: empty file: 3 bytes: a header and at least one row"),
    "header only": (lambda _: HEAD + b"\n", "1:1: empty table: a header and no rows: at least one row"),
    "no newline at the end": (
        lambda text: text.removesuffix(b"\n"),
        "{lines}:1: no newline at the end: the last line is open: a line feed after it",
    ),
    "a cell of 2,001 characters": (
        swapped(b"Sudland asks for time", b"A" * 2001),
        "3:description: overlong cell: 2,001 characters: at most 2,000 characters",
    ),
    "a cell of 2,001 characters on two lines, neither of them long": (
        swapped(b"Sudland asks for time", b'"' + b"A" * 1000 + b"\n" + b"A" * 1000 + b'"'),
        "3:description: overlong cell: 2,001 characters: at most 2,000 characters",
    ),
    "a cell of 2,000 characters": (swapped(b"Sudland asks for time", b"A" * 2000),),
    "a quoted cell with a comma and a quote": (swapped(b"Sudland asks for time", b'"He said ""wait"", twice"'),),
    "a line break inside a cell": (swapped(b"Sudland asks for time", b'"Sudland asks\nfor time"'),),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_no_clean_table_is_told_where_it_breaks_and_brings_no_other_problems(frozen_tables, case):
    change, *says = FILES[case]
    lines = (frozen_tables.folder / "events.csv").read_bytes().count(b"\n")
    rewrite(frozen_tables, "events.csv", change)
    about = {"{lines}": str(lines), "{first}": "one of actor", "{columns}": HEAD.decode().replace(",", ", ")}
    for mark, text in about.items():
        says = [one.replace(mark, text) for one in says]
    assert told(frozen_tables) == [f"events.csv:{one}" for one in says]


def test_a_stray_quote_costs_its_line_and_no_other(frozen_tables):
    """Reading goes on behind the line, although the quote seems to open a cell that never ends."""
    rewrite(frozen_tables, "events.csv", swapped(b",Sudland asks", b',"Sudland asks'))
    rewrite(frozen_tables, "events.csv", swapped(b"tal-003,talks,2022-09-30", b"tal-003,talks,2022-09-31"))
    assert [one.split(": ")[:2] for one in told(frozen_tables)] == [
        ["events.csv:3:description", "stray quote"],
        ["events.csv:4:date", "not a date"],
    ]


def test_a_stray_quote_behind_a_line_break_is_told_on_its_own_line(frozen_tables):
    rewrite(frozen_tables, "events.csv", swapped(b"Sudland asks for time,daily", b'"Sudland\nasks\nfor",da"ily'))
    assert [one.split(": ")[:3] for one in told(frozen_tables)] == [
        ["events.csv:5:source", "stray quote", "'da\"ily-2022-02-12-talks'"]
    ]


def test_bytes_that_are_no_text_behind_a_line_break_cost_their_row_alone(frozen_tables):
    rewrite(frozen_tables, "events.csv", swapped(b"Sudland asks for time", b'"Sudland\nasks\xfc"'))
    rewrite(frozen_tables, "events.csv", swapped(b"Norland lends", b"Norland\tlends"))
    assert [one.split(": ")[:2] for one in told(frozen_tables)] == [
        ["events.csv:4:event", "not UTF-8"],
        ["events.csv:5:description", "invisible character"],
    ]


def test_every_broken_line_is_told_once_by_its_first_broken_byte(frozen_tables):
    rewrite(frozen_tables, "events.csv", lambda text: text.replace(b"land", b"l\xe4nd"))
    lines = (frozen_tables.folder / "events.csv").read_bytes().splitlines()
    broken = [number for number, text in enumerate(lines, 1) if b"\xe4" in text]
    assert len(broken) >= 4
    assert [one.split(": ")[0] for one in told(frozen_tables)] == [f"events.csv:{number}:actor" for number in broken]


def test_rows_before_and_after_a_broken_one_are_still_held_to_their_columns(frozen_tables):
    rewrite(frozen_tables, "events.csv", swapped(b"Sudland asks", b"S\xfcdland asks"))
    rewrite(frozen_tables, "events.csv", swapped(b"2021-03-01,Norland", b"2021-03-01,Nordland"))
    rewrite(frozen_tables, "events.csv", swapped(b"2022-10-15,Norland", b"2022-10-15,Nordland"))
    assert [one.split(": ")[0] for one in told(frozen_tables)] == [
        "events.csv:2:actor",
        "events.csv:3:description",
        "events.csv:5:actor",
    ]


def test_a_file_of_columns_in_another_order_is_read_by_their_names(frozen_tables):
    rewrite(frozen_tables, "events.csv", columns_swapped)
    rewrite(frozen_tables, "events.csv", swapped(b"Sudland,2022-02-10", b"Sudland,2022-02-30"))
    assert [one.split(": ")[:2] for one in told(frozen_tables)] == [
        ["events.csv:1:actor", "misplaced column"],
        ["events.csv:3:date", "not a date"],
    ]


def test_a_quoted_cell_may_span_lines_and_later_rows_keep_their_physical_line(frozen_tables):
    frozen_tables.change("claims", {"claim": "l001"}, note="first\nsecond\nthird")
    frozen_tables.change("claims", {"claim": "l002"}, testable="maybe")
    assert line(frozen_tables, "claims", claim="l002") == line(frozen_tables, "claims", claim="l001") + 3
    at = line(frozen_tables, "claims", claim="l002")
    assert told(frozen_tables) == [f"claims.csv:{at}:testable: unknown value: 'maybe': one of yes, partly, no"]


def test_a_cell_after_line_breaks_in_its_own_row_is_told_on_its_own_line(frozen_tables):
    frozen_tables.change(
        "claims", {"claim": "l001"}, statement="first\nsecond", subject="a\nb", testable="maybe", kind="x"
    )
    at = line(frozen_tables, "claims", claim="l001")
    assert [one.partition(": ")[0] for one in told(frozen_tables)] == [
        f"claims.csv:{at}:kind",
        f"claims.csv:{at + 2}:testable",
    ]


def test_a_cell_of_a_million_characters_is_one_short_sentence_and_soon_found(frozen_tables):
    frozen_tables.change("events", {"event": "tal-002"}, description="A" * 1_000_000, section="B" * 1_000_000)
    start = time.perf_counter()
    found = told(frozen_tables)
    assert time.perf_counter() - start < 5
    assert [one.split(": ")[1] for one in found] == ["overlong cell", "overlong cell"]
    assert all(len(one) < 200 for one in found)


def test_a_missing_table_is_told_once_and_its_absence_not_blamed_on_others(frozen_tables):
    (frozen_tables.folder / "sources.csv").unlink()
    assert told(frozen_tables) == [
        "sources.csv:1:1: missing table: no such file: a table with the columns "
        "source, publisher, title, url, published, precision, language, kind, copied, origin, interest"
    ]


def test_a_table_that_cannot_be_read_is_told_with_the_reason(frozen_tables):
    (frozen_tables.folder / "sources.csv").unlink()
    (frozen_tables.folder / "sources.csv").mkdir()
    assert told(frozen_tables) == ["sources.csv:1:1: unreadable table: Is a directory: a file that can be read"]


def test_a_pipe_in_place_of_a_table_is_told_rather_than_waited_for(frozen_tables):
    path = frozen_tables.folder / "sources.csv"
    path.unlink()
    os.mkfifo(path)
    assert told(frozen_tables) == ["sources.csv:1:1: unreadable table: a pipe: a file that can be read"]


def test_rows_that_could_not_be_read_are_not_missed_in_other_tables(frozen_tables):
    rewrite(frozen_tables, "sources.csv", swapped(b"\nwire-2020-02-01-tea,", b"\nwire-2020-02-01-tea,,"))
    assert [one.split(": ")[1] for one in told(frozen_tables)] == ["extra cell"]


def test_a_table_of_which_all_could_be_read_is_relied_on_whatever_else_is_wrong_with_it(frozen_tables):
    rewrite(frozen_tables, "sources.csv", lambda text: b"\xef\xbb\xbf" + text)
    frozen_tables.change("events", {"event": "tal-002"}, source="daily")
    assert [one.split(": ")[1] for one in told(frozen_tables)] == ["no such row in sources", "byte order mark"]


def test_an_empty_line_may_have_been_a_row_that_others_name(frozen_tables):
    rewrite(
        frozen_tables,
        "projects.csv",
        lambda text: text[: text.index(b"mill-one")] + b"\n" + text[text.index(b"road-one") :],
    )
    assert [one.split(": ")[1] for one in told(frozen_tables)] == ["empty line"]


def test_a_table_that_needs_no_rows_may_have_none(frozen_tables):
    rewrite(frozen_tables, "identities.csv", lambda text: text.split(b"\n")[0] + b"\n")
    assert told(frozen_tables) == []


def test_csv_files_that_the_data_package_does_not_describe_are_told_in_order(frozen_tables):
    for name in ("observatons.csv", "EXTRA.CSV", "notes.txt"):
        (frozen_tables.folder / name).touch()
    text = "a table that the data package does not describe"
    many = len(descriptor(frozen_tables)["resources"])
    assert told(frozen_tables) == [
        f"EXTRA.CSV:1:1: {text}: EXTRA.CSV: a resource of that path in datapackage.yaml "
        f"(one of {many}, such as indicators.csv), or no such file",
        f"observatons.csv:1:1: {text}: observatons.csv: a resource of that path in datapackage.yaml "
        "(perhaps observations.csv, corrections.csv or events.csv), or no such file",
    ]


def test_the_tables_read_are_byte_for_byte_the_files(frozen):
    for resource in package.read_package(frozen.folder)[0]:
        table = reading.read_table(frozen.folder, resource)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([table.columns, *(row.cells.values() for row in table.rows)])
        assert text.getvalue() == (frozen.folder / f"{table.name}.csv").read_text(encoding="utf-8"), table.name


# --- how problems are told


def test_a_problem_reads_as_place_fault_finding_and_remedy():
    problem = Problem("data/events.csv", 3, "date", "not a date", "'x'", "a day")
    assert str(problem) == "data/events.csv:3:date: not a date: 'x': a day"


def test_a_shown_cell_is_cut_at_80_characters_and_what_is_invisible_is_escaped():
    assert visible("a\x00b\u202ec\n") == "'a\\x00b\\u202ec\\n'"
    assert visible("") == "an empty cell"
    assert visible("x" * 80) == f"'{'x' * 80}'"
    assert visible("x" * 81) == f"'{'x' * 79}…' (81 characters)"
    assert visible("x" * 5000) == f"'{'x' * 79}…' (5,000 characters)"
    assert visible("\n" * 41) == "'" + "\\n" * 39 + "\\…' (41 characters)"
    assert visible("a\ue000\u2028\u2029\U000e0001b") == "'a\\ue000\\u2028\\u2029\\U000e0001b'"
    assert visible("\ud800") == "'\\ud800'"
    assert visible("a\u07b2b\xa0c\u3000") == "'a\\u07b2b\\xa0c\\u3000'"
    assert visible("Süd −") == "'Süd −'"


def test_a_suggestion_names_what_is_near_else_the_few_that_there_are_else_one_of_many():
    assert suggest("exakt", ["exact", "about"]) == "perhaps exact"
    assert suggest("wool.exprts", ["wool.exports", "wool.imports", "tea"]) == "perhaps wool.exports or wool.imports"
    assert suggest("aab", ["aaa", "aac", "aad", "aae"]) == "perhaps aae, aad or aac"
    assert suggest("x", ["", "up", "down"]) == "one of up, down"
    assert suggest("x", [f"n{i}" for i in range(1, 9)]) == "one of n1, n2, n3, n4, n5, n6, n7, n8"
    assert suggest("x", [f"n{i}" for i in range(1, 10)]) == "one of 9, such as n1"
    assert suggest("x", [f"n{i}" for i in range(2000)]) == "one of 2,000, such as n0"
    assert suggest("x", ["a\0b", "c"]) == "one of a\\x00b, c"
    assert suggest("aaab", ["aaa\0"]) == "perhaps aaa\\x00"
    assert suggest("a" * 80 + "b" * 5000, ["a" * 80]) == f"perhaps {'a' * 80}"


# --- whatever comes


plain = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=8)
plain = plain.filter(lambda text: "\ufffd" not in text)
cell = st.one_of(plain, plain.map(lambda text: text + '"\n,' + text))


@given(st.lists(st.tuples(cell, cell, cell.filter(bool)), min_size=1, max_size=8))
def test_whatever_a_csv_writer_writes_is_read_back_cell_for_cell_and_line_for_line(tmp_path_factory, table):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("a", "b", "c"), *table])
    fields = [{"name": name, "type": "string"} for name in "abc"]
    resource = {"name": "t", "path": "t.csv", "schema": {"primaryKey": "a", "fields": fields}}
    read = reading.read_table(path.parent, resource)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        ends = [reader.line_num for _ in reader]
    assert read.problems == []
    assert [tuple(row.cells.values()) for row in read.rows] == table
    assert [row.line for row in read.rows] == [end + 1 for end in ends[:-1]]


@given(st.binary(max_size=300), st.integers(0, 700))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_bytes_a_table_holds_the_answer_is_sentences(frozen, frozen_tables, noise, at):
    original = (frozen.folder / "documents.csv").read_bytes()
    (frozen_tables.folder / "documents.csv").write_bytes(original[:at] + noise + original[at:])
    for problem in checks.problems(frozen_tables.folder):
        assert problem.line >= 1
        assert str(problem).isprintable()

"""What the tests of rules share: faults planted in a copy of the tables, and problems told without the folder."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from nolimits import checks, claims
from nolimits.checks import upkeep
from nolimits.data import tables as on_disk

NUMBERS = {"footnotes": ("number",)}


def told(tables) -> list[str]:
    """All problems as they are printed, file by file, without the folder in which the files lie."""
    return [str(one).removeprefix(f"{tables.folder}/") for one in checks.problems(tables.folder)]


def told_of_tests(tables) -> list[str]:
    """What is wrong with the tests of statements, told likewise."""
    return [str(one).removeprefix(f"{tables.folder}/") for one in claims.faulty_tests(tables.folder)]


def add(tables, name: str, **cells: str) -> None:
    """Add a row where the table's key puts it; cells that are not named are empty."""
    head, rows = tables.read(name)
    assert set(cells) <= set(head), set(cells) - set(head)
    rows.append({column: cells.get(column, "") for column in head})
    resource = next(one for one in descriptor(tables)["resources"] if one["name"] == name)
    key = resource["schema"]["primaryKey"]
    columns = [key] if isinstance(key, str) else key
    whole = NUMBERS.get(name, ())
    rows.sort(key=lambda row: tuple(int(row[c]) if c in whole else row[c] for c in columns))
    tables.write(name, head, rows)


def line(tables, name: str, **where: str) -> int:
    """The physical line on which the one row begins that matches."""
    with (tables.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        found, began = [], 2
        for row in reader:
            found += [began] if all(row[column] == cell for column, cell in where.items()) else []
            began = reader.line_num + 1
    assert len(found) == 1, (name, where, found)
    return found[0]


def rewrite(tables, name: str, change: Callable[[bytes], bytes]) -> None:
    """Change a file's bytes."""
    path = tables.folder / name
    before = path.read_bytes()
    path.write_bytes(after := change(before))
    assert after != before, f"nothing has changed in {name}"


def descriptor(tables) -> dict[str, Any]:
    """The data package as it is now."""
    return on_disk.package(Path(tables.folder))


def describe(tables, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the data package; `change` gets its resources by name."""
    read = descriptor(tables)
    change({one["name"]: one for one in read["resources"]})
    path = tables.folder / "datapackage.yaml"
    path.write_text(dumped(read), encoding="utf-8")


def dumped(read: dict[str, Any]) -> str:
    """A data package as YAML."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return yaml.dump(read, Dumper=dumper, sort_keys=False, allow_unicode=True)


def field(resources: dict[str, Any], table: str, column: str) -> dict[str, Any]:
    """What a data package says of one column."""
    return next(one for one in resources[table]["schema"]["fields"] if one["name"] == column)


BOUNDS = {"percent": ("-100", "1000"), "count": ("0", "1000"), "USD bn": ("-1000", "1000"), "USD per t": ("0", "9000")}


def keep_up(tables, *used: str) -> None:
    """Give all series bounds, and list those that nothing uses with a reason, so that the upkeep holds."""
    head, rows = tables.read("indicators")
    for row in rows:
        lowest, highest = BOUNDS.get(row["unit"], ("0", "500"))
        row |= {"minimum": row["minimum"] or lowest, "maximum": row["maximum"] or highest}
    tables.write("indicators", head, rows)
    for name in upkeep.unused_indicators(tables.folder, used):
        keep(tables, name)


def keep(tables, name: str) -> None:
    """Give a reason why a series is kept although nothing uses it."""
    head = tables.read("unused")[0]
    cells = {head[0]: name, "reason": f"kept for a test of {name}", "known_on": "2024-01-20"}
    add(tables, "unused", **{column: cell for column, cell in cells.items() if column in head})


def spread(tables, name: str, column: str, cells: list[str]) -> None:
    """Put one cell after the other into a column, from the table's first row on."""
    head, rows = tables.read(name)
    for row, cell in zip(rows, cells, strict=False):
        row[column] = cell
    assert len(rows) >= len(cells)
    tables.write(name, head, rows)

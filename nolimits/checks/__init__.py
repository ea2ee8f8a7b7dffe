"""What must hold of the tables: every fault with its file, line, column, what was found and what would be right."""

from __future__ import annotations

from pathlib import Path

from nolimits.checks import exceptions, package, reading, schema
from nolimits.checks.problem import Problem
from nolimits.checks.registry import RULES, rule_text

__all__ = ["RULES", "Problem", "problems", "problems_of", "rule_text"]


def problems(folder: Path) -> list[Problem]:
    """All faults of the tables in a data folder, sorted by file and line; an empty list where all is well.

    First the data package and the bytes of each file, then every cell against its column, then the named rules with
    their exceptions. A file that cannot be read in full is reported, and what depends on its missing rows waits.
    """
    resources, found = package.read_package(folder)
    tables = {resource["name"]: reading.read_table(folder, resource) for resource in resources}
    return problems_of(folder, resources, tables) if tables else _in_order(found)


def problems_of(folder: Path, resources: list[package.Resource], tables: dict[str, reading.Table]) -> list[Problem]:
    """As `problems`, of tables as they were read, which are marked with what is found."""
    schema.check_rows(tables)
    found = [problem for table in tables.values() for problem in table.problems]
    found += [*reading.stray_tables(folder, resources), *_by_rule(folder, tables)]
    return _in_order(found)


def _in_order(found: list[Problem]) -> list[Problem]:
    return sorted(found, key=lambda one: (one.file, one.line, one.column, one.what, one.found))


def _by_rule(folder: Path, tables: dict[str, reading.Table]) -> list[Problem]:
    try:
        return exceptions.hold(reading.TableSet(tables))
    except KeyError as error:
        found, right = f"no table or column {error}", "every table and column of which the rules speak"
        return [Problem(package.file_of(folder), 1, "resources", "the rules cannot be applied", found, right)]

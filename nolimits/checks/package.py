"""The data package's own faults, found before anything is held to it."""

from __future__ import annotations

import dataclasses
import re
import string
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nolimits.checks.problem import Problem, suggest, visible
from nolimits.data import tables
from nolimits.data.registers import Register
from nolimits.data.texts import TextError
from nolimits.data.whereabouts import DESCRIPTOR, from_root

TYPES = ("string", "number", "integer", "date")
BOUNDS = {"minimum": ("number", "integer"), "maximum": ("number", "integer"), "maxLength": TYPES}
CONSTRAINTS = ("required", "unique", "enum", "pattern", *BOUNDS)
# rules that a column declares of itself and another, by what they say besides the other's name
RULES = {"from": "", "needs": "", "happened": "", "only": "is", "prefix": "means"}

Resource = dict[str, Any]


def read_package(folder: Path) -> tuple[list[Resource], list[Problem]]:
    """The tables as the data package describes them, and its faults; no table where it cannot be relied on."""
    file = file_of(folder)
    try:
        descriptor = tables.package(folder)
    except TextError as error:
        return [], [Problem(file, error.line or 1, "1", "no data package", error.what, error.right)]
    try:
        faults = list(_faults(descriptor))
    except (AttributeError, KeyError, TypeError) as error:
        faults = [("resources", f"a part of another shape ({error})", "a Frictionless data package of tables")]
    problems = [Problem(file, 1, where, "broken data package", found, right) for where, found, right in faults]
    return ([], problems) if problems else (descriptor["resources"], [])


def file_of(folder: Path) -> str:
    """How the data package is named in a problem."""
    return from_root(folder / DESCRIPTOR)


PackageFault = tuple[str, str, str]


def _faults(descriptor: object) -> Iterator[PackageFault]:
    """Where, what was found and what would be right."""
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not resources:
        yield "resources", "no list of tables", "a list of resources, each with name, path and schema"
        return
    named: dict[str, list[str]] = {}
    for number, resource in enumerate(resources, 1):
        where, right = f"resources.{number}", "name, path and schema with fields, each with name and type"
        try:
            name, path, fields = resource["name"], resource["path"], resource["schema"]["fields"]
            named[name] = [field["name"] for field in fields]
        except (KeyError, TypeError) as error:
            yield where, f"{error} missing", right
            continue
        if nameless := [one for one in (name, *named[name]) if not isinstance(one, str)]:
            yield where, f"the name {nameless[0]!r}", "names that are text"
            del named[name]
            continue
        if path != f"{name}.csv":
            yield f"{name}.path", visible(str(path)), f"{name}.csv, beside the data package"
        for field in fields:
            yield from _field_faults(f"{name}.{field['name']}", field)
            yield from _rule_faults(f"{name}.{field['name']}", field, named[name])
    registers = [one["name"] for one in resources if "register" in one and one.get("name") in named]
    for resource in resources:
        yield from _key_faults(resource, named)
        if resource.get("name") in registers:
            yield from _register_faults(resource["name"], resource["register"], named[resource["name"]], registers)


def _field_faults(where: str, field: Resource) -> Iterator[PackageFault]:
    if field.get("type") not in TYPES:
        yield where, f"type {visible(str(field.get('type', '')))}", suggest(str(field.get("type", "")), TYPES)
    constraints = field.get("constraints", {})
    for name in constraints.keys() - set(CONSTRAINTS):
        yield where, f"constraint {visible(str(name))}", suggest(str(name), CONSTRAINTS)
    for name in constraints.keys() & BOUNDS.keys():
        if isinstance(bound := constraints[name], bool) or not isinstance(bound, int | float):
            yield where, f"{name} {bound!r}", "a number"
        elif field.get("type") not in BOUNDS[name]:
            yield where, f"{name} of a {field.get('type')}", f"a column of the type {' or '.join(BOUNDS[name])}"
    enum = constraints.get("enum", [])
    for value in enum:
        if not isinstance(value, str):
            yield where, f"{value!r} in the enum", "text: in quotes where YAML would read something else"
    for value in field.get("meanings", {}).keys() - set(enum):
        yield where, f"a meaning of {value!r}", "meanings of values of the enum"
    instead = field.get("instead", {})
    if not isinstance(instead, dict) or not all(isinstance(one, str) for pair in instead.items() for one in pair):
        yield f"{where}.instead", visible(str(instead)), "the right name for each other one, as text"
    try:
        re.compile(constraints.get("pattern", ""))
    except re.error as error:
        yield where, f"pattern {visible(constraints['pattern'])}", f"a regular expression ({error})"


def _rule_faults(where: str, field: Resource, columns: list[str]) -> Iterator[PackageFault]:
    """What is wrong with the rules that a column declares of itself and another."""
    for rule, besides in RULES.items():
        if rule not in field:
            continue
        block = field[rule]
        if besides and not (isinstance(block, dict) and {"column", besides} <= block.keys()):
            yield f"{where}.{rule}", visible(str(block)), f"a block with column and {besides}"
        elif (column := block["column"] if besides else block) not in columns:
            yield f"{where}.{rule}", visible(str(column)), suggest(str(column), columns)
        elif besides == "means" and not isinstance(block[besides], dict):
            yield f"{where}.{rule}", visible(str(block[besides])), "what each first part of a key means"


def _key_faults(resource: Resource, named: dict[str, list[str]]) -> Iterator[PackageFault]:
    name = resource.get("name") if isinstance(resource, dict) else None
    if name not in named:
        return
    schema = resource["schema"]
    if not schema.get("primaryKey"):
        yield f"{name}.primaryKey", "no key", f"one or more of {', '.join(named[name])}"
    for column in as_list(schema.get("primaryKey", [])):
        if column not in named[name]:
            yield f"{name}.primaryKey", visible(column), suggest(column, named[name])
    for foreign in schema.get("foreignKeys", []):
        target = foreign["reference"]["resource"]
        if target not in named:
            yield f"{name}.foreignKeys", visible(target), suggest(target, named)
            continue
        for column, owner in [
            *((column, name) for column in as_list(foreign["fields"])),
            *((column, target) for column in as_list(foreign["reference"]["fields"])),
        ]:
            if column not in named[owner]:
                yield f"{name}.foreignKeys", visible(column), suggest(column, named[owner])


COLUMNS = ("key", "day", "known", "begins", "ends", "end_known", "supersedes", "part_of", "tells", "always", "doer")
WORDED = ("says", "page", "anchor")
COURSE = ["status", "since", "begun", "begun_as", "news"]  # what a view tells of a thing that acts move


def _register_faults(name: str, block: object, columns: list[str], registers: list[str]) -> Iterator[PackageFault]:
    """What is wrong with the block that makes a table a register."""
    told = {one.name: one.default for one in dataclasses.fields(Register) if one.name not in ("name", "apart")}
    if not isinstance(block, dict):
        yield f"{name}.register", visible(str(block)), f"a block with {', '.join(told)}"
        return
    for key in block.keys() - told.keys():
        yield f"{name}.register", visible(str(key)), suggest(str(key), told)
    for key in (key for key, default in told.items() if default is dataclasses.MISSING and not block.get(key)):
        yield f"{name}.register", f"{key} missing", "key, says, page and anchor at the least"
    for key in COLUMNS:
        yield from _unknown(f"{name}.register.{key}", as_list(block.get(key, [])), columns)
    # what an entry says may name its state, which is no column
    states = ["state"] if "begins" in block else COURSE if "acts" in block else []
    for key in WORDED:
        where, text = f"{name}.register.{key}", block.get(key, "")
        try:
            yield from _unknown(where, _columns_in_braces(text), columns + states if key == "says" else columns)
        except ValueError as error:
            yield where, visible(text), f"text with columns in braces ({error})"
    for key in ("acts", "of"):
        if block.get(key, name) not in registers:
            yield f"{name}.register.{key}", visible(str(block[key])), suggest(str(block[key]), registers)


def _unknown(where: str, names: Iterable[str], columns: list[str]) -> Iterator[PackageFault]:
    for name in names:
        if name not in columns:
            yield where, visible(str(name)), suggest(str(name), columns)


def _columns_in_braces(text: str) -> list[str]:
    """The columns that a text names in braces."""
    return [column for _, column, _, _ in string.Formatter().parse(text) if column is not None]


def as_list(names: str | list[str]) -> list[str]:
    """A data package names one column by itself and several in a list."""
    return [names] if isinstance(names, str) else list(names)

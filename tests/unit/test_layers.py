"""Data flow one way: a room imports only from its left, no module from itself in a circle, none longer than bearable."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from nolimits import ROOMS

PACKAGE = Path(__file__).resolve().parents[2] / "nolimits"
STARTER = PACKAGE / "starter"  # a book of somebody else's, which is no part of the engine
FILES = sorted(
    path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py" and not path.is_relative_to(STARTER)
)  # one `__main__` only calls the command
LONGEST = 400

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))


# --- rooms


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(source: str) -> set[str]:
    """The rooms of the package that a source imports from, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "nolimits":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("nolimits.")}
    return found & set(ROOMS)


def wrong(name: str, source: str) -> set[str]:
    """What a room imports from its right."""
    return {other for other in imported(source) if ROOMS.index(other) > ROOMS.index(name)}


def test_the_package_is_found_and_each_of_its_rooms_has_a_place():
    assert {room(path) for path in FILES if path.parent != PACKAGE or not path.stem.startswith("__")} == set(ROOMS)


@every_file
def test_a_room_imports_only_from_its_left(path):
    if path.parent != PACKAGE or path.name != "__init__.py":
        assert wrong(room(path), path.read_text()) == set()


def test_an_import_from_the_right_is_found():
    assert wrong("data", "from nolimits.charts import lines") == {"charts"}
    assert wrong("data", "def f():\n    import nolimits.book.run") == {"book"}
    assert wrong("data", "from nolimits import cli") == {"cli"}
    assert wrong("charts", "from nolimits.data import View") == set()


# --- circles


def module(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def at_once(body: list[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that are made when a module is: not those inside functions, nor those for types alone."""
    for node in body:
        match node:
            case ast.Import() | ast.ImportFrom():
                yield node
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                yield from at_once(node.orelse)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                pass
            case _:
                for name in ("body", "orelse", "finalbody"):
                    yield from at_once(getattr(node, name, []))
                for handler in getattr(node, "handlers", []):
                    yield from at_once(handler.body)


def graph(package: Path) -> dict[str, set[str]]:
    """The modules of a package, and which of them each imports; a name that is no module is its package's own."""
    sources = {module(path, package): path.read_text() for path in sorted(package.rglob("*.py"))}
    found: dict[str, set[str]] = {name: set() for name in sources}
    for name, source in sources.items():
        for node in at_once(ast.parse(source).body):
            if isinstance(node, ast.ImportFrom):
                below = {f"{node.module}.{alias.name}" for alias in node.names}
                found[name] |= {one if one in sources else str(node.module) for one in below}
            else:
                found[name] |= {alias.name for alias in node.names}
        found[name] &= set(sources)
    return found


def circle(package: Path) -> list[str]:
    """A circle of imports, if there is one."""
    try:
        TopologicalSorter(graph(package)).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_modules_import_one_another_in_a_circle():
    assert circle(PACKAGE) == []


def laid(folder: Path, **sources: str) -> Path:
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source)
    return folder


def test_a_circle_is_found(tmp_path):
    package = tmp_path / "p"
    package.mkdir()
    assert circle(laid(package, __init__="", a="from p import b", b="import p.c", c="x = 1")) == []
    assert circle(laid(package, c="from p.a import x"))
    assert circle(laid(package, c="if True:\n    from p import a"))
    assert circle(laid(package, c="try:\n    import p.a\nexcept ImportError:\n    pass"))
    assert circle(laid(package, c="from p import y", __init__="from p.b import x"))  # by way of the package itself


def test_an_import_that_is_made_later_or_for_types_alone_closes_no_circle(tmp_path):
    package = tmp_path / "p"
    package.mkdir()
    laid(package, __init__="", a="import p.b", b="def f():\n    import p.a")
    assert circle(package) == []
    laid(package, b="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from p import a")
    assert circle(package) == []


# --- length


@every_file
def test_no_module_is_longer_than_a_reader_bears(path):
    assert len(path.read_text().splitlines()) <= LONGEST


# --- names


def classes(source: str) -> set[str]:
    """The classes that a module declares."""
    return {node.name for node in ast.parse(source).body if isinstance(node, ast.ClassDef)}


def shorthands(source: str) -> set[str]:
    """The names that a module gives to types; those that stand for any type are none."""
    return {
        target.id
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and not ast.unparse(node.value).startswith("TypeVar(")
        for target in node.targets
        if isinstance(target, ast.Name) and target.id[0].isupper() and not target.id.isupper()
    }


def namesakes(sources: dict[str, str]) -> dict[str, list[str]]:
    """Names of classes that other modules give to a class or a type of their own, with the modules."""
    places: dict[str, list[str]] = {}
    for name, source in sources.items():
        for one in classes(source) | shorthands(source):
            places.setdefault(one, []).append(name)
    declared = {one for source in sources.values() for one in classes(source)}
    return {one: found for one, found in places.items() if one in declared and len(found) > 1}


def test_no_class_shares_its_name_with_another_thing():
    assert namesakes({str(path.relative_to(PACKAGE)): path.read_text() for path in FILES}) == {}


def test_two_things_of_one_name_are_found():
    book, bee = "class Row:\n    pass", "Row = dict[str, str]"
    assert namesakes({"a": book, "b": bee}) == {"Row": ["a", "b"]}
    assert namesakes({"a": book, "b": book}) == {"Row": ["a", "b"]}
    assert namesakes({"a": bee, "b": bee}) == {}  # the same type, written short twice
    assert namesakes({"a": "class Item:\n    pass", "b": 'Item = TypeVar("Item")'}) == {}
    assert namesakes({"a": book, "b": "ROW = 1\nfrom a import Row"}) == {}

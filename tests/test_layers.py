"""Data flow one way: a module imports only from its left, and files are touched only where they may be."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "nolimits"
ORDER = (
    "data",
    "checks",
    "language",
    "claims",
    "prose",
    "manuscript",
    "charts",
    "citing",
    "pagemodel",
    "editions",
    "pages",
    "takeaway",
    "book",
    "cli",
)
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 400


def module(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(source: str) -> set[str]:
    """The modules of the package that a source imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "nolimits":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("nolimits.")}
    return found & set(ORDER)


def wrong(name: str, source: str) -> set[str]:
    """What a module imports from its right."""
    return {other for other in imported(source) if ORDER.index(other) > ORDER.index(name)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_left(path):
    if path.parent == PACKAGE and path.name == "__init__.py":
        assert imported(path.read_text()) == set()
    else:
        assert wrong(module(path), path.read_text()) == set()


def test_an_import_from_the_right_is_found():
    assert wrong("data", "from nolimits.charts import lines") == {"charts"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_is_longer_than_a_reader_bears(path):
    assert len(path.read_text().splitlines()) <= LONGEST

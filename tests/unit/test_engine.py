"""The engine knows no subject: what it says of countries, papers and verdicts, it takes from the tables and one enum."""

import ast
import json
import re

import pytest
from conftest import ROOT

from nolimits.claims import DECIDED, WORDS
from nolimits.claims.verdicts import style_sheet
from nolimits.editions.snapshots import schemas

PACKAGE = ROOT / "nolimits"
SUBJECT = re.compile(
    r"china|chinese|sino|russia|milov|moscow|op-ed|beijing|invasion|yuan|renminbi|rouble|ruble", re.IGNORECASE
)
# what others wrote and what is no text
FOREIGN = ("*/OFL.txt", "*.ttf", "*.woff", "*.woff2", "*.pyc")
FILES = sorted(
    path
    for path in PACKAGE.rglob("*")
    if path.is_file() and not any(path.match(one) for one in FOREIGN) and "__pycache__" not in path.parts
)
TEXTS = {path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in FILES}
# "partly" is a word of plain English as well
SPELT = re.compile(rf"\b({'|'.join(word for word in WORDS if word != 'partly')})\b", re.IGNORECASE)
VERDICTS, STARTER = "claims/verdicts.py", "starter/"  # a book of somebody else, which may say them


def subjects(text: str) -> list[str]:
    """The lines of a text that speak of one subject."""
    return [line.strip() for line in text.splitlines() if SUBJECT.search(line)]


def literals(text: str) -> list[str]:
    """The strings of a Python source, the parts of f-strings among them; what explains the code is none."""
    tree = ast.parse(text)
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node.value for node in found if id(node) not in documents]


def spelt(name: str, text: str) -> list[str]:
    """Where a file spells out the words of verdicts."""
    parts = literals(text) if name.endswith(".py") else text.splitlines()
    return [part.strip() for part in parts if SPELT.search(part)]


def test_there_are_files_of_every_kind_to_look_at():
    assert {path.suffix for path in FILES} >= {".py", ".js", ".css", ".json", ".ttl", ".html", ".svg"}
    assert len(FILES) > 100


def test_the_engine_says_nothing_of_one_subject():
    assert {name: found for name, text in TEXTS.items() if (found := [*subjects(name), *subjects(text)])} == {}


@pytest.mark.parametrize(
    "line", ["x = 'China'", "# the Chinese side", ".russia {}", "the OP-ED", "Moscow's", "preinvasion", "RUB roubles"]
)
def test_a_word_of_a_subject_would_be_found(line):
    assert subjects(f"first\n  {line}\nlast") == [line]
    assert subjects("first\nlast") == []


def test_each_word_of_a_verdict_is_in_the_style_sheet():
    sheet = style_sheet()
    assert [word for word in WORDS if f".badge.{word} " not in sheet or f"--{word}-fill" not in sheet] == []


def enums(node) -> list[list[str]]:
    """All lists of allowed words in a schema."""
    if isinstance(node, dict):
        return [*([node["enum"]] if "enum" in node else []), *(one for part in node.values() for one in enums(part))]
    return [one for part in node for one in enums(part)] if isinstance(node, list) else []


def test_each_schema_that_lists_verdicts_lists_all_of_them():
    listing = {}
    for name, text in schemas().items():
        assert "{VERDICTS}" not in text
        assert "{RATED}" not in text
        if name.endswith(".json"):
            lists = [one for one in enums(json.loads(text)) if set(one) & set(WORDS)]
            assert all(one == list(WORDS) for one in lists), name
            listing[name] = bool(lists)
    assert {name for name, lists in listing.items() if lists} >= {"claims.schema.json", "page.schema.json"}


def test_the_shapes_of_reviews_list_the_words_that_decide():
    (shapes,) = (text for name, text in schemas().items() if name.endswith(".ttl"))
    assert " ".join(f'"{word}"' for word in DECIDED) in shapes
    assert not any(f'"{word}"' in shapes for word in set(WORDS) - set(DECIDED))


def test_no_file_but_one_spells_out_the_words_of_verdicts():
    found = {name: spelt(name, text) for name, text in TEXTS.items() if not name.startswith((VERDICTS, STARTER))}
    assert {name: words for name, words in found.items() if words} == {}


def test_a_word_that_is_spelt_out_would_be_found():
    assert spelt("a.py", '"""It is refuted."""\nx = "refuted"  # refuted\n') == ["refuted"]
    assert spelt("a.py", 'x = f"it is {y}: undecided"\ndef f():\n    """Confirmed."""\n') == [": undecided"]
    assert spelt("a.py", 'x = "confirmed_if", "unconfirmed", "partly"') == []
    assert spelt("a.css", ".badge {}\n.untestable { color: red }\n") == [".untestable { color: red }"]
    assert spelt("a.css", "a { color: var(--confirmed) }") == ["a { color: var(--confirmed) }"]

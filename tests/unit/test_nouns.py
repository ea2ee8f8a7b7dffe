"""Nouns stand in the number that is told of them: one row, two rows, in all that the command prints."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

import nolimits
from nolimits.data.nouns import many
from nolimits.editions.compare import KINDS
from nolimits.editions.telling import count_text

ONE_OF_MANY = re.compile(r"\b1 (?:\w+[^su\W]s|theses)\b")
NOUNS = re.compile(r" (?:\w+ )?(?:\w+[^su\W]s|theses)\b")
# told only where there are more than a few, or too many
SEVERAL = {
    "charts/gather.py: len(keys) series",
    "charts/kinds/dumbbell.py: len(moments) expressions",
    "charts/registers/yearly.py: len(groups) groups",
    "checks/layout.py: len(wrong) rows",
    "checks/problem.py: len(text) characters",
    "checks/reading.py: len(cell) characters",
    "checks/schema.py: len(hit) cells",
    "claims/strength.py: len(found.carriers) sources",
    "data/texts.py: size bytes",
    "language/facts.py: len(publishers) publishers",
    "language/walk.py: len(every) names",
    "language/walk.py: len(text) characters",
    "pagemodel/proof.py: len(role.written) signs",
}


@pytest.mark.parametrize(
    ("number", "words", "told"),
    [
        (1, ("row",), "1 row"),
        (0, ("row",), "0 rows"),
        (2, ("row",), "2 rows"),
        (1204, ("row",), "1,204 rows"),
        (1, ("thesis", "theses"), "1 thesis"),
        (2, ("thesis", "theses"), "2 theses"),
        (1, ("figure contradicts", "figures contradict"), "1 figure contradicts"),
    ],
)
def test_a_noun_stands_in_the_number_told_of_it(number, words, told):
    assert many(number, *words) == told


def test_of_one_change_of_each_kind_none_is_told_as_of_many():
    told = count_text(dict.fromkeys(KINDS, 1))
    assert len(told) == len(KINDS)
    assert [one for one in told if ONE_OF_MANY.search(one)] == []
    assert [one for one in count_text(dict.fromkeys(KINDS, 2)) if not re.match(r"2 \w+s\b", one)] == []


# --- wherever the code counts


def uncounted(source: str) -> list[str]:
    """Counts that are told with a noun which is of many whatever the count: places of `{len(rows)} rows`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        parts = node.values if isinstance(node, ast.JoinedStr) else []
        for number, noun in pairwise(parts):
            if not (isinstance(number, ast.FormattedValue) and isinstance(noun, ast.Constant)):
                continue
            if words := NOUNS.match(noun.value):
                said = ast.unparse(number.value)
                thousands = number.format_spec is not None and ast.unparse(number.format_spec) == "f','"
                if (re.fullmatch(r"len\([^()]*\)", said) or thousands) and not said.isupper():
                    found.append(f"{said}{words[0]}")
    return found


def test_a_noun_of_many_beside_any_count_is_found():
    assert uncounted('f"{len(rows)} rows refused"') == ["len(rows) rows"]
    assert uncounted('f"{n:,} new figures"') == ["n new figures"]
    assert uncounted('f"{many(n, one)} refused, {len(rows)} more, {MOST:,} bytes"') == []


def test_no_count_is_told_with_a_noun_of_many_whatever_it_is():
    package = Path(nolimits.__file__).parent
    files = sorted(package.rglob("*.py"))
    found = {f"{path.relative_to(package)}: {one}" for path in files for one in uncounted(path.read_text())}
    assert found == SEVERAL

"""An edition as a research object: what RO-Crate 1.1 demands of its one file, and that it tells of the files that are there."""

import dataclasses
import hashlib
import json

import pytest
from conftest import known_by

from nolimits.citing.citations import Imprint
from nolimits.takeaway.crate import FILE, crate

IMPRINT = Imprint(
    "Wool and Tea? A quarrel",
    "Wool",
    "Two texts disagree.",
    ({"literal": "The testers"}, {"family": "Shearer", "given": "A."}),
    "",
    "2024-01-20-0123456789ab",
    "2024-01-20",
)


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/wool.csv").write_text("a,b\n")
    (tmp_path / "data.zip").write_bytes(b"PK")
    return tmp_path


def graph(tree, imprint=IMPRINT) -> dict[str, dict]:
    """The crate's entities by their names, each of which must be one's own."""
    files = [path for path in tree.rglob("*") if path.is_file()]
    told = json.loads(crate(tree, files, known_by(), imprint))
    assert told["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    found = {one["@id"]: one for one in told["@graph"]}
    assert len(found) == len(told["@graph"])
    return found


def references(entity: dict) -> set[str]:
    values = [value for name, value in entity.items() if name not in ("@id", "conformsTo")]
    each = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return {one["@id"] for one in each if isinstance(one, dict) and "@id" in one}


def test_the_descriptor_says_which_standard_it_keeps_and_that_it_is_about_the_root(tree):
    about = graph(tree)[FILE]
    assert about["@type"] == "CreativeWork"
    assert about["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert about["about"] == {"@id": "./"}


def test_the_root_has_all_that_the_standard_demands(tree):
    root = graph(tree)["./"]
    assert root["@type"] == "Dataset"
    assert (root["name"], root["description"], root["datePublished"]) == (
        "Wool and Tea? A quarrel",
        "Two texts disagree.",
        "2024-01-20",
    )
    assert root["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert root["version"] == IMPRINT.edition
    assert "url" not in root


def test_whatever_is_referred_to_is_told_of(tree):
    found = graph(tree)
    for entity in found.values():
        assert references(entity) <= set(found)


def test_each_file_is_there_with_its_size_and_sum(tree):
    found = graph(tree)
    parts = {one["@id"] for one in found["./"]["hasPart"]}
    assert parts == {"data/wool.csv", "data.zip"}
    for name in parts:
        content = (tree / name).read_bytes()
        assert found[name]["@type"] == "File"
        assert found[name]["contentSize"] == str(len(content))
        assert found[name]["sha256"] == hashlib.sha256(content).hexdigest()
    assert (found["data/wool.csv"]["encodingFormat"], found["data.zip"]["encodingFormat"]) == (
        "text/csv",
        "application/zip",
    )


def test_authors_are_persons_or_bodies_with_names(tree):
    found = graph(tree)
    authors = [found[one["@id"]] for one in found["./"]["creator"]]
    assert [(one["@type"], one["name"]) for one in authors] == [
        ("Organization", "The testers"),
        ("Person", "A. Shearer"),
    ]


def test_a_book_without_an_abstract_is_described_by_its_tables_and_one_with_a_site_names_it(tree):
    sited = dataclasses.replace(IMPRINT, abstract="", url="https://example.org/b/")
    root = graph(tree, sited)["./"]
    assert root["description"] == "Two countries that are not, for tests."
    assert root["url"] == "https://example.org/b/"


def test_the_same_tree_gives_the_same_crate(tree):
    files = [tree / "data.zip", tree / "data/wool.csv"]
    assert crate(tree, files, known_by(), IMPRINT) == crate(tree, files[::-1], known_by(), IMPRINT)

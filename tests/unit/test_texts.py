"""Files that people write are read with care: whatever is wrong is one sentence with its line, and nothing is huge."""

import os

import pytest
import yaml

from nolimits.data import DataError, mapping, mapping_of, text_of, texts

pytestmark = pytest.mark.slow

BOMB = "a: &a [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

BROKEN = {
    "a list that is never closed": ("a: [\n", 2, "broken YAML"),
    "a tab": ("a:\n\tb: 1", 2, "broken YAML"),
    "a control character": ("a: \x00", 1, "broken YAML"),
    "two documents": ("---\na: 1\n---\nb: 1", 3, "broken YAML"),
    "an unknown alias": ("a: *nope", 1, "broken YAML: found undefined alias"),
    "a list": ("- a\n- b", 1, "not a mapping"),
    "text": ("a", 1, "not a mapping"),
    "a key twice": ("a: 1\nb: 2\na: 3", 3, "the key 'a' stands twice"),
    "a key twice, deeper": ("a:\n  b: 1\n  b: 2", 3, "the key 'b' stands twice"),
    "a key that is a number": ("2018: x", 1, "the key '2018' is no text"),
    "a key that is a truth": ("yes: x", 1, "the key 'yes' is no text"),
    "a key that is a list": ("? [a]\n: x", 1, "a key that is no text"),
    "an object": ("a: !!python/object:os.system x", 1, "a value of the type tag:yaml.org,2002:python/object:os.system"),
    "a set": ("a: !!set {x}", 1, "a value of the type tag:yaml.org,2002:set"),
    "a tag of one's own": ("a: !mine x", 1, "a value of the type !mine"),
    "no day": ("a: 2025-13-45", 0, "a value cannot be read (month must be in 1..12)"),
    "no number": ("a: !!int x", 0, "a value cannot be read"),
    "a number without end": ("a: " + "9" * 5000, 0, "a value cannot be read"),
    "brackets without end": ("a: " + "[" * 100_000, 1, "nested too deeply"),
    "braces without end": ("{a: " * 5000, 1, "nested too deeply"),
    "dashes without end": ("- " * 5000, 1, "nested too deeply"),
    "an alias of itself": ("a: &a [*a]", 1, "an alias that holds itself"),
    "aliases of aliases": (BOMB, 5, "more than 100,000 values when its aliases are written out"),
    "a merge of a number": ("a:\n  <<: 3", 2, "broken YAML"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_yaml_that_cannot_be_relied_on_is_told_with_its_line(case):
    text, line, said = BROKEN[case]
    with pytest.raises(DataError) as told:
        mapping(text, "_config.yml")
    where = f"_config.yml:{line}: " if line else "_config.yml: "
    assert str(told.value).startswith(where + said)
    assert "\n" not in str(told.value)


SOUND = "a: &a {b: [1, 2.5, true, null], c: 2025-09-10}\nd: {<<: *a, e: x}\nf: *a\n"


def test_what_is_sound_is_read_as_yaml_says_with_its_aliases():
    assert mapping(SOUND, "x") == yaml.safe_load(SOUND)
    assert mapping("", "x") == mapping("# nothing\n", "x") == {}


def test_the_same_key_may_stand_in_two_mappings():
    assert mapping("a: {x: 1}\nb: {x: 1}", "x") == {"a": {"x": 1}, "b": {"x": 1}}


def test_as_many_values_as_are_allowed_are_read():
    many = "a: [" + ",".join(["1"] * (texts.MOST_VALUES - 3)) + "]"
    assert len(mapping(many, "x")["a"]) == texts.MOST_VALUES - 3
    with pytest.raises(DataError, match="more than 100,000 values"):
        mapping(many.replace("]", ",1]"), "x")


def test_as_deep_as_is_allowed_is_read():
    deep = "a: " + "[" * (texts.DEEPEST - 2) + "x" + "]" * (texts.DEEPEST - 2)
    assert mapping(deep, "x")
    with pytest.raises(DataError, match="nested too deeply: write at most 60 levels"):
        mapping(deep.replace("[", "[[", 1).replace("]", "]]", 1).replace("x", "[x]"), "x")


# --- the file


def test_a_file_is_read_without_its_byte_order_mark(tmp_path):
    path = tmp_path / "a.yml"
    path.write_bytes(b"\xef\xbb\xbfa: \xc3\xb8\n")
    assert (text_of(path, "a.yml"), mapping_of(path, "a.yml")) == ("a: ø\n", {"a": "ø"})


@pytest.mark.parametrize("kind", ["none", "folder", "pipe", "Latin-1", "huge", "loop"])
def test_a_file_that_is_none_is_told_by_its_name(tmp_path, kind):
    path = tmp_path / "a.yml"
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "Latin-1":
            path.write_bytes("a: x\nb: Møller".encode("latin-1"))
        case "huge":
            with path.open("wb") as file:
                file.truncate(texts.LARGEST + 1)
        case "loop":
            path.symlink_to(path)
    said = {
        "none": "a.yml: there is no such file: write one, or restore it from git",
        "folder": "a.yml: not a file: put a file of that name there",
        "pipe": "a.yml: not a file: put a file of that name there",
        "Latin-1": "a.yml:2: not UTF-8 at byte 9 (0xf8): save it as UTF-8",
        "huge": "a.yml: 20,000,001 bytes: write at most 20,000,000",
        "loop": "a.yml: cannot be read (Too many levels of symbolic links): make it a file that you may read",
    }
    with pytest.raises(DataError) as told:
        text_of(path, "a.yml")
    assert str(told.value) == said[kind]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_of_a_file_end_alike_whoever_wrote_it(tmp_path, end):
    path = tmp_path / "one.md"
    path.write_bytes(f"---{end}title: One{end}---{end}# One{end}".encode())
    assert text_of(path, "one.md") == "---\ntitle: One\n---\n# One\n"

"""Files that people write, read with care: UTF-8 text and YAML whose keys are unique and whose size is bounded."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nolimits.data.errors import DataError

LARGEST = 20_000_000  # bytes of a file
MOST_VALUES = 100_000  # of a YAML file, those that an alias repeats counted each time
DEEPEST = 60
TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge")
)
MERGE = "tag:yaml.org,2002:merge"
LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class TextError(DataError):
    """A file that cannot be read as what it should be: its name, the line (0 where none is to blame), what is wrong
    and what would be right.
    """

    def __init__(self, name: str, what: str, right: str, line: int = 0) -> None:
        super().__init__(f"{name}{f':{line}' if line else ''}: {what}: {right}")
        self.line, self.what, self.right = line, what, right


def text_of(path: Path, name: str) -> str:
    """The text of a UTF-8 file, without a byte order mark and with lines that end in LF whatever ends them in the file.

    `name` is how a message calls it. Raises TextError where there is no such file, where it cannot be read, is not
    UTF-8 or is huge.
    """
    try:
        if path.exists() and not path.is_file():
            raise TextError(name, "not a file", "put a file of that name there")
        if (size := path.stat().st_size) > LARGEST:
            raise TextError(name, f"{size:,} bytes", f"write at most {LARGEST:,}")
        text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    except FileNotFoundError:
        raise TextError(name, "there is no such file", "write one, or restore it from git") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise TextError(
            name, f"not UTF-8 at byte {error.start} ({error.object[error.start]:#04x})", "save it as UTF-8", line
        ) from None
    except OSError as error:
        raise TextError(name, f"cannot be read ({error.strerror})", "make it a file that you may read") from None
    return lines_of(text)


def lines_of(text: str) -> str:
    """Text of which each line ends in LF, whatever ended it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def mapping_of(path: Path, name: str) -> dict[str, Any]:
    """What a YAML file says, which must be a mapping of names; empty for an empty file.

    Raises TextError as `text_of`, and as `mapping`.
    """
    return mapping(text_of(path, name), name)


def mapping(text: str, name: str) -> dict[str, Any]:
    """What YAML text says, a copy for each caller. Raises TextError where it is broken, no mapping, has a key twice or
    is huge.
    """
    found: dict[str, Any] = pickle.loads(_read(text, name))
    return found


@lru_cache(maxsize=32)  # one process asks for the same descriptor and settings again and again
def _read(text: str, name: str) -> bytes:
    try:
        _refuse_depth(text, name)
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        raise _broken(error, name) from None
    if node is None:
        return pickle.dumps({})
    if not isinstance(node, yaml.MappingNode):
        raise TextError(name, "not a mapping", "write `key: value`, one a line", node.start_mark.line + 1)
    _weigh(node, name, 1, {})
    for one in _nodes(node):
        _check(one, name)
    loader = LOADER("")
    try:
        found: dict[str, Any] = loader.construct_document(node)
    except yaml.YAMLError as error:
        raise _broken(error, name) from None
    except (ValueError, AttributeError, OverflowError) as error:
        raise TextError(name, f"a value cannot be read ({error})", "put it in quotes if it is text") from None
    return pickle.dumps(found)


def _refuse_depth(text: str, name: str) -> None:
    """Refuse what is nested so deeply that it would take down the composer, which calls itself once a level."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise TextError(name, "nested too deeply", f"write at most {DEEPEST} levels", line)


def _broken(error: yaml.YAMLError, name: str) -> TextError:
    mark: yaml.Mark | None = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    return TextError(name, f"broken YAML: {what}", "mend that line", mark.line + 1 if mark else 1)


def _weigh(node: yaml.Node, name: str, depth: int, known: dict[int, int]) -> int:
    """How many values a node holds when all aliases are written out; 0 marks one that is being counted."""
    line = node.start_mark.line + 1
    if depth > DEEPEST:
        raise TextError(name, "nested too deeply", f"write at most {DEEPEST} levels", line)
    if id(node) not in known:
        known[id(node)] = 0
        known[id(node)] = 1 + sum(_weigh(one, name, depth + 1, known) for one in _below(node))
    elif not known[id(node)]:
        raise TextError(name, "an alias that holds itself", "write the value out", line)
    if known[id(node)] > MOST_VALUES:
        raise TextError(name, f"more than {MOST_VALUES:,} values when its aliases are written out", "use fewer", line)
    return known[id(node)]


def _below(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    """Every node once, however many aliases name it."""
    seen, left = set(), [node]
    while left:
        one = left.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            left += _below(one)


def _check(node: yaml.Node, name: str) -> None:
    """Refuse keys that stand twice or are no text, and values that are neither text, number, day, list nor mapping."""
    line = node.start_mark.line + 1
    if node.tag not in TAGS:
        raise TextError(name, f"a value of the type {node.tag}", "write text, a number, a list or a mapping", line)
    seen: set[str] = set()
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise TextError(name, "a key that is no text", "write `key: value`", line)
        if key.tag == MERGE:
            continue
        if key.tag != "tag:yaml.org,2002:str":
            raise TextError(name, f"the key {key.value!r} is no text", "put it in quotes", line)
        if key.value in seen:
            raise TextError(name, f"the key {key.value!r} stands twice", "write it once", line)
        seen.add(key.value)

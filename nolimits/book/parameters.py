"""Parameters of the notebooks: which there are, and what `--set SECTION.NAME=VALUE` may say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nolimits.manuscript import Value, declared, notebooks

READ = {"bool": {"true": True, "false": False}, "int": int, "float": float, "str": str}


class BuildError(Exception):
    """A build that cannot go on: says where, what, and what would be right."""


def sections(root: Path) -> list[str]:
    """The names of the notebooks, in the book's order."""
    return [path.stem for path in notebooks(root)]


def chosen(root: Path, settings: Iterable[str], cutoff: str) -> dict[str, dict[str, Value]]:
    """What each notebook is to be run with: the book's cutoff and what `SECTION.NAME=VALUE` says.

    Raises BuildError for an unknown section or name, and for a value that is not of the parameter's type.
    """
    known = {path.stem: declared(path) for path in notebooks(root)}
    for name, parameters in known.items():
        if "cutoff" not in parameters:
            raise BuildError(f'notebooks/{name}.ipynb: no parameter `cutoff`: add `cutoff: str = "latest"`')
    result: dict[str, dict[str, Value]] = {name: {"cutoff": cutoff} for name in known}
    for setting in settings:
        left, equals, text = setting.partition("=")
        section, dot, name = left.partition(".")
        if not (equals and dot and section and name):
            raise BuildError(f"--set {setting}: write SECTION.PARAM=VALUE, such as trade.start=2015")
        if section not in known:
            raise BuildError(f"--set {setting}: no section is called {section!r}: the sections are {', '.join(known)}")
        if name == "cutoff":
            raise BuildError(f"--set {setting}: the cutoff is the whole book's: write --cutoff {text}")
        if name not in known[section]:
            own = ", ".join(known[section])
            raise BuildError(f"--set {setting}: {section} has no parameter {name!r}: its parameters are {own}")
        result[section][name] = _read(setting, text, known[section][name][0])
    return result


def _read(setting: str, text: str, kind: str) -> Value:
    reader = READ.get(kind)
    if reader is None:
        raise BuildError(f"--set {setting}: a parameter of type {kind} cannot be set from the command line")
    try:
        return reader[text.lower()] if isinstance(reader, dict) else reader(text)
    except (ValueError, KeyError):
        example = {"bool": "true or false", "int": "a whole number such as 2015", "float": "a number such as 2.5"}
        raise BuildError(f"--set {setting}: {text!r} is not {example[kind]}") from None

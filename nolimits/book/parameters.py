"""Parameters of the notebooks: which there are, and what `--set SECTION.NAME=VALUE` may say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from nolimits.data import DataError, Parameter
from nolimits.data.parameters import UNBOUNDED, is_bounded
from nolimits.manuscript import Contents, parameter_lines

MORE = "-more"  # at the end of the name of a page that carries a section on
BOOLS = {"true": True, "false": False}
Chosen = dict[str, dict[str, Parameter]]  # parameters by the names of sections
READ: dict[str, Callable[[str], Parameter]] = {
    "bool": lambda text: BOOLS[text.lower()],
    "int": int,
    "float": float,
    "str": str,
}


class BuildError(DataError):
    """A build that cannot go on: says where, what, and what would be right."""


def parameters_of(book: Contents, settings: Iterable[str], cutoff: str, option: str = "--set") -> Chosen:
    """What each notebook is to be run with: the book's cutoff and what `SECTION.NAME=VALUE` says, given by an option.

    What is set of a section holds for the pages that carry it on, too (`trade` for `trade-more`), unless they are set
    themselves: one section has one yardstick. Raises BuildError for an unknown section or name, and for a value that is
    not of the parameter's type.
    """
    known = {path.stem: parameter_lines(path) for path in book.notebooks}
    for name, parameters in known.items():
        if "cutoff" not in parameters:
            raise BuildError(f'notebooks/{name}.ipynb: no parameter `cutoff`: add `cutoff: str = "latest"`')
    own: Chosen = {name: {} for name in known}
    for setting in settings:
        left, equals, text = setting.partition("=")
        section, dot, name = left.partition(".")
        if not (equals and dot and section and name):
            raise BuildError(f"{option} {setting}: write SECTION.PARAM=VALUE, such as trade.start=2015")
        if section not in known:
            raise BuildError(
                f"{option} {setting}: no section is called {section!r}: the sections are {', '.join(known)}"
            )
        if name == "cutoff":
            raise BuildError(f"{option} {setting}: the cutoff is the whole book's: write --cutoff {text}")
        if name not in known[section]:
            names = ", ".join(known[section])
            raise BuildError(f"{option} {setting}: {section} has no parameter {name!r}: its parameters are {names}")
        own[section][name] = _read(f"{option} {setting}", text, known[section][name][0])
    return {name: {"cutoff": cutoff} | _inherit(name, own, known[name]) | own[name] for name in known}


def _inherit(name: str, own: Chosen, declared: Collection[str]) -> dict[str, Parameter]:
    """What is set of the section that a page carries on, as far as it has such parameters."""
    section = own.get(name.removesuffix(MORE), {}) if name.endswith(MORE) else {}
    return {one: value for one, value in section.items() if one in declared}


def _read(setting: str, text: str, kind: str) -> Parameter:
    reader = READ.get(kind)
    if reader is None:
        raise BuildError(f"{setting}: a parameter of type {kind} cannot be set from the command line")
    try:
        value = reader(text)
    except (ValueError, KeyError):
        example = {"bool": "true or false", "int": "a whole number such as 2015", "float": "a number such as 2.5"}
        raise BuildError(f"{setting}: {text!r} is not {example[kind]}") from None
    if not is_bounded(value):
        raise BuildError(f"{setting}: {text!r} is {UNBOUNDED}")
    return value

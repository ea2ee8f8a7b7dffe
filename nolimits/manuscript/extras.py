"""Directives and roles that Sphinx, Jupyter Book and a book's own extensions bring, as they say themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from nolimits.manuscript.settings import extensions, settings

OWN = "nolimits."
BARE = ("std", "py")  # domains whose words need no prefix


@dataclass(frozen=True)
class Extras:
    """What the extensions of these names bring, and, where `usual`, those that Jupyter Book takes for any book.

    They are asked only for a word that nobody else knows, as that takes a second.
    """

    names: tuple[str, ...] = ()
    usual: bool = False

    @cached_property
    def _notes(self) -> _Notes:
        return _take_notes((*(_usual() if self.usual else ()), *self.names))

    def has_directive(self, name: str) -> bool:
        """Whether a directive of this name is one of theirs."""
        return name in self._notes.directives

    def has_role(self, name: str) -> bool:
        """Whether a role of this name is one of theirs."""
        return name in self._notes.roles


NO_EXTRAS = Extras()


def extras(root: Path) -> Extras:
    """What the extensions of the book in a folder bring."""
    return Extras(tuple(name for name in extensions(settings(root)) if not name.startswith(OWN)), usual=True)


def _usual() -> Iterator[str]:
    """The extensions that Jupyter Book takes for any book."""
    from jupyter_book.config import get_default_sphinx_config

    yield from get_default_sphinx_config()["extensions"]


def _take_notes(names: tuple[str, ...]) -> _Notes:
    from docutils.parsers.rst import directives, roles
    from sphinx.application import builtin_extensions

    notes = _Notes()
    for name in (*builtin_extensions, *names):
        notes.setup_extension(name)
    # those of docutils itself are in its own lists, and so are some of Sphinx'
    notes.directives |= {*directives._directive_registry, *directives._directives}  # type: ignore[attr-defined]
    notes.roles |= {*roles._role_registry, *roles._roles}  # type: ignore[attr-defined]
    return notes


class _Anything:
    """Stands for whatever else an extension asks of the application: it is there, does nothing, and holds nothing."""

    def __getattr__(self, name: str) -> _Anything:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: Any, **__: Any) -> _Anything:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __contains__(self, _: object) -> bool:
        return False


class _Notes(_Anything):
    """Stands for Sphinx' application while an extension sets itself up, and notes the words that it brings."""

    def __init__(self) -> None:
        self.directives: set[str] = set()
        self.roles: set[str] = set()
        self._asked: set[str] = set()

    def setup_extension(self, name: str) -> None:
        """Note what an extension brings; of one that wants more than a stand-in, what it brought until then."""
        if name in self._asked:
            return
        self._asked.add(name)
        try:
            import_module(name).setup(self)
        except Exception:
            return  # whoever binds the book tells what is wrong with it

    def add_directive(self, name: str, *_: Any, **__: Any) -> None:
        """Note a directive."""
        self.directives.add(name)

    def add_role(self, name: str, *_: Any, **__: Any) -> None:
        """Note a role."""
        self.roles.add(name)

    add_generic_role = add_role

    def add_directive_to_domain(self, domain: str, name: str, *_: Any, **__: Any) -> None:
        """Note a directive of a domain."""
        self.directives.update(_in(domain, name))

    def add_role_to_domain(self, domain: str, name: str, *_: Any, **__: Any) -> None:
        """Note a role of a domain."""
        self.roles.update(_in(domain, name))

    def add_object_type(self, directive: str, role: str, *_: Any, **__: Any) -> None:
        """Note a directive and the role that refers to it."""
        self.directives.add(directive)
        self.roles.add(role)

    add_crossref_type = add_object_type

    def add_domain(self, domain: Any, *_: Any, **__: Any) -> None:
        """Note the words of a domain."""
        for name in domain.directives:
            self.directives.update(_in(domain.name, name))
        for name in domain.roles:
            self.roles.update(_in(domain.name, name))


def _in(domain: str, name: str) -> tuple[str, ...]:
    full = f"{domain}:{name}"
    return (full, name) if domain in BARE else (full,)

"""The book's settings and what is to be cited: the only reader of `_config.yml` and `CITATION.cff`.

What a setting may be is said by Jupyter Book's own schema, and for those that this book reads by the one below.
"""

from __future__ import annotations

import datetime
import difflib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from nolimits.data import LATEST, DataError, mapping, mapping_of
from nolimits.data.periods import day
from nolimits.data.whereabouts import CONFIG
from nolimits.manuscript.errors import ManuscriptError

CITATION = "CITATION.cff"
OWN, MYST = "nolimits_", "myst_"
ADDRESS = "an address such as https://example.org/book"
TEXT = {"type": "string", "description": "text"}
FILLED = {"type": "string", "pattern": r"\S", "description": "text that is not blank"}
DAY = {"type": ["string", "date"], "description": "a day such as 2025-11-27"}
TEXTS = {"type": "array", "items": TEXT, "description": "a list of texts"}
LIST = {"type": "array", "description": "a list"}
YES_NO = {"type": "boolean", "description": "true or false"}
ANY = {"type": "object", "description": "a mapping"}
COVER = {
    "type": "object",
    "description": "a mapping with indicator, first, question, note and alt",
    "required": ["indicator"],
    "additionalProperties": False,
    "properties": {
        **dict.fromkeys(("indicator", "question", "note", "alt"), TEXT),
        "first": {"type": "integer", "minimum": 0, "maximum": 9999, "description": "a year such as 2014"},
    },
}
# those of Sphinx and of this book's extension that would stop the binding, or change what is bound without a word
SPHINX = {
    "nolimits_cutoff": {"type": ["string", "date"], "description": "`latest`, or a day such as 2025-11-27"},
    "nolimits_start": {"type": "integer", "minimum": 1, "maximum": 9999, "description": "a year such as 2018"},
    "nolimits_editions": {
        "type": "array",
        "items": {**DAY, "description": "a day such as 2025-11-27, or the key of a paper"},
        "description": "a list of days, such as [2025-11-27], or of papers",
    },
    "nolimits_cover": COVER,
    "nolimits_edition": {"type": "string", "description": "nothing: it is worked out"},
    "nolimits_printed": YES_NO,
    "extensions": TEXTS,
    "html_theme": TEXT,
    "language": TEXT,
    **dict.fromkeys(("exclude_patterns", "html_static_path", "html_css_files", "templates_path"), TEXTS),
    "html_domain_indices": {
        "type": ["boolean", "array"],
        "items": TEXT,
        "description": "true, false or a list of texts",
    },
    **dict.fromkeys(("html_theme_options", "html_context", "numfig_format", "html_sidebars"), ANY),
    **dict.fromkeys(
        (
            *("html_copy_source", "html_show_sourcelink", "html_scaled_image_link", "html_use_index"),
            *("html_show_copyright", "html_show_sphinx", "numfig"),
        ),
        YES_NO,
    ),
    # Sphinx' own that are near one of these, so that none of them is taken for a slip
    **dict.fromkeys(("html_js_files", "html_extra_path", "html_theme_path", "include_patterns"), LIST),
    "html_permalinks": YES_NO,
    "html_split_index": YES_NO,
    "html_search_options": ANY,
    "needs_extensions": ANY,
    **dict.fromkeys(("html_permalinks_icon", "nb_code_prompt_show", "nb_code_prompt_hide", "html_baseurl"), TEXT),
}
SETTINGS: dict[str, Any] = {
    "type": "object",
    "required": ["title", "author"],
    "properties": {
        **dict.fromkeys(("title", "author"), FILLED),
        **dict.fromkeys(("copyright", "logo"), TEXT),
        "only_build_toc_files": YES_NO,
        "html": {
            "properties": {
                "baseurl": {"type": "string", "pattern": "^(https?://.+)?$", "description": ADDRESS},
                "use_multitoc_numbering": YES_NO,
            }
        },
        "sphinx": {"properties": {"config": {"type": "object", "properties": SPHINX, "description": "a mapping"}}},
    },
}
PERSON = {
    "type": "object",
    "description": "a mapping with `name`, or with `family-names` and `given-names`",
    "anyOf": [{"required": ["name"]}, {"required": ["family-names"]}],
    "properties": {**dict.fromkeys(("name", "family-names"), FILLED), "given-names": TEXT},
}
CITED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "title": FILLED,
        **dict.fromkeys(("abstract", "message", "cff-version"), TEXT),
        "authors": {"type": "array", "items": PERSON, "description": "a list of authors"},
    },
}
KINDS = {"string": "text", "object": "a mapping", "array": "a list", "boolean": "true or false", "null": "nothing"}


def settings(root: Path) -> dict[str, Any]:
    """What the book in a folder is to be bound with; raises DataError for the first fault, with its place."""
    found = mapping_of(root / CONFIG, CONFIG)
    _hold(found, {"allOf": [json.loads(_book_schema()), SETTINGS]}, CONFIG)
    known = json.loads(_book_schema())["properties"] | SETTINGS["properties"]
    _refuse_near(found, known, "")
    for name, part in _defaults().items():
        if isinstance(part, dict):
            _refuse_near(found.get(name) or {}, part, f"{name}.")
    _hold_buttons(found.get("launch_buttons") or {})
    _hold_syntax(found.get("parse") or {})
    config = sphinx_of(found)
    _refuse_near(config, SPHINX, "sphinx.config.", OWN)
    for place, told in _days(config):
        _hold_day(place, told)
    for name in extensions(found):
        _hold_extension(name)
    return found


def sphinx_of(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What a book's settings tell Sphinx."""
    found: dict[str, Any] = settings.get("sphinx", {}).get("config") or {}
    return found


def extensions(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The extensions of Sphinx that a book's settings name."""
    return (*sphinx_of(settings).get("extensions", ()), *(settings.get("sphinx", {}).get("extra_extensions") or ()))


def has_formulas(root: Path) -> bool:
    """Whether dollars set formulas in a book's pages, as they do by Jupyter Book's own default."""
    return "dollarmath" in (settings(root).get("parse") or {}).get("myst_enable_extensions", ("dollarmath",))


def citation(root: Path) -> dict[str, Any]:
    """What `CITATION.cff` of the book in a folder says, empty where there is none; raises DataError for its faults."""
    if not os.path.lexists(root / CITATION):
        return {}
    found = mapping_of(root / CITATION, CITATION)
    _hold(found, CITED, CITATION)
    return found


@lru_cache(maxsize=1)
def _book_schema() -> str:
    """Jupyter Book's schema of its settings."""
    return (files("jupyter_book") / "config_schema.json").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _defaults() -> dict[str, Any]:
    """Jupyter Book's settings where a book names none: its schema lacks some of them."""
    return mapping((files("jupyter_book") / "default_config.yml").read_text(encoding="utf-8"), "default_config.yml")


def _hold_buttons(buttons: Mapping[str, Any]) -> None:
    """Refuse a button that would be there and do nothing."""
    if buttons.get("thebe"):
        what = "cells do not run within a page, as their script would come from another host"
        raise ManuscriptError(f"{CONFIG}: launch_buttons.thebe: {what}: take it out, or name a binderhub_url")


def _hold_syntax(parse: Mapping[str, Any]) -> None:
    """Refuse what MyST would refuse of its settings, each by itself, when all notebooks have run already."""
    from myst_parser.config.main import MdParserConfig

    known, settle = {one.name for one in MdParserConfig.get_fields()}, cast(Callable[..., object], MdParserConfig)
    for name, value in parse.items():
        own = name.removeprefix(MYST)
        if own == name:
            continue
        if own not in known:
            raise ManuscriptError(f"{CONFIG}: parse.{name} is no setting of MyST: take it out, or mend its name")
        # of a list each item by itself: MyST names those at fault in an order that differs from run to run
        for one in [[item] for item in value] if isinstance(value, list) else [value]:
            try:
                settle(**{own: one})
            except (TypeError, ValueError) as error:
                shown = _show(one[0] if isinstance(value, list) else value)
                raise ManuscriptError(f"{CONFIG}: parse.{name}: {shown} is not what MyST reads: {error}") from None


def _hold(found: Mapping[str, Any], schema: Mapping[str, Any], file: str) -> None:
    """Raise ManuscriptError for the first thing that a schema does not allow."""
    from jsonschema import Draft7Validator, validators

    checker = Draft7Validator.TYPE_CHECKER.redefine("date", lambda _, value: isinstance(value, datetime.date))
    validator = validators.extend(Draft7Validator, type_checker=checker)(schema)
    for error in sorted(validator.iter_errors(found), key=lambda one: [str(part) for part in one.absolute_path]):
        raise ManuscriptError(f"{file}: {_sentence(error)}")


def _sentence(error: Any) -> str:
    where = ".".join(str(part) for part in error.absolute_path)
    right = error.schema.get("description") or _kinds(error.schema)
    match error.validator:
        case "required":
            missing = next(name for name in error.validator_value if name not in error.instance)
            place = f"{where}.{missing}" if where else missing
            return f"{place} is missing: write `{missing}: …`"
        case "additionalProperties":
            name = next(name for name in error.instance if name not in error.schema["properties"])
            return f"{where}.{name} is no setting: write {_or(error.schema['properties'])}"
        case "enum":
            return f"{where} is {_show(error.instance)}: write {_or(error.validator_value)}"
        case "minimum" | "maximum":
            bound = "at least" if error.validator == "minimum" else "at most"
            return f"{where} is {_show(error.instance)}: write {right}, {bound} {error.validator_value}"
    return f"{where} is {_show(error.instance)}: write {right}"


def _kinds(schema: Mapping[str, Any]) -> str:
    kinds = schema.get("type", "something else")
    return " or ".join(KINDS.get(kind, f"a {kind}") for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _or(words: Any) -> str:
    return " or ".join(", ".join(map(str, words)).rsplit(", ", 1))


def _show(value: object) -> str:
    if value is None:
        return "empty"
    text = str(value) if isinstance(value, datetime.date) else repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _refuse_near(found: Mapping[str, Any], known: Mapping[str, Any], place: str, start: str = "") -> None:
    """Refuse a name that is none and nearly one: Jupyter Book would pass over it without a word."""
    for name in found:
        if name not in known and (near := difflib.get_close_matches(name, known, n=1, cutoff=0.75)):
            raise ManuscriptError(f"{CONFIG}: {place}{name} is no setting: perhaps {near[0]}")
        if start and name.startswith(start) and name not in known:
            own = [one for one in known if one.startswith(start)]
            raise ManuscriptError(f"{CONFIG}: {place}{name} is no setting: write {_or(own)}")


def _days(config: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    if config.get("nolimits_cutoff", LATEST) != LATEST:
        yield "nolimits_cutoff", config["nolimits_cutoff"]


def _hold_day(place: str, told: object) -> None:
    try:
        day(str(told))
    except DataError as error:
        raise ManuscriptError(f"{CONFIG}: sphinx.config.{place}: {error}") from None


def _hold_extension(name: str) -> None:
    try:
        there = find_spec(name) is not None
    except (ImportError, ValueError):
        there = False
    if not there:
        raise ManuscriptError(f"{CONFIG}: sphinx.config.extensions: no extension {name!r} can be found: install it")

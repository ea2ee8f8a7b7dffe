"""Whatever is wrong with a book's files is told in one sentence that names the file, before any notebook runs."""

import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import small
import yaml

from nolimits.book.gate import validate
from nolimits.data import DataError

pytestmark = pytest.mark.slow

CONFIG, TOC, CITATION = "_config.yml", "_toc.yml", "CITATION.cff"
PACKAGE, CHAPTER, TRADE = "data/datapackage.yaml", "chapters/summary.md", "notebooks/trade.ipynb"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
Plant = Callable[[Path], object]


# --- ways to plant a fault


def written(name: str, content: str | bytes) -> Plant:
    """A file of other content."""
    return lambda book: (book / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def added(name: str, content: str | bytes) -> Plant:
    """A file with something behind."""
    text = content if isinstance(content, bytes) else content.encode()
    return lambda book: (book / name).write_bytes((book / name).read_bytes() + text)


def _put(value: object, at: str, told: object) -> object:
    """A value at a place of a nest of mappings and lists; `...` takes it out."""
    inner, (*above, last) = value, [int(part) if part.isdigit() else part for part in at.split(".")]
    for part in above:
        inner = inner[part]
    if told is ...:
        del inner[last]
    else:
        inner[last] = told
    return value


def yaml_at(name: str, at: str, told: object) -> Plant:
    """A value at a place of a YAML file."""

    def plant(book: Path) -> None:
        read = yaml.safe_load((book / name).read_text())
        (book / name).write_text(yaml.safe_dump(_put(read, at, told), sort_keys=False))

    return plant


def json_at(name: str, at: str, told: object) -> Plant:
    """A value at a place of a JSON file."""

    def plant(book: Path) -> None:
        (book / name).write_text(json.dumps(_put(json.loads((book / name).read_text()), at, told)))

    return plant


def config(at: str, told: object) -> Plant:
    return yaml_at(CONFIG, at, told)


def sphinx(name: str, told: object) -> Plant:
    return yaml_at(CONFIG, f"sphinx.config.{name}", told)


def gone(name: str) -> Plant:
    return lambda book: (book / name).unlink()


def _other(kind: str, name: str, book: Path) -> None:
    """Something else under a file's name."""
    (book / name).unlink(missing_ok=True)
    match kind:
        case "folder":
            (book / name).mkdir()
        case "pipe":
            os.mkfifo(book / name)
        case "loop":
            (book / name).symlink_to(book / name)
        case "dangling":
            (book / name).symlink_to(book / "nowhere")
        case "huge":
            with (book / name).open("wb") as file:
                file.truncate(30_000_000)


def other(kind: str, name: str) -> Plant:
    return partial(_other, kind, name)


# --- the faults, by the file that is named


def of_yaml(name: str) -> dict[str, Plant]:
    """What may be wrong with any YAML file."""
    return {
        "no YAML": written(name, "title: [\n"),
        "a tab": written(name, "title:\n\tx: 1\n"),
        "a list": written(name, "- a\n- b\n"),
        "text": written(name, "a\n"),
        "a number": written(name, "3\n"),
        "empty": written(name, ""),
        "a key twice": added(name, "\nzz: 1\nzz: 2\n"),
        "a key that is a number": added(name, "\n2018: 1\n"),
        "a bomb": written(name, BOMB),
        "an alias of itself": added(name, "\nzz: &a [*a]\n"),
        "an unknown alias": added(name, "\nzz: *nope\n"),
        "brackets": written(name, "zz: " + "[" * 50_000),
        "dashes": written(name, "- " * 50_000),
        "an object": added(name, "\nzz: !!python/object/apply:os.system [ls]\n"),
        "no day": added(name, "\nzz: 2025-02-30\n"),
        "two documents": added(name, "\n---\na: 1\n"),
        "Latin-1": added(name, "\nzz: Müller\n".encode("latin-1")),
        "UTF-16": written(name, "title: x\n".encode("utf-16")),
        "NUL": added(name, b"\nzz: \x00\n"),
        "a folder": other("folder", name),
        "a pipe": other("pipe", name),
        "a loop": other("loop", name),
        "huge": other("huge", name),
    }


KINDS_OF_CONFIG = {
    "title": (..., 3, None, [], {}),
    "author": (..., 3, ["a"]),
    "copyright": (2026,),
    "logo": (3,),
    "exclude_patterns": ("x", [3], None),
    "only_build_toc_files": ("yes",),
    "execute": (3, "off", None),
    "execute.execute_notebooks": ("perhaps", 3),
    "execute.timeout": ("long", -5),
    "parse": (3, []),
    "parse.myst_enable_extensions": ("colon_fence", [3]),
    "html": (3, None, []),
    "html.baseurl": (3, "javascript:alert(1)", "example.org"),
    "html.home_page_in_navbar": ("yes",),
    "html.analytics": (3,),
    "launch_buttons": ([],),
    "repository": ("x",),
    "bibtex_bibfiles": ("a.bib",),
    "sphinx": ([], 3, None, "x"),
    "sphinx.config": (3, [], None, "x", ...),
    "sphinx.extra_extensions": ("x", ["no.such.extension"]),
    "titel": ("x",),
    "sphinks": ({},),
}
KINDS_OF_SPHINX = {
    "nolimits_start": ("x", 2018.5, True, 0, 10_000, None, [2018]),
    "nolimits_cutoff": ("September", "2025-02-30", 2025, None, "Latest"),
    "nolimits_editions": ("2025-01-01", ["x"], [2025], ["2025-13-01"], None, {"a": 1}, ["1990-01-01"], [[]]),
    "nolimits_cover": (3, [], {"first": 2014}, {"indicator": 3}, {"indicator": "no.such"}, {"indicator": "", "x": 1}),
    "nolimits_cover.first": ("early", -1, None),
    "nolimits_cover.alt": ("{value}`value('no.such')`", "{value}`value(`", 3),
    "nolimits_strat": (2018,),
    "nolimits_colour": ("red",),
    "extensions": ("x", ["no_such_extension", "nolimits.pages"], ["myst_nb"], [3], None, [""], [".x"]),
    "html_theme_options": (3, []),
    "html_context": ("x",),
    "language": (3,),
    "numfig_format": ([],),
    "html_copy_source": ("no",),
    "html_permalinks_icon": (3,),
    "exclude_patterns": ("x",),
}
NOTEBOOK = {
    "no JSON": written(TRADE, "not JSON"),
    "half of it": written(TRADE, '{"cells": ['),
    "brackets": written(TRADE, "[" * 100_000),
    "a list": written(TRADE, "[]"),
    "empty": written(TRADE, ""),
    "Latin-1": written(TRADE, '{"cells": "Müller"}'.encode("latin-1")),
    "the format 3": written(TRADE, '{"worksheets": [], "nbformat": 3, "nbformat_minor": 0, "metadata": {}}'),
    "the format 5": json_at(TRADE, "nbformat", 5),
    "a format that is text": json_at(TRADE, "nbformat", "4"),
    "no cells": json_at(TRADE, "cells", ...),
    "cells that are none": json_at(TRADE, "cells", [3]),
    "cells that are a mapping": json_at(TRADE, "cells", {}),
    "metadata that are none": json_at(TRADE, "metadata", 3),
    "a cell without source": json_at(TRADE, "cells.1.source", ...),
    "a cell without metadata": json_at(TRADE, "cells.1.metadata", ...),
    "a cell of another kind": json_at(TRADE, "cells.1.cell_type", "prose"),
    "tags that are a number": json_at(TRADE, "cells.1.metadata.tags", 3),
    "tags that are numbers": json_at(TRADE, "cells.1.metadata.tags", [3]),
    "source of numbers": json_at(TRADE, "cells.1.source", [3]),
    "outputs that are none": json_at(TRADE, "cells.1.outputs", 3),
    "a half-typed parameter": json_at(TRADE, "cells.1.source", "cutoff: str ="),
    "a parameter that is computed": json_at(TRADE, "cells.1.source", "cutoff = str('latest')"),
    "a NUL in the code": json_at(TRADE, "cells.1.source", "cutoff = '\x00'"),
    "no parameters": json_at(TRADE, "cells.1.metadata.tags", []),
    "no cutoff": json_at(TRADE, "cells.1.source", "start = 2018"),
    "half-typed facts": json_at(TRADE, "cells.3.source", "facts(view, x="),
    "a half-typed chart": json_at(TRADE, "cells.5.source", "charts.lines("),
    "huge": other("huge", TRADE),
}
CONTENTS = {
    "no root": yaml_at(TOC, "root", ...),
    "a root that is a number": yaml_at(TOC, "root", 3),
    "a root that is empty": yaml_at(TOC, "root", ""),
    "a root that is missing": yaml_at(TOC, "root", "chapters/none"),
    "a root elsewhere": yaml_at(TOC, "root", "../summary"),
    "no format": yaml_at(TOC, "format", ...),
    "another format": yaml_at(TOC, "format", "jb-novel"),
    "a format that is a list": yaml_at(TOC, "format", []),
    "chapters that are text": yaml_at(TOC, "chapters", "notebooks/trade"),
    "chapters that are a number": yaml_at(TOC, "chapters", 3),
    "chapters that are empty": yaml_at(TOC, "chapters", []),
    "chapters that are nothing": yaml_at(TOC, "chapters", None),
    "chapters that are a mapping": yaml_at(TOC, "chapters", {"file": "notebooks/trade"}),
    "a chapter that is text": yaml_at(TOC, "chapters.0", "notebooks/trade"),
    "a chapter that is nothing": yaml_at(TOC, "chapters.0", None),
    "a chapter without a file": yaml_at(TOC, "chapters.0", {"title": "x"}),
    "a file that is a list": yaml_at(TOC, "chapters.0.file", ["notebooks/trade"]),
    "a file that is missing": yaml_at(TOC, "chapters.0.file", "notebooks/none"),
    "a file elsewhere": yaml_at(TOC, "chapters.0.file", "/etc/passwd"),
    "a file of Windows": yaml_at(TOC, "chapters.0.file", "notebooks\\trade"),
    "a page twice": yaml_at(TOC, "chapters.0.file", "notebooks/talks"),
    "a page twice, once with its ending": yaml_at(TOC, "chapters.0.file", "notebooks/talks.ipynb"),
    "the root twice": yaml_at(TOC, "chapters.0.file", "chapters/summary"),
    "names by a pattern": yaml_at(TOC, "chapters.0", {"glob": "notebooks/*"}),
    "a file and a link": yaml_at(TOC, "chapters.0.url", "https://example.org"),
    "a link that is none": yaml_at(TOC, "chapters.0", {"url": 3}),
    "sections that are text": yaml_at(TOC, "chapters.0.sections", "x"),
    "parts beside chapters": yaml_at(TOC, "parts", [{"caption": "x", "chapters": [{"file": "notebooks/talks"}]}]),
    "a part without chapters": written(TOC, "format: jb-book\nroot: chapters/summary\nparts:\n- caption: x\n"),
    "an unknown key": yaml_at(TOC, "chapter", []),
    "defaults that are none": yaml_at(TOC, "defaults", 3),
    "a caption that is a number": written(
        TOC, "format: jb-book\nroot: chapters/summary\nparts:\n- caption: 3\n  chapters: [{file: notebooks/trade}]\n"
    ),
}
CHAPTERS = {
    "Latin-1": added(CHAPTER, "\nMüller\n".encode("latin-1")),
    "UTF-16": written(CHAPTER, "# Small\n".encode("utf-16")),
    "huge": other("huge", CHAPTER),
    "front matter that is broken": written(CHAPTER, "---\nfacts: [\n---\n# One\n"),
    "front matter that is text": written(CHAPTER, "---\nwords\n---\n# One\n"),
    "front matter with a key twice": written(CHAPTER, "---\nfacts: {}\nfacts: {}\n---\n# One\n"),
    "front matter with a bomb": written(CHAPTER, f"---\n{BOMB}---\n# One\n"),
    "front matter with an object": written(CHAPTER, "---\na: !!python/object:x {}\n---\n# One\n"),
    "facts that are a list": written(CHAPTER, "---\nfacts: [a]\n---\n# One\n"),
    "facts that are text": written(CHAPTER, "---\nfacts: a\n---\n# One\n"),
    "a fact that is a list": written(CHAPTER, "---\nfacts: {rate: [1]}\n---\n# One\n\nIt is {value}`rate`.\n"),
}
CITED = {
    "authors that are text": written(CITATION, "authors: We\n"),
    "authors that are texts": written(CITATION, "authors: [We]\n"),
    "an author that is nothing": written(CITATION, "authors: [null]\n"),
    "an author without a name": written(CITATION, "authors: [{given-names: Jane}]\n"),
    "a name that is a number": written(CITATION, "authors: [{name: 3}]\n"),
    "a title that is a list": written(CITATION, "title: []\n"),
    "an abstract that is a mapping": written(CITATION, "abstract: {}\n"),
}
MAY_BE_EMPTY = (CITATION,)
FAULTS: dict[str, tuple[str, Plant]] = {
    **{
        f"{name}: {case}": (name, plant)
        for name in (CONFIG, TOC, CITATION, PACKAGE)
        for case, plant in of_yaml(name).items()
        if not (case == "empty" and name in MAY_BE_EMPTY)
    },
    **{f"{name}: none": (name, gone(name)) for name in (CONFIG, TOC, PACKAGE)},
    **{
        f"{CONFIG}: {at} is {told!r}": (CONFIG, config(at, told))
        for at, every in KINDS_OF_CONFIG.items()
        for told in every
    },
    **{
        f"{CONFIG}: sphinx.config.{at} is {told!r}": (CONFIG, sphinx(at, told))
        for at, every in KINDS_OF_SPHINX.items()
        for told in every
    },
    **{f"{TOC}: {case}": (TOC, plant) for case, plant in CONTENTS.items()},
    **{f"{TRADE}: {case}": (TRADE, plant) for case, plant in NOTEBOOK.items()},
    **{f"{CHAPTER}: {case}": (CHAPTER, plant) for case, plant in CHAPTERS.items()},
    **{f"{CITATION}: {case}": (CITATION, plant) for case, plant in CITED.items()},
    f"{TOC}: a chapter that is gone": (TOC, gone(CHAPTER)),
    f"{TOC}: a notebook that is gone": (TOC, gone(TRADE)),
    f"{TOC}: a chapter that is a folder": (TOC, other("folder", CHAPTER)),
    f"{TOC}: a notebook that leads nowhere": (TOC, other("dangling", TRADE)),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """A small book in which all is well."""
    folder = small.book(tmp_path_factory.mktemp("sound") / "book")
    (folder / CITATION).write_text("title: Wool\nauthors:\n- name: We\n")
    return folder


@pytest.fixture
def book(sound, tmp_path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "book"))


def test_a_sound_book_holds(book):
    assert validate(book, "latest", (), print).book.root == "chapters/summary"


def test_there_are_many_ways_to_be_wrong():
    assert len(FAULTS) > 150


@pytest.mark.parametrize("case", FAULTS)
def test_a_planted_fault_is_told_in_one_sentence_that_names_its_file(book, case):
    name, plant = FAULTS[case]
    plant(book)
    with pytest.raises(DataError) as told:
        validate(book, "latest", (), print)
    said = str(told.value).removeprefix("the data do not hold:\n").removeprefix("the prose does not hold:\n")
    assert said.replace(f"{book}/", "").startswith(name), said
    assert len(said.splitlines()) == 1, said
    assert len(said) < 600, said
    assert ": " in said.removeprefix(name), said

"""Write what follows from the code: the picture of the architecture, the API of charts, view and tables, and what the
whole is to those who index and archive software.

Run by `make docs`; the suite holds the files to be what this writes.
"""

from __future__ import annotations

import ast
import inspect
import io
import json
import re
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from nolimits import ROOMS, charts
from nolimits.charts import kinds, registers, style
from nolimits.charts.registry import all_kinds
from nolimits.data import Entry, View
from nolimits.data import Figure as Known
from nolimits.data.tables import package
from nolimits.language import VOCABULARY
from nolimits.manuscript.settings import citation
from nolimits.prose import ROLES

ROOT = Path(__file__).resolve().parents[1]
HERE, PACKAGE = ROOT / "docs", ROOT / "nolimits"
SPDX = "https://spdx.org/licenses"
WIDTH = 100  # of a signature on one line


# --- the picture


def imports(room: str) -> set[str]:
    """The other rooms that a room imports from, anywhere in its files."""
    found: set[str] = set()
    place = PACKAGE / room
    for path in place.rglob("*.py") if place.is_dir() else [PACKAGE / f"{room}.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nolimits"):
                parts = (node.module or "").split(".")[1:]
                found |= {parts[0]} if parts else {alias.name for alias in node.names}
    return found & set(ROOMS) - {room}


def job(room: str) -> str:
    """What a room is for: the first sentence of its docstring."""
    place = PACKAGE / room / "__init__.py" if (PACKAGE / room).is_dir() else PACKAGE / f"{room}.py"
    told = ast.get_docstring(ast.parse(place.read_text(encoding="utf-8"))) or ""
    return " ".join(told.split("\n\n")[0].split())


def picture() -> str:
    """A row for each room with a mark under every room that it imports from: all of them lie to its left; SVG."""
    with style.house():
        figure = Figure(figsize=(11, 5.4))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(-3.2, len(ROOMS) + 17)
        axes.set_ylim(len(ROOMS) - 0.2, -3.4)
        ink, muted, grid, blue = (style.LIGHT[tone] for tone in ("ink", "muted", "grid", "navy"))
        for y, room in enumerate(ROOMS):
            axes.plot([-0.4, y - 0.4], [y, y], color=grid, linewidth=0.8)
            axes.plot([y, y], [y, len(ROOMS) - 0.6], color=grid, linewidth=0.8)
            axes.text(-0.6, y, room, ha="right", va="center", color=ink, family=style.family("strong"), size=9)
            axes.text(y - 0.1, -0.6, room, rotation=55, ha="left", va="bottom", color=muted, size=8)
            axes.text(
                len(ROOMS), y, textwrap.shorten(job(room), 96, placeholder=" …"), va="center", color=muted, size=8
            )
            axes.plot(y, y, "s", color=ink, markersize=6)
            used = sorted(ROOMS.index(other) for other in imports(room))
            axes.plot(used, [y] * len(used), "o", color=blue, markersize=5)
        out = io.StringIO()
        with matplotlib.rc_context({"svg.hashsalt": "architecture", "svg.fonttype": "none"}):
            figure.savefig(out, format="svg", metadata=dict.fromkeys(("Date", "Creator")), facecolor="white")
    return re.sub(r"[ \t]+\n", "\n", out.getvalue())


# --- the API


def charts_page() -> str:
    """Every kind of chart, as its docstring tells it."""
    head = (
        "# The charts\n\n"
        "Written by `make docs` from the docstrings. A chart is one call in a notebook's cell:\n"
        '`charts.lines(view, "trade.turnover", id="trade-level", headline=…, caption=…, alt=…)`.\n'
        "How to add one, and how to add a kind, is told in [adding](adding.md).\n\n"
        "Every kind takes the words of a chart: "
    )
    words = ", ".join(f"`{name}`" for name in charts.Words.__annotations__)
    text = f"{head}{words}. All but `id` (`section-what`) are templates: text, a list of which the first that can be\n"
    text += "said in full is said, or a mapping from the verdict on a claim (named under `by`) to text.\n"
    for title, folder in (("Figures", kinds), ("Registers", registers)):
        text += f"\n## {title}\n"
        for name, kind in sorted(all_kinds().items()):
            if kind.__module__.startswith(folder.__name__ + "."):
                text += f"\n### charts.{name}\n\n{_call(name, kind)}\n\n{_paragraphs(kind)}\n"
    return text


def view_page() -> str:
    """The view and what it answers with, as docstrings tell them."""
    text = (
        "# The view\n\nWritten by `make docs` from the docstrings.\n"
        "`from nolimits import View`: what was known on a day.\n"
        "In the prose and in the tests of statements the same is asked in a small language, which a page of the book\n"
        "explains with an example for each word (`chapters/language.md`).\n"
    )
    for kind in (View, Known, Entry):
        text += f"\n## {kind.__name__}\n\n{_paragraphs(kind)}\n"
        for name, member in _members(kind):
            shown = f"`{name}`" if not inspect.isfunction(member) else _signature(name, member)
            text += f"\n### {kind.__name__}.{name}\n\n{shown}\n\n{_paragraphs(member)}\n"
    return text


def _members(kind: type) -> Iterator[tuple[str, object]]:
    for name, member in vars(kind).items():
        is_told = inspect.isfunction(member) or isinstance(member, property | cached_property)
        if is_told and not name.startswith("_") and inspect.getdoc(member):
            yield name, member


def _call(name: str, kind: Callable[..., object]) -> str:
    """How a chart is called: with the words of every chart, and what comes of it is an exhibit."""
    node = _node(kind)
    node.args.kwarg = ast.arg("filters_and_words" if node.args.kwarg else "words")
    node.returns = ast.Name("Exhibit")
    return _told(name, node)


def _signature(name: str, function: Callable[..., object]) -> str:
    return _told(name, _node(function))


def _node(function: Callable[..., object]) -> ast.FunctionDef:
    node = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node


def _told(name: str, node: ast.FunctionDef) -> str:
    node.args.args = [one for one in node.args.args if one.arg != "self"]
    for collected in filter(None, (node.args.kwarg,)):
        collected.annotation = None
    given = [part for part in _parted(ast.unparse(node.args)) if part]
    answer = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    flat = f"{name}({', '.join(given)}){answer}"
    told = flat if len(flat) <= WIDTH else f"{name}(\n    " + ",\n    ".join(given) + f",\n){answer}"
    return f"```python\n{told}\n```"


def _parted(arguments: str) -> list[str]:
    """Arguments at their commas, those within brackets and quotes aside."""
    depth, quoted, parts, start = 0, False, [], 0
    for at, sign in enumerate(arguments):
        quoted ^= sign == "'"
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and not depth and not quoted:
            parts.append(arguments[start:at].strip())
            start = at + 1
    return [*parts, arguments[start:].strip()]


def _paragraphs(thing: object) -> str:
    return inspect.getdoc(thing) or ""


def language_page() -> str:
    """The language of the prose, as the book's own page explains it, with its examples as they are written."""
    text = (HERE.parent / "chapters" / "language.md").read_text(encoding="utf-8")
    about, _, rest = text.partition(":::{language}\n")
    lines = [f"| {_cell(function)} |" for function in (*VOCABULARY.values(), *ROLES.values())]
    examples = rest.partition("\n:::")[0]
    return (
        f"<!-- written by `make docs` from chapters/language.md and the docstrings -->\n{about.rstrip()}\n\n"
        "| written | meaning |\n|---|---|\n" + "\n".join(lines) + f"\n\nExamples:\n\n````\n{examples}\n````\n"
    )


def _cell(function: Callable[..., object]) -> str:
    written, _, meaning = _paragraphs(function).split("\n")[0].partition(": ")
    return f"`` {written} `` | {meaning}"


# --- what the whole is


def codemeta() -> str:
    """The package for indexes of software, by CodeMeta 3, from `CITATION.cff` and `pyproject.toml`; JSON-LD."""
    cited, about = citation(ROOT), tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": about["name"],
        "headline": cited["title"],
        "description": about["description"],
        "version": about["version"],
        "author": [{"@type": "Organization", "name": one["name"]} for one in cited["authors"]],
        "license": [f"{SPDX}/{name}" for name in cited["license"]],
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {about['requires-python']}",
        "softwareRequirements": sorted(re.split(r"[^\w.-]", one)[0] for one in about["dependencies"]),
        "keywords": list(package(ROOT / "data")["keywords"]),
        "readme": about["readme"],
    }
    return _json(told)


def zenodo() -> str:
    """What a deposit at Zenodo says of itself, from `CITATION.cff` and the data package; JSON."""
    cited = citation(ROOT)
    told = {
        "title": cited["title"],
        "upload_type": cited["type"],
        "description": " ".join(cited["abstract"].split()),
        "version": cited["version"],
        "creators": [{"name": one["name"]} for one in cited["authors"]],
        "license": cited["license"][0].lower(),
        "access_right": "open",
        "keywords": list(package(ROOT / "data")["keywords"]),
        "notes": " ".join(cited["message"].split()),
    }
    return _json(told)


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


FILES: dict[str, Callable[[], str]] = {
    "docs/architecture.svg": picture,
    "docs/charts.md": charts_page,
    "docs/view.md": view_page,
    "docs/language.md": language_page,
    "codemeta.json": codemeta,
    ".zenodo.json": zenodo,
}


if __name__ == "__main__":
    for file, made in FILES.items():
        (ROOT / file).write_text(made(), encoding="utf-8")
        print(f"wrote {file}")

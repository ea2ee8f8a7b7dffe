"""An executed section as files that read well alone, made by nbconvert: a page, a notebook and a script."""

from __future__ import annotations

import copy
import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path

from nolimits import charts, prose
from nolimits.citing.citations import Imprint
from nolimits.citing.exhibits import LICENCE
from nolimits.data import View, day_name
from nolimits.language import evaluate, places
from nolimits.manuscript import parameters
from nolimits.pages import ledger, papers

FENCE = re.compile(r"(?P<marks>:{3,})\{(?P<name>[\w-]+)\}[ \t]*(?P<told>.*)")
REFERENCE = re.compile(r"\{(?P<name>numref|ref|doc)\}`(?P<text>[^`]+)`")
LINK = re.compile(r"\]\((?P<address>(?!https?:|mailto:|#)[^)\s]+?)(?P<anchor>#[^)\s]*)?\)")
NUMBERED = re.compile(r'<figure[^>]*\bid="([^"]+)".*?<span class="caption-number">(.*?)\s*</span>', re.DOTALL)
ANCHOR = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)
# parts of a page that are made from tables, by the names of their directives
PARTS: dict[str, Callable[..., str]] = {"verdicts": ledger.verdicts, "tally": papers.tally}
NO_ALT = 'alt="No description has been provided for this image"'  # nbconvert's words for a picture without any
MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\*_[]`$|"} | {"<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True)
class Section:
    """What it takes to tell a section by itself: its view, its parameters, the numbers of its figures, the book."""

    name: str
    view: View
    names: Mapping[str, object]
    figures: Mapping[str, str]
    imprint: Imprint

    @property
    def home(self) -> str:
        """Where this edition lies online; empty where the book has no address."""
        return f"{self.imprint.url.rstrip('/')}/editions/{self.imprint.edition}" if self.imprint.url else ""


def exports(executed: Path, tree: Path, name: str, view: View, imprint: Imprint) -> dict[str, bytes]:
    """The files of an executed section by name: `NAME.html`, `NAME.ipynb` and `NAME.py`.

    `tree` is the finished book, which numbers the figures. No file asks another host for anything.
    """
    import nbformat
    from nbconvert import PythonExporter

    page = (tree / f"notebooks/{name}.html").read_text(encoding="utf-8")
    figures = {key: html.unescape(number) for key, number in NUMBERED.findall(page)}
    section = Section(name, view, parameters(executed), figures, imprint)
    notebook = told(nbformat.read(executed, as_version=4), section)
    script, _ = PythonExporter().from_notebook_node(notebook)
    return {
        f"{name}.html": _page(notebook, section).encode(),
        f"{name}.ipynb": (nbformat.writes(notebook).rstrip("\n") + "\n").encode(),
        f"{name}.py": (script.strip("\n") + "\n").encode(),
    }


def told(notebook, section: Section):
    """A copy of a notebook in which the prose says what its roles stand for, and charts are pictures with captions."""
    from nbformat import v4

    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = markdown(cell.source, section)
        for output in cell.get("outputs", ()):
            if charts.MIME in output.get("data", {}):
                _reduce(cell, output, section)
    about = f"From *{section.imprint.title}*, edition `{section.imprint.edition}`: what was known by "
    about += f"{day_name(section.view.cutoff)}. {LICENCE}."
    notebook.cells.append(v4.new_markdown_cell(f"---\n\n{about}", id=f"{section.name}-edition"))
    return notebook


def _reduce(cell, output, section: Section) -> None:
    """Of a chart's bundle, keep the picture that stands alone, and let its caption follow it."""
    from nbformat import v4

    record = output.data[charts.MIME]
    record = json.loads(record) if isinstance(record, str) else record
    output.data = {"image/svg+xml": record["frame"], "text/plain": output.data["text/plain"]}
    output.metadata = {}
    number = section.figures.get(record["id"], "Figure")
    caption = f"**{number}.** {markdown(record['caption'], section)}"
    plain = f"{number}. {charts.bare(prose.plain(section.view, record['caption'], section.names))}"
    shown = v4.new_output("display_data", {"text/markdown": caption, "text/plain": plain})
    cell.outputs.insert(cell.outputs.index(output) + 1, shown)


# --- prose


def markdown(text: str, section: Section) -> str:
    """Markdown of the book as Markdown that every reader knows: directives laid open, roles answered, links mended."""
    opened = _opened(text.split("\n"), section)
    answered = prose.ROLE.sub(partial(_said, section=section), opened)
    referred = REFERENCE.sub(lambda found: section.figures.get(found["text"], found["text"]), answered)
    mended = LINK.sub(partial(_led, section=section), referred)
    if not section.home:
        # a name in brackets whose link led nowhere by itself is only a name
        mended = re.sub(r"\[([^\[\]]+)\]\(\)", r"\1", mended)
    return re.sub(r"\n{3,}", "\n\n", mended).strip()


def _opened(lines: list[str], section: Section) -> str:
    """Lines with their directives replaced by what they stand for."""
    made: list[str] = []
    at = 0
    while at < len(lines):
        if found := FENCE.fullmatch(lines[at].rstrip()):
            end = _end(lines, at, found["marks"])
            made.append(_stood_for(found, lines[at + 1 : end], section))
            at = end
        else:
            made.append(lines[at])
        at += 1
    return "\n".join(made)


def _end(lines: list[str], start: int, marks: str) -> int:
    """The line that closes a directive; directives of as many marks may lie within it."""
    depth = 0
    for number in range(start, len(lines)):
        line = lines[number].strip()
        if line == marks:
            depth -= 1
        elif (found := FENCE.fullmatch(line)) and found["marks"] == marks:
            depth += 1
        if depth == 0:
            return number
    return len(lines)


def _stood_for(directive: re.Match, body: list[str], section: Section) -> str:
    name, asked = directive["name"], directive["told"].strip()
    if name == "when":
        holds = evaluate(asked, section.view, dict(section.names)).value
        return _opened(body, section) if holds else ""
    if name in PARTS:
        return "\n" + _led_out(PARTS[name](section.view, *asked.split()), section) + "\n"
    within = _opened([line for line in body if not re.fullmatch(r":[\w-]+:.*", line)], section)
    return "\n".join(f"> {line}".rstrip() for line in within.strip().split("\n")) if asked == "inbrief" else within


def _led_out(table: str, section: Section) -> str:
    """HTML whose links lead to the book online, or are only words."""
    if not section.home:
        return ANCHOR.sub(r"\1", table)
    return table.replace('href="../', f'href="{section.home}/')


def _said(role: re.Match, section: Section) -> str:
    """The words of a role, with a link to the rows behind them where the book is online."""
    if role["name"] not in prose.ROLES:
        return role[0]
    part = prose.fragment(section.view, role["name"], role["text"], section.names)
    if part.template:
        return prose.ROLE.sub(partial(_said, section=section), part.text)
    words = part.text.translate(MARKDOWN)
    place = places.target(part.about, part.rows, section.view) if section.home and words else None
    return f"[{words}]({section.home}/{place[0]}.html#{place[1]})" if place else words


def _led(link: re.Match, section: Section) -> str:
    """The end of a link to another page of the book; empty where the book has no address."""
    if not section.home:
        return "]()"
    page = re.sub(r"\.(md|ipynb)$", "", link["address"])
    folder, page = ("chapters", page[12:]) if page.startswith("../chapters/") else ("notebooks", page)
    return f"]({section.home}/{folder}/{page}.html{link['anchor'] or ''})"


# --- the page


def _page(notebook, section: Section) -> str:
    """The notebook as one HTML file with its own style: no script, and nothing that is elsewhere."""
    from nbconvert import HTMLExporter

    body, _ = HTMLExporter(template_name="basic", exclude_anchor_links=True).from_notebook_node(notebook)
    style = files("nolimits.takeaway").joinpath("exports.css").read_text(encoding="utf-8")
    for output in (one for cell in notebook.cells for one in cell.get("outputs", ())):
        if "image/svg+xml" in output.get("data", {}):
            alt = html.escape(output.data["text/plain"].partition("\n[")[0].replace("\n", " "))
            body = body.replace(NO_ALT, f'alt="{alt}"', 1)
    title = re.search(r"^# (.+)$", notebook.cells[0].source, re.MULTILINE)
    named = html.escape(f"{title[1] if title else section.name}, {section.imprint.title}")
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n<title>{named}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"/>\n<style>\n{style}</style>\n</head>\n'
        f"<body>\n<main>\n{body.strip()}\n</main>\n</body>\n</html>\n"
    )
